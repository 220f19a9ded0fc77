"""A key figure: what it is, the number large, a word about it; a click leads behind it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.rollup_words import Figure
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.widgets.basics import ElidedLabel, column, set_role
from suzhou_assess.ui.widgets.chart import tip

HEIGHT = 100
_BAR = 4.0


class FigureTile(QPushButton):
    """Shows one ``Figure``. One that opens nothing can't be pressed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.figure: Figure | None = None
        self.setProperty("tile", "figure")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = column(self, margins=(16, 10, 16, 10), gap=0)
        self._title = ElidedLabel("", "muted")
        self._value = ElidedLabel("", "figure")
        self._note = ElidedLabel("", "small")
        self._bar = _ThinBar(context)
        for part in (self._title, self._value, self._note, self._bar):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)

    def show_figure(self, figure: Figure) -> None:
        self.figure = figure
        self._title.setText(figure.title)
        self._value.setText(figure.value)
        tone = {"good": "figure_good", "warn": "figure_warn", "muted": "figure_muted"}
        set_role(self._value, tone.get(figure.tone, "figure"))
        self._note.setText(figure.note)
        self._bar.show_share(figure.share)
        opens = figure.opens is not None
        self.setEnabled(opens)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{figure.title} {figure.value}")
        self.setAccessibleDescription(figure.note)
        self.setToolTip(tip("\n".join(part for part in (figure.tip or figure.note,) if part)))

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, HEIGHT)


class _ThinBar(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._palette = context.palette
        self._share: float | None = None
        self.setFixedHeight(8)

    def show_share(self, share: float | None) -> None:
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._share is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, self.height() - _BAR, self.width(), _BAR)
        painter.setBrush(color(self._palette.sunken))
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        if self._share > 0:
            track.setWidth(max(_BAR, track.width() * min(1.0, self._share)))
            painter.setBrush(color(self._palette.accent))
            painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
