"""A file that an office gave the program, in 设置: loaded, looked at, let go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import button, column, label, row


@dataclass(frozen=True, slots=True)
class KeptFileWords:
    """What is said of one kind of file."""

    note: str
    """What it is good for."""
    load: str
    title: str
    """Of the dialog that asks for a file."""
    forget: str
    kinds: str
    """A filter for that dialog."""


class KeptFileSetting(QWidget):
    """Says what is kept with the database and takes another one. Each kind of file derives its
    own."""

    def __init__(self, context: Context, words: KeptFileWords) -> None:
        super().__init__()
        self._context = context
        self._words = words
        layout = column(self, gap=12)
        self.state = label("", wrap=True)
        layout.addWidget(self.state)
        layout.addWidget(label(words.note, "small", wrap=True))
        self._actions = row(gap=12)
        self.load = button(words.load, icon="import", color=context.palette.text)
        self.load.clicked.connect(self._on_load)
        self.forget = button(words.forget, "link")
        self.forget.clicked.connect(self._on_forget)
        self._actions.addWidget(self.load)
        self._actions.addWidget(self.forget)
        self._actions.addStretch(1)
        layout.addLayout(self._actions)
        self.look()

    def look(self) -> None:
        """Show what the database keeps now."""
        try:
            told = self._kept()
        except StoreError:
            told = None  # the page says why elsewhere
        self.forget.setVisible(told is not None)
        self.state.setText(self._without() if told is None else told)

    # what a kind of file is

    def _kept(self) -> str | None:
        """What is kept, in words; ``None`` for nothing. Raises ``StoreError``."""
        raise NotImplementedError

    def _without(self) -> str:
        """What holds while nothing is kept."""
        raise NotImplementedError

    def _keep(self, path: Path) -> str | None:
        """Take a file, and say so; ``None`` when it was refused and the user told why."""
        raise NotImplementedError

    def _let_go(self) -> bool:
        """Forget it; False when the user thought better of it or was told why not."""
        raise NotImplementedError

    # what they have in common

    def _add_action(self, action: QPushButton) -> None:
        """One more button beside the two."""
        self._actions.insertWidget(1, action)

    def _on_load(self) -> None:
        context = self._context
        chosen, _ = QFileDialog.getOpenFileName(
            self, self._words.title, context.preferences.folder, self._words.kinds
        )
        if not chosen:
            return
        context.preferences.folder = str(Path(chosen).parent)
        told = self._keep(Path(chosen))
        if told is not None:
            self._changed()
            context.tell(told)

    def _on_forget(self) -> None:
        if self._let_go():
            self._changed()
            self.load.setFocus()

    def _changed(self) -> None:
        self.look()
        self._context.data_changed.emit()
