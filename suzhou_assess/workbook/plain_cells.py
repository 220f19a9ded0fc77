"""Reads cells straight from the XML of a sheet that is written as office programs write them.

A form has ten times as many cells as anybody fills in: texts, points, formulas. calamine takes
them all; this takes the columns asked for, and gives exactly what calamine would. Whatever isn't
written in the one usual way makes it give up with ``None``, and calamine reads the file instead.

Thousands of workbooks made from one form have nearly all their rows and texts in common, byte for
byte. What such a piece says is remembered, so that it is taken apart once and not in every file.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, cast

from python_calamine import CalamineWorkbook

from suzhou_assess.workbook import guard
from suzhou_assess.workbook.cell_values import Cell

_STRING = re.compile(
    r'<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr[^>]*/>)?</si>|<t/></si>)|<si(.)'
)
_CELL = (
    r'<c r="({place})(\d+)"(?: s="(\d+)")?+(?: t="(\w+)")?+'
    r"(?:>(?:<f[^>]*>(?:[^<]*</f>)?)?"
    r'(?:(?:<v>|<is><t(?: xml:space="preserve")?>)([^<]*)(?:</v>|</t></is>)|<v ?/>)</c>'
    r"|(?! ?/>|></c>)(.))"
)
"""Column, row, style, type and value; or something unusual. Cells with a look alone don't match."""
_NUMBER = re.compile(r"-?\d{1,17}(?:\.\d{1,20})?(?:E[+-]?\d{1,3})?", re.ASCII)
_ENTITY = re.compile(r"&(\w+|#\d{2,7});", re.ASCII)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_HIGHEST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_STYLES_LIMIT = 256 * 1024
_MOST_STYLES = 2_000
_FIRST_DAY, _LAST_DAY = 61, 80_000
"""Excel's first two months of 1900 are a day off."""
_DAY_ZERO = date(1899, 12, 30)
_A_DAY = 45_000
_NUMERIC, _OF_A_DAY, _OTHER = range(3)
_WIDTH = 26
_BLANK = -1
"""The last of the strings is the text of a blank cell."""
_MOST_DIGITS = 7
"""Of the number of a shared string."""
_STRING_END, _ROW_END = "</si>", b"</row>"
_MOST_ROWS, _MOST_STRINGS = 6_000, 4_000
_PIECE = 2_048
"""Bytes, or characters, of what is remembered at most: with the above some 20 MB at the worst."""


class _Written(NamedTuple):
    """A value that isn't a shared string, as it stands in the sheet."""

    kind: str
    text: str
    style: str


class _Line(NamedTuple):
    """A row as it stands in the sheet."""

    number: int
    """From 1."""
    texts: Callable[[Sequence[str | None]], Sequence[str | None]]
    """Its cells from A on, of the shared strings; what is none is ``_BLANK``."""
    others: Sequence[tuple[int, _Written]]
    """Cells with other values: column, from 0, and value."""


class PlainCells:
    """Shared strings and styles of one workbook, and the cells that refer to them.

    Raises ``UnicodeDecodeError``, as ``rows`` does.
    """

    def __init__(self, strings: bytes, styles: bytes) -> None:
        self._strings = [
            text
            for piece in strings.decode().split(_STRING_END)
            for text in (_texts if len(piece) <= _PIECE else _find_texts)(piece)
        ]
        self._has_odd = None in self._strings
        self._strings.append("")
        self._styles = styles

    def rows(self, sheet: bytes, columns: str, header: int) -> list[list[Cell]] | None:
        """The cells of these columns (letters), and all those of the row ``header`` (from 1).

        Rows and columns count from A1; what isn't there is blank.
        """
        rows: list[list[Cell]] = []
        strings = self._strings
        for piece in sheet.split(_ROW_END):
            lines = (_lines if len(piece) <= _PIECE else _find_lines)(piece, columns, header)
            if lines is None:
                return None
            for number, texts, others in lines:
                while len(rows) < number - 1:
                    rows.append([""] * _WIDTH)
                if len(rows) >= number:
                    return None  # rows in another order, or one twice
                try:
                    cells: list[Cell | None] = [*texts(strings)]
                except IndexError:
                    return None
                for column, written in others:
                    cells[column] = self._value(*written)
                if (others or self._has_odd) and None in cells:
                    return None
                rows.append(cast("list[Cell]", cells))
        return rows

    def _value(self, kind: str, written: str, style: str) -> Cell | None:
        if kind in ("str", "inlineStr"):
            return _decoded(written)
        if kind in ("", "n"):
            return self._number(written, style)
        if kind == "b" and written in ("0", "1"):
            return written == "1"
        return None

    def _number(self, written: str, style: str) -> Cell | None:
        if written == "":
            return ""
        if _NUMBER.fullmatch(written) is None:
            return None
        value = float(written)
        kinds = _kinds_of_styles(self._styles)
        at = int(style or 0)
        kind = kinds[at] if at < len(kinds) else _OTHER
        if kind == _NUMERIC:
            return value if math.isfinite(value) else None
        if kind == _OF_A_DAY and value.is_integer() and _FIRST_DAY <= value <= _LAST_DAY:
            return _DAY_ZERO + timedelta(days=int(value))
        return None


def _is_coded(text: str) -> bool:
    """Whether it holds entities, or one of the ways to write line ends and control characters."""
    return "&" in text or "_x" in text or "\r" in text


def _decoded(text: str) -> str | None:
    if not _is_coded(text):
        return text
    names = _ENTITY.findall(text)
    if text.count("&") != len(names):
        return None
    said = {name: _named(name) for name in names}
    if None in said.values():
        return None
    decoded = _ENTITY.sub(lambda found: str(said[found[1]]), text)
    return None if "_x" in decoded or "\r" in decoded else decoded


def _named(name: str) -> str | None:
    """The character of an entity. Some programs write all but ASCII by its number."""
    if not name.startswith("#"):
        return _ENTITIES.get(name)
    number = int(name[1:])
    is_character = ord(" ") <= number <= _HIGHEST and number not in _SURROGATES
    return chr(number) if is_character else None


def _find_texts(piece: str) -> tuple[str | None, ...]:
    """The strings of a piece that ends before ``_STRING_END``; ``None`` for an unusual one."""
    found = _STRING.findall(piece + _STRING_END)
    return tuple(None if odd else _decoded(text) for text, odd in found)


_texts = lru_cache(maxsize=_MOST_STRINGS)(_find_texts)


def _find_lines(piece: bytes, columns: str, header: int) -> tuple[_Line, ...] | None:
    """The rows of a piece of a sheet; ``None`` when something in it is unusual."""
    if not guard.stands_plainly(piece):
        return None
    lines: dict[int, tuple[list[int], dict[int, _Written]]] = {}
    for column, number, style, kind, written, odd in _cells(columns, header).findall(
        piece.decode()
    ):
        line = int(number)
        if odd or line == 0:
            return None
        texts, others = lines.setdefault(line, ([_BLANK] * _WIDTH, {}))
        at = ord(column) - ord("A")
        if kind == "s" and written.isdecimal() and len(written) <= _MOST_DIGITS:
            texts[at] = int(written)
            others.pop(at, None)
        else:
            others[at] = _Written(kind, written, style)
    return tuple(
        _Line(line, itemgetter(*texts), tuple(others.items()))
        for line, (texts, others) in lines.items()
    )


_lines = lru_cache(maxsize=_MOST_ROWS)(_find_lines)


@lru_cache(maxsize=64)
def _cells(columns: str, header: int) -> re.Pattern[str]:
    place = rf'[{columns}](?=\d)|[A-Z](?={header}")'
    return re.compile(_CELL.replace("{place}", place), re.DOTALL | re.ASCII)


@lru_cache(maxsize=32)
def _kinds_of_styles(styles: bytes) -> Sequence[int]:
    """What calamine makes of a number in each of the cell styles; nothing where it won't say.

    Which format means a date is for calamine to decide, so a small workbook with these styles is
    given to it.
    """
    inside = styles.partition(b"<cellXfs")[2].partition(b"</cellXfs>")[0]
    count = inside.count(b"<xf ") + inside.count(b"<xf>")
    if len(styles) > _STYLES_LIMIT or not 0 < count <= _MOST_STYLES:
        return ()
    cells = "".join(f'<c r="A{i + 1}" s="{i}"><v>{_A_DAY}</v></c>' for i in range(count))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in _PACKAGE.items():
            package.writestr(name, content)
        package.writestr("xl/styles.xml", styles)
        package.writestr("xl/worksheets/sheet1.xml", _SHEET.format(cells))
    with CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())) as book:
        rows = book.get_sheet_by_index(0).to_python()
    return tuple(
        _NUMERIC if type(value) is float else _OF_A_DAY if type(value) is date else _OTHER
        for (value,) in rows
    )


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>{{}}</sheetData></worksheet>'
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"


def _link(kind: str, target: str) -> str:
    relation = f'<Relationship Id="a" Type="{_LINKS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_RELATED}">{relation}</Relationships>'


_PACKAGE = {
    "_rels/.rels": _link("officeDocument", "xl/workbook.xml"),
    "xl/_rels/workbook.xml.rels": _link("worksheet", "worksheets/sheet1.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
    '<sheets><sheet name="1" sheetId="1" r:id="a"/></sheets></workbook>',
}
"""As little of a workbook as calamine opens."""
