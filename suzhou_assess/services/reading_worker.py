"""Reads sources in a process of its own, where a hostile file can do no harm.

A parser's panic is not an ``Exception``, and a file that wants a gigabyte or never ends must not
get it: the process has a limit on memory, the pool one on time, and whatever happens here concerns
that one object. An ``Exception`` is a bug of ours, for what files can do to us is expected.
"""

from __future__ import annotations

import datetime
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from suzhou_assess.domain.answers import Answers, left_blank, unanswered
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode, Submission
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.domain.scoring import Verdict, score
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services import answer_json
from suzhou_assess.services.assessment_reading import Desk, Read, Shelves, find_pack, read_object
from suzhou_assess.services.file_kinds import Kind
from suzhou_assess.services.sources import InMemory, LineBlock, OnDisk, Readable

FILE_LIMIT = 64 * 1024 * 1024
"""Bytes. A filled workbook has 100 kB; one with photos pasted in may have some megabytes."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A submission on its way between processes: the pack goes by name, not by content."""

    pack_id: str
    edition: str
    enterprise: Enterprise
    answers: Answers
    mode: Mode
    date: datetime.date | None
    assessor: str
    assessment_id: str | None
    verdict: Verdict

    def submission(self, shelves: Shelves) -> Submission:
        return Submission(
            pack=shelves.packs.get(self.pack_id, self.edition),
            enterprise=self.enterprise,
            answers=self.answers,
            mode=self.mode,
            date=self.date,
            assessor=self.assessor,
            assessment_id=self.assessment_id,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What one object of a source gave."""

    file: str
    line: int | None
    parcel: Parcel | None
    problems: tuple[Problem, ...]
    bug: str | None = None
    """The traceback when we failed, not the file."""


_desk: Desk | None = None


def prepare(extra_packs: Sequence[Path], memory: int) -> None:
    """Runs once in each new process: opens the packs, then closes the purse."""
    global _desk
    _desk = Desk(PackShelf(extra_packs), load_places())
    _desk.packs.default()
    _limit_memory(memory)
    # What a dying parser prints is no word for the user; the pool tells what happened.
    if sys.stderr is not None:  # a window on Windows has none
        sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def read(sources: Sequence[Readable]) -> list[list[Reading]]:
    """The readings of each source, in order."""
    if _desk is None:
        raise RuntimeError("prepare() was not called")
    return [_read_source(source, _desk) for source in sources]


def _read_source(source: Readable, desk: Desk) -> list[Reading]:
    if isinstance(source, LineBlock):
        return [
            _guarded(source.file, number, partial(_line, line, desk))
            for number, line in source.lines
        ]
    return [_guarded(source.file, None, partial(_file, source, desk))]


def _guarded(file: str, line: int | None, read: Callable[[], Read]) -> Reading:
    """What ``read`` gives, or why it gave nothing."""
    try:
        return _reading(file, line, read())
    except MemoryError:
        code = "file_too_costly"
    except Exception:  # noqa: BLE001 - our bug is told and reported, and the run goes on
        return Reading(file, line, None, (), bug=traceback.format_exc())
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:  # noqa: BLE001 - a parser's panic is none of the Exceptions
        code = "file_crashed_reader"
    return Reading(file, line, None, (problem(code, file=file),))


def _file(source: OnDisk | InMemory, desk: Desk) -> Read:
    data = source.data if isinstance(source, InMemory) else _bytes_of(source)
    if isinstance(data, Problem):
        return Read(None, [data])
    if source.kind is Kind.WORKBOOK:
        return _workbook(data, source.file, desk)
    return _object(answer_json.without_mark(data), desk)


def _bytes_of(source: OnDisk) -> bytes | Problem:
    try:
        with Path(source.path).open("rb") as stream:
            data = stream.read(FILE_LIMIT + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        return problem("file_unreadable", file=source.file, reason=reason)
    if len(data) > FILE_LIMIT:
        return problem("file_too_large", limit=answer_json.megabytes(FILE_LIMIT))
    return data or problem("file_empty", file=source.file)


def _workbook(data: bytes, name: str, desk: Desk) -> Read:
    from suzhou_assess.workbook.answer_reader import read_answer_workbook
    from suzhou_assess.workbook.guard import look_at

    fault = look_at(data, name)
    if fault is not None:
        return Read(None, [fault])
    workbook = read_answer_workbook(data, partial(find_pack, desk.packs), desk.places)
    return Read(workbook.submission, workbook.problems)


def _object(data: bytes, desk: Desk) -> Read:
    if len(data) > answer_json.OBJECT_LIMIT:
        limit = answer_json.megabytes(answer_json.OBJECT_LIMIT)
        return Read(None, [problem("file_too_large", limit=limit)])
    parsed = answer_json.parse_object(data)
    if isinstance(parsed, Problem):
        return Read(None, [parsed])
    read = read_object(parsed, desk)
    if read.submission is not None:
        read.problems.extend(_gaps(read.submission, read.problems))
    return read


def _gaps(submission: Submission, problems: Sequence[Problem]) -> list[Problem]:
    """What a workbook's reader says of blanks, said of JSON. What was filled in wrong isn't one."""
    pack, choices = submission.pack, submission.answers.choices
    faulty = {item for found in problems if found.is_error for item in found.where}
    if not choices and faulty.isdisjoint((*pack.item_ids, "answers")):
        return [problem("nothing_answered")]
    blank = [item for item in unanswered(pack, choices) if item not in faulty]
    return [left_blank(pack, blank)] if blank else []


def _line(line: bytes | Problem, desk: Desk) -> Read:
    return Read(None, [line]) if isinstance(line, Problem) else _object(line, desk)


def _reading(file: str, line: int | None, read: Read) -> Reading:
    submission = read.submission
    if submission is None:
        return Reading(file, line, None, tuple(read.problems))
    parcel = Parcel(
        pack_id=submission.pack.id,
        edition=submission.pack.edition,
        enterprise=submission.enterprise,
        answers=submission.answers,
        mode=submission.mode,
        date=submission.date,
        assessor=submission.assessor,
        assessment_id=submission.assessment_id,
        verdict=score(submission.pack, submission.answers.choices),
    )
    return Reading(file, line, parcel, tuple(read.problems))


def _limit_memory(headroom: int) -> None:
    """Allows ``headroom`` bytes beyond what the process has now, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the guard's limits on size remain
        return
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):  # macOS tells no size and heeds no limit
        return
    limit = pages * resource.getpagesize() + headroom
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or limit < most:  # else an administrator set it tighter
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
