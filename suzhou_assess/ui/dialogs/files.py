"""Choosing files. Remembers the folder that was used last."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from suzhou_assess.ui.context import Context

_ENDING = re.compile(r"\*(\.\w+)")


def choose_target(
    context: Context, parent: QWidget, title: str, name: str, kinds: str
) -> Path | None:
    """Where to save a file; ``name`` is what it's called unless the user says otherwise.

    ``kinds`` is a filter such as ``"Excel (*.xlsx)"`` or several of them; where none of their
    endings is typed, that of the chosen one is added.
    """
    start = str(Path(context.preferences.folder or Path.home()) / name)
    chosen, kind = QFileDialog.getSaveFileName(parent, title, start, kinds)
    if not chosen:
        return None
    path = Path(chosen)
    context.preferences.folder = str(path.parent)
    if path.suffix.lower() in _ENDING.findall(kinds):
        return path
    # A dot in the name of an enterprise begins no ending.
    endings = _ENDING.findall(kind) or [Path(name).suffix]
    return path.with_name(path.name + endings[0])


def choose_files(context: Context, parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Files to open; none when the user thought better of it."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, context.preferences.folder, kinds)
    if chosen:
        context.preferences.folder = str(Path(chosen[0]).parent)
    return [Path(name) for name in chosen]


def choose_folder(context: Context, parent: QWidget, title: str) -> Path | None:
    """A folder to read."""
    chosen = QFileDialog.getExistingDirectory(parent, title, context.preferences.folder)
    if not chosen:
        return None
    context.preferences.folder = chosen
    return Path(chosen)
