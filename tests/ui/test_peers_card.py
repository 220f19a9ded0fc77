"""同行对照 on the result page, and its file in 设置."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from home_parts import in_dialog
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.scoring import score
from suzhou_assess.services import enterprises
from suzhou_assess.services.peers import keep_benchmark, kept_benchmark, write_benchmark
from suzhou_assess.services.sample_answers import invent_answers
from suzhou_assess.services.standings import Standings
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.rollup_queries import latest_assessment
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.models.standings_shelf import StandingsShelf
from suzhou_assess.ui.pages.result import ResultPage
from suzhou_assess.ui.pages.settings import SettingsPage
from suzhou_assess.ui.widgets.peers_card import PeersCard

Fill = Callable[[int], str]
Show = Callable[[str], PeersCard]


@pytest.fixture
def fill(workspace: Workspace) -> Fill:
    """Puts so many assessed enterprises of one industry into the database; gives an assessment."""

    def put(count: int) -> str:
        rng, pack = random.Random(1), workspace.packs.default()
        incoming = []
        for number in range(count):
            code = credit_code.complete(f"91320500MA{number:07d}")
            owner = Enterprise(
                code,
                f"苏州{number}号有限公司",
                industry="C39",
                employees=100,
                revenue=Decimal(5000),
            )
            answers = invent_answers(rng, pack, owner, rng.betavariate(2, 2))
            made = Submission(pack, owner, answers, "self", date(2025, 6, 1))
            verdict = score(pack, answers.choices)
            incoming.append(IncomingSubmission(made, verdict, "试样.jsonl"))
        writer = SubmissionWriter(workspace.store, workspace.places)
        writer.begin("test")
        writer.store(incoming)
        writer.finish({})
        key = enterprises.find(workspace, credit_code.complete("91320500MA0000000"))
        assert key is not None
        found = latest_assessment(workspace.path, key)
        assert found is not None
        return found

    return put


@pytest.fixture
def show(qtbot: QtBot, context: Context) -> Show:
    """Opens the result page and waits until it is known whether there are peers."""

    pages: list[ResultPage] = []

    def card(assessment: str) -> PeersCard:
        page = ResultPage(context)
        pages.append(page)  # or it would be gone with its cards
        qtbot.addWidget(page)
        page.resize(1170, 768)
        page.enter(Place("result", assessment))
        page.show()
        qtbot.waitExposed(page)
        assert page.board is not None
        peers = page.board.peers
        qtbot.waitUntil(lambda: peers.looked, timeout=10_000)
        return peers

    return card


def said(card: PeersCard) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card))


def benchmark(workspace: Workspace, folder: Path) -> Path:
    out = folder / "bench.szbench"
    for _ in write_benchmark(workspace, out):
        pass
    return out


def test_that_without_peers_there_is_no_card(show: Show, fill: Fill) -> None:
    assert not show(fill(5)).isVisible()


def test_that_five_others_in_the_database_are_peers(show: Show, fill: Fill) -> None:
    card = show(fill(6))
    assert card.isVisible()
    assert "本库其他 5 家" in said(card)
    assert card.sources is None
    chart = card.chart
    assert chart is not None
    assert "总分" in chart.accessibleDescription()
    assert chart.words_at(QPointF(200, 36)).startswith("总分")
    assert chart.words_at(QPointF(200, 36 + 28)).startswith("数字化基础")


def test_that_a_file_comes_first_and_the_database_is_one_click_away(
    qtbot: QtBot, show: Show, fill: Fill, workspace: Workspace, tmp_path: Path
) -> None:
    assessment = fill(30)
    keep_benchmark(workspace, benchmark(workspace, tmp_path))
    card = show(assessment)
    assert "约 30 家（匿名对标文件" in said(card)
    assert card.sources is not None
    card.sources.setFocus()
    qtbot.keyClick(card.sources.focusProxy(), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "本库其他 29 家" in said(card))
    assert card.sources.value == "database"
    assert card.sources.hasFocus()
    qtbot.mouseClick(card.sources.buttons["file"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "约 30 家（匿名对标文件" in said(card))


def test_that_a_file_alone_is_enough_on_a_laptop(
    show: Show, fill: Fill, workspace: Workspace, tmp_path: Path
) -> None:
    with Workspace.open(str(tmp_path / "office.db")) as office:
        rng, pack = random.Random(2), office.packs.default()
        writer = SubmissionWriter(office.store, office.places)
        writer.begin("test")
        made = []
        for number in range(25):
            owner = Enterprise(credit_code.complete(f"91320500MB{number:07d}"), f"甲{number}")
            answers = invent_answers(rng, pack, owner, 0.5)
            submission = Submission(pack, owner, answers, "self", date(2025, 6, 1))
            made.append(IncomingSubmission(submission, score(pack, answers.choices), "x"))
        writer.store(made)
        writer.finish({})
        keep_benchmark(workspace, benchmark(office, tmp_path))
    card = show(fill(1))
    assert card.isVisible()
    assert "全部企业，约 25 家" in said(card)


@pytest.fixture
def settings(qtbot: QtBot, context: Context) -> SettingsPage:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.enter(Place("settings"))
    page.show()
    qtbot.waitExposed(page)
    return page


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def test_that_a_file_is_loaded_and_let_go_in_the_settings(
    qtbot: QtBot,
    settings: SettingsPage,
    fill: Fill,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(12)
    setting = settings.benchmark
    assert not setting.forget.isVisible()
    choose(monkeypatch, benchmark(workspace, tmp_path))
    qtbot.mouseClick(setting.load, Qt.MouseButton.LeftButton)
    assert kept_benchmark(workspace) is not None
    assert "已载入" in setting.state.text()
    qtbot.mouseClick(setting.forget, Qt.MouseButton.LeftButton)
    assert kept_benchmark(workspace) is None
    assert not setting.forget.isVisible()


def test_that_another_file_is_refused_in_words(
    qtbot: QtBot,
    settings: SettingsPage,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "名单.szbench"
    other.write_bytes(b"PK\x03\x04")
    choose(monkeypatch, other)
    told: list[str] = []

    def read(dialog: MessageDialog) -> None:
        told.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.accept()

    load = settings.benchmark.load
    in_dialog(qtbot, MessageDialog, lambda: qtbot.mouseClick(load, Qt.MouseButton.LeftButton), read)
    assert any("名单.szbench" in text and "不是对标基准文件" in text for text in told)
    assert kept_benchmark(workspace) is None


def test_that_opening_results_reads_the_city_once(
    show: Show, fill: Fill, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[Workspace] = []
    load = Standings.load
    monkeypatch.setattr(Standings, "load", lambda ws, *rest: loads.append(ws) or load(ws, *rest))
    assessment = fill(6)
    assert show(assessment).isVisible()
    assert show(assessment).isVisible()
    assert len(loads) == 1
    context.data_changed.emit()
    assert show(assessment).isVisible()
    assert len(loads) == 2, "what is new counts"


def test_that_what_changes_during_a_reading_is_read_again(
    fill: Fill, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(6)
    shelf = StandingsShelf(workspace)
    load = Standings.load

    def slow(ws: Workspace) -> Standings:
        made = load(ws)
        shelf.drop()
        return made

    monkeypatch.setattr(Standings, "load", slow)
    early = shelf.take()
    monkeypatch.undo()
    late = shelf.take()
    assert late is not early
    assert shelf.take() is late
