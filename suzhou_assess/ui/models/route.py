"""The way through an assessment: its sections, and what comes after what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.text import Text


@dataclass(frozen=True, slots=True)
class Section:
    """A dimension with its questions, or a group with its scenarios."""

    name: Text
    items: tuple[str, ...]
    scenarios: bool
    parts: tuple[tuple[str, Text], ...] = ()
    """Where a note on more than one question may stand, and what that is called: the indicators
    of a dimension, or the group itself."""


@dataclass(frozen=True)
class Route:
    """All items of an index in the order in which they are asked."""

    sections: tuple[Section, ...]

    @classmethod
    def through(cls, pack: Pack) -> Route:
        dimensions = tuple(
            Section(
                dimension.name,
                tuple(
                    question.id
                    for indicator in dimension.indicators
                    for sub in indicator.subindicators
                    for question in sub.questions
                ),
                scenarios=False,
                parts=tuple((indicator.id, indicator.name) for indicator in dimension.indicators),
            )
            for dimension in pack.dimensions
        )
        groups = tuple(
            Section(
                group.name,
                tuple(s.id for s in group.scenarios),
                scenarios=True,
                parts=((group.id, group.name),),
            )
            for group in pack.scenario_groups
        )
        return cls(dimensions + groups)

    @cached_property
    def items(self) -> tuple[str, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        return {item: section for section in self.sections for item in section.items}

    def number(self, item: str) -> int:
        """Which of the whole it is, from 1; raises ``ValueError`` for an item it doesn't have."""
        return self.items.index(item) + 1

    def next(self, item: str) -> str | None:
        """The item after this one; ``None`` after the last."""
        number = self.number(item)
        return self.items[number] if number < len(self.items) else None

    def previous(self, item: str) -> str | None:
        """The item before this one; ``None`` before the first."""
        number = self.number(item)
        return self.items[number - 2] if number > 1 else None

    def entrance(self, section: Section, answered: Collection[str]) -> str:
        """Where to enter a section: at what is still open, else at its beginning."""
        return next((item for item in section.items if item not in answered), section.items[0])

    def resume(self, position: str | None, answered: Collection[str]) -> str:
        """Where to go on: where work stopped, else at the first item without an answer."""
        if position is not None and position in self.section_of:
            return position
        return next((item for item in self.items if item not in answered), self.items[0])
