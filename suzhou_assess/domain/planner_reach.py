"""Why a level can't be reached under the user's wishes, and which wish stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.pack import Level, Pack
from suzhou_assess.domain.planner_moves import (
    Target,
    Wishes,
    apply_targets,
    fixed_targets,
    question_ladders,
    scenario_ladders,
)
from suzhou_assess.domain.scoring import conditions, score

BlockKind = Literal["outcomes", "excluded", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Block:
    """A wish that stands in the way, and what giving it up would bring."""

    kind: BlockKind
    """Results (成效) are not planned; a change was excluded; a scenario is 不适用."""
    wish: Target | str | None
    """What was excluded, or the scenario's id; ``None`` for results as a whole."""
    adds: int
    """How much more of the condition could be reached if only this wish were given up. 0: only
    together with others."""
    enough: bool
    """Giving it up alone would do, for this condition."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A condition of the level that can't be met."""

    kind: str
    """``score`` (thousandths), ``scenarios`` or ``binding`` (counts)."""
    required: int
    reachable: int
    """The most that can be reached under the wishes."""
    at_best: int
    """The most that could be reached if no wish stood in the way."""
    blocked_by: tuple[Block, ...]
    """What would bring most first."""


def shortfalls(
    pack: Pack, answers: Answers, target: Level, wishes: Wishes
) -> tuple[Shortfall, ...]:
    """The conditions of ``target`` that can't be met under ``wishes``."""
    most = _reach(pack, answers, target, wishes)
    without = dict(_given_up(pack, answers, target, wishes))
    free = _all_given_up(pack, answers, target, wishes)
    best = _reach(pack, answers, target, free)
    alone = {key: _reach(pack, answers, target, eased) for key, eased in without.items()}
    last = {key: _reach(pack, answers, target, _but(free, key, wishes)) for key in without}
    required = (target.min_score, target.min_scenarios, target.min_binding)
    found = []
    for at, kind in enumerate(("score", "scenarios", "binding")):
        if most[at] >= required[at]:
            continue
        blocks = [
            Block(*key, reached[at] - most[at], reached[at] >= required[at])
            for key, reached in alone.items()
            if reached[at] > most[at] or best[at] > last[key][at]
        ]
        blocks.sort(key=lambda block: -block.adds)  # and as in the index among equals
        found.append(Shortfall(kind, required[at], most[at], best[at], tuple(blocks)))
    return tuple(found)


_Key = tuple[BlockKind, Target | str | None]


def _reach(pack: Pack, answers: Answers, target: Level, wishes: Wishes) -> tuple[int, int, int]:
    """The most points, scenarios and binding ones when everything open is done."""
    based = apply_targets(pack, answers, fixed_targets(pack, answers, wishes))
    points, scenarios, binding = conditions(target, score(pack, based.choices))
    raised = tuple(scenario_ladders(pack, answers, based, wishes, target.level))
    gained = (ladder.rungs[-1].gain for ladder in question_ladders(pack, answers, based, wishes))
    return (
        points.actual + sum(gained),
        scenarios.actual + len(raised),
        binding.actual + sum(ladder.binding for ladder in raised),
    )


def _given_up(
    pack: Pack, answers: Answers, target: Level, wishes: Wishes
) -> Iterator[tuple[_Key, Wishes]]:
    """Every wish that can be given up, with the wishes that remain then."""
    if not wishes.outcomes:
        yield ("outcomes", None), replace(wishes, outcomes=True)
    order = {item: place for place, item in enumerate(pack.item_ids)}

    def place(wish: Target | str) -> tuple[int, str]:
        return (order[wish], "") if isinstance(wish, str) else (order[wish[0]], str(wish[1]))

    for wish in sorted(wishes.excluded, key=place):
        yield ("excluded", wish), replace(wishes, excluded=wishes.excluded - {wish})
    for scenario in pack.scenarios:
        if scenario.id in answers.not_applicable and scenario.top >= target.level:
            raised = frozenset({(scenario.id, target.level)})
            yield ("not_applicable", scenario.id), replace(wishes, fixed=wishes.fixed | raised)


def _all_given_up(pack: Pack, answers: Answers, target: Level, wishes: Wishes) -> Wishes:
    raised = frozenset(
        (scenario.id, target.level)
        for scenario in pack.scenarios
        if scenario.id in answers.not_applicable and scenario.top >= target.level
    )
    return Wishes(True, wishes.fixed | raised, frozenset())


def _but(free: Wishes, key: _Key, wishes: Wishes) -> Wishes:
    """Everything given up but this one wish."""
    kind, wish = key
    if kind == "outcomes":
        return replace(free, outcomes=False)
    if kind == "not_applicable":
        kept = {fixed for fixed in free.fixed if fixed[0] != wish or fixed in wishes.fixed}
        return replace(free, fixed=frozenset(kept))
    return replace(free, excluded=frozenset() if wish is None else frozenset({wish}))
