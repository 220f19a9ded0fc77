"""评估结果: score, level, why, and what is missing, all by formulas that follow the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import as_number
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.workbook import formulas
from suzhou_assess.workbook.book import Colour, Sheet
from suzhou_assess.workbook.formulas import Expr, cell, number, sentence, text, when
from suzhou_assess.workbook.layout import LEVEL_NAME, SCORE_NAME
from suzhou_assess.workbook.level_table import NUMBER_FORMAT, LevelTable
from suzhou_assess.workbook.profile_sheet import Head
from suzhou_assess.workbook.question_sheet import QuestionCells
from suzhou_assess.workbook.scenario_sheet import STAR, ScenarioCells

_LEFT, _RIGHT = 1, 12
"""Twelve equal columns, B to M; a table merges as many as it needs."""
_COLUMN, _MARGIN = 8.4, 2
_WIDTH = _COLUMN * (_RIGHT - _LEFT + 1)
_HELPER = 14
"""Hidden columns from here on."""
_TOTAL_ROW = 5
_ONE_PAGE = 75
"""Rows that are still readable on a single page."""
_TABLE_FRAME = 3
"""Rows of a table beside its entries: title, header, gap."""
_INDICATOR_ROW_HEIGHT = 25
_CARDS = ((1, 3), (4, 6), (7, 9), (10, 12))


@dataclass(frozen=True, slots=True)
class Sources:
    """What the result is made of."""

    head: Head
    questions: QuestionCells
    scenarios: ScenarioCells
    verdict: Verdict


def write_result(sheet: Sheet, pack: Pack, sources: Sources) -> None:
    _ResultSheet(sheet, pack, sources).write()


class _ResultSheet:
    def __init__(self, sheet: Sheet, pack: Pack, sources: Sources) -> None:
        self._sheet = sheet
        self._book = sheet.book
        self._pack = pack
        self._from = sources
        self._verdict = sources.verdict
        self._row = 0
        # The table of levels comes further down, but the cards above show what it leads to.
        self._table = LevelTable(
            sheet, pack, sources.verdict, sources.scenarios, self._rows_above_levels()
        )

    def write(self) -> None:
        sheet = self._sheet
        sheet.columns(_MARGIN, *[_COLUMN] * _RIGHT, _MARGIN, hidden=range(_HELPER, _HELPER + 6))
        self._head()
        self._cards()
        self._dimensions()
        self._indicators()
        self._table.write(self._total, self._level)
        self._row = self._table.write_next(self._table.below, self._level)
        self._scenarios()
        sheet.finish(header_row=None, landscape=False)
        if self._row <= _ONE_PAGE:
            sheet.sheet.fit_to_pages(1, 1)

    # -------------------------------------------------------------- where things stand

    def _rows_above_levels(self) -> int:
        tables = len(self._pack.dimensions) + len(self._pack.indicators)
        return _TOTAL_ROW + 3 + 2 * _TABLE_FRAME + tables

    @property
    def _total(self) -> Expr:
        """The score in thousandths, in a hidden cell."""
        return cell(_TOTAL_ROW, _HELPER, self._verdict.score)

    @property
    def _level(self) -> Expr:
        return cell(_TOTAL_ROW + 1, _CARDS[0][0], self._verdict.level)

    @property
    def _score(self) -> Expr:
        return cell(_TOTAL_ROW + 1, _CARDS[2][0], as_number(self._verdict.score))

    # -------------------------------------------------------------- sections

    def _head(self) -> None:
        sheet, book, head = self._sheet, self._book, self._from.head
        sheet.across(0, _LEFT, _RIGHT, sheet.name, book.title())
        sheet.sheet.set_row(0, 34)
        unnamed = text(book.say("unnamed"))
        empty = Expr(f'{head.name.code}=""', head.name.value == "")
        name = when(empty, unnamed, head.name)
        sheet.across(1, _LEFT, _RIGHT, name, book.look(bold=True, font_size=13))
        lines = formulas.as_shown(name.value)
        sheet.height(1, (lines, _WIDTH), size=13, least=26 if head.name.value else 40)
        parts = sentence(
            book.say("result_head"),
            mode=head.mode,
            date=head.date,
            assessor=head.assessor,
            pack=text(book.words.text(self._pack.short_name)),
        )
        sheet.across(2, _LEFT, _RIGHT, parts, book.hint())
        sheet.sheet.set_row(2, 20)
        self._progress(3)
        sheet.sheet.set_row(4, 8)

    def _progress(self, row: int) -> None:
        sheet, book = self._sheet, self._book
        questions, scenarios = self._from.questions, self._from.scenarios
        total = len(self._pack.item_ids)
        done_now = int(questions.answered.value) + int(scenarios.answered.value)
        done = Expr(f"({questions.answered.code}+{scenarios.answered.code})", done_now)
        complete = Expr(f"{done.code}={total}", done_now == total)
        both = Expr(
            f'AND({questions.open.code}<>"",{scenarios.open.code}<>"")',
            bool(questions.open.value and scenarios.open.value),
        )
        comma = when(both, text(book.say("comma")), text(""))
        missing = Expr(
            f"{questions.open.code}&{comma.code}&{scenarios.open.code}",
            f"{questions.open.value}{comma.value}{scenarios.open.value}",
        )
        said = when(
            complete,
            text(book.say("progress_done", total=total)),
            sentence(
                book.say("progress_open"),
                done=done,
                total=number(total),
                left=Expr(f"({total}-{done.code})", total - done_now),
                list=missing,
            ),
        )
        look = book.look(
            font_color=Colour.WARN,
            bg_color=Colour.WARN_SOFT,
            border=1,
            border_color=Colour.BORDER,
            indent=1,
        )
        sheet.across(row, _LEFT, _RIGHT, said, look)
        everything = book.say(
            "progress_open",
            done=0,
            total=total,
            left=total,
            list=book.say("comma").join(self._pack.item_ids),
        )
        sheet.height(row, (everything, _WIDTH * 0.85))
        # A condition of a look may not reach into other sheets: it asks a hidden cell of this one.
        sheet.formula(row, _HELPER, done)
        sheet.coloured(
            (row, _LEFT, row, _RIGHT),
            f"{cell(row, _HELPER, done_now).code}={total}",
            font_color=Colour.GOOD,
            bg_color=Colour.GOOD_SOFT,
        )

    def _cards(self) -> None:
        sheet, book, row = self._sheet, self._book, _TOTAL_ROW
        labels = ["level", "level_name", "score"]
        label = book.look(
            align="center", font_color=Colour.MUTED, bg_color=Colour.GROUND, font_size=9.5
        )
        big = {"align": "center", "bold": True, "bg_color": Colour.GROUND}
        for (left, right), key in zip(_CARDS, labels, strict=False):
            sheet.across(row, left, right, book.say(f"card_{key}"), label)
        left, right = _CARDS[0]
        level = self._table.level()
        sheet.across(row + 1, left, right, level, book.look(**big, font_size=26, num_format="0"))
        left, right = _CARDS[1]
        sheet.across(
            row + 1, left, right, self._table.name(self._level), book.look(**big, font_size=18)
        )
        total = "+".join(m.code for m in self._from.questions.milli.values())
        # Hidden, in thousandths: sums of whole numbers are exact.
        sheet.formula(row, _HELPER, Expr(total, self._verdict.score))
        left, right = _CARDS[2]
        score = Expr(f"{self._total.code}/1000", as_number(self._verdict.score))
        sheet.across(
            row + 1, left, right, score, book.look(**big, font_size=26, num_format=NUMBER_FORMAT)
        )
        self._reference_card(row, label, big)
        sheet.sheet.set_row(row, 32)
        sheet.sheet.set_row(row + 1, 46)
        sheet.sheet.set_row(row + 2, 12)
        self._level_colours((row + 1, _CARDS[0][0], row + 1, _CARDS[1][1]), self._level.code)
        for name, place in ((SCORE_NAME, self._score), (LEVEL_NAME, self._level)):
            quoted = sheet.name.replace("'", "''")
            book.file.define_name(name, f"='{quoted}'!{place.code}")

    def _reference_card(self, row: int, label: Format, big: dict[str, object]) -> None:
        """What another appraisal derives from the level; without one, the full score."""
        sheet, book = self._sheet, self._book
        left, right = _CARDS[3]
        if not self._pack.references:
            sheet.across(row, left, right, book.say("card_full"), label)
            full = number(as_number(self._pack.full_score))
            sheet.across(row + 1, left, right, full, book.look(**big, font_size=26))
            return
        reference = self._pack.references[0]
        said = book.say("card_reference", name=reference.name, maximum=reference.maximum)
        sheet.across(row, left, right, said, label)
        points = ",".join(str(p) for p in reference.by_level)
        here = Expr(
            f"CHOOSE({self._level.code}+1,{points})", reference.by_level[self._verdict.level]
        )
        sheet.across(row + 1, left, right, here, book.look(**big, font_size=26))

    def _level_colours(self, where: tuple[int, int, int, int], code: str) -> None:
        for level in self._pack.levels:
            self._sheet.coloured(
                where,
                f"{code}={level.level}",
                font_color=Colour.on_level(level.level),
                bg_color=Colour.of_level(level.level),
            )

    def _table_head(self, row: int, title: str, columns: Sequence[tuple[int, int, str]]) -> None:
        sheet, book = self._sheet, self._book
        sheet.across(row, _LEFT, _RIGHT, title, book.band(font_size=12))
        sheet.sheet.set_row(row, 26)
        for left, right, said in columns:
            sheet.across(row + 1, left, right, said, book.header())
        sheet.sheet.set_row(row + 1, 22)

    def _dimensions(self) -> None:
        sheet, book = self._sheet, self._book
        top = _TOTAL_ROW + 3
        columns = (
            (1, 4, book.say("column_dimension")),
            (5, 6, book.say("column_score")),
            (7, 8, book.say("column_full")),
            (9, 12, book.say("column_rate")),
        )
        self._table_head(top, book.say("section_dimensions"), columns)
        row = top + 2
        for dimension in self._pack.dimensions:
            ids = [q.id for i in dimension.indicators for s in i.subindicators for q in s.questions]
            milli = self._verdict.dimensions[dimension.id]
            self._score_row(
                row, 4, book.words.text(dimension.name), ids, milli, dimension.points, 12
            )
            row += 1
        self._bars((top + 2, 9, row - 1, 9))
        sheet.sheet.set_row(row, 12)
        self._row = row + 1

    def _score_row(
        self, row: int, name_to: int, name: str, ids: list[str], milli: int, full: int, rate_to: int
    ) -> None:
        """Name, score, full score and share, from column B on."""
        sheet, book = self._sheet, self._book
        code = "(" + "+".join(self._from.questions.milli[i].code for i in ids) + ")"
        centred = book.line(align="center", num_format=NUMBER_FORMAT)
        sheet.across(row, _LEFT, name_to, name, book.line(bold=True, indent=1))
        wide = 2 if rate_to == _RIGHT else 1
        at = name_to + 1
        score = Expr(f"{code}/1000", as_number(milli))
        sheet.across(row, at, at + wide - 1, score, centred)
        at += wide
        sheet.across(row, at, at + wide - 1, number(as_number(full)), centred)
        at += wide
        share = Expr(f"{code}/{full}", milli / full if full else 0)
        rate = book.line(align="center", num_format="0.0%")
        sheet.across(row, at, rate_to, share, rate)
        sheet.sheet.set_row(row, _INDICATOR_ROW_HEIGHT)

    def _bars(self, where: tuple[int, int, int, int]) -> None:
        self._sheet.sheet.conditional_format(
            *where,
            {
                "type": "data_bar",
                "bar_color": "#9DC4F2",
                "bar_solid": True,
                "min_type": "num",
                "max_type": "num",
                "min_value": 0,
                "max_value": 1,
            },
        )

    def _indicators(self) -> None:
        sheet, book = self._sheet, self._book
        top = self._row
        title = book.say("section_indicators", count=len(self._pack.indicators))
        columns = (
            (1, 3, book.say("column_indicator")),
            (4, 4, book.say("column_score")),
            (5, 5, book.say("column_full")),
            (6, 6, book.say("column_rate")),
        )
        self._table_head(top, title, columns)
        row = first = top + 2
        for indicator in self._pack.indicators:
            ids = [q.id for sub in indicator.subindicators for q in sub.questions]
            milli = self._verdict.indicators[indicator.id]
            self._score_row(
                row, 3, book.words.text(indicator.name), ids, milli, indicator.points, 6
            )
            row += 1
        self._radar(first, row - 1)
        sheet.sheet.set_row(row, 12)
        self._row = row + 1

    def _radar(self, first: int, last: int) -> None:
        sheet, book = self._sheet, self._book
        chart = book.file.add_chart({"type": "radar", "subtype": "filled"})
        chart.add_series(
            {
                "name": book.say("column_rate"),
                "categories": [sheet.name, first, _LEFT, last, _LEFT],
                "values": [sheet.name, first, 6, last, 6],
                "fill": {"color": Colour.ACCENT, "transparency": 65},
                "border": {"color": Colour.ACCENT, "width": 2},
            }
        )
        font = {"name": "微软雅黑", "size": 9, "color": Colour.TEXT}
        grid = {"visible": True, "line": {"color": "#C9D3DF", "width": 0.75}}
        chart.set_x_axis({"num_font": font, "major_gridlines": grid})
        chart.set_y_axis(
            {
                "min": 0,
                "max": 1,
                "major_unit": 0.25,
                "num_format": "0%",
                "num_font": {"size": 7, "color": Colour.MUTED},
                "major_gridlines": grid,
                "line": {"none": True},
            }
        )
        chart.set_title({"none": True})
        chart.set_legend({"none": True})
        chart.set_chartarea({"border": {"color": Colour.BORDER}})
        rows = last - first + 1
        height = (rows * _INDICATOR_ROW_HEIGHT + 22) * 4 / 3
        chart.set_size({"width": 6 * 64 - 10, "height": max(250, height - 6)})
        sheet.sheet.insert_chart(
            first - 1, 7, chart, {"x_offset": 6, "y_offset": 3, "object_position": 1}
        )

    def _scenarios(self) -> None:
        """All scenarios with their level, two side by side."""
        if not self._pack.scenarios:
            return
        sheet, book = self._sheet, self._book
        columns = [
            entry
            for left in (1, 7)
            for entry in (
                (left, left, book.say("column_code")),
                (left + 1, left + 3, book.say("column_scenario")),
                (left + 4, left + 5, book.say("column_level")),
            )
        ]
        binding = sum(1 for s in self._pack.scenarios if s.binding)
        title = book.say(
            "section_scenarios",
            dimension=self._pack.scenario_dimension,
            count=len(self._pack.scenarios),
            binding=binding,
        )
        self._table_head(self._row, title, columns)
        top = self._row + 2
        half = -(-len(self._pack.scenarios) // 2)
        for i, scenario in enumerate(self._pack.scenarios):
            row, left = top + i % half, 1 if i < half else 7
            name = book.words.text(scenario.name)
            shown = f"{name} {STAR}" if scenario.binding else name
            sheet.text(row, left, scenario.id, book.line(align="center", font_color=Colour.MUTED))
            sheet.across(row, left + 1, left + 3, shown, book.line(indent=1))
            level = self._from.scenarios.level[scenario.id]
            empty = Expr(f'{level.code}=""', level.value == "")
            said = when(empty, text(book.say("state_open")), level)
            look = book.line(align="center", bold=True)
            sheet.across(row, left + 4, left + 5, said, look)
            here = cell(row, left + 4, 0).code
            for step in range(scenario.top + 1):
                sheet.coloured(
                    (row, left + 4, row, left + 5),
                    f"{here}={step}",
                    font_color=Colour.on_level(step),
                    bg_color=Colour.of_level(step),
                )
            sheet.height(row, (shown, 3 * _COLUMN - 2), least=22)
        self._row = top + half + 1
        sheet.across(top + half, _LEFT, _RIGHT, self._footnote(), book.hint(font_size=9))
        sheet.height(top + half, (self._footnote(), _WIDTH), size=9)

    def _footnote(self) -> str:
        book = self._book
        notes = [book.say("result_note")]
        notes += [book.words.text(reference.note) for reference in self._pack.references]
        return "\n".join(notes)
