"""Records of the evidence. All functions work within a transaction of the caller's."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.store.changes import Difference, log
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.tables import assessment, evidence

_OWN = tuple(field.name for field in fields(Evidence))
_COLUMNS = tuple(evidence.c[name] for name in _OWN)
_OF_ASSESSMENT = select(*_COLUMNS).order_by(evidence.c.item, evidence.c.added_at, evidence.c.id)

WHOLE = "general"
"""What the log calls the assessment as a whole."""


def add(connection: Connection, new: Evidence, who: str) -> None:
    """A new record, logged as of now: one that came with a package was added elsewhere, earlier.

    Raises ``StoreError`` ``not_found`` when its assessment isn't there.
    """
    now = datetime.now(UTC)
    touch(connection, new.assessment_id, now)
    values: dict[str, object] = {name: getattr(new, name) for name in _OWN}
    connection.execute(insert(evidence).values(values))
    _log(connection, None, new, now, who)


def read(connection: Connection, evidence_id: str) -> tuple[Evidence, datetime | None]:
    """A record, and when it was removed. Raises ``StoreError`` ``not_found``."""
    row = connection.execute(
        select(*_COLUMNS, evidence.c.removed_at).where(evidence.c.id == evidence_id)
    ).first()
    if row is None:
        raise StoreError("not_found", id=evidence_id)
    *values, removed = row
    return Evidence(*values), removed


def change(
    connection: Connection, before: Evidence, after: Evidence, at: datetime, who: str
) -> None:
    """Writes another caption, proof, claim or item."""
    touch(connection, before.assessment_id, at)
    different = {
        name: getattr(after, name) for name in _OWN if getattr(after, name) != getattr(before, name)
    }
    connection.execute(update(evidence).where(evidence.c.id == before.id).values(different))
    _log(connection, before, after, at, who)


def set_removed(
    connection: Connection, evidence_id: str, at: datetime, removed: bool, who: str
) -> None:
    """Takes a record away or brings it back; the file stays in any case."""
    found, since = read(connection, evidence_id)
    if (since is not None) is removed:
        return
    touch(connection, found.assessment_id, at)
    moment = at if removed else None
    own = evidence.c.id == evidence_id
    connection.execute(update(evidence).where(own).values(removed_at=moment))
    before, after = (found, None) if removed else (None, found)
    _log(connection, before, after, at, who)


def of_assessment(connection: Connection, assessment_id: str) -> list[Evidence]:
    """Item by item, in the order in which they were added. Removed ones are left out."""
    found = connection.execute(
        _OF_ASSESSMENT.where(
            evidence.c.assessment_id == assessment_id, evidence.c.removed_at.is_(None)
        )
    )
    return [Evidence(*row) for row in found.all()]


def size_of_assessment(connection: Connection, assessment_id: str) -> int:
    """Bytes of all its files, each counted once."""
    files = (
        select(evidence.c.sha256, func.max(evidence.c.size).label("size"))
        .where(evidence.c.assessment_id == assessment_id, evidence.c.removed_at.is_(None))
        .group_by(evidence.c.sha256)
        .subquery()
    )
    return int(connection.scalar(select(func.coalesce(func.sum(files.c.size), 0))) or 0)


def has_file(connection: Connection, assessment_id: str, sha256: str) -> bool:
    """Whether the assessment has this file already, on whatever item."""
    own = evidence.c
    query = select(own.id).where(
        own.assessment_id == assessment_id, own.sha256 == sha256, own.removed_at.is_(None)
    )
    return connection.execute(query.limit(1)).first() is not None


def files(connection: Connection) -> dict[str, int]:
    """Of all files that records tell of, removed ones too: how many bytes each has."""
    found = connection.execute(select(evidence.c.sha256, evidence.c.size).distinct())
    return {row.sha256: row.size for row in found}


def of_file(connection: Connection, sha256: str) -> list[Evidence]:
    """All records of one file, removed ones too, in the order in which they were added."""
    query = select(*_COLUMNS).where(evidence.c.sha256 == sha256)
    found = connection.execute(query.order_by(evidence.c.added_at, evidence.c.id))
    return [Evidence(*row) for row in found]


def has_record(connection: Connection, sha256: str) -> bool:
    """Whether anything tells of this file, removed or not."""
    query = select(evidence.c.id).where(evidence.c.sha256 == sha256).limit(1)
    return connection.execute(query).first() is not None


def pack_of(connection: Connection, assessment_id: str) -> tuple[str, str]:
    """Id and edition of its pack. Raises ``StoreError`` ``not_found``, for a discarded one too."""
    row = connection.execute(
        select(assessment.c.pack_id, assessment.c.pack_edition).where(
            assessment.c.id == assessment_id, assessment.c.discarded_at.is_(None)
        )
    ).first()
    if row is None:
        raise StoreError("not_found", id=assessment_id)
    return row.pack_id, row.pack_edition


def touch(connection: Connection, assessment_id: str, at: datetime) -> None:
    """The assessment was worked on.

    Raises ``StoreError`` ``not_found``, for a discarded one too.
    """
    touched = connection.execute(
        update(assessment)
        .where(assessment.c.id == assessment_id, assessment.c.discarded_at.is_(None))
        .values(updated_at=at)
    )
    if touched.rowcount != 1:
        raise StoreError("not_found", id=assessment_id)


def _log(
    connection: Connection, before: Evidence | None, after: Evidence | None, at: datetime, who: str
) -> None:
    """Under the item, or under both when it was moved."""
    there = {_key(one) for one in (before, after) if one is not None}
    different: list[Difference] = [
        (
            key,
            _told(before) if before is not None and _key(before) == key else None,
            _told(after) if after is not None and _key(after) == key else None,
        )
        for key in sorted(there)
    ]
    assessment_id = next(one.assessment_id for one in (before, after) if one is not None)
    log(connection, at, who, different, assessment_id=assessment_id)


def _key(of: Evidence) -> str:
    return f"evidence:{of.item or WHOLE}"


def _told(of: Evidence) -> str:
    return " · ".join(filter(None, (of.file_name, of.caption, of.proof, of.claim)))
