"""结果: the verdict on one assessment, so that an owner understands it in a minute."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QScrollArea, QStackedWidget, QWidget

from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.views import AssessmentCard
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.reopen_assessment import reopen_assessment
from suzhou_assess.ui.dialogs.result_exports import fill_menu
from suzhou_assess.ui.dialogs.submit_assessment import Decision, submit_assessment
from suzhou_assess.ui.models.opening import OPENING_ERRORS, why_not_opened
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.widgets.assessment_picker import AssessmentPicker, card_words
from suzhou_assess.ui.widgets.basics import button, column, label, pill, set_role
from suzhou_assess.ui.widgets.header import Header
from suzhou_assess.ui.widgets.result_tabs import FIRST, ResultTabs
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.verdict_board import VerdictBoard
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.explanation import Explanation

_ROOM_FOR_EDITION = 960
_RECENT = 8


class ResultPage(Page):
    """Shows an assessment, a draft as well as a submitted one; without one, a choice of them."""

    name = "result"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._subject: str | None = None
        self._session: AssessmentSession | None = None
        self.picker: AssessmentPicker | None = None
        say = context.say
        layout = column(self, gap=0)
        self.header = Header(say("ui.page_result"))
        layout.addWidget(self.header)
        self._edition = pill("")
        self.history = button("", icon="history", color=context.palette.muted)
        self.report = self.header.add_action(
            button(say("ui_result.report"), icon="result", color=context.palette.text)
        )
        self.report.clicked.connect(self._on_report)
        self.export = self.header.add_action(
            button(say("ui_result.export"), icon="export", color=context.palette.text)
        )
        self.export.setProperty("menu", True)
        self.export.setAccessibleName(say("ui_result.export"))
        exports = QMenu(self.export)
        fill_menu(context, self, exports, lambda: self._session)
        self.export.setMenu(exports)
        self.onsite = self.header.add_action(
            button("", icon="assess", color=context.palette.text, tip=say("ui_onsite.start"))
        )
        self.onsite.clicked.connect(self._on_onsite)
        self.go_on = self.header.add_action(button(say("ui_result.continue"), "primary"))
        self.go_on.clicked.connect(self._on_go_on)
        self.submit = self.header.add_action(button(say("ui_assess.submit"), "primary"))
        self.submit.clicked.connect(self._on_submit)
        self._stack = QStackedWidget()
        self.tabs = ResultTabs(context)
        self._stack.addWidget(self.tabs)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.addWidget(self._scroll)
        layout.addWidget(self._stack, 1)

    @property
    def board(self) -> VerdictBoard | None:
        """The verdict's cards, once their tab was shown."""
        return None if self._session is None else self.tabs.board

    @property
    def place(self) -> Place:
        if self._subject is None:
            return Place(self.name)
        return Place(self.name, self._subject, self.tabs.tab)

    def enter(self, place: Place) -> None:
        """Shows the assessment as it is on disk now, at the tab asked for."""
        subject = place.subject if isinstance(place.subject, str) else self._subject
        if subject is None:
            self._show_choice()
        else:
            other = subject != self._subject
            self.show_assessment(subject, place.item or (FIRST if other else None))
        if self._session is None:
            self._scroll.setFocus()
        else:
            self.tabs.take_focus()

    def show_assessment(self, assessment_id: str, tab: str | None = None) -> None:
        """Opens it; says so in the page when that can't be done."""
        self._subject = assessment_id
        context = self.context
        try:
            session = AssessmentSession(context.workspace, assessment_id)
        except OPENING_ERRORS as error:
            self._show_trouble(why_not_opened(context, error))
            return
        self._session = session
        view = VerdictView(context, session, Explanation(session.pack, context.words))
        self._fill_header(view)
        self.tabs.show_view(view, tab)
        self._stack.setCurrentWidget(self.tabs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where it is narrow the enterprise's name needs the room."""
        roomy = self.width() >= _ROOM_FOR_EDITION
        self._edition.setVisible(self._session is not None and roomy)
        words = self.context.say("ui_result.export")
        self.export.setText(words if roomy else "")
        self.export.setToolTip("" if roomy else words)
        self.onsite.setText(self.context.say("ui.mode_onsite") if roomy else "")

    def _fill_header(self, view: VerdictView) -> None:
        context, session = self.context, view.session
        submitted = session.status == "submitted"
        self.header.set_title(session.enterprise.name)
        status = pill(
            context.say(f"ui_result.status_{session.status}"), "good" if submitted else "warn"
        )
        self._edition = pill(context.text(session.pack.short_name))
        self._edition.setToolTip(context.say("ui_result.edition_tip", name=session.pack.name))
        others = self._history_menu(session)
        head = pill(view.head, "accent") if others is None else self._history_button(view, others)
        self.header.set_tags(head, status, self._edition)
        self._fit()
        complete = not session.verdict.unanswered
        self.go_on.setText(context.say("ui_assess.reopen" if submitted else "ui_result.continue"))
        # What comes next stands out: going on, submitting what is complete, handing it over.
        set_role(self.report, "primary" if submitted else "plain", "kind")
        set_role(self.go_on, "plain" if submitted or complete else "primary", "kind")
        tint = context.palette.on_accent if submitted else context.palette.text
        self.report.setIcon(icons.icon("result", tint))
        self.report.show()
        self.export.show()
        self.onsite.setVisible(submitted and session.mode == "self")
        self.go_on.show()
        self.submit.setVisible(complete and not submitted)

    def _history_menu(self, session: AssessmentSession) -> QMenu | None:
        """All assessments of the enterprise, when there are others than this."""
        from suzhou_assess.services import enterprises

        cards = enterprises.history(self.context.workspace, session.enterprise_id)
        if len(cards) < 2:
            return None
        menu = QMenu(self)
        for card in cards:
            action = menu.addAction(card_words(self.context, card))
            action.setCheckable(True)
            action.setChecked(card.id == session.id)
            action.triggered.connect(
                lambda _=False, card=card: self.context.show("result", card.id)
            )
        return menu

    def _history_button(self, view: VerdictView, menu: QMenu) -> QPushButton:
        made = button(
            view.head,
            icon="history",
            color=self.context.palette.muted,
            tip=self.context.say("ui_result.history_tip"),
        )
        menu.setParent(made, menu.windowFlags())
        made.setMenu(menu)
        made.setProperty("menu", True)
        self.history = made
        return made

    def _show_choice(self) -> None:
        from suzhou_assess.services import assessments

        self._forget()
        try:
            cards = assessments.cards(self.context.workspace, limit=_RECENT)
        except StoreError as error:
            self._show_trouble(error.say(self.context.words))
            return
        self._fill(self._choice(cards) if cards else self._nothing())

    def _choice(self, cards: list[AssessmentCard]) -> QWidget:
        say = self.context.say
        made = QWidget()
        layout = column(made, margins=(24, 32, 24, 24), gap=8)
        layout.addWidget(label(say("ui_result.pick_title"), "title"))
        layout.addWidget(label(say("ui_result.pick_hint"), "muted", wrap=True))
        layout.addSpacing(8)
        self.picker = AssessmentPicker(self.context, cards)
        self.picker.chosen.connect(lambda chosen: self.context.show("result", chosen))
        layout.addWidget(self.picker)
        layout.addStretch(1)
        made.setMaximumWidth(760)
        return made

    def _nothing(self) -> QWidget:
        say = self.context.say
        home = button(say("ui_result.go_home"), "primary")
        home.clicked.connect(lambda: self.context.show("home"))
        title, hint = say("ui_result.none_title"), say("ui_result.none_hint")
        return EmptyState(self.context.palette, "result", title, hint, home)

    def _show_trouble(self, words: str) -> None:
        self._forget()
        other = button(self.context.say("ui_result.pick_other"))
        other.clicked.connect(self._show_choice)
        title = self.context.say("ui_result.not_opened_title")
        self._fill(EmptyState(self.context.palette, "warning", title, words, other))

    def _forget(self) -> None:
        """Nothing is open: neither tags nor actions."""
        self._subject = self._session = None
        self.header.set_title(self.context.say("ui.page_result"))
        self.header.set_tags()
        self.report.hide()
        self.export.hide()
        self.onsite.hide()
        self.go_on.hide()
        self.submit.hide()

    def _fill(self, content: QWidget) -> None:
        """Something that is shown instead of an assessment."""
        content.setProperty("page", True)
        self._scroll.setWidget(content)
        self._stack.setCurrentWidget(self._scroll)

    def _on_go_on(self) -> None:
        session, context = self._session, self.context
        if session is None:
            return
        if session.status == "submitted":
            if not reopen_assessment(context, self, session):
                return
            context.data_changed.emit()
        context.show("assess", session.id)

    def _on_onsite(self) -> None:
        from suzhou_assess.ui.dialogs.start_onsite import start_onsite

        if self._session is not None:
            start_onsite(self.context, self, self._session.id)

    def _on_submit(self) -> None:
        session = self._session
        if session is None:
            return
        decision, item = submit_assessment(self.context, self, session)
        if decision is Decision.MEND:
            self.context.show("assess", session.id, item or None)
        elif decision is Decision.SUBMIT:
            self.context.data_changed.emit()
            self.show_assessment(session.id)

    def _on_report(self) -> None:
        from suzhou_assess.ui.dialogs.report_dialog import write_report

        if self._session is not None:
            write_report(self.context, self, self._session)
