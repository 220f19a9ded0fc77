"""The report as PDF, and its charts as pictures for Word: both drawn by the same source."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from suzhou_assess.report.model import ReportModel, to_data
from suzhou_assess.report.typst_setter import Typesetter

_SHARP = 220
"""Pixels per inch of a chart in Word: sharp on paper, and a page of them under 200 kB."""


def report_pdf(model: ReportModel, typesetter: Typesetter, pictures: Path | None = None) -> bytes:
    """The report; ``pictures`` is the folder of the files that the model's evidence names.

    Raises ``ReportError``.
    """
    return typesetter.pdf(
        "report",
        to_data(model),
        made_at=datetime.fromisoformat(model.made_at),
        pictures=pictures,
    )


def chart_png(model: ReportModel, chart: str, typesetter: Typesetter) -> bytes:
    """One chart as PNG: ``radar`` (105 mm wide) or ``scenarios`` (165 mm).

    Raises ``ReportError``.
    """
    data = {
        "lang": model.lang,
        "chart": chart,
        "radar": to_data(model.radar),
        "scenarios": to_data(model.scenarios),
        "labels": dict(model.labels),
    }
    return typesetter.png("chart", data, ppi=_SHARP)
