"""What the roll-up (汇总) says: small frozen records, the same for window, workbook and commands.

Counts are exact, points are thousandths (see ``domain.spread``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.pace import Pace
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.spread import PointsSpread, Quality, Quartiles, ScenarioSpread
from suzhou_assess.domain.text import Text

UNKNOWN = ""
"""The code of those whose district, industry or size isn't known."""


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
    scenarios: tuple[ScenarioSpread, ...]
    indicators: tuple[PointsSpread, ...]
    questions: tuple[PointsSpread, ...]
    quality: Quality
