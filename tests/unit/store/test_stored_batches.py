from __future__ import annotations

from datetime import date

import pytest
from intake_history import Sheet, contents, incoming, take_in

from suzhou_assess.services import assessments, batches, doubts, enterprises
from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import undo as undoing
from suzhou_assess.store.batches import unfinished
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.submissions import SubmissionWriter


@pytest.fixture
def store(ws: Workspace, pack, profile):
    """Takes in a batch of sheets and gives its id."""

    def take(*sheets: Sheet, source: str = "in") -> str:
        return take_in(ws, [incoming(sheet, pack, profile) for sheet in sheets], source)

    return take


def _undo(ws: Workspace, batch: str, who: str = "李工") -> batches.UndoPlan:
    running = batches.undo(ws, batch, who=who)
    while True:
        try:
            next(running)
        except StopIteration as stop:
            return stop.value


def test_that_the_latest_batch_is_listed_first_with_what_it_came_to(ws: Workspace, store):
    store(Sheet(), source="one")
    second = store(Sheet(2), Sheet(2), source="two")
    cards = batches.batches(ws)
    assert [(card.source, card.who, card.paths) for card in cards] == [
        ("two", "导入员", ("/in/two",)),
        ("one", "导入员", ("/in/one",)),
    ]
    assert cards[0] == batches.get(ws, second)
    assert batches.batches(ws, limit=1) == cards[:1]
    with pytest.raises(StoreError, match="nowhere"):
        batches.get(ws, "nowhere")


def test_that_an_interrupted_batch_is_known_and_gone_on_with(ws: Workspace, pack, profile):
    writer = SubmissionWriter(ws.store, ws.places)
    batch = writer.begin("in", ["/in"])
    writer.store([incoming(Sheet(altered=True), pack, profile)])
    with ws.store.reading() as connection:
        card = unfinished(connection)
    assert card is not None
    assert (card.id, card.finished_at) == (batch, None)
    assert card.counts == {"imported": 1, "suspicious": 1}
    assert [
        (item.file, item.line, item.path, item.fingerprint, item.outcome)
        for item in batches.items(ws, batch)
    ] == [("a.xlsx", None, "/in/a.xlsx", b"\1" * 16, "imported")]
    again = SubmissionWriter(ws.store, ws.places)
    again.resume(batch)
    again.store([incoming(Sheet(2), pack, profile)])
    again.finish({"imported": 2})
    with ws.store.reading() as connection:
        assert unfinished(connection) is None
    assert len(list(batches.items(ws, batch))) == 2


def test_that_an_interrupted_batch_can_be_undone_and_not_gone_on_with(ws, pack, profile):
    writer = SubmissionWriter(ws.store, ws.places)
    batch = writer.begin("in", ["/in"])
    writer.store([incoming(Sheet(), pack, profile)])
    assert _undo(ws, batch).removed == 1
    assert enterprises.search(ws, EnterpriseFilter()).ids == []
    with ws.store.reading() as connection:
        assert unfinished(connection) is None
    with pytest.raises(StoreError) as caught:
        SubmissionWriter(ws.store, ws.places).resume(batch)
    assert caught.value.code == "batch_undone"


def test_that_the_plan_says_what_undoing_then_does(ws: Workspace, store):
    store(Sheet(1), Sheet(2))
    batch = store(Sheet(1, q05="C"), Sheet(3), Sheet(4), Sheet(2))
    store(Sheet(4, q05="D"))
    plan = batches.plan_undo(ws, batch)
    assert (plan.removed, plan.restored, plan.enterprises_removed, plan.kept) == (1, 1, 1, ())
    assert plan.batch.undone_at is None
    done = _undo(ws, batch)
    assert (done.removed, done.restored, done.enterprises_removed, done.kept) == (1, 1, 1, ())
    card = batches.get(ws, batch)
    assert (done.batch, card.undone_by) == (card, "李工")
    assert card.undone_at is not None
    assert [item.undone for item in batches.items(ws, batch)] == [True] * 4


def test_that_a_batch_is_undone_once(ws: Workspace, store):
    batch = store(Sheet())
    _undo(ws, batch)
    for again in (lambda: batches.plan_undo(ws, batch), lambda: _undo(ws, batch)):
        with pytest.raises(StoreError) as caught:
            again()
        assert caught.value.code == "batch_undone"


def test_that_undone_files_are_new_when_they_come_again(ws: Workspace, store):
    once = store(Sheet(altered=True), Sheet(2), source="one")
    before = contents(ws)
    _undo(ws, once)
    store(Sheet(altered=True), Sheet(2), source="one")
    assert contents(ws) == before


def test_that_what_a_person_edited_since_stays_and_is_named(ws: Workspace, store, profile):
    store(Sheet(1), source="before")
    batch = store(Sheet(1, q05="C"), Sheet(2), Sheet(3))
    (first,) = enterprises.history(ws, 1)
    session = assessments.AssessmentSession(ws, first.id, "王工")
    session.reopen()
    session.choose("Q05", "E")
    session.submit()
    done = _undo(ws, batch)
    (kept,) = done.kept
    assert (kept.assessment_id, kept.reason, kept.by) == (first.id, "edited_since", "王工")
    assert (kept.enterprise, kept.uscc) == (profile(1)["name"], profile(1)["uscc"])
    assert (done.removed, done.enterprises_removed) == (2, 2)
    assert assessments.AssessmentSession(ws, first.id).answers.choices["Q05"] == "E"


def test_that_what_a_person_decided_for_stays_and_is_named(ws: Workspace, store):
    store(Sheet(1))
    batch = store(Sheet(1, q05="C", file="b.xlsx"), Sheet(2, altered=True), Sheet(3, altered=True))
    chosen = [d.id for d in doubts.waiting(ws) if d.kind == "equal_date"]
    second, third = (d.id for d in doubts.waiting(ws, "altered"))
    doubts.decide(ws, chosen, "take", "李工")
    doubts.decide(ws, [second], "accept", "李工")
    doubts.decide(ws, [third], "reject", "李工")
    plan = batches.plan_undo(ws, batch)
    assert [(kept.reason, kept.by) for kept in plan.kept] == [("decided_since", "李工")] * 2
    assert _undo(ws, batch).removed == 1
    assert ws.overview().assessed == 2


def test_that_a_profile_is_taken_back_but_for_what_a_person_changed(ws: Workspace, store, profile):
    store(Sheet(1, town="玉山镇", revenue="300"))
    batch = store(Sheet(1, day=2, town="周市镇", revenue="3000.5"))
    typed = {**profile(1), "district": "", "industry": "", "employees": 100}
    enterprises.save(ws, {**typed, "town": "花桥镇", "revenue": "3000.5"}, 1, "李工")
    _undo(ws, batch)
    after = enterprises.get(ws, 1)
    assert (after.town, str(after.revenue)) == ("花桥镇", "300")


def test_that_an_enterprise_that_a_person_works_with_stays(ws: Workspace, store, profile):
    batch = store(Sheet(1), Sheet(2))
    assessments.start(ws, 1, "self", date(2025, 7, 1))
    done = _undo(ws, batch)
    assert (done.removed, done.enterprises_removed) == (2, 1)
    assert enterprises.search(ws, EnterpriseFilter()).ids == [1]


def test_that_a_later_batch_that_took_the_same_over_keeps_it(ws: Workspace, store):
    first = store(Sheet(note="核实"), source="one")
    later = store(Sheet(note="核实"), source="two")
    done = _undo(ws, first)
    assert (done.removed, done.restored) == (0, 0)
    (card,) = assessments.cards(ws)
    assert {c.item for c in assessments.history(ws, card.id)} == {"imported"}
    assert _undo(ws, later).removed == 1
    assert contents(ws)["enterprises"] == []


def test_that_a_batch_that_brought_one_twice_is_undone_with_both(ws, pack, profile):
    writer = SubmissionWriter(ws.store, ws.places)
    first = writer.begin("in")
    writer.store([incoming(Sheet(q05="B"), pack, profile)])
    batch = writer.begin("more")
    twice = [Sheet(2, q05="B"), Sheet(2, q05="C"), Sheet(1, q05="C"), Sheet(1, q05="D")]
    writer.store([incoming(sheet, pack, profile) for sheet in twice])
    later = writer.begin("later")
    writer.store([incoming(Sheet(2, q05="D"), pack, profile)])
    _undo(ws, batch)
    assert len(assessments.cards(ws)) == 2
    _undo(ws, later)
    (card,) = assessments.cards(ws)
    assert assessments.AssessmentSession(ws, card.id).answers.choices["Q05"] == "B"
    _undo(ws, first)
    assert contents(ws)["enterprises"] == []


def test_that_undoing_that_was_killed_is_gone_on_with(ws: Workspace, store, monkeypatch):
    store(*(Sheet(n) for n in range(1, 7)), source="before")
    before = contents(ws)
    batch = store(*(Sheet(n, q05="C") for n in range(1, 10)))
    monkeypatch.setattr(undoing, "BLOCK", 2)
    running = batches.undo(ws, batch)
    for _ in range(3):
        next(running)
    running.close()
    assert batches.get(ws, batch).undone_at is None
    left = batches.plan_undo(ws, batch)
    assert (left.restored, left.removed) == (2, 3)
    _undo(ws, batch)
    assert contents(ws) == before


def test_that_undoing_says_how_far_it_is(ws: Workspace, store):
    batch = store(Sheet(1), Sheet(2))
    told = [(event.done, event.total) for event in batches.undo(ws, batch)]
    assert told == [(0, 2), (2, 2)]
