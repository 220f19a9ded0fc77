"""One window per database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from suzhou_assess.ui.single_instance import SingleInstance

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from suzhou_assess.ui.single_instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
assert instance.claim()
print("held", flush=True)
if sys.argv[2] == "crash":
    import os
    os._exit(1)
sys.stdin.readline()
"""


def hold(database: Path, how: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "held"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=30)


def test_that_a_second_window_of_a_database_is_kept_out(qtbot: QtBot, tmp_path: Path) -> None:
    first = hold(tmp_path / "assess.db", "stay")
    second = SingleInstance(tmp_path / "assess.db")
    assert not second.claim()
    other = SingleInstance(tmp_path / "other.db")
    assert other.claim(), "another database has its own window"
    other.release()
    let_go(first)
    assert second.claim()
    second.release()


def test_that_a_crashed_window_keeps_nobody_out(qtbot: QtBot, tmp_path: Path) -> None:
    let_go(hold(tmp_path / "assess.db", "crash"))
    later = SingleInstance(tmp_path / "assess.db")
    assert later.claim()
    later.release()


def test_that_a_second_start_brings_the_first_window_to_the_front(
    qtbot: QtBot, tmp_path: Path
) -> None:
    pytest.importorskip("PySide6.QtNetwork")
    first = SingleInstance(tmp_path / "assess.db")
    assert first.claim()
    calls: list[bool] = []
    first.listen(lambda: calls.append(True))
    assert SingleInstance(tmp_path / "assess.db").call_first()
    qtbot.waitUntil(lambda: calls == [True])
    first.release()


def test_that_nobody_hears_when_no_window_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    assert not SingleInstance(tmp_path / "assess.db").call_first()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_that_a_folder_that_takes_no_lock_keeps_nobody_out(qtbot: QtBot, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert SingleInstance(tmp_path / "assess.db").claim()
    tmp_path.chmod(0o700)
