"""What a report says: strings and numbers in one language, so that a template needs no logic.

``services.report_facts`` fills it; the PDF (``typst_report``) and the Word file (``word_*``) show
the same model. Two kinds of reader are served. An owner (``enterprise``) wants to know where the
enterprise stands, why, and what to do next: parts that only an expert wants are empty there. An
expert (``expert``) wants everything that can be checked: each answer with its figures, points,
reason, note and evidence.

All texts are plain: they may hold any character that a person typed, and no template may take them
for markup. Empty text and empty tuples mean "there is none"; a part that may be missing as a whole
is ``None`` then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any, Literal

from suzhou_assess.domain.text import Lang
from suzhou_assess.report.model_actions import (
    OtherPlan,
    PeerRow,
    PeersPart,
    ReviewPart,
    ReviewRow,
    StepRow,
    StepSource,
    SupportRow,
    TimePart,
    TimeRow,
    WayUp,
)
from suzhou_assess.report.model_record import (
    AnswerRow,
    AnswerSection,
    EvidenceRow,
    NoteRow,
    OpenPointRow,
    OptionRow,
    Part,
    WarningRow,
)
from suzhou_assess.report.model_verdict import (
    ConditionRow,
    DimensionRow,
    Finding,
    IndicatorRow,
    Line,
    Radar,
    RadarAxis,
    Rung,
    ScenarioCount,
    ScenarioGroupPart,
    ScenarioPart,
    ScenarioRow,
    VerdictPart,
)

__all__ = [
    "KINDS",
    "AnswerRow",
    "AnswerSection",
    "ConditionRow",
    "Cover",
    "DimensionRow",
    "EvidenceRow",
    "Finding",
    "IndicatorRow",
    "Line",
    "NoteRow",
    "OpenPointRow",
    "OptionRow",
    "OtherPlan",
    "Part",
    "PeerRow",
    "PeersPart",
    "Radar",
    "RadarAxis",
    "ReportKind",
    "ReportModel",
    "ReviewPart",
    "ReviewRow",
    "Rung",
    "ScenarioCount",
    "ScenarioGroupPart",
    "ScenarioPart",
    "ScenarioRow",
    "StepRow",
    "StepSource",
    "SupportRow",
    "TimePart",
    "TimeRow",
    "VerdictPart",
    "WarningRow",
    "WayUp",
    "to_data",
]

ReportKind = Literal["enterprise", "expert"]
KINDS: tuple[ReportKind, ...] = ("enterprise", "expert")


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    title: str
    """数字化水平评估报告"""
    edition: str
    """企业版 or 专家版."""
    enterprise: str
    uscc: str
    index: str
    """Name of the index."""
    draft: str
    """The mark 草稿 with what it means; empty for a submitted assessment."""
    draft_mark: str
    """The mark alone: 草稿."""
    lines: tuple[Line, ...]
    """评估方式, 评估日期, 评估人, 出具日期…; only those that are known."""


@dataclass(frozen=True, slots=True)
class ReportModel:
    """A whole report."""

    kind: ReportKind
    lang: Lang
    labels: Mapping[str, str]
    """Headings, column heads and other fixed words by name; see ``report.label_*`` in the words."""
    title: str
    """Of the document: title and enterprise."""
    author: str
    """Who assessed; may be empty."""
    made_at: str
    """When the report was made, ISO 8601 with its offset."""
    footer: str
    """What stands at the foot of every page beside its number."""
    cover: Cover
    profile: tuple[Line, ...]
    verdict: VerdictPart
    dimensions: tuple[DimensionRow, ...]
    radar: Radar
    scenarios: ScenarioPart
    strengths: tuple[Finding, ...]
    gaps: tuple[Finding, ...]
    first: tuple[str, ...]
    """What to do first, at most three sentences; empty at the top with nothing missing."""
    way_up: WayUp
    support: tuple[SupportRow, ...]
    support_note: str
    """Where the measures come from and that notices in force decide; empty without measures."""
    warnings: tuple[WarningRow, ...]
    review: ReviewPart | None
    peers: PeersPart | None
    over_time: TimePart | None
    evidence: tuple[EvidenceRow, ...]
    notes: tuple[NoteRow, ...]
    """All of them, the one on the whole assessment first."""
    open_points: tuple[OpenPointRow, ...]
    answers: tuple[AnswerSection, ...]
    """In full for the expert; empty in an enterprise report."""
    method: tuple[Part, ...]

    @property
    def pictures(self) -> tuple[str, ...]:
        """The files that are expected in the pictures folder."""
        return tuple(row.picture for row in self.evidence if row.picture)


def to_data(model: Any) -> Any:
    """A model (or any part of one) as dicts, lists, text and numbers, for typst and jinja."""
    if isinstance(model, str):  # as nearly all is
        return model
    if isinstance(model, tuple | list):
        return [to_data(entry) for entry in model]
    names = _names(type(model))  # type: ignore[arg-type]  # a class has a hash
    if names:
        return {name: to_data(getattr(model, name)) for name in names}
    if isinstance(model, Mapping):
        return {str(key): to_data(value) for key, value in model.items()}
    return model


@lru_cache(maxsize=256)
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass; none of anything else."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
