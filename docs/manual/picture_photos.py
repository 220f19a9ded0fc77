"""Drawn test pictures that stand for the photos of a visit: nothing on them is real."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPainterPath, QPen

WIDTH, HEIGHT = 1600, 1200
_STEEL, _INK, _PAPER = QColor("#8E9AA8"), QColor("#1F2933"), QColor("#F4F6F8")
_GREEN, _AMBER, _BLUE = QColor("#2DA77A"), QColor("#E0A030"), QColor("#1663C7")


def draw_photo(name: str) -> bytes:
    """One of ``PHOTOS`` as JPEG."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    PHOTOS[name](painter)
    _words(
        painter,
        QRectF(40, HEIGHT - 70, WIDTH - 80, 50),
        "示意图 · 非实拍",
        30,
        QColor(255, 255, 255, 150),
    )
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 88)
    return bytes(buffer.data().data())


def _nameplate(painter: QPainter) -> None:
    _wall(painter, "#5C6B7A", "#39454F")
    plate = QRectF(240, 180, 1120, 800)
    shine = QLinearGradient(plate.topLeft(), plate.bottomRight())
    for at, tint in ((0.0, "#E9EDF1"), (0.45, "#C3CCD5"), (1.0, "#9FABB7")):
        shine.setColorAt(at, QColor(tint))
    painter.setPen(QPen(QColor("#6B7885"), 6))
    painter.setBrush(shine)
    painter.drawRoundedRect(plate, 28, 28)
    for x in (plate.left() + 46, plate.right() - 46):
        for y in (plate.top() + 46, plate.bottom() - 46):
            _screw(painter, QPointF(x, y))
    _words(
        painter,
        QRectF(plate.left(), plate.top() + 70, plate.width(), 110),
        "数控立式加工中心",
        76,
        _INK,
    )
    rows = (
        ("型　　号", "SL-VMC850"),
        ("数控系统", "示例 M80"),
        ("通信接口", "RJ45 · OPC UA"),
        ("出厂编号", "20190417-03"),
    )
    for number, (title, value) in enumerate(rows):
        line = QRectF(
            plate.left() + 130, plate.top() + 230 + number * 125, plate.width() - 260, 100
        )
        painter.setPen(QPen(QColor("#7D8994"), 3))
        painter.drawLine(line.bottomLeft(), line.bottomRight())
        _words(painter, line, title, 48, QColor("#3C4853"), Qt.AlignmentFlag.AlignLeft)
        _words(painter, line.adjusted(330, 0, 0, 0), value, 56, _INK, Qt.AlignmentFlag.AlignLeft)


def _panel(painter: QPainter) -> None:
    _wall(painter, "#A9B4BF", "#7C8894")
    box = QRectF(200, 130, 1200, 900)
    painter.setPen(QPen(QColor("#39434D"), 6))
    painter.setBrush(QColor("#55616D"))
    painter.drawRoundedRect(box, 30, 30)
    screen = QRectF(270, 200, 760, 570)
    painter.setBrush(QColor("#0E1A26"))
    painter.drawRoundedRect(screen, 12, 12)
    _words(
        painter,
        QRectF(300, 220, 700, 80),
        "自动运行　O2045",
        50,
        QColor("#7FE0B4"),
        Qt.AlignmentFlag.AlignLeft,
    )
    for number, text in enumerate(("X   125.300", "Y    48.720", "Z   -15.006")):
        line = QRectF(300, 320 + number * 100, 700, 90)
        _words(painter, line, text, 70, QColor("#F0F4F8"), Qt.AlignmentFlag.AlignLeft)
    _words(
        painter,
        QRectF(300, 650, 700, 90),
        "主轴 8000　联网 ●",
        46,
        QColor("#9CC7F5"),
        Qt.AlignmentFlag.AlignLeft,
    )
    for row in range(5):
        for across in range(3):
            key = QRectF(1080 + across * 98, 210 + row * 112, 80, 84)
            painter.setPen(QPen(QColor("#2B343D"), 4))
            painter.setBrush(QColor("#D9DFE5") if (row + across) % 4 else _AMBER)
            painter.drawRoundedRect(key, 10, 10)
    for x, tint in ((360, _GREEN), (560, _AMBER), (760, QColor("#C7423A"))):
        painter.setBrush(tint)
        painter.drawEllipse(QPointF(x, 900), 62, 62)


def _cabinet(painter: QPainter) -> None:
    _wall(painter, "#D5DBE1", "#AEB8C2")
    rack = QRectF(330, 80, 940, 1020)
    painter.setPen(QPen(QColor("#20272E"), 8))
    painter.setBrush(QColor("#2C353E"))
    painter.drawRoundedRect(rack, 16, 16)
    for unit, title in enumerate(("核心交换机", "车间一 接入", "车间二 接入", "数据采集网关")):
        front = QRectF(380, 140 + unit * 235, 840, 190)
        painter.setPen(QPen(QColor("#11161B"), 4))
        painter.setBrush(QColor("#4A5661"))
        painter.drawRoundedRect(front, 8, 8)
        _words(
            painter,
            QRectF(400, front.top() + 8, 500, 56),
            title,
            40,
            _PAPER,
            Qt.AlignmentFlag.AlignLeft,
        )
        for port in range(12):
            hole = QRectF(404 + port * 66, front.top() + 86, 50, 46)
            painter.setBrush(QColor("#0F1418"))
            painter.drawRect(hole)
            painter.setBrush(_GREEN if (port * 7 + unit) % 5 else _AMBER)
            painter.drawEllipse(QPointF(hole.center().x(), front.top() + 156), 9, 9)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for number in range(5):
        cable = QPainterPath(QPointF(430 + number * 132, 300))
        cable.cubicTo(300, 420 + number * 30, 330, 640, 430 + number * 132, 770)
        painter.setPen(QPen(_BLUE if number % 2 else QColor("#E7C64B"), 12))
        painter.drawPath(cable)


def _board(painter: QPainter) -> None:
    painter.fillRect(0, 0, WIDTH, HEIGHT, QColor("#10202F"))
    _words(painter, QRectF(0, 40, WIDTH, 110), "二车间 · 生产看板", 70, _PAPER)
    for number, (title, value) in enumerate(
        (("今日工单", "26"), ("已完工", "17"), ("准时率", "94%"))
    ):
        tile = QRectF(80 + number * 490, 190, 460, 230)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#1B3145"))
        painter.drawRoundedRect(tile, 18, 18)
        _words(painter, tile.adjusted(0, 16, 0, -140), title, 42, QColor("#9FB6CC"))
        _words(painter, tile.adjusted(0, 80, 0, 0), value, 100, QColor("#7FE0B4"))
    for number, (order, share) in enumerate(
        (
            ("WO-1021 法兰盘", 0.92),
            ("WO-1022 轴套", 0.66),
            ("WO-1025 端盖", 0.48),
            ("WO-1027 连接座", 0.2),
            ("WO-1030 支架", 0.05),
        )
    ):
        top = 480 + number * 118
        _words(painter, QRectF(90, top, 480, 80), order, 42, _PAPER, Qt.AlignmentFlag.AlignLeft)
        painter.setPen(Qt.PenStyle.NoPen)
        for width, tint in (
            (880.0, QColor("#22394E")),
            (880 * share, _GREEN if share > 0.3 else _AMBER),
        ):
            painter.setBrush(tint)
            painter.drawRoundedRect(QRectF(620, top + 18, width, 46), 12, 12)


def _store(painter: QPainter) -> None:
    _wall(painter, "#E6E1D6", "#C4BCAB")
    for shelf in range(3):
        top = 150 + shelf * 330
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#2E5C8A"))
        painter.drawRect(QRectF(80, top + 250, 1440, 30))
        for box in range(5):
            crate = QRectF(130 + box * 280, top + 40, 220, 210)
            painter.setPen(QPen(QColor("#8A6A3D"), 4))
            painter.setBrush(QColor("#C99E62") if (box + shelf) % 3 else QColor("#B98B4C"))
            painter.drawRect(crate)
            label = crate.adjusted(36, 60, -36, -50)
            painter.fillRect(label, _PAPER)
            painter.setPen(Qt.PenStyle.NoPen)
            for bar in range(16):
                width = 3 + (bar * (box + 2) + shelf) % 4
                painter.fillRect(
                    QRectF(label.left() + 12 + bar * 8, label.top() + 10, width, 46), _INK
                )
            _words(painter, label.adjusted(0, 58, 0, 0), f"{'ABC'[shelf]}-{box + 1:02d}", 30, _INK)
    for x in (80, 1490):
        painter.fillRect(QRectF(x, 90, 30, 1000), QColor("#2E5C8A"))


PHOTOS: Mapping[str, Callable[[QPainter], None]] = {
    "铭牌": _nameplate,
    "控制面板": _panel,
    "网络机柜": _cabinet,
    "生产看板": _board,
    "仓库货位": _store,
}


def _wall(painter: QPainter, light: str, dark: str) -> None:
    shade = QLinearGradient(0, 0, WIDTH, HEIGHT)
    shade.setColorAt(0, QColor(light))
    shade.setColorAt(1, QColor(dark))
    painter.fillRect(0, 0, WIDTH, HEIGHT, shade)


def _screw(painter: QPainter, middle: QPointF) -> None:
    painter.setPen(QPen(QColor("#5B6772"), 4))
    painter.setBrush(_STEEL)
    painter.drawEllipse(middle, 22, 22)
    painter.drawLine(middle - QPointF(14, 10), middle + QPointF(14, 10))


def _words(
    painter: QPainter,
    room: QRectF,
    text: str,
    size: int,
    tint: QColor,
    across: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
) -> None:
    font = QFont("Noto Sans CJK SC")
    font.setPixelSize(size)
    painter.setFont(font)
    painter.setPen(tint)
    painter.drawText(room, int(across | Qt.AlignmentFlag.AlignVCenter), text)
