"""The campaign in the window: goal, dates, and what each district is to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from suzhou_assess.services.campaigns import Campaign, campaign, save_campaign
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs import campaign_dialog, working
from suzhou_assess.ui.dialogs.campaign_dialog import CampaignDialog


@pytest.fixture
def open_dialog(open_over: Callable[..., CampaignDialog]) -> Callable[[], CampaignDialog]:
    return partial(open_over, CampaignDialog)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    for module in (campaign_dialog, working):
        monkeypatch.setattr(
            module, "inform", lambda _c, _p, _k, title, text: said.append((title, text))
        )
    return said


def put(qtbot: QtBot, editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    if text.isascii():
        qtbot.keyClicks(editor, text)
    else:  # which no key has: an input method hands it over as a whole
        editor.insert(text)


def test_that_what_is_typed_is_saved(
    qtbot: QtBot,
    open_dialog: Callable[[], CampaignDialog],
    context: Context,
    workspace: Workspace,
) -> None:
    changes: list[bool] = []
    context.data_changed.connect(lambda: changes.append(True))
    dialog = open_dialog()
    assert dialog.focusWidget() is dialog.name
    put(qtbot, dialog.name, "2026 年评估")
    put(qtbot, dialog.goal, "5000")
    qtbot.keyClick(dialog.has_start, Qt.Key.Key_Space)
    dialog.start.setDate(QDate(2026, 1, 1))
    dialog.by.setDate(QDate(2026, 12, 31))
    put(qtbot, dialog.targets["320583"], "3,000")
    put(qtbot, dialog.targets["320585"], "２０００")

    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)

    assert dialog.result() == QDialog.DialogCode.Accepted
    assert (dialog.changed, changes) == (True, [True])
    assert campaign(workspace) == Campaign(
        "2026 年评估",
        5000,
        date(2026, 1, 1),
        date(2026, 12, 31),
        {"320583": 3000, "320585": 2000},
    )


def test_that_the_sum_of_the_targets_is_held_against_the_goal(
    qtbot: QtBot, open_dialog: Callable[[], CampaignDialog]
) -> None:
    dialog = open_dialog()
    assert dialog.sum.text() == "还没有各地目标"
    put(qtbot, dialog.goal, "5000")
    kunshan = dialog.targets["320583"]
    for typed, said in (("4000", "少 1,000 家"), ("5000", "一致"), ("6000", "多 1,000 家")):
        put(qtbot, kunshan, typed)
        assert said in dialog.sum.text()
        assert dialog.save_button.isEnabled()


def test_that_what_is_no_number_is_marked_and_not_saved(
    qtbot: QtBot, open_dialog: Callable[[], CampaignDialog]
) -> None:
    dialog = open_dialog()
    editor = dialog.targets["320583"]
    put(qtbot, editor, "许多")

    assert not dialog.save_button.isEnabled()
    assert editor.property("invalid") == "true"
    assert "不是整数" in dialog.sum.text()
    editor.clear()
    assert dialog.save_button.isEnabled()
    assert editor.value() is None


def test_that_an_end_before_the_start_is_told_at_the_field(
    open_dialog: Callable[[], CampaignDialog],
) -> None:
    dialog = open_dialog()
    dialog.has_start.setChecked(True)
    dialog.start.setDate(QDate(2026, 5, 1))
    dialog.by.setDate(QDate(2026, 4, 1))

    assert "早于开始日期" in dialog._by_field.words
    assert not dialog.save_button.isEnabled()
    dialog.has_start.setChecked(False)
    assert dialog.save_button.isEnabled()
    assert not dialog.start.isEnabled()


def test_that_nothing_is_saved_when_nothing_was_changed_or_it_was_given_up(
    qtbot: QtBot, open_dialog: Callable[[], CampaignDialog], workspace: Workspace
) -> None:
    ours = Campaign("甲", 70, None, date(2026, 12, 31), {"320583": 70})
    save_campaign(workspace, ours)
    dialog = open_dialog()
    assert (dialog.name.text(), dialog.goal.text()) == ("甲", "70")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert not dialog.changed

    again = open_dialog()
    put(qtbot, again.goal, "80")
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    assert not again.changed
    assert campaign(workspace) == ours


def test_that_targets_are_taken_from_a_list_and_saved_with_the_rest(
    qtbot: QtBot,
    open_dialog: Callable[[], CampaignDialog],
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told: list[tuple[str, str]],
) -> None:
    path = tmp_path / "任务.csv"
    path.write_text("区县,任务数\n昆山,6000\n南京,5\n太仓,\n", encoding="gb18030")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dialog = open_dialog()
    put(qtbot, dialog.targets["320585"], "9")

    qtbot.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)

    assert dialog.targets["320583"].text() == "6,000"
    assert dialog.targets["320585"].text() == "", "the list replaces what was there"
    assert "A3" in told[0][1]
    assert campaign(workspace).targets == {}, "not yet"
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert campaign(workspace).targets == {"320583": 6000}


def test_that_a_file_that_is_no_list_is_told(
    open_dialog: Callable[[], CampaignDialog], tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    dialog = open_dialog()
    dialog.read(tmp_path / "没有.xlsx")

    assert "找不到这个文件" in told[0][1]


def test_that_trouble_with_the_database_leaves_what_was_typed(
    qtbot: QtBot, open_dialog: Callable[[], CampaignDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Exception] = []
    monkeypatch.setattr(
        campaign_dialog, "tell_trouble", lambda *words: told.append(words[3]) or True
    )

    def fail(*_: object) -> None:
        raise StoreError("disk_full", path="a.db")

    monkeypatch.setattr(campaign_dialog, "save_campaign", fail)
    dialog = open_dialog()
    put(qtbot, dialog.goal, "77")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)

    assert isinstance(told[0], StoreError)
    assert dialog.isVisible()
    assert dialog.filled.goal == 77


def test_that_all_targets_can_be_cleared(
    qtbot: QtBot, open_dialog: Callable[[], CampaignDialog]
) -> None:
    dialog = open_dialog()
    assert not dialog.clear_button.isEnabled()
    put(qtbot, dialog.targets["320583"], "9")

    qtbot.mouseClick(dialog.clear_button, Qt.MouseButton.LeftButton)

    assert dialog.filled.targets == {}


def test_that_tab_goes_down_the_districts(
    qtbot: QtBot, open_dialog: Callable[[], CampaignDialog]
) -> None:
    dialog = open_dialog()
    editors = list(dialog.targets.values())
    editors[0].setFocus()
    qtbot.keyClick(editors[0], Qt.Key.Key_Tab)

    assert dialog.focusWidget() is editors[1]
    assert editors[0].accessibleName() == "虎丘区（高新区）"
