"""支持措施: what the city offers, and which of it fits this result, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from suzhou_assess.domain.support import STATES, Fit
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.widgets.basics import button, card, clear, column, label, row
from suzhou_assess.ui.widgets.segments import Segments
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.support_card import SupportCard
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.support_words import SupportWords

if TYPE_CHECKING:
    from suzhou_assess.services.support import MeasuresFile

_GAP = 16
_CARD = 420
"""A card should be no narrower: so many stand side by side."""
_MOST_COLUMNS = 3
ALL = "all"


class SupportView(QWidget):
    """A card a measure, those that fit first."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self._view = view
        self.cards: list[SupportCard] = []
        self.filter: Segments | None = None
        self.manage: QPushButton | None = None
        self._grid = QGridLayout()
        self._columns = 0
        self._state = ALL
        self._was_left = False
        self._layout = column(self, margins=(24, 16, 24, 24), gap=_GAP)
        self.fill()

    def fill(self) -> None:
        """Shows what fits by now: measures, profile and plan are read again."""
        from suzhou_assess.services.support import files_in_use, fits_of

        state = self._state
        clear(self._layout)
        self.cards, self.filter, self._columns, self._state = [], None, 0, ALL
        view, today = self._view, date.today()  # noqa: DTZ011 - the user's own day
        workspace = view.context.workspace
        try:
            files = files_in_use(workspace)
            fits = fits_of(workspace, view.session, today)
        except StoreError as error:
            self._say_trouble(error)
            return
        for made in self._notices(files):
            self._layout.addWidget(made)
        if not fits:
            self._layout.addWidget(self._nothing(), 1)
            return
        self._layout.addWidget(self._head(fits, today))
        said = SupportWords(view.context.words, workspace.places, view.pack)
        self.cards = [SupportCard(view, fit, said, self._edit) for fit in fits]
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._layout.addLayout(self._grid)
        self._layout.addStretch(1)
        self._arrange()
        self._return_to(state)

    def show_state(self, state: str) -> None:
        """Shows the measures of one state, or all of them."""
        self._state = state
        self._columns = 0
        self._arrange()

    def _return_to(self, state: str) -> None:
        """Shows what was shown before, if there is any of it left."""
        if self.filter is not None and self.filter.buttons[state].isEnabled():
            self.filter.set_value(state)
            self.show_state(state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._was_left:
            # The plan may have been changed in another tab meanwhile.
            self._was_left = False
            self.fill()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._was_left = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        fitting = (self.width() - 48 + _GAP) // (_CARD + _GAP)
        columns = max(1, min(_MOST_COLUMNS, fitting))
        if columns == self._columns:
            return
        self._columns = columns
        grid = self._grid
        while grid.takeAt(0) is not None:
            pass
        shown = [made for made in self.cards if self._state in (ALL, made.fit.state)]
        for number, made in enumerate(shown):
            grid.addWidget(made, number // columns, number % columns)
        for made in self.cards:
            made.setVisible(made in shown)
        for number in range(_MOST_COLUMNS):
            grid.setColumnStretch(number, 1 if number < columns else 0)

    def _head(self, fits: Sequence[Fit], today: date) -> QWidget:
        say = self._view.context.say
        counts = {state: sum(fit.state == state for fit in fits) for state in STATES}
        made = QWidget()
        layout = row(made, gap=16)
        choices = [(ALL, say("ui_support.all", count=len(fits)))]
        choices += [
            (state, say("ui_support.state_count", state=say(f"support.state_{state}"), count=count))
            for state, count in counts.items()
        ]
        self.filter = Segments(say("ui_support.filter"), choices)
        for state, count in counts.items():
            self.filter.buttons[state].setEnabled(count > 0)
        self.filter.set_value(ALL)
        self.filter.chosen.connect(self.show_state)
        layout.addWidget(self.filter)
        layout.addStretch(1)
        layout.addWidget(label(say("ui_support.as_of", date=today.isoformat()), "small"))
        return made

    def _notices(self, files: Sequence[MeasuresFile]) -> list[QWidget]:
        """That these are examples only; that a loaded file can't be used any more."""
        say = self._view.context.say
        made: list[QWidget] = []
        if not any(entry.own for entry in files):
            made.append(self._notice("quiet", say("ui_support.examples_only")))
        broken = [entry.file for entry in files if entry.error is not None]
        if broken:
            words = say("ui_support.broken", files=self._view.context.words.joined(tuple(broken)))
            made.append(self._notice("warn", words))
        return made

    def _notice(self, kind: str, words: str) -> QFrame:
        made = card(kind)
        layout = row(made, margins=(16, 8, 12, 8), gap=12)
        layout.addWidget(label(words, "warn" if kind == "warn" else "muted", wrap=True), 1)
        self.manage = self._settings_link()
        layout.addWidget(self.manage, alignment=Qt.AlignmentFlag.AlignVCenter)
        return made

    def _settings_link(self) -> QPushButton:
        context = self._view.context
        made = button(context.say("ui_support.manage"), "link")
        made.clicked.connect(lambda: context.show("settings", None, "measures"))
        return made

    def _nothing(self) -> QWidget:
        context = self._view.context
        return EmptyState(
            context.palette,
            "star",
            context.say("ui_support.none_title"),
            context.say("ui_support.none_hint"),
            self._settings_link(),
        )

    def _say_trouble(self, error: StoreError) -> None:
        context = self._view.context
        title = context.say("ui_support.not_read")
        self._layout.addWidget(
            EmptyState(context.palette, "warning", title, error.say(context.words)), 1
        )

    def _edit(self, field: str) -> None:
        """Opens the profile; what was filled in counts at once."""
        from suzhou_assess.ui.dialogs.enterprise_form import edit_enterprise
        from suzhou_assess.ui.dialogs.working import tell_trouble

        view = self._view
        if edit_enterprise(view.context, self, view.session.enterprise_id, field=field) is None:
            return
        try:
            view.session.reload()
        except StoreError as error:
            tell_trouble(view.context, self, view.context.say("ui_support.not_read"), error)
            return
        view.context.data_changed.emit()
        self.fill()
