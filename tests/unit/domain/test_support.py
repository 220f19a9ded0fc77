from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.support import (
    AboveScale,
    Condition,
    Facts,
    Fit,
    LevelWithin,
    Measure,
    OneOf,
    Period,
    Planned,
    PointsBelow,
    Reason,
    ScenarioBelow,
    ScoreWithin,
    SupportPack,
    best_first,
    match,
)
from suzhou_assess.domain.text import Text
from suzhou_assess.packs.code_lists import read_places
from suzhou_assess.packs.loader import load_pack
from suzhou_assess.resources import files

PACK = load_pack(files.read_bytes("packs/miit-2024.yaml"), "miit-2024.yaml")
PLACES = read_places(files.read_bytes("places/suzhou.yaml"), "suzhou.yaml")
TODAY = date(2026, 6, 15)
NAME = Text("措施", "Measure")
SMALL = Enterprise(
    uscc="91320583MA1MWEK70X",
    name="昆山示例机械有限公司",
    district="320583",
    industry="C34",
    employees=80,
    revenue=Decimal(3000),
    above_scale=True,
    qualification="none",
)


def measure(*conditions: Condition, key: str = "m") -> Measure:
    return Measure(key, "other", NAME, NAME, NAME, conditions)


def facts(**changes: Any) -> Facts:
    """A small enterprise at level 1 with 30-odd points: S05 stands at 1, S06 doesn't apply."""
    choices = {
        "Q01": ("B", "C", "D", "E"),
        "Q02": "B",
        "Q03": "E",
        "Q04": tuple("BCDEFGHIJKLMNO"),
        "Q05": "B",
        **{s.id: 1 for s in PACK.scenarios},
        "S06": 0,
    }
    answers = Answers(choices=choices, not_applicable=frozenset({"S06"}))
    found = Facts(PACK, answers, score(PACK, choices), SMALL, PLACES, TODAY)
    return replace(found, **changes)


def fit(*conditions: Condition, given: Facts | None = None) -> Fit:
    pack = SupportPack("p", "1", NAME, PACK.id, (measure(*conditions),))
    return match(pack, given or facts())[0]


def reason(condition: Condition, given: Facts | None = None) -> Reason:
    found = fit(condition, given=given)
    return (*found.met, *found.missing)[0]


def test_that_the_case_is_what_the_tests_take_it_for() -> None:
    verdict = facts().verdict
    assert (verdict.level, verdict.score) == (1, 28_000)


def test_that_a_measure_without_conditions_is_for_everyone() -> None:
    assert fit() == Fit(measure(), "fits", (), ())


@pytest.mark.parametrize(
    ("condition", "state"),
    [
        (LevelWithin(least=1), "met"),
        (LevelWithin(most=1), "met"),
        (LevelWithin(least=2), "open"),
        (LevelWithin(least=3), "closed"),
        (LevelWithin(most=0), "closed"),
        (ScoreWithin(least=28_000), "met"),
        (ScoreWithin(least=38_000), "open"),
        (ScoreWithin(least=38_001), "closed"),
        (ScoreWithin(most=27_999), "closed"),
        (OneOf("district", ("320583", "320584")), "met"),
        (OneOf("district", ("320505",)), "closed"),
        (OneOf("industry", ("C35",)), "closed"),
        (OneOf("size", ("small",)), "met"),
        (OneOf("size", ("large",)), "closed"),
        (OneOf("cluster", ("electronics",)), "unknown"),
        (OneOf("qualification", ("srdi", "giant")), "open"),
        (AboveScale(True), "met"),
        (AboveScale(False), "closed"),
        (ScenarioBelow(2, ("S05",)), "met"),
        (ScenarioBelow(1, ("S05",)), "closed"),
        (ScenarioBelow(2, ("S06",)), "closed"),
        (PointsBelow(Fraction(1, 2), ("Q02", "Q03")), "met"),
        (PointsBelow(Fraction(1, 4), ("Q02", "Q03")), "closed"),
        (PointsBelow(Fraction(9, 10), ("equipment",)), "met"),
        (Planned(), "open"),
        (Planned(("S05",)), "open"),
        (Period(ends=TODAY), "met"),
        (Period(begins=TODAY), "met"),
        (Period(begins=TODAY + timedelta(1)), "open"),
        (Period(ends=TODAY - timedelta(1)), "closed"),
    ],
)
def test_that_each_condition_is_judged_by_its_own_fact(condition: Condition, state: str) -> None:
    found = fit(condition)
    assert reason(condition).state == state
    expected = {"met": "fits", "open": "almost", "unknown": "almost", "closed": "not"}
    assert found.state == expected[state]


def test_that_the_gaps_that_make_a_measure_fit_are_named() -> None:
    assert reason(ScenarioBelow(2)).items == tuple(s.id for s in PACK.scenarios if s.id != "S06")
    assert reason(PointsBelow(Fraction(1, 2), ("Q03", "Q02"))).items == ("Q02",)
    planned = facts(planned=frozenset({"S05", "Q02"}))
    assert reason(Planned(), planned).items == ("Q02", "S05")
    assert reason(Planned(("S05", "S07")), planned).items == ("S05",)


def test_that_what_the_profile_does_not_say_is_to_be_filled_in_and_refuses_nothing() -> None:
    empty = facts(enterprise=Enterprise(uscc=SMALL.uscc, name=SMALL.name))
    fields = []
    for condition in (
        OneOf("district", ("320583",)),
        OneOf("size", ("small",)),
        OneOf("qualification", ("srdi",)),
        AboveScale(True),
    ):
        found = fit(condition, given=empty)
        assert (found.state, found.missing[0].state) == ("almost", "unknown")
        fields.append(found.missing[0].field)
    assert fields == ["district", "employees", "qualification", "above_scale"]
    assert reason(OneOf("district", ("320505",))).field is None


def test_that_one_condition_that_cannot_be_met_rules_the_measure_out_and_is_told_first() -> None:
    found = fit(
        LevelWithin(least=2),
        OneOf("cluster", ("x",)),
        Period(ends=date(2020, 1, 1)),
        ScoreWithin(0),
    )
    assert found.state == "not"
    assert [r.state for r in found.missing] == ["closed", "unknown", "open"]
    assert [r.state for r in found.met] == ["met"]


def test_that_measures_for_another_index_are_not_matched() -> None:
    pack = SupportPack("p", "1", NAME, "other-index", (measure(),))
    with pytest.raises(ValueError, match="other-index"):
        match(pack, facts())
    anywhere = SupportPack("p", "1", NAME, None, (measure(),))
    assert match(anywhere, facts())[0].state == "fits"


def test_that_what_fits_comes_first_and_otherwise_the_office_s_order_stays() -> None:
    measures = (
        measure(Period(ends=date(2020, 1, 1)), key="a"),
        measure(LevelWithin(least=2), key="b"),
        measure(key="c"),
        measure(LevelWithin(least=2), key="d"),
        measure(key="e"),
    )
    fits = match(SupportPack("p", "1", NAME, PACK.id, measures), facts())
    assert [f.measure.id for f in fits] == ["a", "b", "c", "d", "e"]
    assert [f.measure.id for f in best_first(fits)] == ["c", "e", "b", "d", "a"]


def test_that_a_scenario_that_an_edition_dropped_is_passed_over() -> None:
    assert reason(ScenarioBelow(2, ("S99", "S05"))).items == ("S05",)
    assert reason(PointsBelow(Fraction(1), ("Q99",))).state == "closed"


bounds = st.tuples(st.none() | st.integers(0, 4), st.none() | st.integers(0, 4))
conditions = st.one_of(
    st.builds(LevelWithin, st.none() | st.integers(0, 4), st.none() | st.integers(0, 4)),
    st.builds(
        ScoreWithin, st.none() | st.integers(0, 100_000), st.none() | st.integers(0, 100_000)
    ),
    st.builds(
        ScenarioBelow,
        st.integers(1, 4),
        st.lists(st.sampled_from([s.id for s in PACK.scenarios])).map(tuple),
    ),
    st.builds(
        PointsBelow,
        st.fractions(0, 1),
        st.lists(st.sampled_from([q.id for q in PACK.questions])).map(tuple),
    ),
    st.builds(Planned, st.lists(st.sampled_from(PACK.item_ids)).map(tuple)),
    st.builds(
        OneOf, st.just("district"), st.lists(st.sampled_from(["320583", "320505"])).map(tuple)
    ),
    st.builds(AboveScale, st.booleans()),
    st.builds(Period, st.none() | st.dates(), st.none() | st.dates()),
)


@given(st.lists(conditions, max_size=6))
def test_that_every_condition_is_accounted_for_once_and_the_state_follows(
    drawn: list[Condition],
) -> None:
    found = fit(*drawn)
    told = [r.condition for r in (*found.met, *found.missing)]
    assert sorted(map(repr, told)) == sorted(map(repr, drawn))
    states = {r.state for r in found.missing}
    if not states:
        assert found.state == "fits"
    elif "closed" in states:
        assert found.state == "not"
    else:
        assert found.state == "almost"


@given(st.lists(conditions, max_size=5), conditions)
def test_that_one_more_condition_never_makes_a_measure_fit_better(
    drawn: list[Condition], one_more: Condition
) -> None:
    order = ("fits", "almost", "not")
    assert order.index(fit(*drawn).state) <= order.index(fit(*drawn, one_more).state)
