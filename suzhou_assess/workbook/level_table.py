"""The conditions of every level in 评估结果, and what is missing for the next one."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from suzhou_assess.domain.pack import Level, Pack
from suzhou_assess.domain.points import as_number, as_text
from suzhou_assess.domain.scoring import Condition, Verdict, conditions
from suzhou_assess.workbook import formulas
from suzhou_assess.workbook.book import Colour, Sheet
from suzhou_assess.workbook.formulas import Expr, area, cell, number, sentence, text, when
from suzhou_assess.workbook.scenario_sheet import ScenarioCells

_LEFT, _RIGHT = 1, 12
_KINDS = ((3, "score"), (6, "scenarios"), (9, "binding"))
"""First column of each condition: needed, now, short."""
_REACHED = 12
_MET, _NUMBER, _NAME = 14, 15, 16
"""Hidden columns beside the table, for the cells that look levels up."""
NUMBER_FORMAT = "General"
"""Not ``0.###``, which shows 8 as ``8.``."""


class LevelTable:
    """The table, whose place is fixed before it is written: the cards above it look into it."""

    def __init__(
        self, sheet: Sheet, pack: Pack, verdict: Verdict, scenarios: ScenarioCells, top: int
    ) -> None:
        self._sheet = sheet
        self._book = sheet.book
        self._levels = pack.levels
        self._names = [sheet.book.words.text(level.name) for level in pack.levels]
        self._verdict = verdict
        self._scenarios = scenarios
        self._top = top
        self._now = next(i for i, v in enumerate(pack.levels) if v.level == verdict.level)

    @property
    def below(self) -> int:
        """The first row below the table and its gap."""
        return self._row(len(self._levels)) + 1

    def _row(self, index: int) -> int:
        """Level 0 has no conditions: what is looked up of it stands beside the header."""
        return self._top + 2 + index

    def _column(self, column: int) -> str:
        return area(self._row(0), column, self._row(len(self._levels) - 1), column)

    def level(self) -> Expr:
        """The highest level whose conditions all hold."""
        return Expr(f"MAX({self._column(_MET)})", self._verdict.level)

    def name(self, level: Expr) -> Expr:
        """The name of the level in that cell."""
        found = f"MATCH({level.code},{self._column(_NUMBER)},0)"
        return Expr(f"INDEX({self._column(_NAME)},{found})", self._names[self._now])

    def write(self, total: Expr, level: Expr) -> None:
        """The table; ``total`` is the score in thousandths, ``level`` the level that is shown."""
        sheet, book, top = self._sheet, self._book, self._top
        sheet.across(top, _LEFT, _RIGHT, book.say("section_conditions"), book.band(font_size=12))
        sheet.sheet.set_row(top, 26)
        sheet.block(top + 1, 1, top + 2, 2, book.say("column_level"), book.header())
        for left, kind in _KINDS:
            said = book.say(f"condition_{kind}")
            sheet.across(top + 1, left, left + 2, said, book.header())
            for column, key in enumerate(("required", "actual", "short"), left):
                sheet.text(top + 2, column, book.say(f"column_{key}"), book.header(font_size=9.5))
        sheet.block(top + 1, _REACHED, top + 2, _REACHED, book.say("column_reached"), book.header())
        sheet.sheet.set_row(top + 1, 22)
        sheet.sheet.set_row(top + 2, 20)
        for index, entry in enumerate(self._levels):
            row = self._row(index)
            met = self._conditions(row, entry, total, level) if index else Expr("TRUE", True)
            sheet.formula(row, _MET, when(met, number(entry.level), number(0)))
            sheet.number(row, _NUMBER, entry.level)
            sheet.text(row, _NAME, self._names[index], book.look(text_wrap=False))
        sheet.sheet.set_row(self.below - 1, 12)

    def _conditions(self, row: int, entry: Level, total: Expr, level: Expr) -> Expr:
        """A row of the table; gives whether all three conditions hold."""
        sheet, book = self._sheet, self._book
        said = book.say("level_with_name", level=entry.level, name=entry.name)
        sheet.across(row, 1, 2, said, book.line(bold=True, align="center"))
        levels, binding = self._scenarios.levels, self._scenarios.binding
        at_least = f'">={entry.level}"'
        counted = {
            "score": total.code,
            "scenarios": f"COUNTIF({levels},{at_least})" if levels else "0",
            "binding": f"COUNTIFS({levels},{at_least},{binding},1)" if levels else "0",
        }
        short = [
            self._condition(row, left, condition, counted[condition.kind])
            for (left, _), condition in zip(_KINDS, conditions(entry, self._verdict), strict=True)
        ]
        met = Expr(
            "AND(" + ",".join(f"{s.code}=0" for s in short) + ")", all(s.value == 0 for s in short)
        )
        yes, no = text(book.say("met")), text(book.say("not_met"))
        sheet.formula(row, _REACHED, when(met, yes, no), book.line(align="center", bold=True))
        sheet.coloured((row, _REACHED, row, _REACHED), met.code, font_color=Colour.GOOD)
        sheet.coloured(
            (row, 1, row, 2),
            f"{level.code}={entry.level}",
            font_color=Colour.on_level(entry.level),
            bg_color=Colour.of_level(entry.level),
        )
        sheet.sheet.set_row(row, 24)
        return met

    def _condition(self, row: int, left: int, condition: Condition, counted: str) -> Expr:
        """Needed, now and short; gives the cell of what is short."""
        sheet = self._sheet
        look = self._book.line(align="center", num_format=NUMBER_FORMAT)
        points = condition.kind == "score"
        divide = "/1000" if points else ""
        required = condition.required
        needed = Expr(as_text(required) if points else str(required), _shown(condition, required))
        sheet.formula(row, left, needed, look)
        now = Expr(f"{counted}{divide}", _shown(condition, condition.actual))
        sheet.formula(row, left + 1, now, look)
        short = Expr(f"MAX(0,{required}-{counted}){divide}", _shown(condition, condition.short))
        sheet.formula(row, left + 2, short, look)
        place = (row, left + 2, row, left + 2)
        sheet.coloured(
            place,
            f"{xl_rowcol_to_cell(row, left + 2, True, True)}>0",
            font_color=Colour.BAD,
            bg_color=Colour.BAD_SOFT,
            bold=True,
        )
        return cell(row, left + 2, short.value)

    def write_next(self, row: int, level: Expr) -> int:
        """What is missing for the level above, in sentences; gives the row below."""
        sheet, book, levels = self._sheet, self._book, self._levels
        at_top = Expr(f"{level.code}={levels[-1].level}", self._now == len(levels) - 1)
        above = min(self._now + 1, len(levels) - 1)
        place = f"MIN({len(levels)},MATCH({level.code},{self._column(_NUMBER)},0)+1)"

        def of_next(column: int, value: formulas.Value) -> Expr:
            return Expr(f"INDEX({self._column(column)},{place})", value)

        next_number = of_next(_NUMBER, levels[above].level)
        next_name = of_next(_NAME, self._names[above])
        title = sentence(book.say("next_level"), level=next_number, name=next_name)
        title = when(at_top, text(book.say("next_top")), title)
        sheet.across(row, _LEFT, _RIGHT, title, book.band(font_size=12))
        sheet.sheet.set_row(row, 26)
        found = conditions(levels[above], self._verdict)
        for (left, kind), condition in zip(_KINDS, found, strict=True):
            row += 1
            parts = {
                "required": of_next(left, _shown(condition, condition.required)),
                "actual": of_next(left + 1, _shown(condition, condition.actual)),
                "short": of_next(left + 2, _shown(condition, condition.short)),
                "level": next_number,
            }
            done = Expr(f"{parts['short'].code}=0", condition.short == 0)
            said = when(
                done,
                sentence(book.say(f"next_{kind}_met"), **parts),
                sentence(book.say(f"next_{kind}"), **parts),
            )
            said = when(at_top, text(""), said)
            sheet.across(row, _LEFT, _RIGHT, said, book.look(indent=1))
            sheet.sheet.set_row(row, 22)
            here, mark = cell(row, _LEFT, "").code, text(book.say("met_mark")).code
            sheet.coloured(
                (row, _LEFT, row, _RIGHT), f"LEFT({here},1)={mark}", font_color=Colour.GOOD
            )
        sheet.sheet.set_row(row + 1, 12)
        return row + 2


def _shown(condition: Condition, value: int) -> int | float:
    return as_number(value) if condition.kind == "score" else value
