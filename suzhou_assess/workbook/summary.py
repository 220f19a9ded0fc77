"""The summary workbook: what all assessments of a database come to, ready to be handed up."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import as_number, as_text
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.book import A4
from suzhou_assess.workbook.replacing import replace
from suzhou_assess.workbook.summary_data import SummaryHead, SummaryRow, Tally
from suzhou_assess.workbook.summary_detail import DetailSheet
from suzhou_assess.workbook.summary_look import Look
from suzhou_assess.workbook.summary_overview import write_overview
from suzhou_assess.workbook.summary_tables import Tables, points

SHEETS = ("overview", "districts", "levels", "detail", "notes")
_NOTES = (
    "source",
    "goal",
    "assessed",
    "latest",
    "share",
    "score",
    "level",
    "scenarios",
    "not_applicable",
    "unanswered",
    "mean",
    "district",
    "size",
    "detail",
)


def write_summary_workbook(
    out: Path,
    rows: Iterable[SummaryRow],
    *,
    head: SummaryHead,
    pack: Pack,
    places: Places,
    words: Words,
) -> Iterator[int]:
    """Writes ``out`` and yields now and then how many enterprises are in it.

    The file appears whole or not at all; giving up the iterator leaves ``out`` as it was. Raises
    ``OSError``.
    """
    stream = io.BytesIO()
    # Rows wait in files while the rest is written. They hold contact data: in a folder of their
    # own they go away with it, however this ends.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        options = {"constant_memory": True, "strings_to_formulas": False, "tmpdir": folder}
        book = Workbook(stream, options)
        try:
            yield from _write(book, rows, Tables(Look(book), Tally(), head, pack, places, words))
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None  # the OSError that XlsxWriter met
        finally:
            _let_go(book)
    replace(out, stream.getvalue())


def _let_go(book: Workbook) -> None:
    """A book that was given up closes its files and doesn't complain when it is forgotten."""
    for sheet in book.worksheets():
        sheet.row_data_fh.close()
    book.fileclosed = 1


def _write(book: Workbook, rows: Iterable[SummaryRow], tables: Tables) -> Iterator[int]:
    """The rows go straight into the detail sheet; what they come to is written after."""
    sheets = {key: book.add_worksheet(tables.say(f"sheet_{key}")) for key in SHEETS}
    detail = DetailSheet(sheets["detail"], tables.look, tables.pack, tables.places, tables.words)
    yield from detail.write(rows, tables.tally)
    write_overview(book, sheets["overview"], tables)
    _write_districts(sheets["districts"], tables)
    _write_levels(sheets["levels"], tables)
    _write_notes(sheets["notes"], tables)
    title = tables.say("title")
    for key, sheet in sheets.items():
        _set_up_printing(key, sheet, title)
    book.set_properties({"title": title, "created": tables.head.made_at.replace(tzinfo=None)})
    sheets["overview"].activate()


def _write_districts(sheet: Worksheet, tables: Tables) -> None:
    levels = tuple(tables.levels())
    tables.sheet_head(sheet, "districts", (20, 11, *([11] * len(levels)), 12, 12))
    headers = ("district", "assessed", *(f"level {n}" for n in levels), "third_up", "mean")
    tables.table(
        sheet,
        3,
        0,
        headers,
        [[(name, "text"), *tables.level_cells(counts)] for name, counts in tables.districts()],
        tables.total(tables.level_cells(tables.tally.all)),
    )
    sheet.freeze_panes(4, 1)


def _write_levels(sheet: Worksheet, tables: Tables) -> None:
    tally = tables.tally
    levels = tuple(tables.levels())
    tables.sheet_head(sheet, "levels", (20, *([12] * max(7, len(levels) + 3))))
    row = tables.table(
        sheet,
        3,
        0,
        ("level", "min_score", "min_scenarios", "min_binding", "assessed", "share", "mean"),
        [
            [
                (tables.level_name(level.level), "text"),
                (as_number(level.min_score) if level.level else None, "points"),
                (level.min_scenarios if level.level else None, "count"),
                (level.min_binding if level.level else None, "count"),
                (tally.by_level[level.level].assessed, "count"),
                (tables.share(tally.by_level[level.level].assessed), "share"),
                (points(tally.by_level[level.level]), "points"),
            ]
            for level in tables.pack.levels
        ],
        tables.total(
            [
                *[(None, "text")] * 3,
                (tally.all.assessed, "count"),
                (tables.share(tally.all.assessed), "share"),
                (points(tally.all), "points"),
            ]
        ),
    )
    text = tables.words.text
    sizes = [(text(s.name), tally.by_size[s.id]) for s in tables.places.sizes]
    if None in tally.by_size:
        sizes.append((tables.say("unknown"), tally.by_size[None]))
    modes = [(tables.say(f"mode_{m}"), tally.by_mode[m]) for m in ("self", "onsite")]
    for key, entries in (("size", sizes), ("mode", modes)):
        sheet.write_string(row + 2, 0, tables.say(f"by_{key}"), tables.look["heading"])
        row = tables.table(
            sheet,
            row + 3,
            0,
            (key, "assessed", *(f"level {n}" for n in levels), "third_up", "mean"),
            [[(name, "text"), *tables.level_cells(counts)] for name, counts in entries],
            tables.total(tables.level_cells(tally.all)),
        )


def _write_notes(sheet: Worksheet, tables: Tables) -> None:
    look = tables.look
    tables.sheet_head(sheet, "notes", (22, 96))
    for column, key in enumerate(("term", "meaning")):
        sheet.write_string(3, column, tables.say(f"column_{key}"), look["header"])
    full = as_text(tables.pack.full_score)
    conditions = tables.words.joined(
        tuple(
            tables.say(
                "level_rule",
                name=level.name,
                score=as_text(level.min_score),
                scenarios=level.min_scenarios,
                binding=level.min_binding,
            )
            for level in tables.pack.levels
            if level.level
        )
    )
    for row, key in enumerate(_NOTES, start=4):
        meaning = tables.say(
            f"note_{key}",
            source=tables.words.text(tables.pack.source),
            goal=tables.places.goal.source,
            full=full,
            conditions=conditions,
        )
        sheet.set_row(row, 16 * (1 + len(meaning.encode("gbk", "replace")) // 100) + 4)
        sheet.write_string(row, 0, tables.say(f"term_{key}"), look["term"])
        sheet.write_string(row, 1, meaning, look["wrapped"])


def _set_up_printing(key: str, sheet: Worksheet, title: str) -> None:
    sheet.set_footer(f"&L{title}&C{sheet.get_name()}&R&P / &N")
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    if key == "detail":
        return
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if key == "overview" else 0)
    if key in ("districts", "notes"):
        sheet.repeat_rows(3)
