"""Creates the database and brings older ones up to date, with Alembic.

A migration runs in one transaction: it is done or, when the program is killed, the disk full or
the migration wrong, as if it had never begun. The copy made before it stays in any case.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from suzhou_assess.store import backup, glance
from suzhou_assess.store.engine import open_engine
from suzhou_assess.store.errors import StoreError, explained
from suzhou_assess.store.settings import put_new

SCRIPTS = Path(__file__).with_name("migrations")

WAIT_SECONDS = 60.0
"""How long to wait for another process that is migrating the same database."""


def create(path: Path, settings: Mapping[str, Any]) -> None:
    """A new database with every table and these first settings. Raises ``StoreError``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("folder_not_writable", path=str(path.parent)) from error
    if not os.access(path.parent, os.W_OK):
        raise StoreError("folder_not_writable", path=str(path.parent))
    with explained(path):
        _use_wal(path)
    with _alone(path) as connection:
        _migrate(connection, SCRIPTS)
        for key, value in settings.items():
            put_new(connection, key, value)


def upgrade(path: Path, scripts: Path = SCRIPTS) -> Path | None:
    """Migrates an older database and gives the copy that was made before.

    ``None`` when another process did it meanwhile. Raises ``StoreError``: ``backup_failed``
    (nothing was migrated then), ``migration_failed``…
    """
    with _alone(path) as connection:
        before = glance.revision(_driver(connection))
        if before == ScriptDirectory(scripts).get_current_head():
            return None
        saved = backup.before_migration(path, before or "unknown")
        try:
            with explained(path):
                _migrate(connection, scripts)
        except StoreError:
            raise
        except Exception as error:
            raise StoreError(
                "migration_failed", path=str(path), backup=str(saved), reason=str(error)
            ) from error
    return saved


def _use_wal(path: Path) -> None:
    """Readers don't wait for the writer then. The file remembers it."""
    give_up = time.monotonic() + WAIT_SECONDS
    with closing(sqlite3.connect(path, timeout=1.0)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                # SQLite doesn't wait here by itself while a second instance does the same.
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > give_up:
                    raise
                time.sleep(0.05)
            else:
                return


@contextmanager
def _alone(path: Path) -> Iterator[Connection]:
    """One transaction, which waits for other writers and keeps them out."""
    engine = open_engine(path, WAIT_SECONDS).execution_options(writing=True)
    try:
        with explained(path), engine.connect() as connection:
            # SQLite rebuilds a table to change it, which would break the references to it; they
            # are checked at the end instead. Has no effect inside a transaction.
            _driver(connection).execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                yield connection
    finally:
        engine.dispose()


def _migrate(connection: Connection, scripts: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"references broken by a migration: {broken[:5]}")


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - for the type checker
    return driver
