"""Reads sources in a process of its own, where a hostile file can do no harm.

A parser's panic is not an ``Exception``, and a file that wants a gigabyte or never ends must not
get it: the process has a limit on memory, the pool one on time, and whatever happens here concerns
that one object. An ``Exception`` is a bug of ours, for what files can do to us is expected.
"""

from __future__ import annotations

import datetime
import gc
import os
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
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
from suzhou_assess.services.confined import confine
from suzhou_assess.services.file_kinds import Kind
from suzhou_assess.services.sources import InMemory, LineBlock, OnDisk, Readable
from suzhou_assess.words.system_reasons import reason_of

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
    fingerprint: bytes | None = None
    """Of the object's bytes, 16 bytes of blake2b. ``None`` when they could not be had."""
    again: bool = False
    """Whether the bytes are those that are stored already, so that they were not read again."""


MODULES = (__name__, "suzhou_assess.workbook.answer_reader")
"""To be imported once, before processes are started (see ``processes.clean_start``)."""

_ALLOCATIONS = 20_000
"""Objects made before cycles are looked for: those of some ten workbooks."""

_desk: Desk | None = None


def prepare(extra_packs: Sequence[Path], memory: int) -> None:
    """Runs once in each new process: opens the packs, then closes the purse."""
    global _desk
    _desk = Desk(PackShelf(extra_packs), load_places())
    _desk.packs.default()
    # Packs and modules stay to the end, and reading leaves next to no cycles behind.
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20)
    confine(memory)


def read(sources: Sequence[Readable]) -> list[list[Reading]]:
    """The readings of each source, in order."""
    if _desk is None:
        raise RuntimeError("prepare() was not called")
    return [_read_source(source, _desk) for source in sources]


def _read_source(source: Readable, desk: Desk) -> list[Reading]:
    if isinstance(source, LineBlock):
        return [_line(source.file, number, line, desk) for number, line in source.lines]
    data = source.data if isinstance(source, InMemory) else _bytes_of(source)
    if isinstance(data, Problem):
        return [Reading(source.file, None, None, (data,))]
    fingerprint = _fingerprint(data)
    if fingerprint == source.known:
        return [Reading(source.file, None, None, (), fingerprint=fingerprint, again=True)]
    if source.kind is Kind.WORKBOOK:
        read = partial(_workbook, data, source.file, desk)
    else:
        read = partial(_object, answer_json.without_mark(data), desk)
    return [_guarded(source.file, None, fingerprint, read)]


def _line(file: str, number: int, line: bytes | Problem, desk: Desk) -> Reading:
    if isinstance(line, Problem):
        return Reading(file, number, None, (line,))
    return _guarded(file, number, _fingerprint(line), partial(_object, line, desk))


def _guarded(file: str, line: int | None, fingerprint: bytes, read: Callable[[], Read]) -> Reading:
    """What ``read`` gives, or why it gave nothing."""
    bug = None
    try:
        return _reading(file, line, fingerprint, read())
    except MemoryError:
        problems = [problem("file_too_costly", file=file)]
    except Exception:  # noqa: BLE001 - our bug is told and reported, and the run goes on
        problems, bug = [], traceback.format_exc()
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:  # noqa: BLE001 - a parser's panic is none of the Exceptions
        problems = [problem("file_crashed_reader", file=file)]
    return Reading(file, line, None, tuple(problems), bug=bug, fingerprint=fingerprint)


def _fingerprint(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _bytes_of(source: OnDisk) -> bytes | Problem:
    try:
        with open(source.path, "rb", buffering=0) as stream:  # noqa: PTH123 - half a Path's time
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(size) if size <= FILE_LIMIT else None
    except OSError as error:
        reason = reason_of(error)
        return problem("file_unreadable", file=source.file, reason=reason)
    except MemoryError:
        return problem("file_too_costly", file=source.file)
    if data is None:
        return problem("file_too_large", limit=answer_json.megabytes(FILE_LIMIT))
    return data or problem("file_empty", file=source.file)


def _workbook(data: bytes, name: str, desk: Desk) -> Read:
    from suzhou_assess.workbook.answer_reader import read_answer_workbook

    workbook = read_answer_workbook(data, partial(find_pack, desk.packs), desk.places, name)
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


def _reading(file: str, line: int | None, fingerprint: bytes, read: Read) -> Reading:
    submission, problems = read.submission, tuple(read.problems)
    if submission is None:
        return Reading(file, line, None, problems, fingerprint=fingerprint)
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
    return Reading(file, line, parcel, problems, fingerprint=fingerprint)
