"""历次对比: any two assessments of the enterprise side by side, and a line over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from suzhou_assess.domain.comparison import Comparison
from suzhou_assess.domain.points import as_text
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.views import AssessmentCard
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui import icons
from suzhou_assess.ui.models.opening import OPENING_ERRORS, why_not_opened
from suzhou_assess.ui.widgets.assessment_picker import card_words
from suzhou_assess.ui.widgets.basics import clear, column, label, row
from suzhou_assess.ui.widgets.chart import Caption
from suzhou_assess.ui.widgets.chart_card import ChartCard
from suzhou_assess.ui.widgets.drill_chart import Drill
from suzhou_assess.ui.widgets.level_badge import LevelBadge
from suzhou_assess.ui.widgets.over_time_changes import ChangesCard
from suzhou_assess.ui.widgets.over_time_chart import OverTimeChart, TimeMark
from suzhou_assess.ui.widgets.peers_card import PeersCard
from suzhou_assess.ui.widgets.pick_box import ChoiceBox
from suzhou_assess.ui.widgets.radar import Axis, Radar
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.comparison_words import ComparisonWords

if TYPE_CHECKING:
    from suzhou_assess.services.over_time import TimePoint

_GAP = 16
_WIDE = 960
_PICKER = 480


class OverTimeView(QWidget):
    """Begins with the assessment that is open and the one before it."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self._view = view
        self.radar: Radar | None = None
        self.chart: OverTimeChart | None = None
        self.changes: ChangesCard | None = None
        self.peers = PeersCard(view)
        self.older = ChoiceBox([])
        self.newer = ChoiceBox([])
        self._cards: list[AssessmentCard] = []
        self._line: tuple[TimePoint, ...] = ()
        self._layout = column(self, margins=(24, 16, 24, 24), gap=_GAP)
        self._content = column(gap=_GAP)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._side = column()
        self._fill()

    def compare(self, older: str, newer: str) -> None:
        """Shows these two, whichever the user takes for the older."""
        for box, chosen in ((self.older, older), (self.newer, newer)):
            box.blockSignals(True)
            box.set_value(chosen)
            box.blockSignals(False)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        way = QBoxLayout.Direction
        wide = self.width() - 48 >= _WIDE
        self._columns.setDirection(way.LeftToRight if wide else way.TopToBottom)

    def _fill(self) -> None:
        from suzhou_assess.services import over_time

        view = self._view
        workspace, session = view.context.workspace, view.session
        try:
            self._cards = over_time.comparable(workspace, session.enterprise_id)
            self._line = over_time.line(workspace, session.enterprise_id)
            other = over_time.before(workspace, session.enterprise_id, session.id)
        except StoreError as error:
            self._say_trouble(error)
            return
        here = next((card for card in self._cards if card.id == session.id), None)
        if here is None or other is None:
            self._say_only_one(answered=here is not None)
            return
        self._layout.addWidget(self._head())
        self._layout.addLayout(self._content)
        self._layout.addStretch(1)
        later = self._cards.index(other) > self._cards.index(here)
        self.compare(*((here.id, other.id) if later else (other.id, here.id)))

    def _head(self) -> QWidget:
        context = self._view.context
        entries = [(card.id, card_words(context, card)) for card in reversed(self._cards)]
        made = QFrame()
        made.setProperty("card", "true")
        layout = row(made, margins=(20, 12, 20, 12), gap=12)
        for name in ("older", "newer"):
            box = ChoiceBox(entries)
            box.setAccessibleName(context.say(f"ui_over_time.{name}"))
            box.setMinimumWidth(220)
            box.setMaximumWidth(_PICKER)
            box.setFixedHeight(36)
            box.currentIndexChanged.connect(self._show)
            setattr(self, name, box)
            title = label(context.say(f"ui_over_time.{name}"), "muted")
            title.setBuddy(box)
            layout.addWidget(title)
            layout.addWidget(box, 1)
        layout.addStretch(0)  # only the room that the boxes leave
        return made

    def _show(self) -> None:
        """Everything about the two that are chosen."""
        context = self._view.context
        older_id, newer_id = self.older.value(), self.newer.value()
        self._side.removeWidget(self.peers)  # it looks for peers once, whoever is compared
        clear(self._content)
        self.radar = self.chart = self.changes = None
        if older_id == newer_id:
            self._content.addWidget(self._hint("same_title", "same_hint"), 1)
            return
        try:
            older, newer = self._open(older_id), self._open(newer_id)
        except OPENING_ERRORS as error:
            title = context.say("ui_over_time.not_read")
            words = why_not_opened(context, error)
            self._content.addWidget(EmptyState(context.palette, "warning", title, words), 1)
            return
        if older.pack.id != newer.pack.id:
            self._content.addWidget(self._hint("other_index_title", "other_index_hint"), 1)
            return
        from suzhou_assess.services.over_time import compare_sessions

        comparison = compare_sessions(older, newer)
        said = ComparisonWords(newer.pack, context.words)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._columns.setSpacing(_GAP)
        left, right = column(gap=_GAP), column(gap=_GAP)
        self._side = left
        left.addWidget(self._verdict_card(comparison, said))
        self.changes = ChangesCard(self._view, comparison, said)
        left.addWidget(self.changes)
        left.addWidget(self.peers)
        left.addStretch(1)
        right.addWidget(self._radar_card(comparison, older, newer))
        if len(self._line) > 1:
            right.addWidget(self._line_card(older_id, newer_id))
        right.addStretch(1)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        self._content.addLayout(self._columns)
        self._turn()

    def _open(self, assessment_id: str) -> AssessmentSession:
        session = self._view.session
        if assessment_id == session.id:
            return session
        return AssessmentSession(self._view.context.workspace, assessment_id)

    def _verdict_card(self, comparison: Comparison, said: ComparisonWords) -> QFrame:
        """The two levels, what the score did, and which conditions came or went."""
        context = self._view.context
        made = QFrame()
        made.setProperty("card", "true")
        layout = column(made, margins=(20, 16, 20, 16), gap=8)
        head = row(gap=12)
        head.addWidget(LevelBadge(comparison.level_before, 36))
        head.addWidget(label("→", "title"))
        head.addWidget(LevelBadge(comparison.level_after, 44))
        head.addWidget(label(said.headline(comparison), "strong", wrap=True), 1)
        layout.addLayout(head)
        moved = comparison.level_before != comparison.level_after
        shown = comparison.decisive if moved else comparison.conditions
        if shown:
            key = "ui_over_time.why_moved" if moved else "ui_over_time.why_stayed"
            layout.addWidget(label(context.say(key), "small"))
        for condition in shown:
            entry = row(gap=8)
            mark = label()
            icon, tint = ("check", context.palette.good)
            if not condition.met_after:
                icon, tint = ("target", context.palette.warn)
            mark.setPixmap(icons.pixmap(icon, tint, 16))
            mark.setFixedWidth(16)
            entry.addWidget(mark)
            entry.addWidget(label(said.condition(condition), wrap=True), 1)
            layout.addLayout(entry)
        if comparison.editions_differ:
            layout.addWidget(label(context.say("ui_over_time.editions"), "small", wrap=True))
        return made

    def _radar_card(
        self, comparison: Comparison, older: AssessmentSession, newer: AssessmentSession
    ) -> ChartCard:
        context = self._view.context
        indicators = {indicator.id: indicator for indicator in comparison.pack.indicators}
        axes = [
            Axis(
                context.text(indicators[change.indicator].name),
                change.after,
                change.full,
                before=change.before,
            )
            for change in comparison.indicators
        ]
        names = self._names(older, newer)
        self.radar = Radar(context, self._caption("chart_radar"), axes, names)
        self.radar.setMinimumHeight(320)
        return ChartCard(context, self.radar)

    def _line_card(self, older_id: str, newer_id: str) -> ChartCard:
        context = self._view.context
        marks = []
        for point in self._line:
            compared = point.assessment_id in (older_id, newer_id)
            words = context.say(
                "ui_over_time.point",
                mode=context.say(f"ui.mode_{point.mode}"),
                date=point.date.isoformat(),
                score=as_text(point.score),
                level=point.level,
            )
            if not compared:
                words += "\n" + context.say("ui_over_time.compare_hint")
            marks.append(
                TimeMark(
                    point.assessment_id,
                    point.date,
                    point.score,
                    point.level,
                    point.mode == "onsite",
                    compared,
                    words,
                )
            )
        thresholds = [level.min_score for level in self._view.pack.levels]
        names = (context.say("ui.mode_self"), context.say("ui.mode_onsite"))
        caption = self._caption("chart_line")
        self.chart = OverTimeChart(context, caption, marks, thresholds, names)
        self.chart.opened.connect(self._on_mark)
        return ChartCard(context, self.chart)

    def _on_mark(self, drill: Drill) -> None:
        """Compares with the assessment whose mark was chosen: a later one takes the place of the
        newer, any other that of the older."""
        chosen = str(drill.part)
        older, newer = self.older.value(), self.newer.value()
        if chosen in (older, newer):
            return
        order = [card.id for card in self._cards]
        if order.index(chosen) > order.index(newer):
            self.compare(older, chosen)
        else:
            self.compare(chosen, newer)
        if self.chart is not None:
            self.chart.setFocus()

    def _names(self, *sessions: AssessmentSession) -> tuple[str, str]:
        """自评 2024-06-01, 现场评定 2025-06-01"""
        context = self._view.context
        older, newer = (
            f"{context.say(f'ui.mode_{session.mode}')} {session.date.isoformat()}"
            for session in sessions
        )
        return older, newer

    def _caption(self, key: str) -> Caption:
        title = self._view.context.say(f"ui_over_time.{key}")
        return Caption(title, self._view.session.enterprise.name)

    def _hint(self, title: str, hint: str) -> EmptyState:
        context = self._view.context
        return EmptyState(
            context.palette,
            "history",
            context.say(f"ui_over_time.{title}"),
            context.say(f"ui_over_time.{hint}"),
        )

    def _say_only_one(self, *, answered: bool) -> None:
        key = "only_one" if answered else "not_answered"
        self._layout.addWidget(self._hint(f"{key}_title", f"{key}_hint"), 1)
        self._layout.addWidget(self.peers)

    def _say_trouble(self, error: StoreError) -> None:
        context = self._view.context
        title = context.say("ui_over_time.not_read")
        self._layout.addWidget(
            EmptyState(context.palette, "warning", title, error.say(context.words)), 1
        )
