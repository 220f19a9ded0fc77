"""Answers an assessment by keyboard in the real window until it is killed.

    python clicking.py DATABASE ASSESSMENT SEED

Prints ``? item key`` before it answers, and ``= item key`` once the page shows it as saved.
"""

from __future__ import annotations

import random
import sys

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.preferences import Preferences
from suzhou_assess.ui.tasks import Tasks
from suzhou_assess.ui.theme import Theme
from suzhou_assess.ui.widgets.assess_footer import AssessFooter


def main() -> None:
    database, assessment_id, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, database + ".ini")
    app = QApplication(sys.argv[:1])
    rng = random.Random(seed)
    with Workspace.open(database) as workspace:
        context = Context(workspace, Theme(app, "light"), Preferences(), Tasks())
        window = MainWindow(context)
        window.show()
        pack = workspace.packs.default()
        single = [q.id for q in pack.questions if q.kind == "single" and not q.figures]
        items = single + [s.id for s in pack.scenarios]
        while True:
            item = rng.choice(items)
            window.open(Place("assess", assessment_id, item))
            app.processEvents()
            key = rng.choice("01234" if item.startswith("S") else "ABCD")
            print("?", item, key, flush=True)
            QTest.keyClick(_focused(window), key)
            if window.findChild(AssessFooter).saved.property("role") == "good":
                print("=", item, key, flush=True)


def _focused(window: MainWindow) -> QWidget:
    return QApplication.focusWidget() or window


if __name__ == "__main__":
    main()
