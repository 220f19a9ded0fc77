"""The list of open points: F4, what it tells, and where it leads."""

from __future__ import annotations

from pathlib import Path

from assess_parts import Keyboard, assess_page, new_draft
from onsite_parts import attach_now, new_onsite, new_photo, wait_until_read
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.dialogs.open_points_dialog import OpenPointsDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def in_list(act) -> None:
    """Do something in the list when it opens."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, OpenPointsDialog):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def kinds_at(dialog: OpenPointsDialog, item: str) -> list[str]:
    return [point.kind for point in dialog._points if point.item == item]


def test_that_f4_lists_what_is_open_on_site(
    open_window, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    draft = new_onsite(workspace)
    attach_now(workspace, draft, "S02", new_photo(tmp_path))
    page = assess_page(open_window("assess", draft, "S01"))
    wait_until_read(qtbot, page)
    keyboard = Keyboard(page.window())
    keyboard.press("1", Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_F3)
    seen: dict[str, list[str]] = {}

    def read(dialog: OpenPointsDialog) -> None:
        seen.update({item: kinds_at(dialog, item) for item in ("S01", "S02", "Q05")})
        dialog.reject()

    in_list(read)
    keyboard.press(Qt.Key.Key_F4)
    assert seen == {
        "S01": ["reason_missing", "proof_missing", "flag"],
        "S02": [],
        "Q05": ["unanswered"],
    }


def test_that_enter_goes_to_a_point(open_window, workspace: Workspace) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))

    def choose(dialog: OpenPointsDialog) -> None:
        assert dialog.list.current.item == "S01"  # it opens where the user is
        Keyboard(dialog).press(Qt.Key.Key_Down, Qt.Key.Key_Return)

    in_list(choose)
    Keyboard(page.window()).press(Qt.Key.Key_F4)
    assert page.answering.item == "S02"


def test_that_a_click_goes_there_too(open_window, workspace: Workspace, qtbot: QtBot) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "Q01"))

    def choose(dialog: OpenPointsDialog) -> None:
        index = dialog.list.model().index(3, 0)
        dialog.list.scrollTo(index)
        place = dialog.list.visualRect(index).center()
        qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    in_list(choose)
    qtbot.mouseClick(page.answering.way.points, Qt.MouseButton.LeftButton)
    assert page.answering.item == "Q04"


def test_that_the_list_narrows_to_a_kind(open_window, workspace: Workspace, qtbot: QtBot) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    keyboard = Keyboard(page.window())
    keyboard.press("2", Qt.Key.Key_F2)
    counts: list[int] = []

    def narrow(dialog: OpenPointsDialog) -> None:
        counts.append(dialog.list.model().rowCount())
        qtbot.mouseClick(dialog.kinds["flag"], Qt.MouseButton.LeftButton)
        counts.append(dialog.list.model().rowCount())
        dialog.reject()

    in_list(narrow)
    keyboard.press(Qt.Key.Key_F4)
    assert counts == [31, 1]


def test_that_the_way_counts_what_is_open(open_window, workspace: Workspace) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    assert page.answering.way.points._aside == "31"
    Keyboard(page.window()).press("2")
    assert page.answering.way.points._aside == "30"


def test_that_an_assessment_without_open_points_says_so(
    open_window, workspace: Workspace, monkeypatch
) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    monkeypatch.setattr(page.answering, "open_points", lambda: ())

    def read(dialog: OpenPointsDialog) -> None:
        assert dialog._stack.currentIndex() == 1
        assert not dialog.go.isVisible()
        dialog.reject()

    in_list(read)
    Keyboard(page.window()).press(Qt.Key.Key_F4)
    assert page.answering.item == "S01"
