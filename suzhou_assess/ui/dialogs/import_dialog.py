"""Importing workbooks: choose, look at what would happen, import, see what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QStackedWidget, QWidget

from suzhou_assess.services.events import (
    OUTCOMES,
    IntakeEvent,
    IntakeResult,
    Outcome,
    Progress,
    SubmissionTaken,
)
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_files, choose_folder
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.models.problem_table import FoundProblem
from suzhou_assess.ui.pace import duration
from suzhou_assess.ui.tasks import Task, Work
from suzhou_assess.ui.widgets.basics import button, card, column, label, row, set_role
from suzhou_assess.ui.widgets.drop_zone import DropZone
from suzhou_assess.ui.widgets.problem_list import ProblemList
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.work_progress import WorkProgress

_CHOOSING, _RUNNING, _SHOWING = range(3)
_TONES: dict[Outcome, str] = {
    "imported": "good",
    "updated": "accent",
    "unchanged": "muted",
    "refused": "bad",
}


def import_files(context: Context, parent: QWidget, paths: Sequence[Path] = ()) -> bool:
    """Open the dialog, at once with ``paths`` if there are any. Whether anything was imported."""
    dialog = ImportDialog(context, parent)
    if paths:
        dialog.check(paths)
    dialog.exec()
    dialog.deleteLater()
    if dialog.changed:
        context.data_changed.emit()
    return dialog.changed


class ImportDialog(QDialog):
    """Nothing is written before the user has seen what would be."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.changed = False
        self._paths: list[Path] = []
        self._task: Task | None = None
        self._dry = True
        self._counts: Counter[Outcome] = Counter()
        self._problems: list[FoundProblem] = []
        self._closing = False
        self.setWindowTitle(context.say("ui_import.title"))
        layout = column(self, gap=0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._choosing())
        self._stack.addWidget(self._running())
        self._stack.addWidget(self._showing())
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot())
        room = parent.screen().availableGeometry()
        self.resize(min(980, room.width() - 40), min(660, room.height() - 60))
        self._go(_CHOOSING)

    # building

    def _choosing(self) -> QWidget:
        page = QWidget()
        layout = column(page, margins=(24, 24, 24, 16), gap=16)
        self.zone = DropZone(self.context)
        self.zone.dropped.connect(self.check)
        self.zone.files_button.clicked.connect(self._choose_files)
        self.zone.folder_button.clicked.connect(self._choose_folder)
        layout.addWidget(self.zone, 1)
        return page

    def _running(self) -> QWidget:
        page = QWidget()
        layout = column(page, margins=(48, 24, 48, 24), gap=16)
        self._what = label("", "heading", wrap=True)
        self._from = label("", "muted", wrap=True)
        self.progress = WorkProgress(self.context)
        self._so_far = label("", "muted")
        layout.addStretch(1)
        for part in (self._what, self._from, self.progress, self._so_far):
            layout.addWidget(part)
        layout.addStretch(2)
        return page

    def _showing(self) -> QWidget:
        say, palette = self.context.say, self.context.palette
        page = QWidget()
        layout = column(page, margins=(24, 20, 24, 12), gap=12)
        self._headline = label("", "heading", wrap=True)
        layout.addWidget(self._headline)
        tiles = row(gap=12)
        self._tiles: dict[Outcome, tuple[QLabel, QLabel]] = {}
        for outcome in OUTCOMES:
            tile = card()
            inside = column(tile, margins=(16, 10, 16, 10), gap=0)
            figure = label("0", "figure")
            name = label("", "small")
            inside.addWidget(figure)
            inside.addWidget(name)
            self._tiles[outcome] = (figure, name)
            tiles.addWidget(tile, 1)
        layout.addLayout(tiles)
        self.problems = ProblemList(self.context)
        self._fine = EmptyState(
            palette, "check", say("ui_import.no_problems"), say("ui_import.no_problems_hint")
        )
        self._below = QStackedWidget()
        self._below.addWidget(self.problems)
        self._below.addWidget(self._fine)
        layout.addWidget(self._below, 1)
        return page

    def _foot(self) -> QFrame:
        say = self.context.say
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        buttons = row(foot, margins=(24, 12, 24, 12), gap=12)
        self._note = label("", "small", wrap=True)
        self.again_button = button(say("ui_import.again"))
        self.again_button.clicked.connect(lambda: self._go(_CHOOSING))
        self.close_button = button(say("ui.cancel"))
        self.close_button.clicked.connect(self.reject)
        self.import_button = button(say("ui_import.import"), "primary")
        self.import_button.clicked.connect(self._import)
        buttons.addWidget(self._note, 1)
        for one in (self.again_button, self.close_button, self.import_button):
            buttons.addWidget(one)
        return foot

    def _go(self, stage: int) -> None:
        say = self.context.say
        self._stack.setCurrentIndex(stage)
        showing = stage == _SHOWING
        ready = showing and self._dry and self._writable > 0
        self.again_button.setVisible(showing)
        self.import_button.setVisible(ready)
        self.close_button.setText(
            say("ui_import.stop")
            if stage == _RUNNING
            else say("ui_import.done" if showing and not self._dry else "ui.cancel")
        )
        set_role(self.close_button, "primary" if showing and not self._dry else "plain", "kind")
        self.close_button.setEnabled(True)
        self._note.setText(
            say("ui_import.nothing_written") if stage != _RUNNING and self._dry else ""
        )
        if stage == _RUNNING:
            # Another Enter must not stop what the first one began.
            self.setFocus()
            return
        target = self.import_button if showing else self.zone.files_button
        (target if target.isVisibleTo(self) else self.close_button).setFocus()

    # choosing

    def _choose_files(self) -> None:
        say = self.context.say
        chosen = choose_files(
            self.context, self, say("ui_import.choose_files"), say("ui_import.kinds")
        )
        if chosen:
            self.check(chosen)

    def _choose_folder(self) -> None:
        chosen = choose_folder(self.context, self, self.context.say("ui_import.choose_folder"))
        if chosen is not None:
            self.check([chosen])

    # running

    def check(self, paths: Sequence[Path]) -> None:
        """Read everything and find out what would happen; writes nothing."""
        if self._task is None:
            self._paths = list(paths)
            self._run(dry=True)

    def _import(self) -> None:
        self._run(dry=False)

    def _run(self, *, dry: bool) -> None:
        say = self.context.say
        self._dry = dry
        self._counts = Counter()
        self._problems = []
        self._what.setText(say("ui_import.checking" if dry else "ui_import.importing"))
        self._from.setText(self._source_words())
        self._so_far.setText("")
        self._go(_RUNNING)
        self.progress.begin()
        who = str(self.context.workspace.setting("assessor", ""))
        task = self.context.tasks.start(
            _intake(self.context.workspace, self._paths, dry=dry, who=who)
        )
        self._task = task
        task.happened.connect(self._on_happened)
        task.finished.connect(self._on_finished)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        task.ended.connect(self._on_ended)

    def _source_words(self) -> str:
        names = [path.name or str(path) for path in self._paths]
        if len(names) == 1:
            return str(self._paths[0])
        return self.context.say("ui_import.several", first=names[0], count=len(names))

    def _on_happened(self, event: object) -> None:
        if isinstance(event, SubmissionTaken):
            self._counts[event.outcome] += 1
            self._problems.extend(
                FoundProblem(event.source, event.line, problem) for problem in event.problems
            )
        elif isinstance(event, Progress):
            self.progress.update_to(event.done, event.total)
            if self._counts:
                self._so_far.setText(self._count_words())

    def _on_finished(self, result: IntakeResult) -> None:
        if not self._dry:
            self.changed = self.changed or self._writable > 0
        say = self.context.say
        time = duration(self.context.words, result.seconds)
        if not result.files:
            headline = say("ui_import.nothing_there", skipped=f"{result.skipped:,}")
        elif self._dry:
            headline = say("ui_import.checked", files=f"{result.files:,}", time=time)
        else:
            headline = say("ui_import.imported", files=f"{result.files:,}", time=time)
        if result.files and result.skipped:
            headline += say("ui_import.skipped", count=f"{result.skipped:,}")
        self._show(headline)

    def _on_failed(self, error: Exception) -> None:
        self.changed = self.changed or (not self._dry and self._writable > 0)
        self._go(_CHOOSING)
        if not tell_trouble(self.context, self, self.context.say("ui_import.failed"), error):
            raise error

    def _on_cancelled(self) -> None:
        if self._dry:
            self._go(_CHOOSING)
            return
        self.changed = self.changed or self._writable > 0
        self._show(self.context.say("ui_import.stopped", count=f"{self._writable:,}"))

    def _on_ended(self) -> None:
        self.progress.end()
        self._task = None
        if self._closing:
            super().reject()

    # showing

    @property
    def _writable(self) -> int:
        return self._counts["imported"] + self._counts["updated"]

    def _count_words(self) -> str:
        say = self.context.say
        tense = "would" if self._dry else "did"
        return " · ".join(
            f"{say(f'ui_import.{tense}_{outcome}')} {self._counts[outcome]:,}"
            for outcome in OUTCOMES
            if self._counts[outcome]
        )

    def _show(self, headline: str) -> None:
        say = self.context.say
        self._headline.setText(headline)
        tense = "would" if self._dry else "did"
        for outcome, (figure, name) in self._tiles.items():
            count = self._counts[outcome]
            figure.setText(f"{count:,}")
            set_role(figure, f"figure_{_TONES[outcome]}" if count else "figure_muted")
            name.setText(say(f"ui_import.{tense}_{outcome}"))
        self.problems.show_problems(self._problems)
        self._below.setCurrentIndex(0 if self._problems else 1)
        self._fine.setVisible(bool(self._counts) and not self._problems)
        self.import_button.setText(say("ui_import.import_count", count=f"{self._writable:,}"))
        self._go(_SHOWING)

    # leaving

    def reject(self) -> None:
        """Stop what runs; without that close."""
        if self._task is None:
            super().reject()
            return
        self.close_button.setEnabled(False)
        self._task.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._task is not None:
            event.ignore()
            self._closing = True
        self.reject()


def _intake(workspace: Workspace, paths: Sequence[Path], *, dry: bool, who: str) -> Work:
    def work() -> Generator[IntakeEvent, None, IntakeResult]:
        from suzhou_assess.services.intake import take_in

        return (yield from take_in(workspace, paths, dry_run=dry, who=who))

    return work
