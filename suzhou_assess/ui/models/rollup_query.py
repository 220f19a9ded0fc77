"""What the user looks at on the page 汇总, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.services.rollup_views import UNKNOWN, RollupFilter
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.profile_words import district_name, industry_name, size_name

Period = Literal["all", "month", "quarter", "year", "own"]
PERIODS: tuple[Period, ...] = get_args(Period)
_SOME = 2
"""So many names are said; more are counted."""


@dataclass(frozen=True, slots=True)
class RollupQuery:
    """The filters as they are set. Months, quarters and years are those of ``as_of``."""

    districts: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    mode: Mode | None = None
    period: Period = "all"
    since: date | None = None
    """Of the user's own period, as is the next."""
    until: date | None = None
    as_of: date | None = None
    """``None`` is today, whichever day it is."""

    @property
    def narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return self != RollupQuery(as_of=self.as_of, since=self.since, until=self.until)

    def day(self, today: date) -> date:
        return self.as_of or today

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day of the period."""
        day = self.day(today)
        if self.period == "own":
            return self.since, self.until
        if self.period == "month":
            return day.replace(day=1), _month_end(day)
        if self.period == "quarter":
            first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
            return first, _month_end(first.replace(month=first.month + 2))
        if self.period == "year":
            return day.replace(month=1, day=1), day.replace(month=12, day=31)
        return None, None

    def wanted(self, today: date) -> RollupFilter:
        """What is asked of the services; nothing after ``as_of`` is in it."""
        since, until = self.days(today)
        if self.as_of is not None:
            until = min(until or self.as_of, self.as_of)
        return RollupFilter(self.districts, self.industries, self.sizes, self.mode, since, until)


def filter_words(context: Context, query: RollupQuery, today: date) -> str:
    """What the filters take, ``昆山市、太仓市 · 中型 · 自评``; empty when they take all."""
    say = context.say
    parts = [
        _joined(context, [named(context, kind, code) for code in codes])
        for kind, codes in (
            ("district", query.districts),
            ("industry", query.industries),
            ("size", query.sizes),
        )
        if codes
    ]
    if query.mode is not None:
        parts.append(say(f"ui.mode_{query.mode}"))
    if query.period != "all":
        parts.append(period_words(context, query, today))
    return " · ".join(parts)


def period_words(context: Context, query: RollupQuery, today: date) -> str:
    """The period as days."""
    since, until = query.days(today)
    if since is None and until is None:
        return context.say("ui_rollup.period_all")
    if since is None:
        return context.say("ui_rollup.days_until", until=str(until))
    if until is None:
        return context.say("ui_rollup.days_since", since=str(since))
    return context.say("ui_rollup.days_between", since=str(since), until=str(until))


def named(context: Context, kind: str, code: str) -> str:
    """The name behind a code of a kind (``district``, ``industry``, ``size``)."""
    if code == UNKNOWN:
        return context.say(f"ui_rollup.unknown_{kind}")
    if kind == "district":
        return district_name(context, code)
    if kind == "industry":
        return industry_name(context, code)
    return size_name(context, code)


def _joined(context: Context, names: list[str]) -> str:
    if len(names) <= _SOME:
        return context.words.joined(tuple(names))
    first = context.words.joined(tuple(names[:_SOME]))
    return context.say("ui_rollup.and_others", names=first, count=len(names))


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
