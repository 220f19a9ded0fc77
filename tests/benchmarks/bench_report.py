"""A thousand reports as PDF, against typst alone setting the same sources; and one at a click.

Both run two processes that keep their typst compiler. What typst alone is given are the templates
and the data of each report, dumped beforehand; the command starts, reads the database, plans the
way up, and writes each file whole or not at all.
"""

from __future__ import annotations

import argparse
import multiprocessing
import pickle
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from suzhou_assess.report.fonts import FontShelf
from suzhou_assess.report.model import to_data
from suzhou_assess.report.typst_setter import Typesetter
from suzhou_assess.services.report_facts import build_report
from suzhou_assess.services.reports import counting, write_report
from suzhou_assess.services.standings import Standings
from suzhou_assess.services.workspace import Workspace

_PROGRAM = (sys.executable, "-m", "suzhou_assess")
_JOBS = 2
_RATIO = 1.3
_PDF_SECONDS, _WORD_SECONDS = 2.0, 1.0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = _database(folder, count)
        ours = _timed(
            lambda: _run(
                database, "export", "report", "--all", "--format", "pdf", "--jobs", str(_JOBS),
                str(folder / "reports"),
            )
        )  # fmt: skip
        made = len(list((folder / "reports").glob("*.pdf")))
        _dump_sources(database, folder / "sources")
        alone = _timed(lambda: _typst_alone(folder / "sources"))
        kept = made == count and ours <= _RATIO * alone
        print(
            f"{made} reports: {ours:.1f} s with {_JOBS} jobs, typst alone {alone:.1f} s:"
            f" {ours / alone:.2f} times (at most {_RATIO})"
        )
        for suffix, limit in ((".pdf", _PDF_SECONDS), (".docx", _WORD_SECONDS)):
            kept = _one(database, folder, suffix, limit) and kept
    return 0 if kept else 1


def _database(folder: Path, count: int) -> Path:
    database = folder / "office.db"
    samples = folder / "samples"
    _run(
        database, "sample", str(samples), "--count", str(count), "--seed", "5", "--format", "jsonl"
    )
    _run(database, "import", str(samples))
    return database


def _run(database: Path, *arguments: str) -> None:
    subprocess.run(
        [*_PROGRAM, "--db", str(database), *arguments], check=True, stdout=subprocess.DEVNULL
    )


def _timed(work: Any) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _dump_sources(database: Path, folder: Path) -> None:
    folder.mkdir()
    made_at = datetime.now().astimezone().replace(microsecond=0)
    with Workspace.open(str(database), create=False) as ws:
        standings, typesetter = Standings.load(ws), Typesetter()
        for number, one in enumerate(counting(ws)):
            model = build_report(
                ws, one.assessment_id, "enterprise", made_at=made_at, standings=standings
            )
            given = typesetter.sources("report", to_data(model), made_at=made_at)
            (folder / f"{number}.pickle").write_bytes(pickle.dumps(given))


def _typst_alone(folder: Path) -> None:
    files = sorted(folder.glob("*.pickle"))
    workers = [
        multiprocessing.Process(target=_compile, args=(files[start::_JOBS],))
        for start in range(_JOBS)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def _compile(files: list[Path]) -> None:
    import typst

    compiler: Any = typst.Compiler(font_paths=FontShelf.of_machine().fonts or [])
    for file in files:
        given = pickle.loads(file.read_bytes())
        content = compiler.compile(given, format="pdf", timestamp=0)
        file.with_suffix(".pdf").write_bytes(content)


def _one(database: Path, folder: Path, suffix: str, limit: float) -> bool:
    """One report: by a command of its own, and in a program that runs, the first and the next."""
    with Workspace.open(str(database), create=False) as ws:
        first = counting(ws)[0]
        out = folder / f"one{suffix}"
        fresh = _timed(lambda: _run(database, "export", "report", "--uscc", first.uscc, str(out)))
        clicks = [
            _timed(lambda: list(write_report(ws, first.assessment_id, out))) for _ in range(2)
        ]
    kept = max(clicks) < limit
    print(
        f"one {suffix}: {clicks[0]:.2f} s at the first click of a program, {clicks[1]:.2f} s at the"
        f" next (under {limit:.0f} s); {fresh:.2f} s as a command of its own, start included"
    )
    return kept


if __name__ == "__main__":
    sys.exit(main())
