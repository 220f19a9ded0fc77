"""Goes into .zip archives, also nested ones, without ever unpacking to disk by their names.

An archive may be anything: a bomb, a loop, a list of ten million entries. Sizes, ratios, depth
and the length of the list are limited before memory is spent on them.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.services import answer_json
from suzhou_assess.services.file_kinds import Kind, kind_of, shown_name
from suzhou_assess.services.sources import (
    Faulty,
    InMemory,
    Skipped,
    Source,
    line_blocks,
    other_kind,
)

DEPTH_LIMIT = 3
"""A zip in a zip in a zip is still opened."""
ENTRY_LIMIT = 100_000
MEMBER_LIMIT = 64 * 1024 * 1024
NESTED_LIMIT = 2 * 1024 * 1024 * 1024
RATIO_LIMIT = 200
"""Workbooks are zips themselves and hardly shrink; JSON lines shrink to a fifteenth."""

_DIRECTORY_LIMIT = 32 * 1024 * 1024
_RATIO_MATTERS_FROM = 1024 * 1024
_PIECE = 256 * 1024
_IN_MEMORY = 8 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_ABSOLUTE = re.compile(r"^([/\\]|[A-Za-z]:)")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error)


class _TooLargeError(Exception):
    """More comes out than is allowed."""


def read_archive(path: Path, file: str) -> Iterator[Source]:
    """The sources inside an archive on disk."""
    try:
        with path.open("rb") as stream:
            yield from _read(stream, file, depth=1)
    except OSError as error:
        reason = error.strerror or str(error)
        yield Faulty(file, problem("file_unreadable", file=file, reason=reason))


def expected(path: Path) -> int:
    """How many submissions an archive is going to give, by its list alone."""
    with path.open("rb") as stream:
        if _directory_size(stream) > _DIRECTORY_LIMIT:
            return 1
        try:
            with zipfile.ZipFile(stream) as archive:
                kinds = [kind_of(entry.filename) for entry in archive.infolist()]
        except _BROKEN:
            return 1
    return sum(kind not in (Kind.OTHER, Kind.LOCK) for kind in kinds)


def _read(stream: IO[bytes], file: str, depth: int) -> Iterator[Source]:
    if depth > DEPTH_LIMIT:
        yield Faulty(file, problem("archive_too_deep", limit=DEPTH_LIMIT))
        return
    if _directory_size(stream) > _DIRECTORY_LIMIT:
        yield Faulty(file, problem("archive_too_large", file=file))
        return
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN:
        yield Faulty(file, problem("archive_broken", file=file))
        return
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > ENTRY_LIMIT:
            yield Faulty(file, problem("archive_too_large", file=file))
            return
        if any(entry.flag_bits & 1 for entry in entries):
            yield Faulty(file, problem("archive_encrypted", file=file))
        for entry in sorted(entries, key=_name):
            if not entry.flag_bits & 1:
                yield from _member(archive, entry, file, depth)


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, outer: str, depth: int
) -> Iterator[Source]:
    name = _name(entry)
    file = f"{outer}!/{name}"
    kind = kind_of(name)
    if kind in (Kind.OTHER_SPREADSHEET, Kind.OTHER, Kind.LOCK):
        yield other_kind(file, kind)
    elif stat.S_ISLNK(entry.external_attr >> 16):
        yield Skipped(file)
    elif _ABSOLUTE.match(name) or ".." in re.split(r"[/\\]", name):
        yield Faulty(file, problem("archive_unsafe_path", file=file))
    else:
        fault = _costly(entry, NESTED_LIMIT if kind in (Kind.ARCHIVE, Kind.LINES) else MEMBER_LIMIT)
        if fault is not None:
            yield Faulty(file, fault)
            return
        try:
            yield from _contents(archive, entry, file, kind, depth)
        except _TooLargeError:
            yield Faulty(file, problem("archive_too_large", file=file))
        except (*_BROKEN, RuntimeError):
            yield Faulty(file, problem("archive_broken", file=file))
        except OSError as error:
            if error.errno is None:  # bz2's word for broken data
                yield Faulty(file, problem("archive_broken", file=file))
            else:  # a disk is full or gone
                reason = error.strerror or str(error)
                yield Faulty(file, problem("file_unreadable", file=file, reason=reason))


def _contents(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    file: str,
    kind: Kind,
    depth: int,
) -> Iterator[Source]:
    with archive.open(entry) as member:
        if kind is Kind.ARCHIVE:
            with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as inner:
                _copy(member, inner, entry.file_size)
                inner.seek(0)
                yield from _read(cast("IO[bytes]", inner), file, depth + 1)
        elif kind is Kind.LINES:
            yield from line_blocks(_Limited(member, entry.file_size), file)
        else:
            yield InMemory(file, kind, _all(member, entry.file_size))


def _costly(entry: zipfile.ZipInfo, limit: int) -> Problem | None:
    """What the list of the archive says already; what comes out is counted again."""
    if entry.compress_type not in _METHODS:
        return problem("archive_broken", file=_name(entry))
    if entry.file_size > limit:
        return problem("file_too_large", limit=answer_json.megabytes(limit))
    shrunk = entry.file_size > RATIO_LIMIT * max(1, entry.compress_size)
    if shrunk and entry.file_size > _RATIO_MATTERS_FROM:
        return problem("archive_too_large", file=_name(entry))
    return None


def _copy(member: IO[bytes], out: IO[bytes], size: int) -> None:
    copied = 0
    while piece := member.read(_PIECE):
        copied += len(piece)
        if copied > size:
            raise _TooLargeError
        out.write(piece)


def _all(member: IO[bytes], size: int) -> bytes:
    data = member.read(size + 1)
    if len(data) > size:
        raise _TooLargeError
    return data


class _Limited:
    """A member as a stream of lines that ends with an error when it gives more than it said."""

    def __init__(self, member: IO[bytes], size: int) -> None:
        self._member = member
        self._left = size

    def readline(self, limit: int, /) -> bytes:
        line = self._member.readline(limit)
        self._left -= len(line)
        if self._left < 0:
            raise _TooLargeError
        return line


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant. Chinese Windows writes GBK and says nothing about it."""
    if entry.flag_bits & 0x800:
        return shown_name(entry.filename)
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return shown_name(entry.filename)
    for encoding in ("utf-8", "gbk"):
        try:
            return raw.decode(encoding).partition("\0")[0]
        except UnicodeDecodeError:
            continue
    return shown_name(entry.filename)


def _directory_size(stream: IO[bytes]) -> int:
    """Bytes of the archive's list, which ``ZipFile`` reads as a whole; 0 when there is none."""
    stream.seek(0, os.SEEK_END)
    size = stream.tell()
    tail_size = min(size, _END.size + 65_535 + _LOCATOR_64.size)
    stream.seek(size - tail_size)
    tail = stream.read(tail_size)
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return 0
    listed = int(_END.unpack_from(tail, at)[5])
    if listed != 0xFFFFFFFF:
        return listed
    if at < _LOCATOR_64.size or tail[at - _LOCATOR_64.size :][:4] != b"PK\x06\x07":
        return listed
    where = _LOCATOR_64.unpack_from(tail, at - _LOCATOR_64.size)[2]
    if where + _END_64.size > size:
        return listed
    stream.seek(where)
    end_64 = _END_64.unpack(stream.read(_END_64.size))
    stream.seek(0)
    return int(end_64[8])
