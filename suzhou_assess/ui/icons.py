"""Line icons, coloured when they are asked for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from suzhou_assess.resources import files


def icon(name: str, hex_rgb: str, checked: str | None = None) -> QIcon:
    """The icon in one colour, and in another where its button is checked."""
    made = QIcon(pixmap(name, hex_rgb))
    if checked is not None:
        made.addPixmap(pixmap(name, checked), QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, hex_rgb: str, size: int = 20) -> QPixmap:
    """The icon as a pixmap, sharp at the screen's scale."""
    return _render(name, hex_rgb, size, QGuiApplication.primaryScreen().devicePixelRatio())


def app_icon() -> QIcon:
    """The program's own icon in the sizes that desktops ask for."""
    made = QIcon()
    for size in (16, 32, 48, 64, 128, 256):
        made.addPixmap(_render("app", "", size, 1.0))
    return made


@lru_cache(maxsize=256)
def _render(name: str, hex_rgb: str, size: int, ratio: float) -> QPixmap:
    svg = files.read_bytes(f"icons/{name}.svg")
    if hex_rgb:
        svg = svg.replace(b"currentColor", f"#{hex_rgb}".encode())
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
