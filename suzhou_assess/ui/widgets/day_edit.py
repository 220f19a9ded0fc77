"""A day, typed or picked from a calendar that speaks the window's language."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QToolButton

from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color


class DayEdit(QDateEdit):
    def __init__(self, context: Context, day: date) -> None:
        super().__init__(QDate(day.year, day.month, day.day))
        chinese = context.words.lang == "zh"
        self.setLocale(QLocale("zh_CN" if chinese else "en_GB"))
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        calendar = self.calendarWidget()
        calendar.setLocale(self.locale())
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        # Qt's red can't be read on a dark ground.
        weekend = QTextCharFormat()
        weekend.setForeground(color(context.palette.bad))
        for at in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(at, weekend)
        for name, icon in (("prevmonth", "back"), ("nextmonth", "next")):
            arrow = calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if isinstance(arrow, QToolButton):
                arrow.setIcon(icons.icon(icon, context.palette.text))

    def set_value(self, day: date) -> None:
        self.setDate(QDate(day.year, day.month, day.day))

    def value(self) -> date:
        day = self.date()
        return date(day.year(), day.month(), day.day())
