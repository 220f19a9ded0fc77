"""The top of the page 评估: whose assessment it is, its head, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.profile_words import district_name, industry_name
from suzhou_assess.ui.widgets.basics import button, card, column, label, pill, row, set_role
from suzhou_assess.ui.widgets.header import Header

_TITLE_ROOM = 300
"""A longer title is cut before a tag is left out for it."""
_GAPS = 72
_ASSESSOR_ROOM = 120


class AssessHeader(QWidget):
    """The header, and over a submitted assessment a strip that says so."""

    head_wanted = Signal()
    """To change mode, date or assessor."""
    sheet_wanted = Signal()
    result_wanted = Signal()
    submit_wanted = Signal()
    pause_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say = context.say
        layout = column(self, gap=0)
        self._header = Header(say("ui.page_assess"))
        layout.addWidget(self._header)
        self._tags: list[QWidget] = []
        self.head: QPushButton | None = None
        self.keys = button(
            "",
            "quiet",
            icon="keyboard",
            color=context.palette.muted,
            tip=say("ui_assess.sheet_tip"),
        )
        self.result = button(say("ui_assess.result"))
        self.submit = button(say("ui_assess.submit"))
        self.pause = button(say("ui_assess.pause"), tip=say("ui_assess.pause_tip"))
        self._actions = (self.keys, self.result, self.submit, self.pause)
        for action, wanted in zip(
            self._actions,
            (self.sheet_wanted, self.result_wanted, self.submit_wanted, self.pause_wanted),
            strict=True,
        ):
            action.clicked.connect(lambda _=False, wanted=wanted: wanted.emit())
            self._header.add_action(action)
        self._strip = card("good")
        inner = row(self._strip, margins=(16, 8, 8, 8), gap=12)
        inner.addWidget(label(say("ui_assess.submitted_strip"), "good", wrap=True), 1)
        self.reopen = button(say("ui_assess.reopen"))
        self.reopen.clicked.connect(self.reopen_wanted)
        inner.addWidget(self.reopen)
        self._shell = row()
        self._shell.addWidget(self._strip)
        layout.addLayout(self._shell)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No assessment is open: neither tags nor actions."""
        self._header.set_title(self._context.say("ui.page_assess"))
        self._set_tags([])
        for action in self._actions:
            action.hide()
        self._show_strip(visible=False)

    def show_session(self, session: AssessmentSession) -> None:
        """Tell of an open assessment."""
        draft = session.status == "draft"
        self._header.set_title(session.enterprise.name)
        self.head = self._head_of(session)
        edition = pill(self._context.text(session.pack.short_name))
        edition.setToolTip(self._context.text(session.pack.name))
        profile = self._profile_of(session)
        self._set_tags([self.head, edition, *([pill(profile)] if profile else [])])
        for action in self._actions:
            action.show()
        self.submit.setVisible(draft)
        set_role(self.result, "plain" if draft else "primary", "kind")
        self._show_strip(visible=not draft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _head_of(self, session: AssessmentSession) -> QPushButton:
        context = self._context
        assessor = self.fontMetrics().elidedText(
            session.assessor, Qt.TextElideMode.ElideRight, _ASSESSOR_ROOM
        )
        parts = (
            context.say(f"ui.mode_{session.mode}"),
            session.date.isoformat(),
            assessor,
        )
        made = button(
            " · ".join(part for part in parts if part),
            icon="edit",
            color=context.palette.accent,
            tip=context.say("ui_assess.head_tip"),
        )
        made.setProperty("tag", True)
        made.setEnabled(session.status == "draft")
        made.clicked.connect(self.head_wanted)
        return made

    def _profile_of(self, session: AssessmentSession) -> str:
        context, enterprise = self._context, session.enterprise
        size = enterprise.size(context.workspace.places)
        parts = (
            district_name(context, enterprise.district),
            industry_name(context, enterprise.industry),
            context.text(size.name) if size is not None else "",
        )
        return " · ".join(part for part in parts if part)

    def _show_strip(self, *, visible: bool) -> None:
        self._strip.setVisible(visible)
        self._shell.setContentsMargins(*((24, 12, 24, 12) if visible else (0, 0, 0, 0)))

    def _set_tags(self, tags: list[QWidget]) -> None:
        self._tags = tags
        self._header.set_tags(*tags)
        self._fit()

    def _fit(self) -> None:
        """The title first, then the head, then as many tags as there is room for."""
        room = self.width() - min(self._header.title_width, _TITLE_ROOM) - _GAPS
        room -= sum(action.sizeHint().width() + 12 for action in self._actions)
        for number, tag in enumerate(self._tags):
            room -= tag.sizeHint().width() + 8
            tag.setVisible(number == 0 or room >= 0)
