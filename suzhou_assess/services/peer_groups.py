"""Groups of peers out of the standings, for the benchmark file and for the office's own screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from suzhou_assess.domain.benchmark import (
    ALL,
    LEAST,
    MOST_CELLS,
    TOTAL,
    UNIT,
    Benchmark,
    GroupKey,
    GroupSpread,
    shown_groups,
    widening,
)
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import Milli
from suzhou_assess.services.rollup_pick import Picked
from suzhou_assess.services.rollup_views import UNKNOWN, RollupFilter
from suzhou_assess.services.standing_columns import Numbers
from suzhou_assess.services.standings import Standings

_EXACT_CELLS = 200
"""Of the office's own enterprises nothing has to be hidden; more points show nothing more."""


def anonymous_benchmark(standings: Standings, made: date) -> Benchmark | None:
    """What may leave the office; ``None`` when not even all together are five."""
    pack, picked = standings.pack, standings.pick(RollupFilter())
    industry, size = (_codes(picked, field) for field in ("industry", "size"))
    members: dict[GroupKey, Numbers] = {ALL: np.arange(len(picked.of))}
    for code in np.unique(industry).tolist():
        members[code, None] = np.flatnonzero(industry == code)
    for code in np.unique(size).tolist():
        rows = members[None, code] = np.flatnonzero(size == code)
        for other in np.unique(industry[rows]).tolist():
            members[other, code] = rows[industry[rows] == other]
    shown = shown_groups({key: len(rows) for key, rows in members.items()})
    if ALL not in shown:
        return None
    columns, levels = _points(picked, pack), picked.take(picked.city.columns.level)
    groups = tuple(
        GroupSpread(
            industry=key[0],
            size=key[1],
            count=(2 * len(members[key]) + LEAST) // (2 * LEAST) * LEAST,
            levels=tuple(_shares(levels[members[key]], len(pack.levels), LEAST)),
            spreads={
                name: _cells(column[members[key]], LEAST, MOST_CELLS, UNIT)
                for name, column in columns.items()
            },
        )
        for key in sorted(shown, key=lambda key: (key[0] or "", key[1] or ""))
    )
    return Benchmark(pack.id, pack.edition, made, groups)


def own_peers(
    standings: Standings, industry: str | None, size: str | None, without: int | None
) -> GroupSpread | None:
    """The narrowest group with five enterprises of the database, exactly; ``None`` without one.

    The enterprise ``without`` isn't its own peer.
    """
    for group_industry, group_size in widening(industry, size):
        wanted = RollupFilter(
            industries=(group_industry,) if group_industry else (),
            sizes=(group_size,) if group_size else (),
        )
        picked = standings.pick(wanted)
        others = picked.city.enterprises.ids[picked.of] != (-1 if without is None else without)
        count = int(others.sum())
        if count >= LEAST:
            levels = picked.take(picked.city.columns.level)[others]
            return GroupSpread(
                industry=group_industry,
                size=group_size,
                count=count,
                levels=tuple(_shares(levels, len(standings.pack.levels), 0)),
                spreads={
                    name: _cells(column[others], 1, _EXACT_CELLS, 1)
                    for name, column in _points(picked, standings.pack).items()
                },
            )
    return None


def _codes(picked: Picked, field: str) -> Numbers:
    codes = np.array(picked.city.enterprises.codes[field] or (UNKNOWN,))
    return codes[picked.code_of(field)]


def _points(picked: Picked, pack: Pack) -> Mapping[str, Numbers]:
    """Every column of points, by the keys of ``full_points``."""
    columns = picked.city.columns
    points = {TOTAL: picked.take(columns.score)}
    own = {
        indicator.id: picked.take(column)
        for indicator, column in zip(pack.indicators, columns.indicators, strict=True)
    }
    for dimension in pack.dimensions:
        parts = [own[indicator.id].astype(np.int64) for indicator in dimension.indicators]
        points[dimension.id] = np.sum(parts, axis=0)
    points.update(own)
    for question, column in zip(pack.questions, columns.questions, strict=True):
        points[question.id] = picked.take(column)
    return points


def _cells(values: Numbers, least: int, most: int, unit: Milli) -> tuple[Milli, ...]:
    """The mean of each cell, rounded half up to ``unit``."""
    count, cells = len(values), min(most, len(values) // least)
    sizes = np.full(cells, count // cells, np.int64)
    sizes[: count % cells] += 1
    sums = np.add.reduceat(np.sort(values).astype(np.int64), np.cumsum(sizes) - sizes)
    return tuple(((2 * sums + unit * sizes) // (2 * unit * sizes) * unit).tolist())


def _shares(levels: Numbers, how_many: int, least: int) -> Iterator[int | None]:
    """Whole percents, rounded half up; ``None`` below ``least`` enterprises."""
    total = len(levels)
    for count in np.bincount(levels, minlength=how_many).tolist():
        yield None if count < least else (200 * count + total) // (2 * total)
