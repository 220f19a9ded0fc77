from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from intake_history import Sheet, contents, incoming, take_in

from suzhou_assess.domain.problems import problem
from suzhou_assess.domain.standing import pack_standing
from suzhou_assess.domain.subject import Subject
from suzhou_assess.services import assessments, batches, doubts, enterprises
from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import (
    IncomingRefusal,
    Origin,
    StoredAs,
    SubmissionWriter,
)


@pytest.fixture
def store(ws: Workspace, pack, profile):
    """Stores sheets in one transaction of a batch of their own."""

    def take(*sheets: Sheet) -> list[StoredAs]:
        writer = SubmissionWriter(ws.store, ws.places)
        writer.begin("in")
        return writer.store([incoming(sheet, pack, profile) for sheet in sheets])

    return take


def _codes(stored: StoredAs) -> list[str]:
    return [found.code for found in stored.problems]


def test_that_on_site_beats_self_within_a_year_and_the_newer_otherwise(ws: Workspace, store):
    store(Sheet(day=1, mode="onsite", level=3), Sheet(day=9, level=1))
    (row,) = enterprises.search(ws, EnterpriseFilter())
    assert (row.latest_mode, row.latest_date, row.assessments) == ("onsite", date(2025, 6, 1), 2)
    store(Sheet(day=5, mode="onsite"))
    assert enterprises.search(ws, EnterpriseFilter())[0].latest_date == date(2025, 6, 5)


def test_that_another_of_the_same_day_waits_beside_it(ws: Workspace, store):
    first, other = store(Sheet(q05="B"), Sheet(q05="C", file="b.xlsx"))
    assert (first.status, first.suspicious, first.problems) == ("imported", False, ())
    assert (other.status, other.suspicious) == ("imported", True)
    assert _codes(other) == ["equal_date_undecided"]
    assert other.problems[0].params["source"] == "a.xlsx"
    (row,) = enterprises.search(ws, EnterpriseFilter())
    assert row.assessments == 1
    held = {card.id: card.held for card in enterprises.history(ws, row.id)}
    assert held == {first.assessment_id: None, other.assessment_id: "waiting"}
    (doubt,) = doubts.waiting(ws)
    assert doubt.kind == "equal_date"
    assert (doubt.mine.assessment_id, doubt.other.assessment_id) == (
        other.assessment_id,
        first.assessment_id,
    )
    assert (ws.overview().waiting, doubts.count_waiting(ws)) == (1, 1)


def test_that_the_same_file_edited_is_an_update_and_the_same_content_is_nothing_new(store):
    store(Sheet(q05="B"), Sheet(q05="C", file="b.xlsx"))
    edited, again, copied = store(
        Sheet(q05="D"), Sheet(q05="C", file="b.xlsx"), Sheet(q05="C", file="copy of b.xlsx")
    )
    assert (edited.status, again.status, copied.status) == ("updated", "unchanged", "unchanged")
    assert ("Q05", '"B"', '"D"') in edited.differences


def test_that_an_update_by_id_onto_the_day_of_another_waits(ws: Workspace, store):
    store(Sheet(day=1), Sheet(day=2, named=1, file="b.xlsx"))
    (moved,) = store(Sheet(day=1, named=1, file="c.xlsx", q05="C"))
    assert (moved.status, _codes(moved)) == ("updated", ["equal_date_undecided"])
    assert enterprises.search(ws, EnterpriseFilter())[0].assessments == 1


def test_that_what_waits_is_asked_once_while_it_is_edited(ws: Workspace, store):
    store(Sheet(), Sheet(q05="C", file="b.xlsx"))
    (edited,) = store(Sheet(q05="D", file="b.xlsx"))
    assert (edited.status, edited.suspicious) == ("updated", True)
    assert doubts.count_waiting(ws) == 1


def test_that_a_district_is_not_taken_from_another(ws: Workspace, store):
    store(Sheet(district="320583"))
    (claim,) = store(Sheet(day=2, district="320509", town="盛泽镇"))
    assert (claim.status, claim.suspicious, _codes(claim)) == (
        "imported",
        True,
        ["district_claimed_twice"],
    )
    assert claim.problems[0].params["claimed"].zh == "吴江区"
    assert (enterprises.get(ws, 1).district, enterprises.get(ws, 1).town) == ("320583", "盛泽镇")
    store(Sheet(day=3, district="320509"))
    (doubt,) = doubts.waiting(ws, "two_districts")
    assert (doubt.mine.district, doubt.other.district) == ("320509", "320583")


def test_that_a_claim_that_was_turned_down_is_not_asked_again(ws: Workspace, store):
    store(Sheet(district="320583"), Sheet(day=2, district="320509"))
    doubts.decide(ws, [doubts.waiting(ws)[0].id], "keep", "李工")
    (again,) = store(Sheet(day=3, district="320509"))
    assert (_codes(again), again.suspicious) == (["district_claimed_twice"], False)
    assert doubts.count_waiting(ws) == 0


def test_that_a_known_name_under_another_code_is_asked_about(ws: Workspace, pack, profile):
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("in")
    first = incoming(Sheet(1), pack, profile)
    other = incoming(Sheet(2), pack, profile)
    name = f" {first.submission.enterprise.name}（）"
    whose = replace(other.submission.enterprise, name=name)
    other = replace(other, submission=replace(other.submission, enterprise=whose))
    _, stored = writer.store([first, other])
    assert (stored.status, stored.suspicious, _codes(stored)) == (
        "imported",
        True,
        ["name_under_other_code"],
    )
    (doubt,) = doubts.waiting(ws, "same_name")
    assert (doubt.mine.uscc, doubt.other.uscc) == (whose.uscc, first.submission.enterprise.uscc)


def test_that_namesakes_of_two_districts_are_two(ws: Workspace, pack, profile):
    writer = SubmissionWriter(ws.store, ws.places)
    first = incoming(Sheet(1, district="320583"), pack, profile)
    other = incoming(Sheet(2, district="320509"), pack, profile)
    whose = replace(other.submission.enterprise, name=first.submission.enterprise.name)
    other = replace(other, submission=replace(other.submission, enterprise=whose))
    assert [stored.suspicious for stored in writer.store([first, other])] == [False, False]


def test_that_an_altered_workbook_counts_until_somebody_rejects_it(ws: Workspace, store):
    (altered,) = store(Sheet(altered=True))
    assert (altered.status, altered.suspicious) == ("imported", True)
    assert ws.overview().assessed == 1
    assert [doubt.kind for doubt in doubts.waiting(ws)] == ["altered"]
    assert store(Sheet(altered=True))[0].status == "unchanged"
    assert doubts.count_waiting(ws) == 1


def test_that_an_unaltered_copy_settles_the_doubt_about_an_altered_one(ws: Workspace, store):
    store(Sheet(altered=True))
    store(Sheet(q05="C"))
    assert doubts.count_waiting(ws) == 0


def test_that_one_that_moves_to_a_day_of_its_own_waits_no_more(ws: Workspace, store):
    store(Sheet(day=1), Sheet(day=1, named=1, file="b.xlsx", q05="C"))
    assert doubts.count_waiting(ws) == 1
    store(Sheet(day=2, named=1, file="b.xlsx", q05="C"))
    assert doubts.count_waiting(ws) == 0
    assert enterprises.search(ws, EnterpriseFilter())[0].assessments == 2


def test_that_what_was_refused_is_noted_with_whom_it_may_have_meant(ws: Workspace, store, profile):
    store(Sheet(1))
    code = str(profile(1)["uscc"])
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    whose = Subject("某厂", wrong, "320583", "张三", "1")
    origin = Origin("坏.xlsx", None, "/in/坏.xlsx", b"f" * 16, whose)
    writer = SubmissionWriter(ws.store, ws.places)
    batch = writer.begin("in")
    found = problem("uscc_check", "uscc", code=wrong).at("企业信息", "C4")
    (refused,) = writer.store([IncomingRefusal(origin, (found,))])
    assert (refused.status, _codes(refused)) == ("refused", ["uscc_near_known"])
    meant = {"code": code, "name": profile(1)["name"], "place": 18}
    assert refused.problems[0].params == meant
    (item,) = batches.items(ws, batch)
    assert (item.file, item.path, item.outcome) == ("坏.xlsx", "/in/坏.xlsx", "refused")
    assert (item.fingerprint, item.subject) == (b"f" * 16, whose)
    assert item.problems == (found, *refused.problems)


def test_that_the_differences_of_an_update_are_told_one_by_one(store):
    store(Sheet(q05="B", town="玉山镇", assessor="王工"))
    (updated,) = store(Sheet(q05="C", town="周市镇", assessor="李工", note="核实"))
    assert updated.differences == (
        ("assessor", '"王工"', '"李工"'),
        ("Q05", '"B"', '"C"'),
        ("note:Q05", "null", '"核实"'),
        ("profile:town", '"玉山镇"', '"周市镇"'),
    )


def test_that_each_item_is_on_disk_with_what_it_brought(ws: Workspace, pack, profile):
    sheets = [Sheet(1), Sheet(1, altered=True, q05="C", file="b.xlsx", day=2), Sheet(2)]
    batch = take_in(ws, [incoming(sheet, pack, profile) for sheet in sheets], "x.zip")
    items = list(batches.items(ws, batch))
    assert [item.file for item in items] == ["a.xlsx", "b.xlsx", "a.xlsx"]
    assert {item.assessment_id for item in items} == {card.id for card in assessments.cards(ws)}
    assert [item.id for item in batches.items(ws, batch, with_problems_only=True)] == [items[1].id]


def test_that_a_standing_is_packed_with_what_is_submitted(ws: Workspace, pack, profile):
    sheet = incoming(Sheet(), pack, profile)
    take_in(ws, [sheet], "x")
    key = enterprises.find(ws, sheet.submission.enterprise.uscc)
    (card,) = assessments.cards(ws)

    def stored() -> tuple[bytes | None, bytes]:
        with ws.store.reading() as connection:
            row = connection.exec_driver_sql("SELECT standing, submitted_at FROM assessment").one()
        from datetime import UTC, datetime

        at = datetime.fromisoformat(row[1] or "2000-01-01").replace(tzinfo=UTC)
        session = assessments.AssessmentSession(ws, card.id)
        wanted = pack_standing(
            pack, session.verdict, session.answers, session.mode, session.date, key, at
        )
        return row[0], wanted

    kept, wanted = stored()
    assert kept == wanted
    session = assessments.AssessmentSession(ws, card.id)
    session.reopen()
    assert stored()[0] is None
    session.choose("Q05", "E")
    session.submit()
    kept, wanted = stored()
    assert kept == wanted


def test_that_a_dry_run_says_the_same_of_doubts_and_writes_none(ws: Workspace, pack, profile):
    sheets = [
        Sheet(district="320583"),
        Sheet(q05="C", file="b.xlsx"),
        Sheet(day=2, district="320509", altered=True),
        Sheet(day=3, district="320509"),
    ]
    made = [incoming(sheet, pack, profile) for sheet in sheets]
    before = contents(ws)
    dry = SubmissionWriter(ws.store, ws.places)
    said = dry.store(made[:2], dry_run=True) + dry.store(made[2:], dry_run=True)
    assert contents(ws) == before
    wet = SubmissionWriter(ws.store, ws.places)
    written = wet.store(made[:2]) + wet.store(made[2:])
    for one, other in zip(said, written, strict=True):
        assert replace(one, assessment_id=None) == replace(other, assessment_id=None)


def test_that_replacing_what_a_person_edited_since_is_said_and_can_be_taken_back(
    ws: Workspace, store
):
    (first,) = store(Sheet(q05="B"))
    session = assessments.AssessmentSession(ws, str(first.assessment_id), "李工")
    session.reopen()
    session.choose("Q05", "D")
    session.submit()
    (again,) = store(Sheet(q05="C"))
    assert (again.status, again.suspicious, _codes(again)) == ("updated", True, ["edited_here"])
    assert again.problems[0].params["who"] == "李工"
    for _ in batches.undo(ws, batches.batches(ws)[0].id):
        pass
    kept = assessments.AssessmentSession(ws, str(first.assessment_id))
    assert kept.answers.choices["Q05"] == "D"


def test_that_what_nobody_edited_is_replaced_without_a_word(store):
    store(Sheet(q05="B"))
    assert store(Sheet(q05="C"))[0].problems == ()
