"""Submitting on site: what the papers of the visit will lack is named, with a way to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from assess_parts import Keyboard, assess_page, on_disk
from home_parts import in_dialog
from onsite_parts import attach_now, new_onsite, new_photo
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.dialogs.submit_assessment import SubmitDialog
from suzhou_assess.ui.pages.result import ResultPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def complete(workspace: Workspace) -> str:
    """Everything judged: S01 lower than claimed, without a reason; Q05 marked; no files."""
    key = new_onsite(workspace)
    session = AssessmentSession(workspace, key)
    for question in session.pack.questions:
        first = question.options[0].letter
        session.choose(question.id, (first,) if question.kind == "multiple" else first)
    for scenario in session.pack.scenarios:
        session.choose(scenario.id, 0)
    for item in ("Q01", "Q02", "Q03", "Q04", "S02", "S03"):
        session.set_reason(item, "seen")
    session.choose("S01", 1)
    session.flag("Q05", True)
    return key


def asked(qtbot: QtBot, page, act) -> None:
    in_dialog(qtbot, SubmitDialog, page.header.submit.click, act)


def test_that_what_is_left_open_is_named_without_standing_in_the_way(
    open_window, workspace: Workspace, complete: str, qtbot: QtBot
) -> None:
    window = open_window("assess", complete, "Q01")
    said: list[str] = []

    def submit(dialog: SubmitDialog) -> None:
        said.extend(dialog.words)
        assert dialog.submit.isDefault()
        assert not dialog.mend.isVisible()
        Keyboard(dialog).press(Qt.Key.Key_Return)

    asked(qtbot, assess_page(window), submit)
    assert [words.split()[0] for words in said if words[0].isdecimal()] == ["1", "1", "1"]
    assert on_disk(workspace, complete).status == "submitted"
    assert isinstance(window.current_page, ResultPage)


@pytest.mark.parametrize(
    ("kind", "item"), [("reason_missing", "S01"), ("proof_missing", "S01"), ("flag", "Q05")]
)
def test_that_each_leads_to_its_question(
    open_window, workspace: Workspace, complete: str, qtbot: QtBot, kind: str, item: str
) -> None:
    page = assess_page(open_window("assess", complete, "Q01"))
    asked(qtbot, page, lambda dialog: qtbot.mouseClick(dialog.jumps[kind], LEFT))
    assert page.answering.item == item
    assert on_disk(workspace, complete).status == "draft"


def test_that_what_was_done_meanwhile_is_not_named(
    open_window, workspace: Workspace, complete: str, qtbot: QtBot, tmp_path: Path
) -> None:
    session = AssessmentSession(workspace, complete)
    session.set_reason("S01", "seen")
    session.flag("Q05", False)
    attach_now(workspace, complete, "S01", new_photo(tmp_path))
    page = assess_page(open_window("assess", complete, "Q01"))
    named: list[object] = []

    def look(dialog: SubmitDialog) -> None:
        named.extend(dialog.jumps)
        dialog.reject()

    asked(qtbot, page, look)
    assert named == []


def test_that_the_result_page_names_them_too(
    open_window, workspace: Workspace, complete: str, qtbot: QtBot
) -> None:
    window = open_window("result", complete)
    submit = window.current_page.submit.click
    in_dialog(
        qtbot, SubmitDialog, submit, lambda dialog: qtbot.mouseClick(dialog.jumps["flag"], LEFT)
    )
    assert assess_page(window).answering.item == "Q05"
