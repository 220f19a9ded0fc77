"""历次导入: every run of an import, and one of them opened with all that came in with it."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from suzhou_assess.services.batches import BatchCard
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.batch_table import BatchTableModel, state_of
from suzhou_assess.ui.models.profile_words import moment_words
from suzhou_assess.ui.models.taken_rows import Row, TakenRows, row_of_item
from suzhou_assess.ui.tasks import Task
from suzhou_assess.ui.widgets.basics import (
    ElidedLabel,
    button,
    card,
    column,
    label,
    pill,
    row,
    set_role,
)
from suzhou_assess.ui.widgets.batch_list import BatchTable
from suzhou_assess.ui.widgets.notice import Notice
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.taken_board import TakenBoard


class BatchView(QWidget):
    """The list; Enter opens one, Escape goes back."""

    go_on = Signal(object)
    """A batch that was cut short: its card."""
    undo_wanted = Signal(str)
    returns_wanted = Signal(str)
    list_wanted = Signal(str)
    opened = Signal(str)
    """An assessment that came in with one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._card: BatchCard | None = None
        self._task: Task | None = None
        self._rows = TakenRows()
        layout = column(self, gap=0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_list())
        self._stack.addWidget(self._build_opened())
        layout.addWidget(self._stack)

    @property
    def batch(self) -> str | None:
        """The batch that is open."""
        return None if self._card is None else self._card.id

    # building

    def _build_list(self) -> QWidget:
        context = self._context
        say = context.say
        page = QWidget()
        layout = column(page, margins=(24, 16, 24, 20), gap=12)
        frame = card()
        self.model = BatchTableModel(context)
        self.table = BatchTable(context, self.model)
        self.table.batch_opened.connect(self.open_batch)
        self._none = EmptyState(
            context.palette,
            "history",
            say("ui_import.no_batches"),
            say("ui_import.no_batches_hint"),
        )
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(self._none)
        column(frame, margins=(8, 4, 8, 8)).addWidget(self._list)
        layout.addWidget(frame, 1)
        return page

    def _build_opened(self) -> QWidget:
        context = self._context
        say, palette = context.say, context.palette
        page = QWidget()
        outer = column(page, gap=0)
        layout = column(margins=(24, 12, 24, 12), gap=12)
        top = row(gap=12)
        self.back_button = button(
            say("ui_import.batches"), "quiet", icon="back", color=palette.muted
        )
        self.back_button.clicked.connect(self.close_batch)
        self._source = ElidedLabel("", "heading")
        self._state = pill("")
        self._when = label("", "small")
        top.addWidget(self.back_button)
        top.addWidget(self._source, 1)
        top.addWidget(self._when)
        top.addWidget(self._state)
        layout.addLayout(top)
        self.trouble = Notice(context, "bad")
        layout.addWidget(self.trouble)
        self.board = TakenBoard(context)
        self.board.opened.connect(self.opened)
        layout.addWidget(self.board, 1)
        outer.addLayout(layout, 1)
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        line = row(foot, margins=(24, 10, 24, 10), gap=12)
        self._note = label("", "small", wrap=True)
        line.addWidget(self._note, 1)
        self.undo_button = button(say("ui_import.undo"))
        self.undo_button.clicked.connect(lambda: self.undo_wanted.emit(self.batch))
        self.list_button = button(say("ui_import.save_list"), icon="export", color=palette.text)
        self.list_button.clicked.connect(lambda: self.list_wanted.emit(self.batch))
        self.returns_button = button(say("ui_import.returns"))
        self.returns_button.clicked.connect(lambda: self.returns_wanted.emit(self.batch))
        self.go_on_button = button(say("ui_import.go_on"), "primary")
        self.go_on_button.clicked.connect(lambda: self.go_on.emit(self._card))
        for one in (
            self.undo_button,
            self.list_button,
            self.returns_button,
            self.go_on_button,
        ):
            line.addWidget(one)
        outer.addWidget(foot)
        return page

    # what it shows

    @property
    def rows(self) -> TakenRows:
        """What came in with the open batch, as far as it is read."""
        return self._rows

    def show_cards(self, cards: Sequence[BatchCard]) -> None:
        self.model.show(cards)
        self._list.setCurrentWidget(self.table if cards else self._none)
        if self._card is not None:
            fresh = next((one for one in cards if one.id == self.batch), None)
            if fresh is None:
                self.close_batch()
            elif fresh != self._card:
                self.open_batch(fresh.id)
        elif cards and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def open_batch(self, batch_id: str) -> None:
        """Show what came in with one of the batches listed."""
        at = self.model.row_of(batch_id)
        found = None if at is None else self.model.card(at)
        if found is None or at is None:
            return
        self._card = found
        self.table.setCurrentIndex(self.model.index(at, 0))
        self._show_head(found)
        self.trouble.hide()
        self._stop_reading()
        self._rows = TakenRows()
        self.board.show_rows(self._rows, "did", settled=False)
        self._stack.setCurrentIndex(1)
        workspace = self._context.workspace

        def work() -> Generator[Row, None, None]:
            from suzhou_assess.services.batches import items

            for item in items(workspace, batch_id):
                yield row_of_item(item)

        task = self._context.tasks.start(work, quiet=True)
        self._task = task
        task.happened.connect(self._on_read)
        task.failed.connect(self._on_failed)
        task.finished.connect(self._on_all_read)
        QTimer.singleShot(0, self, self.board.take_focus)

    def close_batch(self) -> None:
        """Back to the list."""
        self._stop_reading()
        self._card = None
        self._rows = TakenRows()
        self._stack.setCurrentIndex(0)
        self.table.setFocus()

    def take_focus(self) -> None:
        if self._card is None:
            self.table.setFocus()
        else:
            self.board.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._card is not None:
            self.close_batch()
            return
        super().keyPressEvent(event)

    def _show_head(self, found: BatchCard) -> None:
        say = self._context.say
        self._source.setText(found.source)
        self._source.updateGeometry()
        who = f" · {found.who}" if found.who else ""
        self._when.setText(f"{moment_words(found.started_at)}{who}")
        state = state_of(found)
        self._state.setText(say(f"ui_import.batch_{state}"))
        kinds = {"done": "good", "interrupted": "warn", "undone": "true"}
        set_role(self._state, kinds[state], "pill")
        note = ""
        if found.undone_at is not None:
            by = found.undone_by or say("ui_enterprises.somebody")
            note = say("ui_import.undone_note", when=moment_words(found.undone_at), who=by)
        elif state == "interrupted":
            note = say("ui_import.interrupted_note")
        self._note.setText(note)
        written = found.counts.get("imported", 0) + found.counts.get("updated", 0)
        doubtful = found.counts.get("refused", 0) + found.counts.get("suspicious", 0)
        self.undo_button.setVisible(state != "undone" and written > 0)
        self.list_button.setVisible(doubtful > 0)
        self.returns_button.setVisible(doubtful > 0)
        self.go_on_button.setVisible(state == "interrupted" and bool(found.paths))

    # reading

    def _stop_reading(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_read(self, block: list[Row]) -> None:
        if self.sender() is self._task:
            self._rows.extend(block)
            self.board.grow()

    def _on_all_read(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self.board.show_rows(self._rows, "did")

    def _on_failed(self, error: Exception) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        if not isinstance(error, StoreError):
            raise error
        self.trouble.tell(
            self._context.say("ui_import.batch_unreadable"), error.say(self._context.words)
        )
