"""Enterprises, written and read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.places import fold
from suzhou_assess.store import changes
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.tables import assessment, enterprise

PROFILE = tuple(field.name for field in fields(Enterprise))
_PROFILE_COLUMNS = tuple(enterprise.c[name] for name in PROFILE)


def get(connection: Connection, enterprise_id: int) -> Enterprise:
    """The profile; raises ``StoreError`` ``not_found``."""
    query = select(*_PROFILE_COLUMNS).where(enterprise.c.id == enterprise_id)
    row = connection.execute(query).first()
    if row is None:
        raise StoreError("not_found", id=enterprise_id)
    return Enterprise(*row)


def find(connection: Connection, uscc: str) -> int | None:
    """The id of the enterprise with this (normalised) credit code."""
    return connection.execute(
        select(enterprise.c.id).where(enterprise.c.uscc == uscc)
    ).scalar_one_or_none()


def profiles(connection: Connection, codes: Iterable[str]) -> list[tuple[int, Enterprise]]:
    """Ids and profiles of those with one of these credit codes."""
    query = select(enterprise.c.id, *_PROFILE_COLUMNS).where(enterprise.c.uscc.in_(codes))
    return [(key, Enterprise(*profile)) for key, *profile in connection.execute(query)]


def add(
    connection: Connection, profile: Enterprise, size: str | None, at: datetime, who: str
) -> int:
    """A new enterprise; ``size`` is the id of its computed size class."""
    return add_many(connection, [(profile, size)], at, who)[profile.uscc]


def add_many(
    connection: Connection, new: Sequence[tuple[Enterprise, str | None]], at: datetime, who: str
) -> dict[str, int]:
    """New enterprises with their size classes. Gives their ids by credit code."""
    if not new:
        return {}
    stamps = {"created_at": at, "updated_at": at}
    connection.execute(insert(enterprise), [_values(*one) | stamps for one in new])
    codes = [profile.uscc for profile, _ in new]
    query = select(enterprise.c.uscc, enterprise.c.id).where(enterprise.c.uscc.in_(codes))
    ids = {row.uscc: row.id for row in connection.execute(query)}
    log = [
        entry
        for code in codes
        for entry in changes.entries(at, who, [("uscc", None, code)], enterprise_id=ids[code])
    ]
    changes.add(connection, log)
    return ids


def change(
    connection: Connection,
    enterprise_id: int,
    profile: Enterprise,
    size: str | None,
    at: datetime,
    who: str,
) -> bool:
    """Replaces the profile and logs each field that differs. False when none does."""
    before = get(connection, enterprise_id)
    different = [
        (name, getattr(before, name), getattr(profile, name))
        for name in PROFILE
        if getattr(before, name) != getattr(profile, name)
    ]
    if not different:
        return False
    connection.execute(
        update(enterprise)
        .where(enterprise.c.id == enterprise_id)
        .values(_values(profile, size) | {"updated_at": at})
    )
    logged = [(name, _known(old), _known(new)) for name, old, new in different]
    changes.log(connection, at, who, logged, enterprise_id=enterprise_id)
    return True


def summarise(connection: Connection, enterprise_ids: Iterable[int]) -> None:
    """Brings what an enterprise's row says of its assessments up to date.

    To be called in the transaction that adds, submits, reopens, discards or dates one. The latest
    is the one with the latest date; of several on one day, the one submitted last.
    """
    unset = dict.fromkeys(("level", "score", "date", "mode", "assessment"))
    rows: dict[int, dict[str, Any]] = {
        key: {"key": key, "assessments": 0, "drafts": 0, **unset} for key in enterprise_ids
    }
    a = assessment.c
    found = connection.execute(
        select(a.enterprise_id, a.status, a.level, a.score, a.date, a.mode, a.id)
        .where(a.enterprise_id.in_(rows), a.discarded_at.is_(None))
        .order_by(a.date, a.submitted_at, a.id)
    )
    for key, status, *latest in found:
        row = rows[key]
        row["assessments" if status == "submitted" else "drafts"] += 1
        if status == "submitted":
            row.update(zip(unset, latest, strict=True))
    if rows:
        connection.execute(_SUMMARISE, list(rows.values()))


_SUMMARISE = (
    update(enterprise)
    .where(enterprise.c.id == bindparam("key"))
    .values(
        assessments=bindparam("assessments"),
        drafts=bindparam("drafts"),
        latest_level=bindparam("level"),
        latest_score=bindparam("score"),
        latest_date=bindparam("date"),
        latest_mode=bindparam("mode"),
        latest_assessment=bindparam("assessment"),
    )
)


def _values(profile: Enterprise, size: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(profile, name) for name in PROFILE}
    return values | {
        "size": size,
        # A line break keeps a match from reaching from one field into the next.
        "search": "\n".join(map(fold, (profile.name, profile.uscc, profile.town))),
        # The bytes of GB 18030 are in the order of pinyin for the 3755 commonest characters.
        "name_key": fold(profile.name).encode("gb18030", "replace"),
    }


def _known(value: object) -> object:
    return None if value == "" else value
