from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from intake_history import Sheet, contents, incoming, take_in

from suzhou_assess.services import assessments, batches, doubts, enterprises
from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.services.workspace import Workspace

B = "b.xlsx"


@pytest.fixture
def store(ws: Workspace, pack, profile):
    """Takes in a batch of sheets, in one transaction each, and gives its id."""

    def take(*sheets: Sheet, source: str = "in") -> str:
        return take_in(ws, [incoming(sheet, pack, profile) for sheet in sheets], source, 1)

    return take


def _counting(ws: Workspace) -> list[tuple[str | None, object]]:
    """Of the first enterprise: why each of its assessments is held, and its answer to Q05."""
    found = [
        (card.held, assessments.AssessmentSession(ws, card.id).answers.choices["Q05"])
        for card in enterprises.history(ws, 1)
    ]
    return sorted(found, key=lambda one: str(one[1]))


def _decide(ws: Workspace, decision: str) -> None:
    doubts.decide(ws, [doubt.id for doubt in doubts.waiting(ws)], decision, "李工")


@pytest.mark.parametrize(
    ("decision", "left", "level"),
    [
        ("keep", [(None, "B"), ("rejected", "C")], 0),
        ("take", [("rejected", "B"), (None, "C")], 1),
    ],
)
def test_that_of_two_of_one_day_the_chosen_one_counts(ws: Workspace, store, decision, left, level):
    store(Sheet(level=0), Sheet(q05="C", level=4, file=B))
    before = enterprises.search(ws, EnterpriseFilter())[0].latest_score
    _decide(ws, decision)
    assert _counting(ws) == left
    assert doubts.count_waiting(ws) == 0
    (row,) = enterprises.search(ws, EnterpriseFilter())
    assert row.assessments == 1
    assert (row.latest_score != before) is (decision == "take")


def test_that_a_decision_is_logged_with_who_took_it(ws: Workspace, store):
    store(Sheet(), Sheet(q05="C", file=B))
    (doubt,) = doubts.waiting(ws)
    _decide(ws, "keep")
    said = {
        c.item: (c.who, c.old, c.new) for c in assessments.history(ws, doubt.mine.assessment_id)
    }
    assert said["decision:equal_date"] == ("李工", "", '"keep"')
    assert said["held"] == ("李工", '"waiting"', '"rejected"')


def test_that_of_three_the_others_wait_beside_the_one_that_was_taken(ws: Workspace, store):
    store(Sheet(q05="B"), Sheet(q05="C", file=B), Sheet(q05="D", file="c.xlsx"))
    first, second = doubts.waiting(ws)
    doubts.decide(ws, [first.id], "take")
    (left,) = doubts.waiting(ws)
    assert left.id == second.id
    assert left.other.assessment_id == first.mine.assessment_id
    doubts.decide(ws, [left.id], "take")
    assert _counting(ws) == [("rejected", "B"), ("rejected", "C"), (None, "D")]


def test_that_a_district_goes_to_the_one_that_claims_it_when_taken(ws: Workspace, store):
    store(Sheet(district="320583"), Sheet(day=2, district="320509"))
    _decide(ws, "take")
    assert enterprises.get(ws, 1).district == "320509"
    assert ws.overview().by_district == {"320509": 1}
    changed = {c.item: (c.who, c.old, c.new) for c in enterprises.changes(ws, 1)}
    assert changed["district"] == ("李工", '"320583"', '"320509"')
    assert changed["decision:two_districts"] == ("李工", '"320509"', '"take"')


def _namesakes(ws: Workspace, pack, profile) -> None:
    """Two codes of one name; the second has an assessment of the first's day and one more."""
    first = incoming(Sheet(1, q05="B"), pack, profile)
    made = [first]
    for sheet in (Sheet(2, q05="C", file=B), Sheet(2, day=9, q05="D", file="c.xlsx")):
        one = incoming(sheet, pack, profile)
        whose = replace(one.submission.enterprise, name=first.submission.enterprise.name)
        made.append(replace(one, submission=replace(one.submission, enterprise=whose)))
    take_in(ws, made, "in", 1)


def test_that_two_codes_of_one_enterprise_become_one(ws: Workspace, pack, profile):
    _namesakes(ws, pack, profile)
    (doubt,) = doubts.waiting(ws)
    doubts.decide(ws, [doubt.id], "same", "李工")
    (row,) = enterprises.search(ws, EnterpriseFilter())
    assert (row.uscc, row.latest_date) == (doubt.other.uscc, date(2025, 6, 9))
    assert _counting(ws) == [(None, "B"), ("waiting", "C"), (None, "D")]
    (left,) = doubts.waiting(ws)
    assert left.kind == "equal_date"
    with ws.store.reading() as connection:
        standings = connection.exec_driver_sql("SELECT standing FROM assessment").scalars().all()
    assert {int.from_bytes(packed[:4], "big") for packed in standings} == {row.id}


def test_that_namesakes_that_are_different_stay_apart(ws: Workspace, pack, profile):
    _namesakes(ws, pack, profile)
    _decide(ws, "different")
    assert doubts.count_waiting(ws) == 0
    assert len(enterprises.search(ws, EnterpriseFilter())) == 2


def test_that_an_altered_workbook_that_is_rejected_counts_no_more(ws: Workspace, store):
    store(Sheet(altered=True), Sheet(day=2, altered=True, file=B))
    first, second = doubts.waiting(ws)
    doubts.decide(ws, [second.id], "reject", "李工")
    (row,) = enterprises.search(ws, EnterpriseFilter())
    assert (row.assessments, row.latest_date) == (1, date(2025, 6, 1))
    doubts.decide(ws, [first.id], "accept", "李工")
    assert (ws.overview().assessed, ws.overview().waiting) == (1, 0)


def test_that_what_waited_beside_a_rejected_one_counts(ws: Workspace, store):
    store(Sheet(altered=True), Sheet(q05="C", file=B))
    altered, _ = doubts.waiting(ws)
    doubts.decide(ws, [altered.id], "reject")
    assert _counting(ws) == [("rejected", "B"), (None, "C")]
    assert doubts.count_waiting(ws) == 0


def test_that_many_are_decided_at_once_or_none(ws: Workspace, store):
    store(*(Sheet(n, altered=True) for n in range(1, 4)), Sheet(1, q05="C", file=B))
    before = contents(ws)
    with pytest.raises(ValueError):
        _decide(ws, "accept")  # not of two of one day
    assert contents(ws) == before
    altered = [doubt.id for doubt in doubts.waiting(ws, "altered")]
    doubts.decide(ws, altered, "accept")
    doubts.decide(ws, altered, "reject")  # decided already: left alone
    assert ws.overview().assessed == 3
    assert [doubt.kind for doubt in doubts.waiting(ws)] == ["equal_date"]
    assert doubts.waiting(ws, limit=0) == []


def test_that_a_doubt_goes_with_the_draft_that_it_became(ws: Workspace, store):
    store(Sheet(), Sheet(q05="C", file=B))
    (doubt,) = doubts.waiting(ws)
    session = assessments.AssessmentSession(ws, doubt.mine.assessment_id)
    session.reopen()
    assert doubts.count_waiting(ws) == 0
    assert (ws.overview().drafts, enterprises.search(ws, EnterpriseFilter())[0].assessments) == (
        1,
        1,
    )


def test_that_what_waited_counts_when_the_other_is_thrown_away(ws: Workspace, store):
    store(Sheet(), Sheet(q05="C", file=B))
    (doubt,) = doubts.waiting(ws)
    assessments.AssessmentSession(ws, doubt.other.assessment_id).reopen()
    assert doubts.count_waiting(ws) == 1, "it may be submitted again"
    assessments.discard(ws, doubt.other.assessment_id)
    assert doubts.count_waiting(ws) == 0
    assert _counting(ws) == [(None, "C")]


def test_that_a_doubt_goes_with_the_batch_that_raised_it(ws: Workspace, store):
    store(Sheet(district="320583"))
    later = store(Sheet(q05="C", file=B, altered=True), Sheet(day=2, district="320509"))
    assert doubts.count_waiting(ws) == 3
    list(batches.undo(ws, later))
    assert doubts.count_waiting(ws) == 0
    assert _counting(ws) == [(None, "B")]


def test_that_a_decision_goes_with_the_enterprise_and_not_to_the_next_of_its_id(
    ws: Workspace, store
):
    first = store(Sheet(district="320583"), Sheet(day=2, district="320509"))
    _decide(ws, "keep")
    list(batches.undo(ws, first))
    assert not list(enterprises.search(ws, EnterpriseFilter()))
    store(Sheet(enterprise=2, district="320583"), Sheet(enterprise=2, day=2, district="320509"))
    assert [doubt.kind for doubt in doubts.waiting(ws)] == ["two_districts"]


def test_that_a_decision_on_one_of_two_that_are_the_same_is_not_about_the_next(
    ws: Workspace, pack, profile
):
    _namesakes(ws, pack, profile)
    for day, district in ((11, "320583"), (12, "320509")):
        claim = Sheet(enterprise=2, day=day, district=district)
        take_in(ws, [incoming(claim, pack, profile)], "claim", 1)
    by_kind = {doubt.kind: doubt.id for doubt in doubts.waiting(ws)}
    doubts.decide(ws, [by_kind["two_districts"]], "keep")
    doubts.decide(ws, [by_kind["same_name"]], "same")
    for day, district in ((1, "320583"), (2, "320509")):
        sheet = Sheet(enterprise=3, day=day, district=district)
        take_in(ws, [incoming(sheet, pack, profile)], "next", 1)
    assert "two_districts" in {doubt.kind for doubt in doubts.waiting(ws)}
