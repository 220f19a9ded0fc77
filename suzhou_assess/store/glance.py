"""A quick look into the database through plain ``sqlite3``, for the first page.

SQLAlchemy takes longer to import than the window may take to appear, so what start-up needs is
read here: whether the database is ours and up to date, settings, counts and recent work.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from suzhou_assess.store.errors import StoreError, explained
from suzhou_assess.store.records import AssessmentCard
from suzhou_assess.store.revisions import APPLICATION_ID, KNOWN


class State(Enum):
    """What stands at a database's path."""

    MISSING = "missing"
    """Nothing yet, or a file that holds nothing."""
    OLDER = "older"
    """Ours, to be migrated."""
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Counts:
    """Where the enterprises stand, by their latest submitted assessment."""

    enterprises: int
    drafts: int
    waiting: int
    """Doubts that a person has to decide."""
    by_district: Mapping[str, int]
    by_level: Mapping[int, int]

    @property
    def assessed(self) -> int:
        return sum(self.by_level.values())


def look_at(path: Path, known: tuple[str, ...] = KNOWN) -> State:
    """What stands at ``path``; ``known`` are the revisions of this program, oldest first.

    Raises ``StoreError`` for what isn't ours or what a newer program wrote.
    """
    if _is_empty(path):
        return State.MISSING
    with explained(path), opened(path) as connection:
        found = revision(connection)
        if found is None:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise StoreError("not_a_database", path=str(path))
            return State.MISSING
    if found not in known:
        raise StoreError("newer_database", path=str(path), revision=found)
    return State.CURRENT if found == known[-1] else State.OLDER


def _is_empty(path: Path) -> bool:
    try:
        if path.is_dir():
            raise StoreError("not_a_database", path=str(path))
        return not path.exists() or path.stat().st_size == 0
    except OSError as error:  # a folder that may not be entered, a name too long
        raise StoreError("folder_not_writable", path=str(path)) from error


def revision(connection: sqlite3.Connection) -> str | None:
    """The revision of one of our databases; ``None`` for any other file."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def setting(path: Path, key: str, default: Any = None) -> Any:
    """The value of a setting, or ``default`` when it was never set."""
    with explained(path), opened(path) as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return default if row is None else json.loads(row[0])


def counts(path: Path) -> Counts:
    """Counted from two covering indexes, a few milliseconds for a city."""
    with explained(path), opened(path) as connection:
        by_district: dict[str, int] = {}
        by_level: dict[int, int] = {}
        for level, district, n in connection.execute(
            "SELECT latest_level, district, count(*) FROM enterprise "
            "WHERE latest_level IS NOT NULL GROUP BY latest_level, district"
        ):
            by_level[level] = by_level.get(level, 0) + n
            by_district[district or ""] = by_district.get(district or "", 0) + n
        enterprises = connection.execute("SELECT count(*) FROM enterprise").fetchone()[0]
        drafts = connection.execute(
            "SELECT count(*) FROM assessment WHERE status = 'draft' AND discarded_at IS NULL"
        ).fetchone()[0]
        asked = _waiting(connection)
    return Counts(enterprises, drafts, asked, by_district, by_level)


def waiting(path: Path) -> int:
    """How many doubts wait for a person's decision."""
    with explained(path), opened(path) as connection:
        return _waiting(connection)


def _waiting(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT count(*) FROM doubt WHERE decided_at IS NULL").fetchone()
    return int(found[0])


_CARDS = (
    "SELECT a.id, e.id, e.name, e.uscc, e.district, a.mode, a.date, a.assessor, a.status,"
    " a.answered, a.total, a.score, a.level, a.updated_at, a.held"
    " FROM assessment a JOIN enterprise e ON e.id = a.enterprise_id WHERE a.discarded_at IS NULL"
)


def cards(
    path: Path,
    *,
    status: str | None = None,
    enterprise_id: int | None = None,
    limit: int | None = None,
) -> list[AssessmentCard]:
    """Assessments that weren't discarded, those worked on last first."""
    # Only what is asked for stands in the query: a condition on a parameter that may be missing
    # would keep it from its index, and it would read all assessments for those of one enterprise.
    wanted = {"status": status, "enterprise_id": enterprise_id}
    asked = {name: value for name, value in wanted.items() if value is not None}
    conditions = "".join(f" AND a.{name} = :{name}" for name in asked)
    with explained(path), opened(path) as connection:
        rows = connection.execute(
            f"{_CARDS}{conditions} ORDER BY a.updated_at DESC, a.id LIMIT :limit",
            asked | {"limit": -1 if limit is None else limit},
        ).fetchall()
    return [_card(row) for row in rows]


def _card(row: Sequence[Any]) -> AssessmentCard:
    values = list(row)
    values[6] = date.fromisoformat(values[6])
    values[13] = datetime.fromisoformat(values[13]).replace(tzinfo=UTC)
    return AssessmentCard(*values)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database for reading alone, closed at the end of the block.

    Raises ``StoreError`` ``database_missing``.
    """
    if not path.exists():
        raise StoreError("database_missing", path=str(path))
    # Read-only also spares the checkpoint that the last writer's close brings.
    uri = path.absolute().as_uri()
    if not uri.startswith("file:///"):
        # A share's host (UNC) belongs into the path: SQLite takes no host in an address.
        uri = uri.replace("file://", "file:////", 1)
    with closing(sqlite3.connect(f"{uri}?mode=ro", uri=True)) as connection:
        yield connection
