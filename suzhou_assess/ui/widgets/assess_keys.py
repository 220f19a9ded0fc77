"""The keys of the page 评估, for the page that obeys and for the sheet that lists them."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Action = Literal[
    "on", "back", "forward", "confirm", "confirm_rest", "reason", "note", "flag", "points",
    "attach", "paste", "clear", "undo", "computed", "options", "sheet",
]  # fmt: skip

_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier

_ACTIONS: dict[tuple[int, Qt.KeyboardModifier], Action] = {
    (Qt.Key.Key_Return, _NONE): "on",
    (Qt.Key.Key_Enter, _NONE): "on",
    (Qt.Key.Key_PageDown, _NONE): "forward",
    (Qt.Key.Key_Right, _ALT): "forward",
    (Qt.Key.Key_Backspace, _NONE): "back",
    (Qt.Key.Key_PageUp, _NONE): "back",
    (Qt.Key.Key_Left, _ALT): "back",
    (Qt.Key.Key_F3, _NONE): "confirm",  # a Chinese input method may keep the letter
    (Qt.Key.Key_Y, _NONE): "confirm",
    (Qt.Key.Key_Y, _SHIFT): "confirm",
    (Qt.Key.Key_F3, _SHIFT): "confirm_rest",
    (Qt.Key.Key_R, _CTRL): "reason",
    (Qt.Key.Key_M, _CTRL): "note",
    (Qt.Key.Key_F4, _NONE): "points",
    (Qt.Key.Key_E, _CTRL): "attach",
    (Qt.Key.Key_V, _CTRL): "paste",
    (Qt.Key.Key_F2, _NONE): "flag",
    (Qt.Key.Key_Delete, _NONE): "clear",
    (Qt.Key.Key_Z, _CTRL): "undo",
    (Qt.Key.Key_Equal, _NONE): "computed",
    (Qt.Key.Key_Escape, _NONE): "options",
    (Qt.Key.Key_F1, _NONE): "sheet",
}

Group = tuple[str, tuple[tuple[str, str], ...]]
"""A heading, and keys with what they do: the words stand under ``ui_assess.keys_of_…`` and
``ui_assess.key_…``."""

SHEET: tuple[tuple[Group, ...], tuple[Group, ...]] = (
    (
        (
            "answering",
            (
                ("1 – 9", "choose_digit"),
                ("A – O", "choose_letter"),
                ("0 – 4", "choose_level"),
                ("N", "not_applicable"),
                ("=", "computed"),
                ("↑ ↓ ← → · Space", "arrows"),
                ("Delete", "clear"),
                ("Ctrl+Z", "undo"),
            ),
        ),
        (
            "onsite",
            (
                ("F3 · Y", "confirm"),
                ("Shift+F3", "confirm_rest"),
                ("Ctrl+R", "reason"),
            ),
        ),
    ),
    (
        (
            "moving",
            (
                ("Enter", "on"),
                ("Backspace · PageUp · Alt+←", "back"),
                ("PageDown · Alt+→", "forward"),
                ("Esc", "options"),
            ),
        ),
        (
            "keeping",
            (
                ("Ctrl+M", "note"),
                ("Ctrl+E", "attach"),
                ("Ctrl+V", "paste"),
                ("F2", "flag"),
                ("F4", "points"),
            ),
        ),
        (
            "window",
            (
                ("F1 · ?", "sheet"),
                ("Ctrl+1 … Ctrl+7", "pages"),
            ),
        ),
    ),
)
"""Two columns of groups."""


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
