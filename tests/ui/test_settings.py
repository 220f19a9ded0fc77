"""设置: everything works at once."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from home_parts import Open, add_enterprise, in_dialog, type_in
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from suzhou_assess.services import assessments, evidence
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui import app
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.pages.settings import SettingsPage
from suzhou_assess.ui.widgets.count_edit import CountEdit
from suzhou_assess.ui.widgets.day_edit import DayEdit
from suzhou_assess.ui.widgets.segments import Segments
from suzhou_assess.ui.widgets.sidebar import ENTRIES


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> SettingsPage:
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1170, 768)
    made.show()
    qtbot.waitExposed(made)
    made.enter(Place("settings"))
    return made


def said(page: SettingsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_that_a_click_makes_it_dark_and_the_next_start_too(
    qtbot: QtBot, open_window: Open, context: Context
) -> None:
    window = open_window("settings")
    qtbot.mouseClick(window.current_page.theme.buttons["dark"], Qt.MouseButton.LeftButton)
    assert context.palette.dark
    assert context.preferences.theme == "dark"
    assert window.current_page.name == "settings"
    assert window.focusWidget() is window.current_page.theme.buttons["dark"]


def test_that_the_language_changes_at_once_and_the_focus_stays(
    qtbot: QtBot, open_window: Open, context: Context
) -> None:
    window = open_window("settings")
    language = window.current_page.language
    language.buttons["zh"].setFocus()
    qtbot.keyClick(language.buttons["zh"], Qt.Key.Key_Right)
    assert context.words.lang == "en"
    assert "Database" in said(window.current_page)
    assert window.focusWidget() is window.current_page.language.buttons["en"]


def test_that_goal_and_date_are_kept_when_the_field_is_left(
    qtbot: QtBot, page: SettingsPage, workspace: Workspace
) -> None:
    page.goal.setText("１,200")
    page.goal.editingFinished.emit()
    page.goal_by.setDate(QDate(2027, 6, 30))
    page.goal_by.editingFinished.emit()
    overview = workspace.overview()
    assert (overview.goal, overview.goal_by.isoformat()) == (1200, "2027-06-30")


def test_that_the_unit_is_kept_when_another_page_comes(
    page: SettingsPage, workspace: Workspace
) -> None:
    page.unit.setText(" 昆山市示例咨询有限公司 ")
    page.leave()
    assert workspace.office == "昆山市示例咨询有限公司"


def test_that_the_assessor_is_kept_when_another_page_comes(
    qtbot: QtBot, page: SettingsPage, workspace: Workspace
) -> None:
    page.assessor.setText(" 张三 ")
    page.leave()
    assert workspace.setting("assessor") == "张三"
    page.assessor.clear()
    page.leave()
    assert workspace.setting("assessor", "") == ""


def test_that_the_own_district_is_kept(
    qtbot: QtBot, page: SettingsPage, workspace: Workspace
) -> None:
    page.district.set_value("320583")
    assert workspace.setting("district") == "320583"
    page.district.set_value("")
    assert workspace.setting("district") is None


def test_that_the_database_tells_where_it_is_and_what_it_holds(
    qtbot: QtBot, page: SettingsPage, workspace: Workspace
) -> None:
    add_enterprise(workspace, 1)
    page.enter(Place("settings"))
    assert str(workspace.path) in said(page)
    assert "1 家企业" in said(page)


def test_that_the_packs_name_edition_source_and_size(page: SettingsPage) -> None:
    assert "miit-2024" in said(page)
    assert "15 道题 · 16 个应用场景" in said(page)
    assert "工信厅企业〔2024〕56号" in said(page)


def test_that_a_backup_is_a_whole_database(
    qtbot: QtBot,
    page: SettingsPage,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_enterprise(workspace, 1)
    out = tmp_path / "copy" / "backup.db"
    out.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.mouseClick(page.backup_button, Qt.MouseButton.LeftButton)
    with Workspace.open(str(out), create=False) as copy:
        assert copy.overview().enterprises == 1


def test_that_a_backup_that_fails_says_why(
    qtbot: QtBot, page: SettingsPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    onto_itself = str(workspace.path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (onto_itself, ""))
    told: list[str] = []

    def act(dialog: MessageDialog) -> None:
        told.append(dialog.accessibleDescription())
        dialog.accept()

    in_dialog(
        qtbot,
        MessageDialog,
        lambda: qtbot.mouseClick(page.backup_button, Qt.MouseButton.LeftButton),
        act,
    )
    assert "不能备份" in told[0] or onto_itself in told[0]


def test_that_a_backup_takes_the_evidence_along_and_says_what_is_missing(
    qtbot: QtBot,
    page: SettingsPage,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = assessments.start(workspace, add_enterprise(workspace, 1), "onsite", date(2025, 6, 1))
    sound, lost = (
        evidence.attach_bytes(workspace, key, "Q01", b"%PDF-1.4 " + name.encode(), name)
        for name in ("合同.pdf", "发票.pdf")
    )
    evidence.file_of(workspace, lost).unlink()
    out = tmp_path / "copy" / "backup.db"
    out.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    told: list[str] = []

    def act(dialog: MessageDialog) -> None:
        told.append(dialog.accessibleDescription())
        dialog.accept()

    in_dialog(
        qtbot,
        MessageDialog,
        lambda: qtbot.mouseClick(page.backup_button, Qt.MouseButton.LeftButton),
        act,
    )
    assert "有 1 个佐证文件" in told[0]
    with Workspace.open(str(out), create=False) as copy:
        assert evidence.file_of(copy, sound).read_bytes() == b"%PDF-1.4 " + "合同.pdf".encode()


def test_that_another_database_waits_for_the_next_start(
    qtbot: QtBot,
    page: SettingsPage,
    context: Context,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "other.db"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(other), ""))
    qtbot.mouseClick(page.change_button, Qt.MouseButton.LeftButton)
    assert context.preferences.database == str(other)
    assert other.exists(), "made now, while somebody is there to read what goes wrong"
    assert str(other) in said(page)
    assert context.workspace is workspace
    qtbot.mouseClick(page.stay_button, Qt.MouseButton.LeftButton)
    assert context.preferences.database == str(workspace.path)
    assert not page.stay_button.isVisible()


def test_that_a_file_that_is_no_database_is_refused_and_left_alone(
    qtbot: QtBot,
    page: SettingsPage,
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE theirs (id)")
    connection.close()
    before = foreign.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(foreign), ""))
    in_dialog(
        qtbot,
        MessageDialog,
        lambda: qtbot.mouseClick(page.change_button, Qt.MouseButton.LeftButton),
        lambda dialog: dialog.accept(),
    )
    assert context.preferences.database == ""
    assert foreign.read_bytes() == before


def test_that_the_chosen_database_opens_at_the_start(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUZHOU_ASSESS_DB", raising=False)
    other = tmp_path / "other.db"
    Workspace.open(str(other)).close()
    context.preferences.database = str(other)
    opened = app._open(None, context.theme, context.preferences, probe=False)
    assert opened is not None
    assert opened.path == other
    named = app._open(str(tmp_path / "named.db"), context.theme, context.preferences, probe=False)
    assert named is not None
    assert named.path == tmp_path / "named.db", "the command line goes before"


def test_that_a_chosen_database_that_is_gone_is_told_and_the_usual_one_offered(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUZHOU_ASSESS_DB", raising=False)
    usual = tmp_path / "usual.db"
    monkeypatch.setattr("suzhou_assess.store.location.default", lambda: usual)
    gone = tmp_path / "gone" / "assess.db"
    context.preferences.database = str(gone)
    opened: list[Workspace | None] = []

    def start() -> None:
        opened.append(app._open(None, context.theme, context.preferences, probe=False))

    for answer, path in (("reject_button", None), ("accept_button", usual)):
        in_dialog(
            qtbot,
            MessageDialog,
            start,
            lambda dialog, answer=answer: qtbot.mouseClick(
                getattr(dialog, answer), Qt.MouseButton.LeftButton
            ),
        )
        last = opened[-1]
        assert (last.path if last else None) == path
    assert not gone.exists()
    assert context.preferences.database == str(gone), "it may be there again tomorrow"


def test_that_the_goal_takes_a_number_and_nothing_else(qtbot: QtBot) -> None:
    edit = CountEdit(40_000, "家", 9_999_999)
    qtbot.addWidget(edit)
    edit.show()
    assert (edit.text(), edit.trail) == ("40,000", "家")
    for typed, value in (("１２００", 1200), ("abc", 1200), ("0", 1200), ("99999999", 9_999_999)):
        edit.selectAll()
        type_in(qtbot, edit, typed)
        edit.editingFinished.emit()
        assert (edit.value(), edit.text()) == (value, f"{value:,}")


def test_that_tab_stops_at_the_choice_that_is_taken(qtbot: QtBot) -> None:
    segments = Segments("主题", [("a", "A"), ("b", "B")])
    qtbot.addWidget(segments)
    segments.set_value("b")
    stops = [k for k, b in segments.buttons.items() if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["b"]


def test_that_a_wide_window_has_two_columns_of_cards(qtbot: QtBot, open_window: Open) -> None:
    window = open_window("settings")
    page = window.current_page
    beside = page._columns.direction()
    assert beside == QBoxLayout.Direction.TopToBottom
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: page._columns.direction() == QBoxLayout.Direction.LeftToRight)


def test_that_the_calendar_speaks_the_language_of_the_window(
    qtbot: QtBot, context: Context
) -> None:
    for lang, name in (("zh", "zh_CN"), ("en", "en_GB")):
        context.speak(lang)
        edit = DayEdit(context, date(2026, 11, 20))
        qtbot.addWidget(edit)
        assert edit.calendarWidget().locale().name() == name
        assert (edit.text(), edit.value()) == ("2026-11-20", date(2026, 11, 20))


def test_that_the_keys_lead_to_every_page(open_window: Open) -> None:
    page = open_window("settings").current_page
    keys = [part.text() for part in page.findChildren(QLabel) if part.text().startswith("Ctrl+1")]
    assert keys == [f"Ctrl+1 … {len(ENTRIES)}"]
