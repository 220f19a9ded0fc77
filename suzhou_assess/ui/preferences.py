"""What one user of this computer prefers: theme, language, window. Data is the store's."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from suzhou_assess.domain.text import LANGS, Lang
from suzhou_assess.ui.theme import ThemeChoice

_THEMES: tuple[ThemeChoice, ...] = ("system", "light", "dark")


class Preferences:
    """A thin typed door to the settings file."""

    def __init__(self) -> None:
        self._settings = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "suzhou-assess", "window"
        )

    @property
    def theme(self) -> ThemeChoice:
        value = self._settings.value("theme", "system")
        return value if value in _THEMES else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._settings.setValue("theme", choice)

    @property
    def lang(self) -> Lang:
        value = self._settings.value("language", "zh")
        return value if value in LANGS else "zh"

    @lang.setter
    def lang(self, lang: Lang) -> None:
        self._settings.setValue("language", lang)

    @property
    def geometry(self) -> QByteArray | None:
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    @property
    def folder(self) -> str:
        """Where files were last saved to or opened from; empty at first."""
        value = self._settings.value("folder", "")
        return value if isinstance(value, str) else ""

    @folder.setter
    def folder(self, folder: str) -> None:
        self._settings.setValue("folder", folder)

    @property
    def database(self) -> str:
        """The database to open at the next start; empty for the usual one."""
        value = self._settings.value("database", "")
        return value if isinstance(value, str) else ""

    @database.setter
    def database(self, database: str) -> None:
        self._settings.setValue("database", database)
