"""离下一级还差: what the next level still asks for, and what is nearest at hand.

At the top level: a word of praise, and what could still be raised.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from suzhou_assess.domain.gap import Gap, NearPoints, NearScenario, gap_to
from suzhou_assess.domain.points import as_text
from suzhou_assess.ui import icons
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import SMALL_SIZE, TEXT_SIZE
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.chart import elided, font, stroke, text_width, tip, write
from suzhou_assess.ui.widgets.verdict_view import VerdictView, card_heading

_SHOWN = 3
"""Near scenarios and near points that show at once."""
_ROW = 28


class GapCard(QFrame):
    """The way up: conditions in words, then scenarios and points that lead to their question."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._view = view
        say = view.context.say
        layout = column(self, margins=(20, 14, 20, 10), gap=6)
        gap = view.session.gap
        if gap is None:
            layout.addLayout(card_heading(say("ui_result.at_the_top")))
            layout.addWidget(label(say("ui_result.praise"), wrap=True))
            top = view.pack.levels[-1]
            gap = gap_to(view.pack, view.session.answers, view.session.verdict, top)
            scenarios, points = "ui_result.could_raise_scenarios", "ui_result.could_raise_points"
        else:
            layout.addLayout(card_heading(say("ui_result.gap_to", level=gap.target.level)))
            layout.addLayout(self._conditions(gap))
            scenarios, points = "ui_result.near_scenarios", "ui_result.near_points"
        self.scenarios = NearList(
            view, say(scenarios), [self._scenario_row(near) for near in gap.scenarios]
        )
        self.points = NearList(view, say(points), [self._points_row(near) for near in gap.points])
        self._lists = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lists.setSpacing(6)
        self._lists.addWidget(self.scenarios, 1, Qt.AlignmentFlag.AlignTop)
        self._lists.addWidget(self.points, 1, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._lists)
        layout.addStretch(1)

    def spread(self, beside: bool) -> None:
        """The two lists beside each other, for a card as wide as the page."""
        way = QBoxLayout.Direction
        self._lists.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._lists.setSpacing(32 if beside else 6)

    def _conditions(self, gap: Gap) -> QVBoxLayout:
        made = column(gap=4)
        missing = iter(self._view.explain.gap(gap))
        number = 0
        for condition in gap.conditions:
            if condition.met and not condition.required:
                continue
            if condition.met:
                mark, words = self._tick(), self._view.condition(gap.target, condition)
            else:
                number += 1
                mark, words = self._number(number), next(missing)
            line = row(gap=10)
            line.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
            said = label(words, "muted" if condition.met else "text", wrap=True)
            said.setToolTip(tip(self._view.condition(gap.target, condition)))
            line.addWidget(said, 1)
            made.addLayout(line)
        return made

    def _tick(self) -> QLabel:
        context = self._view.context
        mark = QLabel()
        mark.setFixedSize(22, 22)
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark.setPixmap(icons.pixmap("check", context.palette.good, 18))
        mark.setAccessibleName(context.say("ui_result.condition_met"))
        return mark

    def _number(self, number: int) -> QLabel:
        mark = label(str(number))
        mark.setProperty("cell", "number")
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark.setFixedSize(22, 22)
        return mark

    def _scenario_row(self, near: NearScenario) -> NearRow:
        view = self._view
        return NearRow(
            view,
            near.scenario,
            view.item_name(near.scenario) + (" ★" if near.binding else ""),
            view.context.say("ui_result.from_to", level=near.level, target=near.level + near.steps),
            view.explain.near_scenario(near),
        )

    def _points_row(self, near: NearPoints) -> NearRow:
        view = self._view
        option = view.pack.question_by_id[near.question].option(near.letter)
        return NearRow(
            view,
            near.question,
            view.context.say(
                "ui_result.near_option",
                question=view.item_name(near.question),
                option=f"{near.letter} {view.context.text(option.text)}",
            ),
            view.context.say("ui_result.gain", points=as_text(near.gain)),
            view.explain.near_points(near),
        )


class NearList(QWidget):
    """A heading and the nearest few; the others at a click."""

    def __init__(self, view: VerdictView, title: str, rows: Sequence[NearRow]) -> None:
        super().__init__()
        self.rows = tuple(rows)
        self.more: QPushButton | None = None
        layout = column(self, gap=0)
        heading = row(gap=8)
        heading.addWidget(label(title, "small"))
        heading.addStretch(1)
        if len(rows) > _SHOWN:
            words = view.context.say("ui_result.near_more", count=len(rows))
            self.more = button(words, "link")
            self.more.clicked.connect(self._show_all)
            heading.addWidget(self.more)
        layout.addLayout(heading)
        for each in rows[:_SHOWN]:
            layout.addWidget(each)
        if not rows:
            self.hide()  # showing it here, without a parent, would open a window of its own

    def menu(self) -> QMenu:
        """All of them, each explained by its tool tip."""
        made = QMenu(self)
        made.setToolTipsVisible(True)
        for each in self.rows:
            action = made.addAction(f"{each.text()}\t{each.value}")
            action.setToolTip(each.toolTip())
            action.triggered.connect(each.click)
        return made

    def _show_all(self) -> None:
        below = self.more
        if below is None:
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        right = below.mapToGlobal(below.rect().bottomRight())
        menu.popup(right - QPoint(menu.sizeHint().width(), 0))


class NearRow(QAbstractButton):
    """One step up; a click leads to its question."""

    def __init__(self, view: VerdictView, item: str, text: str, value: str, explained: str) -> None:
        super().__init__()
        self.item = item
        self._palette = view.context.palette
        self.value = value
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(_ROW)
        self.setToolTip(tip(explained))
        self.setAccessibleName(explained)
        self.clicked.connect(lambda: view.open(item))

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(palette.sunken))
            painter.drawRoundedRect(room, 6, 6)
        if self.hasFocus():
            painter.setPen(stroke(color(palette.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 6, 6)
        plain, small = font(TEXT_SIZE), font(SMALL_SIZE)
        line = room.adjusted(6, 0, -4, 0)
        chevron = QRectF(line.right() - 12, line.top(), 12, line.height())
        write(painter, chevron, "›", font(18), palette.muted, Qt.AlignmentFlag.AlignHCenter)
        value_width = text_width(self.value, small) + 4
        value = QRectF(chevron.left() - value_width - 4, line.top(), value_width, line.height())
        write(painter, value, self.value, small, palette.accent, Qt.AlignmentFlag.AlignRight)
        width = value.left() - line.left() - 10
        text = QRectF(line.left(), line.top(), width, line.height())
        write(painter, text, elided(self.text(), plain, width), plain, palette.text)
