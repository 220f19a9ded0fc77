"""On site beside a claim: confirmed with one key, changed with another, and why."""

from __future__ import annotations

from datetime import date

import pytest
from assess_parts import Keyboard, assess_page, new_draft, new_enterprise, on_disk
from onsite_parts import new_claim, new_onsite
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from suzhou_assess.services import assessments
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.dialogs.section_notes import SectionNotes
from suzhou_assess.ui.dialogs.shortcut_sheet import ShortcutSheet
from suzhou_assess.ui.pages.result import ResultPage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def in_dialog(kind, act) -> None:
    """Do something in the dialog that opens next."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


# the claim


def test_that_a_question_shows_what_was_claimed(open_window, workspace: Workspace) -> None:
    page = assess_page(open_window("assess", new_onsite(workspace), "Q02"))
    card = page.answering.question.claim
    assert card.isVisible()
    assert card.title.text() == "D"
    assert card.words.text() == "40% 以上，不超过 60%"
    assert card.worth.text() == "4.5 分"
    assert "生产设备总数 120 台" in card.aside.text()
    assert card.note.text() == "企业备注：老设备也装了采集盒"
    assert card.confirm.isVisible()
    assert not card.asks_why


def test_that_levels_and_not_applicable_are_said_in_words(
    open_window, workspace: Workspace
) -> None:
    page = assess_page(open_window("assess", new_onsite(workspace), "S01"))
    card = page.answering.scenario.claim
    assert card.title.text() == "3 级"
    page.answering.go_to("S03")
    assert card.title.text() == "不适用"
    page.answering.go_to("S04")
    assert card.words.text() == "企业自评没有回答这一题"
    assert not card.confirm.isVisible()


def test_that_the_claimed_option_is_marked_and_not_chosen(
    open_window, workspace: Workspace
) -> None:
    page = assess_page(open_window("assess", new_onsite(workspace), "Q03"))
    options = page.answering.question.options
    assert [b.key for b in options.buttons if b._claimed] == ["D"]
    assert not any(b.isChecked() for b in options.buttons)
    assert "自评" in options.button("D").accessibleDescription()


def test_that_a_self_assessment_shows_nothing_of_all_this(
    open_window, workspace: Workspace
) -> None:
    enterprise = new_enterprise(workspace)
    new_claim(workspace, enterprise=enterprise)
    for mode in ("self", "onsite"):
        draft = assessments.start(workspace, enterprise, mode, date(2025, 7, 1))
        page = assess_page(open_window("assess", draft, "Q03"))
        answering = page.answering
        assert not answering.question.claim.isVisible()
        assert not answering.rest.isVisible()
        assert not any(b._claimed for b in answering.question.options.buttons)
        assert answering.footer.count.text() == "0 / 31"
        Keyboard(page.window()).press(Qt.Key.Key_F3, "y")
        assert on_disk(workspace, draft).answers.choices == {}
        assert answering.item == "Q03"


# confirming


@pytest.mark.parametrize("key", [Qt.Key.Key_F3, "y"], ids=["F3", "Y"])
def test_that_one_key_confirms_and_goes_on(open_window, workspace: Workspace, key) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "Q01"))
    Keyboard(page.window()).press(key)
    assert on_disk(workspace, draft).answers.choices == {"Q01": ("B", "C")}
    assert page.answering.item == "Q02"
    assert page.answering.way.items["Q01"]._state == "agreed"
    assert page.answering.footer.count.text() == "已核 1 / 31"


def test_that_a_click_confirms(open_window, workspace: Workspace, qtbot: QtBot) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "S03"))
    qtbot.mouseClick(page.answering.scenario.claim.confirm, Qt.MouseButton.LeftButton)
    answers = on_disk(workspace, draft).answers
    assert (answers.choices, answers.not_applicable) == ({"S03": 0}, {"S03"})
    assert page.answering.item == "S04"


def test_that_confirming_takes_the_figures_over(open_window, workspace: Workspace) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "Q02"))
    figures = [figure.id for figure in page.desk.session.pack.question_by_id["Q02"].figures]
    Keyboard(page.window()).press(Qt.Key.Key_F3)  # the focus is in an empty figure
    answers = on_disk(workspace, draft).answers
    assert answers.choices["Q02"] == "D"
    assert [answers.figures[name] for name in figures] == [120, 54]


def test_that_f3_confirms_from_the_note_as_well(open_window, workspace: Workspace) -> None:
    draft = new_onsite(workspace)
    keyboard = Keyboard(open_window("assess", draft, "Q01"))
    keyboard.press("M", held=CTRL)
    keyboard.press("y", Qt.Key.Key_F3)
    answers = on_disk(workspace, draft).answers
    assert answers.notes["Q01"] == "y"
    assert answers.choices == {"Q01": ("B", "C")}


def test_that_the_last_confirmation_leads_to_the_result(open_window, workspace: Workspace) -> None:
    window = open_window("assess", new_onsite(workspace, {"S16": 2}), "S16")
    Keyboard(window).press(Qt.Key.Key_F3)
    assert isinstance(window.current_page, ResultPage)


def test_that_nothing_claimed_is_nothing_confirmed(open_window, workspace: Workspace) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "Q08"))
    Keyboard(page.window()).press(Qt.Key.Key_F3)
    assert on_disk(workspace, draft).answers.choices == {}
    assert page.answering.item == "Q08"


# changing


def test_that_another_option_names_the_difference_and_asks_why(
    open_window, workspace: Workspace
) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "Q03"))
    card, keyboard = page.answering.question.claim, Keyboard(page.window())
    keyboard.press("B")
    assert card.state.text() == "评定 B · 高估 3 分"
    assert card.asks_why
    assert page.answering.way.items["Q03"]._state == "over"
    keyboard.press("E")
    assert card.state.text() == "评定 E · 低估 1.5 分"
    keyboard.press("D")
    assert card.state.text() == "已认可"
    assert not card.asks_why


def test_that_the_difference_of_a_scenario_is_in_levels(open_window, workspace: Workspace) -> None:
    page = assess_page(open_window("assess", new_onsite(workspace), "S01"))
    Keyboard(page.window()).press("1")
    assert page.answering.scenario.claim.state.text() == "评定 1 级 · 高估 2 级"


def test_that_a_long_claim_is_reduced_by_what_is_not_there(
    open_window, workspace: Workspace
) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "Q04"))
    offered = [b.key for b in page.answering.question.options.buttons if b._offered]
    assert offered == ["B", "C", "D"]
    Keyboard(page.window()).press("C")
    assert on_disk(workspace, draft).answers.choices["Q04"] == ("B", "D")
    assert page.answering.question.claim.state.text() == "评定 B、D · 高估 0.7 分"
    assert not any(b._offered for b in page.answering.question.options.buttons)


def test_that_the_reason_is_saved_like_a_note(open_window, workspace: Workspace) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "S01"))
    card, keyboard = page.answering.scenario.claim, Keyboard(page.window())
    keyboard.press("1")
    keyboard.press("R", held=CTRL)
    assert QApplication.focusWidget() is card.reason
    keyboard.press(*"no MES")
    assert page.answering.footer.saved.text() == "正在输入…"
    keyboard.press(Qt.Key.Key_Escape)
    assert on_disk(workspace, draft).answers.reasons == {"S01": "no MES"}
    keyboard.press(Qt.Key.Key_Return)
    page.answering.go_to("S01")
    assert card.reason.toPlainText() == "no MES"


def test_that_ctrl_r_does_nothing_where_all_is_agreed(open_window, workspace: Workspace) -> None:
    page = assess_page(open_window("assess", new_onsite(workspace), "S01"))
    keyboard = Keyboard(page.window())
    keyboard.press("3")
    focused = QApplication.focusWidget()
    keyboard.press("R", held=CTRL)
    assert QApplication.focusWidget() is focused


def test_that_found_figures_stand_beside_the_claimed_ones(
    open_window, workspace: Workspace
) -> None:
    page = assess_page(open_window("assess", new_onsite(workspace), "Q02"))
    Keyboard(page.window()).press(*"120", Qt.Key.Key_Return, *"36", Qt.Key.Key_Return)
    page.answering.go_to("Q02")
    card = page.answering.question.claim
    assert "54 → 36 台" in card.aside.text()
    assert card.state.text() == "评定 C · 高估 1.5 分"


def test_that_confirming_over_a_change_says_so(open_window, workspace: Workspace, context) -> None:
    told: list[str] = []
    context.told.connect(lambda _kind, text: told.append(text))
    draft = new_onsite(workspace)
    keyboard = Keyboard(open_window("assess", draft, "S01"))
    keyboard.press("1", Qt.Key.Key_F3)
    assert on_disk(workspace, draft).answers.choices == {"S01": 3}
    assert told == ["已改回与自评一致；按 Ctrl+Z 撤销。"]


# undo


def test_that_undo_takes_a_confirmation_back_with_its_figures(
    open_window, workspace: Workspace
) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "Q02"))
    keyboard = Keyboard(page.window())
    keyboard.press(Qt.Key.Key_F3)
    keyboard.press("Z", held=CTRL)
    answers = on_disk(workspace, draft).answers
    assert (answers.choices, answers.figures) == ({}, {})
    assert page.answering.item == "Q02"
    assert all(field.is_empty for field in page.answering.question.figures.fields)


def test_that_undo_takes_a_change_back(open_window, workspace: Workspace) -> None:
    draft = new_onsite(workspace)
    keyboard = Keyboard(open_window("assess", draft, "S01"))
    keyboard.press("1", "2")
    keyboard.press("Z", held=CTRL)
    assert on_disk(workspace, draft).answers.choices == {"S01": 1}


# the rest of a section


def test_that_the_rest_of_a_section_is_confirmed_after_a_question(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "Q03"))
    Keyboard(page.window()).press("B")
    asked: list[str] = []

    def agree(dialog: MessageDialog) -> None:
        asked.append(dialog.windowTitle())
        dialog.accept_button.click()

    in_dialog(MessageDialog, agree)
    qtbot.mouseClick(page.answering.rest, Qt.MouseButton.LeftButton)
    assert asked == ["本节其余 3 题都按自评认定？"]
    choices = on_disk(workspace, draft).answers.choices
    assert choices == {"Q01": ("B", "C"), "Q02": "D", "Q03": "B", "Q04": ("B", "C", "D")}
    assert not page.answering.rest.isVisible()
    Keyboard(page.window()).press("Z", held=CTRL)
    assert on_disk(workspace, draft).answers.choices == {"Q03": "B"}


def test_that_the_rest_stays_open_when_the_question_is_declined(
    open_window, workspace: Workspace
) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "Q03"))
    in_dialog(MessageDialog, lambda dialog: dialog.reject())
    Keyboard(page.window()).press(Qt.Key.Key_F3, held=SHIFT)
    assert on_disk(workspace, draft).answers.choices == {}


# when the disk refuses


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch):
    """A disk that takes nothing until ``free`` is called."""

    class Disk:
        full = False

    disk = Disk()
    write = AssessmentSession._write

    def guarded(session, *args, **kwargs):
        if disk.full:
            raise StoreError("disk_full", path="assess.db")
        return write(session, *args, **kwargs)

    monkeypatch.setattr(AssessmentSession, "_write", guarded)
    return disk


def test_that_a_confirmation_that_failed_is_kept_and_retried(
    open_window, workspace: Workspace, full_disk, qtbot: QtBot
) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "S01"))
    full_disk.full = True
    Keyboard(page.window()).press(Qt.Key.Key_F3)
    assert page.answering.item == "S01"
    assert page.answering.footer.trouble.isVisible()
    assert [b.key for b in page.answering.scenario.options.buttons if b.isChecked()] == ["3"]
    full_disk.full = False
    qtbot.mouseClick(page.answering.footer.retry, Qt.MouseButton.LeftButton)
    assert on_disk(workspace, draft).answers.choices == {"S01": 3}


def test_that_a_section_that_failed_is_kept_item_by_item(
    open_window, workspace: Workspace, full_disk
) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "S01"))
    full_disk.full = True
    assert page.desk is not None
    assert not page.desk.confirm_all(["S01", "S02"])
    assert page.desk.has_unsaved
    assert page.desk.judgement("S02").choice == 2
    full_disk.full = False
    assert page.desk.retry()
    assert on_disk(workspace, draft).answers.choices == {"S01": 3, "S02": 2}


def test_that_a_reason_that_failed_stays(open_window, workspace: Workspace, full_disk) -> None:
    draft = new_onsite(workspace)
    page = assess_page(open_window("assess", draft, "S01"))
    keyboard = Keyboard(page.window())
    keyboard.press("1")
    full_disk.full = True
    keyboard.press("R", held=CTRL)
    keyboard.press("x", Qt.Key.Key_Escape)
    assert page.answering.footer.trouble.isVisible()
    assert page.answering.scenario.claim.reason.toPlainText() == "x"
    full_disk.full = False
    page.answering.go_on()
    assert on_disk(workspace, draft).answers.reasons == {"S01": "x"}


# notes, keys


def test_that_a_section_and_the_whole_have_notes(
    open_window, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = new_draft(workspace)
    page = assess_page(open_window("assess", draft, "Q01"))
    way = page.answering.way

    def write(dialog: SectionNotes) -> None:
        first = next(iter(dialog.edits.values()))
        qtbot.keyClicks(first, "seen")
        dialog.close_button.click()

    in_dialog(SectionNotes, write)
    qtbot.mouseClick(way.notes[0], Qt.MouseButton.LeftButton)
    in_dialog(SectionNotes, write)
    qtbot.mouseClick(way.general, Qt.MouseButton.LeftButton)
    first = page.desk.session.pack.dimensions[0].indicators[0].id
    assert on_disk(workspace, draft).answers.notes == {first: "seen", "general": "seen"}
    assert way.notes[0]._aside == "1"
    assert way.general._aside == "1"


def test_that_a_flag_shows_in_the_way(open_window, workspace: Workspace) -> None:
    page = assess_page(open_window("assess", new_onsite(workspace), "S01"))
    Keyboard(page.window()).press("1", Qt.Key.Key_F2)
    row = page.answering.way.items["S01"]
    assert row._flagged
    assert row.accessibleName().endswith("高估，已改判 待核")


def test_that_the_sheet_lists_the_keys_of_a_claim_only_beside_one(
    open_window, workspace: Workspace
) -> None:
    seen: list[str] = []

    def read(dialog: ShortcutSheet) -> None:
        from PySide6.QtWidgets import QLabel

        seen.append(" ".join(words.text() for words in dialog.findChildren(QLabel)))
        dialog.accept()

    for draft in (new_onsite(workspace), None):
        if draft is None:
            enterprise = assessments.cards(workspace)[0].enterprise_id
            draft = assessments.start(workspace, enterprise, "self", date(2025, 8, 1))
        keyboard = Keyboard(open_window("assess", draft, "Q01"))
        in_dialog(ShortcutSheet, read)
        keyboard.press(Qt.Key.Key_F1)
    assert "F3 · Y" in seen[0]
    assert "F3 · Y" not in seen[1]
    assert "Ctrl+E" in seen[1]
