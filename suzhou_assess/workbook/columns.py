"""Finds the header row of a data sheet and its columns by their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from suzhou_assess.workbook.cell_values import folded
from suzhou_assess.workbook.grid import Grid
from suzhou_assess.workbook.layout import spellings

_FURTHEST = 60
"""Rows from the top within which the header stands."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Key of a column to its place in the grid, and the row of the headers."""

    row: int
    places: Mapping[str, int]

    def get(self, key: str) -> int | None:
        return self.places.get(key)


def find_columns(grid: Grid, keys: tuple[str, ...]) -> Columns | None:
    """The row that has most of these headers, at least two; ``None`` without such a row."""
    words = _words(keys)
    best: Columns | None = None
    for row, cells in enumerate(grid.rows[:_FURTHEST]):
        found: dict[str, int] = {}
        for column, value in enumerate(cells):
            if isinstance(value, str) and value and len(value) < 40:
                key = words.get(folded(value))
                if key is not None:
                    found.setdefault(key, column)
        if len(found) > 1 and (best is None or len(found) > len(best.places)):
            best = Columns(row, found)
            if len(found) == len(keys):
                break
    return best


@lru_cache(maxsize=8)
def _words(keys: tuple[str, ...]) -> Mapping[str, str]:
    return {spelling: key for key in keys for spelling in spellings(f"column_{key}")}
