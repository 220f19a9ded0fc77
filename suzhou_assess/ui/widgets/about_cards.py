"""The cards of 设置 that only tell: indexes at hand, the program, its keys."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

import suzhou_assess
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import card, column, label, line

_SHORTCUTS = ("pages", "new", "continue", "import", "search", "choose", "next", "save")


def section(title: str) -> tuple[QFrame, QVBoxLayout]:
    """A card with a title, and where its rows go."""
    made = card()
    layout = column(made, margins=(24, 18, 24, 20), gap=12)
    layout.addWidget(label(title, "heading"))
    return made, layout


def packs_card(context: Context) -> QFrame:
    """The indexes that are at hand."""
    say, shelf = context.say, context.workspace.packs
    made, rows = section(say("ui_settings.packs"))
    for pack_id in shelf.ids():
        for edition in shelf.editions(pack_id):
            pack = shelf.get(pack_id, edition)
            rows.addWidget(label(context.text(pack.name), "strong", wrap=True))
            rows.addWidget(
                label(
                    say(
                        "ui_settings.pack",
                        id=pack.id,
                        edition=pack.edition,
                        questions=len(pack.questions),
                        scenarios=len(pack.scenarios),
                    )
                )
            )
            rows.addWidget(label(context.text(pack.source), "small", wrap=True))
    return made


def about_card(context: Context) -> QFrame:
    """The program, and the keys that work in it."""
    say = context.say
    made, rows = section(say("ui_settings.about"))
    rows.addWidget(label(f"{say('ui.brand')} {suzhou_assess.__version__} · Apache-2.0", "strong"))
    rows.addWidget(label(say("ui_settings.about_note"), "muted", wrap=True))
    rows.addWidget(label(f"Qt {qVersion()} · Python {platform.python_version()}", "small"))
    rows.addWidget(line())
    rows.addWidget(label(say("ui_settings.shortcuts"), "strong"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    half = (len(_SHORTCUTS) + 1) // 2
    for number, name in enumerate(_SHORTCUTS):
        at = number // half * 2
        key = label(say(f"ui_settings.keys_{name}"), "key")
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(key, number % half, at)
        grid.addWidget(label(say(f"ui_settings.does_{name}"), wrap=True), number % half, at + 1)
    rows.addLayout(grid)
    return made
