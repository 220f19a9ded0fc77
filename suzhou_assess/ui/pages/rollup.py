"""汇总: where the city stands, and what is behind every figure of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QMenu, QScrollArea, QStackedWidget

from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place, Selection
from suzhou_assess.ui.dialogs.rollup_exports import Scope, fill_menu
from suzhou_assess.ui.models.rollup_desk import RollupDesk, Shown, read_ahead
from suzhou_assess.ui.models.rollup_query import RollupQuery, filter_words
from suzhou_assess.ui.models.standings_shelf import StandingsShelf
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.widgets.basics import button, column, pill
from suzhou_assess.ui.widgets.drill_chart import Drill
from suzhou_assess.ui.widgets.filter_bar import FilterBar
from suzhou_assess.ui.widgets.header import Header
from suzhou_assess.ui.widgets.rollup_board import RollupBoard
from suzhou_assess.ui.widgets.states import EmptyState

_BLINK_MS = 150
"""Reading that is over sooner is not announced: a word that flashes by only disturbs."""

_PAINTED_MS = 30
"""What is known already stands by then, undisturbed by a thread that reads."""


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the user looked at, and what was read for it."""

    query: RollupQuery
    group: str
    shown: Shown | None


def look_ahead(shelf: StandingsShelf) -> object:
    """What the page can begin with when it is first opened; ``None`` when reading would take long.

    Raises ``StoreError``.
    """
    query, today = RollupQuery(), _today()
    shown = read_ahead(shelf, query.wanted(today), query.day(today))
    return None if shown is None else _Memory(query, "district", shown)


class RollupPage(Page):
    name = "rollup"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say, palette = context.say, context.palette
        self.desk = RollupDesk(context, self)
        self.desk.ready.connect(self._show)
        self.desk.failed.connect(self._tell_unreadable)
        self.desk.went.connect(self._tell_progress)
        layout = column(self, gap=0)
        self.header = Header(say("ui.page_rollup"))
        self._count = pill("")
        self._count.hide()
        self.header.set_tags(self._count)
        self.roster_button = self.header.add_action(
            button(say("ui_rollup.roster"), icon="list", color=palette.text)
        )
        self.roster_button.clicked.connect(self._open_roster)
        self.campaign_button = self.header.add_action(
            button(say("ui_rollup.campaign"), icon="target", color=palette.text)
        )
        self.campaign_button.clicked.connect(self._open_campaign)
        self.export_button = self.header.add_action(
            button(say("ui_rollup.export"), "primary", icon="export", color=palette.on_accent)
        )
        self.export_button.clicked.connect(self._open_exports)
        layout.addWidget(self.header)
        self.filters = FilterBar(context)
        self.filters.changed.connect(lambda _query: self._look())
        layout.addWidget(self.filters)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self.board = RollupBoard(context, self._scroll)
        self.board.setProperty("page", True)
        self.board.opened.connect(self._open_list)
        self.board.asked.connect(self._ask)
        self._scroll.setWidget(self.board)
        self._stack.addWidget(self._scroll)
        self._states: dict[str, EmptyState] = {}
        self._blank = QTimer(self)
        self._blank.setSingleShot(True)
        self._blank.setInterval(_BLINK_MS)
        self._blank.timeout.connect(self._tell_loading)
        self._stack.hide()
        context.data_changed.connect(self._on_data_changed)

    def _state(self, name: str) -> EmptyState:
        """``loading``, ``unreadable``, ``none`` or ``no_match``, built when first needed."""
        if name not in self._states:
            say, palette = self.context.say, self.context.palette
            if name == "loading":
                made = EmptyState(palette, "rollup", say("ui_rollup.loading"), "")
            elif name == "unreadable":
                self.retry_button = button(say("ui_rollup.retry"), "primary")
                self.retry_button.clicked.connect(lambda: self._look(again=True))
                made = EmptyState(palette, "warning", "", "", self.retry_button)
            elif name == "none":
                take_in = button(
                    say("ui_rollup.to_import"), "primary", icon="import", color=palette.on_accent
                )
                take_in.clicked.connect(lambda: self.context.show("import"))
                title, hint = say("ui_rollup.none"), say("ui_rollup.none_hint")
                made = EmptyState(palette, "rollup", title, hint, take_in)
            else:
                self.clear_button = button(say("ui_rollup.clear"), "primary")
                self.clear_button.clicked.connect(self.filters.clear)
                title, hint = say("ui_rollup.no_match"), say("ui_rollup.no_match_hint")
                made = EmptyState(palette, "search", title, hint, self.clear_button)
            self._states[name] = made
            self._stack.addWidget(made)
        return self._states[name]

    # coming and going

    def enter(self, place: Place) -> None:
        """Shows what is on disk now; what was shown stays until that is read."""
        if self.desk.shown is None:
            self._look(again=True)
        else:
            QTimer.singleShot(_PAINTED_MS, self, lambda: self._look(again=True))
        self._scroll.setFocus()

    @property
    def memory(self) -> _Memory:
        return _Memory(self.filters.query, self.board.group, self.desk.shown)

    def recall(self, memory: object) -> None:
        if not isinstance(memory, _Memory):
            return
        self.filters.set_query(memory.query)
        self.board.by.set_value(memory.group)
        if memory.shown is not None:
            self.desk.take_over(memory.shown)
            self._show(memory.shown)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._look(again=True)

    # looking

    def _look(self, *, again: bool = False) -> None:
        today = _today()
        query = self.filters.query
        self.desk.look(query.wanted(today), query.day(today), again=again)
        if self.desk.shown is None and not self._blank.isActive():
            self._blank.start()

    def _show(self, shown: Shown) -> None:
        self._blank.stop()
        view = shown.view
        if view.assessed > 0:
            self.board.show_view(shown, self.filters.query, _today())
            self._bring(self._scroll)
        else:
            self._bring(self._state("no_match" if self.filters.query.narrowed else "none"))
        name = shown.reading.campaign.name
        self._count.setText(name)
        self._count.setVisible(bool(name))

    def _bring(self, state: QScrollArea | EmptyState) -> None:
        self._stack.setCurrentWidget(state)
        self._stack.show()

    def _tell_loading(self) -> None:
        if self.desk.shown is None:
            self._bring(self._state("loading"))

    def _tell_progress(self, done: int, total: int | None) -> None:
        """An older database is made ready once, which takes longer than reading it."""
        say = self.context.say
        count = f"{done:,}" if total is None else f"{done:,} / {total:,}"
        hint = say("ui_rollup.preparing", count=count)
        self._state("loading").tell(say("ui_rollup.loading"), hint)

    def _tell_unreadable(self, error: StoreError) -> None:
        self._blank.stop()
        say = self.context.say
        self._state("unreadable").tell(say("ui_rollup.not_read"), error.say(self.context.words))
        self._bring(self._state("unreadable"))

    # opening

    def _open_list(self, drill: Drill) -> None:
        """The enterprises behind a mark, on the page 企业."""
        ids = self.desk.enterprise_ids(drill.part)
        words = filter_words(self.context, self.filters.query, _today())
        title = drill.title
        if words and words != title:
            title = self.context.say("ui_rollup.selection", what=drill.title, among=words)
        self.context.show("enterprises", Selection(title, ids))

    def _ask(self, what: str) -> None:
        if what == "doubts":
            self.context.show("import", item="doubts")
        elif what == "roster":
            self._open_roster()
        else:
            self._open_campaign()

    def _open_roster(self) -> None:
        from suzhou_assess.ui.dialogs.roster_dialog import RosterDialog

        dialog = RosterDialog(self.context, self)
        dialog.exec()
        dialog.deleteLater()

    def _open_campaign(self) -> None:
        from suzhou_assess.ui.dialogs.campaign_dialog import CampaignDialog

        dialog = CampaignDialog(self.context, self)
        dialog.exec()
        dialog.deleteLater()

    def _open_exports(self) -> None:
        shown = self.desk.shown
        has_roster = shown is not None and shown.reading.has_roster
        menu = QMenu(self.export_button)
        query, today = self.filters.query, _today()
        scope = Scope(query.wanted(today), query.as_of, narrowed=query.narrowed)
        fill_menu(self.context, self, menu, scope, has_roster=has_roster)
        # Flush with the button's right end, which is near that of the window.
        corner = self.export_button.mapToGlobal(self.export_button.rect().bottomRight())
        menu.exec(corner + QPoint(1 - menu.sizeHint().width(), 4))
        menu.deleteLater()


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the user's own day
