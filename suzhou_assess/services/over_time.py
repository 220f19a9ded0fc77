"""One enterprise over time (历次对比): any two of its assessments, and a line over all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suzhou_assess.domain.comparison import Comparison, Side, compare
from suzhou_assess.domain.points import Milli
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.views import AssessmentCard
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import glance

if TYPE_CHECKING:
    from suzhou_assess.domain.exchange import Mode


@dataclass(frozen=True, slots=True)
class TimePoint:
    """One submitted assessment on the line."""

    assessment_id: str
    date: dt.date
    mode: Mode
    score: Milli
    level: int


def line(ws: Workspace, enterprise_id: int) -> tuple[TimePoint, ...]:
    """The submitted assessments of an enterprise, oldest first.

    Those that wait for a person's decision, or that one has rejected, are left out: they don't
    count. Raises ``StoreError``.
    """
    return tuple(
        TimePoint(card.id, card.date, card.mode, card.score or 0, card.level or 0)
        for card in comparable(ws, enterprise_id)
        if card.status == "submitted" and card.held is None
    )


def comparable(ws: Workspace, enterprise_id: int) -> list[AssessmentCard]:
    """Every assessment with an answer, drafts too, oldest first: those of one day by mode (自评
    before 现场评定), then by when they were worked on. Raises ``StoreError``."""
    cards = glance.cards(ws.path, enterprise_id=enterprise_id)
    found = [card for card in cards if card.answered]
    return sorted(found, key=lambda c: (c.date, c.mode == "onsite", c.updated_at, c.id))


def before(ws: Workspace, enterprise_id: int, assessment_id: str) -> AssessmentCard | None:
    """What an assessment is best compared with: the latest submitted one before it, else the one
    after it, else a draft; ``None`` when there is no other. Raises ``StoreError``."""
    cards = comparable(ws, enterprise_id)
    here = next((i for i, card in enumerate(cards) if card.id == assessment_id), len(cards))
    earlier, later = cards[:here][::-1], cards[here + 1 :]
    for wanted in (earlier, later):
        for card in wanted:
            if card.status == "submitted":
                return card
    return next(iter((*earlier, *later)), None)


def compare_assessments(ws: Workspace, older_id: str, newer_id: str) -> Comparison:
    """The two side by side.

    Raises ``StoreError`` (``not_found``), ``PackNotFoundError``, and ``ValueError`` for
    assessments of different indexes.
    """
    return compare_sessions(AssessmentSession(ws, older_id), AssessmentSession(ws, newer_id))


def compare_sessions(older: AssessmentSession, newer: AssessmentSession) -> Comparison:
    """The same of two that are open. Raises ``ValueError`` for different indexes."""
    return compare(
        newer.pack,
        Side(older.pack, older.answers, older.verdict),
        Side(newer.pack, newer.answers, newer.verdict),
    )
