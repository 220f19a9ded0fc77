"""How many a district is to do: a whole number, or nothing."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt

from suzhou_assess.ui.widgets.basics import set_role
from suzhou_assess.ui.widgets.trailed_edit import TrailedEdit


class TargetEdit(TrailedEdit):
    """Blank means that there is no target. What is no number is marked and kept to be mended."""

    def __init__(self, unit: str, most: int) -> None:
        super().__init__()
        self._most = most
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.show_trail(unit)
        self.textChanged.connect(self._mark)
        self.editingFinished.connect(self._settle)

    def value(self) -> int | None:
        """The number; ``None`` for a blank and for what is none."""
        typed = "".join(unicodedata.normalize("NFKC", self.text()).replace(",", "").split())
        if typed.isascii() and typed.isdigit() and int(typed) <= self._most:
            return int(typed)
        return None

    def set_value(self, value: int | None) -> None:
        self.setText("" if value is None else f"{value:,}")

    @property
    def is_faulty(self) -> bool:
        return bool(self.text().strip()) and self.value() is None

    def _mark(self) -> None:
        # Qt's style selectors compare with the words "true" and "false".
        set_role(self, "true" if self.is_faulty else "false", "invalid")

    def _settle(self) -> None:
        if not self.is_faulty:
            self.set_value(self.value())
