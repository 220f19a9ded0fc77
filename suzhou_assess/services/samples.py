"""Writes samples: believable enterprises as answer workbooks, some broken on purpose.

The same seed gives the same files byte by byte, in one process or in many.
"""

from __future__ import annotations

import random
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from pebble import ProcessPool

from suzhou_assess.domain.exchange import Submission, to_json
from suzhou_assess.domain.points import as_number
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.text import Lang
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services.assessment_reading import Desk
from suzhou_assess.services.events import Progress, SampleEvent, SampleWritten
from suzhou_assess.services.processes import clean_start, is_done, usable_cores
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.sample_faults import KINDS, Sheet, Truth, break_workbook
from suzhou_assess.services.sources import TRUTH_FORMAT
from suzhou_assess.words.catalog import Words

if TYPE_CHECKING:
    from suzhou_assess.workbook.stencil import Stencil

TRUTH_FILE = "truth.jsonl"
LINES_FILE = "answers.jsonl"
MOST = 1_000_000

_EXPORTED = datetime(2025, 10, 31, 8, tzinfo=UTC)
"""When the workbooks claim to be from; a real moment would make every run differ."""
_CHUNK = 25
_WORTH_PROCESSES = 100
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """What is to be written."""

    folder: Path
    count: int
    seed: int
    faulty: tuple[tuple[int, str], ...]
    """Numbers of those to be broken, and how."""
    lang: Lang = "zh"


@dataclass(frozen=True, slots=True)
class SampleResult:
    count: int
    faulty: int
    truth: Path | None
    """The file that tells what is wrong with which; ``None`` for lines."""


def plan_samples(
    folder: Path, count: int, seed: int, faulty_share: float, lang: Lang = "zh"
) -> SamplePlan:
    """Draws which are broken, and how: every kind of fault before any comes twice."""
    rng = random.Random(f"{seed}/faults")  # noqa: S311 - to be repeatable, not secret
    numbers = sorted(rng.sample(range(count), round(faulty_share * count)))
    kinds: list[str] = []
    while len(kinds) < len(numbers):
        kinds.extend(rng.sample(KINDS, len(KINDS)))
    return SamplePlan(folder, count, seed, tuple(zip(numbers, kinds, strict=False)), lang)


def write_samples(
    plan: SamplePlan, jobs: int | None = None
) -> Generator[SampleEvent, None, SampleResult]:
    """Workbooks in sub-folders by district, and the truth about them. Raises ``OSError``."""
    plan.folder.mkdir(parents=True, exist_ok=True)
    truth = plan.folder / TRUTH_FILE
    done = 0
    yield Progress(0, plan.count)
    with truth.open("wb") as stream:
        for written in _chunks_written(plan, jobs or usable_cores()):
            for file, line in written or ():
                stream.write(line)
                done += 1
                yield SampleWritten(file)
            yield Progress(done, plan.count)
    return SampleResult(plan.count, len(plan.faulty), truth)


def write_sample_lines(plan: SamplePlan) -> Generator[SampleEvent, None, SampleResult]:
    """All answers in one .jsonl, for measuring; faults need workbooks. Raises ``OSError``."""
    plan.folder.mkdir(parents=True, exist_ok=True)
    desk = _desk()
    pack = desk.packs.default()
    with (plan.folder / LINES_FILE).open("wb") as stream:
        for index in range(plan.count):
            packed = to_json(invent(plan.seed, index, pack, desk.places))
            stream.write(orjson.dumps(packed, option=orjson.OPT_APPEND_NEWLINE))
            if index % 500 == 0:
                yield Progress(index, plan.count)
    return SampleResult(plan.count, 0, None)


Written = list[tuple[str, bytes]]
"""Names of files, and a line of truth for each."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Samples that one process writes in one go."""

    folder: Path
    seed: int
    lang: Lang
    numbers: Sequence[int]
    faults: Mapping[int, str]
    """Number to kind."""


def _chunks(plan: SamplePlan) -> Iterator[_Chunk]:
    faults = dict(plan.faulty)
    for start in range(0, plan.count, _CHUNK):
        numbers = range(start, min(start + _CHUNK, plan.count))
        own = {number: faults[number] for number in numbers if number in faults}
        yield _Chunk(plan.folder, plan.seed, plan.lang, numbers, own)


def _chunks_written(plan: SamplePlan, jobs: int) -> Iterator[Written | None]:
    """What was written, in order; ``None`` is a heartbeat."""
    if jobs == 1 or plan.count < _WORTH_PROCESSES:
        yield from map(_write_chunk, _chunks(plan))
        return
    pool = ProcessPool(jobs, context=clean_start(__name__))
    try:
        for future in [pool.schedule(_write_chunk, (chunk,)) for chunk in _chunks(plan)]:
            while not is_done(future):
                yield None
            yield future.result()
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _write_chunk(chunk: _Chunk) -> Written:
    return [_write_one(chunk, number) for number in chunk.numbers]


def _write_one(chunk: _Chunk, number: int) -> tuple[str, bytes]:
    desk = _desk()
    pack = desk.packs.default()
    submission = invent(chunk.seed, number, pack, desk.places)
    kind = chunk.faults.get(number)
    truth = None
    if kind is None:
        data = _workbook(submission, chunk.lang)
    else:
        rng = random.Random(f"{chunk.seed}/{number}/{kind}")  # noqa: S311
        data, truth = break_workbook(
            kind,
            rng,
            submission,
            lambda changed: _workbook(changed, chunk.lang),
            Sheet(pack, desk.places, chunk.lang),
        )
    file = _file_name(submission, number, chunk.lang)
    path = chunk.folder / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return file, orjson.dumps(_truth(file, submission, truth), option=orjson.OPT_APPEND_NEWLINE)


def _workbook(submission: Submission, lang: Lang) -> bytes:
    return _stencil(lang).workbook(submission, at=_EXPORTED)


@lru_cache(maxsize=2)
def _stencil(lang: Lang) -> Stencil:
    from suzhou_assess.workbook.stencil import Stencil

    return Stencil(_desk().packs.default(), _desk().places, Words(lang))


def _file_name(submission: Submission, number: int, lang: Lang) -> str:
    district = _desk().places.district_by_code[submission.enterprise.district or ""]
    name = _NOT_IN_NAMES.sub("", submission.enterprise.name)
    return f"{district.name.say(lang)}/{number + 1:05d} {name}.xlsx"


def _truth(file: str, submission: Submission, truth: Truth | None) -> dict[str, object]:
    verdict = score(submission.pack, submission.answers.choices)
    return {
        "format": TRUTH_FORMAT,
        "file": file,
        "uscc": submission.enterprise.uscc,
        "score": as_number(verdict.score),
        "level": verdict.level,
        "faulty": truth is not None,
        "fault": truth.fault if truth else None,
        "code": truth.code if truth else None,
        "sheet": truth.sheet if truth else None,
        "cell": truth.cell if truth else None,
    }


@lru_cache(maxsize=1)
def _desk() -> Desk:
    return Desk(PackShelf(), load_places())
