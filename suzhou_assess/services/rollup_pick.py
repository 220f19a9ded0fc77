"""Which assessments a view of the roll-up is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from suzhou_assess.services.rollup_views import RollupFilter
from suzhou_assess.services.standing_columns import (
    ALL,
    Columns,
    Enterprises,
    Numbers,
    Rows,
    first_of_each,
    last_of_each,
)
from suzhou_assess.store.standings import OpenDoubt

NEVER = np.iinfo(np.int32).max
"""In place of a day."""


@dataclass(frozen=True, slots=True)
class City:
    """All that the roll-up is made of."""

    enterprises: Enterprises
    columns: Columns
    doubts: Sequence[OpenDoubt]
    unreadable: int
    """Counting assessments that aren't in ``columns``."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What a filter picks: of each enterprise the assessment that counts."""

    city: City
    wanted: RollupFilter
    rows: Rows
    """In ``city.columns``, one for each assessed enterprise."""
    of: Numbers
    """For each of these, the place of its enterprise."""
    firsts: Numbers
    """For each, the day of the first assessment within the campaign, or ``NEVER``."""
    here: Numbers | None
    """Whether an enterprise is of the districts, industries and sizes; ``None``: all are."""

    def take(self, column: Numbers) -> Numbers:
        """The picked values of a column."""
        return column[self.rows]

    def code_of(self, field: str) -> Numbers:
        """Of each picked assessment, the place of its enterprise's code (see ``Enterprises``)."""
        return self.city.enterprises.code_of[field][self.of]

    def assessed(self) -> Numbers:
        """Of each enterprise of the city, whether one of its assessments was picked."""
        found = np.zeros(len(self.city.enterprises), bool)
        found[self.of] = True
        return found

    def doubts(self) -> list[OpenDoubt]:
        """Those that wait about enterprises of the districts, industries and sizes."""
        return [doubt for doubt in self.city.doubts if doubt.waiting and self._is_here(doubt)]

    def altered(self) -> list[int]:
        """The places of assessed enterprises with a workbook that was changed after export."""
        assessed = self.assessed()
        places = {
            int(self.city.enterprises.place_of_id[doubt.enterprise_id])
            for doubt in self.city.doubts
            if doubt.kind == "altered" and self._is_here(doubt)
        }
        return [place for place in sorted(places) if assessed[place]]

    def _is_here(self, doubt: OpenDoubt) -> bool:
        place_of_id = self.city.enterprises.place_of_id
        known = doubt.enterprise_id < len(place_of_id)
        place = place_of_id[doubt.enterprise_id] if known else -1
        return place >= 0 and (self.here is None or bool(self.here[place]))


def pick(city: City, wanted: RollupFilter, start: date | None) -> Picked:
    """What ``wanted`` picks; ``start`` is the campaign's first day."""
    here = _here(city.enterprises, wanted)
    rows = _rows(city.columns, wanted, here)
    columns = city.columns
    of, day = columns.of[rows], columns.day[rows]
    if start is not None:
        day = np.where(day >= start.toordinal(), day, NEVER)
    if not columns.single and len(of):
        last = last_of_each(of)
        day = np.minimum.reduceat(day, first_of_each(of))
        of = of[last]
        rows = last if isinstance(rows, slice) else rows[last]
    return Picked(city, wanted, rows, of, day, here)


def _here(enterprises: Enterprises, wanted: RollupFilter) -> Numbers | None:
    here: Numbers | None = None
    for field, codes in (
        ("district", wanted.districts),
        ("industry", wanted.industries),
        ("size", wanted.sizes),
    ):
        if codes:
            allowed = np.array([code in codes for code in enterprises.codes[field]], bool)
            these = allowed[enterprises.code_of[field]]
            here = these if here is None else here & these
    return here


def _rows(columns: Columns, wanted: RollupFilter, here: Numbers | None) -> Rows:
    """Those that ``wanted`` names, several of one enterprise among them."""
    conditions = [] if here is None else [here[columns.of]]
    if wanted.mode is not None:
        conditions.append(columns.onsite == (wanted.mode == "onsite"))
    if wanted.since is not None:
        conditions.append(columns.day >= wanted.since.toordinal())
    if wanted.until is not None:
        conditions.append(columns.day <= wanted.until.toordinal())
    return np.flatnonzero(np.logical_and.reduce(conditions)) if conditions else ALL
