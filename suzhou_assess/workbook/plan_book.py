"""提升计划 as a workbook: where the enterprise stands, where it wants to go, and the steps with
who does them, by when, for how much and how far they are. To be printed, filled in and handed
round: nothing is locked.

Sums are formulas, so that they follow when rows are changed or filtered, and stand there with
their values for programs that don't calculate.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.improvement_plan import PlannedStep
from suzhou_assess.domain.pack import Level, Pack
from suzhou_assess.domain.points import as_number
from suzhou_assess.domain.scoring import Condition, Verdict, conditions
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.explanation import Explanation
from suzhou_assess.words.plan_words import PlanWords
from suzhou_assess.workbook.book import A4, Colour, lines_of, writable
from suzhou_assess.workbook.plan_look import LOOK_OF, SUMMED, plan_looks
from suzhou_assess.workbook.summary_look import Value, put

_COLUMNS: tuple[tuple[str, float], ...] = (
    ("number", 5.5),
    ("item", 15),
    ("change", 14),
    ("text", 40),
    ("why", 19),
    ("effort", 8),
    ("gain", 8),
    ("owner", 11),
    ("due", 12),
    ("cost", 11),
    ("state", 10),
    ("note", 24),
)
_AT = {key: column for column, (key, _) in enumerate(_COLUMNS)}
_LAST = len(_COLUMNS) - 1
_WRAPPED = ("item", "change", "text", "why", "owner", "note")
_LINE = 14.5
_SUBTOTAL = 9
"""SUBTOTAL's code for a sum: it leaves out other subtotals and rows that a filter hides."""


@dataclass(frozen=True, slots=True)
class PlanBook:
    """What the workbook says."""

    pack: Pack
    enterprise: str
    uscc: str
    mode: Mode
    date: date
    """Of the assessment."""
    target: int
    before: Verdict
    after: Verdict
    """Once all steps are made."""
    lines: Sequence[PlannedStep]
    made_at: datetime


def plan_workbook(plan: PlanBook, words: Words) -> bytes:
    """The workbook of one improvement plan."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(stream, options)
    book.set_calc_mode("auto")
    title = words.say("plan.book_title")
    _Writer(book, plan, words).write(book.add_worksheet(words.say("plan.book_sheet")))
    created = plan.made_at.replace(tzinfo=None)
    book.set_properties({"title": f"{title} {writable(plan.enterprise)}", "created": created})
    book.close()
    return stream.getvalue()


class _Writer:
    def __init__(self, book: Workbook, plan: PlanBook, words: Words) -> None:
        self._book = book
        self._plan = plan
        self._words = words
        self._said = PlanWords(plan.pack, words)
        self._explain = Explanation(plan.pack, words)
        self._looks = plan_looks(book, words.say("plan.book_steps_format"))
        self._states = tuple(words.say(f"plan.state_{key}") for key in ("open", "begun", "done"))

    def write(self, sheet: Worksheet) -> None:
        for column, (_, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
        row = self._write_head(sheet)
        header = self._write_conditions(sheet, row) + 1
        last = self._write_steps(sheet, header)
        sheet.hide_gridlines(2)
        sheet.freeze_panes(header + 1, 0)
        sheet.repeat_rows(header)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.print_area(0, 0, last, _LAST)
        name = self._say("book_title")
        sheet.set_footer(f"&L&9{name}&C&9{_plain(self._plan.enterprise)}&R&9&P / &N")

    def _write_head(self, sheet: Worksheet) -> int:
        """Title block; gives the row after it."""
        plan = self._plan
        sheet.set_row(0, 30)
        put(sheet, 0, 0, self._say("book_title"), self._looks["title"])
        sheet.set_row(1, 21)
        put(sheet, 1, 0, plan.enterprise, self._looks["name"])
        mode = self._words.say(f"ui.mode_{plan.mode}")
        parts = [
            *((self._say("book_uscc", code=plan.uscc),) if plan.uscc else ()),
            self._say("book_assessment", mode=mode, date=plan.date.isoformat()),
            self._say("book_target", level=self._explain.level_name(plan.target)),
            self._say("book_made", date=plan.made_at.date().isoformat()),
        ]
        put(sheet, 2, 0, "　".join(parts), self._looks["hint"])
        return 4

    def _write_conditions(self, sheet: Worksheet, row: int) -> int:
        """What the target asks, now and afterwards; gives the row after it."""
        heads = ("condition", "now", "after", "asked", "met")
        spans = ((0, 2), (3, 3), (4, 4), (5, 6), (7, 8))
        for key, span in zip(heads, spans, strict=True):
            self._over(sheet, row, span, self._say(f"book_{key}"), "header")
        plan = self._plan
        level = next(one for one in plan.pack.levels if one.level == plan.target)
        lines: list[tuple[str | int | float, ...]] = [
            (
                self._say("book_level"),
                self._explain.level_name(plan.before.level),
                self._explain.level_name(plan.after.level),
                self._explain.level_name(plan.target),
                self._met(plan.after.level >= plan.target),
            )
        ]
        lines += self._conditions(level)
        for line in lines:
            row += 1
            sheet.set_row(row, 18)
            good = line[-1] == self._met(True)
            for at, (value, span) in enumerate(zip(line, spans, strict=True)):
                look = ("good" if good else "warn") if at == 4 else "term" if not at else "centred"
                self._over(sheet, row, span, value, look)
        return row + 1

    def _conditions(self, level: Level) -> list[tuple[str | int | float, ...]]:
        def amount(of: Condition, value: int) -> int | float:
            return as_number(value) if of.kind == "score" else value

        return [
            (
                self._say(f"book_{now.kind}", level=level.level),
                amount(now, now.actual),
                amount(after, after.actual),
                amount(now, now.required),
                self._met(after.met),
            )
            for now, after in zip(
                conditions(level, self._plan.before),
                conditions(level, self._plan.after),
                strict=True,
            )
            if now.required
        ]

    def _met(self, met: bool) -> str:
        return self._say("book_met_yes" if met else "book_met_no")

    def _write_steps(self, sheet: Worksheet, header: int) -> int:
        """The table; gives its last row."""
        heads = {key: self._say(f"column_{key}") for key in _AT}
        deepest = max(lines_of(heads[key], width - 1) for key, width in _COLUMNS)
        sheet.set_row(header, _LINE * deepest + 9)
        for key, column in _AT.items():
            put(sheet, header, column, heads[key], self._looks["header"])
        row = first = header + 1
        number = 0
        for part in ("questions", "scenarios"):
            lines = [
                line
                for line in self._plan.lines
                if (line.step.item in self._plan.pack.scenario_by_id) == (part == "scenarios")
            ]
            if not lines:
                continue
            start = row
            for line in lines:
                number += 1
                self._write_line(sheet, row, number, line)
                row += 1
            self._sum_row(sheet, row, start, row - 1, lines, f"part_{part}", "sub")
            row += 1
        everything = self._plan.lines
        self._sum_row(sheet, row, first, max(first, row - 1), everything, "part_all", "total")
        self._done_row(sheet, row + 1, first, max(first, row - 1))
        self._choices(sheet, first, max(first, row - 1))
        return row + 1

    def _write_line(self, sheet: Worksheet, row: int, number: int, line: PlannedStep) -> None:
        step, said = line.step, self._said
        values: dict[str, Value] = {
            "number": number,
            "item": said.item(step.item),
            "change": said.change(step),
            "text": said.text(step.target),
            "why": said.why(step, self._plan.target),
            "effort": step.effort,
            "gain": as_number(step.gain) if step.gain else None,
            "owner": line.owner,
            "due": line.due,
            "cost": None if line.cost is None else float(line.cost),
            "state": self._states[2 if line.done else 0],
            "note": line.note,
        }
        widths = dict(_COLUMNS)
        lines = max(lines_of(str(values[key] or ""), widths[key] - 1.5) for key in _WRAPPED)
        sheet.set_row(row, min(400, max(20, _LINE * lines + 6)))
        for key, column in _AT.items():
            put(sheet, row, column, values[key], self._looks[LOOK_OF[key]])

    def _sum_row(
        self,
        sheet: Worksheet,
        row: int,
        first: int,
        last: int,
        lines: Sequence[PlannedStep],
        key: str,
        look: str,
    ) -> None:
        sheet.set_row(row, 20)
        for column in range(len(_COLUMNS)):
            put(sheet, row, column, None, self._looks[look])
        said = self._say(key, count=len(lines))
        self._over(sheet, row, (0, _AT["why"]), said, look)
        for name in SUMMED:
            formula = f"=SUBTOTAL({_SUBTOTAL},{_range(name, first, last)})"
            value = float(sum((_value(line, name) for line in lines), Decimal()))
            sheet.write_formula(row, _AT[name], formula, self._looks[f"{look}_{name}"], value)

    def _done_row(self, sheet: Worksheet, row: int, first: int, last: int) -> None:
        """Of all steps, those that are done: they count by the state that is entered."""
        sheet.set_row(row, 20)
        for column in range(len(_COLUMNS)):
            put(sheet, row, column, None, self._looks["sub"])
        self._over(sheet, row, (0, _AT["why"]), self._say("part_done"), "sub")
        done = [line for line in self._plan.lines if line.done]
        states, state = _range("state", first, last), self._states[2].replace('"', '""')
        for name in SUMMED:
            formula = f'=SUMIF({states},"{state}",{_range(name, first, last)})'
            value = float(sum((_value(line, name) for line in done), Decimal()))
            sheet.write_formula(row, _AT[name], formula, self._looks[f"sub_{name}"], value)
        count = f'=COUNTIF({states},"{state}")'
        sheet.write_formula(row, _AT["state"], count, self._looks["sub_count"], len(done))

    def _choices(self, sheet: Worksheet, first: int, last: int) -> None:
        def every(key: str, options: dict[str, object]) -> None:
            told = {"error_title": self._say("book_not_so"), "error_type": "warning", **options}
            sheet.data_validation(first, _AT[key], last, _AT[key], told)

        every(
            "state",
            {
                "validate": "list",
                "source": list(self._states),
                "error_message": self._say("book_state_error"),
            },
        )
        every(
            "due",
            {
                "validate": "date",
                "criteria": ">=",
                "value": date(2000, 1, 1),
                "error_message": self._say("book_due_error"),
            },
        )
        every(
            "cost",
            {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_message": self._say("book_cost_error"),
            },
        )
        done = self._book.add_format({"font_color": Colour.GOOD, "bg_color": Colour.GOOD_SOFT})
        sheet.conditional_format(
            first,
            _AT["state"],
            last,
            _AT["state"],
            {"type": "cell", "criteria": "==", "value": f'"{self._states[2]}"', "format": done},
        )

    def _over(
        self,
        sheet: Worksheet,
        row: int,
        span: tuple[int, int],
        value: str | float,
        look: str,
    ) -> None:
        first, last = span
        if first != last:
            sheet.merge_range(row, first, row, last, "", self._looks[look])
        put(sheet, row, first, value, self._looks[look])

    def _say(self, key: str, **params: str | int) -> str:
        return self._words.say(f"plan.{key}", **params)


def _range(key: str, first: int, last: int) -> str:
    column = xl_col_to_name(_AT[key])
    return f"{column}{first + 1}:{column}{last + 1}"


def _value(line: PlannedStep, name: str) -> Decimal:
    if name == "effort":
        return Decimal(line.step.effort)
    if name == "gain":
        return Decimal(line.step.gain) / 1000
    return line.cost or Decimal()


def _plain(name: str) -> str:
    """A name in a footer, where & is a command and not all of a long text has room."""
    return writable(name).replace("&", "&&").replace("\n", " ")[:60]
