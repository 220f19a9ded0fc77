"""A dialog over long work: progress, time left, cancel."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.tasks import Work
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.work_progress import WorkProgress
from suzhou_assess.words.system_reasons import reason_of
from suzhou_assess.words.trouble import Trouble


class WorkingDialog(QDialog):
    """Runs the work while it's open. ``done`` tells whether it came to its end."""

    def __init__(self, context: Context, parent: QWidget, title: str, work: Work) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(480)
        self.result_value: Any = None
        self.error: Exception | None = None
        layout = column(self, margins=(24, 24, 24, 20), gap=16)
        layout.addWidget(label(title, "heading", wrap=True))
        self._progress = WorkProgress(context)
        layout.addWidget(self._progress)
        foot = row()
        foot.addStretch(1)
        self.cancel_button = button(context.say("ui.cancel"))
        self.cancel_button.clicked.connect(self.reject)
        foot.addWidget(self.cancel_button)
        layout.addLayout(foot)
        self._running = True
        self._progress.begin()
        self._task = context.tasks.start(work)
        self._task.happened.connect(self._progress.follow)
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._on_failed)
        self._task.ended.connect(self._on_ended)

    def reject(self) -> None:
        """Stop the work; the dialog closes when it has stopped."""
        if self._running:
            self.cancel_button.setEnabled(False)
            self._task.cancel()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._running:
            event.ignore()
            self.reject()

    def _on_finished(self, result: object) -> None:
        self.result_value = result
        self._running = False
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.error = error

    def _on_ended(self) -> None:
        self._running = False
        self._progress.end()
        if self.isVisible():
            self.reject()


def run_working(
    context: Context, parent: QWidget, title: str, work: Work, failed_title: str
) -> tuple[bool, Any]:
    """Run the work in a dialog. Whether it came to its end, and its result.

    The environment's troubles are told here; our own bugs go on to the crash guard.
    """
    dialog = WorkingDialog(context, parent, title, work)
    finished = dialog.exec() == QDialog.DialogCode.Accepted
    error, result = dialog.error, dialog.result_value
    dialog.deleteLater()
    if error is not None and not tell_trouble(context, parent, failed_title, error):
        raise error
    return finished, result


def tell_trouble(context: Context, parent: QWidget, title: str, error: Exception) -> bool:
    """Tell the user of what they can mend; ``False`` for an error that is our bug."""
    if isinstance(error, Trouble):
        text = error.say(context.words)
    elif isinstance(error, OSError):
        text = context.say(
            "ui_home.file_trouble", path=str(error.filename or ""), why=reason_of(error)
        )
    else:
        return False
    inform(context, parent, "bad", title, text)
    return True
