"""A scored question: figures where it asks for them, and options."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from suzhou_assess.domain.answers import Number, letters_of
from suzhou_assess.domain.pack import Option, Pack, Question
from suzhou_assess.domain.points import as_text
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.answer_desk import AnswerDesk, Judgement, toggled
from suzhou_assess.ui.widgets.basics import column
from suzhou_assess.ui.widgets.claim_card import ClaimCard
from suzhou_assess.ui.widgets.figure_row import FigureRow
from suzhou_assess.ui.widgets.item_heading import ItemHeading
from suzhou_assess.ui.widgets.option_button import OptionWords
from suzhou_assess.ui.widgets.option_list import TWO_COLUMNS_FROM, OptionList

_PAUSE_MS = 350
"""After so long a pause in typing a figure is written."""


class QuestionView(QWidget):
    """Shows one question after the other and hands what is chosen or typed to the desk."""

    completed = Signal()
    """The last figure was entered."""
    owner_wanted = Signal(str)
    """A question, to go to."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._desk: AnswerDesk | None = None
        self._question: Question | None = None
        layout = column(self, gap=14)
        self.heading = ItemHeading()
        layout.addWidget(self.heading)
        self.claim = ClaimCard(context)
        layout.addWidget(self.claim)
        self.figures = FigureRow(context)
        layout.addWidget(self.figures)
        self.options = OptionList(context.palette)
        layout.addWidget(self.options)
        self.options.chosen.connect(self.choose)
        self.figures.typed.connect(self._on_typed)
        self.figures.settled.connect(self.flush)
        self.figures.completed.connect(self.completed)
        self.figures.computed_wanted.connect(self.use_computed)
        self.figures.owner_wanted.connect(self._on_owner_wanted)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.flush)

    def show_question(self, desk: AnswerDesk, question: Question, number: int) -> None:
        """Become another question."""
        self._pause.stop()
        context = self._context
        pack = desk.session.pack
        self._desk = desk
        self._question = question
        self.heading.show_item(
            self._path(pack, question, number),
            context.text(question.prompt),
            context.text(question.hint) if question.hint is not None else "",
        )
        self.options.show_options(
            [self._words_of(option, question) for option in question.options],
            multiple=question.kind == "multiple",
        )
        self.claim.show_item(desk, question.id)
        has_figures = bool(question.figures) or question.rule is not None
        self.figures.setVisible(has_figures)
        if has_figures:
            self.figures.show_question(
                question,
                pack,
                desk.session.answers.figures,
                _offers(desk, pack),
                editable=desk.editable,
            )
        self.refresh()

    def refresh(self) -> None:
        """What is on disk changed, or what could not be written."""
        desk, question = self._desk, self._question
        if desk is None or question is None:
            return
        self.claim.show_state(desk, question.id)
        chosen = letters_of(desk.judgement(question.id).choice)
        hinted = None
        if question.rule is not None:
            self.figures.show_saved(desk.session.answers.figures)
            computed = self.figures.computed
            hinted = computed.letter if computed is not None else None
            self.figures.show_choice(chosen[0] if chosen else None)
        self.options.show_state(
            chosen,
            hinted=hinted,
            hint=self._context.say("ui_assess.computed_hint"),
            claimed=self._claimed(),
            claim=self._context.say("ui_onsite.claim_tag"),
            unsaved=desk.is_unsaved(question.id),
            editable=desk.editable,
        )

    def take_focus(self) -> None:
        """To the first empty figure, else to the options."""
        empty = self.figures.first_empty if self.figures.isVisibleTo(self) else None
        if empty is not None:
            empty.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.options.take_focus()

    def choose(self, letter: str) -> None:
        """Pick an option, by click or key; letters that the question doesn't have are ignored."""
        desk, question = self._desk, self._question
        if desk is None or question is None or not desk.editable:
            return
        if letter not in (option.letter for option in question.options):
            return
        self.flush()
        chosen = letters_of(desk.judgement(question.id).choice)
        if question.kind == "multiple" and not chosen:
            # Of a long claim a person takes away what isn't there, and need not tick the rest.
            chosen = self._claimed()
        desk.judge(question.id, Judgement(toggled(question, chosen, letter)))

    def use_computed(self) -> None:
        """Choose the option that the figures lead to."""
        computed = self.figures.computed if self.figures.isVisibleTo(self) else None
        if computed is not None and computed.letter is not None:
            self.choose(computed.letter)

    def clear_answer(self) -> None:
        if self._desk is not None and self._question is not None and self._desk.editable:
            self._desk.judge(self._question.id, Judgement(None))

    def flush(self) -> bool:
        """Write the figures that are typed; says whether all of them could be read and written."""
        self._pause.stop()
        self.claim.flush()
        desk, question = self._desk, self._question
        if desk is None or question is None or not desk.editable:
            return True
        if not self.figures.isVisibleTo(self):
            return True
        written = desk.set_figures(question.id, self.figures.changes)
        return written and self.figures.first_problem is None

    def restore(self) -> None:
        """Show what is on disk instead of what is typed."""
        if self._desk is not None:
            self._pause.stop()
            self.figures.reset(self._desk.session.answers.figures)
            self.refresh()

    def _claimed(self) -> tuple[str, ...]:
        """The letters that the enterprise claimed; none without a claim."""
        if self._desk is None or self._question is None:
            return ()
        claimed = self._desk.claimed(self._question.id)
        return letters_of(claimed.choice) if claimed is not None else ()

    def _on_typed(self) -> None:
        self._pause.start()
        self.refresh()

    def _on_owner_wanted(self, figure: str) -> None:
        if self._desk is None:
            return
        for question in self._desk.session.pack.questions:
            if any(own.id == figure for own in question.figures):
                self.owner_wanted.emit(question.id)

    def _words_of(self, option: Option, question: Question) -> OptionWords:
        points = as_text(option.points)
        said = self._context.say("ui_assess.points", points=points)
        # Many options stand in two columns, where each character counts.
        tight = len(question.options) >= TWO_COLUMNS_FROM
        return OptionWords(
            option.letter, self._context.text(option.text), points if tight else said, said
        )

    def _path(self, pack: Pack, question: Question, number: int) -> str:
        context = self._context
        places = [context.text(place.name) for place in pack.place_by_question[question.id]]
        path = " › ".join(dict.fromkeys([*places, context.text(question.name)]))
        return context.say(
            "ui_assess.question_path",
            path=path,
            number=number,
            points=as_text(question.points),
        )


def _offers(desk: AnswerDesk, pack: Pack) -> Mapping[str, Number]:
    """Figures that the enterprise's profile knows already."""
    enterprise = desk.session.enterprise
    known = {"employees": enterprise.employees, "revenue": enterprise.revenue}
    offers: dict[str, Number] = {}
    for figure in pack.figure_by_id.values():
        value = known.get(figure.from_profile or "")
        if value is not None:
            offers[figure.id] = value
    return offers
