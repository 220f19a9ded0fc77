"""The look: light and dark, following the system unless the user chose one."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from suzhou_assess.resources import files
from suzhou_assess.ui import tokens
from suzhou_assess.ui.tokens import DARK, LIGHT, Palette

ThemeChoice = Literal["system", "light", "dark"]

_FAMILIES = [
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
]


class Theme(QObject):
    """Holds the palette in force and dresses the application in it."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice: ThemeChoice = choice
        self.palette: Palette = self._wanted()
        font = QFont()
        font.setFamilies(_FAMILIES)
        font.setPixelSize(tokens.TEXT_SIZE)
        app.setFont(font)
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Follow the system, or stay light or dark."""
        self._choice = choice
        self._apply()

    def _wanted(self) -> Palette:
        if self._choice == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self._choice == "dark"
        return DARK if dark else LIGHT

    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        wanted = self._wanted()
        if wanted is not self.palette:
            self.palette = wanted
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        self._app.setPalette(_qt_palette(self.palette))
        self._app.setStyleSheet(style_sheet(self.palette))


def color(hex_rgb: str, alpha: int = 255) -> QColor:
    """A Qt colour from a token."""
    made = QColor(f"#{hex_rgb}")
    made.setAlpha(alpha)
    return made


def style_sheet(palette: Palette) -> str:
    """The style sheet with the tokens filled in: ``@accent`` and so on."""
    sheet = files.read_text("styles/window.qss")
    values = {name: f"#{getattr(palette, name)}" for name in _COLOR_NAMES}
    values |= {
        "card_radius": f"{tokens.CARD_RADIUS}px",
        "control_radius": f"{tokens.CONTROL_RADIUS}px",
        "text_size": f"{tokens.TEXT_SIZE}px",
        "small_size": f"{tokens.SMALL_SIZE}px",
        "title_size": f"{tokens.TITLE_SIZE}px",
        "question_size": f"{tokens.QUESTION_SIZE}px",
        "figure_size": f"{tokens.FIGURE_SIZE}px",
        "chevron": _chevron(palette),
        "tick": files.path(f"icons/tick-{'dark' if palette.dark else 'light'}.svg").as_posix(),
    }
    for name in sorted(values, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", values[name])
    return sheet


def _chevron(palette: Palette) -> str:
    return files.path(f"icons/chevron-{'dark' if palette.dark else 'light'}.svg").as_posix()


_COLOR_NAMES = (
    "ground",
    "surface",
    "sunken",
    "border",
    "text",
    "muted",
    "accent",
    "accent_hover",
    "accent_soft",
    "on_accent",
    "good",
    "good_soft",
    "warn",
    "warn_soft",
    "bad",
    "bad_soft",
    "focus",
)


def _qt_palette(p: Palette) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, p.ground),
        (role.WindowText, p.text),
        (role.Base, p.surface),
        (role.AlternateBase, p.sunken),
        (role.Text, p.text),
        (role.PlaceholderText, p.muted),
        (role.Button, p.surface),
        (role.ButtonText, p.text),
        (role.Highlight, p.accent),
        (role.HighlightedText, p.on_accent),
        (role.ToolTipBase, p.surface),
        (role.ToolTipText, p.text),
        (role.Link, p.accent),
        (role.Mid, p.border),
    ):
        palette.setColor(name, color(value))
    disabled = QPalette.ColorGroup.Disabled
    for name in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(disabled, name, color(p.muted))
    return palette
