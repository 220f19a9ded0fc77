"""The charts of 汇总: where marks lie, what they say, and the way among them by keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import DARK, LEVEL_FILLS, LIGHT, Palette
from suzhou_assess.ui.widgets.burnup_chart import BurnUp, BurnUpChart, Point, _Frame, _step
from suzhou_assess.ui.widgets.chart import Caption, Chart
from suzhou_assess.ui.widgets.count_rows import CountRow, CountRows
from suzhou_assess.ui.widgets.district_chart import DistrictChart, DistrictRow
from suzhou_assess.ui.widgets.drill_chart import Drill, DrillChart
from suzhou_assess.ui.widgets.level_stack import LevelRow, LevelStack, Segment, widest_allowed
from suzhou_assess.ui.widgets.scenario_heat import Cell, HeatRow, ScenarioHeat, heat, readable_on
from suzhou_assess.ui.widgets.score_bands import BandRow, ScoreBands

CAPTION = Caption("图", "全部企业")
ENOUGH = 4.5


@pytest.fixture(autouse=True)
def no_tip_left(qtbot: QtBot) -> Iterator[None]:
    """Qt takes a tool tip away a moment after it was told to."""
    yield
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def shown(qtbot: QtBot, chart: DrillChart, width: int = 500, height: int = 300) -> DrillChart:
    qtbot.addWidget(chart)
    chart.resize(width, height)
    chart.show()
    qtbot.waitExposed(chart)
    return chart


def drawn(chart: Chart, palette: Palette) -> QImage:
    image = QImage(chart.size(), QImage.Format.Format_RGB32)
    image.fill(color(palette.surface))
    painter = QPainter(image)
    chart.draw(painter, QRectF(chart.rect()), palette)
    painter.end()
    return image


def heat_rows(rows: int = 3, cells: int = 5) -> list[HeatRow]:
    return [
        HeatRow(
            f"场景{r}",
            r % 2 == 0,
            tuple(
                Cell(c / 10, f"{c}0%", f"场景{r} {c} 级", Drill((r, c), f"{r}-{c}"))
                for c in range(cells)
            ),
            f"场景{r}",
        )
        for r in range(rows)
    ]


@pytest.fixture
def heat_map(qtbot: QtBot, context: Context) -> ScenarioHeat:
    made = ScenarioHeat(context, CAPTION)
    made.name_columns([f"{n} 级" for n in range(5)])
    made.show_rows(heat_rows())
    shown(qtbot, made)
    return made


def opened_of(chart: DrillChart) -> list[object]:
    found: list[object] = []
    chart.opened.connect(lambda drill: found.append(drill.part))
    return found


# marks in general


def test_that_arrows_go_from_mark_to_mark_and_enter_opens(
    qtbot: QtBot, heat_map: ScenarioHeat
) -> None:
    opened = opened_of(heat_map)
    heat_map.setFocus()
    for key in "→→↓":
        qtbot.keyClick(heat_map, {"→": Qt.Key.Key_Right, "↓": Qt.Key.Key_Down}[key])
    qtbot.keyClick(heat_map, Qt.Key.Key_Return)
    qtbot.keyClick(heat_map, Qt.Key.Key_End)
    qtbot.keyClick(heat_map, Qt.Key.Key_Space)
    qtbot.keyClick(heat_map, Qt.Key.Key_Up)
    qtbot.keyClick(heat_map, Qt.Key.Key_Left)
    qtbot.keyClick(heat_map, Qt.Key.Key_Enter)
    assert opened == [(1, 1), (2, 4), (1, 3)]


def test_that_arrows_stop_at_the_edges(qtbot: QtBot, heat_map: ScenarioHeat) -> None:
    heat_map.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(heat_map, key)
    assert heat_map.current is not None
    assert heat_map.current.at == (0, 0)


def test_that_a_press_that_is_let_go_elsewhere_opens_nothing(
    qtbot: QtBot, heat_map: ScenarioHeat
) -> None:
    opened = opened_of(heat_map)
    spots = {spot.at: spot.room.center().toPoint() for spot in heat_map._here()}
    qtbot.mousePress(heat_map, Qt.MouseButton.LeftButton, pos=spots[0, 2])
    qtbot.mouseRelease(heat_map, Qt.MouseButton.LeftButton, pos=spots[1, 2])
    qtbot.mouseClick(heat_map, Qt.MouseButton.RightButton, pos=spots[1, 2])
    assert opened == []
    qtbot.mouseClick(heat_map, Qt.MouseButton.LeftButton, pos=spots[1, 2])
    assert opened == [(1, 1)]


def test_that_the_pointer_shows_what_opens(qtbot: QtBot, heat_map: ScenarioHeat) -> None:
    spots = {spot.at: spot.room.center().toPoint() for spot in heat_map._here()}
    qtbot.mouseMove(heat_map, spots[0, 2])
    assert heat_map.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert heat_map.words_at(QPointF(spots[0, 2])) == "场景0 1 级"
    qtbot.mouseMove(heat_map, spots[0, 0])
    assert heat_map.cursor().shape() == Qt.CursorShape.ArrowCursor, "a name opens nothing"
    assert heat_map.words_at(QPointF(-5, -5)) == ""


def test_that_the_mark_in_focus_has_a_ring(qtbot: QtBot, heat_map: ScenarioHeat) -> None:
    heat_map.activateWindow()
    heat_map.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(heat_map, Qt.Key.Key_Right)
    room = heat_map.current.room if heat_map.current else QRectF()
    picture = heat_map.grab().toImage()
    edge = QPoint(round(room.center().x()), round(room.top()) + 1)
    assert picture.pixelColor(edge) == color(LIGHT.focus)


def test_that_the_page_scrolls_to_the_mark_in_focus(qtbot: QtBot, context: Context) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    content = QWidget()
    content.resize(480, 2000)
    chart = ScenarioHeat(context, CAPTION)
    chart.name_columns(["0", "1", "2", "3", "4"])
    chart.show_rows(heat_rows(rows=30))
    chart.setParent(content)
    chart.setGeometry(0, 900, 480, 900)
    area.setWidget(content)
    area.resize(500, 300)
    area.show()
    qtbot.waitExposed(area)
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_End)
    seen = QRectF(0, area.verticalScrollBar().value() - 900, 480, area.viewport().height())
    assert chart.current is not None
    assert seen.contains(chart.current.room)


def test_that_readers_hear_every_mark(heat_map: ScenarioHeat) -> None:
    heat_map.tell_readers()
    lines = heat_map.accessibleDescription().splitlines()
    assert "场景2 4 级" in lines
    assert len(lines) == 3 * 6


# heat


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_figures_can_be_read_on_every_heat(palette: Palette) -> None:
    from test_tokens import contrast

    for percent in range(0, 101, 2):
        fill = heat(palette, percent / 100)
        text = readable_on(fill, palette)
        assert contrast(text, fill.name().removeprefix("#")) >= ENOUGH, percent


def test_that_more_is_darker() -> None:
    shades = [heat(LIGHT, share / 10).lightness() for share in range(7)]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == len(shades)


# levels


def stack(qtbot: QtBot, context: Context, counts: Sequence[int]) -> LevelStack:
    made = LevelStack(context, CAPTION)
    made.name_levels(["零", "一", "二", "三", "四"])
    segments = tuple(
        Segment(n, count, f"{count}%", f"甲 {n} 级", Drill(n, str(n)) if count else None)
        for n, count in enumerate(counts)
    )
    made.show_rows([LevelRow("甲", str(sum(counts)), segments, "甲", Drill("all", "甲"))])
    shown(qtbot, made, height=made.minimumHeight())
    return made


def test_that_a_level_is_as_wide_as_its_share(qtbot: QtBot, context: Context) -> None:
    made = stack(qtbot, context, (50, 25, 0, 25, 0))
    parts = [spot for spot in made._here() if spot.column]
    assert [spot.column for spot in parts] == [1, 2, 4], "nothing to point at where nobody is"
    assert parts[0].room.width() == pytest.approx(2 * parts[1].room.width())
    picture = drawn(made, LIGHT)
    for spot in parts:
        middle = spot.room.center().toPoint() + QPoint(-20, 8)
        assert picture.pixelColor(middle) == QColor(f"#{LEVEL_FILLS[spot.column - 1]}")


def test_that_a_sliver_can_still_be_pointed_at(qtbot: QtBot, context: Context) -> None:
    made = stack(qtbot, context, (100_000, 0, 0, 0, 1))
    assert made._here()[-1].room.width() >= 4


# districts


def district(done: int, target: int | None, expected: int | None) -> DistrictRow:
    return DistrictRow("昆山", done, target, expected, str(done), "", "昆山", Drill("k", "昆山"))


def bar_width(chart: DistrictChart, palette: Palette, tint: str) -> int:
    picture = drawn(chart, palette)
    line = chart.line(QRectF(chart.rect()), 0)
    y = round(line.center().y())
    return sum(picture.pixelColor(x, y) == color(tint) for x in range(picture.width()))


def test_that_a_bar_is_as_long_as_what_is_done(qtbot: QtBot, context: Context) -> None:
    chart = DistrictChart(context, CAPTION)
    shown(qtbot, chart, height=40)
    chart.show_rows([district(50, 100, None)])
    half = bar_width(chart, LIGHT, LIGHT.accent)
    chart.show_rows([district(25, 100, None)])
    assert bar_width(chart, LIGHT, LIGHT.accent) == pytest.approx(half / 2, abs=3)
    chart.show_rows([district(120, 100, None)])
    assert bar_width(chart, LIGHT, LIGHT.good) == pytest.approx(half * 2, abs=8), "reached"
    assert bar_width(chart, LIGHT, LIGHT.accent) == 0


def test_that_a_district_is_behind_when_the_plan_asks_for_more() -> None:
    assert district(10, 100, 11).behind
    assert not district(11, 100, 11).behind
    assert not district(0, 100, None).behind


# burn-up


def burn_up(**changed: object) -> BurnUp:
    points = [
        Point(date(2025, month, 28), month * 100, f"{month} 月", Drill(month, ""))
        for month in range(1, 7)
    ]
    fields: dict[str, object] = {
        "points": points,
        "goal": 1200,
        "begin": date(2025, 1, 1),
        "by": date(2025, 12, 31),
        "as_of": date(2025, 6, 28),
        "forecast": date(2026, 1, 15),
        "words": "目标 1,200",
    }
    return BurnUp(**(fields | changed))  # type: ignore[arg-type]


def test_that_each_month_is_a_mark_and_all_of_them_fill_the_line(
    qtbot: QtBot, context: Context
) -> None:
    chart = BurnUpChart(context, CAPTION)
    shown(qtbot, chart)
    chart.show_burn_up(burn_up())
    spots = chart._here()
    assert [spot.words for spot in spots] == [f"{n} 月" for n in range(1, 7)]
    for one, other in pairwise(spots):
        assert one.room.right() == pytest.approx(other.room.left())
    assert chart.in_words().startswith("目标 1,200\n1 月")


def test_that_the_picture_goes_to_the_forecast_unless_it_is_far() -> None:
    room = QRectF(0, 0, 500, 300)
    assert _Frame(burn_up(), room).last == date(2026, 1, 15)
    far = _Frame(burn_up(forecast=date(2060, 1, 1)), room).last
    assert date(2026, 3, 1) < far < date(2026, 9, 1)
    assert _Frame(burn_up(forecast=None), room).last == date(2025, 12, 31)
    late = burn_up(as_of=date(2026, 5, 1), forecast=None)
    assert _Frame(late, room).last == date(2026, 5, 1)


def test_that_goal_and_line_lie_inside_the_picture(qtbot: QtBot, context: Context) -> None:
    for goal in (1, 599, 600, 40_000):
        frame = _Frame(burn_up(goal=goal), QRectF(0, 0, 500, 300))
        assert frame.plot.top() <= frame.y(max(goal, 600)) <= frame.plot.bottom()
        assert all(frame.plot.left() <= point.x() <= frame.plot.right() for point in frame.line)


@pytest.mark.parametrize(
    ("rough", "step"), [(0.2, 1), (1, 1), (1.5, 2), (3, 5), (21, 25), (26, 50), (10_000, 10_000)]
)
def test_that_ticks_are_round_numbers(rough: float, step: int) -> None:
    assert _step(rough) == step


def test_that_a_single_month_without_a_goal_can_be_drawn(qtbot: QtBot, context: Context) -> None:
    chart = BurnUpChart(context, CAPTION)
    shown(qtbot, chart)
    only = [Point(date(2025, 2, 3), 4, "2 月", None)]
    chart.show_burn_up(BurnUp(points=only, as_of=date(2025, 2, 3)))
    assert len(chart._here()) == 1
    assert not drawn(chart, LIGHT).isNull()
    chart.show_burn_up(BurnUp())
    assert chart.current is None


# scores and counts


def test_that_scores_and_counts_say_their_words(qtbot: QtBot, context: Context) -> None:
    bands = ScoreBands(context, CAPTION)
    shown(qtbot, bands, height=40)
    bands.show_rows([BandRow("设备", 0.5, (0.2, 0.5, 0.9), "5 / 10", "设备：平均 5", None)])
    assert bands.words_at(QPointF(200, 20)) == "设备：平均 5"
    picture = drawn(bands, DARK)
    colours = {picture.pixelColor(x, 20).name() for x in range(picture.width())}
    assert f"#{DARK.text.lower()}" in colours, "the dot of the mean"
    counts = CountRows(context, CAPTION)
    shown(qtbot, counts, height=40)
    counts.show_rows([CountRow("没有作答", 0.5, "3", "50%", "没有作答：3 家", Drill("x", ""))])
    opened = opened_of(counts)
    qtbot.mouseClick(counts, Qt.MouseButton.LeftButton, pos=QPoint(30, 15))
    assert opened == ["x"]


def test_that_long_names_of_a_legend_give_way_and_short_ones_stay() -> None:
    assert widest_allowed([40, 100, 60], 300) == 100, "all have room"
    assert widest_allowed([40, 100, 120], 200) == 80, "the short one keeps its 40"
    assert widest_allowed([100, 100], 80) == 40
    assert widest_allowed([], 80) == 0
