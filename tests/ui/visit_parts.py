"""A consultant's visit, played in the window step by step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hands_parts import CTRL, LEFT, Hands, drop_on
from home_parts import in_dialog, type_in
from intake_parts import LONG, intake_page
from intake_parts import wait as wait_for_intake
from onsite_parts import new_photo, wait_for_files, wait_until_read
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from visit_words import (
    CAPTIONS,
    COST,
    DUE,
    FIGURES,
    FLAGGED,
    GENERAL_NOTE,
    KEYS,
    NOTES,
    OWNER,
    PASSWORD,
    REASONS,
    SECTION_NOTE,
)

from suzhou_assess.ui.dialogs.enterprise_form import EnterpriseForm
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.dialogs.open_points_dialog import OpenPointsDialog
from suzhou_assess.ui.dialogs.package_import import PackageImportDialog
from suzhou_assess.ui.dialogs.package_write import PackageWriteDialog
from suzhou_assess.ui.dialogs.report_dialog import ReportDialog
from suzhou_assess.ui.dialogs.section_notes import SectionNotes
from suzhou_assess.ui.dialogs.submit_assessment import SubmitDialog
from suzhou_assess.ui.pages.assess import AssessPage
from suzhou_assess.ui.pages.result import ResultPage
from suzhou_assess.ui.widgets.review_view import ReviewView
from suzhou_assess.ui.widgets.way_up_view import WayUpView


class Laptop(Hands):
    """What a consultant does on a visit."""

    # the claim comes

    def import_workbook(self, path: Path) -> None:
        """Dropped on 导入, looked at, imported."""
        self.press("5", held=CTRL)
        page = intake_page(self.window)
        drop_on(page, path)
        self.qtbot.waitUntil(lambda: page.intake.import_button.isVisible(), timeout=LONG)
        wait_for_intake(self.qtbot, page)
        self.click(page.intake.import_button)
        wait_for_intake(self.qtbot, page)

    def open_enterprise(self, name: str) -> None:
        """Searched for; its history stands beside the list."""
        self.press("2", held=CTRL)
        page = self.window.current_page
        self.qtbot.waitUntil(lambda: page._read_once, timeout=LONG)  # type: ignore[attr-defined]
        self.press("/")
        type_in(self.qtbot, page.search, name)  # type: ignore[attr-defined]
        self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Return)
        history = page.panel.history  # type: ignore[attr-defined]
        self.qtbot.waitUntil(lambda: history.isVisible() and history.model().rowCount() > 0)

    def open_claim(self) -> None:
        """The one assessment of that enterprise, by double click."""
        history = self.window.current_page.panel.history  # type: ignore[attr-defined]
        spot = history.visualRect(history.model().index(0, 0)).center()
        self.qtbot.mouseClick(history.viewport(), LEFT, pos=spot)
        self.qtbot.mouseDClick(history.viewport(), LEFT, pos=spot)

    def start_onsite(self) -> str:
        """From the claim's result."""
        self.click(self.review().start_button)
        wait_until_read(self.qtbot, self.page)
        return self.open_id

    def come_back(self) -> None:
        """To the open assessment, as it was left."""
        self.press("3", held=CTRL)
        assert isinstance(self.window.current_page, AssessPage)

    def see_result(self) -> None:
        self.click(self.page.header.result)
        assert isinstance(self.window.current_page, ResultPage)

    # judging

    def judge_all(self) -> None:
        """All items in their order: most as claimed, some otherwise with a reason."""
        answering = self.page.answering
        while answering.item:
            item = answering.item
            if item in FIGURES:
                self._correct(item)
            elif item in KEYS:
                self.press(KEYS[item])
            if item in REASONS:
                self.press("R", held=CTRL)
                self.type(REASONS[item])
                self.press(Qt.Key.Key_Escape)
            if item in NOTES:
                self.press("M", held=CTRL)
                self.type(NOTES[item])
                self.press(Qt.Key.Key_Escape)
            if item == FLAGGED:
                self.press(Qt.Key.Key_F2)
            changed = item in FIGURES or item in KEYS
            self.press(Qt.Key.Key_PageDown if changed else Qt.Key.Key_F3)
            if not isinstance(self.window.current_page, AssessPage):
                return
            assert answering.item != item, f"stuck at {item}"

    def _correct(self, item: str) -> None:
        figure, number = FIGURES[item]
        field = next(
            one
            for one in self.page.answering.question.figures.fields
            if one.figure is not None and one.figure.id == figure
        )
        if item == "Q02":
            total = self.page.answering.question.figures.fields[0]
            total.edit.setFocus()
            self.press(*"120")
        field.edit.setFocus()
        self.press(*number)
        self.press(Qt.Key.Key_Escape)

    def go_to(self, item: str) -> None:
        """By a click in the way at the left, its section first."""
        way = self.page.answering.way
        row = way.items[item]
        if not row.isVisible():
            header = next(header for section, header in way.sections if item in section.items)
            self.click(header)
        if self.page.answering.item != item:
            self.click(row)
        assert self.page.answering.item == item

    def note(self, item: str, text: str) -> None:
        """In the field under a question."""
        self.go_to(item)
        self.press("M", held=CTRL)
        self.type(text)
        self.press(Qt.Key.Key_Escape)

    def write_notes(self) -> None:
        """On the section that is open, and on the whole."""
        way = self.page.answering.way
        opened = next(row for row in way.notes if row.isVisible())

        def section(dialog: SectionNotes) -> None:
            self.type(SECTION_NOTE)
            self.click(dialog.close_button)

        def whole(dialog: SectionNotes) -> None:
            self.type(GENERAL_NOTE)
            self.click(dialog.close_button)

        in_dialog(self.qtbot, SectionNotes, lambda: self.click(opened), section)
        in_dialog(self.qtbot, SectionNotes, lambda: self.click(way.general), whole)

    # evidence

    def attach_photos(self, folder: Path) -> None:
        """Five pictures, three ways; one of them at two questions."""
        plate, rack, board = (new_photo(folder, name) for name in CAPTIONS)
        self.go_to("Q02")
        self.choosing(plate)
        self.press("E", held=CTRL)
        wait_for_files(self.qtbot, self.page, "Q02", 1)
        self._caption(CAPTIONS[plate.name])
        self.go_to("Q01")
        drop_on(self.page.answering.area.viewport(), rack)
        wait_for_files(self.qtbot, self.page, "Q01", 1)
        self._caption(CAPTIONS[rack.name])
        self.go_to("S06")
        drop_on(self.page.answering.area.viewport(), board)
        wait_for_files(self.qtbot, self.page, "S06", 1)
        self._caption(CAPTIONS[board.name])
        picture = QImage(320, 200, QImage.Format.Format_RGB32)
        picture.fill(0x336699)
        QGuiApplication.clipboard().setImage(picture)
        self.press("V", held=CTRL)
        wait_for_files(self.qtbot, self.page, "S06", 2)
        self.go_to("Q03")
        drop_on(self.page.answering.area.viewport(), plate)
        wait_for_files(self.qtbot, self.page, "Q03", 1)

    def _caption(self, text: str) -> None:
        details = self.page.answering.evidence.details
        self.qtbot.waitUntil(lambda: details.caption.isVisible())
        self.click(details.caption)
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def attach_refused(self, *sources: Path) -> str:
        """Dropped together; the words of the message about those that are not taken."""
        seen: list[str] = []

        def read(dialog: MessageDialog) -> None:
            seen.extend((dialog.windowTitle(), dialog.accessibleDescription()))
            self.click(dialog.accept_button)

        in_dialog(
            self.qtbot,
            MessageDialog,
            lambda: (
                drop_on(self.page.answering.area.viewport(), *sources),
                self.qtbot.waitUntil(lambda: bool(seen)),
            ),
            read,
        )
        return "\n".join(seen)

    # open points

    def walk_to_open_point(self, kind: str) -> int:
        """F4, that kind, the first of the list; how many of the kind there are."""
        counts: list[int] = []

        def go(dialog: OpenPointsDialog) -> None:
            self.click(dialog.kinds[kind])
            counts.append(dialog.list.model().rowCount())
            dialog.list.setFocus()
            self.qtbot.keyClick(dialog.list, Qt.Key.Key_Home)
            self.qtbot.keyClick(dialog.list, Qt.Key.Key_Return)

        in_dialog(self.qtbot, OpenPointsDialog, lambda: self.press(Qt.Key.Key_F4), go)
        return counts[0]

    # result

    def review(self) -> ReviewView:
        self.turn_to("review")
        view = self.result.tabs.content
        assert isinstance(view, ReviewView)
        return view

    def turn_to(self, tab: str) -> None:
        self.click(self.result.tabs.tabs.buttons[tab])
        QApplication.processEvents()

    def submit(self, button: QWidget) -> None:
        in_dialog(
            self.qtbot,
            SubmitDialog,
            lambda: self.click(button),
            lambda dialog: self.click(dialog.submit),
        )

    def export(self, which: str, out: Path) -> None:
        """An entry of the menu 导出."""
        self.saving(out)
        menu = self.result.export.menu()
        next(action for action in menu.actions() if action.data() == which).trigger()
        assert out.exists(), self.told

    def report(self, kind: str, out: Path) -> None:
        """报告…, in the kind of file that ``out`` ends with."""
        self.saving(out)

        def choose(dialog: ReportDialog) -> None:
            self.click(dialog.kind.buttons[kind])
            self.click(dialog.ending.buttons[out.suffix[1:]])
            self.click(dialog.write_button)

        in_dialog(self.qtbot, ReportDialog, lambda: self.click(self.result.report), choose)
        assert out.exists(), self.told

    def write_package(self, out: Path) -> None:
        self.saving(out)

        def fill(dialog: PackageWriteDialog) -> None:
            for field in (dialog.first, dialog.second):
                self.qtbot.keyClicks(field, PASSWORD)
            self.click(dialog.write_button)

        menu = self.result.export.menu()
        action = next(action for action in menu.actions() if action.data() == "package")
        in_dialog(self.qtbot, PackageWriteDialog, action.trigger, fill)
        assert out.exists(), self.told

    def import_package(
        self, path: Path, decide: Callable[[PackageImportDialog], object] = lambda _: None
    ) -> None:
        """Dropped on 导入, opened with the password, decided, taken, shown."""
        self.press("5", held=CTRL)
        page = self.window.current_page

        def take(dialog: PackageImportDialog) -> None:
            self._wait_for(dialog)
            self.qtbot.keyClicks(dialog.password.field, PASSWORD)
            self.click(dialog.open_button)
            self._wait_for(dialog)
            decide(dialog)
            self.click(dialog.take_button)
            self._wait_for(dialog)
            self.click(dialog.show_button)

        in_dialog(
            self.qtbot,
            PackageImportDialog,
            lambda: (
                drop_on(page, path),
                self.qtbot.waitUntil(lambda: self.window.current_page is not page, timeout=LONG),
            ),
            take,
        )

    def _wait_for(self, dialog: PackageImportDialog) -> None:
        self.qtbot.waitUntil(lambda: dialog._task is None, timeout=LONG)

    # the way up

    def plan(self) -> WayUpView:
        """One step left out, one fixed, taken on, the first with owner, day and cost."""
        self.turn_to("way_up")
        view = self.result.tabs.content
        assert isinstance(view, WayUpView)
        left_out = view.steps.rows[0].name.text()
        self.click(view.steps.rows[0].exclude)
        QApplication.processEvents()
        assert left_out not in [row.name.text() for row in view.steps.rows if row.isVisible()]
        self.click(view.steps.rows[0].pin)
        QApplication.processEvents()
        assert len(view.wishes.tags) == 2
        self.click(view.take_on)
        QApplication.processEvents()
        first = view.board.rows[0]
        for field, text in ((first.owner, OWNER), (first.due, DUE), (first.cost, COST)):
            field.setFocus()
            self.type(text)
            self.press(Qt.Key.Key_Tab)
        return view

    def edit_contact(self, name: str) -> None:
        """The enterprise's profile from within the assessment."""

        def fill(dialog: EnterpriseForm) -> None:
            edit = dialog.fields["contact_name"].editor
            assert isinstance(edit, QLineEdit)
            edit.setFocus()
            edit.selectAll()
            self.type(name)
            self.click(dialog.save_button)

        profile = self.page.answering.way.profile
        assert profile is not None
        in_dialog(self.qtbot, EnterpriseForm, lambda: self.click(profile), fill)
