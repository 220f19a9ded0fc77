"""Typing a credit code: normalised as it's typed, with a count of its characters."""

from __future__ import annotations

from suzhou_assess.domain import credit_code
from suzhou_assess.ui.widgets.trailed_edit import TrailedEdit


class CreditCodeEdit(TrailedEdit):
    """Full-width letters, lower case, spaces and dashes become what should stand there."""

    def __init__(self) -> None:
        super().__init__()
        self.textEdited.connect(self._normalise)
        self.textChanged.connect(self._tell_count)

    def _normalise(self, typed: str) -> None:
        code = credit_code.normalise(typed)
        if code != typed:
            cursor = len(credit_code.normalise(typed[: self.cursorPosition()]))
            self.setText(code)
            self.setCursorPosition(cursor)

    def _tell_count(self, text: str) -> None:
        self.show_trail(
            f"{len(text)}/{credit_code.LENGTH}" if text else "",
            "bad" if len(text) > credit_code.LENGTH else "small",
        )
