"""A cheap look at a file before any parser sees it.

calamine trusts what it reads: one cell at XFD1048576 makes it ask for half a terabyte, a stated
number of shared strings for as much as is stated, and a failed allocation ends the process. So
everything that decides on its memory is bounded here first, from the bytes that are really there
and never from the sizes that the file states of itself.

Small parts are remembered from one file to the next: theme, styles and guide are the same bytes in
thousands of workbooks, and identical bytes are given an identical verdict.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.workbook import zip_parts
from suzhou_assess.workbook.sheet_parts import RELATIONS
from suzhou_assess.workbook.zip_parts import BrokenZipError, CostlyZipError, Part

FILE_LIMIT = 64 * 1024 * 1024
"""Bytes. A form with a few photographs pasted in stays far below."""
STRING_LIMIT = 4_000_000
"""Entries of the shared strings that calamine reserves room for, 24 bytes each."""
TEXT_LIMIT = 512 * 1024 * 1024
"""Bytes that the texts of one sheet may come to: every cell gets its own copy of its string."""
_SMALLEST_CELL = len(b"<c><v>0</v></c>")
_SMALL_PACKED, _SMALL = 8 * 1024, 64 * 1024
_REMEMBERED = 64
"""Small parts; at most 4 MB."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_START = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_TYPES = "[Content_Types].xml"
_MEDIA = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".tif", ".tiff", ".mp4", ".bin")
_NO_TAG = b"<!"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ODD_CELL = re.compile(rb'<c(?![A-Za-z]| r="[A-Z]\d{1,4}"[ >/])')
_PREFIXED_CELL = re.compile(rb":c[\s>/]")
_STRINGS = re.compile(rb"<(?:\w+:)?sst\s([^>]*)")
_COUNT = re.compile(rb"ount\s*=\s*[\"']\s*\+?(\d+)")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a workbook of one kind may come to."""

    cells: int
    """calamine fills the whole rectangle between the outermost cells, 32 bytes each."""
    odd_sheet: int
    """Largest sheet (bytes of XML) that is looked at cell by cell."""
    part: int = zip_parts.PART_LIMIT
    """Bytes of one part, unpacked."""
    total: int = zip_parts.TOTAL_LIMIT
    """Bytes of all parts that a parser may open."""


_MB = 1024 * 1024
FORM = Bounds(cells=2_000_000, odd_sheet=16 * _MB)
"""What enterprises fill in."""
LIST = Bounds(cells=4_000_000, odd_sheet=96 * _MB, part=96 * _MB, total=192 * _MB)
"""Lists of a whole city's enterprises."""


def look_at(data: bytes, name: str, bounds: Bounds = FORM) -> Problem | None:
    """Why ``data`` must not be opened as a workbook, or ``None`` when it may be.

    ``name`` is the file's name; what counts is the content.
    """
    found = _kind_problem(data, name)
    if found is not None:
        return found
    try:
        return _look_into(data, bounds)
    except CostlyZipError:
        return problem("file_too_costly")
    except BrokenZipError:
        return problem("file_broken")


def _kind_problem(data: bytes, name: str) -> Problem | None:
    if not data:
        return problem("file_empty")
    if len(data) > FILE_LIMIT:
        return problem("file_too_large", limit=f"{FILE_LIMIT // 1024 // 1024} MB")
    if data.startswith(ZIP_START):
        return None
    if data.startswith(_OLE):
        return _ole_problem(data)
    if data.startswith(_EMPTY_ZIP):
        return problem("file_broken")
    if _looks_like_a_table(data, name):
        return problem("file_other_spreadsheet")
    return problem("file_not_xlsx")


def _ole_problem(data: bytes) -> Problem:
    """Office files before 2007, and what encrypts a file of today."""

    def names(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if names("EncryptedPackage"):
        return problem("file_encrypted")
    if names("Workbook") or names("Book"):
        return problem("file_other_spreadsheet")
    return problem("file_not_xlsx")


def _looks_like_a_table(data: bytes, name: str) -> bool:
    """Text with columns, or the HTML and XML that other programs name .xls."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<table", b"<!doctype html")):
        return b"<table" in data[:65536].lower()
    if head.startswith(b"<"):
        return b"urn:schemas-microsoft-com:office:spreadsheet" in head
    if b"\0" in head or head.startswith((b"{", b"[", b"%pdf", b"{\\rtf")):
        return False
    lines = [line for line in head.split(b"\n") if line.strip()]
    columns = max((line.count(b",") + line.count(b"\t") for line in lines), default=0)
    return columns > 0 and (len(lines) > 1 or name.lower().endswith((".csv", ".xlsx", ".xls")))


def _look_into(data: bytes, bounds: Bounds) -> Problem | None:
    parts = zip_parts.directory(data)
    by_name = {part.name: part for part in parts}
    found = package_problem(data, by_name)
    if found is not None:
        return found
    relations = by_name.get(RELATIONS)
    links = see(data, relations, zip_parts.PART_LIMIT).content if relations else b""
    sheets: list[tuple[Part, int]] = []
    strings = longest = 0
    left = bounds.total
    for part in parts:
        if _is_media(part, links):
            continue
        seen = see(data, part, min(bounds.part, left))
        content = seen.content
        left -= len(content)
        if seen.declares:
            return problem("file_too_costly")
        if seen.is_sheet:
            if seen.is_odd:
                _check_extent(content, bounds)
            sheets.append((part, len(content)))
        elif b"sst" in content:
            strings, longest = _strings_in(content, strings, longest)
    if strings > STRING_LIMIT or _texts_too_large(data, sheets, longest, bounds):
        return problem("file_too_costly")
    return None


class Seen(NamedTuple):
    """What a part is, found in a few passes over its bytes."""

    content: bytes
    declares: bool
    """Entities and the like, which could grow."""
    is_sheet: bool
    is_odd: bool
    """A sheet whose extent cannot be seen without parsing it."""
    is_plain: bool
    """Nothing but elements and text, with the checksum that the file states; a sheet whose cells
    all say plainly where they stand, within A1:Z9999."""


def see(data: bytes, part: Part, limit: int) -> Seen:
    """Unpacks a part, ``limit`` bytes at most, and looks at it. Raises as ``zip_parts.content``."""
    packed = zip_parts.packed(data, part)
    if len(packed) <= _SMALL_PACKED and limit >= _SMALL:
        seen = _see_small(bytes(packed), part.method, part.crc)
        if seen is not None:
            return seen
    return _examine(zip_parts.unpack(packed, part.method, limit), part.crc)


@lru_cache(maxsize=_REMEMBERED)
def _see_small(packed: bytes, method: int, crc: int) -> Seen | None:
    try:
        return _examine(zip_parts.unpack(packed, method, _SMALL), crc)
    except CostlyZipError:  # small only while it is packed
        return None


def see_plain(data: bytes, part: Part, limit: int) -> bytes | None:
    """What a part holds, when it is nothing but elements and text with the checksum that the file
    states. How the cells of a sheet stand isn't looked at, see ``stands_plainly``.

    Raises as ``zip_parts.content``.
    """
    content = zip_parts.content(data, part, limit)
    is_plain = _NO_TAG not in content and zlib.crc32(content) == part.crc
    return content if is_plain else None


def stands_plainly(cells: bytes) -> bool:
    """Whether the cells of a sheet, or of some of its rows, all say where they stand, within
    A1:Z9999."""
    return _PREFIXED_CELL.search(cells) is None and _ODD_CELL.search(cells) is None


def _examine(content: bytes, crc: int) -> Seen:
    no_tag = _NO_TAG in content
    declares = no_tag and _DECLARATION.search(content) is not None
    is_sheet = b"sheetData" in content
    is_odd = is_sheet and not stands_plainly(content)
    is_plain = not (no_tag or is_odd) and zlib.crc32(content) == crc
    return Seen(content, declares, is_sheet, is_odd, is_plain)


def package_problem(data: bytes, by_name: Mapping[str, Part]) -> Problem | None:
    """Why a package is none of ours, by its own table of contents. Raises as ``see``."""
    if any(part.encrypted for part in by_name.values()):
        return problem("file_encrypted")
    if _TYPES not in by_name:
        mime = by_name.get("mimetype")
        if mime is None:
            return problem("file_not_xlsx")
        kind = zip_parts.content(data, mime)[:100]
        return problem(
            "file_other_spreadsheet" if b"spreadsheet" in kind else "file_not_xlsx",
        )
    types = see(data, by_name[_TYPES], zip_parts.PART_LIMIT).content
    if b"sheet.macroEnabled" in types or b"sheet.binary.macroEnabled" in types:
        return problem("file_other_spreadsheet")
    if b"spreadsheetml" not in types:
        return problem("file_not_xlsx")
    return None


def _is_media(part: Part, links: bytes) -> bool:
    """A picture or the like that no parser opens. What the workbook itself links to is not."""
    if not part.name.lower().endswith(_MEDIA):
        return False
    return part.name.rpartition("/")[2].encode() not in links


def _strings_in(content: bytes, strings: int, longest: int) -> tuple[int, int]:
    """The most shared strings stated so far, and the length of the longest one that is there."""
    head = _STRINGS.search(content)
    if head is None:
        return strings, longest
    stated = (int(number[:15]) for number in _COUNT.findall(head[1]))
    return max(strings, *stated, 0), max(longest, *map(len, content.split(b"</si>")), 0)


def _check_extent(content: bytes, bounds: Bounds) -> None:
    """Raises ``CostlyZipError`` when the rectangle that a sheet's cells span is too large.

    Nearly every sheet has all its cells within A1:Z9999 and says so plainly; that is seen without
    parsing. Any other is gone through here, cell by cell.
    """
    if len(content) > bounds.odd_sheet:
        raise CostlyZipError
    extent = _Extent()
    extent.read(content)
    if extent.area > bounds.cells:
        raise CostlyZipError


def _texts_too_large(
    data: bytes, sheets: list[tuple[Part, int]], longest: int, bounds: Bounds
) -> bool:
    """Whether the texts of a sheet would come to too much if all its cells held the longest."""
    most = TEXT_LIMIT // max(1, longest)
    large = [part for part, size in sheets if size // _SMALLEST_CELL > most]
    return any(
        content.count(b"c ") + content.count(b"c>") > most
        for content in (zip_parts.content(data, part, bounds.part) for part in large)
    )


class _Extent:
    """The rectangle of cells with a value, placed as calamine places them."""

    def __init__(self) -> None:
        self._row = self._column = 0
        self._cell: tuple[int, int] = (0, 0)
        self._inside = False
        self._bounds: tuple[int, int, int, int] | None = None

    @property
    def area(self) -> int:
        if self._bounds is None:
            return 0
        top, left, bottom, right = self._bounds
        return (bottom - top + 1) * (right - left + 1)

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise BrokenZipError from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            reference = attributes.get("r")
            if reference is not None:
                self._cell = _position(reference)
                self._column = self._cell[1]
            else:
                self._cell = (self._row, self._column)
            self._inside = True
        elif name == "row":
            number = attributes.get("r")
            if number is not None:
                self._row = _whole(number) - 1
        elif self._inside:
            row, column = self._cell
            if self._bounds is None:
                self._bounds = (row, column, row, column)
            else:
                top, left, bottom, right = self._bounds
                self._bounds = (
                    min(top, row),
                    min(left, column),
                    max(bottom, row),
                    max(right, column),
                )

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._inside = False
            self._column += 1
        elif name == "row":
            self._row += 1
            self._column = 0


_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def _position(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise BrokenZipError
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _whole(number: str) -> int:
    if not number.isascii() or not number.isdigit() or len(number) > 7:
        raise BrokenZipError
    return int(number)
