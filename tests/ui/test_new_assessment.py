"""Starting an assessment by keyboard."""

from __future__ import annotations

import pytest
from home_parts import add_assessment, add_enterprise, code, in_dialog, type_in
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.services import assessments
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.enterprise_form import EnterpriseForm
from suzhou_assess.ui.dialogs.new_assessment import NewAssessment, start_assessment
from suzhou_assess.ui.dialogs.start_onsite import start_onsite


@pytest.fixture
def went(context: Context) -> list[Place]:
    places: list[Place] = []
    context.go.connect(places.append)
    return places


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """What the dialogs open over."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def typed(form: EnterpriseForm, name: str) -> QLineEdit:
    editor = form.fields[name].editor
    assert isinstance(editor, QLineEdit)
    return editor


def test_that_an_assessment_starts_by_typing_a_name_and_enter(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace, went: list[Place]
) -> None:
    add_enterprise(workspace, 1, "昆山宏达")
    add_enterprise(workspace, 2, "昆山恒立")
    workspace.set_setting("assessor", "王五")

    def act(dialog: NewAssessment) -> None:
        type_in(qtbot, dialog.search, "昆山")
        qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
        assert dialog.chosen is not None
        assert dialog.chosen.name == "昆山宏达"
        qtbot.keyClick(dialog.search, Qt.Key.Key_Up)
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page), act)
    (card,) = assessments.cards(workspace)
    assert (card.enterprise, card.mode, card.assessor) == ("昆山恒立", "self", "王五")
    assert went == [Place("assess", card.id)]


def test_that_kind_and_assessor_are_remembered(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace
) -> None:
    made = add_enterprise(workspace, 1)

    def act(dialog: NewAssessment) -> None:
        qtbot.mouseClick(dialog.mode.buttons["onsite"], Qt.MouseButton.LeftButton)
        type_in(qtbot, dialog.assessor, "赵六")
        dialog.start()

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page, made), act)

    def look(dialog: NewAssessment) -> None:
        assert dialog.mode.buttons["onsite"].isChecked()
        assert dialog.assessor.text() == "赵六"

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page), look)


def test_that_an_unfinished_draft_of_the_enterprise_is_offered_first(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace, went: list[Place]
) -> None:
    made = add_enterprise(workspace, 1)
    draft = add_assessment(workspace, made, answers=2)

    def act(dialog: NewAssessment) -> None:
        assert dialog.continue_button.isVisible()
        qtbot.mouseClick(dialog.continue_button, Qt.MouseButton.LeftButton)

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page, made), act)
    assert went == [Place("assess", draft)]
    assert len(assessments.cards(workspace)) == 1


def test_that_an_unknown_enterprise_is_created_from_what_was_typed(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace
) -> None:
    def fill() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, EnterpriseForm)
        assert typed(form, "uscc").text() == code(7)
        type_in(qtbot, typed(form, "name"), "新来的公司")
        form.save()

    def act(dialog: NewAssessment) -> None:
        type_in(qtbot, dialog.search, code(7))
        QTimer.singleShot(0, fill)
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
        assert dialog.chosen is not None
        assert dialog.chosen.name == "新来的公司"
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page), act)
    assert [card.enterprise for card in assessments.cards(workspace)] == ["新来的公司"]


def test_that_an_empty_database_asks_for_a_name(
    qtbot: QtBot, page: QWidget, context: Context
) -> None:
    def act(dialog: NewAssessment) -> None:
        assert dialog._nothing._title.text() == "还没有企业"
        type_in(qtbot, dialog.search, "ABC")
        assert dialog._nothing._title.text() == "没有找到这家企业"
        dialog.reject()

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page), act)


def test_that_an_enterprise_never_assessed_is_not_called_recent(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace
) -> None:
    made = add_enterprise(workspace, 1)

    def all_of_them(dialog: NewAssessment) -> None:
        assert dialog._caption.text() == "全部企业"
        dialog.reject()

    def one(dialog: NewAssessment) -> None:
        assert dialog._caption.text() == "选中的企业"
        assert dialog.model.rowCount() == 1
        dialog.reject()

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page), all_of_them)
    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page, made), one)


def test_that_enter_on_cancel_starts_nothing(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace
) -> None:
    made = add_enterprise(workspace, 1)

    def act(dialog: NewAssessment) -> None:
        (cancel,) = (b for b in dialog.findChildren(QPushButton) if b.text() == "取消")
        cancel.setFocus()
        qtbot.keyClick(cancel, Qt.Key.Key_Return)
        assert not dialog.isVisible()

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page, made), act)
    assert assessments.cards(workspace) == []


# on site, beside what was claimed


def test_that_an_on_site_assessment_starts_beside_the_latest_claim(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace, went: list[Place]
) -> None:
    made = add_enterprise(workspace, 1)
    add_assessment(workspace, made, answers=1, submitted=True)
    latest = add_assessment(workspace, made, answers=3, submitted=True)
    add_assessment(workspace, made, answers=2)  # a draft is no claim

    def act(dialog: NewAssessment) -> None:
        assert not dialog.basis.isVisible()
        qtbot.mouseClick(dialog.mode.buttons["onsite"], Qt.MouseButton.LeftButton)
        assert dialog.basis.isVisible()
        assert dialog.basis.value() == latest
        assert dialog.basis.count() == 3
        dialog.start()

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page, made), act)
    session = assessments.AssessmentSession(workspace, str(went[-1].subject))
    assert (session.mode, session.based_on) == ("onsite", latest)
    assert len(session.claim.answers.choices) == 3
    assert session.answers.choices == {}


def test_that_an_on_site_assessment_may_stand_alone(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace, went: list[Place]
) -> None:
    made = add_enterprise(workspace, 1)
    add_assessment(workspace, made, answers=1, submitted=True)

    def act(dialog: NewAssessment) -> None:
        qtbot.mouseClick(dialog.mode.buttons["onsite"], Qt.MouseButton.LeftButton)
        dialog.basis.set_value("")
        dialog.basis.setCurrentIndex(1)
        dialog.start()

    in_dialog(qtbot, NewAssessment, lambda: start_assessment(context, page, made), act)
    session = assessments.AssessmentSession(workspace, str(went[-1].subject))
    assert (session.mode, session.claim) == ("onsite", None)


def test_that_one_call_leads_from_a_claim_to_its_on_site_assessment(
    page: QWidget, context: Context, workspace: Workspace, went: list[Place]
) -> None:
    claim = add_assessment(workspace, add_enterprise(workspace, 1), answers=2, submitted=True)
    workspace.set_setting("assessor", "王五")
    start_onsite(context, page, claim)
    session = assessments.AssessmentSession(workspace, str(went[-1].subject))
    assert (session.mode, session.based_on, session.assessor) == ("onsite", claim, "王五")
    start_onsite(context, page, claim)  # a second click goes on with it
    assert went[-1] == went[-2]
    assert len(assessments.cards(workspace)) == 2


def test_that_the_panel_of_an_enterprise_leads_there_at_one_click(
    qtbot: QtBot, open_window, workspace: Workspace
) -> None:
    made = add_enterprise(workspace, 1)
    window = open_window("enterprises", made)
    panel = window.current_page.panel
    assert not panel.onsite_button.isVisible()
    add_assessment(workspace, made, answers=2, submitted=True)
    panel.show_enterprise(made)
    qtbot.mouseClick(panel.onsite_button, Qt.MouseButton.LeftButton)
    assert window.current_page.name == "assess"
    assert window.current_page.desk.session.mode == "onsite"
