from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

import suzhou_assess
from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.workspace import Workspace

ROUNDS = 50


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_that_no_saved_answer_is_missing_after_fifty_kills(ws: Workspace, profile) -> None:
    enterprises.save(ws, profile(1))
    assessment_id = assessments.start(ws, 1, "self", date(2025, 6, 1))
    ws.close()
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, script, str(ws.path), assessment_id, str(ROUNDS), "7"],
        env={**os.environ, "PYTHONPATH": str(Path(suzhou_assess.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5 * ROUNDS, "too few answers to have tried anything"
    with closing(sqlite3.connect(ws.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
