"""Why a level is out of reach: the condition, the most there is, and which wish is in the way."""

from __future__ import annotations

import random
from dataclasses import replace

from every_plan import EveryAnswer
from small_indexes import small_pack, some_answers, some_wishes

from suzhou_assess.domain.answers import Answers, read_answers
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import Wishes, make_plans


def answered(pack: Pack, not_applicable: tuple[str, ...] = (), **choices: object) -> Answers:
    answers, problems = read_answers(pack, choices, not_applicable=not_applicable)
    assert problems == []
    return answers


def test_that_the_most_points_and_the_excluded_question_are_named(pack: Pack) -> None:
    wishes = Wishes(excluded=frozenset({"Q04", "Q08"}))
    plans = make_plans(pack, Answers(), pack.levels[4], wishes)
    assert plans.best is None
    assert plans.others == ()
    (short,) = plans.shortfall
    assert (short.kind, short.required, short.reachable) == ("score", 80_000, 62_500)
    assert short.at_best == 100_000
    assert [(b.kind, b.wish, b.adds, b.enough) for b in short.blocked_by] == [
        ("outcomes", None, 20_000, True),
        ("excluded", "Q04", 10_000, False),
        ("excluded", "Q08", 7_500, False),
    ]


def test_that_scenarios_that_do_not_apply_are_named(pack: Pack) -> None:
    out = tuple(scenario.id for scenario in pack.scenarios if scenario.binding)[:6]
    plans = make_plans(pack, answered(pack, out), pack.levels[3])
    (short,) = plans.shortfall
    assert (short.kind, short.required, short.reachable) == ("binding", 5, 4)
    assert [(b.kind, b.wish, b.adds, b.enough) for b in short.blocked_by] == [
        ("not_applicable", item, 1, True) for item in out
    ]


def test_that_every_condition_that_fails_is_named(pack: Pack) -> None:
    everything = frozenset(pack.item_ids)
    plans = make_plans(pack, Answers(), pack.levels[1], Wishes(excluded=everything))
    assert [(s.kind, s.required, s.reachable) for s in plans.shortfall] == [
        ("score", 20_000, 0),
        ("scenarios", 6, 0),
        ("binding", 3, 0),
    ]


def test_that_a_wish_that_helps_only_with_another_is_named_too(pack: Pack) -> None:
    outcome = next(question.id for question in pack.questions if question.outcome)
    wishes = Wishes(excluded=frozenset({outcome, "Q04", "Q05"}))
    (short,) = make_plans(pack, Answers(), pack.levels[4], wishes).shortfall
    together = [b for b in short.blocked_by if b.wish == outcome]
    assert [(b.adds, b.enough) for b in together] == [(0, False)]


def test_that_what_no_wish_prevents_is_told_apart(pack: Pack) -> None:
    level = replace(pack.levels[4], min_score=100_000)
    strict = replace(pack, levels=(*pack.levels[:4], level))
    wishes = Wishes(outcomes=True, excluded=frozenset({"Q01"}))
    assert make_plans(strict, Answers(), level, Wishes(outcomes=True)).best is not None
    (short,) = make_plans(strict, Answers(), level, wishes).shortfall
    assert (short.reachable, short.at_best) == (92_000, 100_000)


def test_that_giving_up_a_wish_that_is_enough_opens_the_way() -> None:
    opened = 0
    for seed in range(3000):
        chance = random.Random(seed)
        pack = small_pack(chance, sensible=True)
        answers, wishes = some_answers(chance, pack), some_wishes(chance, pack)
        target = pack.levels[-1]
        short = make_plans(pack, answers, target, wishes).shortfall
        if len(short) != 1:
            continue
        for block in short[0].blocked_by:
            if block.kind == "outcomes":
                eased = replace(wishes, outcomes=True)
            elif block.kind == "excluded":
                assert block.wish is not None
                eased = replace(wishes, excluded=wishes.excluded - {block.wish})
            else:
                fixed = wishes.fixed | {(str(block.wish), target.level)}
                eased = replace(wishes, fixed=fixed)
            found = make_plans(pack, answers, target, eased)
            assert (found.best is not None) == block.enough, seed
            assert bool(EveryAnswer(pack, answers, eased).lean_plans(target)) == block.enough, seed
            opened += block.enough
    assert opened > 50
