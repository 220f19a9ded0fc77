"""Copies of the database: complete, consistent, while it is in use; with or without evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from suzhou_assess.store import glance
from suzhou_assess.store.errors import StoreError, explained
from suzhou_assess.store.evidence_files import EvidenceFolder, evidence_dir

FOLDER = "backups"


def copy(database: Path, to: Path) -> None:
    """A copy of ``database`` alone at ``to``, which is there whole or not at all.

    An older file of that name is replaced. Raises ``StoreError``.
    """
    with _part_of(database, to) as part:
        _write(database, part)
        _finish(part, to)


def copying(database: Path, to: Path) -> Generator[tuple[int, int], None, int]:
    """A copy of ``database`` at ``to`` with the files of its evidence beside it.

    Gives how many files are done, of how many, and in the end how many are missing or damaged here.
    What an earlier copy at ``to`` has already is not copied again. The new database appears last,
    when all is there; until then, or when the work is given up, the old one stays. Raises
    ``StoreError``.
    """
    with _part_of(database, to) as part:
        _write(database, part)
        with closing(sqlite3.connect(part)) as connection:
            hashes = [row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM evidence")]
        yield 0, len(hashes)
        source, target = (EvidenceFolder(evidence_dir(path)) for path in (database, to))
        copied: list[str] = []
        faulty = 0
        try:
            for done, sha256 in enumerate(hashes, 1):
                there = source.file(sha256)
                if not there.is_file():
                    faulty += 1
                elif not target.has_copy_of(there, sha256):
                    copied.append(sha256)
                    faulty += not target.copy_in(there, sha256)
                yield done, len(hashes)
            _finish(part, to)
        except BaseException:
            for sha256 in copied:
                with suppress(OSError):
                    target.take_away(sha256)
            target.forget_if_empty()
            raise
    return faulty


def before_migration(database: Path, revision: str, now: datetime | None = None) -> Path:
    """A dated copy next to the database, in ``backups``, named after the revision it holds.

    Without evidence: a migration doesn't touch the files.
    """
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    to = database.parent / FOLDER / f"{database.stem}-{stamp}-{revision}{database.suffix}"
    copy(database, to)
    return to


@contextmanager
def _part_of(database: Path, to: Path) -> Iterator[Path]:
    """Where to write first. What is left there at the end of the block is deleted."""
    part = to.with_name(to.name + ".part")
    try:
        if to.exists() and to.samefile(database):
            raise StoreError("backup_onto_itself", path=str(to))
        to.parent.mkdir(parents=True, exist_ok=True)
        yield part
    except (OSError, sqlite3.Error) as error:
        raise StoreError("backup_failed", path=str(to), reason=str(error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _write(database: Path, part: Path) -> None:
    part.unlink(missing_ok=True)
    with explained(database), glance.opened(database) as source:
        # Read first, so that a fault of the database is told from one of the copy.
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    with glance.opened(database) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)


def _finish(part: Path, to: Path) -> None:
    # Of an older copy that was worked on and killed: SQLite would lay it over the new one.
    for journal in ("-wal", "-shm", "-journal"):
        to.with_name(to.name + journal).unlink(missing_ok=True)
    part.replace(to)
