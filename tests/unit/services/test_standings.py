"""The standings of a database: what is packed late, left out, or waits for a decision."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import UTC, date, datetime
from fractions import Fraction
from statistics import quantiles
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.campaigns import Campaign
from suzhou_assess.services.rollup import up_to_date
from suzhou_assess.services.rollup_views import Part, RollupFilter
from suzhou_assess.services.standing_columns import Spread
from suzhou_assess.services.standings import Standings, brush_up
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.tables import assessment, doubt

CAMPAIGN = Campaign("", 40_000, None, date(2025, 12, 31))
AS_OF = date(2025, 6, 30)
WHOLE = RollupFilter()

Assess = Callable[..., tuple[int, str]]


@pytest.fixture
def assess(ws: Workspace, profile: Callable[..., dict[str, object]]) -> Assess:
    """Assesses an enterprise once and gives its id and the assessment's."""

    def made(
        number: int = 1, on: date = date(2025, 6, 1), mode: str = "self", **fields: object
    ) -> tuple[int, str]:
        typed = profile(number, **fields)
        found = enterprises.find(ws, str(typed["uscc"]))
        key = found if found is not None else enterprises.save(ws, typed)[0]
        assert key is not None
        started = assessments.start(ws, key, mode, on)  # type: ignore[arg-type]
        session = assessments.AssessmentSession(ws, started)
        session.choose("Q02", "C")
        session.submit()
        return key, started

    return made


def result_of(work: Generator[Any, None, Standings]) -> Standings:
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value


def change(ws: Workspace, key: str, **values: Any) -> None:
    with ws.store.writing() as connection:
        connection.execute(update(assessment).where(assessment.c.id == key).values(**values))


def standing_of(ws: Workspace, key: str) -> bytes | None:
    with ws.store.reading() as connection:
        found: bytes | None = connection.scalar(
            select(assessment.c.standing).where(assessment.c.id == key)
        )
    return found


def test_that_an_empty_database_has_a_view(ws: Workspace) -> None:
    view = Standings.load(ws).view(WHOLE, CAMPAIGN, AS_OF)
    assert (view.enterprises, view.assessed, view.mean, view.months) == (0, 0, None, ())
    assert [district.code for district in view.districts] == [d.code for d in ws.places.districts]
    assert view.pace is not None
    assert view.pace.forecast is None


def test_that_what_is_submitted_in_the_window_counts_at_once(ws: Workspace, assess: Assess) -> None:
    key, _ = assess()
    standings = Standings.load(ws)
    assert standings.missing == 0
    assert standings.enterprise_ids(WHOLE, Part("assessed")) == [key]


def test_that_what_an_older_database_lacks_is_packed(ws: Workspace, assess: Assess) -> None:
    _, one = assess(1)
    _, other = assess(2)
    before = Standings.load(ws).view(WHOLE, CAMPAIGN, AS_OF)
    as_it_was = standing_of(ws, one), standing_of(ws, other)
    change(ws, one, standing=None)
    change(ws, other, standing=b"of another layout")
    standings = Standings.load(ws)
    assert standings.missing == 2
    assert standings.view(WHOLE, CAMPAIGN, AS_OF).assessed == 0
    events = list(brush_up(ws))
    assert events[-1].done == 2
    assert (standing_of(ws, one), standing_of(ws, other)) == as_it_was
    standings = Standings.load(ws)
    assert standings.missing == 0
    assert standings.view(WHOLE, CAMPAIGN, AS_OF) == before


def test_that_packing_can_be_broken_off(ws: Workspace, assess: Assess) -> None:
    _, key = assess()
    change(ws, key, standing=None)
    packing = brush_up(ws)
    next(packing)
    packing.close()
    assert Standings.load(ws).missing == 1
    assert result_of(up_to_date(ws)).missing == 0


def test_that_an_edition_that_is_not_at_hand_is_left_out_and_told(
    ws: Workspace, assess: Assess
) -> None:
    assess(1)
    _, key = assess(2)
    change(ws, key, pack_edition="2031", standing=None)
    list(brush_up(ws))
    view = Standings.load(ws).view(WHOLE, CAMPAIGN, AS_OF)
    assert view.assessed == 1
    assert view.quality.unreadable == 1


@pytest.mark.parametrize(
    "away", [{"held": "waiting"}, {"held": "rejected"}, {"discarded_at": datetime.now(UTC)}]
)
def test_that_what_does_not_count_is_not_counted(
    ws: Workspace, assess: Assess, away: dict[str, Any]
) -> None:
    key, counts = assess(1, date(2025, 1, 5))
    _, held = assess(1, date(2025, 5, 5))
    change(ws, held, **away)
    view = Standings.load(ws).view(WHOLE, CAMPAIGN, AS_OF)
    assert view.assessed == 1
    assert [(month.month, month.new) for month in view.months if month.new] == [
        (date(2025, 1, 1), 1)
    ]
    assert counts != held
    assert key


def test_that_doubts_are_counted_where_they_stand(ws: Workspace, assess: Assess) -> None:
    here, _ = assess(1, district="昆山")
    there, _ = assess(2, district="太仓")
    untouched, _ = assess(3, district="昆山")
    rows = [
        {"kind": "altered", "enterprise_id": here},
        {"kind": "equal_date", "enterprise_id": here},
        {"kind": "altered", "enterprise_id": there, "decision": "accept"},
        {"kind": "altered", "enterprise_id": untouched, "decision": "reject"},
        {"kind": "two_districts", "enterprise_id": 9_999},
    ]
    now = datetime.now(UTC)
    with ws.store.writing() as connection:
        for row in rows:
            decided = now if "decision" in row else None
            values = {"created_at": now, "decided_at": decided, "decided_by": ""} | row
            connection.execute(insert(doubt).values(values))
    standings = Standings.load(ws)
    quality = standings.view(WHOLE, CAMPAIGN, AS_OF).quality
    assert quality.altered == 2
    assert quality.waiting == {"altered": 1, "equal_date": 1}
    assert standings.enterprise_ids(WHOLE, Part("altered")) == [here, there]
    assert standings.enterprise_ids(WHOLE, Part("doubtful")) == [here]
    kunshan = RollupFilter(districts=("320583",))
    assert standings.view(kunshan, CAMPAIGN, AS_OF).quality.altered == 1
    assert standings.enterprise_ids(RollupFilter(mode="onsite"), Part("altered")) == []


def test_that_the_profile_is_that_of_now(ws: Workspace, assess: Assess) -> None:
    key, _ = assess(1, district="昆山")
    typed = {"district": "太仓", "name": "甲", "uscc": enterprises.get(ws, key).uscc}
    enterprises.save(ws, typed, key)
    view = Standings.load(ws).view(RollupFilter(districts=("320585",)), CAMPAIGN, AS_OF)
    assert view.assessed == 1


def test_that_a_date_after_the_day_asked_for_counts_as_assessed_but_not_as_done(
    ws: Workspace, assess: Assess
) -> None:
    assess(1, date(2025, 6, 30))
    later, _ = assess(2, date(2025, 7, 1))
    standings = Standings.load(ws)
    view = standings.view(WHOLE, CAMPAIGN, AS_OF)
    assert view.assessed == 2
    assert view.pace is not None
    assert view.pace.done == view.months[-1].total == 1
    month = Part("month", "2025-07")
    assert standings.enterprise_ids(WHOLE, month) == [later]
    assert standings.enterprise_ids(WHOLE, month, CAMPAIGN, AS_OF) == []


@given(st.lists(st.integers(0, 20_000), min_size=1, max_size=60))
def test_that_mean_and_quartiles_are_exact(values: list[int]) -> None:
    spread = Spread.of(np.array(values, np.uint16))
    exact = Fraction(sum(values), len(values))
    assert spread.mean == (exact + Fraction(1, 2)).__floor__()
    assert spread.quartiles is not None
    if len(values) > 1:
        points = quantiles([Fraction(value) for value in values], n=4, method="inclusive")
        assert spread.quartiles == tuple((p + Fraction(1, 2)).__floor__() for p in points)
    else:
        assert spread.quartiles == (values[0],) * 3
    assert spread.at(values[0]) == values.count(values[0])
    assert spread.at(20_001) == 0
