"""The tabs of the page 结果: the claim beside the verdict, and what the page hands over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from home_parts import Open, add_enterprise, in_dialog
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.services import assessments, onsite
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.report_dialog import ReportDialog
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages.result import ResultPage
from suzhou_assess.ui.widgets.review_view import ReviewView


@pytest.fixture
def claimed(workspace: Workspace) -> str:
    """A submitted self-assessment with two questions and two scenarios answered."""
    made = assessments.start(
        workspace, add_enterprise(workspace, 1), "self", date(2025, 5, 12), "李明"
    )
    session = assessments.AssessmentSession(workspace, made)
    session.choose("Q01", ("B", "C"))
    session.choose("Q05", "D")
    session.choose("S01", 3)
    session.choose("S02", 1)
    session.submit()
    return made


@pytest.fixture
def judged(workspace: Workspace, claimed: str) -> str:
    """The visit: one answer agreed, one over-claimed, one under-claimed, one still open."""
    made = onsite.start_from(workspace, claimed, date(2025, 6, 18), "王工")
    session = assessments.AssessmentSession(workspace, made, "王工")
    session.confirm("Q01")
    session.choose("Q05", "C")
    session.set_reason("Q05", "只有财务和仓库用了系统")
    session.choose("S02", 2)
    return made


def result_page(window: MainWindow) -> ResultPage:
    page = window.current_page
    assert isinstance(page, ResultPage)
    return page


def review_of(window: MainWindow) -> ReviewView:
    content = result_page(window).tabs.content
    assert isinstance(content, ReviewView)
    return content


def words(inside: QWidget) -> str:
    return "\n".join(one.text() for one in inside.findChildren(QLabel) if one.isVisibleTo(inside))


def test_that_a_tab_is_opened_by_a_click_and_found_again(
    open_window: Open, claimed: str, qtbot: QtBot
) -> None:
    window = open_window("result", claimed)
    page = result_page(window)
    assert page.tabs.tab == "verdict"
    qtbot.mouseClick(page.tabs.tabs.buttons["review"], Qt.MouseButton.LeftButton)
    assert isinstance(page.tabs.content, ReviewView)
    window.open(Place("home"))
    window.open(Place("result"))
    assert result_page(window).tabs.tab == "review"


def test_that_another_assessment_opens_at_its_verdict(
    open_window: Open, claimed: str, judged: str
) -> None:
    window = open_window("result", claimed, "review")
    window.open(Place("result", judged))
    assert result_page(window).tabs.tab == "verdict"


@pytest.mark.parametrize("tab", ["review", "way_up", "support", "over_time"])
@pytest.mark.parametrize("mode", ["self", "onsite"])
def test_that_every_tab_opens_for_either_kind_of_assessment(
    open_window: Open, claimed: str, judged: str, tab: str, mode: str
) -> None:
    window = open_window("result", claimed if mode == "self" else judged, tab)
    page = result_page(window)
    assert page.tabs.tab == tab
    assert page.tabs.content.isVisibleTo(window)


def test_that_claim_and_verdict_stand_side_by_side_what_differs_first(
    open_window: Open, judged: str
) -> None:
    review = review_of(open_window("result", judged, "review"))
    assert [row.item for row in review.rows] == ["Q05", "S02", "S01", "Q01"]
    assert [row.state.text() for row in review.rows] == [
        "高估 2.5 分",
        "低估 1 级",
        "待核实",
        "一致",
    ]
    said = words(review)
    assert "只有财务和仓库用了系统" in said
    assert "还有 1 项待核实" in said
    assert "得分降低 2.5 分" in said


def test_that_a_count_filters_the_rows_and_lets_all_through_again(
    open_window: Open, judged: str, qtbot: QtBot
) -> None:
    review = review_of(open_window("result", judged, "review"))
    qtbot.mouseClick(review.tiles["over"], Qt.MouseButton.LeftButton)
    assert [row.item for row in review.rows] == ["Q05"]
    qtbot.mouseClick(review.tiles["agreed"], Qt.MouseButton.LeftButton)
    assert [row.item for row in review.rows] == ["Q01"]
    qtbot.mouseClick(review.tiles["agreed"], Qt.MouseButton.LeftButton)
    assert len(review.rows) == 4


def test_that_a_missing_reason_is_told_and_leads_to_its_question(
    open_window: Open, context: Context, judged: str, qtbot: QtBot
) -> None:
    review = review_of(open_window("result", judged, "review"))
    assert "有 1 处差异没有写原因" in words(review)
    with qtbot.waitSignal(context.go) as gone:
        qtbot.mouseClick(review.reasons_button, Qt.MouseButton.LeftButton)
    assert gone.args == [Place("assess", judged, "S02")]


def test_that_a_row_leads_to_its_question(
    open_window: Open, context: Context, judged: str, qtbot: QtBot
) -> None:
    review = review_of(open_window("result", judged, "review"))
    with qtbot.waitSignal(context.go) as gone:
        qtbot.mouseClick(review.rows[0].jump, Qt.MouseButton.LeftButton)
    assert gone.args == [Place("assess", judged, "Q05")]


def test_that_a_self_assessment_leads_to_the_visit_that_judged_it(
    open_window: Open, context: Context, claimed: str, judged: str, qtbot: QtBot
) -> None:
    review = review_of(open_window("result", claimed, "review"))
    with qtbot.waitSignal(context.go) as gone:
        qtbot.mouseClick(review.visits.rows[0], Qt.MouseButton.LeftButton)
    assert gone.args == [Place("result", judged, "review")]


def test_that_a_submitted_claim_is_one_click_from_the_visit(
    open_window: Open, context: Context, claimed: str, qtbot: QtBot
) -> None:
    page = result_page(open_window("result", claimed))
    with qtbot.waitSignal(context.go) as gone:
        qtbot.mouseClick(page.onsite, Qt.MouseButton.LeftButton)
    (place,) = gone.args
    begun = assessments.AssessmentSession(context.workspace, place.subject)
    assert (place.page, begun.mode, begun.claim.assessment_id) == ("assess", "onsite", claimed)


def test_that_only_a_submitted_claim_offers_the_visit(
    open_window: Open, workspace: Workspace, claimed: str, judged: str
) -> None:
    enterprise = assessments.AssessmentSession(workspace, claimed).enterprise_id
    draft = assessments.start(workspace, enterprise, "self", date(2025, 6, 20), "")
    for key, offered in ((claimed, True), (judged, False), (draft, False)):
        assert result_page(open_window("result", key)).onsite.isVisible() is offered


def test_that_an_on_site_assessment_without_a_claim_can_be_given_one(
    open_window: Open, context: Context, workspace: Workspace, claimed: str, qtbot: QtBot
) -> None:
    enterprise = assessments.AssessmentSession(workspace, claimed).enterprise_id
    alone = assessments.start(workspace, enterprise, "onsite", date(2025, 6, 18), "王工")
    window = open_window("result", alone, "review")
    qtbot.mouseClick(review_of(window).picker.rows[0], Qt.MouseButton.LeftButton)
    claim = assessments.AssessmentSession(workspace, alone).claim
    assert claim is not None
    assert claim.assessment_id == claimed
    assert [row.item for row in review_of(window).rows] == ["Q01", "Q05", "S01", "S02"]


def test_that_an_on_site_assessment_with_nothing_to_compare_says_so(
    open_window: Open, workspace: Workspace
) -> None:
    enterprise = add_enterprise(workspace, 2)
    alone = assessments.start(workspace, enterprise, "onsite", date(2025, 6, 18), "王工")
    assert "没有可以对照的自评" in words(review_of(open_window("result", alone, "review")))


@pytest.mark.parametrize(
    ("kind", "ending", "begins"),
    [("enterprise", "pdf", b"%PDF"), ("expert", "docx", b"PK")],
    ids=["pdf for the enterprise", "word for experts"],
)
def test_that_the_report_is_written_as_chosen(
    open_window: Open,
    context: Context,
    judged: str,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    ending: str,
    begins: bytes,
) -> None:
    target = tmp_path / f"报告.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page = result_page(open_window("result", judged))

    def act(dialog: ReportDialog) -> None:
        dialog.open_after.setChecked(False)
        qtbot.mouseClick(dialog.kind.buttons[kind], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(dialog.ending.buttons[ending], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)

    with qtbot.waitSignal(context.told, timeout=60_000) as told:
        in_dialog(
            qtbot,
            ReportDialog,
            lambda: qtbot.mouseClick(page.report, Qt.MouseButton.LeftButton),
            act,
        )
    assert told.args is not None
    assert str(target) in told.args[1]
    assert target.read_bytes().startswith(begins)


@pytest.mark.parametrize("export", ["signoff", "interview"])
def test_that_the_sheets_of_a_visit_are_written_from_the_menu(
    open_window: Open,
    context: Context,
    judged: str,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    export: str,
) -> None:
    chosen = (str(tmp_path / "交付"), "Word 文档 (*.docx)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    page = result_page(open_window("result", judged))
    action = next(one for one in page.export.menu().actions() if one.data() == export)
    with qtbot.waitSignal(context.told, timeout=60_000):
        action.trigger()
    assert (tmp_path / "交付.docx").read_bytes().startswith(b"PK")


def test_that_the_columns_of_the_comparison_are_named_whole_where_it_is_narrow(
    open_window: Open, context: Context, judged: str, qtbot: QtBot
) -> None:
    context.speak("en")
    window = open_window("result", judged, "review")
    window.resize(1024, 640)
    list_card = review_of(window)._list
    qtbot.waitUntil(lambda: list_card.width() < 800)
    titles = {context.say(f"ui_review.column_{name}") for name in ("item", "claimed", "reason")}
    shown = [one for one in list_card.findChildren(QLabel) if one.text() in titles]
    assert {one.text() for one in shown} == titles
    for one in shown:
        longest = max(one.text().split(), key=len)
        assert one.wordWrap()
        assert one.width() >= one.fontMetrics().horizontalAdvance(longest)
