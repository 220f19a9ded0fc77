"""What the summary workbook is made of: counted facts, that it only lays out.

Nothing is counted here or when it is written, except shares: one number over another. Points are
thousandths. ``services.summary_facts`` fills these records from the roll-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.pace import Pace
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.spread import PointsSpread, Quality, Quartiles, ScenarioSpread
from suzhou_assess.domain.text import Text


@dataclass(frozen=True, slots=True)
class SummaryHead:
    """What the summary is of."""

    pack: Pack
    places: Places
    campaign: str
    """Its name; may be empty."""
    as_of: date
    """Progress is counted to the evening of this day."""
    made_at: datetime
    """In the office's own time."""
    districts: tuple[Text | None, ...] = ()
    """The only ones in it (``None``: those without one); empty for all."""
    since: date | None = None
    until: date | None = None
    """Only assessments of these days are in it."""
    industries: tuple[Text | None, ...] = ()
    """As ``districts``, code and name."""
    sizes: tuple[Text | None, ...] = ()
    mode: Mode | None = None
    """The only one in it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the enterprises."""

    name: Text | None
    """``None`` for those of which it isn't known."""
    enterprises: int
    """Known ones, assessed or not."""
    assessed: int
    levels: tuple[int, ...]
    """Assessed ones at level 0, 1, …"""
    mean: Milli | None
    """Mean score; ``None`` without any."""
    code: str = ""

    def at_least(self, level: int) -> int:
        """Assessed ones at this level or above."""
        return sum(self.levels[level:])


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of the roster (应评名单), and how much of it is assessed."""

    name: Text | None
    """``None`` where it isn't known."""
    total: int
    assessed: int
    district: Text | None = None
    """Of a town: the short name of its district."""

    @property
    def missing(self) -> int:
        return self.total - self.assessed


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of what the summary is of."""

    source: str
    """The file that it came from; may be empty."""
    saved_on: date | None
    all: Listed
    districts: Mapping[Text | None, Listed]
    """By name; districts without an entry are left out."""
    towns: tuple[Listed, ...]
    """Those that most are missing of first, as the next."""
    industries: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class District(Group):
    """The enterprises of one district, and how it goes with its target."""

    short: Text | None = None
    target: int | None = None
    """``None`` when none is set."""
    pace: Pace | None = None
    """Against its target; ``None`` without one."""
    new: tuple[int, ...] = ()
    """New enterprises of each month of ``Summary.months`` that has begun."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the campaign, past or to come."""

    last: date
    """Its last day, or the day of the count in the month that it falls into."""
    new: int | None
    """Enterprises assessed for the first time; ``None`` in a month to come."""
    total: int | None
    """By ``last``."""
    planned: int | None
    """What the plan asks by ``last``; ``None`` without a goal."""
    forecast: int | None
    """What the pace leads to; from the day of the count on."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one district, or all together, did in a quarter or a year."""

    name: Text | None
    new: int
    """Enterprises assessed for the first time in it."""
    done: int
    """By its end."""
    target: int | None
    """For the whole campaign; ``None`` when none is set, and then so is the rest."""
    planned: int | None = None
    """What the plan asks by its end."""
    needed_per_day: Fraction | None = None
    """From its end on; ``None`` also when no day is left."""
    rank: int | None = None
    """By the share of the plan that is done; equal shares share a rank."""

    @property
    def behind(self) -> int | None:
        """``planned - done``; negative when ahead."""
        return None if self.planned is None else self.planned - self.done

    @property
    def reached(self) -> bool:
        """Whether the whole target is done."""
        return self.target is not None and self.done >= self.target


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter or a year."""

    year: int
    quarter: int | None
    """1 to 4; ``None`` for a year."""
    last: date
    """Its last day, or the day of the count when that is earlier."""
    over: bool
    """False while it runs."""
    due: bool
    """Whether the goal's day has come by ``last``."""
    all: Share
    districts: tuple[Share, ...]
    """By rank, then those without one by new enterprises; the unknown last."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything but the enterprises one by one."""

    head: SummaryHead
    all: Group
    """All enterprises of the filter; its name is that of the city."""
    quartiles: Quartiles | None
    """Of the score."""
    modes: tuple[tuple[str, int], ...]
    """Assessed enterprises by the mode (``self``, ``onsite``) of the assessment that counts."""
    pace: Pace | None
    """``None`` when nobody set a goal for what the filter takes."""
    done: int
    """Enterprises counted towards the goal: less than assessed where the campaign began later."""
    months: tuple[Month, ...]
    districts: tuple[District, ...]
    """Ranked; the unknown last."""
    quarters: tuple[Period, ...]
    """The latest first, as the years."""
    years: tuple[Period, ...]
    industries: tuple[Group, ...]
    sizes: tuple[Group, ...]
    indicators: tuple[PointsSpread, ...]
    questions: tuple[PointsSpread, ...]
    scenarios: tuple[ScenarioSpread, ...]
    quality: Quality
    roster: Roster | None = None
    """``None`` when there is none."""


@dataclass(frozen=True, slots=True)
class Detail:
    """The enterprises one by one, each a row of values for ``words.detail_columns``."""

    count: int
    rows: Iterable[Sequence[Any]]
    """``count`` of them, to be gone through once."""
