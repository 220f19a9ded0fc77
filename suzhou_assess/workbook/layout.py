"""Where everything stands in the answer workbook, for the writer and the reader alike.

The writer puts things where the plans here say. The reader finds columns by the words of their
headers and rows by the ids in the hidden first column, or by the codes that people see, so that a
row inserted above or a column to the left does it no harm; it shares the keys and words with the
writer, not the positions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from suzhou_assess.domain.pack import (
    Dimension,
    Figure,
    Indicator,
    Pack,
    Question,
    Scenario,
    ScenarioGroup,
)
from suzhou_assess.domain.places import Places, fold
from suzhou_assess.domain.text import LANGS, Lang
from suzhou_assess.words.catalog import Words

FORMAT = "suzhou-assess/workbook/1"
VERSION = 1
META_SHEET = "_meta"
TICK = "√"
SCORE_NAME, LEVEL_NAME = "SCORE", "LEVEL"

SHEETS = ("guide", "profile", "questions", "scenarios", "result")
"""Keys of the visible sheets, in their order."""
DATA_SHEETS = ("profile", "questions", "scenarios")
"""Those that hold what people fill in."""

ID = 0
"""The hidden column of ids, on every data sheet."""
HEADER_ROW = 3
"""The row of column headers, on every data sheet."""
FIRST_ROW = HEADER_ROW + 1


class ProfileColumn:
    """Columns of 企业信息."""

    LABEL, FILL, HINT = 1, 2, 3


class QuestionColumn:
    """Columns of 评测问卷. Those from ``MILLI`` on are hidden."""

    CODE, TEXT, FILL, POINTS, SCORE, STATUS, NOTE = 1, 2, 3, 4, 5, 6, 7
    MILLI, STATE, OPEN = 8, 9, 10


class ScenarioColumn:
    """Columns of 应用场景 left of the level descriptions."""

    CODE, NAME, FILL, FIRST_LEVEL = 1, 2, 3, 4


ASSESSMENT_FIELDS = ("mode", "date", "assessor")
"""Rows of 企业信息 below the profile."""


@dataclass(frozen=True, slots=True)
class QuestionBlock:
    """The rows of one question, 0-based."""

    question: Question
    heading: int
    help: int
    figures: tuple[int, ...]
    computed: int | None
    options: tuple[int, ...]

    @property
    def last(self) -> int:
        return self.options[-1]


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """The rows of 评测问卷."""

    bands: tuple[tuple[int, Dimension, Indicator], ...]
    blocks: tuple[QuestionBlock, ...]

    def figure_row(self, figure_id: str) -> int:
        """Raises ``KeyError``."""
        for block in self.blocks:
            for figure, row in zip(block.question.figures, block.figures, strict=True):
                if figure.id == figure_id:
                    return row
        raise KeyError(figure_id)


@dataclass(frozen=True, slots=True)
class ScenarioPlan:
    """The rows of 应用场景, and the columns right of the level descriptions."""

    bands: tuple[tuple[int, ScenarioGroup], ...]
    rows: tuple[tuple[int, Scenario], ...]
    levels: int
    """How many level descriptions there are, level 0 among them."""

    @property
    def status(self) -> int:
        return ScenarioColumn.FIRST_LEVEL + self.levels

    @property
    def note(self) -> int:
        return self.status + 1

    @property
    def level(self) -> int:
        """Hidden: the level as a number, empty while it isn't judged."""
        return self.status + 2

    @property
    def binding(self) -> int:
        """Hidden: 1 for a binding scenario."""
        return self.status + 3

    @property
    def open(self) -> int:
        """Hidden: codes of those not judged, down to this row."""
        return self.status + 4


@lru_cache(maxsize=16)
def plan_questions(pack: Pack) -> QuestionPlan:
    row = FIRST_ROW
    bands, blocks = [], []
    for dimension in pack.dimensions:
        for indicator in dimension.indicators:
            bands.append((row, dimension, indicator))
            row += 1
            for question in (q for sub in indicator.subindicators for q in sub.questions):
                block = _block(question, row)
                blocks.append(block)
                row = block.last + 1
    return QuestionPlan(tuple(bands), tuple(blocks))


def _block(question: Question, heading: int) -> QuestionBlock:
    row = heading + 2
    figures = tuple(range(row, row + len(question.figures)))
    row += len(figures)
    computed = None
    if question.rule is not None:
        computed = row
        row += 1
    options = tuple(range(row, row + len(question.options)))
    return QuestionBlock(question, heading, heading + 1, figures, computed, options)


@lru_cache(maxsize=16)
def plan_scenarios(pack: Pack) -> ScenarioPlan:
    row = FIRST_ROW
    bands, rows = [], []
    for group in pack.scenario_groups:
        bands.append((row, group))
        row += 1
        for scenario in group.scenarios:
            rows.append((row, scenario))
            row += 1
    levels = max((s.top + 1 for s in pack.scenarios), default=0)
    return ScenarioPlan(tuple(bands), tuple(rows), levels)


def profile_rows(places: Places) -> Mapping[str, int]:
    """Field id to row: the profile, and below a heading what belongs to the assessment."""
    rows = {entry.id: FIRST_ROW + i for i, entry in enumerate(places.profile)}
    below = FIRST_ROW + len(rows) + 1
    rows.update((name, below + i) for i, name in enumerate(ASSESSMENT_FIELDS))
    return rows


def option_key(question_id: str, letter: str) -> str:
    """What the hidden column says beside an option."""
    return f"{question_id}.{letter}"


def stamp(pack: Pack) -> str:
    """What tells a sheet's format and pack even when ``_meta`` is gone."""
    return f"{FORMAT} | {pack.id} | {pack.edition}"


_STAMP = re.compile(r"suzhou-assess/workbook/(\d{1,6})(?:\s*\|\s*([^|]+?)\s*\|\s*([^|]+?))?\s*")


@dataclass(frozen=True, slots=True)
class Stamp:
    version: int
    pack_id: str | None
    edition: str | None


def read_stamp(text: str) -> Stamp | None:
    found = _STAMP.fullmatch(text)
    return Stamp(int(found[1]), found[2], found[3]) if found else None


def is_percent(figure: Figure) -> bool:
    """Whether a figure is entered in hundredths, so that 0.45 and 45% mean the same."""
    return figure.maximum == 100 and figure.unit.zh.strip() in ("%", "％")


def units_of(figure: Figure) -> frozenset[str]:
    """Words that may follow the number: ``万元/年`` may be left at ``万元``."""
    return frozenset(
        word.casefold()
        for text in (figure.unit.zh, figure.unit.en)
        for word in (text, text.partition("/")[0])
    )


@lru_cache(maxsize=256)
def in_both(key: str) -> tuple[str, ...]:
    """A wording of the workbook in every language."""
    return tuple(Words(lang).say(f"workbook.{key}") for lang in LANGS)


@lru_cache(maxsize=256)
def spellings(*keys: str) -> frozenset[str]:
    """Folded wordings in every language, for recognising a header or a choice."""
    return frozenset(fold(word) for key in keys for word in in_both(key))


def sheet_name(key: str, lang: Lang) -> str:
    return Words(lang).say(f"workbook.sheet_{key}")
