"""工作台: one click to start, recent work, progress."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from home_parts import LONG_NAME, Open, add_assessment, add_enterprise, code, in_dialog
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from suzhou_assess.services import assessments
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.enterprise_form import EnterpriseForm
from suzhou_assess.ui.dialogs.new_assessment import NewAssessment
from suzhou_assess.ui.pages.home import HomePage
from suzhou_assess.ui.widgets.assessment_list import bin_rect
from suzhou_assess.ui.widgets.work_overview import percent
from suzhou_assess.workbook.answer_reader import read_answer_workbook


@pytest.fixture
def went(context: Context) -> list[Place]:
    """Where the page wanted to go; nothing is opened."""
    places: list[Place] = []
    context.go.connect(places.append)
    return places


@pytest.fixture
def home(qtbot: QtBot, context: Context) -> HomePage:
    page = HomePage(context)
    qtbot.addWidget(page)
    page.resize(1170, 768)
    page.show()
    qtbot.waitExposed(page)
    return page


def enter(page: HomePage) -> HomePage:
    page.enter(Place("home"))
    return page


def save_and_start(form: EnterpriseForm) -> None:
    """Fills the form; the dialog that follows it starts at once."""
    form.fields["name"].editor.setText("昆山示例机械有限公司")
    form.fields["uscc"].editor.setText(code(1))

    def start() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, NewAssessment):
            dialog.start()
        else:
            QTimer.singleShot(10, start)

    QTimer.singleShot(0, start)
    form.save()


def click(qtbot: QtBot, widget: object) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_that_the_first_page_needs_no_database_library_and_no_yaml() -> None:
    loads = (
        "import sys; import suzhou_assess.ui.app, suzhou_assess.ui.pages.home;"
        "import suzhou_assess.services.workspace;"
        "heavy = {'sqlalchemy', 'alembic', 'yaml', 'xlsxwriter', 'python_calamine', 'pebble'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_an_empty_database_is_welcomed_with_three_steps(home: HomePage) -> None:
    enter(home)
    assert home._welcome is not None
    assert home._welcome.isVisible()
    assert home._work is None
    assert not home.continue_tile.isEnabled()
    assert not home.export_button.isEnabled()


def test_that_the_first_enterprise_leads_straight_to_its_assessment(
    qtbot: QtBot, home: HomePage, workspace: Workspace, went: list[Place]
) -> None:
    enter(home)
    assert home._welcome is not None
    in_dialog(
        qtbot,
        EnterpriseForm,
        lambda: click(qtbot, home._welcome.enter_button),
        save_and_start,
    )
    assert went[-1].page == "assess"
    assert workspace.overview().drafts == 1


def test_that_continuing_opens_the_draft_worked_on_last(
    qtbot: QtBot, home: HomePage, workspace: Workspace, went: list[Place]
) -> None:
    add_assessment(workspace, add_enterprise(workspace, 1), answers=1)
    last = add_assessment(workspace, add_enterprise(workspace, 2, "后来的企业"), answers=2)
    enter(home)
    assert "后来的企业" in home.continue_tile.accessibleDescription()
    click(qtbot, home.continue_tile)
    assert went == [Place("assess", last)]


def test_that_other_drafts_stand_in_a_menu(
    qtbot: QtBot, home: HomePage, workspace: Workspace, went: list[Place]
) -> None:
    first = add_assessment(workspace, add_enterprise(workspace, 1, "甲&乙公司"), answers=1)
    enter(home)
    assert home.drafts_button.isHidden(), "one draft has its own tile"
    add_assessment(workspace, add_enterprise(workspace, 2))
    enter(home)
    click(qtbot, home.drafts_button)
    menu = home.findChild(QMenu)
    (entry,) = menu.actions()
    assert "甲&&乙公司" in entry.text()
    entry.trigger()
    menu.close()
    assert went == [Place("assess", first)]


def test_that_enter_on_recent_work_opens_drafts_and_results(
    qtbot: QtBot, home: HomePage, workspace: Workspace, went: list[Place]
) -> None:
    enterprise = add_enterprise(workspace, 1)
    submitted = add_assessment(workspace, enterprise, submitted=True)
    draft = add_assessment(workspace, enterprise, answers=3)
    enter(home)
    recent = home._work.recent
    recent.setFocus()
    qtbot.keyClick(recent, Qt.Key.Key_Return)
    qtbot.keyClick(recent, Qt.Key.Key_Down)
    qtbot.keyClick(recent, Qt.Key.Key_Return)
    assert went == [Place("assess", draft), Place("result", submitted)]


def test_that_a_discarded_draft_can_be_taken_back(
    qtbot: QtBot, home: HomePage, workspace: Workspace
) -> None:
    draft = add_assessment(workspace, add_enterprise(workspace, 1, LONG_NAME), answers=4)
    enter(home)
    recent = home._work.recent
    recent.setFocus()
    qtbot.keyClick(recent, Qt.Key.Key_Delete)
    assert workspace.overview().drafts == 0
    assert home._work.restore_button.isVisible()
    assert home.focusWidget() is home._work.restore_button
    qtbot.keyClick(home._work.restore_button, Qt.Key.Key_Space)
    assert [card.id for card in assessments.cards(workspace)] == [draft]
    assert not home._work.restore_button.isVisible()


def test_that_a_click_on_the_bin_discards_and_a_click_beside_it_does_not(
    qtbot: QtBot, home: HomePage, workspace: Workspace
) -> None:
    add_assessment(workspace, add_enterprise(workspace, 1), answers=1)
    enter(home)
    recent = home._work.recent
    qtbot.wait(1)
    row = recent.visualRect(recent.model().index(0, 0))
    qtbot.mouseClick(recent.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, row.center().y()))
    assert workspace.overview().drafts == 1
    qtbot.mouseClick(recent.viewport(), Qt.MouseButton.LeftButton, pos=bin_rect(row).center())
    assert workspace.overview().drafts == 0


def test_that_a_submitted_assessment_cannot_be_discarded(
    qtbot: QtBot, home: HomePage, workspace: Workspace
) -> None:
    add_assessment(workspace, add_enterprise(workspace, 1), submitted=True)
    enter(home)
    recent = home._work.recent
    recent.setFocus()
    qtbot.keyClick(recent, Qt.Key.Key_Delete)
    assert workspace.overview().assessed == 1


def test_that_progress_is_said_in_numbers_and_words(
    qtbot: QtBot, home: HomePage, workspace: Workspace
) -> None:
    workspace.set_setting("goal", 8)
    add_assessment(workspace, add_enterprise(workspace, 1), submitted=True)
    add_assessment(
        workspace, add_enterprise(workspace, 2, district="320571"), answers=1, submitted=True
    )
    enter(home)
    work = home._work
    assert work._assessed.text() == "2"
    assert "8" in work._goal.text()
    assert work._share.text() == "25.0%"
    qtbot.waitUntil(lambda: "昆山 1" in work._districts.accessibleDescription())
    assert "园区 1" in work._districts.accessibleDescription()
    assert "未达一级 2 · 100.0%" in work._levels.accessibleDescription()


def test_that_a_goal_just_missed_is_not_shown_as_reached() -> None:
    assert percent(0.9996) == "99.9%"
    assert percent(1.0) == "100.0%"
    assert percent(1.25) == "125.0%"


def test_that_the_summary_is_written_where_the_user_says(
    qtbot: QtBot,
    home: HomePage,
    workspace: Workspace,
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_assessment(workspace, add_enterprise(workspace, 1), submitted=True)
    out = tmp_path / "汇总.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    told: list[str] = []
    context.told.connect(lambda _kind, text: told.append(text))
    enter(home)
    click(qtbot, home.export_button)
    assert out.read_bytes().startswith(b"PK")
    assert str(out) in told[0]


def test_that_a_blank_workbook_can_be_saved_at_any_time(
    qtbot: QtBot,
    home: HomePage,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "空白表.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    add_assessment(workspace, add_enterprise(workspace, 1), submitted=True)
    enter(home)
    click(qtbot, home.template_button)
    read = read_answer_workbook(
        out.read_bytes(), lambda *_: workspace.packs.default(), workspace.places
    )
    assert [p.code for p in read.problems if p.is_error] == ["nothing_answered"]


def test_that_dropped_files_go_to_the_import(qtbot: QtBot, home: HomePage, tmp_path: Path) -> None:
    enter(home)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    gone: list[Place] = []
    home.context.go.connect(gone.append)
    home.dropEvent(drop)
    qtbot.waitUntil(lambda: bool(gone))
    assert gone == [Place("import", (tmp_path,))]


def test_that_the_keys_named_on_the_page_work(qtbot: QtBot, open_window: Open) -> None:
    window = open_window("home")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    in_dialog(
        qtbot,
        NewAssessment,
        lambda: qtbot.keyClick(
            window.current_page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier
        ),
        lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape),
    )
