"""导入: take in what enterprises sent back, look up earlier imports, decide what no rule can."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from suzhou_assess.services.batches import BatchCard
from suzhou_assess.services.file_kinds import Kind, kind_of
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.models.intake_desk import IntakeDesk, Stage
from suzhou_assess.ui.models.profile_words import moment_words
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.widgets.basics import column
from suzhou_assess.ui.widgets.batch_view import BatchView
from suzhou_assess.ui.widgets.doubt_view import DoubtView
from suzhou_assess.ui.widgets.drop_zone import dropped_paths
from suzhou_assess.ui.widgets.header import Header
from suzhou_assess.ui.widgets.intake_view import IntakeView
from suzhou_assess.ui.widgets.segments import Segments

TABS = ("new", "batches", "doubts")
_MOST_BATCHES = 500


class IntakePage(Page):
    """``Place("import", paths)`` begins with these; ``item`` names a tab of ``TABS``."""

    name = "import"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk = IntakeDesk(context)
        self._cut_short: BatchCard | None = None
        self._open_again: str | None = None
        """A batch that was open on the page before this one."""
        # A turn of its own after the one that shows the result.
        self._after_storing = QTimer(self)
        self._after_storing.setSingleShot(True)
        self._after_storing.timeout.connect(self._take_stock)
        self.setAcceptDrops(True)
        say = context.say
        layout = column(self, gap=0)
        header = Header(say("ui.page_import"))
        self.tabs = Segments(
            say("ui_import.tabs"), [(tab, say(f"ui_import.tab_{tab}")) for tab in TABS]
        )
        self.tabs.set_value("new")
        self.tabs.chosen.connect(self.show_tab)
        header.set_tags(self.tabs)
        layout.addWidget(header)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack, 1)
        self.batches = BatchView(context)
        self.doubts = DoubtView(context)
        self._stack.addWidget(self.batches)
        self._stack.addWidget(self.doubts)
        self._take_up(self.desk)
        self.batches.go_on.connect(self._go_on)
        self.batches.undo_wanted.connect(self._undo)
        self.batches.returns_wanted.connect(self._return_batch)
        self.batches.list_wanted.connect(self._list_batch)
        self.batches.opened.connect(lambda key: context.show("result", key))
        self.doubts.decided.connect(self._tell_counts)
        for number, tab in enumerate(TABS, start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda tab=tab: self.show_tab(tab))

    def _take_up(self, desk: IntakeDesk) -> None:
        """Show this desk: the page's own, or that of the page before it."""
        self.desk = desk
        self.intake = IntakeView(self.context, desk)
        self._stack.insertWidget(0, self.intake)
        self._stack.setCurrentIndex(0)
        self.intake.recent.opened.connect(self._open_batch)
        self.intake.recent.all_wanted.connect(lambda: self.show_tab("batches"))
        self.intake.go_on_button.clicked.connect(lambda: self._go_on(self._cut_short))
        self.intake.strip.doubts_button.clicked.connect(lambda: self.show_tab("doubts"))
        self.intake.chosen.connect(self.take_paths)
        self.intake.undo_wanted.connect(self._undo)
        self.intake.returns_wanted.connect(self._return_desk)
        self.intake.list_wanted.connect(self._list_desk)
        desk.stored.connect(self._after_storing.start)
        desk.stage_changed.connect(self._on_stage)

    # coming and going

    def enter(self, place: Place) -> None:
        if isinstance(place.subject, tuple):
            self.take_paths([path for path in place.subject if isinstance(path, Path)])
        elif place.item in TABS:
            self.show_tab(str(place.item))
        self.intake.show_desk()
        self._read()
        if self.focusWidget() is None:
            self._focus()

    @property
    def place(self) -> Place:
        return Place(self.name, None, self.tabs.value)

    @property
    def memory(self) -> tuple[IntakeDesk, str | None]:
        return self.desk, self.batches.batch

    def recall(self, memory: object) -> None:
        desk, batch = memory if isinstance(memory, tuple) else (None, None)
        if isinstance(desk, IntakeDesk):
            old = self.intake
            self._stack.removeWidget(old)
            old.deleteLater()
            self.desk.deleteLater()
            self._take_up(desk)
        self._open_again = batch

    def take_paths(self, paths: Iterable[Path]) -> None:
        """Begin with files that were dropped or chosen elsewhere. Packages come first, each by
        itself: they are looked at before anything is written."""
        given = list(paths)
        wanted = [path for path in given if kind_of(path.name) is not Kind.PACKAGE]
        packed = [path for path in given if path not in wanted]
        self.show_tab("new")
        if packed:
            # After what has brought them here is over: the page may be on its way in.
            QTimer.singleShot(0, self, lambda: self._take_packages(packed, wanted))
            return
        if not wanted:
            return
        if self.desk.running:
            self.context.tell(self.context.say("ui_import.still_running"), "warn")
            return
        self.desk.check(wanted)

    def _take_packages(self, packed: list[Path], wanted: list[Path]) -> None:
        from suzhou_assess.ui.dialogs.package_import import import_packages

        import_packages(self.context, self, packed)
        if wanted:
            self.take_paths(wanted)

    def show_tab(self, tab: str) -> None:
        self.tabs.set_value(tab)
        self._stack.setCurrentIndex(TABS.index(tab))
        if tab == "doubts":
            self.doubts.read()
        self._focus()

    def _focus(self) -> None:
        tab = self.tabs.value
        if tab == "batches":
            self.batches.take_focus()
        elif tab == "doubts":
            self.doubts.take_focus()
        else:
            self.intake.take_focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = dropped_paths(event.mimeData())
        # After the drop is over: whoever dragged waits for it.
        QTimer.singleShot(0, self, lambda: self.take_paths(paths))

    # reading

    def _read(self) -> None:
        """Earlier batches, one that was cut short, and how many decisions wait."""
        from suzhou_assess.services import batches, intake

        workspace = self.context.workspace
        cards = batches.batches(workspace, _MOST_BATCHES)
        self._cut_short = None if self.desk.running else intake.unfinished(workspace)
        running = self.desk.running
        # What runs now is no earlier batch yet, let alone one that was cut short.
        listed = [
            card
            for number, card in enumerate(cards)
            if not (running and number == 0 and card.finished_at is None)
        ]
        self.intake.recent.show_cards(listed)
        self.intake.fit()
        self.batches.show_cards(listed)
        if self._open_again is not None:
            self.batches.open_batch(self._open_again)
            self._open_again = None
        self._tell_interrupted()
        self._tell_counts(len(listed))

    def _tell_interrupted(self) -> None:
        card, notice = self._cut_short, self.intake.interrupted
        if card is None or not card.paths:
            notice.hide()
            return
        say = self.context.say
        stored = card.counts.get("imported", 0) + card.counts.get("updated", 0)
        notice.tell(
            say("ui_import.interrupted_title"),
            say(
                "ui_import.interrupted",
                source=card.source,
                when=moment_words(card.started_at),
                count=f"{stored:,}",
            ),
        )

    def _tell_counts(self, batches: int | None = None) -> None:
        from suzhou_assess.services.doubts import count_waiting

        say = self.context.say
        waiting = count_waiting(self.context.workspace)
        name = say("ui_import.tab_doubts")
        self.tabs.buttons["doubts"].setText(f"{name} {waiting:,}" if waiting else name)
        if batches is not None:
            name = say("ui_import.tab_batches")
            self.tabs.buttons["batches"].setText(f"{name} {batches:,}" if batches else name)

    # what the desk does

    def _on_stage(self) -> None:
        if self.desk.stage is Stage.CHOOSING:
            self._read_quietly()

    def _take_stock(self) -> None:
        """After storing: other pages read again, and the batch is among the earlier ones."""
        if self.desk.batch is None:
            self._find_batch()
        self.context.data_changed.emit()
        self._read_quietly()

    def _find_batch(self) -> None:
        """What was stored before storing was cut short."""
        from suzhou_assess.services import intake

        try:
            card = intake.unfinished(self.context.workspace)
        except StoreError:
            return  # the strip says what the matter is
        self.desk.batch = None if card is None else card.id
        self.intake.show_desk()

    def _read_quietly(self) -> None:
        try:
            self._read()
        except StoreError:
            return  # what was read before stays; the next visit tells

    def _go_on(self, card: BatchCard | None) -> None:
        if card is None:
            return
        if self.desk.running:
            self.context.tell(self.context.say("ui_import.still_running"), "warn")
            return
        self.show_tab("new")
        self.desk.go_on(card)

    def _open_batch(self, batch_id: str) -> None:
        self.show_tab("batches")
        self.batches.open_batch(batch_id)

    # what one can do about it

    def _undo(self, batch_id: str) -> None:
        from suzhou_assess.ui.dialogs.undo_batch import undo_batch

        if self.desk.running:
            self.context.tell(self.context.say("ui_import.still_running"), "warn")
            return
        if undo_batch(self.context, self, batch_id):
            if self.desk.batch == batch_id:
                self.desk.again()
            self._read()

    def _return_desk(self) -> None:
        from suzhou_assess.ui.dialogs.returning import return_item, write_returns

        rows = self.desk.rows
        write_returns(self.context, self, lambda: map(return_item, rows.to_return()))

    def _list_desk(self) -> None:
        from suzhou_assess.ui.dialogs.returning import return_item, save_problem_list

        rows = self.desk.rows
        save_problem_list(self.context, self, lambda: map(return_item, rows.with_problems()))

    def _return_batch(self, batch_id: str) -> None:
        from suzhou_assess.services.returns import returnable
        from suzhou_assess.ui.dialogs.returning import write_returns

        workspace = self.context.workspace
        write_returns(self.context, self, lambda: returnable(workspace, batch_id))

    def _list_batch(self, batch_id: str) -> None:
        from suzhou_assess.services.batches import items
        from suzhou_assess.services.returns import ReturnItem
        from suzhou_assess.ui.dialogs.returning import save_problem_list

        workspace = self.context.workspace
        save_problem_list(
            self.context,
            self,
            lambda: (
                ReturnItem(item.file, item.line, item.path, item.problems, item.subject)
                for item in items(workspace, batch_id, with_problems_only=True)
            ),
        )
