"""Colours, spacing and sizes of the window, in one place.

Text colours reach a contrast of 4.5:1 on every ground they stand on; ``tests/ui/test_tokens.py``
computes it.
"""

from __future__ import annotations

from dataclasses import dataclass

CARD_RADIUS = 12
CONTROL_RADIUS = 8
SIDEBAR_WIDTH = 204
HEADER_HEIGHT = 60
FOOTER_HEIGHT = 60

TEXT_SIZE = 14
SMALL_SIZE = 13
TITLE_SIZE = 18
QUESTION_SIZE = 22
FIGURE_SIZE = 28

LEVEL_FILLS = ("A3ADB9", "E0A43B", "3C9BD6", "2BA77B", "6C4BD1")
"""Levels 0-4, the same in both themes."""

LEVEL_TEXTS = ("101820", "101820", "101820", "101820", "FFFFFF")
"""What can be read on them."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as ``RRGGBB``."""

    dark: bool
    ground: str
    surface: str
    sunken: str
    """Quiet areas inside a surface: track of a bar, header of a table."""
    border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    focus: str


LIGHT = Palette(
    dark=False,
    ground="F4F6F9",
    surface="FFFFFF",
    sunken="EDF1F6",
    border="E1E7EF",
    text="1A2330",
    muted="5A6675",
    accent="1463C8",
    accent_hover="0F55AE",
    accent_soft="E8F1FD",
    on_accent="FFFFFF",
    good="187A4C",
    good_soft="E5F5EC",
    warn="935B00",
    warn_soft="FFF4E0",
    bad="B3261E",
    bad_soft="FDECEA",
    focus="1463C8",
)

DARK = Palette(
    dark=True,
    ground="11151B",
    surface="1A2029",
    sunken="232B37",
    border="2B3441",
    text="E7ECF3",
    muted="9BA8B8",
    accent="5AA2FF",
    accent_hover="7DB6FF",
    accent_soft="1D3050",
    on_accent="0B1524",
    good="4CC38A",
    good_soft="17332A",
    warn="E5B257",
    warn_soft="33291A",
    bad="F2837A",
    bad_soft="3A1F1F",
    focus="5AA2FF",
)
