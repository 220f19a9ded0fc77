"""The rows of 明细: every enterprise with the assessment that counts, as raw values.

The columns, and what a value is shown as, stand in ``words.detail_columns``. Points and levels are
taken from the standings: forty thousand of them are unpacked in the time that a thousand verdicts
take to be read from JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Any

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.standing import NOT_APPLICABLE, UNANSWERED, layout_of
from suzhou_assess.services.events import Progress
from suzhou_assess.services.rollup_views import RollupFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import rollup_queries
from suzhou_assess.store.standings import Moment
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.detail_columns import detail_columns

Row = tuple[Any, ...]
"""A value for each of ``detail_columns``; ``None`` where nothing is known."""

_OF_EVERY_ASSESSMENT = 9
"""Columns: mode, date, assessor, pack, score, level, its name, what is unanswered, source."""


def count_rows(ws: Workspace) -> int:
    """How many there will be. Raises ``StoreError``."""
    return ws.overview(recent=0).enterprises


def make_ready(ws: Workspace) -> Generator[Progress, None, None]:
    """Packs what isn't packed yet (an older database), or it would have no points in its row."""
    from suzhou_assess.services.standings import brush_up

    yield from brush_up(ws)


def detail_rows(ws: Workspace) -> Iterator[Row]:
    """All enterprises by district and name, as they stand at one moment.

    Reads a block at a time: memory doesn't grow with the city. Raises ``StoreError``.
    """
    pack = ws.packs.default()
    row_of = _rows_of(pack, ws)
    return map(row_of, rollup_queries.rows(ws.path))


def chosen_rows(
    ws: Workspace, now: Moment, ids: Sequence[int], wanted: RollupFilter
) -> Iterator[Row]:
    """These enterprises by district and name, each with the assessment that ``wanted`` picks."""
    pack = ws.packs.default()
    layout = layout_of(pack)
    choice = rollup_queries.Choice(
        pack=pack.id,
        size=layout.size,
        mark_at=layout.fields["mark"].offset,
        mark=layout.mark.to_bytes(2, "big"),
        mode=wanted.mode,
        since=wanted.since,
        until=wanted.until,
    )
    return map(_rows_of(pack, ws), now.rows(ids, choice))


def _rows_of(pack: Pack, ws: Workspace) -> Callable[[tuple[Any, ...]], Row]:
    """Turns a row of the database into one of the detail."""
    place = {name: at for at, name in enumerate(rollup_queries.ROW)}
    columns = [column.key for column in detail_columns(pack, ws.places, Words())]
    head = columns[: columns.index("assessments") + 1]
    head_of = itemgetter(*(place[key] for key in head))
    latest_of = itemgetter(*(place[key] for key in ("mode", "date", "assessor", "score", "level")))
    nothing = (None,) * (len(columns) - len(head))
    pack_at, edition_at, source_at, unanswered_at, standing_at = (
        place[key] for key in ("pack_id", "pack_edition", "source", "unanswered", "standing")
    )
    unpacked = _unpacker(pack)
    # Those of another index, or not packed yet, have only what every assessment has.
    unknown = (None,) * (len(nothing) - _OF_EVERY_ASSESSMENT)

    def row_of(row: tuple[Any, ...]) -> Row:
        pack_id = row[pack_at]
        if pack_id is None:
            return (*head_of(row), *nothing)
        mode, day, assessor, score, level = latest_of(row)
        standing = row[standing_at]
        points = unpacked(standing) if standing is not None and pack_id == pack.id else None
        return (
            *head_of(row),
            mode,
            _day(day),
            assessor,
            f"{pack_id} {row[edition_at]}",
            score,
            level,
            level,
            *(unknown if points is None else points),
            _unanswered(row[unanswered_at]),
            row[source_at],
        )

    return row_of


def _unpacker(pack: Pack) -> Callable[[bytes], Row | None]:
    """What of a standing stands in a row; ``None`` for one of another layout."""
    layout = layout_of(pack)
    indicator_count, question_count = len(layout.indicators), len(layout.questions)
    first = list(layout.fields).index("mark") + 1
    ends = (first, first + indicator_count, first + indicator_count + question_count)
    sizes = (
        sum(
            len(sub.questions)
            for indicator in dimension.indicators
            for sub in indicator.subindicators
        )
        for dimension in pack.dimensions
    )
    runs = tuple(pairwise(accumulate(sizes, initial=0)))
    binding = [at for at, scenario in enumerate(pack.scenarios) if scenario.binding]
    tops = [level.level for level in pack.levels if level.level > 0]
    levels_down = range(max(scenario.top for scenario in pack.scenarios), 0, -1)
    shown = {UNANSWERED: None, NOT_APPLICABLE: NOT_APPLICABLE}

    def unpacked(standing: bytes) -> Row | None:
        if len(standing) != layout.size:
            return None
        values = layout.struct.unpack(standing)
        if values[first - 1] != layout.mark:
            return None
        questions = values[ends[1] : ends[2]]
        levels = values[ends[2] :]
        bound = [levels[at] for at in binding]
        at = dict(zip(levels_down, accumulate(map(levels.count, levels_down)), strict=True))
        bound_at = dict(zip(levels_down, accumulate(map(bound.count, levels_down)), strict=True))
        return (
            *(sum(questions[start:end]) for start, end in runs),
            *values[ends[0] : ends[1]],
            *(count.get(top, 0) for top in tops for count in (at, bound_at)),
            *questions,
            *(shown.get(level, level) for level in levels),
        )

    return unpacked


@lru_cache(maxsize=10_000)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _unanswered(items: str | None) -> str | None:
    """Their ids, as a JSON list has them."""
    found: Sequence[str] = json.loads(items) if items else ()
    return "、".join(found) or None
