"""待决定: what no rule can decide is decided by one key, for one or for many."""

from __future__ import annotations

from pathlib import Path

import pytest
from home_parts import Open, in_dialog
from intake_parts import bring_in, code, intake_page, lines
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel
from pytestqt.qtbot import QtBot

from suzhou_assess.services import doubts
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages.intake import IntakePage


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    return open_window("import")


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> IntakePage:
    """Three enterprises, each with two assessments of one day; two of them in two districts."""
    made = intake_page(window)
    codes = [code(number) for number in range(1, 4)]
    bring_in(qtbot, made, lines(tmp_path / "甲.jsonl", *codes))
    bring_in(qtbot, made, lines(tmp_path / "乙.jsonl", *codes, option="C"))
    bring_in(
        qtbot, made, lines(tmp_path / "丙.jsonl", *codes[:2], district="吴江", date="2025-07-01")
    )
    made.show_tab("doubts")
    qtbot.waitUntil(lambda: made.doubts._task is None)
    return made


def waiting(qtbot: QtBot, page: IntakePage) -> int:
    qtbot.waitUntil(lambda: page.doubts._task is None)
    return page.doubts.model.rowCount()


def test_that_the_count_stands_on_the_tab_and_in_the_sidebar(
    page: IntakePage, window: MainWindow
) -> None:
    assert page.tabs.buttons["doubts"].text() == "待决定 5"
    assert window._sidebar.counts["import"].text() == "5"
    assert page.doubts.kinds.buttons["equal_date"].text() == "同日两份 3"
    assert page.doubts.kinds.buttons["two_districts"].text() == "两区争报 2"
    assert not page.doubts.kinds.buttons["same_name"].isEnabled()


def test_that_the_two_sides_stand_beside_each_other(page: IntakePage) -> None:
    words = [label.text() for label in page.doubts.sides.findChildren(QLabel)]
    assert any("甲.jsonl" in text for text in words)
    assert any("乙.jsonl" in text for text in words)
    assert words.count("2025-06-01") == 2


def test_that_one_key_decides_and_the_next_is_shown(
    qtbot: QtBot, page: IntakePage, window: MainWindow, workspace: Workspace
) -> None:
    first = page.doubts.list.doubts[0]
    qtbot.keyClick(page.doubts.list, Qt.Key.Key_1)
    assert waiting(qtbot, page) == 4
    assert page.doubts.list.doubts[0].id != first.id
    assert doubts.count_waiting(workspace) == 4
    assert page.tabs.buttons["doubts"].text() == "待决定 4"
    assert window._sidebar.counts["import"].text() == "4"


def test_that_taking_the_newcomer_lets_it_count(
    qtbot: QtBot, page: IntakePage, workspace: Workspace
) -> None:
    from suzhou_assess.services import enterprises

    doubt = page.doubts.list.doubts[0]
    assert doubt.kind == "equal_date"
    qtbot.mouseClick(page.doubts.decision_buttons[1], Qt.MouseButton.LeftButton)
    waiting(qtbot, page)
    found = enterprises.search(workspace, enterprises.EnterpriseFilter(text=doubt.uscc))
    assert found[0].latest_score is not None


def test_that_the_district_that_is_chosen_stays(
    qtbot: QtBot, page: IntakePage, workspace: Workspace
) -> None:
    from suzhou_assess.services import enterprises

    page.doubts.kinds.buttons["two_districts"].click()
    doubt = page.doubts.list.doubts[0]
    assert page.doubts.decision_buttons[1].text() == "2  改归吴江区"
    qtbot.keyClick(page.doubts.list, Qt.Key.Key_2)
    waiting(qtbot, page)
    assert enterprises.get(workspace, doubt.enterprise_id).district == doubt.mine.district


def test_that_many_of_one_kind_are_decided_at_once_after_asking(
    qtbot: QtBot, page: IntakePage, workspace: Workspace
) -> None:
    page.doubts.kinds.buttons["equal_date"].click()
    page.doubts.list.setFocus()
    qtbot.keyClick(page.doubts.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    in_dialog(
        qtbot,
        MessageDialog,
        lambda: qtbot.keyClick(page.doubts.list, Qt.Key.Key_1),
        lambda dialog: qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton),
    )
    qtbot.waitUntil(lambda: page.doubts._task is None)
    assert doubts.count_waiting(workspace) == 2
    assert page.doubts.model.rowCount() == 2, "the other kind is shown when this one is done"


def test_that_different_kinds_are_not_decided_together(
    qtbot: QtBot, page: IntakePage, workspace: Workspace
) -> None:
    page.doubts.list.selectAll()
    assert not any(one.isVisible() for one in page.doubts.decision_buttons)
    qtbot.keyClick(page.doubts.list, Qt.Key.Key_1)
    assert doubts.count_waiting(workspace) == 5


def test_that_a_decision_that_is_not_stored_is_told_and_waits_on(
    qtbot: QtBot, page: IntakePage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise StoreError("database_locked", path="assess.db")

    monkeypatch.setattr(doubts, "decide", locked)
    in_dialog(
        qtbot,
        MessageDialog,
        lambda: qtbot.keyClick(page.doubts.list, Qt.Key.Key_1),
        lambda dialog: qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton),
    )
    assert doubts.count_waiting(workspace) == 5
    assert page.doubts.model.rowCount() == 5


def test_that_an_empty_queue_says_so(qtbot: QtBot, window: MainWindow) -> None:
    page = intake_page(window)
    page.show_tab("doubts")
    qtbot.waitUntil(lambda: page.doubts._task is None)
    assert page.doubts._none.isVisible()
    assert page.tabs.buttons["doubts"].text() == "待决定"


def test_that_credit_codes_are_seen_whole_in_a_small_window(
    qtbot: QtBot, window: MainWindow, page: IntakePage
) -> None:
    window.resize(1024, 640)
    qtbot.wait(50)
    codes = [
        label for label in page.doubts.sides.findChildren(QLabel) if label.text().startswith("9132")
    ]
    assert len(codes) == 2
    for label in codes:
        strong = QFont(label.font())
        strong.setBold(True)
        room = QFontMetrics(strong).horizontalAdvance(label.text())
        assert label.contentsRect().width() >= room


def test_that_only_what_both_sides_say_is_marked_as_different(page: IntakePage) -> None:
    page.doubts.kinds.buttons["two_districts"].click()
    marked = [
        "".join(part.text() for part in cell.findChildren(QLabel))
        for cell in page.doubts.sides.findChildren(QFrame)
        if cell.property("side") == "differs"
    ]
    assert marked
    assert "–" not in marked
