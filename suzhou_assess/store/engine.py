"""The engine: how the database is opened, read and written."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection as Connection  # services name it from here
from sqlalchemy.engine import Engine

from suzhou_assess.store.documents import from_json, to_json
from suzhou_assess.store.errors import StoreError, explained

BUSY_SECONDS = 5.0
"""How long a write waits for another process before it is told that the database is locked."""


def open_engine(path: Path, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine whose transactions are really SQLite's: ours begin where we say, DDL included."""
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_seconds, "isolation_level": None},
        json_serializer=to_json,
        json_deserializer=from_json,
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # FULL and not NORMAL: in WAL mode only FULL syncs at each commit, and an answer shown as
    # saved has to survive a power cut. fullfsync makes macOS really do so.
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "fullfsync = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # IMMEDIATE: what a writer reads can't be changed by another before it writes, and two
    # writers never find out at their commit.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


class Store:
    """An open database. May be used from several threads; writes take turns."""

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._engine = open_engine(path, busy_seconds)
        self._writer = self._engine.execution_options(writing=True)
        self._turn = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent look at the database; raises ``StoreError``."""
        self._check_there()
        with explained(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction. It is on disk when the block is left, or nothing of it is.

        Raises ``StoreError``.
        """
        self._check_there()
        with explained(self.path), self._turn, self._writer.begin() as connection:
            yield connection

    def _check_there(self) -> None:
        # SQLite would write on into a file that was deleted, or make an empty one in its place.
        if not self.path.exists():
            raise StoreError("database_missing", path=str(self.path))

    def close(self) -> None:
        self._engine.dispose()
