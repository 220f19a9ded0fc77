"""The general note and what is attached beside it: reached from the way through."""

from __future__ import annotations

from pathlib import Path

import pytest
from assess_parts import Keyboard, assess_page, new_draft, on_disk
from home_parts import in_dialog
from onsite_parts import attach_now, new_photo, wait_for_files, wait_until_read
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from visit_parts import drop_on

from suzhou_assess.services import evidence
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.dialogs.section_notes import SectionNotes
from suzhou_assess.ui.pages.assess import AssessPage

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(open_window, workspace: Workspace, qtbot: QtBot) -> AssessPage:
    made = assess_page(open_window("assess", new_draft(workspace), "S01"))
    wait_until_read(qtbot, made)
    return made


def open_notes(page: AssessPage, qtbot: QtBot, act) -> None:
    in_dialog(qtbot, SectionNotes, lambda: qtbot.mouseClick(page.answering.way.general, LEFT), act)


def attached(workspace: Workspace, page: AssessPage) -> list[tuple[str, str, str]]:
    kept = evidence.of_assessment(workspace, page.desk.session.id)
    return [(one.item, one.file_name, one.caption) for one in kept]


def test_that_files_are_attached_to_the_whole_by_key_clipboard_and_drop(
    page: AssessPage, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch
) -> None:
    photo, plan = new_photo(tmp_path, "合影.jpg"), new_photo(tmp_path, "厂区.jpg")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(photo)], ""))
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)

    def attach(dialog: SectionNotes) -> None:
        keyboard = Keyboard(dialog)
        keyboard.press("E", held=CTRL)
        wait_for_files(qtbot, page, "", 1)
        keyboard.press("V", held=CTRL)  # from within the note: there is no text to paste
        wait_for_files(qtbot, page, "", 2)
        drop_on(dialog, plan)
        wait_for_files(qtbot, page, "", 3)
        assert dialog.evidence.pane.strip.count == 3
        assert not dialog.evidence.pane.details.supports.isVisible()
        dialog.close_button.click()

    open_notes(page, qtbot, attach)
    assert [item for item, *_ in attached(workspace, page)] == ["", "", ""]
    assert page.answering.way.general._aside == "3"
    assert "3 份佐证" in page.answering.way.general.accessibleName()
    assert not page.answering.evidence.isVisible()  # nothing stands beside the question
    QGuiApplication.clipboard().clear()


def test_that_note_and_caption_are_written_together(
    page: AssessPage, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    attach_now(workspace, page.desk.session.id, "", new_photo(tmp_path, "合影.jpg"))
    page._evidence.shelf.read()
    wait_for_files(qtbot, page, "", 1)

    def write(dialog: SectionNotes) -> None:
        Keyboard(dialog)
        qtbot.keyClicks(dialog.edits["general"], "agreed")
        place = dialog.evidence.pane.strip.visualRect(
            dialog.evidence.pane.strip.model().index(0, 0)
        ).center()
        qtbot.mouseClick(dialog.evidence.pane.strip.viewport(), LEFT, pos=place)
        caption = dialog.evidence.pane.details.caption
        caption.setFocus()
        qtbot.keyClicks(caption, "gate")
        qtbot.keyClick(caption, Qt.Key.Key_Return)
        assert dialog.isVisible()  # Enter ends the caption, not the dialog
        assert dialog.edits["general"].hasFocus()
        dialog.close_button.click()

    open_notes(page, qtbot, write)
    assert attached(workspace, page) == [("", "合影.jpg", "gate")]
    assert on_disk(workspace, page.desk.session.id).answers.notes == {"general": "agreed"}
    assert page.answering.way.general._aside == "2"


def test_that_a_removal_beside_the_general_note_is_taken_back_by_ctrl_z(
    page: AssessPage, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    attach_now(workspace, page.desk.session.id, "", new_photo(tmp_path, "合影.jpg"))
    page._evidence.shelf.read()
    wait_for_files(qtbot, page, "", 1)

    def remove(dialog: SectionNotes) -> None:
        strip = dialog.evidence.pane.strip
        strip.setFocus()
        strip.setCurrentIndex(strip.model().index(0, 0))
        qtbot.keyClick(strip, Qt.Key.Key_Delete)
        assert dialog.evidence.pane.undo.isVisible()
        dialog.close_button.click()

    open_notes(page, qtbot, remove)
    assert attached(workspace, page) == []
    Keyboard(page.window()).press("Z", held=CTRL)
    assert page.answering.item == "S01"
    assert [name for _, name, _ in attached(workspace, page)] == ["合影.jpg"]


def test_that_a_refusal_is_told_once(
    page: AssessPage, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "tool.exe"
    bad.write_bytes(b"MZ" + bytes(100))
    told: list[str] = []

    def read(message: MessageDialog) -> None:
        told.append(message.windowTitle())
        message.accept()

    def attach(dialog: SectionNotes) -> None:
        def drop() -> None:
            drop_on(dialog, bad)
            qtbot.waitUntil(lambda: bool(told))

        in_dialog(qtbot, MessageDialog, drop, read)
        dialog.close_button.click()

    open_notes(page, qtbot, attach)
    assert len(told) == 1
    assert attached(workspace, page) == []


def test_that_a_submitted_assessment_shows_them_and_takes_no_more(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    draft = new_draft(workspace)
    attach_now(workspace, draft, "", new_photo(tmp_path))
    on_disk(workspace, draft).submit()
    page = assess_page(open_window("assess", draft, "S01"))
    wait_until_read(qtbot, page)
    seen: list[bool] = []

    def look(dialog: SectionNotes) -> None:
        pane = dialog.evidence.pane
        seen.extend((pane.strip.count == 1, dialog.evidence.add.isVisible()))
        seen.append(dialog.edits["general"].isReadOnly())
        dialog.close_button.click()

    open_notes(page, qtbot, look)
    assert seen == [True, False, True]
