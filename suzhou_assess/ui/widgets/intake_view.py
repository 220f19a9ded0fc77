"""新导入: choose, look at what would happen, store it, see what happened."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QWidget

from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_files, choose_folder
from suzhou_assess.ui.models.intake_desk import IntakeDesk, Stage
from suzhou_assess.ui.pace import duration
from suzhou_assess.ui.widgets.basics import button, column, label, row, set_role
from suzhou_assess.ui.widgets.batch_list import RecentBatches
from suzhou_assess.ui.widgets.drop_zone import DropZone
from suzhou_assess.ui.widgets.intake_strip import IntakeStrip
from suzhou_assess.ui.widgets.notice import Notice
from suzhou_assess.ui.widgets.taken_board import TakenBoard, Tense
from suzhou_assess.words.system_reasons import reason_of

_ROOM_FOR_RECENT = 760
_RECENT_WIDTH = 340
_GROW_MS = 200
"""The figures and the table follow what comes in this often: more nobody reads."""


class IntakeView(QWidget):
    """Shows the stage in which the desk is."""

    chosen = Signal(list)
    """Paths to take in."""
    returns_wanted = Signal()
    list_wanted = Signal()
    undo_wanted = Signal(str)
    """A batch's id."""

    def __init__(self, context: Context, desk: IntakeDesk) -> None:
        super().__init__()
        self._context = context
        self.desk = desk
        layout = column(self, gap=0)
        self._stack = QStackedWidget()
        self._choosing = self._build_choosing()
        self._board_page = self._build_board()
        self._stack.addWidget(self._choosing)
        self._stack.addWidget(self._board_page)
        layout.addWidget(self._stack, 1)
        self.foot = self._build_foot()
        layout.addWidget(self.foot)
        self._growing = QTimer(self)
        self._growing.setSingleShot(True)
        self._growing.setInterval(_GROW_MS)
        self._growing.timeout.connect(self.board.grow)
        desk.stage_changed.connect(self._show_stage)
        desk.grew.connect(self._on_grew)

    # building

    def _build_choosing(self) -> QWidget:
        context = self._context
        say = context.say
        page = QWidget()
        layout = column(page, margins=(24, 20, 24, 20), gap=12)
        self.trouble = Notice(context, "bad")
        self.retry_button = self.trouble.add_action(button(say("ui_import.try_again")))
        self.retry_button.clicked.connect(lambda: self.desk.check(self.desk.paths))
        self.interrupted = Notice(context, "warn")
        self.go_on_button = self.interrupted.add_action(button(say("ui_import.go_on"), "primary"))
        layout.addWidget(self.trouble)
        layout.addWidget(self.interrupted)
        beside = row(gap=16)
        self.files_button = button(say("ui_import.choose_files"), "primary")
        self.files_button.clicked.connect(self._choose_files)
        self.folder_button = button(say("ui_import.choose_folder"))
        self.folder_button.clicked.connect(self._choose_folder)
        choices = (self.files_button, self.folder_button)
        self.zone = DropZone(context, say("ui_import.drop"), say("ui_import.drop_note"), choices)
        self.zone.dropped.connect(self.chosen)
        beside.addWidget(self.zone, 1)
        self.recent = RecentBatches(context)
        self.recent.setFixedWidth(_RECENT_WIDTH)
        beside.addWidget(self.recent)
        layout.addLayout(beside, 1)
        return page

    def _build_board(self) -> QWidget:
        page = QWidget()
        layout = column(page, margins=(24, 16, 24, 12), gap=12)
        self.strip = IntakeStrip(self._context)
        layout.addWidget(self.strip)
        self.board = TakenBoard(self._context)
        layout.addWidget(self.board, 1)
        return page

    def _build_foot(self) -> QFrame:
        context = self._context
        say = context.say
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        line = row(foot, margins=(24, 10, 24, 10), gap=12)
        self._note = label("", "small", wrap=True)
        line.addWidget(self._note, 1)
        self.undo_button = button(say("ui_import.undo"))
        self.undo_button.clicked.connect(lambda: self.undo_wanted.emit(self.desk.batch))
        self.list_button = button(
            say("ui_import.save_list"), icon="export", color=context.palette.text
        )
        self.list_button.clicked.connect(self.list_wanted)
        self.returns_button = button(say("ui_import.returns"))
        self.returns_button.clicked.connect(self.returns_wanted)
        self.again_button = button(say("ui_import.again"))
        self.again_button.clicked.connect(self.desk.again)
        self.stop_button = button(say("ui_import.stop"))
        self.stop_button.clicked.connect(self._stop)
        self.import_button = button("", "primary")
        self.import_button.clicked.connect(self.desk.store)
        self._buttons: tuple[QPushButton, ...] = (
            self.undo_button,
            self.list_button,
            self.returns_button,
            self.again_button,
            self.stop_button,
            self.import_button,
        )
        for one in self._buttons:
            line.addWidget(one)
        return foot

    # choosing

    def _choose_files(self) -> None:
        say = self._context.say
        chosen = choose_files(
            self._context, self, say("ui_import.choose_files"), say("ui_import.kinds")
        )
        self.chosen.emit(chosen)

    def _choose_folder(self) -> None:
        chosen = choose_folder(self._context, self, self._context.say("ui_import.choose_folder"))
        if chosen is not None:
            self.desk.check([chosen])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """The earlier batches stand beside the drop zone where there is room and any."""
        self.recent.setVisible(self.width() >= _ROOM_FOR_RECENT and not self.recent.empty)

    # stages

    def show_desk(self) -> None:
        """Take up what the desk is at: another page may have begun it."""
        self._show_stage()

    def _show_stage(self) -> None:
        desk, say = self.desk, self._context.say
        stage = desk.stage
        self._growing.stop()
        self._stack.setCurrentWidget(
            self._choosing if stage is Stage.CHOOSING else self._board_page
        )
        tense: Tense = "did" if stage in (Stage.STORING, Stage.STORED) else "would"
        self.board.show_rows(desk.rows, tense, settled=not desk.running)
        if desk.running:
            what = "checking" if stage is Stage.CHECKING else "importing"
            self.strip.show_work(say(f"ui_import.{what}"), self._source_words())
            self.strip.progress.begin(desk.pace)
        else:
            self.strip.progress.end()
        if stage is Stage.CHECKED:
            self._tell_checked()
        elif stage is Stage.STORED:
            self._tell_stored()
        self._tell_trouble()
        self._show_buttons()
        if self.isVisible():
            self.take_focus()

    def _on_grew(self) -> None:
        if not self._growing.isActive():
            self._growing.start()

    def _tell_checked(self) -> None:
        desk, say = self.desk, self._context.say
        result = desk.result
        if result is None:
            return
        if not result.files:
            self.strip.tell("warn", say("ui_import.nothing_there"), self._skipped_words())
            return
        time = duration(self._context.words, result.seconds)
        headline = say("ui_import.checked", files=f"{result.files:,}", time=time)
        if not desk.rows.writable:
            counts = desk.rows.counts
            if not counts["refused"]:
                kind, key = "info", "nothing_new"
            else:
                kind, key = "warn", "nothing_more" if counts["unchanged"] else "nothing_good"
            self.strip.tell(kind, headline, say(f"ui_import.{key}"))
            return
        notes = [say("ui_import.nothing_written"), self._again_words(), self._skipped_words()]
        self.strip.tell("info", headline, "".join(notes))

    def _tell_stored(self) -> None:
        desk, say = self.desk, self._context.say
        result, counts = desk.result, desk.rows.counts
        written = f"{desk.rows.writable:,}"
        if result is not None:
            time = duration(self._context.words, result.seconds)
            headline = say("ui_import.imported", count=written, time=time)
            notes = []
            if counts["refused"]:
                notes.append(say("ui_import.refused_note", count=f"{counts['refused']:,}"))
            if counts["suspicious"]:
                notes.append(say("ui_import.suspicious_note", count=f"{counts['suspicious']:,}"))
            notes += [self._again_words(), self._skipped_words()]
            doubts = counts["suspicious"] > 0
            self.strip.tell("good", headline, "".join(notes), doubts=doubts)
        elif desk.error is not None:
            why = self._why(desk.error)
            kept = say("ui_import.kept_so_far", count=written)
            self.strip.tell("bad", say("ui_import.failed"), f"{why}{kept}")
        else:
            self.strip.tell(
                "warn", say("ui_import.stopped"), say("ui_import.kept_so_far", count=written)
            )

    def _tell_trouble(self) -> None:
        desk = self.desk
        if desk.stage is Stage.CHOOSING and desk.error is not None:
            self.trouble.tell(self._context.say("ui_import.check_failed"), self._why(desk.error))
        else:
            self.trouble.hide()

    def _why(self, error: StoreError | OSError) -> str:
        if isinstance(error, StoreError):
            return error.say(self._context.words)
        return self._context.say(
            "ui_home.file_trouble", path=str(error.filename or ""), why=reason_of(error)
        )

    def _again_words(self) -> str:
        again = self.desk.rows.again
        return self._context.say("ui_import.again_note", count=f"{again:,}") if again else ""

    def _skipped_words(self) -> str:
        result = self.desk.result
        if result is None or not result.skipped:
            return ""
        return self._context.say("ui_import.skipped", count=f"{result.skipped:,}")

    def _source_words(self) -> str:
        paths = self.desk.paths
        if len(paths) == 1:
            return str(paths[0])
        first = paths[0].name or str(paths[0]) if paths else ""
        return self._context.say("ui_import.several", first=first, count=len(paths))

    def _show_buttons(self) -> None:
        desk, say = self.desk, self._context.say
        stage, rows = desk.stage, desk.rows
        done = stage in (Stage.CHECKED, Stage.STORED)
        self.foot.setVisible(stage is not Stage.CHOOSING)
        self.stop_button.setVisible(desk.running)
        self.stop_button.setEnabled(True)
        self.again_button.setVisible(done)
        self.again_button.setText(
            say("ui_import.another" if stage is Stage.STORED else "ui_import.again")
        )
        self.list_button.setVisible(done and rows.problematic > 0)
        self.returns_button.setVisible(done and rows.returnable > 0)
        over = stage is Stage.STORED and not desk.can_store_again
        set_role(self.returns_button, "primary" if over else "plain", "kind")
        set_role(self.again_button, "primary" if over and not rows.returnable else "plain", "kind")
        self.undo_button.setVisible(
            stage is Stage.STORED and bool(desk.batch) and rows.writable > 0
        )
        unfinished = desk.can_store_again
        self.import_button.setVisible((stage is Stage.CHECKED and rows.writable > 0) or unfinished)
        self.import_button.setText(
            say("ui_import.go_on")
            if unfinished
            else say("ui_import.import_count", count=f"{rows.writable:,}")
        )
        self._note.setText(say("ui_import.nothing_written") if stage is Stage.CHECKING else "")

    def take_focus(self) -> None:
        """Where the keyboard goes on at this stage."""
        stage = self.desk.stage
        if stage is Stage.CHOOSING:
            self.files_button.setFocus()
        elif self.desk.running:
            # Another Enter must not stop what the first one began.
            self.board.take_focus()
        elif stage is Stage.CHECKED and not self.import_button.isHidden():
            self.import_button.setFocus()
        else:
            self.board.take_focus()

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.desk.stop()
