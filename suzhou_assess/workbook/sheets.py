"""Finds the sheets of the answer workbook, however they are called by now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from python_calamine import CalamineWorkbook, SheetTypeEnum

from suzhou_assess.workbook.cell_values import folded
from suzhou_assess.workbook.grid import Grid, grid_of
from suzhou_assess.workbook.layout import (
    DATA_SHEETS,
    META_SHEET,
    SHEETS,
    Stamp,
    in_both,
    read_stamp,
    spellings,
)

_STAMP_START = "suzhou-assess/workbook/"
_FEW_ROWS = 40
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "profile": ("item", "fill", "remark"),
    "questions": ("question", "fill", "points"),
    "scenarios": ("scenario", "level", "status"),
}
"""Columns that tell the data sheets apart when neither name nor stamp does."""


@dataclass(frozen=True, slots=True)
class Sheets:
    data: Mapping[str, Grid]
    """By key of ``DATA_SHEETS``."""
    facts: Mapping[str, str]
    """What ``_meta`` says; empty when it is gone."""
    stamp: Stamp | None


def find_sheets(workbook: CalamineWorkbook) -> Sheets:
    """By name where possible; the others are opened only when one is missing."""
    names = [
        sheet.name for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet
    ]
    by_key = keys_by_name(names)
    opened = {
        key: grid_of(workbook.get_sheet_by_name(name))
        for key, name in by_key.items()
        if key in (*DATA_SHEETS, META_SHEET)
    }
    if len(opened) <= len(DATA_SHEETS):
        taken = set(by_key.values())
        rest = (grid_of(workbook.get_sheet_by_name(n)) for n in names if n not in taken)
        _by_content(rest, opened)
    found = sheets_of(opened, opened.pop(META_SHEET, None))
    if found.stamp is None and "guide" in by_key:
        guide = grid_of(workbook.get_sheet_by_name(by_key["guide"]))
        return replace(found, stamp=_first_stamp(guide))
    return found


def sheets_of(data: Mapping[str, Grid], meta: Grid | None) -> Sheets:
    """The data sheets with what the file says of itself, in ``_meta`` or on a data sheet."""
    facts = _facts(meta)
    return Sheets(data, facts, _stamp(facts, data.values()))


def keys_by_name(names: Iterable[str]) -> dict[str, str]:
    """Key to name: the exact name first, else one that contains it (``2 评测问卷 (2)``)."""
    found: dict[str, str] = {}
    for name in names:
        key = META_SHEET if name == META_SHEET else _name_keys().get(folded(name))
        if key is not None:
            found.setdefault(key, name)
    if len(found) <= len(SHEETS):
        for name in names:
            if name in found.values():
                continue
            plain_name = folded(name)
            for spelling, key in _name_keys().items():
                if key not in found and spelling in plain_name:
                    found[key] = name
                    break
    return found


@lru_cache(maxsize=1)
def _name_keys() -> Mapping[str, str]:
    return {folded(name): key for key in (*SHEETS,) for name in in_both(f"sheet_{key}")} | {
        folded(META_SHEET): META_SHEET
    }


def _by_content(grids: Iterator[Grid], opened: dict[str, Grid]) -> None:
    """Fills in the sheets that were renamed beyond recognition."""
    for grid in grids:
        if META_SHEET not in opened and any(
            str(row[0]) == "format" and read_stamp(str(row[1])) for row in grid.rows[:9] if row[1:]
        ):
            opened[META_SHEET] = grid
            continue
        words = {
            folded(c) for row in grid.rows[:_FEW_ROWS] for c in row if isinstance(c, str) and c
        }
        for key, columns in _HEADERS.items():
            if key not in opened and all(spellings(f"column_{c}") & words for c in columns):
                opened[key] = grid
                break


def _facts(meta: Grid | None) -> Mapping[str, str]:
    if meta is None:
        return {}
    return {str(row[0]): str(row[1]) for row in meta.rows if len(row) > 1 and row[0] != ""}


def _stamp(facts: Mapping[str, str], grids: Iterable[Grid]) -> Stamp | None:
    """From ``_meta``; when it is gone, from the hidden stamp of a data sheet."""
    bare = read_stamp(facts.get("format", ""))
    if bare is not None:
        return Stamp(bare.version, facts.get("pack") or None, facts.get("edition") or None)
    stamps = (_first_stamp(grid) for grid in grids)
    return next((stamp for stamp in stamps if stamp is not None), None)


def _first_stamp(grid: Grid) -> Stamp | None:
    for row, column in grid.find(lambda text: text.startswith(_STAMP_START)):
        return read_stamp(str(grid.at(row, column)))
    return None
