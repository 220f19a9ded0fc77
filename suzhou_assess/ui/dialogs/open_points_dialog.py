"""待办清单: everything that is still open in an assessment, with a way to each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from suzhou_assess.domain.pack import Pack
from suzhou_assess.services.open_points import KINDS, OpenPoint
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import button, card, column, label, row
from suzhou_assess.ui.widgets.flow import FlowLayout
from suzhou_assess.ui.widgets.open_points_list import OpenPointsList
from suzhou_assess.ui.widgets.states import EmptyState

_WIDTH, _HEIGHT = 620, 560


class OpenPointsDialog(QDialog):
    """A list, and over it the kinds to narrow it to."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        pack: Pack,
        points: Sequence[OpenPoint],
        here: str = "",
    ) -> None:
        super().__init__(parent)
        self._pack, self._points = pack, points
        self.chosen: OpenPoint | None = None
        say = context.say
        self.setWindowTitle(say("ui_onsite.points_title"))
        layout = column(self, margins=(24, 20, 24, 20), gap=12)
        layout.addWidget(label(say("ui_onsite.points_title"), "heading"))
        self._layout_kinds(context, layout)
        frame = card()
        inside = column(frame, margins=(8, 8, 8, 8))
        self.list = OpenPointsList(context)
        self.list.clicked.connect(lambda _index: self._go())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        none = say("ui_onsite.points_none"), say("ui_onsite.points_none_hint")
        self._stack.addWidget(EmptyState(context.palette, "check", *none))
        inside.addWidget(self._stack)
        layout.addWidget(frame, 1)
        foot = row(gap=12)
        foot.addWidget(label(say("ui_onsite.points_hint"), "small"), 1)
        close = button(say("ui.close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot.addWidget(close)
        self.go = button(say("ui_onsite.points_go"), "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._go)
        foot.addWidget(self.go)
        layout.addLayout(foot)
        room = parent.screen().availableGeometry()
        self.resize(min(_WIDTH, room.width() - 40), min(_HEIGHT, room.height() - 60))
        self._show_kind("")
        self.list.choose(here)
        self.list.setFocus()

    def _layout_kinds(self, context: Context, layout: object) -> None:
        self.kinds = {}
        line = FlowLayout(gap=8)
        counts = {kind: sum(p.kind == kind for p in self._points) for kind in KINDS}
        entries = [("", context.say("ui_onsite.points_all", count=len(self._points)))]
        entries += [
            (kind, f"{context.say(f'ui_onsite.point_{kind}')} {count}")
            for kind, count in counts.items()
            if count
        ]
        for kind, words in entries if self._points else ():
            made = button(words)
            made.setProperty("chip", "none")
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setAutoDefault(False)
            made.clicked.connect(lambda _=False, kind=kind: self._show_kind(kind))
            self.kinds[kind] = made
            line.addWidget(made)
        layout.addLayout(line)  # type: ignore[attr-defined]

    def _show_kind(self, kind: str) -> None:
        for name, made in self.kinds.items():
            made.setChecked(name == kind)
            made.setProperty("chip", "set" if name == kind else "none")
            made.style().unpolish(made)
            made.style().polish(made)
        shown = [point for point in self._points if kind in ("", point.kind)]
        self.list.show_points(self._pack, shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        self.go.setVisible(bool(shown))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._go()
        elif event.key() == Qt.Key.Key_F4:
            self.reject()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        self.chosen = self.list.current
        if self.chosen is not None:
            self.accept()


def choose_open_point(
    context: Context, parent: QWidget, pack: Pack, points: Sequence[OpenPoint], here: str = ""
) -> OpenPoint | None:
    """The one to go to; ``None`` when the user closed the list."""
    dialog = OpenPointsDialog(context, parent, pack, points, here)
    dialog.exec()
    chosen = dialog.chosen
    dialog.deleteLater()
    return chosen
