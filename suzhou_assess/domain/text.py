"""Words in both languages of the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]

LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in Chinese (the first language) and English."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The wording in ``lang``."""
        return self.en if lang == "en" else self.zh
