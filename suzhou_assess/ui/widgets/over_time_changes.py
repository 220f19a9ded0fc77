"""What rose and what fell between two assessments, each from the old answer to the new."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from suzhou_assess.domain.comparison import Comparison, ItemChange
from suzhou_assess.ui.widgets.basics import Role, button, column, label, line, row
from suzhou_assess.ui.widgets.verdict_view import VerdictView, card_heading
from suzhou_assess.words.comparison_words import ComparisonWords

_INDENT = 7
"""Of a link's words inside the link."""
_SHOWN = 8
"""Of each kind at first; the others at a click."""


class ChangesCard(QFrame):
    """Rises, falls, and what was answered otherwise. A name leads to its question."""

    def __init__(self, view: VerdictView, comparison: Comparison, said: ComparisonWords) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.names: list[QPushButton] = []
        self._view = view
        self._said = said
        say = view.context.say
        layout = column(self, margins=(20, 16, 20, 16), gap=8)
        layout.addLayout(card_heading(say("ui_over_time.changes")))
        if not comparison.items:
            layout.addWidget(label(say("ui_over_time.no_changes"), "muted", wrap=True))
        parts: tuple[tuple[str, Role, Sequence[ItemChange]], ...] = (
            ("rises", "good", comparison.rises),
            ("falls", "bad", comparison.falls),
            ("others", "muted", comparison.others),
        )
        first = True
        for key, role, changes in parts:
            if changes:
                if not first:
                    layout.addWidget(line())
                first = False
                title = say(f"ui_over_time.{key}", count=len(changes))
                layout.addWidget(label(title, "strong"))
                self._add(layout, changes, role)
        layout.addStretch(1)

    def _add(self, layout: QVBoxLayout, changes: Sequence[ItemChange], role: Role) -> None:
        first = len(self.names) + _SHOWN
        rows = [self._row(change, role) for change in changes]
        for made in rows:
            layout.addWidget(made)
        hidden = rows[_SHOWN:]
        if not hidden:
            return
        for made in hidden:
            made.hide()
        more = button(self._view.context.say("ui_over_time.more", count=len(hidden)), "link")

        def show() -> None:
            for made in hidden:
                made.show()
            self.names[first].setFocus()
            more.hide()

        more.clicked.connect(show)
        layout.addWidget(more, alignment=Qt.AlignmentFlag.AlignLeft)

    def _row(self, change: ItemChange, role: Role) -> QWidget:
        view = self._view
        made = QWidget()
        layout = column(made, gap=0)
        head = row(gap=8)
        name = button(view.context.text(view.pack.item_name(change.item)), "link")
        words = self._said.change(change)
        name.setAccessibleDescription(words)
        name.clicked.connect(lambda: view.open(change.item))
        self.names.append(name)
        head.addWidget(name)
        head.addStretch(1)
        head.addWidget(label(self._said.gained(change), role))
        layout.addLayout(head)
        below = row(margins=(_INDENT, 0, 0, 4))
        below.addWidget(label(words, "small", wrap=True))
        layout.addLayout(below)
        return made
