"""The cards of a verdict and how they stand: in three columns, or in two where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from suzhou_assess.domain.answers import level_of
from suzhou_assess.domain.pack import Scenario
from suzhou_assess.ui import icons
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.chart_export import export_button
from suzhou_assess.ui.widgets.checks_card import ChecksCard
from suzhou_assess.ui.widgets.conditions_card import ConditionsCard
from suzhou_assess.ui.widgets.gap_card import GapCard
from suzhou_assess.ui.widgets.level_card import LevelCard
from suzhou_assess.ui.widgets.peers_card import PeersCard
from suzhou_assess.ui.widgets.points_card import PointsCard
from suzhou_assess.ui.widgets.radar import Axis, Radar
from suzhou_assess.ui.widgets.scenario_strip import Mark, MarkGroup, ScenarioStrip
from suzhou_assess.ui.widgets.verdict_view import VerdictView, card_heading

_GAP = 16
_WIDE = 980


class VerdictBoard(QWidget):
    """Everything about one verdict."""

    def __init__(self, view: VerdictView, scroll: QScrollArea) -> None:
        super().__init__()
        self._view = view
        self._scroll = scroll
        outer = column(self, margins=(24, 16, 24, 24), gap=_GAP)
        self.incomplete: QFrame | None = None
        if view.session.verdict.unanswered:
            self.incomplete = self._incomplete()
            outer.addWidget(self.incomplete)
        self.level = LevelCard(view)
        self.level.asked.connect(self.show_points)
        self.radar = _radar(view)
        self.gap = GapCard(view)
        self.strip = _strip(view)
        self.checks = ChecksCard(view)
        self.points = PointsCard(view)
        self._radar_card = _charted(view, self.radar)
        self._strip_card = self._scenarios()
        self._side = QWidget()
        side = column(self._side, gap=_GAP)
        side.addWidget(self.checks)
        self.conditions = ConditionsCard(view)
        side.addWidget(self.conditions)
        self.peers = PeersCard(view)
        side.addWidget(self.peers)
        side.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        outer.addLayout(self._grid)
        outer.addStretch(1)
        self._wide: bool | None = None
        scroll.viewport().installEventFilter(self)
        self._arrange(scroll.viewport().width() >= _WIDE)

    def show_points(self) -> None:
        """Scrolls to where the score is explained."""
        self._scroll.verticalScrollBar().setValue(self.points.y() - _GAP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._arrange(self._scroll.viewport().width() >= _WIDE)
        return False

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        self.gap.spread(not wide)
        grid = self._grid
        while grid.takeAt(0) is not None:
            pass
        for widget, *where in self._places(wide):
            grid.addWidget(widget, *where)
        # The radar needs the most room: its labels stand at its sides.
        for number, share in enumerate((30, 37, 33) if wide else (1, 1, 0)):
            grid.setColumnStretch(number, share)
        grid.setRowStretch(2 if wide else 4, 1)
        grid.setRowStretch(4 if wide else 2, 0)

    def _places(self, wide: bool) -> tuple[tuple[QWidget, int, int, int, int], ...]:
        """Every card with row, column and how many rows and columns it takes."""
        if wide:
            return (
                (self.level, 0, 0, 1, 1),
                (self._radar_card, 0, 1, 1, 1),
                (self.gap, 0, 2, 1, 1),
                (self._strip_card, 1, 0, 1, 2),
                (self._side, 1, 2, 2, 1),
                (self.points, 2, 0, 1, 2),
            )
        return (
            (self.level, 0, 0, 1, 1),
            (self._radar_card, 0, 1, 1, 1),
            (self.gap, 1, 0, 1, 2),
            (self._strip_card, 2, 0, 1, 2),
            (self._side, 3, 0, 1, 2),
            (self.points, 4, 0, 1, 2),
        )

    def _incomplete(self) -> QFrame:
        context, missing = self._view.context, self._view.session.verdict.unanswered
        made = QFrame()
        made.setProperty("card", "warn")
        layout = row(made, margins=(16, 6, 12, 6), gap=10)
        mark = label()
        mark.setPixmap(icons.pixmap("warning", context.palette.warn, 18))
        layout.addWidget(mark)
        layout.addWidget(label(context.say("ui_result.incomplete", count=len(missing)), "warn"))
        jump = button(context.say("ui_result.incomplete_jump"), "link")
        jump.clicked.connect(lambda: self._view.open(missing[0]))
        layout.addWidget(jump)
        layout.addStretch(1)
        return made

    def _scenarios(self) -> QFrame:
        context, gap = self._view.context, self._view.session.gap
        made = QFrame()
        made.setProperty("card", "true")
        layout = column(made, margins=(20, 10, 20, 10), gap=2)
        legend = [context.say("ui_result.legend_binding")]
        if gap is not None:
            legend.append(context.say("ui_result.legend_target", level=gap.target.level))
        heading = card_heading(
            self.strip.caption.title,
            label("    ".join(legend), "small"),
            export_button(context, self.strip),
        )
        layout.addLayout(heading)
        layout.addWidget(self.strip)
        layout.addStretch(1)
        return made


def _charted(view: VerdictView, chart: Radar) -> QFrame:
    made = QFrame()
    made.setProperty("card", "true")
    layout = column(made, margins=(16, 10, 16, 10), gap=0)
    layout.addLayout(card_heading(chart.caption.title, export_button(view.context, chart)))
    layout.addWidget(chart, 1)
    return made


def _radar(view: VerdictView) -> Radar:
    verdict, context = view.session.verdict, view.context
    title = context.say("ui_result.chart_radar", count=len(view.pack.indicators))
    return Radar(
        context,
        view.caption(title),
        [
            Axis(
                context.text(indicator.name),
                verdict.indicators[indicator.id],
                indicator.points,
                view.explain.indicator(indicator.id, verdict),
            )
            for indicator in view.pack.indicators
        ],
    )


def _strip(view: VerdictView) -> ScenarioStrip:
    context, gap = view.context, view.session.gap
    title = context.say("ui_result.chart_scenarios", count=len(view.pack.scenarios))
    strip = ScenarioStrip(
        context,
        view.caption(title),
        [
            MarkGroup(context.text(group.name), tuple(_mark(view, s) for s in group.scenarios))
            for group in view.pack.scenario_groups
        ],
        gap.target.level if gap is not None else None,
    )
    strip.opened.connect(view.open)
    return strip


def _mark(view: VerdictView, scenario: Scenario) -> Mark:
    context, answers = view.context, view.session.answers
    level = level_of(answers.choices.get(scenario.id))
    applies = scenario.id not in answers.not_applicable
    if not applies:
        words = [context.say("ui_result.not_applicable_words")]
    elif level is None:
        words = [context.say("ui_result.not_judged_words")]
    else:
        said = (level, level + 1) if level < scenario.top else (level,)
        words = [context.say("ui_result.next_step", level=n, text=scenario.levels[n]) for n in said]
    return Mark(
        scenario.id,
        context.text(scenario.name),
        scenario.binding,
        level,
        scenario.top,
        applies,
        "\n".join(words),
    )
