"""Lists as offices keep them in spreadsheets: where the header stands, what each column means, and
which rows are none.

Nobody fills in a form here: the list was made by somebody else for another purpose. Titles stand
above it, headers take several rows, subtotals and notes stand between and beneath the rows. What
is recognised can be corrected in every part.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from suzhou_assess.domain.places import fold

Row = tuple[str, ...]
"""The cells of a row as text, without the blank ones at its end."""

_HEADER_WITHIN = 40
"""Rows from the top of a sheet in which its header is looked for."""
_HEADER_ROWS = 3
"""A header has at most so many."""
_LONGEST_LABEL = 40
_IN_FULL, _LAST_PART, _HINTED = 0, 100, 200
_KNOWN_WEIGHT, _HINTED_WEIGHT, _KEY_WEIGHT = 3, 1, 3
_LEAST_SCORE = _KNOWN_WEIGHT + _KEY_WEIGHT
_SAMPLE = 60
_MOSTLY = 0.6
_BRACKETED = re.compile(r"[(\[【].*?[)\]】]")
_STARS = re.compile(r"[*★☆#]")
_TOTAL = re.compile(
    r".{0,12}(合计|小计|总计|累计|共计|总数)(共?\d+[家户个条]?)?|(sub|grand)?totals?"
)
_NOTE = re.compile(
    r"(注|备注|说明|填表|制表|审核|填报|经办|联系|单位负责|数据来源|附件|附注|notes?)"
    r"[^:]{0,8}[:\d].*|[一二三四五六七八九十]{1,3}、.*"
)
_COLUMN_NUMBER = re.compile(r"\d{1,2}|[甲乙丙丁戊己庚辛]")


@dataclass(frozen=True, slots=True)
class ListField:
    """Something that a column may hold."""

    id: str
    headers: tuple[str, ...]
    """Headers that mean it, the surest first."""
    hints: tuple[str, ...] = ()
    """What a header that means it may have in it."""
    is_key: bool = False
    """Whether a table without it, or another key, is no such list."""
    looks_like: Callable[[str], bool] | None = None
    """Tells it by what stands in the column, where no header does."""


Fields = tuple[ListField, ...]


@dataclass(frozen=True, slots=True)
class ListSheet:
    """The used part of a sheet."""

    name: str
    rows: tuple[Row, ...]
    top: int = 0
    """Rows above the used part."""
    left: int = 0
    """Columns left of it."""

    def number(self, row: int) -> int:
        """The number of a row as the spreadsheet shows it."""
        return self.top + row + 1

    def letter(self, column: int) -> str:
        """The letters of a column as the spreadsheet shows them."""
        name, rest = "", self.left + column + 1
        while rest:
            rest, at = divmod(rest - 1, 26)
            name = chr(65 + at) + name
        return name

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list itself."""

    sheet: ListSheet
    at: int
    cells: Row

    @property
    def number(self) -> int:
        return self.sheet.number(self.at)

    def text(self, column: int | None) -> str:
        """What stands in a column, half-width and with single spaces."""
        if column is None or column >= len(self.cells):
            return ""
        cell = self.cells[column]
        if not cell.isascii():
            cell = unicodedata.normalize("NFKC", cell)
        return " ".join(cell.split())


@dataclass(frozen=True)
class ListTable:
    """A file's table, as it is understood or was corrected."""

    source: str
    """The file's name."""
    sheets: tuple[ListSheet, ...]
    fields: Fields
    sheet: int
    """The sheet that is read."""
    header: tuple[int, int] | None
    """First and last row of the header, from 0; ``None`` when the table has none."""
    columns: tuple[str, ...]
    """The header of each column; blank where it has none."""
    mapping: Mapping[str, int | None]
    """The column of each field, from 0."""
    together: bool = True
    """Whether the other sheets with the same header are read too."""
    skipped: Counter[str] = field(default_factory=Counter, compare=False)
    """Rows that ``rows`` passed over: ``blank``, ``header``, ``total``, ``note``."""

    @property
    def chosen(self) -> ListSheet:
        return self.sheets[self.sheet]

    @cached_property
    def alike(self) -> tuple[int, ...]:
        """The other sheets with the same header."""
        if self.header is None:
            return ()
        return tuple(
            at
            for at, sheet in enumerate(self.sheets)
            if at != self.sheet and _header_like(sheet, self.columns) is not None
        )

    def on_sheet(self, sheet: int) -> ListTable:
        """The same file, another sheet of it."""
        return _recognised(self.source, self.sheets, self.fields, sheet, self.together)

    def with_header(self, first: int | None, last: int | None = None) -> ListTable:
        """The header stands elsewhere, or nowhere; the columns are recognised anew."""
        header = None if first is None else (first, first if last is None else last)
        return _with_header(self, header)

    def with_mapping(self, mapping: Mapping[str, int | None]) -> ListTable:
        """Some columns mean something else. A column means one thing: it's taken from another."""
        given = {column for column in mapping.values() if column is not None}
        kept = {
            name: None if column in given and name not in mapping else column
            for name, column in self.mapping.items()
        }
        return replace(self, mapping=MappingProxyType({**kept, **mapping}))

    def reading(self, *, together: bool) -> ListTable:
        """With or without the other sheets that have the same header."""
        return replace(self, together=together)

    def rows(self) -> Iterator[ListRow]:
        """The rows of the list, and ``skipped`` counted anew."""
        self.skipped.clear()
        yield from self._rows_of(self.chosen, self.header)
        if self.together:
            for at in self.alike:
                sheet = self.sheets[at]
                yield from self._rows_of(sheet, _header_like(sheet, self.columns))

    def preview(self, count: int) -> list[ListRow]:
        """The first rows beneath the header, whatever they are."""
        sheet = self.chosen
        start = 0 if self.header is None else self.header[1] + 1
        shown = [ListRow(sheet, at, sheet.rows[at]) for at in range(start, len(sheet.rows))]
        return shown[:count]

    def _rows_of(self, sheet: ListSheet, header: tuple[int, int] | None) -> Iterator[ListRow]:
        start = 0 if header is None else header[1] + 1
        titles = () if header is None else _compared(sheet.rows[header[1]])
        keys = [self.mapping.get(f.id) for f in self.fields if f.is_key]
        used = [column for column in self.mapping.values() if column is not None]
        for at in range(start, len(sheet.rows)):
            row = ListRow(sheet, at, sheet.rows[at])
            reason = _no_row(row, titles, keys, used, is_first=at == start)
            if reason is None:
                yield row
            else:
                self.skipped[reason] += 1


def understand(source: str, sheets: Sequence[ListSheet], fields: Fields) -> ListTable:
    """The table of a file: its likeliest sheet, that one's header, and what the columns mean.

    ``sheets`` must not be empty.
    """
    found = [_recognised(source, tuple(sheets), fields, at, True) for at in range(len(sheets))]
    best = max(found, key=lambda table: (_score(table), len(table.chosen.rows)))
    return found[min((best.sheet, *best.alike))]


def _recognised(
    source: str, sheets: tuple[ListSheet, ...], fields: Fields, at: int, together: bool
) -> ListTable:
    table = ListTable(source, sheets, fields, at, None, (), MappingProxyType({}), together)
    return _with_header(table, _find_header(sheets[at], fields))


def _with_header(table: ListTable, header: tuple[int, int] | None) -> ListTable:
    sheet = table.chosen
    columns = _labels(sheet, header) if header is not None else ("",) * sheet.width
    mapping: dict[str, int | None] = dict.fromkeys((f.id for f in table.fields), None)
    mapping.update({name: column for name, (column, _) in _meant(columns, table.fields).items()})
    start = 0 if header is None else header[1] + 1
    _guess(sheet.rows[start : start + _SAMPLE], table.fields, mapping)
    return replace(table, header=header, columns=columns, mapping=MappingProxyType(mapping))


def _score(table: ListTable) -> int:
    """How surely a sheet is the list: by its header, or a little by what its columns hold."""
    if table.header is not None:
        return 100 + _header_score(_meant(table.columns, table.fields), table.fields)
    return sum(column is not None for column in table.mapping.values())


def _find_header(sheet: ListSheet, fields: Fields) -> tuple[int, int] | None:
    best, where = _LEAST_SCORE - 1, None
    for last in range(min(_HEADER_WITHIN, len(sheet.rows))):
        for first in range(last, max(-1, last - _HEADER_ROWS), -1):
            if not any(sheet.rows[first]):
                break
            score = _header_score(_meant(_labels(sheet, (first, last)), fields), fields)
            if score > best:
                best, where = score, (first, last)
    return where


def _header_score(meant: Mapping[str, tuple[int, int]], fields: Fields) -> int:
    score = 0
    for one in fields:
        if one.id in meant:
            score += _KNOWN_WEIGHT if meant[one.id][1] < _HINTED else _HINTED_WEIGHT
    has_key = any(one.is_key and one.id in meant for one in fields)
    return score + _KEY_WEIGHT if has_key else 0


def _header_like(sheet: ListSheet, columns: tuple[str, ...]) -> tuple[int, int] | None:
    """Where a sheet has the same header, as far as anything stands in it."""
    wanted = _compared(columns)
    for last in range(min(_HEADER_WITHIN, len(sheet.rows))):
        for first in range(last, max(-1, last - _HEADER_ROWS), -1):
            if _compared(_labels(sheet, (first, last))) == wanted:
                return first, last
    return None


def _labels(sheet: ListSheet, header: tuple[int, int]) -> tuple[str, ...]:
    """What stands over each column, from top to bottom, each word once."""
    first, last = header
    rows = sheet.rows[first : last + 1]
    labels = []
    for column in range(max(map(len, rows), default=0)):
        said = (" ".join(row[column].split()) for row in rows if column < len(row))
        labels.append("\n".join(dict.fromkeys(filter(None, said))))
    return tuple(labels)


def _compared(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells for comparing: folded, without the blank ones at the end."""
    folded = [fold(cell) for cell in cells]
    while folded and not folded[-1]:
        folded.pop()
    return tuple(folded)


def _meant(columns: Sequence[str], fields: Fields) -> dict[str, tuple[int, int]]:
    """The column of each field that a header names, and its rank (small is sure)."""
    ranked = sorted(
        (rank, order, column)
        for column, label in enumerate(columns)
        if label and len(label) <= _LONGEST_LABEL * _HEADER_ROWS
        for order, one in enumerate(fields)
        if (rank := _rank(label, one)) is not None
    )
    meant: dict[str, tuple[int, int]] = {}
    taken: set[int] = set()
    for rank, order, column in ranked:
        name = fields[order].id
        if name not in meant and column not in taken:
            meant[name] = (column, rank)
            taken.add(column)
    return meant


def _rank(label: str, one: ListField) -> int | None:
    whole = _STARS.sub("", unicodedata.normalize("NFKC", label))
    last = whole.rpartition("\n")[2]
    for base, said in ((_IN_FULL, whole), (_LAST_PART, last)):
        for shape in (said, _BRACKETED.sub("", said)):
            word = fold(shape)
            if word in one.headers:
                return base + one.headers.index(word)
    if len(last) <= _LONGEST_LABEL:
        word = fold(last)
        for at, hint in enumerate(one.hints):
            if hint in word:
                return _HINTED + at
    return None


def _guess(rows: Sequence[Row], fields: Fields, mapping: dict[str, int | None]) -> None:
    """Finds what no header named by what stands in the columns."""
    for one in fields:
        if mapping[one.id] is not None or one.looks_like is None:
            continue
        taken = set(mapping.values())
        best, where = _MOSTLY, None
        for column in range(max(map(len, rows), default=0)):
            filled = [row[column] for row in rows if column < len(row) and row[column]]
            if column in taken or len(filled) * 2 < len(rows):
                continue
            share = sum(map(one.looks_like, filled)) / len(filled)
            if share > best:
                best, where = share, column
        mapping[one.id] = where


def _no_row(
    row: ListRow,
    titles: tuple[str, ...],
    keys: Sequence[int | None],
    used: Sequence[int],
    *,
    is_first: bool,
) -> str | None:
    """Why a row isn't one of the list: ``blank``, ``header``, ``total`` or ``note``."""
    filled = [cell for cell in row.cells if cell]
    if not filled:
        return "blank"
    if titles and _repeats(row, titles, used):
        return "header"
    if is_first and len(filled) > 2 and all(map(_COLUMN_NUMBER.fullmatch, filled)):
        return "header"
    if any(_TOTAL.fullmatch(fold(cell)) for cell in filled[:3]):
        return "total"
    said = filled[0]
    if len(filled) > 2 and all(cell == said for cell in filled):
        return "note"  # merged over the whole row
    named = [cell for column in keys if (cell := row.text(column))]
    first = unicodedata.normalize("NFKC", " ".join(said.split()))
    if all(map(_NOTE.fullmatch, (first, *named))):
        return "note"
    return None


def _repeats(row: ListRow, titles: tuple[str, ...], used: Sequence[int]) -> bool:
    """Whether a row says the header again, as on each page of a printed list."""
    same = 0
    for column in used:
        word = fold(row.text(column))
        if word and column < len(titles) and word == titles[column]:
            same += 1
        elif word:
            return False
    return same > 0
