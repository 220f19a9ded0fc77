"""Counting assessments whose standing isn't there: of an older database or an older layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.store.documents import Document
from suzhou_assess.store.tables import assessment


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a standing is made of."""

    id: str
    enterprise_id: int
    mode: Mode
    date: date
    submitted_at: datetime
    answers: Document


def unpacked_ids(
    connection: Connection, pack_id: str, edition: str, standing: tuple[int, int, int]
) -> Sequence[str]:
    """Those of a pack without a standing of that many bytes with that mark at that offset.

    ``standing`` is size, offset of the mark, and mark.
    """
    size, offset, mark = standing
    a = assessment.c
    return connection.scalars(
        select(a.id).where(
            a.pack_id == pack_id,
            a.pack_edition == edition,
            *_COUNTING,
            or_(
                a.standing.is_(None),
                func.length(a.standing) != size,
                func.substr(a.standing, offset + 1, 2) != mark.to_bytes(2, "big"),
            ),
        )
    ).all()


def read_unpacked(connection: Connection, ids: Sequence[str]) -> Iterator[Unpacked]:
    """Those of ``ids`` that still count."""
    a = assessment.c
    rows = connection.execute(
        select(a.id, a.enterprise_id, a.mode, a.date, a.submitted_at, a.answers).where(
            a.id.in_(ids), *_COUNTING
        )
    )
    return (Unpacked(*row) for row in rows)


def put_standings(connection: Connection, standings: Mapping[str, bytes]) -> None:
    """Keeps the standing of each of these assessments."""
    if standings:
        rows = [{"key": key, "standing": standing} for key, standing in standings.items()]
        connection.execute(_PUT, rows)


_COUNTING = (
    assessment.c.status == "submitted",
    assessment.c.discarded_at.is_(None),
    assessment.c.held.is_(None),
)
_PUT = (
    update(assessment)
    .where(assessment.c.id == bindparam("key"))
    .values(standing=bindparam("standing"))
)
