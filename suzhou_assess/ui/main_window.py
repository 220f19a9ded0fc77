"""The window: sidebar, pages, and the way between them."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from suzhou_assess.services.doubts import count_waiting
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.message import ask
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.widgets.sidebar import ENTRIES, Sidebar
from suzhou_assess.ui.widgets.toast import Toast

_PAGES = {
    "home": ("suzhou_assess.ui.pages.home", "HomePage"),
    "enterprises": ("suzhou_assess.ui.pages.enterprises", "EnterprisesPage"),
    "assess": ("suzhou_assess.ui.pages.assess", "AssessPage"),
    "result": ("suzhou_assess.ui.pages.result", "ResultPage"),
    "import": ("suzhou_assess.ui.pages.intake", "IntakePage"),
    "rollup": ("suzhou_assess.ui.pages.rollup", "RollupPage"),
    "settings": ("suzhou_assess.ui.pages.settings", "SettingsPage"),
}
"""Modules are imported when their page is first shown: the first page is there sooner."""


class MainWindow(QMainWindow):
    """Shows one page at a time. Pages are built on first use.

    What the store refuses a page is raised on to the crash guard, which tells the user.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pages: dict[str, Page] = {}
        self._places: dict[str, Place] = {}
        self._memories: dict[str, object] = {}
        self._rebuild_due = False
        self._current = ""
        self.setWindowIcon(icons.app_icon())
        self.setMinimumSize(1024, 640)
        for number, (page, _) in enumerate(ENTRIES, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda page=page: self.open(Place(page)))
        context.go.connect(self.open)
        context.told.connect(lambda kind, text: self._toast.tell(kind, text))
        context.theme.changed.connect(self.rebuild)
        context.language_changed.connect(self.rebuild)
        context.data_changed.connect(self._tell_database)
        self._build()
        self._fit()

    @property
    def current_page(self) -> Page:
        return self._pages[self._current]

    def open(self, place: Place) -> None:
        """Bring a page to the front. Without any more it shows what it showed before."""
        if self._current:
            self.current_page.leave()
            self._places[self._current] = self.current_page.place
        if place == Place(place.page) and place.page in self._places:
            place = self._places[place.page]
        try:
            page = self._page(place.page)
        except StoreError:
            if self._current:
                self._sidebar.mark(self._current)
            raise
        self._current = place.page
        self._sidebar.mark(place.page)
        try:
            page.enter(place)
        finally:
            self._stack.setCurrentWidget(page)
            self.setWindowTitle(
                f"{self.context.say(f'ui.page_{place.page}')} – {self.context.say('ui.brand')}"
            )

    def rebuild(self) -> None:
        """After a change of theme or language: everything anew, the user where they were.

        Not under an open dialog, which would go with its page and take along what was typed into
        it: the system may turn dark at any moment.
        """
        if QApplication.activeModalWidget() is not None:
            self._rebuild_due = True
            return
        self._rebuild_due = False
        here = self.current_page
        held = _held_in(here)
        here.leave()
        place = here.place
        self._places[self._current] = place
        self._memories |= {name: page.memory for name, page in self._pages.items()}
        self._pages.clear()
        self._current = ""
        self._build()
        try:
            self.open(place)
        finally:
            if not self._current:  # the page could not be built: this one always can
                self.open(Place("home"))
        if held is not None:
            _hold_again(self.current_page, *held)

    def remember(self, name: str, memory: object) -> None:
        """What a page that isn't built yet may begin with; ``None`` for nothing."""
        if memory is not None and name not in self._pages:
            self._memories.setdefault(name, memory)

    def _page(self, name: str) -> Page:
        """The page, built if this is its first use; raises ``StoreError``."""
        page = self._pages.get(name)
        if page is None:
            module, kind = _PAGES[name]
            page = getattr(import_module(module), kind)(self.context)
            self._pages[name] = page
            self._stack.addWidget(page)
            if (memory := self._memories.pop(name, None)) is not None:
                page.recall(memory)
        return page

    def _build(self) -> None:
        frame = QWidget()
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._sidebar = Sidebar(self.context)
        self._sidebar.chosen.connect(lambda page: self.open(Place(page)))
        self._stack = QStackedWidget()
        layout.addWidget(self._sidebar)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(frame)
        self._toast = Toast(frame)
        self._tell_database()

    def _tell_database(self) -> None:
        say = self.context.say
        try:
            count = self.context.workspace.overview(recent=0).enterprises
            waiting = count_waiting(self.context.workspace)
        except StoreError:
            return  # the page in front says so
        self._sidebar.tell_database(say("ui.database_here", count=f"{count:,}"))
        self._sidebar.tell_count("import", waiting, say("ui.waiting", count=f"{waiting:,}"))

    def _fit(self) -> None:
        saved = self.context.preferences.geometry
        if saved is not None and self.restoreGeometry(saved):
            return
        room = self.screen().availableGeometry()
        self.resize(min(1366, room.width()), min(768, room.height()))
        if room.width() <= 1440:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowUnblocked and self._rebuild_due:
            # When whoever opened the dialog has done what follows from it.
            QTimer.singleShot(0, self, self._rebuild_if_due)
        return super().event(event)

    def _rebuild_if_due(self) -> None:
        if self._rebuild_due:
            self.rebuild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus, if the page has no other use for it."""
        focused = self.focusWidget()
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._toast.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        say = self.context.say
        if self.context.tasks.busy and not ask(
            self.context,
            self,
            say("ui.close_while_busy_title"),
            say("ui.close_while_busy"),
            say("ui.close_anyway"),
            danger=True,
        ):
            event.ignore()
            return
        try:
            self.current_page.leave()
        except StoreError as error:
            from suzhou_assess.ui.dialogs.working import tell_trouble

            tell_trouble(self.context, self, say("ui.store_trouble_title"), error)
        lost = next((page.unsaved for page in self._pages.values() if page.unsaved), "")
        if lost and not ask(
            self.context,
            self,
            say("ui.close_unsaved_title"),
            say("ui.close_unsaved", what=lost),
            say("ui.close_unsaved_anyway"),
            danger=True,
        ):
            event.ignore()
            return
        self.context.tasks.stop_all()
        self.context.preferences.geometry = self.saveGeometry()
        event.accept()


def _held_in(page: Page) -> tuple[type[QWidget], int] | None:
    """Which text field has the focus: its kind, and the how manieth of the page it is."""
    focused = page.focusWidget()
    if not isinstance(focused, QLineEdit | QPlainTextEdit) or not focused.hasFocus():
        return None
    kind = type(focused)
    return kind, page.findChildren(kind).index(focused)


def _hold_again(page: Page, kind: type[QWidget], number: int) -> None:
    """Whoever was writing goes on there: elsewhere the same keys would choose answers."""
    fields = page.findChildren(kind)
    if number < len(fields) and fields[number].isVisibleTo(page):
        fields[number].setFocus(Qt.FocusReason.OtherFocusReason)
