"""``score --json`` of 40,000 answer sets: at most 6 times what ``json.loads`` takes for the lines.

Measured as wall time of the whole process, its start among it, against the loop of a script that
only parses the same lines. Both scripts run in turns; the best of each counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNT = 40_000
PROMISE = 6.0
ROUNDS = 3

_PARSE = """
import json, sys, time
with open(sys.argv[1], encoding="utf-8") as stream:
    lines = stream.readlines()
started = time.perf_counter()
for line in lines:
    json.loads(line)
print(time.perf_counter() - started)
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.jsonl"
        _write(Path(folder) / "sample")
        (Path(folder) / "sample" / "answers.jsonl").rename(answers)
        loops, parsers, scorers = [], [], []
        for _ in range(ROUNDS):
            seconds, out = _timed([sys.executable, "-c", _PARSE, str(answers)], subprocess.PIPE)
            parsers.append(seconds)
            loops.append(float(out))
            command = [sys.executable, "-m", "suzhou_assess.cli.main", "score", "--json"]
            scorers.append(_timed([*command, str(answers)], subprocess.DEVNULL)[0])
        size = answers.stat().st_size / 1024 / 1024
    loop, parse, score = min(loops), min(parsers), min(scorers)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{COUNT:,} answer sets, {size:.1f} MB, {cores} cores, best of {ROUNDS}")
    print(f"json.loads, the loop alone:   {loop:6.3f} s")
    print(f"json.loads, whole process:    {parse:6.3f} s")
    print(f"score --json, whole process:  {score:6.3f} s  {COUNT / score:,.0f} a second")
    print(f"ratio to the loop:            {score / loop:6.2f}    promised: at most {PROMISE:.0f}")
    print(f"ratio of whole processes:     {score / parse:6.2f}")
    return 0 if score <= PROMISE * loop else 1


def _write(folder: Path) -> None:
    command = [sys.executable, "-m", "suzhou_assess.cli.main", "sample", str(folder)]
    options = ["--count", str(COUNT), "--seed", "2025", "--format", "jsonl"]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)


def _timed(command: list[str], out: int) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run(command, check=True, stdout=out, text=True)
    return time.perf_counter() - started, done.stdout or ""


if __name__ == "__main__":
    sys.exit(main())
