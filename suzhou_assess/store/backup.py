"""Copies of the database: complete, consistent, while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from suzhou_assess.store import glance
from suzhou_assess.store.errors import StoreError, explained

FOLDER = "backups"


def copy(database: Path, to: Path) -> None:
    """A copy of ``database`` at ``to``, which is there whole or not at all.

    An older file of that name is replaced. Raises ``StoreError``.
    """
    part = to.with_name(to.name + ".part")
    try:
        if to.exists() and to.samefile(database):
            raise StoreError("backup_onto_itself", path=str(to))
        to.parent.mkdir(parents=True, exist_ok=True)
        _write(database, part)
        # Of an older copy that was worked on and killed: SQLite would lay it over the new one.
        for journal in ("-wal", "-shm", "-journal"):
            to.with_name(to.name + journal).unlink(missing_ok=True)
        part.replace(to)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            part.unlink()
        raise StoreError("backup_failed", path=str(to), reason=str(error)) from error


def before_migration(database: Path, revision: str, now: datetime | None = None) -> Path:
    """A dated copy next to the database, in ``backups``, named after the revision it holds."""
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    to = database.parent / FOLDER / f"{database.stem}-{stamp}-{revision}{database.suffix}"
    copy(database, to)
    return to


def _write(database: Path, part: Path) -> None:
    part.unlink(missing_ok=True)
    with explained(database), glance.opened(database) as source:
        # Read first, so that a fault of the database is told from one of the copy.
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    with glance.opened(database) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
