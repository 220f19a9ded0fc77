"""Our own bugs are told honestly, and the window goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from home_parts import in_dialog
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from suzhou_assess.services import crash_report
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.crash import CrashGuard
from suzhou_assess.ui.dialogs.message import MessageDialog


@pytest.fixture
def guard(context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CrashGuard:
    monkeypatch.setattr(crash_report, "_log_folder", lambda: tmp_path / "log")
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    return CrashGuard(context)


def crash() -> None:
    """What Python does with an error that nobody caught."""
    try:
        int("a bug of ours")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_that_a_bug_saves_a_report_and_names_it(
    qtbot: QtBot, guard: CrashGuard, tmp_path: Path
) -> None:
    guard.install()

    def act(dialog: MessageDialog) -> None:
        (report,) = (tmp_path / "log").iterdir()
        assert str(report) in dialog.accessibleDescription()
        assert "a bug of ours" in report.read_text("utf-8")
        assert "Traceback" not in dialog.accessibleDescription()
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    in_dialog(qtbot, MessageDialog, crash, act)
    guard.uninstall()


def test_that_the_folder_of_the_report_can_be_opened(
    qtbot: QtBot, guard: CrashGuard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    guard.install()
    in_dialog(
        qtbot,
        MessageDialog,
        crash,
        lambda dialog: qtbot.mouseClick(dialog.reject_button, Qt.MouseButton.LeftButton),
    )
    guard.uninstall()
    assert opened == [str(tmp_path / "log")]


def test_that_escape_goes_on_without_opening_anything(
    qtbot: QtBot, guard: CrashGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    guard.install()
    in_dialog(qtbot, MessageDialog, crash, lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    guard.uninstall()
    assert opened == []


def test_that_a_second_bug_opens_no_second_dialog(
    qtbot: QtBot, guard: CrashGuard, tmp_path: Path
) -> None:
    guard.install()

    def act(dialog: MessageDialog) -> None:
        crash()
        assert QApplication.activeModalWidget() is dialog
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    in_dialog(qtbot, MessageDialog, crash, act)
    guard.uninstall()
    assert len(list((tmp_path / "log").iterdir())) == 2


def test_that_an_interrupt_is_no_bug(
    qtbot: QtBot, guard: CrashGuard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quit_asked: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quit_asked.append(True))
    guard.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    guard.uninstall()
    assert quit_asked == [True]
    assert not (tmp_path / "log").exists()


def test_that_the_guard_goes_as_it_came(guard: CrashGuard) -> None:
    before = sys.excepthook
    guard.install()
    assert sys.excepthook is not before
    guard.uninstall()
    assert sys.excepthook is before


def test_that_what_the_store_refuses_is_told_as_what_it_is(
    qtbot: QtBot, guard: CrashGuard, tmp_path: Path
) -> None:
    guard.install()

    def locked() -> None:
        error = StoreError("database_locked", path="/data/assess.db")
        sys.excepthook(StoreError, error, None)

    def act(dialog: MessageDialog) -> None:
        assert "/data/assess.db" in dialog.accessibleDescription()
        assert "程序自身的错误" not in dialog.accessibleDescription()
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    in_dialog(qtbot, MessageDialog, locked, act)
    guard.uninstall()
    assert not (tmp_path / "log").exists()
