"""What stands above a question or scenario: where it belongs, what is asked, and a hint."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from suzhou_assess.ui.widgets.basics import ElidedLabel, column, label, pill, row, set_role


class ItemHeading(QWidget):
    def __init__(self) -> None:
        super().__init__()
        layout = column(self, gap=4)
        self._path = ElidedLabel("", "small")
        layout.addWidget(self._path)
        self.prompt = label("", "question", wrap=True)
        layout.addWidget(self.prompt)
        foot = row(gap=8)
        self._mark = pill("", "accent")
        self._mark.hide()
        foot.addWidget(self._mark)
        self._hint = label("", "muted", wrap=True)
        foot.addWidget(self._hint, 1)
        layout.addLayout(foot)

    def show_item(
        self,
        path: str,
        prompt: str,
        hint: str = "",
        mark: str = "",
        mark_tip: str = "",
        *,
        strong: bool = False,
    ) -> None:
        """``mark`` is a tag before the hint (★ 约束性), ``mark_tip`` what it means."""
        self._path.setText(path)
        self._path.updateGeometry()
        self.prompt.setText(prompt)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._mark.setText(mark)
        set_role(self._mark, "accent" if strong else "true", "pill")
        self._mark.setToolTip(mark_tip)
        self._mark.setAccessibleDescription(mark_tip)
        self._mark.setVisible(bool(mark))
