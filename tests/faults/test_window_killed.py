from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

import suzhou_assess
from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.workspace import Workspace

ROUNDS = 5
"""A window takes a while to open; ``test_killed`` kills the service below it fifty times."""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_that_no_answer_that_the_window_showed_as_saved_is_missing(ws: Workspace, profile) -> None:
    enterprises.save(ws, profile(1))
    assessment_id = assessments.start(ws, 1, "self", date(2025, 6, 1))
    ws.close()
    chance, shown_in_all = random.Random(11), 0
    for seed in range(int(os.environ.get("SUZHOU_ASSESS_KILLS", ROUNDS))):
        said = _said_until_killed(ws.path, assessment_id, seed, chance.uniform(0.05, 0.8))
        shown = {item: key for sign, item, key in said if sign == "="}
        shown_in_all += len(shown)
        with Workspace.open(str(ws.path)) as again:
            choices = assessments.AssessmentSession(again, assessment_id).answers.choices
        _, last_item, last_key = said[-1]
        for item, key in shown.items():
            # The answer under way when the process died may have reached the disk unshown.
            allowed = {key, last_key} if item == last_item else {key}
            assert str(choices.get(item)) in allowed, f"{item} was shown as saved with {key}"
    assert shown_in_all > 5, "too few answers to have tried anything"


def _said_until_killed(
    database: Path, assessment_id: str, seed: int, after: float
) -> list[tuple[str, str, str]]:
    script = Path(__file__).with_name("clicking.py")
    env = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(Path(suzhou_assess.__file__).parents[1]),
    }
    with subprocess.Popen(
        [sys.executable, script, database, assessment_id, str(seed)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as window:
        assert window.stdout is not None
        first = window.stdout.readline()  # the window stands
        killer = threading.Timer(after, window.kill)
        killer.start()
        lines = [first, *window.stdout]
        killer.join()
    return [(sign, item, key) for sign, item, key in map(str.split, lines)]
