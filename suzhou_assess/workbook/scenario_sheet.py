"""应用场景: the scenarios, one row each, with what every level means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from suzhou_assess.domain.answers import Answers, level_of
from suzhou_assess.domain.pack import Pack, Scenario
from suzhou_assess.workbook import formulas
from suzhou_assess.workbook.book import Colour, Sheet
from suzhou_assess.workbook.formulas import Expr, area, cell, text, when
from suzhou_assess.workbook.layout import HEADER_ROW, ID, plan_scenarios, stamp
from suzhou_assess.workbook.layout import ScenarioColumn as Column

_CODE, _NAME, _FILL, _LEVEL, _STATUS, _NOTE = 6.5, 15, 11, 27, 11, 24
STAR = "★"


@dataclass(frozen=True, slots=True)
class ScenarioCells:
    """Where the scenarios' levels stand, for other sheets."""

    level: Mapping[str, Expr]
    levels: str | None
    """The area of all levels; ``None`` for a pack without scenarios."""
    binding: str | None
    answered: Expr
    open: Expr


def write_scenarios(sheet: Sheet, pack: Pack, answers: Answers) -> ScenarioCells:
    return _ScenarioSheet(sheet, pack, answers).write()


class _ScenarioSheet:
    def __init__(self, sheet: Sheet, pack: Pack, answers: Answers) -> None:
        self._sheet = sheet
        self._book = sheet.book
        self._pack = pack
        self._answers = answers
        self._plan = plan_scenarios(pack)
        self._open: Expr | None = None

    def write(self) -> ScenarioCells:
        sheet, book, plan = self._sheet, self._book, self._plan
        widths = (9, _CODE, _NAME, _FILL, *[_LEVEL] * plan.levels, _STATUS, _NOTE)
        sheet.columns(*widths, hidden=[ID, plan.level, plan.binding, plan.open])
        self._top(sum(widths[1:]))
        for row, group in plan.bands:
            said = book.words.text(group.name)
            sheet.across(row, Column.CODE, plan.note, said, book.band(font_size=11))
            sheet.sheet.set_row(row, 24)
        for row, scenario in plan.rows:
            self._row(row, scenario)
        self._colours()
        sheet.finish(header_row=HEADER_ROW, landscape=True)
        sheet.sheet.freeze_panes(HEADER_ROW + 1, Column.FIRST_LEVEL)
        return self._cells()

    def _top(self, width: float) -> None:
        sheet, book, plan = self._sheet, self._book, self._plan
        sheet.across(0, Column.CODE, plan.note, sheet.name, book.title())
        sheet.sheet.set_row(0, 34)
        intro = book.say("scenarios_intro")
        sheet.across(1, Column.CODE, plan.note, intro, book.hint())
        sheet.height(1, (intro, width), size=9.5)
        sheet.text(HEADER_ROW, ID, stamp(self._pack), book.look(text_wrap=False))
        for column, key in (
            (Column.CODE, "code"),
            (Column.NAME, "scenario"),
            (Column.FILL, "level"),
        ):
            sheet.text(HEADER_ROW, column, book.say(f"column_{key}"), book.header())
        for level in range(plan.levels):
            # A number shown with a word, so that the row's own level can be compared with it.
            look = book.header(num_format=_number_format(book.say("level_number")))
            sheet.number(HEADER_ROW, Column.FIRST_LEVEL + level, level, look)
        sheet.text(HEADER_ROW, plan.status, book.say("column_status"), book.header())
        sheet.text(HEADER_ROW, plan.note, book.say("column_note"), book.header())
        sheet.sheet.set_row(HEADER_ROW, 24)

    def _row(self, row: int, scenario: Scenario) -> None:
        sheet, book, plan = self._sheet, self._book, self._plan
        name = book.words.text(scenario.name)
        shown = f"{name} {STAR}" if scenario.binding else name
        hidden = book.look(text_wrap=False)
        sheet.text(row, ID, scenario.id, hidden)
        sheet.text(row, Column.CODE, scenario.id, book.line(align="center"))
        sheet.text(row, Column.NAME, shown, book.line(bold=True))
        self._fill(row, scenario)
        texts = [(shown, _NAME * 0.85)]
        for level in range(plan.levels):
            said = book.words.text(scenario.levels[level]) if level <= scenario.top else ""
            look = book.line(font_size=9.5)
            sheet.text(row, Column.FIRST_LEVEL + level, said, look)
            texts.append((said, _LEVEL))
        note = self._answers.notes.get(scenario.id, "")
        look = book.input(valign="top", bg_color=Colour.SURFACE, num_format="@", font_size=9.5)
        sheet.text(row, plan.note, note, look)
        sheet.height(row, *texts, least=34, size=9.5)
        self._helpers(row, scenario)

    def _fill(self, row: int, scenario: Scenario) -> None:
        sheet, book = self._sheet, self._book
        level = level_of(self._answers.choices.get(scenario.id))
        look = book.input(align="center", bold=True, font_size=12)
        word = book.say("not_applicable")
        if scenario.id in self._answers.not_applicable:
            sheet.text(row, Column.FILL, word, look)
        elif level is None:
            sheet.text(row, Column.FILL, "", look)
        else:
            sheet.number(row, Column.FILL, level, look)
        prompt = (book.words.text(scenario.name), book.words.text(scenario.prompt))
        sheet.list_choice(
            row,
            Column.FILL,
            [*range(scenario.top + 1), word],
            prompt,
            book.say("error_level", top=scenario.top),
        )

    def _helpers(self, row: int, scenario: Scenario) -> None:
        sheet, book, plan = self._sheet, self._book, self._plan
        choice = level_of(self._answers.choices.get(scenario.id))
        apart = scenario.id in self._answers.not_applicable
        word = book.say("not_applicable")
        typed: str | int = word if apart else "" if choice is None else choice
        fill = cell(row, Column.FILL, typed)
        level_now: str | int = "" if choice is None else choice
        formula = formulas.scenario_level(fill.code, scenario.top, word)
        hidden = book.look(text_wrap=False)
        sheet.formula(row, plan.level, Expr(formula, level_now), hidden)
        sheet.number(row, plan.binding, int(scenario.binding), hidden)
        level = cell(row, plan.level, level_now)
        done = Expr(f'{level.code}<>""', level_now != "")
        status = when(
            Expr(f'{fill.code}=""', typed == ""),
            text(book.say("state_open")),
            when(done, text(book.say("state_done")), text(book.say("state_bad_level"))),
        )
        sheet.formula(row, plan.status, status, book.line(align="center"))
        grown = formulas.running_list(self._open, done, scenario.id, book.say("comma"))
        sheet.formula(row, plan.open, grown, hidden)
        self._open = cell(row, plan.open, grown.value)

    def _colours(self) -> None:
        """The description of the chosen level stands out in its row."""
        sheet, plan = self._sheet, self._plan
        if not plan.rows:
            return
        top, bottom = plan.rows[0][0], plan.rows[-1][0]
        left, right = Column.FIRST_LEVEL, plan.status - 1
        level = xl_rowcol_to_cell(top, plan.level, False, True)
        header = xl_rowcol_to_cell(HEADER_ROW, left, True, False)
        sheet.coloured(
            (top, left, bottom, right),
            f'AND({level}<>"",{level}={header})',
            bg_color=Colour.SOFT,
            font_color=Colour.ACCENT,
            bold=True,
        )
        status = xl_rowcol_to_cell(top, plan.status, False, True)
        area_ = (top, plan.status, bottom, plan.status)
        for key, look in (
            ("state_open", {"font_color": Colour.WARN, "bg_color": Colour.WARN_SOFT}),
            ("state_bad_level", {"font_color": Colour.BAD, "bg_color": Colour.BAD_SOFT}),
            ("state_done", {"font_color": Colour.GOOD}),
        ):
            word = text(self._book.say(key)).code
            sheet.coloured(area_, f"{status}={word}", **look)

    def _cells(self) -> ScenarioCells:
        plan, name = self._plan, self._sheet.name
        if not plan.rows or self._open is None:
            return ScenarioCells({}, None, None, Expr("0", 0), text(""))
        top, bottom = plan.rows[0][0], plan.rows[-1][0]
        levels = area(top, plan.level, bottom, plan.level, name)
        done = sum(1 for s in self._pack.scenarios if s.id in self._answers.choices)
        now = {s.id: level_of(self._answers.choices.get(s.id)) for s in self._pack.scenarios}
        return ScenarioCells(
            level={
                s.id: cell(row, plan.level, "" if now[s.id] is None else int(now[s.id] or 0), name)
                for row, s in plan.rows
            },
            levels=levels,
            binding=area(top, plan.binding, bottom, plan.binding, name),
            answered=Expr(f"COUNT({levels})", done),
            open=cell(bottom, plan.open, self._open.value, name),
        )


def _number_format(word: str) -> str:
    """``{level} 级`` as a number format."""
    before, _, after = word.partition("{level}")
    return "".join([f'"{before}"' if before else "", "0", f'"{after}"' if after else ""])
