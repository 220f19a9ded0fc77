"""One enterprise over time."""

from __future__ import annotations

from datetime import date

import pytest

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.services import assessments, enterprises, over_time
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError


@pytest.fixture
def enterprise(ws: Workspace, profile) -> int:
    key, _ = enterprises.save(ws, profile(1))
    assert key is not None
    return key


def made(
    ws: Workspace,
    enterprise: int,
    on: date,
    level: int,
    mode: Mode = "self",
    *,
    submit: bool = True,
) -> str:
    session = AssessmentSession(ws, assessments.start(ws, enterprise, mode, on))
    session.choose("S01", level)
    session.choose("Q01", ("B",) if level < 2 else ("B", "C"))
    if submit:
        session.submit()
    return session.id


def test_that_the_line_is_of_submitted_ones_oldest_first(ws: Workspace, enterprise: int) -> None:
    later = made(ws, enterprise, date(2025, 6, 1), 2)
    onsite = made(ws, enterprise, date(2024, 5, 1), 1, "onsite")
    own = made(ws, enterprise, date(2024, 5, 1), 1)
    made(ws, enterprise, date(2023, 5, 1), 1, submit=False)
    points = over_time.line(ws, enterprise)
    assert [point.assessment_id for point in points] == [own, onsite, later]
    assert [(p.mode, p.score, p.level) for p in points] == [
        ("self", 2_000, 0),
        ("onsite", 2_000, 0),
        ("self", 4_000, 0),
    ]


def test_that_the_best_to_compare_with_is_the_last_submitted_one_before(
    ws: Workspace, enterprise: int
) -> None:
    first = made(ws, enterprise, date(2023, 6, 1), 1)
    assert over_time.before(ws, enterprise, first) is None
    draft = made(ws, enterprise, date(2024, 6, 1), 1, submit=False)
    third = made(ws, enterprise, date(2025, 6, 1), 2)
    found = [over_time.before(ws, enterprise, key) for key in (first, draft, third)]
    assert [card.id if card else None for card in found] == [third, first, first]


def test_that_only_a_draft_is_compared_with_where_nothing_else_is(
    ws: Workspace, enterprise: int
) -> None:
    draft = made(ws, enterprise, date(2024, 6, 1), 1, submit=False)
    here = made(ws, enterprise, date(2025, 6, 1), 2)
    card = over_time.before(ws, enterprise, here)
    assert card is not None
    assert card.id == draft
    empty = assessments.start(ws, enterprise, "self", date(2025, 7, 1))
    assert [card.id for card in over_time.comparable(ws, enterprise)] == [draft, here]
    found = over_time.before(ws, enterprise, empty)
    assert found is not None
    assert found.id == here


def test_that_two_assessments_are_compared(ws: Workspace, enterprise: int) -> None:
    older = made(ws, enterprise, date(2024, 6, 1), 1)
    newer = made(ws, enterprise, date(2025, 6, 1), 3)
    found = over_time.compare_assessments(ws, older, newer)
    assert [(c.item, c.direction, c.gained) for c in found.items] == [
        ("Q01", "rise", 2_000),
        ("S01", "rise", 2),
    ]
    with pytest.raises(StoreError) as caught:
        over_time.compare_assessments(ws, older, "nowhere")
    assert caught.value.code == "not_found"
