"""What is new about an assessment that was known, answer by answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from suzhou_assess.services.events import Difference
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.difference_words import DifferenceWords, difference_words
from suzhou_assess.ui.widgets.basics import card, clear, column, label, row

_MOST = 60
_ARROW = 16


class DifferenceView(QWidget):
    """Per item the old answer, struck by an arrow, and the new one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._layout = column(self, gap=8)

    def show_differences(self, differences: Sequence[Difference]) -> None:
        clear(self._layout)
        for words in difference_words(self._context, differences[:_MOST]):
            self._layout.addWidget(self._entry(words))
        if len(differences) > _MOST:
            more = self._context.say("ui_import.more_differences", count=len(differences) - _MOST)
            self._layout.addWidget(label(more, "small", wrap=True))

    def _entry(self, words: DifferenceWords) -> QFrame:
        entry = card("quiet")
        inside = column(entry, margins=(12, 10, 12, 10), gap=4)
        inside.addWidget(_readable(label(words.item, "strong", wrap=True)))
        before = row(margins=(_ARROW + 8, 0, 0, 0))
        before.addWidget(_readable(label(words.old, "muted", wrap=True)))
        inside.addLayout(before)
        line = row(gap=8)
        arrow = QLabel()
        arrow.setPixmap(icons.pixmap("next", self._context.palette.accent, _ARROW))
        arrow.setAccessibleName(self._context.say("ui_import.becomes"))
        line.addWidget(arrow, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(_readable(label(words.new, wrap=True)), 1)
        inside.addLayout(line)
        return entry


def _readable(made: QLabel) -> QLabel:
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    # A long note without a gap is cut; it must not widen the panel.
    made.setMinimumWidth(1)
    return made
