"""Encryption of a package: AES-256-GCM in chunks, under a key that scrypt makes of a password.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and
its Nonce-Reuse Misuse-Resistance, 2015): each chunk has its number and whether it is the last one
in its nonce, so that chunks can't be left out, moved, repeated or cut off. The header goes into
every chunk as associated data. The key is new for every package, because its salt is.
"""

from __future__ import annotations

import io
import os
import unicodedata
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 1024 * 1024
"""Bytes of plain text in a chunk."""
_TAG = 16
_SALT = 16
_PREFIX = 7
_N, _R, _P = 2**16, 8, 1
"""64 MB and an eighth of a second for each guess: above what OWASP asks for (2025)."""
_MOST_MEMORY = 256 * 1024 * 1024
"""A header may not ask for more: it is read before the password is known to fit."""
_CHECK_NONCE = b"\xff" * 12
"""No chunk has it: the last byte of a chunk's is 0 or 1."""
_MOST_CHUNK = 16 * 1024 * 1024
_MOST_CHUNKS = 2**32
_LONGEST_FIELD = 200
"""Characters of base64: salts and tags are short."""


class HeaderError(ValueError):
    """What stands in the header is not of this kind, or asks for too much."""


class WrongPasswordError(ValueError):
    """The password is another one."""


class TamperedError(ValueError):
    """A chunk is not what was encrypted, though the password fits."""


@dataclass(frozen=True, slots=True)
class Header:
    """What has to be known to decrypt; stands in the open."""

    n: int
    r: int
    p: int
    salt: bytes
    prefix: bytes
    chunk: int

    def to_json(self) -> dict[str, Any]:
        return {
            "cipher": "AES-256-GCM",
            "kdf": {
                "name": "scrypt",
                "n": self.n,
                "r": self.r,
                "p": self.p,
                "salt": _text(self.salt),
            },
            "nonce_prefix": _text(self.prefix),
            "chunk": self.chunk,
        }

    @property
    def associated(self) -> bytes:
        """Its bytes, the same however the JSON is laid out."""
        fields = (self.n, self.r, self.p, self.salt.hex(), self.prefix.hex(), self.chunk)
        return b"suzhou-assess/package/1 " + " ".join(map(str, fields)).encode()


def new_header() -> Header:
    return Header(_N, _R, _P, os.urandom(_SALT), os.urandom(_PREFIX), CHUNK)


def read_header(raw: object) -> Header:
    """Raises ``HeaderError``."""
    kdf = raw.get("kdf") if isinstance(raw, Mapping) else None
    if (
        not isinstance(raw, Mapping)
        or raw.get("cipher") != "AES-256-GCM"
        or not isinstance(kdf, Mapping)
    ):
        raise HeaderError("another cipher")
    if kdf.get("name") != "scrypt":
        raise HeaderError("another way to make a key")
    n, r, p, chunk = (
        _whole(v) for v in (kdf.get("n"), kdf.get("r"), kdf.get("p"), raw.get("chunk"))
    )
    if n & (n - 1) or n < 2 or 128 * n * r > _MOST_MEMORY or p > 16 or chunk > _MOST_CHUNK:
        raise HeaderError("asks for too much")
    salt, prefix = _bytes(kdf.get("salt")), _bytes(raw.get("nonce_prefix"))
    if len(salt) != _SALT or len(prefix) != _PREFIX:
        raise HeaderError("salt or nonce of another length")
    return Header(n, r, p, salt, prefix, chunk)


class Lock:
    """A key for one package. Making it takes an eighth of a second, on purpose."""

    def __init__(self, header: Header, password: str) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        # What looks the same is the same: an input method may give full-width digits. A line of
        # stdin may hold bytes that are no text, which Python hands on as lone surrogates.
        typed = unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")
        kdf = Scrypt(salt=header.salt, length=32, n=header.n, r=header.r, p=header.p)
        self.header = header
        self._cipher: AESGCM = AESGCM(kdf.derive(typed))

    @property
    def check(self) -> str:
        """Goes into the header: only the right password can open it."""
        return _text(self._cipher.encrypt(_CHECK_NONCE, b"", self.header.associated))

    def verify(self, check: object) -> None:
        """Raises ``WrongPasswordError``."""
        from cryptography.exceptions import InvalidTag

        try:
            self._cipher.decrypt(_CHECK_NONCE, _bytes(check), self.header.associated)
        except (InvalidTag, HeaderError) as error:
            raise WrongPasswordError from error

    def encrypt(self, number: int, plain: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(number, last), plain, self.header.associated)

    def decrypt(self, number: int, chunk: bytes, *, last: bool) -> bytes:
        """Raises ``TamperedError``."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(self._nonce(number, last), chunk, self.header.associated)
        except InvalidTag as error:
            raise TamperedError(number) from error

    def _nonce(self, number: int, last: bool) -> bytes:
        return self.header.prefix + number.to_bytes(4, "big") + bytes([last])


class EncryptingStream(io.RawIOBase):
    """Encrypts what is written; ``finish`` writes the last chunk."""

    def __init__(self, out: IO[bytes], lock: Lock) -> None:
        super().__init__()
        self._out, self._lock = out, lock
        self._chunk = lock.header.chunk
        self._pending = bytearray()
        self._number = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._pending += data
        # One byte more than a chunk: the last chunk is known as such only at the end.
        while len(self._pending) > self._chunk:
            self._put(bytes(self._pending[: self._chunk]), last=False)
            del self._pending[: self._chunk]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._pending), last=True)
        self._pending.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        if self._number >= _MOST_CHUNKS:
            raise OverflowError("too many chunks for one key")
        self._out.write(self._lock.encrypt(self._number, plain, last=last))
        self._number += 1


class DecryptingFile(io.RawIOBase):
    """The plain text of ``size`` encrypted bytes at ``start`` of a file, read from anywhere in it.

    Whatever is read is authentic: reading raises ``TamperedError`` where it isn't, and opening does
    for a length that no encryption gives.
    """

    def __init__(self, file: IO[bytes], start: int, size: int, lock: Lock) -> None:
        super().__init__()
        self._file, self._start, self._lock = file, start, lock
        self._chunk = lock.header.chunk
        packed = self._chunk + _TAG
        self._chunks = max(1, -(-size // packed))
        self._last_size = size - (self._chunks - 1) * packed
        if self._last_size < _TAG:
            raise TamperedError(self._chunks - 1)
        self._size = size - self._chunks * _TAG
        self._at = 0
        self._held: tuple[int, bytes] | None = None
        # Where the text ends is only certain once the last chunk was seen to be the last.
        self._plain(self._chunks - 1)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the start")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, offset = divmod(self._at, self._chunk)
        piece = self._plain(number)[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _plain(self, number: int) -> bytes:
        if self._held is None or self._held[0] != number:
            last = number == self._chunks - 1
            packed = self._chunk + _TAG
            self._file.seek(self._start + number * packed)
            read = self._file.read(self._last_size if last else packed)
            self._held = number, self._lock.decrypt(number, read, last=last)
        return self._held[1]


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(raw: object) -> bytes:
    if not isinstance(raw, str) or len(raw) > _LONGEST_FIELD:
        raise HeaderError("no text")
    try:
        return b64decode(raw, validate=True)
    except (Base64Error, ValueError) as error:
        raise HeaderError("not base64") from error


def _whole(raw: object) -> int:
    if type(raw) is not int or not 1 <= raw <= 2**30:
        raise HeaderError("no number")
    return raw
