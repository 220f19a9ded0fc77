"""Shows one item of an open assessment, and all that follows from the answers."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from suzhou_assess.domain.answers import GENERAL
from suzhou_assess.services.open_points import OpenPoint, open_points
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.answer_desk import AnswerDesk
from suzhou_assess.ui.models.route import Route
from suzhou_assess.ui.widgets.answering_evidence import Attachments
from suzhou_assess.ui.widgets.answering_frame import AnsweringFrame
from suzhou_assess.ui.widgets.question_view import QuestionView
from suzhou_assess.ui.widgets.scenario_view import ScenarioView

_LAYOUT_MS = 250
"""Within this time a page has found its height, on a slow laptop too."""


class AnsweringItem(AnsweringFrame):
    """A question or scenario with its claim, note and evidence; the way, help and score beside."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._desk: AnswerDesk | None = None
        self._route = Route(())
        self._item = ""
        self._is_question = True
        self.attachments = Attachments(
            context, self, self.evidence, lambda: self._item, self._on_evidence_changed
        )
        self._revealing = QTimer(self)
        self._revealing.setSingleShot(True)
        self._revealing.setInterval(_LAYOUT_MS)
        self.evidence.strip.chosen.connect(self._reveal_evidence)
        self.area.verticalScrollBar().rangeChanged.connect(self._scroll_to_evidence)

    @property
    def item(self) -> str:
        """The question or scenario that is shown."""
        return self._item

    @property
    def _view(self) -> QuestionView | ScenarioView:
        return self.question if self._is_question else self.scenario

    def take_focus(self) -> None:
        """To where the next key should go."""
        self._view.take_focus()

    def _show(self, item: str) -> None:
        desk = self._desk
        if desk is None:
            return
        self._item = item
        session = desk.session
        onsite = session.mode == "onsite"
        question = session.pack.question_by_id.get(item)
        self._is_question = question is not None
        self.question.setVisible(self._is_question)
        self.scenario.setVisible(not self._is_question)
        if question is not None:
            self.question.show_question(desk, question, self._route.number(item))
            self.help.show_help(question.help, proofs_first=onsite)
        else:
            scenario = session.pack.scenario_by_id[item]
            self.scenario.show_scenario(desk, scenario, self._route.section_of[item])
            self.help.show_help(scenario.help, proofs_first=onsite)
        self.notes.show_item(
            desk.note_at(item),
            flagged=item in session.answers.flags,
            answered=item in session.answers.choices,
            editable=desk.editable,
        )
        self.sit_low(crowded=session.claim is not None)
        self.evidence.show_item(item)
        self.keys.setText(self._key_hint())
        self.keys.setVisible(desk.editable)
        self.footer.show_way(
            first=self._route.previous(item) is None, last=self._route.next(item) is None
        )
        self.area.verticalScrollBar().setValue(0)
        self._refresh()
        self.way.reveal(item)
        self._order_focus()
        self.take_focus()

    def _refresh(self) -> None:
        """After every edit: the numbers, ticks and words that follow from the answers."""
        desk = self._desk
        if desk is None:
            return
        session, item = desk.session, self._item
        answers = session.answers
        self._view.refresh()
        self.notes.show_state(
            flagged=item in answers.flags,
            answered=item in answers.choices,
            editable=desk.editable,
        )
        self.way.show_state(desk, item)
        self.help.show_problems([p for p in session.problems if item in p.where])
        self.score.show_verdict(session.pack, session.verdict, item)
        claimed = session.claim is not None
        self.footer.show_progress(
            len(answers.choices), len(session.pack.item_ids), verified=claimed
        )
        section = self._route.section_of[item]
        self.rest.setVisible(claimed and desk.editable and bool(desk.unverified(section.items)))
        self._on_evidence_changed()

    def _on_evidence_changed(self) -> None:
        """What the answer calls for as proof, and what is open, follow from both."""
        desk = self._desk
        if desk is None:
            return
        session, evidence = desk.session, self.attachments.evidence
        # Until it is judged, what was claimed is what has to be proved.
        judged = desk.judgement(self._item)
        shown = judged if judged.choice is not None else desk.claimed(self._item) or judged
        self.help.show_proofs(
            session.pack, self._item, shown.choice, evidence, known=self.attachments.known
        )
        files = sum(not one.item for one in evidence)
        self.way.show_general(noted=GENERAL in session.answers.notes, files=files)
        self.way.show_points(len(self._points(desk)))

    def _points(self, desk: AnswerDesk) -> tuple[OpenPoint, ...]:
        """Everything that is still to do. No proof is missing until what is attached was read."""
        found = open_points(desk.session, self.attachments.evidence)
        if self.attachments.known:
            return found
        return tuple(point for point in found if point.kind != "proof_missing")

    def _reveal_evidence(self) -> None:
        """What was chosen or attached should be seen, with its caption."""
        if self.evidence.strip.current is not None:
            self._revealing.start()
            QTimer.singleShot(0, self.evidence, self._scroll_to_evidence)

    def _scroll_to_evidence(self) -> None:
        """Again whenever the page grows: the details learn their width first, then their height."""
        if self._revealing.isActive():
            self.area.ensureWidgetVisible(self.evidence, 0, 12)

    def _order_focus(self) -> None:
        """Tab goes from left to right and down, though fields and options are made on demand."""
        stops: list[QWidget] = [
            *self.way.rows,
            self._view.claim.confirm,
            self._view.claim.reason,
            *(field.edit for field in self.question.figures.fields),
            self.question.figures.use,
            *self._view.options.buttons,
            self.notes.add,
            self.notes.flag,
            self.notes.attach,
            self.notes.clear,
            self.rest,
            self.notes.edit,
            *self.evidence.stops,
            self.footer.retry,
            self.footer.previous,
            self.footer.next,
        ]
        for stop, following in pairwise(stops):
            QWidget.setTabOrder(stop, following)

    def _key_hint(self) -> str:
        say = self._context.say
        if self._desk is not None and self._desk.session.claim is not None:
            return say("ui_onsite.keys_claim")
        if not self._is_question:
            return say("ui_assess.keys_scenario")
        buttons = self.question.options.buttons
        if self.question.figures.fields:
            return say("ui_assess.keys_figures", last=buttons[-1].key)
        return say(
            "ui_assess.keys_question",
            last=buttons[-1].key,
            count=min(9, len(buttons)),
        )

    def _on_typed(self) -> None:
        if self._desk is None or self._desk.has_unsaved:
            return
        figures = self.question.figures
        typed = self._is_question and bool(figures.changes or figures.first_problem)
        if typed or self.notes.is_typing or self._view.claim.reason.is_typing:
            self.footer.tell_typing()
        else:
            self._tell_saved()

    def _tell_saved(self) -> None:
        desk = self._desk
        if desk is None or desk.has_unsaved:
            return
        if desk.editable:
            self.footer.tell_saved(desk.session.saved_at)
        else:
            self.footer.tell_read_only()

    def _show_written(self) -> None:
        """What is on disk in place of what is typed."""
        if self._is_question:
            self.question.restore()
