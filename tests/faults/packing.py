"""Takes and writes packages and is killed, again and again; run by ``test_package_killed``.

``python packing.py FOLDER PACKAGE ROUNDS SEED`` takes PACKAGE into a new database in a process of
its own and kills it at some moment. Each assessment must then be there wholly, with every file, or
not at all; taking the package again must bring the rest. Then a process writes packages over each
other and is killed: what lies there must be whole. Prints how many kills left something to do.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from suzhou_assess.services import assessments, evidence, packages
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import engine, exchanged, plans  # noqa: F401 - before the forks


def finished(work: Generator[Any, None, Any]) -> Any:
    try:
        while True:
            next(work)
    except StopIteration as stop:
        return stop.value


def take(database: str, package: Path) -> None:
    with (
        Workspace.open(database) as ws,
        finished(packages.open_package(package, None, ws)) as opened,
    ):
        finished(packages.take(ws, opened, {}))


def write_endlessly(database: str, out: Path) -> None:
    with Workspace.open(database) as ws:
        ids = [card.id for card in assessments.cards(ws)]
        while True:
            finished(packages.write_package(ws, ids, out))


def killed(work: Callable[[], None], delay: float) -> None:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def seen(database: str) -> dict[str, Any]:
    """Every assessment as a user sees it; a file that isn't whole is an error."""
    with Workspace.open(database) as ws:
        found = {}
        for card in assessments.cards(ws):
            session = AssessmentSession(ws, card.id)
            files = evidence.of_assessment(ws, card.id)
            content = sorted(evidence.file_of(ws, one).read_bytes() for one in files)
            found[card.id] = (session.answers, session.status, content)
        check = finished(evidence.check(ws))
        assert not check.missing, check.missing
        assert not check.damaged, check.damaged
        return found


def main(folder: Path, package: Path, rounds: int, seed: int) -> None:
    rng = random.Random(seed)
    blank, whole = str(folder / "blank.db"), str(folder / "whole.db")
    for database in (blank, whole):
        Workspace.open(database).close()
    started = time.monotonic()
    take(whole, package)
    longest = time.monotonic() - started
    expected = seen(whole)
    unfinished = 0
    for number in range(rounds):
        database = str(folder / f"{number}.db")
        shutil.copy(blank, database)
        killed(lambda database=database: take(database, package), rng.uniform(0, 1.2 * longest))
        found = seen(database)
        assert found.items() <= expected.items(), "an assessment is there in part"
        unfinished += found != expected
        take(database, package)
        assert seen(database) == expected, "taking it again didn't bring the rest"
    out = folder / "out.szpkg"
    for _ in range(rounds):
        killed(lambda: write_endlessly(whole, out), rng.uniform(0, 0.3))
        if out.exists():
            finished(packages.open_package(out)).close()
    print(unfinished)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
