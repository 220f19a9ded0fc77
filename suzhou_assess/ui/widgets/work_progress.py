"""Bar, count, rate and time left of long work."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.pace import Pace, duration
from suzhou_assess.ui.widgets.basics import column, label, row

_REFRESH_MS = 100


class WorkProgress(QWidget):
    """Fed as often as one likes; repaints ten times a second."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._pace = Pace()
        layout = column(self, gap=8)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        words = row(gap=16)
        self._count = label("", "strong")
        self._rate = label("", "small")
        self._left = label("", "small")
        words.addWidget(self._count)
        words.addWidget(self._rate)
        words.addStretch(1)
        words.addWidget(self._left)
        layout.addWidget(self._bar)
        layout.addLayout(words)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._show)

    def begin(self, pace: Pace | None = None) -> None:
        """The work starts now, or goes on at a pace that somebody else keeps."""
        self._pace = pace or Pace()
        self._bar.setRange(0, 0)
        self._show()
        self._timer.start()

    def follow(self, block: list[object]) -> None:
        """Shows the last event of a block that tells how far the work is."""
        for event in reversed(block):
            done, total = getattr(event, "done", None), getattr(event, "total", None)
            if isinstance(done, int):
                self.update_to(done, total)
                return

    def update_to(self, done: int, total: int | None) -> None:
        self._pace.update(done, total)

    def end(self) -> None:
        self._show()
        self._timer.stop()

    def _show(self) -> None:
        say = self._context.say
        pace = self._pace
        if pace.total is None:
            self._bar.setRange(0, 0)
            self._count.setText(f"{pace.done:,}" if pace.done else say("ui_import.preparing"))
        else:
            self._bar.setRange(0, max(1, pace.total))
            self._bar.setValue(pace.done if pace.total else 1)
            self._count.setText(f"{pace.done:,} / {pace.total:,}")
        rate = pace.rate
        shown = "" if rate is None else f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
        self._rate.setText(say("ui_import.rate", rate=shown) if shown else "")
        left = pace.seconds_left
        self._left.setText(
            ""
            if left is None or not pace.total or pace.done >= pace.total
            else say("ui_import.left", time=duration(self._context.words, left))
        )
        self._bar.setAccessibleDescription(f"{self._count.text()} {self._left.text()}")


class WorkPage(QWidget):
    """A page of a dialog that says what goes on and how far it is."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        layout = column(self, margins=(24, 0, 24, 0), gap=16)
        self._what = label("", "heading", wrap=True)
        self.progress = WorkProgress(context)
        layout.addStretch(1)
        layout.addWidget(self._what)
        layout.addWidget(self.progress)
        layout.addStretch(2)

    def begin(self, what: str) -> None:
        """The work that these words name starts now."""
        self._what.setText(what)
        self.progress.begin()
