"""Items, answers and differences in words, as window and papers say them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import Choice
from suzhou_assess.domain.claims import KINDS
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.text import LANGS, Lang
from suzhou_assess.words.answer_words import AnswerWords
from suzhou_assess.words.catalog import Words


@pytest.fixture
def said(pack: Pack, words: Words) -> AnswerWords:
    return AnswerWords(pack, words)


def test_that_everything_that_can_carry_a_note_has_a_name(said: AnswerWords, pack: Pack) -> None:
    indicator, group = pack.indicators[0], pack.scenario_groups[0]
    named = {"Q02": "设备数字化", "S01": "产品设计", indicator.id: indicator.name.zh}
    named |= {group.id: group.name.zh, "devices_total": "生产设备总数"}
    named |= {"": "整份评估", "general": "整份评估", "Q99": "Q99"}
    assert {item: said.name(item) for item in named} == named


def test_that_papers_name_by_code_and_the_window_by_number(said: AnswerWords, pack: Pack) -> None:
    assert (said.coded("Q02"), said.numbered("Q02")) == ("Q02 设备数字化", "第 2 题 设备数字化")
    assert (said.coded("S01"), said.numbered("S01")) == ("S01 产品设计", "场景 产品设计")
    name = pack.indicators[0].name.zh
    assert said.coded(pack.indicators[0].id) == said.numbered(pack.indicators[0].id) == name


@pytest.mark.parametrize(
    ("item", "choice", "short", "full"),
    [
        ("Q02", "D", "D", "D 40% 以上，不超过 60%"),
        ("Q01", ("B",), "B", "B 车间工控网络，设备与控制器之间能通信"),
        ("Q01", ("B", "C"), "B、C", "B、C"),
        ("Q02", None, "未答", "未答"),
        ("S01", None, "未评", "未评"),
        ("S01", 9, "9 级", "9 级"),
    ],
    ids=["one", "one of several", "several", "question open", "scenario open", "unknown level"],
)
def test_that_an_answer_is_said_in_short_and_in_full(
    said: AnswerWords, item: str, choice: Choice | None, short: str, full: str
) -> None:
    assert (said.short(item, choice), said.full(item, choice)) == (short, full)


def test_that_a_level_is_said_with_what_it_means(said: AnswerWords, pack: Pack) -> None:
    text = pack.scenario_by_id["S01"].levels[2].zh
    assert (said.short("S01", 2), said.full("S01", 2)) == ("2 级", f"2 级：{text}")
    assert said.meaning("S01", 2) == text


def test_that_not_applicable_is_no_level(said: AnswerWords) -> None:
    assert said.short("S01", 0, True) == said.full("S01", 0, True) == "不适用"
    assert said.meaning("S01", 0, True) == ""


def test_that_few_options_are_said_in_full_where_there_is_room(said: AnswerWords) -> None:
    both = said.full("Q01", ("B", "C"), most=2)
    assert both.startswith("B 车间工控网络，设备与控制器之间能通信；C ")
    assert said.full("Q01", ("B", "C", "D"), most=2) == "B、C、D"


def test_that_an_answer_stands_with_its_points_where_it_has_any(said: AnswerWords) -> None:
    assert said.with_worth("D", "Q02", "D") == "D（4.5 分）"
    assert said.with_worth("2 级", "S01", 2) == "2 级"
    assert said.with_worth("未答", "Q02", None) == "未答"


def test_that_figures_stand_with_their_units(said: AnswerWords) -> None:
    assert said.figure("devices_total", 1200) == "生产设备总数 1,200 台"
    assert said.figure("devices_total", None) == "生产设备总数 –"
    assert said.figure_moved("devices_total", None, Decimal("45.0")) == "生产设备总数 – → 45 台"


def test_that_a_difference_is_said_in_points_or_levels(said: AnswerWords) -> None:
    assert said.difference("over", -2500, "Q02") == "高估 2.5 分"
    assert said.difference("under", 1, "S01") == "低估 1 级"
    assert said.difference("agreed", 0, "Q02") == "一致"
    assert (said.gained("Q02", -2500), said.gained("S01", 2)) == ("−2.5 分", "+2 级")
    assert said.gained("S01", 0) == ""


@pytest.mark.parametrize("lang", LANGS)
def test_that_no_two_kinds_share_a_word(pack: Pack, lang: Lang) -> None:
    said = AnswerWords(pack, Words(lang))
    assert len({said.kind(kind) for kind in KINDS}) == len(KINDS)


@given(number=st.integers(0, 10**12) | st.decimals(0, 10**9, places=3))
def test_that_a_number_is_said_without_exponent_and_idle_zeros(number: int | Decimal) -> None:
    said = AnswerWords.number(number)
    assert Decimal(said.replace(",", "")) == number
    assert "E" not in said
    assert "." not in said or said[-1] not in "0."
