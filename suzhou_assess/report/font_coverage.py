"""Which characters a font has, read from its ``cmap`` table.

Typst shows a box for a character that no font has and says nothing, so whoever makes a document
asks before. Of the OpenType format only what that takes is read here: the table directory and
subtables of the formats 4 and 12, which every font for Chinese has.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from pathlib import Path
from typing import IO

Range = tuple[int, int]
"""First and last code point, both included."""

_WANTED = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
"""Platform and encoding, those with characters beyond U+FFFF first."""


class FontCoverage:
    """The characters of one font."""

    def __init__(self, ranges: list[Range]) -> None:
        """``ranges`` in any order."""
        ordered = sorted(ranges)
        self._first = [first for first, _ in ordered]
        self._last = [last for _, last in ordered]

    def __contains__(self, char: str) -> bool:
        code = ord(char)
        place = bisect_right(self._first, code) - 1
        return place >= 0 and code <= self._last[place]


def read_coverage(path: Path, index: int = 0) -> FontCoverage:
    """Of the font numbered ``index`` in a file. Empty for what can't be read as a font: a broken
    one on a machine must not stop a document that others can set."""
    try:
        with path.open("rb") as stream:
            return FontCoverage(_ranges(_cmap(stream, index)))
    except (OSError, struct.error, ValueError, IndexError):
        return FontCoverage([])


def _cmap(stream: IO[bytes], index: int) -> bytes:
    """The table of one font; a collection begins with where its fonts stand."""
    offset, head = 0, stream.read(12)
    if head[:4] == b"ttcf":
        stream.seek(12 + 4 * index)
        (offset,) = struct.unpack(">I", stream.read(4))
        stream.seek(offset)
        head = stream.read(12)
    (count,) = struct.unpack(">H", head[4:6])
    directory = stream.read(16 * count)
    for tag, _, start, length in struct.iter_unpack(">4sIII", directory):
        if tag == b"cmap":
            stream.seek(start)
            return stream.read(length)
    raise ValueError("no cmap")


def _ranges(table: bytes) -> list[Range]:
    (count,) = struct.unpack(">H", table[2:4])
    places: dict[tuple[int, int], int] = {}
    for at in range(4, 4 + 8 * count, 8):
        platform, encoding, place = struct.unpack(">HHI", table[at : at + 8])
        places[platform, encoding] = place
    for wanted in _WANTED:
        if wanted in places:
            place = places[wanted]
            (kind,) = struct.unpack(">H", table[place : place + 2])
            if kind == 12:
                return _groups(table, place)
            if kind == 4:
                return _segments(table, place)
    return []


def _groups(table: bytes, place: int) -> list[Range]:
    """Format 12: runs of code points with glyphs that follow each other."""
    (count,) = struct.unpack(">I", table[place + 12 : place + 16])
    found = struct.iter_unpack(">III", table[place + 16 : place + 16 + 12 * count])
    return [(first if glyph else first + 1, last) for first, last, glyph in found]


def _segments(table: bytes, place: int) -> list[Range]:
    """Format 4: runs of code points within U+FFFF; some have holes."""
    length, _, doubled = struct.unpack(">HHH", table[place + 2 : place + 8])
    count = doubled // 2
    body = table[place + 14 : place + length]
    shorts = struct.unpack(f">{len(body) // 2}H", body[: len(body) // 2 * 2])
    lasts, rest = shorts[:count], shorts[count + 1 :]
    firsts, deltas, offsets = rest[:count], rest[count : 2 * count], rest[2 * count :]
    ranges: list[Range] = []
    for at, (first, last, delta) in enumerate(zip(firsts, lasts, deltas, strict=True)):
        if first > last or first == 0xFFFF:
            continue
        offset = offsets[at]
        if offset == 0:
            hole = -delta & 0xFFFF
            ranges += [
                run
                for run in ((first, min(last, hole - 1)), (max(first, hole + 1), last))
                if run[0] <= run[1] and first <= hole <= last
            ] or [(first, last)]
            continue
        glyphs = offsets[at + offset // 2 : at + offset // 2 + last - first + 1]
        ranges += [(first + n, first + n) for n, glyph in enumerate(glyphs) if glyph]
    return ranges
