"""What the sheets of the summary workbook share: their tables, and the words and counts in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import as_number
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.summary_data import Counts, SummaryHead, Tally
from suzhou_assess.workbook.summary_look import Look, put

Cell = tuple[str | int | float | None, str]
"""A value and the name of its look."""
_UPPER = 3
"""Levels from here up count as 三级及以上."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Writes tables of counts."""

    look: Look
    tally: Tally
    head: SummaryHead
    pack: Pack
    places: Places
    words: Words

    def say(self, key: str, **params: Any) -> str:
        return self.words.say(f"summary.{key}", **params)

    def made(self) -> str:
        return self.say(
            "made",
            at=self.head.made_at.strftime("%Y-%m-%d %H:%M"),
            pack=self.words.text(self.pack.short_name),
        )

    def sheet_head(self, sheet: Worksheet, key: str, widths: Sequence[float]) -> None:
        sheet.hide_gridlines(2)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, self.say(f"{key}_title"), self.look["title"])
        sheet.write_string(1, 0, self.made(), self.look["hint"])

    def table(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        headers: Sequence[str],
        body: Sequence[Sequence[Cell]],
        total: Sequence[Cell],
    ) -> int:
        """Writes a table and gives the row of its total."""
        sheet.set_row(row, 32)
        for i, header in enumerate(headers):
            key, _, level = header.partition(" ")
            name = self.level_name(int(level)) if level else self.say(f"column_{key}")
            sheet.write_string(row, column + i, name, self.look["header"])
        for cells in (*body, total):
            row += 1
            for i, (value, form) in enumerate(cells):
                put(sheet, row, column + i, value, self.look[form])
        return row

    def total(self, cells: Iterable[Cell]) -> list[Cell]:
        """A row of totals: its name, and the same cells in another look."""
        return [(self.say("total"), "total_text"), *((v, f"total_{form}") for v, form in cells)]

    def levels(self) -> Iterator[int]:
        return (level.level for level in self.pack.levels)

    def level_name(self, number: int) -> str:
        level = self.pack.levels[number]
        name = self.words.text(level.name)
        return name if number == 0 else self.say("level_name", level=number, name=name)

    def share(self, count: int) -> float | None:
        return count / self.tally.all.assessed if self.tally.all.assessed else None

    def districts(self) -> list[tuple[str, Counts]]:
        """All of the city's, also those without an assessment; last those that named none."""
        counted = self.tally.by_district
        listed = [(self.words.text(d.name), counted[d.code]) for d in self.places.districts]
        if None in counted:
            listed.append((self.say("unknown"), counted[None]))
        return listed

    def level_cells(self, counts: Counts) -> list[Cell]:
        upper = sum(n for level, n in counts.levels.items() if level >= _UPPER)
        share = upper / counts.assessed if counts.assessed else None
        return [
            (counts.assessed, "count"),
            *((counts.levels[n], "count") for n in self.levels()),
            (share, "share"),
            (points(counts), "points"),
        ]


def points(counts: Counts) -> int | float | None:
    """The mean score."""
    return None if counts.mean is None else as_number(counts.mean)
