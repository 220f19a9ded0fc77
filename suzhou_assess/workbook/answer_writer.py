"""Writes the answer workbook: one enterprise, one assessment, no macros."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.scoring import score
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.book import Book
from suzhou_assess.workbook.guide_sheet import write_guide
from suzhou_assess.workbook.layout import META_SHEET, SHEETS, sheet_name
from suzhou_assess.workbook.meta_sheet import MetaSheet, facts
from suzhou_assess.workbook.profile_sheet import write_profile
from suzhou_assess.workbook.question_sheet import write_questions
from suzhou_assess.workbook.replacing import replace
from suzhou_assess.workbook.result_sheet import Sources, write_result
from suzhou_assess.workbook.scenario_sheet import write_scenarios

Status = Literal["blank", "draft", "submitted"]


def write_answer_workbook(
    out: Path,
    pack: Pack,
    places: Places,
    submission: Submission | None,
    words: Words,
    *,
    status: Status | None = None,
    at: datetime | None = None,
) -> None:
    """Writes ``out``: a blank form without a submission, else one filled in with it.

    ``status`` is that of the assessment at this moment; left out, a complete one counts as
    submitted. ``at`` is the moment of export (aware); the same input at the same moment gives
    the same bytes. The file appears whole or not at all. Raises ``OSError``.
    """
    replace(out, answer_workbook(pack, places, submission, words, status=status, at=at))


def answer_workbook(
    pack: Pack,
    places: Places,
    submission: Submission | None,
    words: Words,
    *,
    status: Status | None = None,
    at: datetime | None = None,
) -> bytes:
    """The content of the file that ``write_answer_workbook`` writes."""
    stream = io.BytesIO()
    book = Book(stream, words)
    fill(book, pack, places, submission, status, at or datetime.now(UTC))
    book.file.close()
    return stream.getvalue()


def fill(
    book: Book,
    pack: Pack,
    places: Places,
    submission: Submission | None,
    status: Status | None,
    at: datetime,
) -> None:
    """Writes all sheets into ``book``."""
    answers = submission.answers if submission else Answers()
    verdict = score(pack, answers.choices)
    if submission is None:
        status = "blank"
    elif status is None:
        status = "submitted" if verdict.complete else "draft"
    sheets = {key: book.sheet(sheet_name(key, book.lang)) for key in SHEETS}
    meta = MetaSheet(book.sheet(META_SHEET))
    write_guide(sheets["guide"], pack)
    head = write_profile(sheets["profile"], pack, places, submission, meta)
    questions = write_questions(sheets["questions"], pack, answers, verdict)
    scenarios = write_scenarios(sheets["scenarios"], pack, answers)
    write_result(sheets["result"], pack, Sources(head, questions, scenarios, verdict))
    meta.finish(facts(pack, submission, status, at))
    opened = "guide" if submission is None else "result"
    sheets[opened].sheet.activate()
    book.file.set_properties(
        {
            "title": book.say("title"),
            "subject": book.words.text(pack.name),
            "created": at.replace(tzinfo=None),
        }
    )
