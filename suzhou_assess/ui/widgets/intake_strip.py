"""The line above what came in: the work and its progress, or what it came to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget

from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, column, label, row, set_role
from suzhou_assess.ui.widgets.work_progress import WorkProgress


class IntakeStrip(QFrame):
    """Progress while it runs; afterwards a headline and a word on what it means."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("card", "true")
        layout = column(self, margins=(16, 8, 16, 10))
        self._stack = QStackedWidget()
        running = QFrame()
        work = column(running, gap=4)
        top = row(gap=12)
        self._what = label("", "heading")
        self._from = ElidedLabel("", "small")
        top.addWidget(self._what)
        top.addWidget(self._from, 1)
        work.addLayout(top)
        self.progress = WorkProgress(context)
        work.addWidget(self.progress)
        self._stack.addWidget(running)
        done = QFrame()
        line = row(done, gap=12)
        self._mark = QLabel()
        words = column(gap=0)
        self.headline = label("", "heading", wrap=True)
        self.note = label("", "muted", wrap=True)
        words.addStretch(1)
        words.addWidget(self.headline)
        words.addWidget(self.note)
        words.addStretch(1)
        line.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        self.doubts_button = button(context.say("ui_import.to_doubts"))
        line.addWidget(self.doubts_button, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._stack.addWidget(done)
        layout.addWidget(self._stack)

    def show_work(self, what: str, source: str) -> None:
        set_role(self, "true", "card")
        self._what.setText(what)
        self._from.setText(source)
        self._stack.setCurrentIndex(0)

    def tell(self, kind: str, headline: str, note: str, *, doubts: bool = False) -> None:
        """``kind``: ``good``, ``warn``, ``bad`` or ``info``. ``doubts`` offers the way to them."""
        self.doubts_button.setVisible(doubts)
        palette = self._context.palette
        icon, tint = {
            "good": ("check", palette.good),
            "warn": ("warning", palette.warn),
            "bad": ("error", palette.bad),
        }.get(kind, ("info", palette.accent))
        self._mark.setPixmap(icons.pixmap(icon, tint, 22))
        set_role(self, kind if kind in ("warn", "bad") else "true", "card")
        self.headline.setText(headline)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._stack.setCurrentIndex(1)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(note)
