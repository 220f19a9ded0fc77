"""What the store gives to read: small frozen records, no database rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:  # start-up passes through here and needs no more of the domain
    from suzhou_assess.domain.exchange import Mode
    from suzhou_assess.domain.points import Milli

Status = Literal["draft", "submitted"]
Held = Literal["waiting", "rejected"]


@dataclass(frozen=True, slots=True)
class AssessmentCard:
    """One assessment, as a list shows it."""

    id: str
    enterprise_id: int
    enterprise: str
    uscc: str
    district: str | None
    mode: Mode
    date: date
    assessor: str
    status: Status
    answered: int
    total: int
    score: Milli | None
    """``None`` while nothing is answered."""
    level: int | None
    updated_at: datetime
    """UTC"""
    held: Held | None = None
    """Why it stands in the history and doesn't count: it is ``waiting`` for a person's decision, or
    it was ``rejected`` by one."""


class EnterpriseRow(NamedTuple):
    """One enterprise, as the table shows it. A tuple: forty thousand are made at a keystroke."""

    id: int
    uscc: str
    name: str
    district: str | None
    town: str
    industry: str | None
    size: str | None
    """Id of the computed size class."""
    assessments: int
    """Submitted ones."""
    latest_level: int | None
    """Of the latest submitted assessment, as are the next three."""
    latest_score: Milli | None
    latest_date: date | None
    latest_mode: Mode | None
    has_draft: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows."""

    goal: int
    goal_by: date
    assessed: int
    """Enterprises with a submitted assessment."""
    enterprises: int
    drafts: int
    by_district: Mapping[str, int]
    """Assessed enterprises by district code; without a district under ``""``."""
    by_level: Mapping[int, int]
    """Assessed enterprises by the level of their latest submitted assessment."""
    recent: tuple[AssessmentCard, ...]
    """Those worked on last, newest first."""
    waiting: int = 0
    """Doubts that a person has to decide."""


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed what, when."""

    at: datetime
    """UTC"""
    who: str
    item: str
    """Id of a question, scenario or figure, or a field (``mode``, ``status``, ``claim``,
    ``name``…). Notes, flags and reasons are ``note:Q01``, ``flag:Q01`` and ``reason:Q01``; names
    of files stand under ``evidence:Q01`` or ``evidence:general``."""
    old: str
    """JSON text; empty when there was nothing."""
    new: str


@dataclass(frozen=True, slots=True)
class EnterpriseFilter:
    """Which enterprises to show; ``None`` means any."""

    text: str = ""
    """Words that must all be found in name, credit code or town, whatever their case or width."""
    district: str | None = None
    industry: str | None = None
    size: str | None = None
    level: int | None = None
    """Level of the latest submitted assessment."""
    assessed: bool | None = None
    ids: tuple[int, ...] | None = None
    """These alone: what stands behind a figure of the roll-up."""
