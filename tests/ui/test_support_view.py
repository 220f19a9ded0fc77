"""支持措施: which measures fit a result, why, and what can be done about the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from home_parts import in_dialog
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.planner import Wishes, make_plans
from suzhou_assess.resources import files
from suzhou_assess.services import assessments, enterprises, plans, support
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.enterprise_form import EnterpriseForm
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.pages.settings import SettingsPage
from suzhou_assess.ui.widgets.measures_setting import MeasuresSetting
from suzhou_assess.ui.widgets.support_view import SupportView
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.explanation import Explanation

Shown = Callable[..., SupportView]

OWN = """\
format: suzhou-assess/support/1
id: office
edition: "2026"
name: {zh: 本区措施, en: District measures}
index: miit-2024
measures:
  - id: park
    kind: demonstration
    name: {zh: 园区参观, en: Visits}
    summary: {zh: 组织参观。, en: Visits.}
    source: {zh: 测试, en: Test}
    conditions: {districts: [园区]}
  - id: level
    kind: training
    name: {zh: 一级培训, en: Training}
    summary: {zh: 培训。, en: Training.}
    source: {zh: 测试, en: Test}
    conditions: {level: {min: 1}}
  - id: srdi
    kind: finance
    name: {zh: 专精特新贷款, en: Loans}
    summary: {zh: 贷款。, en: Loans.}
    source: {zh: 测试, en: Test}
    conditions: {qualifications: [专精特新]}
  - id: all
    kind: other
    name: {zh: 面向所有企业, en: For all}
    summary: {zh: 说明。, en: Words.}
    source: {zh: 测试, en: Test}
    link: https://example.com/notice
"""


@pytest.fixture
def session(workspace: Workspace) -> AssessmentSession:
    """Level 0; the profile knows neither size nor qualification."""
    raw = {
        "name": "昆山示例机械有限公司",
        "uscc": credit_code.complete("91320583MA1MWEK70"),
        "district": "昆山",
    }
    key, problems = enterprises.save(workspace, raw)
    assert key is not None, problems
    made = AssessmentSession(workspace, assessments.start(workspace, key, "self", date(2026, 6, 1)))
    made.choose("S01", 1)
    made.submit()
    return made


@pytest.fixture
def own(workspace: Workspace, tmp_path: Path) -> Path:
    path = tmp_path / "office.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def shown(qtbot: QtBot, context: Context, session: AssessmentSession) -> Iterator[Shown]:
    def show(width: int = 1100) -> SupportView:
        explain = Explanation(session.pack, context.words)
        view = SupportView(VerdictView(context, session, explain))
        qtbot.addWidget(view)
        view.show()
        qtbot.waitExposed(view)
        view.resize(width, 700)
        qtbot.waitUntil(lambda: view.width() == width)
        return view

    yield show
    context.tasks.stop_all()


def said(widget: QWidget, *, hidden: bool = False) -> str:
    labels = widget.findChildren(QLabel)
    return "\n".join(one.text() for one in labels if hidden or one.isVisible())


def ids(view: SupportView) -> list[str]:
    return [card.fit.measure.id for card in view.cards if card.isVisible()]


def click(qtbot: QtBot, target: QPushButton) -> None:
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton)


def test_that_the_shipped_measures_are_marked_as_examples(
    context: Context, shown: Shown, qtbot: QtBot
) -> None:
    view = shown()
    assert len(view.cards) == 3
    for card in view.cards:
        assert "示例" in said(card)
    assert "不能据此申报" in said(view)
    assert view.manage is not None
    with qtbot.waitSignal(context.go) as went:
        click(qtbot, view.manage)
    assert went.args == [Place("settings", None, "measures")]


def test_that_what_fits_comes_first_with_its_reasons(
    workspace: Workspace, own: Path, shown: Shown
) -> None:
    support.load_file(workspace, own)
    view = shown()
    assert ids(view) == ["all", "level", "srdi", "park"]
    assert "示例" not in said(view)
    by_id = {card.fit.measure.id: said(card) for card in view.cards}
    assert "符合" in by_id["all"]
    assert "面向所有企业，没有限制条件" in by_id["all"]
    assert "评估结果为 0 级，还差 1 级（要求 1 级及以上）" in by_id["level"]
    assert "企业信息里没有填“资质”" in by_id["srdi"]
    assert "不在范围内（要求园区）" in by_id["park"]


def test_that_the_segments_show_one_state_by_mouse_and_keys(
    workspace: Workspace, own: Path, shown: Shown, qtbot: QtBot
) -> None:
    support.load_file(workspace, own)
    view = shown()
    assert view.filter is not None
    click(qtbot, view.filter.buttons["almost"])
    assert ids(view) == ["level", "srdi"]
    qtbot.keyClick(view.filter.buttons["almost"], Qt.Key.Key_Right)
    assert ids(view) == ["park"]
    click(qtbot, view.filter.buttons["all"])
    assert len(ids(view)) == 4


def test_that_a_plan_made_in_another_tab_counts_on_coming_back(
    workspace: Workspace, shown: Shown, qtbot: QtBot, session: AssessmentSession
) -> None:
    view = shown()
    assert view.filter is not None
    click(qtbot, view.filter.buttons["almost"])
    assert "finance" in ids(view)
    view.hide()
    best = make_plans(session.pack, session.answers, session.pack.levels[1], Wishes()).best
    assert best is not None
    plans.save(workspace, session.id, plans.planned(1, Wishes(), best.steps))
    view.show()
    card = next(card for card in view.cards if card.fit.measure.id == "finance")
    assert "提升计划已列入" in said(card, hidden=True)
    assert view.filter is not None
    assert view.filter.value == "almost"


def test_that_a_state_without_measures_cannot_be_taken(shown: Shown) -> None:
    view = shown()
    assert view.filter is not None
    assert not view.filter.buttons["not"].isEnabled()


def test_that_filling_in_a_field_opens_the_profile_there_and_counts_at_once(
    workspace: Workspace, own: Path, shown: Shown, qtbot: QtBot
) -> None:
    support.load_file(workspace, own)
    view = shown()
    card = next(card for card in view.cards if card.fit.measure.id == "srdi")

    def fill_in(form: EnterpriseForm) -> None:
        editor = form.fields["qualification"].editor
        assert form.focusWidget() is editor
        editor.set_value("srdi")  # type: ignore[attr-defined]
        click(qtbot, form.save_button)

    in_dialog(qtbot, EnterpriseForm, card.steps[0].click, fill_in)
    assert ids(view)[:2] == ["srdi", "all"]


def test_that_a_missing_level_or_plan_leads_to_the_way_up(
    context: Context,
    workspace: Workspace,
    own: Path,
    shown: Shown,
    qtbot: QtBot,
    session: AssessmentSession,
) -> None:
    finance = next(card for card in shown().cards if card.fit.measure.id == "finance")
    plan = next(one for one in finance.steps if one.text() == "做提升计划")
    with qtbot.waitSignal(context.go) as went:
        click(qtbot, plan)
    assert went.args == [Place("result", session.id, "way_up")]
    support.load_file(workspace, own)
    level = next(card for card in shown().cards if card.fit.measure.id == "level")
    with qtbot.waitSignal(context.go):
        level.steps[0].setFocus()
        qtbot.keyClick(level.steps[0], Qt.Key.Key_Space)


def test_that_a_link_is_opened_outside(
    workspace: Workspace,
    own: Path,
    shown: Shown,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    support.load_file(workspace, own)
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    card = shown().cards[0]
    assert card.link is not None
    click(qtbot, card.link)
    assert opened == ["https://example.com/notice"]


def test_that_cards_stand_side_by_side_as_there_is_room(
    workspace: Workspace, own: Path, shown: Shown, qtbot: QtBot
) -> None:
    support.load_file(workspace, own)
    view = shown(1100)
    first, second = view.cards[:2]
    qtbot.waitUntil(lambda: first.y() == second.y() and first.x() < second.x())
    view.resize(820, 700)
    qtbot.waitUntil(lambda: second.y() > first.y())
    assert first.x() == second.x()


def test_that_a_file_that_is_refused_by_now_is_told(workspace: Workspace, shown: Shown) -> None:
    workspace.set_setting(support.KEPT, [{"file": "旧措施.yaml", "text": "format: old\n"}])
    view = shown()
    assert "“旧措施.yaml”现在无法使用" in said(view)
    assert view.cards == []


def test_that_a_database_that_cannot_be_read_is_said(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise StoreError("database_missing", path="x.db")

    monkeypatch.setattr(support, "files_in_use", fails)
    assert "读不到支持措施" in said(shown())


# settings


@pytest.fixture
def setting(qtbot: QtBot, context: Context) -> MeasuresSetting:
    made = MeasuresSetting(context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def choose(monkeypatch: pytest.MonkeyPatch, path: Path, how: str = "getOpenFileName") -> None:
    monkeypatch.setattr(QFileDialog, how, lambda *_, **__: (str(path), ""))


def test_that_a_file_is_loaded_and_let_go_in_the_settings(
    setting: MeasuresSetting,
    context: Context,
    own: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "程序自带的 3 项" in setting.state.text()
    assert not setting.forget.isVisible()
    choose(monkeypatch, own)
    with qtbot.waitSignals([context.data_changed, context.told]):
        click(qtbot, setting.load)
    assert "本区措施（2026）：4 项措施" in setting.state.text()

    def keep(dialog: MessageDialog) -> None:
        assert "本区措施" in dialog.accessibleDescription()
        click(qtbot, dialog.reject_button)

    in_dialog(qtbot, MessageDialog, setting.forget.click, keep)
    assert setting.forget.isVisible()
    with qtbot.waitSignal(context.data_changed):
        in_dialog(
            qtbot,
            MessageDialog,
            setting.forget.click,
            lambda dialog: click(qtbot, dialog.accept_button),
        )
    assert "程序自带的 3 项" in setting.state.text()


def test_that_a_refused_file_is_told_with_its_lines_and_changes_nothing(
    setting: MeasuresSetting,
    workspace: Workspace,
    own: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = OWN.replace("kind:", "sort:").replace("[园区]", "[上海]")
    own.write_text(broken, encoding="utf-8")
    told: list[str] = []

    def read(dialog: MessageDialog) -> None:
        told.append(dialog.accessibleDescription())
        click(qtbot, dialog.accept_button)

    choose(monkeypatch, own)
    in_dialog(qtbot, MessageDialog, setting.load.click, read)
    assert "office.yaml:8" in told[0]
    assert "另有 3 处问题。" in told[0]
    assert support.files_in_use(workspace)[0].own is False


def test_that_an_example_file_is_handed_out(
    setting: MeasuresSetting,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose(monkeypatch, tmp_path / "示例.yaml", "getSaveFileName")
    click(qtbot, setting.example)
    assert (tmp_path / "示例.yaml").read_bytes() == files.read_bytes("support/example.yaml")


def test_that_the_settings_page_begins_at_the_measures_when_sent_there(
    context: Context, qtbot: QtBot
) -> None:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    qtbot.waitExposed(page)
    page.enter(Place("settings", None, "measures"))
    assert page.focusWidget() is page.measures.load
    load = page.measures.load
    qtbot.waitUntil(lambda: not load.visibleRegion().isEmpty())
