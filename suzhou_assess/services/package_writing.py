"""Writes assessments into a package: answers, claim, evidence, plan, and what they were before."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from suzhou_assess import __version__
from suzhou_assess.domain.exchange import Submission, to_json
from suzhou_assess.services.deliver import check_target
from suzhou_assess.services.events import Progress
from suzhou_assess.services.package_cipher import EncryptingStream, Lock, new_header
from suzhou_assess.services.package_format import (
    CONTENT,
    FORMAT,
    MANIFEST,
    MAX_ASSESSMENTS,
    MAX_JSON_BYTES,
    MAX_JSON_TOTAL,
    MIN_PASSWORD,
    SUFFIX,
    PackageCard,
    PackageError,
    evidence_name,
    part_name,
)
from suzhou_assess.services.package_local import Local, read_local, write_line
from suzhou_assess.services.package_seal import PLACEHOLDER, SealedStream
from suzhou_assess.services.package_states import canonical
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import documents
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.evidence_files import EvidenceFolder, evidence_dir
from suzhou_assess.words.system_reasons import reason_of
from suzhou_assess.workbook.replacing import replacing

_PIECE = 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip can tell: when something was packed is nobody's business."""


def write_package(
    ws: Workspace, ids: Sequence[str], out: Path, password: str | None = None, who: str = ""
) -> Generator[Progress, None, PackageCard]:
    """Writes these assessments to ``out``, which appears whole or not at all.

    ``Progress`` counts bytes. Each assessment's state as it goes out is kept as one of its versions
    before the file appears. Raises ``PackageError``, ``StoreError`` (``not_found``),
    ``TargetError``, ``OSError``.
    """
    check_target(out, SUFFIX)
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise PackageError("package_nothing")
    if len(wanted) > MAX_ASSESSMENTS:
        raise PackageError("package_too_many", count=len(wanted), limit=MAX_ASSESSMENTS)
    if password is not None and len(password) < MIN_PASSWORD:
        raise PackageError("password_short", least=MIN_PASSWORD)
    going = [_take_stock(ws, key) for key in wanted]
    files = _files(ws, going)
    yield Progress(0, files.size)
    with replacing(out) as stream:
        with _zip_into(stream) as zipped:
            if password is None:
                yield from _write_plain(zipped, going, files, who)
            else:
                yield from _write_encrypted(zipped, going, files, who, password)
        size = stream.tell()
    return PackageCard(out, size, len(going), len(files.paths), password is not None)


def _take_stock(ws: Workspace, assessment_id: str) -> Local:
    """The assessment as it goes out. A version of this is kept from here on: should whoever gets
    the package send it back, both know what they had in common."""
    with ws.store.writing() as connection:
        local = read_local(ws, connection, assessment_id)
        if local is None or local.standing.discarded:
            raise StoreError("not_found", id=assessment_id)
        line = local.line.with_state(local.state).recent
        write_line(connection, assessment_id, line, datetime.now(UTC))
    return Local(local.standing, local.pack, local.enterprise, local.state, line, local.evidence)


@dataclass(frozen=True, slots=True)
class _Files:
    """By SHA-256."""

    paths: dict[str, Path]
    sizes: dict[str, int]
    names: dict[str, str]
    """What people call them."""

    @property
    def size(self) -> int:
        return sum(self.sizes.values())


def _files(ws: Workspace, going: Sequence[Local]) -> _Files:
    """The files of all evidence that wasn't removed, each once. Raises ``PackageError``."""
    folder = EvidenceFolder(evidence_dir(ws.path))
    files = _Files({}, {}, {})
    for local in going:
        for kept in local.evidence.values():
            if kept.removed_at is not None:
                continue
            one = kept.evidence
            path = folder.file(one.sha256)
            try:
                whole = path.stat().st_size == one.size
            except OSError:
                whole = False
            if not whole:
                raise PackageError(
                    "package_evidence_gone", name=one.file_name, enterprise=local.enterprise.name
                )
            files.paths[one.sha256], files.sizes[one.sha256] = path, one.size
            files.names[one.sha256] = one.file_name
    return files


@contextmanager
def _zip_into(out: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """A zip that is sealed when the block is left without an error."""
    sealed = SealedStream(out)
    with zipfile.ZipFile(cast("IO[bytes]", sealed), "w", allowZip64=True) as zipped:
        zipped.comment = PLACEHOLDER
        yield zipped
    sealed.finish()


def _write_encrypted(
    outer: zipfile.ZipFile, going: Sequence[Local], files: _Files, who: str, password: str
) -> Generator[Progress, None, None]:
    lock = Lock(new_header(), password)
    manifest = {
        "format": FORMAT,
        "program": __version__,
        "encryption": {**lock.header.to_json(), "check": lock.check},
    }
    _put(outer, MANIFEST, canonical(manifest).encode())
    with outer.open(_entry(CONTENT), "w", force_zip64=True) as content:
        encrypting = EncryptingStream(content, lock)
        with _zip_into(cast("IO[bytes]", encrypting)) as inner:
            yield from _write_plain(inner, going, files, who)
        encrypting.finish()


def _write_plain(
    zipped: zipfile.ZipFile, going: Sequence[Local], files: _Files, who: str
) -> Generator[Progress, None, None]:
    room = MAX_JSON_TOTAL // 2 // len(going)
    parts = {name: data for local in going for name, data in _parts(local, room)}
    listed: dict[str, dict[str, object]] = {
        name: {"sha256": _sha256(data), "size": len(data)} for name, data in parts.items()
    }
    for sha256, size in sorted(files.sizes.items()):
        listed[evidence_name(sha256)] = {"sha256": sha256, "size": size}
    manifest = {
        "format": FORMAT,
        "program": __version__,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "origin": who,
        "assessments": [local.standing.stored.id for local in going],
        "files": listed,
    }
    _put(zipped, MANIFEST, canonical(manifest).encode())
    for name, data in parts.items():
        _put(zipped, name, data)
    done = 0
    for sha256, path in sorted(files.paths.items()):
        for count in _put_file(zipped, sha256, path, files.names[sha256]):
            done += count
            yield Progress(done, files.size)


def _parts(local: Local, room: int) -> Iterator[tuple[str, bytes]]:
    """The JSON files of an assessment; its older versions only as far as there is ``room``."""
    state, key = local.state, local.standing.stored.id
    head = {
        "status": state["head"]["status"],
        "position": local.standing.stored.position,
        "claim": state["head"].get("claim"),
    }
    contents: dict[str, object] = {
        "answers": to_json(_submission(local)),
        "head": head,
        "versions": _versions(local, min(room, MAX_JSON_BYTES // 2)),
        "evidence": state["evidence"],
        "plan": state["plan"],
    }
    for part, content in contents.items():
        yield part_name(key, part), canonical(content).encode()


def _versions(local: Local, room: int) -> list[dict[str, object]]:
    """The last versions, as many as there is room for, and the very last one in any case."""
    kept: list[dict[str, object]] = []
    for version in reversed(local.line.versions):
        packed = version.to_json()
        room -= len(canonical(packed).encode())
        if kept and room < 0:
            break
        kept.append(packed)
    return kept[::-1]


def _submission(local: Local) -> Submission:
    stored = local.standing.stored
    return Submission(
        pack=local.pack,
        enterprise=local.enterprise,
        answers=documents.to_answers(local.pack, stored.answers),
        mode=stored.mode,
        date=stored.date,
        assessor=stored.assessor,
        assessment_id=stored.id,
    )


def _put(zipped: zipfile.ZipFile, name: str, data: bytes) -> None:
    zipped.writestr(_entry(name, zipfile.ZIP_DEFLATED), data)


def _put_file(zipped: zipfile.ZipFile, sha256: str, path: Path, name: str) -> Iterator[int]:
    """Packs a file as it is: pictures don't shrink. Gives the size of each piece.

    Raises ``PackageError`` when its content is not what its name says.
    """
    digest = hashlib.sha256()
    try:
        source = path.open("rb")
    except OSError as error:
        reason = reason_of(error)
        raise PackageError("package_evidence_unreadable", name=name, reason=reason) from error
    with source, zipped.open(_entry(evidence_name(sha256)), "w", force_zip64=True) as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            target.write(piece)
            yield len(piece)
    if digest.hexdigest() != sha256:
        raise PackageError("package_evidence_damaged", name=name)


def _entry(name: str, method: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = method
    return entry


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
