"""Takes back what a batch brought, an enterprise at a time, as if it had never come in.

Whatever later batches brought for the same enterprises depends on what was there: whether an
assessment was new or another edition of a known one, whose notes stayed, which of two waits for a
decision. So an enterprise is first taken back to before the batch, and the later items are then
taken in once more, by the rules and under the moments of the first time. Nearly all enterprises
have no later items, and it costs nothing.

What a person has worked on since stays as it is: it is pinned, with all that concerns it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.places import Places
from suzhou_assess.store import batches, doubts, enterprises
from suzhou_assess.store.engine import Store
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.intake_known import Known
from suzhou_assess.store.intake_plan import Plan
from suzhou_assess.store.intake_records import BatchCard, Obstacle, UndoPlan
from suzhou_assess.store.intake_writing import Stamp, Writing
from suzhou_assess.store.submissions import learn
from suzhou_assess.store.tables import batch, intake_item
from suzhou_assess.store.undo_history import History, PackFinder, Replayed
from suzhou_assess.store.undo_rollback import Rollback

BLOCK = 200
"""Enterprises a transaction: it takes a fraction of a second, and others may write in between."""


class Undo:
    """Taking back one batch. ``packs`` finds the pack of an id and an edition."""

    def __init__(
        self, store: Store, places: Places, packs: PackFinder, batch_id: str, who: str = ""
    ) -> None:
        self._store = store
        self._places = places
        self._packs = packs
        self._who = who
        self._id = batch_id
        with store.reading() as connection:
            self._card = self._read_card(connection)
            if not batches.has_items(connection, batch_id) and any(self._card.counts.values()):
                raise StoreError("batch_too_old", id=batch_id)
            owner = intake_item.c.enterprise_id
            self._enterprises = connection.scalars(
                select(owner)
                .where(
                    intake_item.c.batch_id == batch_id,
                    intake_item.c.undone.is_(False),
                    owner.is_not(None),
                )
                .distinct()
                .order_by(owner)
            ).all()
        self._removed = self._restored = self._enterprises_removed = 0
        self._kept: list[Obstacle] = []

    @property
    def done(self) -> UndoPlan:
        """What has been done so far, or would be."""
        return UndoPlan(
            self._card,
            self._removed,
            self._restored,
            self._enterprises_removed,
            tuple(self._kept),
        )

    def plan(self) -> UndoPlan:
        """What undoing would do as things stand. Writes nothing."""
        for block in self._blocks():
            with self._store.reading() as connection:
                self._count(History(connection, self._id, block))
        return self.done

    def run(self) -> Iterator[tuple[int, int]]:
        """Takes it back, a block at a time; gives how many enterprises are done, of how many."""
        done, total = 0, len(self._enterprises)
        yield done, total
        for block in self._blocks():
            with self._store.writing() as connection:
                self._read_card(connection)  # somebody else may have undone it meanwhile
                self._take_back(connection, block)
            done += len(block)
            yield done, total
        with self._store.writing() as connection:
            self._read_card(connection)
            moment = datetime.now(UTC)
            connection.execute(
                update(batch)
                .where(batch.c.id == self._id)
                .values(undone_at=moment, undone_by=self._who)
            )
            self._card = batches.card(connection, self._id)

    def _blocks(self) -> Iterator[Sequence[int]]:
        for start in range(0, len(self._enterprises), BLOCK):
            yield self._enterprises[start : start + BLOCK]

    def _read_card(self, connection: Connection) -> BatchCard:
        card = batches.card(connection, self._id)
        if card.undone_at is not None:
            raise StoreError("batch_undone", id=self._id)
        return card

    def _count(self, history: History) -> None:
        self._removed += len(history.removed)
        self._restored += len(history.restored)
        self._enterprises_removed += len(history.emptied)
        self._kept += history.obstacles

    def _take_back(self, connection: Connection, block: Sequence[int]) -> None:
        history = History(connection, self._id, block)
        self._count(history)
        again = history.later(self._packs)
        rollback = Rollback(connection, self._places, history)
        rollback.to_before()
        self._take_in(connection, rollback.unmade, again)
        now = datetime.now(UTC)
        doubts.close_about(connection, history.emptied, now)
        rollback.remove_enterprises()
        left = [key for key in block if key not in history.emptied]
        doubts.settle(connection, left, now, self._who)
        enterprises.summarise(connection, left)
        if history.taken_back:
            undone = intake_item.c.id.in_(history.taken_back)
            connection.execute(update(intake_item).where(undone).values(undone=True))

    def _take_in(
        self,
        connection: Connection,
        unmade: Mapping[str, int],
        again: Sequence[Replayed],
    ) -> None:
        """The later items once more, into the rows of the enterprises that aren't there yet."""
        if not again:
            return
        known = learn(Known(), connection, [replayed.incoming for replayed in again])
        for code in unmade:
            known.forget(code)
        plan = Plan(known, self._places)
        stamps: list[Stamp] = []
        for replayed in again:
            taken = replayed.new_id in known.assessments
            plan.decide(replayed.incoming, None if taken else replayed.new_id)
            stamps.append(replayed.stamp)
        ids = [replayed.item_id for replayed in again]
        Writing(connection, self._places, plan, stamps, again=ids, rows=unmade).write()
