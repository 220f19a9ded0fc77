"""The seal of a package: a digest of the whole file at its very end.

The zip's comment is the format's name and the SHA-256 of every byte before the comment. A single
byte that was flipped anywhere, be it where no zip reader looks, shows. It tells damage, not malice:
whoever changes a package on purpose can seal it anew. Against that there is the password.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterator
from typing import IO

from suzhou_assess.services.package_format import FORMAT

_MARK = f"{FORMAT} sha256 ".encode()
_ANY_MARK = re.compile(rb"suzhou-assess/package/(\d{1,4}) sha256 [0-9a-f]{64}\Z")
LENGTH = len(_MARK) + 64
PLACEHOLDER = b"\0" * LENGTH
"""The comment to give to the zip that is written into a ``SealedStream``."""
_PIECE = 1024 * 1024


class SealedStream(io.RawIOBase):
    """Passes on what is written, and in ``finish`` the seal in place of the last ``LENGTH`` bytes.

    Not seekable: a zip is written into it from front to back, so that an encrypted one never
    stands on disk in plain.
    """

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self._out = out
        self._digest = hashlib.sha256()
        self._tail = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        ready = self._tail + bytes(data)
        whole, self._tail = ready[:-LENGTH], ready[-LENGTH:]
        if whole:
            self._digest.update(whole)
            self._out.write(whole)
        return len(data)

    def finish(self) -> None:
        """Writes the seal. Raises ``ValueError`` when no placeholder stands at the end."""
        if self._tail != PLACEHOLDER:
            raise ValueError("there is no place for the seal")
        self._out.write(_MARK + self._digest.hexdigest().encode())


class Seal:
    """What the end of a file says, and whether it is so."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, self.size - LENGTH))
        self._end = stream.read(LENGTH)
        self._digest = hashlib.sha256()

    @property
    def version(self) -> int | None:
        """The version of the format; ``None`` for a file that was cut off, or is no package."""
        match = _ANY_MARK.search(self._end)
        return int(match[1]) if match else None

    def go_through(self) -> Iterator[int]:
        """Reads the whole file; gives how many bytes were read so far."""
        self._stream.seek(0)
        left = max(0, self.size - LENGTH)
        while left:
            piece = self._stream.read(min(_PIECE, left))
            if not piece:
                return
            self._digest.update(piece)
            left -= len(piece)
            yield self.size - LENGTH - left

    @property
    def holds(self) -> bool:
        """After ``go_through``: whether every byte is as it was when the file was written."""
        return self._end == _MARK + self._digest.hexdigest().encode()
