"""企业: tens of thousands of enterprises, found at a keystroke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget

from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.views import AssessmentCard, EnterpriseFilter
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place, Selection
from suzhou_assess.ui.dialogs.enterprise_form import edit_enterprise
from suzhou_assess.ui.dialogs.message import ask
from suzhou_assess.ui.dialogs.new_assessment import start_assessment
from suzhou_assess.ui.dialogs.start_onsite import start_onsite
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.models.enterprise_table import EnterpriseTableModel
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.widgets.basics import button, card, column, pill, row
from suzhou_assess.ui.widgets.enterprise_filters import EnterpriseFilters
from suzhou_assess.ui.widgets.enterprise_panel import EnterprisePanel
from suzhou_assess.ui.widgets.enterprise_view import EnterpriseView
from suzhou_assess.ui.widgets.header import Header
from suzhou_assess.ui.widgets.selection_chip import SelectionChip
from suzhou_assess.ui.widgets.states import EmptyState

_ROOM_FOR_PANEL = 1000
"""From this width of the page on, the panel stands beside the table unasked."""
_DETAIL_DELAY_MS = 60
"""So long must the choice stay before the panel reads it: arrow keys run through many."""


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the user looked for, and how."""

    search: str
    filters: Mapping[str, str]
    sort: tuple[str, bool]
    panel_wanted: bool | None
    selection: Selection | None


class EnterprisesPage(Page):
    name = "enterprises"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._total = 0
        self._sort = ("name", False)
        self._panel_wanted: bool | None = None
        self._selection: Selection | None = None
        self._read_once = False
        say, palette = context.say, context.palette
        layout = column(self, gap=0)
        self._header = Header(say("ui.page_enterprises"))
        self._count = pill("")
        self._header.set_tags(self._count)
        self.import_button = self._header.add_action(
            button(say("ui_enterprises.import"), icon="import", color=palette.text)
        )
        self.import_button.clicked.connect(self._import)
        self.new_button = self._header.add_action(
            button(say("ui_enterprises.new"), "primary", icon="plus", color=palette.on_accent)
        )
        self.new_button.clicked.connect(self._new)
        layout.addWidget(self._header)
        body = column(margins=(24, 16, 24, 20), gap=12)
        self._sieve = self._filters()
        body.addWidget(self._sieve)
        self.chip = SelectionChip(context)
        self.chip.removed.connect(self._show_all)
        body.addWidget(self.chip)
        beside = row(gap=16)
        beside.addWidget(self._table(), 1)
        self.panel = EnterprisePanel(context)
        self.panel.assess.connect(lambda key: start_assessment(self.context, self, key))
        self.panel.onsite.connect(lambda key: start_onsite(self.context, self, key))
        self.panel.edit.connect(self._edit)
        self.panel.opened.connect(self._open)
        self.panel.discarded.connect(self._discard)
        self.panel.closed.connect(self._close_panel)
        beside.addWidget(self.panel)
        body.addLayout(beside, 1)
        layout.addLayout(body, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DETAIL_DELAY_MS)
        self._timer.timeout.connect(self._show_detail)
        for keys, action in (("Ctrl+F", self._to_search), ("Ctrl+N", self._new)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    # building

    def _filters(self) -> EnterpriseFilters:
        made = EnterpriseFilters(self.context)
        made.changed.connect(self._find)
        self.search, self.filters = made.search, made.boxes
        self.search.onward.connect(self._to_table)
        return made

    def _table(self) -> QFrame:
        context = self.context
        say = context.say
        self.model = EnterpriseTableModel(context)
        self.model.failed.connect(self._tell_unreadable)
        self.table = EnterpriseView(context, self.model)
        levels = context.workspace.packs.default().levels
        self.table.name_levels({level.level: context.text(level.name) for level in levels})
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_chosen())
        self.table.opened.connect(self._open_panel)
        self.table.typed.connect(self._type_on)
        self.table.sorted_by.connect(self._sort_by)
        create = button(say("ui_enterprises.new"), "primary")
        create.clicked.connect(self._new)
        self.clear_button = button(say("ui_enterprises.clear"))
        self.clear_button.clicked.connect(self._clear)
        self._states = {
            "loading": EmptyState(context.palette, "enterprise", say("ui_enterprises.loading"), ""),
            "unreadable": EmptyState(context.palette, "warning", "", ""),
            "none": EmptyState(
                context.palette,
                "enterprise",
                say("ui_enterprises.none"),
                say("ui_enterprises.none_hint"),
                create,
            ),
            "no_match": EmptyState(
                context.palette,
                "search",
                say("ui_enterprises.no_match"),
                say("ui_enterprises.no_match_hint"),
                self.clear_button,
            ),
        }
        self._stack = QStackedWidget()
        for state in (self.table, *self._states.values()):
            self._stack.addWidget(state)
        self._stack.setCurrentWidget(self._states["loading"])
        made = card()
        column(made, margins=(8, 4, 8, 8)).addWidget(self._stack)
        return made

    # coming and going

    def enter(self, place: Place) -> None:
        if isinstance(place.subject, Selection):
            # Exactly these are meant: what else was looked for would hide some of them.
            self._sieve.clear()
            self._select(place.subject)
        if place.item is not None and place.item != self.search.text():
            self.search.put(place.item)
        wanted = place.subject if isinstance(place.subject, int) else None
        if self._read_once:
            self._read(wanted)
        else:
            # The page stands first; reading forty thousand names follows.
            QTimer.singleShot(0, self, lambda: self._read(wanted))
        if self.focusWidget() is None:
            self.search.setFocus()

    @property
    def place(self) -> Place:
        return Place(self.name, self._chosen_id(), self.search.text() or None)

    @property
    def memory(self) -> _Memory:
        text, chosen = self.search.text(), self._sieve.values
        return _Memory(text, chosen, self._sort, self._panel_wanted, self._selection)

    def recall(self, memory: object) -> None:
        if not isinstance(memory, _Memory):
            return
        self._sieve.put(memory.search, memory.filters)
        self._sort = memory.sort
        self._panel_wanted = memory.panel_wanted
        self._select(memory.selection)
        self.table.mark_sort(*memory.sort)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panel()

    # finding

    def _read(self, wanted: int | None = None) -> None:
        """Fresh data, the choice kept; ``wanted`` is shown even if the filters hide it."""
        try:
            self._total = self.context.workspace.overview(recent=0).enterprises
        except StoreError as error:
            self._states["unreadable"].tell(
                self.context.say("ui_enterprises.list_not_read"),
                error.say(self.context.words),
            )
            self._stack.setCurrentWidget(self._states["unreadable"])
            return
        self._read_once = True
        self._fit_panel()
        chosen = wanted if wanted is not None else self._chosen_id()
        self._find(chosen)
        if wanted is not None and self.model.row_of(wanted) is None and self._filtered():
            self._clear(wanted)
        if self._chosen_id() is not None:
            self._show_detail()

    def _find(self, keep: int | None = None) -> None:
        if not self._read_once:
            return
        keep = self._chosen_id() if keep is None else keep
        sort, descending = self._sort
        try:
            found = enterprises.search(
                self.context.workspace, self._wanted(), sort=sort, descending=descending
            )
        except StoreError as error:
            self._tell_unreadable(error)
            return
        self.model.show(found)
        self._tell_count(len(found))
        state = self._states["no_match" if self._total else "none"]
        self._stack.setCurrentWidget(self.table if len(found) else state)
        at = None if keep is None else self.model.row_of(keep)
        if at is not None:
            self.table.setCurrentIndex(self.model.index(at, 0))
        else:
            self._on_chosen()

    def _wanted(self) -> EnterpriseFilter:
        return self._sieve.wanted(None if self._selection is None else self._selection.ids)

    def _filtered(self) -> bool:
        return self._wanted() != EnterpriseFilter()

    def _tell_count(self, found: int) -> None:
        say = self.context.say
        total = f"{self._total:,}"
        if self._filtered():
            words = say("ui_enterprises.count_found", found=f"{found:,}", count=total)
        else:
            words = say("ui_enterprises.count", count=total)
        self._count.setText(words)

    def _clear(self, keep: int | None = None) -> None:
        self._sieve.clear()
        self._select(None)
        self.search.setFocus()
        self._find(keep or None)

    def _select(self, selection: Selection | None) -> None:
        self._selection = selection
        self.chip.show_selection(selection)

    def _show_all(self) -> None:
        self._select(None)
        self.search.setFocus()
        self._find()

    def _sort_by(self, field: str, descending: bool) -> None:
        self._sort = (field, descending)
        self._find()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _type_on(self, typed: str) -> None:
        self.search.setFocus()
        if typed == "/":
            self.search.selectAll()
        else:
            self.search.setText(typed)

    def _to_table(self) -> None:
        if not self.model.rowCount():
            return
        self.table.setFocus()
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self._to_search()
        elif event.key() == Qt.Key.Key_Escape:
            # Reaches the page only when the search had nothing to clear.
            self._close_panel()
        else:
            super().keyPressEvent(event)

    # the panel

    def _chosen_id(self) -> int | None:
        index = self.table.currentIndex()
        row = self.model.enterprise(index.row()) if index.isValid() else None
        return None if row is None else row.id

    def _on_chosen(self) -> None:
        if self.table.currentIndex().isValid():
            self._timer.start()
        else:
            self._timer.stop()
            self.panel.show_nothing()
            self._panel_wanted = None
            self._fit_panel()

    def _show_detail(self) -> None:
        chosen = self._chosen_id()
        if chosen is None or self.panel.isHidden():
            return
        self._timer.stop()
        try:
            self.panel.show_enterprise(chosen)
        except StoreError as error:
            self._tell_unreadable(error)

    def _fit_panel(self) -> None:
        """Beside the table where there's room, unless the user said otherwise."""
        wanted = self._panel_wanted
        shown = self.width() >= _ROOM_FOR_PANEL if wanted is None else wanted
        self.panel.setVisible(shown and self._total > 0)

    def _open_panel(self) -> None:
        self._panel_wanted = True
        self._fit_panel()
        self._show_detail()
        self.panel.take_focus()

    def _close_panel(self) -> None:
        self._panel_wanted = False
        self._fit_panel()
        if self.table.currentIndex().isValid():
            self.table.setFocus()

    # doing

    def _new(self) -> None:
        made = edit_enterprise(self.context, self, prefilled={"name": ""})
        if made is not None:
            self._read(made)
            self._open_panel()

    def _edit(self, enterprise_id: int) -> None:
        saved = edit_enterprise(self.context, self, enterprise_id)
        if saved is not None:
            self._read(saved)

    def _open(self, opened: AssessmentCard) -> None:
        self.context.show("assess" if opened.status == "draft" else "result", opened.id)

    def _discard(self, draft: AssessmentCard) -> None:
        say = self.context.say
        if not ask(
            self.context,
            self,
            say("ui_enterprises.discard_title"),
            say(
                "ui_enterprises.discard",
                name=draft.enterprise,
                date=draft.date.isoformat(),
                done=draft.answered,
                total=draft.total,
            ),
            say("ui_home.discard"),
            danger=True,
        ):
            return
        try:
            assessments.discard(self.context.workspace, draft.id)
        except StoreError as error:
            tell_trouble(self.context, self, say("ui_home.not_done"), error)
            return
        self.context.data_changed.emit()
        self._read()

    def _import(self) -> None:
        self.context.show("import", ())

    def _tell_unreadable(self, error: StoreError) -> None:
        tell_trouble(self.context, self, self.context.say("ui_enterprises.not_read"), error)
