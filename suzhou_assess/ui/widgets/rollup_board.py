"""The cards of the roll-up and how they stand: in one, two or three columns, as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import lcm
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from suzhou_assess.services.rollup_views import RollupView
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.rollup_desk import Shown
from suzhou_assess.ui.models.rollup_query import RollupQuery, filter_words
from suzhou_assess.ui.models.rollup_rows import GroupKind, RollupRows
from suzhou_assess.ui.models.rollup_words import figures
from suzhou_assess.ui.widgets.basics import button, column
from suzhou_assess.ui.widgets.burnup_chart import BurnUpChart
from suzhou_assess.ui.widgets.chart import Caption, Chart
from suzhou_assess.ui.widgets.chart_card import ChartCard
from suzhou_assess.ui.widgets.count_rows import CountRows
from suzhou_assess.ui.widgets.district_chart import DistrictChart
from suzhou_assess.ui.widgets.drill_chart import DrillChart
from suzhou_assess.ui.widgets.figure_tile import FigureTile
from suzhou_assess.ui.widgets.level_stack import LevelStack
from suzhou_assess.ui.widgets.scenario_heat import ScenarioHeat
from suzhou_assess.ui.widgets.score_bands import ScoreBands
from suzhou_assess.ui.widgets.segments import Segments

Kind = TypeVar("Kind", bound=DrillChart)

_GAP = 14
_TWO_COLUMNS = 820
_THREE_COLUMNS = 1480
_MOST_FIGURES = 5
_NARROW_FIGURES = 3
_MOST_CELLS = 6
"""Three figures above two are six columns wide."""
_GROUPS: tuple[GroupKind, ...] = ("district", "industry", "size")
_SHORT = 10
"""So many groups stand in the levels' card unless all are asked for."""


class RollupBoard(QWidget):
    """Shows a view. What is behind a mark is asked for by ``opened``."""

    opened = Signal(object)
    """A ``Drill``."""
    asked = Signal(str)
    """``campaign`` or ``roster``: the dialog behind a figure; ``doubts``: the queue."""

    def __init__(self, context: Context, scroll: QScrollArea) -> None:
        super().__init__()
        self._context = context
        self._scroll = scroll
        self._view: RollupView | None = None
        self._all_groups = False
        self._rows = RollupRows(context, context.workspace.packs.default())
        say = context.say
        layout = column(self, margins=(24, 16, 24, 24), gap=_GAP)
        self.tiles = [FigureTile(context) for _ in range(_MOST_FIGURES)]
        self._tile_grid = QGridLayout()
        self._grid = QGridLayout()
        for grid in (self._tile_grid, self._grid):
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setSpacing(_GAP)
            layout.addLayout(grid)
        for tile in self.tiles:
            tile.setParent(self)  # shown without one, each would be a window of its own
            tile.clicked.connect(lambda _=False, tile=tile: self._on_tile(tile))
        self.burn_up = self._chart(BurnUpChart, "burn_up")
        self.districts = self._chart(DistrictChart, "districts")
        self.levels = self._chart(LevelStack, "levels")
        self.levels.name_levels(self._rows.level_names)
        self.scenarios = self._chart(ScenarioHeat, "scenarios")
        self.scenarios.name_columns(self._rows.scenario_columns)
        self.scores = self._chart(ScoreBands, "scores")
        self.quality = self._chart(CountRows, "quality")
        self.by = Segments(
            say("ui_rollup.levels_by"), [(kind, say(f"ui_rollup.by_{kind}")) for kind in _GROUPS]
        )
        self.by.set_value("district")
        self.by.chosen.connect(lambda _kind: self._on_group())
        self.more = button("", "link")
        self.more.clicked.connect(self._show_more)
        self.of = Segments(
            say("ui_rollup.scores_of"),
            [(kind, say(f"ui_rollup.of_{kind}")) for kind in ("indicator", "question")],
        )
        self.of.set_value("indicator")
        self.of.chosen.connect(lambda _kind: self._show_scores())
        self.doubts = button("", "link")
        self.doubts.clicked.connect(lambda: self.asked.emit("doubts"))
        self.cards = {
            "burn_up": ChartCard(context, self.burn_up),
            "districts": ChartCard(context, self.districts),
            "levels": ChartCard(context, self.levels, beside=self.by, below=self.more),
            "scenarios": ChartCard(context, self.scenarios),
            "scores": ChartCard(context, self.scores, beside=self.of),
            "quality": ChartCard(context, self.quality, beside=self.doubts),
        }
        self._columns = 0
        scroll.viewport().installEventFilter(self)
        self._arrange()

    @property
    def group(self) -> GroupKind:
        """What the levels are shown by."""
        value = self.by.value
        return value if value in _GROUPS else "district"

    @group.setter
    def group(self, kind: GroupKind) -> None:
        self.by.set_value(kind)

    @property
    def charts(self) -> Sequence[Chart]:
        return tuple(card.chart for card in self.cards.values())

    def show_view(self, shown: Shown, query: RollupQuery, today: date) -> None:
        """Everything anew."""
        view, reading = shown.view, shown.reading
        self._view = view
        self._caption(query, today)
        said = figures(
            self._context,
            view,
            reading.coverage,
            has_roster=reading.has_roster,
        )
        for tile, figure in zip(self.tiles, said, strict=False):
            tile.show_figure(figure)
        for number, tile in enumerate(self.tiles):
            tile.setVisible(number < len(said))
        self._place_tiles(len(said))
        self.burn_up.show_burn_up(self._rows.burn_up(view))
        self.districts.show_rows(self._rows.districts(view))
        self._show_levels()
        self.scenarios.show_rows(self._rows.scenarios(view))
        self._show_scores()
        self.quality.show_rows(self._rows.quality(view))
        self._show_notes(view, has_targets=bool(reading.campaign.targets))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return False

    def _chart(self, kind: type[Kind], name: str) -> Kind:
        made = kind(self._context, Caption(self._context.say(f"ui_rollup.card_{name}"), ""))
        made.opened.connect(self.opened)
        return made

    def _caption(self, query: RollupQuery, today: date) -> None:
        """Exported pictures say what they show, and of which day."""
        say = self._context.say
        day = say("ui_rollup.as_of_day", date=query.day(today).isoformat())
        words = filter_words(self._context, query, today) or say("ui_rollup.everything")
        for chart in self.charts:
            chart.caption = Caption(chart.caption.title, f"{words} · {day}")

    def _show_notes(self, view: RollupView, *, has_targets: bool) -> None:
        say = self._context.say
        if any(row.shows_plan for row in self.districts.rows):
            self.cards["districts"].note(say("ui_rollup.districts_targets"))
        else:
            self.cards["districts"].note("" if has_targets else say("ui_rollup.districts_plain"))
        self.cards["scenarios"].note(say("ui_rollup.scenarios_note"))
        self.cards["scores"].note(say("ui_rollup.scores_note"))
        waiting, kinds = self._rows.doubts(view)
        self.doubts.setVisible(waiting > 0)
        self.doubts.setText(say("ui_rollup.doubts", count=f"{waiting:,}"))
        self.doubts.setToolTip(kinds)
        unreadable = view.quality.unreadable
        note = say("ui_rollup.unreadable", count=f"{unreadable:,}") if unreadable else ""
        self.cards["quality"].note(note)

    def _show_levels(self) -> None:
        if self._view is None:
            return
        rows = self._rows.levels(self._view, self.group)
        groups = len(rows) - 1
        cut = groups > _SHORT + 1
        self.more.setVisible(cut)
        key = "ui_rollup.fewer" if self._all_groups else "ui_rollup.all_groups"
        self.more.setText(self._context.say(key, count=groups if not self._all_groups else _SHORT))
        self.levels.show_rows(rows[: _SHORT + 1] if cut and not self._all_groups else rows)

    def _show_scores(self) -> None:
        view = self._view
        if view is None:
            return
        questions = self.of.value == "question"
        self.scores.show_rows(
            self._rows.bands(view.questions, "question")
            if questions
            else self._rows.bands(view.indicators, "indicator")
        )

    def _on_group(self) -> None:
        self._all_groups = False
        self._show_levels()

    def _show_more(self) -> None:
        self._all_groups = not self._all_groups
        self._show_levels()

    def _on_tile(self, tile: FigureTile) -> None:
        opens = tile.figure.opens if tile.figure is not None else None
        if isinstance(opens, str):
            self.asked.emit(opens)
        elif opens is not None:
            self.opened.emit(opens)

    # arranging

    def _arrange(self) -> None:
        width = self._scroll.viewport().width()
        columns = 1 + (width >= _TWO_COLUMNS) + (width >= _THREE_COLUMNS)
        if columns == self._columns:
            return
        self._columns = columns
        grid = self._grid
        while grid.takeAt(0) is not None:
            pass
        for number, name in enumerate(self.cards):
            grid.addWidget(self.cards[name], number // columns, number % columns)
        for number in range(3):
            grid.setColumnStretch(number, 1 if number < columns else 0)
        # Cards of equal width, however long what stands in them.
        for card in self.cards.values():
            card.setMinimumWidth(0)
        self._place_tiles(sum(not tile.isHidden() for tile in self.tiles))

    def _place_tiles(self, count: int) -> None:
        """All in a line; where it is narrow, more than three in two lines of equal length."""
        wide = self._columns > 1 or count <= _NARROW_FIGURES
        upper = max(1, count if wide else -(-count // 2))
        lower = max(1, count - upper)
        # As many columns as both lines can be divided into.
        cells = lcm(upper, lower)
        grid = self._tile_grid
        while grid.takeAt(0) is not None:
            pass
        for number, tile in enumerate(self.tiles[:count]):
            line, place = divmod(number, upper)
            span = cells // (lower if line else upper)
            grid.addWidget(tile, line, place * span, 1, span)
        for number in range(_MOST_CELLS):
            grid.setColumnStretch(number, 1 if number < cells else 0)
