"""All plans of a small index, by trying every answer. Written from the rules of planning alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from suzhou_assess.domain.answers import Answers, Choice, letters_of
from suzhou_assess.domain.pack import Level, Pack, Question, Scenario
from suzhou_assess.domain.planner import Wishes
from suzhou_assess.domain.scoring import Verdict, score


@dataclass(frozen=True)
class Way:
    """What may become of one item: its answer, what that costs, and how many steps it is."""

    choice: Choice | None
    effort: int
    steps: int
    reached: tuple[int, ...]
    """For each option that can be added, or for the whole item, the place reached; -1 for none."""
    points: int = 0


Key = tuple[int, int, int, tuple[int, ...]]


class EveryAnswer:
    """All that may become of these answers, each scored once, to be held to any level."""

    def __init__(self, pack: Pack, answers: Answers, wishes: Wishes) -> None:
        self._ways = [list(_of_question(question, answers, wishes)) for question in pack.questions]
        self._ways += [list(_of_scenario(scenario, answers, wishes)) for scenario in pack.scenarios]
        self._after: dict[tuple[int, ...], tuple[dict[str, Choice], Verdict]] = {}
        for picked in product(*(range(len(of_item)) for of_item in self._ways)):
            choices: dict[str, Choice] = {}
            for item, of_item, at in zip(pack.item_ids, self._ways, picked, strict=True):
                choice = of_item[at].choice
                if choice is not None:
                    choices[item] = choice
            self._after[picked] = choices, score(pack, choices)

    def lean_plans(self, target: Level) -> list[tuple[Key, dict[str, Choice]]]:
        """Those that reach the target, the best first: how they compare, and the answers."""
        reached = {
            picked: after for picked, after in self._after.items() if after[1].level >= target.level
        }
        found = []
        for picked, (choices, verdict) in reached.items():
            mine = [of_item[at] for of_item, at in zip(self._ways, picked, strict=True)]
            if any(
                _is_less(way, self._ways[n][other])
                and (*picked[:n], other, *picked[n + 1 :]) in reached
                for n, way in enumerate(mine)
                for other in range(len(self._ways[n]))
            ):
                continue
            key = (
                sum(way.effort for way in mine),
                sum(way.steps for way in mine),
                -verdict.score,
                tuple(-place for way in mine for place in way.reached),
            )
            found.append((key, choices))
        return sorted(found, key=lambda plan: plan[0])


def _is_less(way: Way, other: Way) -> bool:
    """Whether ``other`` is ``way`` with something left out or cut short."""
    if way.reached == other.reached:
        return False
    return all(less <= more for less, more in zip(other.reached, way.reached, strict=True))


def _of_question(question: Question, answers: Answers, wishes: Wishes) -> Iterator[Way]:
    letters = [option.letter for option in question.options]
    chosen = letters_of(answers.choices.get(question.id))
    fixed = {to for item, to in wishes.fixed if item == question.id}
    excluded = {w[1] for w in wishes.excluded if not isinstance(w, str) and w[0] == question.id}
    closed = question.id in wishes.excluded or (question.outcome and not wishes.outcomes)
    if question.kind == "multiple":
        missing = [o for o in question.options if not o.excludes_others and o.letter not in chosen]
        alone = any(o.points and o.excludes_others and o.letter in chosen for o in question.options)
        if alone and not fixed:
            closed = True
        for taken in product([False, True], repeat=len(missing)):
            added = [option for option, take in zip(missing, taken, strict=True) if take]
            if {o.letter for o in missing} & fixed - {o.letter for o in added}:
                continue
            free = [o for o in added if o.letter not in fixed]
            if free and (closed or any(o.letter in excluded or o.points == 0 for o in free)):
                continue
            after = {*chosen, *(o.letter for o in added)}
            if added:
                after -= {o.letter for o in question.options if o.excludes_others}
            yield Way(
                tuple(letter for letter in letters if letter in after) or None,
                sum(option.effort for option in added),
                len(added),
                tuple(
                    letters.index(o.letter) if take and o.letter not in fixed else -1
                    for o, take in zip(missing, taken, strict=True)
                ),
            )
        return
    now = letters.index(chosen[0]) if chosen else -1
    base = max([now, *(letters.index(letter) for letter in fixed)])  # type: ignore[arg-type]
    ways = [Way(letters[base] if base >= 0 else None, 0, int(base > now), (-1,))]
    for place in range(base + 1, len(letters)):
        if closed or letters[place] in excluded:
            break
        ways.append(Way(letters[place], 0, 1, (place,)))
    whole = []
    for way in ways:
        place = letters.index(way.choice) if way.choice else -1  # type: ignore[arg-type]
        effort = sum(option.effort for option in question.options[now + 1 : place + 1])
        points = question.options[place].points if place >= 0 else 0
        whole.append(replace(way, effort=effort, points=points))
    for n, way in enumerate(whole):
        # To do more, or as much, for more points, or as many: nobody would.
        beaten = any(
            other.effort <= way.effort
            and other.points >= way.points
            and ((other.effort, -other.points) != (way.effort, -way.points) or earlier)
            for earlier, other in ((m < n, other) for m, other in enumerate(whole[1:], 1))
            if other is not way
        )
        if n == 0 or (way.points > whole[0].points and not beaten):
            yield way


def _of_scenario(scenario: Scenario, answers: Answers, wishes: Wishes) -> Iterator[Way]:
    choice = answers.choices.get(scenario.id)
    now = choice if isinstance(choice, int) else 0
    base = max([now, *(int(to) for item, to in wishes.fixed if item == scenario.id)])
    yield Way(base if base > now else choice, sum(scenario.efforts[now:base]), base > now, (-1,))
    if scenario.id in answers.not_applicable or scenario.id in wishes.excluded:
        return
    for level in range(base + 1, scenario.top + 1):
        if (scenario.id, level) in wishes.excluded:
            return
        yield Way(level, sum(scenario.efforts[now:level]), 1, (level,))
