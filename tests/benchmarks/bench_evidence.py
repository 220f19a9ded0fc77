"""Does an assessment with 200 photos open as fast as one without?

Two answered assessments of one database, opened turn by turn in the real window, from the wish to
see it until its first question is painted. What is attached and its thumbnails follow in the
background; each turn waits for them outside of the measured time. The rival is the assessment
without photos. Beside it the services alone: a session of a millisecond and the list of evidence,
which nothing waits for, and which has a bound of its own.

python tests/benchmarks/bench_evidence.py [--photos N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings
from PySide6.QtWidgets import QApplication

from suzhou_assess.domain import credit_code
from suzhou_assess.services import assessments, enterprises, evidence
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.preferences import Preferences
from suzhou_assess.ui.tasks import Tasks
from suzhou_assess.ui.theme import Theme
from suzhou_assess.ui.widgets.option_button import OptionButton

BOUND = 1.5
PHOTOS = 200
TURNS = 25
LISTED_MS = 2.0


class FirstQuestion(QObject):
    """Sees when the first option of a question is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted_at: float | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.Paint
            and self.painted_at is None
            and isinstance(watched, OptionButton)
        ):
            self.painted_at = time.perf_counter()
        return False


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--photos", type=int, default=PHOTOS)
    photos = asked.parse_args().photos
    with tempfile.TemporaryDirectory() as scratch, Workspace.open(f"{scratch}/a.db") as ws:
        bare, full = _prepare(ws, photos)
        listing = _listing(ws, full)
        _compare("services alone", lambda key: _open_session(ws, key), bare, full)
        window = _in_window(ws, Path(scratch), bare, full)
    print(f"list of {photos} files {listing:.2f} ms (at most {LISTED_MS})")
    print(f"ratio in the window {window:.2f} (at most {BOUND})")
    return 0 if window <= BOUND and listing <= LISTED_MS else 1


def _prepare(ws: Workspace, photos: int) -> tuple[str, str]:
    """Ids of two assessments, each with every question answered; the second has the photos."""
    pack = ws.packs.default()
    keys = []
    for number in (1, 2):
        typed = {
            "uscc": credit_code.complete(f"91320583MA{number:07d}"),
            "name": f"苏州试样{number}号机械有限公司",
            "district": "昆山",
        }
        enterprise_id, _ = enterprises.save(ws, typed)
        assert enterprise_id is not None
        keys.append(assessments.start(ws, enterprise_id, "onsite", date(2025, 6, 1), "王工"))
        session = AssessmentSession(ws, keys[-1], "王工")
        for question in pack.questions:
            letter = question.options[1].letter
            session.choose(question.id, (letter,) if question.kind == "multiple" else letter)
        for scenario in pack.scenarios:
            session.choose(scenario.id, 1)
    out = BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(out, "JPEG", quality=80)
    began = time.perf_counter()
    for n in range(photos):
        item = pack.item_ids[n % len(pack.item_ids)]
        # What follows the end of a JPEG isn't read: another file, the same picture.
        content = out.getvalue() + n.to_bytes(4, "big")
        evidence.attach_bytes(ws, keys[1], item, content, f"{n}.jpg", caption="车间")
    seconds = time.perf_counter() - began
    print(f"{photos} photos of {len(out.getvalue()) / 1e6:.1f} MB attached in {seconds:.1f} s")
    return keys[0], keys[1]


def _listing(ws: Workspace, key: str) -> float:
    times = []
    for _ in range(TURNS):
        began = time.perf_counter()
        evidence.of_assessment(ws, key)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _open_session(ws: Workspace, key: str) -> float:
    began = time.perf_counter()
    AssessmentSession(ws, key)
    evidence.of_assessment(ws, key)
    return time.perf_counter() - began


def _in_window(ws: Workspace, folder: Path, bare: str, full: str) -> float:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    context = Context(ws, Theme(app, "light"), Preferences(), Tasks())
    window = MainWindow(context)
    window.showNormal()
    window.resize(1366, 768)
    _settle(app, context)

    def open_page(key: str) -> float:
        window.open(Place("home"))
        _settle(app, context)
        first = FirstQuestion()
        app.installEventFilter(first)
        began = time.perf_counter()
        window.open(Place("assess", key))
        while first.painted_at is None:
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        app.removeEventFilter(first)
        _settle(app, context)
        return first.painted_at - began

    ratio = _compare("in the window", open_page, bare, full)
    context.tasks.stop_all()
    window.close()
    return ratio


def _settle(app: QApplication, context: Context) -> None:
    """Until nothing goes on in the background any more, thumbnails for instance."""
    calm = 0
    while calm < 5:
        app.processEvents()
        time.sleep(0.01)
        calm = 0 if context.tasks._running else calm + 1


def _compare(what: str, measure: Callable[[str], float], bare: str, full: str) -> float:
    """The ratio of the medians, measured turn by turn."""
    for key in (bare, full):
        measure(key)  # imports, caches, the pages built
    pairs = [(measure(bare), measure(full)) for _ in range(TURNS)]
    without, with_photos = (statistics.median(pair[n] for pair in pairs) * 1000 for n in (0, 1))
    print(
        f"{what:16} without photos {without:7.2f} ms   with {with_photos:7.2f} ms   "
        f"ratio {with_photos / without:.2f}"
    )
    return with_photos / without


if __name__ == "__main__":
    sys.exit(main())
