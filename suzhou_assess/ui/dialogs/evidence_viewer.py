"""Pictures enlarged: turned over by arrow keys, zoomed, with what is written under them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QDialog, QWidget

from suzhou_assess.domain.evidence import Evidence, as_size
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, column, label, row
from suzhou_assess.words.trouble import Trouble

if TYPE_CHECKING:
    from suzhou_assess.services.workspace import Workspace

_STEP = 1.25
_MOST = 8.0
_MOST_PIXELS = 4096
"""Longer side of what is kept in memory: sharper than any screen."""


class EvidenceViewer(QDialog):
    """One picture at a time, read while the last one still shows."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        shown: Sequence[Evidence],
        first: Evidence,
    ) -> None:
        super().__init__(parent)
        self._context, self._shown = context, shown
        self._number = next((n for n, one in enumerate(shown) if one.id == first.id), 0)
        say, palette = context.say, context.palette
        self.setWindowTitle(say("ui_evidence.viewer"))
        layout = column(self, gap=0)
        self.canvas = PictureCanvas(context)
        layout.addWidget(self.canvas, 1)
        foot = column(margins=(20, 10, 20, 12), gap=4)
        words = row(gap=12)
        self.caption = ElidedLabel("", "strong")
        words.addWidget(self.caption, 1)
        self.about = label("", "small")
        words.addWidget(self.about)
        foot.addLayout(words)
        actions = row(gap=4)
        actions.addWidget(label(say("ui_evidence.viewer_keys"), "small"), 1)
        self.count = label("", "muted")
        actions.addWidget(self.count)
        self.buttons = {}
        for name, icon, act in (
            ("previous", "back", lambda: self.turn(-1)),
            ("next", "next", lambda: self.turn(1)),
            ("zoom_out", "minus", lambda: self.canvas.zoom(1 / _STEP)),
            ("zoom_in", "plus", lambda: self.canvas.zoom(_STEP)),
        ):
            tip = say(f"ui_evidence.{name}")
            made = button("", "quiet", icon=icon, color=palette.muted, tip=tip)
            made.setAutoDefault(False)
            made.clicked.connect(act)
            actions.addWidget(made)
            self.buttons[name] = made
        foot.addLayout(actions)
        layout.addLayout(foot)
        room = parent.screen().availableGeometry()
        self.resize(round(room.width() * 0.86), round(room.height() * 0.86))
        self.canvas.setFocus()
        self._show()

    @property
    def evidence(self) -> Evidence:
        return self._shown[self._number]

    def turn(self, by: int) -> None:
        """To another picture."""
        to = self._number + by
        if 0 <= to < len(self._shown):
            self._number = to
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _TURNS:
            self.turn(_TURNS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.canvas.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.canvas.zoom(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.canvas.fit()
        elif key == Qt.Key.Key_Space:
            self.accept()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        say, one = self._context.say, self.evidence
        self.caption.setText(one.caption or one.file_name)
        self.caption.updateGeometry()
        size = as_size(one.size)
        width, height = one.width or 0, one.height or 0
        self.about.setText(say("ui_evidence.pixels", width=width, height=height, size=size))
        number, count = self._number + 1, len(self._shown)
        self.count.setText(say("ui_evidence.viewer_count", number=number, count=count))
        self.buttons["previous"].setEnabled(number > 1)
        self.buttons["next"].setEnabled(number < count)
        self.canvas.tell(say("ui_evidence.loading"))
        self.canvas.setAccessibleName(self.caption.text())
        workspace = self._context.workspace
        task = self._context.tasks.start(lambda: _reading(workspace, one), quiet=True)
        task.finished.connect(self._on_read)
        task.failed.connect(self._on_failed)

    def _on_read(self, found: tuple[Evidence, QImage | None]) -> None:
        evidence, image = found
        if evidence.id != self.evidence.id:
            return  # the user has turned over meanwhile
        if image is None:
            self.canvas.tell(self._context.say("ui_evidence.viewer_no_picture"))
        else:
            self.canvas.show_picture(QPixmap.fromImage(image))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Trouble):
            self.canvas.tell(error.say(self._context.words))
        else:
            raise error


class PictureCanvas(QWidget):
    """A picture, fitted or zoomed; dragged when it is larger than the window."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._picture: QPixmap | None = None
        self._words = ""
        self.scale = 1.0
        """1 fits the window."""
        self._offset = QPoint()
        self._held: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_picture(self, picture: QPixmap) -> None:
        self._picture, self._words = picture, ""
        self.fit()

    def tell(self, words: str) -> None:
        """Words in place of a picture."""
        self._picture, self._words = None, words
        self.update()

    def fit(self) -> None:
        self.scale, self._offset = 1.0, QPoint()
        self.update()

    def zoom(self, by: float) -> None:
        self.scale = min(_MOST, max(1.0, self.scale * by))
        self._keep_in()

    def sizeHint(self) -> QSize:
        return QSize(800, 560)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._context.palette
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(p.sunken))
        if self._picture is None:
            painter.setPen(color(p.muted))
            room = self.rect().adjusted(40, 40, -40, -40)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self._place().toRect(), self._picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_in()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            here = event.position().toPoint()
            self._offset += here - self._held
            self._held = here
            self._keep_in()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def _place(self) -> QRectF:
        """Where the picture stands."""
        if self._picture is None:
            return QRectF()
        whole = self._picture.size() / self._picture.devicePixelRatio()
        room = self.size()
        fitted = whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        if fitted.width() > whole.width():
            fitted = whole  # a small picture isn't blown up by itself
        size = fitted.toSizeF() * self.scale
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center() + self._offset.toPointF())
        return place

    def _keep_in(self) -> None:
        """No further than its edge."""
        place = self._place()
        most_x = max(0, round((place.width() - self.width()) / 2))
        most_y = max(0, round((place.height() - self.height()) / 2))
        self._offset = QPoint(
            max(-most_x, min(most_x, self._offset.x())),
            max(-most_y, min(most_y, self._offset.y())),
        )
        self.update()


_TURNS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_PageDown: 1,
}


def _reading(
    workspace: Workspace, evidence: Evidence
) -> Generator[None, None, tuple[Evidence, QImage | None]]:
    from suzhou_assess.services import evidence as service

    yield
    image = _read_image(service.file_of(workspace, evidence))
    if image is None:  # a kind that Qt doesn't read: the copy for reports does
        content = service.scaled(workspace, evidence, _MOST_PIXELS)
        image = QImage.fromData(content)
    return evidence, None if image.isNull() else image


def _read_image(path: Path) -> QImage | None:
    """Upright, and no larger than need be; a gigantic scan would fill the memory."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > _MOST_PIXELS:
        most = QSize(_MOST_PIXELS, _MOST_PIXELS)
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def look_at(
    context: Context,
    parent: QWidget,
    shown: Sequence[Evidence],
    first: Evidence,
) -> Evidence:
    """Enlarge; gives the one that was looked at last."""
    dialog = EvidenceViewer(context, parent, shown, first)
    dialog.exec()
    last = dialog.evidence
    dialog.deleteLater()
    return last
