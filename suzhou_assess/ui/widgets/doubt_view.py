"""待决定: what no rule can decide. One key decides, for one or for many."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import cast

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from suzhou_assess.services import doubts as queue
from suzhou_assess.services.doubts import DECISIONS, Doubt, DoubtKind
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import ask
from suzhou_assess.ui.dialogs.working import run_working, tell_trouble
from suzhou_assess.ui.models.doubt_table import KINDS, DoubtListModel
from suzhou_assess.ui.models.profile_words import district_name
from suzhou_assess.ui.tasks import Task
from suzhou_assess.ui.widgets.basics import button, card, column, label, row
from suzhou_assess.ui.widgets.doubt_list import DoubtList
from suzhou_assess.ui.widgets.flow import FlowLayout
from suzhou_assess.ui.widgets.segments import Segments
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.two_sides import TwoSides

_LIST_SHARE = 0.3
"""What is compared beside it needs room for two credit codes."""
_LIST_LEAST, _LIST_MOST = 208, 420
_AT_ONCE = 20
"""Of more than that the work is shown in a dialog of its own."""


class DoubtView(QWidget):
    """The queue at the left, the two sides and the decisions at the right."""

    decided = Signal()
    """Something was decided: figures and the queue are other than before."""
    opened = Signal(str)
    """An assessment of one of the sides."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._task: Task | None = None
        self._row = 0
        layout = column(self, margins=(24, 16, 24, 20), gap=12)
        say = context.say
        self.kinds = Segments(
            say("ui_import.doubts"),
            [("", say("ui_import.all")), *((k, say(f"ui_import.doubt_{k}")) for k in KINDS)],
        )
        self.kinds.set_value("")
        self.kinds.chosen.connect(lambda _kind: self._show_kind())
        top = row()
        top.addWidget(self.kinds)
        top.addStretch(1)
        layout.addLayout(top)
        self._stack = QStackedWidget()
        beside = QWidget()
        inside = row(beside, gap=12)
        self._frame = card()
        self.model = DoubtListModel(context)
        self.list = DoubtList(context, self.model)
        self.list.chosen.connect(self._show_chosen)
        self.list.decided.connect(self.decide)
        column(self._frame, margins=(4, 4, 4, 4)).addWidget(self.list)
        inside.addWidget(self._frame)
        inside.addWidget(self._build_detail(), 1)
        self._stack.addWidget(beside)
        self._none = EmptyState(
            context.palette, "check", say("ui_import.no_doubts"), say("ui_import.no_doubts_hint")
        )
        self._loading = EmptyState(context.palette, "history", say("ui_import.loading"), "")
        self._unreadable = EmptyState(context.palette, "warning", "", "")
        for state in (self._none, self._loading, self._unreadable):
            self._stack.addWidget(state)
        self._stack.setCurrentWidget(self._loading)
        layout.addWidget(self._stack, 1)
        for number in (0, 1):
            shortcut = QShortcut(QKeySequence(str(number + 1)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda number=number: self.decide(number))

    def _build_detail(self) -> QFrame:
        context = self._context
        frame = card()
        outer = column(frame, margins=(2, 2, 2, 2), gap=0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setProperty("reading", True)
        body = QWidget()
        body.setProperty("ground", "surface")
        layout = column(body, margins=(20, 16, 20, 16), gap=8)
        self._enterprise = label("", "heading", wrap=True)
        self._question = label("", wrap=True)
        self._why = label("", "muted", wrap=True)
        self.sides = TwoSides(context)
        for part in (self._enterprise, self._question, self._why):
            part.setMinimumWidth(1)
            layout.addWidget(part)
        layout.addSpacing(4)
        layout.addWidget(self.sides)
        layout.addStretch(1)
        area.setWidget(body)
        outer.addWidget(area, 1)
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        line = column(foot, margins=(20, 12, 20, 12), gap=8)
        buttons = FlowLayout(gap=12)
        self.decision_buttons = (button("", "primary"), button(""))
        for number, one in enumerate(self.decision_buttons):
            one.clicked.connect(lambda _=False, number=number: self.decide(number))
            buttons.addWidget(one)
        line.addLayout(buttons)
        self._hint = label("", "small", wrap=True)
        line.addWidget(self._hint)
        outer.addWidget(foot)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = round(self.width() * _LIST_SHARE)
        self._frame.setFixedWidth(max(_LIST_LEAST, min(_LIST_MOST, wanted)))

    # what waits

    def read(self) -> None:
        """Read the queue anew, off the window's thread."""
        if self._task is not None:
            self._task.cancel()
        workspace = self._context.workspace

        def work() -> Generator[None, None, list[Doubt]]:
            yield
            return queue.waiting(workspace)

        self._task = self._context.tasks.start(work, quiet=True)
        self._task.finished.connect(self._on_read)
        self._task.failed.connect(self._on_failed)

    def take_focus(self) -> None:
        self.list.setFocus()

    def show_doubts(self, waiting: Sequence[Doubt]) -> None:
        """Show these, the choice where it was."""
        row_ = max(0, self.list.currentIndex().row(), self._row)
        kind = self.kinds.value
        self.model.show(waiting, cast("DoubtKind | None", kind or None))
        counts = self.model.counts
        say = self._context.say
        for key, one in self.kinds.buttons.items():
            count = counts[key] if key else len(waiting)
            name = say(f"ui_import.doubt_{key}" if key else "ui_import.all")
            one.setText(f"{name} {count:,}")
            one.setEnabled(count > 0 or not key)
        if kind and not counts[kind]:
            self.kinds.set_value("")
            self._show_kind()
            return
        self._choose(row_)

    def _show_kind(self) -> None:
        kind = self.kinds.value
        self.model.show_kind(cast("DoubtKind | None", kind or None))
        self._choose(0)

    def _choose(self, row_: int) -> None:
        count = self.model.rowCount()
        self._row = 0
        if count:
            at = self.model.index(min(row_, count - 1), 0)
            self.list.selectionModel().setCurrentIndex(
                at, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            if self._stack.currentIndex():
                self._stack.setCurrentIndex(0)
                self.list.setFocus()
            self._show_chosen()
        else:
            self._stack.setCurrentWidget(self._none)

    def _on_read(self, waiting: list[Doubt]) -> None:
        if self.sender() is self._task:
            self._task = None
            self.show_doubts(waiting)

    def _on_failed(self, error: Exception) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        if not isinstance(error, StoreError):
            raise error
        self._unreadable.tell(
            self._context.say("ui_import.doubts_unreadable"), error.say(self._context.words)
        )
        self._stack.setCurrentWidget(self._unreadable)

    # the chosen ones

    def _show_chosen(self) -> None:
        say = self._context.say
        chosen = self.list.doubts
        kinds = {doubt.kind for doubt in chosen}
        for one in self.decision_buttons:
            one.setVisible(len(kinds) == 1)
        if not chosen:
            return
        first = chosen[0]
        many = len(chosen) > 1
        self.sides.setVisible(not many)
        self._why.setVisible(not many)
        if many:
            self._enterprise.setText(say("ui_import.chosen", count=f"{len(chosen):,}"))
            names = self._context.words.joined(tuple(doubt.enterprise for doubt in chosen[:8]))
            more = say("ui_import.and_others") if len(chosen) > 8 else ""
            self._question.setText(f"{names}{more}")
        else:
            self._enterprise.setText(first.enterprise)
            self._question.setText(say(f"ui_import.ask_{first.kind}"))
            self._why.setText(say(f"ui_import.why_{first.kind}"))
            self.sides.show_doubt(first)
        if len(kinds) == 1:
            for number, one in enumerate(self.decision_buttons):
                words = self._decision_words(first, DECISIONS[first.kind][number], many=many)
                one.setText(f"{number + 1}  {words}")
            self._hint.setText(say("ui_import.decide_many" if many else "ui_import.decide_hint"))
        else:
            self._hint.setText(say("ui_import.mixed_kinds"))

    def _decision_words(self, doubt: Doubt, decision: str, *, many: bool) -> str:
        say = self._context.say
        if doubt.kind == "two_districts" and not many:
            side = doubt.other if decision == "keep" else doubt.mine
            return say(
                f"ui_import.to_{decision}_district",
                district=district_name(self._context, side.district),
            )
        return say(f"ui_import.to_{doubt.kind}_{decision}")

    # deciding

    def decide(self, number: int) -> None:
        """Take the first or second decision on all that are chosen."""
        chosen = self.list.doubts
        if not chosen or len({doubt.kind for doubt in chosen}) != 1:
            return
        first = chosen[0]
        decision = DECISIONS[first.kind][number]
        say = self._context.say
        many = len(chosen) > 1
        if (many or decision == "same") and not self._sure(chosen, decision):
            return
        ids = [doubt.id for doubt in chosen]
        context = self._context
        who = str(context.workspace.setting("assessor", ""))
        self._row = self.list.currentIndex().row() if not many else 0
        if len(ids) > _AT_ONCE:

            def work() -> Generator[None, None, None]:
                yield
                queue.decide(context.workspace, ids, decision, who)

            finished, _ = run_working(
                context, self, say("ui_import.deciding"), work, say("ui_import.not_decided")
            )
            if not finished:
                return
        else:
            try:
                queue.decide(context.workspace, ids, decision, who)
            except StoreError as error:
                tell_trouble(context, self, say("ui_import.not_decided"), error)
                return
        context.tell(say("ui_import.decided", count=f"{len(ids):,}"))
        context.data_changed.emit()
        self.decided.emit()
        self.read()

    def _sure(self, chosen: Sequence[Doubt], decision: str) -> bool:
        say = self._context.say
        first = chosen[0]
        if len(chosen) == 1:
            return ask(
                self._context,
                self,
                say("ui_import.merge_title"),
                say(
                    "ui_import.merge",
                    newcomer=f"{first.mine.label}（{first.mine.uscc}）",
                    known=f"{first.other.label}（{first.other.uscc}）",
                ),
                say("ui_import.to_same_name_same"),
                danger=True,
            )
        return ask(
            self._context,
            self,
            say("ui_import.decide_many_title", count=f"{len(chosen):,}"),
            say(
                "ui_import.decide_many_text",
                count=f"{len(chosen):,}",
                decision=self._decision_words(first, decision, many=True),
            ),
            self._decision_words(first, decision, many=True),
            danger=decision in ("same", "reject", "take"),
        )
