"""Above the options on site: what the enterprise claimed, how the finding differs, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QSizePolicy, QWidget

from suzhou_assess.domain.claims import DIFFERENT, Kind
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.answer_desk import AnswerDesk
from suzhou_assess.ui.models.claim_words import figure_words, state_words
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, column, label, row, set_role
from suzhou_assess.ui.widgets.note_editor import NoteEdit
from suzhou_assess.words.answer_words import AnswerWords

_WIDE = 480
"""From this width on claim and finding stand in one line."""


class ClaimCard(QFrame):
    """One line while all is agreed; with claimed figures, a note or a difference a few more."""

    confirmed = Signal()
    reasoned = Signal(str)
    """Why the finding differs, to be saved."""
    closed = Signal()
    """Back to the options."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say = context.say
        self.setProperty("claim", "open")
        layout = column(self, margins=(12, 6, 6, 6), gap=4)
        self._across = row(gap=8)
        head = row(gap=8)
        mark = QLabel()
        mark.setPixmap(icons.pixmap("dot", context.palette.muted, 12))
        head.addWidget(mark)
        head.addWidget(label(say("ui_onsite.claim"), "small"))
        self.title = label("", "strong")
        head.addWidget(self.title)
        self.words = ElidedLabel("", "text")
        head.addWidget(self.words, 1)
        self.worth = label("", "small")
        head.addWidget(self.worth)
        self._across.addLayout(head, 1)
        verdict = row(gap=8)
        self.state = ElidedLabel("")
        self.state.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        verdict.addSpacing(4)
        verdict.addWidget(self.state)
        verdict.addStretch(1)
        self.confirm = button(say("ui_onsite.confirm"), "primary", tip=say("ui_onsite.confirm_tip"))
        self.confirm.setProperty("low", True)
        self.confirm.clicked.connect(self.confirmed)
        verdict.addWidget(self.confirm)
        self._across.addLayout(verdict)
        layout.addLayout(self._across)
        self.aside = ElidedLabel("", "small")
        below = row(gap=0)
        below.addSpacing(20)
        below.addWidget(self.aside, 1)
        layout.addLayout(below)
        self.note = label("", "small", wrap=True)
        self.note.setIndent(20)
        layout.addWidget(self.note)
        self._why = QWidget()
        why = row(self._why, margins=(20, 0, 2, 2), gap=8)
        why.addWidget(_top(label(say("ui_onsite.reason"), "small")))
        self.reason = NoteEdit(lines=1, most=4)
        self.reason.setPlaceholderText(say("ui_onsite.reason_hint"))
        self.reason.setAccessibleName(say("ui_onsite.reason"))
        self.reason.noted.connect(self.reasoned)
        self.reason.finished.connect(self.closed)
        why.addWidget(self.reason, 1)
        layout.addWidget(self._why)

    @property
    def asks_why(self) -> bool:
        """Whether there is a difference to give a reason for."""
        return self._why.isVisibleTo(self)

    def show_item(self, desk: AnswerDesk, item: str) -> None:
        """Become the claim of another item; hidden in an assessment without a claim."""
        claim = desk.session.claim
        self.setVisible(claim is not None)
        if claim is None:
            return
        claimed, context = desk.claimed(item), self._context
        if claimed is None:
            title, words, worth = "", context.say("ui_onsite.claim_none"), ""
        else:
            say = AnswerWords(desk.session.pack, context.words)
            title = say.short(item, claimed.choice, claimed.not_applicable)
            words = say.meaning(item, claimed.choice, claimed.not_applicable)
            worth = say.worth(item, claimed.choice)
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.words.setText(words)
        self.words.setToolTip(words)
        self.words.updateGeometry()
        self.worth.setText(worth)
        self.worth.setVisible(bool(worth))
        self.setAccessibleName(
            context.say("ui_onsite.claim_name", claim=" ".join(filter(None, (title, words, worth))))
        )
        note = claim.answers.notes.get(item, "")
        self.note.setText(context.say("ui_onsite.claim_note", note=note) if note else "")
        self.note.setVisible(bool(note))
        self.reason.show_text(desk.reason_at(item))
        self.show_state(desk, item)

    def show_state(self, desk: AnswerDesk, item: str) -> None:
        """What was found changed."""
        claim = desk.session.claim
        if claim is None:
            return
        context, pack = self._context, desk.session.pack
        review = desk.review(item)
        kind: Kind = review.kind if review is not None else "unclaimed"
        figures = "" if review is None else figure_words(context, pack, claim, review)
        self.aside.setText(figures)
        self.aside.setVisible(bool(figures))
        self.aside.updateGeometry()
        self.state.setText("" if review is None else state_words(context, pack, review))
        self.state.updateGeometry()
        self.state.setVisible(review is not None and kind != "open")
        set_role(self.state, f"claim_{kind}")
        set_role(self, kind, "claim")
        different = kind in DIFFERENT
        self.confirm.setVisible(desk.editable and (kind == "open" or different))
        set_role(self.confirm, "plain" if different else "primary", "kind")
        self.confirm.setText(
            context.say("ui_onsite.confirm_again" if different else "ui_onsite.confirm")
        )
        reason = desk.reason_at(item)
        self.reason.setReadOnly(not desk.editable)
        self._why.setVisible(bool(reason) or (different and desk.editable))
        self.setAccessibleDescription(f"{self.state.text()} {figures} {reason}".strip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._across.setDirection(
            QBoxLayout.Direction.LeftToRight
            if event.size().width() >= _WIDE
            else QBoxLayout.Direction.TopToBottom
        )

    def ask_why(self) -> None:
        """Write in the field of the reason, if there is a difference."""
        if self.asks_why and not self.reason.isReadOnly():
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Offer for saving what is typed and not yet saved."""
        self.reason.flush()


def _top(words: QLabel) -> QLabel:
    """Level with the first line of the field beside it."""
    words.setContentsMargins(0, 6, 0, 0)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    return words
