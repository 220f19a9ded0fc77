"""What the environment does to a database: full disks, locks, foreign files.

These are not our bugs. Each is worded in ``resources/words/store.json``: what happened, where, and
what to do now.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from suzhou_assess.words.trouble import Trouble


class StoreError(Trouble):
    """The store can't do what it was asked, for a reason that a person can mend.

    ``code`` is one of: ``newer_database``, ``not_a_database``, ``database_missing``,
    ``database_damaged``, ``database_locked``, ``database_readonly``, ``folder_not_writable``,
    ``disk_full``, ``disk_error``, ``url_not_supported``, ``backup_failed``,
    ``backup_onto_itself``, ``migration_failed``, ``not_found``, ``changed_elsewhere``,
    ``batch_undone``, ``batch_too_old``, ``spool_failed``, ``claim_not_submitted``,
    ``claim_not_onsite``, ``claim_other_enterprise``, ``claim_other_pack``.
    """

    area = "store"


_CODES = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_BUSY: "database_locked",
    sqlite3.SQLITE_LOCKED: "database_locked",
    sqlite3.SQLITE_READONLY: "database_readonly",
    sqlite3.SQLITE_PERM: "database_readonly",
    sqlite3.SQLITE_CANTOPEN: "folder_not_writable",
    sqlite3.SQLITE_CORRUPT: "database_damaged",
    sqlite3.SQLITE_NOTADB: "not_a_database",
    sqlite3.SQLITE_IOERR: "disk_error",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite says of the database at ``path`` into a ``StoreError``.

    SQLAlchemy keeps SQLite's own error in ``orig``. What isn't the environment's doing (a broken
    constraint, wrong SQL) is our bug and passes through.
    """
    try:
        yield
    except Exception as error:
        cause = getattr(error, "orig", error)
        if isinstance(cause, sqlite3.Error):
            # The low byte is the primary code, the rest says which read or write it was.
            code = _CODES.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
            if code is not None:
                raise StoreError(code, path=str(path)) from error
        raise
