"""An intake that is killed, or cancelled, at any moment, and then run again."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import suzhou_assess
from suzhou_assess.domain.exchange import to_json
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services.events import SubmissionTaken
from suzhou_assess.services.intake import take_in, unfinished
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.workspace import Workspace

KILLS = 5
LOOSE, ZIPPED, LINES, BROKEN = 1200, 400, 800, 5
GOOD = LOOSE + ZIPPED + LINES


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory, pack: Pack, places: Places) -> Path:
    """Files, an archive and lines, each of another enterprise, and some that are refused."""
    folder = tmp_path_factory.mktemp("inbox")
    made = [json.dumps(to_json(invent(7, n, pack, places))).encode() for n in range(GOOD)]
    for n in range(LOOSE):
        (folder / f"{n:04d}.json").write_bytes(made[n])
    with zipfile.ZipFile(folder / "mail.zip", "w") as archive:
        for n in range(LOOSE, LOOSE + ZIPPED):
            archive.writestr(f"in/{n}.json", made[n])
    (folder / "lines.jsonl").write_bytes(b"\n".join(made[LOOSE + ZIPPED :]))
    for n in range(BROKEN):
        (folder / f"0{n}50-broken.json").write_bytes(b"{")
    return folder


def asked(database: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def count(database: Path) -> int:
    """Assessments that are stored."""
    if not database.exists():
        return 0
    try:
        ((stored,),) = asked(database, "SELECT count(*) FROM assessment")
    except sqlite3.OperationalError:  # being made
        return 0
    return int(stored)


def assert_all_there_once(database: Path) -> None:
    assert asked(database, "PRAGMA integrity_check") == [("ok",)]
    assert asked(database, "PRAGMA foreign_key_check") == []
    assert asked(database, "SELECT count(*), count(DISTINCT enterprise_id) FROM assessment") == [
        (GOOD, GOOD)
    ]
    ((batches, finished),) = asked(database, "SELECT count(*), count(finished_at) FROM batch")
    assert (batches, finished) == (1, 1), "the batch was not gone on with"
    assert asked(database, "SELECT outcome, count(*) FROM intake_item GROUP BY 1 ORDER BY 1") == [
        ("imported", GOOD), ("refused", BROKEN),
    ]  # fmt: skip
    ((counts,),) = asked(database, "SELECT counts FROM batch")
    assert json.loads(counts)["imported"] == GOOD


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise there")
def test_that_all_is_there_and_none_twice_after_five_kills(inbox: Path, tmp_path: Path) -> None:
    database = tmp_path / "assess.db"
    command = [
        *(sys.executable, "-m", "suzhou_assess", "--db", str(database)),
        *("import", "--json", "--jobs", "2", str(inbox)),
    ]
    environment = os.environ | {"PYTHONPATH": str(Path(suzhou_assess.__file__).parents[1])}
    rng = random.Random(11)
    stored = [0]
    for _ in range(KILLS):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
            enough = stored[-1] + rng.randrange(150)
            while count(database) <= enough and process.poll() is None:
                time.sleep(0.005)
            time.sleep(rng.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
        stored.append(count(database))
    assert stored == sorted(stored)
    assert 0 < stored[1] < stored[-1] < GOOD, "the kills came too early or too late"
    last = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=False)
    objects = [json.loads(line) for line in last.stdout.splitlines()]
    summary = objects.pop()["summary"]
    assert (summary["files"], summary["refused"]) == (GOOD + BROKEN, BROKEN)
    assert summary["imported"] == GOOD - stored[-1]
    assert summary["resumed"] == stored[-1]
    assert_all_there_once(database)


def test_that_a_cancelled_intake_is_gone_on_with(inbox: Path, ws: Workspace) -> None:
    for after in (1, 250, 700):
        fresh = 0
        events = take_in(ws, [inbox], jobs=2)
        for event in events:
            fresh += isinstance(event, SubmissionTaken) and not event.again
            if fresh >= after:
                break
        events.close()
        card = unfinished(ws)
        assert card is not None
        assert card.paths == (str(inbox),)
    assert card.counts["imported"] < GOOD
    for _ in take_in(ws, [Path(path) for path in card.paths], jobs=2):
        pass
    assert unfinished(ws) is None
    ws.close()
    assert_all_there_once(ws.path)
