"""The window in tests: a real database, its own settings, and nothing left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.preferences import Preferences
from suzhou_assess.ui.tasks import Tasks
from suzhou_assess.ui.theme import Theme

Open = Callable[..., MainWindow]


Dialog = TypeVar("Dialog", bound=QDialog)
OpenOver = Callable[[Callable[[Context, QWidget], Any]], Any]


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """A test that leaves a window open or a thread running fails."""
    threads = set(threading.enumerate())
    yield
    QApplication.processEvents()
    # Else the pages of all tests before live on, and each change of style goes through them all.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert not left, f"windows left open: {left}"
    # Python remembers Qt's threads for ever once they asked who they are: those are no leak.
    running = [
        t
        for t in threading.enumerate()
        if t not in threads and t.is_alive() and not isinstance(t, threading._DummyThread)
    ]
    assert not running, f"threads left running: {running}"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(str(tmp_path / "assess.db")) as opened:
        yield opened


@pytest.fixture
def context(qapp: QApplication, workspace: Workspace, tmp_path: Path) -> Iterator[Context]:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "ini"))
    qapp.setStyle("Fusion")
    preferences = Preferences()
    made = Context(workspace, Theme(qapp, "light"), preferences, Tasks())
    yield made
    made.tasks.stop_all()


@pytest.fixture
def open_over(qtbot: QtBot, context: Context) -> Iterator[OpenOver]:
    """Opens a dialog over a plain parent: ``open_over(RosterDialog)``."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def opened(kind: Callable[[Context, QWidget], Dialog]) -> Dialog:
        dialog = kind(context, parent)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    yield opened
    context.tasks.stop_all()


@pytest.fixture
def open_window(qtbot: QtBot, context: Context) -> Iterator[Open]:
    """Opens the window at a page: ``open_window("assess", assessment_id)``."""
    opened: list[MainWindow] = []

    def open_at(page: str, subject: str | int | None = None, item: str | None = None) -> MainWindow:
        window = MainWindow(context)
        opened.append(window)
        window.setWindowState(window.windowState())
        window.showNormal()
        window.resize(1366, 768)
        window.open(Place(page, subject, item))
        qtbot.waitExposed(window)
        return window

    yield open_at
    for window in opened:
        window.close()
        window.deleteLater()
    QApplication.processEvents()
