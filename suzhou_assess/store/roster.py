"""The roster in the database, and who of it is assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

from suzhou_assess.domain.places import fold
from suzhou_assess.domain.roster import RosterEntry
from suzhou_assess.store.tables import enterprise, roster_entry

_BLOCK = 500
_COLUMNS = tuple(field.name for field in fields(RosterEntry))


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one district, town and industry, as far as these are known."""

    district: str
    town: str
    industry: str
    total: int
    assessed: int


def replace_all(connection: Connection, entries: Sequence[RosterEntry]) -> None:
    """These entries, and no others."""
    connection.execute(delete(roster_entry))
    _insert(connection, entries)


def add(connection: Connection, entries: Sequence[RosterEntry]) -> None:
    """These entries beside those that are there. One that is there already, by its code or, where
    either has none, by its name, is replaced."""
    r = roster_entry.c
    by_code: dict[str, int] = {}
    by_name: dict[bytes, tuple[int, str | None]] = {}
    for key, uscc, name_key in connection.execute(select(r.id, r.uscc, r.name_key)):
        if uscc is not None:
            by_code[uscc] = key
        by_name.setdefault(name_key, (key, uscc))
    new, known = [], []
    for entry in entries:
        key = by_code.get(entry.uscc) if entry.uscc is not None else None
        if key is None and entry.name:
            same, code = by_name.get(_key(entry.name), (None, None))
            if entry.uscc is None or code is None:
                key = same
        if key is None:
            new.append(entry)
        else:
            changed = {f"new_{name}": value for name, value in _values(entry).items()}
            known.append({"key": key, **changed})
    if known:
        values: dict[str, Any] = {n: bindparam(f"new_{n}") for n in (*_COLUMNS, "name_key")}
        # A row that says no code takes none away.
        values["uscc"] = func.coalesce(values["uscc"], r.uscc)
        same_entry = r.id == bindparam("key")
        connection.execute(update(roster_entry).where(same_entry).values(values), known)
    _insert(connection, new)


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(roster_entry)) or 0


def groups(connection: Connection) -> list[Group]:
    """Who is assessed, by district, town and industry.

    What the list doesn't say is taken from the enterprise, where it is known.
    """
    r, e = roster_entry.c, enterprise.c
    district, town, industry = _where()
    assessed = func.sum(case((e.latest_level.is_not(None), 1), else_=0))
    query = (
        select(district, town, industry, func.count(r.id), assessed)
        .select_from(_matched())
        .group_by(district, town, industry)
    )
    return [Group(*row) for row in connection.execute(query)]


def meant() -> str:
    """The query for district, town and industry of each entry, and the id of the enterprise that it
    means, or ``NULL``; for those who read a moment of the database without SQLAlchemy."""
    query = select(*_where(), enterprise.c.id).select_from(_matched())
    return str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


def missing(
    connection: Connection,
    *,
    district: str | None = None,
    town: str | None = None,
    industry: str | None = None,
) -> Iterator[RosterEntry]:
    """Entries without an assessment that counts, by district, town and name. ``""`` asks for those
    where the place or industry isn't known."""
    r, e = roster_entry.c, enterprise.c
    places = _where()
    shown: dict[str, Any] = {name: r[name] for name in _COLUMNS}
    for name, column in zip(("district", "town", "industry"), places, strict=True):
        shown[name] = column.label(name)
    shown["contact_name"] = _else_known(r.contact_name, e.contact_name).label("contact_name")
    shown["phone"] = _else_known(r.phone, e.phone).label("phone")
    query = (
        select(*shown.values())
        .select_from(_matched())
        .where(e.latest_level.is_(None))
        .order_by(places[0] == "", places[0], places[1], r.name_key, r.id)
    )
    for column, wanted in zip(places, (district, town, industry), strict=True):
        if wanted is not None:
            query = query.where(column == wanted)
    for row in connection.execute(query):
        values = row._asdict()
        values["district"] = values["district"] or None
        values["industry"] = values["industry"] or None
        yield RosterEntry(**values)


def names_of(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """The enterprises with one of these codes."""
    wanted = list(codes)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _BLOCK):
        block = wanted[start : start + _BLOCK]
        query = select(enterprise.c.uscc, enterprise.c.name).where(enterprise.c.uscc.in_(block))
        found.update((row.uscc, row.name) for row in connection.execute(query))
    return found


def _insert(connection: Connection, entries: Sequence[RosterEntry]) -> None:
    if entries:
        connection.execute(insert(roster_entry), [_values(entry) for entry in entries])


def _values(entry: RosterEntry) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(entry, name) for name in _COLUMNS}
    return values | {"name_key": _key(entry.name)}


def _key(name: str) -> bytes:
    """As ``enterprise.name_key`` is made."""
    return fold(name).encode("gb18030", "replace")


def _matched() -> Any:
    """Each entry with the enterprise that it means: by its code, else by its name.

    Of several enterprises of one name the one that is assessed is meant.
    """
    r = roster_entry.c
    by_code, by_name = enterprise.alias(), enterprise.alias()
    code = select(by_code.c.id).where(by_code.c.uscc == r.uscc).scalar_subquery()
    name = (
        select(by_name.c.id)
        .where(by_name.c.name_key == r.name_key)
        .order_by(by_name.c.latest_level.is_(None), by_name.c.id)
        .limit(1)
        .scalar_subquery()
    )
    meant = case((r.uscc.is_not(None), code), else_=name)
    return roster_entry.outerjoin(enterprise, enterprise.c.id == meant)


def _where() -> tuple[ColumnElement[str], ColumnElement[str], ColumnElement[str]]:
    r, e = roster_entry.c, enterprise.c
    return (
        func.coalesce(r.district, e.district, ""),
        _else_known(r.town, e.town),
        func.coalesce(r.industry, e.industry, ""),
    )


def _else_known(said: ColumnElement[str], known: ColumnElement[str]) -> ColumnElement[str]:
    return func.coalesce(func.nullif(said, ""), known, "")
