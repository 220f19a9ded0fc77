"""Whether measures make sense: ids, bounds, periods, and what they name of an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import FULL_SCORE, share_of, to_milli
from suzhou_assess.packs.problems import Findings, PackNotFoundError, Path
from suzhou_assess.packs.shape import Entry, entries

if TYPE_CHECKING:
    from suzhou_assess.packs.shelf import PackShelf

_OF_INDEX = ("level", "score", "gaps")
"""Conditions that mean something in an index only."""


def check_support(support: Entry, shelf: PackShelf, findings: Findings) -> None:
    """Adds everything that contradicts itself or the index that is named."""
    measures = list(entries(support, "measures"))
    findings.add_twice(measures, "id")
    index = _index(support, shelf, findings)
    sense = _SupportSense(index, findings)
    for path, measure in measures:
        conditions: Entry = measure.get("conditions") or {}
        at = (*path, "conditions")
        sense.check(at, conditions)
        named = [key for key in _OF_INDEX if key in conditions]
        if named and "index" not in support:
            findings.add((*at, named[0]), "index_not_named", key=named[0])


def _index(support: Entry, shelf: PackShelf, findings: Findings) -> Pack | None:
    """The index that the measures speak of, in its newest edition."""
    if "index" not in support:
        return None
    try:
        return shelf.get(support["index"])
    except PackNotFoundError:
        findings.add(("index",), "index_unknown", index=support["index"], known=shelf.ids())
        return None


class _SupportSense:
    def __init__(self, index: Pack | None, findings: Findings) -> None:
        self._index = index
        self._findings = findings

    def check(self, path: Path, conditions: Entry) -> None:
        if "level" in conditions:
            self._check_level((*path, "level"), conditions["level"])
        if "score" in conditions:
            self._check_score((*path, "score"), conditions["score"])
        for at, gap in entries(conditions, "gaps", path):
            self._check_gap(at, gap)
        if "period" in conditions:
            self._check_period((*path, "period"), conditions["period"])

    def _check_level(self, path: Path, level: Entry) -> None:
        self._check_bounds(path, level, ("min", "max"), level.get("min"), level.get("max"))
        for key in ("min", "max"):
            self._check_level_there((*path, key), level.get(key))

    def _check_score(self, path: Path, score: Entry) -> None:
        bounds = []
        for key in ("min", "max"):
            try:
                points = to_milli(score[key]) if key in score else None
            except ValueError:
                self._findings.add((*path, key), "option_too_fine", points=score[key])
                return
            if points is not None and points > FULL_SCORE:
                self._findings.add((*path, key), "score_above_full", points=score[key])
            bounds.append(points)
        self._check_bounds(path, score, ("min", "max"), *bounds)

    def _check_period(self, path: Path, period: Entry) -> None:
        # ISO dates sort as the days do.
        begins, ends = period.get("from"), period.get("until")
        self._check_bounds(path, period, ("from", "until"), begins, ends)

    def _check_bounds(
        self,
        path: Path,
        entry: Entry,
        keys: tuple[str, str],
        low: int | str | None,
        high: int | str | None,
    ) -> None:
        first, last = keys
        if low is None and high is None:
            if not entry:
                self._findings.add(path, "bounds_missing", first=first, last=last)
        elif low is not None and high is not None and low > high:  # type: ignore[operator]
            self._findings.add(
                path,
                "bounds_reversed",
                first=first,
                last=last,
                low=entry[first],
                high=entry[last],
            )

    def _check_level_there(self, path: Path, level: int | None) -> None:
        if level is None or self._index is None:
            return
        top = self._index.levels[-1].level
        if level > top:
            self._findings.add(path, "level_not_there", level=level, top=top)

    def _check_gap(self, path: Path, gap: Entry) -> None:
        rule = gap.get("rule")
        if "share" in gap and not 0 < share_of(gap["share"]) <= 1:
            self._findings.add((*path, "share"), "share_out_of_range", share=gap["share"])
        if rule == "scenario_below":
            level = gap.get("level")
            if level == 0:
                self._findings.add((*path, "level"), "below_level_zero")
            self._check_level_there((*path, "level"), level)
        index = self._index
        if index is None:
            return
        scenarios, questions = tuple(index.scenario_by_id), tuple(index.question_by_id)
        indicators = tuple(indicator.id for indicator in index.indicators)
        if rule == "scenario_below":
            self._check_named((*path, "scenarios"), gap.get("scenarios"), scenarios)
        elif rule == "points_below":
            self._check_named((*path, "items"), gap.get("items"), (*questions, *indicators))
        elif rule == "planned":
            self._check_named((*path, "items"), gap.get("items"), (*questions, *scenarios))

    def _check_named(
        self, path: Path, named: Sequence[str | None] | None, known: tuple[str, ...]
    ) -> None:
        for i, name in enumerate(named or ()):
            if name is not None and name not in known:
                self._findings.add((*path, i), "item_not_there", item=name, known=known)
