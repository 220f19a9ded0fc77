"""Two assessments of one enterprise side by side: what rose, what fell, why the level moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from suzhou_assess.domain.answers import Answers, Choice, letters_of, level_of, read_choice
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.scoring import Verdict, conditions

Direction = Literal["rise", "fall", "other", "new", "gone"]
"""How one item moved:

- ``rise``, ``fall``: more or fewer points, a higher or lower level.
- ``other``: as many points by other options, or 不适用 on one side only.
- ``new``, ``gone``: answered only in the newer, only in the older.
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two assessments."""

    pack: Pack
    """The edition that it was answered with."""
    answers: Answers
    verdict: Verdict
    """By that edition."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A question or scenario that isn't answered as before."""

    item: str
    direction: Direction
    before: Choice | None
    after: Choice | None
    before_na: bool
    """不适用 before."""
    after_na: bool
    gained: int
    """After less before: thousandths of a point for a question, levels for a scenario. What isn't
    answered has 0."""


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """The points of an indicator before and after."""

    indicator: str
    before: Milli
    after: Milli
    full: Milli

    @property
    def gained(self) -> Milli:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """One condition of a level, then and now."""

    level: int
    kind: str
    """``score`` (thousandths), ``scenarios`` or ``binding`` (counts)."""
    required: int
    before: int
    after: int

    @property
    def met_before(self) -> bool:
        return self.before >= self.required

    @property
    def met_after(self) -> bool:
        return self.after >= self.required

    @property
    def turned(self) -> bool:
        """Whether this condition is what came or went."""
        return self.met_before != self.met_after


@dataclass(frozen=True)
class Comparison:
    """The older and the newer of two assessments, both by the newer's edition of the index."""

    pack: Pack
    level_before: int
    level_after: int
    score_before: Milli
    score_after: Milli
    indicators: tuple[IndicatorChange, ...]
    """All of them, in the index's order."""
    items: tuple[ItemChange, ...]
    """Those that changed, in the index's order."""
    conditions: tuple[ConditionChange, ...]
    """Of every level between the two, lowest first; of the next level up where it stayed. Those
    that ask for nothing are left out."""
    editions_differ: bool = False
    """Answered with different editions: the older one is read by the newer's questions, while
    its score and level are those of its own edition."""

    @cached_property
    def rises(self) -> tuple[ItemChange, ...]:
        return tuple(change for change in self.items if change.direction == "rise")

    @cached_property
    def falls(self) -> tuple[ItemChange, ...]:
        return tuple(change for change in self.items if change.direction == "fall")

    @cached_property
    def others(self) -> tuple[ItemChange, ...]:
        """Answered otherwise, or only once."""
        return tuple(c for c in self.items if c.direction not in ("rise", "fall"))

    @cached_property
    def decisive(self) -> tuple[ConditionChange, ...]:
        """Why the level moved: the conditions that are met now and weren't, or the reverse."""
        return tuple(condition for condition in self.conditions if condition.turned)


def compare(pack: Pack, older: Side, newer: Side) -> Comparison:
    """The two by ``pack``, which is the newer's.

    Raises ``ValueError`` for assessments of different indexes: their questions are other ones.
    """
    if not older.pack.id == newer.pack.id == pack.id:
        raise ValueError(f"{older.pack.id} beside {newer.pack.id}")
    before, after = older.verdict, newer.verdict
    return Comparison(
        pack=pack,
        level_before=before.level,
        level_after=after.level,
        score_before=before.score,
        score_after=after.score,
        indicators=tuple(
            IndicatorChange(
                indicator.id,
                before.indicators.get(indicator.id, 0),
                after.indicators.get(indicator.id, 0),
                indicator.points,
            )
            for indicator in pack.indicators
        ),
        items=tuple(_changes(pack, older, newer)),
        conditions=tuple(_conditions(pack, before, after)),
        editions_differ=older.pack.edition != newer.pack.edition,
    )


def _changes(pack: Pack, older: Side, newer: Side) -> Iterator[ItemChange]:
    for item in pack.item_ids:
        before, after = _choice(pack, older, item), _choice(pack, newer, item)
        before_na = before is not None and item in older.answers.not_applicable
        after_na = after is not None and item in newer.answers.not_applicable
        if (before, before_na) == (after, after_na):
            continue
        gained = _worth(pack, item, after) - _worth(pack, item, before)
        direction: Direction
        if before is None:
            direction = "new"
        elif after is None:
            direction = "gone"
        elif gained:
            direction = "rise" if gained > 0 else "fall"
        else:
            direction = "other"
        yield ItemChange(item, direction, before, after, before_na, after_na, gained)


def _choice(pack: Pack, side: Side, item: str) -> Choice | None:
    """What was answered, as far as ``pack`` knows it: an option that another edition had and this
    one hasn't counts as nothing."""
    choice = side.answers.choices.get(item)
    if choice is None or side.pack is pack:
        return choice
    understood, problems = read_choice(pack, item, choice)
    return None if problems else understood


def _worth(pack: Pack, item: str, choice: Choice | None) -> int:
    level = level_of(choice)
    if level is not None or choice is None:
        return level or 0
    question = pack.question_by_id[item]
    return sum(question.option(letter).points for letter in letters_of(choice))


def _conditions(pack: Pack, before: Verdict, after: Verdict) -> Iterator[ConditionChange]:
    low, high = sorted((before.level, after.level))
    if low == high:
        high = low + 1
    for level in pack.levels:
        if not low < level.level <= high:
            continue
        for then, now in zip(conditions(level, before), conditions(level, after), strict=True):
            if now.required:
                yield ConditionChange(level.level, now.kind, now.required, then.actual, now.actual)
