"""What waits for a person's decision: read. Deciding stands in ``decisions``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.store.changes import log
from suzhou_assess.store.intake_records import Doubt, DoubtKind, Side
from suzhou_assess.store.tables import assessment, doubt, enterprise

BLOCK = 500

GONE = "gone"
"""What is kept in place of a decision when there is nothing left to decide."""


def waiting(connection: Connection, kind: DoubtKind | None, limit: int | None) -> list[Doubt]:
    """The oldest first."""
    query = select(doubt).where(doubt.c.decided_at.is_(None)).order_by(doubt.c.id).limit(limit)
    if kind is not None:
        query = query.where(doubt.c.kind == kind)
    rows = connection.execute(query).all()
    blocks = (rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK))
    return [found for block in blocks for found in _understood(connection, block)]


def settle(connection: Connection, enterprise_ids: Sequence[int], at: datetime, who: str) -> None:
    """Closes the doubts of these enterprises that have lost a side.

    What waited beside an assessment that is gone counts from now on; beside one that was rejected
    as well, unless there is a third that counts. To be called in the transaction that removes,
    discards, reopens or rejects assessments, before ``enterprises.summarise``.
    """
    d, a = doubt.c, assessment.c
    open_ones = connection.execute(
        select(d.id, d.kind, d.enterprise_id, d.assessment_id, d.other)
        .where(d.enterprise_id.in_(enterprise_ids), d.decided_at.is_(None))
        .order_by(d.id)
    ).all()
    if not open_ones:
        return
    found = connection.execute(
        select(a.id, a.enterprise_id, a.pack_id, a.mode, a.date, a.status, a.held)
        .where(a.enterprise_id.in_(enterprise_ids), a.discarded_at.is_(None))
        .order_by(a.submitted_at)
    )
    there = {row["id"]: dict(row) for row in found.mappings()}
    for key, kind, _, mine, other in open_ones:
        if mine is None:
            continue
        here = there.get(mine)
        if here is None or here["status"] == "draft":
            close(connection, [key], at)
        elif kind == "equal_date":
            if here["held"] != "waiting":
                close(connection, [key], at)
            elif not _stands(there.get(other)):
                rival = _rival(there.values(), here)
                if rival is not None:
                    repoint = update(doubt).where(d.id == key).values(other=rival)
                    connection.execute(repoint)
                else:
                    here["held"] = None
                    hold(connection, mine, "waiting", None, at, who)
                    close(connection, [key], at)


def close_about(connection: Connection, enterprise_ids: Sequence[int], at: datetime) -> None:
    """Closes what asks about enterprises that are gone."""
    d = doubt.c
    keys = [str(key) for key in enterprise_ids]
    asked = select(d.id).where(
        d.decided_at.is_(None),
        d.enterprise_id.in_(enterprise_ids) | ((d.kind == "same_name") & d.other.in_(keys)),
    )
    close(connection, connection.scalars(asked).all(), at)


def close(connection: Connection, ids: Sequence[int], at: datetime, decision: str = GONE) -> None:
    """Nothing is left to decide."""
    if ids:
        closing = update(doubt).where(doubt.c.id == bindparam("key"))
        closing = closing.values(decided_at=bindparam("at"), decision=bindparam("said"))
        connection.execute(closing, [{"key": key, "at": at, "said": decision} for key in ids])


def hold(
    connection: Connection,
    assessment_id: str,
    before: str | None,
    after: str | None,
    at: datetime,
    who: str,
) -> None:
    """Holds an assessment, or lets it count again; logged."""
    connection.execute(
        update(assessment).where(assessment.c.id == assessment_id).values(held=after)
    )
    log(connection, at, who, [("held", before, after)], assessment_id=assessment_id)


def _stands(other: dict[str, Any] | None) -> bool:
    """Whether there is still something to compare with, be it a draft again or waiting itself."""
    return other is not None and other["held"] != "rejected"


def _rival(candidates: Any, here: dict[str, Any]) -> str | None:
    same = ("enterprise_id", "pack_id", "mode", "date")
    rivals = (
        one["id"]
        for one in candidates
        if one["id"] != here["id"]
        and one["held"] is None
        and one["status"] == "submitted"
        and all(one[name] == here[name] for name in same)
    )
    return next(rivals, None)


_E, _A = enterprise.c, assessment.c
_ASSESSMENT: tuple[ColumnElement[Any], ...] = (
    _A.id,
    _A.date,
    _A.mode,
    _A.score,
    _A.level,
    _A.source,
    _A.enterprise_id,
)
_ENTERPRISE: tuple[ColumnElement[Any], ...] = (
    *(_E.id, _E.name, _E.uscc, _E.district),
    *(_E.latest_date, _E.latest_mode, _E.latest_score, _E.latest_level, _E.latest_assessment),
)


def _understood(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Doubt]:
    keys = {row.enterprise_id for row in rows}
    keys |= {int(row.other) for row in rows if row.kind == "same_name"}
    found = connection.execute(select(*_ENTERPRISE).where(_E.id.in_(keys)))
    owners: dict[int, Row[Any]] = {row.id: row for row in found}
    ids = {row.assessment_id for row in rows} | {row.other for row in rows}
    kept = connection.execute(select(*_ASSESSMENT).where(_A.id.in_(ids - {None})))
    stored: dict[str, Row[Any]] = {row.id: row for row in kept}
    for row in rows:
        owner = owners[row.enterprise_id]
        detail = row.detail or {}
        other = _of_enterprise(owner)
        match row.kind:
            case "equal_date":
                mine = _of_assessment(owner, stored.get(row.assessment_id))
                other = _of_assessment(owner, stored.get(row.other))
            case "altered":
                mine = _of_assessment(owner, stored.get(row.assessment_id))
            case "two_districts":
                mine = _of_claim(owner, row.other, detail["source"])
            case _:
                mine = _of_enterprise(owner, detail["source"])
                other = _of_enterprise(owners[int(row.other)])
        yield Doubt(
            id=row.id,
            kind=row.kind,
            enterprise_id=owner.id,
            enterprise=owner.name,
            uscc=owner.uscc,
            batch_id=row.batch_id,
            created_at=row.created_at,
            mine=mine,
            other=other,
        )


def _of_assessment(owner: Row[Any], stored: Row[Any] | None) -> Side:
    if stored is None:
        return _of_claim(owner, owner.district, "")
    return Side(
        label=owner.name,
        date=stored.date,
        mode=stored.mode,
        score=stored.score,
        level=stored.level,
        source=stored.source,
        district=owner.district,
        assessment_id=stored.id,
        uscc=owner.uscc,
    )


def _of_claim(owner: Row[Any], district: str | None, source: str) -> Side:
    return Side(owner.name, None, None, None, None, source, district, None, owner.uscc)


def _of_enterprise(owner: Row[Any], source: str = "") -> Side:
    return Side(
        label=owner.name,
        date=owner.latest_date,
        mode=owner.latest_mode,
        score=owner.latest_score,
        level=owner.latest_level,
        source=source,
        district=owner.district,
        assessment_id=owner.latest_assessment,
        uscc=owner.uscc,
    )
