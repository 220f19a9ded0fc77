"""Rows by the ten thousand, streamed into a finished workbook.

XlsxWriter takes some eight microseconds a cell, which is half a minute for a city. So it writes a
sheet with its header and one row of blank cells, the pattern; here the pattern is multiplied: its
cells' styles are taken over, and text and numbers are put in as XML. Almost every value of a row
was met before (a district, a level, points of a question), so a cell is looked up, not made.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from operator import getitem
from typing import IO, Any

from suzhou_assess.domain.points import as_text

ROWS_PER_BLOCK = 500
MOST_ROWS = 1_048_576
"""That a sheet can hold, its header among them."""
_PATTERN_ROW = 2
_ROW = "\x01"
"""Stands for the number of the row; no text in a cell can hold it."""
_LEVEL = 2
"""Of deflate: rows are so alike that more effort makes them a tenth smaller and twice as slow."""
_LONGEST_CELL = 16_000
"""Characters. Excel takes 32,767 and counts the rare ones twice."""
_MOST_KEPT = 20_000
"""Cells of a column that are kept: there are no more points, places or days."""
_WIDE_FROM = 1 << 31
_BYTES_PER_CELL = 60
"""More than a cell takes on average."""
_EPOCH = date(1899, 12, 30)
_DELICATE = re.compile("[&<>_\r\n\t \x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9a-fA-F]{4}_)")


Write = Callable[[Any], tuple[str, str]]
"""Writes a value that isn't empty: the type of its cell, and what stands in it."""


def text(value: str) -> tuple[str, str]:
    """Text, whatever it starts with: no name becomes a formula."""
    if not _DELICATE.search(value) and len(value) <= _LONGEST_CELL:
        return ' t="inlineStr"', f"<is><t>{value}</t></is>"
    said = _UNFIT.sub("", value)[:_LONGEST_CELL]
    # Excel reads _x0041_ as the letter A.
    said = _ESCAPE_LIKE.sub("_x005F_", said)
    said = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if said != " ".join(said.split()) else ""
    return ' t="inlineStr"', f"<is><t{space}>{said}</t></is>" if said else ""


def number(value: float | str) -> tuple[str, str]:
    """A number, or the exact decimal text of one."""
    return "", f"<v>{value}</v>"


def points(value: int) -> tuple[str, str]:
    """Thousandths of a point, as points."""
    return "", f"<v>{as_text(value)}</v>"


def day(value: date) -> tuple[str, str]:
    """A day, as the number that Excel counts it by."""
    return "", f"<v>{(value - _EPOCH).days}</v>"


def text_or_number(value: str | int) -> tuple[str, str]:
    """Whichever it is."""
    return text(value) if isinstance(value, str) else number(value)


@dataclass(frozen=True, slots=True)
class CellKind:
    """The cells of one column. ``None`` and empty text are blank cells."""

    write: Write
    words: Mapping[Any, Any] | None = None
    """What stands in the cell for a value; a value that is missing here stands for itself."""
    varied: bool = False
    """Almost every row has another value (a name, a telephone number): cells aren't kept."""


class _Cells(dict[Any, str]):
    """The cells of one column by their value, each made when it is first asked for."""

    def __init__(self, column: str, style: str, kind: CellKind) -> None:
        super().__init__()
        self._start = f'<c r="{column}{_ROW}"{style}'
        self._kind = kind
        self._kept = 0 if kind.varied else _MOST_KEPT

    def __missing__(self, value: Any) -> str:
        kind = self._kind
        shown = value if kind.words is None else kind.words.get(value, value)
        form, inside = ("", "") if shown is None or shown == "" else kind.write(shown)
        cell = f"{self._start}{form}>{inside}</c>" if inside else f"{self._start}/>"
        if len(self) < self._kept:
            self[value] = cell
        return cell


class RowSheet:
    """A sheet as XlsxWriter left it: what stands before its rows, the pattern, and what after."""

    def __init__(self, xml: bytes, rows: int) -> None:
        """``rows`` will follow below the header."""
        start = xml.index(b'<row r="%d"' % _PATTERN_ROW)
        end = xml.index(b"</sheetData>", start)
        cells = re.findall(rb'<c r="([A-Z]+)2"( s="\d+")?/>', xml[start:end])
        self.columns = [(name.decode(), style.decode()) for name, style in cells]
        last = b"%s%d" % (cells[-1][0], max(rows, 0) + 1)
        self.before = re.sub(
            rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:%s"/>' % last, xml[:start], count=1
        )
        self.after = xml[end:]

    def write(
        self, out: IO[bytes], kinds: Sequence[CellKind], rows: Iterable[Sequence[Any]]
    ) -> Iterator[int]:
        """Writes the sheet's XML and yields now and then how many rows are in it.

        A row has a value for each column.
        """
        if len(kinds) != len(self.columns):
            raise ValueError("every column of the pattern needs its kind")
        columns = [
            _Cells(name, style, kind)
            for (name, style), kind in zip(self.columns, kinds, strict=True)
        ]
        out.write(self.before)
        number = 1
        row_start, row_end = f'<row r="{_ROW}">', "</row>"
        waiting = iter(rows)
        while block := list(islice(waiting, ROWS_PER_BLOCK)):
            written = []
            for values in block:
                number += 1
                row = f"{row_start}{''.join(map(getitem, columns, values))}{row_end}"
                written.append(row.replace(_ROW, str(number)))
            out.write("".join(written).encode())
            yield number - 1
        out.write(self.after)


@dataclass(frozen=True, slots=True)
class RowFill:
    """What comes into one sheet of a package."""

    part: str
    """Its name in the package."""
    rows: int
    kinds: Sequence[CellKind]
    values: Iterable[Sequence[Any]]
    """``rows`` of them."""


def fill(package: IO[bytes], out: IO[bytes], fills: Sequence[RowFill]) -> Iterator[int]:
    """Copies a package, multiplying the pattern rows of some of its sheets on the way.

    Yields now and then how many rows are written of all. Only a block of rows is in memory.
    """
    by_part = {one.part: one for one in fills}
    before = 0
    with (
        zipfile.ZipFile(package) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target,
    ):
        for entry in source.infolist():
            wanted = by_part.get(entry.filename)
            if wanted is None:
                target.writestr(entry, source.read(entry), zipfile.ZIP_DEFLATED)
                continue
            sheet = RowSheet(source.read(entry), wanted.rows)
            # Excel doubts files that are marked as large without being so.
            large = wanted.rows * len(wanted.kinds) * _BYTES_PER_CELL >= _WIDE_FROM
            with target.open(entry.filename, "w", force_zip64=large) as stream:
                for written in sheet.write(stream, wanted.kinds, wanted.values):
                    yield before + written
            before += wanted.rows
