"""The page around the questions: the way through, scenarios, head, submitting, what is empty."""

from __future__ import annotations

from datetime import date

import pytest
from assess_parts import Keyboard, assess_page, new_draft, new_enterprise, on_disk
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.assessment_head import AssessmentHeadDialog
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.dialogs.shortcut_sheet import ShortcutSheet
from suzhou_assess.ui.dialogs.submit_assessment import SubmitDialog
from suzhou_assess.ui.pages.home import HomePage
from suzhou_assess.ui.pages.result import ResultPage


def in_dialog(kind: type[QDialog], act) -> None:
    """Do something in the dialog that opens next."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


# scenarios


def test_that_not_applicable_is_kept_apart_from_level_0(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "S01")
    page, keyboard = assess_page(window), Keyboard(window)
    options = page.answering.scenario.options
    keyboard.press("N")
    assert [b.key for b in options.buttons if b.isChecked()] == ["N"]
    assert on_disk(workspace, draft).answers.not_applicable == {"S01"}
    keyboard.press("0")
    assert [b.key for b in options.buttons if b.isChecked()] == ["0"]
    answers = on_disk(workspace, draft).answers
    assert (answers.choices, answers.not_applicable) == ({"S01": 0}, frozenset())


def test_that_a_digit_is_the_level_of_a_scenario(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    Keyboard(open_window("assess", draft, "S01")).press("4", "7")
    assert on_disk(workspace, draft).answers.choices == {"S01": 4}


def test_that_binding_scenarios_are_marked_and_explained(open_window, workspace: Workspace) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "S01"))
    mark = page.answering.scenario.heading._mark
    assert mark.text() == "★ 约束性"
    assert "约束性场景" in mark.toolTip()
    page.answering.go_to("S02")
    assert mark.text() == "指导性"
    assert page.answering.way.items["S01"].text().startswith("★")
    assert not page.answering.way.items["S02"].text().startswith("★")


# the way through


def test_that_the_current_section_shows_its_items_and_the_others_their_counts(
    open_window, workspace: Workspace
) -> None:
    window = open_window("assess", new_draft(workspace))
    way = assess_page(window).answering.way
    Keyboard(window).choose_each(["B", "D"])
    assert [i for i, entry in way.items.items() if entry.isVisible()] == [
        f"Q{number:02d}" for number in range(1, 8)
    ]
    assert [header._aside for _, header in way.sections] == [
        "2/7", "0/4", "0/4", "0/4", "0/6", "0/2", "0/4",
    ]  # fmt: skip


def test_that_a_click_on_a_section_goes_to_what_is_open_in_it(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    window = open_window("assess", new_draft(workspace), "Q08")
    page = assess_page(window)
    Keyboard(window).press("B", Qt.Key.Key_Return)
    page.answering.go_to("S16")
    section = page.answering.way.sections[1][1]
    qtbot.mouseClick(section, Qt.MouseButton.LeftButton)
    assert page.answering.item == "Q09"


def test_that_a_data_check_marks_the_items_that_it_speaks_of(
    open_window, workspace: Workspace
) -> None:
    window = open_window("assess", new_draft(workspace), "Q01")
    page = assess_page(window)
    Keyboard(window).press("E")
    assert page.answering.way.items["Q01"]._state == "warned"
    assert page.answering.help.problems.text
    assert "提醒" in page.answering.way.items["Q01"].accessibleName()


# help and score


def test_that_help_and_live_score_follow_the_question(open_window, workspace: Workspace) -> None:
    window = open_window("assess", new_draft(workspace), "Q02")
    answering = assess_page(window).answering
    assert "PLC" in answering.help.definitions._list.text
    assert answering.help.evidence.text
    assert answering.help.mistakes._list.text
    Keyboard(window).press("D")
    assert answering.score.score.text() == "4.5"
    assert answering.score.points.text() == "本题 4.5 / 6"
    assert "16 个场景未评" in answering.score.meaning.text()


def test_that_the_breadcrumb_tells_where_a_question_stands(
    open_window, workspace: Workspace
) -> None:
    page = assess_page(open_window("assess", new_draft(workspace), "Q02"))
    path = page.answering.question.heading._path.text()
    assert path == "数字化基础 › 设备系统 › 设备数字化 · 第 2 题 · 满分 6 分"


# what stands in the header


def test_that_mode_date_and_assessor_can_be_changed(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    page = assess_page(open_window("assess", draft))

    def fill(dialog: AssessmentHeadDialog) -> None:
        dialog.modes["onsite"].setChecked(True)
        dialog.date.setDate(QDate(2025, 7, 2))
        dialog.assessor.setText("李四")
        dialog.accept_button.click()

    in_dialog(AssessmentHeadDialog, fill)
    page.header.head.click()
    assert page.header.head.text() == "现场评定 · 2025-07-02 · 李四"
    stored = on_disk(workspace, draft)
    assert (stored.mode, stored.date, stored.assessor) == ("onsite", date(2025, 7, 2), "李四")


def test_that_f1_lists_all_keys(open_window, workspace: Workspace) -> None:
    window = open_window("assess", new_draft(workspace))
    seen: list[str] = []

    def look(sheet: ShortcutSheet) -> None:
        seen.append(sheet.windowTitle())
        sheet.close_button.click()

    in_dialog(ShortcutSheet, look)
    Keyboard(window).press(Qt.Key.Key_F1)
    assert seen == ["评估页的按键"]


def test_that_pause_goes_home(open_window, workspace: Workspace) -> None:
    window = open_window("assess", new_draft(workspace))
    assess_page(window).header.pause.click()
    assert isinstance(window.current_page, HomePage)


@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_that_a_long_name_never_pushes_the_actions_out(
    open_window, context: Context, workspace: Workspace, width: int
) -> None:
    from suzhou_assess.services import assessments

    name = "苏州工业园区样例长三角精密机械智能装备研究开发制造与技术服务集团" + "股份有限公司" * 5
    enterprise = new_enterprise(workspace, name=name)
    draft = assessments.start(workspace, enterprise, "onsite", date(2025, 6, 1), "张三")
    window = open_window("assess", draft)
    window.resize(width, 768)
    QApplication.processEvents()
    page = assess_page(window)
    assert page.header.pause.mapTo(window, page.header.pause.rect().topRight()).x() <= width
    assert window.width() == width


def test_that_the_way_never_moves_sideways(open_window, workspace: Workspace) -> None:
    window = open_window("assess", new_draft(workspace), "S01")
    window.resize(1024, 640)
    QApplication.processEvents()
    assert assess_page(window).answering.way._area.horizontalScrollBar().maximum() == 0


# submitting


def test_that_submitting_names_what_is_open_and_leads_there(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q01")
    page = assess_page(window)
    Keyboard(window).choose_each(["B"])
    page.answering.go_to("S16")
    said: list[str] = []

    def mend(dialog: SubmitDialog) -> None:
        said.extend(dialog.words)
        dialog.mend.click()

    in_dialog(SubmitDialog, mend)
    page.header.submit.click()
    assert "30 项没有回答" in said[0]
    assert "设备数字化" in said[0]
    assert page.answering.item == "Q02"
    assert on_disk(workspace, draft).status == "draft"


def test_that_submitting_names_data_errors(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.type("100", "125")
    said: list[str] = []

    def leave(dialog: SubmitDialog) -> None:
        said.extend(dialog.words)
        dialog.reject()

    in_dialog(SubmitDialog, leave)
    page.header.submit.click()
    assert any("数字化设备数" in words for words in said)


def test_that_a_submitted_assessment_can_only_be_read_until_it_is_reopened(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press("C")
    in_dialog(SubmitDialog, lambda dialog: dialog.submit.click())
    page.header.submit.click()
    assert isinstance(window.current_page, ResultPage)
    assert on_disk(workspace, draft).status == "submitted"
    window.context.show("assess", draft, "Q05")
    qtbot.mouseClick(page.answering.question.options.button("E"), Qt.MouseButton.LeftButton)
    page.answering.take_focus()
    keyboard.press("D", Qt.Key.Key_Delete)
    assert on_disk(workspace, draft).answers.choices == {"Q05": "C"}
    assert page.header.reopen.isVisible()
    in_dialog(MessageDialog, lambda dialog: dialog.accept_button.click())
    page.header.reopen.click()
    assert not page.header.reopen.isVisible()
    Keyboard(window).press("D")
    assert on_disk(workspace, draft).answers.choices == {"Q05": "D"}


def test_that_an_assessment_submitted_elsewhere_meanwhile_turns_read_only(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    page = assess_page(window)
    on_disk(workspace, draft).submit()
    in_dialog(MessageDialog, lambda dialog: dialog.accept_button.click())
    Keyboard(window).press("C")
    qtbot.waitUntil(lambda: page.header.reopen.isVisible())
    assert not page.desk.has_unsaved
    assert not page.answering.footer.trouble.isVisible()
    assert on_disk(workspace, draft).answers.choices == {}


# nothing open


def test_that_without_an_assessment_drafts_are_offered(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess")
    page = assess_page(window)
    assert page.desk is None
    QTest.mouseClick(page._start.picker.rows[0], Qt.MouseButton.LeftButton)
    assert assess_page(window).desk.session.id == draft


def test_that_without_any_draft_a_new_assessment_is_offered(
    open_window, workspace: Workspace
) -> None:
    page = assess_page(open_window("assess"))
    assert page._start.picker is None
    assert page._start.new.isVisible()


def test_that_an_assessment_that_is_gone_is_told_with_a_way_out(
    open_window, workspace: Workspace
) -> None:
    page = assess_page(open_window("assess", "00000000-0000-4000-8000-000000000000"))
    assert page.desk is None
    assert page._start is not None
