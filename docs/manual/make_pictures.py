"""Makes every picture of the manual and the READMEs from the real window.

python docs/manual/make_pictures.py [NAME…]

Without names all of them. Everything that would differ from run to run is fixed: the invented
data, the moments in the database, the day, the size of the screen, the folder of the settings. The
font is Noto Sans CJK SC, which must be installed. The pictures of the workbook need LibreOffice
(soffice) and poppler (pdftoppm, pdftotext); they are left as they are where these are missing.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from pathlib import Path

import openpyxl
from picture_data import TODAY, seed
from picture_files import WORKBOOK_PICTURES, save, workbook_pages
from PySide6.QtCore import QDate, QRect, QSettings, Qt, qInstallMessageHandler
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit

from suzhou_assess.services import enterprises
from suzhou_assess.services.deliver import write_assessment
from suzhou_assess.services.samples import TRUTH_FILE, plan_samples, write_samples
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place, Subject
from suzhou_assess.ui.dialogs.campaign_dialog import CampaignDialog
from suzhou_assess.ui.dialogs.enterprise_form import EnterpriseForm
from suzhou_assess.ui.dialogs.new_assessment import NewAssessment
from suzhou_assess.ui.dialogs.roster_dialog import RosterDialog
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pace import duration
from suzhou_assess.ui.pages import rollup
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.preferences import Preferences
from suzhou_assess.ui.tasks import Tasks
from suzhou_assess.ui.theme import Theme
from suzhou_assess.ui.widgets import (
    assess_footer,
    filter_bar,
    intake_view,
    period_pick,
    work_overview,
)

WIDTH, HEIGHT = 1366, 768
_MANY_PROBLEMS = 7
"""The row of the import that has several problems."""
PICTURES = Path(__file__).resolve().parents[1] / "pictures"
SCREEN = {
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


def _prepare_environment(folder: Path) -> None:
    """Before the application is made: a display of one fixed size, and nothing of the user's."""
    screen = folder / "screen.json"
    screen.write_text(json.dumps(SCREEN), encoding="utf-8")
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
            return cls(TODAY.year, TODAY.month, TODAY.day, 14, 45, tzinfo=tz)

    for module in (work_overview, rollup, filter_bar, period_pick):
        module.date = Day
    assess_footer.datetime = Moment


def _home(studio: Studio) -> QImage:
    studio.open("home")
    return studio.picture()


def _enterprises(studio: Studio) -> QImage:
    page = studio.open("enterprises", studio.seeded.example_enterprise)
    page.search.setText("精密")
    return studio.picture()


def _enterprise_form(studio: Studio) -> QImage:
    key = studio.seeded.example_enterprise
    studio.open("enterprises", key).search.clear()
    known = enterprises.get(studio.workspace, key)
    return studio.picture_with(EnterpriseForm(studio.context, studio.window, key, known, {}))


def _new_assessment(studio: Studio) -> QImage:
    studio.open("home")
    dialog = NewAssessment(studio.context, studio.window, None)
    dialog.search.setText("昆山 精密")
    day = QDate(TODAY.year, TODAY.month, TODAY.day)
    dialog.date.setMaximumDate(day)
    dialog.date.setDate(day)
    return studio.picture_with(dialog)


def _assess(studio: Studio) -> QImage:
    studio.open("assess", studio.seeded.figures, "Q02")
    return studio.picture()


def _assess_multiple(studio: Studio) -> QImage:
    studio.open("assess", studio.seeded.multiple, "Q04")
    return studio.picture()


def _assess_scenario(studio: Studio) -> QImage:
    studio.open("assess", studio.seeded.scenario, "S06")
    return studio.picture()


def _result(studio: Studio) -> QImage:
    studio.open("result", studio.seeded.example)
    return studio.picture()


def _result_dark(studio: Studio) -> QImage:
    studio.open("result", studio.seeded.example)
    studio.context.theme.choose("dark")
    try:
        return studio.picture()
    finally:
        studio.context.theme.choose("light")
        studio.settle()


def _import(studio: Studio) -> QImage:
    sent_in = Path("十月收回")
    for _ in write_samples(plan_samples(sent_in, 60, 3, 0.15), jobs=1):
        pass
    (sent_in / TRUTH_FILE).unlink()  # nobody sends that in
    again = sent_in / "昆山市" / "昆山示例精密机械有限公司（改）.xlsx"
    write_assessment(studio.workspace, studio.seeded.example, again)
    _fill_in(again, "应用场景", "D6", 3)
    intake_view.duration = lambda words, _seconds: duration(words, 2)
    table = studio.open("import", (sent_in,)).intake.board.table
    studio.settle()
    table.setCurrentIndex(table.model().index(_MANY_PROBLEMS, 0))
    return studio.picture()


def _fill_in(workbook: Path, sheet: str, cell: str, value: object) -> None:
    """Changes one cell, as somebody with a spreadsheet does."""
    with warnings.catch_warnings(action="ignore"):
        book = openpyxl.load_workbook(workbook)
    book[sheet][cell] = value
    book.save(workbook)


def _batches(studio: Studio) -> QImage:
    studio.open("import", item="batches")
    return studio.picture()


def _doubts(studio: Studio) -> QImage:
    page = studio.open("import", item="doubts")
    studio.settle()
    page.doubts.kinds.set_value("equal_date")
    page.doubts.kinds.chosen.emit("equal_date")
    return studio.picture()


def _rollup(studio: Studio) -> QImage:
    studio.open("rollup")
    return studio.picture()


def _roster(studio: Studio) -> QImage:
    return studio.picture_with(RosterDialog(studio.context, studio.open("rollup")))


def _campaign(studio: Studio) -> QImage:
    return studio.picture_with(CampaignDialog(studio.context, studio.open("rollup")))


def _settings(studio: Studio) -> QImage:
    page = studio.open("settings")
    here = str(studio.workspace.path.absolute())
    for words in page.findChildren(QLabel):
        if words.text() == here:
            words.setText(r"C:\Users\wang\AppData\Local\suzhou-assess\assess.db")
    return studio.picture()


WINDOW_PICTURES: Mapping[str, Callable[[Studio], QImage]] = {
    "home": _home,
    "enterprises": _enterprises,
    "enterprise-form": _enterprise_form,
    "new-assessment": _new_assessment,
    "assess": _assess,
    "assess-multiple": _assess_multiple,
    "assess-scenario": _assess_scenario,
    "result": _result,
    "result-dark": _result_dark,
    "rollup": _rollup,
    "roster": _roster,
    "campaign": _campaign,
    "batches": _batches,
    "doubts": _doubts,
    "import": _import,
    "settings": _settings,
}


def main(wanted: list[str]) -> None:
    known = [*WINDOW_PICTURES, *WORKBOOK_PICTURES]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise SystemExit(f"no such picture: {', '.join(unknown)}; there are {', '.join(known)}")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _prepare_environment(folder)
        # Names of files show in the pictures: relative ones are the same everywhere.
        os.chdir(folder)
        studio = Studio(folder)
        try:
            _take(studio, wanted)
        finally:
            sys.excepthook = sys.__excepthook__
            studio.close()
            os.chdir(PICTURES)


def _take(studio: Studio, wanted: list[str]) -> None:
    for name, take in WINDOW_PICTURES.items():
        if not wanted or name in wanted:
            save(take(studio), PICTURES / f"{name}.png")
    printed = [name for name in WORKBOOK_PICTURES if not wanted or name in wanted]
    if printed:
        workbook = studio.folder / "example.xlsx"
        write_assessment(studio.workspace, studio.seeded.example, workbook)
        for name, picture in workbook_pages(workbook, printed):
            save(picture, PICTURES / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
