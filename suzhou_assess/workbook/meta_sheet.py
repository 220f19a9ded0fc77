"""The hidden sheet ``_meta``: what the file is, and the lists that drop-downs take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import suzhou_assess
from suzhou_assess.domain.exchange import Submission, answers_digest
from suzhou_assess.domain.pack import Pack
from suzhou_assess.workbook.book import Sheet
from suzhou_assess.workbook.formulas import area
from suzhou_assess.workbook.layout import FORMAT, META_SHEET

_KEY, _VALUE, _FIRST_LIST = 0, 1, 3


class MetaSheet:
    """Written last on paper, added last in the file; the lists are placed first."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._column = _FIRST_LIST

    def list_of(self, entries: Sequence[str]) -> str:
        """Stores a list and gives a reference to it, for drop-downs too long to spell out."""
        look = self._sheet.book.look(text_wrap=False)
        for row, entry in enumerate(entries):
            self._sheet.text(row, self._column, entry, look)
        reference = area(0, self._column, len(entries) - 1, self._column, META_SHEET)
        self._column += 1
        return "=" + reference

    def finish(self, facts: Mapping[str, str]) -> None:
        look = self._sheet.book.look(text_wrap=False)
        for row, (key, value) in enumerate(facts.items()):
            self._sheet.text(row, _KEY, key, look)
            self._sheet.text(row, _VALUE, value, look)
        self._sheet.columns(18, 60)
        self._sheet.finish(header_row=None, landscape=False)
        self._sheet.sheet.hide()


def facts(pack: Pack, submission: Submission | None, status: str, at: datetime) -> dict[str, str]:
    """What tells, when the file comes back, which assessment it was and what was in it.

    A blank form names no assessment: fifty enterprises may fill copies of it. Mode and date are
    there because the id holds only for them: next year's assessment, typed over last year's
    file, is another one.
    """
    entries = {
        "format": FORMAT,
        "pack": pack.id,
        "edition": pack.edition,
        "pack_digest": pack.digest,
        "status": status,
        "program": f"suzhou-assess {suzhou_assess.__version__}",
        "exported_at": at.isoformat(timespec="seconds"),
    }
    if submission is not None:
        entries["answers_digest"] = answers_digest(submission.answers)
        entries["mode"] = submission.mode
        entries["date"] = submission.date.isoformat() if submission.date else ""
        entries["assessment"] = submission.assessment_id or ""
        entries["flags"] = " ".join(sorted(submission.answers.flags))
    return entries
