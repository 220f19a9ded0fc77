"""企业信息 as people fill it in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import lru_cache

from suzhou_assess.domain.exchange import MODES
from suzhou_assess.domain.places import Places
from suzhou_assess.workbook import cell_values
from suzhou_assess.workbook.cell_values import Cell, folded, shown
from suzhou_assess.workbook.columns import find_columns
from suzhou_assess.workbook.grid import Grid
from suzhou_assess.workbook.layout import ASSESSMENT_FIELDS, in_both, spellings
from suzhou_assess.workbook.reading import Draft

_UNITS: Mapping[str, Collection[str]] = {
    "employees": ("人", "名", "位", "people"),
    "revenue": ("万元", "万", "万元人民币"),
}
_TYPED = frozenset({"district", "industry", "cluster", "qualification", "size"})


def read_profile(grid: Grid, places: Places, draft: Draft) -> None:
    labels = _labels(places)
    columns = find_columns(grid, ("item", "fill", "remark"))
    fill = columns.get("fill") if columns else None
    seen: dict[str, int] = {}
    for row, cells in enumerate(grid.rows):
        if columns is not None and row == columns.row:
            continue
        found = _field_of(cells, labels)
        if found is None:
            continue
        field, label = found
        column = fill if fill is not None else label + 1
        if field in seen:
            if grid.at(row, column) == "":
                continue
            if grid.at(seen[field], column) != "":
                name = places.field_name.get(field)
                draft.complain("row_twice", field, grid, row, column, item=name or field)
                continue
        seen[field] = row
        draft.stands(field, grid, row, column)
        value = draft.value(field, grid, row, column)
        _take(field, value, draft, grid, row, column)


def _field_of(cells: list[Cell], labels: Mapping[str, str]) -> tuple[str, int] | None:
    """The field that a row is of, and the column of its label, the last cell that names it."""
    first: tuple[str, int] | None = None
    for column, value in enumerate(cells[:12]):
        if value and isinstance(value, str):
            field = labels.get(value) or labels.get(folded(value.replace("*", "")))
            if field is None:
                continue
            if first is None:
                first = field, column
            elif first[0] == field:
                return field, column
            else:
                break
    return first


@lru_cache(maxsize=8)
def _labels(places: Places) -> Mapping[str, str]:
    """Ids, and folded labels with and without what stands in brackets, to field ids."""
    labels: dict[str, str] = {}
    for entry in places.profile:
        for word in (entry.name.zh, entry.name.en):
            labels.setdefault(folded(word), entry.id)
            labels.setdefault(folded(word.partition("（")[0].partition("(")[0]), entry.id)
    for field in ASSESSMENT_FIELDS:
        labels.update((word, field) for word in spellings(f"field_{field}"))
    ids = [*(entry.id for entry in places.profile), *ASSESSMENT_FIELDS]
    return labels | {name: name for name in ids}


def _take(field: str, value: Cell, draft: Draft, grid: Grid, row: int, column: int) -> None:
    if value == "":
        return
    if field == "mode":
        draft.assessment["mode"] = _modes().get(folded(shown(value)), shown(value))
    elif field == "date":
        draft.assessment["date"] = cell_values.day(value)
    elif field == "assessor":
        draft.assessment["assessor"] = shown(value)
    elif field == "uscc" and cell_values.is_number_that_was_a_code(value):
        draft.complain("uscc_became_number", "uscc", grid, row, column, value=shown(value))
    elif field == "founded":
        draft.profile[field] = cell_values.year(value)
    elif field in _UNITS:
        draft.profile[field] = cell_values.number(value, _UNITS[field])
    elif field == "above_scale" and isinstance(value, bool):
        draft.profile[field] = value
    elif field in _TYPED:
        draft.profile[field] = shown(value)
    else:
        draft.profile[field] = _words(value)


def _words(value: Cell) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return shown(value)


@lru_cache(maxsize=1)
def _modes() -> Mapping[str, str]:
    modes = {folded(mode): mode for mode in MODES}
    for mode in MODES:
        modes.update((folded(word), mode) for word in in_both(f"mode_{mode}"))
    for word, mode in (("现场", "onsite"), ("现场评估", "onsite"), ("企业自评", "self")):
        modes[folded(word)] = mode
    return modes
