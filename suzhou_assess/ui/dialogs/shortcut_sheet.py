"""All keys of the page 评估 on one sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.assess_keys import SHEET
from suzhou_assess.ui.widgets.basics import button, column, label, pill


class ShortcutSheet(QDialog):
    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        say = context.say
        self.setWindowTitle(say("ui_assess.sheet_title"))
        layout = column(self, margins=(24, 24, 24, 20), gap=16)
        layout.addWidget(label(say("ui_assess.sheet_title"), "heading"))
        layout.addWidget(label(say("ui_assess.sheet_hint"), "muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for i, (keys, words) in enumerate(SHEET):
            grid.addWidget(pill(keys), i, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(say(f"ui_assess.key_{words}")), i, 1)
        layout.addLayout(grid)
        self.close_button = button(say("ui.understood"), "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        layout.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignRight)


def show_sheet(context: Context, parent: QWidget) -> None:
    dialog = ShortcutSheet(context, parent)
    dialog.exec()
    dialog.deleteLater()
