"""Our own bugs: a saved report and an honest dialog.

The environment's troubles are told where they happen; one that slipped through is told here, as
what it is.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from suzhou_assess.services.crash_report import save_report
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.words.trouble import Trouble


class CrashGuard:
    """Installed as ``sys.excepthook``: one dialog at a time, and the window goes on."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._open = False
        self._before = sys.excepthook

    def install(self) -> None:
        sys.excepthook = self._on_error

    def uninstall(self) -> None:
        sys.excepthook = self._before

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        trouble = error if isinstance(error, Trouble) else None
        report = save_report(error) if trouble is None else None
        if self._open:
            return
        self._open = True
        try:
            if trouble is not None:
                self._tell_trouble(trouble)
            elif report is not None:
                self._tell_bug(report)
        finally:
            self._open = False

    def _tell_trouble(self, error: Trouble) -> None:
        from suzhou_assess.ui.dialogs.message import inform

        kind = "store_trouble" if isinstance(error, StoreError) else "trouble"
        title = self._context.say(f"ui.{kind}_title")
        words = error.say(self._context.words)
        inform(self._context, QApplication.activeWindow(), "bad", title, words)

    def _tell_bug(self, report: Path) -> None:
        from suzhou_assess.ui.dialogs.message import MessageDialog

        say = self._context.say
        dialog = MessageDialog(
            QApplication.activeWindow(),
            self._context.palette,
            "bad",
            say("ui.crash_title"),
            say("ui.crash_text", report=str(report)),
            say("ui.crash_continue"),
            say("ui.crash_open_folder"),
        )
        folder = QUrl.fromLocalFile(str(report.parent))
        dialog.reject_button.clicked.connect(lambda: QDesktopServices.openUrl(folder))
        dialog.exec()
        if isValid(dialog):  # the dialog over which it stood may have taken it along
            dialog.deleteLater()
