"""What long use cases tell while they run: small frozen events, for the window and the terminal.

A long use case is a generator. It yields these events and returns a result; whoever consumes it
may close it at any yield, and that is how it is cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from suzhou_assess.domain.problems import Problem

Outcome = Literal["imported", "updated", "unchanged", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("imported", "updated", "unchanged", "refused")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come. Sent at least ten times a second while there is work."""

    done: int
    total: int | None
    """``None`` while it isn't known yet. It grows when archives lie inside archives."""


@dataclass(frozen=True, slots=True)
class SubmissionTaken:
    """One submission went through: a workbook, a JSON file, or one line of a .jsonl."""

    source: str
    """The file as it was found; inside an archive ``archive.zip!/inner/name.xlsx``."""
    line: int | None
    """Of a .jsonl, from 1."""
    outcome: Outcome
    problems: tuple[Problem, ...]
    """All of them: errors are why it was refused, warnings pass along."""


@dataclass(frozen=True, slots=True)
class BatchStored:
    """These submissions are on disk."""

    count: int


@dataclass(frozen=True, slots=True)
class SampleWritten:
    """One synthetic workbook or line was written."""

    file: str


IntakeEvent = Progress | SubmissionTaken | BatchStored
SampleEvent = Progress | SampleWritten


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What an intake changed."""

    files: int
    """Files that were taken up; skipped ones are not among them."""
    imported: int
    updated: int
    unchanged: int
    refused: int
    skipped: int
    """Files of other kinds and lock files."""
    batch: str | None
    """Names the batch in the database; ``None`` for a dry run or when nothing could be stored."""
    seconds: float
