"""Understands what a package holds: every assessment, checked against the packs known here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from suzhou_assess.domain.evidence import (
    HEAD_BYTES,
    MAX_CAPTION,
    MAX_FILE_BYTES,
    media_type_of,
    right_name,
    split_name,
)
from suzhou_assess.domain.exchange import MODES, Submission
from suzhou_assess.domain.problems import Problem
from suzhou_assess.packs.problems import PackNotFoundError
from suzhou_assess.services.assessment_reading import Shelves, read_object
from suzhou_assess.services.claim_snapshots import claim_of
from suzhou_assess.services.package_format import (
    MANIFEST,
    MAX_ASSESSMENTS,
    MAX_PACKED_BYTES,
    PARTS,
    PackageError,
    evidence_name,
    evidence_of,
    part_name,
    part_of,
)
from suzhou_assess.services.package_reading import PackageZip
from suzhou_assess.services.package_states import EVIDENCE_KEYS, OWN_PARTS, State, normal
from suzhou_assess.services.package_versions import Line, Version, version_of
from suzhou_assess.store import documents

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LISTS = ("not_applicable", "flags")
_MAPS = ("answers", "figures", "notes")
_MOST_EVIDENCE = 5_000
_MOST_VERSIONS = 10_000
_MOST_PIXELS = 1_000_000
"""On a side; more than any kind of picture can have that is taken here."""
_CLAIM = {"id", "date", "assessor", "pack_id", "pack_edition", "document"}


@dataclass(frozen=True, slots=True)
class PackedAssessment:
    """One assessment in a package, understood and checked."""

    id: str
    submission: Submission
    state: State
    line: Line
    """Its versions; the last one is how it went out."""
    position: str | None
    warnings: tuple[Problem, ...]

    @property
    def files(self) -> Mapping[str, str]:
        """Names of the files that it brings, by SHA-256."""
        return {
            record["sha256"]: record["file_name"]
            for record in self.state["evidence"].values()
            if record["removed_at"] is None
        }


def read_assessments(zipped: PackageZip, shelves: Shelves) -> tuple[PackedAssessment, ...]:
    """All assessments of a package. Raises ``PackageError``."""
    ids = zipped.manifest.get("assessments")
    if not isinstance(ids, list) or not ids or len(ids) > MAX_ASSESSMENTS:
        raise PackageError("package_damaged_part", file=zipped.file, part=MANIFEST)
    wanted = {part_name(str(key), part) for key in ids for part in PARTS}
    stored = {name for name in zipped.names if part_of(name) is not None}
    if len(set(map(str, ids))) != len(ids) or stored != wanted:
        raise PackageError("package_damaged_part", file=zipped.file, part=MANIFEST)
    found = tuple(_Reader(zipped, shelves, str(key)).read() for key in ids)
    brought = {sha256 for one in found for sha256 in one.files}
    files = {sha256 for name in zipped.names if (sha256 := evidence_of(name)) is not None}
    if brought != files:
        # One too few is told by its assessment, with its name; this is one too many.
        name = evidence_name(min(files - brought))
        raise PackageError("package_unsafe", file=zipped.file, name=name)
    return found


class _Reader:
    """Reads one assessment."""

    def __init__(self, zipped: PackageZip, shelves: Shelves, key: str) -> None:
        self._zip = zipped
        self._shelves = shelves
        self._id = key
        self._name = ""

    def read(self) -> PackedAssessment:
        submission, warnings = self._submission()
        head = self._part("head", dict)
        line = self._line()
        state = self._state(submission, head, line)
        position = head.get("position")
        if position is not None and position not in submission.pack.item_ids:
            position = None
        return PackedAssessment(self._id, submission, state, line, position, warnings)

    def _submission(self) -> tuple[Submission, tuple[Problem, ...]]:
        raw = self._part("answers", dict)
        told = raw.get("enterprise")
        self._name = str(told.get("name", ""))[:200] if isinstance(told, dict) else ""
        read = read_object(raw, self._shelves)
        wrong = next((found for found in read.problems if found.is_error), None)
        submission = read.submission
        if wrong is not None or submission is None:
            code = wrong.code if wrong is not None else ""
            if wrong is not None and code in ("pack_unknown", "pack_edition_unknown"):
                raise PackageError(
                    "package_pack_unknown",
                    file=self._zip.file,
                    enterprise=self._name,
                    pack=str(raw.get("pack")),
                    edition=str(raw.get("edition") or ""),
                )
            raise self._odd("answers", code)
        if submission.assessment_id != self._id or submission.date is None:
            raise self._odd("answers", "id")
        return submission, tuple(read.problems)

    def _state(self, submission: Submission, head: Mapping[str, Any], line: Line) -> State:
        """The state as the files tell it; it has to be the last version as well."""
        if line.tip is None:
            raise self._odd("versions", "state")
        state = line.tip.state
        told = {
            "mode": submission.mode,
            "date": submission.date.isoformat() if submission.date else "",
            "assessor": submission.assessor,
            "status": head.get("status"),
        }
        if head.get("claim") is not None:
            self._check_claim(head["claim"], submission.pack.id)
            told["claim"] = head["claim"]
        content = documents.from_answers(submission.answers)
        same = {
            "answers": normal(content) == state["content"],
            "head": normal(told) == state["head"],
            "evidence": self._part("evidence", dict) == state["evidence"],
            "plan": self._part("plan", dict) == state["plan"],
        }
        for part, fits in same.items():
            if not fits:
                raise self._odd(part, "versions")
        self._check_evidence(submission, state["evidence"])
        return state

    def _check_claim(self, told: Any, pack_id: str) -> None:
        if not _is_claim(told) or told["claim"]["pack_id"] != pack_id:
            raise self._odd("head", "claim")
        claim = told["claim"]
        try:
            claim_of(self._shelves.packs, claim)
        except PackNotFoundError as error:
            raise PackageError(
                "package_pack_unknown",
                file=self._zip.file,
                enterprise=self._name,
                pack=str(claim["pack_id"]),
                edition=str(claim["pack_edition"]),
            ) from error

    def _check_evidence(self, submission: Submission, records: Mapping[str, Any]) -> None:
        if len(records) > _MOST_EVIDENCE:
            raise PackageError("package_too_large", file=self._zip.file)
        items = {"", *submission.pack.item_ids}
        sizes: dict[str, int] = {}
        for key, record in records.items():
            if not _is_record(key, record) or record["item"] not in items:
                raise self._odd("evidence", "record")
            if record["removed_at"] is None:
                self._check_file(record)
                sizes[record["sha256"]] = record["size"]
        if sum(sizes.values()) > MAX_PACKED_BYTES:
            raise PackageError("package_too_large", file=self._zip.file)

    def _check_file(self, record: Mapping[str, Any]) -> None:
        name = evidence_name(record["sha256"])
        if name not in self._zip.names:
            raise self._file_fault("package_file_missing", record)
        suffix = split_name(record["file_name"])[1].lower()
        media_type = media_type_of(self._zip.head_of(name, HEAD_BYTES), suffix)
        if media_type != record["media_type"] or self._zip.size_of(name) != record["size"]:
            raise self._file_fault("package_file_kind", record)

    def _line(self) -> Line:
        raw = self._part("versions", list)
        if len(raw) > _MOST_VERSIONS:
            raise PackageError("package_too_large", file=self._zip.file)
        versions = []
        for told in raw:
            if not isinstance(told, dict) or not _is_state(told.get("state")):
                raise self._odd("versions", "state")
            parents = told.get("parents")
            if not isinstance(parents, list) or not all(isinstance(p, str) for p in parents):
                raise self._odd("versions", "parents")
            version: Version = version_of(normal(told["state"]), parents)
            if version.digest != told.get("digest"):
                raise self._odd("versions", "digest")
            versions.append(version)
        return Line(versions)

    def _part(self, part: str, kind: type) -> Any:
        content = self._zip.json_of(part_name(self._id, part))
        if not isinstance(content, kind):
            raise self._odd(part, "kind")
        return content

    def _odd(self, part: str, why: str) -> PackageError:
        """What no program of ours writes, though every hash fits."""
        return PackageError(
            "package_odd",
            file=self._zip.file,
            enterprise=self._name or self._id,
            part=f"{part}.json ({why})",
        )

    def _file_fault(self, code: str, record: Mapping[str, Any]) -> PackageError:
        return PackageError(
            code, file=self._zip.file, enterprise=self._name, name=record["file_name"]
        )


def _is_state(raw: object) -> bool:
    """Whether merging can work with it. What it says is another matter."""
    if not isinstance(raw, dict) or raw.keys() != {"content", *OWN_PARTS}:
        return False
    if not all(isinstance(part, dict) for part in raw.values()):
        return False
    head, evidence, plan = raw["head"], raw["evidence"], raw["plan"]
    return (
        _is_content(raw["content"])
        and (not plan or (plan.keys() == {"plan"} and isinstance(plan["plan"], dict)))
        and isinstance(head.get("assessor"), str)
        and head.get("status") in ("draft", "submitted")
        and head.get("mode") in MODES
        and _is_day(head.get("date"))
        and all(_is_record(key, record) for key, record in evidence.items())
    )


def _is_claim(raw: object) -> bool:
    if not isinstance(raw, dict) or raw.keys() != {"based_on", "claim"}:
        return False
    claim, based_on = raw["claim"], raw["based_on"]
    return (
        (based_on is None or isinstance(based_on, str))
        and isinstance(claim, dict)
        and claim.keys() == _CLAIM
        and all(isinstance(claim[name], str) for name in ("assessor", "pack_id", "pack_edition"))
        and (claim["id"] is None or isinstance(claim["id"], str))
        and (claim["date"] is None or _is_day(claim["date"]))
        and _is_content(claim["document"])
    )


def _is_content(raw: object) -> bool:
    return (
        isinstance(raw, dict)
        and raw.keys() - {"reasons"} == {*_LISTS, *_MAPS}
        and all(isinstance(raw[part], dict) for part in _MAPS)
        and isinstance(raw.get("reasons", {}), dict)
        and all(isinstance(raw[part], list) for part in _LISTS)
        and all(isinstance(item, str) for part in _LISTS for item in raw[part])
    )


def _is_record(key: object, raw: object) -> bool:
    if not isinstance(raw, dict) or raw.keys() != set(EVIDENCE_KEYS):
        return False
    texts = ("item", "proof", "claim", "caption", "file_name", "media_type", "added_by")
    if not all(isinstance(raw[name], str) for name in texts):
        return False
    removed, sides = raw["removed_at"], (raw["width"], raw["height"])
    try:
        named = right_name(raw["file_name"], raw["media_type"]) == raw["file_name"]
    except KeyError:  # no kind of file that may be attached
        named = False
    return (
        named
        and isinstance(key, str)
        and _ID.fullmatch(key) is not None
        and isinstance(raw["sha256"], str)
        and _DIGEST.fullmatch(raw["sha256"]) is not None
        and type(raw["size"]) is int
        and 0 < raw["size"] <= MAX_FILE_BYTES
        and len(raw["caption"]) <= MAX_CAPTION
        and all(side is None or (type(side) is int and 0 < side <= _MOST_PIXELS) for side in sides)
        and _is_moment(raw["added_at"])
        and (removed is None or _is_moment(removed))
    )


def _is_moment(raw: object) -> bool:
    try:
        moment = datetime.fromisoformat(raw) if isinstance(raw, str) else None
        # In UTC, as the store keeps it, the first and the last day may lie outside the calendar.
        return moment is not None and moment.tzinfo is not None and bool(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        return False


def _is_day(raw: object) -> bool:
    try:
        return isinstance(raw, str) and bool(date.fromisoformat(raw))
    except ValueError:
        return False
