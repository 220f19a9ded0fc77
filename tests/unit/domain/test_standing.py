"""The packed form of an assessment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import Answers, read_answers
from suzhou_assess.domain.checks import check_answers
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.precedence import precedence
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.standing import (
    FIGURES_DIFFER,
    NOT_APPLICABLE,
    UNANSWERED,
    Layout,
    layout_of,
    of_enterprise,
    pack_standing,
)

NOW = datetime(2025, 6, 1, 8, tzinfo=UTC)


def packed(pack: Pack, answers: Answers, **changed: Any) -> bytes:
    given = {"mode": "self", "on": date(2025, 6, 1), "enterprise_id": 7, "submitted": NOW}
    return pack_standing(pack, score(pack, answers.choices), answers, **given | changed)


def read(pack: Pack, standing: bytes) -> dict[str, Any]:
    """The fields by name, taken apart without ``struct``."""
    found: dict[str, Any] = {}
    for name, field in layout_of(pack).fields.items():
        size = int(field.kind[-1])
        signed = field.kind[-2] == "i"
        values = tuple(
            int.from_bytes(standing[at : at + size], "big", signed=signed)
            for at in range(field.offset, field.offset + size * field.count, size)
        )
        found[name] = values if field.count > 1 else values[0]
    return found


@pytest.fixture(scope="module")
def answers(pack: Pack) -> Answers:
    choices = {"Q01": ["B", "C"], "Q02": "A", "Q13": "C", "S01": 2, "S02": 0, "S03": 4}
    figures = {"devices_total": 100, "devices_digital": 45}
    made, problems = read_answers(pack, choices, figures, ["S04"])
    assert not problems
    return made


def test_that_everything_is_found_where_the_layout_says(pack: Pack, answers: Answers) -> None:
    found = read(pack, packed(pack, answers, mode="onsite"))
    verdict = score(pack, answers.choices)
    assert found["enterprise"] == 7
    assert (found["year"], found["onsite"]) == (2025, 1)
    assert date.fromordinal(found["day"]) == date(2025, 6, 1)
    assert found["submitted"] == int(NOW.timestamp() * 1_000_000)
    assert (found["level"], found["score"]) == (verdict.level, verdict.score)
    assert found["flags"] == 0
    assert found["indicators"] == tuple(verdict.indicators.values())
    assert found["questions"] == tuple(verdict.questions.values())
    assert found["scenarios"] == (2, 0, 4, NOT_APPLICABLE, *[UNANSWERED] * 12)


def test_that_every_check_has_its_bit(pack: Pack, answers: Answers) -> None:
    layout = layout_of(pack)
    codes = {problem.code for problem in check_answers(pack, answers)}
    assert "figures_lead_elsewhere" in codes
    bits = read(pack, packed(pack, answers))["checks"]
    assert bits == sum({layout.bit_of_check[code] for code in codes})
    assert bits >> FIGURES_DIFFER == 1
    for position, check in enumerate(pack.checks):
        assert layout.bit_of_check[check.id] == 1 << position


def test_that_known_problems_need_not_be_found_again(pack: Pack, answers: Answers) -> None:
    problems = check_answers(pack, answers)
    assert packed(pack, answers, problems=problems) == packed(pack, answers)
    assert packed(pack, answers, problems=()) != packed(pack, answers)


def test_that_a_complete_one_says_so(pack: Pack) -> None:
    choices = {question.id: question.options[0].letter for question in pack.questions}
    choices |= {scenario.id: 0 for scenario in pack.scenarios}
    complete, _ = read_answers(pack, choices)
    assert read(pack, packed(pack, complete))["flags"] == 1


def test_that_it_can_be_given_to_another_enterprise(pack: Pack, answers: Answers) -> None:
    moved = of_enterprise(packed(pack, answers, enterprise_id=0), 40_001)
    assert moved == packed(pack, answers, enterprise_id=40_001)


def test_that_another_layout_has_another_mark(pack: Pack) -> None:
    marks = {layout_of(pack).mark}
    for parts in ("checks", "scenario_groups", "dimensions"):
        other = type(pack)(
            **{
                name: getattr(pack, name)[:-1] if name == parts else getattr(pack, name)
                for name in type(pack).__dataclass_fields__
            }
        )
        marks.add(Layout(other).mark)
    assert len(marks) == 4


heads = st.tuples(
    st.sampled_from(("self", "onsite")),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)),
    st.integers(min_value=0, max_value=10**7),
)


@given(st.lists(heads, min_size=2, max_size=8, unique=True))
def test_that_of_one_enterprise_the_greatest_bytes_are_those_that_count(
    pack: Pack, heads: list[tuple[str, date, int]]
) -> None:
    nothing = Answers()

    def standing(head: tuple[str, date, int]) -> bytes:
        mode, on, seconds = head
        return packed(pack, nothing, mode=mode, on=on, submitted=NOW + timedelta(seconds=seconds))

    assert sorted(heads, key=standing) == sorted(heads, key=lambda h: precedence(*h))  # type: ignore[arg-type]
