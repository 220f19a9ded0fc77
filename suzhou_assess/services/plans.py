"""Improvement plans (提升计划): the steps that an enterprise has decided on, with who, by when and
for how much; and the workbook of one.

A plan is made from the steps of a ``domain.planner.Plan`` and lives beside the assessment: its
answers aren't changed by it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from suzhou_assess.domain.improvement_plan import ImprovementPlan, PlannedStep, planned
from suzhou_assess.domain.planner import Target, Wishes, make_plans, plan_of
from suzhou_assess.domain.text import Lang
from suzhou_assess.services.plan_json import from_json, to_json
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.trouble import Trouble

if TYPE_CHECKING:
    from suzhou_assess.services.assessment_session import AssessmentSession

__all__ = [
    "ImprovementPlan",
    "PlanError",
    "PlannedStep",
    "change_step",
    "load",
    "plan_to_show",
    "planned",
    "save",
    "write_plan",
]


class PlanError(Trouble):
    """There is no plan to be had. ``code`` is ``at_the_top`` (nothing is above) or
    ``out_of_reach``."""

    area = "plan"

    def say(self, words: Words) -> str:
        """Why there is none."""
        return words.say(f"plan.error_{self.code}", **self.params)


def load(ws: Workspace, assessment_id: str) -> ImprovementPlan | None:
    """The plan of an assessment; ``None`` when none was made. Raises ``StoreError``."""
    from suzhou_assess.store import assessments, plans

    with ws.store.reading() as connection:
        stored = assessments.read(connection, assessment_id)
        document = plans.read(connection, assessment_id)
    if document is None:
        return None
    return from_json(ws.packs.get(stored.pack_id, stored.pack_edition), document)


def save(ws: Workspace, assessment_id: str, plan: ImprovementPlan | None, who: str = "") -> None:
    """Keeps the plan in place of what was there, on disk when the call returns; ``None`` takes it
    away. Raises ``StoreError``, ``not_found`` among them."""
    from suzhou_assess.store import plans

    document = None if plan is None else to_json(plan)
    with ws.store.writing() as connection:
        plans.write(connection, assessment_id, document, datetime.now(UTC), who or ws.user)


def change_step(
    ws: Workspace, assessment_id: str, target: Target, changed: PlannedStep, who: str = ""
) -> ImprovementPlan:
    """Puts ``changed`` in place of the step to ``target``, in the plan as it stands on disk, and
    gives the whole plan: what another program wrote meanwhile for other steps is kept.

    Raises ``StoreError``; ``changed_elsewhere`` when the step is no longer in the plan.
    """
    from suzhou_assess.store import assessments, plans
    from suzhou_assess.store.errors import StoreError

    with ws.store.writing() as connection:
        stored = assessments.read(connection, assessment_id)
        document = plans.read(connection, assessment_id)
        pack = ws.packs.get(stored.pack_id, stored.pack_edition)
        plan = None if document is None else from_json(pack, document)
        if plan is None or target not in plan.targets:
            raise StoreError("changed_elsewhere", id=assessment_id)
        steps = tuple(changed if one.step.target == target else one for one in plan.steps)
        after = replace(plan, steps=steps)
        plans.write(connection, assessment_id, to_json(after), datetime.now(UTC), who or ws.user)
    return after


def plan_to_show(ws: Workspace, session: AssessmentSession) -> ImprovementPlan:
    """The plan that was made, else the best one to the next level as one that nobody has taken on.

    Raises ``PlanError``, ``StoreError``.
    """
    kept = load(ws, session.id)
    if kept is not None and kept.steps:
        return kept
    above = [level for level in session.pack.levels if level.level > session.verdict.level]
    if not above:
        raise PlanError("at_the_top")
    best = make_plans(session.pack, session.answers, above[0], others=0).best
    if best is None:
        raise PlanError("out_of_reach", level=above[0].level)
    return planned(above[0].level, Wishes(), best.steps)


def write_plan(ws: Workspace, assessment_id: str, out: Path, lang: Lang = "zh") -> None:
    """The improvement plan as a workbook to fill in and hand round (``plan_to_show``).

    The file appears whole or not at all. Raises ``PlanError``, ``StoreError``, ``TargetError``,
    ``OSError``.
    """
    from suzhou_assess.services.assessment_session import AssessmentSession
    from suzhou_assess.services.deliver import check_target
    from suzhou_assess.workbook.plan_book import PlanBook, plan_workbook
    from suzhou_assess.workbook.replacing import replace as put

    check_target(out)
    session = AssessmentSession(ws, assessment_id)
    plan = plan_to_show(ws, session)
    after = plan_of(session.pack, session.answers, plan.targets)
    book = PlanBook(
        pack=session.pack,
        enterprise=session.enterprise.name,
        uscc=session.enterprise.uscc or "",
        mode=session.mode,
        date=session.date,
        target=plan.target,
        before=session.verdict,
        after=after.verdict,
        lines=plan.steps,
        made_at=datetime.now().astimezone(),
    )
    put(out, plan_workbook(book, Words(lang)))
