"""The foot of the page 评估: how far, whether it is saved, back and on."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from suzhou_assess.ui import tokens
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, card, column, label, row, set_role


class AssessFooter(QWidget):
    back = Signal()
    on = Signal()
    retried = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say = context.say
        layout = column(self, gap=0)
        self.trouble = card("bad")
        strip = row(self.trouble, margins=(16, 10, 12, 10), gap=12)
        self._what = label("", "bad", wrap=True)
        strip.addWidget(self._what, 1)
        self.retry = button(say("ui_assess.retry"), "danger")
        self.retry.clicked.connect(self.retried)
        strip.addWidget(self.retry)
        self._shell = row()
        self._shell.addWidget(self.trouble)
        layout.addLayout(self._shell)
        bar = QFrame()
        bar.setProperty("bar", "bottom")
        bar.setFixedHeight(tokens.FOOTER_HEIGHT)
        layout.addWidget(bar)
        foot = row(bar, margins=(24, 0, 24, 0), gap=16)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setMinimumWidth(80)
        self._progress.setMaximumWidth(220)
        foot.addWidget(self._progress, 1)
        self.count = label("", "muted")
        foot.addWidget(self.count)
        self.saved = ElidedLabel("", "good")
        foot.addWidget(self.saved, 2)
        self.previous = button(say("ui_assess.previous"), tip=say("ui_assess.previous_tip"))
        self.previous.clicked.connect(self.back)
        foot.addWidget(self.previous)
        self.next = button(say("ui_assess.next"), "primary", tip=say("ui_assess.next_tip"))
        self.next.clicked.connect(self.on)
        foot.addWidget(self.next)
        self.tell_trouble("")

    def show_progress(self, done: int, total: int, *, verified: bool = False) -> None:
        """``verified``: beside a claim, where it isn't answered but judged."""
        say = self._context.say
        self._progress.setMaximum(total)
        self._progress.setValue(done)
        shown = say("ui_onsite.verified", done=done, total=total)
        self.count.setText(shown if verified else f"{done} / {total}")
        words = "ui_onsite.verified_words" if verified else "ui_assess.progress"
        self.count.setAccessibleName(say(words, done=done, total=total))

    def show_way(self, *, first: bool, last: bool) -> None:
        self.previous.setEnabled(not first)
        self.next.setText(self._context.say("ui_assess.to_result" if last else "ui_assess.next"))

    def tell_saved(self, at: datetime) -> None:
        """An edit is on disk, since ``at``."""
        here = at.astimezone()
        today = here.date() == datetime.now().astimezone().date()
        moment = here.strftime("%H:%M:%S" if today else "%Y-%m-%d %H:%M")
        self._tell("good", self._context.say("ui_assess.saved", time=moment))
        self.tell_trouble("")

    def tell_typing(self) -> None:
        """Something is typed and will be written at the next pause."""
        self._tell("muted", self._context.say("ui_assess.typing"))

    def tell_read_only(self) -> None:
        self._tell("muted", self._context.say("ui_assess.read_only"))

    def tell_trouble(self, text: str) -> None:
        """What could not be written, and why; empty when all is well."""
        if text:
            self._tell("bad", self._context.say("ui_assess.unsaved"))
        self._what.setText(text)
        self._shell.setContentsMargins(24, 12 if text else 0, 24, 12 if text else 0)
        self.trouble.setVisible(bool(text))

    def _tell(self, role: str, text: str) -> None:
        set_role(self.saved, role)
        self.saved.setText(text)
        self.saved.updateGeometry()
