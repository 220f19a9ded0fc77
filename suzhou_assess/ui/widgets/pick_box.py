"""A choice among many that can be searched by typing any part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView


class PickBox(QComboBox):
    """Entries of a code list. What is typed need not be one: then ``value`` is the typed text.

    ``find`` gives the code of what people type in other words (昆山, 园区), or ``None``.
    """

    left = Signal()
    """The focus went elsewhere."""

    def __init__(
        self, entries: Sequence[tuple[str, str]], find: Callable[[str], str | None]
    ) -> None:
        super().__init__()
        self._find = find
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(12)
        for code, text in entries:
            self.addItem(text, code)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        offered = QListView()
        offered.setProperty("list", "popup")
        offered.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        completer.setPopup(offered)
        self.setCompleter(completer)
        self.setCurrentIndex(-1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def value(self) -> str:
        """The code of the entry, else the text as typed; empty for nothing."""
        text = self.currentText().strip()
        index = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if text and index >= 0:
            return str(self.itemData(index))
        return (self._find(text) if text else None) or text

    def set_value(self, code: str | None) -> None:
        index = self.findData(code) if code else -1
        self.setCurrentIndex(index)
        if index < 0:
            self.setEditText(code or "")

    def settle(self) -> None:
        """Write out what the typed words mean."""
        index = self.findData(self.value())
        if index >= 0:
            self.setCurrentIndex(index)
            line = self.lineEdit()
            if isinstance(line, QLineEdit):
                line.setCursorPosition(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a form must not change what it passes over.
        event.ignore()


class ChoiceBox(QComboBox):
    """A choice among a few. The first entry means nothing is chosen."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(16)
        for code, text in entries:
            self.addItem(text, code)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def value(self) -> str:
        return str(self.currentData() or "")

    def set_value(self, code: str | None) -> None:
        self.setCurrentIndex(max(0, self.findData(code or "")))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
