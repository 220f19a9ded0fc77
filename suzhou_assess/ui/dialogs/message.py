"""The one door for message boxes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from shiboken6 import isValid

from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.tokens import Palette
from suzhou_assess.ui.widgets.basics import ButtonKind, button, column, label, row


class MessageDialog(QDialog):
    """An icon, a heading, what it means, and one or two buttons that say what they do."""

    def __init__(
        self,
        parent: QWidget | None,
        palette: Palette,
        kind: str,
        title: str,
        text: str,
        accept: str,
        reject: str = "",
        accept_kind: ButtonKind = "primary",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.setMaximumWidth(640)
        layout = column(self, margins=(24, 24, 24, 20), gap=20)
        body = row(gap=16)
        picture = QLabel()
        name, tint = {
            "warn": ("warning", palette.warn),
            "bad": ("error", palette.bad),
        }.get(kind, ("info", palette.accent))
        picture.setPixmap(icons.pixmap(name, tint, 32))
        body.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        words = column(gap=8)
        words.addWidget(label(title, "heading", wrap=True))
        message = label(text, wrap=True)
        message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(message)
        body.addLayout(words, 1)
        layout.addLayout(body)
        foot = row(gap=12)
        foot.addStretch(1)
        if reject:
            self.reject_button = button(reject)
            self.reject_button.clicked.connect(self.reject)
            foot.addWidget(self.reject_button)
        self.accept_button = button(accept, accept_kind)
        self.accept_button.clicked.connect(self.accept)
        foot.addWidget(self.accept_button)
        layout.addLayout(foot)
        # Enter does what is meant, but takes nothing away unasked.
        first = self.reject_button if reject and accept_kind == "danger" else self.accept_button
        first.setDefault(True)
        first.setFocus()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
            return
        super().keyPressEvent(event)


def ask(
    context: Context,
    parent: QWidget,
    title: str,
    text: str,
    accept: str,
    *,
    danger: bool = False,
) -> bool:
    """A question before something that can't be taken back. Names what would go."""
    dialog = MessageDialog(
        parent,
        context.palette,
        "warn",
        title,
        text,
        accept,
        context.say("ui.cancel"),
        "danger" if danger else "primary",
    )
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted


def inform(context: Context, parent: QWidget | None, kind: str, title: str, text: str) -> None:
    """What happened, where, and what to do now. ``kind`` is ``info``, ``warn`` or ``bad``."""
    dialog = MessageDialog(parent, context.palette, kind, title, text, context.say("ui.understood"))
    dialog.exec()
    if isValid(dialog):  # the window over which it stood may have taken it along
        dialog.deleteLater()
