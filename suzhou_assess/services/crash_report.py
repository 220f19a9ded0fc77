"""Saves what is needed to find a bug of ours, without asking the user to copy a traceback."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from suzhou_assess import __version__


def save_report(
    error: BaseException | str, arguments: Sequence[str] = (), folder: Path | None = None
) -> Path:
    """Writes a report of ``error``, or of a traceback from another process, and gives its path.

    It goes to the user's log folder, or where that can't be written to the temporary one. It
    holds no answers and nothing of the database.
    """
    now = datetime.now().astimezone()
    text = "\n".join(
        (
            f"suzhou-assess {__version__}",
            f"time: {now.isoformat(timespec='seconds')}",
            f"python: {sys.version}",
            f"system: {platform.platform()}",
            f"arguments: {list(arguments)!r}",
            "",
            error if isinstance(error, str) else "".join(traceback.format_exception(error)),
        )
    )
    name = f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
    for place in (folder or _log_folder(), Path(tempfile.gettempdir())):
        try:
            place.mkdir(parents=True, exist_ok=True)
            path = place / name
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        return path
    return Path(name)


def _log_folder() -> Path:
    from platformdirs import user_log_path

    return user_log_path("suzhou-assess", appauthor=False)
