"""评估: a person is led through an assessment, one question at a time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from suzhou_assess.domain.answers import GENERAL
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.models.answer_desk import AnswerDesk
from suzhou_assess.ui.models.evidence_desk import EvidenceDesk
from suzhou_assess.ui.models.opening import OPENING_ERRORS, why_not_opened
from suzhou_assess.ui.models.route import Route, Section
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.widgets.answering import Answering
from suzhou_assess.ui.widgets.assess_header import AssessHeader
from suzhou_assess.ui.widgets.assess_start import AssessStart
from suzhou_assess.ui.widgets.basics import button, column
from suzhou_assess.ui.widgets.states import EmptyState


@dataclass(frozen=True, slots=True)
class _Memory:
    desk: AnswerDesk
    evidence: EvidenceDesk


class AssessPage(Page):
    """Shows the open assessment; without one, drafts to go on with."""

    name = "assess"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._desk: AnswerDesk | None = None
        self._evidence: EvidenceDesk | None = None
        self._written = False
        layout = column(self, gap=0)
        self.header = AssessHeader(context)
        layout.addWidget(self.header)
        self._connect_header()
        self._start: QWidget | None = None
        self.answering = Answering(context)
        layout.addWidget(self.answering, 1)
        self._body = layout
        self.answering.finished.connect(self._to_result)
        self.answering.profile_wanted.connect(self._edit_profile)
        self.answering.sheet_wanted.connect(self._show_sheet)
        self.answering.notes_wanted.connect(self._edit_notes)
        self.answering.points_wanted.connect(self._show_points)
        self.answering.hide()

    @property
    def desk(self) -> AnswerDesk | None:
        """The open assessment, as it is edited here."""
        return self._desk

    @property
    def place(self) -> Place:
        if self._desk is None:
            return Place(self.name)
        return Place(self.name, self._desk.session.id, self.answering.item)

    def enter(self, place: Place) -> None:
        if isinstance(place.subject, str):
            self._open(place.subject, place.item)
        elif self._desk is not None:
            self._open(self._desk.session.id, place.item)
        else:
            self._show_start()

    def leave(self) -> None:
        """Write what is typed. What can't be written stays here, and the user is told."""
        desk = self._desk
        if desk is None:
            return
        self.answering.flush()
        if desk.has_unsaved and not desk.retry():
            self.context.tell(self.context.say("ui_assess.left_unsaved"), "bad")
        if self._written:
            self._written = False
            self.context.data_changed.emit()

    @property
    def memory(self) -> _Memory | None:
        """The open assessment: what could not be written yet, and what is being attached."""
        if self._desk is None or self._evidence is None:
            return None
        return _Memory(self._desk, self._evidence)

    def recall(self, memory: object) -> None:
        if isinstance(memory, _Memory):
            self._desk = self._connected(memory.desk)
            self._evidence = memory.evidence

    @property
    def unsaved(self) -> str:
        desk = self._desk
        return desk.session.enterprise.name if desk is not None and desk.has_unsaved else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys pressed in the header work as well."""
        if self._desk is None or not self.answering.obey(event):
            super().keyPressEvent(event)

    def _connect_header(self) -> None:
        header = self.header
        header.head_wanted.connect(self._edit_head)
        header.sheet_wanted.connect(self._show_sheet)
        header.result_wanted.connect(self._to_result)
        header.submit_wanted.connect(self._submit)
        header.pause_wanted.connect(lambda: self.context.show("home"))
        header.reopen_wanted.connect(self._reopen)

    # opening

    def _open(self, assessment_id: str, item: str | None) -> None:
        context = self.context
        desk = self._desk
        try:
            if desk is not None and desk.session.id == assessment_id:
                if not desk.has_unsaved:
                    desk.session.reload()  # the profile may have been edited meanwhile
            else:
                who = context.workspace.setting("assessor", "") or ""
                session = AssessmentSession(context.workspace, assessment_id, who)
                desk = self._connected(AnswerDesk(session))
                self._evidence = EvidenceDesk(context, desk, who)
        except OPENING_ERRORS as error:
            self._show_trouble(why_not_opened(context, error))
            return
        self._desk = desk
        evidence = self._evidence
        if evidence is None:
            return
        session = desk.session
        self._drop_start()
        self.header.show_session(session)
        route = Route.through(session.pack)
        where = item if item in route.section_of else None
        answered = session.answers.choices
        self.answering.show()
        self.answering.show_desk(
            desk, evidence, route, where or route.resume(session.position, answered)
        )
        if where is not None:
            desk.move_to(where)
        if desk.has_unsaved:
            desk.retry()

    def _connected(self, desk: AnswerDesk) -> AnswerDesk:
        desk.changed.connect(self._on_written)
        desk.failed.connect(self._on_failed)
        return desk

    def _show_start(self) -> None:
        self._forget()
        start = AssessStart(self.context)
        start.opened.connect(lambda chosen: self.context.show("assess", chosen))
        start.new_wanted.connect(self._start_new)
        self._put(start)
        start.take_focus()

    def _show_trouble(self, words: str) -> None:
        self._forget()
        other = button(self.context.say("ui_assess.pick_other"), "primary")
        other.clicked.connect(self._show_start)
        title = self.context.say("ui_assess.not_opened")
        self._put(EmptyState(self.context.palette, "warning", title, words, other))

    def _put(self, start: QWidget) -> None:
        self._start = start
        self._body.addWidget(start, 1)
        start.show()

    def _drop_start(self) -> None:
        if self._start is not None:
            self._start.hide()
            self._start.deleteLater()
            self._start = None

    def _forget(self) -> None:
        self._desk = None
        self._drop_start()
        self.answering.hide()
        self.header.show_nothing()

    # what one can do

    def _on_written(self) -> None:
        self._written = True

    def _on_failed(self, error: StoreError) -> None:
        if error.code == "changed_elsewhere":
            # Trying again would never help. Not from within the edit that failed.
            QTimer.singleShot(0, self, lambda: self._take_over(error))

    def _take_over(self, error: StoreError) -> None:
        """Another window submitted the assessment meanwhile: say so and show what is there."""
        desk = self._desk
        if desk is None:
            return
        self._tell_failed("ui_assess.changed_elsewhere", error)
        try:
            desk.give_up()
        except StoreError as gone:
            self._show_trouble(gone.say(self.context.words))
            return
        self._open(desk.session.id, self.answering.item)

    def _to_result(self) -> None:
        if self._desk is not None:
            self.context.show("result", self._desk.session.id)

    def _start_new(self) -> None:
        from suzhou_assess.ui.dialogs.new_assessment import start_assessment

        start_assessment(self.context, self)

    def _show_sheet(self) -> None:
        from suzhou_assess.ui.dialogs.shortcut_sheet import show_sheet

        desk = self._desk
        show_sheet(self.context, self, claimed=desk is not None and desk.session.claim is not None)
        self.answering.take_focus()

    def _edit_notes(self, section: Section | None) -> None:
        from suzhou_assess.ui.dialogs.section_notes import edit_notes

        desk, context = self._desk, self.context
        if desk is None:
            return
        if section is None:
            title = context.say("ui_onsite.general")
            parts = [(GENERAL, context.say("ui_onsite.general_note"))]
            with self.answering.attachments.lent() as evidence:
                edit_notes(context, self, desk, title, parts, evidence)
        else:
            title = context.text(section.name)
            parts = [(key, context.text(name)) for key, name in section.parts]
            edit_notes(context, self, desk, title, parts)
        self.answering.take_focus()

    def _show_points(self) -> None:
        from suzhou_assess.ui.dialogs.open_points_dialog import choose_open_point

        desk, answering = self._desk, self.answering
        if desk is None or not answering.flush():
            return
        pack, points = desk.session.pack, answering.open_points()
        chosen = choose_open_point(self.context, self, pack, points, answering.item)
        if chosen is not None and chosen.item:
            answering.go_to(chosen.item)
        answering.take_focus()

    def _edit_head(self) -> None:
        from suzhou_assess.ui.dialogs.assessment_head import Head, edit_head

        desk = self._desk
        if desk is None or not desk.editable:
            return
        session = desk.session
        before = Head(session.mode, session.date, session.assessor)
        edited = edit_head(self.context, self, before)
        if edited is not None and edited != before:
            try:
                session.set_head(mode=edited.mode, date=edited.date, assessor=edited.assessor)
            except StoreError as error:
                self._tell_failed("ui_assess.head_failed", error)
                return
            desk.changed.emit()
            self.header.show_session(session)
        self.answering.take_focus()

    def _edit_profile(self) -> None:
        from suzhou_assess.ui.dialogs.enterprise_form import edit_enterprise

        desk = self._desk
        if desk is None or not self.answering.flush():
            return
        if edit_enterprise(self.context, self, desk.session.enterprise_id) is not None:
            self.context.data_changed.emit()
            self._open(desk.session.id, self.answering.item)

    def _submit(self) -> None:
        from suzhou_assess.ui.dialogs.submit_assessment import Decision, submit_assessment

        desk = self._desk
        if desk is None or not self.answering.flush():
            return
        decision, item = submit_assessment(self.context, self, desk.session)
        if decision is Decision.MEND:
            if item:
                self.answering.go_to(item)
            self.answering.take_focus()
        elif decision is Decision.SUBMIT:
            self._written = True
            self._to_result()

    def _reopen(self) -> None:
        from suzhou_assess.ui.dialogs.reopen_assessment import reopen_assessment

        desk = self._desk
        if desk is not None and reopen_assessment(self.context, self, desk.session):
            self._written = True
            self._open(desk.session.id, self.answering.item)

    def _tell_failed(self, title: str, error: StoreError) -> None:
        words = error.say(self.context.words)
        inform(self.context, self, "bad", self.context.say(title), words)
