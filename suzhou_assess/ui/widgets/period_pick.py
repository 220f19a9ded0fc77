"""Choosing a period: one of the usual ones, or two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.rollup_query import PERIODS, Period, RollupQuery
from suzhou_assess.ui.widgets.basics import column, label, row
from suzhou_assess.ui.widgets.day_edit import DayEdit


class PeriodPick(QFrame):
    """Takes effect at once."""

    changed = Signal(object)
    """A ``RollupQuery`` with another period."""

    def __init__(self, context: Context) -> None:
        super().__init__(None, Qt.WindowType.Popup)
        self.setProperty("popup", True)
        say = context.say
        self._query = RollupQuery()
        layout = column(self, margins=(16, 12, 16, 16), gap=4)
        self._group = QButtonGroup(self)
        self.choices: dict[Period, QRadioButton] = {}
        for period in PERIODS:
            choice = QRadioButton(say(f"ui_rollup.period_{period}"))
            choice.clicked.connect(lambda _=False, period=period: self._choose(period))
            self._group.addButton(choice)
            self.choices[period] = choice
            layout.addWidget(choice)
        today = date.today()  # noqa: DTZ011 - the user's own day
        self.since, self.until = (
            DayEdit(context, today.replace(month=1, day=1)),
            DayEdit(context, today),
        )
        days = row(margins=(26, 0, 0, 0), gap=8)
        days.addWidget(self.since)
        days.addWidget(label("–", "muted"))
        days.addWidget(self.until)
        layout.addLayout(days)
        for edit, name in ((self.since, "since"), (self.until, "until")):
            edit.setAccessibleName(say(f"ui_rollup.day_{name}"))
            edit.setFixedWidth(136)
            edit.dateChanged.connect(lambda _day: self._choose("own"))

    def show_query(self, query: RollupQuery, today: date) -> None:
        """Begin with what is set; the days of a usual period are shown too."""
        self._query = query
        self.choices[query.period].setChecked(True)
        for edit, day in zip((self.since, self.until), query.days(today), strict=True):
            if day is not None:
                with QSignalBlocker(edit):
                    edit.set_value(day)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.choices[self._query.period].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
            return
        super().keyPressEvent(event)

    def _choose(self, period: Period) -> None:
        query = replace(self._query, period=period)
        if period == "own":
            since, until = self.since.value(), self.until.value()
            query = replace(query, since=min(since, until), until=max(since, until))
            self.choices["own"].setChecked(True)
        self._query = query
        self.changed.emit(query)
