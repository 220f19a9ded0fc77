"""Charts as files: PNG at twice the size for documents and screens, SVG for print.

Exported pictures are always light, with a title: they end up on white paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import LIGHT
from suzhou_assess.ui.widgets.basics import button
from suzhou_assess.ui.widgets.chart import Picture, elided, font, write
from suzhou_assess.words.system_reasons import reason_of

PNG_SCALE = 2
_MARGIN = 24.0
_CAPTION_HEIGHT = 60.0
_KINDS = ("png", "svg")
_DOTS_PER_INCH = 96
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 80


def png_bytes(picture: Picture) -> bytes:
    """The picture as a PNG with 2 pixels to a point."""
    size = _whole_size(picture)
    image = QImage(size * PNG_SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(PNG_SCALE)
    image.fill(color(LIGHT.surface))
    painter = QPainter(image)
    _draw_whole(painter, picture, size)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def svg_bytes(picture: Picture) -> bytes:
    """The picture as an SVG with its words as title and description."""
    size = _whole_size(picture)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setResolution(_DOTS_PER_INCH)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(f"{picture.caption.title} - {picture.caption.subject}")
    generator.setDescription(picture.in_words())
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), color(LIGHT.surface))
    _draw_whole(painter, picture, size)
    painter.end()
    buffer.close()
    return bytes(data.data())


_WRITERS: dict[str, Callable[[Picture], bytes]] = {"png": png_bytes, "svg": svg_bytes}


def save_picture(context: Context, parent: QWidget, picture: Picture, kind: str) -> None:
    """Ask where to, write the file, and say so; ``kind`` is ``png`` or ``svg``."""
    wanted = f"{file_stem(picture.caption.subject, picture.caption.title)}.{kind}"
    path = choose_target(
        context,
        parent,
        context.say("ui_result.save_chart"),
        wanted,
        context.say(f"ui_result.filter_{kind}"),
    )
    if path is None:
        return
    try:
        path.write_bytes(_WRITERS[kind](picture))
    except OSError as error:
        _tell_not_written(context, parent, path, error)
    else:
        context.tell(context.say("ui_result.saved_to", path=str(path)))


def _tell_not_written(context: Context, parent: QWidget, path: Path, error: OSError) -> None:
    """A file could not be written: which, why, and what to do now."""
    from suzhou_assess.ui.dialogs.message import inform

    inform(
        context,
        parent,
        "bad",
        context.say("ui_result.not_saved_title"),
        context.say("ui_result.not_saved", path=str(path), reason=reason_of(error)),
    )


def file_stem(*parts: str) -> str:
    """A file name without ending that every system takes."""
    joined = "_".join(part for part in parts if part)
    return _FORBIDDEN.sub("_", joined).strip(" .")[:_LONGEST_NAME]


def export_menu(context: Context, parent: QWidget, picture: Picture) -> QMenu:
    """The two ways to save a chart."""
    menu = QMenu(parent)
    for kind in _KINDS:
        action = menu.addAction(context.say(f"ui_result.save_{kind}"))
        action.triggered.connect(
            lambda _=False, kind=kind: save_picture(context, parent, picture, kind)
        )
    return menu


def export_button(context: Context, picture: Picture) -> QPushButton:
    """The small button beside a chart's title."""
    made = button(
        "",
        "quiet",
        icon="export",
        color=context.palette.muted,
        tip=context.say("ui_result.save_chart_named", chart=picture.caption.title),
    )

    def open_menu() -> None:
        menu = export_menu(context, made, picture)
        menu.exec(made.mapToGlobal(made.rect().bottomLeft()))
        menu.deleteLater()

    made.clicked.connect(open_menu)
    return made


def _whole_size(picture: Picture) -> QSize:
    size = picture.export_size()
    return QSize(
        round(size.width() + 2 * _MARGIN), round(size.height() + 2 * _MARGIN + _CAPTION_HEIGHT)
    )


def _draw_whole(painter: QPainter, picture: Picture, size: QSize) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = QRectF(0, 0, size.width(), size.height()).marginsRemoved(
        QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    )
    title, small = font(18, bold=True), font(13)
    line = QRectF(inner.left(), inner.top(), inner.width(), 26)
    write(painter, line, picture.caption.title, title, LIGHT.text, Qt.AlignmentFlag.AlignLeft)
    line.translate(0, 26)
    line.setHeight(20)
    subject = elided(picture.caption.subject, small, inner.width())
    write(painter, line, subject, small, LIGHT.muted)
    inner.setTop(inner.top() + _CAPTION_HEIGHT)
    picture.draw(painter, inner, LIGHT)
