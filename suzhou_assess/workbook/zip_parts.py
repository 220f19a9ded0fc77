"""The parts of an .xlsx package, read with a bound on everything.

``zipfile`` is not used here for two reasons: it believes the sizes that a file states of itself,
and it spends more time on its objects than the whole look may cost.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

MAX_ENTRIES = 2_000
PART_LIMIT = 32 * 1024 * 1024
"""Largest part (decompressed bytes) that is handed to a parser."""
TOTAL_LIMIT = 96 * 1024 * 1024

_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_ENTRY_MARK = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_LOCAL_MARK = b"PK\x03\x04"
_WIDE_END = struct.Struct("<4sQ2H2L4Q")
_WIDE_LOCATOR_MARK = b"PK\x06\x07"
_WIDE_LOCATOR = struct.Struct("<4sLQL")
_LONGEST_COMMENT = 65_535
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x0001
_WIDE_EXTRA = 0x0001
_32_BITS = 0xFFFFFFFF


class BrokenZipError(Exception):
    """The container cannot be read as a zip file."""


class CostlyZipError(Exception):
    """Reading it would take more than a workbook may."""


class Part(NamedTuple):
    """An entry of the directory. Sizes are in bytes, as the file states them."""

    name: str
    method: int
    encrypted: bool
    crc: int
    packed_size: int
    size: int
    offset: int
    """Of the local header, from the start of the file."""


def directory(data: bytes) -> list[Part]:
    """All entries of the zip directory.

    Raises ``BrokenZipError``, or ``CostlyZipError`` when there are absurdly many.
    """
    end = data.rfind(_END_MARK, max(0, len(data) - _LONGEST_COMMENT - _END.size))
    if end < 0 or end + _END.size > len(data):
        raise BrokenZipError
    _, _, _, _, count, size, offset, _ = _END.unpack_from(data, end)
    start = end - size
    if count == 0xFFFF or _32_BITS in (size, offset) or _has_wide_end(data, end):
        # Readers disagree on which directory counts when there are two; only one may be there.
        wide = _wide_end(data, end)
        stated = ((count, 0xFFFF), (size, _32_BITS), (offset, _32_BITS))
        if any(n not in (w, full) for (n, full), w in zip(stated, wide, strict=False)):
            raise BrokenZipError
        count, size, offset, start = wide
    if count > MAX_ENTRIES:
        raise CostlyZipError
    shift = start - offset
    if start < 0 or shift < 0:
        raise BrokenZipError
    parts = []
    at = start
    for _ in range(count):
        part, at = _entry(data, at, shift)
        parts.append(part)
    if sum(part.packed_size for part in parts) > len(data):
        # Entries that share bytes: the trick of a bomb without nesting.
        raise CostlyZipError
    return parts


def _has_wide_end(data: bytes, end: int) -> bool:
    at = end - _WIDE_LOCATOR.size
    return at >= 0 and data[at : at + 4] == _WIDE_LOCATOR_MARK


def _wide_end(data: bytes, end: int) -> tuple[int, int, int, int]:
    """Count, size, stated and real start of the directory, from the zip64 records."""
    locator = end - _WIDE_LOCATOR.size
    if locator < 0:
        raise BrokenZipError
    mark, _, at, _ = _WIDE_LOCATOR.unpack_from(data, locator)
    if mark != _WIDE_LOCATOR_MARK or at + _WIDE_END.size > len(data):
        raise BrokenZipError
    mark, _, _, _, _, _, _, count, size, offset = _WIDE_END.unpack_from(data, at)
    if mark != b"PK\x06\x06":
        raise BrokenZipError
    return count, size, offset, at - size


def _entry(data: bytes, at: int, shift: int) -> tuple[Part, int]:
    if at + _ENTRY.size > len(data):
        raise BrokenZipError
    fields = _ENTRY.unpack_from(data, at)
    mark, flags, method = fields[0], fields[5], fields[6]
    crc, packed, unpacked, name_size, extra_size, comment_size = fields[9:15]
    offset = fields[18]
    if mark != _ENTRY_MARK:
        raise BrokenZipError
    name_at = at + _ENTRY.size
    extra_at = name_at + name_size
    if _32_BITS in (packed, offset):
        extra = data[extra_at : extra_at + extra_size]
        packed, offset = _wide_fields(extra, unpacked, packed, offset)
    name = data[name_at:extra_at].decode("utf-8", "replace")
    part = Part(name, method, bool(flags & _ENCRYPTED), crc, packed, unpacked, offset + shift)
    return part, extra_at + extra_size + comment_size


def _wide_fields(extra: bytes, unpacked: int, packed: int, offset: int) -> tuple[int, int]:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind == _WIDE_EXTRA:
            body = extra[at + 4 : at + 4 + size]
            values = iter(struct.unpack(f"<{len(body) // 8}Q", body[: len(body) // 8 * 8]))
            wanted = [v == _32_BITS for v in (unpacked, packed, offset)]
            read = [next(values, None) if want else None for want in wanted]
            packed = packed if read[1] is None else read[1]
            return packed, offset if read[2] is None else read[2]
        at += 4 + size
    raise BrokenZipError


def content(data: bytes, part: Part, limit: int = PART_LIMIT) -> bytes:
    """What a part holds, whatever size it states of itself.

    Raises ``CostlyZipError`` when there is more than ``limit``, ``BrokenZipError`` when it cannot
    be unpacked.
    """
    return unpack(packed(data, part), part.method, limit)


def packed(data: bytes, part: Part) -> memoryview:
    """The bytes of a part as they stand in the file. Raises ``BrokenZipError``."""
    if part.offset + _LOCAL.size > len(data):
        raise BrokenZipError
    fields = _LOCAL.unpack_from(data, part.offset)
    if fields[0] != _LOCAL_MARK:
        raise BrokenZipError
    start = part.offset + _LOCAL.size + fields[-2] + fields[-1]
    if start + part.packed_size > len(data):
        raise BrokenZipError
    return memoryview(data)[start : start + part.packed_size]


def unpack(packed: memoryview | bytes, method: int, limit: int) -> bytes:
    """As ``content``, of the packed bytes."""
    if method == _STORED:
        if len(packed) > limit:
            raise CostlyZipError
        return bytes(packed)
    if method != _DEFLATED:
        # Excel knows no other; other methods pack far tighter and calamine reads none of them.
        raise BrokenZipError
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise BrokenZipError from error
    if len(unpacked) > limit:
        raise CostlyZipError
    if not unpacker.eof:
        raise BrokenZipError
    return unpacked
