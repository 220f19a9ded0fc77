"""Opens the window, or says why it can't be opened here."""

from __future__ import annotations

import importlib.util
import os
import sys


def open_window(database: str | None, *, probe: bool, began: float | None = None) -> int:
    """Runs the window until it is closed; gives its exit code.

    ``began`` is the ``time.perf_counter()`` that a probe counts from.
    """
    reason = _missing()
    if reason is None:
        from suzhou_assess.ui.app import run

        return run(database, probe, began)
    from suzhou_assess.cli import console
    from suzhou_assess.cli.language import chosen
    from suzhou_assess.words.catalog import Words

    console.prepare()
    console.error(Words(chosen()).say(f"cli.{reason}"))
    return console.WRONG_USAGE


def _missing() -> str | None:
    if importlib.util.find_spec("PySide6") is None:
        return "window_needs_pyside"
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in shown):
        return "window_needs_display"
    return None
