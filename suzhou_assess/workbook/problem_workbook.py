"""问题清单: everything that was wrong with what came in, for the office that follows it up."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from suzhou_assess.domain.problems import Problem
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.book import A4, FONT, Colour, lines_of, writable
from suzhou_assess.workbook.summary_look import Look, put

_COLUMNS: tuple[tuple[str, float], ...] = (
    ("district", 12),
    ("sender", 20),
    ("name", 26),
    ("uscc", 20),
    ("contact", 8),
    ("phone", 13),
    ("file", 26),
    ("sheet", 10),
    ("cell", 7),
    ("severity", 8),
    ("what", 44),
    ("remedy", 44),
)
_WRAPPED = ("name", "file", "what", "remedy")
_HEADER_ROW = 3
_A3 = 8
_ERROR = {
    "font_name": FONT,
    "font_size": 10,
    "font_color": Colour.BAD,
    "bold": True,
    "valign": "top",
    "border": 1,
    "border_color": Colour.BORDER,
}


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """One problem of one file, with whom to ask about it."""

    district: str
    """Its name; empty when it is unknown."""
    sender: str
    """The folder or the archive that the file came in."""
    name: str
    """Of the enterprise, as far as it was read; so are the next three."""
    uscc: str
    contact: str
    phone: str
    file: str
    line: int | None
    """Of a .jsonl, from 1."""
    problem: Problem


def problem_workbook(listed: Sequence[ListedProblem], made_at: datetime, words: Words) -> bytes:
    """The list, and in front of it how many there are by district, sender and kind.

    Rows are ordered by district, sender and file; errors come first in a file.
    """
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    look = Look(book)
    rows = sorted(listed, key=_order)
    summary = book.add_worksheet(words.say("returned.sheet_summary"))
    table = book.add_worksheet(words.say("returned.sheet_list"))
    title = words.say("returned.list_title")
    error = book.add_format(_ERROR)
    _write_list(table, rows, look, error, words)
    _write_summary(summary, rows, made_at, look, words)
    table.set_landscape()
    for sheet, paper in ((summary, A4), (table, _A3)):
        sheet.hide_gridlines(2)
        sheet.set_paper(paper)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{title}&C{sheet.get_name()}&R&P / &N")
    summary.activate()
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    book.close()
    return stream.getvalue()


def _order(one: ListedProblem) -> tuple[object, ...]:
    # Those without a district stand last: somebody has to find out where they belong.
    number = one.line or 0
    return (not one.district, one.district, one.sender, one.file, number, not one.problem.is_error)


def _write_list(
    sheet: Worksheet, rows: Sequence[ListedProblem], look: Look, error: Format, words: Words
) -> None:
    sheet.write_string(0, 0, words.say("returned.list_title"), look["title"])
    sheet.set_row(0, 30)
    sheet.set_row(_HEADER_ROW - 1, 24)
    for column, (key, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        header = words.say(f"returned.column_{key}")
        sheet.write_string(_HEADER_ROW - 1, column, header, look["header"])
    widths = dict(_COLUMNS)
    for row, one in enumerate(rows, start=_HEADER_ROW):
        values = _values(one, words)
        lines = max(lines_of(values[key], widths[key]) for key in _WRAPPED)
        sheet.set_row(row, min(400, max(18, 15 * lines + 4)))
        for column, (key, _) in enumerate(_COLUMNS):
            bad = key == "severity" and one.problem.is_error
            put(sheet, row, column, writable(values[key]), error if bad else look["wrapped"])
    last = max(_HEADER_ROW, _HEADER_ROW + len(rows) - 1)
    sheet.autofilter(_HEADER_ROW - 1, 0, last, len(_COLUMNS) - 1)
    sheet.freeze_panes(_HEADER_ROW, 0)
    sheet.repeat_rows(_HEADER_ROW - 1)


def _values(one: ListedProblem, words: Words) -> dict[str, str]:
    found = one.problem
    cell = found.cell or ""
    if not cell and one.line is not None:
        cell = words.say("returned.line", line=one.line)
    return {
        "district": one.district or words.say("returned.no_district"),
        "sender": one.sender,
        "name": one.name,
        "uscc": one.uscc,
        "contact": one.contact,
        "phone": one.phone,
        "file": PurePosixPath(one.file.replace("\\", "/")).name,
        "sheet": found.sheet or "",
        "cell": cell,
        "severity": words.say(f"returned.{found.severity}"),
        "what": words.what(found),
        "remedy": words.remedy(found),
    }


def _write_summary(
    sheet: Worksheet,
    rows: Sequence[ListedProblem],
    made_at: datetime,
    look: Look,
    words: Words,
) -> None:
    for column, width in enumerate((46, 12, 12, 12)):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, words.say("returned.list_title"), look["title"])
    files = len({(one.file, one.line) for one in rows})
    made = words.say(
        "returned.list_made",
        at=made_at.strftime("%Y-%m-%d %H:%M"),
        files=f"{files:,}",
        problems=f"{len(rows):,}",
    )
    sheet.write_string(1, 0, made, look["hint"])
    unknown = words.say("returned.no_district")
    groups: tuple[tuple[str, str, Callable[[ListedProblem], str]], ...] = (
        ("by_district", "district", lambda one: one.district or unknown),
        ("by_sender", "sender", lambda one: one.sender),
        ("by_kind", "kind", lambda one: _kind(one.problem, words)),
    )
    row = 3
    for heading, key, group_of in groups:
        sheet.write_string(row, 0, words.say(f"returned.{heading}"), look["heading"])
        row = _write_counts(sheet, row + 1, key, _counted(rows, group_of), look, words) + 2


def _kind(found: Problem, words: Words) -> str:
    """What all problems of a kind have in common: the words without what was filled into them."""
    return words.what(replace(found, params=dict.fromkeys(found.params, "…")))


def _counted(
    rows: Sequence[ListedProblem], group_of: Callable[[ListedProblem], str]
) -> list[tuple[str, int, int, int]]:
    """Group, files, errors, warnings; the most files first."""
    files: defaultdict[str, set[tuple[str, int | None]]] = defaultdict(set)
    severities: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in rows:
        group = group_of(one)
        files[group].add((one.file, one.line))
        severities[group][one.problem.severity] += 1
    counted = [
        (group, len(files[group]), severities[group]["error"], severities[group]["warning"])
        for group in files
    ]
    return sorted(counted, key=lambda one: (-one[1], one[0]))


def _write_counts(
    sheet: Worksheet,
    row: int,
    key: str,
    counted: Sequence[tuple[str, int, int, int]],
    look: Look,
    words: Words,
) -> int:
    """A table of counts; gives the row after it."""
    for column, header in enumerate((key, "files", "errors", "warnings")):
        sheet.write_string(row, column, words.say(f"returned.column_{header}"), look["header"])
    for at, (group, *counts) in enumerate(counted, start=row + 1):
        sheet.set_row(at, max(18, 15 * lines_of(group, 46) + 4))
        put(sheet, at, 0, writable(group), look["wrapped"])
        for column, count in enumerate(counts, start=1):
            put(sheet, at, column, count, look["count"])
    return row + 1 + len(counted)
