"""Enterprises, written and read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.places import fold
from suzhou_assess.domain.precedence import Precedence, precedence
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


def namesakes(connection: Connection, keys: Iterable[bytes]) -> list[tuple[bytes, int, Enterprise]]:
    """Those with one of these ``name_key``s: key, id and profile."""
    query = select(enterprise.c.name_key, enterprise.c.id, *_PROFILE_COLUMNS).where(
        enterprise.c.name_key.in_(keys)
    )
    return [(key, own, Enterprise(*profile)) for key, own, *profile in connection.execute(query)]


def add(
    connection: Connection, profile: Enterprise, size: str | None, at: datetime, who: str
) -> int:
    """A new enterprise; ``size`` is the id of its computed size class."""
    row = values(profile, size) | {"created_at": at, "updated_at": at}
    added = connection.execute(insert(enterprise).values(row)).inserted_primary_key
    assert added is not None  # noqa: S101 - for the type checker
    key = int(added[0])
    changes.log(connection, at, who, [("uscc", None, profile.uscc)], enterprise_id=key)
    return key


def change(
    connection: Connection,
    enterprise_id: int,
    profile: Enterprise,
    size: str | None,
    at: datetime,
    who: str,
) -> bool:
    """Replaces the profile and logs each field that differs. False when none does."""
    different = list(differences(get(connection, enterprise_id), profile))
    if not different:
        return False
    put(connection, enterprise_id, profile, size, at)
    changes.log(connection, at, who, different, enterprise_id=enterprise_id)
    return True


def put(
    connection: Connection, enterprise_id: int, profile: Enterprise, size: str | None, at: datetime
) -> None:
    """Replaces the profile and leaves the log to the caller."""
    connection.execute(
        update(enterprise)
        .where(enterprise.c.id == enterprise_id)
        .values(values(profile, size) | {"updated_at": at})
    )


def differences(before: Enterprise, after: Enterprise) -> Iterator[changes.Difference]:
    """Field, old and new value, as the log has them."""
    if before != after:
        for name in PROFILE:
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                yield name, _known(old), _known(new)


def summarise(connection: Connection, enterprise_ids: Iterable[int]) -> None:
    """Brings what an enterprise's row says of its assessments up to date.

    To be called in the transaction that adds, submits, reopens, discards, dates, holds or removes
    one. The latest is the one that counts (``domain.precedence``); held ones never do.
    """
    rows: dict[int, dict[str, Any]] = {
        key: {"key": key, "assessments": 0, "drafts": 0, **_NO_LATEST} for key in enterprise_ids
    }
    first: dict[int, Precedence] = {}
    a = assessment.c
    found = connection.execute(
        select(a.enterprise_id, a.status, a.submitted_at, *_LATEST_COLUMNS).where(
            a.enterprise_id.in_(rows), a.discarded_at.is_(None), a.held.is_(None)
        )
    )
    for key, status, submitted, *latest in found:
        row = rows[key]
        if status == "draft":
            row["drafts"] += 1
            continue
        row["assessments"] += 1
        rank = rank_of(*latest, submitted=submitted)
        if key not in first or rank > first[key]:
            first[key] = rank
            row.update(zip(_NO_LATEST, latest, strict=True))
    if rows:
        connection.execute(_SUMMARISE, list(rows.values()))


def rank_of(
    _level: int, _score: int, on: date, mode: Mode, key: str, *, submitted: datetime | None
) -> Precedence:
    """What an assessment is sorted by among those of its enterprise; that with the greatest rank
    is the latest. The id makes the order a certain one."""
    moment = submitted or datetime.min.replace(tzinfo=UTC)
    return precedence(mode, on, (moment, key))


_NO_LATEST = dict.fromkeys(("level", "score", "date", "mode", "assessment"))
_LATEST_COLUMNS = tuple(assessment.c[name] for name in ("level", "score", "date", "mode", "id"))
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


def values(profile: Enterprise, size: str | None) -> dict[str, Any]:
    """The columns of a profile."""
    row: dict[str, Any] = {name: getattr(profile, name) for name in PROFILE}
    row["size"] = size
    # A line break keeps a match from reaching from one field into the next.
    row["search"] = "\n".join(map(fold, (profile.name, profile.uscc, profile.town)))
    row["name_key"] = name_key(profile.name)
    return row


@lru_cache(maxsize=1 << 10)
def name_key(name: str) -> bytes:
    """What names sort by. Equal for names that differ in width, case, spaces or marks alone.

    The bytes of GB 18030 are in the order of pinyin for the 3755 commonest characters.
    """
    return fold(name).encode("gb18030", "replace")


def _known(value: object) -> object:
    return None if value == "" else value
