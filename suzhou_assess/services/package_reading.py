"""Opens the zip of a package and believes nothing of what it says until it was checked.

Nothing is unpacked by its name, and nothing larger than its limit, whatever sizes are stated.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, NoReturn, cast

from suzhou_assess.domain.evidence import MAX_FILE_BYTES
from suzhou_assess.services.events import Progress
from suzhou_assess.services.file_kinds import shown_name
from suzhou_assess.services.package_cipher import (
    DecryptingFile,
    HeaderError,
    Lock,
    TamperedError,
    WrongPasswordError,
    read_header,
)
from suzhou_assess.services.package_format import (
    CONTENT,
    FORMAT_NAME,
    MANIFEST,
    MAX_ENTRIES,
    MAX_JSON_BYTES,
    MAX_JSON_TOTAL,
    MAX_LIST_BYTES,
    MAX_MANIFEST_BYTES,
    VERSION,
    PackageError,
    evidence_of,
    is_unsafe,
    part_of,
)
from suzhou_assess.services.package_seal import LENGTH, Seal
from suzhou_assess.words.system_reasons import reason_of

_PIECE = 1024 * 1024
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_END = struct.Struct("<4s4H2LH")
_WIDE_LOCATOR = struct.Struct("<4sLQL")
_WIDE_END = struct.Struct("<4sQ2H2L4Q")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    struct.error,
    OverflowError,
)
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How a JSON file may stand in the zip. Others fail in ways of their own when they are damaged."""
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half of a pair of surrogates, written by its number."""
_MODE = 16
"""Where a zip made on Unix keeps the kind of file and its permissions."""


class PackageZip:
    """The checked zip of a package. Use as a context manager, or ``close`` it."""

    def __init__(self, file: str) -> None:
        self.file = file
        """As it is shown."""
        self.manifest: Mapping[str, Any] = {}
        self.encrypted = False
        self._size = 0
        """Bytes of the file."""
        self._zip: zipfile.ZipFile | None = None
        self._listed: Mapping[str, tuple[str, int]] = {}
        self._kept = ExitStack()

    def open(self, path: Path, password: str | None) -> Generator[Progress, None, None]:
        """Opens and checks everything that can be checked without understanding the content.

        ``Progress`` counts bytes. Raises ``PackageError``; nothing is left open then.
        """
        try:
            yield from self._open(path, password)
        except OSError as error:
            self.close()
            if error.errno == errno.EINVAL:  # the zip's list points to before the file's start
                raise self._damaged("") from error
            if isinstance(error, FileNotFoundError):
                raise PackageError("package_missing", file=self.file) from error
            reason = reason_of(error)
            raise PackageError("package_unreadable", file=self.file, reason=reason) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._kept.close()

    @property
    def names(self) -> frozenset[str]:
        """All files but the manifest."""
        return frozenset(self._listed)

    def size_of(self, name: str) -> int:
        return self._listed[name][1]

    def json_of(self, name: str) -> Any:
        """A JSON file with its numbers exact. Raises ``PackageError``."""
        data = b"".join(self.pieces(name))
        try:
            return _json(data, Decimal)
        except (ValueError, RecursionError) as error:
            raise self._damaged(name) from error

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a file, checked once more as it is read. Raises ``PackageError``."""
        sha256, size = self._listed[name]
        digest, left = hashlib.sha256(), size
        for piece in self._raw(self._opened, name, size):
            digest.update(piece)
            left -= len(piece)
            yield piece
        if left or digest.hexdigest() != sha256:
            raise self._damaged(name)

    def head_of(self, name: str, length: int) -> bytes:
        """The first bytes of a file, at most ``length``."""
        try:
            with self._opened.open(name) as stream:
                return stream.read(length)
        except (*_BROKEN, TamperedError) as error:
            raise self._damaged(name) from error

    def _open(self, path: Path, password: str | None) -> Generator[Progress, None, None]:
        stream = self._kept.enter_context(path.open("rb"))
        yield from self._check_seal(stream)
        outer = self._directory(stream)
        manifest = self._manifest(outer)
        if "encryption" in manifest:
            self.encrypted = True
            plain = self._decrypted(stream, outer, manifest["encryption"], password)
            yield from self._check_inner_seal(plain)
            outer = self._directory(plain)
            manifest = self._manifest(outer)
        self._zip, self.manifest = outer, manifest
        self._listed = self._listing(outer, manifest)
        yield from self._check_files()

    def _check_seal(self, stream: IO[bytes]) -> Generator[Progress, None, None]:
        start = stream.read(4)
        seal = Seal(stream)
        if seal.version is None:
            if start != b"PK\x03\x04":
                raise PackageError("package_not_ours", file=self.file)
            # Ours end with the seal, others with whatever they end with.
            raise PackageError(
                "package_not_ours" if self._is_other_zip(stream) else "package_cut_off",
                file=self.file,
            )
        self._check_version(seal.version)
        self._size = seal.size
        for done in seal.go_through():
            yield Progress(done, 2 * self._size)
        if not seal.holds:
            raise self._damaged(self._damaged_part(stream))

    def _check_inner_seal(self, plain: IO[bytes]) -> Generator[Progress, None, None]:
        """The second half of the work of an encrypted one is done twice."""
        try:
            seal = Seal(plain)
            for done in seal.go_through():
                yield Progress(self._size + done // 2, 2 * self._size)
        except TamperedError as error:
            raise PackageError("package_altered", file=self.file) from error
        if not seal.holds:
            raise PackageError("package_altered", file=self.file)

    def _check_files(self) -> Generator[Progress, None, None]:
        start = self._size * 3 // 2 if self.encrypted else self._size
        share = 2 * self._size - start
        total = max(1, sum(size for _, size in self._listed.values()))
        done = 0
        for name in sorted(self._listed):
            for piece in self.pieces(name):
                done += len(piece)
                yield Progress(start + share * done // total, 2 * self._size)

    def _is_other_zip(self, stream: IO[bytes]) -> bool:
        try:
            with zipfile.ZipFile(stream) as other:
                return MANIFEST not in other.namelist()
        except _BROKEN:
            return False

    def _damaged_part(self, stream: IO[bytes]) -> str:
        """Which file in it is damaged; empty when that can't be told."""
        try:
            broken = self._directory(stream)
            self._listed = self._listing(broken, self._manifest(broken))
            self._zip = broken
            for name in sorted(self._listed):
                try:
                    for _ in self.pieces(name):
                        pass
                except PackageError:
                    return name
        except PackageError:
            pass
        return ""

    def _directory(self, stream: IO[bytes]) -> zipfile.ZipFile:
        """The zip, after a look at its list of files."""
        self._check_list_size(stream)
        try:
            found = self._kept.enter_context(zipfile.ZipFile(stream))
        except (*_BROKEN, TamperedError) as error:
            raise self._damaged("") from error
        entries = found.infolist()
        if len(entries) > MAX_ENTRIES:
            raise PackageError("package_too_large", file=self.file)
        names = set()
        for entry in entries:
            # As it stands in the file: zipfile cuts names at a zero byte, and turns backslashes on
            # Windows.
            name = entry.orig_filename
            mode = stat.S_IFMT(entry.external_attr >> _MODE)
            if is_unsafe(name) or mode not in (0, stat.S_IFREG) or entry.is_dir():
                raise PackageError("package_unsafe", file=self.file, name=name)
            if name in names:
                raise PackageError("package_twice", file=self.file, name=name)
            names.add(name)
            if entry.flag_bits & 1:
                raise PackageError("package_unsafe", file=self.file, name=name)
        size = stream.seek(0, io.SEEK_END)
        if sum(entry.compress_size for entry in entries) > size:
            # Entries that share bytes: the trick of a bomb without nesting.
            raise PackageError("package_too_large", file=self.file)
        return found

    def _check_list_size(self, stream: IO[bytes]) -> None:
        """The list of files is read as a whole: it must not fill the memory."""
        end = stream.seek(0, io.SEEK_END) - LENGTH - _END.size
        stream.seek(max(0, end - _WIDE_LOCATOR.size))
        locator, record = stream.read(_WIDE_LOCATOR.size), stream.read(_END.size)
        if end < _WIDE_LOCATOR.size or not record.startswith(b"PK\x05\x06"):
            raise self._damaged("")
        fields = _END.unpack(record)
        size = fields[5]
        if locator.startswith(b"PK\x06\x07"):
            stream.seek(min(_WIDE_LOCATOR.unpack(locator)[2], end))
            wide = stream.read(_WIDE_END.size)
            size = max(size, _WIDE_END.unpack(wide)[8] if len(wide) == _WIDE_END.size else 0)
        if size > MAX_LIST_BYTES:
            raise PackageError("package_too_large", file=self.file)

    def _manifest(self, found: zipfile.ZipFile) -> Mapping[str, Any]:
        if MANIFEST not in found.namelist():
            raise PackageError("package_not_ours", file=self.file)
        entry = found.getinfo(MANIFEST)
        if entry.compress_type not in _PACKED:
            raise PackageError("package_unsafe", file=self.file, name=MANIFEST)
        stated = entry.file_size
        if stated > MAX_MANIFEST_BYTES:
            raise PackageError("package_too_large", file=self.file)
        try:
            manifest = _json(b"".join(self._raw(found, MANIFEST, stated)), float)
        except (ValueError, RecursionError) as error:
            raise self._damaged(MANIFEST) from error
        if not isinstance(manifest, dict):
            raise self._damaged(MANIFEST)
        version = FORMAT_NAME.fullmatch(str(manifest.get("format")))
        if version is None:
            raise PackageError("package_not_ours", file=self.file)
        self._check_version(int(version[1]))
        return manifest

    def _check_version(self, version: int) -> None:
        if version > VERSION:
            raise PackageError("package_newer", file=self.file, version=version, known=VERSION)

    def _decrypted(
        self, stream: IO[bytes], outer: zipfile.ZipFile, raw: object, password: str | None
    ) -> IO[bytes]:
        try:
            header = read_header(raw)
        except HeaderError as error:
            raise PackageError("package_cipher_unknown", file=self.file) from error
        check = raw.get("check") if isinstance(raw, Mapping) else None
        if set(outer.namelist()) != {MANIFEST, CONTENT}:
            raise self._damaged(CONTENT)
        if password is None:
            raise PackageError("password_wanted", file=self.file)
        lock = Lock(header, password)
        try:
            lock.verify(check)
        except WrongPasswordError as error:
            raise PackageError("password_wrong", file=self.file) from error
        entry = outer.getinfo(CONTENT)
        if entry.compress_type != zipfile.ZIP_STORED:
            raise self._damaged(CONTENT)
        start = self._start_of(stream, entry)
        try:
            plain = DecryptingFile(stream, start, entry.compress_size, lock)
        except TamperedError as error:
            raise PackageError("package_altered", file=self.file) from error
        return cast("IO[bytes]", io.BufferedReader(plain, _PIECE))

    def _start_of(self, stream: IO[bytes], entry: zipfile.ZipInfo) -> int:
        """Where the content of a stored file begins."""
        stream.seek(entry.header_offset)
        head = stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise self._damaged(entry.filename)
        fields = _LOCAL.unpack(head)
        return int(entry.header_offset) + _LOCAL.size + int(fields[-2]) + int(fields[-1])

    def _listing(
        self, found: zipfile.ZipFile, manifest: Mapping[str, Any]
    ) -> Mapping[str, tuple[str, int]]:
        """Hash and size of every file, as the manifest has them and the zip agrees."""
        listed = manifest.get("files")
        if not isinstance(listed, dict) or listed.keys() != set(found.namelist()) - {MANIFEST}:
            raise self._damaged(MANIFEST)
        files: dict[str, tuple[str, int]] = {}
        json_bytes = 0
        for name, told in listed.items():
            sha256 = told.get("sha256") if isinstance(told, dict) else None
            size = told.get("size") if isinstance(told, dict) else None
            if not isinstance(sha256, str) or type(size) is not int or size < 0:
                raise self._damaged(MANIFEST)
            entry = found.getinfo(name)
            if entry.file_size != size:
                raise self._damaged(name)
            if part_of(name) is not None:
                json_bytes += size
                fits = size <= MAX_JSON_BYTES and json_bytes <= MAX_JSON_TOTAL
                known = entry.compress_type in _PACKED
            else:
                # Stored as it is, so that it can't be a bomb.
                fits = size <= MAX_FILE_BYTES
                known = evidence_of(name) == sha256 and entry.compress_type == zipfile.ZIP_STORED
            if not known:
                raise PackageError("package_unsafe", file=self.file, name=name)
            if not fits:
                raise PackageError("package_too_large", file=self.file)
            files[name] = sha256, size
        return files

    def _raw(self, found: zipfile.ZipFile, name: str, limit: int) -> Iterator[bytes]:
        """What comes out of the zip, at most one piece more than ``limit`` bytes."""
        came = 0
        try:
            with found.open(name) as stream:
                while came <= limit and (piece := stream.read(min(_PIECE, limit - came + 1))):
                    came += len(piece)
                    yield piece
        except (*_BROKEN, TamperedError) as error:
            raise self._damaged(name) from error
        if came > limit:
            raise self._damaged(name)

    @property
    def _opened(self) -> zipfile.ZipFile:
        if self._zip is None:
            raise ValueError("the package isn't open")
        return self._zip

    def _damaged(self, part: str) -> PackageError:
        """``part`` is the file in it, empty where that can't be told."""
        if part:
            return PackageError("package_damaged_part", file=self.file, part=part)
        return PackageError("package_damaged", file=self.file)


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)


def _json(data: bytes, number: Callable[[str], object]) -> Any:
    """Raises ``ValueError`` also for what Python would let pass: half a character, which no file
    and no database can hold, and NaN and infinity, which are no JSON and equal nothing."""
    found = json.loads(data.decode(), parse_float=number, parse_constant=_refused)
    if _HALF_CHARACTER.search(data):
        json.dumps(found, ensure_ascii=False, default=str).encode()
    return found


def package_zip(path: Path) -> PackageZip:
    return PackageZip(shown_name(path.name))
