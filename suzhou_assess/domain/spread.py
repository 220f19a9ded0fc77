"""How the answers of many enterprises spread: what the roll-up page and the summary workbook show.

Counts are exact. Points are thousandths: a mean is rounded half up to one, and so is a quartile.
Quartiles are those of Excel's ``QUARTILE.INC``: of n values in order, the k-th lies at position
``(n - 1) * k / 4`` counted from 0, in a straight line between the two values beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from suzhou_assess.domain.pack_checks import Severity
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.text import Text

Quartiles = tuple[Milli, Milli, Milli]
"""The first, the median, the third."""


@dataclass(frozen=True, slots=True)
class ScenarioSpread:
    """At what levels the enterprises stand in one scenario."""

    id: str
    name: Text
    group: Text
    binding: bool
    counts: tuple[int, ...]
    """At level 0, 1, … Level 0 without those that it doesn't apply to."""
    not_applicable: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class PointsSpread:
    """How the points of one indicator or question spread. An unanswered question has 0."""

    id: str
    name: Text
    full: Milli
    """Points of the best possible answer."""
    mean: Milli | None
    """``None`` without any assessed enterprise, as are the quartiles."""
    quartiles: Quartiles | None
    at_full: int
    """Enterprises that have all points."""
    assessed: int

    @property
    def full_share(self) -> Fraction:
        """The full-score rate (满分率); 0 without any assessed enterprise."""
        return Fraction(self.at_full, self.assessed) if self.assessed else Fraction(0)


@dataclass(frozen=True, slots=True)
class CheckCount:
    """How many of the counting assessments one data check fires for."""

    id: str
    """That of the pack, ``figures_lead_elsewhere`` for figures beside questions."""
    name: Text
    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class Quality:
    """What of the data is to be looked at. Enterprises of the filter that were assessed."""

    incomplete: int
    """Something is left unanswered."""
    checks: tuple[CheckCount, ...]
    """In the pack's order."""
    contradictory: int
    """Those that at least one check fires for."""
    altered: int
    """Those with a workbook that was changed after export, waiting for a decision or accepted."""
    waiting: Mapping[str, int]
    """Open doubts by kind (``equal_date``, ``two_districts``, ``same_name``, ``altered``)."""
    no_district: int
    no_industry: int
    no_size: int
    unreadable: int
    """Assessments left out, of the whole database: of an edition that isn't at hand, or not yet
    packed (``services.standings.brush_up``)."""
