"""工作台: start in one click, recent work, progress to the goal.

The first page: its module imports nothing that takes long. Names of districts and levels come
from YAML and appear right after the first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QWidget

from suzhou_assess.services.views import AssessmentCard, Overview
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.widgets.action_tile import ActionTile
from suzhou_assess.ui.widgets.basics import button, column, row
from suzhou_assess.ui.widgets.header import Header
from suzhou_assess.ui.widgets.welcome import Welcome
from suzhou_assess.ui.widgets.work_overview import WorkOverview

if TYPE_CHECKING:
    from suzhou_assess.domain.pack import Pack
    from suzhou_assess.domain.places import Places
    from suzhou_assess.domain.text import Lang
    from suzhou_assess.services.events import Progress
    from suzhou_assess.services.workspace import Workspace

_RECENT = 20
_OTHER_DRAFTS = 12
Write = Callable[["Workspace", Path, "Lang"], Generator[object, None, None]]


class HomePage(Page):
    name = "home"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._overview: Overview | None = None
        self._places: Places | None = None
        self._pack: Pack | None = None
        self._discarded: AssessmentCard | None = None
        self._welcome: Welcome | None = None
        self._work: WorkOverview | None = None
        # A timer of its own goes with the page; what a single shot holds would outlive it.
        self._names_due = QTimer(self)
        self._names_due.setSingleShot(True)
        self._names_due.timeout.connect(self._load_names)
        self.setAcceptDrops(True)
        say = context.say
        layout = column(self, gap=0)
        header = Header(say("ui.page_home"))
        self.template_button = header.add_action(button(say("ui_home.template")))
        self.template_button.clicked.connect(self._save_template)
        self.export_button = header.add_action(
            button(say("ui_home.export"), icon="export", color=context.palette.text)
        )
        self.export_button.clicked.connect(self._export)
        layout.addWidget(header)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self._scroll, 1)
        body = QWidget()
        body.setProperty("ground", True)
        self._body = column(body, margins=(24, 20, 24, 20), gap=16)
        self._body.addLayout(self._tiles())
        self._scroll.setWidget(body)
        # The actions of the page before those of its header.
        self.setTabOrder(self, self.new_tile)
        self.setTabOrder(self.import_tile, self.template_button)
        self.setTabOrder(self.template_button, self.export_button)
        for keys, action in (
            ("Ctrl+N", self._start_new),
            ("Ctrl+L", self._go_on),
            ("Ctrl+I", lambda: self._import()),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def enter(self, place: Place) -> None:
        self._show(self.context.workspace.overview(recent=_RECENT))
        if self.focusWidget() is None:
            welcome = self._welcome
            greeted = welcome is not None and not welcome.isHidden()
            (welcome.enter_button if welcome and greeted else self.new_tile).setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._places is None and not self._names_due.isActive():
            # After the first paint, not before: reading the names takes longer than the page.
            self._names_due.start()

    def _tiles(self) -> QHBoxLayout:
        say, palette = self.context.say, self.context.palette
        tiles = row(gap=16)
        self.new_tile = ActionTile(palette, "plus", say("ui_home.new"), primary=True)
        self.new_tile.tell(say("ui_home.new_note"))
        self.new_tile.clicked.connect(self._start_new)
        self.continue_tile = ActionTile(palette, "history", say("ui_home.continue"))
        self.continue_tile.clicked.connect(self._go_on)
        self.drafts_button = button(
            "", "plain", icon="chevron-down", color=palette.muted, tip=say("ui_home.other_drafts")
        )
        self.drafts_button.setProperty("tile", "side")
        self.drafts_button.setFixedWidth(40)
        self.drafts_button.clicked.connect(self._show_drafts)
        self.import_tile = ActionTile(palette, "import", say("ui_home.import"))
        self.import_tile.tell(say("ui_home.import_note"))
        self.import_tile.clicked.connect(lambda: self._import())
        pair = row(gap=4)
        pair.addWidget(self.continue_tile, 1)
        pair.addWidget(self.drafts_button)
        tiles.addWidget(self.new_tile, 1)
        tiles.addLayout(pair, 1)
        tiles.addWidget(self.import_tile, 1)
        return tiles

    # what it shows

    def _show(self, overview: Overview) -> None:
        self._overview = overview
        say = self.context.say
        last = self._last_draft()
        self.continue_tile.setEnabled(overview.drafts > 0)
        if last is not None:
            note = f"{last.enterprise} · {last.answered}/{last.total}"
        else:
            note = say("ui_home.drafts", count=overview.drafts) if overview.drafts else ""
        self.continue_tile.tell(note or say("ui_home.no_drafts"))
        self.drafts_button.setVisible(overview.drafts > 1)
        self.export_button.setEnabled(overview.enterprises > 0)
        if overview.enterprises:
            if self._welcome is not None:
                self._welcome.hide()
            if self._work is None:
                self._work = self._build_work()
                self._body.addWidget(self._work, 1)
            self._work.show()
            self._work.show_overview(overview)
            self._tell_names()
        else:
            if self._work is not None:
                self._work.hide()
            if self._welcome is None:
                self._welcome = self._build_welcome()
                self._body.addWidget(self._welcome, 1, Qt.AlignmentFlag.AlignTop)
            self._welcome.show()

    def _build_work(self) -> WorkOverview:
        work = WorkOverview(self.context)
        work.recent.opened.connect(self._open)
        work.recent.discarded.connect(self._discard)
        work.restore_button.clicked.connect(self._restore)
        return work

    def _build_welcome(self) -> Welcome:
        welcome = Welcome(self.context)
        welcome.enter_button.clicked.connect(self._new_enterprise)
        welcome.template_button.clicked.connect(self._save_template)
        return welcome

    def _load_names(self) -> None:
        if self._places is None:
            workspace = self.context.workspace
            self._places = workspace.places
            self._pack = workspace.packs.default()
            self._tell_names()

    def _tell_names(self) -> None:
        if self._work is not None and self._places is not None and self._pack is not None:
            own = self.context.workspace.setting("district")
            self._work.name_things(self._places, self._pack, own)

    def _last_draft(self) -> AssessmentCard | None:
        cards = self._overview.recent if self._overview else ()
        return next((c for c in cards if c.status == "draft"), None)

    # what one can do

    def _start_new(self) -> None:
        from suzhou_assess.ui.dialogs.new_assessment import start_assessment

        start_assessment(self.context, self)

    def _new_enterprise(self) -> None:
        from suzhou_assess.ui.dialogs.enterprise_form import edit_enterprise
        from suzhou_assess.ui.dialogs.new_assessment import start_assessment

        made = edit_enterprise(self.context, self)
        if made is not None:
            start_assessment(self.context, self, made)

    def _go_on(self) -> None:
        card = self._last_draft() or next(iter(self._drafts(1)), None)
        if card is not None:
            self._open(card)

    def _drafts(self, limit: int) -> list[AssessmentCard]:
        from suzhou_assess.services import assessments

        return assessments.cards(self.context.workspace, status="draft", limit=limit)

    def _show_drafts(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for draft in self._drafts(_OTHER_DRAFTS + 1)[1:]:
            mode = self.context.say(f"ui.mode_{draft.mode}")
            name = self.fontMetrics().elidedText(
                draft.enterprise, Qt.TextElideMode.ElideMiddle, 320
            )
            text = f"{name} · {mode} · {draft.answered}/{draft.total}".replace("&", "&&")
            menu.addAction(text).triggered.connect(lambda _=False, draft=draft: self._open(draft))
        menu.popup(self.continue_tile.mapToGlobal(self.continue_tile.rect().bottomLeft()))

    def _open(self, opened: AssessmentCard) -> None:
        self.context.show("assess" if opened.status == "draft" else "result", opened.id)

    def _discard(self, draft: AssessmentCard) -> None:
        from suzhou_assess.services import assessments

        if self._store(lambda: assessments.discard(self.context.workspace, draft.id)):
            self._discarded = draft
            self._after_change()
            if self._work is not None:
                self._work.offer_undo(draft)

    def _restore(self) -> None:
        from suzhou_assess.services import assessments

        draft = self._discarded
        if draft is None or self._work is None:
            return
        if self._store(lambda: assessments.restore(self.context.workspace, draft.id)):
            self._discarded = None
            self._work.hide_undo()
            self._after_change()
            self._work.recent.setFocus()

    def _after_change(self) -> None:
        self.context.data_changed.emit()
        self._show(self.context.workspace.overview(recent=_RECENT))

    def _store(self, change: Callable[[], None]) -> bool:
        from suzhou_assess.store.errors import StoreError
        from suzhou_assess.ui.dialogs.working import tell_trouble

        try:
            change()
        except StoreError as error:
            tell_trouble(self.context, self, self.context.say("ui_home.not_done"), error)
            return False
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from suzhou_assess.ui.widgets.drop_zone import dropped_paths

        event.acceptProposedAction()
        paths = dropped_paths(event.mimeData())
        # After the drop is over: whoever dragged waits for it.
        QTimer.singleShot(0, self, lambda: self._import(paths))

    def _import(self, paths: Sequence[Path] = ()) -> None:
        self.context.show("import", tuple(paths))

    def _export(self) -> None:
        say = self.context.say
        self._save_workbook(
            say("ui_home.export"),
            say("ui_home.summary_file", date=date.today().isoformat()),  # noqa: DTZ011
            _write_summary,
        )

    def _save_template(self) -> None:
        say = self.context.say
        self._save_workbook(say("ui_home.template"), say("ui_home.template_file"), _write_template)

    def _save_workbook(self, title: str, name: str, write: Write) -> None:
        from suzhou_assess.ui.dialogs.files import choose_target
        from suzhou_assess.ui.dialogs.working import run_working

        say = self.context.say
        out = choose_target(self.context, self, title, name, say("ui_home.workbooks"))
        if out is None:
            return
        workspace, lang = self.context.workspace, self.context.words.lang
        finished, _ = run_working(
            self.context,
            self,
            title,
            lambda: write(workspace, out, lang),
            say("ui_home.not_written"),
        )
        if finished:
            self.context.tell(say("ui_home.written", path=str(out)))


def _write_summary(workspace: Workspace, out: Path, lang: Lang) -> Generator[Progress, None, None]:
    from suzhou_assess.services import deliver

    yield from deliver.write_summary(workspace, out, lang)


def _write_template(workspace: Workspace, out: Path, lang: Lang) -> Generator[None, None, None]:
    from suzhou_assess.services import deliver

    yield
    deliver.write_template(workspace, out, lang)
