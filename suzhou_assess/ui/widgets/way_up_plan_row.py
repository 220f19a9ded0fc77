"""One step of the improvement plan, edited in place; each entry is on disk when it is left."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from suzhou_assess.domain.answers import exact_number
from suzhou_assess.domain.improvement_plan import LONGEST, MOST_COST, PlannedStep
from suzhou_assess.ui.models.plan_desk import PlanDesk
from suzhou_assess.ui.widgets.basics import column, label, set_role
from suzhou_assess.ui.widgets.chart import tip
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.ui.widgets.way_up_day import DueEdit
from suzhou_assess.words.plan_words import PlanWords

COLUMNS = ("done", "what", "owner", "due", "cost", "note")


def cost_typed(written: str) -> Decimal | None:
    """万元 as typed; ``None`` for nothing. Raises ``ValueError`` for what is no amount."""
    text = (
        written.strip().replace(",", "").replace("，", "").removesuffix("万元").removesuffix("万")
    )
    if not text:
        return None
    number = exact_number(text)
    if number is None or not 0 <= number <= MOST_COST:
        raise ValueError(written)
    return Decimal(number)


def cost_text(cost: Decimal | None) -> str:
    """Without trailing zeros: 12.5, 3."""
    return "" if cost is None else f"{cost.normalize():f}"


class PlannedRow(QObject):
    """The widgets of one step, in a row of the table."""

    def __init__(
        self, view: VerdictView, desk: PlanDesk, said: PlanWords, planned: PlannedStep
    ) -> None:
        super().__init__()
        self._view = view
        self._desk = desk
        self._target = planned.step.target
        say = view.context.say
        name = f"{said.item(planned.step.item)} {said.change(planned.step)}"
        self.done = QCheckBox()
        self.done.clicked.connect(self._on_done)
        self.what = QWidget()
        words = column(self.what, gap=0)
        self.name = label(name, "strong", wrap=True)
        words.addWidget(self.name)
        why = said.why(planned.step, desk.plan.target) if desk.plan is not None else ""
        detail = " · ".join(filter(None, (why, said.text(self._target))))
        words.addWidget(label(detail, "small", wrap=True))
        self.owner = QLineEdit()
        self.owner.setMaxLength(LONGEST)
        self.owner.editingFinished.connect(self._on_owner)
        self.due = DueEdit(view.context)
        self.due.entered.connect(self._on_due)
        self.cost = QLineEdit()
        self.cost.editingFinished.connect(self._on_cost)
        self.cost.textEdited.connect(lambda _: self._mark_cost(True))
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST)
        self.note.editingFinished.connect(self._on_note)
        for key in ("done", "owner", "due", "cost", "note"):
            widget: QWidget = getattr(self, key)
            widget.setAccessibleName(f"{name}: {say(f'plan.column_{_HEAD[key]}')}")
        self.tell(planned)

    def add_to(self, grid: QGridLayout, row: int) -> None:
        for at, key in enumerate(COLUMNS):
            grid.addWidget(getattr(self, key), row, at)

    def tell(self, planned: PlannedStep) -> None:
        """Shows what is on disk."""
        self.done.setChecked(planned.done)
        set_role(self.name, "good" if planned.done else "strong")
        self.owner.setText(planned.owner)
        self.owner.setToolTip(tip(planned.owner))
        self.due.set_day(planned.due)
        self.cost.setText(cost_text(planned.cost))
        self._mark_cost(True)
        self.note.setText(planned.note)
        self.note.setToolTip(tip(planned.note))
        self.note.setCursorPosition(0)

    def _on_done(self, on: bool) -> None:
        if self._desk.enter(self._target, done=on):
            set_role(self.name, "good" if on else "strong")
        else:
            self.done.setChecked(not on)

    def _on_owner(self) -> None:
        self._desk.enter(self._target, owner=self.owner.text().strip())

    def _on_note(self) -> None:
        self._desk.enter(self._target, note=self.note.text().strip())

    def _on_due(self, day: object) -> None:
        self._desk.enter(self._target, due=self.due.day, clear_due=day is None)

    def _on_cost(self) -> None:
        try:
            cost = cost_typed(self.cost.text())
        except ValueError:
            self._mark_cost(False)
            return
        self.cost.setText(cost_text(cost))
        self._desk.enter(self._target, cost=cost, clear_cost=cost is None)

    def _mark_cost(self, sound: bool) -> None:
        set_role(self.cost, "" if sound else "true", "invalid")
        say = self._view.context.say
        self.cost.setToolTip("" if sound else say("ui_way_up.cost_invalid"))


_HEAD = {"done": "state", "owner": "owner", "due": "due", "cost": "cost", "note": "note"}
