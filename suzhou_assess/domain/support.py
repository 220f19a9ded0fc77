"""Support measures (支持措施), and which of them fit an assessment, with the reasons.

A measure is data: an office writes its own in YAML, read and checked by ``packs.support_loader``
(the schema is ``docs/support-schema.md``). A measure *fits* when every one of its conditions is
met; it *almost* fits when what is missing can still come: a field of the profile that nobody has
filled in, one more level, a few more points, a qualification, a step in the improvement plan, a
period that hasn't begun. Everything else means that it does *not* fit, and the reasons say why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from suzhou_assess.domain.answers import Answers, level_of
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.domain.text import Text

Kind = Literal["diagnosis", "technology", "finance", "training", "demonstration", "other"]
KINDS: tuple[Kind, ...] = (
    "diagnosis",
    "technology",
    "finance",
    "training",
    "demonstration",
    "other",
)

ListField = Literal["district", "industry", "cluster", "size", "qualification"]
LIST_FIELDS: tuple[ListField, ...] = ("district", "industry", "cluster", "size", "qualification")
"""Fields of a profile that hold a code of a list; ``size`` is computed."""

State = Literal["fits", "almost", "not"]
STATES: tuple[State, ...] = ("fits", "almost", "not")

ReasonState = Literal["met", "open", "unknown", "closed"]
"""A condition is met; or not yet, but within reach (``open``); or the profile doesn't say
(``unknown``); or it can't be met as things stand (``closed``)."""

NEAR_LEVELS = 1
NEAR_POINTS: Milli = 10_000
"""How far below a condition still counts as almost: one level, ten points. What is farther away is
no news for this year, and a list in which everything is almost there helps nobody."""


@dataclass(frozen=True, slots=True)
class LevelWithin:
    """The level lies within these bounds, both included."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class ScoreWithin:
    """The score lies within these bounds, both included."""

    least: Milli | None = None
    most: Milli | None = None


@dataclass(frozen=True, slots=True)
class ScenarioBelow:
    """One of these scenarios stands below a level. 不适用 ones don't count."""

    level: int
    scenarios: tuple[str, ...] = ()
    """Empty: any of the index."""


@dataclass(frozen=True, slots=True)
class PointsBelow:
    """One of these questions or indicators has less than a share of its points."""

    share: Fraction
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """The improvement plan (提升计划) raises one of these questions or scenarios."""

    items: tuple[str, ...] = ()
    """Empty: any step at all."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field of the profile has one of these codes."""

    field: ListField
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboveScale:
    """Whether the enterprise is 规上."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Period:
    """Days in which one can apply, both included."""

    begins: date | None = None
    ends: date | None = None


Condition = (
    LevelWithin | ScoreWithin | ScenarioBelow | PointsBelow | Planned | OneOf | AboveScale | Period
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that the city, a district or somebody else offers."""

    id: str
    """Unique in its pack."""
    kind: Kind
    name: Text
    summary: Text
    """What an enterprise gets."""
    source: Text
    """Where it is written."""
    conditions: tuple[Condition, ...] = ()
    """All must hold; none: it is for everyone."""
    apply: Text | None = None
    """How one gets it, and from whom."""
    link: str = ""
    """An http or https address; may be empty."""
    example: bool = False
    """An example (示例): no measure that one could apply for."""


@dataclass(frozen=True, eq=False, repr=False)
class SupportPack:
    """The measures of one office."""

    id: str
    edition: str
    name: Text
    index: str | None
    """Id of the index that conditions on level, score and gaps speak of."""
    measures: tuple[Measure, ...]
    digest: str = ""
    """SHA-256 of the file that it was read from."""

    def __repr__(self) -> str:
        return f"SupportPack({self.id!r}, {self.edition!r})"


@dataclass(frozen=True, slots=True)
class Facts:
    """What measures are matched against."""

    pack: Pack
    answers: Answers
    verdict: Verdict
    enterprise: Enterprise
    places: Places
    on: date
    """The day that is asked about."""
    planned: frozenset[str] = frozenset()
    """Items that the improvement plan raises and that aren't done yet."""

    def code(self, field: ListField) -> str | None:
        """The enterprise's code in a list; ``None`` when the profile doesn't say."""
        if field == "size":
            size = self.enterprise.size(self.places)
            return size.id if size else None
        code: str | None = getattr(self.enterprise, field)
        return code


@dataclass(frozen=True, slots=True)
class Reason:
    """How a condition stands, and by what."""

    condition: Condition
    state: ReasonState
    value: int | str | bool | None = None
    """What was found: a level, thousandths of a score, a code. ``None``: unknown, or not one
    value."""
    items: tuple[str, ...] = ()
    """Of a condition on gaps or the plan: the questions, scenarios and indicators that it holds
    for."""

    @property
    def field(self) -> str | None:
        """The field of the profile to be filled in, when one is missing."""
        if self.state != "unknown":
            return None
        if isinstance(self.condition, AboveScale):
            return "above_scale"
        if isinstance(self.condition, OneOf):
            # The size is computed from employees and revenue.
            return "employees" if self.condition.field == "size" else self.condition.field
        return None


@dataclass(frozen=True, slots=True)
class Fit:
    """How a measure stands to an assessment."""

    measure: Measure
    state: State
    met: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    """What rules it out first, then what is unknown, then what is within reach."""


def match(pack: SupportPack, facts: Facts) -> tuple[Fit, ...]:
    """How every measure of ``pack`` stands, in its order.

    Raises ``ValueError`` for a pack that speaks of another index than the assessment's: ids of
    scenarios and levels mean something else there.
    """
    if pack.index is not None and pack.index != facts.pack.id:
        raise ValueError(f"measures for {pack.index} beside {facts.pack.id}")
    return tuple(_fit(measure, facts) for measure in pack.measures)


def best_first(fits: Sequence[Fit]) -> tuple[Fit, ...]:
    """What fits, then what almost does, then the others; otherwise as given."""
    return tuple(sorted(fits, key=lambda fit: STATES.index(fit.state)))


def _fit(measure: Measure, facts: Facts) -> Fit:
    reasons = [_reason(condition, facts) for condition in measure.conditions]
    met = tuple(reason for reason in reasons if reason.state == "met")
    order: tuple[ReasonState, ...] = ("closed", "unknown", "open")
    missing = tuple(
        sorted((r for r in reasons if r.state != "met"), key=lambda r: order.index(r.state))
    )
    if not missing:
        state: State = "fits"
    else:
        state = "not" if missing[0].state == "closed" else "almost"
    return Fit(measure, state, met, missing)


def _reason(condition: Condition, facts: Facts) -> Reason:
    match condition:
        case LevelWithin(least, most):
            return _within(condition, facts.verdict.level, least, most, NEAR_LEVELS)
        case ScoreWithin(least, most):
            return _within(condition, facts.verdict.score, least, most, NEAR_POINTS)
        case ScenarioBelow() | PointsBelow():
            found = tuple(_gaps(condition, facts))
            # There is nothing to mend: the measure isn't meant for this enterprise.
            return Reason(condition, "met" if found else "closed", items=found)
        case Planned(items):
            planned = tuple(
                item
                for item in facts.pack.item_ids
                if item in facts.planned and (not items or item in items)
            )
            return Reason(condition, "met" if planned else "open", items=planned)
        case OneOf(field, codes):
            code = facts.code(field)
            if code is None:
                return Reason(condition, "unknown")
            # One can move up to 专精特新, but hardly to another district or industry.
            otherwise: ReasonState = "open" if field == "qualification" else "closed"
            return Reason(condition, "met" if code in codes else otherwise, code)
        case AboveScale(wanted):
            above = facts.enterprise.above_scale
            if above is None:
                return Reason(condition, "unknown")
            return Reason(condition, "met" if above == wanted else "closed", above)
        case Period(begins, ends):
            if ends is not None and facts.on > ends:
                return Reason(condition, "closed")
            early = begins is not None and facts.on < begins
            return Reason(condition, "open" if early else "met")


def _within(
    condition: LevelWithin | ScoreWithin, value: int, least: int | None, most: int | None, near: int
) -> Reason:
    state: ReasonState = "met"
    if most is not None and value > most:
        state = "closed"
    elif least is not None and value < least:
        state = "open" if least - value <= near else "closed"
    return Reason(condition, state, value)


def _gaps(condition: ScenarioBelow | PointsBelow, facts: Facts) -> Iterator[str]:
    """The items that the condition holds for, in its own order or that of the index."""
    pack, answers = facts.pack, facts.answers
    if isinstance(condition, ScenarioBelow):
        for item in condition.scenarios or tuple(pack.scenario_by_id):
            # An edition of the index may have dropped a scenario that measures still name.
            known = item in pack.scenario_by_id and item not in answers.not_applicable
            if known and (level_of(answers.choices.get(item)) or 0) < condition.level:
                yield item
        return
    points = _points(facts)
    for item in condition.items:
        found = points(item)
        if found is not None and found[0] < condition.share * found[1]:
            yield item


def _points(facts: Facts) -> Callable[[str], tuple[Milli, Milli] | None]:
    pack, verdict = facts.pack, facts.verdict
    indicators = {indicator.id: indicator.points for indicator in pack.indicators}

    def points(item: str) -> tuple[Milli, Milli] | None:
        """Points and full points of a question or indicator; ``None`` for neither."""
        if item in indicators:
            return verdict.indicators[item], indicators[item]
        question = pack.question_by_id.get(item)
        return None if question is None else (verdict.questions[item], question.points)

    return points
