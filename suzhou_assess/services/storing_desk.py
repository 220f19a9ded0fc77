"""The one place where an intake stores: readings are laid here, and written a block at a time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from suzhou_assess.domain.problems import has_errors, problem
from suzhou_assess.services.events import (
    BatchStored,
    FileSkipped,
    IntakeEvent,
    Outcome,
    Subject,
    SubmissionTaken,
)
from suzhou_assess.services.file_kinds import shown_name
from suzhou_assess.services.known_sources import lasting_name, lasting_path
from suzhou_assess.services.reading_worker import Parcel, Reading
from suzhou_assess.services.sources import Skipped
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import batches, known_files
from suzhou_assess.store.intake_known import IncomingRefusal, IncomingSubmission, Origin, StoredAs
from suzhou_assess.store.known_files import KnownFile
from suzhou_assess.store.submissions import SubmissionWriter

_BLOCK = 200
_BLOCK_SECONDS = 0.5
"""A block is stored when it is full or this old, so that little is lost and much is seen."""
_SOURCE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class _Laid:
    """A reading that waits to be stored."""

    reading: Reading
    path: str | None
    known: KnownFile | None
    """What is stored of it already, when its bytes are the same."""


class StoringDesk:
    """Takes readings in order, decides on them and stores them, and tells of each."""

    def __init__(
        self, ws: Workspace, paths: Sequence[Path], *, dry_run: bool = False, who: str = ""
    ) -> None:
        self.counts: Counter[Outcome] = Counter()
        self.suspicious = 0
        self.resumed = 0
        self.skipped = 0
        self.batch: str | None = None
        self._ws = ws
        self._paths = paths
        self._writer = SubmissionWriter(ws.store, ws.places, who)
        self._dry_run = dry_run
        self._laid: list[_Laid] = []
        self._since = time.monotonic()
        self._today = date.today()  # noqa: DTZ011 - the office's own calendar day

    @property
    def done(self) -> int:
        """How many readings came through, those still waiting among them."""
        return sum(self.counts.values()) + len(self._laid)

    @property
    def is_due(self) -> bool:
        full = len(self._laid) >= _BLOCK
        return full or (bool(self._laid) and time.monotonic() - self._since >= _BLOCK_SECONDS)

    def skip(self, skipped: Skipped) -> FileSkipped:
        self.skipped += 1
        return FileSkipped(skipped.file, skipped.reason)

    def lay(self, reading: Reading, path: str | None, known: KnownFile | None = None) -> None:
        """Takes a reading of the file, or of something in the archive, at ``path``."""
        if not self._laid:
            self._since = time.monotonic()
        self._laid.append(_Laid(reading, path, known))

    def store(self) -> Iterator[IntakeEvent]:
        """Stores what lies here in one transaction, and tells of each. Raises ``StoreError``."""
        laid, self._laid = self._laid, []
        if not laid:
            return
        if not self._dry_run and self.batch is None:
            self.batch = self._begin()
        fresh = [one for one in laid if one.known is None]
        told = self._store_fresh(fresh) | self._note_again([one for one in laid if one.known])
        written = 0
        for one in laid:
            event = told[id(one)]
            self.counts[event.outcome] += 1
            self.suspicious += event.suspicious
            self.resumed += event.again
            written += event.outcome in ("imported", "updated")
            yield event
        if written and not self._dry_run:
            yield BatchStored(written)

    def finish(self) -> None:
        """Closes the batch with what it came to. One that isn't closed can be gone on with."""
        if self.batch is not None:
            with self._ws.store.reading() as connection:
                counts = batches.counted(connection, self.batch)
            self._writer.finish({**counts, "skipped": self.skipped})

    def close(self) -> None:
        """Lets go of what a dry run has imagined."""
        self._writer.close()

    def _begin(self) -> str:
        source = ", ".join(shown_name(path.name or path) for path in self._paths)[:_SOURCE_LIMIT]
        paths = [path for path in map(lasting_path, map(str, self._paths)) if path is not None]
        with self._ws.store.reading() as connection:
            cut_short = batches.unfinished(connection, paths)
        if cut_short is None:
            return self._writer.begin(source, paths)
        self._writer.resume(cut_short.id)
        with self._ws.store.writing() as connection:
            known_files.forget_refused(connection, cut_short.id)
        return cut_short.id

    def _store_fresh(self, laid: Sequence[_Laid]) -> dict[int, SubmissionTaken]:
        incoming = [self._incoming(one) for one in laid]
        stored = self._writer.store(incoming, dry_run=self._dry_run) if laid else []
        return {
            id(one): self._taken(one, item, result)
            for one, item, result in zip(laid, incoming, stored, strict=True)
        }

    def _incoming(self, one: _Laid) -> IncomingSubmission | IncomingRefusal:
        reading, parcel = one.reading, one.reading.parcel
        file = lasting_name(reading.file, one.path)
        path = lasting_path(one.path) if one.path is not None else None
        subject = None if parcel is None else _subject(parcel)
        origin = Origin(file, reading.line, path, reading.fingerprint, subject)
        if parcel is None or has_errors(reading.problems):
            return IncomingRefusal(origin, reading.problems)
        submission = parcel.submission(self._ws)
        problems = reading.problems
        if submission.date is not None and submission.date > self._today:
            problems = (*problems, problem("date_in_future", "date"))
        source = file if reading.line is None else f"{file}:{reading.line}"
        return IncomingSubmission(submission, parcel.verdict, source, origin, problems)

    def _taken(
        self, one: _Laid, incoming: IncomingSubmission | IncomingRefusal, stored: StoredAs
    ) -> SubmissionTaken:
        return SubmissionTaken(
            source=one.reading.file,
            line=one.reading.line,
            outcome=stored.status,
            problems=(*(incoming.problems or ()), *stored.problems),
            subject=incoming.origin.subject if incoming.origin is not None else None,
            suspicious=stored.suspicious,
            differences=stored.differences,
            path=one.path,
        )

    def _note_again(self, laid: Sequence[_Laid]) -> dict[int, SubmissionTaken]:
        """Of what is stored already: what was said of it then."""
        if not laid:
            return {}
        ids = [one.known.item_id for one in laid if one.known]
        elsewhere = [
            one.known.item_id for one in laid if one.known and one.known.batch_id != self.batch
        ]
        with self._ws.store.reading() as connection:
            said = known_files.notes(connection, ids)
        if self.batch is not None and elsewhere:
            with self._ws.store.writing() as connection:
                known_files.note_again(connection, self.batch, elsewhere)
        told = {}
        for one in laid:
            if one.known is not None:
                problems, subject = said[one.known.item_id]
                reading = one.reading
                told[id(one)] = SubmissionTaken(
                    reading.file,
                    reading.line,
                    "unchanged",
                    problems,
                    subject,
                    path=one.path,
                    again=True,
                )
        return told


def _subject(parcel: Parcel) -> Subject:
    whose = parcel.enterprise
    return Subject(whose.name, whose.uscc, whose.district or "", whose.contact_name, whose.phone)
