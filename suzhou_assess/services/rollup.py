"""The roll-up: every enterprise with its latest assessment, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.rollup_queries import LatestAssessment, RollupEntry, entries
from suzhou_assess.workbook.summary_data import Judged, SummaryHead, SummaryRow


@dataclass(frozen=True, slots=True)
class Rollup:
    """What a summary is made from. ``rows`` can be gone through once, by district and name."""

    head: SummaryHead
    enterprises: int
    pack: Pack
    places: Places
    rows: Iterator[SummaryRow]


def roll_up(ws: Workspace) -> Rollup:
    """Everything that the database holds at this moment. Raises ``StoreError``."""
    overview = ws.overview(recent=0)
    return Rollup(
        head=SummaryHead(overview.goal, overview.goal_by, datetime.now().astimezone()),
        enterprises=overview.enterprises,
        pack=ws.packs.default(),
        places=ws.places,
        rows=(_row(entry) for entry in entries(ws.store)),
    )


def _row(entry: RollupEntry) -> SummaryRow:
    return SummaryRow(
        enterprise=entry.profile,
        size=entry.size,
        assessments=entry.assessments,
        latest=None if entry.latest is None else _judged(entry.latest),
    )


def _judged(latest: LatestAssessment) -> Judged:
    return Judged(
        pack_id=latest.pack_id,
        pack_edition=latest.pack_edition,
        mode=latest.mode,
        date=latest.date,
        assessor=latest.assessor,
        source=latest.source,
        score=latest.score,
        level=latest.level,
        dimensions=latest.dimensions,
        indicators=latest.indicators,
        questions=latest.questions,
        scenarios={k: level for k, level in latest.choices.items() if isinstance(level, int)},
        not_applicable=latest.not_applicable,
        scenarios_at=latest.scenarios_at,
        binding_at=latest.binding_at,
        unanswered=latest.unanswered,
    )
