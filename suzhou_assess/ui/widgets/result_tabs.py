"""The views on one assessment side by side: each is built when its tab is first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import column, row
from suzhou_assess.ui.widgets.segments import Segments
from suzhou_assess.ui.widgets.verdict_board import VerdictBoard
from suzhou_assess.ui.widgets.verdict_view import VerdictView

_WIDEST = 1760

FIRST = "verdict"

_VIEWS = {
    "review": ("suzhou_assess.ui.widgets.review_view", "ReviewView"),
    "way_up": ("suzhou_assess.ui.widgets.way_up_view", "WayUpView"),
    "support": ("suzhou_assess.ui.widgets.support_view", "SupportView"),
    "over_time": ("suzhou_assess.ui.widgets.over_time_view", "OverTimeView"),
}
"""A module is imported when its tab is first shown: the verdict stands there sooner."""

TABS = (FIRST, *_VIEWS)


class ResultTabs(QWidget):
    """What there is to see of an assessment. Each view scrolls by itself."""

    turned = Signal(str)
    """The user took another tab."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._view: VerdictView | None = None
        self._areas: dict[str, QScrollArea] = {}
        self._contents: dict[str, QWidget] = {}
        self.board: VerdictBoard | None = None
        say = context.say
        layout = column(self, gap=0)
        bar = row(margins=(24, 12, 24, 0))
        self.tabs = Segments(
            say("ui_result.tabs"), [(tab, say(f"ui_result.tab_{tab}")) for tab in TABS]
        )
        self.tabs.set_value(FIRST)
        self.tabs.chosen.connect(self._on_chosen)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        layout.addLayout(bar)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack, 1)

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        return self.tabs.value

    @property
    def content(self) -> QWidget:
        """The view that is shown."""
        return self._contents[self.tab]

    def show_view(self, view: VerdictView, tab: str | None = None) -> None:
        """Shows an assessment, as it is on disk now, at ``tab`` or at the one that is open."""
        before = self._view
        again = before is not None and before.session.id == view.session.id
        stood = self._area.verticalScrollBar().value() if again and self._areas else 0
        self._forget()
        self._view = view
        if tab in TABS:
            self.tabs.set_value(tab)
        self._show()
        if again:
            self._area.verticalScrollBar().setValue(stood)

    def take_focus(self) -> None:
        """The keys that scroll work at once; Tab goes on to the first card."""
        self._area.setFocus()

    @property
    def _area(self) -> QScrollArea:
        return self._areas[self.tab]

    def _on_chosen(self, tab: str) -> None:
        self._show()
        self.turned.emit(tab)

    def _show(self) -> None:
        tab, view = self.tab, self._view
        if view is None:
            return
        if tab not in self._areas:
            area = self._new_area()
            make = self._maker(tab, area)
            content = make(view)
            content.setProperty("page", True)
            if content.maximumWidth() > _WIDEST:
                content.setMaximumWidth(_WIDEST)
            area.setWidget(content)
            self._areas[tab], self._contents[tab] = area, content
            self._stack.addWidget(area)
        self._stack.setCurrentWidget(self._areas[tab])

    def _maker(self, tab: str, area: QScrollArea) -> Callable[[VerdictView], QWidget]:
        if tab == FIRST:
            return lambda view: self._verdict(view, area)
        module, name = _VIEWS[tab]
        made: Callable[[VerdictView], QWidget] = getattr(import_module(module), name)
        return made

    def _verdict(self, view: VerdictView, area: QScrollArea) -> VerdictBoard:
        self.board = VerdictBoard(view, area)
        return self.board

    @staticmethod
    def _new_area() -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _forget(self) -> None:
        self.board = None
        for area in self._areas.values():
            self._stack.removeWidget(area)
            area.hide()
            area.deleteLater()
        self._areas.clear()
        self._contents.clear()
