"""The charts of a verdict: values on hover, words for readers, files."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.tokens import LEVEL_FILLS
from suzhou_assess.ui.widgets.chart import Caption, tip
from suzhou_assess.ui.widgets.chart_export import (
    PNG_SCALE,
    export_menu,
    file_stem,
    png_bytes,
    save_picture,
    svg_bytes,
)
from suzhou_assess.ui.widgets.flow import FlowLayout
from suzhou_assess.ui.widgets.radar import Axis, Radar
from suzhou_assess.ui.widgets.scenario_strip import Mark, MarkGroup, ScenarioStrip
from suzhou_assess.ui.widgets.score_bars import Bar, ScoreBars

CAPTION = Caption("九项指标", "苏州示例公司 自评 2025-06-01")


@pytest.fixture
def radar(qtbot: QtBot, context: Context) -> Radar:
    names = ("上", "右", "下", "左")
    axes = [
        Axis(name, share * 100, 10_000, f"{name}的来历")
        for name, share in zip(names, (100, 50, 25, 0), strict=True)
    ]
    made = Radar(context, CAPTION, axes)
    qtbot.addWidget(made)
    made.resize(400, 400)
    return made


def marks(*levels: int | None, first: int = 1) -> tuple[Mark, ...]:
    return tuple(
        Mark(f"S{n:02}", f"场景{n}", n % 2 == 1, level, 4) for n, level in enumerate(levels, first)
    )


def strip_of(qtbot: QtBot, context: Context, *groups: MarkGroup, width: int = 700) -> ScenarioStrip:
    made = ScenarioStrip(context, CAPTION, groups, target=3)
    qtbot.addWidget(made)
    made.resize(width, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_that_the_radar_tells_the_indicator_under_the_pointer(radar: Radar) -> None:
    assert radar.words_at(QPointF(200, 120)) == "上：10 / 10 分，得分率 100%\n上的来历"
    assert radar.words_at(QPointF(280, 200)).startswith("右：5 / 10 分")
    assert radar.words_at(QPointF(200, 280)).startswith("下：2.5 / 10 分，得分率 25%")
    assert radar.words_at(QPointF(2, 2)) == ""


def test_that_the_radar_reads_out_all_its_values(radar: Radar) -> None:
    assert radar.accessibleName() == "九项指标"
    assert radar.accessibleDescription().splitlines()[3] == "左：0 / 10 分，得分率 0%"


@pytest.mark.parametrize(("points", "said"), [(6_250, "63%"), (6_249, "62%"), (0, "0%")])
def test_that_shares_round_half_up(points: int, said: str) -> None:
    assert Axis("指标", points, 10_000).percent == said


def test_that_labels_of_the_radar_stay_inside_however_long(qtbot: QtBot, context: Context) -> None:
    names = ["Information security of everything", "Green and low-carbon", "Planning"] * 3
    radar = Radar(context, CAPTION, [Axis(name, 1, 2) for name in names])
    qtbot.addWidget(radar)
    radar.resize(360, 330)
    image = radar.grab().toImage()
    ground = image.pixelColor(2, 2)
    edge = [image.pixelColor(x, y) for x in (0, image.width() - 1) for y in range(image.height())]
    edge += [image.pixelColor(x, y) for y in (0, image.height() - 1) for x in range(image.width())]
    assert all(pixel == ground for pixel in edge)


def test_that_a_bar_tells_where_its_points_come_from(qtbot: QtBot, context: Context) -> None:
    bars = ScoreBars(
        context, CAPTION, [Bar("基础", 31_700, 50_000, "8.5 + 23.2"), Bar("管理", 0, 1)]
    )
    qtbot.addWidget(bars)
    assert bars.words_at(QPointF(5, 5)) == "8.5 + 23.2"
    assert bars.words_at(QPointF(5, 40)) == "管理：0 / 0.001 分"
    assert bars.words_at(QPointF(5, 500)) == ""
    assert "基础：31.7 / 50 分" in bars.accessibleDescription()


def test_that_a_click_on_a_scenario_asks_for_it(qtbot: QtBot, context: Context) -> None:
    strip = strip_of(qtbot, context, MarkGroup("设计", marks(1, 2, 3)))
    with qtbot.waitSignal(strip.opened) as opened:
        qtbot.mouseClick(strip.rows["S02"], Qt.MouseButton.LeftButton)
    assert opened.args == ["S02"]


def test_that_groups_stay_whole_and_in_order_whatever_the_width(
    qtbot: QtBot, context: Context
) -> None:
    groups = [
        MarkGroup("一", marks(1, 1, 1, 1)),
        MarkGroup("二", marks(2, 2, 2, 2, 2, 2, first=5)),
        MarkGroup("三", marks(3, 3, first=11)),
        MarkGroup("四", marks(4, 4, 4, 4, first=13)),
    ]
    columns_at = {1100: 4, 720: 3, 480: 2, 230: 1}
    for width, columns in columns_at.items():
        strip = strip_of(qtbot, context, *groups, width=width)
        rows = list(strip.rows.values())
        assert len({row.x() for row in rows}) == columns
        order = sorted(rows, key=lambda row: (row.x(), row.y()))
        assert [row.mark.id for row in order] == [f"S{n:02}" for n in range(1, 17)]
        assert max(row.geometry().bottom() for row in rows) <= strip.height()
        for group in groups:
            assert len({strip.rows[mark.id].x() for mark in group.marks}) == 1


def test_that_a_name_of_a_scenario_is_never_cut_in_the_columns_chosen(
    qtbot: QtBot, context: Context
) -> None:
    long = Mark("S01", "Warehouse and logistics and more", True, 2, 4)
    strip = strip_of(
        qtbot, context, MarkGroup("a", (long,)), MarkGroup("b", marks(1, first=2)), width=560
    )
    assert strip.rows["S01"].width() >= strip.rows["S01"].sizeHint().width()


def test_that_cells_are_filled_up_to_the_level(qtbot: QtBot, context: Context) -> None:
    strip = strip_of(qtbot, context, MarkGroup("设计", marks(0, 3)))
    filled = QColor(f"#{LEVEL_FILLS[3]}")

    def share(item: str) -> int:
        image = strip.rows[item].grab().toImage()
        y = image.height() // 2
        return sum(image.pixelColor(x, y) == filled for x in range(image.width()))

    assert share("S01") == 0
    assert share("S02") > 30


def test_that_a_scenario_that_does_not_apply_looks_other_than_level_zero(
    qtbot: QtBot, context: Context
) -> None:
    zero = Mark("S01", "场景", False, 0, 4)
    outside = Mark("S02", "场景", False, 0, 4, applies=False)
    strip = strip_of(qtbot, context, MarkGroup("设计", (zero, outside)))
    pictures = [strip.rows[item].grab().toImage() for item in ("S01", "S02")]
    assert pictures[0] != pictures[1]
    assert strip.in_words().splitlines()[1:] == [
        "场景（指导性）：0 级",
        "场景（指导性）：不适用",
    ]


def test_that_a_png_has_twice_the_points_and_a_white_ground_also_in_the_dark(
    radar: Radar, context: Context
) -> None:
    context.theme.choose("dark")
    image = QImage.fromData(png_bytes(radar), "PNG")
    assert image.width() == PNG_SCALE * (radar.export_size().width() + 48)
    assert image.pixelColor(1, 1) == QColor("white")


def test_that_an_svg_carries_title_words_and_labels(radar: Radar) -> None:
    root = ElementTree.fromstring(svg_bytes(radar))
    said = "\n".join(element.text or "" for element in root.iter())
    assert "九项指标 - 苏州示例公司 自评 2025-06-01" in said
    assert "右：5 / 10 分，得分率 50%" in said
    labels = [e.text for e in root.iter() if e.tag.endswith("text")]
    assert {"上", "右", "下", "左", "25%"} <= set(labels)


def test_that_the_strip_exports_as_it_is_shown(qtbot: QtBot, context: Context) -> None:
    strip = strip_of(qtbot, context, MarkGroup("设计", marks(1, None)))
    labels = {e.text for e in ElementTree.fromstring(svg_bytes(strip)).iter()}
    assert {"设计", "场景1", "场景2", "1 级", "未评"} <= labels


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_that_a_chart_is_saved_with_its_ending_and_the_folder_remembered(
    radar: Radar,
    context: Context,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    begins: bytes,
) -> None:
    asked: list[str] = []

    def choose(parent: QWidget, title: str, start: str, kinds: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "图"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    png, svg = export_menu(context, radar, radar).actions()
    with qtbot.waitSignal(context.told):
        (png if kind == "png" else svg).trigger()
    assert (tmp_path / f"图.{kind}").read_bytes().startswith(begins)
    assert Path(asked[0]).name == f"苏州示例公司 自评 2025-06-01_九项指标.{kind}"
    assert context.preferences.folder == str(tmp_path)


def test_that_a_chart_that_cannot_be_saved_says_so(
    radar: Radar, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "missing" / "chart.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    said: list[str] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MessageDialog)
        said.append(dialog.accessibleDescription())
        dialog.accept_button.click()

    QTimer.singleShot(20, close)
    save_picture(context, radar, radar, "png")
    assert str(target) in said[0]


def test_that_nothing_is_written_when_the_dialog_is_cancelled(
    radar: Radar, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    with qtbot.assertNotEmitted(context.told):
        save_picture(context, radar, radar, "svg")
    assert not list(tmp_path.glob("*.svg"))


@pytest.mark.parametrize(
    ("name", "stem"), [("甲/乙:丙", "甲_乙_丙_图"), ("  点. ", "点. _图"), ("长" * 90, "长" * 80)]
)
def test_that_a_file_name_fits_every_system(name: str, stem: str) -> None:
    assert file_stem(name, "图") == stem


def test_that_markup_in_a_tool_tip_shows_as_typed() -> None:
    assert tip("<b>甲</b>\n乙") == "<qt>&lt;b&gt;甲&lt;/b&gt;<br>乙</qt>"


def test_that_a_flow_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, gap=4)
    boxes = [QWidget() for _ in range(3)]
    for box in boxes:
        box.setFixedSize(100, 20)
        flow.addWidget(box)
    flow.setGeometry(QRect(0, 0, 210, 100))
    assert [(box.x(), box.y()) for box in boxes] == [(0, 0), (104, 0), (0, 24)]
    assert flow.heightForWidth(210) == 44
    assert flow.heightForWidth(400) == 20
