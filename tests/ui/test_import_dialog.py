"""Importing: seen before it happens, told while it happens, explained afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from home_parts import code
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from suzhou_assess.domain.problems import problem
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.import_dialog import ImportDialog
from suzhou_assess.ui.models.problem_table import Column, FoundProblem, ProblemTableModel
from suzhou_assess.ui.widgets.basics import label

LONG = 30_000


@pytest.fixture
def dialog(qtbot: QtBot, context: Context) -> Iterator[ImportDialog]:
    parent = label()
    qtbot.addWidget(parent)
    made = ImportDialog(context, parent)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    context.tasks.stop_all()


def lines(path: Path, *codes: str, name: str = "导入企业") -> Path:
    """Answers of an enterprise a line."""
    path.write_text(
        "".join(
            json.dumps(
                {
                    "format": "suzhou-assess/answers/1",
                    "pack": "miit-2024",
                    "enterprise": {"name": f"{name}{n}", "uscc": uscc, "district": "昆山"},
                    "assessment": {"mode": "self", "date": "2025-06-01"},
                    "answers": {"Q01": ["B"], "S01": 1},
                },
                ensure_ascii=False,
            )
            + "\n"
            for n, uscc in enumerate(codes)
        ),
        encoding="utf-8",
    )
    return path


def wait(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(lambda: dialog._task is None, timeout=LONG)


def check(qtbot: QtBot, dialog: ImportDialog, *paths: Path) -> None:
    dialog.check(list(paths))
    wait(qtbot, dialog)


def figures(dialog: ImportDialog) -> dict[str, str]:
    return {str(outcome): figure.text() for outcome, (figure, _) in dialog._tiles.items()}


def test_that_the_preview_writes_nothing(
    qtbot: QtBot, dialog: ImportDialog, workspace: Workspace, tmp_path: Path
) -> None:
    check(qtbot, dialog, lines(tmp_path / "a.jsonl", code(1), code(2), "91320583MA000000I1"))
    assert figures(dialog) == {"imported": "2", "updated": "0", "unchanged": "0", "refused": "1"}
    assert dialog.import_button.text() == "导入 2 份"
    assert dialog.focusWidget() is dialog.import_button
    assert workspace.overview().enterprises == 0
    assert not dialog.changed


def test_that_importing_writes_what_the_preview_promised(
    qtbot: QtBot, dialog: ImportDialog, workspace: Workspace, tmp_path: Path
) -> None:
    check(qtbot, dialog, lines(tmp_path / "a.jsonl", code(1), code(2)))
    qtbot.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    wait(qtbot, dialog)
    assert workspace.overview().assessed == 2
    assert dialog.changed
    assert not dialog.import_button.isVisible()
    assert dialog.close_button.text() == "完成"
    check(qtbot, dialog, tmp_path / "a.jsonl")
    assert figures(dialog)["unchanged"] == "2"
    assert not dialog.import_button.isVisible(), "there is nothing to write"


def test_that_a_problem_names_file_place_what_and_remedy(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path
) -> None:
    (tmp_path / "假的.xlsx").write_bytes(b"not a workbook at all")
    check(qtbot, dialog, tmp_path)
    model = dialog.problems.model
    row = [str(model.index(0, column).data()) for column in Column]
    assert row[Column.SEVERITY] == "错误"
    assert row[Column.FILE] == "假的.xlsx"
    assert row[Column.WHAT]
    assert row[Column.REMEDY]
    assert str(tmp_path / "假的.xlsx") in dialog.problems._chosen.text()


def test_that_a_folder_without_anything_says_so(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    check(qtbot, dialog, tmp_path)
    assert "没有可以导入的文件" in dialog._headline.text()
    assert not dialog.import_button.isVisible()
    qtbot.mouseClick(dialog.again_button, Qt.MouseButton.LeftButton)
    assert dialog.zone.isVisible()


def test_that_a_check_can_be_stopped(
    qtbot: QtBot, dialog: ImportDialog, workspace: Workspace, tmp_path: Path
) -> None:
    path = lines(tmp_path / "a.jsonl", *(code(number) for number in range(3000)))
    dialog.check([path])
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    wait(qtbot, dialog)
    assert dialog.isVisible()
    assert dialog.zone.isVisible()
    assert workspace.overview().enterprises == 0


def test_that_the_chosen_files_are_checked(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lines(tmp_path / "a.jsonl", code(1))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    qtbot.mouseClick(dialog.zone.files_button, Qt.MouseButton.LeftButton)
    wait(qtbot, dialog)
    assert figures(dialog)["imported"] == "1"
    assert dialog.context.preferences.folder == str(tmp_path)


def test_that_the_list_of_problems_opens_in_a_spreadsheet(context: Context) -> None:
    model = ProblemTableModel(context)
    model.show([FoundProblem("=1+1.xlsx", 3, problem("name_missing", "name"))])
    data = model.as_csv()
    assert data.startswith(b"\xef\xbb\xbf"), "without it Excel shows Chinese as rubbish"
    head, row = data.decode("utf-8-sig").splitlines()
    assert head.startswith("类别,文件,位置")
    assert row.startswith("错误,'=1+1.xlsx,第 3 行,"), "a file's name must not become a formula"


def test_that_errors_stand_before_warnings_and_each_can_be_seen_alone(
    qtbot: QtBot, dialog: ImportDialog
) -> None:
    found = [
        FoundProblem("a.xlsx", None, problem("district_missing", "district").at("企业信息", "C5")),
        FoundProblem("a.xlsx", None, problem("name_missing", "name").at("企业信息", "C3")),
    ]
    problems = dialog.problems
    problems.show_problems(found)
    places = [problems.model.index(row, Column.PLACE).data() for row in range(2)]
    assert places == ["企业信息 C3", "企业信息 C5"]
    problems.kinds.buttons["warning"].click()
    assert problems.model.rowCount() == 1
    problems.copy_button.click()
    assert QGuiApplication.clipboard().text().split("\t")[1:3] == ["a.xlsx", "企业信息 C5"]


def test_that_unanswered_questions_of_one_line_are_told_once(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path
) -> None:
    check(qtbot, dialog, lines(tmp_path / "a.jsonl", code(1)))
    codes = [found.problem.code for found in dialog._problems]
    assert codes.count("unanswered") == 1


def test_that_a_drop_is_taken_up(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    dialog.zone.dropped.emit([lines(tmp_path / "a.jsonl", code(1))])
    wait(qtbot, dialog)
    assert figures(dialog)["imported"] == "1"


def test_that_enter_presses_the_button_in_focus(
    qtbot: QtBot, dialog: ImportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(dialog, "_choose_folder", lambda: asked.append(True))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: asked.append(True))
    dialog.zone.folder_button.setFocus()
    qtbot.keyClick(dialog.zone.folder_button, Qt.Key.Key_Return)
    assert asked


def test_that_enter_while_it_runs_stops_nothing(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path
) -> None:
    dialog.check([lines(tmp_path / "a.jsonl", code(1))])
    assert not dialog.close_button.hasFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    wait(qtbot, dialog)
    assert dialog.import_button.isVisible()
