"""Makes every picture of the manual and the READMEs from the real window.

python docs/manual/make_pictures.py [NAME…]

Without names all of them. Everything that would differ from run to run is fixed: the invented
data, the moments in the database, the day, the size of the screen, the folder of the settings. The
font is Noto Sans CJK SC, which must be installed. The pictures of the workbook need LibreOffice
(soffice), they and those of the report poppler (pdftoppm, pdftotext); they are left as they are
where these are missing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from picture_data import TODAY, fix_moment
from picture_files import REPORT_PICTURES, WORKBOOK_PICTURES, report_pages, save, workbook_pages
from picture_studio import Studio, prepare_environment
from PySide6.QtCore import QDate
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QScrollArea

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.services import enterprises, evidence, reports
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.deliver import write_assessment
from suzhou_assess.services.samples import TRUTH_FILE, plan_samples, write_samples
from suzhou_assess.ui.dialogs.campaign_dialog import CampaignDialog
from suzhou_assess.ui.dialogs.enterprise_form import EnterpriseForm
from suzhou_assess.ui.dialogs.evidence_viewer import EvidenceViewer
from suzhou_assess.ui.dialogs.new_assessment import NewAssessment
from suzhou_assess.ui.dialogs.package_import import PackageImportDialog
from suzhou_assess.ui.dialogs.roster_dialog import RosterDialog
from suzhou_assess.ui.pace import duration
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.widgets import intake_view

_MANY_PROBLEMS = 7
"""The row of the import that has several problems."""
PICTURES = Path(__file__).resolve().parents[1] / "pictures"


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


def _on_site(studio: Studio, item: str) -> Page:
    """The visit at a question. Going there saves where the draft stands, hence the moment."""
    visit = studio.seeded.visit.onsite
    fix_moment(studio.workspace.path, visit)
    return studio.open("assess", visit, item)


def _onsite(studio: Studio) -> QImage:
    _on_site(studio, "S06")
    return studio.picture()


def _onsite_evidence(studio: Studio) -> QImage:
    page = _on_site(studio, "Q02")
    studio.settle()
    page.answering.evidence.strip.choose(_pictures_of(studio, "Q02")[0].id)
    return studio.picture()


def _pictures_of(studio: Studio, item: str) -> list[Evidence]:
    attached = evidence.of_assessment(studio.workspace, studio.seeded.visit.onsite)
    return [one for one in attached if one.item == item and one.can_be_shown]


def _evidence(studio: Studio) -> QImage:
    page = _on_site(studio, "Q02")
    shown = _pictures_of(studio, "Q02")
    viewer = EvidenceViewer(studio.context, page, shown, shown[0])
    viewer.resize(980, 620)
    return studio.picture_with(viewer)


def _signed_off(studio: Studio) -> str:
    """The visit's assessment, submitted: what comes after the visit is about that."""
    visit = studio.seeded.visit.onsite
    session = AssessmentSession(studio.workspace, visit)
    if session.status == "draft":
        session.submit()
    return visit


def _review(studio: Studio) -> QImage:
    studio.open("result", _signed_off(studio), "review")
    return studio.picture()


def _way_up(studio: Studio) -> QImage:
    studio.open("result", _signed_off(studio), "way_up")
    return studio.picture()


def _plan(studio: Studio) -> QImage:
    page = studio.open("result", _signed_off(studio), "way_up")
    studio.settle()
    page.tabs.content.show_part("plan")
    return studio.picture()


def _support(studio: Studio) -> QImage:
    studio.open("result", _signed_off(studio), "support")
    return studio.picture()


def _over_time(studio: Studio) -> QImage:
    page = studio.open("result", _signed_off(studio), "over_time")
    studio.settle()
    page.tabs.content.compare(studio.seeded.visit.year_before, studio.seeded.visit.onsite)
    return studio.picture()


def _package(studio: Studio) -> QImage:
    fix_moment(studio.workspace.path, studio.seeded.visit.onsite)
    page = studio.open("home")
    dialog = PackageImportDialog(studio.context, page, studio.seeded.visit.package)
    dialog.resize(1060, 640)
    return studio.picture_with(dialog)


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
    _settings_page(studio)
    return studio.picture()


def _settings_files(studio: Studio) -> QImage:
    """The lower part: what an office loads."""
    page = _settings_page(studio)
    page.setFocus()
    page.findChild(QScrollArea).ensureWidgetVisible(page.template, 0, 40)
    return studio.picture()


def _settings_page(studio: Studio) -> Page:
    """With a path as an office has it, for it shows."""
    page = studio.open("settings")
    here = str(studio.workspace.path.absolute())
    for words in page.findChildren(QLabel):
        if words.text() == here:
            words.setText(r"C:\Users\wang\AppData\Local\suzhou-assess\assess.db")
    return page


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
    "settings-files": _settings_files,
    "onsite": _onsite,
    "onsite-evidence": _onsite_evidence,
    "evidence": _evidence,
    "package": _package,
    "review": _review,
    "way-up": _way_up,
    "plan": _plan,
    "support": _support,
    "over-time": _over_time,
}


def main(wanted: list[str]) -> None:
    known = [*WINDOW_PICTURES, *WORKBOOK_PICTURES, *REPORT_PICTURES]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise SystemExit(f"no such picture: {', '.join(unknown)}; there are {', '.join(known)}")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        prepare_environment(folder)
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
    printed = [name for name in REPORT_PICTURES if not wanted or name in wanted]
    if printed:
        report = studio.folder / "report.pdf"
        for _ in reports.write_report(studio.workspace, _signed_off(studio), report):
            pass
        for name, picture in report_pages(report, printed):
            save(picture, PICTURES / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
