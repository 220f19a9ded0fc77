"""Where the database is."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from suzhou_assess.store.errors import StoreError

VARIABLE = "SUZHOU_ASSESS_DB"
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://(.*)", re.DOTALL)
_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})


def locate(named: str | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The database's path: the one named, else the environment's, else the user's own.

    Both may be a path or a ``sqlite:///`` URL (four slashes for an absolute path, as SQLAlchemy
    writes it). Raises ``StoreError`` ``url_not_supported`` for any other URL.
    """
    wanted = named or environment.get(VARIABLE)
    if not wanted:
        return default()
    url = _URL.fullmatch(wanted)
    if url is None:
        return Path(wanted).expanduser()
    scheme, rest = url[1].lower(), url[2]
    if scheme not in _SQLITE or not rest.startswith("/") or rest in ("/", "/:memory:"):
        # A URL may carry a password: show no more than its scheme.
        raise StoreError("url_not_supported", url=f"{scheme}://…")
    return Path(rest[1:])


def default() -> Path:
    """``assess.db`` in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("suzhou-assess", appauthor=False) / "assess.db"


def is_writable(path: Path) -> bool:
    """Whether the database can be written. SQLite also needs to write beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
