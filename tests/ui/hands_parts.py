"""Mouse and keyboard on the real window, wherever the focus is; and what must not open."""

from __future__ import annotations

from pathlib import Path

import pytest
from assess_parts import Keyboard, assess_page, on_disk
from home_parts import type_in
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QMainWindow,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs import result_exports
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages.assess import AssessPage
from suzhou_assess.ui.pages.result import ResultPage

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def drop_on(widget: QWidget, *paths: Path) -> None:
    """What a desktop sends when files are dragged in and let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, copy = QPoint(40, 40), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, copy, data, LEFT, NONE)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(place), copy, data, LEFT, NONE))


class StrayWindows(QObject):
    """Notes widgets that open as windows of their own: on a desktop they flash and take the
    keyboard away from the window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            meant = isinstance(watched, QMainWindow | QDialog | QMenu)
            if watched.windowType() == Qt.WindowType.Window and not meant:
                self.seen.append(type(watched).__name__)
        return False


class Hands:
    """A person before the window, with mouse and keyboard."""

    def __init__(
        self, window: MainWindow, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.context = context
        self.qtbot = qtbot
        self._patch = monkeypatch
        self.window = window
        self._keyboard = Keyboard(self.window)
        self.told: list[str] = []
        context.told.connect(lambda _kind, text: self.told.append(text))
        self.stray = StrayWindows()
        QApplication.instance().installEventFilter(self.stray)
        # Nothing may start a viewer of PDF files.
        monkeypatch.setattr(result_exports.QDesktopServices, "openUrl", lambda _url: True)

    @property
    def page(self) -> AssessPage:
        return assess_page(self.window)

    @property
    def result(self) -> ResultPage:
        page = self.window.current_page
        assert isinstance(page, ResultPage)
        return page

    @property
    def open_id(self) -> str:
        """Id of the assessment that is open on the page 评估."""
        desk = self.page.desk
        assert desk is not None
        return desk.session.id

    def session(self, key: str) -> AssessmentSession:
        """As another program would find it."""
        return on_disk(self.context.workspace, key)

    def click(self, widget: QWidget) -> None:
        self.qtbot.waitUntil(widget.isVisible)
        assert widget.isEnabled(), widget
        self.qtbot.mouseClick(widget, LEFT)

    def choosing(self, *files: Path) -> None:
        """The next dialog for files gives these."""
        names = [str(path) for path in files]
        self._patch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))

    def saving(self, path: Path) -> None:
        """The next dialog for a target gives this."""
        self._patch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    def press(self, *keys: Qt.Key | str, held: Qt.KeyboardModifier = NONE) -> None:
        """Where the focus is."""
        self._find_focus()
        self._keyboard.press(*keys, held=held)

    def _find_focus(self) -> None:
        """The window in front has it a moment after it opened; where nothing manages windows,
        one that comes back to the front has to be told."""
        front = QApplication.activeModalWidget() or self.window
        if not front.isActiveWindow():
            front.activateWindow()
        self.qtbot.waitUntil(
            lambda: front.isActiveWindow() and QApplication.focusWidget() is not None
        )

    def type(self, text: str) -> None:
        """Where the focus is."""
        self._find_focus()
        target = QApplication.focusWidget()
        assert target is not None
        type_in(self.qtbot, target, text)
