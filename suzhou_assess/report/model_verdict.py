"""Of a report: where the enterprise stands, and what is strong and weak."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A name and what stands behind it: 所属行业 / C34 通用设备制造业."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the ladder."""

    level: int
    name: str
    text: str
    """2 级（规范级）; 未达一级."""
    meaning: str
    current: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition of a level against where the enterprise stands."""

    level: int
    name: str
    """综合得分, 场景数, 其中约束性."""
    required: str
    actual: str
    missing: str
    """How much; empty when it is met."""
    met: bool
    state: str
    """达到 or 还差 …"""


@dataclass(frozen=True, slots=True)
class VerdictPart:
    """The verdict in words."""

    level: int
    level_name: str
    """规范级"""
    level_text: str
    """2 级（规范级）"""
    meaning: str
    """What the level means, from the index."""
    score: str
    full: str
    share: float
    """Of the full score, 0 to 1."""
    headline: str
    """The verdict in one sentence."""
    summary: tuple[str, ...]
    """Some plain sentences: why this level, what is strong, what holds back, what comes next."""
    score_sum: str
    """数字化基础 31.7 + … = 57.325 分（满分 100 分）"""
    ladder: tuple[Rung, ...]
    """All levels, 0 first."""
    conditions: tuple[ConditionRow, ...]
    """Of the level that is reached, then of the next."""
    references: tuple[str, ...]
    """What other appraisals make of it, marked 仅供参考."""
    incomplete: str
    """That answers are missing, and how many; empty when all are there."""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator or a dimension with its points."""

    id: str
    name: str
    points: str
    full: str
    share: float
    percent: str
    """65%"""
    sum: str
    """Where the points come from."""
    claimed: str
    """Points of the self-assessment beside it; empty without one."""
    claimed_share: float | None
    median: str
    """Of the peers; empty without them."""
    median_share: float | None


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """A dimension and its indicators."""

    total: IndicatorRow
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """One axis; shares from 0 to 1."""

    name: str
    share: float
    percent: str
    other: float | None
    """Of what is laid over it: the claim, else the peers' median."""


@dataclass(frozen=True, slots=True)
class Radar:
    """The indicators as a radar, with the claim (or else the peers) laid over it."""

    axes: tuple[RadarAxis, ...]
    own: str
    """Legend of the enterprise's own line."""
    other: str
    """Legend of the other line; empty without one."""


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One scenario."""

    id: str
    name: str
    binding: bool
    level: int | None
    """``None`` when it wasn't judged."""
    not_applicable: bool
    label: str
    """3 级, 不适用, 未评."""
    text: str
    """What that level means."""
    next: str
    """What the next level would mean, 2 级：…; empty at the top and for 不适用."""
    claimed: int | None
    claimed_label: str
    """The label of the claim; empty without one."""


@dataclass(frozen=True, slots=True)
class ScenarioGroupPart:
    name: str
    scenarios: tuple[ScenarioRow, ...]


@dataclass(frozen=True, slots=True)
class ScenarioCount:
    """How many scenarios are at a level or above."""

    level: int
    name: str
    """2 级及以上"""
    count: int
    binding: int


@dataclass(frozen=True, slots=True)
class ScenarioPart:
    """The dimension that gives no points."""

    name: str
    """数字化经营"""
    groups: tuple[ScenarioGroupPart, ...]
    counts: tuple[ScenarioCount, ...]
    legend: tuple[Line, ...]
    """``label`` is the level's number, ``text`` its name, 0 first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A strength or a gap."""

    id: str
    """Of the question, scenario or indicator."""
    title: str
    text: str
    mark: str
    """8/8 分, 3 级."""
