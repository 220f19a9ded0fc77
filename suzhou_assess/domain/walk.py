"""A walk through the plant (走访路线): in which order the sections of an index are asked on site.

A section is an indicator of the scored questions or a group of scenarios. The order of the index
follows its weights; the order of a visit follows the building: whoever is in the workshop asks all
that the workshop can answer before going back upstairs.
"""

from __future__ import annotations

from dataclasses import dataclass

from suzhou_assess.domain.pack import Indicator, Pack, Question, Scenario, ScenarioGroup
from suzhou_assess.domain.text import Text


@dataclass(frozen=True, slots=True)
class Stop:
    """Where one section is asked."""

    section: str
    """Id of an indicator or of a scenario group."""
    where: Text
    """The place in the plant, e.g. 车间."""
    whom: Text
    """Who knows, e.g. 生产负责人."""
    look: Text
    """What to look at while there."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The stops of one visit, in order."""

    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """One section of the index with its items, and the stop where it is asked, if one is named."""

    section: Indicator | ScenarioGroup
    items: tuple[Question, ...] | tuple[Scenario, ...]
    stop: Stop | None


def legs(pack: Pack, walk: Walk | None = None) -> tuple[Leg, ...]:
    """Every section of the pack, each once: those of the walk in its order, then the others.

    Without a walk in the index's order. Stops of sections that the pack doesn't have are passed by.
    """
    sections = {section.id: section for section in sections_of(pack)}
    stops = {stop.section: stop for stop in walk.stops} if walk else {}
    order = (*(section for section in stops if section in sections), *sections)
    return tuple(
        Leg(sections[section], _items(sections[section]), stops.get(section))
        for section in dict.fromkeys(order)
    )


def sections_of(pack: Pack) -> tuple[Indicator | ScenarioGroup, ...]:
    """What is asked on a page of its own, in the index's order."""
    groups: tuple[Indicator | ScenarioGroup, ...] = pack.scenario_groups
    return (*pack.indicators, *groups)


def _items(section: Indicator | ScenarioGroup) -> tuple[Question, ...] | tuple[Scenario, ...]:
    if isinstance(section, ScenarioGroup):
        return section.scenarios
    return tuple(question for sub in section.subindicators for question in sub.questions)
