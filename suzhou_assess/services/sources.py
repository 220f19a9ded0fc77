"""Finds what is to be read: files, folders, archives, lines. Nothing is parsed here."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.services import answer_json
from suzhou_assess.services.file_kinds import Kind, kind_of, shown_name

TRUTH_FORMAT = "suzhou-assess/sample-truth/1"
_TAKEN = (Kind.WORKBOOK, Kind.OBJECT, Kind.OTHER_SPREADSHEET)
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


@dataclass(frozen=True, slots=True)
class InMemory:
    """The same, taken out of an archive."""

    file: str
    kind: Kind
    data: bytes


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Some lines of a .jsonl, with their numbers."""

    file: str
    lines: tuple[tuple[int, bytes | Problem], ...]


@dataclass(frozen=True, slots=True)
class Faulty:
    """What can't be read at all."""

    file: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of another kind, or an office's lock file."""

    file: str


Readable = OnDisk | InMemory | LineBlock
Source = Readable | Faulty | Skipped


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on disk, or a path that leads to none."""

    path: Path
    problem: Problem | None = None


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile]:
    """The files that ``paths`` name, folders gone through in order of names.

    Links to folders inside folders are not followed, so that a loop of them ends. A path given
    twice counts once.
    """
    seen: set[str] = set()
    for path in paths:
        try:
            found = path.stat()
        except OSError as error:
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


def _in_folder(folder: Path, seen: set[str]) -> Iterator[FoundFile]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield FoundFile(folder, unreadable(folder, error))
        return
    for entry in entries:
        path = Path(entry.path)
        try:
            if entry.is_dir(follow_symlinks=False):
                real = os.path.realpath(path)
                if real not in seen:
                    seen.add(real)
                    yield from _in_folder(path, seen)
            elif entry.is_file() and str(path) not in seen:
                yield FoundFile(path)
        except OSError as error:
            yield FoundFile(path, unreadable(path, error))


def expected(found: FoundFile) -> int:
    """How many submissions a file is going to give, as far as a glance tells: an archive inside
    an archive counts as one."""
    from suzhou_assess.services import archives

    kind = Kind.OTHER if found.problem else kind_of(found.path.name)
    try:
        if kind is Kind.LINES:
            return 0 if _is_truth(found.path) else max(_lines_in(found.path), 1)
        if kind is Kind.ARCHIVE:
            return archives.expected(found.path)
    except OSError:
        return 1
    return 1 if found.problem or kind in _TAKEN else 0


def _is_truth(path: Path) -> bool:
    """Whether this is the list that stands beside samples, which is no submission."""
    try:
        with path.open("rb") as stream:
            return TRUTH_FORMAT.encode() in stream.read(128)
    except OSError:
        return False


def _lines_in(path: Path) -> int:
    lines, last = 0, b"\n"
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            lines += piece.count(b"\n")
            last = piece[-1:]
    return lines + (last != b"\n")


def read_sources(files: Sequence[FoundFile]) -> Iterator[Source]:
    """What each file holds to be read, in order; archives are gone into."""
    # Archives are rare and opening them needs modules that a folder of workbooks doesn't.
    from suzhou_assess.services import archives

    for found in files:
        file, path = shown_name(found.path), found.path
        kind = kind_of(path.name)
        if found.problem is not None:
            yield Faulty(file, found.problem)
        elif kind is Kind.ARCHIVE:
            yield from archives.read_archive(path, file)
        elif kind is Kind.LINES:
            yield from [Skipped(file)] if _is_truth(path) else _lines_on_disk(path, file)
        elif kind in (Kind.WORKBOOK, Kind.OBJECT):
            yield OnDisk(file, kind, os.fspath(path))
        else:
            yield other_kind(file, kind)


def other_kind(file: str, kind: Kind) -> Faulty | Skipped:
    """Spreadsheets that must be saved as .xlsx first are refused, other files passed over."""
    if kind is Kind.OTHER_SPREADSHEET:
        return Faulty(file, other_spreadsheet(file))
    return Skipped(file)


def other_spreadsheet(file: str) -> Problem:
    suffix = Path(file).suffix.lower()
    return problem("file_other_spreadsheet", file=file, suffix=suffix)


def _lines_on_disk(path: Path, file: str) -> Iterator[LineBlock | Faulty]:
    try:
        with path.open("rb") as stream:
            yield from line_blocks(stream, file)
    except OSError as error:
        yield Faulty(file, unreadable(path, error))


def line_blocks(stream: answer_json.LineStream, file: str) -> Iterator[LineBlock]:
    """The lines of a stream in blocks that are worth sending to another process."""
    block: list[tuple[int, bytes | Problem]] = []
    size = 0
    for number, line in answer_json.lines(stream):
        block.append((number, line))
        size += len(line) if isinstance(line, bytes) else 0
        if len(block) == _BLOCK_LINES or size >= _BLOCK_BYTES:
            yield LineBlock(file, tuple(block))
            block, size = [], 0
    if block:
        yield LineBlock(file, tuple(block))


def unreadable(path: Path, error: OSError) -> Problem:
    """Why the system won't let it be read."""
    if isinstance(error, FileNotFoundError):
        return problem("file_missing", file=shown_name(path))
    return problem("file_unreadable", file=shown_name(path), reason=error.strerror or str(error))
