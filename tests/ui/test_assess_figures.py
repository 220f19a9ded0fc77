"""Figures beside a question pick its band or trend."""

from __future__ import annotations

from decimal import Decimal

from assess_parts import Keyboard, assess_page, new_draft, on_disk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from suzhou_assess.services.workspace import Workspace


def fields(page):
    return {f.figure.id: f for f in page.answering.question.figures.fields}


def test_that_a_question_with_empty_figures_has_the_focus_in_the_first(
    open_window, workspace: Workspace
) -> None:
    window = open_window("assess", new_draft(workspace), "Q02")
    Keyboard(window)
    page = assess_page(window)
    assert QApplication.focusWidget() is fields(page)["devices_total"].edit


def test_that_figures_show_the_share_at_each_key_and_choose_after_a_pause(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.type("120")
    keyboard.press(*"54")
    outcome = page.answering.question.figures.outcome
    assert (outcome.value.text(), outcome.letter.text()) == ("45.0%", "→ D")
    assert page.answering.footer.saved.text() == "正在输入…"
    qtbot.waitUntil(lambda: on_disk(workspace, draft).answers.choices.get("Q02") == "D")
    assert page.answering.question.options.button("D").isChecked()
    assert page.answering.footer.saved.text().startswith("✓ 已保存")


def test_that_a_figure_is_written_when_its_field_is_left(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    keyboard = Keyboard(window)
    keyboard.press(*"120", Qt.Key.Key_Tab)
    assert on_disk(workspace, draft).answers.figures == {"devices_total": 120}


def test_that_enter_in_the_last_figure_goes_on(open_window, workspace: Workspace) -> None:
    window = open_window("assess", new_draft(workspace), "Q02")
    Keyboard(window).type("120", "54")
    assert assess_page(window).answering.item == "Q03"


def test_that_a_total_given_before_is_shown_and_not_asked_again(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.type("120", "54")
    total = fields(page)["devices_total"]
    assert (total.edit.text(), total.edit.isReadOnly()) == ("120", True)
    keyboard.press(*"30", Qt.Key.Key_Return)
    assert on_disk(workspace, draft).answers.choices["Q03"] == "C"
    page.answering.go_to("Q03")
    total.link.click()
    assert page.answering.item == "Q02"


def test_that_a_total_passed_over_before_can_be_given_here(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q03")
    Keyboard(window).type("120", "30")
    answers = on_disk(workspace, draft).answers
    assert answers.choices == {"Q03": "C"}
    assert answers.figures == {"devices_total": 120, "devices_connected": 30}


def test_that_a_letter_chooses_while_a_figure_field_has_the_focus(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press("D", Qt.Key.Key_Return)
    assert page.answering.item == "Q03"
    assert on_disk(workspace, draft).answers.choices == {"Q02": "D"}


def test_that_a_choice_against_the_figures_is_marked_and_mended_by_one_key(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.type("120", "54")
    page.answering.go_to("Q02")
    keyboard.press("B")
    use = page.answering.question.figures.use
    assert (use.isVisible(), use.text()) == (True, "用算出的选项 D")
    assert "45.0%" in page.answering.help.problems.text
    keyboard.press("=")
    assert on_disk(workspace, draft).answers.choices["Q02"] == "D"
    assert not use.isVisible()
    assert page.answering.help.problems.text == ""


def test_that_what_is_no_number_is_told_beneath_and_holds_the_way(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press(*"1.5", Qt.Key.Key_Return)
    field = fields(page)["devices_total"]
    assert field.problem is not None
    assert field.problem.code == "figure_not_whole"
    page.answering.footer.next.click()
    assert page.answering.item == "Q02"
    assert QApplication.focusWidget() is field.edit
    assert on_disk(workspace, draft).answers.figures == {}


def test_that_full_width_digits_and_thousands_commas_are_read(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q11")
    page = assess_page(window)
    both = fields(page)
    for name, text in (("digital_spend", "１８０"), ("turnover_average", "2,900.5")):
        both[name].edit.setText(text)
        both[name].edit.textEdited.emit(text)
    page.answering.go_on()
    assert on_disk(workspace, draft).answers.figures == {
        "digital_spend": 180,
        "turnover_average": Decimal("2900.5"),
    }


def test_that_a_number_of_the_profile_is_offered_and_taken_by_enter(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q14")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.type("2800", "", "118")
    assert "120" in page.answering.question.figures.words.text()
    keyboard.type("")
    answers = on_disk(workspace, draft).answers
    assert answers.figures["revenue_last"] == Decimal("3000.5")
    assert answers.figures["employees_last"] == 120
    assert answers.choices["Q14"] == "C"


def test_that_a_number_of_the_profile_is_not_taken_over_unasked(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q14")
    Keyboard(window).press("C", Qt.Key.Key_Return)
    assert on_disk(workspace, draft).answers.figures == {}


def test_that_more_than_the_whole_is_told(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.type("100", "125")
    assert page.answering.item == "Q02"
    assert page.answering.question.figures.outcome.value.text() == "125.0%，超过 100%"
    assert "Q02" not in on_disk(workspace, draft).answers.choices


def test_that_undo_takes_figures_and_the_choice_back_together(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press("B")
    keyboard.type("120", "54")
    assert on_disk(workspace, draft).answers.choices["Q02"] == "D"
    page.answering.undo()
    answers = on_disk(workspace, draft).answers
    assert (answers.choices, answers.figures) == ({"Q02": "B"}, {})
    assert page.answering.item == "Q02"
    assert fields(page)["devices_digital"].edit.text() == ""
