"""``plan``: the least effort to a level, the next best ways, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import click

from suzhou_assess.cli import console, layout
from suzhou_assess.cli.findings import problem_lines
from suzhou_assess.cli.frame import Argument, Command, CommandError, Said, Wishes, pass_wishes
from suzhou_assess.cli.heading import heading
from suzhou_assess.cli.values import whole_number
from suzhou_assess.domain import planner
from suzhou_assess.domain.pack import Level, Pack
from suzhou_assess.domain.planner import Plan, Plans, Step, Target
from suzhou_assess.domain.planner_moves import is_target
from suzhou_assess.domain.points import as_number
from suzhou_assess.services import whose
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.plans import PlanError
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.explanation import Explanation
from suzhou_assess.words.plan_words import PlanWords

_HIGHEST = 99
"""No index has so many levels; which it has is known when the assessment is open."""


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    say = words.say
    options = [
        click.Option(
            ["--target"],
            callback=whole_number(words, 1, _HIGHEST),
            metavar=say("cli_plan.meta_level"),
            help=say("cli_plan.option_target"),
        ),
        click.Option(["--outcomes"], is_flag=True, help=say("cli_plan.option_outcomes")),
        click.Option(
            ["--fix"],
            multiple=True,
            metavar=say("cli_plan.meta_change"),
            help=say("cli_plan.option_fix"),
        ),
        click.Option(
            ["--without"],
            multiple=True,
            metavar=say("cli_plan.meta_change"),
            help=say("cli_plan.option_without"),
        ),
        click.Option(["--json", "as_json"], is_flag=True, help=say("cli.option_json")),
    ]
    who = Argument("who", "cli_plan.argument_who", required=True)
    return Command(
        "plan", words, _plan, [who, *options], said=Said("cli_plan.brief", "cli_plan.help")
    )


@pass_wishes
def _plan(
    wishes: Wishes,
    who: str,
    target: int | None,
    outcomes: bool,
    fix: tuple[str, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        session = AssessmentSession(ws, whose.counting(ws, who))
        level = _level(session, target, words)
        pack = session.pack
        asked = planner.Wishes(
            outcomes,
            frozenset(_change(pack, written, words) for written in fix),
            frozenset(_change_or_item(pack, written, words) for written in without),
        )
        plans = planner.make_plans(pack, session.answers, level, asked)
    if as_json:
        console.say_json(_json(session, plans))
    else:
        for line in _Lines(session, plans, words).all():
            console.say(line)
    return console.ALL_WELL if plans.best is not None else console.SOME_REFUSED


def _level(session: AssessmentSession, target: int | None, words: Words) -> Level:
    levels = session.pack.levels
    if target is None:
        above = [level for level in levels if level.level > session.verdict.level]
        if not above:
            raise PlanError("at_the_top")
        return above[0]
    if target not in [level.level for level in levels]:
        known = tuple(str(level.level) for level in levels if level.level)
        raise CommandError(words.say("cli_plan.no_such_level", level=target, known=known))
    return levels[target]


def _change(pack: Pack, written: str, words: Words) -> Target:
    """``S05=3``, ``Q05=D`` or ``Q01.D``."""
    item, _, to = written.replace("=", ".").partition(".")
    item, to = item.strip().upper(), to.strip().upper()
    item = next((known for known in pack.item_ids if known.upper() == item), item)
    target: Target = (item, int(to) if item in pack.scenario_by_id and to.isdecimal() else to)
    if not is_target(pack, target):
        raise CommandError(words.say("cli_plan.no_such_change", written=written))
    return target


def _change_or_item(pack: Pack, written: str, words: Words) -> Target | str:
    item = written.strip().upper()
    known = next((known for known in pack.item_ids if known.upper() == item), None)
    return known if known is not None else _change(pack, written, words)


def _json(session: AssessmentSession, plans: Plans) -> dict[str, object]:
    return {
        "id": session.id,
        "uscc": session.enterprise.uscc,
        "pack": session.pack.id,
        "score": as_number(session.verdict.score),
        "level": session.verdict.level,
        "target": plans.target.level,
        "plans": [_plan_json(plan) for plan in plans.all],
        "shortfall": [
            {
                "condition": short.kind,
                "required": _amount(short.kind)(short.required),
                "reachable": _amount(short.kind)(short.reachable),
                "without_wishes": _amount(short.kind)(short.at_best),
                "blocked_by": [
                    {
                        "kind": block.kind,
                        "wish": list(block.wish) if isinstance(block.wish, tuple) else block.wish,
                        "adds": _amount(short.kind)(block.adds),
                        "enough": block.enough,
                    }
                    for block in short.blocked_by
                ],
            }
            for short in plans.shortfall
        ],
    }


def _amount(kind: str) -> Callable[[int], int | float]:
    return as_number if kind == "score" else int


def _plan_json(plan: Plan) -> dict[str, object]:
    return {
        "effort": plan.effort,
        "score": as_number(plan.verdict.score),
        "level": plan.verdict.level,
        "steps": [
            {
                "item": step.item,
                "kind": step.kind,
                "from": step.frm,
                "to": step.to,
                "effort": step.effort,
                "gain": as_number(step.gain),
                "outcome": step.outcome,
            }
            for step in plan.steps
        ],
        "warnings": [{"check": found.code, "where": list(found.where)} for found in plan.warnings],
    }


class _Lines:
    """The plans as text."""

    def __init__(self, session: AssessmentSession, plans: Plans, words: Words) -> None:
        self._session = session
        self._plans = plans
        self._words = words
        self._said = PlanWords(session.pack, words)
        self._explain = Explanation(session.pack, words)

    def all(self) -> Iterator[str]:
        plans, say = self._plans, self._words.say
        yield heading(self._session, self._words)
        target = self._explain.level_name(plans.target.level)
        yield "  " + say(
            "cli_plan.from_to",
            now=self._explain.level_name(self._session.verdict.level),
            target=target,
        )
        yield ""
        if plans.best is None:
            yield from self._why_not(target)
            return
        if not plans.best.steps:
            yield say("cli_plan.reached", level=target)
            return
        yield self._heading("cli_plan.best", plans.best)
        yield from layout.table([("", *row) for row in self._steps(plans.best.steps)], indent=0)
        if plans.best.warnings:
            yield ""
            yield say("cli_plan.warnings")
            yield from problem_lines(plans.best.warnings, self._words)
        for number, other in enumerate(plans.others, 1):
            yield ""
            yield self._heading("cli_plan.other", other, number=number)
            yield "  " + self._said.compared(plans.best, other)

    def _heading(self, key: str, plan: Plan, **params: int) -> str:
        return self._words.say(
            key,
            steps=len(plan.steps),
            effort=self._said.effort(plan.effort),
            result=self._said.result(plan),
            **params,
        )

    def _steps(self, steps: Sequence[Step]) -> Iterator[tuple[str, ...]]:
        for step in steps:
            yield (
                step.item,
                self._said.item(step.item),
                self._said.change(step),
                self._said.why(step, self._plans.target.level),
                self._said.effort(step.effort),
            )

    def _why_not(self, target: str) -> Iterator[str]:
        yield self._words.say("cli_plan.out_of_reach", level=target)
        for short in self._plans.shortfall:
            yield "  " + self._said.shortfall(short, target)
            for block in short.blocked_by:
                yield "    - " + self._said.block(short, block)
            rest = self._said.without_wishes(short)
            if rest:
                yield "    " + rest
