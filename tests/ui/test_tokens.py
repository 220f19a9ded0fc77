"""Every text can be read on what it stands on: contrast 4.5:1 or better (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re

import pytest

from suzhou_assess.resources import files
from suzhou_assess.ui.theme import style_sheet
from suzhou_assess.ui.tokens import DARK, LEVEL_FILLS, LEVEL_TEXTS, LIGHT, Palette

ENOUGH = 4.5
ENOUGH_FOR_MARKS = 3.0

GROUNDS_OF = {
    "text": ("ground", "surface", "sunken", "border", "accent_soft", "warn_soft", "good_soft"),
    "muted": ("ground", "surface", "sunken", "accent_soft"),
    "accent": ("ground", "surface", "accent_soft"),
    "on_accent": ("accent", "accent_hover"),
    "good": ("ground", "surface", "good_soft"),
    "warn": ("ground", "surface", "warn_soft"),
    "bad": ("ground", "surface", "bad_soft", "sunken"),
}
"""Where each colour of text stands in the style sheet and the painted widgets."""

PAIRS = [
    (palette, text, ground)
    for palette in (LIGHT, DARK)
    for text, grounds in GROUNDS_OF.items()
    for ground in grounds
]


def luminance(hex_rgb: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(hex_rgb[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_that_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("palette", "text", "ground"),
    PAIRS,
    ids=[f"{'dark' if p.dark else 'light'}-{text}-on-{ground}" for p, text, ground in PAIRS],
)
def test_that_text_can_be_read_on_its_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= ENOUGH


@pytest.mark.parametrize("level", range(5))
def test_that_a_level_can_be_read_on_its_colour(level: int) -> None:
    assert contrast(LEVEL_TEXTS[level], LEVEL_FILLS[level]) >= ENOUGH


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "surface", "accent_soft"])
def test_that_the_focus_is_seen(palette: Palette, ground: str) -> None:
    assert contrast(palette.focus, getattr(palette, ground)) >= ENOUGH_FOR_MARKS


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_style_sheet_is_filled_in_completely(palette: Palette) -> None:
    sheet = style_sheet(palette)
    assert "@" not in re.sub(r"/\*.*?\*/", "", sheet)
    assert f"#{palette.accent}" in sheet


def test_that_no_colour_stands_in_the_style_sheet_itself() -> None:
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", files.read_text("styles/window.qss"))
