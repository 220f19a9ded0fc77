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
from typing import IO, cast

from suzhou_assess.domain.problems import Param, Problem, problem
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
from suzhou_assess.words.system_reasons import reason_of

DEPTH_LIMIT = 3
"""A zip in a zip in a zip is still opened."""
ENTRY_LIMIT = 100_000
MEMBER_LIMIT = 64 * 1024 * 1024
NESTED_LIMIT = 2 * 1024 * 1024 * 1024
RATIO_LIMIT = 200
"""Workbooks are zips themselves and hardly shrink; JSON lines shrink to a fifteenth."""
TOTAL_RATIO_LIMIT = 50
"""What comes out of an archive on disk, all that lies nested in it included, against its size."""
TOTAL_ALWAYS = 256 * 1024 * 1024
"""Bytes that may come out of any archive, however small."""

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


def read_archive(path: str, file: str) -> Iterator[Source]:
    """The sources inside an archive on disk."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - paths are text here
            yield from _Opened(path, os.fstat(stream.fileno()).st_size).read(stream, file, depth=1)
    except OSError as error:
        reason = reason_of(error)
        yield Faulty(file, problem("file_unreadable", file=file, reason=reason), path)


def expected(path: str) -> int:
    """How many submissions an archive is going to give, by its list alone."""
    with open(path, "rb") as stream:  # noqa: PTH123
        if _directory_size(stream) > _DIRECTORY_LIMIT:
            return 1
        try:
            with zipfile.ZipFile(stream) as archive:
                kinds = [kind_of(entry.filename) for entry in archive.infolist()]
        except _BROKEN:
            return 1
    return sum(kind not in (Kind.OTHER, Kind.LOCK) for kind in kinds)


class _Opened:
    """An archive on disk, with all that lies inside it."""

    def __init__(self, path: str, size: int) -> None:
        self._path = path
        self._left = max(TOTAL_ALWAYS, TOTAL_RATIO_LIMIT * size)
        """Bytes that may still come out. Entries may overlap and archives lie in each other, so
        that no single one need look like a bomb."""

    def read(self, stream: IO[bytes], file: str, depth: int) -> Iterator[Source]:
        if depth > DEPTH_LIMIT:
            yield self._faulty(file, "archive_too_deep", limit=DEPTH_LIMIT)
            return
        if _directory_size(stream) > _DIRECTORY_LIMIT:
            yield self._faulty(file, "archive_too_large", file=file)
            return
        try:
            archive = zipfile.ZipFile(stream)
        except _BROKEN:
            yield self._faulty(file, "archive_broken", file=file)
            return
        with archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > ENTRY_LIMIT:
                yield self._faulty(file, "archive_too_large", file=file)
                return
            if any(entry.flag_bits & 1 for entry in entries):
                yield self._faulty(file, "archive_encrypted", file=file)
            for entry in sorted(entries, key=_name):
                if self._left < 0:
                    return
                if not entry.flag_bits & 1:
                    yield from self._member(archive, entry, file, depth)

    def _faulty(self, file: str, code: str, /, **params: Param) -> Faulty:
        return Faulty(file, problem(code, **params), self._path)

    def _member(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, outer: str, depth: int
    ) -> Iterator[Source]:
        name = _name(entry)
        file = f"{outer}!/{name}"
        kind = kind_of(name)
        if kind in (Kind.OTHER_SPREADSHEET, Kind.PACKAGE, Kind.OTHER, Kind.LOCK):
            yield other_kind(file, kind, self._path)
        elif stat.S_ISLNK(entry.external_attr >> 16):
            yield Skipped(file, "link", self._path)
        elif _ABSOLUTE.match(name) or ".." in re.split(r"[/\\]", name):
            yield self._faulty(file, "archive_unsafe_path", file=file)
        else:
            limit = NESTED_LIMIT if kind in (Kind.ARCHIVE, Kind.LINES) else MEMBER_LIMIT
            fault = _costly(entry, limit)
            if fault is not None:
                yield Faulty(file, fault, self._path)
                return
            self._left -= entry.file_size
            if self._left < 0:
                # Said once, of the member with which it became too much; the rest stays shut.
                yield self._faulty(file, "archive_too_large", file=file)
                return
            try:
                yield from self._contents(archive, entry, file, kind, depth)
            except _TooLargeError:
                yield self._faulty(file, "archive_too_large", file=file)
            except (*_BROKEN, RuntimeError):
                yield self._faulty(file, "archive_broken", file=file)
            except OSError as error:
                if error.errno is None:  # bz2's word for broken data
                    yield self._faulty(file, "archive_broken", file=file)
                else:  # a disk is full or gone
                    reason = reason_of(error)
                    yield self._faulty(file, "file_unreadable", file=file, reason=reason)

    def _contents(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str, kind: Kind, depth: int
    ) -> Iterator[Source]:
        with archive.open(entry) as member:
            if kind is Kind.ARCHIVE:
                with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as inner:
                    _copy(member, inner, entry.file_size)
                    inner.seek(0)
                    yield from self.read(cast("IO[bytes]", inner), file, depth + 1)
            elif kind is Kind.LINES:
                yield from line_blocks(_Limited(member, entry.file_size), file, self._path)
            else:
                yield InMemory(file, kind, _all(member, entry.file_size), path=self._path)


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
