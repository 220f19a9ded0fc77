"""The verdict at a glance: level, what it means, score, dimensions, 参考."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QLabel

from suzhou_assess.domain.pack import Reference
from suzhou_assess.domain.points import as_text
from suzhou_assess.ui.tokens import Palette
from suzhou_assess.ui.widgets.basics import button, column, label, line, pill, row
from suzhou_assess.ui.widgets.chart import font, tip, write
from suzhou_assess.ui.widgets.chart_export import export_button
from suzhou_assess.ui.widgets.level_badge import LevelBadge, paint_level
from suzhou_assess.ui.widgets.score_bars import Bar, ScoreBars
from suzhou_assess.ui.widgets.verdict_view import VerdictView

_BADGE = 72
_EXPORT_HEAD = 72.0


class LevelCard(QFrame):
    """Says first what an owner asks first."""

    asked = Signal()
    """To see where the score comes from."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self.setProperty("card", "true")
        context, session, level = view.context, view.session, view.level
        say = context.say
        name = level_title(view)
        self.bars = bars = VerdictBars(view, name)
        layout = self._layout = column(self, margins=(20, 16, 20, 16), gap=12)

        top = row(gap=16)
        badge = LevelBadge(level.level, _BADGE)
        badge.set_level(level.level, name)
        top.addWidget(badge, alignment=Qt.AlignmentFlag.AlignTop)
        words = column(gap=2)
        first = row(gap=8)
        first.addWidget(label(view.context.say("ui_result.digital_level"), "small"))
        first.addStretch(1)
        first.addWidget(export_button(context, bars))
        words.addLayout(first)
        self.level_name = label(name, "question", wrap=True)
        words.addWidget(self.level_name)
        words.addStretch(1)
        top.addLayout(words, 1)
        layout.addLayout(top)
        layout.addWidget(label(context.text(level.meaning), "muted", wrap=True))
        layout.addStretch(1)

        score = row(gap=6)
        self.score = label(as_text(session.verdict.score), "figure")
        full = label(say("ui_result.of_full", full=as_text(view.pack.full_score)), "muted")
        for part in (self.score, full):
            part.setToolTip(tip(view.explain.score(session.verdict)))
            score.addWidget(part, alignment=Qt.AlignmentFlag.AlignBottom)
        self.score.setAccessibleDescription(view.explain.score(session.verdict))
        score.addStretch(1)
        how = button(say("ui_result.how_counted"), "link")
        how.clicked.connect(self.asked)
        score.addWidget(how, alignment=Qt.AlignmentFlag.AlignBottom)
        layout.addLayout(score)
        layout.addWidget(bars)
        layout.addStretch(1)
        for reference in view.pack.references:
            layout.addWidget(line())
            self._add_reference(view, reference)

    def _add_reference(self, view: VerdictView, reference: Reference) -> None:
        context = view.context
        level = view.level.level
        points = reference.by_level[level] if level < len(reference.by_level) else 0
        said = context.say(
            "ui_result.reference",
            name=reference.name,
            points=str(points),
            full=str(reference.maximum),
        )
        note = f"{view.explain.reference(reference, view.session.verdict)}\n" + context.text(
            reference.note
        )
        together = row(gap=10)
        words: QLabel = label(said, "small", wrap=True)
        mark = pill(context.say("ui_result.for_reference"), "warn")
        for part in (mark, words):
            part.setToolTip(tip(note))
        words.setAccessibleDescription(note)
        together.addWidget(mark, alignment=Qt.AlignmentFlag.AlignVCenter)
        together.addWidget(words, 1)
        self._layout.addLayout(together)


class VerdictBars(ScoreBars):
    """The bars of the dimensions; in a file with level and score above them."""

    def __init__(self, view: VerdictView, level_name: str) -> None:
        context, verdict = view.context, view.session.verdict
        self._level = verdict.level
        self._level_name = level_name
        self._score = context.say(
            "ui_result.score_of",
            score=as_text(verdict.score),
            full=as_text(view.pack.full_score),
        )
        super().__init__(
            context,
            view.caption(context.say("ui_result.chart_score")),
            [
                Bar(
                    context.text(dimension.name),
                    verdict.dimensions[dimension.id],
                    dimension.points,
                    f"{context.text(dimension.name)}\n"
                    + view.explain.dimension(dimension.id, verdict),
                )
                for dimension in view.pack.dimensions
            ],
        )

    def in_words(self) -> str:
        return f"{self._level_name}\n{self._score}\n{super().in_words()}"

    def export_size(self) -> QSize:
        return super().export_size() + QSize(0, round(_EXPORT_HEAD))

    def draw(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        if room.height() >= super().export_size().height() + _EXPORT_HEAD:
            self._draw_head(painter, room, palette)
            room = room.adjusted(0, _EXPORT_HEAD, 0, 0)
        super().draw(painter, room, palette)

    def _draw_head(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        badge = QRectF(room.left(), room.top(), 52, 52)
        painter.setFont(font(26))
        paint_level(painter, badge.toRect(), self._level)
        words = QRectF(badge.right() + 16, badge.top(), room.right() - badge.right() - 16, 28)
        write(painter, words, self._level_name, font(20, bold=True), palette.text)
        words.translate(0, 28)
        words.setHeight(22)
        write(painter, words, self._score, font(14), palette.muted)


def level_title(view: VerdictView) -> str:
    """2 级 · 规范级; the name alone where there's nothing reached."""
    level = view.level
    name = view.context.text(level.name)
    if level.level == 0:
        return name
    return view.context.say("ui_result.level_title", level=level.level, name=name)
