"""The form of an enterprise: checked while it's typed, nothing lost."""

from __future__ import annotations

import pytest
from home_parts import add_enterprise, code, in_dialog, type_in
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.services import enterprises
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.enterprise_form import EnterpriseForm, edit_enterprise


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


def test_that_a_credit_code_is_put_right_while_it_is_typed(
    qtbot: QtBot, page: QWidget, context: Context
) -> None:
    def act(form: EnterpriseForm) -> None:
        editor = typed(form, "uscc")
        editor.setFocus()
        type_in(qtbot, editor, "９１３２ 0583-ma")
        assert editor.text() == "91320583MA"
        assert form.fields["uscc"].words == "", "half a code is no mistake yet"
        editor.setCursorPosition(4)
        type_in(qtbot, editor, "x")
        assert editor.text() == "9132X0583MA"
        assert editor.cursorPosition() == 5
        editor.clear()
        wrong = code(1)[:-1] + ("A" if code(1)[-1] != "A" else "B")
        type_in(qtbot, editor, wrong)
        assert "校验位不对" in form.fields["uscc"].words
        editor.clear()
        type_in(qtbot, editor, code(1).lower())
        assert form.fields["uscc"].words == "校验位正确"

    in_dialog(qtbot, EnterpriseForm, lambda: edit_enterprise(context, page), act)


def test_that_short_names_of_districts_and_codes_of_industries_are_understood(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace
) -> None:
    def act(form: EnterpriseForm) -> None:
        type_in(qtbot, typed(form, "name"), "甲")
        type_in(qtbot, typed(form, "uscc"), code(1))
        form.fields["district"].editor.setEditText("园区")
        form.fields["industry"].editor.setEditText("34")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        assert not form.isVisible()

    in_dialog(qtbot, EnterpriseForm, lambda: edit_enterprise(context, page), act)
    saved = enterprises.get(workspace, enterprises.find(workspace, code(1)))
    assert (saved.district, saved.industry) == ("320571", "C34")


def test_that_saving_shows_every_mistake_and_loses_nothing(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace
) -> None:
    def act(form: EnterpriseForm) -> None:
        type_in(qtbot, typed(form, "employees"), "十个")
        form.fields["district"].editor.setEditText("上海")
        form.fields["industry"].editor.setEditText("造飞船")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        assert form.isVisible()
        mistaken = {name for name, field in form.fields.items() if field.words}
        assert {"name", "uscc", "district", "industry", "employees"} <= mistaken
        assert form.focusWidget() is form.fields["name"].editor
        assert typed(form, "employees").text() == "十个"
        assert form.fields["industry"].editor.value() == "造飞船"
        QTimer.singleShot(0, lambda: QApplication.activeModalWidget().accept())
        form.reject()

    in_dialog(qtbot, EnterpriseForm, lambda: edit_enterprise(context, page), act)
    assert workspace.overview().enterprises == 0


def test_that_the_size_follows_the_figures_and_says_why(
    qtbot: QtBot, page: QWidget, context: Context
) -> None:
    def act(form: EnterpriseForm) -> None:
        type_in(qtbot, typed(form, "employees"), "300")
        assert "自动判定" in form._size.text()
        type_in(qtbot, typed(form, "revenue"), "1999")
        assert "小型" in form._size.text()
        typed(form, "revenue").clear()
        type_in(qtbot, typed(form, "revenue"), "2000")
        assert "中型" in form._size.text()
        QTimer.singleShot(0, lambda: QApplication.activeModalWidget().accept())
        form.reject()

    in_dialog(qtbot, EnterpriseForm, lambda: edit_enterprise(context, page), act)


def test_that_a_code_known_already_leads_to_its_enterprise(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace
) -> None:
    known = add_enterprise(workspace, 1, "早就有的公司")
    opened: list[int | None] = []

    def act(form: EnterpriseForm) -> None:
        type_in(qtbot, typed(form, "name"), "又来一次")
        type_in(qtbot, typed(form, "uscc"), code(1))
        assert "早就有的公司" in form.fields["uscc"].words
        form.save()
        assert form.isVisible()
        qtbot.mouseClick(form.existing_button, Qt.MouseButton.LeftButton)

    in_dialog(qtbot, EnterpriseForm, lambda: opened.append(edit_enterprise(context, page)), act)
    assert opened == [known]
    assert workspace.overview().enterprises == 1


def test_that_leaving_a_changed_form_asks_and_names_what_would_go(
    qtbot: QtBot, page: QWidget, context: Context, workspace: Workspace
) -> None:
    made = add_enterprise(workspace, 1)
    asked: list[str] = []

    def stay() -> None:
        dialog = QApplication.activeModalWidget()
        asked.append(dialog.accessibleDescription())
        dialog.reject()

    def act(form: EnterpriseForm) -> None:
        type_in(qtbot, typed(form, "phone"), "0512-1234")
        QTimer.singleShot(0, stay)
        qtbot.keyClick(form, Qt.Key.Key_Escape)
        assert form.isVisible()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert not form.isVisible()

    in_dialog(qtbot, EnterpriseForm, lambda: edit_enterprise(context, page, made), act)
    assert "电话" in asked[0]
    assert enterprises.get(workspace, made).phone == "0512-1234"


def test_that_a_full_disk_leaves_the_form_open_with_what_was_typed(
    qtbot: QtBot, page: QWidget, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("disk_full", path="/data/assess.db")

    monkeypatch.setattr(enterprises, "save", full)

    def act(form: EnterpriseForm) -> None:
        type_in(qtbot, typed(form, "name"), "甲")
        type_in(qtbot, typed(form, "uscc"), code(1))
        QTimer.singleShot(0, lambda: QApplication.activeModalWidget().accept())
        form.save()
        assert form.isVisible()
        assert typed(form, "name").text() == "甲"
        QTimer.singleShot(0, lambda: QApplication.activeModalWidget().accept())
        form.reject()

    in_dialog(qtbot, EnterpriseForm, lambda: edit_enterprise(context, page), act)
