"""What can be wrong with an office's own Word template, worded for the person who edits it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from suzhou_assess.domain.problems import Param
from suzhou_assess.report.errors import ReportError
from suzhou_assess.report.word_paragraphs import Place
from suzhou_assess.words.catalog import Words


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One thing that is wrong, and where."""

    code: str
    """Worded in ``resources/words/template_faults.json``."""
    place: Place | None = None
    """``None`` when it is about the file as a whole."""
    quote: str = ""
    """The tag, or the text around, as it is written."""
    params: Mapping[str, Param] = field(default_factory=dict)

    def say(self, words: Words) -> str:
        """Where, what, and what to do."""
        # Always with the quote: words with braces in them are doubled, and undoubled by filling in.
        said = words.trouble("template_faults", self.code, quote=self.quote, **self.params)
        if self.place is None:
            return said
        where = where_words(self.place, words)
        return words.say("word_report.at", where=where, quote=self.quote, said=said)


class TemplateError(ReportError):
    """A template can't be used. Carries every fault that was found; ``code`` is the first one's."""

    area = "template_faults"

    def __init__(self, faults: Sequence[TemplateFault]) -> None:
        super().__init__(faults[0].code, **faults[0].params)
        self.faults = tuple(faults)

    def say(self, words: Words) -> str:
        """Every fault, one a line."""
        return "\n".join(fault.say(words) for fault in self.faults)


def where_words(place: Place, words: Words) -> str:
    """正文第 12 段; 正文表格 2 第 3 行第 1 列; 页脚第 1 段."""
    story = words.say(f"word_report.story_{place.story}")
    if place.table:
        return words.say(
            "word_report.place_cell",
            story=story,
            table=place.table,
            row=place.row,
            column=place.column,
        )
    return words.say("word_report.place_paragraph", story=story, paragraph=place.paragraph)
