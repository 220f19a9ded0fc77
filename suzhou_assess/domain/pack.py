"""An index pack (指标包): the questionnaire, its points and its level rule, as data.

Nothing of a particular index stands in code. A pack is read from YAML by
``suzhou_assess.packs`` and checked there, so what arrives here can be relied on: ids are unique,
weights multiply out to exactly 100 points, every text is there in both languages.
The YAML schema is documented in ``docs/pack-schema.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from suzhou_assess.domain.pack_checks import Check
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.text import Text

QuestionKind = Literal["single", "multiple"]
Trend = Literal["up", "flat", "down"]


@dataclass(frozen=True, slots=True)
class Proof:
    """One kind of thing that proves an answer (佐证要求), e.g. 网络拓扑图.

    Without ``letters`` and ``from_level`` it proves whatever is claimed.
    """

    id: str
    """``Q01.1``: the item's id and the place in its list. Evidence is stored under it, so the
    entries of an edition never change their order."""
    text: Text
    letters: tuple[str, ...] = ()
    """Of a question: only these options need it."""
    from_level: int | None = None
    """Of a scenario: needed from this level on."""


@dataclass(frozen=True, slots=True)
class Help:
    """What a person needs beside a question who is no IT person."""

    meaning: Text
    """What is asked, in plain words."""
    definitions: tuple[tuple[Text, Text], ...] = ()
    """Pairs of a term and what it means here."""
    evidence: tuple[Proof, ...] = ()
    """What counts as proof (佐证要求)."""
    mistakes: tuple[Text, ...] = ()
    """Common mistakes (常见误区)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number asked beside a question, e.g. 生产设备总数（台）."""

    id: str
    name: Text
    unit: Text
    integer: bool = False
    maximum: int | None = None
    """Largest sensible value (100 for a percentage); figures are never below 0."""
    hint: Text | None = None
    from_profile: Literal["employees", "revenue"] | None = None
    """The field of the enterprise's profile that this figure may be taken over from."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure over another, or one figure alone."""

    numerator: str
    denominator: str | None = None


@dataclass(frozen=True, slots=True)
class BandRule:
    """The option follows from the band that a ratio falls into.

    Bands are the options' ``upper`` edges in order: the lower edge is open, the upper closed,
    and the first band holds 0.
    """

    name: Text
    value: Ratio

    @property
    def figures(self) -> tuple[str, ...]:
        return _figures_of(self.value)


@dataclass(frozen=True, slots=True)
class TrendRule:
    """The option follows from whether a value rose, stayed or fell between two periods."""

    name: Text
    unit: Text
    before: Ratio
    after: Ratio
    scale: int = 1
    """Only for showing the two values: 100 for "per 100 yuan"."""

    @property
    def figures(self) -> tuple[str, ...]:
        return _figures_of(self.before, self.after)


def _figures_of(*ratios: Ratio) -> tuple[str, ...]:
    names = (name for ratio in ratios for name in (ratio.numerator, ratio.denominator) if name)
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    letter: str
    text: Text
    points: Milli
    excludes_others: bool = False
    """In a multiple choice: this option (A 无) stands alone."""
    effort: int = 0
    """Relative effort of getting here: for a multiple choice of adding this option, for a single
    choice of the step up from the option before."""
    upper: Fraction | None = None
    """Upper, closed edge of the band, as a share (``Fraction(1, 10)`` is 10%)."""
    trend: Trend | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A scored question."""

    id: str
    name: Text
    """Short name, e.g. 设备数字化."""
    prompt: Text
    """The question as it is put to a person."""
    kind: QuestionKind
    points: Milli
    """Points of the best possible answer."""
    options: tuple[Option, ...]
    help: Help
    hint: Text | None = None
    figures: tuple[Figure, ...] = ()
    """Figures entered beside this question. A figure belongs to one question only; a rule may
    use figures of other questions too."""
    rule: BandRule | TrendRule | None = None
    outcome: bool = False
    """A result (成效), which is not planned but shows afterwards."""

    def option(self, letter: str) -> Option:
        """The option of that letter; raises ``KeyError``."""
        for option in self.options:
            if option.letter == letter:
                return option
        raise KeyError(letter)


@dataclass(frozen=True, slots=True)
class SubIndicator:
    id: str
    name: Text
    weight: Fraction
    points: Milli
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A 一级指标 within a dimension, an axis of the radar."""

    id: str
    name: Text
    weight: Fraction
    points: Milli
    subindicators: tuple[SubIndicator, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension that gives points."""

    id: str
    name: Text
    weight: Fraction
    points: Milli
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """An application scenario (应用场景), judged at a level from 0."""

    id: str
    name: Text
    prompt: Text
    binding: bool
    """约束性 (True) or 指导性."""
    levels: tuple[Text, ...]
    """Description of each level, index 0 first."""
    efforts: tuple[int, ...]
    """Relative effort of each step up: ``efforts[0]`` from level 0 to 1, and so on."""
    help: Help

    @property
    def top(self) -> int:
        return len(self.levels) - 1


@dataclass(frozen=True, slots=True)
class ScenarioGroup:
    id: str
    name: Text
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A maturity level and the three conditions that must all hold for it."""

    level: int
    name: Text
    meaning: Text
    min_score: Milli = 0
    min_scenarios: int = 0
    """Scenarios at or above this level."""
    min_binding: int = 0
    """Binding scenarios at or above this level."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure that another appraisal derives from the level; shown as 参考 only."""

    id: str
    name: Text
    note: Text
    maximum: int
    by_level: tuple[int, ...]
    """Points for level 0, 1, …"""


@dataclass(frozen=True, eq=False, repr=False)
class Pack:
    """A whole index. Compared by identity; ``id`` and ``edition`` name it."""

    id: str
    edition: str
    name: Text
    short_name: Text
    source: Text
    dimensions: tuple[Dimension, ...]
    scenario_dimension: Text
    """Name of the dimension that the scenarios make up and that gives no points."""
    scenario_groups: tuple[ScenarioGroup, ...]
    levels: tuple[Level, ...]
    """Level 0 first."""
    checks: tuple[Check, ...] = ()
    references: tuple[Reference, ...] = ()
    digest: str = ""
    """SHA-256 of the file that it was read from."""

    def __repr__(self) -> str:
        # In full it would be a hundred thousand characters in every traceback.
        return f"Pack({self.id!r}, {self.edition!r})"

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All scored questions in the index's order."""
        return tuple(
            question
            for indicator in self.indicators
            for sub in indicator.subindicators
            for question in sub.questions
        )

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(i for dimension in self.dimensions for i in dimension.indicators)

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(s for group in self.scenario_groups for s in group.scenarios)

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def scenario_by_id(self) -> Mapping[str, Scenario]:
        return {scenario.id: scenario for scenario in self.scenarios}

    @cached_property
    def proof_by_id(self) -> Mapping[str, Proof]:
        helps = (*(q.help for q in self.questions), *(s.help for s in self.scenarios))
        return {proof.id: proof for help_ in helps for proof in help_.evidence}

    @cached_property
    def figure_by_id(self) -> Mapping[str, Figure]:
        return {figure.id: figure for q in self.questions for figure in q.figures}

    @cached_property
    def question_of_figure(self) -> Mapping[str, str]:
        """Id of the question that a figure is asked beside."""
        return {figure.id: q.id for q in self.questions for figure in q.figures}

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of everything that is answered: questions, then scenarios."""
        return tuple(q.id for q in self.questions) + tuple(s.id for s in self.scenarios)

    @cached_property
    def place_by_question(self) -> Mapping[str, tuple[Dimension, Indicator, SubIndicator]]:
        """Where a question stands."""
        return {
            question.id: (dimension, indicator, sub)
            for dimension in self.dimensions
            for indicator in dimension.indicators
            for sub in indicator.subindicators
            for question in sub.questions
        }

    def item_name(self, item_id: str) -> Text:
        """Short name of a question or scenario; raises ``KeyError``."""
        if item_id in self.question_by_id:
            return self.question_by_id[item_id].name
        return self.scenario_by_id[item_id].name

    def proofs_of(self, item_id: str) -> tuple[Proof, ...]:
        """What counts as proof of a question or scenario; raises ``KeyError``."""
        if item_id in self.question_by_id:
            return self.question_by_id[item_id].help.evidence
        return self.scenario_by_id[item_id].help.evidence

    @property
    def full_score(self) -> Milli:
        return sum(dimension.points for dimension in self.dimensions)
