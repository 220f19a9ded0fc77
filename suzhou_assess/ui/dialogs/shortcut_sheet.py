"""All keys of the page 评估 on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.assess_keys import SHEET, Group
from suzhou_assess.ui.widgets.basics import button, column, label, pill, row


class ShortcutSheet(QDialog):
    def __init__(self, context: Context, parent: QWidget, *, claimed: bool = False) -> None:
        """``claimed``: with the keys for an assessment that stands beside a claim."""
        super().__init__(parent)
        say = context.say
        self.setWindowTitle(say("ui_assess.sheet_title"))
        layout = column(self, margins=(24, 24, 24, 20), gap=16)
        layout.addWidget(label(say("ui_assess.sheet_title"), "heading"))
        layout.addWidget(label(say("ui_assess.sheet_hint"), "muted", wrap=True))
        across = row(gap=32)
        for groups in SHEET:
            shown = [group for group in groups if claimed or group[0] != "onsite"]
            across.addLayout(_column_of(context, shown))
        layout.addLayout(across)
        self.close_button = button(say("ui.understood"), "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        layout.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignRight)


def _column_of(context: Context, groups: Sequence[Group]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for name, entries in groups:
        line = grid.rowCount()
        heading = label(context.say(f"ui_assess.keys_of_{name}"), "strong")
        heading.setContentsMargins(0, 0 if line == 1 else 8, 0, 0)
        grid.addWidget(heading, line, 0, 1, 2)
        for below, (keys, words) in enumerate(entries, line + 1):
            grid.addWidget(pill(keys), below, 0)
            grid.addWidget(label(context.say(f"ui_assess.key_{words}")), below, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def show_sheet(context: Context, parent: QWidget, *, claimed: bool = False) -> None:
    dialog = ShortcutSheet(context, parent, claimed=claimed)
    dialog.exec()
    dialog.deleteLater()
