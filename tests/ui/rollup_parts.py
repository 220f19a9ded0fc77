"""A made-up city for the page 汇总, and hands for its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from home_parts import add_enterprise
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.services import assessments
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages.enterprises import EnterprisesPage
from suzhou_assess.ui.pages.rollup import RollupPage
from suzhou_assess.ui.widgets.drill_chart import DrillChart, Spot
from suzhou_assess.ui.widgets.pick_list import PickList

Open = Callable[..., MainWindow]
Found = TypeVar("Found")

KUNSHAN, TAICANG, WUZHONG = "320583", "320585", "320506"


def assess(
    workspace: Workspace,
    enterprise: int,
    on: date = date(2025, 6, 1),
    mode: Mode = "self",
    *,
    scenario: int = 0,
    best: bool = False,
) -> str:
    """A submitted assessment: the first scenario at a level, or everything at its best."""
    made = assessments.start(workspace, enterprise, mode, on, "张三")
    session = AssessmentSession(workspace, made)
    first = session.pack.scenarios[0]
    if best:
        for question in session.pack.questions:
            top = max(question.options, key=lambda option: option.points).letter
            several = tuple(o.letter for o in question.options if not o.excludes_others)
            session.choose(question.id, several if question.kind == "multiple" else top)
        for other in session.pack.scenarios[1:]:
            session.choose(other.id, other.top)
        scenario = first.top
    session.choose(first.id, scenario)
    session.submit()
    return made


def small_city(workspace: Workspace) -> dict[str, int]:
    """Six assessed enterprises in two districts and one without, and one not assessed."""
    made = {
        "甲": add_enterprise(workspace, 1, "甲公司", district=KUNSHAN, industry="C34"),
        "乙": add_enterprise(workspace, 2, "乙公司", district=KUNSHAN, industry="C39"),
        "丙": add_enterprise(workspace, 3, "丙公司", district=KUNSHAN, industry="C34"),
        "丁": add_enterprise(workspace, 4, "丁公司", district=TAICANG, industry="C34"),
        "戊": add_enterprise(workspace, 5, "戊公司", district=TAICANG, industry=""),
        "己": add_enterprise(workspace, 6, "己公司", district="", industry="C17"),
        "庚": add_enterprise(workspace, 7, "庚公司", district=WUZHONG, industry="C17"),
    }
    assess(workspace, made["甲"], date(2025, 1, 20), scenario=1)
    assess(workspace, made["乙"], date(2025, 3, 5), scenario=2)
    assess(workspace, made["丙"], date(2025, 6, 30), best=True)
    assess(workspace, made["丁"], date(2025, 6, 2), scenario=2)
    assess(workspace, made["丁"], date(2025, 6, 9), "onsite", scenario=1)
    assess(workspace, made["戊"], date(2025, 9, 1), scenario=0)
    assess(workspace, made["己"], date(2025, 9, 2), scenario=2)
    return made


def rollup(qtbot: QtBot, window: MainWindow) -> RollupPage:
    """The page, once its figures stand."""
    page = window.current_page
    assert isinstance(page, RollupPage)
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: RollupPage) -> None:
    """Nothing is being read any more."""
    qtbot.wait(60)
    qtbot.waitUntil(lambda: not page.desk.busy)


def figure(page: RollupPage, name: str) -> str:
    """The value of a key figure, ``""`` where it isn't shown."""
    for tile in page.board.tiles:
        if not tile.isHidden() and tile.figure is not None and tile.figure.id == name:
            return tile.figure.value
    return ""


def tick(qtbot: QtBot, page: RollupPage, kind: str, *codes: str) -> None:
    """Opens a filter's list by its chip and clicks entries."""
    qtbot.mouseClick(page.filters.chips[kind], Qt.MouseButton.LeftButton)
    popup: PickList = page.filters.lists[kind]
    for code in codes:
        items = [popup.list.item(n) for n in range(popup.list.count())]
        item = next(i for i in items if i.data(Qt.ItemDataRole.UserRole) == code)
        popup.list.scrollToItem(item)
        at = popup.list.visualItemRect(item).center() + QPoint(20, 0)
        qtbot.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    popup.hide()
    settled(qtbot, page)


def spot_of(chart: DrillChart, words: str) -> Spot:
    """The mark that says so."""
    found = [spot for spot in chart._here() if words in spot.words]
    assert found, [spot.words for spot in chart._here()]
    return found[0]


def click_spot(qtbot: QtBot, chart: DrillChart, spot: Spot) -> None:
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=spot.room.center().toPoint())


def listed(qtbot: QtBot, window: MainWindow) -> set[int]:
    """The enterprises that the page 企业 lists."""
    page = window.current_page
    assert isinstance(page, EnterprisesPage)
    qtbot.waitUntil(lambda: page._read_once)
    rows = range(page.model.rowCount())
    return {row.id for row in map(page.model.enterprise, rows) if row is not None}


def ids(made: dict[str, int], names: Iterable[str]) -> set[int]:
    return {made[name] for name in names}
