"""The window of the pictures: of one size, at one moment, with invented data."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from picture_data import TODAY, seed
from PySide6.QtCore import QRect, QSettings, Qt, qInstallMessageHandler
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from suzhou_assess.services import package_writing, report_worker
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place, Subject
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages import rollup
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.preferences import Preferences
from suzhou_assess.ui.tasks import Tasks
from suzhou_assess.ui.theme import Theme
from suzhou_assess.ui.widgets import (
    assess_footer,
    filter_bar,
    period_pick,
    support_view,
    way_up_day,
    work_overview,
)

WIDTH, HEIGHT = 1366, 768
_SCREEN = {
    "screens": [
        {
            "name": "screen",
            "x": 0,
            "y": 0,
            "width": WIDTH,
            "height": HEIGHT,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
    ]
}


def prepare_environment(folder: Path) -> None:
    """Before the application is made: a display of one fixed size, and nothing of the user's."""
    screen = folder / "screen.json"
    screen.write_text(json.dumps(_SCREEN), encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(("QT_", "SUZHOU_ASSESS_"))]:
        del os.environ[name]
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    os.environ["TZ"] = "Asia/Shanghai"
    if hasattr(time, "tzset"):
        time.tzset()


class Studio:
    """Opens the window at a place and takes its picture."""

    def __init__(self, folder: Path) -> None:
        qInstallMessageHandler(_tell)
        self._faults: list[BaseException] = []
        sys.excepthook = lambda _kind, fault, _trace: self._faults.append(fault)
        _stop_the_clock()
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
        self._app = QApplication(sys.argv[:1])
        self._app.setStyle("Fusion")
        self._app.setCursorFlashTime(0)
        self.folder = folder
        self.workspace = Workspace.open(str(folder / "assess.db"))
        self.seeded = seed(self.workspace)
        self.context = Context(
            self.workspace, Theme(self._app, "light"), Preferences(), Tasks(self._app)
        )
        self.window = MainWindow(self.context)
        self.window.showNormal()
        self.window.resize(WIDTH, HEIGHT)

    def open(self, page: str, subject: Subject = None, item: str | None = None) -> Page:
        self.window.open(Place(page, subject, item))
        self.settle()
        return self.window.current_page

    def settle(self) -> None:
        """Lets everything happen that follows from what was done, delayed reading too.

        A fault in it ends the program: no picture of a broken window is kept.
        """
        until = time.monotonic() + 0.5
        while time.monotonic() < until or self.context.tasks.busy:
            self._app.processEvents()
            time.sleep(0.005)
        if self._faults:
            raise self._faults[0]

    def picture(self) -> QImage:
        self.settle()
        return self.window.grab().toImage()

    def picture_with(self, dialog: QDialog) -> QImage:
        """The dialog over the dimmed window, with its title as a desktop would show it."""
        dialog.show()
        self.settle()
        for field in dialog.findChildren(QLineEdit):
            field.deselect()
        whole, inner = self.window.grab().toImage(), dialog.grab().toImage()
        bar = 36
        frame = QRect(0, 0, inner.width() + 2, inner.height() + bar + 1)
        frame.moveCenter(whole.rect().center())
        painter = QPainter(whole)
        painter.fillRect(whole.rect(), QColor(16, 24, 36, 90))
        painter.fillRect(frame, QColor("#C6CEDA"))
        painter.fillRect(frame.adjusted(1, 1, -1, -1), QColor("#FFFFFF"))
        painter.drawImage(frame.left() + 1, frame.top() + bar, inner)
        font = QFont(self._app.font())
        font.setPixelSize(13)
        painter.setFont(font)
        painter.setPen(QColor("#1A2330"))
        title = QRect(frame.left() + 16, frame.top(), frame.width() - 60, bar)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, dialog.windowTitle())
        middle_x, middle_y = frame.right() - 22, frame.top() + bar // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawLine(middle_x - 5, middle_y - 5, middle_x + 5, middle_y + 5)
        painter.drawLine(middle_x - 5, middle_y + 5, middle_x + 5, middle_y - 5)
        painter.end()
        dialog.hide()
        return whole

    def close(self) -> None:
        self.window.close()
        self.workspace.close()


def _tell(_kind: object, _context: object, message: str) -> None:
    """Qt's warnings, without the one that the offscreen display always gives."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


def _stop_the_clock() -> None:
    """What the window says of today and now is said of the day of the pictures."""

    class Day(date):
        @classmethod
        def today(cls) -> Day:
            return cls(TODAY.year, TODAY.month, TODAY.day)

    class Moment(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Moment:
            hour = 6 if tz is UTC else 14
            return cls(TODAY.year, TODAY.month, TODAY.day, hour, 45, tzinfo=tz)

    for module in (work_overview, rollup, filter_bar, period_pick, support_view, way_up_day):
        module.date = Day
    for module in (assess_footer, package_writing, report_worker):
        module.datetime = Moment
