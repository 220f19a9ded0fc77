"""Batches of an intake and their items, read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Row, case, func, or_, select
from sqlalchemy.engine import Connection

from suzhou_assess.domain.subject import Subject
from suzhou_assess.store.engine import Store
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.intake_records import BatchCard, IntakeItem
from suzhou_assess.store.problem_json import unpacked
from suzhou_assess.store.tables import batch, intake_item

BLOCK = 500


def cards(connection: Connection, limit: int | None) -> list[BatchCard]:
    """The latest first."""
    query = select(batch).order_by(batch.c.started_at.desc(), batch.c.id).limit(limit)
    return [_card(connection, row) for row in connection.execute(query)]


def card(connection: Connection, batch_id: str) -> BatchCard:
    """Raises ``StoreError`` ``not_found``."""
    row = connection.execute(select(batch).where(batch.c.id == batch_id)).first()
    if row is None:
        raise StoreError("not_found", id=batch_id)
    return _card(connection, row)


def unfinished(connection: Connection, paths: Collection[str] | None = None) -> BatchCard | None:
    """The latest that was interrupted, wasn't undone and is known by its paths; that of exactly
    these ``paths`` when they are given."""
    query = select(batch).where(
        batch.c.finished_at.is_(None), batch.c.undone_at.is_(None), batch.c.paths.is_not(None)
    )
    for row in connection.execute(query.order_by(batch.c.started_at.desc())):
        if paths is None or sorted(row.paths) == sorted(paths):
            return _card(connection, row)
    return None


def counted(connection: Connection, batch_id: str) -> dict[str, int]:
    """What became of its files so far, by outcome, and how many are ``suspicious``."""
    i = intake_item.c
    doubtful = func.sum(case((i.suspicious, 1), else_=0))
    found = connection.execute(
        select(i.outcome, func.count(), doubtful).where(i.batch_id == batch_id).group_by(i.outcome)
    )
    counts: Counter[str] = Counter()
    for outcome, count, suspicious in found:
        counts[outcome] += count
        counts["suspicious"] += suspicious
    return dict(counts)


def has_items(connection: Connection, batch_id: str) -> bool:
    """Whether anything is known of what came in with it."""
    query = select(intake_item.c.id).where(intake_item.c.batch_id == batch_id).limit(1)
    return connection.execute(query).first() is not None


def items(store: Store, batch_id: str, *, with_problems_only: bool = False) -> Iterator[IntakeItem]:
    """In the order in which they came, a block at a time. Raises ``StoreError``."""
    i = intake_item.c
    query = select(*_ITEM_COLUMNS).where(i.batch_id == batch_id).order_by(i.id).limit(BLOCK)
    if with_problems_only:
        query = query.where(or_(i.problems.is_not(None), i.suspicious))
    last = 0
    while True:
        with store.reading() as connection:
            rows = connection.execute(query.where(i.id > last)).all()
        if not rows:
            return
        last = rows[-1].id
        for row in rows:
            yield _item(row)


_ITEM_COLUMNS = tuple(
    intake_item.c[name]
    for name in (
        *("id", "file", "line", "path", "fingerprint", "outcome", "suspicious", "problems"),
        *("uscc", "name", "district", "contact", "phone", "assessment_id", "undone"),
    )
)


def _item(row: Row[Any]) -> IntakeItem:
    return IntakeItem(
        id=row.id,
        file=row.file,
        line=row.line,
        path=row.path,
        fingerprint=row.fingerprint,
        outcome=row.outcome,
        suspicious=row.suspicious,
        problems=unpacked(row.problems),
        subject=Subject(row.name, row.uscc, row.district, row.contact, row.phone),
        assessment_id=row.assessment_id,
        undone=row.undone,
    )


def _card(connection: Connection, row: Row[Any]) -> BatchCard:
    return BatchCard(
        id=row.id,
        source=row.source,
        paths=tuple(row.paths or ()),
        who=row.who,
        started_at=row.started_at,
        finished_at=row.finished_at,
        counts=counted(connection, row.id) if row.counts is None else row.counts,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
