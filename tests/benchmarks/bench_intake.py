"""``import`` of a folder of answer workbooks, against bare loops over the same files.

    python tests/benchmarks/bench_intake.py [--count N] [--samples FOLDER]

Promised for 2,000 workbooks with 2 jobs, whole processes with their start: no more wall time than
a single-process calamine loop (every sheet to Python lists, understanding nothing, counted without
the start of its process), at most twice its processor time, and at least 15 times faster than an
openpyxl read-only loop. With ``--count`` above 2,000 it is run for 2,000 as well: the time of a
file stays within 10 %, the memory of all processes together under 500 MB and within 20 %.

Processor time is that of all processes. Memory is the peak of their PSS added up (where the system
tells it, else USS): pages that several share count once. openpyxl is run over a share of the files
and its time scaled. The samples, a twentieth of them faulty, are written once, into FOLDER when it
is given and not there yet.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

PROMISED = 2_000
WALL, PROCESSOR, OPENPYXL = 1.0, 2.0, 15.0
SAME_TIME, SAME_MEMORY, MEMORY = 1.10, 1.20, 500 * 1024 * 1024
ROUNDS = 3
OPENPYXL_FILES = 100
JOBS = 2
_CLI = (sys.executable, "-m", "suzhou_assess.cli.main")
_SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER``: processes whose parent has gone come to us and are counted."""

_FILES = """
import sys, time
from pathlib import Path
files = sorted(Path(sys.argv[1]).rglob("*.xlsx"))
"""
_CALAMINE = (
    _FILES
    + """
from python_calamine import CalamineWorkbook
started = time.perf_counter()
for file in files:
    try:
        book = CalamineWorkbook.from_path(str(file))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    except Exception:
        pass
print(time.perf_counter() - started)
"""
)
_OPENPYXL = (
    _FILES
    + """
from openpyxl import load_workbook
files = files[:: max(1, len(files) // int(sys.argv[2]))]
started = time.perf_counter()
for file in files:
    try:
        book = load_workbook(file, read_only=True)
        for sheet in book:
            for row in sheet.values:
                pass
        book.close()
    except Exception:
        pass
print((time.perf_counter() - started) / len(files))
"""
)


@dataclass(frozen=True)
class Run:
    """What a command took."""

    wall: float
    processor: float
    memory: int
    """Peak in bytes, of all processes; 0 when it was not watched."""
    out: str


def main() -> int:
    options = _options()
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    print(f"{len(os.sched_getaffinity(0))} cores, {JOBS} jobs")
    with tempfile.TemporaryDirectory() as own:
        small = _samples(Path(own) / "samples", PROMISED)
        kept, base = _promised(small)
        if options.count > PROMISED:
            large = _samples(options.samples or Path(own) / "large", options.count)
            kept &= _large(large, options.count, base)
    return 0 if kept else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("--count", type=int, default=PROMISED)
    parser.add_argument("--samples", type=Path)
    return parser.parse_args()


def _samples(folder: Path, count: int) -> Path:
    if not folder.exists():
        wishes = ("--count", str(count), "--seed", "2025", "--faulty", "0.05")
        run = _run((*_CLI, "sample", str(folder), *wishes))
        print(f"{count:,} samples written in {run.wall:.0f} s, {count / run.wall:.0f} a second")
    return folder


def _promised(folder: Path) -> tuple[bool, Run]:
    intakes, loops, walls = [], [], []
    for _ in range(ROUNDS):  # in turns, so that all of them meet the same machine
        loops.append(_run((sys.executable, "-c", _CALAMINE, str(folder))))
        walls.append(float(loops[-1].out))
        intakes.append(_intake(folder))
    share = (sys.executable, "-c", _OPENPYXL, str(folder), str(OPENPYXL_FILES))
    openpyxl = float(_run(share).out) * PROMISED
    watched = _intake(folder, watch=True)
    wall, processor = min(r.wall for r in intakes), min(r.processor for r in intakes)
    loop, of_loop = min(walls), min(r.processor for r in loops)
    print(f"{PROMISED:,} workbooks, best of {ROUNDS} rounds")
    print(f"calamine loop     {loop:7.2f} s wall {of_loop:7.2f} s processor")
    print(f"openpyxl loop     {openpyxl:7.2f} s wall, scaled from {OPENPYXL_FILES} files")
    print(f"import --jobs {JOBS}   {wall:7.2f} s wall {processor:7.2f} s processor")
    print(f"memory            {watched.memory / 1024**2:7.0f} MB at most")
    return all(
        (
            _say("wall, to calamine", wall / loop, WALL),
            _say("processor, to calamine", processor / of_loop, PROCESSOR),
            _say("openpyxl, to ours", openpyxl / wall, OPENPYXL, at_least=True),
        )
    ), Run(wall, processor, watched.memory, "")


def _large(folder: Path, count: int, base: Run) -> bool:
    run = _intake(folder, watch=True)
    print(f"{count:,} workbooks: {run.wall:.1f} s, {run.memory / 1024**2:.0f} MB at most")
    each = (run.wall / count) / (base.wall / PROMISED)
    return all(
        (
            _say("time of a file, to that at 2,000", each, SAME_TIME),
            _say("memory, to that at 2,000", run.memory / base.memory, SAME_MEMORY),
            _say("memory, to 500 MB", run.memory / MEMORY, 1.0),
        )
    )


def _say(what: str, ratio: float, promised: float, *, at_least: bool = False) -> bool:
    word = "at least" if at_least else "at most"
    print(f"{what:34} {ratio:6.2f}    promised: {word} {promised:g}")
    return ratio >= promised if at_least else ratio <= promised


def _intake(folder: Path, *, watch: bool = False) -> Run:
    with tempfile.TemporaryDirectory() as place:
        database = str(Path(place) / "city.db")
        wishes = ("--db", database, "import", str(folder), "--jobs", str(JOBS))
        return _run((*_CLI, *wishes), watch=watch, fine=(0, 1))


def _run(command: Sequence[str], *, watch: bool = False, fine: Sequence[int] = (0,)) -> Run:
    """Runs a command to its end, with all the processes that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    peak = [0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
    if watch:
        watcher.start()
    out = process.communicate()[0].decode()
    wall = time.perf_counter() - started
    done.set()
    if watch:
        watcher.join()
    with suppress(ChildProcessError):  # those that outlived it
        while True:
            os.wait()
    if process.returncode not in fine:
        raise subprocess.CalledProcessError(process.returncode, command, out)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, processor, peak[0], out)


def _watch(pid: int, peak: list[int], done: threading.Event) -> None:
    while not done.wait(0.2):
        with suppress(psutil.NoSuchProcess):
            root = psutil.Process(pid)
            peak[0] = max(peak[0], sum(map(_memory, (root, *root.children(recursive=True)))))


def _memory(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        taken = process.memory_full_info()
        return int(getattr(taken, "pss", 0) or taken.uss)
    return 0


if __name__ == "__main__":
    sys.exit(main())
