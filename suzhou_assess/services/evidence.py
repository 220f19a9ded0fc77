"""Evidence: attach files to an assessment, look at them, take them away, see that they are whole.

An attached file is on disk, with its record, when the call returns; or nothing of it is. Evidence
is no part of the answers: it may be added to a submitted assessment too. Every change is logged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suzhou_assess.domain.evidence import (
    MAX_ASSESSMENT_BYTES,
    MAX_CAPTION,
    Evidence,
    as_size,
    one_line,
)
from suzhou_assess.services.events import Progress
from suzhou_assess.services.evidence_check import (
    EvidenceCheck,
    check,
    clear_orphans,
    folder_of,
    take_away,
)
from suzhou_assess.services.evidence_staging import EvidenceError, Staged, Staging, explained
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.evidence_files import evidence_dir

if TYPE_CHECKING:
    from suzhou_assess.store.engine import Connection

__all__ = [
    "Evidence",
    "EvidenceCheck",
    "EvidenceError",
    "attach",
    "attach_bytes",
    "change",
    "check",
    "clear_orphans",
    "evidence_dir",
    "file_of",
    "folder_of",
    "of_assessment",
    "remove",
    "restore",
    "save_as",
    "scaled",
    "thumbnail",
]

_PIECE = 1 << 20


def attach(
    ws: Workspace,
    assessment_id: str,
    item: str,
    source: Path,
    *,
    caption: str = "",
    proof: str = "",
    claim: str = "",
    longest: int | None = None,
    who: str = "",
) -> Generator[Progress, None, Evidence]:
    """Attaches a file to an item; to the assessment as a whole with an empty ``item``.

    A picture whose longer side has more than ``longest`` pixels is kept smaller, upright, as a
    JPEG; what the camera noted in it stays. ``Progress`` counts bytes. Raises ``EvidenceError``,
    and ``StoreError`` (``not_found`` for the assessment).
    """
    caption = _caption(caption)
    _check_place(ws, assessment_id, item, proof)
    with Staging(folder_of(ws), source.name, longest) as staging:
        yield from staging.read(source)
        staged = staging.examined()
        marks = {"caption": caption, "proof": proof, "claim": claim, "who": who}
        return _kept(ws, staged, staged.record(assessment_id, item, **marks))


def attach_bytes(
    ws: Workspace,
    assessment_id: str,
    item: str,
    content: bytes,
    file_name: str,
    *,
    caption: str = "",
    proof: str = "",
    claim: str = "",
    longest: int | None = None,
    who: str = "",
) -> Evidence:
    """The same with content that is in memory, such as a picture from the clipboard."""
    caption = _caption(caption)
    _check_place(ws, assessment_id, item, proof)
    with Staging(folder_of(ws), file_name, longest) as staging:
        staging.take(content)
        staged = staging.examined()
        marks = {"caption": caption, "proof": proof, "claim": claim, "who": who}
        return _kept(ws, staged, staged.record(assessment_id, item, **marks))


def of_assessment(ws: Workspace, assessment_id: str) -> list[Evidence]:
    """What is attached, item by item in the order in which it was added. Reads no file of it."""
    from suzhou_assess.store import evidence as records

    with ws.store.reading() as connection:
        return records.of_assessment(connection, assessment_id)


def change(
    ws: Workspace,
    evidence_id: str,
    *,
    caption: str | None = None,
    proof: str | None = None,
    claim: str | None = None,
    item: str | None = None,
    who: str = "",
) -> Evidence:
    """Sets what is given and leaves the rest; gives the record as it is then.

    On another item it answers to no entry of the list and to no claim unless they are given too.
    """
    from suzhou_assess.store import evidence as records

    given: dict[str, Any] = {"proof": proof, "claim": claim, "item": item}
    if caption is not None:
        given["caption"] = _caption(caption)
    with ws.store.reading() as connection:
        found, _ = records.read(connection, evidence_id)
    if item is not None and item != found.item:
        given["proof"], given["claim"] = proof or "", claim or ""
    if item is not None or proof:
        place = found.item if item is None else item
        _check_place(ws, found.assessment_id, place, given["proof"] or "")
    wanted = {name: value for name, value in given.items() if value is not None}
    with ws.store.writing() as connection:
        before, _ = records.read(connection, evidence_id)
        after = replace(before, **wanted)
        if after != before:
            records.change(connection, before, after, datetime.now(UTC), who)
    return after


def remove(ws: Workspace, evidence_id: str, who: str = "") -> None:
    """Takes it out of sight; ``restore`` brings it back. Its file stays."""
    _set_removed(ws, evidence_id, True, who)


def restore(ws: Workspace, evidence_id: str, who: str = "") -> None:
    """Brings back what was removed."""
    _set_removed(ws, evidence_id, False, who)


def file_of(ws: Workspace, evidence: Evidence) -> Path:
    """Where its content lies, to be read only. Raises ``EvidenceError`` ``evidence_missing``."""
    path = folder_of(ws).file(evidence.sha256)
    if not path.is_file():
        raise EvidenceError("evidence_missing", name=evidence.file_name, path=str(path))
    return path


def thumbnail(ws: Workspace, evidence: Evidence) -> Path | None:
    """A JPEG of at most 320 pixels a side; ``None`` for what can't be shown.

    It is made with attaching, and anew where it is missing. Raises ``EvidenceError``.
    """
    if not evidence.can_be_shown:
        return None
    folder = folder_of(ws)
    path = folder.thumbnail(evidence.sha256)
    # A power cut may leave an empty one: they aren't synced.
    if path.is_file() and path.stat().st_size:
        return path
    from suzhou_assess.services import pictures

    source = file_of(ws, evidence)
    try:
        look = pictures.look_at(source, evidence.media_type)
    except (pictures.PictureError, OSError) as error:
        raise _damaged(evidence, source) from error
    if look is None:
        raise _damaged(evidence, source)
    with explained(evidence.file_name, folder):
        return folder.put_thumbnail(evidence.sha256, look.thumbnail)


def scaled(ws: Workspace, evidence: Evidence, longest: int) -> bytes:
    """A picture for a report: an upright JPEG without what the camera noted in it, its longer side
    at most ``longest`` pixels.

    Raises ``EvidenceError``, and ``ValueError`` for what can't be shown.
    """
    if not evidence.can_be_shown:
        raise ValueError(evidence.media_type)
    from suzhou_assess.services import pictures

    source = file_of(ws, evidence)
    try:
        return pictures.shrunk(source, evidence.media_type, longest)
    except (pictures.PictureError, OSError) as error:
        raise _damaged(evidence, source) from error


def save_as(ws: Workspace, evidence: Evidence, out: Path) -> None:
    """A copy for the user, byte for byte what was attached.

    ``out`` is written whole or not at all. Raises ``EvidenceError`` (a damaged file is not given
    away as if it were sound) and ``OSError`` about ``out``.
    """
    from suzhou_assess.workbook.replacing import replacing

    source = file_of(ws, evidence)
    with replacing(out) as target:
        found = hashlib.sha256()
        for piece in _pieces(evidence, source):
            found.update(piece)
            target.write(piece)
        if found.hexdigest() != evidence.sha256:
            raise _damaged(evidence, source)


def _kept(ws: Workspace, staged: Staged, record: Evidence) -> Evidence:
    is_new = False
    try:
        with ws.store.writing() as connection:
            is_new = _written(ws, connection, staged, record)
    except StoreError:
        if is_new:  # the record was refused at the last moment, by a full disk for instance
            with suppress(StoreError, OSError):
                take_away(ws, record.sha256)
        raise
    return record


def _written(ws: Workspace, connection: Connection, staged: Staged, record: Evidence) -> bool:
    """Writes record and file within a transaction; whether the content is new here."""
    from suzhou_assess.store import evidence as records

    folder, name = folder_of(ws), record.file_name
    folder.sweep()
    if not records.has_file(connection, record.assessment_id, record.sha256):
        size = records.size_of_assessment(connection, record.assessment_id) + record.size
        if size > MAX_ASSESSMENT_BYTES:
            raise EvidenceError(
                "evidence_full", name=name, size=as_size(size), most=as_size(MAX_ASSESSMENT_BYTES)
            )
    records.add(connection, record, record.added_by)
    with explained(name, folder):
        is_new = folder.place(staged.incoming, staged.is_there)
    if staged.thumbnail is not None and not folder.thumbnail(record.sha256).exists():
        with suppress(OSError):  # it is made again when it is wanted
            folder.put_thumbnail(record.sha256, staged.thumbnail)
    return is_new


def _set_removed(ws: Workspace, evidence_id: str, removed: bool, who: str) -> None:
    from suzhou_assess.store import evidence as records

    with ws.store.writing() as connection:
        records.set_removed(connection, evidence_id, datetime.now(UTC), removed, who)


def _pieces(evidence: Evidence, source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece
    except OSError as error:
        raise _damaged(evidence, source) from error


def _damaged(evidence: Evidence, path: Path) -> EvidenceError:
    return EvidenceError("evidence_damaged", name=evidence.file_name, path=str(path))


def _check_place(ws: Workspace, assessment_id: str, item: str, proof: str) -> None:
    from suzhou_assess.store import evidence as records

    with ws.store.reading() as connection:
        pack = ws.packs.get(*records.pack_of(connection, assessment_id))
    if item and item not in pack.item_ids:
        raise EvidenceError("evidence_item", item=one_line(item))
    if proof and not (item and any(known.id == proof for known in pack.proofs_of(item))):
        raise EvidenceError("evidence_proof", proof=one_line(proof))


def _caption(typed: str) -> str:
    caption = one_line(typed).strip()
    if len(caption) > MAX_CAPTION:
        raise EvidenceError("evidence_caption", most=MAX_CAPTION)
    return caption
