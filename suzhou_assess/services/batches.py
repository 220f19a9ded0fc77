"""Batches: what each run of an import brought, and taking a whole one back."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from suzhou_assess.services.events import Progress
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.intake_records import BatchCard, IntakeItem, Obstacle, UndoPlan

__all__ = ["BatchCard", "IntakeItem", "Obstacle", "UndoPlan", "batches", "get", "items"]
__all__ += ["plan_undo", "undo"]


def batches(ws: Workspace, limit: int | None = 50) -> list[BatchCard]:
    """All runs of an import, the latest first. Raises ``StoreError``."""
    from suzhou_assess.store import batches as stored

    with ws.store.reading() as connection:
        return stored.cards(connection, limit)


def get(ws: Workspace, batch_id: str) -> BatchCard:
    """One of them. Raises ``StoreError`` ``not_found``."""
    from suzhou_assess.store import batches as stored

    with ws.store.reading() as connection:
        return stored.card(connection, batch_id)


def items(
    ws: Workspace, batch_id: str, *, with_problems_only: bool = False
) -> Iterator[IntakeItem]:
    """What came in with a batch, in its order, read in blocks. Raises ``StoreError``."""
    from suzhou_assess.store import batches as stored

    return stored.items(ws.store, batch_id, with_problems_only=with_problems_only)


def plan_undo(ws: Workspace, batch_id: str) -> UndoPlan:
    """What ``undo`` would do as things stand. Writes nothing.

    Raises ``StoreError``: ``not_found``, and ``batch_undone`` for one that was taken back,
    ``batch_too_old`` for one that an earlier version took in.
    """
    from suzhou_assess.store import undo as undoing

    return undoing.Undo(ws.store, ws.places, ws.packs.get, batch_id).plan()


def undo(ws: Workspace, batch_id: str, *, who: str = "") -> Generator[Progress, None, UndoPlan]:
    """Takes back what a batch brought, also when other batches came after it.

    Afterwards everything stands as if the batch had never come in: what it added is gone with its
    history, what it changed is as it was, and what later batches brought stands as they would
    have brought it. What a person has worked on since stays as it is and is listed in ``kept``.

    Stored a block at a time, each whole: closed or killed halfway, it is gone on with by undoing
    again. Raises ``StoreError``: ``not_found``, and ``batch_undone`` for one that was taken back,
    ``batch_too_old`` for one that an earlier version took in.
    """
    from suzhou_assess.store import undo as undoing

    taking_back = undoing.Undo(ws.store, ws.places, ws.packs.get, batch_id, who)
    for done, total in taking_back.run():
        yield Progress(done, total)
    return taking_back.done
