"""What a dry run would have written, kept outside of memory.

A later submission must meet those before it as if they were stored, and a preview may be of
40,000. SQLite keeps them in a private temporary file, which is gone when it is let go.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator, MutableMapping
from typing import Any, Generic, TypeVar

from suzhou_assess.store.intake_known import Known

_Key = TypeVar("_Key", str, int, bytes)
_Value = TypeVar("_Value")

_CACHE = 4_000
"""Thousands of bytes that stay in memory."""


class Imagined:
    """A ``Known`` that takes next to no memory however much it knows. To be closed."""

    def __init__(self) -> None:
        # Its first user closes it, or nobody: then it may end in another thread.
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}"):
            self._file.execute(f"PRAGMA {pragma}")
        self.known = Known(
            enterprises=_Kept(self._file, "enterprises"),
            assessments=_Kept(self._file, "assessments"),
            by_enterprise=_Kept(self._file, "by_enterprise"),
            namesakes=_Kept(self._file, "namesakes"),
        )

    def close(self) -> None:
        """Forgets everything. Closing twice does no harm."""
        self._file.close()


class _Kept(MutableMapping[_Key, _Value], Generic[_Key, _Value]):
    """A mapping in a table of its own. Values are copies: a changed one has to be put again."""

    def __init__(self, file: sqlite3.Connection, name: str) -> None:
        self._execute = file.execute
        self._name = name
        self._count = 0
        self._execute(f"CREATE TABLE {name} (key PRIMARY KEY, value BLOB) WITHOUT ROWID")

    def __getitem__(self, key: _Key) -> _Value:
        row = self._row("SELECT value FROM {} WHERE key = ?", key)
        if row is None:
            raise KeyError(key)
        value: _Value = pickle.loads(row[0])  # noqa: S301 - nobody but this process wrote it
        return value

    def __contains__(self, key: object) -> bool:
        return self._row("SELECT 1 FROM {} WHERE key = ?", key) is not None

    def __setitem__(self, key: _Key, value: _Value) -> None:
        self._count += key not in self
        packed = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self._execute(f"INSERT OR REPLACE INTO {self._name} VALUES (?, ?)", (key, packed))  # noqa: S608

    def __delitem__(self, key: _Key) -> None:
        if key not in self:
            raise KeyError(key)
        self._count -= 1
        self._execute(f"DELETE FROM {self._name} WHERE key = ?", (key,))  # noqa: S608

    def __iter__(self) -> Iterator[_Key]:
        for (key,) in self._execute(f"SELECT key FROM {self._name}"):  # noqa: S608
            yield key

    def __len__(self) -> int:
        return self._count

    def _row(self, query: str, key: object) -> Any:
        return self._execute(query.format(self._name), (key,)).fetchone()
