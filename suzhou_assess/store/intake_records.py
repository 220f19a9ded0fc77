"""What the store gives to read of intakes: batches, their items, what waits for a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.subject import Subject

if TYPE_CHECKING:
    from suzhou_assess.domain.exchange import Mode
    from suzhou_assess.domain.points import Milli

ItemOutcome = Literal["imported", "updated", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class BatchCard:
    """One run of an import."""

    id: str
    source: str
    """The names of what was given, for people."""
    paths: tuple[str, ...]
    """As given, absolute; empty for a batch of an earlier version."""
    who: str
    started_at: datetime
    """UTC, as are the others."""
    finished_at: datetime | None
    """``None`` when it was interrupted, or still runs."""
    counts: Mapping[str, int]
    """Files by outcome, ``skipped`` and ``suspicious`` among them. Of an interrupted one, what
    was stored."""
    undone_at: datetime | None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class IntakeItem:
    """One object of a batch: a workbook, a JSON file, a line of a .jsonl."""

    id: int
    file: str
    """As it is shown; inside an archive ``archive.zip!/inner/name.xlsx``."""
    line: int | None
    path: str | None
    """On disk: of the file, or of the archive that holds it."""
    fingerprint: bytes | None
    outcome: ItemOutcome
    suspicious: bool
    problems: tuple[Problem, ...]
    subject: Subject
    assessment_id: str | None
    undone: bool
    """Whether undoing the batch took it back."""


ObstacleReason = Literal["edited_since", "decided_since"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """An assessment that undoing leaves as it is, because a person has worked on it since."""

    enterprise: str
    uscc: str
    assessment_id: str
    reason: ObstacleReason
    when: datetime
    by: str


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undoing a batch would do, or has done."""

    batch: BatchCard
    removed: int
    """Assessments that are gone."""
    restored: int
    """Assessments that are as they were before."""
    enterprises_removed: int
    kept: tuple[Obstacle, ...]


DoubtKind = Literal["equal_date", "two_districts", "same_name", "altered"]

DECISIONS: Mapping[DoubtKind, tuple[str, ...]] = {
    "equal_date": ("keep", "take"),
    "two_districts": ("keep", "take"),
    "same_name": ("different", "same"),
    "altered": ("accept", "reject"),
}
"""What a person may decide. ``keep`` leaves what counts, ``take`` lets the newcomer count;
``same`` gives the newcomer's assessments to the enterprise that was there before."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sides of a doubt, for people to compare."""

    label: str
    """The enterprise's name, as this side has it."""
    date: date | None
    mode: Mode | None
    score: Milli | None
    level: int | None
    source: str
    """Where it came from: a file's name."""
    district: str | None
    assessment_id: str | None
    uscc: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What waits for a person's decision."""

    id: int
    kind: DoubtKind
    enterprise_id: int
    enterprise: str
    uscc: str
    batch_id: str | None
    created_at: datetime
    """UTC"""
    mine: Side
    """What came in."""
    other: Side
    """What was there before; for an altered one, the same enterprise."""
