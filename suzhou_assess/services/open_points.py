"""What is still open in an assessment (待办), in the order in which the index is gone through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.proofs import RequiredProof, has_any, required
from suzhou_assess.domain.text import Text

if TYPE_CHECKING:
    from suzhou_assess.services.assessment_session import AssessmentSession

Kind = Literal["unanswered", "reason_missing", "proof_missing", "check", "flag"]
"""- ``unanswered``: not answered or judged yet.
- ``reason_missing``: the verdict differs from the claim, without a word on why.
- ``proof_missing``: the answer calls for proof, and nothing is attached.
- ``check``: a data check has found something.
- ``flag``: marked to be verified (待核).
"""

KINDS: tuple[Kind, ...] = ("unanswered", "reason_missing", "proof_missing", "check", "flag")
"""Of one item in this order."""


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing to be done."""

    item: str
    """A question or scenario; empty for the assessment as a whole."""
    kind: Kind
    text: str | Text | Problem
    """What there is to say beside the item and the kind: of ``check`` the problem, of
    ``proof_missing`` what would prove it, of ``flag`` the note; else the item's name."""


def open_points(
    session: AssessmentSession, evidence: Sequence[Evidence] = ()
) -> tuple[OpenPoint, ...]:
    """Everything open: item by item in the index's order, at last what is about the whole.

    Proof is asked for on site only: nobody has to attach anything to a self-assessment.
    """
    place = {item: n for n, item in enumerate((*session.pack.item_ids, ""))}
    found = [*_of_answers(session), *_of_checks(session)]
    if session.mode == "onsite":
        found += _of_proofs(session, evidence)
    return tuple(sorted(found, key=lambda point: (place[point.item], KINDS.index(point.kind))))


def _of_answers(session: AssessmentSession) -> Iterator[OpenPoint]:
    pack, answers = session.pack, session.answers
    for item in session.verdict.unanswered:
        yield OpenPoint(item, "unanswered", pack.item_name(item))
    if session.review is not None:
        for item in session.review.missing_reasons:
            yield OpenPoint(item, "reason_missing", pack.item_name(item))
    # What another edition may have marked is not in this index.
    for item in answers.flags.intersection(pack.item_ids):
        yield OpenPoint(item, "flag", answers.notes.get(item, ""))


def _of_checks(session: AssessmentSession) -> Iterator[OpenPoint]:
    for found in session.problems:
        yield OpenPoint(item_of(session.pack, found), "check", found)


def item_of(pack: Pack, found: Problem) -> str:
    """The first item that a problem is about; of a figure the question beside which it stands.
    Empty for none."""
    items = (pack.question_of_figure.get(where, where) for where in found.where)
    return next((item for item in items if item in pack.item_ids), "")


def _of_proofs(session: AssessmentSession, evidence: Sequence[Evidence]) -> Iterator[OpenPoint]:
    called_for: dict[str, list[RequiredProof]] = {}
    for one in required(session.pack, session.answers, evidence):
        called_for.setdefault(one.item, []).append(one)
    for item, proofs in called_for.items():
        if not has_any(item, evidence):
            texts = [one.proof.text for one in proofs]
            said = Text("；".join(t.zh for t in texts), "; ".join(t.en for t in texts))
            yield OpenPoint(item, "proof_missing", said)
