"""汇总: figures, filters, what lies behind every mark, files."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from home_parts import LONG_NAME, Open, add_enterprise, code, in_dialog
from PySide6.QtCore import QDate, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QToolTip
from pytestqt.qtbot import QtBot
from rollup_parts import (
    KUNSHAN,
    TAICANG,
    assess,
    click_spot,
    figure,
    ids,
    listed,
    rollup,
    settled,
    small_city,
    spot_of,
    tick,
)

from suzhou_assess.services.campaigns import Campaign, save_campaign
from suzhou_assess.services.roster import check_list, read_list, save_roster
from suzhou_assess.services.standings import Standings
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place, Selection
from suzhou_assess.ui.dialogs.campaign_dialog import CampaignDialog
from suzhou_assess.ui.dialogs.roster_dialog import RosterDialog
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages.enterprises import EnterprisesPage
from suzhou_assess.ui.pages.rollup import RollupPage, look_ahead
from suzhou_assess.ui.widgets.chart_export import png_bytes, svg_bytes
from suzhou_assess.ui.widgets.drill_chart import DrillChart
from suzhou_assess.ui.widgets.states import EmptyState


@pytest.fixture(autouse=True)
def no_tip_left(qtbot: QtBot) -> Iterator[None]:
    """Qt takes a tool tip away a moment after it was told to."""
    yield
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


@pytest.fixture
def city(workspace: Workspace) -> dict[str, int]:
    return small_city(workspace)


@pytest.fixture
def window(city: dict[str, int], open_window: Open) -> MainWindow:
    return open_window("rollup")


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> RollupPage:
    return rollup(qtbot, window)


def menu_of(qtbot: QtBot, open_it: Any, entry: str) -> list[str]:
    """Opens a menu, triggers the entry (``""`` for none), and gives all its texts."""
    texts: list[str] = []

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(10, choose)
            return
        texts.extend(action.text() for action in menu.actions() if action.text())
        for action in menu.actions():
            if entry and entry in action.text():
                menu.close()
                action.trigger()
                return
        menu.close()

    QTimer.singleShot(0, choose)
    open_it()
    qtbot.waitUntil(lambda: bool(texts))
    return texts


def shown_state(page: RollupPage) -> EmptyState | None:
    front = page._stack.currentWidget()
    return front if isinstance(front, EmptyState) else None


# figures and filters


def test_that_the_figures_say_where_the_city_stands(page: RollupPage) -> None:
    assert figure(page, "assessed") == "6"
    assert figure(page, "second_up") == "16.7%"
    assert figure(page, "done") == "<0.1%", "six of forty thousand"
    rows = page.board.districts.rows
    assert [(row.name, row.said) for row in rows[:3]] == [
        ("昆山", "3"),
        ("太仓", "2"),
        ("高新区", "0"),
    ]
    assert (rows[-1].name, rows[-1].said) == ("未填区县", "1")


def test_that_a_district_is_chosen_by_clicks_and_changes_the_figures(
    qtbot: QtBot, page: RollupPage
) -> None:
    tick(qtbot, page, "district", KUNSHAN)
    assert figure(page, "assessed") == "3"
    assert "昆山市" in page.filters.chips["district"].text()
    tick(qtbot, page, "district", TAICANG)
    assert figure(page, "assessed") == "5", "several at once"
    assert "2 个区县" in page.filters.chips["district"].text()
    qtbot.mouseClick(page.filters.clear_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert figure(page, "assessed") == "6"
    assert not page.filters.clear_button.isVisible()


def test_that_filters_are_chosen_by_keys_alone(qtbot: QtBot, page: RollupPage) -> None:
    chip = page.filters.chips["industry"]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    popup = page.filters.lists["industry"]
    qtbot.keyClicks(popup.search, "C39")
    qtbot.keyClick(popup.search, Qt.Key.Key_Down)
    qtbot.keyClick(popup.list, Qt.Key.Key_Space)
    qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    assert popup.isHidden()
    assert page.window().focusWidget() is chip, "the keyboard goes on where it was"
    settled(qtbot, page)
    assert figure(page, "assessed") == "1"
    assert figure(page, "done") == "–", "nobody set a goal for an industry"
    assert figure(page, "pace") == ""


def test_that_those_without_an_industry_can_be_chosen(qtbot: QtBot, page: RollupPage) -> None:
    tick(qtbot, page, "industry", "")
    assert figure(page, "assessed") == "1"


def test_that_the_mode_takes_the_visits_alone(qtbot: QtBot, page: RollupPage) -> None:
    menu_of(qtbot, page.filters.chips["mode"].click, "现场")
    settled(qtbot, page)
    assert figure(page, "assessed") == "1"
    assert "现场评定" in page.filters.chips["mode"].text()
    assert figure(page, "done") == "–"


def test_that_the_period_takes_a_quarter_of_the_day(qtbot: QtBot, page: RollupPage) -> None:
    page.filters.day.setDate(QDate(2025, 6, 15))
    page.filters.chips["period"].click()
    popup = page.filters.period
    assert popup is not None
    qtbot.mouseClick(popup.choices["quarter"], Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    popup.hide()
    settled(qtbot, page)
    assert page.filters.chips["period"].toolTip() == "2025-04-01 至 2025-06-30"
    assert figure(page, "assessed") == "1", "the one of the 30th is still to come"


def test_that_own_days_are_taken_in_either_order(qtbot: QtBot, page: RollupPage) -> None:
    page.filters.chips["period"].click()
    popup = page.filters.period
    assert popup is not None
    popup.until.setDate(QDate(2025, 1, 1))
    popup.since.setDate(QDate(2025, 3, 31))
    popup.hide()
    settled(qtbot, page)
    assert popup.choices["own"].isChecked()
    assert figure(page, "assessed") == "2"


def test_that_nothing_after_the_day_counts(qtbot: QtBot, page: RollupPage) -> None:
    page.filters.day.setDate(QDate(2025, 3, 31))
    settled(qtbot, page)
    assert figure(page, "assessed") == "2"


def test_that_targets_are_drawn_when_there_are_any(
    qtbot: QtBot, page: RollupPage, workspace: Workspace, context: Context
) -> None:
    assert {row.target for row in page.board.districts.rows} == {None}
    targets = {KUNSHAN: 4, TAICANG: 2}
    save_campaign(workspace, Campaign("普查", 6, date(2025, 1, 1), date(2025, 12, 31), targets))
    context.data_changed.emit()
    settled(qtbot, page)
    rows = page.board.districts.rows
    assert [(row.name, row.said, row.rate) for row in rows[:2]] == [
        ("太仓", "2 / 2", "100.0%"),
        ("昆山", "3 / 4", "75.0%"),
    ]
    assert figure(page, "done") == "100.0%"
    assert "目标 4 家" in rows[1].words
    tick(qtbot, page, "district", KUNSHAN)
    assert figure(page, "done") == "75.0%"


def test_that_levels_are_grouped_as_one_likes(qtbot: QtBot, page: RollupPage) -> None:
    qtbot.mouseClick(page.board.by.buttons["industry"], Qt.MouseButton.LeftButton)
    names = [row.name for row in page.board.levels.rows]
    assert names[0] == "合计"
    assert names[1].startswith("C34")
    assert names[-1] == "未填行业"
    qtbot.mouseClick(page.board.by.buttons["size"], Qt.MouseButton.LeftButton)
    assert [row.name for row in page.board.levels.rows] == ["合计", "规模未知"]


def test_that_scores_are_of_indicators_or_questions(qtbot: QtBot, page: RollupPage) -> None:
    pack = page.context.workspace.packs.default()
    assert len(page.board.scores.rows) == len(pack.indicators)
    qtbot.mouseClick(page.board.of.buttons["question"], Qt.MouseButton.LeftButton)
    assert len(page.board.scores.rows) == len(pack.questions)


# behind the marks


def test_that_a_click_on_a_heat_cell_lists_exactly_those(
    qtbot: QtBot, page: RollupPage, window: MainWindow, city: dict[str, int]
) -> None:
    chart = page.board.scenarios
    page._scroll.ensureWidgetVisible(chart)
    scenario = page.context.workspace.packs.default().scenarios[0]
    name = page.context.text(scenario.name)
    click_spot(qtbot, chart, spot_of(chart, f"{name} 2 级"))
    assert listed(qtbot, window) == ids(city, "乙己")
    enterprises = window.current_page
    assert isinstance(enterprises, EnterprisesPage)
    assert enterprises.chip.isVisible()
    assert enterprises.chip.accessibleName() == f"{name} · 2 级"


def test_that_the_keyboard_lists_what_a_click_does(
    qtbot: QtBot, page: RollupPage, window: MainWindow, city: dict[str, int]
) -> None:
    chart = page.board.scenarios
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(chart, key)
    assert chart.current is not None
    assert "1 级" in chart.current.words
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert listed(qtbot, window) == ids(city, "甲丁"), "of 丁 the visit counts"


def test_that_the_list_is_that_of_the_filters_and_says_so(
    qtbot: QtBot, page: RollupPage, window: MainWindow, city: dict[str, int]
) -> None:
    tick(qtbot, page, "district", KUNSHAN)
    chart = page.board.levels
    whole = spot_of(chart, "合计")
    click_spot(qtbot, chart, whole)
    assert listed(qtbot, window) == ids(city, "甲乙丙")
    enterprises = window.current_page
    assert isinstance(enterprises, EnterprisesPage)
    assert enterprises.chip.accessibleName() == "合计（昆山市）"


def test_that_removing_the_chip_lists_all_again(
    qtbot: QtBot, page: RollupPage, window: MainWindow, city: dict[str, int]
) -> None:
    click_spot(qtbot, page.board.districts, spot_of(page.board.districts, "太仓"))
    assert listed(qtbot, window) == ids(city, "丁戊")
    enterprises = window.current_page
    assert isinstance(enterprises, EnterprisesPage)
    qtbot.mouseClick(enterprises.chip.cross, Qt.MouseButton.LeftButton)
    assert listed(qtbot, window) == set(city.values())
    assert not enterprises.chip.isVisible()


def test_that_a_selection_stays_over_another_theme_and_another_search(
    qtbot: QtBot, page: RollupPage, window: MainWindow, context: Context, city: dict[str, int]
) -> None:
    context.show("enterprises", Selection("两家", (city["甲"], city["庚"])))
    assert listed(qtbot, window) == ids(city, "甲庚")
    context.theme.choose("dark")
    qtbot.wait(50)
    assert listed(qtbot, window) == ids(city, "甲庚")
    enterprises = window.current_page
    assert isinstance(enterprises, EnterprisesPage)
    enterprises.search.setText("甲")
    assert listed(qtbot, window) == ids(city, "甲"), "a search goes on within the selection"


def test_that_a_selection_is_not_narrowed_by_what_was_looked_for_before(
    qtbot: QtBot, page: RollupPage, window: MainWindow, context: Context, city: dict[str, int]
) -> None:
    context.show("enterprises")
    listed(qtbot, window)
    enterprises = window.current_page
    assert isinstance(enterprises, EnterprisesPage)
    enterprises.search.setText("没有这家")
    enterprises.filters["district"].set_value(TAICANG)
    context.show("enterprises", Selection("一家", (city["甲"],)))
    assert listed(qtbot, window) == ids(city, "甲")


@pytest.mark.parametrize("district", ["", KUNSHAN])
def test_that_every_mark_opens_as_many_as_it_says(
    qtbot: QtBot, page: RollupPage, district: str
) -> None:
    """A mark's words name a count; the list behind it has as many."""
    if district:
        tick(qtbot, page, "district", district)
    board = page.board
    opened = 0
    for chart in page.board.charts:
        assert isinstance(chart, DrillChart)
        for spot in chart._here():
            if spot.drill is None:
                continue
            found = page.desk.enterprise_ids(spot.drill.part)
            assert found, spot.words
            opened += 1
            if chart is board.burn_up:
                assert f"新增 {len(found)} 家" in spot.words
            elif chart is not board.levels or spot.column:
                assert f" {len(found)} 家" in spot.words or f"：{len(found)} 家" in spot.words
    assert opened > 20


def test_that_key_figures_open_their_lists_by_keys(
    qtbot: QtBot, page: RollupPage, window: MainWindow, city: dict[str, int]
) -> None:
    tile = next(t for t in page.board.tiles if t.figure and t.figure.id == "second_up")
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_Space)
    assert listed(qtbot, window) == ids(city, "丙")


def test_that_doubts_lead_to_where_they_are_decided(page: RollupPage, context: Context) -> None:
    went: list[Place] = []
    context.go.disconnect()
    context.go.connect(went.append)
    page.board.asked.emit("doubts")
    assert went == [Place("import", None, "doubts")]


# states


def test_that_an_empty_database_says_how_to_begin(qtbot: QtBot, open_window: Open) -> None:
    page = rollup(qtbot, open_window("rollup"))
    assert shown_state(page) is page._states["none"]


def test_that_filters_that_match_nothing_can_be_cleared(qtbot: QtBot, page: RollupPage) -> None:
    tick(qtbot, page, "industry", "C43")
    assert shown_state(page) is page._states["no_match"]
    qtbot.mouseClick(page.clear_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert shown_state(page) is None
    assert figure(page, "assessed") == "6"


def test_that_an_unreadable_database_is_told_and_tried_again(
    qtbot: QtBot, page: RollupPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_ws: Workspace) -> Standings:
        raise StoreError("database_locked", path="assess.db")

    with monkeypatch.context() as patch:
        patch.setattr(Standings, "load", refuse)
        page.enter(Place("rollup"))
        settled(qtbot, page)
        assert shown_state(page) is page._states["unreadable"]
    qtbot.mouseClick(page.retry_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert shown_state(page) is None
    assert figure(page, "assessed") == "6"


def test_that_an_older_database_is_made_ready_first(
    qtbot: QtBot, city: dict[str, int], workspace: Workspace, open_window: Open, context: Context
) -> None:
    from sqlalchemy import text

    with workspace.store.writing() as connection:
        connection.execute(text("UPDATE assessment SET standing = NULL"))
    assert look_ahead(context.standings) is None, "too long to be done unasked"
    page = rollup(qtbot, open_window("rollup"))
    assert figure(page, "assessed") == "6"


def test_that_new_data_show_at_once(
    qtbot: QtBot, page: RollupPage, workspace: Workspace, context: Context, city: dict[str, int]
) -> None:
    assess(workspace, city["庚"])
    context.data_changed.emit()
    settled(qtbot, page)
    assert figure(page, "assessed") == "7"


def test_that_filters_stay_over_another_theme_and_language(
    qtbot: QtBot, page: RollupPage, window: MainWindow, context: Context
) -> None:
    tick(qtbot, page, "district", KUNSHAN)
    page.board.by.buttons["size"].click()
    context.theme.choose("dark")
    context.speak("en")
    again = window.current_page
    assert isinstance(again, RollupPage)
    assert again is not page
    assert figure(again, "assessed") == "3", "there at once"
    settled(qtbot, again)
    assert figure(again, "assessed") == "3"
    assert again.board.group == "size"
    assert "Kunshan" in again.filters.chips["district"].text()


def test_that_what_was_read_ahead_stands_when_the_page_opens(
    qtbot: QtBot, city: dict[str, int], open_window: Open, workspace: Workspace, context: Context
) -> None:
    window = open_window("home")
    window.remember("rollup", look_ahead(context.standings))
    context.show("rollup")
    page = window.current_page
    assert isinstance(page, RollupPage)
    assert figure(page, "assessed") == "6"
    settled(qtbot, page)


def test_that_the_latest_wish_alone_is_shown(qtbot: QtBot, page: RollupPage) -> None:
    seen: list[tuple[str, ...]] = []
    page.desk.ready.connect(lambda shown: seen.append(shown.view.filter.districts))
    today = date(2025, 12, 1)
    for districts in ((KUNSHAN,), (TAICANG,), (KUNSHAN, TAICANG)):
        query = type(page.filters.query)(districts=districts)
        page.desk.look(query.wanted(today), today)
    settled(qtbot, page)
    assert seen == [(KUNSHAN, TAICANG)]


# room


@pytest.mark.parametrize(("width", "columns"), [(1024, 1), (1366, 2), (1920, 3)])
def test_that_the_cards_use_the_room(
    qtbot: QtBot, page: RollupPage, window: MainWindow, width: int, columns: int
) -> None:
    window.resize(width, 640)
    qtbot.wait(20)
    lefts = {card.x() for card in page.board.cards.values()}
    assert len(lefts) == columns
    assert page.board.width() <= page._scroll.viewport().width()
    widths = {card.width() for card in page.board.cards.values()}
    assert max(widths) - min(widths) <= 1


def test_that_five_figures_fill_two_lines_where_it_is_narrow(
    qtbot: QtBot, page: RollupPage, window: MainWindow
) -> None:
    window.resize(1024, 640)
    board = page.board
    for tile in board.tiles:
        tile.show()
    board._place_tiles(5)
    qtbot.wait(20)
    lines = {tile.y() for tile in board.tiles}
    assert len(lines) == 2
    ends = {tile.geometry().right() for tile in (board.tiles[2], board.tiles[4])}
    assert max(ends) - min(ends) <= 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_long_names_never_push_the_page(
    qtbot: QtBot, workspace: Workspace, context: Context, open_window: Open, lang: str
) -> None:
    assess(workspace, add_enterprise(workspace, 1, LONG_NAME, industry="C19"))
    save_campaign(
        workspace, Campaign(LONG_NAME, 6, date(2025, 1, 1), date(2025, 12, 31), {KUNSHAN: 6})
    )
    if lang == "en":
        context.speak("en")
    window = open_window("rollup")
    page = rollup(qtbot, window)
    tick(qtbot, page, "industry", *[f"C{n}" for n in range(13, 44)])
    window.resize(1024, 640)
    qtbot.wait(30)
    assert window.width() == 1024
    assert page.board.width() <= page._scroll.viewport().width()
    assert page.header.width() == page.width()


# files


def test_that_every_chart_is_a_picture_with_its_words(page: RollupPage) -> None:
    for chart in page.board.charts:
        assert png_bytes(chart).startswith(b"\x89PNG")
        assert b"<svg" in svg_bytes(chart)
        assert "截至" in chart.caption.subject
        assert chart.accessibleDescription(), chart.caption.title


@pytest.mark.parametrize(
    ("entry", "ending"),
    [
        ("汇总工作簿", ".xlsx"),
        ("CSV", ".csv"),
        ("Parquet", ".parquet"),
        ("对标基准", ".szbench"),
    ],
)
def test_that_the_export_menu_writes_files(
    qtbot: QtBot,
    page: RollupPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    entry: str,
    ending: str,
) -> None:
    out = tmp_path / f"out{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    texts = menu_of(qtbot, page.export_button.click, entry)
    assert len(texts) == 5
    assert out.stat().st_size > 0


def test_that_the_missing_of_a_roster_are_written(
    qtbot: QtBot,
    page: RollupPage,
    workspace: Workspace,
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listing = tmp_path / "list.csv"
    rows = [f"{code(n)},示例企业{n},昆山市" for n in (1, 2, 9, 10)]
    listing.write_text("\n".join(["统一社会信用代码,企业名称,县级市（区）", *rows]), "utf-8-sig")
    save_roster(workspace, check_list(workspace, read_list(listing)))
    context.data_changed.emit()
    settled(qtbot, page)
    assert figure(page, "coverage") == "50.0%"
    out = tmp_path / "missing.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    menu_of(qtbot, page.export_button.click, "未评名单")
    assert out.stat().st_size > 0


def test_that_buttons_open_goal_and_roster(qtbot: QtBot, page: RollupPage) -> None:
    for button, kind in (
        (page.campaign_button, CampaignDialog),
        (page.roster_button, RosterDialog),
    ):
        in_dialog(
            qtbot,
            kind,
            lambda button=button: qtbot.mouseClick(button, Qt.MouseButton.LeftButton),
            lambda dialog: dialog.reject(),
        )
    settled(qtbot, page)


def test_that_the_list_of_the_missing_needs_a_roster(qtbot: QtBot, page: RollupPage) -> None:
    texts = menu_of(qtbot, page.export_button.click, "")
    assert any("先导入应评名单" in text for text in texts)


def test_that_the_summary_is_of_what_is_shown(
    qtbot: QtBot, page: RollupPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def write(_ws: Workspace, _out: Path, _lang: str, **scope: Any) -> Generator[None, None, None]:
        asked.update(scope)
        yield

    monkeypatch.setattr("suzhou_assess.services.deliver.write_summary", write)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "a.xlsx"), "")
    )
    tick(qtbot, page, "district", TAICANG)
    page.filters.day.setDate(QDate(2025, 6, 30))
    settled(qtbot, page)
    menu_of(qtbot, page.export_button.click, "按当前筛选")
    assert asked["wanted"].districts == (TAICANG,)
    assert asked["as_of"] == date(2025, 6, 30)


def test_that_space_takes_what_the_search_found(qtbot: QtBot, page: RollupPage) -> None:
    qtbot.mouseClick(page.filters.chips["industry"], Qt.MouseButton.LeftButton)
    popup = page.filters.lists["industry"]
    qtbot.keyClicks(popup.search, "C34")
    qtbot.keyClick(popup.search, Qt.Key.Key_Down)
    qtbot.keyClick(popup.list, Qt.Key.Key_Space)
    assert popup.taken == ("C34",), "not the first of the whole list, which can't be seen"
    popup.search.setText("没有这样的")
    qtbot.keyClick(popup.list, Qt.Key.Key_Space)
    assert popup.taken == ("C34",)
    popup.hide()
    settled(qtbot, page)


def test_that_the_coverage_is_that_of_the_industries_looked_at(
    qtbot: QtBot, page: RollupPage, workspace: Workspace, context: Context, tmp_path: Path
) -> None:
    listing = tmp_path / "list.csv"
    rows = [f"{code(n)},示例企业{n},昆山市,{of}" for n, of in ((1, "C34"), (9, "C34"), (10, "C17"))]
    head = "统一社会信用代码,企业名称,县级市（区）,行业"
    listing.write_text("\n".join([head, *rows]), "utf-8-sig")
    save_roster(workspace, check_list(workspace, read_list(listing)))
    context.data_changed.emit()
    settled(qtbot, page)
    assert figure(page, "coverage") == "33.3%"
    tick(qtbot, page, "industry", "C34")
    assert figure(page, "coverage") == "50.0%"
    tick(qtbot, page, "district", KUNSHAN)
    assert figure(page, "coverage") == "–", "the roster isn't counted by both"


def test_that_the_menu_of_exports_ends_where_its_button_ends(
    qtbot: QtBot, page: RollupPage
) -> None:
    ends: list[int] = []
    # So that the screen is no reason to move the menu.
    page.window().move(-600, 0)

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(10, look)
            return
        ends.append(menu.geometry().right())
        menu.close()

    QTimer.singleShot(0, look)
    page.export_button.click()
    button = page.export_button
    assert ends == [button.mapToGlobal(button.rect().bottomRight()).x()]
