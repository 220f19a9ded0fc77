"""The roll-up counted a second time, from Answers JSON alone, in the plainest Python there is.

Shares nothing with the program but the pack: it scores, levels, checks and counts on its own.
"""

from __future__ import annotations

import calendar
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import quantiles
from typing import Any

from suzhou_assess.domain.pack import Pack

SIZES = (("large", 1000, 40000), ("medium", 300, 2000), ("small", 20, 300))


@dataclass
class Judged:
    uscc: str
    mode: str
    day: date
    line: int
    score: int
    level: int
    questions: dict[str, int]
    indicators: dict[str, int]
    scenarios: dict[str, int | None]
    complete: bool
    fired: set[str]


@dataclass
class Naive:
    """Everything counted for one filter."""

    enterprises: list[str]
    chosen: dict[str, Judged]
    profiles: dict[str, dict[str, Any]]
    firsts: dict[str, date]


def size_of(profile: dict[str, Any]) -> str:
    people, money = profile.get("employees"), profile.get("revenue")
    if people is None or money is None:
        return ""
    for name, least_people, least_money in SIZES:
        if people >= least_people and Fraction(str(money)) >= least_money:
            return name
    return "micro"


def read(pack: Pack, lines: list[str]) -> tuple[dict[str, dict[str, Any]], list[Judged]]:
    """The profiles by credit code, and every assessment judged."""
    profiles: dict[str, dict[str, Any]] = {}
    judged = []
    for number, line in enumerate(lines):
        record = json.loads(line)
        profiles[record["enterprise"]["uscc"]] = record["enterprise"]
        judged.append(judge(pack, record, number))
    by_year: dict[tuple[Any, ...], list[Judged]] = {}
    for one in judged:
        by_year.setdefault((one.uscc, one.mode, one.day.year), []).append(one)
    for several in by_year.values():
        several.sort(key=lambda one: (one.day, one.line))
        for before, after in pairwise(several):
            for check in pack.checks:
                jump = abs(after.score - before.score)
                if type(check).__name__ == "ScoreJump" and jump > check.points:
                    after.fired.add(check.id)
    return profiles, judged


def judge(pack: Pack, record: dict[str, Any], line: int) -> Judged:
    answers, figures = record["answers"], record.get("figures", {})
    questions, indicators = {}, {}
    for dimension in pack.dimensions:
        for indicator in dimension.indicators:
            indicators[indicator.id] = 0
            for sub in indicator.subindicators:
                for question in sub.questions:
                    chosen = answers.get(question.id, [])
                    points = sum(o.points for o in question.options if o.letter in chosen)
                    questions[question.id] = points
                    indicators[indicator.id] += points
    scenarios: dict[str, int | None] = {}
    for scenario in pack.scenarios:
        scenarios[scenario.id] = answers.get(scenario.id)
        if scenario.id in record.get("not_applicable", []):
            scenarios[scenario.id] = -2
    total = sum(questions.values())
    level = 0
    for candidate in pack.levels:
        at = [s for s in pack.scenarios if (scenarios[s.id] or 0) >= candidate.level]
        if (
            candidate.level > 0
            and total >= candidate.min_score
            and len(at) >= candidate.min_scenarios
            and sum(s.binding for s in at) >= candidate.min_binding
        ):
            level = candidate.level
    return Judged(
        uscc=record["enterprise"]["uscc"],
        mode=record["assessment"]["mode"],
        day=date.fromisoformat(record["assessment"]["date"]),
        line=line,
        score=total,
        level=level,
        questions=questions,
        indicators=indicators,
        scenarios=scenarios,
        complete=all(q in answers for q in questions)
        and all(level is not None for level in scenarios.values()),
        fired=fired(pack, answers, scenarios, figures),
    )


def fired(
    pack: Pack,
    answers: dict[str, Any],
    scenarios: dict[str, int | None],
    figures: dict[str, Any],
) -> set[str]:
    found = set()
    levels = {s: max(level, 0) for s, level in scenarios.items() if level is not None}
    for check in pack.checks:
        kind = type(check).__name__
        if kind == "FigureOver":
            hit = (
                check.figure in figures
                and check.limit in figures
                and figures[check.figure] > figures[check.limit]
            )
        elif kind == "ScoreJump":
            hit = False
        else:
            chosen = answers.get(check.question, [])
            if kind == "OptionRequires":
                hit = check.option in chosen and any(r not in chosen for r in check.requires)
            elif kind == "OptionAgainstScenarios":
                hit = check.option in chosen and any(
                    (check.at_most is None or levels[s] <= check.at_most)
                    and (check.at_least is None or levels[s] >= check.at_least)
                    for s in check.scenarios
                    if s in levels
                )
            elif kind == "NamedScenarioAtMost":
                hit = any(
                    letter in chosen and s in levels and levels[s] <= check.at_most
                    for letter, s in check.names.items()
                )
            else:
                hit = check.question in answers and any(
                    letter not in chosen and levels.get(s, -1) >= check.at_least
                    for letter, s in check.names.items()
                )
        if hit:
            found.add(check.id)
    for question in pack.questions:
        letter = led_to(question, figures)
        chosen = answers.get(question.id)
        if letter is not None and (letter == "?" or (chosen is not None and chosen != letter)):
            found.add("figures_lead_elsewhere")
    return found


def led_to(question: Any, figures: dict[str, Any]) -> str | None:
    """The letter that the figures lead to, ``?`` above the whole, ``None`` without figures."""
    rule = question.rule
    if rule is None:
        return None
    if hasattr(rule, "value"):
        share = ratio(rule.value, figures)
        if share is None:
            return None
        return next((o.letter for o in question.options if share <= o.upper), "?")
    before, after = ratio(rule.before, figures), ratio(rule.after, figures)
    if before is None or after is None:
        return None
    trend = "up" if after > before else "down" if after < before else "flat"
    return next(o.letter for o in question.options if o.trend == trend)


def ratio(rule: Any, figures: dict[str, Any]) -> Fraction | None:
    if rule.numerator not in figures:
        return None
    above = Fraction(str(figures[rule.numerator]))
    if rule.denominator is None:
        return above
    below = Fraction(str(figures.get(rule.denominator, 0)))
    return above / below if below else None


def pick(
    profiles: dict[str, dict[str, Any]],
    judged: list[Judged],
    wanted: Any,
    start: date | None,
) -> Naive:
    """What a filter takes."""
    here = [
        uscc
        for uscc, profile in profiles.items()
        if (not wanted.districts or profile.get("district", "") in wanted.districts)
        and (not wanted.industries or profile.get("industry", "") in wanted.industries)
        and (not wanted.sizes or size_of(profile) in wanted.sizes)
    ]
    chosen: dict[str, Judged] = {}
    firsts: dict[str, date] = {}
    for one in judged:
        if one.uscc not in here or wanted.mode not in (None, one.mode):
            continue
        if (wanted.since and one.day < wanted.since) or (wanted.until and one.day > wanted.until):
            continue
        if start is None or one.day >= start:
            firsts[one.uscc] = min(one.day, firsts.get(one.uscc, date.max))
        best = chosen.get(one.uscc)
        if best is None or _beats(one, best):
            chosen[one.uscc] = one
    return Naive(here, chosen, profiles, firsts)


def _beats(one: Judged, other: Judged) -> bool:
    if one.day.year != other.day.year:
        return one.day.year > other.day.year
    if one.mode != other.mode:
        return one.mode == "onsite"
    return (one.day, one.line) > (other.day, other.line)


def mean(values: list[int]) -> int | None:
    if not values:
        return None
    exact = Fraction(sum(values), len(values))
    return int(exact + Fraction(1, 2))  # never negative


def quartiles(values: list[int]) -> tuple[int, ...] | None:
    if not values:
        return None
    if len(values) == 1:
        return (values[0],) * 3
    exact = quantiles([Fraction(v) for v in values], n=4, method="inclusive")
    return tuple(int(v + Fraction(1, 2)) for v in exact)


def months(naive: Naive, begin: date, as_of: date) -> list[tuple[date, int, int]]:
    new: Counter[tuple[int, int]] = Counter(
        (day.year, day.month) for day in naive.firsts.values() if day <= as_of
    )
    counted, total, at = [], 0, date(begin.year, begin.month, 1)
    while at <= as_of:
        total += new[at.year, at.month]
        counted.append((at, new[at.year, at.month], total))
        days = calendar.monthrange(at.year, at.month)[1]
        at = date.fromordinal(at.toordinal() + days)
    return counted


def tally(naive: Naive, value: Any) -> dict[str, tuple[int, int, tuple[int, ...], int | None]]:
    """By ``value`` of a profile: enterprises, assessed, levels, mean score."""
    found = {}
    for code in {value(naive.profiles[uscc]) for uscc in naive.enterprises}:
        here = [u for u in naive.enterprises if value(naive.profiles[u]) == code]
        judged = [naive.chosen[u] for u in here if u in naive.chosen]
        levels = Counter(one.level for one in judged)
        found[code] = (
            len(here),
            len(judged),
            tuple(levels[n] for n in range(5)),
            mean([one.score for one in judged]),
        )
    return found
