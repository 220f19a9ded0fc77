"""The first page before there is any enterprise: three steps, explained."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import button, card, column, label, line, row


class Welcome(QFrame):
    """What to do first, second, third, and the buttons that do the first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        say = context.say
        self.setProperty("card", "true")
        layout = column(self, margins=(32, 28, 32, 24), gap=8)
        layout.addWidget(label(say("ui_home.welcome"), "question", wrap=True))
        layout.addWidget(label(say("ui_home.welcome_note"), "muted", wrap=True))
        layout.addSpacing(16)
        steps = row(gap=16)
        self.enter_button = button(say("ui_home.step_1_do"), "primary")
        self.template_button = button(say("ui_home.template"), "link")
        for number in (1, 2, 3):
            step, inside = _step(context, number)
            if number == 1:
                inside.addWidget(self.enter_button, alignment=Qt.AlignmentFlag.AlignLeft)
            steps.addWidget(step, 1)
        layout.addLayout(steps)
        layout.addSpacing(12)
        layout.addWidget(line())
        foot = row(gap=8)
        foot.addWidget(label(say("ui_home.by_workbook"), "muted", wrap=True), 1)
        foot.addWidget(self.template_button)
        layout.addLayout(foot)


def _step(context: Context, number: int) -> tuple[QFrame, QVBoxLayout]:
    say = context.say
    made = card("quiet")
    layout = column(made, margins=(20, 20, 20, 20), gap=8)
    disc = label(str(number), "disc")
    disc.setAlignment(Qt.AlignmentFlag.AlignCenter)
    disc.setFixedSize(32, 32)
    layout.addWidget(disc)
    layout.addSpacing(4)
    layout.addWidget(label(say(f"ui_home.step_{number}"), "heading", wrap=True))
    layout.addWidget(label(say(f"ui_home.step_{number}_note"), "muted", wrap=True))
    layout.addStretch(1)
    return made, layout
