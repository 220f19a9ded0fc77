"""Of a report: what the verdict rests on, and what is still to be checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from suzhou_assess.report.model_verdict import Line


@dataclass(frozen=True, slots=True)
class WarningRow:
    """What a data check says."""

    severity: Literal["error", "warning"]
    state: str
    """错误 or 提醒."""
    where: str
    """Q02 设备数字化、S06 生产管控"""
    text: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file that was attached. ``number`` is what the rest of the report refers to."""

    number: int
    item: str
    item_name: str
    """Q01 网络建设; 整份评估 for what belongs to no item."""
    caption: str
    """What a person wrote, else the file's name."""
    file_name: str
    proof: str
    """The entry of the index's list that it meets."""
    claim: str
    """What it supports: 选项 B、C; 3 级."""
    detail: str
    """JPG，1.2 MB，2025-06-01，王工"""
    picture: str
    """File name within the pictures folder; empty for what isn't a picture or couldn't be read."""
    missing: str
    """That the file isn't there any more; empty otherwise."""
    ratio: float
    """Width over height of the picture; 0 without one."""
    digest: str
    """The first characters of the SHA-256."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenPointRow:
    """What is still to be done or verified: of one item, or in an enterprise report of several."""

    id: str
    name: str
    state: str
    """待核, 未答, 缺差异原因, 缺佐证, 数据提醒."""
    text: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option of a question, or one level of a scenario."""

    letter: str
    text: str
    points: str
    """Empty for the levels of a scenario."""
    chosen: bool
    claimed: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question or scenario in full; for the expert."""

    id: str
    name: str
    prompt: str
    scenario: bool
    binding: bool
    level: int | None
    """Of a scenario that was judged."""
    options: tuple[OptionRow, ...]
    """All of a question's; of a scenario its levels."""
    answer: str
    """B、C; 2 级; 不适用; 未答; 未评."""
    points: str
    """6/8 分; the level's label for a scenario."""
    share: float
    figures: tuple[Line, ...]
    explanation: str
    claimed: str
    """The claim's answer; empty without one."""
    difference: str
    """高估, 低估…; empty when they agree or there is no claim."""
    reason: str
    note: str
    evidence: tuple[str, ...]
    """[3] caption"""
    missing_proofs: tuple[str, ...]
    warnings: tuple[str, ...]
    flagged: bool


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """The answers of an indicator or a group of scenarios."""

    id: str
    title: str
    mark: str
    """13.5/20 分; empty for scenarios."""
    note: str
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Where a report's parts are put together of paragraphs: 评测方法与口径."""

    title: str
    paragraphs: tuple[str, ...]
