"""Improvement plans: kept beside the assessment, logged, read whatever came with a package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.improvement_plan import ImprovementPlan, PlannedStep, planned
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import Wishes, make_plans
from suzhou_assess.services import assessments, enterprises, plans
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.deliver import TargetError
from suzhou_assess.services.plan_json import from_json, to_json
from suzhou_assess.services.plans import PlanError
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.words.catalog import Words


@pytest.fixture
def session(ws: Workspace, profile: Callable[..., dict[str, object]]) -> AssessmentSession:
    key, problems = enterprises.save(ws, profile())
    assert key is not None, problems
    made = assessments.start(ws, key, "self", date(2025, 6, 1))
    return AssessmentSession(ws, made)


def best_plan(session: AssessmentSession, level: int = 2) -> ImprovementPlan:
    wishes = Wishes(fixed=frozenset({("S05", 2)}), excluded=frozenset({"Q05", ("Q01", "D")}))
    best = make_plans(session.pack, session.answers, session.pack.levels[level], wishes).best
    assert best is not None
    return planned(level, wishes, best.steps)


def filled(plan: ImprovementPlan) -> ImprovementPlan:
    first, *rest = plan.steps
    entered = replace(
        first, owner="张工", due=date(2026, 6, 30), cost=Decimal("12.5"), note="试点", done=True
    )
    return replace(plan, steps=(entered, *rest))


def test_that_a_plan_comes_back_as_it_was_kept(ws: Workspace, session: AssessmentSession) -> None:
    assert plans.load(ws, session.id) is None
    plan = filled(best_plan(session))
    plans.save(ws, session.id, plan)
    assert plans.load(ws, session.id) == plan
    assert (plan.cost, plan.done) == (Decimal("12.5"), 1)
    plans.save(ws, session.id, None)
    assert plans.load(ws, session.id) is None


def test_that_the_log_says_who_planned_what(ws: Workspace, session: AssessmentSession) -> None:
    plan = best_plan(session)
    plans.save(ws, session.id, plan, who="王工")
    plans.save(ws, session.id, plan, who="nobody: nothing changed")
    plans.save(ws, session.id, filled(plan), who="李工")
    logged = [one for one in assessments.history(ws, session.id) if one.item == "plan"]
    count = len(plan.steps)
    assert [(one.who, one.new) for one in reversed(logged)] == [
        ("王工", f'{{"done":0,"steps":{count},"target":2}}'),
        ("李工", f'{{"done":1,"steps":{count},"target":2}}'),
    ]


def test_that_two_programs_on_one_plan_lose_nothing(
    ws: Workspace, session: AssessmentSession
) -> None:
    plan = best_plan(session)
    plans.save(ws, session.id, plan)
    first, second = plan.steps[0], plan.steps[1]
    plans.change_step(ws, session.id, first.step.target, replace(first, owner="张工"))
    after = plans.change_step(ws, session.id, second.step.target, replace(second, owner="李工"))
    assert [one.owner for one in after.steps[:2]] == ["张工", "李工"]


def test_that_a_step_that_went_meanwhile_is_told(ws: Workspace, session: AssessmentSession) -> None:
    plan = best_plan(session)
    plans.save(ws, session.id, plan)
    gone = plan.steps[0]
    plans.save(ws, session.id, replace(plan, steps=plan.steps[1:]))
    with pytest.raises(StoreError) as told:
        plans.change_step(ws, session.id, gone.step.target, replace(gone, done=True))
    assert told.value.code == "changed_elsewhere"


def test_that_no_plan_is_kept_for_what_is_not_there(ws: Workspace) -> None:
    with pytest.raises(StoreError) as told:
        plans.save(ws, "nowhere", ImprovementPlan(1, Wishes(), ()))
    assert told.value.code == "not_found"


def test_that_entries_stay_with_steps_that_stay(session: AssessmentSession) -> None:
    plan = filled(best_plan(session))
    kept = plan.steps[0]
    again = planned(3, Wishes(), [kept.step, plan.steps[2].step], plan)
    assert again.steps == (kept, PlannedStep(plan.steps[2].step))


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["S01", "Q01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
keys = st.sampled_from(
    [
        "target",
        "outcomes",
        "fixed",
        "excluded",
        "steps",
        "item",
        "to",
        "from",
        "due",
        "cost",
        "done",
    ]
)
documents = st.dictionaries(
    keys, anything | st.lists(st.dictionaries(keys, anything, max_size=8), max_size=3)
)


@given(documents)
def test_that_a_spoilt_document_gives_a_plan_of_the_pack(
    pack: Pack, document: dict[str, object]
) -> None:
    plan = from_json(pack, document)
    assert from_json(pack, to_json(plan)) == plan
    assert plan.target in [level.level for level in pack.levels]
    make_plans(pack, Answers(), pack.levels[1], plan.wishes)


@pytest.mark.parametrize(
    ("key", "raw", "read"),
    [
        ("cost", "1e3", Decimal(1000)),
        ("cost", "-1", None),
        ("cost", "NaN", None),
        ("cost", 12, None),
        ("due", "2026-02-30", None),
        ("due", 20260101, None),
        ("owner", ["张"], ""),
        ("owner", "x" * 600, "x" * 500),
        ("done", "yes", False),
    ],
)
def test_that_an_entry_that_makes_no_sense_is_left_out(
    pack: Pack, key: str, raw: object, read: object
) -> None:
    document = {"target": 1, "steps": [{"item": "Q01", "to": "B", key: raw}]}
    assert getattr(from_json(pack, document).steps[0], key) == read


def test_that_without_a_plan_the_best_one_is_shown(
    ws: Workspace, session: AssessmentSession
) -> None:
    shown = plans.plan_to_show(ws, session)
    best = make_plans(session.pack, session.answers, session.pack.levels[1]).best
    assert best is not None
    assert [one.step for one in shown.steps] == list(best.steps)
    plan = best_plan(session)
    plans.save(ws, session.id, plan)
    assert plans.plan_to_show(ws, session) == plan


def test_that_there_is_nothing_to_plan_at_the_top(
    ws: Workspace, session: AssessmentSession
) -> None:
    for question in session.pack.questions:
        letters = tuple(o.letter for o in question.options if not o.excludes_others)
        best = max(question.options, key=lambda o: o.points).letter
        session.choose(question.id, letters if question.kind == "multiple" else best)
    for scenario in session.pack.scenarios:
        session.choose(scenario.id, scenario.top)
    with pytest.raises(PlanError) as told:
        plans.plan_to_show(ws, session)
    assert "最高等级" in told.value.say(Words("zh"))


def test_that_a_place_that_can_not_be_written_is_told_before(
    ws: Workspace, session: AssessmentSession, tmp_path: Path
) -> None:
    with pytest.raises(TargetError):
        plans.write_plan(ws, session.id, tmp_path / "plan.docx")
    with pytest.raises(TargetError):
        plans.write_plan(ws, session.id, tmp_path / "no" / "plan.xlsx")
