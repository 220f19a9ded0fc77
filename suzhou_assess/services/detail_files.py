"""明细 as files for other programs: CSV for spreadsheets, Parquet for statistics.

The same rows and columns as in the summary's sheet, a block at a time.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from suzhou_assess.domain.points import ONE_POINT, as_text
from suzhou_assess.domain.text import Lang
from suzhou_assess.services.deliver import check_target
from suzhou_assess.services.detail_rows import Row, count_rows, detail_rows, make_ready
from suzhou_assess.services.events import Progress
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.detail_columns import DetailColumn, detail_columns
from suzhou_assess.workbook.replacing import replacing

_CSV_BLOCK = 500
_PARQUET_BLOCK = 10_000
"""Rows that are in memory together, and stand together in the file."""

_FORMULA = re.compile("[=+\\-@＝＋－＠\t\r\n]")
"""What a spreadsheet may take for the start of a formula."""


def write_detail_csv(
    ws: Workspace, out: Path, lang: Lang = "zh"
) -> Generator[Progress, None, None]:
    """Writes ``out`` (.csv) in UTF-8 with a byte order mark, as Excel and WPS want it.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, so no name
    from outside is ever computed. Closing the generator leaves ``out`` as it was. Raises
    ``StoreError``, ``TargetError``, ``OSError``.
    """
    check_target(out, ".csv")
    yield from make_ready(ws)
    columns, total = _columns(ws, lang), count_rows(ws)
    shown = [_as_csv(column) for column in columns]
    with replacing(out) as stream, closing(_blocks(ws, _CSV_BLOCK)) as blocks:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(column.header for column in columns)
        done = 0
        for block in blocks:
            by_column = [
                map(show, values)
                for show, values in zip(shown, zip(*block, strict=True), strict=True)
            ]
            writer.writerows(zip(*by_column, strict=True))
            done += len(block)
            yield Progress(done, max(done, total))
        text.flush()
        text.detach()


def write_detail_parquet(
    ws: Workspace, out: Path, lang: Lang = "zh"
) -> Generator[Progress, None, None]:
    """Writes ``out`` (.parquet), compressed with zstd.

    Days are dates, counts and levels whole numbers (a scenario that doesn't apply is -2), points
    and money are doubles, everything else is text; what isn't known is null. Closing the generator
    leaves ``out`` as it was. Raises ``StoreError``, ``TargetError``, ``OSError``.
    """
    import pyarrow as pa
    from pyarrow import parquet

    check_target(out, ".parquet")
    yield from make_ready(ws)
    columns, total = _columns(ws, lang), count_rows(ws)
    types = {
        "text": pa.string(),
        "count": pa.int64(),
        "year": pa.int16(),
        "money": pa.float64(),
        "points": pa.float64(),
        "date": pa.date32(),
        "scenario": pa.int8(),
    }
    pack = ws.packs.default()
    schema = pa.schema(
        [
            pa.field(name, types[column.kind], metadata={"key": column.key})
            for name, column in zip(_unique_headers(columns), columns, strict=True)
        ],
        metadata={"pack": f"{pack.id} {pack.edition}", "lang": lang},
    )
    typed = [_as_typed(column) for column in columns]
    with (
        replacing(out) as stream,
        parquet.ParquetWriter(stream, schema, compression="zstd") as writer,
        closing(_blocks(ws, _PARQUET_BLOCK)) as blocks,
    ):
        done = 0
        for block in blocks:
            arrays = [
                pa.array(list(map(value, values)), field.type)
                for value, values, field in zip(
                    typed, zip(*block, strict=True), schema, strict=True
                )
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            done += len(block)
            yield Progress(done, max(done, total))


def _columns(ws: Workspace, lang: Lang) -> tuple[DetailColumn, ...]:
    return detail_columns(ws.packs.default(), ws.places, Words(lang))


def _blocks(ws: Workspace, size: int) -> Generator[list[Row], None, None]:
    rows = detail_rows(ws)
    while block := list(islice(rows, size)):
        yield block


def _unique_headers(columns: Sequence[DetailColumn]) -> Iterator[str]:
    headers = [column.header for column in columns]
    for column in columns:
        alone = headers.count(column.header) == 1
        yield column.header if alone else f"{column.header} ({column.key})"


def _as_csv(column: DetailColumn) -> Callable[[Any], str]:
    """How the values of a column are written in CSV."""
    words = column.words or {}
    match column.kind:
        case "text":
            return lambda value: _harmless(words.get(value, value))
        case "points":
            return _remembered(as_text)
        case "scenario":
            return _remembered(lambda value: words.get(value, str(value)))
        case _:
            return _remembered(str)


def _harmless(text: str | None) -> str:
    if not text:
        return ""
    return f"'{text}" if _FORMULA.match(text) else text


def _remembered(shown: Callable[[Any], str]) -> Callable[[Any], str]:
    """The same few hundred values come again and again."""
    return lru_cache(maxsize=10_000)(lambda value: "" if value is None else shown(value))


def _as_typed(column: DetailColumn) -> Callable[[Any], Any]:
    """The values of a column as Parquet keeps them."""
    words = column.words or {}
    match column.kind:
        case "text":
            return lambda value: words.get(value, value) or None
        case "points":
            return lambda value: None if value is None else value / ONE_POINT
        case "money":
            return lambda value: None if value is None else float(value)
        case _:
            return lambda value: value
