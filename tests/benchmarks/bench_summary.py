"""The whole summary workbook of 40,000 enterprises against pandas writing its detail sheet alone.

Ours is the command line from start to end in a process of its own: reading the database, counting,
all sheets and charts. The rival gets the same rows and columns ready in a data frame and writes
them through openpyxl; only the writing is timed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import psutil
from city import ENTERPRISES, build

from suzhou_assess.services.detail_rows import detail_rows
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.detail_columns import DetailColumn, detail_columns

AT_LEAST = 8.0
MEMORY_MB = 200
ROUNDS = 3


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "city.db"
        build(database)
        runs = [_export(database, Path(folder)) for _ in range(ROUNDS)]
        ours = statistics.median(seconds for seconds, _ in runs)
        memory = max(peak for _, peak in runs)
        frame = _frame(database)
        theirs = _pandas(frame, Path(folder) / "rival.xlsx")
    print(f"{ENTERPRISES:,} enterprises, {len(frame.columns)} columns in the detail")
    print(f"whole summary {ours:.1f} s, peak memory {memory:.0f} MB (at most {MEMORY_MB})")
    print(f"pandas, detail sheet alone {theirs:.1f} s")
    print(f"{theirs / ours:.1f} times faster (at least {AT_LEAST})")
    return 0 if theirs >= AT_LEAST * ours and memory <= MEMORY_MB else 1


def _export(database: Path, folder: Path) -> tuple[float, float]:
    """Seconds that the command takes, and its peak memory in MB."""
    command = [sys.executable, "-m", "suzhou_assess", "--db", str(database)]
    out, peak = folder / "summary.xlsx", 0
    started = time.perf_counter()
    with psutil.Popen(
        [*command, "export", "summary", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None:
            with suppress(psutil.NoSuchProcess):
                peak = max(peak, process.memory_info().rss)
            time.sleep(0.02)
    if process.returncode:
        raise SystemExit("the command failed")
    return time.perf_counter() - started, peak / 2**20


def _frame(database: Path) -> pd.DataFrame:
    """The detail sheet, as its reader sees it."""
    with Workspace.open(str(database)) as ws:
        columns = detail_columns(ws.packs.default(), ws.places, Words("zh"))
        rows = list(detail_rows(ws))
    shown = [[_shown(column, row[at]) for row in rows] for at, column in enumerate(columns)]
    return pd.DataFrame(
        {column.header: values for column, values in zip(columns, shown, strict=True)}
    )


def _shown(column: DetailColumn, value: object) -> object:
    if value is None:
        return None
    if column.words is not None and value in column.words:
        return column.words[value]
    if column.kind == "points":
        return int(str(value)) / 1000
    return float(str(value)) if column.kind == "money" else value


def _pandas(frame: pd.DataFrame, out: Path) -> float:
    started = time.perf_counter()
    frame.to_excel(out, index=False, engine="openpyxl")
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
