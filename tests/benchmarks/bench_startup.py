"""From process start to the first page usable, against a script that shows an empty window.

Both run as processes of their own on the same platform plugin, turn by turn, and report by
themselves when their window stands: the rival at the first turn of its event loop, the program
through ``gui --probe``. The whole time of each process is measured from outside.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BOUND = 3.0
RUNS = 9

RIVAL = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""


def main() -> int:
    env = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    with tempfile.TemporaryDirectory() as folder:
        rival = Path(folder) / "rival.py"
        rival.write_text(RIVAL, encoding="utf-8")
        env["XDG_CONFIG_HOME"] = folder
        ours = [
            sys.executable, "-m", "suzhou_assess", "--db", f"{folder}/assess.db", "gui", "--probe",
        ]  # fmt: skip
        _timed(ours, env)  # makes the database and warms the disk cache, for both
        _timed([sys.executable, str(rival)], env)
        pairs = [
            (_timed([sys.executable, str(rival)], env)[0], *_timed(ours, env)) for _ in range(RUNS)
        ]
    theirs = statistics.median(p[0] for p in pairs)
    whole = statistics.median(p[1] for p in pairs)
    ready = statistics.median(p[2] for p in pairs)
    ratio = whole / theirs
    print(f"empty QMainWindow            {theirs * 1000:7.0f} ms")
    print(f"first page usable (reported) {ready:7.0f} ms")
    print(f"whole process                {whole * 1000:7.0f} ms")
    print(f"ratio                        {ratio:7.2f}  (at most {BOUND})")
    return 0 if ratio <= BOUND else 1


def _timed(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    began = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, check=True, text=True)
    seconds = time.perf_counter() - began
    reported = json.loads(done.stdout)["ready_ms"] if done.stdout.strip() else 0.0
    return seconds, reported


if __name__ == "__main__":
    sys.exit(main())
