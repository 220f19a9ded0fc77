"""Data checks (数据核验): what in an assessment contradicts itself.

The checks of an index stand in its pack; those that hold for any index (figures that lead to
another option, a share above 100%) stand here. Letters that don't fit are found earlier, by
``read_answers``; the credit code and the size by ``read_enterprise``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import cast

from suzhou_assess.domain.answers import Answers, Choice, Number, letters_of
from suzhou_assess.domain.figures import NOWHERE, Gauge, gauges
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.pack_checks import (
    Check,
    FigureOver,
    NamedScenarioAtMost,
    OptionAgainstScenarios,
    OptionRequires,
    ScoreJump,
    UnnamedScenarioAtLeast,
)
from suzhou_assess.domain.points import Milli, as_text
from suzhou_assess.domain.problems import Param, Problem, problem
from suzhou_assess.domain.text import Text

_Check = Callable[[Answers], Problem | None]

_OUTCOMES = 1 << 12
"""What a check of options and scenarios finds comes again and again in a city's answers: as many
outcomes of each are kept as the problems that they are."""


def check_answers(pack: Pack, answers: Answers) -> list[Problem]:
    """Everything in these answers that contradicts itself, in the pack's order."""
    problems = [found for check in _checks(pack) if (found := check(answers)) is not None]
    if answers.figures:
        choices, figures = answers.choices, answers.figures
        for gauge in gauges(pack):
            letter, chosen = gauge.lead(figures), choices.get(gauge.question.id)
            if letter == chosen or letter is None or (chosen is None and letter != NOWHERE):
                continue
            problems.append(_disagreement(pack, gauge, figures, letter, chosen))
    return problems


def check_jump(pack: Pack, before: Milli, before_date: date, after: Milli) -> Problem | None:
    """Two assessments of one enterprise, mode and calendar year: do they differ too much?

    The caller sees to it that both are of the same enterprise, mode and year.
    """
    for check in pack.checks:
        if isinstance(check, ScoreJump) and abs(after - before) > check.points:
            return _fire(
                check,
                (),
                before=as_text(before),
                after=as_text(after),
                difference=as_text(abs(after - before)),
                date=before_date.isoformat(),
            )
    return None


def _disagreement(
    pack: Pack, gauge: Gauge, figures: Mapping[str, Number], letter: str, chosen: Choice | None
) -> Problem:
    question, shown = gauge.question, gauge.shown(figures)
    if letter == NOWHERE or not isinstance(chosen, str):
        return problem("share_above_whole", question.id, item=question.name, share=shown)
    options = _option_texts(pack)
    return problem(
        "figures_lead_elsewhere",
        question.id,
        item=question.name,
        rule=gauge.name,
        value=shown,
        computed=options[question.id, letter],
        chosen=options[question.id, chosen],
    )


@lru_cache(maxsize=16)
def _option_texts(pack: Pack) -> Mapping[tuple[str, str], Text]:
    """By question and letter, each option as messages name it: its letter and its text."""
    return {
        (question.id, o.letter): Text(f"{o.letter} {o.text.zh}", f"{o.letter} {o.text.en}")
        for question in pack.questions
        for o in question.options
    }


@lru_cache(maxsize=16)
def _checks(pack: Pack) -> tuple[_Check, ...]:
    return tuple(
        compiled for check in pack.checks if (compiled := _compile(pack, check)) is not None
    )


def _compile(pack: Pack, check: Check) -> _Check | None:
    match check:
        case FigureOver():
            return _figure_over(pack, check)
        case OptionRequires():
            return _option_requires(pack, check)
        case OptionAgainstScenarios():
            return _option_against_scenarios(pack, check)
        case NamedScenarioAtMost():
            return _named_scenario_at_most(pack, check)
        case UnnamedScenarioAtLeast():
            return _unnamed_scenario_at_least(pack, check)
        case ScoreJump():
            return None  # needs the enterprise's history: check_jump


def _fire(check: Check, where: tuple[str, ...], **params: Param) -> Problem:
    return Problem(check.id, check.severity, where, params, None, None, check.message)


def _figure_over(pack: Pack, check: FigureOver) -> _Check:
    figure, limit = pack.figure_by_id[check.figure], pack.figure_by_id[check.limit]
    names = figure_id, limit_id = check.figure, check.limit
    where = (*dict.fromkeys(pack.question_of_figure[name] for name in names), *names)

    def run(answers: Answers) -> Problem | None:
        figures = answers.figures
        value, most = figures.get(figure_id), figures.get(limit_id)
        if value is None or most is None or value <= most:
            return None
        return _fire(
            check,
            where,
            figure=figure.name,
            value=value,
            limit=limit.name,
            limit_value=most,
        )

    return run


def _option_requires(pack: Pack, check: OptionRequires) -> _Check:
    question = pack.question_by_id[check.question]
    options = _option_texts(pack)
    option = options[check.question, check.option]

    @lru_cache(maxsize=_OUTCOMES)
    def outcome(missing: tuple[str, ...]) -> Problem:
        return _fire(
            check,
            (check.question,),
            question=question.name,
            option=option,
            missing=tuple(options[check.question, letter] for letter in missing),
        )

    def run(answers: Answers) -> Problem | None:
        chosen = letters_of(answers.choices.get(check.question))
        if check.option not in chosen:
            return None
        missing = tuple([letter for letter in check.requires if letter not in chosen])
        return outcome(missing) if missing else None

    return run


def _option_against_scenarios(pack: Pack, check: OptionAgainstScenarios) -> _Check:
    question = pack.question_by_id[check.question]
    option = _option_texts(pack)[check.question, check.option]
    least = 0 if check.at_least is None else check.at_least
    most = 1_000 if check.at_most is None else check.at_most

    @lru_cache(maxsize=_OUTCOMES)
    def outcome(found: tuple[str, ...]) -> Problem:
        return _fire(
            check,
            (check.question, *found),
            question=question.name,
            option=option,
            scenarios=_names(pack, found),
        )

    def run(answers: Answers) -> Problem | None:
        choices = answers.choices
        if check.option not in letters_of(choices.get(check.question)):
            return None
        levels = cast("Mapping[str, int]", choices).get
        found = [s for s in check.scenarios if least <= levels(s, -1) <= most]
        return outcome(tuple(found)) if found else None

    return run


def _named_scenario_at_most(pack: Pack, check: NamedScenarioAtMost) -> _Check:
    question = pack.question_by_id[check.question]
    named, most = check.names, check.at_most

    @lru_cache(maxsize=_OUTCOMES)
    def outcome(found: tuple[str, ...]) -> Problem:
        return _fire(
            check,
            (check.question, *found),
            question=question.name,
            scenarios=_names(pack, found),
            level=check.at_most,
        )

    def run(answers: Answers) -> Problem | None:
        levels = cast("Mapping[str, int]", answers.choices).get
        found = [
            named[letter]
            for letter in letters_of(answers.choices.get(check.question))
            if letter in named and 0 <= levels(named[letter], -1) <= most
        ]
        return outcome(tuple(found)) if found else None

    return run


def _unnamed_scenario_at_least(pack: Pack, check: UnnamedScenarioAtLeast) -> _Check:
    question = pack.question_by_id[check.question]
    names = tuple(check.names.items())

    @lru_cache(maxsize=_OUTCOMES)
    def outcome(found: tuple[str, ...]) -> Problem:
        return _fire(
            check,
            (check.question, *found),
            question=question.name,
            scenarios=_names(pack, found),
            level=check.at_least,
        )

    def run(answers: Answers) -> Problem | None:
        choices = answers.choices
        chosen = choices.get(check.question)
        if chosen is None:
            return None
        letters = letters_of(chosen)
        levels = cast("Mapping[str, int]", choices).get
        found = [
            scenario
            for letter, scenario in names
            if letter not in letters and levels(scenario, -1) >= check.at_least
        ]
        return outcome(tuple(found)) if found else None

    return run


def _names(pack: Pack, scenarios: tuple[str, ...]) -> tuple[Text, ...]:
    return tuple(pack.scenario_by_id[s].name for s in scenarios)
