"""Takes enterprises back to before a batch, with all that came in for them since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.places import Places
from suzhou_assess.store import documents, enterprises
from suzhou_assess.store.doubts import GONE
from suzhou_assess.store.enterprises import PROFILE
from suzhou_assess.store.intake_images import ROWS, Row
from suzhou_assess.store.tables import change, doubt, enterprise, exchanged_version
from suzhou_assess.store.undo_history import History


class Rollback:
    """Of a block of enterprises, within a transaction of the caller's."""

    def __init__(self, connection: Connection, places: Places, history: History) -> None:
        self._connection = connection
        self._places = places
        self._history = history
        self.unmade: Mapping[str, int] = self._codes()
        """Enterprises, by credit code, that are to be made anew by what is taken in again."""

    def to_before(self) -> None:
        gone: list[str] = []
        restored: list[Row] = []
        for key, chain in self._history.open_chains:
            written = [item for item in chain if item.image.writes]
            if written and written[0].image.was is not None:
                restored.append(written[0].image.was)
            elif written:
                gone.append(key)
        self._forget(gone, restored)
        if gone:
            self._connection.execute(delete(ROWS).where(ROWS.c.id.in_(gone)))
        if restored:
            self._connection.execute(_RESTORE, [{"key": row["id"], **row} for row in restored])
        self._take_profiles_back()

    def remove_enterprises(self) -> None:
        """Those that nothing holds on to."""
        emptied = self._history.emptied
        if emptied:
            self._connection.execute(delete(change).where(change.c.enterprise_id.in_(emptied)))
            # The database gives their ids again: what was decided on them is not about the next.
            self._connection.execute(delete(doubt).where(doubt.c.enterprise_id.in_(emptied)))
            self._connection.execute(delete(enterprise).where(enterprise.c.id.in_(emptied)))

    def _forget(self, gone: list[str], restored: list[Row]) -> None:
        """What the log and the queue say of what is taken back."""
        c, d, history = change.c, doubt.c, self._history
        if gone:
            self._connection.execute(delete(change).where(c.assessment_id.in_(gone)))
            # What went out with a package is no work of a person's: it doesn't hold a batch.
            exchanged = exchanged_version.c.assessment_id.in_(gone)
            self._connection.execute(delete(exchanged_version).where(exchanged))
            asked = or_(d.assessment_id.in_(gone), d.other.in_(gone))
            self._connection.execute(delete(doubt).where(asked, d.decided_at.is_not(None)))
        if restored:
            since = [
                {"key": row["id"], "since": history.since[row["enterprise_id"]]} for row in restored
            ]
            self._connection.execute(_FORGET, since)
        self._take_queue_back()

    def _take_queue_back(self) -> None:
        """Forgets what was asked since, and asks anew what was settled since."""
        d, history = doubt.c, self._history
        query = select(
            d.id, d.enterprise_id, d.assessment_id, d.batch_id, d.created_at, d.decided_at
        ).where(
            d.enterprise_id.in_(history.block),
            or_(d.decision.is_(None), d.decision == GONE),
            d.batch_id.is_not(None),
        )
        forgotten, anew = [], []
        for key, owner, mine, batch_id, asked, settled in self._connection.execute(query):
            since = history.since[owner]
            if mine in history.pinned:
                continue
            if asked < since:
                if settled is not None and settled >= since and mine in history.chains:
                    anew.append(key)
            elif owner not in history.fixed or batch_id == history.batch_id:
                forgotten.append(key)
        if forgotten:
            self._connection.execute(delete(doubt).where(d.id.in_(forgotten)))
        if anew:
            opened = update(doubt).where(d.id.in_(anew))
            self._connection.execute(opened.values(decided_at=None, decision=None))

    def _take_profiles_back(self) -> None:
        """Through the log, which has every change of a profile."""
        history, c = self._history, change.c
        found = self._connection.execute(
            select(c.id, c.enterprise_id, c.item, c.old, c.at)
            .where(c.enterprise_id.in_(history.block), c.batch_id.is_not(None))
            .order_by(c.at.desc(), c.id.desc())
        )
        before: dict[int, dict[str, Any]] = {}
        forgotten: list[int] = []
        for key, owner, item, old, at in found:
            if at < history.since[owner] or owner in history.fixed:
                continue
            if owner in history.unmade:
                forgotten.append(key)
            elif item in _TAKEN_BACK and item not in history.edited_fields.get(owner, ()):
                before.setdefault(owner, {})[item] = _value(item, old)
                forgotten.append(key)
        if forgotten:
            self._connection.execute(_FORGET_ONE, [{"key": key} for key in forgotten])
        now = datetime.now(UTC)
        for owner, fields in before.items():
            profile = replace(enterprises.get(self._connection, owner), **fields)
            size = profile.size(self._places)
            enterprises.put(self._connection, owner, profile, size.id if size else None, now)

    def _codes(self) -> dict[str, int]:
        remade = self._history.unmade - set(self._history.emptied)
        e = enterprise.c
        found = self._connection.execute(select(e.uscc, e.id).where(e.id.in_(remade)))
        return {row.uscc: row.id for row in found}


_RESTORE = (
    update(ROWS)
    .where(ROWS.c.id == bindparam("key"))
    .values({column.name: bindparam(column.name, type_=column.type) for column in ROWS.c})
)
_FORGET = delete(change).where(
    change.c.assessment_id == bindparam("key"),
    change.c.batch_id.is_not(None),
    change.c.at >= bindparam("since"),
)
_FORGET_ONE = delete(change).where(change.c.id == bindparam("key"))
_BLANK = Enterprise("", "")
_TAKEN_BACK = frozenset(PROFILE) - {"uscc"}


def _value(field: str, logged: str) -> Any:
    """A field's value as the log has it."""
    if not logged:
        return getattr(_BLANK, field)
    value = documents.from_json(logged)
    return Decimal(value) if field == "revenue" else value
