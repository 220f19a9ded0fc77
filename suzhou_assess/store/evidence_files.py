"""The files of the evidence, beside the database.

A file lies under the sha256 of its content in ``assess.db.evidence/ab/abcdef…``, so that the same
photo is kept once however often it is attached, and damage shows. It is written to ``incoming``,
synced, and renamed into its place within the database transaction that writes its record. Files are
also taken away within such a transaction only. Since there is one writer at a time, nobody ever
takes away what another has just found to be there.

A program that is killed leaves a part in ``incoming``, or a whole file without a record. The first
is swept away by the next one; a lock tells it from the part of a program that still works. The
second is harmless, and is left until a person asks: after an older copy of the database was put
back, the files of the newer one have no record either.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO

INCOMING = "incoming"
THUMBNAILS = "thumbnails"
_PART = ".part"
_CHUNK = 1 << 20


def evidence_dir(database: Path) -> Path:
    """The folder of the files that belong to a database, wherever a link to it lies.

    With its whole name: ``assess.db`` and ``assess.sqlite`` may lie side by side.
    """
    if database.is_symlink():
        database = database.resolve()
    return database.with_name(database.name + ".evidence")


class Incoming:
    """A file on its way in. Written to, then sealed, then placed."""

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
        self.path = path
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0
        self.sha256 = ""
        """Of the content; once it is sealed."""

    def write(self, content: bytes) -> None:
        """Adds to the file. Raises ``OSError``."""
        self._stream.write(content)
        self._hash.update(content)
        self.size += len(content)

    def start_again(self, content: bytes) -> None:
        """Other content in place of what was written. Raises ``OSError``."""
        self._stream.seek(0)
        self._stream.truncate()
        self._hash = hashlib.sha256()
        self.size = 0
        self.write(content)

    def flush(self) -> None:
        """Others may read what was written under ``path``."""
        self._stream.flush()

    def seal(self) -> str:
        """On disk, whatever happens next; gives the sha256. Raises ``OSError``."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self.sha256 = self._hash.hexdigest()
        return self.sha256

    def close(self) -> None:
        # A full disk may refuse what stands in the buffer; by then it isn't wanted any more.
        with suppress(OSError):
            self._stream.close()


class EvidenceFolder:
    """The files of one database. ``OSError`` of all methods tells what the disk refused."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def file(self, sha256: str) -> Path:
        """Where the content with this sha256 lies, if it is there."""
        return self.path / sha256[:2] / sha256

    def thumbnail(self, sha256: str) -> Path:
        """Where its thumbnail lies, if there is one."""
        return self.path / THUMBNAILS / sha256[:2] / f"{sha256}.jpg"

    @contextmanager
    def receiving(self) -> Iterator[Incoming]:
        """A file to write to. Unless it was placed, nothing of it is left after the block."""
        folder = self.path / INCOMING
        folder.mkdir(parents=True, exist_ok=True)
        path, stream = _opened_part(folder)
        incoming = Incoming(path, stream)
        try:
            yield incoming
        finally:
            incoming.close()
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def has(self, incoming: Incoming) -> bool:
        """Whether the same content lies here already, and whole."""
        there = self.file(incoming.sha256)
        try:
            return there.stat().st_size == incoming.size and hash_of(there) == incoming.sha256
        except OSError:
            return False

    def place(self, incoming: Incoming, is_there: bool) -> bool:
        """Puts a sealed file into its place; ``is_there`` is what ``has`` said of it a moment ago.

        Within a writing transaction only. What lies there and is damaged is mended by it. Whether
        it wasn't there before.
        """
        target = self.file(incoming.sha256)
        if is_there and target.exists():
            return False
        is_new = not target.parent.exists()
        target.parent.mkdir(exist_ok=True)
        incoming.close()
        incoming.path.replace(target)
        _sync(target.parent)
        if is_new:
            _sync(self.path)
        return True

    def has_copy_of(self, source: Path, sha256: str) -> bool:
        """Whether a file of another such folder is here too, by its size."""
        there = self.file(sha256)
        return there.is_file() and there.stat().st_size == source.stat().st_size

    def copy_in(self, source: Path, sha256: str) -> bool:
        """A copy of a file of another such folder, for a backup; whether that file is sound.

        A damaged one is copied too: most of a photo may still be seen.
        """
        with self.receiving() as incoming, source.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                incoming.write(chunk)
            found = incoming.seal()
            target = self.file(sha256)
            target.parent.mkdir(exist_ok=True)
            incoming.close()
            incoming.path.replace(target)
        return found == sha256

    def put_thumbnail(self, sha256: str, content: bytes) -> Path:
        """Keeps a thumbnail. It can be made again, so that it isn't synced."""
        target = self.thumbnail(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{token_hex(8)}{_PART}")
        try:
            part.write_bytes(content)
            part.replace(target)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        return target

    def stored(self) -> Iterator[Path]:
        """All files of content, with or without a record, in the order of their names."""
        if not self._is_there:
            return
        for folder in sorted(self.path.iterdir()):
            if len(folder.name) == 2 and folder.is_dir():
                yield from sorted(path for path in folder.iterdir() if len(path.name) == 64)

    def take_away(self, sha256: str) -> None:
        """Deletes content and thumbnail. Within a writing transaction only, by which nobody else
        has a record of it."""
        self.file(sha256).unlink(missing_ok=True)
        self.thumbnail(sha256).unlink(missing_ok=True)

    def forget_if_empty(self) -> None:
        """Deletes the folders that hold nothing, the whole if nothing is left."""
        inner = [path for path in self.path.iterdir() if path.is_dir()] if self._is_there else []
        for folder in (*inner, self.path):
            with suppress(OSError):
                folder.rmdir()

    @property
    def _is_there(self) -> bool:
        return self.path.is_dir()

    def sweep(self) -> int:
        """Deletes the parts that killed programs left; gives how many. Within a writing transaction
        only, so that no sealed one is closed and about to be renamed."""
        swept = 0
        folder = self.path / INCOMING
        for part in folder.glob(f"*{_PART}") if folder.is_dir() else ():
            with suppress(OSError):
                _delete_left(part)
                swept += 1
        return swept


def hash_of(path: Path) -> str:
    """The sha256 of a file's content. Raises ``OSError``."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _opened_part(folder: Path) -> tuple[Path, IO[bytes]]:
    """A new file that nobody sweeps away while it is open."""
    while True:
        path = folder / (token_hex(16) + _PART)
        stream = path.open("w+b")
        _lock(stream)
        # Between the two steps somebody may have taken it for one that was left.
        if path.exists():
            return path, stream
        stream.close()


if sys.platform == "win32":

    def _lock(stream: IO[bytes]) -> None:
        """Windows doesn't let anybody delete a file that is open."""

    def _delete_left(part: Path) -> None:
        part.unlink()

    def _sync(folder: Path) -> None:
        """Windows writes the names of its journal by itself."""

else:
    import fcntl

    def _lock(stream: IO[bytes]) -> None:
        """Held until the file is closed, or its program has died."""
        # A share may know no locks: then nobody can lock it to sweep it away either.
        with suppress(OSError):
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX)

    def _delete_left(part: Path) -> None:
        """Raises ``OSError`` when somebody works on it."""
        with part.open("rb") as stream:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()

    def _sync(folder: Path) -> None:
        """Puts the names in a folder on disk."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError:
            return  # some shares can't; the file itself is synced
        finally:
            os.close(handle)
