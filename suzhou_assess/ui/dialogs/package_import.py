"""Taking a package in: its password, what it would do, what to decide, and what came of it.

Nothing is written before the user has seen it. The package stays open, and checked, meanwhile.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QStackedWidget, QWidget

from suzhou_assess.services import packages
from suzhou_assess.services.packages import Package, PackageEntry, PackageResult
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.tasks import Task, Work
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.merge_pages import PasswordPage, PreviewPage, ResultPage, TroublePage
from suzhou_assess.ui.widgets.work_progress import WorkPage
from suzhou_assess.words.trouble import Trouble

_WORKING, _PASSWORD, _PREVIEW, _RESULT, _TROUBLE = range(5)


class PackageImportDialog(QDialog):
    """``changed`` tells whether something may have been written."""

    def __init__(self, context: Context, parent: QWidget, path: Path) -> None:
        super().__init__(parent)
        self.context = context
        self.path = path
        self.changed = False
        self.wanted: str | None = None
        """An assessment to show when the dialog has closed."""
        self._task: Task | None = None
        self._package: Package | None = None
        self._closing = False
        say = context.say
        self.setWindowTitle(say("ui_package.import_title", file=path.name))
        layout = column(self, gap=0)
        self.password = PasswordPage(context, path.name)
        self.preview = PreviewPage(context)
        self.preview.changed.connect(self._show_buttons)
        self.outcome = ResultPage(context)
        self.trouble = TroublePage(context)
        self._stack = QStackedWidget()
        self.working = WorkPage(context)
        for page in (self.working, self.password, self.preview, self.outcome, self.trouble):
            framed = QWidget()
            column(framed, margins=(24, 20, 24, 16)).addWidget(page, 1)
            self._stack.addWidget(framed)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot())
        room = parent.screen().availableGeometry()
        self.resize(min(1100, room.width() - 40), min(720, room.height() - 60))
        self.open_package(None)

    # building

    def _foot(self) -> QFrame:
        say = self.context.say
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        line = row(foot, margins=(24, 12, 24, 12), gap=12)
        self.note = label("", "small", wrap=True)
        self.note.setMinimumWidth(1)
        line.addWidget(self.note, 1)
        self.close_button = button(say("ui.cancel"))
        self.close_button.clicked.connect(self.reject)
        self.open_button = button(say("ui_package.open"), "primary")
        self.open_button.clicked.connect(self._try_password)
        self.take_button = button("", "primary")
        self.take_button.clicked.connect(self._take)
        self.show_button = button(say("ui_package.show"), "primary")
        self.show_button.clicked.connect(self._show_taken)
        for one in (self.close_button, self.open_button, self.take_button, self.show_button):
            one.setAutoDefault(False)
            line.addWidget(one)
        self.password.field.returnPressed.connect(self._try_password)
        self.password.field.textChanged.connect(self._show_buttons)
        return foot

    # what goes on

    def open_package(self, password: str | None) -> None:
        """Open and check it; nothing is written."""
        path, workspace = self.path, self.context.workspace

        def work() -> Generator[Any, None, Any]:
            package = yield from packages.open_package(path, password, workspace)
            try:
                return package, packages.preview(workspace, package)
            except BaseException:
                package.close()
                raise

        self._run("ui_package.checking", work)

    def _try_password(self) -> None:
        if self.password.field.text() and self._stack.currentIndex() == _PASSWORD:
            self.open_package(self.password.field.text())

    def _take(self) -> None:
        package, workspace = self._package, self.context.workspace
        if package is None or not self.take_button.isEnabled():
            return
        decisions, who = self.preview.decisions, workspace.user

        self.changed = True
        self._run("ui_package.taking", lambda: packages.take(workspace, package, decisions, who))

    def _run(self, what: str, work: Work) -> None:
        self.working.begin(self.context.say(what, file=self.path.name))
        task = self.context.tasks.start(work)
        self._task = task
        task.happened.connect(self.working.progress.follow)
        task.finished.connect(self._on_finished)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        task.ended.connect(self._on_ended)
        self._go(_WORKING)

    def _on_finished(self, result: object) -> None:
        if isinstance(result, PackageResult):
            self.outcome.show_result(result)
            self._go(_RESULT)
        elif isinstance(result, tuple):
            package, entries = result
            self._show_package(package, entries)

    def _show_package(self, package: Package, entries: Sequence[PackageEntry]) -> None:
        if self._closing:
            package.close()
            return
        self._package = package
        self.preview.show_package(package, entries)
        self._go(_PREVIEW)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Trouble) and error.code in ("password_wanted", "password_wrong"):
            wrong = error.code == "password_wrong"
            self.password.ask(error.say(self.context.words) if wrong else "")
            self._go(_PASSWORD)
        elif isinstance(error, Trouble):
            self._tell(error.say(self.context.words))
        else:
            self._tell(self.context.say("ui_package.our_bug"))
            raise error

    def _on_cancelled(self) -> None:
        if not self._closing:
            self._tell(self.context.say("ui_package.stopped"))

    def _on_ended(self) -> None:
        self._task = None
        self.working.progress.end()
        if self._closing:
            self._leave()

    # where it stands

    def _tell(self, text: str) -> None:
        self.trouble.explain(text)
        self._go(_TROUBLE)

    def _go(self, page: int) -> None:
        self._stack.setCurrentIndex(page)
        self._show_buttons()
        if page == _PASSWORD:
            self.password.field.setFocus()
        elif page == _PREVIEW:
            self.preview.take_focus()
        elif page == _WORKING:
            self.close_button.setFocus()
        else:
            (self.show_button if self.show_button.isVisible() else self.close_button).setFocus()

    def _show_buttons(self) -> None:
        page, say = self._stack.currentIndex(), self.context.say
        over = page in (_RESULT, _TROUBLE)
        count, left = self.preview.taken_count, self.preview.left_count
        nothing = page == _PREVIEW and not count and not left
        self.close_button.setText(say("ui_package.close" if over or nothing else "ui.cancel"))
        self.open_button.setVisible(page == _PASSWORD)
        self.open_button.setEnabled(bool(self.password.field.text()))
        self.take_button.setVisible(page == _PREVIEW and not nothing)
        self.take_button.setText(say("ui_package.take", count=count))
        self.take_button.setEnabled(count > 0)
        self.show_button.setVisible(page == _RESULT and self.outcome.single is not None)
        note = ""
        if page == _PREVIEW:
            note = say("ui_package.note_left", count=left) if left else say("ui_package.note")
            note = say("ui_package.note_nothing") if nothing else note
        self.note.setText(note)

    # leaving

    def _show_taken(self) -> None:
        self.wanted = self.outcome.single
        self.accept()

    def reject(self) -> None:
        """Stops what runs; the dialog closes when it has stopped."""
        if self._task is not None:
            self._closing = True
            self.close_button.setEnabled(False)
            self._task.cancel()
            return
        self._leave()

    def _leave(self) -> None:
        super().reject()

    def done(self, result: int) -> None:
        if self._package is not None:
            self._package.close()
            self._package = None
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._task is not None:
            event.ignore()
        self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        take = Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & take:
            self._take()
            return
        super().keyPressEvent(event)


def import_packages(context: Context, parent: QWidget, paths: Sequence[Path]) -> None:
    """One after the other. The pages hear of what was written; one assessment can be opened."""
    for path in paths:
        dialog = PackageImportDialog(context, parent, path)
        dialog.exec()
        changed, wanted = dialog.changed, dialog.wanted
        dialog.deleteLater()
        if changed:
            context.data_changed.emit()
        if wanted is not None:
            _open(context, wanted)
            return


def _open(context: Context, assessment_id: str) -> None:
    from suzhou_assess.services.assessments import AssessmentSession

    status = AssessmentSession(context.workspace, assessment_id).status
    context.show("assess" if status == "draft" else "result", assessment_id)
