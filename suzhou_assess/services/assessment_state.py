"""An assessment as it stands on disk, and all that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.checks import check_answers, check_jump
from suzhou_assess.domain.claims import Claim
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.scoring import Verdict, score
from suzhou_assess.domain.standing import pack_standing
from suzhou_assess.services.claim_snapshots import claim_of
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import documents

if TYPE_CHECKING:
    from suzhou_assess.store.assessments import StoredAssessment
    from suzhou_assess.store.engine import Connection


@dataclass(frozen=True, slots=True)
class AssessmentState:
    """One state of an assessment."""

    stored: StoredAssessment
    pack: Pack
    enterprise: Enterprise
    answers: Answers
    verdict: Verdict
    problems: list[Problem]
    """What the data checks say, a jump from an earlier score among it."""
    claim: Claim | None
    """What is kept of it, whatever the mode."""

    @property
    def submission(self) -> Submission:
        return Submission(
            pack=self.pack,
            enterprise=self.enterprise,
            answers=self.answers,
            mode=self.stored.mode,
            date=self.stored.date,
            assessor=self.stored.assessor,
            assessment_id=self.stored.id,
        )

    def derived(self, different: Mapping[str, object]) -> dict[str, object]:
        """The columns that follow from those that were changed to come to this state."""
        derived: dict[str, object] = {}
        if "answers" in different or "status" in different:
            answered = len(self.answers.choices)
            derived |= {
                "answered": answered,
                "score": self.verdict.score if answered else None,
                "level": self.verdict.level if answered else None,
            }
        if different.get("status") == "submitted":
            derived |= {
                "score": self.verdict.score,
                "level": self.verdict.level,
                "verdict": documents.verdict_json(self.verdict),
                "digest": self.submission.content_digest(),
                "submitted_at": self.stored.updated_at,
                "standing": pack_standing(
                    self.pack,
                    self.verdict,
                    self.answers,
                    self.stored.mode,
                    self.stored.date,
                    self.stored.enterprise_id,
                    self.stored.updated_at,
                ),
            }
        elif different.get("status") == "draft":
            # Whoever works on it anew decides by that what a doubt about it asked.
            derived |= dict.fromkeys(("verdict", "digest", "submitted_at", "standing", "held"))
        return derived


def state_of(
    ws: Workspace,
    connection: Connection,
    stored: StoredAssessment,
    before: AssessmentState | None = None,
) -> AssessmentState:
    """What follows from ``stored``. ``before`` is an earlier state, whose claim is mostly the same.

    Raises ``PackNotFoundError``.
    """
    from suzhou_assess.store import assessments, enterprises

    pack = ws.packs.get(stored.pack_id, stored.pack_edition)
    answers = documents.to_answers(pack, stored.answers)
    verdict = score(pack, answers.choices)
    problems = check_answers(pack, answers)
    # Before the last answer any earlier score would seem far away.
    if verdict.complete:
        earlier = assessments.earlier_score(connection, stored)
        if earlier is not None:
            jump = check_jump(pack, earlier.score, earlier.date, verdict.score)
            problems += [jump] if jump else []
    enterprise = enterprises.get(connection, stored.enterprise_id)
    claim = None
    if before is not None and before.stored.claim == stored.claim:
        claim = before.claim
    elif stored.claim is not None:
        claim = claim_of(ws.packs, stored.claim)
    return AssessmentState(stored, pack, enterprise, answers, verdict, problems, claim)
