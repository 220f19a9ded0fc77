"""How long does a full set of plans take, and is it truly the least effort?

Made-up enterprises between nothing and everything; for each, the best plan and two runner-ups to
every level above, with and without results, and under wishes. Two rivals in the same run give the
best plan alone: a plain table over every number of points with all sets of scenarios tried (exact:
the efforts must be equal), and the greedy way (most points for the effort first).

Promises: every set of plans under 200 ms; no effort above the exact rival's.

python tests/benchmarks/bench_planner.py [--enterprises N]
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from itertools import combinations

from suzhou_assess.domain.answers import Answers, read_answers
from suzhou_assess.domain.gap import gap_to
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import Wishes, apply_steps, make_plans, plan_of
from suzhou_assess.domain.planner_moves import apply_targets
from suzhou_assess.domain.scoring import score
from suzhou_assess.packs.loader import load_pack
from suzhou_assess.resources import files

LIMIT_MS = 200.0
_NEVER = 1 << 40


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--enterprises", type=int, default=150)
    count = parser.parse_args().enterprises
    pack = load_pack(files.read_bytes("packs/miit-2024.yaml"), "miit-2024.yaml")
    chance = random.Random(2024)
    ours: list[float] = []
    exact: list[float] = []
    excess: list[float] = []
    greedy_ms: list[float] = []
    wrong = 0
    for _ in range(count):
        answers = _answers(pack, chance)
        now = score(pack, answers.choices).level
        for target in pack.levels[now + 1 :]:
            for outcomes in (False, True):
                begun = time.perf_counter()
                plans = make_plans(pack, answers, target, Wishes(outcomes))
                ours.append((time.perf_counter() - begun) * 1000)
                for plan in plans.all:
                    after = apply_steps(pack, answers, plan.steps)
                    wrong += score(pack, after.choices).level < target.level
                begun = time.perf_counter()
                least = _table(pack, answers, target.level, outcomes)
                exact.append((time.perf_counter() - begun) * 1000)
                wrong += least != (None if plans.best is None else plans.best.effort)
                if plans.best is not None and plans.best.effort and not outcomes:
                    begun = time.perf_counter()
                    found = _greedy(pack, answers, target.level)
                    greedy_ms.append((time.perf_counter() - begun) * 1000)
                    if found is not None:
                        excess.append(found / plans.best.effort)
            wishes = _wishes(pack, chance)
            begun = time.perf_counter()
            make_plans(pack, answers, target, wishes)
            ours.append((time.perf_counter() - begun) * 1000)
    slowest = max(ours)
    print(f"{len(ours)} sets of plans (best and two runner-ups), {count} enterprises")
    print(f"ours     median {statistics.median(ours):7.2f} ms, slowest {slowest:7.2f} ms")
    print(
        f"table    median {statistics.median(exact):7.2f} ms (best plan alone): "
        f"{statistics.median(exact) / statistics.median(ours):.1f} times ours"
    )
    worse = sum(share > 1 for share in excess)
    print(
        f"greedy   median {statistics.median(greedy_ms):7.2f} ms: more effort than needed in "
        f"{worse} of {len(excess)}, on average {statistics.mean(excess):.2f} times, "
        f"at worst {max(excess):.2f} times"
    )
    print(f"plans that miss the level or aren't the least effort: {wrong}")
    kept = slowest < LIMIT_MS and not wrong
    print("kept" if kept else "NOT KEPT", f"(every set under {LIMIT_MS:.0f} ms, all exact)")
    return 0 if kept else 1


def _answers(pack: Pack, chance: random.Random) -> Answers:
    leaning = chance.betavariate(0.8, 1.6)
    choices: dict[str, object] = {}
    for question in pack.questions:
        letters = [option.letter for option in question.options]
        if question.kind == "multiple":
            choices[question.id] = [x for x in letters[1:] if chance.random() < leaning] or ["A"]
        else:
            choices[question.id] = letters[sum(chance.random() < leaning for _ in letters[1:])]
    for scenario in pack.scenarios:
        choices[scenario.id] = sum(chance.random() < leaning for _ in range(scenario.top))
    answers, _ = read_answers(pack, choices)
    return answers


def _wishes(pack: Pack, chance: random.Random) -> Wishes:
    items = chance.sample(pack.item_ids, 4)
    fixed = (chance.choice(pack.scenarios).id, chance.randint(1, 4))
    return Wishes(fixed=frozenset({fixed}), excluded=frozenset(items))


def _table(pack: Pack, answers: Answers, level: int, outcomes: bool) -> int | None:
    """The least effort by a table over every number of points, and all sets of scenarios."""
    verdict, target = score(pack, answers.choices), pack.levels[level]
    need = max(0, target.min_score - verdict.score)
    table = {0: 0}
    for question in pack.questions:
        if question.outcome and not outcomes:
            continue
        chosen = answers.choices.get(question.id, ())
        if question.kind == "multiple":
            moves = [
                [(option.points, option.effort)]
                for option in question.options
                if option.points and option.letter not in chosen
            ]
        else:
            at = [option.letter for option in question.options].index(str(chosen))
            have, effort, ladder = question.options[at].points, 0, []
            for option in question.options[at + 1 :]:
                effort += option.effort
                ladder.append((option.points - have, effort))
            moves = [ladder]
        for ladder in moves:
            grown = dict(table)
            for gained, spent in table.items():
                for points, effort in ladder:
                    total = min(need, gained + points)
                    if spent + effort < grown.get(total, _NEVER):
                        grown[total] = spent + effort
            table = grown
    if need not in table:
        return None
    low = [s for s in pack.scenarios if answers.choices.get(s.id, 0) < level]  # type: ignore[operator]
    costs = [sum(s.efforts[answers.choices[s.id] : level]) for s in low]  # type: ignore[misc]
    missing = max(0, target.min_scenarios - verdict.scenarios_at[level])
    binding = max(0, target.min_binding - verdict.binding_at[level])
    least = min(
        (
            sum(costs[at] for at in taken)
            for taken in combinations(range(len(low)), max(missing, binding))
            if sum(low[at].binding for at in taken) >= binding
        ),
        default=None,
    )
    return None if least is None else table[need] + least


def _greedy(pack: Pack, answers: Answers, level: int) -> int | None:
    """What the list of nearest steps leads to when it is followed from the top down."""
    spent = 0
    while True:
        verdict = score(pack, answers.choices)
        gap = gap_to(pack, answers, verdict, pack.levels[level])
        if verdict.level >= level or not gap.unmet:
            return spent
        points = [near for near in gap.points if not near.outcome]
        if not gap.conditions[0].met:
            if not points:
                return None
            targets = [(points[0].question, points[0].letter)]
        elif gap.scenarios:
            targets = [(gap.scenarios[0].scenario, level)]
        else:
            return None
        spent += plan_of(pack, answers, targets).effort  # type: ignore[arg-type]
        answers = apply_targets(pack, answers, targets)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
