"""The middle of the page 评估, or a dialog, takes what is dropped on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from suzhou_assess.ui.models.evidence_sources import can_attach, sources_of


class EvidenceDrop(QObject):
    """Watches a widget, and covers it with a word on what a drop does while files hover over it."""

    dropped = Signal(list)
    """``Source``: files, or a picture."""

    def __init__(self, words: str, over: QWidget) -> None:
        """``words`` tell what a drop does."""
        super().__init__(over)
        self._over = over
        self.takes = True
        """Whether anything may be attached now."""
        self.veil = QLabel(words, over)
        self.veil.setProperty("veil", True)
        self.veil.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.veil.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.veil.hide()
        over.setAcceptDrops(True)
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Entering and moving are drops as well, to Qt.
        if isinstance(event, QDropEvent):
            data = event.mimeData()
            dropped = event.type() == QEvent.Type.Drop
            self._cover(on=self.takes and not dropped and can_attach(data))
            if self.takes and can_attach(data):
                event.acceptProposedAction()
                if dropped:
                    self.dropped.emit(sources_of(data))
                return True
        elif event.type() == QEvent.Type.DragLeave:
            self._cover(on=False)
        return super().eventFilter(watched, event)

    def _cover(self, *, on: bool) -> None:
        if on:
            self.veil.setGeometry(self._over.rect().adjusted(8, 8, -8, -8))
            self.veil.raise_()
        self.veil.setVisible(on)
