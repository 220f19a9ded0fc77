"""A field of a form: its name above, what is wrong with it beneath."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import column, label, row, set_role

Tone = Literal["small", "good", "warn", "bad"]


class FormField(QWidget):
    """An editor with its name, a mark if it must be filled in, and a line of words."""

    def __init__(
        self,
        context: Context,
        name: str,
        editor: QWidget,
        *,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__()
        self.editor = editor
        self._hint = hint
        layout = column(self, gap=4)
        top = row(gap=4)
        title = label(name, "text")
        title.setBuddy(editor)
        top.addWidget(title)
        if required:
            star = label("*", "bad")
            star.setToolTip(context.say("ui_enterprises.required"))
            top.addWidget(star)
        top.addStretch(1)
        layout.addLayout(top)
        layout.addWidget(editor)
        self._words = label(hint, "small", wrap=True)
        self._foot = row(gap=8)
        self._foot.addWidget(self._words, 1)
        layout.addLayout(self._foot)
        self._words.setVisible(bool(hint))  # sooner it would be a window of its own
        layout.addStretch(1)
        must = context.say("ui_enterprises.required") if required else ""
        editor.setAccessibleName(f"{name} {must}".strip())

    @property
    def words(self) -> str:
        """What stands beneath."""
        return self._words.text()

    def add_action(self, action: QWidget) -> None:
        """Something to press beside the words."""
        self._foot.addWidget(action)

    def tell(self, text: str, tone: Tone = "small") -> None:
        """Say something beneath; an empty text brings the hint back."""
        self._words.setText(text or self._hint)
        self._words.setVisible(bool(text or self._hint))
        set_role(self._words, tone if text else "small")
        # Qt's style selectors compare with the words "true" and "false".
        set_role(self.editor, "true" if text and tone == "bad" else "false", "invalid")
        self.editor.setAccessibleDescription(text or self._hint)
