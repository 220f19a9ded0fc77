"""Builds the model of a report: gathers what stands around an assessment and says it in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from suzhou_assess.domain.text import Lang
from suzhou_assess.report.model import (
    Cover,
    Line,
    ReportKind,
    ReportModel,
)
from suzhou_assess.services.report_facts_answers import AnswersInFull, review_part
from suzhou_assess.services.report_facts_around import method_parts, peers_part, time_part
from suzhou_assess.services.report_facts_items import (
    evidence_rows,
    note_rows,
    open_point_rows,
    warning_rows,
)
from suzhou_assess.services.report_facts_sources import Sources, gather
from suzhou_assess.services.report_facts_verdict import (
    dimension_rows,
    gaps,
    radar,
    scenario_part,
    strengths,
    verdict_part,
)
from suzhou_assess.services.report_facts_way_up import first_steps, support_rows, way_up
from suzhou_assess.services.workspace import Workspace

if TYPE_CHECKING:
    from suzhou_assess.services.standings import Standings

LABELS: tuple[str, ...] = (
    "actual", "answers", "binding_note", "blocked", "caption", "change", "checks", "claimed",
    "colon", "comma", "comparisons", "condition", "conditions", "contents", "cost", "counts",
    "date", "difference", "due", "effort", "end", "evidence", "explanation", "falls", "figures",
    "file", "first", "flagged", "found", "gain", "gaps", "indicator", "indicators", "item",
    "kind", "lacking", "ladder", "level", "median", "method", "missing", "missing_proofs", "mode",
    "no_gaps", "no_open_points", "no_strengths", "no_support", "no_warnings", "note", "notes",
    "number", "of_pages", "open_points", "others", "over_time", "owner", "page", "peers",
    "points", "portrait", "profile", "rank", "reason", "required", "result", "review", "rises",
    "scenarios", "score", "semicolon", "sort", "source", "state", "strengths", "strong_and_weak",
    "support", "support_met", "support_missing", "total_cost", "verdict", "warnings", "way_up",
    "what",
)  # fmt: skip
"""The fixed words that a template finds under ``labels``; said by ``report.label_<name>``."""

_LONGEST = {"enterprise": 640, "expert": 1000}
"""Pixels of the longer side of a picture: sharp in print at the size it is shown."""
_MOST_SHARP = 24
"""With more pictures than these each is shown smaller, and needs fewer pixels."""


def build_report(
    ws: Workspace,
    assessment_id: str,
    kind: ReportKind,
    lang: Lang = "zh",
    *,
    made_at: datetime | None = None,
    standings: Standings | None = None,
    pictures: Path | None = None,
) -> ReportModel:
    """The report of one assessment, as it stands now.

    ``standings`` of the database are needed to tell where the enterprise stands among its peers;
    without them only a loaded benchmark file does. Pictures are scaled into the folder
    ``pictures``; without one the report names the evidence and shows none.
    Raises ``StoreError`` ``not_found`` and ``PackNotFoundError``.
    """
    src = gather(ws, assessment_id, kind, lang, made_at, standings)
    shown, gone = _pictures(ws, src, pictures)
    evidence = evidence_rows(src, shown, gone)
    rows, way, session = dimension_rows(src), way_up(src), src.session
    support = tuple(support_rows(src))
    title = src.say("title")
    return ReportModel(
        kind=kind,
        lang=lang,
        labels={name: src.say(f"label_{name}") for name in LABELS},
        title=src.say("document_title", title=title, name=session.enterprise.name),
        author=session.assessor,
        made_at=src.made_at.isoformat(timespec="seconds"),
        footer=src.say("footer", title=title, edition=src.say(f"kind_{kind}")),
        cover=_cover(src, title, ws.office),
        profile=tuple(_profile(src)),
        verdict=verdict_part(src),
        dimensions=rows,
        radar=radar(src, rows),
        scenarios=scenario_part(src),
        strengths=strengths(src),
        gaps=gaps(src),
        first=first_steps(src, way),
        way_up=way,
        support=support,
        support_note=src.say("support_note") if support else "",
        warnings=warning_rows(src),
        review=review_part(src),
        peers=peers_part(src),
        over_time=time_part(ws, src),
        evidence=evidence,
        notes=note_rows(src),
        open_points=open_point_rows(src),
        answers=(
            tuple(AnswersInFull(src, evidence, session.review).sections())
            if kind == "expert"
            else ()
        ),
        method=tuple(method_parts(src)),
    )


def _pictures(
    ws: Workspace, src: Sources, folder: Path | None
) -> tuple[dict[str, str], frozenset[str]]:
    """Scales what can be shown into ``folder``; gives the files by id, and what is gone."""
    from suzhou_assess.services import evidence

    shown: dict[str, str] = {}
    gone: set[str] = set()
    many = len(src.evidence) > _MOST_SHARP
    longest = _LONGEST[src.kind] // (2 if many else 1)
    for one in src.evidence:
        name = f"{one.sha256[:16]}.jpg"
        try:
            if folder is None or not one.can_be_shown:
                evidence.file_of(ws, one)
                continue
            if not (folder / name).exists():
                (folder / name).write_bytes(evidence.scaled(ws, one, longest))
        except evidence.EvidenceError as error:
            # One broken file is named in its place; the report is about much more.
            if error.code == "evidence_missing":
                gone.add(one.id)
            continue
        shown[one.id] = name
    return shown, frozenset(gone)


def _cover(src: Sources, title: str, office: str) -> Cover:
    session, say = src.session, src.say
    draft = session.status == "draft"
    lines = (
        (say("mode"), say(f"mode_{session.mode}")),
        (say("date"), session.date.isoformat()),
        (say("assessor"), session.assessor),
        (say("office"), office),
        (say("made"), src.made_at.date().isoformat()),
    )
    return Cover(
        title=title,
        edition=say(f"kind_{src.kind}"),
        enterprise=session.enterprise.name,
        uscc=session.enterprise.uscc,
        index=src.text(session.pack.name),
        draft=say("draft_note") if draft else "",
        draft_mark=say("draft_mark") if draft else "",
        lines=tuple(Line(label, text) for label, text in lines if text),
    )


def _profile(src: Sources) -> Iterator[Line]:
    """Those fields that are filled in, as the code lists name them."""
    enterprise, places = src.session.enterprise, src.places
    size = enterprise.size(places)
    coded = {
        "district": {one.code: one.name for one in places.districts},
        "industry": {one.code: one.name for one in places.industries},
        "cluster": {one.id: one.name for one in places.clusters},
        "qualification": {one.id: one.name for one in places.qualifications},
    }
    known = {field.name for field in fields(enterprise)}
    for field, name in places.field_name.items():
        if field == "size":
            value = src.text(size.name) if size else ""
        elif field not in known:
            continue
        elif field in coded:
            code = getattr(enterprise, field)
            named = coded[field].get(code)
            value = src.text(named) if named else code or ""
            if field == "industry" and named:
                value = f"{code} {value}"
        else:
            value = _value(src, getattr(enterprise, field))
        if value:
            yield Line(src.text(name), value)


def _value(src: Sources, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return src.say("yes" if value else "no")
    return f"{value:f}" if hasattr(value, "normalize") else str(value)
