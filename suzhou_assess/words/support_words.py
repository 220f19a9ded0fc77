"""Support measures in words: what a condition asks for, and how an enterprise stands to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.domain.support import (
    AboveScale,
    Condition,
    LevelWithin,
    ListField,
    OneOf,
    Period,
    Planned,
    PointsBelow,
    Reason,
    ScenarioBelow,
    ScoreWithin,
)
from suzhou_assess.domain.text import Text
from suzhou_assess.words.catalog import Words

_NAMED = 4
"""Items that a sentence names; the others are counted."""


class SupportWords:
    """Says conditions and reasons in one language. ``pack`` is the index that they speak of;
    without one, items are said by their ids."""

    def __init__(self, words: Words, places: Places, pack: Pack | None = None) -> None:
        self._words = words
        self._places = places
        self._pack = pack
        self._indicators = {i.id: i.name for i in pack.indicators} if pack else {}

    def condition(self, condition: Condition) -> str:
        """What is asked for: 等级 2 级及以上."""
        say = self._words.say
        match condition:
            case LevelWithin(least, most):
                low, high = ("" if n is None else str(n) for n in (least, most))
                return say(f"support.asks_level_{_bounds(least, most)}", low=low, high=high)
            case ScoreWithin(least, most):
                low, high = ("" if n is None else as_text(n) for n in (least, most))
                return say(f"support.asks_score_{_bounds(least, most)}", low=low, high=high)
            case ScenarioBelow(level, ()):
                return say("support.asks_any_scenario", level=level)
            case ScenarioBelow(level, scenarios):
                return say("support.asks_scenario", level=level, items=self._names(scenarios))
            case PointsBelow(share, items):
                return say("support.asks_points", share=_percent(share), items=self._names(items))
            case Planned(()):
                return say("support.asks_any_plan")
            case Planned(items):
                return say("support.asks_plan", items=self._names(items))
            case OneOf(field, codes):
                names = tuple(self._code(field, code) for code in codes)
                return say("support.asks_list", field=self._places.field_name[field], names=names)
            case AboveScale(wanted):
                return say(f"support.asks_above_scale_{'yes' if wanted else 'no'}")
            case Period(begins, ends):
                return say(
                    f"support.asks_period_{_bounds(begins, ends)}",
                    low=_day(begins),
                    high=_day(ends),
                )

    def reason(self, reason: Reason, verdict: Verdict | None = None) -> str:
        """How the enterprise stands to a condition: 评估结果为 1 级，还差 1 级（要求 2 级及以上）.

        With ``verdict`` shares of points are said too.
        """
        condition, state = reason.condition, reason.state
        say, asks = self._words.say, self.condition(reason.condition)
        match condition:
            case LevelWithin() | ScoreWithin():
                return self._within(condition, reason, asks)
            case ScenarioBelow(level):
                if state != "met":
                    return say("support.no_scenario_below", level=level)
                count = len(reason.items)
                return say(
                    "support.scenarios_below",
                    level=level,
                    items=self._few(reason.items),
                    count=count,
                )
            case PointsBelow(share, items):
                percent = _percent(share)
                if state != "met":
                    return say("support.no_points_below", share=percent, items=self._names(items))
                said = tuple(self._with_share(item, verdict) for item in reason.items)
                return say("support.points_below", share=percent, items=said)
            case Planned(items):
                if state == "met":
                    return say("support.planned", items=self._few(reason.items))
                if items:
                    return say("support.not_planned", items=self._names(items))
                return say("support.nothing_planned")
            case OneOf(field, codes):
                names = tuple(self._code(field, code) for code in codes)
                asks = say("support.asks_names", names=names)
                name = self._places.field_name[field]
                if state == "unknown":
                    key = "support.size_unknown" if field == "size" else "support.field_unknown"
                    return say(key, field=name, asks=asks)
                key = "support.list_met" if state == "met" else "support.list_differs"
                return say(key, field=name, value=self._code(field, str(reason.value)), asks=asks)
            case AboveScale():
                if state == "unknown":
                    name = self._places.field_name["above_scale"]
                    return say("support.field_unknown", field=name, asks=asks)
                found = "yes" if reason.value else "no"
                key = "met" if state == "met" else "differs"
                return say(f"support.above_scale_{key}_{found}")
            case Period(begins, ends):
                if state == "open":
                    return say("support.period_early", day=_day(begins))
                if state == "closed":
                    return say("support.period_over", day=_day(ends))
                return say("support.period_open", asks=asks)

    def _within(self, condition: LevelWithin | ScoreWithin, reason: Reason, asks: str) -> str:
        value = int(reason.value or 0)
        kind = "level" if isinstance(condition, LevelWithin) else "score"

        def show(amount: int) -> str:
            return str(amount) if kind == "level" else as_text(amount)

        if reason.state == "met":
            return self._words.say(f"support.{kind}_met", value=show(value), asks=asks)
        if condition.least is not None and value < condition.least:
            short = show(condition.least - value)
            return self._words.say(
                f"support.{kind}_short", value=show(value), short=short, asks=asks
            )
        return self._words.say(f"support.{kind}_beyond", value=show(value), asks=asks)

    def _code(self, field: ListField, code: str) -> str:
        """The name of an entry of a code list."""
        places = self._places
        if field == "district":
            district = places.district_by_code.get(code)
            return self._words.text(district.short) if district else code
        if field == "industry":
            industry = places.industry_by_code.get(code)
            return self._words.text(industry.name) if industry else code
        lists: dict[str, Iterable[tuple[str, Text]]] = {
            "cluster": ((c.id, c.name) for c in places.clusters),
            "size": ((s.id, s.name) for s in places.sizes),
            "qualification": ((q.id, q.name) for q in places.qualifications),
        }
        return next((self._words.text(name) for key, name in lists[field] if key == code), code)

    def _names(self, items: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self._name, items))

    def _few(self, items: tuple[str, ...]) -> str:
        """The first few by name, and how many there are when there are more."""
        named = self._words.joined(self._names(items[:_NAMED]))
        if len(items) <= _NAMED:
            return named
        return self._words.say("support.and_more", items=named, count=len(items))

    def _name(self, item: str) -> str:
        name = self._indicators.get(item)
        if name is None and self._pack is not None and item in self._pack.item_ids:
            name = self._pack.item_name(item)
        return item if name is None else self._words.text(name)

    def _with_share(self, item: str, verdict: Verdict | None) -> str:
        """设备联网 25%"""
        if verdict is None or self._pack is None:
            return self._name(item)
        indicator = next((i for i in self._pack.indicators if i.id == item), None)
        if indicator is not None:
            points, full = verdict.indicators[item], indicator.points
        else:
            points, full = verdict.questions[item], self._pack.question_by_id[item].points
        return f"{self._name(item)} {_percent(Fraction(points, full or 1))}"


def _bounds(low: object, high: object) -> str:
    """Which of two bounds there are; ``exact`` when they are the same."""
    if low == high:
        return "exact"
    if low is None:
        return "most"
    return "least" if high is None else "within"


def _percent(share: Fraction) -> str:
    """At most one decimal, halves rounded up: 60%, 33.3%."""
    tenths = int(share * 1000 + Fraction(1, 2))
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
