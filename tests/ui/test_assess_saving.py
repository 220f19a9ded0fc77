"""Every answer is on disk before the next question shows, and says so when it isn't."""

from __future__ import annotations

import pytest
from assess_parts import Keyboard, assess_page, new_draft, on_disk
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.models.answer_desk import AnswerDesk, Judgement


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch):
    """A disk that takes nothing until ``free`` is called."""

    class Disk:
        full = True

        def free(self) -> None:
            self.full = False

    disk = Disk()
    write = AssessmentSession._write

    def guarded(session, *args, **kwargs):
        if disk.full:
            raise StoreError("disk_full", path="assess.db")
        return write(session, *args, **kwargs)

    monkeypatch.setattr(AssessmentSession, "_write", guarded)
    return disk


def test_that_a_choice_is_on_disk_when_it_shows_as_chosen(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = new_draft(workspace)
    page = assess_page(open_window("assess", draft))
    option = page.answering.question.options.button("C")
    qtbot.mouseClick(option, Qt.MouseButton.LeftButton)
    assert option.isChecked()
    assert on_disk(workspace, draft).answers.choices == {"Q01": ("C",)}
    clock = page.desk.session.saved_at.astimezone().strftime("%H:%M:%S")
    assert page.answering.footer.saved.text() == f"✓ 已保存 {clock}"
    assert page.answering.footer.count.text() == "1 / 31"


def test_that_none_stands_alone_in_a_multiple_choice(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    keyboard = Keyboard(open_window("assess", draft))
    keyboard.press("B", "C", "A")
    assert on_disk(workspace, draft).answers.choices["Q01"] == ("A",)
    keyboard.press("D")
    assert on_disk(workspace, draft).answers.choices["Q01"] == ("D",)


def test_that_a_second_press_takes_an_option_of_many_back(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    keyboard = Keyboard(open_window("assess", draft))
    keyboard.press("B", "C", "B")
    assert on_disk(workspace, draft).answers.choices["Q01"] == ("C",)
    keyboard.press("C")
    assert "Q01" not in on_disk(workspace, draft).answers.choices


def test_that_a_failed_write_is_told_in_red_and_holds_the_way(
    open_window, workspace: Workspace, full_disk
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press("C", Qt.Key.Key_Return)
    footer = page.answering.footer
    assert page.answering.item == "Q05"
    assert page.answering.question.options.button("C").isChecked()
    assert (footer.saved.text(), footer.saved.property("role")) == ("没有保存", "bad")
    assert footer.trouble.isVisible()
    assert page.desk.session.answers.choices == {}


def test_that_trying_again_writes_what_was_chosen(
    open_window, workspace: Workspace, full_disk, qtbot: QtBot
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    page = assess_page(window)
    Keyboard(window).press("C")
    full_disk.free()
    qtbot.mouseClick(page.answering.footer.retry, Qt.MouseButton.LeftButton)
    assert on_disk(workspace, draft).answers.choices == {"Q05": "C"}
    assert not page.answering.footer.trouble.isVisible()
    assert page.answering.footer.saved.text().startswith("✓ 已保存")


def test_that_going_on_tries_again_by_itself(open_window, workspace: Workspace, full_disk) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press("C")
    full_disk.free()
    keyboard.press(Qt.Key.Key_Return)
    assert page.answering.item == "Q06"
    assert on_disk(workspace, draft).answers.choices == {"Q05": "C"}


def test_that_figures_that_cannot_be_written_stay_in_their_fields(
    open_window, workspace: Workspace, full_disk
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.type("120", "54")
    assert page.answering.item == "Q02"
    assert [f.edit.text() for f in page.answering.question.figures.fields] == ["120", "54"]
    full_disk.free()
    page.answering.footer.retry.click()
    answers = on_disk(workspace, draft).answers
    assert answers.figures == {"devices_total": 120, "devices_digital": 54}
    assert answers.choices == {"Q02": "D"}


def test_that_leaving_the_page_unsaved_warns_and_keeps_the_choice(
    open_window, context: Context, workspace: Workspace, full_disk
) -> None:
    told: list[tuple[str, str]] = []
    context.told.connect(lambda kind, text: told.append((kind, text)))
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    Keyboard(window).press("C")
    window.open(Place("home"))
    assert told[-1][0] == "bad"
    window.open(Place("assess"))
    page = assess_page(window)
    assert page.answering.question.options.button("C").isChecked()
    full_disk.free()
    window.open(Place("home"))
    assert on_disk(workspace, draft).answers.choices == {"Q05": "C"}


def test_that_a_reopened_window_comes_back_to_the_same_question(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    first = open_window("assess", draft)
    keyboard = Keyboard(first)
    keyboard.choose_each(["B", "D"])
    again = open_window("assess", draft)
    assert assess_page(again).answering.item == "Q03"
    assert assess_page(again).answering.footer.count.text() == "2 / 31"


def test_that_a_change_of_theme_leaves_the_user_at_the_question(
    open_window, context: Context, workspace: Workspace
) -> None:
    window = open_window("assess", new_draft(workspace))
    assess_page(window).answering.go_to("S03")
    context.theme.choose("dark")
    assert assess_page(window).answering.item == "S03"
    context.theme.choose("light")


def test_that_undo_goes_back_step_by_step_across_questions(
    open_window, workspace: Workspace
) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press("C", "D", Qt.Key.Key_Return, "B", Qt.Key.Key_Return)
    for choices, item in (
        ({"Q05": "D"}, "Q06"),
        ({"Q05": "C"}, "Q05"),
        ({}, "Q05"),
        ({}, "Q05"),
    ):
        keyboard.press(Qt.Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
        assert on_disk(workspace, draft).answers.choices == choices
        assert page.answering.item == item


def test_that_a_note_is_written_when_its_field_is_left(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "Q05")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press(Qt.Key.Key_M, held=Qt.KeyboardModifier.ControlModifier)
    keyboard.press(*"ERP 1", Qt.Key.Key_Escape, "C")
    done = on_disk(workspace, draft).answers
    assert (done.notes, done.choices) == ({"Q05": "ERP 1"}, {"Q05": "C"})
    assert page.answering.item == "Q05"


def test_that_a_note_is_written_after_a_pause(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = new_draft(workspace)
    keyboard = Keyboard(open_window("assess", draft, "Q05"))
    keyboard.press(Qt.Key.Key_M, held=Qt.KeyboardModifier.ControlModifier)
    keyboard.press(*"MES")
    qtbot.waitUntil(lambda: on_disk(workspace, draft).answers.notes == {"Q05": "MES"})


def test_that_f2_marks_an_item_to_be_verified(open_window, workspace: Workspace) -> None:
    draft = new_draft(workspace)
    window = open_window("assess", draft, "S03")
    keyboard = Keyboard(window)
    keyboard.press(Qt.Key.Key_F2)
    assert on_disk(workspace, draft).answers.flags == {"S03"}
    keyboard.press(Qt.Key.Key_F2)
    assert on_disk(workspace, draft).answers.flags == frozenset()


def test_that_typing_that_comes_to_nothing_is_not_called_unsaved(
    open_window, workspace: Workspace
) -> None:
    window = open_window("assess", new_draft(workspace), "Q02")
    page, keyboard = assess_page(window), Keyboard(window)
    keyboard.press("1")
    assert page.answering.footer.saved.text() == "正在输入…"
    keyboard.press(Qt.Key.Key_Backspace)
    assert page.answering.footer.saved.text().startswith("✓ 已保存")


def test_that_undo_restores_a_choice_that_the_figures_only_happened_to_confirm(
    workspace: Workspace,
) -> None:
    desk = AnswerDesk(on_disk(workspace, new_draft(workspace)))
    desk.set_figures("Q02", {"devices_total": 100, "devices_digital": 5})
    desk.judge("Q02", Judgement("D"))
    desk.set_figures("Q02", {"devices_digital": 50})
    desk.undo()
    answers = desk.session.answers
    assert (answers.figures["devices_digital"], answers.choices["Q02"]) == (5, "D")


def test_that_undo_also_takes_back_what_figures_changed_in_another_question(
    workspace: Workspace,
) -> None:
    desk = AnswerDesk(on_disk(workspace, new_draft(workspace)))
    desk.set_figures("Q02", {"devices_total": 100, "devices_digital": 50})
    desk.set_figures("Q03", {"devices_connected": 30})
    desk.set_figures("Q02", {"devices_total": 200})
    assert desk.session.answers.choices["Q03"] == "B"
    assert desk.undo() == "Q02"
    assert desk.session.answers.choices == {"Q02": "D", "Q03": "C"}
