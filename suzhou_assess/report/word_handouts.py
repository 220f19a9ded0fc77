"""The papers of a visit as Word files, from templates that are part of the program."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from suzhou_assess.report.interview_model import InterviewModel
from suzhou_assess.report.word_engine import Properties, render
from suzhou_assess.report.word_pages import page_of
from suzhou_assess.resources import files

if TYPE_CHECKING:
    from suzhou_assess.report.signoff_model import SignoffModel


def handout_docx(paper: str, model: SignoffModel | InterviewModel, made_at: datetime) -> bytes:
    """``paper`` is ``signoff`` or ``interview``, and ``model`` what stands on it."""
    data: dict[str, Any] = {one.name: getattr(model, one.name) for one in fields(model)}
    if isinstance(model, InterviewModel):
        data["sections"] = [page_of(section, model) for section in model.sections]
    template = files.read_bytes(f"templates/{paper}.docx")
    return render(template, data, Properties(model.title, "", made_at))
