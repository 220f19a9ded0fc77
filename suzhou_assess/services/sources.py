"""Finds what is to be read: files, folders, archives, lines. Nothing is parsed here.

Of a folder of forty thousand files only their names are ever held, so that memory stays flat.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.services import answer_json
from suzhou_assess.services.events import SkipReason
from suzhou_assess.services.file_kinds import Kind, kind_of, shown_name, suffix_of
from suzhou_assess.words.system_reasons import reason_of

TRUTH_FORMAT = "suzhou-assess/sample-truth/1"
_TAKEN = (Kind.WORKBOOK, Kind.OBJECT, Kind.OTHER_SPREADSHEET, Kind.PACKAGE)
_PIECE = 1024 * 1024
_BLOCK_LINES = 250
_BLOCK_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A workbook or a JSON object in a file of its own."""

    file: str
    kind: Kind
    path: str
    """With the bytes that the file system knows it by."""
    known: bytes | None = None
    """The fingerprint of what an earlier run has stored of it already."""


@dataclass(frozen=True, slots=True)
class InMemory:
    """The same, taken out of an archive."""

    file: str
    kind: Kind
    data: bytes
    known: bytes | None = None
    path: str | None = None
    """Where the archive lies."""


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Some lines of a .jsonl, with their numbers."""

    file: str
    lines: tuple[tuple[int, bytes | Problem], ...]
    path: str | None = None
    """Where it lies, or the archive that holds it."""


@dataclass(frozen=True, slots=True)
class Faulty:
    """What can't be read at all."""

    file: str
    problem: Problem
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is no submission."""

    file: str
    reason: SkipReason = "other_kind"
    path: str | None = None


Readable = OnDisk | InMemory | LineBlock
Source = Readable | Faulty | Skipped


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on disk, or a path that leads to none."""

    path: str
    problem: Problem | None = None
    skipped: SkipReason | None = None
    """Why it is passed over, when its name doesn't say so."""


def find_files(paths: Iterable[Path]) -> Iterator[FoundFile]:
    """The files that ``paths`` name, folders gone through in order of names.

    Links to folders inside folders are not followed, so that a loop of them ends. A path given
    twice counts once.
    """
    seen: set[str] = set()
    for path in map(os.fspath, paths):
        try:
            found = os.stat(path)  # noqa: PTH116 - paths are text here
        except (OSError, ValueError) as error:  # a zero byte in a name is a ValueError
            yield FoundFile(path, unreadable(path, error))
            continue
        real = os.path.realpath(path)
        if real in seen:
            continue
        seen.add(real)
        if stat.S_ISDIR(found.st_mode):
            yield from _in_folder(path, seen)
        elif stat.S_ISREG(found.st_mode):
            yield FoundFile(path)
        else:
            yield FoundFile(path, problem("file_unreadable", file=shown_name(path)))


def _in_folder(folder: str, seen: set[str]) -> Iterator[FoundFile]:
    # A stack of our own: folders may lie deeper in each other than Python calls.
    stack = [_entries(folder)]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
        elif isinstance(entry, FoundFile):
            yield entry
        else:
            path, kind = entry
            if kind == "folder":
                real = os.path.realpath(path)
                if real not in seen:
                    seen.add(real)
                    stack.append(_entries(path))
            elif path not in seen:
                reason: SkipReason | None = None
                if kind != "file":
                    reason = "link" if kind == "link" else "special"
                yield FoundFile(path, skipped=reason)


def _entries(folder: str) -> Iterator[tuple[str, str] | FoundFile]:
    """Paths and kinds of what lies in a folder, in order of names."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted((entry.name, _entry_kind(entry)) for entry in listing)
    except OSError as error:
        yield FoundFile(folder, unreadable(folder, error))
        return
    for name, kind in entries:
        yield name if folder == os.curdir else os.path.join(folder, name), kind  # noqa: PTH118


def _entry_kind(entry: os.DirEntry[str]) -> str:
    """``file`` (also behind a link), ``folder``, ``link`` for any other link, or ``special``."""
    try:
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        if entry.is_file():
            return "file"
        return "link" if entry.is_symlink() else "special"
    except OSError:
        return "file"  # opening it tells why it can't be read


def expected(found: FoundFile) -> int:
    """How many submissions a file is going to give, as far as a glance tells: an archive inside
    an archive counts as one."""
    if found.problem is not None or found.skipped is not None:
        return int(found.problem is not None)
    kind = kind_of(found.path)
    try:
        if kind is Kind.LINES:
            return 0 if _is_truth(found.path) else max(_lines_in(found.path), 1)
        if kind is Kind.ARCHIVE:
            from suzhou_assess.services import archives

            return archives.expected(found.path)
    except OSError:
        return 1
    return 1 if kind in _TAKEN else 0


def _is_truth(path: str) -> bool:
    """Whether this is the list that stands beside samples, which is no submission."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            return TRUTH_FORMAT.encode() in stream.read(128)
    except OSError:
        return False


def _lines_in(path: str) -> int:
    lines, last = 0, b"\n"
    with open(path, "rb") as stream:  # noqa: PTH123
        while piece := stream.read(_PIECE):
            lines += piece.count(b"\n")
            last = piece[-1:]
    return lines + (last != b"\n")


def read_sources(files: Iterable[FoundFile]) -> Iterator[Source]:
    """What each file holds to be read, in order; archives are gone into."""
    for found in files:
        path, file = found.path, shown_name(found.path)
        if found.problem is not None:
            yield Faulty(file, found.problem, path)
            continue
        if found.skipped is not None:
            yield Skipped(file, found.skipped, path)
            continue
        kind = kind_of(path)
        if kind in (Kind.WORKBOOK, Kind.OBJECT):
            yield OnDisk(file, kind, path)
        elif kind is Kind.ARCHIVE:
            # Archives are rare, and opening them needs modules that a folder of workbooks doesn't.
            from suzhou_assess.services import archives

            yield from archives.read_archive(path, file)
        elif kind is Kind.LINES:
            yield from [Skipped(file, path=path)] if _is_truth(path) else _lines_on_disk(path, file)
        else:
            yield other_kind(file, kind, path)


def other_kind(file: str, kind: Kind, path: str) -> Faulty | Skipped:
    """Spreadsheets that must be saved as .xlsx first are refused, as are packages, which are taken
    in one by one; other files are passed over."""
    if kind is Kind.PACKAGE:
        return Faulty(file, problem("file_is_package", file=file), path)
    if kind is Kind.OTHER_SPREADSHEET:
        return Faulty(file, other_spreadsheet(file), path)
    return Skipped(file, "lock" if kind is Kind.LOCK else "other_kind", path)


def other_spreadsheet(file: str) -> Problem:
    return problem("file_other_spreadsheet", file=file, suffix=suffix_of(file))


def _lines_on_disk(path: str, file: str) -> Iterator[LineBlock | Faulty]:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            yield from line_blocks(stream, file, path)
    except OSError as error:
        yield Faulty(file, unreadable(path, error), path)


def line_blocks(stream: answer_json.LineStream, file: str, path: str) -> Iterator[LineBlock]:
    """The lines of a stream in blocks that are worth sending to another process."""
    block: list[tuple[int, bytes | Problem]] = []
    size = 0
    for number, line in answer_json.lines(stream):
        block.append((number, line))
        size += len(line) if isinstance(line, bytes) else 0
        if len(block) == _BLOCK_LINES or size >= _BLOCK_BYTES:
            yield LineBlock(file, tuple(block), path)
            block, size = [], 0
    if block:
        yield LineBlock(file, tuple(block), path)


def unreadable(path: Path | str, error: OSError | ValueError) -> Problem:
    """Why the system won't let it be read."""
    if isinstance(error, FileNotFoundError):
        return problem("file_missing", file=shown_name(path))
    return problem("file_unreadable", file=shown_name(path), reason=reason_of(error))
