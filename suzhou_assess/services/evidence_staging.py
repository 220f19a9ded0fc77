"""How a file becomes evidence: received, found sound, and only then kept.

Everything that can be refused is refused before anything is written to the database, and as early
as it can be told: a file of two gigabytes before its first byte is read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from suzhou_assess.domain.evidence import (
    HEAD_BYTES,
    MAX_FILE_BYTES,
    MAX_SOURCE_BYTES,
    SUFFIXES,
    Evidence,
    as_size,
    media_type_of,
    one_line,
    right_name,
    split_name,
)
from suzhou_assess.services.events import Progress
from suzhou_assess.store.evidence_files import EvidenceFolder, Incoming
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.system_reasons import reason_of
from suzhou_assess.words.trouble import Trouble

if TYPE_CHECKING:
    from suzhou_assess.services.pictures import Look

_CHUNK = 1 << 20


class EvidenceError(Trouble):
    """A file can't be attached or shown, for a reason that a person can mend.

    ``code`` is one of: ``evidence_vanished``, ``evidence_folder``, ``evidence_special``,
    ``evidence_unreadable``, ``evidence_empty``, ``evidence_changing``, ``evidence_too_large``,
    ``evidence_type``, ``evidence_content``, ``evidence_broken_picture``,
    ``evidence_too_many_pixels``, ``evidence_full``, ``evidence_not_written``,
    ``evidence_missing``, ``evidence_damaged``, ``evidence_item``, ``evidence_proof``,
    ``evidence_caption``.
    """

    area = "evidence"

    def say(self, words: Words) -> str:
        """What happened, and what to do now."""
        return words.say(f"evidence.{self.code}", **self.params)  # one sentence holds both


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that was received and found sound."""

    file_name: str
    """Safe for every system, with the suffix of what it holds."""
    media_type: str
    width: int | None
    height: int | None
    thumbnail: bytes | None
    incoming: Incoming
    is_there: bool
    """Whether the same content was kept already a moment ago."""

    def record(
        self,
        assessment_id: str,
        item: str,
        *,
        caption: str = "",
        proof: str = "",
        claim: str = "",
        who: str = "",
    ) -> Evidence:
        """The record of it under a new id, as of now."""
        return Evidence(
            id=str(uuid4()),
            assessment_id=assessment_id,
            item=item,
            proof=proof,
            claim=claim,
            caption=caption,
            file_name=self.file_name,
            sha256=self.incoming.sha256,
            size=self.incoming.size,
            media_type=self.media_type,
            width=self.width,
            height=self.height,
            added_at=datetime.now(UTC),
            added_by=who,
        )


class Staging:
    """One file on its way in. Use as a context manager: leaving it forgets what was not kept.

    A picture whose longer side has more than ``longest`` pixels is made smaller. All methods raise
    ``EvidenceError``.
    """

    def __init__(self, folder: EvidenceFolder, file_name: str, longest: int | None = None) -> None:
        self._folder = folder
        self._given = file_name
        self._name = one_line(file_name)
        """For people to read."""
        self._longest = longest
        self._media_type = ""
        self._incoming: Incoming | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def read(self, source: Path) -> Generator[Progress, None, None]:
        """Receives a file. ``Progress`` counts bytes."""
        with self._opened(source) as (stream, before):
            self._check_size(before.st_size)
            done = 0
            yield Progress(0, before.st_size)
            while chunk := self._chunk(stream):
                self.take(chunk)
                self._check_size(before.st_size)  # now that the kind is known
                done += len(chunk)
                yield Progress(done, max(done, before.st_size))
            after = os.fstat(stream.fileno())
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise EvidenceError("evidence_changing", name=self._name)

    def take(self, content: bytes) -> None:
        """Receives content, or more of it."""
        if not content:
            return
        if self._incoming is None:
            self._media_type = self._type_of(content)
            with self._written():
                self._incoming = self._stack.enter_context(self._folder.receiving())
        self._check_size(self._incoming.size + len(content))
        with self._written():
            self._incoming.write(content)

    def examined(self) -> Staged:
        """Looks at what was received as a whole, and puts it on disk."""
        incoming = self._incoming
        if incoming is None:
            raise EvidenceError("evidence_empty", name=self._name)
        with self._written():
            incoming.flush()
        media_type = self._media_type
        look = self._look(incoming, media_type)
        if look is not None and self._longest and look.pages == 1 and look.longest > self._longest:
            from suzhou_assess.services import pictures

            with self._written():
                smaller = pictures.shrunk(
                    incoming.path, media_type, self._longest, keep_camera_data=True
                )
                incoming.start_again(smaller)
                incoming.flush()
            media_type = "image/jpeg"
            look = self._look(incoming, media_type)
        if incoming.size > MAX_FILE_BYTES:
            raise self._too_large(incoming.size, MAX_FILE_BYTES)
        with self._written():
            incoming.seal()
            is_there = self._folder.has(incoming)
        return Staged(
            file_name=right_name(self._given, media_type),
            media_type=media_type,
            width=look.width if look else None,
            height=look.height if look else None,
            thumbnail=look.thumbnail if look else None,
            incoming=incoming,
            is_there=is_there,
        )

    def _type_of(self, head: bytes) -> str:
        suffix = split_name(self._given)[1].lower()
        found = media_type_of(head[:HEAD_BYTES], suffix)
        if found is not None:
            return found
        if suffix in SUFFIXES:
            raise EvidenceError("evidence_content", name=self._name, suffix=suffix)
        allowed = tuple(suffix.removeprefix(".") for suffix in SUFFIXES)
        raise EvidenceError("evidence_type", name=self._name, allowed=allowed)

    def _look(self, incoming: Incoming, media_type: str) -> Look | None:
        if not media_type.startswith("image/"):
            return None
        from suzhou_assess.services import pictures

        try:
            with self._written():
                return pictures.look_at(incoming.path, media_type)
        except pictures.PictureError as error:
            raise EvidenceError(
                error.code, name=self._name, most=error.most // 1_000_000
            ) from error

    def _check_size(self, size: int) -> None:
        """As soon as it is told by the file system, by the kind, by what has come."""
        if size == 0:
            raise EvidenceError("evidence_empty", name=self._name)
        shrinks = self._longest is not None and (
            not self._media_type or self._media_type.startswith("image/")
        )
        most = MAX_SOURCE_BYTES if shrinks else MAX_FILE_BYTES
        if size > most:
            raise self._too_large(size, most)

    def _too_large(self, size: int, most: int) -> EvidenceError:
        return EvidenceError(
            "evidence_too_large", name=self._name, size=as_size(size), most=as_size(most)
        )

    @contextmanager
    def _opened(self, source: Path) -> Iterator[tuple[BinaryIO, os.stat_result]]:
        """A file for reading, if it is one; a pipe would keep whoever opens it waiting."""
        with self._readable():
            self._check_kind(source.stat().st_mode)
            flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
            stream = os.fdopen(os.open(source, flags), "rb")
        with stream:
            found = os.fstat(stream.fileno())
            self._check_kind(found.st_mode)
            yield stream, found

    def _check_kind(self, mode: int) -> None:
        if stat.S_ISDIR(mode):
            raise EvidenceError("evidence_folder", name=self._name)
        if not stat.S_ISREG(mode):
            raise EvidenceError("evidence_special", name=self._name)

    def _chunk(self, stream: BinaryIO) -> bytes:
        with self._readable():
            return stream.read(_CHUNK)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, NotADirectoryError) as error:
            raise EvidenceError("evidence_vanished", name=self._name) from error
        except (OSError, ValueError) as error:  # a name with a zero is a ValueError
            reason = reason_of(error)
            raise EvidenceError("evidence_unreadable", name=self._name, reason=reason) from error

    @contextmanager
    def _written(self) -> Iterator[None]:
        with explained(self._name, self._folder):
            yield


@contextmanager
def explained(name: str, folder: EvidenceFolder) -> Iterator[None]:
    """Says of what the disk refuses which file wasn't kept, and where."""
    try:
        yield
    except OSError as error:
        raise EvidenceError(
            "evidence_not_written", name=name, folder=str(folder.path), reason=reason_of(error)
        ) from error
