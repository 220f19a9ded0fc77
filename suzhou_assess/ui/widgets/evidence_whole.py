"""What is attached to an assessment as a whole, beside its general note."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from suzhou_assess.domain.pack import Pack
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.evidence_desk import EvidenceDesk
from suzhou_assess.ui.widgets.answering_evidence import Attachments
from suzhou_assess.ui.widgets.assess_keys import action_of
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.evidence_drop import EvidenceDrop
from suzhou_assess.ui.widgets.evidence_pane import EvidencePane


class WholeEvidence(QWidget):
    """Attached as beside a question: by button, Ctrl+E, Ctrl+V, or dropped on the window."""

    left = Signal()
    """Back to the note."""

    def __init__(self, context: Context, parent: QWidget, desk: EvidenceDesk, pack: Pack) -> None:
        """``parent`` is the window that takes what is dropped."""
        super().__init__(parent)
        say = context.say
        layout = column(self, gap=8)
        head = row(gap=12)
        tip = say("ui_evidence.add_tip")
        self.add = button(
            say("ui_evidence.add"), "quiet", icon="clip", color=context.palette.muted, tip=tip
        )
        head.addWidget(self.add)
        head.addWidget(label(say("ui_evidence.whole_hint"), "small", wrap=True), 1)
        layout.addLayout(head)
        self.add.setVisible(desk.editable)  # sooner it would be a window of its own
        name = say("ui_evidence.whole")
        self.pane = EvidencePane(context, name)
        self.pane.left.connect(self.left)
        layout.addWidget(self.pane)
        self.attachments = Attachments(context, parent, self.pane, str, lambda: None)
        self.add.clicked.connect(self.attachments.choose)
        self.drop = EvidenceDrop(say("ui_evidence.drop_whole"), parent)
        self.drop.takes = desk.editable
        self.drop.dropped.connect(self.attachments.attach)
        self.attachments.show_desk(desk)
        self.pane.show_desk(desk, pack)
        self.pane.show_item("")
        for made in self.findChildren(QPushButton):
            made.setAutoDefault(False)  # Enter in a caption is no click on any of them

    def obey(self, event: QKeyEvent) -> bool:
        """Attach, if that is what a key of the window asks for."""
        action = action_of(event)
        if action == "attach":
            self.attachments.choose()
        elif action == "paste":
            self.attachments.paste()
        return action in ("attach", "paste")

    def let_go(self) -> None:
        """Write what is typed; the page goes on alone."""
        self.pane.flush()
        self.attachments.stop_listening()
