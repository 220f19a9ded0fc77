"""What the summary workbook is made of: every enterprise once, and the counts of them all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.points import Milli


@dataclass(frozen=True, slots=True)
class SummaryHead:
    """What the counts are held against."""

    goal: int
    goal_by: date
    made_at: datetime
    """In the office's own time."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The latest submitted assessment of an enterprise."""

    pack_id: str
    pack_edition: str
    mode: Mode
    date: date
    assessor: str
    source: str
    score: Milli
    level: int
    dimensions: Mapping[str, Milli]
    indicators: Mapping[str, Milli]
    questions: Mapping[str, Milli]
    scenarios: Mapping[str, int]
    """Levels of those that were judged."""
    not_applicable: frozenset[str]
    scenarios_at: tuple[int, ...]
    binding_at: tuple[int, ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One enterprise."""

    enterprise: Enterprise
    size: str | None
    """Id of the computed size class."""
    assessments: int
    """Submitted ones."""
    latest: Judged | None


@dataclass(slots=True)
class Counts:
    """Of some of the assessed enterprises, each by its latest assessment."""

    levels: Counter[int] = field(default_factory=Counter)
    score: Milli = 0
    """Of all together."""

    def add(self, judged: Judged) -> None:
        self.levels[judged.level] += 1
        self.score += judged.score

    @property
    def assessed(self) -> int:
        return self.levels.total()

    @property
    def mean(self) -> Milli | None:
        """Mean score, rounded half up to a thousandth of a point; ``None`` without any."""
        return (2 * self.score + self.assessed) // (2 * self.assessed) if self.assessed else None


@dataclass(slots=True)
class Tally:
    """Counts as the rows go by."""

    enterprises: int = 0
    incomplete: int = 0
    """Assessed ones whose latest assessment leaves something unanswered."""
    all: Counts = field(default_factory=Counts)
    by_district: defaultdict[str | None, Counts] = field(
        default_factory=lambda: defaultdict(Counts)
    )
    by_size: defaultdict[str | None, Counts] = field(default_factory=lambda: defaultdict(Counts))
    by_level: defaultdict[int, Counts] = field(default_factory=lambda: defaultdict(Counts))
    by_mode: defaultdict[Mode, Counts] = field(default_factory=lambda: defaultdict(Counts))

    def add(self, row: SummaryRow) -> None:
        self.enterprises += 1
        judged = row.latest
        if judged is None:
            return
        self.incomplete += bool(judged.unanswered)
        for counts in (
            self.all,
            self.by_district[row.enterprise.district],
            self.by_size[row.size],
            self.by_level[judged.level],
            self.by_mode[judged.mode],
        ):
            counts.add(judged)
