"""Names the selection that a list is narrowed to, with a cross that shows all again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from suzhou_assess.ui.context import Context, Selection
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, label, row


class SelectionChip(QFrame):
    """Hidden until there is a selection."""

    removed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("selection", True)
        layout = row(self, margins=(12, 2, 4, 2), gap=8)
        layout.addWidget(label(context.say("ui_enterprises.selection"), "muted"))
        self._title = ElidedLabel("", "strong")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._title)
        self._count = label("", "muted")
        layout.addWidget(self._count)
        self.cross = button(
            "",
            "quiet",
            icon="close",
            color=context.palette.muted,
            tip=context.say("ui_enterprises.selection_remove"),
        )
        self.cross.setProperty("compact", True)
        self.cross.setIconSize(QSize(16, 16))
        self.cross.clicked.connect(self.removed)
        layout.addWidget(self.cross)
        layout.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_selection(self, selection: Selection | None) -> None:
        self.setVisible(selection is not None)
        if selection is None:
            return
        self._title.setText(selection.title)
        self._title.updateGeometry()
        count = f"{len(selection.ids):,}"
        self._count.setText(self._context.say("ui_enterprises.selection_count", count=count))
        self.setAccessibleName(selection.title)
