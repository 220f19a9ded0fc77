"""Improvement plans as JSON: how they are stored and travel in packages."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from suzhou_assess.domain.answers import exact_number
from suzhou_assess.domain.improvement_plan import (
    LONGEST,
    MOST_COST,
    ImprovementPlan,
    PlannedStep,
)
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner_moves import Step, StepKind, Target, Wishes, is_target


def to_json(plan: ImprovementPlan) -> dict[str, Any]:
    """The plan as it is stored and travels in packages."""
    return {
        "target": plan.target,
        "outcomes": plan.wishes.outcomes,
        "fixed": sorted(([item, to] for item, to in plan.wishes.fixed), key=str),
        "excluded": sorted(
            (wish if isinstance(wish, str) else list(wish) for wish in plan.wishes.excluded),
            key=str,
        ),
        "steps": [
            {
                "item": one.step.item,
                "to": one.step.to,
                "from": one.step.frm,
                "kind": one.step.kind,
                "effort": one.step.effort,
                "gain": one.step.gain,
                "outcome": one.step.outcome,
                "owner": one.owner,
                "due": one.due.isoformat() if one.due else None,
                "cost": None if one.cost is None else str(one.cost),
                "note": one.note,
                "done": one.done,
            }
            for one in plan.steps
        ],
    }


def from_json(pack: Pack, document: Mapping[str, Any]) -> ImprovementPlan:
    """The plan in a document. What the pack doesn't have, or what was spoilt on the way here, is
    left out: a plan may have come in a package of somebody else's."""
    steps = [_step(pack, one) for one in _listed(document.get("steps")) if isinstance(one, dict)]
    target = document.get("target")
    levels = [level.level for level in pack.levels]
    return ImprovementPlan(
        target if type(target) is int and target in levels else levels[-1],
        Wishes(
            document.get("outcomes") is True,
            frozenset(_targets(pack, document.get("fixed"))),
            frozenset(
                (
                    *_targets(pack, document.get("excluded")),
                    *(item for item in _listed(document.get("excluded")) if item in pack.item_ids),
                )
            ),
        ),
        tuple(step for step in steps if step is not None),
    )


def _listed(raw: object) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _targets(pack: Pack, raw: object) -> Iterator[Target]:
    for one in _listed(raw):
        match one:
            case [item, to] if (target := _target(pack, item, to)) is not None:
                yield target


def _target(pack: Pack, item: object, to: object) -> Target | None:
    if not isinstance(item, str) or not isinstance(to, str | int) or to is True:
        return None
    return (item, to) if is_target(pack, (item, to)) else None


def _step(pack: Pack, raw: Mapping[str, Any]) -> PlannedStep | None:
    target, frm = _target(pack, raw.get("item"), raw.get("to")), raw.get("from")
    if target is None:
        return None
    item, to = target
    kind, known = _kind_of(pack, item)
    step = Step(
        item,
        to,
        frm if isinstance(frm, str | int) and frm in known else None,
        kind,
        _whole(raw.get("effort")),
        _whole(raw.get("gain")),
        item in pack.question_by_id and pack.question_by_id[item].outcome,
    )
    return PlannedStep(
        step,
        _text(raw.get("owner")),
        _day(raw.get("due")),
        _cost(raw.get("cost")),
        _text(raw.get("note")),
        raw.get("done") is True,
    )


def _kind_of(pack: Pack, item: str) -> tuple[StepKind, Container[object]]:
    """What kind of step it takes, and from where such a step can start."""
    scenario = pack.scenario_by_id.get(item)
    if scenario is not None:
        return "level", range(scenario.top + 1)
    question = pack.question_by_id[item]
    if question.kind == "multiple":
        return "option", ()
    return "choice", frozenset(option.letter for option in question.options)


def _whole(raw: object) -> int:
    return raw if type(raw) is int else 0


def _text(raw: object) -> str:
    return raw[:LONGEST] if isinstance(raw, str) else ""


def _day(raw: object) -> date | None:
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _cost(raw: object) -> Decimal | None:
    number = exact_number(raw) if isinstance(raw, str) else None
    if number is None or not 0 <= number <= MOST_COST:
        return None
    return Decimal(number)
