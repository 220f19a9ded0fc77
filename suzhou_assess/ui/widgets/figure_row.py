"""The figures beside a question, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from suzhou_assess.domain.answers import Number
from suzhou_assess.domain.figures import Computed, compute, percent_text, value_text
from suzhou_assess.domain.pack import BandRule, Pack, Question, TrendRule
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import (
    ElidedLabel,
    button,
    column,
    label,
    row,
    set_role,
)
from suzhou_assess.ui.widgets.figure_field import CAPTION_HEIGHT, FigureField

_WIDE = 500


class FigureRow(QWidget):
    """Reads figures as they are typed. Whoever shows it saves them."""

    typed = Signal()
    """A figure changed; ``changes`` says how."""
    settled = Signal()
    """A field was left: time to write."""
    completed = Signal()
    """Enter in the last field that was to be filled."""
    computed_wanted = Signal()
    """Choose what the figures come to."""
    owner_wanted = Signal(str)
    """Go to the question that this figure belongs to."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._question: Question | None = None
        self._saved: Mapping[str, Number] = {}
        self._pool: list[FigureField] = []
        self._count = 0
        self._wide: bool | None = None
        self._answered = False
        layout = column(self, gap=8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        layout.addLayout(self._grid)
        foot = row(gap=8)
        self.words = label("", "small", wrap=True)
        foot.addWidget(self.words, 1)
        self.use = button("", "link", tip=context.say("ui_assess.use_computed_tip"))
        self.use.setProperty("compact", True)
        self.use.clicked.connect(self.computed_wanted)
        self.use.hide()
        foot.addWidget(self.use)
        layout.addLayout(foot)
        self.outcome = FigureOutcome(context)
        self.outcome.setParent(self)

    @property
    def fields(self) -> list[FigureField]:
        """Those in use."""
        return self._pool[: self._count]

    def show_question(
        self,
        question: Question,
        pack: Pack,
        saved: Mapping[str, Number],
        offers: Mapping[str, Number],
        *,
        editable: bool,
    ) -> None:
        """Become the figures of another question.

        ``offers`` are numbers that the enterprise's profile knows, by figure.
        """
        self._question = question
        self._saved = saved
        owners = {f.id: number for number, q in enumerate(pack.questions, 1) for f in q.figures}
        own = [figure.id for figure in question.figures]
        used = [] if question.rule is None else list(question.rule.figures)
        wanted = [figure for figure in used if figure not in own] + own
        while len(self._pool) < len(wanted):
            self._pool.append(self._new_field())
        self._count = len(wanted)
        for field, name in zip(self._pool, wanted, strict=False):
            foreign = name not in own
            field.show_figure(
                pack.figure_by_id[name],
                saved.get(name),
                # A shared figure is asked where it belongs; here only if it was passed over there.
                editable=editable and not (foreign and name in saved),
                offer=offers.get(name),
                owner=owners[name] if foreign else None,
            )
        self._place()
        self._refresh()

    def show_saved(self, saved: Mapping[str, Number]) -> None:
        """The figures as they are on disk now. What is being typed stays."""
        self._saved = saved
        self._refresh()

    def reset(self, saved: Mapping[str, Number]) -> None:
        """Drop what was typed and show what is on disk."""
        self._saved = saved
        for field in self.fields:
            if field.figure is not None:
                field.show_value(saved.get(field.figure.id))
        self._refresh()

    def show_choice(self, letter: str | None) -> None:
        """The option that is chosen, to compare with the computed one."""
        self._answered = letter is not None
        computed = self.computed
        differs = computed is not None and computed.letter not in (None, letter)
        if computed is not None and computed.letter is not None and differs:
            say = self._context.say
            self.use.setText(say("ui_assess.use_computed", letter=computed.letter))
        self.use.setVisible(differs)

    @property
    def computed(self) -> Computed | None:
        """What the figures come to as they are typed."""
        question = self._question
        return None if question is None else compute(question, self._current())

    @property
    def changes(self) -> dict[str, Number | None]:
        """What is typed and not yet saved. Figures that can't be read are left out."""
        found: dict[str, Number | None] = {}
        for field in self.fields:
            if field.figure is None or field.problem is not None or not field.editable:
                continue
            if field.value != self._saved.get(field.figure.id):
                found[field.figure.id] = field.value
        if found and self._question is not None:
            # A figure of another question chooses here only in company of one of our own.
            for figure in self._question.figures:
                if figure.id in self._saved:
                    found.setdefault(figure.id, self._saved[figure.id])
        return found

    @property
    def first_problem(self) -> FigureField | None:
        return next((field for field in self.fields if field.problem is not None), None)

    @property
    def first_empty(self) -> FigureField | None:
        return next((f for f in self.fields if f.is_empty and f.editable), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        if wide != self._wide:
            self._wide = wide
            self._place()

    def _new_field(self) -> FigureField:
        field = FigureField(self._context)
        field.edited.connect(self._on_edited)
        field.left.connect(self._on_left)
        field.focused.connect(self._show_words)
        field.entered.connect(lambda: self._on_entered(field))
        field.offer_taken.connect(lambda: self._on_offer_taken(field))
        field.owner_wanted.connect(
            lambda: self.owner_wanted.emit(field.figure.id if field.figure else "")
        )
        return field

    def _on_edited(self) -> None:
        self._refresh()
        self.typed.emit()

    def _on_left(self) -> None:
        self._show_words()
        self.settled.emit()

    def _on_offer_taken(self, field: FigureField) -> None:
        field.take_offer()
        field.edit.setFocus()
        self.settled.emit()

    def _on_entered(self, field: FigureField) -> None:
        if field.problem is not None:
            self._show_words()
            return
        passed_over = self._answered and all(f.is_empty for f in self.fields if f.editable)
        if field.is_empty and field.offer is not None and not passed_over:
            field.take_offer()
        fields = self.fields
        later = fields[fields.index(field) + 1 :]
        following = next((f for f in later if f.editable and f.is_empty), None)
        if following is None or field.is_empty:
            self.completed.emit()
        else:
            following.edit.setFocus()

    def _current(self) -> dict[str, Number]:
        current = dict(self._saved)
        for field in self.fields:
            if field.figure is None or field.problem is not None:
                continue
            if field.value is None:
                current.pop(field.figure.id, None)
            else:
                current[field.figure.id] = field.value
        return current

    def _refresh(self) -> None:
        if self._question is not None:
            self.outcome.show_computed(self._question, self.computed)
        self._show_words()

    def _show_words(self) -> None:
        """Under the fields: what is wrong, else what the field with the focus asks for."""
        wrong = self.first_problem
        if wrong is not None and wrong.problem is not None:
            set_role(self.words, "bad")
            self.words.setText(self._context.words.problem(wrong.problem))
            return
        set_role(self.words, "small")
        focused = next((f for f in self.fields if f.edit.hasFocus()), None)
        shown = focused or next((f for f in self.fields if f.hint), None)
        self.words.setText(shown.hint if shown is not None else "")

    def _place(self) -> None:
        while self._grid.takeAt(0) is not None:
            pass
        for field in self._pool[self._count :]:
            field.hide()
        wide = self._wide is not False
        for i, field in enumerate(self.fields):
            self._grid.addWidget(field, i // 2, i % 2)
            field.show()
        rows = -(-self._count // 2)
        if wide:
            self._grid.addWidget(self.outcome, 0, 2, max(rows, 1), 1)
        else:
            self._grid.addWidget(self.outcome, rows, 0, 1, 2)
        for i in range(3):
            self._grid.setColumnStretch(i, 1 if i < 2 or wide else 0)
        self.outcome.show()


class FigureOutcome(QFrame):
    """The computed share or trend, and the option that it leads to."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        layout = column(self, gap=6)
        self._name = ElidedLabel()
        self._name.setFixedHeight(CAPTION_HEIGHT)
        layout.addWidget(self._name)
        self._card = QFrame()
        self._card.setProperty("outcome", "none")
        inner = row(self._card, margins=(12, 6, 12, 6), gap=8)
        self.value = label("", "strong", wrap=True)
        self.letter = label("", "link")
        inner.addWidget(self.value, 1)
        inner.addWidget(self.letter)
        layout.addWidget(self._card, 1)

    def show_computed(self, question: Question, computed: Computed | None) -> None:
        rule = question.rule
        if rule is None:
            return
        context = self._context
        self._name.setText(context.text(rule.name))
        if computed is None:
            state, value, letter = "none", context.say("ui_assess.not_computed"), ""
        elif computed.letter is None:
            state, letter = "bad", ""
            share = _shown(context, rule, computed)
            value = context.say("ui_assess.share_above_whole", share=share)
        else:
            state, value = "good", _shown(context, rule, computed)
            letter = f"→ {computed.letter}"
        set_role(self._card, state, "outcome")
        set_role(self.value, {"none": "small", "bad": "bad"}.get(state, "outcome"))
        self.value.setText(value)
        self.letter.setText(letter)
        self.letter.setVisible(bool(letter))
        self._card.setAccessibleName(f"{self._name.text()} {value} {letter}")


def _shown(context: Context, rule: BandRule | TrendRule, computed: Computed) -> str:
    if isinstance(rule, BandRule):
        return percent_text(computed.share) if computed.share is not None else ""
    if computed.before is None or computed.after is None:
        return ""
    return context.say(
        "ui_assess.trend",
        before=value_text(computed.before),
        after=value_text(computed.after),
        unit=rule.unit,
    )
