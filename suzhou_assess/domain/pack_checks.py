"""The data checks that an index pack may ask for: contradictions in an assessment, as data.

``domain.checks`` carries them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.text import Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class FigureOver:
    """A figure may not be above another."""

    id: str
    severity: Severity
    message: Text
    figure: str
    limit: str


@dataclass(frozen=True, slots=True)
class OptionRequires:
    """An option makes sense only with others of the same question."""

    id: str
    severity: Severity
    message: Text
    question: str
    option: str
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionAgainstScenarios:
    """An option contradicts scenarios at certain levels.

    It fires for the scenarios whose level is at most ``at_most`` or at least ``at_least``.
    """

    id: str
    severity: Severity
    message: Text
    question: str
    option: str
    scenarios: tuple[str, ...]
    at_most: int | None = None
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class NamedScenarioAtMost:
    """An option names a scenario which is judged too low for that."""

    id: str
    severity: Severity
    message: Text
    question: str
    names: Mapping[str, str]
    """Option letter to scenario id."""
    at_most: int


@dataclass(frozen=True, slots=True)
class UnnamedScenarioAtLeast:
    """A scenario judged high implies an option that was not chosen."""

    id: str
    severity: Severity
    message: Text
    question: str
    names: Mapping[str, str]
    """Option letter to scenario id."""
    at_least: int


@dataclass(frozen=True, slots=True)
class ScoreJump:
    """Two assessments of one enterprise, mode and calendar year differ by over ``points``."""

    id: str
    severity: Severity
    message: Text
    points: Milli


Check = (
    FigureOver
    | OptionRequires
    | OptionAgainstScenarios
    | NamedScenarioAtMost
    | UnnamedScenarioAtLeast
    | ScoreJump
)
