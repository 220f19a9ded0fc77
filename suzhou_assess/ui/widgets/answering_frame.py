"""How an open assessment is laid out: the way at the left, one item, help at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.assess_footer import AssessFooter
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.evidence_drop import EvidenceDrop
from suzhou_assess.ui.widgets.evidence_pane import EvidencePane
from suzhou_assess.ui.widgets.help_panel import HelpPanel
from suzhou_assess.ui.widgets.live_score import LiveScore
from suzhou_assess.ui.widgets.note_editor import NoteEditor
from suzhou_assess.ui.widgets.question_view import QuestionView
from suzhou_assess.ui.widgets.quiet_area import QuietArea
from suzhou_assess.ui.widgets.scenario_view import ScenarioView
from suzhou_assess.ui.widgets.way_through import WayThrough

_CONTENT_WIDTH = 860
_WIDE = 1400
_NARROW = 900
_LOW = 760
"""So little height is left of a laptop's screen."""


class AnsweringFrame(QWidget):
    """The panes. The outer ones give way on a narrow screen and take some room on a wide one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._low = self._crowded = False
        outer = column(self, gap=0)
        body = row(gap=0)
        outer.addLayout(body, 1)
        self.way = WayThrough(context)
        body.addWidget(self.way)
        middle = column(gap=0)
        body.addLayout(middle, 1)
        self._build_middle(middle)
        self._build_right(body)
        self.footer = AssessFooter(context)
        outer.addWidget(self.footer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        wide, narrow = width >= _WIDE, width < _NARROW
        self.way.setFixedWidth(264 if wide else 184 if narrow else 230)
        self._right.setFixedWidth(384 if wide else 236 if narrow else 292)
        side = 16 if narrow else 24
        self._low = event.size().height() < _LOW
        top = 16 if narrow or self._low else 24
        self._content.setContentsMargins(side, top, side, 16)
        self._sit()

    def sit_low(self, *, crowded: bool) -> None:
        """``crowded``: more stands above the options than the question itself."""
        self._crowded = crowded
        self._sit()

    def _sit(self) -> None:
        for view in (self.question, self.scenario):
            view.options.sit_low(low=self._low and self._crowded)

    def sizeHint(self) -> QSize:
        return QSize(1100, 640)

    def _build_middle(self, middle: QVBoxLayout) -> None:
        self.area = QuietArea()
        page = QWidget()
        page.setProperty("page", True)
        across = row(page, gap=0)
        across.addStretch(1)
        holder = QWidget()
        holder.setMaximumWidth(_CONTENT_WIDTH)
        across.addWidget(holder, 1000)
        across.addStretch(1)
        self._content = column(holder, margins=(24, 24, 24, 16), gap=10)
        self.question = QuestionView(self._context)
        self.scenario = ScenarioView(self._context)
        self.scenario.hide()
        self._content.addWidget(self.question)
        self._content.addWidget(self.scenario)
        self.notes = NoteEditor(self._context)
        self._content.addWidget(self.notes)
        say = self._context.say
        tip = say("ui_onsite.rest_tip")
        self.rest = button(say("ui_onsite.rest"), "link", tip=tip)
        self.rest.hide()
        self.notes.foot.addWidget(self.rest)
        self.evidence = EvidencePane(self._context, say("ui_evidence.strip"))
        self._content.addWidget(self.evidence)
        self.keys = label("", "small", wrap=True)
        self._content.addWidget(self.keys)
        self._content.addStretch(1)
        self.area.setWidget(page)
        self.drop = EvidenceDrop(say("ui_evidence.drop"), self.area.viewport())
        middle.addWidget(self.area, 1)

    def _build_right(self, body: QHBoxLayout) -> None:
        self._right = QFrame()
        self._right.setProperty("bar", "right")
        right = column(self._right, gap=0)
        self.help = HelpPanel(self._context)
        right.addWidget(self.help, 1)
        self.score = LiveScore(self._context)
        right.addWidget(self.score)
        body.addWidget(self._right)
