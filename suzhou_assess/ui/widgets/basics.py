"""Small pieces that every page is made of: labels with a role, cards, pills, buttons, lines."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from suzhou_assess.ui import icons

Role = Literal[
    "text", "title", "heading", "question", "figure", "strong", "muted", "small",
    "good", "warn", "bad", "link", "disc", "key",
]  # fmt: skip
PillKind = Literal["plain", "accent", "good", "warn", "bad"]
ButtonKind = Literal["plain", "primary", "danger", "link", "quiet"]


def label(text: str = "", role: Role = "text", *, wrap: bool = False) -> QLabel:
    """A label whose look follows its role. Plain text: names of people may hold markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def set_role(widget: QWidget, role: str, name: str = "role") -> None:
    """Change a style property after the widget was shown."""
    if widget.property(name) != role:
        widget.setProperty(name, role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def pill(text: str, kind: PillKind = "plain") -> QLabel:
    """A small rounded tag."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("pill", "true" if kind == "plain" else kind)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def button(
    text: str, kind: ButtonKind = "plain", *, icon: str = "", color: str = "", tip: str = ""
) -> QPushButton:
    """A push button; ``icon`` is the name of one, in ``color``."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        made.setIcon(icons.icon(icon, color))
        made.setIconSize(QSize(18, 18))
    if tip:
        made.setToolTip(tip)
    if not text:
        made.setAccessibleName(tip)
    return made


def card(kind: str = "true") -> QFrame:
    """A surface with rounded corners: ``true``, ``quiet``, ``warn``, ``bad`` or ``good``."""
    made = QFrame()
    made.setProperty("card", kind)
    return made


def line() -> QFrame:
    made = QFrame()
    made.setProperty("line", True)
    return made


def column(
    parent: QWidget | None = None,
    *,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    gap: int = 8,
) -> QVBoxLayout:
    """A vertical layout with our spacing."""
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(gap)
    return made


def row(
    parent: QWidget | None = None,
    *,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    gap: int = 8,
) -> QHBoxLayout:
    """A horizontal layout with our spacing."""
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(gap)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class ElidedLabel(QLabel):
    """One line that ends in … when there's no room; the whole text is in the tool tip."""

    def __init__(self, text: str = "", role: Role = "text") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance(self.text()) + 4, super().sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = QFontMetrics(self.font()).horizontalAdvance(self.text()) > self.width()
        self.setToolTip(self.text() if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), shown)
