"""Where files are dropped, or chosen by a button."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import column, label, row, set_role


def dropped_paths(data: QMimeData) -> list[Path]:
    """The files and folders of a drop; none for texts, pictures and addresses of the web."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropZone(QFrame):
    """Emits ``dropped`` with a list of paths; the buttons ask for them in other ways."""

    dropped = Signal(list)

    def __init__(
        self, context: Context, heading: str, note: str, buttons: Sequence[QPushButton]
    ) -> None:
        super().__init__()
        self.setProperty("drop", "idle")
        self.setAcceptDrops(True)
        layout = column(self, margins=(24, 24, 24, 24), gap=8)
        picture = QLabel()
        picture.setPixmap(icons.pixmap("import", context.palette.accent, 44))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title, words = label(heading, "heading"), label(note, "muted", wrap=True)
        for said in (title, words):
            said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        choices = row(gap=12)
        choices.addStretch(1)
        for choice in buttons:
            choices.addWidget(choice)
        choices.addStretch(1)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addWidget(title)
        layout.addWidget(words)
        layout.addSpacing(12)
        layout.addLayout(choices)
        layout.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            set_role(self, "over", "drop")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_role(self, "idle", "drop")

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self, "idle", "drop")
        event.acceptProposedAction()
        self.dropped.emit(dropped_paths(event.mimeData()))
