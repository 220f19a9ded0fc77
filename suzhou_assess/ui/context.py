"""What every page is given: one place wires the window's objects together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from suzhou_assess.domain.text import Lang, Text
from suzhou_assess.ui.models.standings_shelf import StandingsShelf
from suzhou_assess.ui.preferences import Preferences
from suzhou_assess.ui.theme import Theme
from suzhou_assess.ui.tokens import Palette
from suzhou_assess.words.catalog import Words

if TYPE_CHECKING:
    from suzhou_assess.domain.planner_moves import Wishes as PlanWishes
    from suzhou_assess.services.workspace import Workspace
    from suzhou_assess.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Selection:
    """Enterprises that stand behind a figure, to be shown as a list."""

    title: str
    """Which they are, in words: ``昆山市 · 二级``."""
    ids: tuple[int, ...]


Subject = str | int | Selection | tuple[Path, ...] | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user is: a page and what it shows."""

    page: str
    """``home``, ``enterprises``, ``assess``, ``result``, ``import``, ``rollup`` or ``settings``."""
    subject: Subject = None
    """An assessment's id, an enterprise's, a selection of enterprises, or files to import."""
    item: str | None = None
    """A question or scenario; of ``import`` and ``result`` a tab."""


class Context(QObject):
    """The services, the look and the language, and a way to other pages."""

    go = Signal(object)
    """Emitted with a ``Place``: the main window shows it."""
    data_changed = Signal()
    """Something in the database changed: pages that show lists read again when they are shown."""
    language_changed = Signal()
    """Everything is said anew: the main window builds its pages again."""
    told = Signal(str, str)
    """A passing message: its kind (``good``, ``warn``, ``bad``) and text."""

    def __init__(
        self, workspace: Workspace, theme: Theme, preferences: Preferences, tasks: Tasks
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.theme = theme
        self.preferences = preferences
        self.tasks = tasks
        self.words = Words(preferences.lang)
        self.standings = StandingsShelf(workspace)
        self.plan_wishes: dict[str, tuple[int, PlanWishes]] = {}
        """What was asked of the way up, by assessment: a visit elsewhere doesn't forget it."""
        self.plans_shown: set[str] = set()
        """Assessments of which the improvement plan was shown last, not the steps to choose."""
        # Before any page hears of it and asks for them.
        self.data_changed.connect(self.standings.drop)

    @property
    def palette(self) -> Palette:
        return self.theme.palette

    def say(self, key: str, /, **params: str | int | Text) -> str:
        """A sentence of the catalogue in the language in force."""
        return self.words.say(key, **params)

    def text(self, text: Text) -> str:
        return text.say(self.words.lang)

    def speak(self, lang: Lang) -> None:
        """Change the language, from now on and at the next start."""
        self.preferences.lang = lang
        self.words = Words(lang)
        self.language_changed.emit()

    def show(self, page: str, subject: Subject = None, item: str | None = None) -> None:
        self.go.emit(Place(page, subject, item))

    def tell(self, text: str, kind: str = "good") -> None:
        """A word that passes by at the foot of the window."""
        self.told.emit(kind, text)
