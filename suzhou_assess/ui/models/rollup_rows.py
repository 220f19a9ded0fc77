"""A view of the roll-up as rows of charts: names, numbers, words, and what each mark opens."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.spread import PointsSpread, ScenarioSpread
from suzhou_assess.services.rollup_views import (
    UNKNOWN,
    DistrictView,
    GroupView,
    Part,
    PartKind,
    RollupView,
)
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.profile_words import district_name
from suzhou_assess.ui.models.rollup_query import named
from suzhou_assess.ui.models.rollup_words import (
    pace_note,
    pace_words,
    percent,
    points,
    whole_percent,
)
from suzhou_assess.ui.widgets.burnup_chart import BurnUp, Point
from suzhou_assess.ui.widgets.count_rows import CountRow
from suzhou_assess.ui.widgets.district_chart import DistrictRow
from suzhou_assess.ui.widgets.drill_chart import Drill
from suzhou_assess.ui.widgets.level_stack import LevelRow, Segment
from suzhou_assess.ui.widgets.scenario_heat import Cell, HeatRow
from suzhou_assess.ui.widgets.score_bands import BandRow

GroupKind = Literal["district", "industry", "size"]

_NOT_APPLICABLE = -2
_KNOWN_DOUBTS = ("equal_date", "two_districts", "same_name", "altered")


class RollupRows:
    """Puts a view into the rows that the charts draw."""

    def __init__(self, context: Context, pack: Pack) -> None:
        self._context = context
        self._say = context.say
        self.level_names = [context.text(level.name) for level in pack.levels]

    def burn_up(self, view: RollupView) -> BurnUp:
        """One point a month, the last at ``as_of``."""
        say, pace = self._say, view.pace
        points_ = []
        since = view.filter.since
        for month in view.months:
            if since is not None and month.month < since.replace(day=1):
                continue
            day = min(_month_end(month.month), view.as_of)
            name = f"{month.month:%Y-%m}"
            words = say(
                "ui_rollup.month_words", month=name, new=f"{month.new:,}", total=f"{month.total:,}"
            )
            title = say("ui_rollup.month_title", month=name)
            drill = Drill(Part("month", name), title) if month.new else None
            points_.append(Point(day, month.total, words, drill))
        names = {key: say(f"ui_rollup.line_{key}") for key in ("done", "plan", "forecast")}
        if pace is None:
            return BurnUp(points=points_, as_of=view.as_of, names=names)
        names["goal"] = say("ui_rollup.line_goal", goal=f"{pace.goal:,}", by=pace.by.isoformat())
        value, _ = pace_words(self._context, pace)
        return BurnUp(
            points=points_,
            goal=pace.goal,
            begin=pace.begin,
            by=pace.by,
            as_of=view.as_of,
            forecast=pace.forecast if pace.remaining else None,
            words=self._sentence(names["goal"], value, pace_note(self._context, pace)),
            names=names,
        )

    def districts(self, view: RollupView) -> list[DistrictRow]:
        """Ranked as the view ranks them; the unknown only when there are any."""
        return [
            self._district(view, row)
            for row in view.districts
            if row.assessed or row.target or row.code != UNKNOWN
        ]

    def levels(self, view: RollupView, kind: GroupKind) -> list[LevelRow]:
        """All together first, then every group that has an assessed enterprise."""
        groups: dict[GroupKind, Sequence[GroupView]] = {
            "district": view.districts,
            "industry": view.industries,
            "size": view.sizes,
        }
        rows = [self._level_row("", self._say("ui_rollup.whole"), "level", view.levels)]
        rows.extend(
            self._level_row(group.code, self._name(kind, group.code), kind, group.levels)
            for group in groups[kind]
            if group.assessed
        )
        return rows

    def scenarios(self, view: RollupView) -> list[HeatRow]:
        return [self._scenario(scenario) for scenario in view.scenarios]

    @property
    def scenario_columns(self) -> list[str]:
        levels = [self._say("ui_rollup.level", level=n) for n in range(len(self.level_names))]
        return [*levels, self._say("ui_rollup.not_applicable")]

    def bands(
        self, views: Iterable[PointsSpread], kind: Literal["indicator", "question"]
    ) -> list[BandRow]:
        rows = []
        for points_ in views:
            if points_.mean is None or points_.quartiles is None or not points_.full:
                continue
            name, full = self._context.text(points_.name), as_text(points_.full)
            low, median, high = points_.quartiles
            words = self._say(
                "ui_rollup.band_words",
                name=name,
                mean=points(points_.mean),
                full=full,
                low=as_text(low),
                median=as_text(median),
                high=as_text(high),
                at_full=f"{points_.at_full:,}",
                share=percent(points_.at_full, points_.assessed),
            )
            title = self._say("ui_rollup.full_title", name=name)
            drill = Drill(Part(kind, points_.id), title) if points_.at_full else None
            rows.append(
                BandRow(
                    name,
                    points_.mean / points_.full,
                    (low / points_.full, median / points_.full, high / points_.full),
                    f"{points(points_.mean)} / {full}",
                    words,
                    drill,
                )
            )
        return rows

    def quality(self, view: RollupView) -> list[CountRow]:
        """What is to be looked at; checks of the pack only where they fire."""
        q, say = view.quality, self._say
        kinds: list[tuple[str, int, Part]] = [
            (say("ui_rollup.incomplete"), q.incomplete, Part("incomplete")),
            (say("ui_rollup.altered"), q.altered, Part("altered")),
        ]
        checks = sorted((c for c in q.checks if c.count), key=lambda c: -c.count)
        kinds += [(self._context.text(c.name), c.count, Part("check", c.id)) for c in checks]
        kinds += [
            (say(f"ui_rollup.no_{kind}"), count, Part("missing", kind))
            for kind, count in (
                ("district", q.no_district),
                ("industry", q.no_industry),
                ("size", q.no_size),
            )
        ]
        return [self._count(name, count, view.assessed, part) for name, count, part in kinds]

    def doubts(self, view: RollupView) -> tuple[int, str]:
        """How many wait for a decision, and of which kinds."""
        waiting = view.quality.waiting
        kinds = [
            self._say(f"ui_rollup.doubt_{kind}", count=waiting[kind])
            for kind in _KNOWN_DOUBTS
            if waiting.get(kind)
        ]
        return sum(waiting.values()), "\n".join(kinds)

    def _district(self, view: RollupView, row: DistrictView) -> DistrictRow:
        say, pace = self._say, row.pace
        name = self._name("district", row.code)
        drill = Drill(Part("district", row.code), name) if row.assessed else None
        if pace is None or row.target is None:
            said = f"{row.assessed:,}"
            share = percent(row.assessed, view.assessed)
            words = say("ui_rollup.district_words", name=name, count=said, share=share)
            return DistrictRow(name, row.assessed, None, None, said, "", words, drill)
        counts = {"done": f"{pace.done:,}", "target": f"{row.target:,}"}
        done = percent(pace.done, row.target)
        lines = [say("ui_rollup.district_done", name=name, rate=done, **counts)]
        if pace.behind is not None and pace.remaining and pace.days_left >= 0:
            key = "behind" if pace.behind > 0 else "ahead"
            gap = f"{abs(pace.behind):,}"
            lines.append(say(f"ui_rollup.district_{key}", expected=f"{pace.expected:,}", gap=gap))
        value, _ = pace_words(self._context, pace)
        lines.append(self._sentence(value, pace_note(self._context, pace)))
        return DistrictRow(
            name,
            pace.done,
            row.target,
            pace.expected,
            f"{counts['done']} / {counts['target']}",
            done,
            "\n".join(lines),
            drill,
        )

    def _level_row(self, code: str, name: str, kind: PartKind, levels: Sequence[int]) -> LevelRow:
        total = sum(levels)
        segments = []
        lines = []
        for level, count in enumerate(levels):
            level_name = self.level_names[level]
            words = self._say(
                "ui_rollup.level_words",
                name=name,
                level=level_name,
                count=f"{count:,}",
                share=percent(count, total),
            )
            lines.append(words)
            title = f"{name} · {level_name}" if code or kind != "level" else level_name
            drill = Drill(Part(kind, code, level), title) if count else None
            segments.append(Segment(level, count, whole_percent(count, total), words, drill))
        whole = kind == "level"
        part = Part("assessed") if whole else Part(kind, code)
        drill = Drill(part, name) if total else None
        return LevelRow(name, f"{total:,}", tuple(segments), "\n".join(lines), drill, whole)

    def _scenario(self, scenario: ScenarioSpread) -> HeatRow:
        say = self._say
        name = self._context.text(scenario.name)
        judged = sum(scenario.counts)
        cells = []
        for level, count in enumerate(scenario.counts):
            level_name = say("ui_rollup.level", level=level)
            cells.append(
                Cell(
                    count / judged if judged else 0.0,
                    whole_percent(count, judged),
                    say(
                        "ui_rollup.level_words",
                        name=name,
                        level=level_name,
                        count=f"{count:,}",
                        share=percent(count, judged),
                    ),
                    Drill(Part("scenario", scenario.id, level), f"{name} · {level_name}")
                    if count
                    else None,
                )
            )
        cells.append(self._not_applicable(scenario, name))
        kind = "binding" if scenario.binding else "guiding"
        words = say(
            f"ui_rollup.scenario_{kind}",
            name=name,
            group=self._context.text(scenario.group),
            judged=f"{judged:,}",
            none=f"{scenario.not_applicable:,}",
            open=f"{scenario.unanswered:,}",
        )
        return HeatRow(name, scenario.binding, tuple(cells), words)

    def _not_applicable(self, scenario: ScenarioSpread, name: str) -> Cell:
        count = scenario.not_applicable
        total = sum(scenario.counts) + count + scenario.unanswered
        word = self._say("ui_rollup.not_applicable")
        words = self._say(
            "ui_rollup.level_words",
            name=name,
            level=word,
            count=f"{count:,}",
            share=percent(count, total),
        )
        part = Part("scenario", scenario.id, _NOT_APPLICABLE)
        drill = Drill(part, f"{name} · {word}") if count else None
        said = whole_percent(count, total) if count else "–"
        return Cell(0.0, said, words, drill, plain=True)

    def _count(self, name: str, count: int, total: int, part: Part) -> CountRow:
        share = percent(count, total)
        words = self._say("ui_rollup.count_words", name=name, count=f"{count:,}", share=share)
        drill = Drill(part, name) if count else None
        return CountRow(name, count / total if total else 0.0, f"{count:,}", share, words, drill)

    def _name(self, kind: GroupKind, code: str) -> str:
        if kind == "district" and code != UNKNOWN:
            return district_name(self._context, code, short=True)
        return named(self._context, kind, code)

    def _sentence(self, *parts: str) -> str:
        return self._say("ui_rollup.comma").join(part for part in parts if part)


def _month_end(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
