"""The summary workbook (汇总): what a district hands up to the city as it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from xlsxwriter.workbook import Workbook

from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.replacing import replacing
from suzhou_assess.workbook.row_stream import fill
from suzhou_assess.workbook.summary_data import Detail, Summary
from suzhou_assess.workbook.summary_detail import write_detail
from suzhou_assess.workbook.summary_groups import write_industries, write_levels, write_sizes
from suzhou_assess.workbook.summary_notes import write_notes, write_quality
from suzhou_assess.workbook.summary_overview import Sources, write_overview
from suzhou_assess.workbook.summary_page import Briefcase
from suzhou_assess.workbook.summary_periods import write_quarters, write_years
from suzhou_assess.workbook.summary_progress import write_districts, write_months
from suzhou_assess.workbook.summary_roster import write_roster
from suzhou_assess.workbook.summary_scores import write_scenarios, write_scores


def write_summary_workbook(
    out: Path, summary: Summary, detail: Detail, words: Words
) -> Iterator[int]:
    """Writes ``out`` and yields now and then how many enterprises are in it.

    The file appears whole or not at all; giving up the iterator leaves ``out`` as it was. Raises
    ``OSError``.
    """
    package = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(package, options)
    case = Briefcase(book, summary, words)
    overview, districts, months = (case.sheet(k) for k in ("overview", "districts", "months"))
    if summary.roster is not None:
        write_roster(case.sheet("roster"), summary.roster)
    write_quarters(case.sheet("quarters"))
    write_years(case.sheet("years"))
    levels = write_levels(case.sheet("levels"))
    write_industries(case.sheet("industries"))
    write_sizes(case.sheet("sizes"))
    write_scores(case.sheet("scores"))
    write_scenarios(case.sheet("scenarios"))
    write_quality(case.sheet("quality"))
    fills = write_detail(case, detail)
    write_notes(case.sheet("notes"))
    sources = Sources(write_months(months), levels, write_districts(districts))
    write_overview(overview, sources)
    made = summary.head.made_at.replace(tzinfo=None)
    book.set_properties({"title": case.title, "created": made})
    book.close()
    with replacing(out) as stream:
        yield from fill(package, stream, fills)
