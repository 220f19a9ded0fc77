"""One option to choose: its key, its words, what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import LEVEL_FILLS, LEVEL_TEXTS, SMALL_SIZE, Palette

_KEY = 24
_TEXT_SIZE = 15
_TAG_SIDES = 16
_TAG_GAP = 8
_DOT = 8
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


@dataclass(frozen=True, slots=True)
class OptionWords:
    """What an option shows."""

    key: str
    """The key that chooses it, and by which it is known: a letter or a level."""
    text: str
    aside: str = ""
    """Beside the text, at the right: what it is worth."""
    aside_words: str = ""
    """The same in full, for who cannot see where it stands."""
    level: int | None = None
    """Tints the key in the colour of a level."""
    apart: bool = False
    """Stands apart from the scale above it (不适用)."""


class OptionButton(QAbstractButton):
    """Painted in one go: thirty questions pass through the same few buttons."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._words = OptionWords("", "")
        self._said = ""
        self._dense = False
        self._low = False
        self._multiple = False
        self._hint = ""
        self._claimed = ""
        self._offered = False
        self._unsaved = False
        self._ring = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def key(self) -> str:
        return self._words.key

    def sit_low(self, *, low: bool) -> None:
        """Take less height: the screen is small, and more stands above the options."""
        self._low = low
        self.update()

    def show_words(self, words: OptionWords, *, multiple: bool, dense: bool) -> None:
        """Become another option."""
        self._words = words
        self._multiple = multiple
        self._dense = dense
        # Qt derives the accessible role from this: a radio button or a check box.
        self.setAutoExclusive(not multiple)
        self.setText(words.text)
        self.setAccessibleName(f"{words.key} {words.text}")
        self._said = words.aside_words or words.aside
        self.show_state(checked=False)

    def show_state(
        self,
        *,
        checked: bool,
        hint: str = "",
        claimed: str = "",
        offered: bool = False,
        unsaved: bool = False,
    ) -> None:
        """``hint`` is a short remark that the figures point here, ``claimed`` one that the
        enterprise does. ``offered``: it would be part of the answer if that were confirmed."""
        self._hint = hint
        self._claimed = claimed
        self._offered = offered and not checked
        self.setAccessibleDescription(" ".join(filter(None, (self._said, hint, claimed))))
        self._unsaved = unsaved and checked
        self.setAutoExclusive(False)  # else Qt would keep one checked
        self.setChecked(checked)
        self.setAutoExclusive(not self._multiple)
        self.update()

    def focus_quietly(self) -> None:
        """Take the keys without a ring: it shows once an arrow or Tab is used."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ring = False  # Qt may have brought the focus here with Tab before
        self.update()

    def nextCheckState(self) -> None:
        """The answer decides what is checked, once it is written."""

    def heightForWidth(self, width: int) -> int:
        words = self._text_rect(QRect(0, 0, width, 10_000))
        needed = self._metrics().boundingRect(words, _WRAP, self._words.text).height()
        least = 38 if self._low else 42 if self._dense else 48
        return max(needed + 2 * self._padding, least)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 48)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows belong to the list, Enter to the page: on some desktops it would press a button.
        if event.key() in (*_ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        self._ring = event.reason() in _KEYBOARD  # type: ignore[attr-defined]
        super().focusInEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, QRectF(self.rect()))
        if self.hasFocus() and self._ring:
            painter.setPen(QPen(color(p.text if self.isChecked() else p.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 7, 7)
        inner = self.rect()
        self._paint_key(painter, self._key_rect(inner))
        painter.setFont(self._font(_TEXT_SIZE if not self._dense else 14, bold=False))
        painter.setPen(color(p.text))
        painter.drawText(self._text_rect(inner), int(_WRAP), self._words.text)
        self._paint_aside(painter, inner)

    def _paint_card(self, painter: QPainter, card: QRectF) -> None:
        p = self._palette
        if self.isChecked():
            edge, ground = (p.bad, p.bad_soft) if self._unsaved else (p.accent, p.accent_soft)
            pen = QPen(color(edge), 2)
            if self._unsaved:
                pen.setStyle(Qt.PenStyle.DashLine)
            card = card.adjusted(1, 1, -1, -1)
        else:
            hovered = self.underMouse() and self.isEnabled()
            ground = p.ground if self._words.apart else p.surface
            pen = QPen(color(p.muted if hovered else p.border), 1)
            card = card.adjusted(0.5, 0.5, -0.5, -0.5)
            if self._hint or self._offered:
                pen = QPen(color(p.accent), 2, Qt.PenStyle.DashLine)
            elif self._words.apart:
                pen = QPen(color(p.muted), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(color(ground))
        painter.drawRoundedRect(card, 10, 10)

    def _paint_key(self, painter: QPainter, rect: QRect) -> None:
        p = self._palette
        level, checked = self._words.level, self.isChecked()
        if level is not None:
            fill, text = LEVEL_FILLS[level % 5], LEVEL_TEXTS[level % 5]
            painter.setPen(Qt.PenStyle.NoPen)
        elif checked:
            fill, text = (p.bad if self._unsaved else p.accent), p.on_accent
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            fill, text = p.surface, p.muted
            painter.setPen(QPen(color(p.border), 1))
        painter.setBrush(color(fill))
        radius = 5 if self._multiple else _KEY / 2
        painter.drawRoundedRect(QRectF(rect), radius, radius)
        painter.setFont(self._font(SMALL_SIZE, bold=checked or level is not None))
        painter.setPen(color(text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._words.key)

    def _paint_aside(self, painter: QPainter, inner: QRect) -> None:
        p = self._palette
        right = inner.adjusted(0, 0, -self._side, 0)
        painter.setFont(self._font(SMALL_SIZE, bold=False))
        painter.setPen(color(p.muted))
        painter.drawText(
            right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._words.aside
        )
        gap = 6 if self._dense else 12
        edge = right.right() - (self._advance(self._words.aside) + gap if self._words.aside else 0)
        for words, ground, ink in (
            (self._hint, p.surface if self.isChecked() else p.accent_soft, p.accent),
            (self._claimed, p.surface if self.isChecked() else p.sunken, p.text),
        ):
            if not words:
                continue
            if words is self._claimed and self._dense:
                # Words would wrap beside so many; the card above has the same mark.
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color(p.muted))
                painter.drawEllipse(QRect(edge - _DOT, inner.center().y() - _DOT // 2, _DOT, _DOT))
                continue
            width = self._advance(words) + _TAG_SIDES
            tag = QRect(edge - width, inner.center().y() - 11, width, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(ground))
            painter.drawRoundedRect(tag, 11, 11)
            painter.setPen(color(ink))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)
            edge = tag.left() - _TAG_GAP

    @property
    def _padding(self) -> int:
        if self._low:
            return 4 if self._dense else 7
        return 6 if self._dense else 13

    @property
    def _side(self) -> int:
        return 10 if self._dense else 16

    def _key_rect(self, inner: QRect) -> QRect:
        left = inner.left() + self._side
        return QRect(left, inner.center().y() - _KEY // 2 + 1, _KEY, _KEY)

    def _text_rect(self, inner: QRect) -> QRect:
        left = self._key_rect(inner).right() + (8 if self._dense else 14)
        right = self._side
        if self._words.aside:
            right += self._advance(self._words.aside) + (8 if self._dense else 12)
        if self._hint:
            right += self._advance(self._hint) + _TAG_SIDES + _TAG_GAP
        if self._claimed:
            tag = _DOT if self._dense else self._advance(self._claimed) + _TAG_SIDES
            right += tag + (0 if self._dense else _TAG_GAP)
        return QRect(left, inner.top(), inner.right() - right - left, inner.height())

    def _advance(self, text: str) -> int:
        return QFontMetrics(self._font(SMALL_SIZE, bold=False)).horizontalAdvance(text)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font(14 if self._dense else _TEXT_SIZE, bold=False))

    def _font(self, size: int, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setBold(bold)
        return font
