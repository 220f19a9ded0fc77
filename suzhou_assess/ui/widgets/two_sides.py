"""The two sides of a doubt beside each other, what differs marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from suzhou_assess.domain.points import as_text
from suzhou_assess.services.doubts import Doubt, Side
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.profile_words import district_name
from suzhou_assess.ui.widgets.basics import clear, column, label, row
from suzhou_assess.ui.widgets.level_badge import LevelBadge

_FIELDS = ("name", "uscc", "district", "mode", "date", "score", "level", "source")


class TwoSides(QFrame):
    """A row a field: what was there before, and what came in."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        outer = column(self, gap=0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        outer.addLayout(self._grid)

    def show_doubt(self, doubt: Doubt) -> None:
        clear(self._grid)
        say = self._context.say
        old, new = self._words(doubt.other), self._words(doubt.mine)
        for at, name in ((1, "before"), (2, "came_in")):
            head = QFrame()
            head.setProperty("card", "quiet")
            line = row(head, margins=(8, 8, 8, 8))
            line.addWidget(label(say(f"ui_import.side_{name}"), "strong"))
            self._grid.addWidget(head, 0, at)
        for number, field in enumerate(_FIELDS, start=1):
            if not old[field] and not new[field]:
                continue
            title = label(say(f"ui_import.side_{field}"), "small")
            self._grid.addWidget(title, number, 0, Qt.AlignmentFlag.AlignVCenter)
            # What one side has nothing to say of is no difference.
            differs = bool(old[field] and new[field]) and old[field] != new[field]
            for at, words, side in ((1, old, doubt.other), (2, new, doubt.mine)):
                self._grid.addWidget(
                    self._cell(field, words[field], side, differs=differs), number, at
                )

    def _cell(self, field: str, words: str, side: Side, *, differs: bool) -> QWidget:
        cell = QFrame()
        cell.setProperty("side", "differs" if differs else "same")
        cell.setMinimumHeight(40)
        line: QHBoxLayout = row(cell, margins=(8, 8, 8, 8), gap=8)
        if field == "level" and side.level is not None:
            line.addWidget(LevelBadge(side.level, 22))
        said = _readable(label(words or "–", "strong" if differs else "text", wrap=True))
        line.addWidget(said, 1)
        return cell

    def _words(self, side: Side) -> dict[str, str]:
        context = self._context
        return {
            "name": side.label,
            "uscc": side.uscc,
            "district": district_name(context, side.district),
            "mode": context.say(f"ui.mode_{side.mode}") if side.mode else "",
            "date": side.date.isoformat() if side.date else "",
            "score": "" if side.score is None else as_text(side.score),
            "level": "" if side.level is None else self._level(side.level),
            "source": side.source.replace("/", "/\u200b"),
        }

    def _level(self, level: int) -> str:
        levels = self._context.workspace.packs.default().levels
        return next((self._context.text(one.name) for one in levels if one.level == level), "")


def _readable(made: QLabel) -> QLabel:
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setMinimumWidth(1)
    return made
