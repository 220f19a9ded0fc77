"""A cheap look at a file before any parser sees it.

calamine trusts what it reads: one cell at XFD1048576 makes it ask for half a terabyte, a stated
number of shared strings for as much as is stated, and a failed allocation ends the process. So
everything that decides on its memory is bounded here first, from the bytes that are really there
and never from the sizes that the file states of itself.

A normal workbook costs about a third of what calamine itself takes for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from xml.parsers import expat

from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.workbook import zip_parts
from suzhou_assess.workbook.zip_parts import BrokenZipError, CostlyZipError, Part

FILE_LIMIT = 64 * 1024 * 1024
"""Bytes. A form with a few photographs pasted in stays far below."""
CELL_LIMIT = 2_000_000
"""calamine fills the whole rectangle between the outermost cells, 32 bytes each."""
STRING_LIMIT = 4_000_000
"""Entries of the shared strings that calamine reserves room for, 24 bytes each."""
TEXT_LIMIT = 512 * 1024 * 1024
"""Bytes that the texts of one sheet may come to: every cell gets its own copy of its string."""
ODD_SHEET_LIMIT = 16 * 1024 * 1024
"""Largest sheet (bytes of XML) that is looked at cell by cell."""
_SMALLEST_CELL = len(b"<c><v>0</v></c>")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_MEDIA = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".tif", ".tiff", ".mp4", ".bin")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ODD_CELL = re.compile(rb'<c(?![A-Za-z]| r="[A-Z]\d{1,4}"[ >/])')
_PREFIXED_CELL = re.compile(rb":c[\s>/]")
_STRINGS = re.compile(rb"<(?:\w+:)?sst\s([^>]*)")
_COUNT = re.compile(rb"ount\s*=\s*[\"']\s*\+?(\d+)")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the look found."""

    problem: Problem | None
    error_sheets: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """Parts with cells that hold an error value (``#REF!``), and their XML; with the workbook's
    own parts, which tell their sheets. Empty for nearly every file."""


def look_at(data: bytes, name: str) -> Problem | None:
    """Why ``data`` must not be opened as a workbook, or ``None`` when it may be.

    ``name`` is the file's name; what counts is the content.
    """
    return inspect(data, name).problem


def inspect(data: bytes, name: str = "") -> Inspection:
    """As ``look_at``, with what else was seen."""
    found = _kind_problem(data, name)
    return _inspect_package(data) if found is None else Inspection(found)


def forget() -> None:
    """Drops the remembered file, for measuring."""
    _inspect_package.cache_clear()


@lru_cache(maxsize=1)
def _inspect_package(data: bytes) -> Inspection:
    # The last file is remembered: reading it after looking at it does not look twice.
    try:
        return _look_into(data)
    except CostlyZipError:
        return Inspection(problem("file_too_costly"))
    except BrokenZipError:
        return Inspection(problem("file_broken"))


def _kind_problem(data: bytes, name: str) -> Problem | None:
    if not data:
        return problem("file_empty")
    if len(data) > FILE_LIMIT:
        return problem("file_too_large", limit=f"{FILE_LIMIT // 1024 // 1024} MB")
    if data.startswith(_ZIP):
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


def _look_into(data: bytes) -> Inspection:
    parts = zip_parts.directory(data)
    by_name = {part.name: part for part in parts}
    if any(part.encrypted for part in parts):
        return Inspection(problem("file_encrypted"))
    found = _package_problem(data, by_name)
    if found is not None:
        return Inspection(found)
    relations = by_name.get(_RELATIONS)
    links = zip_parts.content(data, relations) if relations else b""
    parsed = [part for part in parts if not _is_media(part, links)]
    kept: dict[str, bytes] = {}
    errors: dict[str, bytes] = {}
    sheets: list[tuple[Part, int]] = []
    strings = longest = 0
    for part, content in zip_parts.contents(data, parsed):
        if _DECLARATION.search(content):
            return Inspection(problem("file_too_costly"))
        if b"sheetData" in content:
            _check_extent(content)
            sheets.append((part, len(content)))
            if b't="e"' in content:
                errors[part.name] = content
        elif b"sst" in content:
            strings, longest = _strings_in(content, strings, longest)
        if part.name in (_WORKBOOK, _RELATIONS):
            kept[part.name] = content
    if strings > STRING_LIMIT or _texts_too_large(data, sheets, longest):
        return Inspection(problem("file_too_costly"))
    return Inspection(None, MappingProxyType({**errors, **kept} if errors else {}))


def _package_problem(data: bytes, by_name: Mapping[str, Part]) -> Problem | None:
    """What the package is, by its own table of contents."""
    if _TYPES not in by_name:
        mime = by_name.get("mimetype")
        if mime is None:
            return problem("file_not_xlsx")
        kind = zip_parts.content(data, mime)[:100]
        return problem(
            "file_other_spreadsheet" if b"spreadsheet" in kind else "file_not_xlsx",
        )
    types = zip_parts.content(data, by_name[_TYPES])
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


def _check_extent(content: bytes) -> None:
    """Raises ``CostlyZipError`` when the rectangle that a sheet's cells span is too large.

    Nearly every sheet has all its cells within A1:Z9999 and says so plainly; that is seen without
    parsing. Any other is gone through cell by cell.
    """
    prefixed = b":c" in content and _PREFIXED_CELL.search(content)
    if not prefixed and not _ODD_CELL.search(content):
        return
    if len(content) > ODD_SHEET_LIMIT:
        raise CostlyZipError
    extent = _Extent()
    extent.read(content)
    if extent.area > CELL_LIMIT:
        raise CostlyZipError


def _texts_too_large(data: bytes, sheets: list[tuple[Part, int]], longest: int) -> bool:
    """Whether the texts of a sheet would come to too much if all its cells held the longest."""
    most = TEXT_LIMIT // max(1, longest)
    large = [part for part, size in sheets if size // _SMALLEST_CELL > most]
    return any(
        content.count(b"c ") + content.count(b"c>") > most
        for content in (zip_parts.content(data, part) for part in large)
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
