"""Sets documents with typst: a template of ours, and data that it lays out.

What people typed reaches a template as strings out of a JSON file, never as its source: typst shows
a string as it is, so no note can turn into markup. Nothing is fetched from a network: no template
imports a package.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from suzhou_assess.report.errors import ReportError
from suzhou_assess.report.fonts import FontShelf
from suzhou_assess.resources import files

_FOLDER = "templates"
_ROOT = files.path(_FOLDER)
"""All that a template can read of the disk, besides the pictures of its document."""
_NEVER_SHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffc\ufffe\uffff\U000e0000-\U000e0fff]"
)
"""Control characters, and marks without a shape of their own. Among them are those that turn the
direction of what follows, which would let a note rewrite the line it stands in."""
_LONG_RUN = re.compile(r"[^\s\u2e80-\uffef\U00020000-\U0003ffff]{25,}")
"""What typst could break nowhere: a path, an address, a row of letters."""
_PIECE = re.compile(r"[^/\\_.,;:?&=+@-]{1,12}[/\\_.,;:?&=+@-]*|[/\\_.,;:?&=+@-]+")
_BREAK = "\u200b"
"""Where a line may break."""


class Typesetter:
    """Keep one a process: it knows the fonts, and typst remembers what it set before."""

    def __init__(self, shelf: FontShelf | None = None) -> None:
        """Takes the fonts of the machine when none are given."""
        import typst

        self._shelf = shelf or FontShelf.of_machine()
        self._parts = {
            name.removeprefix(f"{_FOLDER}/"): files.read_bytes(name)
            for name in files.names(_FOLDER, ".typ")
        }
        self._compiler = typst.Compiler(
            root=_ROOT, font_paths=self._shelf.fonts or [], package_path=_ROOT
        )

    def check(self) -> None:
        """Raises ``ReportError`` ``font_missing`` when nothing Chinese could be set here."""
        self._shelf.families_for("")

    def pdf(
        self,
        template: str,
        data: Mapping[str, Any],
        *,
        made_at: datetime,
        pictures: Path | None = None,
    ) -> bytes:
        """A document as PDF, the same bytes for the same input.

        ``template`` names a file of ``resources/templates`` without its ``.typ``. It finds in
        ``data.json``: ``data``, ``fonts`` (families to set in, best first), ``lang`` (that of the
        data), ``made_at`` (its parts) and ``lacking`` (characters that no font here has; their
        codes stand in their place). Pictures are named in the data by their file name within
        ``pictures``.

        Raises ``ReportError``: ``font_missing`` before anything is set, and ``not_set``.
        """
        given = self.sources(template, data, made_at=made_at)
        return self._compiled(given, pictures, format="pdf", timestamp=int(made_at.timestamp()))

    def png(self, template: str, data: Mapping[str, Any], *, ppi: float) -> bytes:
        """The one page of a drawing, for Word. Raises ``ReportError``."""
        return self._compiled(self.sources(template, data), None, format="png", ppi=ppi)

    def sources(
        self, template: str, data: Mapping[str, Any], *, made_at: datetime | None = None
    ) -> dict[str, bytes]:
        """All that typst is given, by file name. Raises ``ReportError`` ``font_missing``."""
        text = _Text(self._shelf)
        shown = text.shown(data)
        packed = {
            "data": shown,
            "fonts": self._shelf.families_for(text.chars - text.lacking.keys()),
            "lang": data.get("lang", "zh"),
            "made_at": made_at and _parts_of(made_at),
            "lacking": [_named(char) for char in sorted(text.lacking)],
        }
        given = {**self._parts, "data.json": orjson.dumps(packed)}
        given["main.typ"] = given.pop(f"{template}.typ")
        return given

    def _compiled(self, given: dict[str, bytes], pictures: Path | None, **wanted: Any) -> bytes:
        from typst import TypstError

        # Sources in a mapping, which the stubs of the binding don't know yet.
        compiler: Any = self._compiler
        try:
            made = compiler.compile(given, root=pictures or _ROOT, **wanted)
        except TypstError as error:
            raise ReportError("not_set", detail=error.message) from error
        content: bytes = made[0] if isinstance(made, list) else made
        return content


class _Text:
    """Texts as they can be set, and what was found in them."""

    def __init__(self, shelf: FontShelf) -> None:
        self._shelf = shelf
        self._codes: dict[int, str] = {}
        self.chars: set[str] = set()
        self.lacking: dict[str, str] = {}
        """Characters that no font here has, and what stands in their place."""

    def shown(self, value: Any) -> Any:
        """The data with nothing in it that would show as a box or run over an edge."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return {key: self.shown(entry) for key, entry in value.items()}
        if isinstance(value, list | tuple):
            return [self.shown(entry) for entry in value]
        return value

    def _text(self, text: str) -> str:
        if not text.isprintable():
            text = _NEVER_SHOWN.sub("", text.replace("\r\n", "\n").replace("\t", " "))
        for char in set(text) - self.chars:
            self.chars.add(char)
            if not char.isspace() and not self._shelf.shows(char):
                self.lacking[char] = self._codes[ord(char)] = f"[U+{ord(char):04X}]"
        if self._codes:
            text = text.translate(self._codes)
        if len(text) >= 25:
            text = _LONG_RUN.sub(lambda run: _BREAK.join(_PIECE.findall(run[0])), text)
        return text


def _named(char: str) -> str:
    """U+1F389 PARTY POPPER"""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def _parts_of(moment: datetime) -> dict[str, int]:
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(moment, name) for name in names}
