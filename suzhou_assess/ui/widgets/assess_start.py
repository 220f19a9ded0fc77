"""The page 评估 without an assessment: drafts to go on with, or a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from suzhou_assess.services import assessments
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.assessment_picker import AssessmentPicker
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.states import EmptyState

_DRAFTS = 30
_WIDTH = 760


class AssessStart(QWidget):
    opened = Signal(str)
    """Id of a draft."""
    new_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say = context.say
        self.new = button(
            say("ui_assess.new"), "primary", icon="plus", color=context.palette.on_accent
        )
        self.new.clicked.connect(self.new_wanted)
        self.picker: AssessmentPicker | None = None
        layout = column(self)
        try:
            drafts = assessments.cards(context.workspace, status="draft", limit=_DRAFTS)
        except StoreError as error:
            title, why = say("ui_assess.not_opened"), error.say(context.words)
            layout.addWidget(EmptyState(context.palette, "warning", title, why))
            return
        if not drafts:
            layout.addWidget(
                EmptyState(
                    context.palette,
                    "assess",
                    say("ui_assess.no_drafts"),
                    say("ui_assess.no_drafts_hint"),
                    self.new,
                )
            )
            return
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(area)
        body = QWidget()
        body.setProperty("page", True)
        body.setMaximumWidth(_WIDTH)
        listed = column(body, margins=(24, 32, 24, 24), gap=8)
        head = row(gap=12)
        words = column(gap=4)
        words.addWidget(label(say("ui_assess.start_title"), "title"))
        words.addWidget(label(say("ui_assess.start_hint"), "muted", wrap=True))
        head.addLayout(words, 1)
        head.addWidget(self.new)
        listed.addLayout(head)
        listed.addSpacing(8)
        self.picker = AssessmentPicker(context, drafts)
        self.picker.chosen.connect(self.opened)
        listed.addWidget(self.picker)
        listed.addStretch(1)
        area.setWidget(body)

    def take_focus(self) -> None:
        """To the draft worked on last, else to the button for a new one."""
        target = self.picker.rows[0] if self.picker is not None else self.new
        target.setFocus(Qt.FocusReason.OtherFocusReason)
