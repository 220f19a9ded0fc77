"""Finds the sheets of a form whose structure nobody has changed, without opening them all.

The short way of nearly every workbook. It gives what ``sheets.find_sheets`` gives, as far as the
readers look at it, or ``None``: then that one is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from xml.etree import ElementTree as ET

from python_calamine import CalamineError

from suzhou_assess.workbook.cell_values import Cell, folded
from suzhou_assess.workbook.grid import Grid
from suzhou_assess.workbook.layout import (
    DATA_SHEETS,
    HEADER_ROW,
    ID,
    META_SHEET,
    read_stamp,
    spellings,
)
from suzhou_assess.workbook.plain_cells import PlainCells
from suzhou_assess.workbook.plain_package import NotPlainError, PlainPackage
from suzhou_assess.workbook.sheet_parts import RELATIONS, WORKBOOK, sheet_parts
from suzhou_assess.workbook.sheets import Sheets, keys_by_name, sheets_of

_ROOT, _STRINGS, _STYLES = "_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml"
_COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PROFILE = _COLUMNS[:12]
_META = "AB"
_FILLED: Mapping[str, tuple[str, ...]] = {
    "questions": ("fill", "note"),
    "scenarios": ("level", "note"),
}
"""Columns that people fill in. Those left of the first tell what a row is."""
_HEADER = HEADER_ROW + 1
_SMALL = 16 * 1024
"""Bytes of what a workbook says of its sheets; that of forms alike is taken apart once."""


def find_plain_sheets(data: bytes) -> Sheets | None:
    """The sheets of a workbook that is as we write it and as office programs save it."""
    try:
        package = PlainPackage(data)
        named = _named(package)
        found = _Finder(package).read(named)
    except (NotPlainError, ET.ParseError, CalamineError, UnicodeDecodeError):
        return None
    return None if found is None else _checked(found)


def _named(package: PlainPackage) -> dict[str, tuple[str, bytes]]:
    """Key to name and XML of the sheets that are read. Raises ``NotPlainError``."""
    workbook = package.part(WORKBOOK)
    if b"date1904" in workbook or WORKBOOK.encode() not in package.part(_ROOT):
        raise NotPlainError
    found = (_places if len(workbook) <= _SMALL else _find_places)(
        workbook, package.part(RELATIONS)
    )
    if found is None:
        raise NotPlainError
    return {key: (name, package.text(part)) for key, name, part in found}


def _find_places(workbook: bytes, relations: bytes) -> Sequence[tuple[str, str, str]] | None:
    """Key, name and part of the sheets that are read; ``None`` when one isn't found by its name.

    Raises ``ET.ParseError``.
    """
    by_name = sheet_parts(workbook, relations)
    keys = keys_by_name(by_name)
    wanted = (*DATA_SHEETS, META_SHEET)
    if not keys.keys() >= set(wanted):
        return None
    return [(key, keys[key], by_name[keys[key]]) for key in wanted]


_places = lru_cache(maxsize=32)(_find_places)


class _Finder:
    def __init__(self, package: PlainPackage) -> None:
        # Some programs write every text into its cell.
        strings = package.text(_STRINGS) if _STRINGS in package else b""
        self._cells = PlainCells(strings, package.part(_STYLES))

    def read(self, named: Mapping[str, tuple[str, bytes]]) -> dict[str, Grid] | None:
        grids: dict[str, Grid] = {}
        for key, (name, xml) in named.items():
            columns = self._columns(key, xml)
            rows = columns and self._cells.rows(xml, columns, _HEADER)
            if not rows:
                return None
            grids[key] = Grid(name, rows, 0, 0)
        return grids

    def _columns(self, key: str, xml: bytes) -> str | None:
        if key not in _FILLED:
            return _META if key == META_SHEET else _PROFILE
        start = xml.find(b'<row r="%d"' % _HEADER)
        header = self._cells.rows(xml[start : xml.find(b"</row>", start)], "A", _HEADER)
        if start < 0 or not header or len(header) < _HEADER:
            return None
        words = [folded(word) if isinstance(word, str) else "" for word in header[HEADER_ROW]]
        places = [_place(words, column) for column in _FILLED[key]]
        if -1 in places or places != sorted(places):
            return None
        return _COLUMNS[: places[0] + 1] + "".join(_COLUMNS[place] for place in places[1:])


def _place(words: list[str], column: str) -> int:
    known = spellings(f"column_{column}")
    return next((place for place, word in enumerate(words) if word in known), -1)


def _checked(grids: dict[str, Grid]) -> Sheets | None:
    """Only where the columns of ids and facts stand at the left edge, as they were written."""
    meta = grids.pop(META_SHEET)
    first: list[Cell] = [meta.at(0, 0), *(g.at(HEADER_ROW, ID) for g in grids.values())]
    if first[0] != "format" or not all(read_stamp(str(stamp)) for stamp in first[1:]):
        return None
    found = sheets_of(grids, meta)
    return found if found.stamp is not None else None
