"""The missing list (未评名单) as a workbook: who should be assessed and isn't, ready to be printed
and sent on."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from suzhou_assess.domain.places import Places
from suzhou_assess.domain.roster import RosterEntry
from suzhou_assess.domain.text import Text
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.book import A4, FONT, Colour, writable
from suzhou_assess.workbook.replacing import replace

_ROWS_PER_EVENT = 500
_HEADER_ROW = 3


@dataclass(frozen=True, slots=True)
class MissingList:
    """What the workbook says."""

    entries: Sequence[RosterEntry]
    places: Places
    covered: Sequence[tuple[str, Text | None, int, int]]
    """Of each district: code, name (``None`` where it isn't known), all and assessed ones."""
    made_at: datetime
    part: tuple[Text, ...] = ()
    """What the list is narrowed to, in words."""


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    width: float
    value: Callable[[RosterEntry], str]
    look: str = "text"


def write_missing_list(out: Path, missing: MissingList, words: Words) -> Iterator[int]:
    """Writes ``out`` and yields now and then how many enterprises are in it.

    The file appears whole or not at all. Raises ``OSError``.
    """
    stream = io.BytesIO()
    # Rows wait in files while the rest is written. They hold contact data: in a folder of their
    # own they go away with it, however this ends.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        options = {"constant_memory": True, "strings_to_formulas": False, "tmpdir": folder}
        book = Workbook(stream, options)
        try:
            writer = _Writer(book, missing, words)
            yield from writer.write_entries(book.add_worksheet(words.say("roster.sheet_missing")))
            writer.write_coverage(book.add_worksheet(words.say("roster.sheet_coverage")))
            made_at = missing.made_at.replace(tzinfo=None)
            book.set_properties({"title": words.say("roster.title_missing"), "created": made_at})
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None  # the OSError that XlsxWriter met
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            book.fileclosed = 1  # one that was given up doesn't complain when it is forgotten
    replace(out, stream.getvalue())


class _Writer:
    def __init__(self, book: Workbook, missing: MissingList, words: Words) -> None:
        self._book = book
        self._missing = missing
        self._words = words
        base = {"font_name": FONT, "font_size": 10, "font_color": Colour.TEXT, "valign": "vcenter"}
        cell = {**base, "border": 1, "border_color": Colour.BORDER}
        header = {
            "bold": True,
            "bg_color": Colour.ACCENT,
            "font_color": Colour.SURFACE,
            "align": "center",
            "text_wrap": True,
        }
        total = {"bold": True, "bg_color": Colour.SOFT}
        self._looks: dict[str, Format] = {
            name: book.add_format(properties)
            for name, properties in {
                "title": {**base, "bold": True, "font_size": 18},
                "hint": {**base, "font_color": Colour.MUTED, "font_size": 9.5},
                "header": {**cell, **header},
                "text": cell,
                "wrapped": {**cell, "text_wrap": True},
                "code": {**cell, "num_format": "@"},
                "count": {**cell, "num_format": "#,##0", "align": "right"},
                "share": {**cell, "num_format": "0.0%", "align": "right"},
                "total_text": {**cell, **total},
                "total_count": {**cell, **total, "num_format": "#,##0", "align": "right"},
                "total_share": {**cell, **total, "num_format": "0.0%", "align": "right"},
            }.items()
        }

    def write_entries(self, sheet: Worksheet) -> Iterator[int]:
        columns = self._columns()
        entries = self._missing.entries
        widths = [6.0, *(column.width for column in columns)]
        self._head(sheet, self._say("title_missing"), widths)
        params = {"count": f"{len(entries):,}", "at": self._at()}
        if self._missing.part:
            line = self._words.say("roster.missing_of", part=self._missing.part, **params)
        else:
            line = self._words.say("roster.missing_count", **params)
        sheet.write_string(1, 0, line, self._looks["hint"])
        self._header(sheet, ["column_number", *(f"column_{column.key}" for column in columns)])
        for at, entry in enumerate(entries):
            row = _HEADER_ROW + 1 + at
            sheet.write_number(row, 0, at + 1, self._looks["count"])
            for i, column in enumerate(columns):
                self._put(sheet, row, i + 1, column.value(entry), column.look)
            if (at + 1) % _ROWS_PER_EVENT == 0:
                yield at + 1
        last = _HEADER_ROW + max(1, len(entries))
        sheet.autofilter(_HEADER_ROW, 0, last, len(columns))
        sheet.freeze_panes(_HEADER_ROW + 1, 2)
        self._print(sheet, landscape=True)
        yield len(entries)

    def write_coverage(self, sheet: Worksheet) -> None:
        self._head(sheet, self._say("title_coverage"), (26, 12, 12, 12, 12))
        sheet.write_string(1, 0, self._words.say("roster.made", at=self._at()), self._looks["hint"])
        self._header(
            sheet,
            [
                *("column_district", "column_total", "column_assessed"),
                *("column_missing", "column_share"),
            ],
        )
        row = _HEADER_ROW
        all_in, all_assessed = 0, 0
        for _, name, total, assessed in self._missing.covered:
            row += 1
            said = self._say("unknown") if name is None else self._words.text(name)
            self._counts(sheet, row, said, total, assessed)
            all_in, all_assessed = all_in + total, all_assessed + assessed
        self._counts(sheet, row + 1, self._say("all"), all_in, all_assessed, look="total_")
        sheet.freeze_panes(_HEADER_ROW + 1, 1)
        self._print(sheet, landscape=False)

    def _columns(self) -> tuple[_Column, ...]:
        places, text, say = self._missing.places, self._words.text, self._say

        def district(entry: RosterEntry) -> str:
            found = places.district_by_code.get(entry.district or "")
            return "" if found is None else text(found.name)

        def industry(entry: RosterEntry) -> str:
            found = places.industry_by_code.get(entry.industry or "")
            return "" if found is None else f"{found.code} {text(found.name)}"

        sizes = {size.id: text(size.name) for size in places.sizes}
        above = {True: say("yes"), False: say("no"), None: ""}
        return (
            _Column("name", 36, lambda entry: entry.name, "wrapped"),
            _Column("uscc", 21, lambda entry: entry.uscc or "", "code"),
            _Column("district", 16, district),
            _Column("town", 16, lambda entry: entry.town, "wrapped"),
            _Column("industry", 28, industry, "wrapped"),
            _Column("size", 8, lambda entry: sizes.get(entry.size or "", "")),
            _Column("above_scale", 8, lambda entry: above[entry.above_scale]),
            _Column("contact_name", 11, lambda entry: entry.contact_name),
            _Column("phone", 15, lambda entry: entry.phone, "code"),
            _Column("note", 22, lambda entry: entry.note, "wrapped"),
        )

    def _say(self, key: str) -> str:
        return self._words.say(f"roster.{key}")

    def _at(self) -> str:
        return self._missing.made_at.strftime("%Y-%m-%d %H:%M")

    def _head(self, sheet: Worksheet, title: str, widths: Sequence[float]) -> None:
        sheet.hide_gridlines(2)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, self._looks["title"])

    def _header(self, sheet: Worksheet, keys: Sequence[str]) -> None:
        sheet.set_row(_HEADER_ROW, 30)
        for column, key in enumerate(keys):
            sheet.write_string(_HEADER_ROW, column, self._say(key), self._looks["header"])

    def _counts(
        self, sheet: Worksheet, row: int, name: str, total: int, assessed: int, look: str = ""
    ) -> None:
        sheet.write_string(row, 0, name, self._looks[f"{look}text"])
        for at, count in enumerate((total, assessed, total - assessed)):
            sheet.write_number(row, at + 1, count, self._looks[f"{look}count"])
        share = assessed / total if total else 0
        sheet.write_number(row, 4, share, self._looks[f"{look}share"])

    def _put(self, sheet: Worksheet, row: int, column: int, said: str, look: str) -> None:
        """Text goes in as text, whatever it starts with: no name becomes a formula."""
        if said:
            sheet.write_string(row, column, writable(said), self._looks[look])
        else:
            sheet.write_blank(row, column, None, self._looks[look])

    def _print(self, sheet: Worksheet, *, landscape: bool) -> None:
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.repeat_rows(_HEADER_ROW)
        name: Any = sheet.get_name()
        sheet.set_footer(f"&L&9{name}&R&9{self._say('footer_page')}")
