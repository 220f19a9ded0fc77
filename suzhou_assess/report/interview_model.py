"""What stands in an interview script (访谈提纲): strings only, said in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScriptOption:
    """A box to tick."""

    mark: str
    """``B``, ``3``…"""
    text: str
    claimed: bool
    """The enterprise claims it: it is marked, so that the visit can confirm or correct it."""


@dataclass(frozen=True, slots=True)
class ScriptFigure:
    """A number to ask for: a blank, with what was claimed behind it."""

    name: str
    unit: str
    claimed: str
    """Empty when nothing is known."""


@dataclass(frozen=True, slots=True)
class ScriptItem:
    """One question or scenario."""

    id: str
    name: str
    badges: tuple[str, ...]
    """多选, 约束性, 待核…"""
    prompt: str
    options: tuple[ScriptOption, ...]
    figures: tuple[ScriptFigure, ...]
    proofs: tuple[str, ...]
    """What to ask to be shown."""
    notes: tuple[str, ...]
    """What is known or open: the note of the enterprise, an open point."""


@dataclass(frozen=True, slots=True)
class ScriptSection:
    """One page."""

    number: str
    name: str
    count: str
    """3 题，共 20 分; 6 个场景."""
    where: str
    whom: str
    look: str
    """These three are empty when the index has no walk."""
    items: tuple[ScriptItem, ...]


@dataclass(frozen=True, slots=True)
class InterviewModel:
    """One script."""

    labels: Mapping[str, str]
    """Names of places on the page, by the keys in ``INTERVIEW_LABELS``."""
    title: str
    subject: str
    """Enterprise, credit code; blanks in an empty script."""
    claim_line: str
    """Which claim is marked, or how to fill in a blank one."""
    sections: tuple[ScriptSection, ...]


INTERVIEW_LABELS = (
    "where",
    "whom",
    "look",
    "proofs",
    "notes",
    "claimed_mark",
    "claimed",
    "section_notes",
    "page",
)
"""Every label of a script; said by the words ``handouts.interview_<label>``."""
