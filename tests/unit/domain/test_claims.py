from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import read_answers, sections
from suzhou_assess.domain.claims import (
    KINDS,
    Claim,
    Review,
    claimed_choice,
    claimed_figures,
    review,
)
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import score


def claim(pack: Pack, choices: dict[str, Any], **parts: Any) -> Claim:
    answers, problems = read_answers(pack, choices, **parts)
    assert problems == []
    return Claim(None, date(2025, 6, 1), "企业", pack, answers, score(pack, answers.choices))


def compared(
    pack: Pack, claimed: dict[str, Any], found: dict[str, Any], **parts: Any
) -> tuple[Review, Claim]:
    answers, problems = read_answers(pack, found, **parts)
    assert problems == []
    beside = claim(pack, claimed)
    return review(pack, beside, answers, score(pack, answers.choices)), beside


@pytest.mark.parametrize(
    ("item", "claimed", "found", "kind", "gained"),
    [
        ("Q05", "D", "D", "agreed", 0),
        ("Q05", "D", "B", "over", -5000),
        ("Q05", "B", "D", "under", 5000),
        ("Q01", ["B", "C"], ["C", "B"], "agreed", 0),
        ("Q01", ["B", "C"], ["B", "D"], "other", 0),
        ("Q01", ["B", "C"], ["B"], "over", -2000),
        ("Q01", ["A"], ["B"], "under", 2000),
        ("S01", 3, 1, "over", -2),
        ("S01", 0, 4, "under", 4),
        ("S01", 2, 2, "agreed", 0),
        ("Q05", "D", None, "open", 0),
        ("Q05", None, "D", "unclaimed", 0),
        ("S01", None, 2, "unclaimed", 0),
    ],
)
def test_that_each_difference_has_its_name(
    pack: Pack, item: str, claimed: Any, found: Any, kind: str, gained: int
) -> None:
    result, _ = compared(pack, {item: claimed}, {item: found})
    (one,) = result.items
    assert (one.item, one.kind, one.gained) == (item, kind, gained)
    assert result.count(kind) == 1
    assert one.is_different is (kind in ("over", "under", "other"))


def test_that_not_applicable_on_one_side_is_a_difference_without_points(pack: Pack) -> None:
    beside = claim(pack, {}, not_applicable=["S01", "S02"])
    answers, _ = read_answers(pack, {"S01": 0}, not_applicable=["S02", "S03"])
    result = review(pack, beside, answers, score(pack, answers.choices))
    assert [(one.item, one.kind, one.claimed_na, one.found_na) for one in result.items] == [
        ("S01", "other", True, False),
        ("S02", "agreed", True, True),
        ("S03", "unclaimed", False, True),
    ]


def test_that_reasons_are_asked_for_where_the_verdict_differs(pack: Pack) -> None:
    found = {"Q01": ["B"], "Q05": "B", "S01": 2, "S02": 1, "Q08": "C"}
    claimed = {"Q01": ["C"], "Q05": "D", "S01": 2, "S02": 0, "Q11": "B"}
    reasons = {"Q05": "未见系统在用", "S01": "现场演示过"}
    result, _ = compared(pack, claimed, found, reasons=reasons)
    assert result.missing_reasons == ("Q01", "S02")
    assert result.by_item["Q05"].reason == "未见系统在用"
    assert result.by_item["S01"].kind == "agreed"
    assert {kind: result.count(kind) for kind in KINDS} == {
        "agreed": 1,
        "over": 1,
        "under": 1,
        "other": 1,
        "open": 1,
        "unclaimed": 1,
    }


def test_that_figures_are_compared_where_something_was_found(pack: Pack) -> None:
    told = {"devices_total": 100, "devices_digital": 45, "cost_prev": Decimal("12.50")}
    beside = claim(pack, {"Q02": "D", "Q15": "B"}, figures=told)
    counted = {"devices_total": 100, "devices_digital": 30, "devices_connected": 5}
    answers, _ = read_answers(pack, {"Q02": "C", "Q03": "B"}, counted)
    result = review(pack, beside, answers, score(pack, answers.choices))
    assert result.by_item["Q02"].figures == (("devices_digital", 45, 30),)
    assert result.by_item["Q03"].figures == (("devices_connected", None, 5),)
    assert result.by_item["Q15"].figures == (), "not judged yet"


def test_that_equal_numbers_are_equal_however_they_are_written(pack: Pack) -> None:
    beside = claim(pack, {"Q13": "B"}, figures={"pass_rate_before": Decimal("98.0")})
    answers, _ = read_answers(pack, {"Q13": "B"}, {"pass_rate_before": 98})
    assert review(pack, beside, answers, score(pack, answers.choices)).items[0].figures == ()


def test_that_both_verdicts_stand_side_by_side(pack: Pack) -> None:
    result, beside = compared(pack, {"Q05": "E"}, {"Q05": "A"})
    assert (result.verdict_claimed.score, result.verdict_found.score) == (10000, 0)
    assert result.verdict_claimed is beside.verdict


@given(data=st.data())
def test_that_the_differences_add_up_to_that_of_the_scores(pack: Pack, data) -> None:
    def draw() -> dict[str, Any]:
        return {
            q.id: data.draw(st.sampled_from(q.options)).letter
            for q in pack.questions
            if data.draw(st.booleans())
        }

    result, _ = compared(pack, draw(), draw())
    difference = result.verdict_found.score - result.verdict_claimed.score
    alone = sum(
        result.verdict_found.questions[one.item] - result.verdict_claimed.questions[one.item]
        for one in result.items
        if one.kind in ("open", "unclaimed")
    )
    assert sum(one.gained for one in result.items) + alone == difference
    assert [one.item for one in result.items] == [
        i for i in pack.item_ids if i in {one.item for one in result.items}
    ]
    assert sum(map(result.count, KINDS)) == len(result.items)


def _other_edition(pack: Pack) -> Pack:
    """As if Q05 had fewer options, Q08 were new, S01 had one level less and a figure another
    limit."""

    def changed(question: Any) -> Any:
        if question.id == "Q05":
            return replace(question, options=question.options[:3])
        if question.id == "Q13":
            limit = replace(question.figures[0], maximum=50)
            return replace(question, figures=(limit, *question.figures[1:]))
        return replace(question, id="Q08x") if question.id == "Q08" else question

    dimensions = tuple(
        replace(
            d,
            indicators=tuple(
                replace(
                    i,
                    subindicators=tuple(
                        replace(s, questions=tuple(map(changed, s.questions)))
                        for s in i.subindicators
                    ),
                )
                for i in d.indicators
            ),
        )
        for d in pack.dimensions
    )
    first, *rest = pack.scenario_groups
    shorter = replace(first.scenarios[0], levels=first.scenarios[0].levels[:-1])
    groups = (replace(first, scenarios=(shorter, *first.scenarios[1:])), *rest)
    return replace(pack, edition="2026", dimensions=dimensions, scenario_groups=groups)


def test_that_a_claim_by_another_edition_counts_as_far_as_both_know(pack: Pack) -> None:
    newer = _other_edition(pack)
    figures = {"pass_rate_before": 98, "pass_rate_after": 99}
    beside = claim(
        pack, {"Q05": "E", "Q06": ["B"], "Q08": "C", "Q13": "B", "S01": 4}, figures=figures
    )
    answers, problems = read_answers(newer, {"Q05": "B", "Q06": ["B"], "S01": 1, "Q13": "B"})
    assert problems == []
    result = review(newer, beside, answers, score(newer, answers.choices))
    assert {one.item: one.kind for one in result.items} == {
        "Q05": "unclaimed",
        "Q06": "agreed",
        "Q13": "agreed",
        "S01": "unclaimed",
    }
    assert claimed_choice(newer, beside, "Q05") is None
    assert claimed_choice(newer, beside, "Q08x") is None
    assert claimed_choice(newer, beside, "Q06") == ("B",)
    assert claimed_figures(newer, beside, "Q13") == {"pass_rate_after": 99}
    assert claimed_figures(newer, beside, "S01") == {}
    assert result.verdict_claimed.score == beside.verdict.score


def test_that_another_index_cannot_be_compared(pack: Pack) -> None:
    answers, _ = read_answers(pack, {})
    other = replace(pack, id="other-index")
    with pytest.raises(ValueError, match="other-index"):
        review(other, claim(pack, {}), answers, score(pack, {}))


def test_that_the_sections_are_the_parts_one_talks_through(pack: Pack) -> None:
    named = sections(pack)
    assert named[:2] == ("equipment", "data")
    assert named[-1] == "decision"
    assert len(named) == len(set(named)) == len(pack.indicators) + len(pack.scenario_groups)
    assert not set(named) & set(pack.item_ids)
