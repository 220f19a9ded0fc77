"""同行对照 as a picture: a bar for each score, as long as the share of peers that have less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import LEVEL_FILLS, LEVEL_TEXTS, SMALL_SIZE, TEXT_SIZE, Palette
from suzhou_assess.ui.widgets.chart import (
    Caption,
    Chart,
    elided,
    font,
    stroke,
    text_width,
    write,
)

_ROW = 28.0
_SCALE = 22.0
"""Room at the top for what the line in the middle means."""
_BAR = 8.0
_GAP = 12.0
_BEFORE_LEVELS = 12.0
_LEVELS = 22.0
_NARROWEST_NUMBER = 18.0
_NAMES = 0.46
"""Of the width at most for names."""


@dataclass(frozen=True, slots=True)
class PeerBar:
    """One score among the peers."""

    name: str
    rank: int
    words: str
    """All of it in a sentence."""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class LevelShare:
    """How many of the peers are at a level."""

    level: int
    share: int | None
    """Percent; ``None`` for fewer than can be told."""
    own: bool
    words: str


class PeerChart(Chart):
    """A row a score, and below the levels of the peers as one bar, one's own marked."""

    def __init__(
        self,
        context: Context,
        caption: Caption,
        bars: Sequence[PeerBar],
        levels: Sequence[LevelShare],
    ) -> None:
        super().__init__(context, caption)
        self._bars = tuple(bars)
        self._levels = tuple(levels)
        height = _SCALE + _ROW * len(self._bars) + _BEFORE_LEVELS + _ROW
        self.setFixedHeight(round(height))
        self.setMinimumWidth(240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tell_readers()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def export_size(self) -> QSize:
        return QSize(640, self.height())

    def in_words(self) -> str:
        """Every score with its rank, then every level, a line each."""
        return "\n".join([*(bar.words for bar in self._bars), *(s.words for s in self._levels)])

    def words_at(self, position: QPointF) -> str:
        index = int((position.y() - _SCALE) // _ROW)
        if 0 <= index < len(self._bars):
            return self._bars[index].words
        for room, share in self._segments(self._level_room(QRectF(self.rect()))):
            if room.contains(position):
                return share.words
        return ""

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        plain, strong, small = font(TEXT_SIZE), font(TEXT_SIZE, bold=True), font(SMALL_SIZE)
        track = self._track(room)
        middle = track.center().x()
        said = self.context.say("ui_peers.median")
        above = QRectF(middle - 60, room.top(), 120, _SCALE - 4)
        write(painter, above, said, small, palette.muted, Qt.AlignmentFlag.AlignHCenter)
        for number, bar in enumerate(self._bars):
            top = room.top() + _SCALE + number * _ROW
            used = strong if bar.strong else plain
            name = QRectF(room.left(), top, track.left() - _GAP - room.left(), _ROW)
            write(painter, name, elided(bar.name, used, name.width()), used, palette.text)
            line = QRectF(track.left(), top + (_ROW - _BAR) / 2, track.width(), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(palette.sunken if not palette.dark else palette.border))
            painter.drawRoundedRect(line, _BAR / 2, _BAR / 2)
            line.setWidth(max(_BAR, line.width() * bar.rank / 100))
            painter.setBrush(color(palette.accent))
            painter.drawRoundedRect(line, _BAR / 2, _BAR / 2)
            end = QRectF(track.right() + _GAP, top, room.right() - track.right() - _GAP, _ROW)
            right = Qt.AlignmentFlag.AlignRight
            write(painter, end, f"{bar.rank}%", used, palette.text, right)
        # Over the bars, so that it's seen which reach beyond.
        painter.setPen(stroke(color(palette.muted), 1))
        foot = room.top() + _SCALE + _ROW * len(self._bars)
        painter.drawLine(QPointF(middle, room.top() + _SCALE), QPointF(middle, foot))
        self._draw_levels(painter, room, palette)

    def _draw_levels(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        bar = self._level_room(room)
        name = QRectF(room.left(), bar.top(), bar.left() - _GAP - room.left(), bar.height())
        plain, small = font(TEXT_SIZE), font(SMALL_SIZE, bold=True)
        said = self.context.say("ui_peers.levels")
        write(painter, name, elided(said, plain, name.width()), plain, palette.text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(palette.sunken if not palette.dark else palette.border))
        painter.drawRoundedRect(bar, 4, 4)
        own: QRectF | None = None
        for where, share in self._segments(bar):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(LEVEL_FILLS[share.level % len(LEVEL_FILLS)]))
            painter.drawRect(where)
            if where.width() >= _NARROWEST_NUMBER:
                tint = LEVEL_TEXTS[share.level % len(LEVEL_TEXTS)]
                middle = Qt.AlignmentFlag.AlignHCenter
                write(painter, where, str(share.level), small, tint, middle)
            if share.own:
                own = where
        if own is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(stroke(color(palette.text), 2))
            painter.drawRect(own.adjusted(1, -2, -1, 2))

    def _track(self, room: QRectF) -> QRectF:
        """Where bars may be, for all rows."""
        strong = font(TEXT_SIZE, bold=True)
        names = max((text_width(bar.name, strong) for bar in self._bars), default=0) + 2
        left = room.left() + min(names, room.width() * _NAMES) + _GAP
        right = room.right() - text_width("99%", strong) - 2 - _GAP
        return QRectF(left, room.top(), max(right - left, 40), room.height())

    def _level_room(self, room: QRectF) -> QRectF:
        top = room.top() + _SCALE + _ROW * len(self._bars) + _BEFORE_LEVELS
        track = self._track(room)
        return QRectF(
            track.left(), top + (_ROW - _LEVELS) / 2, room.right() - track.left(), _LEVELS
        )

    def _segments(self, bar: QRectF) -> Iterator[tuple[QRectF, LevelShare]]:
        """The levels whose share is told, side by side; what is left stays empty."""
        at, whole = bar.left(), max(100, sum(share.share or 0 for share in self._levels))
        for share in self._levels:
            if share.share:
                width = bar.width() * share.share / whole
                yield QRectF(at, bar.top(), width, bar.height()), share
                at += width
