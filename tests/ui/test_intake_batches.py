"""Earlier imports: looked at again, gone on with, taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from home_parts import Open, in_dialog
from intake_parts import bring_in, code, figures, intake_page, lines, wait
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from suzhou_assess.services import batches, intake
from suzhou_assess.services.batches import BatchCard, Obstacle, UndoPlan
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.undo_batch import UndoDialog
from suzhou_assess.ui.models.batch_table import Column, state_of
from suzhou_assess.ui.models.intake_desk import Stage
from suzhou_assess.ui.pages.intake import IntakePage


@pytest.fixture
def page(open_window: Open) -> IntakePage:
    return intake_page(open_window("import"))


def read(qtbot: QtBot, page: IntakePage) -> None:
    qtbot.waitUntil(lambda: page.batches._task is None)


def test_that_every_import_is_listed_with_its_figures(
    qtbot: QtBot, page: IntakePage, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.set_setting("assessor", "王晓燕")
    assert page.batches._none.isVisibleTo(page.batches)
    bring_in(qtbot, page, lines(tmp_path / "一.jsonl", code(1), code(2)))
    bring_in(qtbot, page, lines(tmp_path / "二.jsonl", code(3), "91320583MA000000I1"))
    model = page.batches.model
    rows = [[str(model.index(r, c).data()) for c in Column] for r in range(model.rowCount())]
    assert [row[Column.SOURCE] for row in rows] == ["二.jsonl", "一.jsonl"]
    assert [row[Column.IMPORTED] for row in rows] == ["1", "2"]
    assert [row[Column.REFUSED] for row in rows] == ["1", "–"]
    assert {row[Column.WHO] for row in rows} == {"王晓燕"}
    assert {row[Column.STATE] for row in rows} == {"已完成"}
    assert page.tabs.buttons["batches"].text() == "历次导入 2"


def test_that_a_batch_opens_with_its_items_and_closes_by_escape(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    bring_in(qtbot, page, lines(tmp_path / "一.jsonl", code(1), "91320583MA000000I1"))
    page.show_tab("batches")
    assert page.batches.table.hasFocus()
    qtbot.keyClick(page.batches.table, Qt.Key.Key_Return)
    read(qtbot, page)
    board = page.batches.board
    assert board.model.rowCount() == 2
    refused = board.model.at(0)
    assert refused.outcome == "refused"
    assert refused.problems
    assert board.model.at(1).assessment_id
    qtbot.keyClick(board.table, Qt.Key.Key_Escape)
    assert page.batches.batch is None
    assert page.batches.table.hasFocus()


def test_that_what_came_in_leads_to_its_result(
    qtbot: QtBot, page: IntakePage, context: Context, tmp_path: Path
) -> None:
    bring_in(qtbot, page, lines(tmp_path / "一.jsonl", code(1)))
    page.show_tab("batches")
    qtbot.keyClick(page.batches.table, Qt.Key.Key_Return)
    read(qtbot, page)
    context.go.disconnect()
    gone: list[object] = []
    context.go.connect(gone.append)
    page.batches.board.table.setFocus()
    qtbot.keyClick(page.batches.board.table, Qt.Key.Key_Return)
    (place,) = gone
    assert (place.page, place.subject) == (  # type: ignore[attr-defined]
        "result",
        page.batches.board.model.at(0).assessment_id,
    )


def test_that_the_first_batch_is_undone_after_a_later_one(
    qtbot: QtBot, page: IntakePage, workspace: Workspace, tmp_path: Path
) -> None:
    bring_in(qtbot, page, lines(tmp_path / "一.jsonl", code(1), code(2)))
    bring_in(qtbot, page, lines(tmp_path / "二.jsonl", code(3)))
    page.show_tab("batches")
    page.batches.table.setCurrentIndex(page.batches.model.index(1, 0))
    qtbot.keyClick(page.batches.table, Qt.Key.Key_Return)
    read(qtbot, page)
    in_dialog(
        qtbot,
        UndoDialog,
        lambda: qtbot.mouseClick(page.batches.undo_button, Qt.MouseButton.LeftButton),
        lambda dialog: qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton),
    )
    assert workspace.overview().enterprises == 1
    card = page.batches.model.card(1)
    assert card is not None
    assert state_of(card) == "undone"
    assert not page.batches.undo_button.isVisible(), "it can't be undone twice"


def test_that_undoing_is_left_by_escape(
    qtbot: QtBot, page: IntakePage, workspace: Workspace, tmp_path: Path
) -> None:
    bring_in(qtbot, page, lines(tmp_path / "一.jsonl", code(1)))
    in_dialog(
        qtbot,
        UndoDialog,
        lambda: qtbot.mouseClick(page.intake.undo_button, Qt.MouseButton.LeftButton),
        lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape),
    )
    assert workspace.overview().enterprises == 1
    assert page.desk.stage is Stage.STORED


def test_that_the_dialog_names_what_stays_and_why(
    qtbot: QtBot, page: IntakePage, context: Context
) -> None:
    at = datetime(2025, 11, 20, 8, tzinfo=UTC)
    card = BatchCard("b", "一.jsonl", (), "王晓燕", at, at, {}, None)
    kept = Obstacle("苏州留下有限公司", code(1), "a", "edited_since", at, "李丽")
    dialog = UndoDialog(context, page, UndoPlan(card, 3, 2, 1, (kept,)))
    qtbot.addWidget(dialog)
    words = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "苏州留下有限公司" in words
    assert "李丽 修改过" in words


def test_that_an_import_that_was_cut_short_is_offered_again(
    qtbot: QtBot, open_window: Open, workspace: Workspace, tmp_path: Path
) -> None:
    path = lines(tmp_path / "大.jsonl", *(code(number) for number in range(1500)))
    running = intake.take_in(workspace, [path], jobs=1)
    for event in running:
        if type(event).__name__ == "BatchStored":
            break
    running.close()
    (card,) = batches.batches(workspace)
    assert state_of(card) == "interrupted"
    page = intake_page(open_window("import"))
    assert page.intake.interrupted.isVisible()
    assert "大.jsonl" in page.intake.interrupted.text.text()
    qtbot.mouseClick(page.intake.go_on_button, Qt.MouseButton.LeftButton)
    wait(qtbot, page)
    assert workspace.overview().assessed == 1500
    assert figures(page)["refused"] == "0"
    assert [state_of(one) for one in batches.batches(workspace)] == ["done"]
    qtbot.mouseClick(page.intake.again_button, Qt.MouseButton.LeftButton)
    assert not page.intake.interrupted.isVisible()
