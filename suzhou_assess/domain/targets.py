"""District targets, read from a list: a district and how many enterprises, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from suzhou_assess.domain.list_table import Fields, ListField, ListRow, ListTable
from suzhou_assess.domain.places import District, Places
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.domain.roster_fields import FIELDS as ROSTER_FIELDS

_DISTRICT = next(one for one in ROSTER_FIELDS if one.id == "district")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*[家户个]?")
MOST = 10_000_000

FIELDS: Fields = (
    replace(_DISTRICT, is_key=True),
    ListField(
        "target",
        (
            *("目标", "目标数", "目标家数", "任务", "任务数", "任务家数", "目标任务", "目标任务数"),
            *("年度目标", "年度任务", "年度目标数", "计划数", "计划", "评估目标", "评估任务"),
            *("指标", "指标数", "应评数", "应评家数", "数量", "家数", "企业数", "企业家数"),
            *("target", "targets", "goal", "number", "count", "enterprises", "plan"),
        ),
        ("目标", "任务", "计划", "target"),
        is_key=True,
    ),
)
"""What a list of targets says."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets as read, and what is wrong in the list. Nothing is written yet."""

    by_district: MappingProxyType[str, int]
    problems: tuple[Problem, ...]
    """Each with its sheet and cell."""


def read_rows(table: ListTable, places: Places) -> Targets:
    """Every row that names a district and a number; totals and titles are passed over.

    Where no header says which column is the target, a row's only number is (but for a running
    number before the district).
    """
    targets: dict[str, int] = {}
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    district_column, column = table.mapping.get("district"), table.mapping.get("target")
    sure = district_column is not None and column is not None

    def complain(row: ListRow, at: int | None, found: Problem) -> None:
        problems.append(found.at(row.sheet.name, _cell(row, at)))

    for row in table.rows():
        place = (district_column, None) if sure else _district(row, places)
        if place is None:
            continue
        at, named = place
        typed = row.text(at)
        if not typed and not row.text(column):
            continue
        district = named or places.find_district(typed)
        if district is None:
            known = tuple(d.name for d in places.districts)
            missing = problem("target_district_missing", "district")
            unknown = problem("district_unknown", "district", value=typed, known=known)
            complain(row, at, unknown if typed else missing)
            continue
        where, value = (column, row.text(column)) if column is not None else _only_number(row, at)
        number = _NUMBER.fullmatch(value)
        if number is None or int(number[1].replace(",", "")) > MOST:
            found = problem("target_not_a_number", district=district.name, value=value)
            complain(row, where, found)
        elif district.code in targets:
            found = problem("target_twice", district=district.name, cell=cells[district.code])
            complain(row, at, found)
        else:
            targets[district.code] = int(number[1].replace(",", ""))
            cells[district.code] = _cell(row, at)
    if not targets and not problems:
        problems.append(problem("targets_not_found").at(table.chosen.name, None))
    return Targets(MappingProxyType(targets), tuple(problems))


def _cell(row: ListRow, column: int | None) -> str:
    return f"{'' if column is None else row.sheet.letter(column)}{row.number}"


def _district(row: ListRow, places: Places) -> tuple[int, District] | None:
    """The first cell that names a district. Numbers are none but whole codes."""
    for at in range(len(row.cells)):
        typed = row.text(at)
        if typed and (not typed.isdigit() or typed in places.district_by_code):
            found = places.find_district(typed)
            if found is not None:
                return at, found
    return None


def _only_number(row: ListRow, district: int | None) -> tuple[int | None, str]:
    """The only number behind the district; what can't be told apart is given as it stands."""
    found = list(_numbers(row, -1 if district is None else district))
    if len(found) == 1:
        return found[0]
    return None, " ".join(value for _, value in found)


def _numbers(row: ListRow, behind: int) -> Iterator[tuple[int, str]]:
    for at in range(behind + 1, len(row.cells)):
        if _NUMBER.fullmatch(row.text(at)):
            yield at, row.text(at)
