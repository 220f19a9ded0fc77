"""What the summary workbook says, taken from a view of the roll-up.

Counts, means and plans are those of the view; here they are put beside each other by month, quarter
and year. Quarters and years end with months, so what was done by their ends stands in the view's
months.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from suzhou_assess.domain.pace import Pace, pace, planned
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.text import Text
from suzhou_assess.services.campaigns import Campaign
from suzhou_assess.services.rollup_views import (
    UNKNOWN,
    DistrictView,
    GroupView,
    RollupView,
)
from suzhou_assess.services.roster import Coverage, CoverageRow, RosterCard
from suzhou_assess.workbook.summary_data import (
    District,
    Group,
    Listed,
    Month,
    Period,
    Roster,
    Share,
    Summary,
    SummaryHead,
)

_DAY = timedelta(days=1)
_FORECAST_DRAWN, _MOST_DRAWN = timedelta(days=365), timedelta(days=3650)
"""How far beyond the plan's end a forecast is drawn, and how far ahead anything; it is told in any
case."""


def facts(
    view: RollupView,
    campaign: Campaign,
    pack: Pack,
    places: Places,
    made_at: datetime,
    roster: Roster | None = None,
) -> Summary:
    """Everything but the enterprises one by one; ``roster`` as ``roster_facts`` tells it."""
    ends = [_end_of_month(month.month, view.as_of) for month in view.months]
    done = view.months[-1].total if view.months else 0
    city = _Course(None, view.pace, view.goal, tuple(month.new for month in view.months))
    courses = [_course(district) for district in view.districts]
    return Summary(
        head=_head(view, campaign, pack, places, made_at),
        all=Group(places.city, view.enterprises, view.assessed, view.levels, view.mean),
        quartiles=view.quartiles,
        modes=(("self", view.assessed - view.onsite), ("onsite", view.onsite)),
        pace=view.pace,
        done=done,
        months=tuple(_months(view, ends)),
        districts=tuple(_district(district, places) for district in view.districts),
        quarters=tuple(_periods(city, courses, ends, campaign.by, by_quarter=True)),
        years=tuple(_periods(city, courses, ends, campaign.by, by_quarter=False)),
        industries=tuple(_group(group, code=group.code) for group in view.industries),
        sizes=tuple(_group(group) for group in view.sizes),
        indicators=view.indicators,
        questions=view.questions,
        scenarios=view.scenarios,
        quality=view.quality,
        roster=roster,
    )


def roster_facts(share: Coverage, card: RosterCard | None, places: Places) -> Roster:
    """What the summary says of the roster, and where that came from."""
    short = {district.code: district.short for district in places.districts}

    def listed(row: CoverageRow, *, coded: bool = False) -> Listed:
        name = row.name and _coded(row.key, row.name) if coded else row.name
        return Listed(name, row.total, row.assessed, short.get(row.district))

    def by_missing(one: Listed) -> tuple[object, ...]:
        return -one.missing, -one.total, one.name is None

    return Roster(
        source=card.source if card else "",
        saved_on=card.saved_at.date() if card else None,
        all=Listed(places.city, share.total, share.assessed),
        districts={row.name: listed(row) for row in share.by_district},
        towns=tuple(sorted(map(listed, share.by_town), key=by_missing)),
        industries=tuple(
            sorted((listed(row, coded=True) for row in share.by_industry), key=by_missing)
        ),
    )


def _coded(code: str, name: Text) -> Text:
    return Text(f"{code} {name.zh}", f"{code} {name.en}")


def _head(
    view: RollupView, campaign: Campaign, pack: Pack, places: Places, made_at: datetime
) -> SummaryHead:
    names: Mapping[str, Text] = {district.code: district.name for district in places.districts}
    industries = {one.code: _coded(one.code, one.name) for one in places.industries}
    sizes = {size.id: size.name for size in places.sizes}
    return SummaryHead(
        pack=pack,
        places=places,
        campaign=campaign.name,
        as_of=view.as_of,
        made_at=made_at,
        districts=tuple(names.get(code) for code in view.filter.districts),
        since=view.filter.since,
        until=None if view.filter.until == view.as_of else view.filter.until,
        industries=tuple(industries.get(code) for code in view.filter.industries),
        sizes=tuple(sizes.get(code) for code in view.filter.sizes),
        mode=view.filter.mode,
    )


def _group(view: GroupView, code: str = "") -> Group:
    name = None if view.code == UNKNOWN else view.name
    return Group(name, view.enterprises, view.assessed, view.levels, view.mean, code)


def _district(view: DistrictView, places: Places) -> District:
    short = {district.code: district.short for district in places.districts}
    return District(
        name=None if view.code == UNKNOWN else view.name,
        enterprises=view.enterprises,
        assessed=view.assessed,
        levels=view.levels,
        mean=view.mean,
        short=short.get(view.code),
        target=view.target,
        pace=view.pace,
        new=view.months,
    )


def _end_of_month(month: date, as_of: date) -> date:
    """Its last day, or the day of the count that falls into it."""
    return min(_next_month(month) - _DAY, as_of)


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _months(view: RollupView, ends: Sequence[date]) -> Iterator[Month]:
    """Those that have begun, and those to come until plan and forecast are drawn out."""
    course = view.pace
    goes_on = course is not None and course.per_day > 0 and course.remaining > 0
    for counted, end in zip(view.months, ends, strict=True):
        plan = _planned(course, end)
        forecast = counted.total if goes_on and end == view.as_of else None
        yield Month(end, counted.new, counted.total, plan, forecast)
    if course is None or not view.months:
        return
    until = max(view.as_of, min(course.by, view.as_of + _MOST_DRAWN))
    if course.forecast is not None:
        until = max(until, min(course.forecast, until + _FORECAST_DRAWN))
    month = _next_month(view.months[-1].month)
    while month <= until:
        end = _next_month(month) - _DAY
        forecast = min(course.goal, course.done + int(course.per_day * (end - view.as_of).days))
        yield Month(
            last=end,
            new=None,
            total=None,
            planned=_planned(course, end),
            forecast=forecast if goes_on else None,
        )
        month = _next_month(month)


def _planned(course: Pace | None, day: date) -> int | None:
    if course is None or course.begin is None:
        return None
    return planned(course.goal, course.begin, course.by, day)


@dataclass(frozen=True, slots=True)
class _Course:
    """How one district, or all together, went month by month."""

    name: Text | None
    pace: Pace | None
    """As of the day of the count."""
    target: int | None
    new: tuple[int, ...]

    def share(self, first: int, last: int, end: date) -> Share:
        """What was done in the months from ``first`` to ``last``, which end with ``end``."""
        new, done = sum(self.new[first : last + 1]), sum(self.new[: last + 1])
        course = self.pace
        if course is None or self.target is None:
            return Share(self.name, new, done, None)
        then = pace({end: done}, self.target, course.begin, course.by, end)
        return Share(self.name, new, done, self.target, then.expected, then.needed_per_day)


def _course(view: DistrictView) -> _Course:
    name = None if view.code == UNKNOWN else view.name
    return _Course(name, view.pace, view.target, view.months)


def _periods(
    city: _Course, courses: Sequence[_Course], ends: Sequence[date], by: date, *, by_quarter: bool
) -> Iterator[Period]:
    """The latest first."""
    keys = [(end.year, (end.month + 2) // 3 if by_quarter else None) for end in ends]
    for year, quarter in reversed(dict.fromkeys(keys)):
        places = [place for place, key in enumerate(keys) if key == (year, quarter)]
        first, last = places[0], places[-1]
        end = ends[last]
        shares = [course.share(first, last, end) for course in courses]
        yield Period(
            year=year,
            quarter=quarter,
            last=end,
            over=end == _last_day(year, quarter),
            due=end >= by,
            all=city.share(first, last, end),
            districts=tuple(_ranked(shares)),
        )


def _last_day(year: int, quarter: int | None) -> date:
    return date(year, 12, 31) if quarter is None else _next_month(date(year, quarter * 3, 1)) - _DAY


def _ranked(shares: Sequence[Share]) -> Iterator[Share]:
    """By the share of the plan that is done, the best first; then by new enterprises."""

    def order(one: Share) -> tuple[object, ...]:
        part = _part(one)
        return one.name is None, part is None, -(part or 0), -one.new

    ordered = sorted(shares, key=order)
    parts = [_part(one) for one in ordered]
    known = [part for part in parts if part is not None]
    for one, part in zip(ordered, parts, strict=True):
        rank = 1 + sum(p > part for p in known) if part is not None and any(known) else None
        yield Share(one.name, one.new, one.done, one.target, one.planned, one.needed_per_day, rank)


def _part(one: Share) -> Fraction | None:
    """Of the plan; where nothing is asked for yet, all of it is done."""
    if one.planned is None:
        return None
    return Fraction(one.done, one.planned) if one.planned else Fraction(1)
