"""Takes in what others have filled in: files, folders, archives.

Reading runs in parallel processes; storing has one writer, a block at a time. Closing a generator
cancels: the processes end, and what was stored stays. What was cut short, by cancelling or by a
crash, is gone on with when the same paths are taken in again; what is stored byte for byte is then
not read again.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from suzhou_assess.services import reading_worker
from suzhou_assess.services.events import IntakeEvent, IntakeResult, Progress
from suzhou_assess.services.intake_spool import Entry, Spool
from suzhou_assess.services.known_sources import KnownSources
from suzhou_assess.services.processes import clean_start, reading_jobs
from suzhou_assess.services.reading_pool import ReadingPool
from suzhou_assess.services.sources import (
    FoundFile,
    Skipped,
    Source,
    expected,
    find_files,
    read_sources,
)
from suzhou_assess.services.speed import Speedometer
from suzhou_assess.services.workspace import Workspace

if TYPE_CHECKING:
    from suzhou_assess.services.batches import BatchCard

_FOUND_PER_EVENT = 500
_READINGS_AT_ONCE = 200


class Preview:
    """What a look at files came to, with all that was read, so that storing reads nothing again.

    It lies in a private temporary file that is gone when the preview is closed. Use as a context
    manager, or ``close`` it.
    """

    def __init__(self, paths: Sequence[Path], spool: Spool, result: IntakeResult) -> None:
        self.paths = tuple(paths)
        self.result = result
        """What storing would come to; its ``batch`` is ``None``."""
        self.spool = spool

    def close(self) -> None:
        """Deletes what was read. Closing twice does no harm."""
        self.spool.close()

    def __enter__(self) -> Preview:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


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
    with closing(_Intake(ws, paths, dry_run=dry_run, jobs=jobs, who=who)) as intake:
        return (yield from intake.run())


def preview(
    ws: Workspace, paths: Sequence[Path], *, jobs: int | None = None
) -> Generator[IntakeEvent, None, Preview]:
    """Like a dry run of ``take_in``, but keeps what was read.

    Closing the generator before its end deletes it. Raises ``StoreError``.
    """
    spool = Spool()
    try:
        with closing(_Intake(ws, paths, dry_run=True, jobs=jobs)) as intake:
            result = yield from intake.run(spool)
    except BaseException:
        spool.close()
        raise
    return Preview(paths, spool, result)


def store_preview(
    ws: Workspace, preview: Preview, *, jobs: int | None = None, who: str = ""
) -> Generator[IntakeEvent, None, IntakeResult]:
    """Stores what the preview read. The decisions are taken anew, for somebody else may have
    stored meanwhile; a file that was changed since is read again.

    The preview stays open: when storing is cancelled it can be stored again. Raises
    ``StoreError`` and, for a preview that is closed, ``ValueError``.
    """
    with closing(_Intake(ws, preview.paths, jobs=jobs, who=who)) as intake:
        return (yield from intake.run_again(preview))


def unfinished(ws: Workspace) -> BatchCard | None:
    """The latest batch that was cut short, by a crash or by cancelling, and was not undone.

    ``take_in(ws, [Path(p) for p in card.paths])`` goes on with it. Raises ``StoreError``.
    """
    from suzhou_assess.store import batches

    with ws.store.reading() as connection:
        return batches.unfinished(connection)


class _Intake:
    """One run, from the files to the result."""

    def __init__(
        self,
        ws: Workspace,
        paths: Sequence[Path],
        *,
        dry_run: bool = False,
        jobs: int | None = None,
        who: str = "",
    ) -> None:
        self._started = time.monotonic()
        # What the reading processes start from gets ready while the store is imported here.
        clean_start(*reading_worker.MODULES)
        from suzhou_assess.services.storing_desk import StoringDesk

        self._paths = paths
        self._jobs = jobs or reading_jobs()
        self._desk = StoringDesk(ws, paths, dry_run=dry_run, who=who)
        self._known = KnownSources(ws)
        self._speed = Speedometer()
        self._total = 0

    def close(self) -> None:
        self._desk.close()

    def run(self, spool: Spool | None = None) -> Generator[IntakeEvent, None, IntakeResult]:
        """Reads the files that the paths name, and keeps what it reads in ``spool``."""
        for at, found in enumerate(find_files(self._paths)):
            if at % _FOUND_PER_EVENT == 0:
                yield Progress(0, None)
            self._total += expected(found)
        yield Progress(0, self._total)
        yield from self._read(read_sources(find_files(self._paths)), spool)
        return (yield from self._end())

    def run_again(self, preview: Preview) -> Generator[IntakeEvent, None, IntakeResult]:
        """Takes what was read from the spool, and reads anew what doesn't stand any more."""
        self._total = preview.result.files
        yield Progress(0, self._total)
        anew: dict[str, set[str] | None] = {}
        """By path, the members that have to be read, or ``None`` for all that is there."""
        for block in _blocks(preview.spool):
            self._known.look_up([entry.path for entry in block if entry.path is not None])
            for entry in block:
                if entry.path is not None and entry.is_outdated():
                    anew[entry.path] = None
                else:
                    yield from self._take_kept(entry, anew)
                yield from self._keep_up()
        yield from self._read(_chosen(anew))
        return (yield from self._end())

    def _take_kept(self, entry: Entry, anew: dict[str, set[str] | None]) -> Iterator[IntakeEvent]:
        if entry.skipped is not None:
            yield self._desk.skip(entry.skipped)
        for reading in entry.readings:
            known = self._known.stored(entry.path, reading)
            if reading.again and known is None and entry.path is not None:
                # What it was the same as has been taken back since.
                members = anew.setdefault(entry.path, set())
                if members is not None:
                    members.add(reading.file)
            else:
                self._desk.lay(reading, entry.path, known)

    def _read(self, sources: Iterator[Source], spool: Spool | None = None) -> Iterator[IntakeEvent]:
        first = next(sources, None)
        if first is None:
            return
        marked = self._known.marked(chain([first], sources))
        with ReadingPool(min(self._jobs, max(1, self._total))) as pool:
            for finished in pool.read(marked if spool is None else spool.stamped(marked)):
                if finished is not None:
                    source = finished.source
                    if spool is not None:
                        spool.add(source, finished.readings)
                    if isinstance(source, Skipped):
                        yield self._desk.skip(source)
                    for reading in finished.readings:
                        known = self._known.stored(source.path, reading)
                        self._desk.lay(reading, source.path, known)
                        yield from self._keep_up()
                yield from self._keep_up()

    def _keep_up(self) -> Iterator[IntakeEvent]:
        if self._desk.is_due:
            yield from self._desk.store()
        if self._speed.is_due:
            done = self._desk.done
            yield self._speed.tell(done, max(self._total, done))

    def _end(self) -> Generator[IntakeEvent, None, IntakeResult]:
        desk = self._desk
        yield from desk.store()
        yield self._speed.tell(desk.done, desk.done)
        desk.finish()
        return IntakeResult(
            files=desk.done,
            imported=desk.counts["imported"],
            updated=desk.counts["updated"],
            unchanged=desk.counts["unchanged"],
            refused=desk.counts["refused"],
            skipped=desk.skipped,
            batch=desk.batch,
            seconds=time.monotonic() - self._started,
            suspicious=desk.suspicious,
            resumed=desk.resumed,
        )


def _blocks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries to be looked up together. One of a .jsonl holds hundreds of readings."""
    block: list[Entry] = []
    readings = 0
    for entry in entries:
        block.append(entry)
        readings += len(entry.readings)
        if readings >= _READINGS_AT_ONCE:
            yield block
            block, readings = [], 0
    if block:
        yield block


def _chosen(anew: Mapping[str, set[str] | None]) -> Iterator[Source]:
    for source in read_sources(FoundFile(path) for path in anew):
        members = anew[source.path] if source.path is not None else None
        if members is None or source.file in members:
            yield source
