"""Scores files of answers without storing anything.

What can be scored is scored: a wrong credit code or figures that contradict each other are told
beside the score. Only answers that can't be understood refuse an object.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.domain.scoring import Verdict, score
from suzhou_assess.services import answer_json
from suzhou_assess.services.assessment_reading import Read, Shelves, read_object
from suzhou_assess.services.file_kinds import Kind, kind_of, shown_name
from suzhou_assess.services.sources import other_spreadsheet, unreadable
from suzhou_assess.words.system_reasons import reason_of

_NOT_UNDERSTOOD = frozenset(
    {
        "unknown_item",
        "unknown_letter",
        "several_letters",
        "exclusive_with_others",
        "not_a_choice",
        "not_a_level",
        "not_applicable_with_level",
    }
)
_MAY_REFUSE = _NOT_UNDERSTOOD | {"field_wrong_type"}
_ANSWER_FIELDS = frozenset({"answers", "not_applicable"})
_NOT_SAID = frozenset(
    {"name_missing", "uscc_missing", "district_missing", "date_missing", "mode_missing"}
    | {"unanswered"}
)
"""A score needs neither an enterprise nor a date, and the verdict itself lists what is blank."""


@dataclass(frozen=True, slots=True)
class Scored:
    file: str
    line: int | None
    submission: Submission
    verdict: Verdict
    warnings: tuple[Problem, ...]
    """Errors too: they don't touch the score."""


@dataclass(frozen=True, slots=True)
class NotScored:
    file: str
    line: int | None
    problems: tuple[Problem, ...]


def score_files(paths: Sequence[Path], shelves: Shelves) -> Iterator[Scored | NotScored]:
    """Every object of the files, in order; a .jsonl is read line by line."""
    for workbooks, group in groupby(paths, _is_workbook):
        if workbooks:
            yield from _score_workbooks(list(group), shelves)
        else:
            for path in group:
                yield from score_file(path, shelves)


def score_file(path: Path, shelves: Shelves) -> Iterator[Scored | NotScored]:
    """The objects of a .json or .jsonl; for any other file why it can't be scored."""
    file, kind = shown_name(path), kind_of(path.name)
    fault = _fault(path, file)
    if fault is not None:
        yield NotScored(file, None, (fault,))
    elif kind in (Kind.OBJECT, Kind.LINES):
        yield from _score_json(path, file, kind, shelves)
    elif kind is Kind.OTHER_SPREADSHEET:
        yield NotScored(file, None, (other_spreadsheet(file),))
    else:
        yield NotScored(file, None, (problem("file_kind_unknown", file=file),))


def _fault(path: Path, file: str) -> Problem | None:
    """Why nothing can be read there. A pipe or a device may never end and is not opened."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return unreadable(path, error)
    if stat.S_ISDIR(mode):
        return problem("file_is_folder", file=file)
    return None if stat.S_ISREG(mode) else problem("file_unreadable", file=file)


def score_line(file: str, line: int, data: bytes | Problem, shelves: Shelves) -> Scored | NotScored:
    """One line of a .jsonl."""
    return judge(file, line, _read(data, shelves))


def _is_workbook(path: Path) -> bool:
    try:
        return kind_of(path.name) is Kind.WORKBOOK and path.is_file()
    except OSError:
        return False


def judge(file: str, line: int | None, read: Read) -> Scored | NotScored:
    """Scores what was read, unless the answers in it can't be understood."""
    submission, problems = read.submission, read.problems
    if submission is None:
        return NotScored(file, line, tuple(problems))
    problems = [p for p in problems if p.code not in _NOT_SAID]
    if not _MAY_REFUSE.isdisjoint([p.code for p in problems]) and any(map(_refuses, problems)):
        return NotScored(file, line, tuple(p for p in problems if p.is_error))
    verdict = score(submission.pack, submission.answers.choices)
    return Scored(file, line, submission, verdict, tuple(problems))


def _refuses(found: Problem) -> bool:
    return found.code in _NOT_UNDERSTOOD or (
        found.code == "field_wrong_type" and not _ANSWER_FIELDS.isdisjoint(found.where)
    )


def _score_json(
    path: Path, file: str, kind: Kind, shelves: Shelves
) -> Iterator[Scored | NotScored]:
    try:
        with path.open("rb") as stream:
            if kind is Kind.LINES:
                for line, data in answer_json.lines(stream):
                    yield score_line(file, line, data, shelves)
            else:
                whole = answer_json.whole(stream)
                yield judge(file, None, _read(whole, shelves))
    except OSError as error:
        found = problem("file_unreadable", file=file, reason=reason_of(error))
        yield NotScored(file, None, (found,))


def _read(data: bytes | Problem, shelves: Shelves) -> Read:
    parsed = answer_json.parse_object(data) if isinstance(data, bytes) else data
    return Read(None, [parsed]) if isinstance(parsed, Problem) else read_object(parsed, shelves)


def _score_workbooks(paths: Sequence[Path], shelves: Shelves) -> Iterator[Scored | NotScored]:
    # Workbooks go through processes of their own: a parser that takes a gigabyte, never ends or
    # panics must not take the others' results along.
    from suzhou_assess.services.processes import reading_jobs
    from suzhou_assess.services.reading_pool import ReadingPool
    from suzhou_assess.services.sources import FoundFile, read_sources

    found = [FoundFile(os.fspath(path)) for path in paths]
    with ReadingPool(min(len(paths), reading_jobs())) as pool:
        for finished in pool.read(read_sources(found)):
            for reading in finished.readings if finished else ():
                submission = reading.parcel.submission(shelves) if reading.parcel else None
                yield judge(reading.file, reading.line, Read(submission, list(reading.problems)))
