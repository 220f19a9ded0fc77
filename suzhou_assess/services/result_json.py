"""Verdicts and problems as JSON lines (``docs/formats.md``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import orjson

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.pack_checks import FigureOver, ScoreJump
from suzhou_assess.domain.points import Milli, as_number
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.text import Lang
from suzhou_assess.services.scoring_run import NotScored, Scored
from suzhou_assess.words.catalog import Words

_MOST_KEPT = 1 << 14
"""Worded warnings, half a kilobyte each."""


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
        "warnings": _warnings(submission.pack, words.lang).objects(scored.warnings),
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


class _Warnings:
    """Warnings as JSON, in one language.

    ``check_answers`` gives the same object each time a check of options and scenarios finds the
    same: those are worded once. What figures say is new nearly every time, and isn't kept.
    """

    def __init__(self, pack: Pack, lang: Lang) -> None:
        self._items_of = _names(pack).items_of
        self._words = Words(lang)
        self._recurring = frozenset(
            check.id for check in pack.checks if not isinstance(check, FigureOver | ScoreJump)
        )
        self._known: dict[int, tuple[Problem, orjson.Fragment]] = {}
        """By identity; the problem is kept along, so that no other takes its place in memory."""

    def objects(self, warnings: Sequence[Problem]) -> list[object]:
        recurring = self._recurring
        return [self._kept(w) if w.code in recurring else self._object(w) for w in warnings]

    def _kept(self, found: Problem) -> orjson.Fragment:
        known = self._known.get(id(found))
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = found, orjson.Fragment(orjson.dumps(self._object(found)))
            self._known[id(found)] = known
        return known[1]

    def _object(self, found: Problem) -> dict[str, object]:
        return {
            "check": found.code,
            "where": self._items_of(found.where),
            "severity": found.severity,
            "message": self._words.problem(found),
        }


@lru_cache(maxsize=16)
def _warnings(pack: Pack, lang: Lang) -> _Warnings:
    return _Warnings(pack, lang)


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
