"""Verdicts and problems as JSON lines (``docs/formats.md``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import orjson

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import Milli, as_number
from suzhou_assess.domain.problems import Problem
from suzhou_assess.services.scoring_run import NotScored, Scored
from suzhou_assess.words.catalog import Words


def result_line(result: Scored | NotScored, words: Words) -> bytes:
    """What ``score --json`` prints for one object, with its line break."""
    packed = result_object(result, words) if isinstance(result, Scored) else _refusal(result, words)
    return orjson.dumps(packed, option=orjson.OPT_APPEND_NEWLINE)


def _refusal(result: NotScored, words: Words) -> dict[str, object]:
    return {
        "file": result.file,
        "line": result.line,
        "status": "refused",
        "problems": [problem_object(found, words) for found in result.problems],
    }


def result_object(scored: Scored, words: Words) -> dict[str, object]:
    """The Result JSON of ``docs/formats.md``. Names are the index's Chinese ones in any language;
    only the messages are in the language of ``words``."""
    submission, verdict = scored.submission, scored.verdict
    names = _names(submission.pack)
    return {
        "uscc": submission.enterprise.uscc or None,
        "pack": submission.pack.id,
        "score": as_number(verdict.score),
        "level": verdict.level,
        "level_name": names.levels[verdict.level],
        "dimensions": {
            name: as_number(verdict.dimensions[item]) for item, name in names.dimensions
        },
        "questions": {item: _NUMBERS[points] for item, points in verdict.questions.items()},
        "scenarios_at": dict(zip(names.counted, verdict.scenarios_at[1:], strict=False)),
        "binding_at": dict(zip(names.counted, verdict.binding_at[1:], strict=False)),
        "complete": verdict.complete,
        "unanswered": verdict.unanswered,
        "warnings": [_warning(p, names, words) for p in scored.warnings],
    }


def problem_object(found: Problem, words: Words) -> dict[str, object]:
    """A problem as ``import --json`` and refusals of ``score --json`` print it."""
    return {
        "severity": found.severity,
        "sheet": found.sheet,
        "cell": found.cell,
        "code": found.code,
        "message": words.problem(found),
    }


def _warning(found: Problem, names: _Names, words: Words) -> dict[str, object]:
    return {
        "check": found.code,
        "where": names.items_of(found.where),
        "severity": found.severity,
        "message": words.problem(found),
    }


class _Numbers(dict[Milli, int | float]):
    """Points of answers as numbers. An index has a few dozen of them, a city millions."""

    def __missing__(self, points: Milli) -> int | float:
        number = self[points] = as_number(points)
        return number


_NUMBERS = _Numbers()


@dataclass(frozen=True, slots=True)
class _Names:
    levels: dict[int, str]
    dimensions: tuple[tuple[str, str], ...]
    counted: tuple[str, ...]
    """Levels from 1 up, as JSON names."""
    items_of: Callable[[tuple[str, ...]], tuple[str, ...]]
    """Where a problem is, with the question for a figure."""


@lru_cache(maxsize=16)
def _names(pack: Pack) -> _Names:
    asked_at = pack.question_of_figure

    @lru_cache(maxsize=1 << 12)
    def items_of(where: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(asked_at.get(item, item) for item in where))

    return _Names(
        levels={level.level: level.name.zh for level in pack.levels},
        dimensions=tuple((d.id, d.name.zh) for d in pack.dimensions),
        counted=tuple(str(level.level) for level in pack.levels if level.level > 0),
        items_of=items_of,
    )
