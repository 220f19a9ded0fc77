"""Reads many sources in parallel processes and gives the readings back in order.

A process that dies or never ends takes nothing along but its own file: what was sent with that
file is sent again, one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from pebble import ProcessFuture, ProcessPool

from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.services import reading_worker
from suzhou_assess.services.confined import fault_of
from suzhou_assess.services.crash_report import save_report
from suzhou_assess.services.processes import clean_start, is_done
from suzhou_assess.services.reading_worker import Reading
from suzhou_assess.services.sources import (
    Faulty,
    InMemory,
    LineBlock,
    Readable,
    Skipped,
    Source,
)

READ = reading_worker.read
"""What the processes do with a parcel."""
SECONDS_PER_FILE = 20.0
"""A workbook takes some milliseconds, on the slowest laptop less than a second."""

_MEMORY = 512 * 1024 * 1024
"""For all processes together, beyond what they need to start."""
_LEAST_MEMORY = 96 * 1024 * 1024
_MOST_MEMORY = 256 * 1024 * 1024
_PARCEL_SOURCES = 32
_PARCEL_BYTES = 1024 * 1024
_AHEAD = 2
"""Parcels waiting for each process, so that none ever idles."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A source is read through."""

    source: Source
    readings: Sequence[Reading]


class ReadingPool:
    """Worker processes for hostile files. Use as a context manager; leaving it ends them."""

    def __init__(
        self,
        jobs: int,
        extra_packs: Sequence[Path] = (),
        *,
        seconds_per_file: float = SECONDS_PER_FILE,
    ) -> None:
        self._jobs = max(1, jobs)
        self._seconds = seconds_per_file
        self._report: Path | None = None
        memory = min(_MOST_MEMORY, max(_LEAST_MEMORY, _MEMORY // self._jobs))
        self._pool = ProcessPool(
            max_workers=self._jobs,
            initializer=reading_worker.prepare,
            initargs=(tuple(extra_packs), memory),
            context=clean_start(*reading_worker.MODULES),
        )

    def __enter__(self) -> ReadingPool:
        # Asking for it starts the processes, which takes a while that others can use.
        _ = self._pool.active
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def read(self, sources: Iterable[Source]) -> Iterator[Finished | None]:
        """Every source with its readings, in the order given; ``None`` is a heartbeat."""
        waiting: deque[_Parcel] = deque()
        for parcel in _parcels(sources):
            self._send(parcel)
            waiting.append(parcel)
            if len(waiting) > self._jobs * (1 + _AHEAD):
                yield from self._receive(waiting.popleft())
        while waiting:
            yield from self._receive(waiting.popleft())

    def _explained(self, reading: Reading) -> Reading:
        """A bug of ours is told of every file that it hit, and reported once."""
        if reading.bug is None:
            return reading
        if self._report is None:
            self._report = save_report(reading.bug)
        found = problem("our_bug", file=reading.file, report=str(self._report))
        return replace(reading, problems=(found,))

    def _send(self, parcel: _Parcel) -> None:
        if parcel.readable:
            # One slow file must not use up the time of those beside it, hence the repeat below.
            parcel.future = self._pool.schedule(READ, (parcel.readable,), timeout=self._seconds)

    def _receive(self, parcel: _Parcel) -> Iterator[Finished | None]:
        readings: list[list[Reading]] = []
        if parcel.future is not None:
            while not is_done(parcel.future):
                yield None
            fault = _fault(parcel.future)
            if fault is None:
                readings = [[*map(self._explained, found)] for found in parcel.future.result()]
            elif len(parcel.readable) == 1:
                readings = [_refused(parcel.readable[0], fault)]
            else:
                for readable in parcel.readable:
                    alone = _Parcel([readable])
                    self._send(alone)
                    for finished in self._receive(alone):
                        if finished is None:
                            yield None
                        else:
                            readings.append(list(finished.readings))
        answers = iter(readings)
        for source in parcel.sources:
            if isinstance(source, Faulty):
                yield Finished(source, (Reading(source.file, None, None, (source.problem,)),))
            elif isinstance(source, Skipped):
                yield Finished(source, ())
            else:
                yield Finished(source, next(answers))


class _Parcel:
    """Sources that are sent to a process together: a task has its price."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = sources
        self.readable: list[Readable] = [s for s in sources if not isinstance(s, Faulty | Skipped)]
        self.future: ProcessFuture[list[list[Reading]]] | None = None


def _parcels(sources: Iterable[Source]) -> Iterator[_Parcel]:
    together: list[Source] = []
    size = 0
    for source in sources:
        together.append(source)
        size += len(source.data) if isinstance(source, InMemory) else 0
        if (
            len(together) == _PARCEL_SOURCES
            or size >= _PARCEL_BYTES
            or isinstance(source, LineBlock)
        ):
            yield _Parcel(together)
            together, size = [], 0
    if together:
        yield _Parcel(together)


def _fault(future: ProcessFuture[list[list[Reading]]]) -> str | None:
    error = future.exception()
    if error is None:
        return None
    code = fault_of(error)
    if code is not None:
        return code
    raise error


def _refused(source: Readable, code: str) -> list[Reading]:
    found: Problem = problem(code, file=source.file)
    return [Reading(source.file, None, None, (found,))]
