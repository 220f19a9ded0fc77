"""What the roll-up (汇总) says: small frozen records, the same for window, workbook and commands.

Counts are exact. Points are thousandths: a mean is rounded half up to one, and so is a quartile.
Quartiles are those of Excel's ``QUARTILE.INC``: of n values in order, the k-th lies at position
``(n - 1) * k / 4`` counted from 0, in a straight line between the two values beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.pace import Pace
from suzhou_assess.domain.pack import Severity
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.text import Text

UNKNOWN = ""
"""The code of those whose district, industry or size isn't known."""

Quartiles = tuple[Milli, Milli, Milli]
"""The first, the median, the third."""


@dataclass(frozen=True, slots=True)
class RollupFilter:
    """What is looked at. Nothing chosen means all.

    Mode and period choose among the counting assessments first; then of each enterprise the one
    that counts (``domain.precedence``) is taken. District, industry and size are those that the
    enterprise has now.
    """

    districts: tuple[str, ...] = ()
    """Codes; ``UNKNOWN`` for those without one, here and in the next two."""
    industries: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    mode: Mode | None = None
    since: date | None = None
    """The first day, and the last."""
    until: date | None = None

    @property
    def narrows_profile(self) -> bool:
        """By industry or size, for which nobody set a goal."""
        return bool(self.industries or self.sizes)


PartKind = Literal[
    "all",
    "assessed",
    "unassessed",
    "district",
    "industry",
    "size",
    "level",
    "month",
    "scenario",
    "indicator",
    "question",
    "check",
    "incomplete",
    "altered",
    "doubtful",
    "missing",
]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a view whose enterprises are asked for.

    ======================================  ========================  ============================
    kind                                    key                       level
    ======================================  ========================  ============================
    all, assessed, unassessed               -                         -
    district, industry, size                code, ``UNKNOWN``         of assessed ones; None: all
                                                                      assessed
    level                                   -                         the level
    month (first assessed in it)            ``2025-03``               -
    scenario                                id                        0…, or one of ``standing``'s
                                                                      NOT_APPLICABLE, UNANSWERED
    indicator, question (all points got)    id                        -
    check                                   id                        -
    incomplete, altered, doubtful           -                         -
    missing                                 district, industry, size  -
    ======================================  ========================  ============================
    """

    kind: PartKind
    key: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class MonthCount:
    """New enterprises of one month, each counted on the day of its first assessment."""

    month: date
    """Its first day."""
    new: int
    total: int
    """By its end; that of the last month is the campaign's ``Pace.done``."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """The enterprises of one industry or size."""

    code: str
    name: Text
    enterprises: int
    """Known ones, assessed or not."""
    assessed: int
    levels: tuple[int, ...]
    """Assessed ones at level 0, 1, …"""
    mean: Milli | None
    """Mean score; ``None`` without any."""


@dataclass(frozen=True, slots=True)
class DistrictView(GroupView):
    """The enterprises of one district, and how it goes with its own target."""

    target: int | None
    """``None`` when none is set, or when the filter takes only a part of the enterprises."""
    pace: Pace | None
    """Against its target; ``None`` without one."""
    months: tuple[int, ...]
    """New enterprises by month, for the months of ``RollupView.months``."""


@dataclass(frozen=True, slots=True)
class ScenarioView:
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
class PointsView:
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
class CheckView:
    """How many of the counting assessments one data check fires for."""

    id: str
    """That of the pack, ``figures_lead_elsewhere`` for figures beside questions."""
    name: Text
    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class QualityView:
    """What of the data is to be looked at. Enterprises of the filter that were assessed."""

    incomplete: int
    """Something is left unanswered."""
    checks: tuple[CheckView, ...]
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


@dataclass(frozen=True, slots=True)
class RollupView:
    """The roll-up of one filter."""

    filter: RollupFilter
    as_of: date
    enterprises: int
    """Known ones, assessed or not."""
    assessed: int
    levels: tuple[int, ...]
    """Assessed ones at level 0, 1, …"""
    second_up: int
    """At level 2 or above."""
    onsite: int
    """By an assessment on site; the others by one of their own."""
    mean: Milli | None
    """Mean score; ``None`` without any assessed enterprise."""
    quartiles: Quartiles | None
    goal: int | None
    """The campaign's; with districts chosen the sum of their targets. ``None`` where a district
    has no target, and where industry or size is chosen: nobody set a goal for these."""
    pace: Pace | None
    """``None`` without a goal. ``done`` counts first assessments within the campaign up to
    ``as_of``, so it may be less than ``assessed``."""
    months: tuple[MonthCount, ...]
    """From the campaign's begin to the month of ``as_of``, without a gap."""
    districts: tuple[DistrictView, ...]
    """Ranked: those with a target by the share of it that is done, then the others by assessed
    enterprises; the unknown last."""
    industries: tuple[GroupView, ...]
    """Those that have enterprises, most assessed first; the unknown last."""
    sizes: tuple[GroupView, ...]
    """Largest class first; the unknown last, if there are any."""
    scenarios: tuple[ScenarioView, ...]
    indicators: tuple[PointsView, ...]
    questions: tuple[PointsView, ...]
    quality: QualityView
