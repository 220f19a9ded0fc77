"""Assessments: start, list, discard, look back; ``AssessmentSession`` works on one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.views import AssessmentCard, Change, Status
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import glance

__all__ = ["AssessmentSession", "cards", "discard", "history", "restore", "start"]


def start(
    ws: Workspace,
    enterprise_id: int,
    mode: Mode,
    on: date,
    assessor: str = "",
    pack_id: str | None = None,
) -> str:
    """A new draft, answered with the current edition of the pack. Gives its id.

    Raises ``StoreError`` (``not_found`` for the enterprise) and ``PackNotFoundError``.
    """
    from suzhou_assess.store import assessments, documents

    pack = ws.packs.default() if pack_id is None else ws.packs.get(pack_id)
    new = assessments.StoredAssessment(
        id=str(uuid4()),
        enterprise_id=enterprise_id,
        pack_id=pack.id,
        pack_edition=pack.edition,
        mode=mode,
        date=on,
        assessor=assessor,
        status="draft",
        position=None,
        answers=documents.empty(),
        updated_at=datetime.now(UTC),
    )
    with ws.store.writing() as connection:
        assessments.add(connection, new, len(pack.item_ids), assessor)
    return new.id


def cards(
    ws: Workspace,
    *,
    status: Status | None = None,
    enterprise_id: int | None = None,
    limit: int = 50,
) -> list[AssessmentCard]:
    """Assessments, those worked on last first. Discarded ones are left out."""
    return glance.cards(ws.path, status=status, enterprise_id=enterprise_id, limit=limit)


def discard(ws: Workspace, assessment_id: str, who: str = "") -> None:
    """Puts a draft away, out of every list; ``restore`` brings it back.

    Raises ``StoreError``: ``changed_elsewhere`` when it has been submitted.
    """
    _set_discarded(ws, assessment_id, True, who)


def restore(ws: Workspace, assessment_id: str, who: str = "") -> None:
    """Brings a discarded draft back, with everything in it."""
    _set_discarded(ws, assessment_id, False, who)


def history(ws: Workspace, assessment_id: str) -> list[Change]:
    """Who changed what, newest first."""
    from suzhou_assess.store import changes

    with ws.store.reading() as connection:
        return changes.of_assessment(connection, assessment_id)


def _set_discarded(ws: Workspace, assessment_id: str, discarded: bool, who: str) -> None:
    from suzhou_assess.store import assessments

    with ws.store.writing() as connection:
        assessments.set_discarded(connection, assessment_id, discarded, datetime.now(UTC), who)
