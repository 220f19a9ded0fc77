"""Beside an answer: a note, the mark 待核, attaching a file, and taking the answer back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.evidence_sources import can_attach, pasting_attaches
from suzhou_assess.ui.widgets.basics import button, column
from suzhou_assess.ui.widgets.flow import FlowLayout

_PAUSE_MS = 800
_AROUND = 22
"""Padding, border and the margin of the text, above and below."""
_HIDDEN = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
_PASSED_ON = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class NoteEditor(QWidget):
    """The note is offered for saving when its field is left, and after a pause in typing."""

    noted = Signal(str)
    flagged = Signal(bool)
    cleared = Signal()
    attach_wanted = Signal()
    closed = Signal()
    """Back to the options."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        say = context.say
        muted = context.palette.muted
        layout = column(self, gap=8)
        actions = FlowLayout(gap=4)
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
        self.attach = button(
            say("ui_evidence.add"),
            "quiet",
            icon="clip",
            color=muted,
            tip=say("ui_evidence.add_tip"),
        )
        self.attach.clicked.connect(self.attach_wanted)
        actions.addWidget(self.add)
        actions.addWidget(self.flag)
        actions.addWidget(self.attach)
        actions.addWidget(self.clear)
        self.foot = actions
        """More may follow."""
        layout.addLayout(actions)
        self.edit = NoteEdit(lines=3, most=6)
        self.edit.setPlaceholderText(say("ui_assess.note_hint"))
        self.edit.setAccessibleName(say("ui_assess.note_add"))
        self.edit.hide()
        layout.addWidget(self.edit)
        self.edit.noted.connect(self.noted)
        self.edit.finished.connect(self.closed)

    @property
    def is_typing(self) -> bool:
        """Something is typed that was not yet offered for saving."""
        return self.edit.is_typing

    def show_item(self, note: str, *, flagged: bool, answered: bool, editable: bool) -> None:
        """Become the note of another item."""
        self.edit.show_text(note)
        self.edit.setReadOnly(not editable)
        self.edit.setVisible(bool(note))
        self.show_state(flagged=flagged, answered=answered, editable=editable)

    def show_state(self, *, flagged: bool, answered: bool, editable: bool) -> None:
        self.flag.setChecked(flagged)
        self.flag.setEnabled(editable)
        self.flag.setVisible(editable or flagged)
        self.clear.setVisible(answered and editable)
        self.attach.setVisible(editable)
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
        self.edit.flush()


class NoteEdit(QPlainTextEdit):
    """A few lines of text. Offers them for saving after a pause, and when it is left."""

    noted = Signal(str)
    finished = Signal()
    """Esc or Ctrl+Enter: back to what it belongs to."""

    def __init__(self, *, lines: int, most: int) -> None:
        """At least ``lines`` high, growing with the text up to ``most``."""
        super().__init__()
        self._lines, self._most = lines, most
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setProperty("brief", lines == 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._offer)
        self.textChanged.connect(self._on_typed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def is_typing(self) -> bool:
        """Something is typed that was not yet offered for saving."""
        return self.toPlainText().strip() != self._shown

    def show_text(self, text: str) -> None:
        """What is on disk; of another item, or after somebody else changed it."""
        self._pause.stop()
        self._shown = text
        self.blockSignals(True)
        self.setPlainText(text)
        # Who comes back to a note goes on with it.
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.blockSignals(False)
        self._fit()

    def flush(self) -> None:
        """Offer for saving what is typed and not yet saved."""
        self._pause.stop()
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and ctrl):
            self.finished.emit()
            return
        # On some desktops Ctrl+E goes to the end of the line; here it attaches a file.
        attaches = bool(ctrl) and event.key() == Qt.Key.Key_E
        if event.matches(QKeySequence.StandardKey.Paste):
            attaches = pasting_attaches()
        if attaches or event.key() in _PASSED_ON:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # Files and pictures belong to the question, not into the text.
        if can_attach(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def _on_typed(self) -> None:
        self._pause.start()

    def _offer(self) -> None:
        if self.is_typing:
            self._shown = self.toPlainText().strip()
            self.noted.emit(self._shown)

    def _fit(self) -> None:
        needed = round(self.document().size().height())
        count = max(self._lines, min(self._most, needed))
        self.setFixedHeight(count * QFontMetrics(self.font()).lineSpacing() + _AROUND)
        shown = Qt.ScrollBarPolicy.ScrollBarAsNeeded if needed > self._most else _HIDDEN
        self.setVerticalScrollBarPolicy(shown)
