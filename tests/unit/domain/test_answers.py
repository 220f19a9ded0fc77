from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import (
    exact_number,
    letters_of,
    level_of,
    read_answers,
    read_choice,
    read_figure,
    read_figures,
    unanswered,
)
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem


def codes(pack: Pack, raw: dict[str, object], **rest: object) -> list[str]:
    return [p.code for p in read_answers(pack, raw, **rest)[1]]  # type: ignore[arg-type]


def test_that_every_kind_of_answer_is_understood(pack: Pack) -> None:
    raw = {"Q01": ["C", "B"], "Q02": "C", "Q06": "B", "S01": 2, "S02": 0}
    answers, problems = read_answers(pack, raw)
    assert problems == []
    assert answers.choices == {"Q01": ("B", "C"), "Q02": "C", "Q06": ("B",), "S01": 2, "S02": 0}


def test_that_letters_are_kept_once_and_in_the_order_of_the_index(pack: Pack) -> None:
    answers, _ = read_answers(pack, {"Q04": ["O", "B", "B", "N"]})
    assert answers.choices["Q04"] == ("B", "N", "O")


@pytest.mark.parametrize("nothing", [None, []])
def test_that_an_empty_answer_is_no_answer(pack: Pack, nothing: object) -> None:
    answers, problems = read_answers(pack, {"Q01": nothing})
    assert problems == []
    assert "Q01" in list(unanswered(pack, answers.choices))


@pytest.mark.parametrize(
    ("item", "raw", "code"),
    [
        ("Q99", "A", "unknown_item"),
        ("Q02", "F", "unknown_letter"),
        ("Q02", "c", "unknown_letter"),
        ("Q01", ["B", "Z"], "unknown_letter"),
        ("Q01", [1, None], "unknown_letter"),
        ("Q01", [["B"]], "unknown_letter"),
        ("Q02", ["B", "C"], "several_letters"),
        ("Q01", ["A", "B"], "exclusive_with_others"),
        ("Q01", 3, "not_a_choice"),
        ("Q02", True, "not_a_choice"),
        ("Q02", {"B": 1}, "not_a_choice"),
        ("S01", 5, "not_a_level"),
        ("S01", -1, "not_a_level"),
        ("S01", "2", "not_a_level"),
        ("S01", True, "not_a_level"),
        ("S01", 2.0, "not_a_level"),
    ],
)
def test_that_an_answer_that_does_not_fit_is_refused_by_name(
    pack: Pack, item: str, raw: object, code: str
) -> None:
    answers, problems = read_answers(pack, {item: raw})
    assert [(p.code, p.where, p.severity) for p in problems] == [(code, (item,), "error")]
    assert answers.choices == {}


def test_that_all_problems_are_found_at_once(pack: Pack) -> None:
    raw = {"Q02": "X", "Q03": ["A", "B"], "S01": 9, "Q05": "C"}
    assert codes(pack, raw) == ["unknown_letter", "several_letters", "not_a_level"]


def test_that_a_scenario_that_does_not_apply_counts_as_judged_at_zero(pack: Pack) -> None:
    answers, problems = read_answers(pack, {"S01": 0}, not_applicable=["S01", "S02"])
    assert problems == []
    assert answers.not_applicable == {"S01", "S02"}
    assert answers.choices == {"S01": 0, "S02": 0}


def test_that_not_applicable_with_a_level_is_refused(pack: Pack) -> None:
    answers, problems = read_answers(pack, {"S01": 2}, not_applicable=["S01"])
    assert [p.code for p in problems] == ["not_applicable_with_level"]
    assert answers.not_applicable == frozenset()


def test_that_only_scenarios_can_be_not_applicable(pack: Pack) -> None:
    assert codes(pack, {}, not_applicable=["Q01"]) == ["unknown_item"]


@pytest.mark.parametrize(
    ("figure", "raw", "code"),
    [
        ("devices_total", "abc", "figure_not_a_number"),
        ("devices_total", True, "figure_not_a_number"),
        ("devices_total", float("nan"), "figure_not_a_number"),
        ("devices_total", float("inf"), "figure_not_a_number"),
        ("devices_total", 10**15, "figure_not_a_number"),
        ("devices_total", "1e-999999999", "figure_not_a_number"),
        ("devices_total", "1e999999999", "figure_not_a_number"),
        ("devices_total", [1], "figure_not_a_number"),
        ("devices_total", -1, "figure_negative"),
        ("devices_total", 1.5, "figure_not_whole"),
        ("pass_rate_after", 100.5, "figure_above_maximum"),
        ("no_such_figure", 1, "unknown_figure"),
    ],
)
def test_that_an_unsound_figure_is_refused_by_name(
    pack: Pack, figure: str, raw: object, code: str
) -> None:
    answers, problems = read_answers(pack, {}, {figure: raw})
    assert [(p.code, p.where) for p in problems] == [(code, (figure,))]
    assert answers.figures == {}


def test_that_figures_stay_the_decimals_that_were_written(pack: Pack) -> None:
    raw = {"pass_rate_before": 97.1, "pass_rate_after": "98.25", "devices_total": "100.0"}
    answers, problems = read_answers(pack, {}, raw)
    assert problems == []
    assert answers.figures == {
        "pass_rate_before": Decimal("97.1"),
        "pass_rate_after": Decimal("98.25"),
        "devices_total": 100,
    }


def test_that_an_empty_figure_is_no_figure(pack: Pack) -> None:
    answers, problems = read_answers(pack, {}, {"devices_total": None})
    assert (answers.figures, problems) == ({}, [])


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=6,
)


@given(raw=st.dictionaries(st.sampled_from(["Q01", "Q02", "Q04", "S01", "x"]), JSON_VALUES))
def test_that_nothing_in_json_breaks_the_reader(pack: Pack, raw: dict[str, object]) -> None:
    answers, problems = read_answers(pack, raw, dict(raw))
    for item, choice in answers.choices.items():
        assert read_choice(pack, item, choice) == (choice, [])
    refused = {p.where[0] for p in problems}
    assert all(
        item in answers.choices or value in (None, []) or item in refused
        for item, value in raw.items()
    )


@given(JSON_VALUES)
def test_that_a_number_is_exact_or_none(raw: object) -> None:
    number = exact_number(raw)
    if number is not None:
        assert abs(number) < 10**15
        assert Decimal(number) == Decimal(str(raw))


def test_that_letters_and_levels_are_told_apart() -> None:
    assert letters_of(("B", "C")) == ("B", "C")
    assert letters_of("B") == ("B",)
    assert letters_of(3) == letters_of(None) == ()
    assert level_of(3) == 3
    assert level_of("B") is level_of(("B",)) is level_of(None) is None


@given(
    raw=st.one_of(
        st.integers(),
        st.integers(10**15 - 3, 10**15 + 3),
        st.floats(),
        st.floats(0, 1e6),
        st.booleans(),
        st.sampled_from(["12.5", "-1", "x", 0.0, -0.0, 1e15, 999999999999999.0, 7.0]),
    )
)
def test_that_a_figure_among_others_is_read_as_one_alone(pack: Pack, raw: object) -> None:
    for name, figure in pack.figure_by_id.items():
        among: list[Problem] = []
        alone: list[Problem] = []
        number = read_figure(figure, raw, alone)
        read = read_figures(pack, {name: raw}, among)
        assert repr(read) == repr({} if number is None else {name: number})
        assert among == alone
