"""Beside an answer: a note, the mark 待核, and taking the answer back."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import button, column, row

_PAUSE_MS = 800
_HEIGHT = 76


class NoteEditor(QWidget):
    """The note is offered for saving when its field is left, and after a pause in typing."""

    noted = Signal(str)
    flagged = Signal(bool)
    cleared = Signal()
    closed = Signal()
    """Back to the options."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        say = context.say
        muted = context.palette.muted
        layout = column(self, gap=8)
        actions = row(gap=4)
        self.add = button(
            say("ui_assess.note_add"),
            "quiet",
            icon="note",
            color=muted,
            tip=say("ui_assess.note_tip"),
        )
        self.add.clicked.connect(self.open)
        self.flag = button(
            say("ui_assess.flag"), "quiet", icon="flag", color=muted, tip=say("ui_assess.flag_tip")
        )
        self.flag.setCheckable(True)
        self.flag.clicked.connect(self.flagged)
        self.clear = button(
            say("ui_assess.clear"),
            "quiet",
            icon="close",
            color=muted,
            tip=say("ui_assess.clear_tip"),
        )
        self.clear.clicked.connect(self.cleared)
        actions.addWidget(self.add)
        actions.addWidget(self.flag)
        actions.addWidget(self.clear)
        actions.addStretch(1)
        layout.addLayout(actions)
        self.edit = _NoteEdit()
        self.edit.setPlaceholderText(say("ui_assess.note_hint"))
        self.edit.setAccessibleName(say("ui_assess.note_add"))
        self.edit.setFixedHeight(_HEIGHT)
        self.edit.hide()
        layout.addWidget(self.edit)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._offer)
        self.edit.textChanged.connect(self._on_typed)
        self.edit.left.connect(self.flush)
        self.edit.finished.connect(self.closed)
        self._shown = ""

    @property
    def is_typing(self) -> bool:
        """Something is typed that was not yet offered for saving."""
        return self.edit.toPlainText().strip() != self._shown

    def show_item(self, note: str, *, flagged: bool, answered: bool, editable: bool) -> None:
        """Become the note of another item."""
        self._pause.stop()
        self._shown = note
        self.edit.blockSignals(True)
        self.edit.setPlainText(note)
        self.edit.blockSignals(False)
        self.edit.setReadOnly(not editable)
        self.edit.setVisible(bool(note))
        self.show_state(flagged=flagged, answered=answered, editable=editable)

    def show_state(self, *, flagged: bool, answered: bool, editable: bool) -> None:
        self.flag.setChecked(flagged)
        self.flag.setEnabled(editable)
        self.flag.setVisible(editable or flagged)
        self.clear.setVisible(answered and editable)
        self.add.setVisible(editable and not self.edit.isVisibleTo(self))

    def open(self) -> None:
        """Show the field and write in it."""
        if self.edit.isReadOnly():
            return
        self.edit.show()
        self.add.hide()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Offer for saving what is typed and not yet saved."""
        self._pause.stop()
        self._offer()

    def _on_typed(self) -> None:
        self._pause.start()

    def _offer(self) -> None:
        text = self.edit.toPlainText().strip()
        if self.is_typing:
            self._shown = text
            self.noted.emit(text)


class _NoteEdit(QPlainTextEdit):
    left = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and ctrl):
            self.finished.emit()
            return
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
