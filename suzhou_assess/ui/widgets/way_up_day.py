"""A day that may be left empty: typed as people write days, or picked from a calendar."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidgetAction

from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import set_role

_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_BARE = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)


def day_typed(written: str, today: date) -> date | None:
    """``2026-6-30``, ``2026年6月30日``, ``20260630``, or ``6-30`` for the next one from today on.

    Raises ``ValueError`` for what is no day; ``None`` for nothing.
    """
    text = written.strip()
    if not text:
        return None
    found = _FULL.fullmatch(text) or _BARE.fullmatch(text)
    if found is not None:
        year, month, day = map(int, found.groups())
        return date(year, month, day)
    found = _SHORT.fullmatch(text)
    if found is None:
        raise ValueError(written)
    month, day = map(int, found.groups())
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


class DueEdit(QLineEdit):
    """Emits ``entered`` with the day, or ``None`` when it was emptied; nothing for what is no day,
    which stays there marked."""

    entered = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._day: date | None = None
        self.setPlaceholderText(context.say("ui_way_up.due_hint"))
        pick = QAction(
            icons.icon("calendar", context.palette.muted), context.say("ui_way_up.due_pick"), self
        )
        pick.triggered.connect(self._pick)
        self.addAction(pick, QLineEdit.ActionPosition.TrailingPosition)
        self.editingFinished.connect(self._take)
        self.textEdited.connect(lambda _: self._mark(True))

    @property
    def day(self) -> date | None:
        return self._day

    def set_day(self, day: date | None) -> None:
        self._day = day
        self.setText("" if day is None else day.isoformat())
        self._mark(True)

    def _take(self) -> None:
        try:
            day = day_typed(self.text(), date.today())  # noqa: DTZ011 - the user's own day
        except ValueError:
            self._mark(False)
            return
        self.setText("" if day is None else day.isoformat())
        self._mark(True)
        if day != self._day:
            self._day = day
            self.entered.emit(day)

    def _mark(self, sound: bool) -> None:
        set_role(self, "" if sound else "true", "invalid")
        self.setToolTip("" if sound else self._context.say("ui_way_up.due_invalid"))

    def _pick(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setLocale(QLocale("zh_CN" if self._context.words.lang == "zh" else "en_GB"))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if self._day is not None:
            calendar.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.activated.connect(lambda day: self._picked(menu, day))
        calendar.clicked.connect(lambda day: self._picked(menu, day))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _picked(self, menu: QMenu, day: QDate) -> None:
        menu.close()
        self.setText(day.toString("yyyy-MM-dd"))
        self._take()
