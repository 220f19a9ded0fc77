"""Files of the program that are checked once and then remembered as checked.

Checking takes tens of milliseconds, which start-up can't spare, and a file that has passed once
always passes: its checked data stays in the user's cache folder. It is plain JSON, never pickle,
so nothing in it can run; it is named after the file's content and the program that checked it, so
it can't be taken for another; it carries its own checksum, so a torn one counts as missing; and a
folder that can't be written costs time, never an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from suzhou_assess import __version__

if TYPE_CHECKING:
    from suzhou_assess.packs.shape import Json

_Built = TypeVar("_Built")
_ENTRIES = 32
_SIZE_LIMIT = 16 * 1024 * 1024


class CheckedFiles:
    """Remembers the data of files that passed their checks.

    ``folder`` is where; ``None`` remembers nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @classmethod
    def of_user(cls) -> CheckedFiles:
        """In the user's cache folder."""
        import platformdirs

        return cls(platformdirs.user_cache_path("suzhou-assess", appauthor=False) / "checked")

    def load(
        self, data: bytes, check: Callable[[], Json], build: Callable[[Json, str], _Built]
    ) -> _Built:
        """What ``build`` makes of the checked data of a file and its SHA-256.

        ``check`` gives that data, or raises, when the file hasn't passed before.
        """
        digest = hashlib.sha256(data).hexdigest()
        entry = self._entry(digest)
        kept = _read(entry) if entry is not None else None
        if kept is not None:
            # Sound JSON that doesn't fit comes from a program under development, whose version
            # stays while its schema changes.
            with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
                return build(kept, digest)
        checked = check()
        if entry is not None:
            _write(entry, checked)
        return build(checked, digest)

    def _entry(self, digest: str) -> Path | None:
        if self._folder is None:
            return None
        program = f"{__version__} {sys.version_info[:2]} {digest}"
        return self._folder / f"{hashlib.sha256(program.encode()).hexdigest()[:40]}.json"


def _read(entry: Path) -> Json:
    try:
        with entry.open("rb") as file:
            content = file.read(_SIZE_LIMIT)
    except OSError:
        return None
    checksum, _, payload = content.partition(b"\n")
    if checksum != hashlib.sha256(payload).hexdigest().encode():
        return None
    return json.loads(payload)


def _write(entry: Path, checked: Json) -> None:
    """Whole or not at all, so that a second instance never reads half an entry."""
    import tempfile  # seldom needed, and slow to import

    payload = json.dumps(checked, ensure_ascii=False, separators=(",", ":")).encode()
    checksum = hashlib.sha256(payload).hexdigest().encode()
    with contextlib.suppress(OSError):
        entry.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=entry.parent, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(checksum + b"\n" + payload)
            Path(temporary).replace(entry)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        _forget_oldest(entry.parent)


def _forget_oldest(folder: Path) -> None:
    entries = sorted(folder.glob("*.json"), key=lambda entry: entry.stat().st_mtime)
    for entry in entries[:-_ENTRIES]:
        entry.unlink(missing_ok=True)
