"""Makes the roll-up of what a filter picked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from suzhou_assess.domain.pace import pace
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.spread import CheckCount, PointsSpread, Quality, ScenarioSpread
from suzhou_assess.domain.standing import NOT_APPLICABLE, layout_of
from suzhou_assess.domain.text import Text
from suzhou_assess.services.campaigns import Campaign
from suzhou_assess.services.check_names import both, check_names
from suzhou_assess.services.rollup_pick import City, Picked
from suzhou_assess.services.rollup_views import (
    UNKNOWN,
    DistrictView,
    GroupView,
    MonthCount,
    RollupFilter,
    RollupView,
)
from suzhou_assess.services.standing_columns import Numbers, Spread, by_group, mean_of, totals

_CALENDAR = date.max.toordinal() + 1

Firsts = Mapping[date, int]
"""How many enterprises had their first assessment of the campaign on each day."""


class ViewMaker:
    """Makes views of one city."""

    def __init__(self, city: City, pack: Pack, places: Places) -> None:
        self._city = city
        self._pack = pack
        self._places = places
        self._layout = layout_of(pack)
        self._unknown = both("unknown")
        self._checks = tuple(check_names(pack))
        self._names: Mapping[str, Mapping[str, Text]] = {
            "district": {d.code: d.name for d in places.districts},
            "industry": {i.code: i.name for i in places.industries},
            "size": {s.id: s.name for s in places.sizes},
        }

    def view(self, picked: Picked, campaign: Campaign, as_of: date) -> RollupView:
        """The view; ``picked`` was picked with the campaign's start."""
        wanted = picked.wanted
        level = picked.take(self._city.columns.level)
        levels = np.bincount(level, minlength=len(self._pack.levels)).tolist()
        spread = Spread.of(picked.take(self._city.columns.score))
        firsts = self._firsts(picked, as_of)
        begin = self._begin(campaign, as_of)
        months = _months(begin, as_of)
        goal = _goal(wanted, campaign)
        city_firsts = sum((Counter(some) for some in firsts.values()), Counter[date]())
        return RollupView(
            filter=wanted,
            as_of=as_of,
            enterprises=len(self._city.enterprises)
            if picked.here is None
            else int(picked.here.sum()),
            assessed=len(picked.of),
            levels=tuple(levels),
            second_up=sum(levels[2:]),
            onsite=int(np.count_nonzero(picked.take(self._city.columns.onsite))),
            mean=spread.mean,
            quartiles=spread.quartiles,
            goal=goal,
            pace=None if goal is None else pace(city_firsts, goal, begin, campaign.by, as_of),
            months=tuple(_month_counts(months, city_firsts)),
            districts=self._districts(picked, campaign, as_of, firsts, begin, months),
            industries=self._industries(picked),
            sizes=self._sizes(picked),
            scenarios=tuple(self._scenarios(picked)),
            indicators=tuple(self._indicators(picked)),
            questions=tuple(self._questions(picked)),
            quality=self._quality(picked),
        )

    def _begin(self, campaign: Campaign, as_of: date) -> date | None:
        """The first day of the plan: that of the whole city, whatever the filter takes of it."""
        if campaign.start is not None:
            return campaign.start
        days = self._city.columns.day
        first = int(days[days <= as_of.toordinal()].min(initial=_CALENDAR))
        return date.fromordinal(first) if first < _CALENDAR else None

    def _firsts(self, picked: Picked, as_of: date) -> Mapping[str, Firsts]:
        """By code of the district."""
        counted = picked.firsts <= as_of.toordinal()
        keys = picked.code_of("district")[counted] * _CALENDAR + picked.firsts[counted]
        found: dict[str, dict[date, int]] = {}
        codes = self._city.enterprises.codes["district"]
        for key, count in zip(*map(np.ndarray.tolist, np.unique_counts(keys)), strict=True):
            district, day = divmod(key, _CALENDAR)
            found.setdefault(codes[district], {})[date.fromordinal(day)] = count
        return found

    def _districts(
        self,
        picked: Picked,
        campaign: Campaign,
        as_of: date,
        firsts: Mapping[str, Firsts],
        begin: date | None,
        months: Sequence[date],
    ) -> tuple[DistrictView, ...]:
        targets = {} if picked.wanted.narrows_profile else campaign.targets
        shown = picked.wanted.districts or tuple(d.code for d in self._places.districts)
        views = []
        for group in self._groups(picked, "district", shown):
            target = targets.get(group.code)
            own = firsts.get(group.code, {})
            views.append(
                DistrictView(
                    code=group.code,
                    name=group.name,
                    enterprises=group.enterprises,
                    assessed=group.assessed,
                    levels=group.levels,
                    mean=group.mean,
                    target=target,
                    pace=None if target is None else pace(own, target, begin, campaign.by, as_of),
                    months=tuple(m.new for m in _month_counts(months, own)),
                )
            )
        return tuple(sorted(views, key=_rank))

    def _industries(self, picked: Picked) -> tuple[GroupView, ...]:
        groups = self._groups(picked, "industry", ())
        return tuple(sorted(groups, key=lambda g: (g.code == UNKNOWN, -g.assessed, g.code)))

    def _sizes(self, picked: Picked) -> tuple[GroupView, ...]:
        shown = picked.wanted.sizes or tuple(size.id for size in self._places.sizes)
        order = {size.id: place for place, size in enumerate(self._places.sizes)}
        groups = self._groups(picked, "size", shown)
        return tuple(sorted(groups, key=lambda g: (g.code == UNKNOWN, order.get(g.code, 99))))

    def _groups(self, picked: Picked, field: str, shown: Sequence[str]) -> Iterator[GroupView]:
        """Those ``shown``, with and without enterprises, and all others that have some."""
        enterprises, columns = self._city.enterprises, self._city.columns
        codes, level_count = enterprises.codes[field], len(self._pack.levels)
        code_of = picked.code_of(field)
        everyone = enterprises.code_of[field]
        if picked.here is not None:
            everyone = everyone[picked.here]
        known = np.bincount(everyone, minlength=len(codes))
        levels = by_group(code_of, len(codes), picked.take(columns.level), level_count)
        scores = totals(code_of, len(codes), picked.take(columns.score))
        place_of = {code: place for place, code in enumerate(codes) if known[place]}
        for code in dict.fromkeys((*shown, *place_of)):
            place = place_of.get(code)
            counts = (0,) * level_count if place is None else tuple(levels[place].tolist())
            yield GroupView(
                code=code,
                name=self._unknown
                if code == UNKNOWN
                else self._names[field].get(code, Text(code, code)),
                enterprises=0 if place is None else int(known[place]),
                assessed=sum(counts),
                levels=counts,
                mean=None if place is None else mean_of(int(scores[place]), sum(counts)),
            )

    def _scenarios(self, picked: Picked) -> Iterator[ScenarioSpread]:
        columns = iter(self._city.columns.scenarios)
        for group in self._pack.scenario_groups:
            for scenario in group.scenarios:
                levels = picked.take(next(columns)) - np.int8(NOT_APPLICABLE)
                often = np.bincount(levels, minlength=scenario.top + 3).tolist()
                yield ScenarioSpread(
                    id=scenario.id,
                    name=scenario.name,
                    group=group.name,
                    binding=scenario.binding,
                    counts=tuple(often[2:]),
                    not_applicable=often[0],
                    unanswered=often[1],
                )

    def _indicators(self, picked: Picked) -> Iterator[PointsSpread]:
        columns = self._city.columns.indicators
        for indicator, column in zip(self._pack.indicators, columns, strict=True):
            yield _points(indicator.id, indicator.name, indicator.points, picked.take(column))

    def _questions(self, picked: Picked) -> Iterator[PointsSpread]:
        columns = self._city.columns.questions
        for question, column in zip(self._pack.questions, columns, strict=True):
            yield _points(question.id, question.name, question.points, picked.take(column))

    def _quality(self, picked: Picked) -> Quality:
        columns, checks = self._city.columns, picked.take(self._city.columns.checks)
        missing = {
            field: int((picked.code_of(field) == codes.index(UNKNOWN)).sum())
            for field, codes in self._city.enterprises.codes.items()
            if UNKNOWN in codes
        }
        bits = self._layout.bit_of_check
        return Quality(
            incomplete=int((~picked.take(columns.complete)).sum()),
            checks=tuple(
                CheckCount(check, name, severity, int((checks & np.uint64(bits[check]) != 0).sum()))
                for check, name, severity in self._checks
                if check in bits
            ),
            contradictory=int(np.count_nonzero(checks)),
            altered=len(picked.altered()),
            waiting=Counter(doubt.kind for doubt in picked.doubts()),
            no_district=missing.get("district", 0),
            no_industry=missing.get("industry", 0),
            no_size=missing.get("size", 0),
            unreadable=self._city.unreadable,
        )


def _goal(wanted: RollupFilter, campaign: Campaign) -> int | None:
    if wanted.narrows_profile:
        return None
    if not wanted.districts:
        return campaign.goal
    targets = [campaign.targets.get(code) for code in wanted.districts]
    return None if None in targets else sum(filter(None, targets))


def _months(begin: date | None, as_of: date) -> list[date]:
    """The first days of all months from the one to the other."""
    if begin is None:
        return []
    first, last = (day.year * 12 + day.month - 1 for day in (begin, as_of))
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


def _month_counts(months: Sequence[date], firsts: Firsts) -> Iterator[MonthCount]:
    new: Counter[date] = Counter()
    for day, count in firsts.items():
        new[day.replace(day=1)] += count
    total = 0
    for month in months:
        total += new[month]
        yield MonthCount(month, new[month], total)


def _rank(view: DistrictView) -> tuple[object, ...]:
    rate = None if view.pace is None else view.pace.rate
    return view.code == UNKNOWN, rate is None, -(rate or 0), -view.assessed, view.code


def _points(key: str, name: Text, full: Milli, values: Numbers) -> PointsSpread:
    spread = Spread.of(values)
    return PointsSpread(
        id=key,
        name=name,
        full=full,
        mean=spread.mean,
        quartiles=spread.quartiles,
        at_full=spread.at(full),
        assessed=len(values),
    )
