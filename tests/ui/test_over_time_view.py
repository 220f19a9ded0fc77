"""历次对比: any two assessments side by side, the charts, and what can't be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.answers import Choice
from suzhou_assess.domain.exchange import Mode
from suzhou_assess.services import assessments, enterprises, over_time
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.tokens import LIGHT
from suzhou_assess.ui.widgets.chart import Caption
from suzhou_assess.ui.widgets.chart_export import png_bytes, svg_bytes
from suzhou_assess.ui.widgets.over_time_chart import OverTimeChart, TimeMark
from suzhou_assess.ui.widgets.over_time_view import OverTimeView
from suzhou_assess.ui.widgets.radar import Axis, Radar
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.explanation import Explanation

Assess = Callable[..., str]
Shown = Callable[[str], OverTimeView]

LOW: Mapping[str, Choice] = {"Q01": ("B", "C"), "Q02": "D", "Q05": "B"}
HIGH: Mapping[str, Choice] = {"Q01": ("B", "D", "E"), "Q02": "C", "Q03": "E", "Q05": "E"}


@pytest.fixture
def enterprise(workspace: Workspace) -> int:
    raw = {"name": "昆山示例机械有限公司", "uscc": credit_code.complete("91320583MA1MWEK70")}
    key, problems = enterprises.save(workspace, raw)
    assert key is not None, problems
    return key


@pytest.fixture
def assess(workspace: Workspace, enterprise: int) -> Assess:
    def make(
        on: date,
        choices: Mapping[str, Choice],
        level: int = 1,
        *,
        mode: Mode = "self",
        submit: bool = True,
    ) -> str:
        made = assessments.start(workspace, enterprise, mode, on)
        session = AssessmentSession(workspace, made)
        for item, choice in choices.items():
            session.choose(item, choice)
        for scenario in session.pack.scenarios:
            session.choose(scenario.id, level)
        if submit:
            session.submit()
        return made

    return make


@pytest.fixture
def three(assess: Assess) -> list[str]:
    """2023 and 2024 below level 1, 2025 at level 1."""
    return [
        assess(date(2023, 6, 1), {"Q01": ("B",)}, 0),
        assess(date(2024, 6, 1), LOW),
        assess(date(2025, 6, 1), HIGH, 2, mode="onsite"),
    ]


@pytest.fixture
def shown(qtbot: QtBot, context: Context) -> Iterator[Shown]:
    def show(assessment: str) -> OverTimeView:
        session = AssessmentSession(context.workspace, assessment)
        view = OverTimeView(VerdictView(context, session, Explanation(session.pack, context.words)))
        qtbot.addWidget(view)
        view.show()
        qtbot.waitExposed(view)
        view.resize(1100, 1400)
        qtbot.waitUntil(lambda: view.peers.looked and view.width() == 1100)
        return view

    yield show
    context.tasks.stop_all()


def said(widget: QWidget) -> str:
    QApplication.processEvents()  # what was put into a layout just now is shown with the next event
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def test_that_it_begins_with_the_open_one_and_the_one_before(
    three: list[str], shown: Shown
) -> None:
    view = shown(three[2])
    assert (view.older.value(), view.newer.value()) == (three[1], three[2])
    assert "等级由 0 级升到 1 级，得分由 11 提高到 25（+14）" in said(view)
    assert "1 级要求得分不低于 20：11 → 25，现已达到" in said(view)
    middle = shown(three[1])
    assert (middle.older.value(), middle.newer.value()) == (three[0], three[1])


def test_that_the_chosen_ones_are_read_to_the_end(three: list[str], shown: Shown) -> None:
    view = shown(three[1])
    for box in (view.older, view.newer):
        shape = QStyleOptionComboBox()
        box.initStyleOption(shape)
        room = box.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, shape, QStyle.SubControl.SC_ComboBoxEditField, box
        )
        assert room.width() >= box.fontMetrics().horizontalAdvance(box.currentText())


def test_that_what_rose_and_fell_is_told_from_old_to_new(three: list[str], shown: Shown) -> None:
    view = shown(three[2])
    assert view.changes is not None
    words = said(view.changes)
    assert "新增：D 5G 工业网络，自建或租用；E 网络覆盖全部生产现场，并且便于扩展" in words
    assert "不再选：C 应用系统网络，设备、人员、系统互联" in words
    assert "D 40% 以上，不超过 60% → C 20% 以上，不超过 40%" in words
    assert "−1.5 分" in words
    assert "1 级 → 2 级：" in words
    assert "+1 级" in words
    assert "下降的 1 项" in words


def test_that_more_changes_than_fit_come_at_a_click(
    three: list[str], shown: Shown, qtbot: QtBot
) -> None:
    view = shown(three[2])
    assert view.changes is not None
    more = next(one for one in view.changes.findChildren(QPushButton) if "再看" in one.text())
    hidden = [name for name in view.changes.names if not name.isVisible()]
    assert more.text() == f"再看 {len(hidden)} 项"
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert all(name.isVisible() for name in view.changes.names)
    assert not more.isVisible()
    assert hidden[0].hasFocus()


def test_that_a_name_leads_to_its_question(
    three: list[str], shown: Shown, qtbot: QtBot, context: Context
) -> None:
    view = shown(three[2])
    assert view.changes is not None
    with qtbot.waitSignal(context.go) as went:
        qtbot.mouseClick(view.changes.names[0], Qt.MouseButton.LeftButton)
    assert went.args == [Place("assess", three[2], "Q01")]


def test_that_any_two_can_be_chosen_by_keys_also_the_other_way_round(
    three: list[str], shown: Shown, qtbot: QtBot
) -> None:
    view = shown(three[2])
    view.older.setFocus()
    qtbot.keyClick(view.older, Qt.Key.Key_Down)
    assert view.older.value() == three[0]
    assert "得分由 2 提高到 25" in said(view)
    view.compare(three[2], three[1])
    assert "等级由 1 级降到 0 级" in said(view)
    assert "不再满足" in said(view)
    view.compare(three[2], three[2])
    assert "选的是同一次评估" in said(view)


def test_that_where_the_level_stays_the_next_one_s_conditions_are_told(
    three: list[str], shown: Shown
) -> None:
    view = shown(three[1])
    assert "等级保持 0 级" in said(view)
    assert "离下一级的条件" in said(view)
    assert "1 级要求得分不低于 20：2 → 11，都还没达到" in said(view)


def test_that_a_draft_can_be_compared_but_is_no_point_of_the_line(
    assess: Assess, shown: Shown
) -> None:
    first = assess(date(2024, 6, 1), LOW)
    draft = assess(date(2025, 6, 1), HIGH, submit=False)
    view = shown(draft)
    assert (view.older.value(), view.newer.value()) == (first, draft)
    assert view.chart is None


def test_that_the_only_assessment_says_what_comes_later(assess: Assess, shown: Shown) -> None:
    view = shown(assess(date(2024, 6, 1), LOW))
    assert "目前只有这一次评估" in said(view)
    assert view.radar is None


def test_that_an_empty_draft_says_that_nothing_is_answered(
    three: list[str], workspace: Workspace, enterprise: int, shown: Shown
) -> None:
    empty = assessments.start(workspace, enterprise, "self", date(2026, 1, 1))
    assert "这次评估还没有作答" in said(shown(empty))


def test_that_one_that_cannot_be_read_is_said(
    three: list[str], shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = shown(three[2])

    def gone(*_: object) -> None:
        raise StoreError("not_found", id="x")

    monkeypatch.setattr(AssessmentSession, "reload", gone)
    view.compare(three[0], three[2])
    assert "读不到历次评估" in said(view)
    monkeypatch.undo()
    monkeypatch.setattr(over_time, "comparable", gone)
    assert "读不到历次评估" in said(shown(three[2]))


# the line


def spots(chart: OverTimeChart) -> list[QPoint]:
    return [spot.room.center().toPoint() for spot in chart.spots(QRectF(chart.rect()))]


def test_that_a_mark_says_its_values_and_a_click_compares_with_it(
    three: list[str], shown: Shown, qtbot: QtBot
) -> None:
    view = shown(three[2])
    chart = view.chart
    assert chart is not None
    first, _, last = spots(chart)
    assert chart.words_at(QPointF(last)) == "2025-06-01 现场评定：25 分，1 级"
    assert chart.words_at(QPointF(first)) == "2023-06-01 自评：2 分，0 级\n点击与这一次对比"
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=first)
    assert (view.older.value(), view.newer.value()) == (three[0], three[2])
    assert view.chart is not None
    view.compare(three[0], three[1])
    chart = view.chart
    qtbot.keyClick(chart, Qt.Key.Key_End)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert (view.older.value(), view.newer.value()) == (three[0], three[2])


def line(context: Context, days: list[date]) -> OverTimeChart:
    marks = [
        TimeMark(str(i), day, 1000 * (i % 100), i % 5, i % 2 == 1, False, f"第 {i} 次")
        for i, day in enumerate(days)
    ]
    caption = Caption("历次得分", "示例企业")
    return OverTimeChart(context, caption, marks, [20_000, 40_000], ("自评", "现场评定"))


@pytest.mark.parametrize(
    "days",
    [
        [date(2024, 1, 1)],
        [date(2024, 1, 1), date(2024, 1, 1)],
        [date(2010, 1, 1), *[date(2024, 1, 1)] * 9],
        [*[date(2010, 1, 1)] * 9, date(2024, 1, 1)],
        [date(1990 + i, 1, 1) for i in range(60)],
    ],
    ids=["one", "one day", "late crowd", "early crowd", "sixty"],
)
def test_that_marks_never_leave_the_plot_nor_cover_each_other(
    context: Context, qtbot: QtBot, days: list[date]
) -> None:
    chart = line(context, days)
    qtbot.addWidget(chart)
    room = QRectF(0, 0, 520, 240)
    centres = [spot.room.center() for spot in chart.spots(room)]
    assert all(room.contains(centre) for centre in centres)
    gaps = [b.x() - a.x() for a, b in pairwise(centres)]
    assert all(gap > 5 for gap in gaps)
    image = QImage(520, 240, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    chart.draw(painter, room, LIGHT)
    painter.end()


def test_that_both_charts_are_exported_with_their_words(three: list[str], shown: Shown) -> None:
    view = shown(three[2])
    for chart in (view.radar, view.chart):
        assert chart is not None
        assert png_bytes(chart).startswith(b"\x89PNG")
        svg = svg_bytes(chart).decode()
        assert "昆山示例机械有限公司" in svg
        assert "25" in svg


# the radar with two shapes


def test_that_the_radar_says_both_and_shows_what_changed(context: Context, qtbot: QtBot) -> None:
    axes = [Axis("设备系统", 6_000, 10_000, before=4_500), Axis("数据采集", 500, 1_000, before=500)]
    axes += [Axis("信息系统", 0, 1_000, before=1_000)]
    radar = Radar(context, Caption("雷达", "示例"), axes, ("去年", "今年"))
    qtbot.addWidget(radar)
    assert [axis.shown for axis in axes] == ["45% → 60%", "50%", "100% → 0%"]
    assert radar.in_words().splitlines()[0] == "设备系统：4.5 → 6 分，满分 10，得分率 60%"
    assert "4.5 → 6" in radar.accessibleDescription()
    svg = svg_bytes(radar).decode()
    assert "去年" in svg
    assert "今年" in svg


def painted(radar: Radar) -> QImage:
    image = QImage(400, 360, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    radar.draw(painter, QRectF(0, 0, 400, 360), LIGHT)
    painter.end()
    return image


def test_that_the_earlier_shape_is_drawn_behind(context: Context, qtbot: QtBot) -> None:
    names = ("设备系统", "数据采集", "信息系统")
    plain = Radar(context, Caption("a", "b"), [Axis(name, 500, 1000) for name in names])
    both = Radar(context, Caption("a", "b"), [Axis(name, 500, 1000, before=900) for name in names])
    for radar in (plain, both):
        qtbot.addWidget(radar)
    assert painted(plain) != painted(both)
