"""The filters of the page 汇总 as a line of chips, each taking effect at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.services.rollup_views import UNKNOWN
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.rollup_query import RollupQuery, named, period_words
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.chart import elided, font
from suzhou_assess.ui.widgets.day_edit import DayEdit
from suzhou_assess.ui.widgets.flow import FlowLayout
from suzhou_assess.ui.widgets.period_pick import PeriodPick
from suzhou_assess.ui.widgets.pick_list import ChipButton, PickList

_KINDS = ("district", "industry", "size")
_FIELD = {"district": "districts", "industry": "industries", "size": "sizes"}
_MODES: tuple[Mode | None, ...] = (None, "self", "onsite")
_NAME_ROOM = 150
"""A chip names what it takes up to this width."""


class FilterBar(QFrame):
    """Holds the query; emits it when the user changes it."""

    changed = Signal(object)
    """The ``RollupQuery``."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("bar", "top")
        self._context = context
        self.query = RollupQuery()
        say = context.say
        layout = column(self, margins=(24, 8, 24, 8))
        flow = FlowLayout(gap=8)
        layout.addLayout(flow)
        self.chips: dict[str, ChipButton] = {}
        self.lists: dict[str, PickList] = {}
        for kind in _KINDS:
            chip = self._chip(flow, kind)
            chip.clicked.connect(lambda _=False, kind=kind: self._open_list(kind))
        self._chip(flow, "mode").clicked.connect(self._open_modes)
        self._chip(flow, "period").clicked.connect(self._open_period)
        self.period: PeriodPick | None = None
        flow.addWidget(self._as_of())
        self.clear_button = button(say("ui_rollup.clear"), "link")
        self.clear_button.clicked.connect(self.clear)
        flow.addWidget(self.clear_button)
        self._tell()

    def set_query(self, query: RollupQuery) -> None:
        """Show a query without telling anybody."""
        self.query = query
        self._tell()

    def clear(self) -> None:
        """Take all again; the day stays."""
        self._set(RollupQuery(as_of=self.query.as_of))

    def _chip(self, flow: FlowLayout, kind: str) -> ChipButton:
        chip = ChipButton(self._context.say(f"ui_rollup.filter_{kind}"))
        self.chips[kind] = chip
        flow.addWidget(chip)
        return chip

    def _as_of(self) -> QWidget:
        made = QWidget()
        line = row(made, gap=6)
        line.addWidget(label(self._context.say("ui_rollup.as_of"), "muted"))
        self.day = DayEdit(self._context, _today())
        self.day.setProperty("compact", True)
        self.day.setAccessibleName(self._context.say("ui_rollup.as_of"))
        self.day.setToolTip(self._context.say("ui_rollup.as_of_tip"))
        self.day.setFixedWidth(132)
        self.day.dateChanged.connect(lambda _day: self._on_day())
        line.addWidget(self.day)
        return made

    def _on_day(self) -> None:
        day = self.day.value()
        self._set(replace(self.query, as_of=None if day == _today() else day))

    def _open_list(self, kind: str) -> None:
        if kind not in self.lists:
            name = self._context.say(f"ui_rollup.filter_{kind}")
            made = PickList(self._context, name, self._entries(kind))
            made.setParent(self, made.windowFlags())
            made.changed.connect(
                lambda codes: self._set(replace(self.query, **{_FIELD[kind]: codes}))
            )
            self.lists[kind] = made
        self.lists[kind].set_taken(getattr(self.query, _FIELD[kind]))
        self.chips[kind].place_below(self.lists[kind])

    def _entries(self, kind: str) -> Sequence[tuple[str, str]]:
        places = self._context.workspace.places
        codes = {
            "district": [district.code for district in places.districts],
            "industry": [industry.code for industry in places.industries],
            "size": [size.id for size in places.sizes],
        }[kind]
        return [(code, named(self._context, kind, code)) for code in (*codes, UNKNOWN)]

    def _open_modes(self) -> None:
        chip = self.chips["mode"]
        menu = QMenu(chip)
        group = QActionGroup(menu)
        for mode in _MODES:
            action = menu.addAction(self._mode_words(mode))
            action.setCheckable(True)
            action.setChecked(mode == self.query.mode)
            action.triggered.connect(
                lambda _=False, mode=mode: self._set(replace(self.query, mode=mode))
            )
            group.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(chip.below)

    def _open_period(self) -> None:
        if self.period is None:
            self.period = PeriodPick(self._context)
            self.period.setParent(self, self.period.windowFlags())
            self.period.changed.connect(self._set_period)
        self.period.show_query(self.query, _today())
        self.chips["period"].place_below(self.period)

    def _set_period(self, query: RollupQuery) -> None:
        # What else was changed while the popup was open stays.
        period, since, until = query.period, query.since, query.until
        self._set(replace(self.query, period=period, since=since, until=until))

    def _set(self, query: RollupQuery) -> None:
        if query == self.query:
            return
        self.query = query
        self._tell()
        self.changed.emit(query)

    def _tell(self) -> None:
        context, query = self._context, self.query
        for kind in _KINDS:
            codes = getattr(query, _FIELD[kind])
            names = [named(context, kind, code) for code in codes]
            if not names:
                text = context.say(f"ui_rollup.all_{kind}")
            elif len(names) == 1:
                text = elided(names[0], font(13), _NAME_ROOM)
            else:
                text = context.say(f"ui_rollup.some_{kind}", count=len(names))
            tip = context.words.joined(tuple(names))
            self.chips[kind].tell(text, narrows=bool(names), tip=tip)
        self.chips["mode"].tell(self._mode_words(query.mode), narrows=query.mode is not None)
        words = period_words(context, query, _today())
        short = words if query.period == "own" else context.say(f"ui_rollup.period_{query.period}")
        self.chips["period"].tell(short, narrows=query.period != "all", tip=words)
        self.clear_button.setVisible(query.narrowed)
        day = query.day(_today())
        if self.day.value() != day:
            with QSignalBlocker(self.day):
                self.day.set_value(day)

    def _mode_words(self, mode: Mode | None) -> str:
        return self._context.say("ui_rollup.mode_latest" if mode is None else f"ui.mode_{mode}")


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the user's own day
