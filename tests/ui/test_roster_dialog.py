"""The roster in the window: read, looked at, corrected, checked, saved; coverage and export."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from suzhou_assess.domain import credit_code
from suzhou_assess.services import roster
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs import roster_dialog, working
from suzhou_assess.ui.dialogs.roster_dialog import RosterDialog
from suzhou_assess.ui.models.row_problems import PLACE, TAKEN, WHAT
from suzhou_assess.ui.widgets.coverage_view import share_words

LONG = 30_000
HEADER = ("序号", "企业名称", "信用代码", "区县", "乡镇")
Listed = Callable[..., Path]


def code(number: int) -> str:
    return credit_code.complete(f"91320583MA{number:07d}")


ROWS = (
    (1, "昆山甲机械有限公司", code(1), "昆山", "玉山镇"),
    (2, "太仓乙纺织有限公司", code(2), "太仓", ""),
)


@pytest.fixture
def listed(tmp_path: Path) -> Listed:
    def write(*rows: tuple[object, ...], name: str = "名单.xlsx") -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What message boxes said."""
    said: list[tuple[str, str]] = []
    for module in (roster_dialog, working):
        monkeypatch.setattr(
            module, "inform", lambda _c, _p, _k, title, text: said.append((title, text))
        )
    return said


@pytest.fixture
def open_dialog(open_over: Callable[..., RosterDialog]) -> Callable[[], RosterDialog]:
    return partial(open_over, RosterDialog)


def wait(qtbot: QtBot, dialog: RosterDialog) -> None:
    qtbot.waitUntil(lambda: dialog._task is None, timeout=LONG)


def click(qtbot: QtBot, dialog: RosterDialog, button: str) -> None:
    qtbot.mouseClick(getattr(dialog, button), Qt.MouseButton.LeftButton)
    wait(qtbot, dialog)


def save(qtbot: QtBot, dialog: RosterDialog, path: Path) -> None:
    dialog.read(path)
    wait(qtbot, dialog)
    click(qtbot, dialog, "check_button")
    click(qtbot, dialog, "save_button")


def test_that_a_list_becomes_the_roster_in_three_steps(
    qtbot: QtBot,
    open_dialog: Callable[[], RosterDialog],
    workspace: Workspace,
    listed: Listed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = open_dialog()
    path = listed(("应评名单",), HEADER, *ROWS)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    qtbot.mouseClick(dialog.choose_button, Qt.MouseButton.LeftButton)
    wait(qtbot, dialog)
    assert dialog.mapping.isVisible()
    assert dialog.mapping.header.currentText().startswith("第 2 行：序号 | 企业名称")
    assert dialog.mapping.choices["name"].currentText() == "B  企业名称"
    assert dialog.mapping.preview.item(0, 1).text() == "昆山甲机械有限公司"

    click(qtbot, dialog, "check_button")
    assert dialog.checked.figures["entries"].text() == "2"
    assert dialog.save_button.text() == "保存 2 家"
    assert roster.roster_card(workspace) is None, "nothing is written before it was seen"

    click(qtbot, dialog, "save_button")
    assert dialog.changed
    assert dialog.coverage.isVisible()
    assert dialog.coverage.figures["total"].text() == "2"
    assert roster.coverage(workspace).total == 2


def test_that_all_of_it_goes_by_keyboard(
    qtbot: QtBot, open_dialog: Callable[[], RosterDialog], workspace: Workspace, listed: Listed
) -> None:
    dialog = open_dialog()
    assert dialog.focusWidget() is dialog.choose_button
    dialog.read(listed(HEADER, *ROWS))
    wait(qtbot, dialog)
    for button in ("check_button", "save_button"):
        assert dialog.focusWidget() is getattr(dialog, button)
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        wait(qtbot, dialog)

    assert roster.coverage(workspace).total == 2
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_a_dropped_file_is_read(
    qtbot: QtBot, open_dialog: Callable[[], RosterDialog], listed: Listed
) -> None:
    dialog = open_dialog()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(listed(HEADER, *ROWS)))])
    drop = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    dialog.drop.dropEvent(drop)
    wait(qtbot, dialog)

    assert dialog.mapping.isVisible()


def test_that_columns_and_header_can_be_corrected(
    qtbot: QtBot, open_dialog: Callable[[], RosterDialog], listed: Listed
) -> None:
    dialog = open_dialog()
    dialog.read(listed(("代号", "真名"), ("k1", "甲"), ("k2", "乙")))
    wait(qtbot, dialog)
    mapping = dialog.mapping
    assert not dialog.check_button.isEnabled()
    assert "请至少指定" in mapping._hint.text()

    mapping.header.setCurrentIndex(mapping.header.findData(0))
    mapping.choices["name"].setFocus()
    qtbot.keyClick(mapping.choices["name"], Qt.Key.Key_Down)
    qtbot.keyClick(mapping.choices["name"], Qt.Key.Key_Down)

    assert mapping.choices["name"].currentText() == "B  真名"
    assert mapping.preview.horizontalHeaderItem(1).text() == "B  企业名称"
    assert dialog.check_button.isEnabled()
    click(qtbot, dialog, "check_button")
    assert dialog.checked.figures["entries"].text() == "2"


def test_that_another_sheet_can_be_read(
    qtbot: QtBot, open_dialog: Callable[[], RosterDialog], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "昆山"
    for sheet in (book.active, book.create_sheet("太仓"), book.create_sheet("别的")):
        sheet.append(("单位",) if sheet.title == "别的" else HEADER)
        sheet.append(("丙公司",) if sheet.title == "别的" else (1, f"{sheet.title}公司"))
    book.save(tmp_path / "a.xlsx")
    dialog = open_dialog()
    dialog.read(tmp_path / "a.xlsx")
    wait(qtbot, dialog)
    mapping = dialog.mapping

    assert mapping.together.isVisible()
    assert "另外 1 张工作表" in mapping.together.text()
    click(qtbot, dialog, "check_button")
    assert dialog.checked.figures["entries"].text() == "2"
    click(qtbot, dialog, "back_button")
    qtbot.keyClick(mapping.together, Qt.Key.Key_Space)
    click(qtbot, dialog, "check_button")
    assert dialog.checked.figures["entries"].text() == "1"
    click(qtbot, dialog, "back_button")
    mapping.sheet.setCurrentIndex(2)
    assert not mapping.together.isVisible()
    click(qtbot, dialog, "check_button")
    assert dialog._check is not None
    assert [entry.name for entry in dialog._check.entries] == ["丙公司"]


def test_that_every_problem_is_shown_with_its_cell(
    qtbot: QtBot, open_dialog: Callable[[], RosterDialog], listed: Listed
) -> None:
    dialog = open_dialog()
    dialog.read(
        listed(HEADER, (1, "甲", "9132", "昆山"), (2, "乙", code(2), "昆山"), (3, "丙", code(2)))
    )
    wait(qtbot, dialog)
    click(qtbot, dialog, "check_button")

    model = dialog.checked.model
    shown = [[model.index(row, at).data() for at in (PLACE, TAKEN)] for row in range(3)]
    assert shown == [["Sheet C4", "未收入"], ["Sheet C2", "已收入"], ["Sheet D4", "已收入"]]
    assert "已在 C3 出现过" in model.index(0, WHAT).data()
    assert dialog.checked.figures["left_out"].text() == "1"


def test_that_a_second_list_replaces_the_first_or_is_added(
    qtbot: QtBot, open_dialog: Callable[[], RosterDialog], workspace: Workspace, listed: Listed
) -> None:
    dialog = open_dialog()
    save(qtbot, dialog, listed(HEADER, *ROWS))
    for adding, total in ((True, 3), (False, 1)):
        click(qtbot, dialog, "new_button")
        dialog.read(listed(HEADER, (1, "丙公司", code(3), "昆山", "")))
        wait(qtbot, dialog)
        click(qtbot, dialog, "check_button")
        way = dialog.adding if adding else dialog.replacing
        assert way.isVisible()
        way.click()
        assert ("现有的" in dialog.note.text()) is not adding, "what would go is named"
        click(qtbot, dialog, "save_button")
        assert roster.coverage(workspace).total == total


def test_that_a_file_that_cannot_be_read_is_told(
    qtbot: QtBot,
    open_dialog: Callable[[], RosterDialog],
    tmp_path: Path,
    told: list[tuple[str, str]],
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7 no list at all")
    dialog = open_dialog()
    dialog.read(tmp_path / "a.xlsx")
    wait(qtbot, dialog)

    assert "不是程序能读的表格" in told[0][1]
    assert dialog.drop.isVisible()


def test_that_trouble_with_the_database_is_told_and_the_check_stays(
    qtbot: QtBot,
    open_dialog: Callable[[], RosterDialog],
    listed: Listed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Exception] = []
    monkeypatch.setattr(roster_dialog, "tell_trouble", lambda *words: told.append(words[3]) or True)

    def fail(*_: object, **__: object) -> None:
        raise StoreError("database_locked", path="a.db")

    monkeypatch.setattr(roster, "save_roster", fail)
    dialog = open_dialog()
    save(qtbot, dialog, listed(HEADER, *ROWS))

    assert isinstance(told[0], StoreError)
    assert dialog.save_button.isVisible()
    assert not dialog.changed


def test_that_reading_can_be_stopped(
    qtbot: QtBot, open_dialog: Callable[[], RosterDialog], listed: Listed
) -> None:
    dialog = open_dialog()
    dialog.read(listed(HEADER, *((n, f"{n}号公司") for n in range(3000))))
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    wait(qtbot, dialog)

    assert dialog.isVisible()
    assert dialog.drop.isVisible()


def test_that_the_missing_of_a_part_are_exported(
    qtbot: QtBot,
    open_dialog: Callable[[], RosterDialog],
    listed: Listed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told: list[tuple[str, str]],
) -> None:
    dialog = open_dialog()
    save(qtbot, dialog, listed(HEADER, *ROWS))
    out = tmp_path / "out.xlsx"
    asked: list[str] = []

    def answer(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(start).name)
        return str(out), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    dialog.coverage.table.selectRow(1)
    assert dialog.export_button.text() == "导出“太仓市”未评名单…"

    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)

    assert asked == ["未评名单 太仓市.xlsx"]
    sheet = openpyxl.load_workbook(out)["未评名单"]
    assert [sheet.cell(row, 2).value for row in (5, 6)] == ["太仓乙纺织有限公司", None]
    assert "共 1 家" in told[-1][1]


def test_that_coverage_is_told_by_town_and_industry_too(
    qtbot: QtBot, open_dialog: Callable[[], RosterDialog], listed: Listed
) -> None:
    dialog = open_dialog()
    save(qtbot, dialog, listed(HEADER, *ROWS))
    coverage = dialog.coverage

    qtbot.mouseClick(coverage.parts.buttons["town"], Qt.MouseButton.LeftButton)
    assert [coverage.model.index(row, 0).data() for row in range(2)] == [
        "昆山 · 玉山镇",
        "太仓 · 未填",
    ]
    assert dialog.export_button.text() == "导出未评名单…", "nothing is selected any more"
    qtbot.mouseClick(coverage.parts.buttons["industry"], Qt.MouseButton.LeftButton)
    assert coverage.model.index(0, 0).data() == "未填"


def test_that_a_roster_is_deleted_only_when_that_was_meant(
    qtbot: QtBot,
    open_dialog: Callable[[], RosterDialog],
    workspace: Workspace,
    listed: Listed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = open_dialog()
    save(qtbot, dialog, listed(HEADER, *ROWS))
    asked: list[str] = []

    def ask(*words: object, **_: object) -> bool:
        asked.append(str(words[3]))
        return len(asked) > 1

    monkeypatch.setattr(roster_dialog, "ask", ask)
    click(qtbot, dialog, "drop_button")
    assert roster.coverage(workspace).total == 2
    assert "名单.xlsx" in asked[0]
    click(qtbot, dialog, "drop_button")
    assert roster.roster_card(workspace) is None
    assert dialog.drop.isVisible()


def test_that_the_pages_are_told_when_the_roster_changed(
    qtbot: QtBot, open_dialog: Callable[[], RosterDialog], context: Context, listed: Listed
) -> None:
    dialog = open_dialog()
    told: list[bool] = []
    context.data_changed.connect(lambda: told.append(True))
    dialog.reject()
    assert not told
    again = open_dialog()
    save(qtbot, again, listed(HEADER, *ROWS))
    again.reject()
    assert told == [True]


def test_that_a_share_is_whole_only_when_nobody_is_missing() -> None:
    assert [
        share_words(*pair) for pair in ((0, 0), (0, 9), (9, 9), (99_999, 100_000), (1, 9999))
    ] == [*("–", "0%", "100%", "99.9%", "0.1%")]
