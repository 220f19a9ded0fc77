"""What an assessment keeps when it comes in once more by a way that has no room for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from intake_history import Sheet, incoming, take_in

from suzhou_assess.domain.answers import GENERAL
from suzhou_assess.services import assessments, batches, enterprises, onsite
from suzhou_assess.services.assessment_reading import find_pack
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, StoredAs, SubmissionWriter
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_reader import read_answer_workbook
from suzhou_assess.workbook.answer_writer import answer_workbook

DAY = date(2025, 6, 8)


@pytest.fixture
def visit(ws: Workspace, pack, profile) -> AssessmentSession:
    """An on-site draft with a claim, reasons, and notes of every kind."""
    take_in(ws, [incoming(Sheet(day=1, q05="D"), pack, profile)], "self")
    (claimed,) = onsite.candidates(ws, 1)
    session = AssessmentSession(ws, onsite.start_from(ws, claimed.id, DAY, "王工"), "王工")
    session.choose("Q05", "B")
    session.set_reason("Q05", "未见系统在用")
    session.note("Q05", "看过机房")
    session.note("equipment", "机房整洁")
    session.note(GENERAL, "配合良好")
    session.flag("Q06", True)
    return session


def _come_back(ws: Workspace, session: AssessmentSession, **answered: object) -> StoredAs:
    """Exported as a workbook, filled in further at the plant, and imported again."""
    submission = session.submission()
    answers = submission.answers
    filled = replace(answers, choices={**answers.choices, **answered}, reasons={})
    content = answer_workbook(
        session.pack, ws.places, replace(submission, answers=filled), Words("zh")
    )
    read = read_answer_workbook(content, partial(find_pack, ws.packs), ws.places, "b.xlsx")
    assert read.submission is not None
    assert read.submission.answers.notes.keys() <= set(session.pack.item_ids)
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("back")
    verdict = session.verdict
    return writer.store([IncomingSubmission(read.submission, verdict, "b.xlsx")])[0]


def test_that_a_draft_filled_in_as_a_workbook_keeps_what_only_it_has(
    ws: Workspace, visit: AssessmentSession
) -> None:
    before = visit.answers
    stored = _come_back(ws, visit, Q06=("B",))
    assert (stored.status, stored.assessment_id) == ("updated", visit.id)
    assert [item for item, _, _ in stored.differences] == ["Q06"]
    again = AssessmentSession(ws, visit.id)
    assert again.status == "submitted"
    assert again.answers.choices == {"Q05": "B", "Q06": ("B",)}
    assert again.answers.reasons == before.reasons == {"Q05": "未见系统在用"}
    assert again.answers.notes == before.notes
    assert again.answers.notes.keys() == {"Q05", "equipment", GENERAL}
    assert again.answers.flags == {"Q06"}
    assert again.claim is not None
    assert (again.based_on, again.claim.answers.choices["Q05"]) == (visit.based_on, "D")
    assert again.review is not None
    assert again.review.by_item["Q05"].reason == "未见系统在用"


def test_that_taking_the_batch_back_brings_the_draft_back_whole(
    ws: Workspace, visit: AssessmentSession
) -> None:
    before, claim = visit.answers, visit.claim
    _come_back(ws, visit, Q06=("B",))
    for _ in batches.undo(ws, batches.batches(ws)[0].id):
        pass
    visit.reload()
    assert (visit.status, visit.answers, visit.based_on) == ("draft", before, visit.based_on)
    assert visit.claim == claim
    assert claim is not None


def _sheets(*sheets: Sheet):
    """Stores sheets one after the other; gives what became of the last."""

    def take(ws: Workspace, pack, profile) -> AssessmentSession:
        for n, sheet in enumerate(sheets):
            take_in(ws, [incoming(sheet, pack, profile)], str(n))
        (card,) = enterprises.history(ws, 1)
        return AssessmentSession(ws, card.id)

    return take


FULL = Sheet(note="看过", section="整洁", reason="未见", flag=True)


@pytest.mark.parametrize(
    ("later", "notes", "reasons", "flags"),
    [
        (Sheet(q05="C"), {"Q05": "看过", "equipment": "整洁"}, {"Q05": "未见"}, {"Q01"}),
        (Sheet(note="改过"), {"Q05": "改过", "equipment": "整洁"}, {"Q05": "未见"}, {"Q01"}),
        (Sheet(section="杂乱"), {"Q05": "看过", "equipment": "杂乱"}, {"Q05": "未见"}, {"Q01"}),
        (Sheet(reason="见过"), {"Q05": "看过", "equipment": "整洁"}, {"Q05": "见过"}, {"Q01"}),
    ],
    ids=["nothing", "notes", "section", "reasons"],
)
def test_that_each_part_stays_unless_it_comes_anew(
    ws: Workspace, pack, profile, later: Sheet, notes, reasons, flags
) -> None:
    answers = _sheets(FULL, later)(ws, pack, profile).answers
    assert (answers.notes, answers.reasons, answers.flags) == (notes, reasons, flags)


def test_that_coming_without_them_is_nothing_new(ws: Workspace, pack, profile) -> None:
    _sheets(FULL)(ws, pack, profile)
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("again")
    (again,) = writer.store([incoming(Sheet(), pack, profile)])
    assert (again.status, again.differences) == ("unchanged", ())


def test_that_a_changed_reason_is_a_difference(ws: Workspace, pack, profile) -> None:
    session = _sheets(FULL)(ws, pack, profile)
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("again")
    (again,) = writer.store([incoming(Sheet(reason="见过"), pack, profile)])
    assert again.differences == (("reason:Q05", '"未见"', '"见过"'),)
    assert [c.item for c in assessments.history(ws, session.id)][:2] == ["reason:Q05", "imported"]


def test_that_a_claim_taken_since_holds_the_batch_and_survives_the_next(
    ws: Workspace, pack, profile
) -> None:
    take_in(ws, [incoming(Sheet(day=1), pack, profile)], "self")
    visit = Sheet(day=2, mode="onsite", file="v.xlsx")
    brought = take_in(ws, [incoming(visit, pack, profile)], "visit")
    mine = next(c.id for c in enterprises.history(ws, 1) if c.mode == "onsite")
    claimed = onsite.candidates(ws, 1)[0].id
    onsite.take_claim(ws, mine, claimed, "王工")
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("again")
    (again,) = writer.store([incoming(replace(visit, q05="C"), pack, profile)])
    assert (again.status, again.suspicious, again.problems) == ("updated", False, ())
    assert AssessmentSession(ws, mine).based_on == claimed
    plan = batches.plan_undo(ws, brought)
    assert [kept.reason for kept in plan.kept] == ["edited_since"]
