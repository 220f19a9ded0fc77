"""The page 结果: what it says of an assessment, and where its buttons lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from home_parts import in_dialog
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from stdnum.cn import uscc

from suzhou_assess.domain.answers import Choice, Number
from suzhou_assess.domain.pack import Pack
from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.dialogs.submit_assessment import SubmitDialog
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages.result import ResultPage

Assess = Callable[..., str]
ShowResult = Callable[[str | None], ResultPage]

NAME = "苏州示例精密机械有限公司"
LONG_NAME = (
    "苏州工业园区示例精密机械与智能装备制造及供应链协同服务（集团）"
    "股份有限公司张家港保税区第二分公司长三角一体化总部"
)


@pytest.fixture
def assess(workspace: Workspace) -> Assess:
    """Makes a submitted assessment with ``levels`` for S01, S02… and the ``choices`` given."""

    def make(
        choices: Mapping[str, Choice] | None = None,
        levels: str = "",
        *,
        figures: Mapping[str, Number] | None = None,
        not_applicable: str = "",
        submit: bool = True,
        name: str = NAME,
        on: date = date(2025, 6, 1),
    ) -> str:
        stem = f"9132058{len(name):010d}"
        code = stem + uscc.calc_check_digit(stem)
        enterprise = enterprises.find(workspace, code)
        if enterprise is None:
            enterprise, problems = enterprises.save(workspace, {"name": name, "uscc": code})
            assert enterprise is not None, problems
        made = assessments.start(workspace, enterprise, "self", on)
        session = assessments.AssessmentSession(workspace, made)
        if figures:
            session.set_figures(figures)
        for item, choice in (choices or {}).items():
            session.choose(item, choice)
        for number, level in enumerate(levels, start=1):
            item = f"S{number:02}"
            session.choose(item, int(level), not_applicable=item == not_applicable)
        if submit:
            session.submit()
        return made

    return make


@pytest.fixture
def show(qtbot: QtBot, context: Context) -> Iterator[ShowResult]:
    """Shows the page alone: where it leads to is heard at ``context.go``."""

    def show_page(assessment: str | None) -> ResultPage:
        page = ResultPage(context)
        qtbot.addWidget(page)
        page.resize(1170, 768)
        page.enter(Place("result", assessment))
        page.show()
        qtbot.waitExposed(page)
        return page

    yield show_page
    QApplication.processEvents()


def complete(pack: Pack, *, best: bool = False) -> dict[str, Choice]:
    """An answer to every question: the first option, or the best."""
    answers: dict[str, Choice] = {}
    for question in pack.questions:
        options = question.options
        if question.kind == "multiple":
            useful = tuple(o.letter for o in options if not o.excludes_others)
            answers[question.id] = useful if best else (options[0].letter,)
        else:
            answers[question.id] = max(options, key=lambda o: o.points if best else 0).letter
    return answers


def texts(inside: QWidget) -> str:
    """All words that show inside a widget."""
    labels = [label.text() for label in inside.findChildren(QLabel) if label.isVisibleTo(inside)]
    buttons = [b.text() for b in inside.findChildren(QPushButton) if b.isVisibleTo(inside)]
    return "\n".join(labels + buttons)


def press(qtbot: QtBot, inside: QWidget, words: str) -> None:
    """Clicks the button with these words."""
    found = [b for b in inside.findChildren(QPushButton) if words in b.text()]
    assert found, f"no button {words!r}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def answer_dialog(accept: bool) -> list[str]:
    """Answers the next message box; what it says is in the list afterwards."""
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MessageDialog)
        said.append(texts(dialog))
        button = dialog.accept_button if accept else dialog.reject_button
        button.click()

    QTimer.singleShot(50, answer)
    return said


def test_that_level_score_and_dimensions_stand_at_the_top(assess: Assess, show: ShowResult) -> None:
    page = show(assess({"Q01": ("B", "C"), "Q05": "E", "Q08": "F"}, "2222222222222222"))
    assert page.board is not None
    assert page.board.level.level_name.text() == "1 级 · 初始级"
    assert page.board.level.score.text() == "21.5"
    assert "数字化基础 14 + 数字化管理 7.5" in page.board.level.score.toolTip()
    assert "数字化基础：14 / 50 分" in page.board.level.bars.accessibleDescription()
    assert "参考" in texts(page.board.level)


def test_that_the_header_names_enterprise_mode_date_and_status(
    assess: Assess, show: ShowResult
) -> None:
    page = show(assess(levels="1", submit=False))
    said = texts(page.header)
    for words in (NAME, "自评 2025-06-01", "草稿", "2024 年版指标", "继续评估"):
        assert words in said


def test_that_met_and_missing_conditions_of_the_next_level_are_said(
    assess: Assess, show: ShowResult
) -> None:
    page = show(assess({"Q05": "E", "Q08": "F"}, "1111122222222222"))
    assert page.board is not None
    said = texts(page.board.gap)
    assert "离 1 级还差" in said
    assert "得分再提高 2.5 分（17.5 → 20）" in said
    assert "16 个场景在 1 级及以上，达到要求的 6 个" in said


def test_that_the_nearest_scenario_leads_to_its_question(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    assessment = assess(complete(context.workspace.packs.default(), best=True), "3" * 16)
    page = show(assessment)
    assert page.board is not None
    near = page.board.gap.scenarios.rows[0]
    assert "4 级" in near.toolTip()
    with qtbot.waitSignal(context.go) as gone:
        qtbot.mouseClick(near, Qt.MouseButton.LeftButton)
    assert gone.args == [Place("assess", assessment, near.item)]


def test_that_every_near_option_can_be_reached_in_the_menu(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    page = show(assess(levels="0" * 16))
    assert page.board is not None
    actions = page.board.gap.scenarios.menu().actions()
    assert len(actions) == 16
    with qtbot.waitSignal(context.go) as gone:
        actions[-1].trigger()
    assert gone.args[0].item == page.board.gap.scenarios.rows[-1].item


def test_that_the_top_level_is_praised(assess: Assess, show: ShowResult, context: Context) -> None:
    best = complete(context.workspace.packs.default(), best=True)
    page = show(assess(best | {"Q13": "B"}, "4" * 15 + "3"))
    assert page.board is not None
    said = texts(page.board.gap)
    assert "已达到最高级" in said
    assert [row.item for row in page.board.gap.scenarios.rows] == ["S16"]
    assert [row.item for row in page.board.gap.points.rows] == ["Q13"]


def test_that_a_scenario_of_the_strip_opens_by_keyboard(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    page = show(assess(levels="1234"))
    assert page.board is not None
    row = page.board.strip.rows["S03"]
    row.setFocus()
    with qtbot.waitSignal(context.go) as gone:
        qtbot.keyClick(row, Qt.Key.Key_Space)
    assert gone.args[0].item == "S03"


def test_that_not_applicable_reads_other_than_level_zero(assess: Assess, show: ShowResult) -> None:
    page = show(assess(levels="00", not_applicable="S02"))
    assert page.board is not None
    rows = page.board.strip.rows
    assert rows["S01"].accessibleName() == "产品设计（约束性）：0 级"
    assert rows["S02"].accessibleName() == "工艺设计（指导性）：不适用"
    assert rows["S03"].accessibleName() == "营销管理（约束性）：未评"


def test_that_a_problem_leads_to_each_question_concerned(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    page = show(assess({"Q04": ("K",)}, "1111111110"))
    assert page.board is not None
    with qtbot.waitSignal(context.go) as gone:
        press(qtbot, page.board.checks, "查看第 4 题")
    assert gone.args[0].item == "Q04"
    with qtbot.waitSignal(context.go) as gone:
        press(qtbot, page.board.checks, "能耗管理")
    assert gone.args[0].item == "S10"


def test_that_many_problems_show_a_few_first_and_the_rest_at_a_click(
    assess: Assess, show: ShowResult, qtbot: QtBot
) -> None:
    figures = {"devices_total": 1, "devices_digital": 5, "devices_connected": 9}
    page = show(assess({"Q01": ("E",), "Q05": "E"}, "0" * 16, figures=figures))
    assert page.board is not None
    checks = page.board.checks
    assert texts(checks).count("请核对") == 3
    assert checks.more is not None
    qtbot.mouseClick(checks.more, Qt.MouseButton.LeftButton)
    assert texts(checks).count("查看第 5 题") == 1
    assert checks.more.text() == "收起"
    qtbot.mouseClick(checks.more, Qt.MouseButton.LeftButton)
    assert "查看第 5 题" not in texts(checks)


def test_that_clean_answers_are_called_clean(assess: Assess, show: ShowResult) -> None:
    page = show(assess({"Q05": "B"}, "1"))
    assert page.board is not None
    assert "没有发现矛盾" in texts(page.board.checks)


def test_that_unanswered_questions_are_counted_and_led_to(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    page = show(assess({"Q01": ("B",)}, "1" * 16))
    assert page.board is not None
    assert page.board.incomplete is not None
    assert "还有 14 题未答" in texts(page.board.incomplete)
    with qtbot.waitSignal(context.go) as gone:
        press(qtbot, page.board.incomplete, "去答第一道")
    assert gone.args[0].item == "Q02"


def test_that_a_complete_assessment_has_no_strip_about_missing_answers(
    assess: Assess, show: ShowResult, context: Context
) -> None:
    page = show(assess(complete(context.workspace.packs.default()), "1" * 16))
    assert page.board is not None
    assert page.board.incomplete is None


def test_that_every_question_is_explained(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    page = show(assess({"Q01": ("B", "C")}))
    assert page.board is not None
    said = texts(page.board.points)
    assert "选了 B、C：2 + 2 = 4 分（满分 8 分）" in said
    assert said.count("未答") == 14
    assert "设备系统合计：网络建设 4 + 设备数字化 0 + 设备联网 0 = 4 分（满分 20 分）" in said
    with qtbot.waitSignal(context.go) as gone:
        press(qtbot, page.board.points, "15. ")
    assert gone.args[0].item == "Q15"


def test_that_the_way_to_the_details_scrolls_there(
    assess: Assess, show: ShowResult, qtbot: QtBot
) -> None:
    page = show(assess({"Q01": ("B", "C")}))
    assert page.board is not None
    points = page.board.points
    qtbot.waitUntil(lambda: points.mapTo(page, QPoint()).y() > page.height() - 160)
    press(qtbot, page.board.level, "怎么算的")
    assert 0 <= points.mapTo(page, QPoint()).y() < page.height() / 4


def test_that_the_conditions_show_required_actual_and_met(assess: Assess, show: ShowResult) -> None:
    page = show(assess({"Q05": "E", "Q08": "F", "Q01": ("B", "C")}, "3" * 5))
    assert page.board is not None
    cells = page.board.conditions.cells
    assert cells[1, "score"].text() == "✓ 20"
    assert cells[2, "score"].text() == "✗ 40"
    assert cells[3, "scenarios"].text() == "✗ 5/8"
    assert cells[3, "scenarios"].toolTip().endswith("还差 3 个</qt>")


def test_that_other_assessments_of_the_enterprise_are_in_a_menu(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    older = assess(levels="11", on=date(2024, 5, 20))
    page = show(assess(levels="22"))
    menu = page.history.menu()
    entry = next(a for a in menu.actions() if "2024-05-20" in a.text())
    with qtbot.waitSignal(context.go) as gone:
        entry.trigger()
    assert gone.args == [Place("result", older)]


def test_that_an_only_assessment_offers_no_history(assess: Assess, show: ShowResult) -> None:
    assess(levels="1", name="苏州另一家示例企业有限公司")
    page = show(assess(levels="1"))
    assert page.history.menu() is None


def test_that_changes_made_meanwhile_show_when_the_page_comes_back(
    assess: Assess, show: ShowResult, workspace: Workspace
) -> None:
    assessment = assess({"Q05": "B"}, submit=False)
    page = show(assessment)
    assessments.AssessmentSession(workspace, assessment).choose("Q05", "E")
    page.enter(Place("result"))
    assert page.board is not None
    assert page.board.level.score.text() == "10"


def test_that_a_draft_goes_on_without_a_question(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    assessment = assess(levels="1", submit=False)
    page = show(assessment)
    with qtbot.waitSignal(context.go) as gone:
        qtbot.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    assert gone.args == [Place("assess", assessment)]


def test_that_a_submitted_assessment_is_changed_only_after_asking(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot, workspace: Workspace
) -> None:
    assessment = assess(levels="1")
    page = show(assessment)
    said = answer_dialog(accept=False)
    with qtbot.assertNotEmitted(context.go):
        qtbot.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    assert NAME in said[0]
    assert assessments.AssessmentSession(workspace, assessment).status == "submitted"
    answer_dialog(accept=True)
    with qtbot.waitSignal(context.go) as gone:
        qtbot.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    assert gone.args == [Place("assess", assessment)]
    assert assessments.AssessmentSession(workspace, assessment).status == "draft"


def test_that_recent_assessments_are_offered_when_none_is_chosen(
    assess: Assess, show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    first = assess(levels="1", name=LONG_NAME)
    page = show(None)
    assert page.picker is not None
    row = page.picker.rows[0]
    assert LONG_NAME in row.accessibleName()
    with qtbot.waitSignal(context.go) as gone:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert gone.args == [Place("result", first)]
    assert page.export.isHidden()
    assert page.report.isHidden()


def test_that_without_any_assessment_the_way_leads_home(
    show: ShowResult, context: Context, qtbot: QtBot
) -> None:
    page = show(None)
    assert "还没有评估结果" in texts(page)
    with qtbot.waitSignal(context.go) as gone:
        press(qtbot, page, "去工作台")
    assert gone.args == [Place("home")]


def test_that_an_assessment_that_is_gone_is_said_so(
    assess: Assess, show: ShowResult, qtbot: QtBot
) -> None:
    assess(levels="1")
    page = show("00000000-0000-4000-8000-000000000000")
    assert "这份评估打不开" in texts(page)
    press(qtbot, page, "看其他评估")
    assert page.picker is not None


def choose_export(page: ResultPage, export: str) -> None:
    """Takes an entry of the menu 导出."""
    next(action for action in page.export.menu().actions() if action.data() == export).trigger()


def test_that_the_workbook_is_written_where_asked_and_the_folder_remembered(
    assess: Assess,
    show: ShowResult,
    context: Context,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def choose(parent: QWidget, title: str, start: str, kinds: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "交付"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page = show(assess(levels="1"))
    with qtbot.waitSignal(context.told, timeout=30_000) as told:
        choose_export(page, "workbook")
    assert told.args is not None
    assert told.args[0] == "good"
    assert Path(asked[0]).name == f"{NAME}_2025-06-01_数字化评估.xlsx"
    assert (tmp_path / "交付.xlsx").read_bytes().startswith(b"PK")
    assert context.preferences.folder == str(tmp_path)


def test_that_a_workbook_that_cannot_be_written_says_where_and_why(
    assess: Assess,
    show: ShowResult,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "missing" / "out.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page = show(assess(levels="1"))
    said: list[str] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, MessageDialog):
            said.append(texts(dialog))
            dialog.accept_button.click()

    poll = QTimer()
    poll.timeout.connect(close)
    poll.start(20)
    choose_export(page, "workbook")
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    poll.stop()
    assert "文件没有保存成功" in said[0]
    assert str(target.parent) in said[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_badge_radar_and_gap_are_visible_at_once_on_a_small_laptop(
    assess: Assess, context: Context, open_window: Callable[..., MainWindow], lang: str
) -> None:
    context.words.lang = lang  # type: ignore[assignment]
    window = open_window("result", assess({"Q05": "E"}, "2" * 16, name=LONG_NAME))
    QApplication.processEvents()
    assert window.size().width() == 1366
    page = window.current_page
    assert isinstance(page, ResultPage)
    assert page.board is not None
    for card in (page.board.level, page.board.radar, page.board.gap):
        foot = card.mapTo(window, card.rect().bottomRight())
        assert foot.x() <= 1366
        assert foot.y() <= 768


def test_that_a_narrow_window_puts_the_gap_below_and_cuts_nothing_off(
    assess: Assess, context: Context, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window("result", assess({"Q05": "E"}, "2" * 16, name=LONG_NAME))
    window.resize(1024, 640)
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, ResultPage)
    board = page.board
    assert board is not None
    assert window.width() == 1024
    assert board.gap.y() > board.radar.y() + board.radar.height()
    assert board.mapTo(window, board.rect().bottomRight()).x() <= 1024


def test_that_a_complete_draft_is_submitted_here(
    assess: Assess, show: ShowResult, qtbot: QtBot, workspace: Workspace
) -> None:
    page = show(assess(levels="1" * 16, submit=False))
    assert page.submit.isHidden()  # questions are open
    session = assessments.AssessmentSession(workspace, page.place.subject)
    for question in session.pack.questions:
        letter = question.options[0].letter
        session.choose(question.id, (letter,) if question.kind == "multiple" else letter)
    page.enter(Place("result"))
    assert page.submit.isVisible()

    def submit(dialog: SubmitDialog) -> None:
        assert dialog.mend.isHidden() or "核对" in dialog.mend.text()
        qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)

    in_dialog(qtbot, SubmitDialog, lambda: page.submit.click(), submit)
    assert assessments.AssessmentSession(workspace, session.id).status == "submitted"
    assert page.submit.isHidden()
