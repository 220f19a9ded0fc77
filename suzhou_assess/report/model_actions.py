"""Of a report: the way up, support, and what the verdict is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from suzhou_assess.report.model_verdict import Line

StepSource = Literal["plan", "best", "nearest", "none"]
"""Where the steps of the way up come from: the improvement plan that was agreed on, the least
effort as computed, what is nearest at hand where the target can't be reached, or none at the top.
"""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the way up, in the order to take them."""

    number: int
    id: str
    name: str
    """Question or scenario."""
    binding: bool
    outcome: bool
    frm: str
    """Where it stands: 1 级, B."""
    to: str
    """Where it goes: 2 级, C."""
    change: str
    """The two in words that need no questionnaire: 1 级 → 2 级, 新增, 提升."""
    text: str
    """What is to be done, in a sentence."""
    gain: str
    """+1.5 分, or +1 级."""
    effort: str
    """低, 中, 高 in words, as the index weighs it."""
    owner: str
    due: str
    cost: str
    """万元"""
    note: str
    done: bool
    state: str
    """已完成; empty otherwise."""


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """A runner-up."""

    name: str
    text: str
    """How it compares: 共 6 项，相对投入比首选多约 20%."""
    steps: tuple[str, ...]
    """What it does instead, and what it leaves out."""


@dataclass(frozen=True, slots=True)
class WayUp:
    """The way to the target level."""

    source: StepSource
    target: int
    target_text: str
    """3 级（集成级）; empty at the top."""
    lead: str
    """One sentence: what these steps are and where they lead."""
    missing: tuple[str, ...]
    """What is missing to the target, condition by condition."""
    steps: tuple[StepRow, ...]
    result: str
    """What the score and level are after these steps."""
    planned: bool
    """Whether owners, dates and costs are part of it."""
    total_cost: str
    others: tuple[OtherPlan, ...]
    blocked: tuple[str, ...]
    """Why the target can't be reached under the wishes; empty when it can."""


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One support measure."""

    name: str
    kind: str
    fits: bool
    state: str
    """符合 or 还差条件."""
    summary: str
    met: tuple[str, ...]
    missing: tuple[str, ...]
    source: str
    example: str
    """That it is an example and no notice in force; empty otherwise."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One item, the claim beside the verdict."""

    id: str
    name: str
    claimed: str
    found: str
    kind: str
    """``agreed``, ``over``, ``under``, ``other``, ``open``, ``unclaimed``."""
    state: str
    """高估, 低估, 一致…"""
    gained: str
    """−1.5 分, +1 级; empty when nothing moved."""
    reason: str
    figures: tuple[str, ...]
    """Those that differ: 数字化设备数：45 → 38 台"""


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """The self-assessment beside the on-site verdict."""

    lead: str
    claimed: str
    """57.325 分，2 级（规范级）"""
    found: str
    counts: tuple[Line, ...]
    """By kind: ``label`` its name, ``text`` the count."""
    rows: tuple[ReviewRow, ...]
    """In an enterprise report those that differ; in an expert report all."""
    missing_reasons: str
    """Differences for which no reason is noted; empty when all have one."""


@dataclass(frozen=True, slots=True)
class PeerRow:
    name: str
    points: str
    median: str
    rank: str
    """高于约 70% 的同行"""
    share: float
    median_share: float


@dataclass(frozen=True, slots=True)
class PeersPart:
    """Where the enterprise stands among its peers."""

    group: str
    text: str
    rows: tuple[PeerRow, ...]
    """The whole score first, then the indicators."""


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One of the enterprise's assessments."""

    date: str
    mode: str
    score: str
    share: float
    level: int
    level_text: str
    current: bool


@dataclass(frozen=True, slots=True)
class TimePart:
    """The enterprise's assessments one after the other, and what moved since the one before."""

    lead: str
    rows: tuple[TimeRow, ...]
    rises: tuple[str, ...]
    falls: tuple[str, ...]
