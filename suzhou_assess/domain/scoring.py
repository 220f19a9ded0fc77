"""From answers to the verdict: score, level, counts. Exact and without side effects.

The rule is that of the index pack: points of the chosen options add up along its tree, and the
level is the highest whose three conditions all hold. A score on the edge counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from suzhou_assess.domain.answers import Choice
from suzhou_assess.domain.pack import Dimension, Indicator, Level, Pack, Question
from suzhou_assess.domain.points import Milli


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the index says of one set of answers. All points are thousandths."""

    score: Milli
    level: int
    questions: Mapping[str, Milli]
    """Every question of the pack; an unanswered one has 0."""
    dimensions: Mapping[str, Milli]
    indicators: Mapping[str, Milli]
    scenarios_at: tuple[int, ...]
    """``scenarios_at[n]``: scenarios judged at level n or above; index 0 counts all judged."""
    binding_at: tuple[int, ...]
    """The binding ones among them."""
    unanswered: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.unanswered


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the conditions of a level, and where the enterprise stands."""

    kind: str
    """``score`` (thousandths), ``scenarios`` or ``binding`` (counts)."""
    required: int
    actual: int

    @property
    def met(self) -> bool:
        return self.actual >= self.required

    @property
    def short(self) -> int:
        """What is missing; 0 when it is met."""
        return max(0, self.required - self.actual)


def score(pack: Pack, choices: Mapping[str, Choice]) -> Verdict:
    """The verdict on answers that fit ``pack`` (see ``read_answers``)."""
    return _scorer(pack).score(choices)


def conditions(level: Level, verdict: Verdict) -> tuple[Condition, Condition, Condition]:
    """The three conditions of ``level`` against the verdict."""
    return (
        Condition("score", level.min_score, verdict.score),
        Condition("scenarios", level.min_scenarios, verdict.scenarios_at[level.level]),
        Condition("binding", level.min_binding, verdict.binding_at[level.level]),
    )


class _Scorer:
    """The pack as flat tables, so that a city's worth of answers is scored in seconds."""

    def __init__(self, pack: Pack) -> None:
        self._questions = tuple((q.id, _points_of(q)) for q in pack.questions)
        self._scenarios = tuple(s.id for s in pack.scenarios)
        self._binding = tuple(s.id for s in pack.scenarios if s.binding)
        self._indicators = _runs(pack.indicators)
        self._dimensions = _runs(pack.dimensions)
        top = max(*(s.top for s in pack.scenarios), *(level.level for level in pack.levels))
        self._downwards = tuple(range(top, -1, -1))
        self._levels = tuple(
            (level.level, level.min_score, level.min_scenarios, level.min_binding)
            for level in reversed(pack.levels)
        )

    def score(self, choices: Mapping[str, Choice]) -> Verdict:
        unanswered: list[str] = []
        questions: dict[str, Milli] = {}
        get = choices.get
        for item, points_of in self._questions:
            choice = get(item)
            if choice is None:
                unanswered.append(item)
                questions[item] = 0
            else:
                questions[item] = points_of(choice)
        judged = list(map(get, self._scenarios))
        if None in judged:
            unanswered.extend([item for item in self._scenarios if item not in choices])
        at_or_above = self._at_or_above(judged)
        binding_at_or_above = self._at_or_above(list(map(get, self._binding)))
        so_far = list(accumulate(questions.values(), initial=0))
        indicators = {name: so_far[end] - so_far[start] for name, start, end in self._indicators}
        dimensions = {name: so_far[end] - so_far[start] for name, start, end in self._dimensions}
        total = so_far[-1]
        level = 0
        for candidate, min_score, min_scenarios, min_binding in self._levels:
            if (
                total >= min_score
                and at_or_above[candidate] >= min_scenarios
                and binding_at_or_above[candidate] >= min_binding
            ):
                level = candidate
                break
        return Verdict(
            score=total,
            level=level,
            questions=questions,
            dimensions=dimensions,
            indicators=indicators,
            scenarios_at=at_or_above,
            binding_at=binding_at_or_above,
            unanswered=tuple(unanswered),
        )

    def _at_or_above(self, judged: list[Choice | None]) -> tuple[int, ...]:
        counts: list[int] = []
        count = 0
        for level in self._downwards:
            count += judged.count(level)
            counts.append(count)
        counts.reverse()
        return tuple(counts)


def _runs(nodes: Sequence[Dimension | Indicator]) -> tuple[tuple[str, int, int], ...]:
    """Each node with the positions where its questions start and end: questions stand in the
    order of the tree, so those of a node are a run."""
    ends = list(accumulate((_size(node) for node in nodes), initial=0))
    return tuple((node.id, *run) for node, run in zip(nodes, pairwise(ends), strict=True))


def _size(node: Dimension | Indicator) -> int:
    """How many questions there are below a node."""
    if isinstance(node, Dimension):
        return sum(map(_size, node.indicators))
    return sum(len(sub.questions) for sub in node.subindicators)


def _points_of(question: Question) -> Callable[[Choice], Milli]:
    """The points of an answer. The same sets of letters come again and again."""
    points: Mapping[Choice, Milli] = {o.letter: o.points for o in question.options}
    if question.kind == "single":
        return points.__getitem__
    return lru_cache(maxsize=1 << 14)(lambda choice: sum(map(points.__getitem__, choice)))


@lru_cache(maxsize=16)
def _scorer(pack: Pack) -> _Scorer:
    return _Scorer(pack)
