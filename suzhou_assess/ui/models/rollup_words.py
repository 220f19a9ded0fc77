"""Numbers of the roll-up in words: the key figures, and how a pace is told."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from suzhou_assess.domain.pace import Pace
from suzhou_assess.domain.points import Milli
from suzhou_assess.services.rollup_views import Part, RollupFilter, RollupView
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.drill_chart import Drill

if TYPE_CHECKING:
    from suzhou_assess.services.roster import Coverage

Tone = Literal["text", "good", "warn", "muted"]
Ask = Literal["campaign", "roster"]

_MANY = 20
_TEN_YEARS = 3650
"""A forecast beyond says nothing but that it won't do."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure."""

    id: str
    title: str
    value: str
    note: str
    tone: Tone = "text"
    share: float | None = None
    """Drawn as a thin bar."""
    opens: Drill | Ask | None = None
    """What a click leads to."""
    tip: str = ""


def percent(count: int, total: int) -> str:
    """With one decimal, cut rather than rounded near the ends: 99.96% isn't yet 100%."""
    if not total:
        return "–"
    tenths = count * 2000 // total + 1 >> 1
    if count < total:
        tenths = min(tenths, 999)
    if count and not tenths:
        return "<0.1%"
    return f"{tenths // 10}.{tenths % 10}%"


def whole_percent(count: int, total: int) -> str:
    """For small cells: ``12%``, ``<1%`` where it isn't quite nothing, ``0`` for nothing."""
    if not count or not total:
        return "0"
    rounded = (count * 200 // total + 1) >> 1
    return f"{rounded}%" if rounded else "<1%"


def points(milli: Milli) -> str:
    """A mean score with two decimals."""
    hundredths = (milli + 5) // 10
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def rate(per_day: Fraction) -> str:
    """Enterprises a day, with one decimal while they are few."""
    return f"{float(per_day):,.{0 if per_day >= _MANY else 1}f}"


def pace_words(context: Context, pace: Pace) -> tuple[str, Tone]:
    """When the goal will be reached, compared with when it is due."""
    say = context.say
    if not pace.remaining:
        return say("ui_rollup.pace_reached"), "good"
    if pace.days_left < 0:
        return say("ui_rollup.pace_overdue", days=f"{-pace.days_left:,}"), "warn"
    late = pace.days_late
    if late is None:
        return say("ui_rollup.pace_none"), "warn"
    if late > _TEN_YEARS:
        return say("ui_rollup.pace_never"), "warn"
    if late > 0:
        return say("ui_rollup.pace_late", days=f"{late:,}"), "warn"
    if late < 0:
        return say("ui_rollup.pace_early", days=f"{-late:,}"), "good"
    return say("ui_rollup.pace_on_time"), "good"


def pace_note(context: Context, pace: Pace) -> str:
    """The forecast day, and the pace beside the pace that is needed."""
    say = context.say
    if not pace.remaining:
        day = pace.forecast
        return "" if day is None else say("ui_rollup.reached_on", date=day.isoformat())
    if not pace.per_day or pace.forecast is None:
        needed = pace.needed_per_day
        if needed is None:
            return say("ui_rollup.no_pace", days=pace.pace_days)
        return say("ui_rollup.no_pace_needed", days=pace.pace_days, needed=rate(needed))
    said = {"date": pace.forecast.isoformat(), "pace": rate(pace.per_day)}
    if pace.days_late is not None and pace.days_late > _TEN_YEARS:
        said["date"] = f"{pace.forecast:%Y}"
    if pace.needed_per_day is None:
        return say("ui_rollup.forecast", **said)
    return say("ui_rollup.forecast_needed", **said, needed=rate(pace.needed_per_day))


def figures(
    context: Context,
    view: RollupView,
    coverage: Coverage | None,
    *,
    has_roster: bool,
) -> list[Figure]:
    """The key figures in their order."""
    made = [_assessed(context, view), _done(context, view), _second(context, view)]
    if view.pace is not None:
        made.append(_pace(context, view.pace))
    if has_roster:
        made.append(_coverage(context, coverage, view.filter))
    return made


def _assessed(context: Context, view: RollupView) -> Figure:
    say = context.say
    new = view.months[-1].new if view.months else 0
    month = f"{view.as_of:%Y-%m}"
    if view.mean is None:
        note = say("ui_rollup.known", count=f"{view.enterprises:,}")
    else:
        note = say("ui_rollup.assessed_note", new=f"{new:,}", mean=points(view.mean))
    title = say("ui_rollup.assessed")
    drill = Drill(Part("assessed"), title) if view.assessed else None
    tip = say("ui_rollup.assessed_tip", month=month, new=f"{new:,}", known=f"{view.enterprises:,}")
    return Figure("assessed", title, f"{view.assessed:,}", note, opens=drill, tip=tip)


def _done(context: Context, view: RollupView) -> Figure:
    say = context.say
    pace = view.pace
    if pace is None:
        if view.filter.mode is not None or view.filter.since is not None:
            why = "ui_rollup.no_goal_part"
        elif view.filter.narrows_profile:
            why = "ui_rollup.no_goal_profile"
        else:
            why = "ui_rollup.no_goal_district"
        return Figure("done", say("ui_rollup.done"), "–", say(why), "muted", opens="campaign")
    title = say("ui_rollup.done_of", goal=f"{pace.goal:,}")
    if not pace.remaining:
        note = say("ui_rollup.goal_reached", done=f"{pace.done:,}")
    elif pace.behind is None:
        note = say("ui_rollup.remaining", count=f"{pace.remaining:,}")
    else:
        behind = pace.behind > 0
        key = "ui_rollup.remaining_behind" if behind else "ui_rollup.remaining_ahead"
        counts = {"count": f"{pace.remaining:,}", "gap": f"{abs(pace.behind):,}"}
        note = say(key, **counts)
    share = min(1.0, float(pace.rate))
    return Figure(
        "done",
        title,
        percent(pace.done, pace.goal),
        note,
        share=share,
        opens="campaign",
        tip=say("ui_rollup.done_tip", done=f"{pace.done:,}", by=pace.by.isoformat()),
    )


def _second(context: Context, view: RollupView) -> Figure:
    title = context.say("ui_rollup.second_up")
    parts = tuple(Part("level", level=n) for n in range(2, len(view.levels)))
    return Figure(
        "second_up",
        title,
        percent(view.second_up, view.assessed),
        context.say("ui_rollup.enterprises", count=f"{view.second_up:,}"),
        opens=Drill(parts, title) if view.second_up else None,
    )


def _pace(context: Context, pace: Pace) -> Figure:
    value, tone = pace_words(context, pace)
    note = pace_note(context, pace)
    title = context.say("ui_rollup.pace")
    short = note
    if (
        pace.remaining
        and pace.forecast is not None
        and value != context.say("ui_rollup.pace_never")
    ):
        title = context.say("ui_rollup.pace_to", date=pace.forecast.isoformat())
        short = _rates(context, pace)
    method = context.say("ui_rollup.pace_method", days=pace.pace_days)
    tip = f"{note}\n{method}"
    return Figure("pace", title, value, short, tone, opens="campaign", tip=tip)


def _rates(context: Context, pace: Pace) -> str:
    """The pace beside the one that is needed."""
    if pace.needed_per_day is None:
        return context.say("ui_rollup.rate", pace=rate(pace.per_day))
    needed = rate(pace.needed_per_day)
    return context.say("ui_rollup.rate_needed", pace=rate(pace.per_day), needed=needed)


def _coverage(context: Context, coverage: Coverage | None, wanted: RollupFilter) -> Figure:
    """Of the districts or of the industries looked at; the roster is not counted by both."""
    say = context.say
    if coverage is None:
        return Figure("coverage", say("ui_rollup.coverage"), "…", "", "muted", 0.0, "roster")
    districts, industries = wanted.districts, wanted.industries
    if wanted.sizes or (districts and industries):
        note = say("ui_rollup.coverage_mixed")
        return Figure("coverage", say("ui_rollup.coverage"), "–", note, "muted", opens="roster")
    total, assessed = coverage.total, coverage.assessed
    if chosen := districts or industries:
        parts = coverage.by_district if districts else coverage.by_industry
        rows = [row for row in parts if row.key in chosen]
        total, assessed = sum(r.total for r in rows), sum(r.assessed for r in rows)
    return Figure(
        "coverage",
        say("ui_rollup.coverage_of", total=f"{total:,}"),
        percent(assessed, total),
        say("ui_rollup.coverage_note", missing=f"{total - assessed:,}"),
        share=assessed / total if total else 0.0,
        opens="roster",
    )
