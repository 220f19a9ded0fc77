"""Takes in what others have filled in: files, folders, archives.

Reading runs in parallel processes; storing has one writer, in batches. Closing the generator
cancels: the processes end, and what was stored stays.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from datetime import date
from pathlib import Path

from suzhou_assess.domain.problems import Problem, has_errors, problem
from suzhou_assess.services.events import (
    OUTCOMES,
    BatchStored,
    IntakeEvent,
    IntakeResult,
    Outcome,
    Progress,
    SubmissionTaken,
)
from suzhou_assess.services.file_kinds import shown_name
from suzhou_assess.services.processes import reading_jobs
from suzhou_assess.services.reading_pool import ReadingPool
from suzhou_assess.services.reading_worker import Reading
from suzhou_assess.services.sources import FoundFile, Skipped, expected, find_files, read_sources
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter

_BATCH = 200
_BATCH_SECONDS = 0.5
"""A batch is stored when it is full or this old, so that little is lost and much is seen."""
_FOUND_PER_EVENT = 500


def take_in(
    ws: Workspace,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    jobs: int | None = None,
    who: str = "",
) -> Generator[IntakeEvent, None, IntakeResult]:
    """Reads ``paths`` and stores every submission without errors; a dry run writes nothing.

    Events come in the order of the files. Raises ``StoreError``; what was stored before stays.
    """
    started = time.monotonic()
    files, total = [], 0
    for found in find_files(paths):
        files.append(found)
        total += expected(found)
        if len(files) % _FOUND_PER_EVENT == 0:
            yield Progress(0, None)
    yield Progress(0, total)
    desk = _StoringDesk(ws, paths, dry_run=dry_run, who=who)
    try:
        if files:
            yield from _read_and_store(files, total, desk, jobs or reading_jobs())
    finally:
        # A cancelled intake is closed with what it came to.
        desk.close()
    return IntakeResult(
        files=sum(desk.counts[outcome] for outcome in OUTCOMES),
        imported=desk.counts["imported"],
        updated=desk.counts["updated"],
        unchanged=desk.counts["unchanged"],
        refused=desk.counts["refused"],
        skipped=desk.skipped,
        batch=desk.batch,
        seconds=time.monotonic() - started,
    )


def _read_and_store(
    files: Sequence[FoundFile], total: int, desk: _StoringDesk, jobs: int
) -> Iterator[IntakeEvent]:
    with ReadingPool(min(jobs, max(1, total))) as pool:
        told = time.monotonic()
        for finished in pool.read(read_sources(files)):
            if finished is not None and isinstance(finished.source, Skipped):
                desk.skipped += 1
            for reading in finished.readings if finished is not None else ():
                desk.lay(reading)
                if desk.is_due:
                    yield from desk.store()
            if desk.is_due:
                yield from desk.store()
            if time.monotonic() - told >= 0.1:
                told = time.monotonic()
                yield Progress(desk.done, max(total, desk.done))
        yield from desk.store()
    yield Progress(desk.done, desk.done)


class _StoringDesk:
    """Collects readings in order and hands them to the one writer, a batch at a time."""

    def __init__(self, ws: Workspace, paths: Sequence[Path], *, dry_run: bool, who: str) -> None:
        self.counts: Counter[Outcome] = Counter()
        self.skipped = 0
        self.batch: str | None = None
        self._ws = ws
        self._writer = SubmissionWriter(ws.store, ws.places, who)
        self._dry_run = dry_run
        self._source = ", ".join(shown_name(path.name or path) for path in paths)[:500]
        self._laid: list[tuple[Reading, IncomingSubmission | None]] = []
        self._since = time.monotonic()
        self._today = date.today()  # noqa: DTZ011 - the office's own calendar day

    @property
    def done(self) -> int:
        """How many readings came through, those still waiting among them."""
        return sum(self.counts.values()) + len(self._laid)

    @property
    def is_due(self) -> bool:
        full = len(self._laid) >= _BATCH
        return full or (bool(self._laid) and time.monotonic() - self._since >= _BATCH_SECONDS)

    def lay(self, reading: Reading) -> None:
        """Takes a reading; whether it will be refused is known here already."""
        if not self._laid:
            self._since = time.monotonic()
        incoming = None
        if reading.parcel is not None and not has_errors(reading.problems):
            line = "" if reading.line is None else f":{reading.line}"
            incoming = IncomingSubmission(
                reading.parcel.submission(self._ws),
                reading.parcel.verdict,
                reading.file + line,
            )
        self._laid.append((reading, incoming))

    def store(self) -> Iterator[IntakeEvent]:
        """Stores what lies here in one transaction, and tells of each."""
        laid, self._laid = self._laid, []
        incoming = [item for _, item in laid if item is not None]
        if incoming and not self._dry_run and self.batch is None:
            self.batch = self._writer.begin(self._source)
        stored = iter(self._writer.store(incoming, dry_run=self._dry_run) if incoming else [])
        events: list[IntakeEvent] = []
        written = 0
        for reading, item in laid:
            outcome: Outcome = "refused"
            problems = reading.problems
            if item is not None:
                result = next(stored)
                outcome = result.status
                problems += result.problems + self._of_today(item)
                written += outcome in ("imported", "updated")
            self.counts[outcome] += 1
            events.append(SubmissionTaken(reading.file, reading.line, outcome, problems))
        yield from events
        if written and not self._dry_run:
            yield BatchStored(written)

    def close(self) -> None:
        if self.batch is not None:
            counts = {str(outcome): n for outcome, n in self.counts.items()}
            self._writer.finish(counts | {"skipped": self.skipped})

    def _of_today(self, item: IncomingSubmission) -> tuple[Problem, ...]:
        on = item.submission.date
        return (problem("date_in_future", "date"),) if on and on > self._today else ()
