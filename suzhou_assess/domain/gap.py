"""What stands between an enterprise and a level, and what is nearest at hand."""

from __future__ import annotations

from dataclasses import dataclass

from suzhou_assess.domain.answers import Answers, letters_of, level_of
from suzhou_assess.domain.pack import Level, Pack, Question
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.scoring import Condition, Verdict, conditions


@dataclass(frozen=True, slots=True)
class NearScenario:
    """A scenario that is below the level aimed at."""

    scenario: str
    level: int
    """Where it stands; 0 when it wasn't judged."""
    steps: int
    effort: int
    """Relative effort of all steps together, of the pack."""
    binding: bool


@dataclass(frozen=True, slots=True)
class NearPoints:
    """One more option of a question."""

    question: str
    letter: str
    gain: Milli
    effort: int
    outcome: bool
    """A result that can't be worked on directly."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The way from a verdict to ``target``."""

    target: Level
    conditions: tuple[Condition, Condition, Condition]
    scenarios: tuple[NearScenario, ...]
    """Those below the target, nearest first: fewest steps, least effort, binding before others
    while binding ones are missing. 不适用 ones are left out."""
    points: tuple[NearPoints, ...]
    """Single further options, most points for the effort first; results (成效) last."""

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(c for c in self.conditions if not c.met)


def next_gap(pack: Pack, answers: Answers, verdict: Verdict) -> Gap | None:
    """The gap to the next level up; ``None`` at the top."""
    above = next((level for level in pack.levels if level.level > verdict.level), None)
    return None if above is None else gap_to(pack, answers, verdict, above)


def gap_to(pack: Pack, answers: Answers, verdict: Verdict, target: Level) -> Gap:
    """The gap to any level; without unmet conditions when it is reached."""
    found = conditions(target, verdict)
    binding_first = not found[2].met
    near = _near_scenarios(pack, answers, target.level)
    near.sort(key=lambda s: (not s.binding if binding_first else False, s.steps, s.effort))
    points = sorted(
        (p for q in pack.questions for p in _near_points(q, answers)),
        key=lambda p: (p.outcome, p.effort / p.gain, -p.gain),
    )
    return Gap(target, found, tuple(near), tuple(points))


def _near_scenarios(pack: Pack, answers: Answers, target: int) -> list[NearScenario]:
    near = []
    for scenario in pack.scenarios:
        level = level_of(answers.choices.get(scenario.id)) or 0
        if scenario.id in answers.not_applicable or not level < target <= scenario.top:
            continue
        near.append(
            NearScenario(
                scenario.id,
                level,
                target - level,
                sum(scenario.efforts[level:target]),
                scenario.binding,
            )
        )
    return near


def _near_points(question: Question, answers: Answers) -> list[NearPoints]:
    chosen = letters_of(answers.choices.get(question.id))
    if question.kind == "multiple":
        return [
            NearPoints(question.id, o.letter, o.points, o.effort, question.outcome)
            for o in question.options
            if o.points > 0 and o.letter not in chosen
        ]
    base = question.option(chosen[0]).points if chosen else 0
    first = [o.letter for o in question.options].index(chosen[0]) + 1 if chosen else 0
    effort = 0
    for option in question.options[first:]:
        effort += option.effort
        if option.points > base:
            gain = option.points - base
            return [NearPoints(question.id, option.letter, gain, effort, question.outcome)]
    return []
