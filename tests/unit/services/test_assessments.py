from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from suzhou_assess.domain.exchange import to_json
from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError

DAY = date(2025, 6, 1)


@pytest.fixture
def draft(ws: Workspace, profile) -> str:
    """A draft without answers, of the only enterprise."""
    key, _ = enterprises.save(ws, profile(1))
    assert key is not None
    return assessments.start(ws, key, "self", DAY, "王工")


@pytest.fixture
def session(ws: Workspace, draft: str) -> AssessmentSession:
    return AssessmentSession(ws, draft, "王工")


def _answer_all(session: AssessmentSession, turn: int) -> None:
    """The first (0) or the best (-1) answer to everything."""
    for question in session.pack.questions:
        letters = [option.letter for option in question.options]
        multiple = (letters[0],) if turn == 0 else tuple(letters[1:])
        session.choose(question.id, multiple if question.kind == "multiple" else letters[turn])
    for scenario in session.pack.scenarios:
        session.choose(scenario.id, 0 if turn == 0 else scenario.top)


def test_that_a_new_draft_is_empty_and_knows_its_pack(session: AssessmentSession) -> None:
    assert (session.pack.id, session.mode, session.date) == ("miit-2024", "self", DAY)
    assert (session.status, session.assessor, session.position) == ("draft", "王工", None)
    assert session.verdict.score == 0
    assert len(session.verdict.unanswered) == len(session.pack.item_ids)
    assert session.problems == []


def test_that_a_draft_needs_an_enterprise(ws: Workspace) -> None:
    with pytest.raises(StoreError) as caught:
        assessments.start(ws, 77, "self", DAY)
    assert caught.value.code == "not_found"
    assert assessments.cards(ws) == []


def test_that_every_kind_of_edit_is_there_after_opening_again(
    ws: Workspace, session: AssessmentSession
) -> None:
    session.choose("Q01", ("C", "B"))
    session.choose("Q05", "D")
    session.choose("S01", 3)
    session.choose("S02", None, not_applicable=True)
    session.set_figures({"pass_rate_before": Decimal("98.75")})
    session.note("Q01", " 看过机房 ")
    session.flag("S01", True)
    session.move_to("Q07")
    session.set_head(mode="onsite", date=date(2025, 7, 2), assessor="李工")
    again = AssessmentSession(ws, session.id)
    assert again.answers == session.answers
    assert again.answers.choices == {"Q01": ("B", "C"), "Q05": "D", "S01": 3, "S02": 0}
    assert again.answers.figures == {"pass_rate_before": Decimal("98.75")}
    assert again.answers.not_applicable == {"S02"}
    assert again.answers.notes == {"Q01": "看过机房"}
    assert again.answers.flags == {"S01"}
    assert again.position == "Q07"
    assert (again.mode, again.date, again.assessor) == ("onsite", date(2025, 7, 2), "李工")
    assert again.verdict == session.verdict
    assert again.verdict.score == 4000 + 7500
    assert again.saved_at == session.saved_at
    assert (datetime.now(UTC) - again.saved_at).total_seconds() < 60


def test_that_answers_can_be_taken_back(session: AssessmentSession) -> None:
    session.choose("Q05", "D")
    session.choose("S02", None, not_applicable=True)
    session.note("Q05", "x")
    session.flag("Q05", True)
    session.choose("Q05", None)
    session.choose("S02", 1)
    session.note("Q05", "")
    session.flag("Q05", False)
    assert session.answers.choices == {"S02": 1}
    assert not session.answers.not_applicable
    assert not session.answers.notes
    assert not session.answers.flags


@pytest.mark.parametrize(
    ("item", "choice"), [("Q99", "A"), ("Q05", "Z"), ("Q01", ("A", "B")), ("S01", 5), ("S01", "A")]
)
def test_that_what_the_pack_does_not_have_is_a_programming_error(
    session: AssessmentSession, item: str, choice: object
) -> None:
    with pytest.raises(ValueError):
        session.choose(item, choice)
    assert session.answers.choices == {}


def test_that_figures_choose_their_option_in_the_same_step(
    ws: Workspace, session: AssessmentSession
) -> None:
    assert session.set_figures({"devices_total": 100}) is None
    assert session.set_figures({"devices_digital": 45}) == "D"
    assert session.answers.choices == {"Q02": "D"}
    moments = {c.item: c.at for c in assessments.history(ws, session.id)}
    assert moments["Q02"] == moments["devices_digital"] > moments["devices_total"]


def test_that_a_shared_figure_moves_the_other_question_only_where_it_followed(
    session: AssessmentSession,
) -> None:
    session.set_figures({"devices_total": 100, "devices_digital": 45})
    assert session.set_figures({"devices_connected": 15}) == "B"
    assert session.set_figures({"devices_total": 200}) == "C"
    assert session.answers.choices == {"Q02": "C", "Q03": "A"}
    session.choose("Q03", "E")
    session.set_figures({"devices_total": 100})
    assert session.answers.choices == {"Q02": "D", "Q03": "E"}
    assert {p.code for p in session.problems} >= {"figures_lead_elsewhere"}


def test_that_a_figure_finer_than_a_float_is_kept_exactly(
    ws: Workspace, session: AssessmentSession
) -> None:
    fine = Decimal("98.12345678901234567890123")
    session.set_figures({"pass_rate_before": fine})
    assert session.set_figures({"pass_rate_after": fine + Decimal("1e-20")}) == "C"
    assert AssessmentSession(ws, session.id).answers.figures["pass_rate_before"] == fine


def test_that_unsound_figures_change_nothing(session: AssessmentSession) -> None:
    for wrong in ({"devices_total": -1}, {"devices_total": Decimal("1.5")}, {"nonsense": 1}):
        with pytest.raises(ValueError):
            session.set_figures({"devices_digital": 3, **wrong})
    assert session.answers.figures == {}


def test_that_checks_run_on_each_change(session: AssessmentSession) -> None:
    session.choose("Q01", ("E",))
    assert [p.where for p in session.problems] == [("Q01",)]
    session.choose("Q01", ("B", "C", "D", "E"))
    assert session.problems == []


def test_that_an_edit_that_changes_nothing_writes_nothing(
    ws: Workspace, session: AssessmentSession
) -> None:
    session.choose("Q05", "D")
    saved_at, log = session.saved_at, assessments.history(ws, session.id)
    session.choose("Q05", "D")
    session.move_to("Q06")
    session.move_to("Q06")
    session.set_head(assessor="王工")
    assert assessments.history(ws, session.id) == log
    assert session.saved_at > saved_at, "the place was saved"


def test_that_the_history_says_who_changed_what(ws: Workspace, session: AssessmentSession) -> None:
    session.choose("Q01", ("B",))
    AssessmentSession(ws, session.id, "李工").choose("Q01", ("B", "C"))
    session.reload()
    session.note("Q01", "补拍照片")
    session.set_head(mode="onsite")
    log = [(c.who, c.item, c.old, c.new) for c in assessments.history(ws, session.id)]
    assert log == [
        ("王工", "mode", '"self"', '"onsite"'),
        ("王工", "note:Q01", "", '"补拍照片"'),
        ("李工", "Q01", '["B"]', '["B","C"]'),
        ("王工", "Q01", "", '["B"]'),
        ("王工", "status", "", '"draft"'),
    ]
    assert all(c.at.tzinfo is UTC for c in assessments.history(ws, session.id))


def test_that_a_submitted_assessment_counts_until_it_is_reopened(
    ws: Workspace, session: AssessmentSession
) -> None:
    _answer_all(session, -1)
    session.submit()
    (row,) = enterprises.search(ws, EnterpriseFilter())
    assert (row.assessments, row.latest_level, row.latest_score) == (1, 4, session.verdict.score)
    assert (row.latest_date, row.latest_mode, row.has_draft) == (DAY, "self", False)
    with pytest.raises(ValueError):
        session.choose("Q05", "A")
    with pytest.raises(ValueError):
        session.submit()
    session.reopen()
    (row,) = enterprises.search(ws, EnterpriseFilter())
    assert (row.assessments, row.latest_level, row.latest_date, row.has_draft) == (
        0,
        None,
        None,
        True,
    )
    session.choose("Q05", "A")
    assert session.answers.choices["Q05"] == "A"


def test_that_looking_through_a_submitted_one_moves_nothing(session: AssessmentSession) -> None:
    session.move_to("Q03")
    session.submit()
    saved_at = session.saved_at
    session.move_to("Q09")
    assert (session.position, session.saved_at) == ("Q03", saved_at)


def test_that_cards_show_where_each_assessment_stands(
    ws: Workspace, session: AssessmentSession
) -> None:
    (card,) = assessments.cards(ws)
    assert (card.answered, card.total, card.score, card.level) == (0, 31, None, None)
    session.choose("Q05", "D")
    (card,) = assessments.cards(ws, status="draft")
    assert (card.answered, card.score, card.level) == (1, 7500, 0)
    assert (card.enterprise, card.district) == (session.enterprise.name, "320583")
    assert (card.date, card.updated_at) == (DAY, session.saved_at)
    assert assessments.cards(ws, status="submitted") == []
    assert assessments.cards(ws, enterprise_id=77) == []
    newer = assessments.start(ws, session.enterprise_id, "onsite", DAY)
    assert [c.id for c in assessments.cards(ws)] == [newer, session.id]
    assert len(assessments.cards(ws, limit=1)) == 1


def test_that_a_discarded_draft_is_hidden_everywhere_and_comes_back_whole(
    ws: Workspace, session: AssessmentSession
) -> None:
    session.choose("Q05", "D")
    assessments.discard(ws, session.id, "王工")
    assert assessments.cards(ws) == []
    assert enterprises.history(ws, session.enterprise_id) == []
    assert ws.overview().drafts == 0
    assert not enterprises.search(ws, EnterpriseFilter())[0].has_draft
    with pytest.raises(StoreError) as caught:
        AssessmentSession(ws, session.id)
    assert caught.value.code == "not_found"
    assessments.restore(ws, session.id, "王工")
    assert AssessmentSession(ws, session.id).answers == session.answers
    assert ws.overview().drafts == 1
    log = [(c.old, c.new) for c in assessments.history(ws, session.id) if c.item == "status"]
    assert log == [('"discarded"', '"draft"'), ('"draft"', '"discarded"'), ("", '"draft"')]


def test_that_a_submitted_assessment_cannot_be_discarded(
    ws: Workspace, session: AssessmentSession
) -> None:
    session.submit()
    with pytest.raises(StoreError) as caught:
        assessments.discard(ws, session.id)
    assert caught.value.code == "changed_elsewhere"
    assert len(assessments.cards(ws, status="submitted")) == 1


def test_that_two_windows_on_one_assessment_lose_nothing(ws: Workspace, draft: str) -> None:
    one, other = AssessmentSession(ws, draft, "一"), AssessmentSession(ws, draft, "二")
    one.choose("Q05", "B")
    other.choose("Q08", "C")
    one.set_figures({"devices_total": 10, "devices_digital": 3})
    other.note("Q05", "核实")
    assert other.answers.choices == {"Q05": "B", "Q08": "C", "Q02": "C"}
    one.reload()
    assert one.answers == other.answers
    assert one.verdict == other.verdict


def test_that_an_answer_is_not_written_into_what_another_window_submitted(
    ws: Workspace, draft: str
) -> None:
    one, other = AssessmentSession(ws, draft), AssessmentSession(ws, draft)
    other.submit()
    with pytest.raises(StoreError) as caught:
        one.choose("Q05", "B")
    assert caught.value.code == "changed_elsewhere"
    assert one.answers.choices == {}
    one.reload()
    assert one.status == "submitted"


def test_that_a_jump_from_the_last_score_of_the_year_is_a_warning(
    ws: Workspace, session: AssessmentSession
) -> None:
    _answer_all(session, 0)
    session.submit()
    second = AssessmentSession(
        ws, assessments.start(ws, session.enterprise_id, "self", date(2025, 9, 1))
    )
    for item in list(second.pack.item_ids)[:-1]:
        choice = session.answers.choices[item]
        second.choose(item, choice)
    second.choose("Q05", "E")
    second.choose("Q08", "F")
    second.choose("Q12", "C")
    jumps = [p for p in second.problems if "before" in p.params]
    assert jumps == [], "before the last answer any earlier score would seem far away"
    second.choose(second.pack.item_ids[-1], 0)
    (jump,) = [p for p in second.problems if "before" in p.params]
    assert (jump.params["before"], jump.params["date"]) == ("0", "2025-06-01")
    second.set_head(date=date(2026, 1, 5))
    assert not [p for p in second.problems if "before" in p.params]


def test_that_the_submission_carries_everything(session: AssessmentSession) -> None:
    session.choose("Q01", ("B",))
    session.set_figures({"devices_total": 10})
    session.note("Q01", "x")
    travelling = to_json(session.submission())
    assert travelling["assessment"]["id"] == session.id
    assert travelling["assessment"]["date"] == "2025-06-01"
    assert travelling["answers"] == {"Q01": ["B"]}
    assert travelling["notes"] == {"Q01": "x"}
    assert travelling["enterprise"]["uscc"] == session.enterprise.uscc


def test_that_the_gap_leads_to_the_next_level(session: AssessmentSession) -> None:
    assert session.gap is not None
    assert session.gap.target.level == 1
    _answer_all(session, -1)
    assert session.verdict.level == 4
    assert session.gap is None


def test_that_a_profile_edited_meanwhile_shows_after_the_next_edit(
    ws: Workspace, session: AssessmentSession, profile
) -> None:
    enterprises.save(ws, profile(1, name="苏州改名机械有限公司"), session.enterprise_id)
    session.choose("Q05", "B")
    assert session.enterprise.name == "苏州改名机械有限公司"


def test_that_several_threads_may_write_at_once(ws: Workspace, draft: str) -> None:
    def answer(items: list[str]) -> None:
        session = AssessmentSession(ws, draft)
        for item in items:
            session.choose(item, 2)

    items = [scenario.id for scenario in ws.packs.default().scenarios]
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(answer, items[turn::4]) for turn in range(4)]:
            done.result()
    assert AssessmentSession(ws, draft).answers.choices == dict.fromkeys(items, 2)
