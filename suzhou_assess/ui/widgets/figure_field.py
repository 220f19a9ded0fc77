"""A field for one figure: its name, its unit, and what is wrong with what was typed."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from suzhou_assess.domain.answers import Number, read_figure
from suzhou_assess.domain.pack import Figure
from suzhou_assess.domain.problems import Problem
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.evidence_sources import pasting_attaches
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, column, row, set_role

_UNIT_GAP = 10
CAPTION_HEIGHT = 22


class FigureField(QWidget):
    """Emits ``edited`` at each keystroke; what is typed is read at once."""

    edited = Signal()
    entered = Signal()
    """Enter was pressed."""
    left = Signal()
    """The focus went away."""
    focused = Signal()
    offer_taken = Signal()
    owner_wanted = Signal()
    """To the question that this figure belongs to."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.figure: Figure | None = None
        self.offer: Number | None = None
        self._problem: Problem | None = None
        self._value: Number | None = None
        self._foreign = False
        layout = column(self, gap=6)
        caption = row(gap=4)
        self._name = ElidedLabel()
        self._name.setFixedHeight(CAPTION_HEIGHT)
        self._offer = button("", "link")
        self._offer.setProperty("compact", True)
        self._offer.clicked.connect(self._on_link)
        self._offer.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter in the field does the same
        caption.addWidget(self._name, 1)
        caption.addWidget(self._offer)
        layout.addLayout(caption)
        self.edit = _NumberEdit(self)
        layout.addWidget(self.edit)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.entered.connect(self.entered)
        self.edit.left.connect(self.left)
        self.edit.focused.connect(self.focused)

    @property
    def link(self) -> QPushButton:
        """Takes the offered number over, or goes to the question that the figure belongs to."""
        return self._offer

    @property
    def value(self) -> Number | None:
        """What is typed, if it is a sound number."""
        return self._value

    @property
    def problem(self) -> Problem | None:
        """What is wrong with what is typed."""
        return self._problem

    @property
    def is_empty(self) -> bool:
        return not self.edit.text().strip()

    @property
    def editable(self) -> bool:
        return not self.edit.isReadOnly()

    @property
    def hint(self) -> str:
        figure = self.figure
        if figure is None:
            return ""
        if self.offer is not None and self.is_empty:
            return self._context.say(
                "ui_assess.figure_offer_hint",
                value=number_text(self.offer),
                unit=figure.unit,
            )
        return self._context.text(figure.hint) if figure.hint is not None else ""

    def show_figure(
        self,
        figure: Figure,
        value: Number | None,
        *,
        editable: bool,
        offer: Number | None = None,
        owner: int | None = None,
    ) -> None:
        """Become the field of another figure.

        ``offer`` is what the enterprise's profile says; ``owner`` the number of the question that
        the figure belongs to, if it isn't this one.
        """
        context = self._context
        self.figure = figure
        self._foreign = owner is not None
        self.offer = offer if value is None and editable else None
        name = context.text(figure.name)
        self._name.setText(name)
        self._name.updateGeometry()
        self.edit.show_unit(context.text(figure.unit))
        self.edit.setReadOnly(not editable)
        self.edit.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if editable else Qt.FocusPolicy.ClickFocus
        )
        self.edit.setAccessibleName(f"{name} ({context.text(figure.unit)})")
        self.edit.setPlaceholderText("" if self.offer is None else number_text(self.offer))
        if owner is not None:
            self._offer.setText(context.say("ui_assess.figure_owner", number=owner))
            self._offer.setToolTip(context.say("ui_assess.figure_owner_tip"))
        elif self.offer is not None:
            self._offer.setText(context.say("ui_assess.figure_offer"))
            self._offer.setToolTip(self.hint)
        self._offer.setVisible(self._foreign or self.offer is not None)
        self.show_value(value)

    def show_value(self, value: Number | None) -> None:
        """What is on disk."""
        self.edit.setText("" if value is None else number_text(value))
        self._read()

    def take_offer(self) -> None:
        """Type in what the profile says."""
        if self.offer is not None:
            self.edit.setText(number_text(self.offer))
            self._on_edited()

    def _on_link(self) -> None:
        if self._foreign:
            self.owner_wanted.emit()
        else:
            self.offer_taken.emit()

    def _on_edited(self) -> None:
        self._read()
        self.edited.emit()

    def _read(self) -> None:
        problems: list[Problem] = []
        text = typed_number(self.edit.text())
        self._value = read_figure(self.figure, text, problems) if text and self.figure else None
        self._problem = problems[0] if problems else None
        set_role(self.edit, "true" if problems else "false", "invalid")
        if self.offer is not None and not self._foreign:
            self._offer.setVisible(self.is_empty)


class _NumberEdit(QLineEdit):
    """Digits stay here; letters and what else isn't part of a number go on to the page."""

    entered = Signal()
    left = Signal()
    focused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._unit = QLabel(self)
        self._unit.setProperty("role", "small")
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # A Chinese input method would swallow the letters that choose options.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setProperty("figure", True)

    def show_unit(self, unit: str) -> None:
        self._unit.setText(unit)
        self._unit.adjustSize()
        self.setTextMargins(0, 0, self._unit.width() + 4, 0)
        self._place_unit()

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place_unit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        word = plain or event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        elsewhere = word and event.text().isprintable() and event.text() not in "0123456789.,-% "
        undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
        typed = event.text().isascii() and bool(event.text()) and elsewhere
        # A picture or a file is pasted beside the question; Ctrl+E attaches one, though some
        # desktops go to the end of the line by it.
        attaches = event.modifiers() == Qt.KeyboardModifier.ControlModifier and (
            key == Qt.Key.Key_E or (key == Qt.Key.Key_V and pasting_attaches())
        )
        if typed or undo or attaches or key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _place_unit(self) -> None:
        self._unit.move(
            self.width() - self._unit.width() - _UNIT_GAP,
            (self.height() - self._unit.height()) // 2,
        )


def typed_number(text: str) -> str:
    """A number as people type it: full-width digits, spaces and commas between the thousands."""
    return "".join(unicodedata.normalize("NFKC", text).replace(",", "").split())


def number_text(number: Number) -> str:
    """A figure as it is typed: no exponent, no trailing zeros."""
    return f"{Decimal(number).normalize():f}"
