"""A problem of something that came in, in the words of the window."""

from __future__ import annotations

from collections.abc import Iterable

from suzhou_assess.domain.problems import Problem
from suzhou_assess.ui.context import Context


def remedy(context: Context, problem: Problem) -> str:
    """What to do. The checks of an index say what contradicts itself; what to do is the same."""
    return context.words.remedy(problem) or context.say("ui_import.remedy_of_check")


def place(context: Context, problem: Problem, line: int | None = None) -> str:
    """Where it stands: sheet and cell, or the line of a .jsonl; empty when neither is known."""
    parts = [part for part in (problem.sheet, problem.cell) if part]
    if parts:
        return " ".join(parts)
    return "" if line is None else context.say("ui_import.line", line=line)


def gravest_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings, otherwise in their order."""
    return sorted(problems, key=lambda problem: not problem.is_error)
