"""Attaches files to an assessment and is killed, again and again; run by ``test_evidence_faults``.

``python attaching.py DATABASE ASSESSMENT FOLDER ROUNDS SEED`` forks a process that attaches the
files of FOLDER as fast as it can and says after each that it is attached. That process is killed at
some moment, and the database must then hold exactly what was said, or one more that was on its way,
with every file whole. Prints how many were said in all, and how many kills left something to sweep.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from suzhou_assess.services import evidence, pictures  # noqa: F401 - imported before the forks
from suzhou_assess.services.evidence import EvidenceCheck
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import engine  # noqa: F401 - the same
from suzhou_assess.store.evidence_files import hash_of


def attach(ws: Workspace, assessment_id: str, source: Path) -> None:
    for _ in evidence.attach(ws, assessment_id, "Q01", source):
        pass


def work(database: str, assessment_id: str, sources: list[Path], say: int) -> None:
    with Workspace.open(database) as ws:
        for source in sources:
            attach(ws, assessment_id, source)
            os.write(say, b".")


def killed_round(
    database: str, assessment_id: str, sources: list[Path], least: int, delay: float
) -> int:
    """Kills some moment after ``least`` are attached; gives how many were."""
    hear, say = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        try:
            work(database, assessment_id, sources, say)
        finally:
            os._exit(1)
    os.close(say)
    said = 0
    while said < least and os.read(hear, 1):
        said += 1
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while heard := os.read(hear, 65536):
        said += len(heard)
    os.close(hear)
    return said


def checked(ws: Workspace) -> EvidenceCheck:
    checking = evidence.check(ws)
    while True:
        try:
            next(checking)
        except StopIteration as stop:
            found: EvidenceCheck = stop.value
            return found


def parts(ws: Workspace) -> int:
    incoming = evidence.evidence_dir(ws.path) / "incoming"
    return len(list(incoming.iterdir())) if incoming.is_dir() else 0


def main(database: str, assessment_id: str, folder: str, rounds: int, seed: int) -> str:
    rng = random.Random(seed)
    sources = sorted(Path(folder).iterdir())
    total = left = expected = 0
    for number in range(rounds):
        rng.shuffle(sources)
        least, delay = rng.randrange(4), rng.uniform(0, 0.03)
        said = killed_round(database, assessment_id, sources, least, delay)
        total += said
        with Workspace.open(database) as ws:
            names = [one.file_name for one in evidence.of_assessment(ws, assessment_id)]
            if len(names) not in (expected + said, expected + said + 1):
                sys.exit(f"round {number}: {len(names)} records after {expected} and {said} more")
            expected = len(names)
            unswept = parts(ws)
            found = checked(ws)
            left += bool(unswept or found.orphans)
            if found.missing or found.damaged:
                sys.exit(f"round {number}: missing {found.missing}, damaged {found.damaged}")
            if len(found.orphans) > 1 or any(hash_of(path) != path.name for path in found.orphans):
                sys.exit(f"round {number}: half a file stands in the place of a whole one")
            if parts(ws):
                sys.exit(f"round {number}: what the killed one left was not swept away")
            if evidence.clear_orphans(ws) != len(found.orphans) or checked(ws).missing:
                sys.exit(f"round {number}: cleaning took away what it should not")
    return f"{total} {left}"


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])))
