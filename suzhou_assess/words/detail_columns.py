"""The columns of 明细: every enterprise in a row, the same in the summary, as CSV and as Parquet.

``services.detail_rows`` gives the rows, a raw value for each column: codes, whole thousandths,
days. What a reader sees in their place stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.standing import NOT_APPLICABLE
from suzhou_assess.words.catalog import Words

Kind = Literal["text", "count", "year", "money", "points", "date", "scenario"]
"""What a column's values are:

- ``text``: text, or a code for which ``words`` has the text
- ``count``, ``year``: whole numbers
- ``money``: an exact decimal as text
- ``points``: whole thousandths of a point
- ``date``: a ``date``
- ``scenario``: a level, or ``NOT_APPLICABLE``, for which ``words`` has the text

``None`` and ``""`` are empty cells in all of them.
"""


@dataclass(frozen=True, slots=True)
class DetailColumn:
    """One column."""

    key: str
    """Names it in every language: a field, or the id of a question, scenario, indicator…"""
    header: str
    width: float
    """In digits."""
    kind: Kind = "text"
    words: Mapping[Any, str] | None = None
    """What a value is shown as; a value that isn't in it is shown as it is."""
    varied: bool = False
    """Almost every row has another value."""


def detail_columns(pack: Pack, places: Places, words: Words) -> tuple[DetailColumn, ...]:
    """All of them, in order."""
    return (
        *_profile(places, words),
        *_assessment(pack, words),
        *_points(pack, words),
        *_counts(pack, words),
        *_answers(pack, words),
        DetailColumn("unanswered", words.say("summary.column_unanswered"), 16),
        DetailColumn("source", words.say("summary.column_source"), 40, varied=True),
    )


def _profile(places: Places, words: Words) -> Iterator[DetailColumn]:
    name = {field: words.text(text) for field, text in places.field_name.items()}
    districts = {d.code: words.text(d.name) for d in places.districts}
    industries = {i.code: f"{i.code} {words.text(i.name)}" for i in places.industries}
    clusters = {c.id: words.text(c.name) for c in places.clusters}
    qualifications = {q.id: words.text(q.name) for q in places.qualifications}
    sizes = {s.id: words.text(s.name) for s in places.sizes}
    yes_no = {1: words.say("summary.yes"), 0: words.say("summary.no")}
    yield DetailColumn("name", name["name"], 34, varied=True)
    yield DetailColumn("uscc", name["uscc"], 22, varied=True)
    yield DetailColumn("district", name["district"], 16, words=districts)
    yield DetailColumn("town", name["town"], 16)
    yield DetailColumn("industry", name["industry"], 30, words=industries)
    yield DetailColumn("cluster", name["cluster"], 12, words=clusters)
    yield DetailColumn("founded", name["founded"], 10, "year")
    yield DetailColumn("employees", name["employees"], 11, "count")
    yield DetailColumn("revenue", name["revenue"], 14, "money", varied=True)
    yield DetailColumn("size", name["size"], 8, words=sizes)
    yield DetailColumn("above_scale", name["above_scale"], 9, words=yes_no)
    yield DetailColumn("qualification", name["qualification"], 12, words=qualifications)
    yield DetailColumn("contact_name", name["contact_name"], 12)
    yield DetailColumn("contact_title", name["contact_title"], 12)
    yield DetailColumn("phone", name["phone"], 15, varied=True)
    yield DetailColumn("email", name["email"], 24, varied=True)


def _assessment(pack: Pack, words: Words) -> Iterator[DetailColumn]:
    say = words.say
    modes = {mode: say(f"summary.mode_{mode}") for mode in ("self", "onsite")}
    packs = {f"{pack.id} {pack.edition}": words.text(pack.short_name)}
    levels = {level.level: words.text(level.name) for level in pack.levels}
    yield DetailColumn("assessments", say("summary.column_assessments"), 8, "count")
    yield DetailColumn("mode", say("summary.column_mode"), 10, words=modes)
    yield DetailColumn("date", say("summary.column_date"), 12, "date")
    yield DetailColumn("assessor", say("summary.column_assessor"), 12)
    yield DetailColumn("pack", say("rollup.column_pack"), 16, words=packs)
    yield DetailColumn("score", say("summary.column_score"), 10, "points")
    yield DetailColumn("level", say("summary.column_level"), 7, "count")
    yield DetailColumn("level_name", say("summary.column_level_name"), 11, words=levels)


def _points(pack: Pack, words: Words) -> Iterator[DetailColumn]:
    for dimension in pack.dimensions:
        yield DetailColumn(dimension.id, words.text(dimension.name), 11, "points")
    for indicator in pack.indicators:
        yield DetailColumn(indicator.id, words.text(indicator.name), 10, "points")


def _counts(pack: Pack, words: Words) -> Iterator[DetailColumn]:
    for level in (level.level for level in pack.levels if level.level > 0):
        for counted in ("scenarios_at", "binding_at"):
            header = words.say(f"summary.column_{counted}", level=level)
            yield DetailColumn(f"{counted}_{level}", header, 10, "count")


def _answers(pack: Pack, words: Words) -> Iterator[DetailColumn]:
    for question in pack.questions:
        header = f"{question.id} {words.text(question.name)}"
        yield DetailColumn(question.id, header, 10, "points")
    not_applicable = {NOT_APPLICABLE: words.say("summary.not_applicable")}
    for scenario in pack.scenarios:
        star = " ★" if scenario.binding else ""
        header = f"{scenario.id} {words.text(scenario.name)}{star}"
        yield DetailColumn(scenario.id, header, 10, "scenario", not_applicable)
