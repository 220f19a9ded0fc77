"""Importing: seen before it happens, told while it happens, explained afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from home_parts import Open, in_dialog
from intake_parts import LONG, bring_in, check, code, figures, intake_page, lines, wait
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from suzhou_assess.services import intake
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.dialogs.undo_batch import UndoDialog
from suzhou_assess.ui.models.intake_desk import Stage
from suzhou_assess.ui.models.taken_table import Column
from suzhou_assess.ui.pages.intake import IntakePage

BAD = "91320583MA000000I1"


@pytest.fixture
def page(open_window: Open) -> IntakePage:
    return intake_page(open_window("import"))


def said(page: IntakePage) -> str:
    """All words of the chosen row in full."""
    return "\n".join(
        label.text() for label in page.intake.board.panel.findChildren(QLabel) if label.isVisible()
    )


def test_that_the_preview_writes_nothing(
    qtbot: QtBot, page: IntakePage, workspace: Workspace, tmp_path: Path
) -> None:
    check(qtbot, page, lines(tmp_path / "a.jsonl", code(1), code(2), BAD))
    assert figures(page) == {
        "imported": "2",
        "updated": "0",
        "unchanged": "0",
        "refused": "1",
        "suspicious": "0",
    }
    assert page.intake.import_button.text() == "导入 2 份"
    assert page.intake.import_button.hasFocus()
    assert workspace.overview().enterprises == 0


def test_that_importing_writes_what_the_preview_promised(
    qtbot: QtBot, page: IntakePage, workspace: Workspace, tmp_path: Path
) -> None:
    check(qtbot, page, lines(tmp_path / "a.jsonl", code(1), code(2)))
    qtbot.mouseClick(page.intake.import_button, Qt.MouseButton.LeftButton)
    wait(qtbot, page)
    assert workspace.overview().assessed == 2
    assert page.desk.stage is Stage.STORED
    assert "已导入 2 份" in page.intake.strip.headline.text()
    assert not page.intake.import_button.isVisible()
    check(qtbot, page, tmp_path / "a.jsonl")
    assert figures(page)["unchanged"] == "2"
    assert not page.intake.import_button.isVisible(), "there is nothing to write"


def test_that_a_refused_one_says_file_place_what_and_remedy(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    (tmp_path / "假的.xlsx").write_bytes(b"not a workbook at all")
    check(qtbot, page, tmp_path)
    model = page.intake.board.model
    row = [str(model.index(0, column).data()) for column in Column]
    assert row[Column.OUTCOME] == "不能导入"
    assert row[Column.FILE] == "假的.xlsx"
    assert row[Column.WHAT]
    assert "怎么办：" in said(page)
    assert "假的.xlsx" in said(page)


def test_that_the_checks_of_an_index_say_what_to_do_too(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    path = lines(tmp_path / "a.jsonl", code(1))
    text = path.read_text(encoding="utf-8").replace('"Q01": ["B"]', '"Q01": ["B"], "Q04": "D"')
    path.write_text(text, encoding="utf-8")
    check(qtbot, page, path)
    taken = page.intake.board.model.at(0)
    for problem in taken.problems:
        assert page.context.words.what(problem) in said(page)
    remedies = [line for line in said(page).splitlines() if line.startswith("怎么办：")]
    assert len(remedies) == len(taken.problems)
    assert all(len(line) > len("怎么办：") for line in remedies)


def test_that_what_changed_is_told_answer_by_answer(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    bring_in(qtbot, page, lines(tmp_path / "a.jsonl", code(1)))
    path = tmp_path / "a.jsonl"
    text = path.read_text(encoding="utf-8").replace('"S01": 1', '"S01": 2')
    path.write_text(text, encoding="utf-8")
    check(qtbot, page, path)
    assert figures(page)["updated"] == "1"
    pack = page.context.workspace.packs.default()
    scenario = pack.scenario_by_id["S01"]
    assert f"场景 {scenario.name.zh}" in said(page)
    assert scenario.levels[1].zh in said(page)
    assert scenario.levels[2].zh in said(page)


def test_that_a_tile_lets_one_kind_through_and_all_again(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    check(qtbot, page, lines(tmp_path / "a.jsonl", code(1), BAD, code(2)))
    board = page.intake.board
    assert board.model.at(0).outcome == "refused", "what needs a person stands first"
    qtbot.mouseClick(board.tiles["imported"], Qt.MouseButton.LeftButton)
    assert [board.model.at(row).outcome for row in range(2)] == ["imported", "imported"]
    assert board.model.rowCount() == 2
    qtbot.mouseClick(board.tiles["imported"], Qt.MouseButton.LeftButton)
    assert board.model.rowCount() == 3
    assert not board.tiles["updated"].isEnabled(), "there are none"


def test_that_a_search_finds_by_enterprise_and_by_file(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    one = lines(tmp_path / "甲.jsonl", code(1), name="宏达")
    two = lines(tmp_path / "乙.jsonl", code(2), name="金鑫")
    check(qtbot, page, one, two)
    board = page.intake.board
    board.table.setFocus()
    qtbot.keyClick(board.table, Qt.Key.Key_1)
    assert board.search.text() == "1", "letters typed in the table go on in the search"
    for wanted, file in (("金鑫", "乙.jsonl"), ("甲.jsonl", "甲.jsonl")):
        board.search.setText(wanted)
        qtbot.waitUntil(lambda: not board._searching.isActive())
        assert board.model.rowCount() == 1
        assert board.model.at(0).file.endswith(file)
    board.search.setText("没有这个")
    qtbot.waitUntil(lambda: board.model.rowCount() == 0)
    assert not board.table.isVisible()


def test_that_a_folder_without_anything_says_so(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    check(qtbot, page, tmp_path)
    assert "没有可以导入的文件" in page.intake.strip.headline.text()
    assert not page.intake.import_button.isVisible()
    qtbot.mouseClick(page.intake.again_button, Qt.MouseButton.LeftButton)
    assert page.intake.zone.isVisible()


def test_that_a_check_can_be_stopped(
    qtbot: QtBot, page: IntakePage, workspace: Workspace, tmp_path: Path
) -> None:
    page.take_paths([lines(tmp_path / "a.jsonl", *(code(number) for number in range(5000)))])
    qtbot.mouseClick(page.intake.stop_button, Qt.MouseButton.LeftButton)
    wait(qtbot, page)
    assert page.intake.zone.isVisible()
    assert workspace.overview().enterprises == 0


def test_that_storing_can_be_stopped_and_gone_on_with(
    qtbot: QtBot, page: IntakePage, workspace: Workspace, tmp_path: Path
) -> None:
    count = 2000
    check(qtbot, page, lines(tmp_path / "a.jsonl", *(code(number) for number in range(count))))
    page.desk.store()
    with qtbot.waitSignal(page.desk.grew, timeout=LONG):
        pass
    qtbot.mouseClick(page.intake.stop_button, Qt.MouseButton.LeftButton)
    wait(qtbot, page)
    stored = workspace.overview().assessed
    if stored < count:
        assert "接着导入" in page.intake.strip.note.text()
        qtbot.mouseClick(page.intake.import_button, Qt.MouseButton.LeftButton)
        wait(qtbot, page)
    assert workspace.overview().assessed == count


def test_that_enter_while_it_runs_stops_nothing(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    page.take_paths([lines(tmp_path / "a.jsonl", code(1))])
    assert not page.intake.stop_button.hasFocus()
    qtbot.keyClick(page.focusWidget() or page, Qt.Key.Key_Return)
    wait(qtbot, page)
    assert page.desk.stage is Stage.CHECKED


def test_that_chosen_files_and_folders_are_checked(
    qtbot: QtBot, page: IntakePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lines(tmp_path / "a.jsonl", code(1))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    qtbot.mouseClick(page.intake.files_button, Qt.MouseButton.LeftButton)
    wait(qtbot, page)
    assert figures(page)["imported"] == "1"
    assert page.context.preferences.folder == str(tmp_path)
    page.desk.again()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(tmp_path))
    qtbot.keyClick(page.intake.folder_button, Qt.Key.Key_Space)
    wait(qtbot, page)
    assert page.desk.paths == (tmp_path,)


def drop(paths: list[Path]) -> tuple[QDropEvent, QMimeData]:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    return event, data


def test_that_a_drop_anywhere_on_the_page_is_taken_up(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    page.show_tab("batches")
    event, _data = drop([lines(tmp_path / "a.jsonl", code(1))])
    page.dropEvent(event)
    qtbot.waitUntil(lambda: page.desk.stage is Stage.CHECKED, timeout=LONG)
    assert page.tabs.value == "new"
    assert figures(page)["imported"] == "1"


def test_that_a_drop_while_another_runs_waits_for_the_user(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    told: list[str] = []
    page.context.told.connect(lambda _kind, text: told.append(text))
    first = lines(tmp_path / "a.jsonl", code(1))
    page.take_paths([first])
    page.take_paths([tmp_path])
    assert page.desk.paths == (first,)
    assert told
    wait(qtbot, page)


def test_that_what_runs_outlives_a_change_of_theme(
    qtbot: QtBot, open_window: Open, context: Context, tmp_path: Path
) -> None:
    window = open_window("import")
    path = lines(tmp_path / "a.jsonl", *(code(number) for number in range(300)))
    intake_page(window).take_paths([path])
    context.theme.choose("dark")
    page = intake_page(window)
    wait(qtbot, page)
    assert figures(page)["imported"] == "300"
    qtbot.mouseClick(page.intake.import_button, Qt.MouseButton.LeftButton)
    context.theme.choose("light")
    page = intake_page(window)
    wait(qtbot, page)
    assert context.workspace.overview().assessed == 300
    assert page.intake.undo_button.isVisible()


def test_that_a_locked_database_is_told_and_can_be_tried_again(
    qtbot: QtBot, page: IntakePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = intake.preview

    def locked(*_: object, **__: object) -> object:
        raise StoreError("database_locked", path="assess.db")

    monkeypatch.setattr(intake, "preview", locked)
    check(qtbot, page, lines(tmp_path / "a.jsonl", code(1)))
    assert page.intake.trouble.isVisible()
    assert "assess.db" in page.intake.trouble.text.text()
    monkeypatch.setattr(intake, "preview", real)
    qtbot.mouseClick(page.intake.retry_button, Qt.MouseButton.LeftButton)
    wait(qtbot, page)
    assert figures(page)["imported"] == "1"


def test_that_a_full_disk_is_told_and_storing_goes_on_without_reading_again(
    qtbot: QtBot,
    page: IntakePage,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check(qtbot, page, lines(tmp_path / "a.jsonl", code(1)))
    real = intake.store_preview

    def full(*_: object, **__: object) -> object:
        raise StoreError("disk_full", path="assess.db")

    monkeypatch.setattr(intake, "store_preview", full)
    page.desk.store()
    wait(qtbot, page)
    assert page.intake.strip.headline.text() == "导入中断了"
    assert page.intake.import_button.text() == "接着导入"
    monkeypatch.setattr(intake, "store_preview", real)
    qtbot.mouseClick(page.intake.import_button, Qt.MouseButton.LeftButton)
    wait(qtbot, page)
    assert workspace.overview().assessed == 1


def test_that_the_list_of_problems_is_saved_for_the_office(
    qtbot: QtBot, page: IntakePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(qtbot, page, lines(tmp_path / "a.jsonl", code(1), BAD))
    out = tmp_path / "问题.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.mouseClick(page.intake.list_button, Qt.MouseButton.LeftButton)
    assert out.read_bytes().startswith(b"PK")


def test_that_return_copies_are_written_into_a_folder_of_their_own(
    qtbot: QtBot, page: IntakePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = tmp_path / "收到"
    received.mkdir()
    (received / "假的.xlsx").write_bytes(b"not a workbook at all")
    target = tmp_path / "发回"
    target.mkdir()
    opened: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(target))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    check(qtbot, page, received)
    in_dialog(
        qtbot,
        MessageDialog,
        lambda: qtbot.mouseClick(page.intake.returns_button, Qt.MouseButton.LeftButton),
        lambda dialog: qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton),
    )
    (made,) = target.iterdir()
    assert opened == [str(made)]
    assert any(file.suffix == ".xlsx" for file in made.rglob("*"))


def test_that_an_import_can_be_undone_right_away(
    qtbot: QtBot, page: IntakePage, workspace: Workspace, tmp_path: Path
) -> None:
    bring_in(qtbot, page, lines(tmp_path / "a.jsonl", code(1), code(2)))

    def look(dialog: UndoDialog) -> None:
        words = [label.text() for label in dialog.findChildren(QLabel)]
        assert "将删除的评估" in words
        assert words.count("2") == 2, "two assessments and two enterprises go"
        assert dialog.focusWidget() is dialog.cancel_button, "Enter takes nothing away unasked"
        qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)

    in_dialog(
        qtbot,
        UndoDialog,
        lambda: qtbot.mouseClick(page.intake.undo_button, Qt.MouseButton.LeftButton),
        look,
    )
    assert workspace.overview().enterprises == 0
    assert page.desk.stage is Stage.CHOOSING


def test_that_the_problems_of_a_row_are_copied_for_a_message(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    check(qtbot, page, lines(tmp_path / "a.jsonl", BAD))
    board = page.intake.board
    board.table.setFocus()
    qtbot.keyClick(board.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert "a.jsonl" in copied
    assert "错误" in copied


def test_that_files_given_elsewhere_begin_at_once(
    qtbot: QtBot, open_window: Open, context: Context, tmp_path: Path
) -> None:
    window = open_window("home")
    path = lines(tmp_path / "a.jsonl", code(1))
    window.open(Place("import", (path,)))
    page = intake_page(window)
    wait(qtbot, page)
    assert figures(page)["imported"] == "1"
    window.open(Place("home"))
    window.open(Place("import"))
    assert page.desk.stage is Stage.CHECKED, "what was read is still there"


def test_that_the_tabs_are_reached_by_keys(qtbot: QtBot, page: IntakePage) -> None:
    page.window().activateWindow()
    for number, tab in ((2, "batches"), (3, "doubts"), (1, "new")):
        key = Qt.Key(Qt.Key.Key_0 + number)
        qtbot.keyClick(page, key, Qt.KeyboardModifier.AltModifier)
        assert page.tabs.value == tab


def test_that_nothing_new_beside_faults_is_not_called_faulty(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    (tmp_path / "坏的.json").write_text("{ no json", "utf-8")
    good = lines(tmp_path / "好的.jsonl", code(1))
    bring_in(qtbot, page, good)
    check(qtbot, page, good, tmp_path / "坏的.json")
    assert "一部分已在库里" in page.intake.strip.note.text()
