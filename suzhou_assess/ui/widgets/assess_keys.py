"""The keys of the page 评估, for the page that obeys and for the sheet that lists them."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Action = Literal[
    "on", "back", "forward", "note", "flag", "clear", "undo", "computed", "options", "sheet"
]

_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier

_ACTIONS: dict[tuple[int, Qt.KeyboardModifier], Action] = {
    (Qt.Key.Key_Return, _NONE): "on",
    (Qt.Key.Key_Enter, _NONE): "on",
    (Qt.Key.Key_PageDown, _NONE): "forward",
    (Qt.Key.Key_Right, _ALT): "forward",
    (Qt.Key.Key_Backspace, _NONE): "back",
    (Qt.Key.Key_PageUp, _NONE): "back",
    (Qt.Key.Key_Left, _ALT): "back",
    (Qt.Key.Key_M, _CTRL): "note",
    (Qt.Key.Key_F2, _NONE): "flag",
    (Qt.Key.Key_Delete, _NONE): "clear",
    (Qt.Key.Key_Z, _CTRL): "undo",
    (Qt.Key.Key_Equal, _NONE): "computed",
    (Qt.Key.Key_Escape, _NONE): "options",
    (Qt.Key.Key_F1, _NONE): "sheet",
}

SHEET: tuple[tuple[str, str], ...] = (
    ("1 – 9", "choose_digit"),
    ("A – O", "choose_letter"),
    ("0 – 4", "choose_level"),
    ("N", "not_applicable"),
    ("Enter", "on"),
    ("Backspace · PageUp · Alt+←", "back"),
    ("PageDown · Alt+→", "forward"),
    ("=", "computed"),
    ("↑ ↓ ← → · Space", "arrows"),
    ("Esc", "options"),
    ("F2", "flag"),
    ("Ctrl+M", "note"),
    ("Delete", "clear"),
    ("Ctrl+Z", "undo"),
    ("F1 · ?", "sheet"),
    ("Ctrl+1 … Ctrl+7", "pages"),
)
"""Keys and what they do: the words stand under ``ui_assess.key_…``."""


def action_of(event: QKeyEvent) -> Action | None:
    """What a key asks for, if it doesn't choose an option."""
    if event.text() in ("?", "？"):
        return "sheet"
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _ACTIONS.get((event.key(), modifiers))


def option_key_of(event: QKeyEvent) -> str | None:
    """The digit or capital letter of a key that chooses an option."""
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    )
    if held != _NONE:
        return None
    key = event.key()
    if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 or Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return chr(key)
    return None
