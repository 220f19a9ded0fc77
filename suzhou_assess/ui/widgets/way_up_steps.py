"""The steps of a plan: what to do, why, what it takes; each can be tried, fixed or left out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from suzhou_assess.domain.planner import Plan, Step
from suzhou_assess.ui.models.plan_desk import PlanDesk
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, column, label, pill, row, set_role
from suzhou_assess.ui.widgets.chart import stroke, tip
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.plan_words import PlanWords

_PIN_KEYS = (Qt.Key.Key_G, Qt.Key.Key_P)
_EXCLUDE_KEYS = (Qt.Key.Key_X, Qt.Key.Key_Delete)
_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StepRow(QFrame):
    """One step. The row takes the keys; its buttons are for the mouse."""

    ticked = Signal(bool)
    pinned = Signal(bool)
    excluded = Signal()
    opened = Signal()

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self._view = view
        say = view.context.say
        self.setProperty("step", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer = row(self, margins=(12, 8, 8, 8), gap=10)
        self.check = QCheckBox()
        self.check.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.check.setToolTip(say("ui_way_up.tick_tip"))
        self.check.clicked.connect(self.ticked)
        outer.addWidget(self.check)
        words = column(gap=2)
        head = row(gap=8)
        self.name = ElidedLabel("", "strong")
        self.name.setSizePolicy(
            self.name.sizePolicy().Policy.Maximum, self.name.sizePolicy().Policy.Preferred
        )
        self.change = pill("", "accent")
        self.why = ElidedLabel("", "good")
        head.addWidget(self.name)
        head.addWidget(self.change)
        head.addWidget(self.why, 1)
        words.addLayout(head)
        self.text = label("", "small", wrap=True)
        words.addWidget(self.text)
        outer.addLayout(words, 1)
        self.effort = label("", "muted")
        outer.addWidget(self.effort)
        self.pin = button(say("ui_way_up.pin"), tip=say("ui_way_up.pin_tip"))
        self.pin.setCheckable(True)
        self.pin.clicked.connect(self.pinned)
        self.exclude = button(say("ui_way_up.exclude"), tip=say("ui_way_up.exclude_tip"))
        self.exclude.clicked.connect(self.excluded)
        for one in (self.pin, self.exclude):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            one.setProperty("step", "true")
            outer.addWidget(one)

    def tell(self, step: Step, target: int, said: PlanWords, *, pinned: bool) -> None:
        say = self._view.context.say
        scenario = self._view.pack.scenario_by_id.get(step.item)
        star = " ★" if scenario is not None and scenario.binding else ""
        self.name.setText(said.item(step.item) + star)
        self.change.setText(said.change(step))
        why = said.why(step, target)
        self.why.setText(why)
        set_role(self.why, "warn" if step.outcome else "good")
        self.text.setText(said.text(step.target))
        self.effort.setText(said.effort(step.effort))
        self.effort.setToolTip(tip(say("ui_way_up.effort_tip")))
        self.pin.setChecked(pinned)
        state = say("ui_way_up.pinned") if pinned else ""
        self.setAccessibleName(said.sentence(step))
        self.setAccessibleDescription(
            " ".join(filter(None, (why, said.effort(step.effort), state)))
        )

    def show_ticked(self, on: bool) -> None:
        self.check.setChecked(on)
        set_role(self.name, "strong" if on else "muted")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self.ticked.emit(not self.check.isChecked())
        elif key in _PIN_KEYS:
            self.pinned.emit(not self.pin.isChecked())
        elif key in _EXCLUDE_KEYS:
            self.excluded.emit()
        elif key in _OPEN_KEYS:
            self.opened.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(stroke(color(self._view.context.palette.focus), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)


class StepList(QWidget):
    """All steps of the plan that is shown, questions first; rows are kept and told anew."""

    def __init__(self, view: VerdictView, desk: PlanDesk, said: PlanWords) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._view = view
        self._desk = desk
        self._said = said
        self.rows: list[StepRow] = []
        self.plan: Plan | None = None
        """The one that is shown."""
        self._steps: tuple[Step, ...] = ()
        layout = column(self, margins=(8, 4, 8, 8), gap=0)
        self._parts: dict[str, QVBoxLayout] = {}
        self._headings = {}
        for part in ("questions", "scenarios"):
            heading = label("", "small")
            heading.setContentsMargins(12, 8, 0, 4)
            self._headings[part] = heading
            layout.addWidget(heading)
            self._parts[part] = column(gap=0)
            layout.addLayout(self._parts[part])
        self.warnings = label("", "warn", wrap=True)
        self.warnings.setContentsMargins(12, 12, 8, 4)
        layout.addWidget(self.warnings)
        layout.addStretch(1)
        desk.tried.connect(self.show_ticks)

    def show_plan(self, plan: Plan, target: int) -> None:
        """Shows a plan. The focus stays where it was: on the step, or on the one in its place."""
        held = next((n for n, one in enumerate(self.rows) if one.hasFocus()), None)
        held_step = self._steps[held] if held is not None and held < len(self._steps) else None
        self.plan, self._steps = plan, plan.steps
        while len(self.rows) < len(plan.steps):
            self._add_row()
        counts = {"questions": 0, "scenarios": 0}
        for number, one in enumerate(self.rows):
            if number >= len(plan.steps):
                one.hide()
                continue
            step = plan.steps[number]
            part = "scenarios" if step.kind == "level" else "questions"
            counts[part] += 1
            self._parts[part].addWidget(one)
            one.show()
            one.tell(step, target, self._said, pinned=self._desk.is_pinned(step))
        for part, heading in self._headings.items():
            heading.setVisible(counts[part] > 0)
            key = f"ui_way_up.part_{part}"
            heading.setText(self._view.context.say(key, count=counts[part]))
        self._show_warnings(plan)
        self.show_ticks()
        if held is not None and plan.steps:
            again = [n for n, step in enumerate(plan.steps) if step == held_step]
            self.rows[again[0] if again else min(held, len(plan.steps) - 1)].setFocus()

    def show_ticks(self) -> None:
        for one, step in zip(self.rows, self._steps, strict=False):
            one.show_ticked(step.target in self._desk.ticked)

    def _show_warnings(self, plan: Plan) -> None:
        context = self._view.context
        said = [f"· {context.words.problem(found)}" for found in plan.warnings]
        self.warnings.setVisible(bool(said))
        self.warnings.setText("\n".join([context.say("ui_way_up.warnings"), *said]))

    def _add_row(self) -> None:
        number = len(self.rows)
        made = StepRow(self._view)
        made.setParent(self)
        desk = self._desk
        made.ticked.connect(lambda on: desk.tick(self._steps[number].target, on))
        made.pinned.connect(lambda on: desk.pin(self._steps[number].target, on))
        made.excluded.connect(lambda: desk.exclude(self._steps[number].target))
        made.opened.connect(lambda: self._view.open(self._steps[number].item))
        self.rows.append(made)
