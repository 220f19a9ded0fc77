from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from suzhou_assess.domain.answers import Answers, read_answers
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import score
from suzhou_assess.services import assessments, enterprises, progress
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, StoredAs, SubmissionWriter


@pytest.fixture
def writer(ws: Workspace) -> SubmissionWriter:
    return SubmissionWriter(ws.store, ws.places)


@pytest.fixture
def incoming(pack: Pack, profile):
    """Makes a submission of an enterprise by its number."""

    def make(number: int = 1, *, level: int = 1, q05: str = "B", **fields) -> Submission:
        answers, _ = read_answers(
            pack, {"Q01": ["B"], "Q05": q05} | {s.id: level for s in pack.scenarios}
        )
        typed = profile(number)
        enterprise = Enterprise(
            uscc=typed["uscc"],
            name=typed["name"],
            district="320583",
            employees=120,
            revenue=Decimal("3000.5"),
        )
        made = Submission(pack, enterprise, answers, "self", date(2025, 6, 1), "王工", None)
        return replace(made, **fields)

    return make


def _store(writer: SubmissionWriter, *made: Submission, dry_run: bool = False) -> list[StoredAs]:
    items = [IncomingSubmission(s, score(s.pack, s.answers.choices), "a.xlsx") for s in made]
    return writer.store(items, dry_run=dry_run)


def _statuses(writer: SubmissionWriter, *made: Submission, dry_run: bool = False) -> list[str]:
    return [stored.status for stored in _store(writer, *made, dry_run=dry_run)]


def test_that_what_is_imported_counts_as_submitted(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    key = str(uuid4())
    (stored,) = _store(writer, incoming(assessment_id=key))
    assert (stored.status, stored.assessment_id, stored.problems) == ("imported", key, ())
    session = AssessmentSession(ws, key)
    assert session.status == "submitted"
    assert session.answers.choices["Q05"] == "B"
    assert session.enterprise.revenue == Decimal("3000.5")
    assert progress.status(ws)["assessed"] == 1
    (row,) = enterprises.search(ws, EnterpriseFilter(size="small"))
    assert (row.assessments, row.latest_score) == (1, session.verdict.score)
    (card,) = assessments.cards(ws)
    assert (card.answered, card.total) == (18, 31)


def test_that_the_same_again_writes_nothing(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    _store(writer, incoming(1), incoming(2))
    cards = assessments.cards(ws)
    assert _statuses(writer, incoming(2), incoming(1)) == ["unchanged", "unchanged"]
    assert assessments.cards(ws) == cards


def test_that_the_same_twice_in_one_batch_is_one(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    made = [incoming(1), incoming(1), incoming(1, q05="C"), incoming(1, q05="C")]
    assert _statuses(writer, *made) == ["imported", "unchanged", "updated", "unchanged"]
    (card,) = assessments.cards(ws)
    assert AssessmentSession(ws, card.id).answers.choices["Q05"] == "C"


def test_that_one_occasion_is_one_assessment_without_an_id(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    _store(writer, incoming())
    assert _statuses(
        writer,
        incoming(q05="C"),
        incoming(mode="onsite"),
        incoming(date=date(2025, 6, 2)),
    ) == ["updated", "imported", "imported"]
    assert len(assessments.cards(ws)) == 3


def test_that_an_id_names_its_assessment_whatever_else_changed(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    (first,) = _store(writer, incoming())
    moved = incoming(assessment_id=first.assessment_id, date=date(2025, 8, 1), mode="onsite")
    assert _statuses(writer, moved) == ["updated"]
    (card,) = assessments.cards(ws)
    assert (card.id, card.date, card.mode) == (first.assessment_id, date(2025, 8, 1), "onsite")
    changed = {c.item: (c.old, c.new) for c in assessments.history(ws, card.id)}
    assert changed["date"] == ('"2025-06-01"', '"2025-08-01"')
    assert changed["imported"] == ("", '"a.xlsx"')


def test_that_an_id_of_another_enterprise_is_refused_and_the_rest_stored(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    (first,) = _store(writer, incoming(1))
    copied = incoming(2, assessment_id=first.assessment_id)
    refused, stored = _store(writer, copied, incoming(3))
    assert (refused.status, refused.assessment_id, stored.status) == ("refused", None, "imported")
    assert [p.code for p in refused.problems] == ["assessment_of_other_enterprise"]
    assert enterprises.find(ws, copied.enterprise.uscc) is None


def test_that_only_what_comes_filled_in_replaces_the_profile(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    first = incoming()
    _store(writer, first)
    bare = Enterprise(first.enterprise.uscc, "苏州新名机械有限公司", employees=1200)
    rich = replace(bare, revenue=Decimal(50000))
    assert _statuses(writer, replace(first, enterprise=bare)) == ["updated"]
    assert _statuses(writer, replace(first, enterprise=rich)) == ["updated"]
    saved = enterprises.get(ws, 1)
    assert (saved.name, saved.employees, saved.revenue) == (bare.name, 1200, Decimal(50000))
    assert saved.district == "320583"
    assert enterprises.search(ws, EnterpriseFilter())[0].size == "large"
    assert {c.item for c in enterprises.changes(ws, 1)} == {"uscc", "name", "employees", "revenue"}


def test_that_an_exported_draft_comes_back_filled_in(
    ws: Workspace, writer: SubmissionWriter, incoming, profile
) -> None:
    enterprises.save(ws, profile(1))
    session = AssessmentSession(ws, assessments.start(ws, 1, "self", date(2025, 6, 1), "王工"))
    session.note("Q05", "核实过")
    session.flag("Q01", True)
    assert _statuses(writer, incoming(assessment_id=session.id)) == ["updated"]
    session.reload()
    assert (session.status, session.answers.choices["Q05"]) == ("submitted", "B")
    assert session.answers.notes == {"Q05": "核实过"}
    assert session.answers.flags == {"Q01"}
    assert ws.overview().drafts == 0


def test_that_a_draft_of_the_same_day_is_not_touched_without_its_id(
    ws: Workspace, writer: SubmissionWriter, incoming, profile
) -> None:
    enterprises.save(ws, profile(1))
    assessments.start(ws, 1, "self", date(2025, 6, 1))
    assert _statuses(writer, incoming()) == ["imported"]
    assert (ws.overview().drafts, ws.overview().assessed) == (1, 1)


def test_that_a_submitted_assessment_is_known_when_it_comes_back(
    ws: Workspace, writer: SubmissionWriter, profile
) -> None:
    enterprises.save(ws, profile(1))
    session = AssessmentSession(ws, assessments.start(ws, 1, "self", date(2025, 6, 1)))
    session.choose("Q05", "D")
    session.set_figures({"pass_rate_before": Decimal("98.75"), "pass_rate_after": 99})
    session.submit()
    assert _statuses(writer, session.submission()) == ["unchanged"]
    session.reopen()
    assert _statuses(writer, session.submission()) == ["updated"]
    assert AssessmentSession(ws, session.id).status == "submitted"


def test_that_a_dry_run_says_the_same_and_writes_nothing(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    _store(writer, incoming(1), incoming(2))
    cards = assessments.cards(ws)
    first = [incoming(1), incoming(2, q05="C"), incoming(3)]
    second = [incoming(3), incoming(3, mode="onsite"), incoming(2, q05="C"), incoming(4)]
    dry, wet = (SubmissionWriter(ws.store, ws.places) for _ in range(2))
    said = [_statuses(dry, *made, dry_run=True) for made in (first, second)]
    assert said == [
        ["unchanged", "updated", "imported"],
        ["unchanged", "imported", "unchanged", "imported"],
    ]
    assert assessments.cards(ws) == cards
    assert ws.overview().enterprises == 2
    assert [_statuses(wet, *made) for made in (first, second)] == said


def test_that_a_jump_within_a_year_is_a_warning_beside_the_result(
    writer: SubmissionWriter, incoming
) -> None:
    low = Answers({"Q05": "A"})
    high, _ = read_answers(
        incoming().pack, {"Q05": "E", "Q08": "F", "Q12": "C", "Q04": list("BCDEFGHIJKLMNO")}
    )
    _store(writer, incoming(answers=low))
    made = [
        incoming(answers=high, date=date(2025, 9, 1)),
        incoming(answers=high, date=date(2026, 9, 1)),
        incoming(answers=high, date=date(2025, 9, 1), mode="onsite"),
    ]
    jumped, other_year, other_mode = _store(writer, *made)
    (jump,) = jumped.problems
    assert (jump.severity, jump.params["date"]) == ("warning", "2025-06-01")
    assert other_year.problems == other_mode.problems == ()


def test_that_a_batch_is_opened_and_closed_with_its_counts(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    batch = writer.begin("district folder")
    _store(writer, incoming())
    writer.finish({"imported": 1})
    with ws.store.reading() as connection:
        row = connection.exec_driver_sql("SELECT id, source, counts FROM batch").one()
        held = connection.exec_driver_sql("SELECT batch_id, source FROM assessment").one()
    assert tuple(row) == (batch, "district folder", '{"imported":1}')
    assert tuple(held) == (batch, "a.xlsx")


def test_that_a_submission_without_a_date_is_a_programming_error(
    ws: Workspace, writer: SubmissionWriter, incoming
) -> None:
    with pytest.raises(ValueError):
        _store(writer, incoming(1), incoming(2, date=None))
    assert ws.overview().enterprises == 0


def test_that_any_order_of_the_same_imports_ends_the_same(ws: Workspace, incoming) -> None:
    rng = random.Random(5)
    made = [
        incoming(number, date=date(2025, month, 1)) for number in range(4) for month in (1, 2, 3)
    ]
    for _ in range(3):
        rng.shuffle(made)
        writer = SubmissionWriter(ws.store, ws.places)
        for start in range(0, len(made), 5):
            _store(writer, *made[start : start + 5])
    rows = enterprises.search(ws, EnterpriseFilter())
    assert [(row.assessments, row.latest_date) for row in rows] == [(3, date(2025, 3, 1))] * 4
