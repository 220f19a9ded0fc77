"""The enterprises behind a part of a view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.standing import layout_of
from suzhou_assess.services.rollup_pick import Picked
from suzhou_assess.services.rollup_views import UNKNOWN, Part
from suzhou_assess.services.standing_columns import Numbers


def ids_behind(picked: Picked, part: Part, pack: Pack, as_of: date | None) -> list[int]:
    """Their ids, ascending. Raises ``KeyError`` for a part that the index doesn't have."""
    ids = picked.city.enterprises.ids
    if part.kind in ("all", "unassessed"):
        here = np.ones(len(ids), bool) if picked.here is None else picked.here
        found = ids[here if part.kind == "all" else here & ~picked.assessed()]
    elif part.kind == "altered":
        found = ids[picked.altered()]
    elif part.kind == "doubtful":
        found = np.array(sorted({doubt.enterprise_id for doubt in picked.doubts()}), np.int64)
    elif part.kind == "assessed":
        found = ids[picked.of]
    else:
        found = ids[picked.of[_matching(picked, part, pack, as_of)]]
    ordered: list[int] = np.sort(found).tolist()
    return ordered


def _matching(picked: Picked, part: Part, pack: Pack, as_of: date | None) -> Numbers:
    """Of each picked assessment, whether it is of that part."""
    columns, layout = picked.city.columns, layout_of(pack)
    found: Numbers
    match part.kind:
        case "level":
            found = picked.take(columns.level) == part.level
        case "district" | "industry" | "size":
            found = _of_code(picked, part.kind, part.key)
            if part.level is not None:
                found &= picked.take(columns.level) == part.level
        case "missing":
            found = _of_code(picked, part.key, UNKNOWN)
        case "month":
            first, last = _month(part.key)
            last = last if as_of is None else min(last, as_of.toordinal())
            found = (picked.firsts >= first) & (picked.firsts <= last)
        case "scenario":
            column = columns.scenarios[_place(layout.scenarios, part.key)]
            found = picked.take(column) == part.level
        case "indicator":
            place = _place(layout.indicators, part.key)
            found = picked.take(columns.indicators[place]) == pack.indicators[place].points
        case "question":
            place = _place(layout.questions, part.key)
            found = picked.take(columns.questions[place]) == pack.questions[place].points
        case "check":
            found = picked.take(columns.checks) & np.uint64(layout.bit_of_check[part.key]) != 0
        case "incomplete":
            found = ~picked.take(columns.complete)
        case _:
            raise KeyError(part.kind)
    return found


def _of_code(picked: Picked, field: str, code: str) -> Numbers:
    known = picked.city.enterprises.codes[field]
    found: Numbers = picked.code_of(field) == (known.index(code) if code in known else -1)
    return found


def _place(names: Sequence[str], name: str) -> int:
    if name not in names:
        raise KeyError(name)
    return names.index(name)


def _month(key: str) -> tuple[int, int]:
    """The first and the last day of a month, as ``date.toordinal``."""
    first = date.fromisoformat(f"{key}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.toordinal(), following.toordinal() - 1
