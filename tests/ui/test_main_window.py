"""The window: ways between pages, building anew, closing."""

from __future__ import annotations

import gc
import time
from collections.abc import Generator

import pytest
from home_parts import LONG_NAME, Open, add_assessment, add_enterprise, in_dialog, type_in
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.enterprise_form import EnterpriseForm
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.models.answer_desk import Judgement
from suzhou_assess.ui.models.enterprise_table import Column
from suzhou_assess.ui.widgets.sidebar import ENTRIES


def endless() -> Generator[int, None, None]:
    while True:
        time.sleep(0.001)
        yield 0


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("number", range(1, len(ENTRIES) + 1))
def test_that_a_key_leads_to_each_page(
    qtbot: QtBot, open_window: Open, number: int, context: Context
) -> None:
    window = open_window("settings" if number == 1 else "home")
    press(qtbot, window, Qt.Key(Qt.Key.Key_0 + number))
    page = ENTRIES[number - 1][0]
    assert window.current_page.name == page
    assert window._sidebar.buttons[page].isChecked()
    assert context.say(f"ui.page_{page}") in window.windowTitle()


def test_that_the_sidebar_leads_to_each_page(qtbot: QtBot, open_window: Open) -> None:
    window = open_window("home")
    for page in ("enterprises", "settings", "home"):
        qtbot.mouseClick(window._sidebar.buttons[page], Qt.MouseButton.LeftButton)
        assert window.current_page.name == page


def test_that_coming_back_shows_what_was_shown_before(
    qtbot: QtBot, open_window: Open, workspace: Workspace, context: Context
) -> None:
    draft = add_assessment(workspace, add_enterprise(workspace, 1), answers=2)
    window = open_window("assess", draft)
    context.show("home")
    context.show("assess")
    assert window.current_page.place.subject == draft


def test_that_another_theme_keeps_the_place(
    qtbot: QtBot, open_window: Open, workspace: Workspace, context: Context
) -> None:
    made = add_enterprise(workspace, 1)
    window = open_window("enterprises", made)
    qtbot.waitUntil(lambda: window.current_page.place.subject == made)
    before = window.current_page
    context.theme.choose("dark")
    assert window.current_page is not before
    qtbot.waitUntil(lambda: window.current_page.place.subject == made)


def test_that_another_language_speaks_at_once_and_keeps_the_place(
    qtbot: QtBot, open_window: Open, workspace: Workspace, context: Context
) -> None:
    draft = add_assessment(workspace, add_enterprise(workspace, 1), answers=2)
    window = open_window("assess", draft)
    place = window.current_page.place
    context.speak("en")
    assert window.current_page.place == place
    assert window.windowTitle().startswith("Assess")
    assert window._sidebar.buttons["home"].text() == "Home"
    assert context.preferences.lang == "en"


def test_that_closing_while_work_runs_asks_and_stays_when_told_so(
    qtbot: QtBot, open_window: Open, context: Context
) -> None:
    window = open_window("home")
    context.tasks.start(endless)
    event = QCloseEvent()
    in_dialog(
        qtbot,
        MessageDialog,
        lambda: window.closeEvent(event),
        lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape),
    )
    assert not event.isAccepted()
    assert context.tasks.busy
    context.tasks.stop_all()


def test_that_closing_anyway_stops_the_work(
    qtbot: QtBot, open_window: Open, context: Context
) -> None:
    window = open_window("home")
    context.tasks.start(endless)
    event = QCloseEvent()
    in_dialog(
        qtbot,
        MessageDialog,
        lambda: window.closeEvent(event),
        lambda dialog: qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton),
    )
    assert event.isAccepted()
    assert not context.tasks.busy


def test_that_the_sidebar_counts_what_was_added(
    qtbot: QtBot, open_window: Open, workspace: Workspace, context: Context
) -> None:
    window = open_window("home")
    add_enterprise(workspace, 1)
    context.data_changed.emit()
    assert "1" in window._sidebar._database.text()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["home", "enterprises", "settings"])
def test_that_long_names_never_push_the_window(
    qtbot: QtBot, open_window: Open, workspace: Workspace, context: Context, page: str, lang: str
) -> None:
    for number in range(1, 4):
        add_assessment(workspace, add_enterprise(workspace, number, LONG_NAME * 3), answers=1)
    if lang == "en":
        context.speak("en")
    window = open_window(page)
    window.resize(1024, 640)
    qtbot.wait(50)
    assert window.width() == 1024
    assert window.current_page.width() + window._sidebar.width() == 1024


def test_that_a_passing_word_is_seen_and_a_click_takes_it_away(
    qtbot: QtBot, open_window: Open, context: Context
) -> None:
    window = open_window("home")
    context.tell("已保存", "good")
    assert window._toast.isVisible()
    qtbot.mouseClick(window._toast, Qt.MouseButton.LeftButton)
    assert not window._toast.isVisible()


def test_that_enter_presses_the_button_in_focus(qtbot: QtBot, open_window: Open) -> None:
    window = open_window("home")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window._sidebar.buttons["settings"].setFocus()
    qtbot.keyClick(window._sidebar.buttons["settings"], Qt.Key.Key_Return)
    assert window.current_page.name == "settings"


def test_that_the_first_page_begins_at_its_main_action(
    qtbot: QtBot, open_window: Open, workspace: Workspace
) -> None:
    window = open_window("home")
    assert window.focusWidget() is window.current_page._welcome.enter_button
    add_enterprise(workspace, 1)
    again = open_window("home")
    assert again.focusWidget() is again.current_page.new_tile


def test_that_a_click_in_the_sidebar_leaves_the_keys_with_the_page(
    qtbot: QtBot, open_window: Open, workspace: Workspace
) -> None:
    add_enterprise(workspace, 1)
    window = open_window("home")
    qtbot.mouseClick(window._sidebar.buttons["enterprises"], Qt.MouseButton.LeftButton)
    assert window.focusWidget() is window.current_page.search


def test_that_another_theme_keeps_filters_and_sorting(
    qtbot: QtBot, open_window: Open, workspace: Workspace, context: Context
) -> None:
    for number, district in enumerate(("320583", "320583", "320585"), 1):
        add_enterprise(workspace, number, district=district)
    window = open_window("enterprises")
    page = window.current_page
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    page.filters["district"].set_value("320583")
    page.table.horizontalHeader().setSortIndicator(Column.USCC, Qt.SortOrder.DescendingOrder)
    context.show("home")  # also when another page is in front
    context.theme.choose("dark")
    context.show("enterprises")
    page = window.current_page
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.filters["district"].value() == "320583"
    assert page._sort == ("uscc", True)
    assert page.table.horizontalHeader().sortIndicatorSection() == Column.USCC
    assert page.model.enterprise(0).uscc > page.model.enterprise(1).uscc


def test_that_another_theme_waits_for_an_open_dialog(
    qtbot: QtBot, open_window: Open, context: Context
) -> None:
    window = open_window("home")
    before = window.current_page

    def act(form: EnterpriseForm) -> None:
        type_in(qtbot, form.fields["name"].editor, "ABC")
        context.theme.choose("dark")
        qtbot.wait(20)
        assert form.fields["name"].editor.text() == "ABC"
        assert window.current_page is before
        QDialog.reject(form)

    in_dialog(qtbot, EnterpriseForm, lambda: before._new_enterprise(), act)
    qtbot.waitUntil(lambda: window.current_page is not before)


def test_that_pages_built_anew_leave_nothing_behind(
    qtbot: QtBot, open_window: Open, workspace: Workspace, context: Context
) -> None:
    draft = add_assessment(workspace, add_enterprise(workspace, 1), answers=2)
    window = open_window("home")

    def visit_all() -> int:
        for page in ("enterprises", "assess", "result", "settings", "home"):
            context.show(page, draft if page in ("assess", "result") else None)
            qtbot.wait(5)
        context.theme.choose("dark" if context.theme.choice == "light" else "light")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        left = (one for one in gc.get_objects() if isinstance(one, QObject))
        return sum(type(one).__module__.startswith("suzhou_assess") for one in left)

    # A page or two may be on its way out at any moment; what leaks grows with every visit.
    before = max(visit_all() for _ in range(2))
    after = [visit_all() for _ in range(5)]
    assert min(after[-2:]) <= before
    assert window.isVisible()


def test_that_what_could_not_be_written_keeps_the_window_from_closing_unasked(
    qtbot: QtBot,
    open_window: Open,
    workspace: Workspace,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = add_assessment(workspace, add_enterprise(workspace, 1), answers=0)
    window = open_window("assess", draft)
    desk = window.current_page.desk

    def full(*_: object, **__: object) -> None:
        raise StoreError("disk_full", path="assess.db")

    with monkeypatch.context() as patched:
        patched.setattr(AssessmentSession, "_write", full)
        desk.judge(desk.session.pack.questions[0].id, Judgement(("B",)))
        assert desk.has_unsaved
        context.theme.choose("dark")
        assert window.current_page.desk is desk  # the page built anew has what the old one had
        retry = window.current_page.answering.footer.retry
        qtbot.waitUntil(retry.isVisible)
        event = QCloseEvent()
        in_dialog(
            qtbot,
            MessageDialog,
            lambda: window.closeEvent(event),
            lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return),
        )
        assert not event.isAccepted()
    assert desk.retry()
    event = QCloseEvent()
    window.closeEvent(event)
    assert event.isAccepted()


@pytest.mark.parametrize("page", ["enterprises", "assess", "result", "settings"])
def test_that_a_database_that_is_gone_leaves_every_page_standing(
    qtbot: QtBot, open_window: Open, workspace: Workspace, context: Context, page: str
) -> None:
    add_assessment(workspace, add_enterprise(workspace, 1), answers=1)
    window = open_window("home")
    for file in workspace.path.parent.glob("assess.db*"):
        file.unlink()
    told: list[str] = []
    answer = QTimer()
    answer.timeout.connect(lambda: tell_and_close(told))
    answer.start(10)
    window.open(Place(page))
    context.theme.choose("dark")
    qtbot.wait(50)
    answer.stop()
    assert window.current_page.name == page
    assert not workspace.path.exists()  # nothing empty was put in its place
    assert all("找不到数据库" in words for words in told)


def tell_and_close(told: list[str]) -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, MessageDialog):
        told.append(dialog.accessibleDescription())
        dialog.reject()
