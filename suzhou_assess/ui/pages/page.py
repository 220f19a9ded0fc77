"""What the main window expects of a page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from suzhou_assess.ui.context import Context, Place


class Page(QWidget):
    """A page of the window.

    Pages are built when they are first shown, and built anew when the theme or the language
    changes: ``place`` and ``memory`` then tell the new page where the old one was.
    """

    name = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("ground", True)
        self.setProperty("page", True)

    def enter(self, place: Place) -> None:
        """The page comes to the front and shows ``place``, with fresh data."""

    def leave(self) -> None:
        """Another page comes to the front: write what is not yet written."""

    @property
    def place(self) -> Place:
        """Where the user is on this page."""
        return Place(self.name)

    @property
    def memory(self) -> object:
        """What the page built in this one's stead is given, beside its place: filters, sorting."""
        return None

    def recall(self, memory: object) -> None:
        """Takes up what another page of its class remembered, before it is entered."""

    @property
    def unsaved(self) -> str:
        """What could not be written and would go with the window; empty if all is on disk."""
        return ""
