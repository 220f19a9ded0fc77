"""The roster (应评名单): how much of it is assessed, and reading another one from a list."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QFrame,
    QRadioButton,
    QStackedWidget,
    QWidget,
)

from suzhou_assess.domain.roster import RosterCheck
from suzhou_assess.domain.roster_fields import FIELD_IDS
from suzhou_assess.services import roster
from suzhou_assess.services.events import Progress
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.dialogs.message import ask, inform
from suzhou_assess.ui.dialogs.working import run_working, tell_trouble
from suzhou_assess.ui.tasks import Task, Work
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.coverage_view import CoverageView
from suzhou_assess.ui.widgets.drop_zone import DropZone
from suzhou_assess.ui.widgets.list_check import ListCheck
from suzhou_assess.ui.widgets.list_mapping import ListMapping
from suzhou_assess.ui.widgets.work_progress import WorkPage

_COVERED, _CHOOSING, _WORKING, _MAPPING, _CHECKED = range(5)


class RosterDialog(QDialog):
    """Nothing is written before the user has seen what a list comes to.

    ``changed`` tells whether the roster is another one now; the pages are told when it closes.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.changed = False
        self._task: Task | None = None
        self._closing = False
        self._check: RosterCheck | None = None
        self._card: roster.RosterCard | None = None
        say = context.say
        self.setWindowTitle(say("ui_roster.title"))
        layout = column(self, gap=0)
        self.coverage = CoverageView(context)
        self.coverage.picked.connect(self._tell_export)
        self.choose_button = button(say("ui_roster.choose"), "primary")
        self.choose_button.clicked.connect(self._choose)
        self.drop = DropZone(
            context, say("ui_roster.drop"), say("ui_roster.drop_note"), [self.choose_button]
        )
        # A roster is one list.
        self.drop.dropped.connect(lambda paths: self.read(paths[0]))
        names = {field: say(f"ui_roster.field_{field}") for field in FIELD_IDS}
        self.mapping = ListMapping(context, names)
        self.mapping.changed.connect(self._show_buttons)
        self.checked = ListCheck(context)
        self._stack = QStackedWidget()
        self.working = WorkPage(context)
        for page in (self.coverage, self.drop, self.working, self.mapping, self.checked):
            framed = QWidget()
            column(framed, margins=(24, 20, 24, 16)).addWidget(page, 1)
            self._stack.addWidget(framed)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot())
        room = parent.screen().availableGeometry()
        self.resize(min(1180, room.width() - 40), min(720, room.height() - 60))
        self._show_start()

    # building

    def _foot(self) -> QFrame:
        say = self.context.say
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        buttons = row(foot, margins=(24, 12, 24, 12), gap=12)
        self.drop_button = button(say("ui_roster.forget"), "danger")
        self.drop_button.clicked.connect(self._forget)
        self.back_button = button(say("ui_roster.back"))
        self.back_button.clicked.connect(self._back)
        self.note = label("", "small", wrap=True)
        self.replacing = QRadioButton(say("ui_roster.replace"))
        self.adding = QRadioButton(say("ui_roster.add"))
        ways = QButtonGroup(self)
        for way in (self.replacing, self.adding):
            ways.addButton(way)
            way.toggled.connect(lambda: self.note.setText(self._note()))
        self.replacing.setChecked(True)
        self.export_button = button(say("ui_roster.export"))
        self.export_button.clicked.connect(self._export)
        self.new_button = button(say("ui_roster.new_list"))
        self.new_button.clicked.connect(lambda: self._go(_CHOOSING))
        self.close_button = button(say("ui_roster.close"))
        self.close_button.clicked.connect(self.reject)
        self.check_button = button(say("ui_roster.check"), "primary")
        self.check_button.clicked.connect(self._run_check)
        self.save_button = button("", "primary")
        self.save_button.clicked.connect(self._save)
        for one in (self.drop_button, self.back_button):
            buttons.addWidget(one)
        buttons.addWidget(self.note, 1)
        for way in (self.replacing, self.adding):
            buttons.addWidget(way)
        for one in (
            *(self.export_button, self.new_button, self.close_button),
            *(self.check_button, self.save_button),
        ):
            buttons.addWidget(one)
        return foot

    # where it stands

    def _show_start(self) -> None:
        """The roster that is there, or a place to drop one."""
        try:
            self._card = roster.roster_card(self.context.workspace)
            found = roster.coverage(self.context.workspace) if self._card is not None else None
        except StoreError as error:
            tell_trouble(self.context, self, self.context.say("ui_roster.failed"), error)
            self._card = found = None
        if found is None:
            self._go(_CHOOSING)
        else:
            self.coverage.show_coverage(found, self._card)
            self._go(_COVERED)

    @property
    def _has_roster(self) -> bool:
        return self._card is not None

    @property
    def _stage(self) -> int:
        return self._stack.currentIndex()

    def _go(self, stage: int) -> None:
        self._stack.setCurrentIndex(stage)
        self._show_buttons()
        first = {
            _COVERED: self.new_button,
            _CHOOSING: self.choose_button,
            _MAPPING: self.check_button,
            _CHECKED: self.save_button,
        }.get(stage)
        # Another Enter must not stop what the first one began.
        target = first if first is not None and first.isEnabled() else self
        target.setFocus()

    def _show_buttons(self) -> None:
        say, stage = self.context.say, self._stage
        entries = len(self._check.entries) if self._check is not None else 0
        self.drop_button.setVisible(stage == _COVERED)
        self.back_button.setVisible(
            stage in (_MAPPING, _CHECKED) or (stage == _CHOOSING and self._has_roster)
        )
        for way in (self.replacing, self.adding):
            way.setVisible(stage == _CHECKED and self._has_roster)
        self.export_button.setVisible(stage == _COVERED)
        self.new_button.setVisible(stage == _COVERED)
        self.check_button.setVisible(stage == _MAPPING)
        self.check_button.setEnabled(stage == _MAPPING and self.mapping.usable)
        self.save_button.setVisible(stage == _CHECKED)
        self.save_button.setEnabled(entries > 0)
        self.save_button.setText(say("ui_roster.save", count=f"{entries:,}"))
        self.note.setText(self._note())
        self.close_button.setText(say("ui.cancel") if stage != _COVERED else say("ui_roster.close"))
        self.close_button.setEnabled(True)
        if stage == _COVERED:
            self._tell_export()

    def _note(self) -> str:
        """What has been written so far, or what saving would take away."""
        say, card = self.context.say, self._card
        if self._stage == _CHECKED and card is not None and self.replacing.isChecked():
            count = f"{card.entries:,}"
            return say("ui_roster.will_replace", source=card.source, count=count)
        unsaved = self._stage in (_CHOOSING, _MAPPING, _CHECKED)
        return say("ui_roster.nothing_written") if unsaved else ""

    def _back(self) -> None:
        if self._stage == _CHECKED:
            self._go(_MAPPING)
        elif self._stage == _MAPPING:
            self._go(_CHOOSING)
        else:
            self._show_start()

    # reading and checking

    def _choose(self) -> None:
        say = self.context.say
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("ui_roster.choose"), self.context.preferences.folder, say("ui_roster.kinds")
        )
        if chosen:
            self.context.preferences.folder = str(Path(chosen).parent)
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read a file and show how it is understood."""
        if self._task is None:
            self._run(
                self.context.say("ui_roster.reading", file=path.name),
                lambda: roster.reading_list(path),
                self._on_read,
                _CHOOSING,
            )

    def _on_read(self, table: object) -> None:
        self.mapping.show_table(table)  # type: ignore[arg-type]
        self._go(_MAPPING)

    def _run_check(self) -> None:
        workspace, table = self.context.workspace, self.mapping.table

        def work() -> Generator[Progress, None, RosterCheck]:
            yield Progress(0, None)
            return roster.check_list(workspace, table)

        self._run(self.context.say("ui_roster.checking"), work, self._on_checked, _MAPPING)

    def _on_checked(self, check: object) -> None:
        if isinstance(check, RosterCheck):
            self._check = check
            self.checked.show_check(check)
            self._go(_CHECKED)

    def _save(self) -> None:
        workspace, check = self.context.workspace, self._check
        if check is None:
            return
        replace = self.replacing.isChecked() or not self._has_roster
        who = str(workspace.setting("assessor", ""))

        def work() -> Generator[Progress, None, int]:
            yield Progress(0, None)
            return roster.save_roster(workspace, check, replace=replace, who=who)

        self._run(self.context.say("ui_roster.saving"), work, self._on_saved, _CHECKED)

    def _on_saved(self, entries: object) -> None:
        self.changed = True
        self.context.tell(self.context.say("ui_roster.saved", count=f"{entries:,}"))
        self._check = None
        self._show_start()

    def _run(self, what: str, work: Work, done: object, back: int) -> None:
        self.working.begin(what)
        self._go(_WORKING)
        task = self.context.tasks.start(work)
        self._task = task
        task.finished.connect(done)
        task.failed.connect(lambda error: self._on_failed(error, back))
        task.cancelled.connect(lambda: self._go(back))
        task.ended.connect(self._on_ended)

    def _on_failed(self, error: Exception, back: int) -> None:
        self._go(back)
        title = self.context.say("ui_roster.failed")
        if not tell_trouble(self.context, self, title, error):
            raise error

    def _on_ended(self) -> None:
        self.working.progress.end()
        self._task = None
        if self._closing:
            self.reject()

    # what can be done with the roster

    def _tell_export(self) -> None:
        chosen = self.coverage.chosen
        say = self.context.say
        if chosen is None:
            self.export_button.setText(say("ui_roster.export"))
            return
        name = self.coverage.model.name(chosen[1])
        self.export_button.setText(say("ui_roster.export_part", name=name))

    def _export(self) -> None:
        say, context = self.context.say, self.context
        chosen = self.coverage.chosen
        part: dict[str, str] = {}
        name = say("ui_roster.file")
        if chosen is not None:
            kind, one = chosen
            part = {kind: one.key} | ({"district": one.district} if kind == "town" else {})
            name = f"{name} {self.coverage.model.name(one).replace('/', '-')}"
        out = choose_target(
            context, self, say("ui_roster.export"), f"{name}.xlsx", say("ui_roster.xlsx")
        )
        if out is None:
            return
        finished, count = run_working(
            context,
            self,
            say("ui_roster.exporting"),
            lambda: roster.write_missing(context.workspace, out, context.words, **part),
            say("ui_roster.failed"),
        )
        if finished:
            inform(
                context,
                self,
                "info",
                say("ui_roster.exported"),
                say("ui_roster.exported_to", path=str(out), count=f"{count:,}"),
            )

    def _forget(self) -> None:
        say = self.context.say
        card = self._card
        if card is None or not ask(
            self.context,
            self,
            say("ui_roster.forget_title"),
            say("ui_roster.forget_text", source=card.source, count=f"{card.entries:,}"),
            say("ui_roster.forget"),
            danger=True,
        ):
            return
        try:
            roster.drop_roster(self.context.workspace)
        except StoreError as error:
            tell_trouble(self.context, self, say("ui_roster.failed"), error)
            return
        self.changed = True
        self._show_start()

    # leaving

    def reject(self) -> None:
        """Stop what runs; without that close."""
        if self._task is not None:
            self.close_button.setEnabled(False)
            self._task.cancel()
            return
        if self.changed:
            self.context.data_changed.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._task is not None:
            event.ignore()
            self._closing = True
        self.reject()
