from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.text import Text
from suzhou_assess.services import assessments, enterprises, onsite
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.open_points import OpenPoint, open_points
from suzhou_assess.services.workspace import Workspace

DAY = date(2025, 6, 1)


@pytest.fixture
def visit(ws: Workspace, profile) -> AssessmentSession:
    """On site, beside the claim that Q05 is D; nothing is judged yet."""
    key, _ = enterprises.save(ws, profile(1))
    assert key is not None
    claimed = AssessmentSession(ws, assessments.start(ws, key, "self", DAY))
    claimed.choose("Q05", "D")
    claimed.submit()
    return AssessmentSession(ws, onsite.start_from(ws, claimed.id, DAY))


def photo(item: str, proof: str = "") -> Evidence:
    return Evidence(
        id="1",
        assessment_id="2",
        item=item,
        proof=proof,
        claim="",
        caption="",
        file_name="a.jpg",
        sha256="0" * 64,
        size=1,
        media_type="image/jpeg",
        width=1,
        height=1,
        added_at=datetime(2025, 6, 1, tzinfo=UTC),
        added_by="",
    )


def told(session: AssessmentSession, *evidence: Evidence) -> list[tuple[str, str]]:
    points = open_points(session, evidence)
    return [(point.item, point.kind) for point in points if point.kind != "unanswered"]


def finish(session: AssessmentSession) -> None:
    """Everything at its first answer: nothing claimed, nothing to prove."""
    for question in session.pack.questions:
        first = question.options[0].letter
        session.choose(question.id, (first,) if question.kind == "multiple" else first)
    for scenario in session.pack.scenarios:
        session.choose(scenario.id, 0)


def test_that_a_new_one_is_open_everywhere_in_the_index_s_order(visit: AssessmentSession) -> None:
    points = open_points(visit)
    assert [(p.item, p.kind) for p in points] == [(i, "unanswered") for i in visit.pack.item_ids]
    assert points[0].text == visit.pack.item_name("Q01")


def test_that_nothing_is_open_when_all_is_done(visit: AssessmentSession) -> None:
    finish(visit)
    visit.set_reason("Q05", "未见系统在用")
    assert open_points(visit) == ()


def test_that_a_difference_without_a_reason_is_open(visit: AssessmentSession) -> None:
    visit.choose("Q05", "A")
    assert told(visit) == [("Q05", "reason_missing")]
    visit.set_reason("Q05", "未见系统在用")
    assert told(visit) == []


def test_that_proof_is_open_until_anything_is_attached(visit: AssessmentSession) -> None:
    visit.choose("Q05", "D")
    assert told(visit) == [("Q05", "proof_missing")]
    (point,) = (p for p in open_points(visit) if p.kind == "proof_missing")
    assert isinstance(point.text, Text)
    for proof in visit.pack.proofs_of("Q05"):
        assert (proof.text.zh in point.text.zh) is (not proof.letters or "D" in proof.letters)
    assert told(visit, photo("Q06")) == [("Q05", "proof_missing")]
    assert told(visit, photo("Q05")) == []
    assert told(visit, photo("Q05", visit.pack.proofs_of("Q05")[0].id)) == []


def test_that_a_self_assessment_needs_no_proof(visit: AssessmentSession) -> None:
    visit.choose("Q05", "D")
    visit.set_head(mode="self")
    assert told(visit) == []


def test_that_a_mark_says_what_was_noted(visit: AssessmentSession) -> None:
    visit.flag("S01", True)
    visit.note("S01", "等财务回电")
    visit.flag("Q01", True)
    assert [p for p in open_points(visit) if p.kind == "flag"] == [
        OpenPoint("Q01", "flag", ""),
        OpenPoint("S01", "flag", "等财务回电"),
    ]


def test_that_contradictions_stand_at_their_question(visit: AssessmentSession) -> None:
    finish(visit)
    visit.set_reason("Q05", "未见系统在用")
    visit.set_figures({"devices_total": 10, "devices_digital": 11})
    points = open_points(visit)
    assert {p.kind for p in points} == {"check"}
    assert {p.item for p in points} <= {"Q02", "Q03"}
    problems = [p.text for p in points]
    assert all(isinstance(found, Problem) for found in problems)
    assert sorted(map(id, problems)) == sorted(map(id, visit.problems))


def test_that_what_is_about_the_whole_comes_last(ws: Workspace, visit: AssessmentSession) -> None:
    earlier = AssessmentSession(ws, assessments.start(ws, visit.enterprise_id, "onsite", DAY))
    for question in earlier.pack.questions:
        letters = [option.letter for option in question.options[1:]]
        earlier.choose(question.id, tuple(letters) if question.kind == "multiple" else letters[-1])
    earlier.submit()
    finish(visit)
    visit.flag("S16", True)
    assert told(visit) == [("Q05", "reason_missing"), ("S16", "flag"), ("", "check")]


def test_that_several_points_of_one_item_stand_together(visit: AssessmentSession) -> None:
    visit.choose("Q05", "B")
    visit.flag("Q05", True)
    visit.flag("Q04", True)
    assert told(visit) == [
        ("Q04", "flag"),
        ("Q05", "reason_missing"),
        ("Q05", "proof_missing"),
        ("Q05", "flag"),
    ]
