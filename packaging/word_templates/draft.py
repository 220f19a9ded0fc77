"""The report template while it is being built: its words, headings and tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.document import Document
from docx.table import Table

from suzhou_assess.domain.text import Lang
from word_templates import kit, numbering
from word_templates.labels import LABELS

WIDTH = 166.0
"""Of the text in mm."""


@dataclass
class Draft:
    """The template while it is being built."""

    made: Document
    lang: Lang
    parts: dict[str, int] = field(default_factory=dict)

    def label(self, name: str) -> str:
        return LABELS[name][self.lang == "en"]

    def labels(self, *names: str) -> list[str]:
        return [self.label(name) for name in names]

    @property
    def colon(self) -> str:
        return ": " if self.lang == "en" else "："

    @property
    def pause(self) -> str:
        """Between things that are counted up."""
        return "; " if self.lang == "en" else "；"

    def part(self, name: str) -> None:
        """The heading of a part."""
        heading = kit.paragraph(self.made, self.label(name), "Heading 1")
        numbering.bookmark(heading, f"part_{name}", 100 + len(self.parts))
        self.parts[name] = len(self.parts)

    def table(self, *widths: float, head: tuple[str, ...] = ()) -> Table:
        return kit.table(self.made, widths, head=self.labels(*head))

    def lines(self, listed: str, named: str = "List line") -> None:
        """A paragraph for each text of a list."""
        kit.tag(self.made, f"for line in {listed}")
        kit.paragraph(self.made, "{{ line }}", named)
        kit.tag(self.made, "endfor")

    def when(self, condition: str, text: str, named: str) -> None:
        """A paragraph that is there under a condition."""
        kit.tag(self.made, f"if {condition}")
        kit.paragraph(self.made, text, named)
        kit.tag(self.made, "endif")
