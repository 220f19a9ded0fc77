"""A consultant works through a whole assessment without a mouse."""

from __future__ import annotations

from assess_parts import Keyboard, assess_page, new_draft, on_disk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from suzhou_assess.domain.answers import read_answers
from suzhou_assess.domain.scoring import score
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.pages.result import ResultPage

RELAXED_LIMIT = 250
"""Keys that a practised consultant presses in under five minutes."""

QUESTIONS = {
    "Q01": "BC",
    "Q02": "D",
    "Q03": "C",
    "Q04": "BDFGHIKLMN",
    "Q05": "C",
    "Q06": "BC",
    "Q07": "BE",
    "Q08": "C",
    "Q09": "BC",
    "Q10": "BCD",
    "Q11": "A",
    "Q12": "C",
    "Q13": "C",
    "Q14": "C",
    "Q15": "C",
}
SCENARIOS = {f"S{number:02d}": key for number, key in enumerate("2122222211121321", start=1)} | {
    "S04": "N"
}
MULTIPLE = {"Q01", "Q04", "Q06", "Q07", "Q09", "Q10"}


def expected(workspace: Workspace):
    """The verdict that the index gives for these answers."""
    pack = workspace.packs.default()
    choices = {q: list(keys) if q in MULTIPLE else keys for q, keys in QUESTIONS.items()}
    levels = {s: 0 if key == "N" else int(key) for s, key in SCENARIOS.items()}
    answers, problems = read_answers(pack, choices | levels)
    assert not problems
    return score(pack, answers.choices)


def test_that_an_assessment_without_figures_takes_few_keys_and_comes_out_right(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft)
    keyboard = Keyboard(window)
    keyboard.choose_each([*QUESTIONS.values(), *SCENARIOS.values()])
    assert isinstance(window.current_page, ResultPage)
    done = on_disk(workspace, draft)
    assert done.verdict == expected(workspace)
    assert done.answers.not_applicable == {"S04"}
    assert done.verdict.complete
    assert keyboard.pressed == 77
    assert keyboard.pressed <= RELAXED_LIMIT


def test_that_an_assessment_with_all_figures_takes_under_five_minutes_of_keys(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft)
    keyboard = Keyboard(window)
    keyboard.choose_each([QUESTIONS["Q01"]])
    keyboard.type("120", "54")  # equipment in all, digital
    keyboard.type("38")  # connected
    keyboard.choose_each(QUESTIONS[f"Q{number:02d}"] for number in range(4, 11))
    keyboard.type("180", "2900")  # spending, turnover
    keyboard.type("310", "290", "2800", "")  # energy, revenue; last year's is in the profile
    keyboard.type("97.2", "98.6")  # pass rates
    keyboard.type("118", "")  # employees; last year's are in the profile
    keyboard.type("2310", "2400")  # costs
    keyboard.choose_each(SCENARIOS.values())
    assert isinstance(window.current_page, ResultPage)
    done = on_disk(workspace, draft)
    assert done.verdict == expected(workspace)
    assert done.answers.figures["employees_last"] == 120
    assert not [p for p in done.problems if p.code == "figures_lead_elsewhere"]
    assert keyboard.pressed <= RELAXED_LIMIT
    assert keyboard.pressed == 121


def test_that_keys_work_wherever_the_focus_is(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft)
    page, keyboard = assess_page(window), Keyboard(window)
    page.header.pause.setFocus()
    keyboard.press("B")
    assert on_disk(workspace, draft).answers.choices["Q01"] == ("B",)
    page.answering.way.items["Q01"].setFocus()
    keyboard.press("3")
    assert on_disk(workspace, draft).answers.choices["Q01"] == ("B", "C")


def test_that_enter_on_a_button_presses_it_instead_of_going_on(
    open_window, workspace: Workspace
) -> None:
    window = open_window("assess", new_draft(workspace), "Q04")
    page, keyboard = assess_page(window), Keyboard(window)
    page.answering.footer.previous.setFocus()
    keyboard.press(Qt.Key.Key_Return)
    assert page.answering.item == "Q03"


def test_that_backspace_page_up_and_alt_left_go_back(open_window, workspace: Workspace) -> None:
    window = open_window("assess", new_draft(workspace), "S05")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press(Qt.Key.Key_Backspace)
    assert page.answering.item == "S04"
    keyboard.press(Qt.Key.Key_PageUp)
    assert page.answering.item == "S03"
    keyboard.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)
    assert page.answering.item == "S02"
    keyboard.press(Qt.Key.Key_PageDown)
    assert page.answering.item == "S03"


def test_that_arrows_and_space_choose_too(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q04")
    keyboard = Keyboard(window)
    keyboard.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    keyboard.press(Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert on_disk(workspace, draft).answers.choices["Q04"] == ("B", "J")


def test_that_letters_choose_options_beyond_the_ninth(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q04")
    Keyboard(window).press("9", "N", "O")
    assert on_disk(workspace, draft).answers.choices["Q04"] == ("I", "N", "O")


def test_that_delete_takes_the_answer_back(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    Keyboard(window).press("C", Qt.Key.Key_Delete)
    assert "Q05" not in on_disk(workspace, draft).answers.choices


def test_that_enter_without_an_answer_leaves_the_question_open(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    Keyboard(window).press(Qt.Key.Key_Return)
    assert assess_page(window).answering.item == "Q06"
    assert on_disk(workspace, draft).answers.choices == {}


def test_that_tab_goes_through_figures_options_note_and_buttons_in_order(
    open_window, workspace: Workspace
) -> None:
    window = open_window("assess", new_draft(workspace), "Q02")
    answering, keyboard = assess_page(window).answering, Keyboard(window)
    figures = answering.question.figures.fields
    for expected_focus in (
        figures[1].edit,
        answering.question.options.buttons[0],
        answering.notes.add,
        answering.notes.flag,
        answering.notes.attach,
        answering.footer.previous,
        answering.footer.next,
    ):
        keyboard.press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected_focus


def test_that_enter_opens_the_draft_worked_on_last(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess")
    keyboard = Keyboard(window)
    keyboard.press(Qt.Key.Key_Return)
    assert assess_page(window).desk.session.id == draft
