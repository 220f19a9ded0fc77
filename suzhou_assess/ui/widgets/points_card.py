"""得分明细: every question with its answer, its points and how they came about."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from suzhou_assess.domain.answers import letters_of
from suzhou_assess.domain.pack import Dimension, Indicator, Question
from suzhou_assess.domain.points import Milli, as_text
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import TEXT_SIZE, Palette
from suzhou_assess.ui.widgets.basics import button, column, label, line
from suzhou_assess.ui.widgets.chart import font, tip, write
from suzhou_assess.ui.widgets.verdict_view import VerdictView, card_heading

_NAME_WIDTH = 156


class PointsCard(QFrame):
    """The score from the top down: dimensions, indicators, questions, each number explained."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._view = view
        context, verdict = view.context, view.session.verdict
        layout = column(self, margins=(20, 16, 20, 16), gap=8)
        layout.addLayout(card_heading(context.say("ui_result.points_detail")))
        layout.addWidget(label(view.explain.score(verdict), "muted", wrap=True))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)
        layout.addLayout(self._grid)
        for dimension in view.pack.dimensions:
            self._add_dimension(dimension)
        layout.addStretch(1)

    def _add_dimension(self, dimension: Dimension) -> None:
        view = self._view
        verdict = view.session.verdict
        at = self._grid.rowCount()
        self._grid.addWidget(line(), at, 0, 1, 3)
        name = label(view.context.text(dimension.name), "strong", wrap=True)
        how = label(view.explain.dimension(dimension.id, verdict), "muted", wrap=True)
        self._grid.addWidget(name, at + 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(how, at + 1, 1, Qt.AlignmentFlag.AlignTop)
        share = Share(view, verdict.dimensions[dimension.id], dimension.points, strong=True)
        self._grid.addWidget(share, at + 1, 2, Qt.AlignmentFlag.AlignTop)
        for indicator in dimension.indicators:
            self._add_indicator(indicator)

    def _add_indicator(self, indicator: Indicator) -> None:
        view = self._view
        for sub in indicator.subindicators:
            for question in sub.questions:
                self._add_question(indicator, question)
        verdict = view.session.verdict
        asked = [q for sub in indicator.subindicators for q in sub.questions]
        if len(asked) > 1:
            at = self._grid.rowCount()
            how = view.context.say(
                "ui_result.indicator_sum",
                name=indicator.name,
                how=view.explain.indicator(indicator.id, verdict),
            )
            self._grid.addWidget(label(how, "small", wrap=True), at, 1, 1, 2)

    def _add_question(self, indicator: Indicator, question: Question) -> None:
        view = self._view
        session = view.session
        at = self._grid.rowCount()
        name = button(
            view.context.say(
                "ui_result.numbered", number=view.number(question.id), name=question.name
            ),
            "link",
            tip=view.context.text(question.prompt),
        )
        name.clicked.connect(lambda: view.open(question.id))
        self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words = column(margins=(0, 4, 0, 0), gap=0)
        words.addWidget(label(self._answer(question), wrap=True))
        how = view.explain.question(question.id, session.answers.choices, session.answers.figures)
        words.addWidget(label(how, "small", wrap=True))
        self._grid.addLayout(words, at, 1)
        share = Share(view, session.verdict.questions[question.id], question.points)
        share.setToolTip(
            tip(
                f"{view.context.text(indicator.name)}\n"
                + view.explain.indicator(indicator.id, session.verdict)
            )
        )
        self._grid.addWidget(share, at, 2, Qt.AlignmentFlag.AlignTop)

    def _answer(self, question: Question) -> str:
        """The chosen options in words."""
        context = self._view.context
        letters = letters_of(self._view.session.answers.choices.get(question.id))
        if not letters:
            return context.say("ui_result.unanswered")
        texts = (question.option(letter).text for letter in letters)
        return context.say("ui_result.options_joined").join(map(context.text, texts))


class Share(QWidget):
    """Points of full points, with a small bar."""

    def __init__(
        self, view: VerdictView, points: Milli, full: Milli, *, strong: bool = False
    ) -> None:
        super().__init__()
        self._palette: Palette = view.context.palette
        self._points, self._full, self._strong = points, full, strong
        self.setFixedSize(QSize(132, 30))
        self.setAccessibleName(
            view.context.say("ui_result.score_of", score=as_text(points), full=as_text(full))
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        track = QRectF(0, room.center().y() - 3, 48, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(palette.sunken))
        painter.drawRoundedRect(track, 3, 3)
        if self._points and self._full:
            track.setWidth(max(6.0, track.width() * self._points / self._full))
            painter.setBrush(color(palette.accent))
            painter.drawRoundedRect(track, 3, 3)
        used = font(TEXT_SIZE, bold=self._strong)
        tint = palette.text if self._points else palette.muted
        shown = f"{as_text(self._points)} / {as_text(self._full)}"
        write(painter, room, shown, used, tint, Qt.AlignmentFlag.AlignRight)
