"""What long use cases tell while they run: small frozen events, for the window and the terminal.

A long use case is a generator. It yields these events and returns a result; whoever consumes it
may close it at any yield, and that is how it is cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.subject import Subject as Subject  # part of what is told

Outcome = Literal["imported", "updated", "unchanged", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("imported", "updated", "unchanged", "refused")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come. Sent at least ten times a second while there is work."""

    done: int
    total: int | None
    """``None`` while it isn't known yet. It grows when archives lie inside archives."""
    rate: float | None = field(default=None, compare=False)
    """How many a second, of late; ``None`` until that can be told."""
    seconds_left: float | None = field(default=None, compare=False)
    """At that rate; ``None`` until that can be told."""


Difference = tuple[str, str, str]
"""What is different about an assessment that was known: the item, named as in the log of changes
(``Q05``, ``S01``, a figure, ``note:Q05``, ``flag:Q05``, ``date``, ``mode``, ``assessor``,
``profile:town``…), then the old and the new value as JSON text, ``null`` for none."""


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
    subject: Subject | None = None
    """``None`` when not even that could be read."""
    suspicious: bool = False
    """Whether a person should look at it: altered, claimed twice, or undecided beside another."""
    differences: tuple[Difference, ...] = ()
    """Of an ``updated`` one: what is new about it."""
    path: str | None = None
    """Where it lies on disk; of one in an archive, where the archive lies."""
    again: bool = False
    """Whether it is known from an earlier run, byte for byte, so that it was not read again."""


SkipReason = Literal["other_kind", "lock", "link", "special"]
"""``special`` is a pipe, a device or a socket; ``link`` one that leads to a folder, or nowhere."""


@dataclass(frozen=True, slots=True)
class FileSkipped:
    """A file was passed over, and counts among the skipped ones only."""

    source: str
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class BatchStored:
    """These submissions are on disk."""

    count: int


@dataclass(frozen=True, slots=True)
class SampleWritten:
    """One synthetic workbook or line was written."""

    file: str


IntakeEvent = Progress | SubmissionTaken | FileSkipped | BatchStored
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
    """Files of other kinds, lock files, links to folders, pipes and devices."""
    batch: str | None
    """Names the batch in the database; ``None`` for a dry run or when nothing was found."""
    seconds: float
    suspicious: int = 0
    """Of those that were not refused, how many a person should look at."""
    resumed: int = 0
    """Of the unchanged ones, how many were known byte for byte and not read again."""
