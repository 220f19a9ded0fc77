from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from suzhou_assess.domain.answers import GENERAL
from suzhou_assess.services import assessments, enterprises, onsite
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError

SELF_DAY, VISIT_DAY = date(2025, 6, 1), date(2025, 6, 20)


@pytest.fixture
def enterprise(ws: Workspace, profile) -> int:
    key, _ = enterprises.save(ws, profile(1))
    assert key is not None
    return key


def claim_of(ws: Workspace, enterprise: int, on: date = SELF_DAY, *, submit: bool = True) -> str:
    """A self-assessment that claims a little of everything. Gives its id."""
    made = AssessmentSession(ws, assessments.start(ws, enterprise, "self", on, "企业"))
    made.choose("Q01", ("B", "C"))
    made.set_figures({"devices_total": 100, "devices_digital": 45})
    made.choose("Q05", "D")
    made.choose("S01", 3)
    made.choose("S02", None, not_applicable=True)
    made.note("Q05", "ERP 已上线")
    if submit:
        made.submit()
    return made.id


@pytest.fixture
def claimed(ws: Workspace, enterprise: int) -> str:
    return claim_of(ws, enterprise)


@pytest.fixture
def visit(ws: Workspace, claimed: str) -> AssessmentSession:
    return AssessmentSession(ws, onsite.start_from(ws, claimed, VISIT_DAY, "王工"), "王工")


def refused(code: str, *arguments: object) -> None:
    with pytest.raises(StoreError) as caught:
        onsite.take_claim(*arguments)  # type: ignore[arg-type]
    assert caught.value.code == code


# beginning


def test_that_on_site_nothing_counts_until_it_is_judged(
    ws: Workspace, visit: AssessmentSession, claimed: str
) -> None:
    assert (visit.mode, visit.status, visit.date) == ("onsite", "draft", VISIT_DAY)
    assert (visit.assessor, visit.based_on) == ("王工", claimed)
    assert visit.answers.choices == {}
    assert visit.answers.figures == {}
    assert visit.verdict.score == 0
    assert visit.claim is not None
    assert visit.claim.answers == AssessmentSession(ws, claimed).answers
    assert visit.claim.verdict.score == 4000 + 4500 + 7500
    assert (visit.claim.date, visit.claim.assessor) == (SELF_DAY, "企业")
    assert visit.review is not None
    assert {one.kind for one in visit.review.items} == {"open"}
    assert [c.who for c in assessments.history(ws, visit.id)] == ["王工"]


def test_that_a_claim_has_to_be_a_submitted_self_assessment(ws: Workspace, enterprise: int) -> None:
    draft = claim_of(ws, enterprise, submit=False)
    done = AssessmentSession(ws, assessments.start(ws, enterprise, "onsite", VISIT_DAY))
    done.submit()
    for wrong in (draft, done.id):
        with pytest.raises(StoreError) as caught:
            onsite.start_from(ws, wrong, VISIT_DAY)
        assert caught.value.code == "claim_not_submitted"
    with pytest.raises(StoreError) as caught:
        onsite.start_from(ws, "nobody", VISIT_DAY)
    assert caught.value.code == "not_found"
    assert len(assessments.cards(ws)) == 2


def test_that_a_self_assessment_that_is_changed_later_was_still_claimed(
    ws: Workspace, visit: AssessmentSession, claimed: str
) -> None:
    theirs = AssessmentSession(ws, claimed)
    theirs.reopen()
    theirs.choose("Q05", "A")
    theirs.submit()
    visit.reload()
    assert visit.claim is not None
    assert visit.claim.answers.choices["Q05"] == "D"


# judging


def test_that_confirming_takes_over_answer_and_figures(
    ws: Workspace, visit: AssessmentSession
) -> None:
    visit.confirm("Q02")
    visit.confirm("S02")
    again = AssessmentSession(ws, visit.id)
    assert again.answers == visit.answers
    assert again.answers.choices == {"Q02": "D", "S02": 0}
    assert again.answers.not_applicable == {"S02"}
    assert again.answers.figures == {"devices_total": 100, "devices_digital": 45}
    assert again.answers.notes == {}, "what the enterprise noted is not our note"
    assert again.review is not None
    assert {i: one.kind for i, one in again.review.by_item.items() if one.found is not None} == {
        "Q02": "agreed",
        "S02": "agreed",
    }


def test_that_a_figure_that_was_counted_stays(visit: AssessmentSession) -> None:
    visit.set_figures({"devices_total": 120})
    visit.confirm("Q02")
    assert visit.answers.figures == {"devices_total": 120, "devices_digital": 45}
    assert visit.review is not None
    assert visit.review.by_item["Q02"].figures == (("devices_total", 100, 120),)


def test_that_many_are_confirmed_in_one_step(ws: Workspace, visit: AssessmentSession) -> None:
    assert visit.confirm_all(visit.pack.item_ids) == 5
    assert visit.answers.choices == {"Q01": ("B", "C"), "Q02": "D", "Q05": "D", "S01": 3, "S02": 0}
    moments = {c.at for c in assessments.history(ws, visit.id) if c.item != "status"}
    assert len(moments) == 1
    assert visit.confirm_all(["Q03"]) == 0
    assert visit.confirm_all([]) == 0


def test_that_confirming_replaces_another_verdict(visit: AssessmentSession) -> None:
    visit.choose("S01", None, not_applicable=True)
    visit.confirm("S01")
    assert visit.answers.choices == {"S01": 3}
    assert not visit.answers.not_applicable


def test_that_what_was_not_claimed_cannot_be_confirmed(
    ws: Workspace, visit: AssessmentSession, enterprise: int
) -> None:
    without = AssessmentSession(ws, assessments.start(ws, enterprise, "onsite", VISIT_DAY))
    for session, item in ((visit, "Q03"), (visit, "Q99"), (without, "Q05")):
        with pytest.raises(ValueError):
            session.confirm(item)
        assert session.answers.choices == {}
    assert without.confirm_all(without.pack.item_ids) == 0
    assert (without.claim, without.review) == (None, None)


def test_that_the_review_follows_each_edit(ws: Workspace, visit: AssessmentSession) -> None:
    visit.choose("Q05", "B")
    assert visit.review is not None
    assert visit.review.by_item["Q05"].kind == "over"
    assert visit.review.missing_reasons == ("Q05",)
    visit.set_reason("Q05", " 只在财务用 ")
    assert visit.review.missing_reasons == ()
    assert visit.review.verdict_found.score == visit.verdict.score == 2500
    again = AssessmentSession(ws, visit.id)
    assert again.answers.reasons == {"Q05": "只在财务用"}
    log = [(c.who, c.item, c.old, c.new) for c in assessments.history(ws, visit.id)]
    assert log[0] == ("王工", "reason:Q05", "", '"只在财务用"')
    visit.set_reason("Q05", "")
    assert visit.answers.reasons == {}
    with pytest.raises(ValueError):
        visit.set_reason("equipment", "x")


def test_that_a_change_of_mind_keeps_the_reason(visit: AssessmentSession) -> None:
    visit.choose("Q05", "B")
    visit.set_reason("Q05", "只在财务用")
    visit.confirm("Q05")
    assert visit.answers.reasons == {"Q05": "只在财务用"}
    assert visit.review is not None
    assert visit.review.by_item["Q05"].kind == "agreed"


def test_that_notes_stand_at_sections_and_at_the_whole_too(
    ws: Workspace, visit: AssessmentSession
) -> None:
    for key, text in (("equipment", "机房整洁"), ("decision", "看板在用"), (GENERAL, "配合良好")):
        visit.note(key, text)
    assert AssessmentSession(ws, visit.id).answers.notes == visit.answers.notes
    assert visit.answers.notes.keys() == {"equipment", "decision", GENERAL}
    visit.note(GENERAL, " ")
    assert GENERAL not in visit.answers.notes
    with pytest.raises(ValueError):
        visit.note("foundation", "a dimension is no section")


# the claim through an assessment's life


def test_that_the_claim_stays_through_submitting_reopening_and_discarding(
    ws: Workspace, visit: AssessmentSession
) -> None:
    claim = visit.claim
    visit.choose("Q05", "B")
    visit.set_reason("Q05", "只在财务用")
    visit.submit()
    assert (visit.claim, AssessmentSession(ws, visit.id).claim) == (claim, claim)
    visit.reopen()
    assessments.discard(ws, visit.id)
    assessments.restore(ws, visit.id)
    again = AssessmentSession(ws, visit.id)
    assert again.claim == claim
    assert again.answers.reasons == {"Q05": "只在财务用"}


def test_that_a_claim_is_hidden_while_the_mode_is_self(
    ws: Workspace, visit: AssessmentSession, claimed: str
) -> None:
    visit.set_head(mode="self")
    assert (visit.claim, visit.review) == (None, None)
    assert visit.confirm_all(["Q05"]) == 0
    assert onsite.claim_for(ws, visit) is None
    assert onsite.based_on(ws, claimed) == []
    visit.set_head(mode="onsite")
    assert visit.claim is not None
    assert visit.review is not None
    assert [card.id for card in onsite.based_on(ws, claimed)] == [visit.id]


def test_that_both_count_as_before(ws: Workspace, visit: AssessmentSession) -> None:
    visit.choose("Q05", "B")
    visit.submit()
    (row,) = enterprises.search(ws, EnterpriseFilter())
    assert (row.latest_mode, row.latest_score, row.assessments) == ("onsite", 2500, 2)


# a claim that comes later


def test_that_the_candidates_are_submitted_self_assessments_newest_first(
    ws: Workspace, enterprise: int, visit: AssessmentSession
) -> None:
    newer = claim_of(ws, enterprise, date(2025, 6, 10))
    claim_of(ws, enterprise, date(2025, 6, 15), submit=False)
    found = onsite.candidates(ws, enterprise)
    assert [card.id for card in found] == [newer, visit.based_on]
    assert {card.mode for card in found} == {"self"}
    assert onsite.candidates(ws, enterprise, "other-index") == []
    assert onsite.candidates(ws, 77) == []


def test_that_a_claim_is_put_beside_what_was_found_already(ws: Workspace, enterprise: int) -> None:
    session = AssessmentSession(ws, assessments.start(ws, enterprise, "onsite", VISIT_DAY))
    session.choose("Q05", "B")
    session.submit()
    verdict = session.verdict
    late = claim_of(ws, enterprise)
    assert session.review is None
    onsite.take_claim(ws, session.id, late, "李工")
    session.reload()
    assert (session.status, session.verdict) == ("submitted", verdict)
    assert session.review is not None
    assert session.review.by_item["Q05"].kind == "over"
    entry = assessments.history(ws, session.id)[0]
    assert (entry.who, entry.item, entry.new) == ("李工", "claim", f'"{late}"')


def test_that_another_claim_takes_the_place_of_the_first(
    ws: Workspace, enterprise: int, visit: AssessmentSession
) -> None:
    visit.choose("Q05", "B")
    visit.set_reason("Q05", "只在财务用")
    newer = claim_of(ws, enterprise, date(2025, 6, 10))
    onsite.take_claim(ws, visit.id, newer)
    visit.choose("Q06", ("B",))
    assert visit.claim is not None
    assert (visit.based_on, visit.claim.date) == (newer, date(2025, 6, 10))
    assert visit.answers.reasons == {"Q05": "只在财务用"}


def test_that_taking_the_same_claim_again_writes_nothing(
    ws: Workspace, visit: AssessmentSession, claimed: str
) -> None:
    log = assessments.history(ws, visit.id)
    onsite.take_claim(ws, visit.id, claimed)
    assert assessments.history(ws, visit.id) == log


def test_that_a_claim_that_cannot_be_compared_is_refused(
    ws: Workspace, enterprise: int, visit: AssessmentSession, claimed: str, profile
) -> None:
    other, _ = enterprises.save(ws, profile(2))
    assert other is not None
    theirs = claim_of(ws, other)
    refused("claim_other_enterprise", ws, visit.id, theirs)
    refused("claim_not_submitted", ws, visit.id, visit.id)
    refused("claim_not_onsite", ws, claimed, claimed)
    refused("not_found", ws, visit.id, "nobody")
    refused("not_found", ws, "nobody", claimed)
    visit.reload()
    assert visit.based_on == claimed


def test_that_a_claim_of_another_index_is_refused(
    ws: Workspace, visit: AssessmentSession, enterprise: int
) -> None:
    foreign = claim_of(ws, enterprise, date(2025, 6, 10))
    with ws.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE assessment SET pack_id = 'other-index' WHERE id = ?", (foreign,)
        )
    refused("claim_other_pack", ws, visit.id, foreign)


# what an assessment without a claim is compared with


def test_that_the_latest_self_assessment_before_a_visit_stands_in_for_a_claim(
    ws: Workspace, enterprise: int, claimed: str
) -> None:
    session = AssessmentSession(ws, assessments.start(ws, enterprise, "onsite", VISIT_DAY))
    claim_of(ws, enterprise, date(2025, 5, 1))
    same_day = claim_of(ws, enterprise, VISIT_DAY)
    claim_of(ws, enterprise, date(2025, 6, 21))
    found = onsite.claim_for(ws, session)
    assert found is not None
    assert found.assessment_id == same_day
    session.set_head(date=date(2025, 6, 19))
    found = onsite.claim_for(ws, session)
    assert found is not None
    assert found.assessment_id == claimed
    session.set_head(date=date(2025, 4, 1))
    assert onsite.claim_for(ws, session) is None
    assert session.based_on is None, "nothing is written"


def test_that_its_own_claim_comes_first(
    ws: Workspace, enterprise: int, visit: AssessmentSession
) -> None:
    claim_of(ws, enterprise, date(2025, 6, 10))
    assert onsite.claim_for(ws, visit) is visit.claim


def test_that_a_claim_that_another_process_takes_shows_after_the_next_edit(
    ws: Workspace, enterprise: int, claimed: str
) -> None:
    session = AssessmentSession(ws, assessments.start(ws, enterprise, "onsite", VISIT_DAY))
    onsite.take_claim(ws, session.id, claimed)
    session.choose("Q05", "D")
    assert session.review is not None
    assert session.review.by_item["Q05"].kind == "agreed"


def test_that_a_fine_figure_is_claimed_exactly(ws: Workspace, enterprise: int) -> None:
    fine = Decimal("98.12345678901234567890123")
    made = AssessmentSession(ws, assessments.start(ws, enterprise, "self", SELF_DAY))
    made.set_figures({"pass_rate_before": fine, "pass_rate_after": fine + 1})
    made.submit()
    visit = AssessmentSession(ws, onsite.start_from(ws, made.id, VISIT_DAY))
    visit.confirm("Q13")
    assert visit.answers.figures["pass_rate_before"] == fine
    assert AssessmentSession(ws, visit.id).answers.figures == visit.answers.figures
    assert visit.review is not None
    assert visit.review.by_item["Q13"].figures == ()


def test_that_a_damaged_disk_leaves_confirming_undone(
    visit: AssessmentSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    from suzhou_assess.store import changes

    def full(*_args: object, **_kwargs: object) -> None:
        raise StoreError("disk_full", path="assess.db")

    monkeypatch.setattr(changes, "add", full)
    before = replace(visit.answers)
    with pytest.raises(StoreError):
        visit.confirm_all(["Q01", "Q05"])
    assert visit.answers == before
    monkeypatch.undo()
    visit.reload()
    assert visit.answers == before
