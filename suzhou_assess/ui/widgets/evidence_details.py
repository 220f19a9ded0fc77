"""The attached file that is chosen: its caption, what it supports, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from suzhou_assess.domain.evidence import MAX_CAPTION, Evidence
from suzhou_assess.domain.pack import Pack
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.evidence_sources import pasting_attaches
from suzhou_assess.ui.widgets.basics import button, row
from suzhou_assess.ui.widgets.evidence_supports import SupportsButton

_WIDE = 480
"""From this width on everything stands in one line."""


class EvidenceDetails(QWidget):
    captioned = Signal(object, str)
    """Which evidence, and its new caption."""
    supported = Signal(object, str, str)
    """Which evidence, a proof, and letters or a level."""
    look_wanted = Signal()
    open_wanted = Signal()
    save_wanted = Signal()
    remove_wanted = Signal()
    left = Signal()
    """Esc or Enter in the caption: back to the options."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._evidence: Evidence | None = None
        say, muted = context.say, context.palette.muted
        self._across = row(self, gap=4)
        self.caption = _CaptionEdit()
        self.caption.setMaxLength(MAX_CAPTION)
        self.caption.setPlaceholderText(say("ui_evidence.caption_hint"))
        self.caption.setAccessibleName(say("ui_evidence.caption"))
        self.caption.written.connect(self.flush)
        self.caption.finished.connect(self.left)
        self._across.addWidget(self.caption, 1)
        layout = row(gap=4)
        self.supports = SupportsButton(context)
        self.supports.chosen.connect(self._on_supported)
        layout.addWidget(self.supports)
        self.buttons = []
        for name, icon, wanted in (
            ("look", "search", self.look_wanted),
            ("open", "open", self.open_wanted),
            ("save", "export", self.save_wanted),
            ("remove", "trash", self.remove_wanted),
        ):
            made = button("", "quiet", icon=icon, color=muted, tip=say(f"ui_evidence.{name}"))
            made.clicked.connect(lambda _=False, wanted=wanted: wanted.emit())
            layout.addWidget(made)
            self.buttons.append(made)
        self.look, self.open, self.save, self.remove = self.buttons
        self._across.addLayout(layout)

    def show_evidence(self, pack: Pack, evidence: Evidence, *, editable: bool) -> None:
        """Become the details of another file, or of the same as it is now."""
        if self._evidence is None or self._evidence.id != evidence.id:
            self.flush()
            self.caption.setText(evidence.caption)
            self.caption.setCursorPosition(0)
        elif self._evidence.caption != evidence.caption and not self.caption.hasFocus():
            self.caption.setText(evidence.caption)
        self._evidence = evidence
        self.caption.setReadOnly(not editable)
        self.supports.show_evidence(pack, evidence)
        self.supports.setEnabled(editable)
        self.supports.setVisible(bool(evidence.item))  # of the whole there is nothing to prove
        self.look.setVisible(evidence.can_be_shown)
        self.remove.setVisible(editable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        way = QBoxLayout.Direction
        self._across.setDirection(way.LeftToRight if wide else way.TopToBottom)

    def show_nothing(self) -> None:
        self.flush()
        self._evidence = None

    def flush(self) -> None:
        """Offer for saving the caption that is typed."""
        evidence, typed = self._evidence, self.caption.text().strip()
        if evidence is not None and typed != evidence.caption and not self.caption.isReadOnly():
            self.captioned.emit(evidence, typed)

    def _on_supported(self, proof: str, claim: str) -> None:
        if self._evidence is not None:
            self.supported.emit(self._evidence, proof, claim)


class _CaptionEdit(QLineEdit):
    """Letters stay in the caption; the keys that work everywhere go on to the page."""

    written = Signal()
    finished = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.written.emit()
            self.finished.emit()
            return
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and (
            key == Qt.Key.Key_E or (key == Qt.Key.Key_V and pasting_attaches())
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.written.emit()
