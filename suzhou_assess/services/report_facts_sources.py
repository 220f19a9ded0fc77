"""Everything that a report is made of, gathered from the database once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.domain.gap import Gap
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.text import Lang, Text
from suzhou_assess.report.model import ReportKind
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.answer_words import AnswerWords
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.explanation import Explanation

if TYPE_CHECKING:
    from suzhou_assess.domain.improvement_plan import ImprovementPlan
    from suzhou_assess.domain.planner import Plans
    from suzhou_assess.domain.support import Fit
    from suzhou_assess.services.open_points import OpenPoint
    from suzhou_assess.services.over_time import TimePoint
    from suzhou_assess.services.peers import Peers
    from suzhou_assess.services.standings import Standings


@dataclass(frozen=True)
class Sources:
    """One assessment and what stands around it."""

    kind: ReportKind
    session: AssessmentSession
    places: Places
    words: Words
    explain: Explanation
    made_at: datetime
    gap: Gap | None
    """To the next level; ``None`` at the top."""
    plans: Plans | None
    """To the target; ``None`` at the top."""
    plan: ImprovementPlan | None
    """What was agreed on; ``None`` when nothing was."""
    fits: tuple[Fit, ...]
    evidence: tuple[Evidence, ...]
    open_points: tuple[OpenPoint, ...]
    peers: Peers | None
    time: tuple[TimePoint, ...]

    @cached_property
    def answers(self) -> AnswerWords:
        """What items are called and answers are in words."""
        return AnswerWords(self.session.pack, self.words)

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the report's own words."""
        return self.words.say(f"report.{key}", **params)  # type: ignore[arg-type]

    def text(self, text: Text) -> str:
        return self.words.text(text)

    @property
    def expert(self) -> bool:
        return self.kind == "expert"


def gather(
    ws: Workspace,
    assessment_id: str,
    kind: ReportKind,
    lang: Lang,
    made_at: datetime | None = None,
    standings: Standings | None = None,
) -> Sources:
    """What a report is made of. Raises ``StoreError`` and ``PackNotFoundError``."""
    from suzhou_assess.domain.planner import make_plans
    from suzhou_assess.services import evidence, open_points, over_time, plans, support

    session = AssessmentSession(ws, assessment_id)
    pack, now, gap = session.pack, made_at or datetime.now().astimezone(), session.gap
    plan = plans.load(ws, assessment_id)
    words = Words(lang)
    found = tuple(evidence.of_assessment(ws, assessment_id))
    agreed = plan is not None and plan.steps
    return Sources(
        kind=kind,
        session=session,
        places=ws.places,
        words=words,
        explain=Explanation(pack, words),
        made_at=now,
        gap=gap,
        plans=make_plans(pack, session.answers, gap.target) if gap and not agreed else None,
        plan=plan,
        fits=support.fits_of(ws, session, now.date()),
        evidence=found,
        open_points=open_points.open_points(session, found),
        peers=_compared(ws, session, standings),
        time=over_time.line(ws, session.enterprise_id),
    )


def _compared(
    ws: Workspace, session: AssessmentSession, standings: Standings | None
) -> Peers | None:
    """Among the peers of the loaded file, else among those of the database."""
    from suzhou_assess.services import peers

    if standings is None:
        benchmark, size = peers.kept_benchmark(ws), session.enterprise.size(ws.places)
        if benchmark is None or benchmark.pack_id != session.pack.id:
            return None
        industry = session.enterprise.industry
        return peers.peers_in_file(
            benchmark, session.pack, session.verdict, industry, size.id if size else None
        )
    found = peers.compare(
        ws,
        session.pack,
        session.verdict,
        session.enterprise,
        session.enterprise_id,
        standings=standings,
    )
    return found.file or found.database


def bare(text: str) -> str:
    """A sentence without its full stop, to stand within another."""
    return text.rstrip("。.")
