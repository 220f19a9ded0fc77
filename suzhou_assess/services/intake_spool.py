"""What a preview has read, kept so that storing it reads nothing again.

It holds names, telephone numbers and answers of enterprises: it lies in a temporary file that
nobody else may open, and that is gone as soon as it is closed, also when the program dies.
"""

from __future__ import annotations

import pickle
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from suzhou_assess.services.reading_worker import Reading
from suzhou_assess.services.sources import Skipped, Source
from suzhou_assess.store.errors import StoreError
from suzhou_assess.words.system_reasons import reason_of

Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""


def stamp_of(path: str | None) -> Stamp | None:
    """What tells whether a file was changed; ``None`` when it can't be told."""
    if path is None:
        return None
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Entry:
    """One source and what reading it gave."""

    path: str | None
    stamp: Stamp | None
    """Of the file on disk, from before it was read."""
    readings: Sequence[Reading]
    skipped: Skipped | None

    def is_outdated(self) -> bool:
        """Whether the file was changed since. One that is gone was not: what was read is what
        people saw in the preview."""
        now = stamp_of(self.path)
        return now is not None and now != self.stamp


@contextmanager
def _explained() -> Iterator[None]:
    """A temporary folder that is full or shut is nobody's bug."""
    try:
        yield
    except OSError as error:
        reason = reason_of(error)
        raise StoreError("spool_failed", path=tempfile.gettempdir(), reason=reason) from error


class Spool:
    """Entries in the order in which they were added. Read them when all are in.

    Raises ``StoreError`` ``spool_failed`` when the temporary folder can't take it.
    """

    def __init__(self) -> None:
        with _explained():
            self._file: IO[bytes] | None = tempfile.TemporaryFile(prefix="suzhou-assess-")  # noqa: SIM115
        self._stamps: deque[tuple[str, Stamp | None]] = deque()
        """Of the files that are on their way."""

    def stamped(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The same sources; their files are stamped before anybody reads them."""
        last = None
        for source in sources:
            if source.path is not None and source.path != last:
                last = source.path
                self._stamps.append((last, stamp_of(last)))
            yield source

    def add(self, source: Source, readings: Sequence[Reading]) -> None:
        """Keeps what a source gave. In the order in which they were stamped."""
        stamp = None
        if source.path is not None:
            while self._stamps[0][0] != source.path:
                self._stamps.popleft()
            stamp = self._stamps[0][1]
        skipped = source if isinstance(source, Skipped) else None
        entry = Entry(source.path, stamp, readings, skipped)
        with _explained():
            pickle.dump(entry, self._open_file(), pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Entry]:
        file = self._open_file()
        with _explained():
            file.seek(0)  # writes what waits in memory
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - nobody but this process has written there
            except EOFError:
                return

    def close(self) -> None:
        """Deletes it. Closing twice does no harm."""
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):  # a full disk refuses what waited in memory
                file.close()

    def _open_file(self) -> IO[bytes]:
        if self._file is None:
            raise ValueError("the preview is closed")
        return self._file
