"""How a section of the interview script is laid out so that it stays on its one page in Word.

Word alone knows where a page ends, so this reckons: lines have an exact height, and widths are
taken somewhat too large. What is left of the page is shared among the questions as room for notes.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from suzhou_assess.report.interview_model import InterviewModel, ScriptItem, ScriptSection

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
"""Sizes of type in points, the largest that fits is taken. The style of the template that has the
n-th is ``Script n``, its lines are ``LINE`` times as high."""
LINE = 1.3

LEFT, RIGHT = 116.0, 66.0
"""Widths of the two columns in mm: the question, and beside it proofs and notes."""
HANGING = 4.0
"""By how much lines after the first stand in, behind a box to tick, in mm."""
_CELL_MARGINS = 3.0
_PAGE = 262.0
"""Height for a section in mm, of the 271 between the margins."""
_HEAD = 30.0
"""Height of title and stop above the table, and of the line for other notes below, in mm."""
_ROW_PADDING = 2.0
_NOTE_LINES = 2
"""Lines that are kept free for notes in any case."""
_MOST_ROOM = 110.0
"""Millimetres that one question gets at most: a single one needs no whole page."""
_POINT = 25.4 / 72
_LATIN = 0.56
"""Width of a letter, in parts of the size of type."""
_SLACK = 1.05
"""For lines that end early because a word or a mark must not begin the next one."""


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """One question with the height of its row, in twentieths of a point."""

    item: ScriptItem
    height: int


@dataclass(frozen=True, slots=True)
class ScriptPage:
    """A section with its size of type."""

    text: ScriptSection
    style: str
    """Id of the template's style."""
    rows: tuple[ScriptRow, ...]


def page_of(section: ScriptSection, model: InterviewModel) -> ScriptPage:
    """The section in the largest type that keeps it on one page."""
    room = _PAGE - _HEAD
    for number, size in enumerate(SIZES, start=1):
        heights = [_height(item, size, model) for item in section.items]
        if sum(heights) <= room or number == len(SIZES):
            break
    spare = max(0.0, room - sum(heights)) / max(1, len(heights))
    rows = (
        ScriptRow(item, round((height + min(spare, _MOST_ROOM)) / _POINT * 20))
        for item, height in zip(section.items, heights, strict=True)
    )
    return ScriptPage(section, f"Script{number}", tuple(rows))


def _height(item: ScriptItem, size: float, model: InterviewModel) -> float:
    """Of a question in mm, with what must stay free for notes."""
    labels = model.labels
    head = f"{item.id} {item.name} {' '.join(item.badges)} {item.prompt}"
    left = _lines(head, LEFT, size)
    for option in item.options:
        mark = f" {labels['claimed_mark']}" if option.claimed else ""
        left += _lines(f"□ {option.mark} {option.text}{mark}", LEFT - HANGING, size)
    for figure in item.figures:
        left += _lines(f"{figure.name} {'　' * 8} {figure.unit} {figure.claimed}", LEFT, size)
    right = 1 + sum(_lines(f"□ {proof}", RIGHT - HANGING, size) for proof in item.proofs)
    right += sum(_lines(note, RIGHT, size) for note in item.notes) + _NOTE_LINES
    return max(left, right) * size * LINE * _POINT + _ROW_PADDING


def _lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a column of ``width`` mm."""
    wide = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else _LATIN for c in text)
    return max(1, math.ceil(wide * _SLACK * size * _POINT / (width - _CELL_MARGINS)))
