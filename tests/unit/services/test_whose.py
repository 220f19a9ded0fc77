"""Which assessment is meant by an id or by a credit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from suzhou_assess.services import assessments, enterprises, whose
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.whose import NotAssessedError
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


@pytest.fixture
def session(ws: Workspace, profile: Callable[..., dict[str, object]]) -> AssessmentSession:
    key, problems = enterprises.save(ws, profile())
    assert key is not None, problems
    return AssessmentSession(ws, assessments.start(ws, key, "self", date(2025, 6, 1)))


def code_of(session: AssessmentSession) -> str:
    assert session.enterprise.uscc is not None
    return session.enterprise.uscc


def test_that_only_what_was_submitted_counts(ws: Workspace, session: AssessmentSession) -> None:
    code = code_of(session)
    with pytest.raises(NotAssessedError) as told:
        whose.counting(ws, code)
    for lang in ("zh", "en"):
        assert code in told.value.say(Words(lang))
        assert session.id in told.value.say(Words(lang)), "the draft can be named instead"
    session.submit()
    assert whose.counting(ws, f" {code.lower()} ") == session.id


def test_that_the_last_one_is_meant_unless_another_is_preferred(
    ws: Workspace, session: AssessmentSession
) -> None:
    visit = assessments.start(ws, session.enterprise_id, "onsite", date(2025, 6, 2))
    session.note("S01", "写在现场评定之后")
    code = code_of(session)
    assert whose.worked_on_last(ws, code) == session.id
    assert whose.worked_on_last(ws, code, lambda card: card.mode == "onsite") == visit
    assert whose.worked_on_last(ws, code, lambda card: card.status == "submitted") == session.id


@pytest.mark.parametrize("find", [whose.counting, whose.worked_on_last])
def test_that_an_id_is_itself_and_a_stranger_is_told(
    find: Callable[[Workspace, str], str], ws: Workspace, session: AssessmentSession
) -> None:
    assert find(ws, session.id) == session.id
    with pytest.raises(NotAssessedError):
        find(ws, "nobody")
