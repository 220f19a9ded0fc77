"""The fonts that documents are set in: found on the machine, and asked for the text beforehand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from suzhou_assess.report.errors import ReportError
from suzhou_assess.report.font_coverage import FontCoverage, read_coverage

if TYPE_CHECKING:
    from typst import Fonts

FAMILIES: tuple[str, ...] = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "Alibaba PuHuiTi 3.0",
    "MiSans",
    "Hiragino Sans GB",
    "Heiti SC",
    "STHeiti",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "SimSun",
    "STSong",
    "Songti SC",
)
"""Families for simplified Chinese, the best first: those made for screen and print in several
weights, those that come with Windows, macOS and the desktops used in offices, serifs last."""

PROBE = "数字化水平评测报告企业得分级别提升路径，。：（）《》"
"""A family is one for Chinese only if it has all of these."""

_NOBODYS = frozenset({"Co", "Cn"})
"""For private use, and not assigned: what a font has there is some sign of its maker's own."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of a family."""

    family: str
    path: Path
    index: int
    weight: int
    upright: bool


class FontShelf:
    """The fonts of this machine. Finding them takes a fifth of a second: keep one a process."""

    def __init__(self, faces: Iterable[Face], fonts: Fonts | None = None) -> None:
        """``faces`` as found; ``fonts`` what typst found them in."""
        self.fonts = fonts
        self._by_family: dict[str, Face] = {}
        for face in faces:
            known = self._by_family.get(face.family)
            if known is None or _regular(face) < _regular(known):
                self._by_family[face.family] = face
        self._coverage: dict[str, FontCoverage] = {}
        self._shown: dict[str, bool] = {}

    @classmethod
    def of_machine(cls) -> FontShelf:
        """Those that are installed here, and the ones that typst brings along."""
        import typst

        fonts = typst.Fonts()
        return cls(
            (
                Face(f.family, Path(f.path), f.index, f.weight, f.style == "normal")
                for f in fonts.fonts()
                if f.path is not None
            ),
            fonts,
        )

    @cached_property
    def chinese(self) -> tuple[str, ...]:
        """The families for Chinese that are here, the best first."""
        return tuple(
            family
            for family in FAMILIES
            if family in self._by_family and all(char in self.coverage(family) for char in PROBE)
        )

    def families_for(self, chars: Iterable[str]) -> tuple[str, ...]:
        """What to set these characters in: the best family that has all the Chinese ones among
        them, else the best at all, and the others behind it for what that lacks.

        Raises ``ReportError`` ``font_missing`` when there is none for Chinese.
        """
        if not self.chinese:
            raise ReportError("font_missing", families=FAMILIES[:6])
        wanted = [char for char in chars if is_chinese(char)]
        first = next(
            (f for f in self.chinese if all(char in self.coverage(f) for char in wanted)),
            self.chinese[0],
        )
        return (first, *(family for family in self.chinese if family != first))

    def shows(self, char: str) -> bool:
        """Whether any font here has it."""
        known = self._shown.get(char)
        if known is None:
            known = self._shown[char] = unicodedata.category(char) not in _NOBODYS and any(
                char in self.coverage(family) for family in (*self.chinese, *self._by_family)
            )
        return known

    def coverage(self, family: str) -> FontCoverage:
        """The characters of a family that is here."""
        known = self._coverage.get(family)
        if known is None:
            face = self._by_family[family]
            known = self._coverage[family] = read_coverage(face.path, face.index)
        return known


def is_chinese(char: str) -> bool:
    """Whether it is an ideograph or a mark of Chinese print."""
    code = ord(char)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF


def _regular(face: Face) -> tuple[bool, int]:
    return not face.upright, abs(face.weight - 400)
