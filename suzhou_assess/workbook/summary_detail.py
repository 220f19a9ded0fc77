"""明细: every enterprise in a row, with all that is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from xlsxwriter.worksheet import Worksheet

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import as_number
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.summary_data import Judged, SummaryRow, Tally
from suzhou_assess.workbook.summary_look import Look, Value, put

ROWS_PER_EVENT = 500
_A3 = 8
_PAGES_WIDE = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, its width in digits, and what stands in a row."""

    header: str
    width: float
    value: Callable[[SummaryRow], Value]
    look: str = "text"
    """Key of a cell format of ``Look``."""


class DetailSheet:
    """Writes row by row and forgets each: memory doesn't grow with the city."""

    def __init__(
        self, sheet: Worksheet, look: Look, pack: Pack, places: Places, words: Words
    ) -> None:
        self._sheet = sheet
        self._look = look
        self.columns = tuple(_columns(pack, places, words))

    def write(self, rows: Iterable[SummaryRow], tally: Tally) -> Iterator[int]:
        """Yields now and then how many rows are written; ``tally`` counts along."""
        sheet, look = self._sheet, self._look
        sheet.set_row(0, 48)
        for column, entry in enumerate(self.columns):
            sheet.set_column(column, column, entry.width)
            sheet.write_string(0, column, entry.header, look["header"])
        writers = [(entry.value, look[entry.look]) for entry in self.columns]
        number = 0
        for number, row in enumerate(rows, start=1):
            tally.add(row)
            for column, (value_of, form) in enumerate(writers):
                put(sheet, number, column, value_of(row), form)
            if number % ROWS_PER_EVENT == 0:
                yield number
        self._finish(number)
        yield number

    def _finish(self, rows: int) -> None:
        sheet, last = self._sheet, len(self.columns) - 1
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(rows, 1), last)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(_PAGES_WIDE, 0)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0, 1)
        sheet.print_area(0, 0, max(rows, 1), last)


def _columns(pack: Pack, places: Places, words: Words) -> Iterator[Column]:
    yield from _profile_columns(places, words)
    yield from _assessment_columns(pack, words)
    yield from _verdict_columns(pack, words)


def _profile_columns(places: Places, words: Words) -> Iterator[Column]:
    name = {field: words.text(text) for field, text in places.field_name.items()}
    districts = {d.code: words.text(d.name) for d in places.districts}
    industries = {i.code: f"{i.code} {words.text(i.name)}" for i in places.industries}
    clusters = {c.id: words.text(c.name) for c in places.clusters}
    qualifications = {q.id: words.text(q.name) for q in places.qualifications}
    sizes = {s.id: words.text(s.name) for s in places.sizes}
    yes_no = {True: words.say("summary.yes"), False: words.say("summary.no"), None: ""}
    yield Column(name["name"], 34, lambda r: r.enterprise.name)
    yield Column(name["uscc"], 22, lambda r: r.enterprise.uscc)
    yield Column(name["district"], 16, lambda r: districts.get(r.enterprise.district or ""))
    yield Column(name["town"], 16, lambda r: r.enterprise.town)
    yield Column(name["industry"], 30, lambda r: industries.get(r.enterprise.industry or ""))
    yield Column(name["cluster"], 12, lambda r: clusters.get(r.enterprise.cluster or ""))
    yield Column(name["founded"], 10, lambda r: r.enterprise.founded, "year")
    yield Column(name["employees"], 11, lambda r: r.enterprise.employees, "count")
    yield Column(
        name["revenue"],
        14,
        lambda r: None if r.enterprise.revenue is None else float(r.enterprise.revenue),
        "money",
    )
    yield Column(name["size"], 8, lambda r: sizes.get(r.size or ""))
    yield Column(name["above_scale"], 9, lambda r: yes_no[r.enterprise.above_scale])
    yield Column(
        name["qualification"],
        12,
        lambda r: qualifications.get(r.enterprise.qualification or ""),
    )
    yield Column(name["contact_name"], 12, lambda r: r.enterprise.contact_name)
    yield Column(name["contact_title"], 12, lambda r: r.enterprise.contact_title)
    yield Column(name["phone"], 15, lambda r: r.enterprise.phone)
    yield Column(name["email"], 24, lambda r: r.enterprise.email)


def _assessment_columns(pack: Pack, words: Words) -> Iterator[Column]:
    say = words.say
    modes = {mode: say(f"summary.mode_{mode}") for mode in ("self", "onsite")}
    names = {(pack.id, pack.edition): words.text(pack.short_name)}
    levels = {level.level: words.text(level.name) for level in pack.levels}
    yield Column(say("summary.column_assessments"), 8, lambda r: r.assessments, "count")
    yield _of_latest(say("summary.column_mode"), 10, lambda j: modes[j.mode])
    yield _of_latest(
        say("summary.column_date"), 12, lambda j: datetime.combine(j.date, time()), "date"
    )
    yield _of_latest(say("summary.column_assessor"), 12, lambda j: j.assessor)
    yield _of_latest(
        say("summary.column_pack"),
        16,
        lambda j: names.get((j.pack_id, j.pack_edition), f"{j.pack_id} {j.pack_edition}"),
    )
    yield _of_latest(say("summary.column_score"), 10, lambda j: as_number(j.score), "points")
    yield _of_latest(say("summary.column_level"), 7, lambda j: j.level, "count")
    yield _of_latest(say("summary.column_level_name"), 11, lambda j: levels.get(j.level))


def _verdict_columns(pack: Pack, words: Words) -> Iterator[Column]:
    say = words.say
    for dimension in pack.dimensions:
        yield _points(words.text(dimension.name), "dimensions", dimension.id, 11)
    for indicator in pack.indicators:
        yield _points(words.text(indicator.name), "indicators", indicator.id, 10)
    for level in (level.level for level in pack.levels if level.level > 0):
        header = say("summary.column_scenarios_at", level=level)
        yield _of_latest(header, 10, lambda j, at=level: _at(j.scenarios_at, at), "count")  # type: ignore[misc]
        header = say("summary.column_binding_at", level=level)
        yield _of_latest(header, 10, lambda j, at=level: _at(j.binding_at, at), "count")  # type: ignore[misc]
    for question in pack.questions:
        yield _points(f"{question.id} {words.text(question.name)}", "questions", question.id, 10)
    not_applicable = say("summary.not_applicable")
    for scenario in pack.scenarios:
        star = " ★" if scenario.binding else ""
        header = f"{scenario.id} {words.text(scenario.name)}{star}"
        yield _of_latest(
            header,
            10,
            lambda j, item=scenario.id: (  # type: ignore[misc]
                not_applicable if item in j.not_applicable else j.scenarios.get(item)
            ),
            "count",
        )
    yield _of_latest(say("summary.column_unanswered"), 16, lambda j: "、".join(j.unanswered))
    yield _of_latest(say("summary.column_source"), 40, lambda j: j.source)


def _of_latest(
    header: str, width: float, value: Callable[[Judged], Value], look: str = "text"
) -> Column:
    """A column that stays empty for an enterprise that wasn't assessed."""

    def of_row(row: SummaryRow) -> Value:
        return None if row.latest is None else value(row.latest)

    return Column(header, width, of_row, look)


def _points(header: str, part: str, item: str, width: float) -> Column:
    def value(judged: Judged) -> Value:
        milli = getattr(judged, part).get(item)
        return None if milli is None else as_number(milli)

    return _of_latest(header, width, value, "points")


def _at(counts: tuple[int, ...], level: int) -> int | None:
    return counts[level] if level < len(counts) else None
