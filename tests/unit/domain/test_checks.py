from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import read_answers
from suzhou_assess.domain.checks import check_answers, check_jump
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem
from suzhou_assess.words.catalog import Words

NO_SCENARIOS: dict[str, object] = {}


def found(pack: Pack, choices: dict[str, object], **figures: object) -> list[Problem]:
    answers, problems = read_answers(pack, choices, figures)
    assert problems == []
    return check_answers(pack, answers)


def fired(pack: Pack, choices: dict[str, object], **figures: object) -> list[str]:
    return [problem.code for problem in found(pack, choices, **figures)]


def test_that_answers_which_agree_raise_nothing(pack: Pack) -> None:
    choices = {"Q01": ["B", "C", "D", "E"], "Q02": "D", "Q04": ["G", "I"], "S06": 3, "S08": 3}
    assert fired(pack, choices, devices_total=100, devices_digital=45) == []


def test_that_the_same_contradiction_of_options_is_the_same_object(pack: Pack) -> None:
    # What is made of it, for thousands of enterprises, may then be made once.
    choices = {"Q01": ["E"], "Q04": ["B", "G"], "Q05": "E", "S01": 0, "S06": 0, "S08": 3}
    first, second = found(pack, choices), found(pack, dict(reversed(choices.items())))
    assert len(first) == 4
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_that_no_answers_raise_nothing(pack: Pack) -> None:
    assert fired(pack, {}) == []


@pytest.mark.parametrize(
    ("figures", "check", "severity"),
    [
        ({"devices_digital": 11, "devices_total": 10}, "digital_over_total", "error"),
        ({"devices_connected": 11, "devices_total": 10}, "connected_over_total", "error"),
        ({"devices_connected": 6, "devices_digital": 5}, "connected_over_digital", "warning"),
    ],
)
def test_that_a_part_above_its_whole_is_found(
    pack: Pack, figures: dict[str, int], check: str, severity: str
) -> None:
    problem = next(p for p in found(pack, {}, **figures) if p.code == check)
    assert problem.severity == severity
    part, whole = figures
    questions = dict.fromkeys(pack.question_of_figure[name] for name in (part, whole))
    assert problem.where == (*questions, part, whole)


@pytest.mark.parametrize(
    "figures",
    [
        {"devices_digital": 10, "devices_total": 10, "devices_connected": 10},
        {"devices_digital": 11},
        {"devices_total": 0},
    ],
)
def test_that_a_part_as_large_as_its_whole_or_alone_is_fine(
    pack: Pack, figures: dict[str, int]
) -> None:
    assert fired(pack, {}, **figures) == []


@pytest.mark.parametrize(
    ("letters", "missing"),
    [
        ("BCDE", ""),
        ("BCD", ""),
        ("A", ""),
        ("E", "BCD"),
        ("BE", "CD"),
        ("BCE", "D"),
        ("CDE", "B"),
        ("BDE", "C"),
    ],
)
def test_that_full_coverage_needs_all_of_its_parts(pack: Pack, letters: str, missing: str) -> None:
    problems = found(pack, {"Q01": list(letters)})
    assert [p.code for p in problems] == (["coverage_without_parts"] if missing else [])
    for problem in problems:
        assert problem.where == ("Q01",)
        said = problem.params["missing"]
        assert isinstance(said, tuple)
        assert [text.zh[0] for text in said] == list(missing)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("choices", "where"),
    [
        ({"Q04": ["B"], "S01": 0}, ("Q04", "S01")),
        ({"Q04": ["B", "O"], "S01": 0, "S14": 0}, ("Q04", "S01", "S14")),
        ({"Q04": ["B"], "S01": 1}, None),
        ({"Q04": ["B"], "S02": 0}, None),
        ({"Q04": ["B"]}, None),
        ({"Q04": ["A"], "S01": 0}, None),
        ({"Q04": ["G"], "S15": 0, "S16": 0}, None),
        ({"S01": 0}, None),
    ],
)
def test_that_a_scenario_collected_but_judged_at_zero_is_found(
    pack: Pack, choices: dict[str, object], where: tuple[str, ...] | None
) -> None:
    problems = [p for p in found(pack, choices) if p.code == "collected_but_level_zero"]
    assert [p.where for p in problems] == ([] if where is None else [where])


@pytest.mark.parametrize(
    ("letter", "number"), list(zip("BCDEFGHIJKLMNO", range(1, 15), strict=True))
)
def test_that_every_letter_of_data_collection_stands_for_its_scenario(
    pack: Pack, letter: str, number: int
) -> None:
    scenario = f"S{number:02}"
    assert "collected_but_level_zero" in fired(pack, {"Q04": [letter], scenario: 0})
    text = pack.question_by_id["Q04"].option(letter).text.zh
    assert pack.scenario_by_id[scenario].name.zh[:2] in text


@pytest.mark.parametrize(("scenario", "letter"), [("S06", "G"), ("S08", "I"), ("S10", "K")])
@pytest.mark.parametrize(
    ("level", "named", "fires"),
    [(3, False, True), (4, False, True), (2, False, False), (3, True, False)],
)
def test_that_a_high_scenario_without_data_collection_is_found(
    pack: Pack, scenario: str, letter: str, level: int, named: bool, fires: bool
) -> None:
    choices = {"Q04": [letter] if named else ["B"], scenario: level}
    assert ("high_level_not_collected" in fired(pack, choices)) == fires


def test_that_other_high_scenarios_need_not_be_collected(pack: Pack) -> None:
    others = {s.id: 4 for s in pack.scenarios if s.id not in ("S06", "S08", "S10")}
    assert fired(pack, {"Q04": ["A"], **others}) == []


def test_that_data_collection_not_answered_contradicts_nothing(pack: Pack) -> None:
    assert fired(pack, {"S06": 4}) == []


@pytest.mark.parametrize(
    ("choices", "where"),
    [
        ({"Q05": "E", "S14": 0}, ("Q05", "S14")),
        ({"Q05": "E", "S01": 0, "S02": 1, "S03": 0}, ("Q05", "S01", "S03")),
        ({"Q05": "E", "S15": 0, "S16": 0}, None),
        ({"Q05": "E", "S01": 1}, None),
        ({"Q05": "D", "S01": 0}, None),
        ({"Q05": "E"}, None),
    ],
)
def test_that_systems_everywhere_with_a_scenario_at_zero_are_found(
    pack: Pack, choices: dict[str, object], where: tuple[str, ...] | None
) -> None:
    problems = found(pack, choices)
    assert [p.code for p in problems] == ([] if where is None else ["full_coverage_with_gaps"])
    assert [p.where for p in problems] == ([] if where is None else [where])


@pytest.mark.parametrize(
    ("choices", "fires"),
    [
        ({"Q05": "A", "S16": 2}, True),
        ({"Q05": "A", "S01": 4}, True),
        ({"Q05": "A", "S01": 1}, False),
        ({"Q05": "B", "S01": 2}, False),
        ({"S01": 2}, False),
    ],
)
def test_that_no_system_at_all_with_a_scenario_at_two_is_found(
    pack: Pack, choices: dict[str, object], fires: bool
) -> None:
    assert fired(pack, choices) == (["no_system_but_level_two"] if fires else [])


def test_that_figures_leading_to_another_option_name_both(pack: Pack) -> None:
    choices = {"Q02": "C"}
    (problem,) = found(pack, choices, devices_total=100, devices_digital=45)
    assert (problem.code, problem.where) == ("figures_lead_elsewhere", ("Q02",))
    said = Words("zh").problem(problem)
    assert "45.0%" in said
    assert "D " in said
    assert "C " in said


def test_that_a_trend_against_its_figures_is_found(pack: Pack) -> None:
    figures = {"cost_prev": 80, "cost_last": 90, "revenue_prev": 100, "revenue_last": 100}
    assert fired(pack, {"Q15": "C"}, **figures) == ["figures_lead_elsewhere"]
    assert fired(pack, {"Q15": "A"}, **figures) == []


def test_that_figures_without_an_answer_contradict_nothing(pack: Pack) -> None:
    assert fired(pack, {}, devices_total=100, devices_digital=45) == []


def test_that_a_share_above_the_whole_is_found_even_without_an_answer(pack: Pack) -> None:
    assert fired(pack, {}, digital_spend=11, turnover_average=10) == ["share_above_whole"]
    assert fired(pack, {}, digital_spend=10, turnover_average=10) == []


@pytest.mark.parametrize(
    ("before", "after", "fires"),
    [(50_000, 70_000, False), (50_000, 70_001, True), (70_001, 50_000, True), (0, 0, False)],
)
def test_that_a_jump_of_over_20_points_is_found(
    pack: Pack, before: int, after: int, fires: bool
) -> None:
    problem = check_jump(pack, before, date(2025, 3, 1), after)
    assert (problem is not None) == fires
    if problem is not None:
        assert "2025-03-01" in Words("zh").problem(problem)


LETTERS = st.sets(st.sampled_from("BCDEFGHIJKLMNO"))


@given(
    letters=LETTERS,
    systems=st.sampled_from("ABCDE"),
    levels=st.lists(st.integers(0, 4), min_size=16, max_size=16),
    figures=st.dictionaries(
        st.sampled_from(["devices_total", "devices_digital", "devices_connected", "energy_prev"]),
        st.integers(0, 50),
    ),
)
def test_that_every_finding_can_be_said_in_both_languages(
    pack: Pack, letters: set[str], systems: str, levels: list[int], figures: dict[str, int]
) -> None:
    choices: dict[str, object] = {f"S{i:02}": level for i, level in enumerate(levels, start=1)}
    choices |= {"Q04": sorted(letters) or ["A"], "Q05": systems, "Q02": "B", "Q03": "E"}
    items = {*pack.item_ids, *pack.figure_by_id}
    for problem in found(pack, choices, **figures):
        assert set(problem.where) <= items
        for lang in ("zh", "en"):
            assert "{" not in Words(lang).problem(problem)  # type: ignore[arg-type]
