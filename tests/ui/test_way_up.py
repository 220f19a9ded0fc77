"""The tab 提升路径: plans that follow the wishes, what-if by hand, and the improvement plan."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from home_parts import add_enterprise, in_dialog
from home_parts import type_in as typed
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import Target, Wishes, make_plans
from suzhou_assess.services import assessments, plans
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.ui.widgets.way_up_day import day_typed
from suzhou_assess.ui.widgets.way_up_plan_row import cost_typed
from suzhou_assess.ui.widgets.way_up_steps import StepRow
from suzhou_assess.ui.widgets.way_up_view import WayUpView
from suzhou_assess.words.explanation import Explanation

Show = Callable[..., WayUpView]
LEFT = Qt.MouseButton.LeftButton


def begun(workspace: Workspace, pack: Pack, *, top: bool) -> str:
    """A submitted assessment at level 0, or with everything at its best."""
    enterprise = add_enterprise(workspace, 1)
    made = assessments.start(workspace, enterprise, "self", date(2025, 6, 1))
    session = AssessmentSession(workspace, made)
    for question in pack.questions:
        options = question.options
        if top:
            useful = tuple(o.letter for o in options if not o.excludes_others)
            best = max(options, key=lambda o: o.points).letter
            session.choose(question.id, useful if question.kind == "multiple" else best)
        elif question.kind == "multiple":
            session.choose(question.id, (options[1].letter,))
        else:
            session.choose(question.id, options[0].letter)
    for scenario in pack.scenarios:
        session.choose(scenario.id, scenario.top if top else 0)
    session.submit()
    return made


Made = tuple[Path, str]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Callable[[bool], Made]:
    """A database with the assessment and its id. Each is made once: every answer is a write."""

    @cache
    def make(top: bool) -> Made:
        path = tmp_path_factory.mktemp("way_up") / "assess.db"
        with Workspace.open(str(path)) as workspace:
            made = begun(workspace, pack, top=top)
            copy = path.with_name("copy.db")
            workspace.backup_to(copy)
        return copy, made

    return make


@pytest.fixture
def workspace(
    request: pytest.FixtureRequest, tmp_path: Path, prepared: Callable[[bool], Made]
) -> Iterator[Workspace]:
    """One with the assessment; with ``at_the_top`` the one that has everything."""
    path, _ = prepared("at_the_top" in request.fixturenames)
    shutil.copy(path, tmp_path / "assess.db")
    with Workspace.open(str(tmp_path / "assess.db")) as opened:
        yield opened


@pytest.fixture
def at_the_top() -> None:
    """Asks for an assessment at the highest level."""


@pytest.fixture
def show(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    prepared: Callable[[bool], Made],
) -> Iterator[Show]:
    """Shows the tab of the assessment; the same one when asked again."""
    _, assessment = prepared("at_the_top" in request.fixturenames)
    views: list[QWidget] = []

    def shown(size: tuple[int, int] = (1160, 660)) -> WayUpView:
        session = AssessmentSession(workspace, assessment)
        view = VerdictView(context, session, Explanation(session.pack, context.words))
        made = WayUpView(view)
        qtbot.addWidget(made)
        views.append(made)
        made.resize(*size)
        made.show()
        qtbot.waitExposed(made)
        return made

    yield shown
    for view in views:
        view.close()
        view.deleteLater()
    # Hundreds of widgets each: the next test would dress them all again.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def visible(view: WayUpView) -> list[StepRow]:
    return [one for one in view.steps.rows if one.isVisibleTo(view.steps)]


def targets(view: WayUpView) -> list[Target]:
    shown = view.desk.shown
    assert shown is not None
    return [step.target for step in shown.steps]


def row_of(view: WayUpView, item: str) -> StepRow:
    at = [target[0] for target in targets(view)].index(item)
    return visible(view)[at]


def click_chip(qtbot: QtBot, view: WayUpView, item: str, to: str | int) -> None:
    one = view.trial.rows[item]
    qtbot.mouseClick(one, LEFT, pos=one.rect_of(to).center())


def type_in(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    typed(qtbot, edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_that_the_least_effort_to_the_next_level_stands_there_at_once(
    show: Show, pack: Pack
) -> None:
    view = show()
    best = make_plans(pack, view.desk.session.answers, pack.levels[1]).best
    assert best is not None
    assert view.wishes.target.value == "1"
    assert targets(view) == [step.target for step in best.steps]
    assert len(visible(view)) == len(best.steps)
    assert str(best.effort) in view.cards.cards[0].effort.text()
    assert sum(card.isVisibleTo(view) for card in view.cards.cards) == 3
    assert view.trial.level.text() == "1 级（初始级）"


def test_that_every_step_says_what_why_and_how_hard(show: Show, pack: Pack) -> None:
    view = show()
    for one, (item, to) in zip(visible(view), targets(view), strict=True):
        assert pack.item_name(item).zh in one.name.text()
        scenario = pack.scenario_by_id.get(item)
        if scenario is not None:
            assert one.text.text() == scenario.levels[int(to)].zh
            assert "1 级场景" in one.why.text()
        else:
            assert one.text.text() == pack.question_by_id[item].option(str(to)).text.zh
            assert one.why.text().startswith("加 ")
        assert one.effort.text().startswith("投入 ")
        assert one.accessibleName()


def test_that_another_level_is_a_click_away(show: Show, qtbot: QtBot) -> None:
    view = show()
    before = len(targets(view))
    qtbot.mouseClick(view.wishes.target.buttons["3"], LEFT)
    assert len(targets(view)) > before
    assert "3 级" in view.lead.text()


def test_that_a_step_is_fixed_by_click_and_let_go_by_its_tag(show: Show, qtbot: QtBot) -> None:
    view = show()
    chosen = targets(view)[0]
    qtbot.mouseClick(visible(view)[0].pin, LEFT)
    assert view.desk.wishes.fixed == {chosen}
    assert row_of(view, chosen[0]).pin.isChecked()
    assert [tag.text()[:2] for tag in view.wishes.tags] == ["固定"]
    qtbot.mouseClick(view.wishes.tags[0], LEFT)
    assert view.desk.wishes == Wishes()
    assert not row_of(view, chosen[0]).pin.isChecked()


def test_that_what_is_left_out_is_replaced_by_the_next_best(show: Show, qtbot: QtBot) -> None:
    view = show()
    gone = targets(view)[-1]
    qtbot.mouseClick(visible(view)[-1].exclude, LEFT)
    assert gone not in targets(view)
    assert view.desk.shown is not None
    assert view.desk.shown.verdict.level >= 1
    assert view.desk.wishes.excluded == {gone}


def test_that_keys_do_all_that_the_mouse_does(show: Show, qtbot: QtBot) -> None:
    view = show()
    led: list[object] = []
    view._view.context.go.connect(led.append)
    first = visible(view)[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    second = visible(view)[1]
    assert view.window().focusWidget() is second
    target = targets(view)[1]
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert target not in view.desk.ticked
    qtbot.keyClick(second, Qt.Key.Key_G)
    assert view.desk.wishes.fixed == {target}
    qtbot.keyClick(view.window().focusWidget(), Qt.Key.Key_G)
    assert view.desk.wishes.fixed == frozenset()
    held = view.window().focusWidget()
    assert isinstance(held, StepRow)
    qtbot.keyClick(held, Qt.Key.Key_X)
    assert view.desk.wishes.excluded == {target}
    assert isinstance(view.window().focusWidget(), StepRow)
    qtbot.keyClick(view.window().focusWidget(), Qt.Key.Key_Return)
    assert [place.page for place in led] == ["assess"]  # type: ignore[attr-defined]


def test_that_results_are_counted_on_when_asked(show: Show, qtbot: QtBot, pack: Pack) -> None:
    view = show()
    qtbot.mouseClick(view.wishes.target.buttons["4"], LEFT)
    assert view.desk.shown is not None
    before = view.desk.shown.effort
    view.wishes.outcomes.setFocus()
    qtbot.keyClick(view.wishes.outcomes, Qt.Key.Key_Space)
    assert view.desk.wishes.outcomes
    assert view.desk.shown.effort < before
    outcomes = {question.id for question in pack.questions if question.outcome}
    assert outcomes & {item for item, _ in targets(view)}


def test_that_a_runner_up_is_shown_with_what_it_does_instead(show: Show, qtbot: QtBot) -> None:
    view = show()
    first = targets(view)
    qtbot.mouseClick(view.cards.cards[1], LEFT)
    assert targets(view) != first
    assert view.desk.ticked == frozenset(targets(view))
    assert "改做" in view.cards.cards[1].difference.text()
    view.cards.cards[1].setFocus()
    qtbot.keyClick(view.cards.cards[1], Qt.Key.Key_Right)
    assert view.desk.chosen == 2
    assert [card.isChecked() for card in view.cards.cards] == [False, False, True]


def test_that_the_verdict_follows_what_is_ticked(show: Show, qtbot: QtBot, pack: Pack) -> None:
    view = show()
    assert view.desk.trial.verdict.level == 1
    one = next(row for row, t in zip(visible(view), targets(view), strict=True) if t[0][0] == "S")
    qtbot.mouseClick(one.check, LEFT)
    assert view.desk.trial.verdict.level == 0
    assert view.trial.level.text() == "未达一级"
    click_chip(qtbot, view, "S15", 2)
    assert ("S15", 2) in view.desk.ticked
    assert view.desk.trial.verdict.level == 1
    click_chip(qtbot, view, "S15", 3)
    assert {to for item, to in view.desk.ticked if item == "S15"} == {3}
    qtbot.mouseClick(view.trial.as_planned, LEFT)
    assert view.desk.ticked == frozenset(targets(view))
    qtbot.mouseClick(view.trial.nothing, LEFT)
    assert view.desk.trial.verdict == view.desk.session.verdict
    assert not view.take_on.isEnabled()


def test_that_options_of_a_multiple_choice_are_ticked_one_by_one(show: Show, qtbot: QtBot) -> None:
    view = show()
    qtbot.mouseClick(view.trial.nothing, LEFT)
    for letter in "CD":
        click_chip(qtbot, view, "Q01", letter)
    assert view.desk.ticked == {("Q01", "C"), ("Q01", "D")}
    assert view.desk.trial.answers.choices["Q01"] == ("B", "C", "D")
    click_chip(qtbot, view, "Q01", "C")
    assert view.desk.ticked == {("Q01", "D")}


def test_that_a_trial_says_what_the_checks_would_warn_of(show: Show, qtbot: QtBot) -> None:
    view = show()
    qtbot.mouseClick(view.trial.nothing, LEFT)
    assert not [one for one in view.trial.findChildren(QLabel) if "⚠" in one.text()]
    click_chip(qtbot, view, "S01", 2)  # and no information system: Q05 A
    (line,) = [one for one in view.trial.findChildren(QLabel) if "⚠" in one.text()]
    assert "信息系统" in line.toolTip()


def test_that_what_is_there_or_stands_alone_can_not_be_ticked(show: Show, qtbot: QtBot) -> None:
    view = show()
    qtbot.mouseClick(view.trial.nothing, LEFT)
    for item, to in (("Q01", "A"), ("Q01", "B"), ("Q05", "A"), ("S01", 0)):
        click_chip(qtbot, view, item, to)
    assert view.desk.ticked == frozenset()


def test_that_chips_are_ticked_by_keys(show: Show, qtbot: QtBot) -> None:
    view = show()
    qtbot.mouseClick(view.trial.nothing, LEFT)
    one = view.trial.rows["S07"]
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Right)
    qtbot.keyClick(one, Qt.Key.Key_Space)
    assert view.desk.ticked == {("S07", 2)}
    assert "2：" in one.accessibleDescription()
    qtbot.keyClick(one, Qt.Key.Key_Down)
    assert view.window().focusWidget() is view.trial.rows["S08"]


def test_that_an_impossible_level_says_why_and_how_to_get_there(show: Show, qtbot: QtBot) -> None:
    view = show()
    qtbot.mouseClick(view.wishes.target.buttons["4"], LEFT)
    for item in ("Q04", "Q05"):
        view.desk.exclude(item)
    said = view.blocked.findChildren(type(view.lead))
    words = "\n".join(one.text() for one in said)
    assert "80 分" in words
    assert "重新考虑“数据采集”" in words
    assert not view.cards.isVisibleTo(view)
    qtbot.mouseClick(view.blocked.eases[0], LEFT)
    assert view.desk.wishes.outcomes
    assert view.cards.isVisibleTo(view)
    qtbot.mouseClick(view.wishes.drop, LEFT)
    assert view.desk.wishes == Wishes()


def test_that_pinning_what_was_left_out_takes_the_exclusion_back(show: Show) -> None:
    desk = show().desk
    desk.exclude(("S05", 1))
    desk.exclude("S06")
    desk.pin(("S05", 2))
    desk.pin(("S06", 1))
    assert desk.wishes.excluded == frozenset()
    desk.exclude(("S05", 2))
    assert desk.wishes.fixed == {("S06", 1)}
    desk.pin(("S06", 3))
    assert desk.wishes.fixed == {("S06", 3)}


def test_that_wishes_are_still_there_after_a_look_elsewhere(show: Show, qtbot: QtBot) -> None:
    view = show()
    qtbot.mouseClick(view.wishes.target.buttons["2"], LEFT)
    qtbot.mouseClick(visible(view)[0].pin, LEFT)
    again = show()
    assert again.desk.wishes == view.desk.wishes != Wishes()
    assert again.wishes.target.value == "2"


def test_that_the_plan_is_still_in_front_after_a_look_elsewhere(show: Show, qtbot: QtBot) -> None:
    view = taken_on(show, qtbot)
    assert show().parts.value == "plan"
    qtbot.mouseClick(view.parts.buttons["steps"], LEFT)
    assert show().parts.value == "steps"


def taken_on(show: Show, qtbot: QtBot) -> WayUpView:
    view = show()
    qtbot.mouseClick(view.take_on, LEFT)
    return view


def test_that_the_ticked_steps_become_the_plan(
    show: Show, qtbot: QtBot, workspace: Workspace
) -> None:
    view = show()
    left_out = targets(view)[0]
    qtbot.mouseClick(visible(view)[0].check, LEFT)
    qtbot.mouseClick(view.take_on, LEFT)
    kept = plans.load(workspace, view.desk.session.id)
    assert kept is not None
    assert set(kept.targets) == set(targets(view)) - {left_out}
    assert view.parts.value == "plan"
    assert len(view.board.rows) == len(kept.steps)
    assert str(len(kept.steps)) in view.parts.buttons["plan"].text()


def test_that_entries_are_on_disk_when_they_are_left(
    show: Show, qtbot: QtBot, workspace: Workspace
) -> None:
    view = taken_on(show, qtbot)
    first = view.board.rows[0]
    type_in(qtbot, first.owner, "张工")
    type_in(qtbot, first.due, "2027/3/5")
    type_in(qtbot, first.cost, "12.50")
    type_in(qtbot, first.note, "先做试点")
    qtbot.mouseClick(first.done, LEFT, pos=QPoint(8, first.done.height() // 2))
    kept = plans.load(workspace, view.desk.session.id)
    assert kept is not None
    one = kept.steps[0]
    assert (one.owner, one.due, one.note, one.done) == ("张工", date(2027, 3, 5), "先做试点", True)
    assert one.cost == Decimal("12.5")
    assert (first.due.text(), first.cost.text()) == ("2027-03-05", "12.5")
    assert "已完成 1 步" in view.board.title.text()
    type_in(qtbot, first.due, " ")
    type_in(qtbot, first.cost, " ")
    kept = plans.load(workspace, view.desk.session.id)
    assert kept is not None
    assert (kept.steps[0].due, kept.steps[0].cost) == (None, None)


def test_that_what_makes_no_sense_is_marked_and_not_saved(
    show: Show, qtbot: QtBot, workspace: Workspace
) -> None:
    view = taken_on(show, qtbot)
    first = view.board.rows[0]
    type_in(qtbot, first.due, "2027-02-30")
    type_in(qtbot, first.cost, "-3")
    for edit in (first.due, first.cost):
        assert edit.property("invalid") == "true"
        assert edit.toolTip()
    kept = plans.load(workspace, view.desk.session.id)
    assert kept is not None
    assert (kept.steps[0].due, kept.steps[0].cost) == (None, None)
    type_in(qtbot, first.due, "2027-02-28")
    assert first.due.property("invalid") != "true"


def test_that_a_full_disk_is_told_and_what_was_typed_stays(
    show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = taken_on(show, qtbot)

    def full(*_args: object, **_settings: object) -> None:
        raise StoreError("disk_full", path="assess.db")

    monkeypatch.setattr(plans, "change_step", full)
    first = view.board.rows[0]
    in_dialog(
        qtbot,
        MessageDialog,
        lambda: type_in(qtbot, first.owner, "张工"),
        lambda dialog: dialog.accept(),
    )
    assert first.owner.text() == "张工"


def test_that_a_new_plan_asks_before_entries_go(
    show: Show, qtbot: QtBot, workspace: Workspace
) -> None:
    view = taken_on(show, qtbot)
    type_in(qtbot, view.board.rows[0].owner, "张工")
    gone = view.desk.steps[0].step.target
    view.show_part("steps")
    view.desk.tick(gone, False)
    answers = [False, True]
    for accepted in answers:
        in_dialog(
            qtbot,
            MessageDialog,
            lambda: qtbot.mouseClick(view.take_on, LEFT),
            lambda dialog, accepted=accepted: dialog.accept() if accepted else dialog.reject(),
        )
        kept = plans.load(workspace, view.desk.session.id)
        assert kept is not None
        assert (gone in kept.targets) is not accepted


def test_that_a_plan_is_deleted_only_after_asking(
    show: Show, qtbot: QtBot, workspace: Workspace
) -> None:
    view = taken_on(show, qtbot)
    press = lambda: qtbot.mouseClick(view.board.remove, LEFT)  # noqa: E731
    in_dialog(qtbot, MessageDialog, press, lambda dialog: dialog.reject())
    assert plans.load(workspace, view.desk.session.id) is not None
    in_dialog(qtbot, MessageDialog, press, lambda dialog: dialog.accept())
    assert plans.load(workspace, view.desk.session.id) is None
    assert view.parts.value == "steps"


def test_that_the_plan_is_exported(
    show: Show, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = taken_on(show, qtbot)
    out = tmp_path / "计划.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), "Excel (*.xlsx)"))
    told: list[str] = []
    view._view.context.told.connect(lambda _kind, text: told.append(text))
    qtbot.mouseClick(view.board.export, LEFT)
    assert out.read_bytes()[:2] == b"PK"
    assert told == ["已导出“计划.xlsx”"]


def test_that_at_the_top_there_is_nothing_to_plan(at_the_top: None, show: Show) -> None:
    view = show()
    assert view.desk.targets == ()
    assert view.desk.plans is None
    view.show_part("plan")
    assert view.board.rows == []


def test_that_everything_fits_where_it_is_narrow(show: Show) -> None:
    view = show(size=(780, 560))
    assert view.minimumSizeHint().width() <= 780
    assert view.trial.y() + view.trial.parentWidget().y() > view.steps.y()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-6-30", date(2026, 6, 30)),
        ("2026年6月30日", date(2026, 6, 30)),
        ("20260630", date(2026, 6, 30)),
        (" 2026.06.30 ", date(2026, 6, 30)),
        ("6-30", date(2026, 6, 30)),
        ("1月5日", date(2027, 1, 5)),
        ("", None),
    ],
)
def test_that_days_are_read_as_people_write_them(written: str, read: date | None) -> None:
    assert day_typed(written, date(2026, 3, 1)) == read


@pytest.mark.parametrize("written", ["30", "2026-13-01", "下周", "2-30", "1-2-3-4"])
def test_that_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        day_typed(written, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("written", "read"),
    [("12.5", "12.5"), ("1,200", "1200"), ("3万元", "3"), ("0", "0"), (" ", None)],
)
def test_that_costs_are_read_as_people_write_them(written: str, read: str | None) -> None:
    assert cost_typed(written) == (None if read is None else Decimal(read))


@pytest.mark.parametrize("written", ["-1", "abc", "1e99", "NaN", "9999999999"])
def test_that_what_is_no_cost_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        cost_typed(written)
