"""Where files are dropped, or chosen by a button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel

from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import button, column, label, row, set_role


def dropped_paths(data: QMimeData) -> list[Path]:
    """The files and folders of a drop; none for texts, pictures and addresses of the web."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropZone(QFrame):
    """Emits ``dropped`` with a list of paths; the buttons ask for them in other ways."""

    dropped = Signal(list)

    def __init__(self, context: Context) -> None:
        super().__init__()
        say, palette = context.say, context.palette
        self.setProperty("drop", "idle")
        self.setAcceptDrops(True)
        layout = column(self, margins=(24, 24, 24, 24), gap=8)
        picture = QLabel()
        picture.setPixmap(icons.pixmap("import", palette.accent, 44))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = label(say("ui_import.drop"), "heading")
        note = label(say("ui_import.drop_note"), "muted", wrap=True)
        for words in (heading, note):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.files_button = button(say("ui_import.choose_files"), "primary")
        self.folder_button = button(say("ui_import.choose_folder"))
        choices = row(gap=12)
        choices.addStretch(1)
        for choice in (self.files_button, self.folder_button):
            choices.addWidget(choice)
        choices.addStretch(1)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addWidget(heading)
        layout.addWidget(note)
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
