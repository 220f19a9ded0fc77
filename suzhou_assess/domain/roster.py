"""The roster (应评名单): the enterprises that should be assessed, read from a list and checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.enterprise import NAME_LIMIT
from suzhou_assess.domain.list_table import ListRow, ListTable
from suzhou_assess.domain.places import Places, fold
from suzhou_assess.domain.problems import Problem, problem

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{2,3}")
_ABOVE_SCALE = {"规上": True, "规上企业": True, "规模以上": True, "规上工业": True} | {
    "规下": False,
    "规下企业": False,
    "规模以下": False,
    "规下工业": False,
}
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_TEXT_LIMIT = 400


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """An enterprise that should be assessed. What isn't known is ``None`` or ``""``."""

    number: int
    """Its row in the list."""
    uscc: str | None
    """A valid code. Without one it is known by its folded name."""
    name: str
    district: str | None = None
    town: str = ""
    industry: str | None = None
    size: str | None = None
    above_scale: bool | None = None
    contact_name: str = ""
    phone: str = ""
    note: str = ""
    source: str = ""
    """File, and sheet where there is more than one, that it was read from."""

    @property
    def name_key(self) -> str:
        return fold(self.name)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a row; ``problem`` has the sheet and the cell."""

    row: int
    column: str
    """Letters of the column; ``""`` for the row as a whole."""
    problem: Problem
    left_out: bool
    """Whether the row is not taken over because of it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a wrong code may be meant to be."""

    code: str
    name: str | None
    """Whose it is, when it is one that is known."""


@dataclass(frozen=True)
class RosterCheck:
    """What a list comes to. Nothing is written yet."""

    source: str
    entries: tuple[RosterEntry, ...]
    problems: tuple[RowProblem, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Rows that are none of the list's: ``blank``, ``header``, ``total``, ``note``."""

    @property
    def without_code(self) -> int:
        """Entries that can only be known by their name."""
        return sum(entry.uscc is None for entry in self.entries)

    @property
    def left_out(self) -> int:
        """Rows that are not taken over."""
        return len({(p.problem.sheet, p.row) for p in self.problems if p.left_out})


def wrong_codes(table: ListTable) -> set[str]:
    """Codes of the list that can't be right, normalised: a suggestion may be found for them."""
    column = table.mapping.get("uscc")
    codes = {credit_code.normalise(row.text(column)) for row in table.rows()}
    return {code for code in codes if code and credit_code.check(code) is not None}


def check_rows(
    table: ListTable, places: Places, suggestions: Mapping[str, Suggestion]
) -> RosterCheck:
    """Every row with all that is wrong in it.

    A row is left out when nobody can be told from it, or when it says again what another says.
    A wrong code alone leaves none out: the row is known by its name then.
    """
    if table.mapping.get("uscc") is None and table.mapping.get("name") is None:
        found = problem("list_names_nobody").at(table.chosen.name, None)
        return RosterCheck(table.source, (), (RowProblem(0, "", found, True),))
    reader = _Reader(table, places, suggestions)
    read = [reader.read(row) for row in table.rows()]
    entries = _without_doubles([one for one in read if one is not None], reader)
    problems = sorted(reader.problems, key=lambda p: (p.problem.sheet or "", p.row, p.column))
    return RosterCheck(table.source, tuple(entries), tuple(problems), Counter(table.skipped))


class _Reader:
    """Reads rows and keeps what is wrong in them."""

    def __init__(
        self, table: ListTable, places: Places, suggestions: Mapping[str, Suggestion]
    ) -> None:
        self.problems: list[RowProblem] = []
        self._mapping = table.mapping
        self._places = places
        self._suggestions = suggestions
        self._several = several = table.together and bool(table.alike)
        self._source = {
            id(sheet): f"{table.source} {sheet.name}" if several else table.source
            for sheet in table.sheets
        }
        # A list of a sheet a district need not say it again in each row.
        self._district_of = {id(one): _district_in(one.name, places)[0] for one in table.sheets}

    def cell(self, row: ListRow, name: str) -> str:
        """The address of a row's cell, with the sheet where several are read."""
        column = self._mapping.get(name)
        address = f"{'' if column is None else row.sheet.letter(column)}{row.number}"
        return f"{row.sheet.name}!{address}" if self._several else address

    def complain(self, row: ListRow, name: str, found: Problem, *, left_out: bool = False) -> None:
        column = self._mapping.get(name)
        letter = "" if column is None else row.sheet.letter(column)
        cell = f"{letter}{row.number}" if letter else None
        placed = found.at(row.sheet.name, cell)
        self.problems.append(RowProblem(row.number, letter, placed, left_out))

    def read(self, row: ListRow) -> tuple[ListRow, RosterEntry] | None:
        uscc = self._code(row)
        name = self._text(row, "name")
        if len(name) > NAME_LIMIT:
            found = problem("name_too_long", "name", length=len(name), limit=NAME_LIMIT)
            self.complain(row, "name", found)
            name = name[:NAME_LIMIT]
        if not name:
            if not any(row.text(column) for column in self._mapping.values()):
                return None
            if self._mapping.get("name") is not None or uscc is None:
                self.complain(row, "name", problem("name_missing", "name"), left_out=uscc is None)
            if uscc is None:
                return None
        district, town = self._district(row)
        size, above_scale = self._scale(row)
        entry = RosterEntry(
            number=row.number,
            uscc=uscc,
            name=name,
            district=district,
            town=self._text(row, "town") or town,
            industry=self._industry(row),
            size=size,
            above_scale=above_scale,
            contact_name=self._text(row, "contact_name"),
            phone=self._text(row, "phone"),
            note=self._text(row, "note"),
            source=self._source[id(row.sheet)],
        )
        return row, entry

    def _text(self, row: ListRow, name: str) -> str:
        return _NO_WIDTH.sub("", row.text(self._mapping.get(name)))[:_TEXT_LIMIT]

    def _code(self, row: ListRow) -> str | None:
        typed = row.text(self._mapping.get("uscc"))
        code = credit_code.normalise(typed)
        if not code or code in ("无", "暂无"):
            return None
        if _SCIENTIFIC.fullmatch(typed.upper()):
            self.complain(row, "uscc", problem("uscc_became_number", "uscc", value=typed))
            return None
        found = credit_code.check(code)
        if found is None:
            return code
        near = self._suggestions.get(code)
        if near is not None and near.name is not None:
            params = {"code": code, "suggested": near.code, "name": near.name}
            found = problem("roster_code_near", "uscc", **params)
        elif near is not None:
            found = problem("roster_code_lookalike", "uscc", code=code, suggested=near.code)
        self.complain(row, "uscc", found)
        return None

    def _district(self, row: ListRow) -> tuple[str | None, str]:
        """The district's code, and the town where the same cell names it."""
        by_sheet = self._district_of[id(row.sheet)]
        if self._mapping.get("district") is None:
            return by_sheet, ""
        typed = self._text(row, "district")
        if not typed:
            if by_sheet is None:
                self.complain(row, "district", problem("district_missing", "district"))
            return by_sheet, ""
        code, rest = _district_in(typed, self._places)
        if code is None:
            known = tuple(d.name for d in self._places.districts)
            found = problem("district_unknown", "district", value=typed, known=known)
            self.complain(row, "district", found)
        return code, rest

    def _industry(self, row: ListRow) -> str | None:
        typed = self._text(row, "industry")
        if not typed:
            return None
        found = self._places.find_industry(typed)
        if found is None:
            complaint = problem("industry_unknown", "industry", value=typed)
            self.complain(row, "industry", complaint)
            return None
        return found.code

    def _scale(self, row: ListRow) -> tuple[str | None, bool | None]:
        """Size class and 规上. Lists write either into a column that is called 规模."""
        size, above = None, None
        typed = self._text(row, "size")
        if typed and fold(typed) in _ABOVE_SCALE:
            above = _ABOVE_SCALE[fold(typed)]
        elif typed:
            known_size = self._places.find_size(typed)
            if known_size is None:
                known = tuple(s.name for s in self._places.sizes)
                self.complain(
                    row, "size", problem("size_unknown", "size", value=typed, known=known)
                )
            else:
                size = known_size.id
        typed = self._text(row, "above_scale")
        if typed:
            said = _yes_or_no(typed)
            if said is None:
                name = self._places.field_name["above_scale"]
                found = problem("not_yes_or_no", "above_scale", field=name, value=typed)
                self.complain(row, "above_scale", found)
            else:
                above = said
        return size, above


_YES = frozenset({"是", "y", "yes", "true", "1", "√", "✓", "✔", "有", "对"})
_NO = frozenset({"否", "n", "no", "false", "0", "×", "✗", "无", "不是", "非规上", "不"})


def _yes_or_no(typed: str) -> bool | None:
    word = fold(typed)
    if word in _YES:
        return True
    return False if word in _NO else _ABOVE_SCALE.get(word)


def _district_in(typed: str, places: Places) -> tuple[str | None, str]:
    """The district that a text names or begins with, and what follows it: 昆山市玉山镇."""
    found = places.find_district(typed)
    if found is not None:
        return found.code, ""
    rest = typed.strip().removeprefix("江苏省").removeprefix("苏州市").strip()
    for district in places.districts:
        for name in (district.name.zh, district.name.zh.partition("（")[0], district.short.zh):
            if len(name) > 2 and rest.startswith(name):
                return district.code, rest.removeprefix(name).strip()
    return None, ""


def _without_doubles(read: list[tuple[ListRow, RosterEntry]], reader: _Reader) -> list[RosterEntry]:
    """Each enterprise once: by its code, or by its name where it has none."""
    by_code: dict[str, int] = {}
    by_name: dict[str, int] = {}
    kept: set[int] = set()
    for at, (row, entry) in enumerate(read):
        if entry.uscc is None:
            continue
        first = by_code.setdefault(entry.uscc, at)
        if first != at:
            cell = reader.cell(read[first][0], "uscc")
            found = problem("roster_code_twice", "uscc", code=entry.uscc, cell=cell)
            reader.complain(row, "uscc", found, left_out=True)
            continue
        kept.add(at)
        first = by_name.setdefault(entry.name_key, at) if entry.name else at
        if first != at:
            cell = reader.cell(read[first][0], "name")
            found = problem("roster_name_with_two_codes", "name", name=entry.name, cell=cell)
            reader.complain(row, "name", found)
    for at, (row, entry) in enumerate(read):
        if entry.uscc is not None:
            continue
        first = by_name.setdefault(entry.name_key, at)
        if first == at:
            kept.add(at)
        else:
            cell = reader.cell(read[first][0], "name")
            found = problem("roster_name_twice", "name", name=entry.name, cell=cell)
            reader.complain(row, "name", found, left_out=True)
    return [entry for at, (_, entry) in enumerate(read) if at in kept]
