"""提升计划: steps that were taken on, with owner, date, cost, note, and what is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QStackedWidget, QWidget

from suzhou_assess.domain.planner import plan_of
from suzhou_assess.domain.points import as_text
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.dialogs.message import ask
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.models.plan_desk import PlanDesk
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.ui.widgets.way_up_area import scrolled
from suzhou_assess.ui.widgets.way_up_plan_row import COLUMNS, PlannedRow, cost_text
from suzhou_assess.words.plan_words import PlanWords
from suzhou_assess.words.trouble import Trouble

_WIDTHS = {"done": 44, "what": 160, "owner": 88, "due": 136, "cost": 88, "note": 96}

_SHARES = {"what": 5, "owner": 1, "cost": 1, "note": 3}


class PlanBoard(QFrame):
    """The table, its sums, and what can be done with it."""

    back = Signal()
    """The user wants to choose steps first."""

    def __init__(self, view: VerdictView, desk: PlanDesk, said: PlanWords) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._view = view
        self._desk = desk
        self._said = said
        say = view.context.say
        layout = column(self)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack)
        start = button(say("ui_way_up.plan_start"), "primary")
        start.clicked.connect(self.back)
        self._empty = EmptyState(
            view.context.palette,
            "list",
            say("ui_way_up.plan_none"),
            say("ui_way_up.plan_none_hint"),
            start,
        )
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._made())
        self.rows: list[PlannedRow] = []
        desk.kept.connect(self._on_kept)
        self.refresh()

    def refresh(self) -> None:
        """Shows the plan as it is on disk."""
        steps = self._desk.steps
        self._stack.setCurrentIndex(1 if steps else 0)
        grid = self._grid
        for old in self.rows:
            for key in COLUMNS:
                widget: QWidget = getattr(old, key)
                grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
            old.deleteLater()
        self.rows = []
        for number, planned in enumerate(steps, start=1):
            made = PlannedRow(self._view, self._desk, self._said, planned)
            made.add_to(grid, number)
            self.rows.append(made)
        for number in range(grid.rowCount()):
            grid.setRowStretch(number, 0)
        grid.setRowStretch(len(steps) + 1, 1)
        self._show_sums()

    def _made(self) -> QWidget:
        say = self._view.context.say
        made = QWidget()
        layout = column(made, margins=(20, 14, 12, 12), gap=8)
        head = row(gap=12)
        words = column(gap=2)
        self.title = label("", "heading")
        self.lead = label("", "muted", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.lead)
        head.addLayout(words, 1)
        text = self._view.context.palette.text
        self.export = button(say("ui_way_up.export"), icon="export", color=text)
        self.export.clicked.connect(self._on_export)
        self.remove = button(say("ui_way_up.remove"), "quiet")
        self.remove.clicked.connect(self._on_remove)
        head.addWidget(self.remove, alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.export, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        self.progress = QProgressBar()
        layout.addWidget(self.progress)
        inner = QWidget()
        inner.setProperty("page", True)
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 4, 8, 4)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        for at, key in enumerate(COLUMNS):
            heading: QLabel = label(say(f"ui_way_up.head_{key}"), "small")
            self._grid.addWidget(heading, 0, at)
            self._grid.setColumnMinimumWidth(at, _WIDTHS[key])
            self._grid.setColumnStretch(at, _SHARES.get(key, 0))
        layout.addWidget(scrolled(inner, 220), 1)
        return made

    def _on_kept(self) -> None:
        shown = [one.step.target for one in self._desk.steps]
        # An entry changes no row: rebuilding would take the focus from where the user goes next.
        if shown == self._shown:
            self._show_sums()
        else:
            self.refresh()

    def _show_sums(self) -> None:
        desk, say = self._desk, self._view.context.say
        self._shown = [one.step.target for one in desk.steps]
        plan = desk.plan
        if plan is None or not plan.steps:
            return
        after = plan_of(desk.pack, desk.session.answers, plan.targets).verdict
        self.title.setText(say("ui_way_up.plan_title", count=len(plan.steps), done=plan.done))
        self.lead.setText(
            say(
                "ui_way_up.plan_lead",
                now=as_text(desk.session.verdict.score),
                now_level=self._view.explain.level_name(desk.session.verdict.level),
                then=as_text(after.score),
                then_level=self._view.explain.level_name(after.level),
                effort=plan.effort,
                cost=cost_text(plan.cost) or "–",
            )
        )
        self.progress.setMaximum(len(plan.steps))
        self.progress.setValue(plan.done)
        self.progress.setAccessibleName(self.title.text())

    def _on_remove(self) -> None:
        context = self._view.context
        sure = ask(
            context,
            self,
            context.say("ui_way_up.remove_title"),
            context.say("ui_way_up.remove_text", count=len(self._desk.steps)),
            context.say("ui_way_up.remove"),
            danger=True,
        )
        if sure and self._desk.give_up():
            self.back.emit()

    def _on_export(self) -> None:
        from suzhou_assess.services.plans import write_plan

        context, session = self._view.context, self._desk.session
        say = context.say
        name = say("ui_way_up.file_name", name=session.enterprise.name.replace("/", "_"))
        out = choose_target(context, self, say("ui_way_up.export"), name, "Excel (*.xlsx)")
        if out is None:
            return
        try:
            write_plan(context.workspace, session.id, out, context.words.lang)
        except (Trouble, OSError) as error:
            tell_trouble(context, self, say("ui_way_up.not_written"), error)
        else:
            context.tell(say("ui_way_up.written", name=out.name))
