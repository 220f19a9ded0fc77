"""A report as a Word file, from our template or from an office's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from suzhou_assess.domain.text import Lang
from suzhou_assess.report.model import EvidenceRow, ReportModel
from suzhou_assess.report.word_check import check, trial_fault
from suzhou_assess.report.word_engine import Picture, Properties, failures, render
from suzhou_assess.report.word_faults import TemplateError, TemplateFault
from suzhou_assess.report.word_fields import CHARTS as CHARTS  # drawn by who asks for a report
from suzhou_assess.report.word_fields import report_fields
from suzhou_assess.resources import files

_TEMPLATES: Mapping[Lang, str] = {
    "zh": "templates/report.docx",
    "en": "templates/report.en.docx",
}
_CHART_WIDTHS = {"radar": 105.0, "scenarios": 160.0}
"""Millimetres."""
_EVIDENCE_WIDTH, _EVIDENCE_HEIGHT = 72.0, 54.0
"""Millimetres; four photos of a phone go on a page, what is said of each beside it."""


def shipped_template(lang: Lang) -> bytes:
    """The template that is part of the program."""
    return files.read_bytes(_TEMPLATES[lang])


def check_template(content: bytes) -> tuple[TemplateFault, ...]:
    """What is wrong with an office's own template; nothing when reports can be made with it."""
    return check(content, report_fields())


def report_docx(
    model: ReportModel,
    *,
    template: bytes | None = None,
    pictures: Path | None = None,
    charts: Mapping[str, bytes] | None = None,
) -> bytes:
    """The report as a Word file.

    ``template`` is an office's own that has passed ``check_template``; without one ours in the
    model's language. ``pictures`` is the folder of the files that the model's evidence names;
    ``charts`` has a PNG for each of ``CHARTS``; one that is left out isn't printed.

    Raises ``TemplateError`` when an office's template asks for what these data can't give.
    """
    drawn = charts or {}
    data: dict[str, Any] = {one.name: getattr(model, one.name) for one in fields(model)}
    data["evidence"] = tuple(_with_picture(row, pictures) for row in model.evidence)
    data["charts"] = {
        name: Picture(drawn[name], _CHART_WIDTHS[name]) if name in drawn else None
        for name in CHARTS
    }
    about = Properties(model.title, model.author, datetime.fromisoformat(model.made_at))
    if template is None:
        return render(shipped_template(model.lang), data, about)
    try:
        return render(template, data, about)
    except failures() as error:
        raise TemplateError([trial_fault(error)]) from error


def _with_picture(row: EvidenceRow, folder: Path | None) -> Any:
    """The row as the template sees it: with the picture itself in the place of its file's name."""
    parts: dict[str, Any] = {one.name: getattr(row, one.name) for one in fields(row)}
    file = folder / row.picture if folder and row.picture else None
    parts["picture"] = (
        Picture(file.read_bytes(), _EVIDENCE_WIDTH, _EVIDENCE_HEIGHT)
        if file is not None and file.is_file()
        else None
    )
    return parts
