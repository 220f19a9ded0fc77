"""Evidence under a question: attached by key, button, clipboard and drop; described, removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from assess_parts import Keyboard, assess_page, new_draft, on_disk
from onsite_parts import (
    attach_now,
    new_onsite,
    new_photo,
    wait_for_files,
    wait_until_read,
)
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from suzhou_assess.services import evidence
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.evidence_viewer import EvidenceViewer
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.models import evidence_desk
from suzhou_assess.ui.widgets.evidence_supports import supports_words

CTRL = Qt.KeyboardModifier.ControlModifier


def choosing(monkeypatch: pytest.MonkeyPatch, *files: Path) -> None:
    """The file dialog gives these."""
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in files], "")
    )


def in_dialog(kind, act) -> None:
    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def drop_on(widget, data: QMimeData) -> QDropEvent:
    """What a desktop sends when something is dragged in and let go."""
    place = QPoint(40, 40)
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(widget, enter)
    drop = QDropEvent(QPointF(place), action, data, Qt.MouseButton.LeftButton, none)
    if enter.isAccepted():
        QApplication.sendEvent(widget, drop)
    return drop


def files_of(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


# attaching


def test_that_a_question_without_evidence_gives_it_no_room(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "Q01"))
    wait_until_read(qtbot, page)
    assert not page.answering.evidence.isVisible()
    assert page.answering.notes.attach.isVisible()


def test_that_ctrl_e_attaches_several_files(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch
) -> None:
    draft = new_draft(workspace)
    page = assess_page(open_window("assess", draft, "Q02"))
    choosing(monkeypatch, new_photo(tmp_path, "a.jpg"), new_photo(tmp_path, "b.png"))
    Keyboard(page.window()).press("E", held=CTRL)  # the focus is in a figure
    files = wait_for_files(qtbot, page, "Q02", 2)
    assert [one.file_name for one in files] == ["a.jpg", "b.png"]
    assert page.answering.evidence.isVisible()
    assert page.answering.evidence.strip.current == files[-1]
    assert [one.item for one in evidence.of_assessment(workspace, draft)] == ["Q02", "Q02"]


def test_that_the_button_attaches_too(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch
) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    choosing(monkeypatch, new_photo(tmp_path))
    qtbot.mouseClick(page.answering.notes.attach, Qt.MouseButton.LeftButton)
    wait_for_files(qtbot, page, "S01", 1)


def test_that_attaching_goes_on_while_the_user_does(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch
) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    choosing(monkeypatch, *(new_photo(tmp_path, f"{n}.jpg") for n in range(3)))
    page.answering.attachments.choose()
    page.answering.go_on()
    assert page.answering.item == "S02"
    wait_for_files(qtbot, page, "S01", 3)
    assert not page.answering.evidence.isVisible()


def test_that_a_screenshot_is_pasted(open_window, workspace: Workspace, qtbot: QtBot) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    QGuiApplication.clipboard().setImage(image)
    Keyboard(page.window()).press("V", held=CTRL)
    (one,) = wait_for_files(qtbot, page, "S01", 1)
    assert (one.width, one.height, one.media_type) == (80, 60, "image/png")


def test_that_a_picture_is_pasted_from_within_a_text_field_as_well(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "Q02"))
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0x993366)
    QGuiApplication.clipboard().setImage(image)
    keyboard = Keyboard(page.window())
    keyboard.press("V", held=CTRL)  # in a figure
    wait_for_files(qtbot, page, "Q02", 1)
    keyboard.press("M", held=CTRL)
    keyboard.press("V", held=CTRL)  # in the note
    wait_for_files(qtbot, page, "Q02", 2)


def test_that_text_is_pasted_into_a_note(open_window, workspace: Workspace) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    QGuiApplication.clipboard().setText("hello")
    keyboard = Keyboard(page.window())
    keyboard.press("M", held=CTRL)
    keyboard.press("V", held=CTRL)
    assert page.answering.notes.edit.toPlainText() == "hello"
    assert page.answering.attachments.evidence == ()


def test_that_an_empty_clipboard_is_said(
    open_window, workspace: Workspace, context: Context
) -> None:
    told: list[str] = []
    context.told.connect(lambda _kind, text: told.append(text))
    keyboard = Keyboard(open_window("assess", new_draft(workspace), "S01"))
    QGuiApplication.clipboard().setText("only text")
    keyboard.press("V", held=CTRL)
    assert told == ["剪贴板里没有图片或文件。"]


def test_that_files_are_dropped_anywhere_on_the_middle(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S02"))
    middle = page.answering.area.viewport()
    data = files_of(new_photo(tmp_path, "1.jpg"), new_photo(tmp_path, "2.jpg"))
    drop = drop_on(middle, data)
    assert drop.isAccepted()
    assert not page.answering.drop.veil.isVisible()
    wait_for_files(qtbot, page, "S02", 2)


def test_that_a_drag_of_files_is_met_with_a_word(
    open_window, workspace: Workspace, tmp_path: Path
) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S02"))
    data = files_of(new_photo(tmp_path))
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none
    )
    QApplication.sendEvent(page.answering.area.viewport(), enter)
    assert page.answering.drop.veil.isVisible()
    assert "添加为本题的佐证" in page.answering.drop.veil.text()


def test_that_dropped_text_is_not_taken(open_window, workspace: Workspace) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S02"))
    data = QMimeData()
    data.setText("words")
    drop_on(page.answering.area.viewport(), data)
    assert page.answering.attachments._desk.attaching is None


def test_that_a_file_that_is_refused_is_named_with_the_reason(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    bad = tmp_path / "安装.exe"
    bad.write_bytes(b"MZ\0\0")
    seen: list[str] = []

    def read(dialog: MessageDialog) -> None:
        seen.extend((dialog.windowTitle(), dialog.accessibleDescription()))
        dialog.accept()

    in_dialog(MessageDialog, read)
    drop_on(page.answering.area.viewport(), files_of(bad, new_photo(tmp_path)))
    wait_for_files(qtbot, page, "S01", 1)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] == "“安装.exe”没有添加"
    assert seen[1]


def test_that_a_big_photo_is_made_smaller_and_that_is_said_once(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path, context: Context
) -> None:
    told: list[str] = []
    context.told.connect(lambda _kind, text: told.append(text))
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    for n in range(2):
        photo = new_photo(tmp_path, f"big{n}.jpg", 2400, 1200)
        drop_on(page.answering.area.viewport(), files_of(photo))
        files = wait_for_files(qtbot, page, "S01", n + 1)
    assert {(one.width, one.height) for one in files} == {(2000, 1000)}
    assert sum("2000 像素" in words for words in told) == 1


def test_that_the_original_is_kept_on_request(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    draft = new_draft(workspace)
    attach_now(workspace, draft, "S01", new_photo(tmp_path, "first.jpg"))
    page = assess_page(open_window("assess", draft, "S01"))
    wait_until_read(qtbot, page)
    pane = page.answering.evidence
    assert pane.scale.isChecked()
    qtbot.mouseClick(pane.scale, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    drop_on(page.answering.area.viewport(), files_of(new_photo(tmp_path, "b.jpg", 2400, 1200)))
    files = wait_for_files(qtbot, page, "S01", 2)
    assert (files[1].width, files[1].height) == (2400, 1200)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_that_a_pipe_is_refused_and_holds_nothing_up(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    draft = new_draft(workspace)
    page = assess_page(open_window("assess", draft, "S01"))
    wait_until_read(qtbot, page)
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    told: list[str] = []

    def read(message: MessageDialog) -> None:
        told.append(message.windowTitle())
        message.accept()

    in_dialog(MessageDialog, read)
    drop_on(page.answering.area.viewport(), files_of(pipe))
    qtbot.waitUntil(lambda: bool(told))
    assert "pipe.jpg" in told[0]


def test_that_a_picture_that_cannot_be_shown_says_so_on_its_tile(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    draft = new_draft(workspace)
    heic = tmp_path / "IMG_9.heic"
    heic.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200))
    attach_now(workspace, draft, "S01", heic)
    pdf = tmp_path / "list.pdf"
    pdf.write_bytes(b"%PDF-1.4\n%%EOF")
    attach_now(workspace, draft, "S01", pdf)
    page = assess_page(open_window("assess", draft, "S01"))
    picture, paper = wait_for_files(qtbot, page, "S01", 2)
    lines = page.answering.evidence.strip._delegate.kind_lines
    assert lines(picture) == ["HEIC", "无法预览"]
    assert lines(paper) == ["PDF"]


def test_that_a_submitted_assessment_takes_nothing(
    open_window, workspace: Workspace, tmp_path: Path, monkeypatch
) -> None:
    draft = new_draft(workspace)
    on_disk(workspace, draft).submit()
    page = assess_page(open_window("assess", draft, "S01"))
    choosing(monkeypatch, new_photo(tmp_path))
    Keyboard(page.window()).press("E", held=CTRL)
    drop_on(page.answering.area.viewport(), files_of(new_photo(tmp_path)))
    assert page.answering.attachments._desk.attaching is None
    assert not page.answering.notes.attach.isVisible()


# describing


@pytest.fixture
def shown(open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path):
    """The page at Q01 of an on-site assessment with two photos, the first one chosen."""
    draft = new_onsite(workspace)
    first = attach_now(workspace, draft, "Q01", new_photo(tmp_path, "一.jpg"))
    attach_now(workspace, draft, "Q01", new_photo(tmp_path, "二.jpg"))
    page = assess_page(open_window("assess", draft, "Q01"))
    wait_until_read(qtbot, page)
    page.answering.evidence.strip.choose(first.id)
    QApplication.processEvents()
    return page


def on_record(workspace: Workspace, page):
    return evidence.of_assessment(workspace, page.desk.session.id)


def test_that_a_caption_is_written_in_place(shown, workspace: Workspace, qtbot: QtBot) -> None:
    details = shown.answering.evidence.details
    assert details.isVisible()
    details.caption.setFocus()
    keyboard = Keyboard(shown.window())
    keyboard.press(*"cabinet", Qt.Key.Key_Return)
    assert on_record(workspace, shown)[0].caption == "cabinet"
    assert shown.answering.item == "Q01"  # Enter ends the caption, and doesn't go on
    assert shown.answering.evidence.strip.current.caption == "cabinet"


def test_that_the_caption_of_a_chosen_file_is_in_sight_in_a_low_window(shown, qtbot: QtBot) -> None:
    shown.window().resize(1024, 640)
    QApplication.processEvents()
    pane, area = shown.answering.evidence, shown.answering.area
    pane.strip.choose_none()
    area.ensureWidgetVisible(pane.strip)
    QApplication.processEvents()
    place = pane.strip.visualRect(pane.strip.model().index(1, 0)).center()
    qtbot.mouseClick(pane.strip.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def in_sight() -> bool:
        corner = pane.details.mapTo(area.viewport(), pane.details.rect().bottomLeft())
        return bool(0 < corner.y() <= area.viewport().height())

    qtbot.waitUntil(in_sight, timeout=3000)


def test_that_letters_in_a_caption_choose_nothing(shown, workspace: Workspace) -> None:
    shown.answering.evidence.details.caption.setFocus()
    Keyboard(shown.window()).press("B", "y")
    assert on_disk(workspace, shown.desk.session.id).answers.choices == {}


def test_that_a_caption_is_saved_before_the_next_question_shows(
    shown, workspace: Workspace
) -> None:
    shown.answering.evidence.details.caption.setFocus()
    Keyboard(shown.window()).press("x", Qt.Key.Key_F3)
    assert shown.answering.item == "Q02"
    assert on_record(workspace, shown)[0].caption == "x"


def test_that_a_caption_that_failed_is_kept_and_retried(
    shown, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = evidence.change

    def refuse(*_: object, **__: object) -> None:
        raise StoreError("disk_full", path="assess.db")

    monkeypatch.setattr(evidence, "change", refuse)
    shown.answering.evidence.details.caption.setFocus()
    keyboard = Keyboard(shown.window())
    keyboard.press("x", Qt.Key.Key_Return)
    assert shown.answering.footer.trouble.isVisible()
    assert shown.answering.evidence.details.caption.text() == "x"
    monkeypatch.setattr(evidence, "change", change)
    shown.answering.footer.retry.click()
    assert on_record(workspace, shown)[0].caption == "x"


def test_that_a_proof_and_options_are_picked_from_the_pack(shown, workspace: Workspace) -> None:
    supports = shown.answering.evidence.details.supports
    supports._fill()
    entries = {action.text(): action for action in supports.menu().actions() if action.text()}
    proof = shown.desk.session.pack.proofs_of("Q01")[0]
    entries[shown.context.text(proof.text)].trigger()
    assert on_record(workspace, shown)[0].proof == proof.id
    supports._fill()
    option = next(a for a in supports.menu().actions() if a.text().startswith("C  "))
    option.trigger()
    one = on_record(workspace, shown)[0]
    assert (one.proof, one.claim) == (proof.id, "C")
    words = supports_words(shown.context, shown.desk.session.pack, one)
    assert words == f"{shown.context.text(proof.text)} · 选项 C"


def test_that_required_proofs_are_ticked_as_they_are_met(shown, workspace: Workspace) -> None:
    proofs = shown.answering.help.evidence
    assert proofs.required.met == [False, False]  # of what was claimed, until it is judged
    Keyboard(shown.window()).press("A")  # there is nothing
    assert proofs.required.met == []
    Keyboard(shown.window()).press("D")
    assert proofs.required.met == [False, False]
    desk = shown.answering.attachments._desk
    first = desk.shelf.of("Q01")[0]
    desk.describe(first, proof=shown.desk.session.pack.proofs_of("Q01")[1].id)
    assert proofs.required.met == [True, False]
    assert "(已有)" in proofs.required.text


# removing, looking


def test_that_a_removal_is_taken_back_at_a_click(shown, workspace: Workspace, qtbot: QtBot) -> None:
    pane = shown.answering.evidence
    qtbot.mouseClick(pane.details.remove, Qt.MouseButton.LeftButton)
    assert [one.file_name for one in on_record(workspace, shown)] == ["二.jpg"]
    assert pane.offer.isVisible()
    qtbot.mouseClick(pane.undo, Qt.MouseButton.LeftButton)
    assert len(on_record(workspace, shown)) == 2
    assert not pane.offer.isVisible()


def test_that_delete_in_the_strip_removes_and_ctrl_z_brings_back(
    shown, workspace: Workspace
) -> None:
    strip = shown.answering.evidence.strip
    strip.setFocus()
    keyboard = Keyboard(shown.window())
    keyboard.press(Qt.Key.Key_Delete)
    assert strip.count == 1
    keyboard.press("Z", held=CTRL)
    assert strip.count == 2
    assert len(on_record(workspace, shown)) == 2


def test_that_arrows_go_along_the_strip(shown) -> None:
    strip = shown.answering.evidence.strip
    strip.setFocus()
    keyboard = Keyboard(shown.window())
    keyboard.press(Qt.Key.Key_Right)
    assert strip.current.file_name == "二.jpg"
    keyboard.press(Qt.Key.Key_Left)
    assert strip.current.file_name == "一.jpg"


def test_that_space_enlarges_and_arrows_turn_over(shown, qtbot: QtBot) -> None:
    strip = shown.answering.evidence.strip
    strip.setFocus()
    names: list[str] = []

    def turn(dialog: EvidenceViewer) -> None:
        names.append(dialog.caption.text())
        qtbot.waitUntil(lambda: dialog.canvas._picture is not None)
        qtbot.keyClick(dialog, Qt.Key.Key_Plus)
        assert dialog.canvas.scale > 1
        qtbot.keyClick(dialog, Qt.Key.Key_0)
        assert dialog.canvas.scale == 1
        qtbot.keyClick(dialog, Qt.Key.Key_Right)
        qtbot.keyClick(dialog, Qt.Key.Key_Right)  # there is no third
        names.append(dialog.caption.text())
        qtbot.waitUntil(lambda: dialog.canvas._picture is not None)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    in_dialog(EvidenceViewer, turn)
    Keyboard(shown.window()).press(Qt.Key.Key_Space)
    assert names == ["一.jpg", "二.jpg"]
    assert strip.current.file_name == "二.jpg"


def test_that_a_file_opens_as_a_copy_under_its_own_name(
    shown, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(
        evidence_desk.QDesktopServices, "openUrl", lambda url: opened.append(url) or True
    )
    qtbot.mouseClick(shown.answering.evidence.details.open, Qt.MouseButton.LeftButton)
    path = Path(opened[0].toLocalFile())
    kept = evidence.file_of(workspace, on_record(workspace, shown)[0])
    assert path.name == "一.jpg"
    assert path != kept
    assert path.read_bytes() == kept.read_bytes()
    shown.context.tasks.stop_all()
    assert not path.exists()  # the copies go with the window


def test_that_a_file_that_vanished_is_said_to_be(shown, workspace: Workspace, qtbot: QtBot) -> None:
    evidence.file_of(workspace, on_record(workspace, shown)[0]).unlink()
    seen: list[str] = []

    def read(dialog: MessageDialog) -> None:
        seen.append(dialog.windowTitle())
        dialog.accept()

    in_dialog(MessageDialog, read)
    qtbot.mouseClick(shown.answering.evidence.details.open, Qt.MouseButton.LeftButton)
    assert seen == ["“一.jpg”打不开"]


def test_that_a_file_is_saved_elsewhere(
    shown, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch
) -> None:
    target = tmp_path / "out" / "copy.jpg"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(shown.answering.evidence.details.save, Qt.MouseButton.LeftButton)
    kept = evidence.file_of(workspace, on_record(workspace, shown)[0])
    assert target.read_bytes() == kept.read_bytes()


def test_that_thumbnails_are_fetched_only_for_what_is_painted(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch
) -> None:
    draft = new_draft(workspace)
    for n in range(12):
        attach_now(workspace, draft, "S01", new_photo(tmp_path, f"{n}.jpg"))
    attach_now(workspace, draft, "S02", new_photo(tmp_path, "other.jpg"))
    asked: list[str] = []
    thumbnail = evidence.thumbnail

    def counted(ws, one):
        asked.append(one.file_name)
        return thumbnail(ws, one)

    monkeypatch.setattr(evidence, "thumbnail", counted)
    page = assess_page(open_window("assess", draft, "S01"))
    wait_until_read(qtbot, page)
    qtbot.waitUntil(lambda: bool(asked))
    qtbot.wait(100)
    assert 0 < len(asked) < 12
    assert "other.jpg" not in asked


def test_that_a_damaged_store_of_evidence_does_not_close_the_question(
    open_window, workspace: Workspace, qtbot: QtBot, context: Context, monkeypatch
) -> None:
    told: list[str] = []
    context.told.connect(lambda _kind, text: told.append(text))

    def refuse(*_: object) -> None:
        raise StoreError("disk_full", path="assess.db")

    monkeypatch.setattr(evidence, "of_assessment", refuse)
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    qtbot.waitUntil(lambda: bool(told))
    Keyboard(page.window()).press("2")
    assert page.desk.session.answers.choices == {"S01": 2}


def test_that_what_is_attached_survives_a_change_of_theme(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path, context: Context
) -> None:
    window = open_window("assess", new_draft(workspace), "S01")
    page = assess_page(window)
    wait_until_read(qtbot, page)
    photos = [new_photo(tmp_path, f"{n}.jpg") for n in range(4)]
    drop_on(page.answering.area.viewport(), files_of(*photos))
    context.theme.choose("dark")
    page = assess_page(window)
    wait_for_files(qtbot, page, "S01", 4)
    assert page.answering.evidence.isVisible()


def test_that_what_came_from_elsewhere_shows_when_the_page_is_entered_again(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "S01")
    wait_until_read(qtbot, assess_page(window))
    gone = attach_now(workspace, draft, "S01", new_photo(tmp_path, "other.jpg"))
    window.open(Place("home"))
    window.open(Place("assess"))
    wait_for_files(qtbot, assess_page(window), "S01", 1)
    evidence.remove(workspace, gone.id)
    window.open(Place("home"))
    window.open(Place("assess"))
    wait_for_files(qtbot, assess_page(window), "S01", 0)
