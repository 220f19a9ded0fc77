"""评测问卷: the scored questions, each a block of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from suzhou_assess.domain.answers import Answers, letters_of
from suzhou_assess.domain.pack import Figure, Help, Pack, Question
from suzhou_assess.domain.points import as_number, as_text
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.workbook import formulas
from suzhou_assess.workbook.book import Colour, Sheet
from suzhou_assess.workbook.computed_row import ComputedRow
from suzhou_assess.workbook.formulas import Expr, cell, text, when
from suzhou_assess.workbook.layout import (
    HEADER_ROW,
    ID,
    TICK,
    QuestionBlock,
    is_percent,
    option_key,
    plan_questions,
    stamp,
)
from suzhou_assess.workbook.layout import QuestionColumn as Column

_WIDTHS = (9, 6.5, 54, 11, 11.5, 8.5, 13, 26)
_BODY = sum(_WIDTHS[Column.TEXT : Column.STATUS + 1])
_HIDDEN = (ID, Column.MILLI, Column.STATE, Column.OPEN)


@dataclass(frozen=True, slots=True)
class QuestionCells:
    """Where the results of the questions stand, for other sheets."""

    milli: Mapping[str, Expr]
    """Question id to its thousandths of a point."""
    answered: Expr
    """How many questions are answered."""
    open: Expr
    """Codes of those that are not, as one text."""


def write_questions(sheet: Sheet, pack: Pack, answers: Answers, verdict: Verdict) -> QuestionCells:
    return _QuestionSheet(sheet, pack, answers, verdict).write()


class _QuestionSheet:
    def __init__(self, sheet: Sheet, pack: Pack, answers: Answers, verdict: Verdict) -> None:
        self._sheet = sheet
        self._book = sheet.book
        self._pack = pack
        self._answers = answers
        self._verdict = verdict
        self._plan = plan_questions(pack)
        self._open: Expr | None = None
        self._computed = ComputedRow(sheet, pack, answers)

    def write(self) -> QuestionCells:
        sheet, book = self._sheet, self._book
        sheet.columns(*_WIDTHS, hidden=_HIDDEN)
        self._top()
        for row, dimension, indicator in self._plan.bands:
            said = book.say(
                "band_indicator",
                dimension=dimension.name,
                indicator=indicator.name,
                points=as_text(indicator.points),
            )
            sheet.across(row, Column.CODE, Column.NOTE, said, book.band(font_size=11))
            sheet.sheet.set_row(row, 26)
        for block in self._plan.blocks:
            self._block(block)
        self._look_by_state()
        sheet.finish(header_row=HEADER_ROW, landscape=False)
        return self._cells()

    def _top(self) -> None:
        sheet, book = self._sheet, self._book
        sheet.across(0, Column.CODE, Column.NOTE, sheet.name, book.title())
        sheet.sheet.set_row(0, 34)
        intro = book.say("questions_intro")
        sheet.across(1, Column.CODE, Column.NOTE, intro, book.hint())
        sheet.height(1, (intro, sum(_WIDTHS[1:])), size=9.5)
        sheet.text(HEADER_ROW, ID, stamp(self._pack), book.look(text_wrap=False))
        keys = ("code", "question", "fill", "points", "score", "status", "note")
        for column, key in enumerate(keys, Column.CODE):
            sheet.text(HEADER_ROW, column, book.say(f"column_{key}"), book.header())
        sheet.sheet.set_row(HEADER_ROW, 24)

    def _block(self, block: QuestionBlock) -> None:
        self._help(block)
        for figure, row in zip(block.question.figures, block.figures, strict=True):
            self._figure(figure, row)
        self._options(block)
        self._heading(block)
        rule = block.question.rule
        if block.computed is not None and rule is not None:
            state = cell(block.heading, Column.STATE, self._state_now(block.question))
            self._computed.write(block, block.computed, rule, state)

    def _heading(self, block: QuestionBlock) -> None:
        sheet, book, question, row = self._sheet, self._book, block.question, block.heading
        look = {"bold": True, "top": 2, "top_color": Colour.ACCENT, "bg_color": Colour.SURFACE}
        hidden = book.look(text_wrap=False)
        sheet.text(row, ID, question.id, hidden)
        sheet.text(row, Column.CODE, question.id, book.line(**look, align="center"))
        prompt = book.words.text(question.prompt)
        sheet.text(row, Column.TEXT, prompt, book.line(**look, font_size=11.5, indent=1))
        kind = book.say(f"kind_{question.kind}")
        muted = {**look, "align": "center", "font_color": Colour.MUTED}
        sheet.text(row, Column.FILL, kind, book.line(**muted))
        points = book.say("full_points", points=as_text(question.points))
        sheet.text(row, Column.POINTS, points, book.line(**muted))
        sheet.height(row, (prompt, _WIDTHS[Column.TEXT] * 0.9), least=27)
        self._state(block)
        state = cell(row, Column.STATE, self._state_now(question))
        milli = cell(row, Column.MILLI, self._verdict.questions[question.id])
        score = Expr(f"{milli.code}/1000", as_number(self._verdict.questions[question.id]))
        number = book.line(**look, align="center", num_format="General")
        sheet.formula(row, Column.SCORE, score, number)
        words = [book.say(f"state_{name}") for name in ("open", "done", "alone", "several", "odd")]
        status = text(words[4])
        for number_of, word in reversed(list(enumerate(words[:4]))):
            is_it = Expr(f"{state.code}={number_of}", state.value == number_of)
            status = when(is_it, text(word), status)
        sheet.formula(row, Column.STATUS, status, book.line(**look, align="center"))
        done = Expr(f"{state.code}={formulas.ANSWERED}", state.value == formulas.ANSWERED)
        grown = formulas.running_list(self._open, done, question.id, book.say("comma"))
        sheet.formula(row, Column.OPEN, grown, hidden)
        self._open = cell(row, Column.OPEN, grown.value)
        note = self._answers.notes.get(question.id, "")
        sheet.block(
            row,
            Column.NOTE,
            block.last,
            Column.NOTE,
            note,
            book.input(valign="top", bg_color=Colour.SURFACE, num_format="@", font_size=9.5),
        )

    def _state_now(self, question: Question) -> int:
        return formulas.ANSWERED if question.id in self._answers.choices else formulas.UNANSWERED

    def _state(self, block: QuestionBlock) -> None:
        question = block.question
        marks = formulas.area(block.options[0], Column.FILL, block.last, Column.FILL)
        points = formulas.area(block.options[0], Column.MILLI, block.last, Column.MILLI)
        exclusive = [
            cell(row, Column.FILL, "").code
            for option, row in zip(question.options, block.options, strict=True)
            if option.excludes_others
        ]
        formula = formulas.question_state(marks, TICK, exclusive, single=question.kind == "single")
        state = Expr(formula, self._state_now(question))
        self._sheet.formula(block.heading, Column.STATE, state)
        here = cell(block.heading, Column.STATE, 0).code
        milli = formulas.question_milli(here, marks, points, TICK)
        self._sheet.formula(
            block.heading, Column.MILLI, Expr(milli, self._verdict.questions[question.id])
        )

    def _help(self, block: QuestionBlock) -> None:
        book, question = self._book, block.question
        said = "\n".join(self._help_lines(question.help, question))
        look = book.hint(border=1, border_color=Colour.BORDER, indent=1)
        self._sheet.text(block.help, Column.CODE, "", book.line())
        self._sheet.across(block.help, Column.TEXT, Column.STATUS, said, look)
        self._sheet.height(block.help, (said, _BODY), size=9.5)

    def _help_lines(self, help_: Help, question: Question) -> list[str]:
        """Hint, meaning, definitions and evidence: the paper has room for what the window shows."""
        book, say = self._book, self._book.words.text
        lines = [say(help_.meaning)]
        lines += [
            book.say("definition", term=term, meaning=meaning)
            for term, meaning in help_.definitions
        ]
        if help_.evidence:
            proofs = [say(proof.text) for proof in help_.evidence]
            lines.append(book.say("evidence", list=book.say("semicolon").join(proofs)))
        if question.hint is not None:
            lines.insert(0, say(question.hint))
        return lines

    def _figure(self, figure: Figure, row: int) -> None:
        sheet, book = self._sheet, self._book
        name, hint = book.words.text(figure.name), figure.hint and book.words.text(figure.hint)
        sheet.text(row, ID, figure.id, book.look(text_wrap=False))
        sheet.text(row, Column.CODE, book.say("figure_tag"), _tag(sheet))
        label = book.say("with_hint", name=name, hint=hint.rstrip("。.")) if hint else name
        sheet.text(row, Column.TEXT, label, book.line(indent=1))
        unit = book.words.text(figure.unit)
        value = self._answers.figures.get(figure.id)
        look = book.input(align="center", num_format="General")
        if value is None:
            sheet.text(row, Column.FILL, "", look)
        elif is_percent(figure) and 0 < value <= 1:
            # As a number it would be taken for a fraction: 0.5 for 50%.
            sheet.text(row, Column.FILL, f"{Decimal(value):f}%", look)
        else:
            sheet.number(row, Column.FILL, float(value), look)
        sheet.text(row, Column.POINTS, unit, book.line(align="center", font_color=Colour.MUTED))
        for column in (Column.SCORE, Column.STATUS):
            sheet.text(row, column, "", book.line())
        sheet.number_choice(
            row,
            Column.FILL,
            integer=figure.integer,
            most=figure.maximum,
            prompt=(name, book.say("figure_prompt", unit=unit)),
            error=book.say("error_whole" if figure.integer else "error_number"),
        )
        sheet.height(row, (label, _WIDTHS[Column.TEXT]), (unit, _WIDTHS[Column.POINTS]))

    def _options(self, block: QuestionBlock) -> None:
        sheet, book, question = self._sheet, self._book, block.question
        chosen = letters_of(self._answers.choices.get(question.id))
        for option, row in zip(question.options, block.options, strict=True):
            said = book.words.text(option.text)
            sheet.text(row, ID, option_key(question.id, option.letter), book.look(text_wrap=False))
            sheet.text(row, Column.CODE, option.letter, book.line(align="center"))
            sheet.text(row, Column.TEXT, said, book.line(indent=1))
            mark = TICK if option.letter in chosen else ""
            sheet.text(row, Column.FILL, mark, book.input(align="center", bold=True, font_size=12))
            points = book.line(align="center", font_color=Colour.MUTED, num_format="General")
            sheet.number(row, Column.POINTS, as_number(option.points), points)
            for column in (Column.SCORE, Column.STATUS):
                sheet.text(row, column, "", book.line())
            sheet.number(row, Column.MILLI, option.points)
            sheet.height(row, (said, _WIDTHS[Column.TEXT]))
        sheet.list_choice(
            block.options[0],
            Column.FILL,
            [TICK],
            (book.words.text(question.name), book.say(f"prompt_{question.kind}")),
            book.say("error_mark"),
            last_row=block.last,
        )

    def _look_by_state(self) -> None:
        """Chosen options in the accent colour, what is open softly, contradictions in red."""
        sheet = self._sheet
        for block in self._plan.blocks:
            options = (block.options[0], Column.CODE, block.last, Column.FILL)
            state = cell(block.heading, Column.STATE, 0).code
            wrong = f"{state}>{formulas.ANSWERED}"
            first = xl_rowcol_to_cell(block.options[0], Column.FILL, False, True)
            head = (block.heading, Column.STATUS, block.heading, Column.STATUS)
            bad = {"font_color": Colour.BAD, "bg_color": Colour.BAD_SOFT, "bold": True}
            sheet.coloured(options, f'AND({first}<>"",{wrong})', **bad)
            sheet.coloured(
                options,
                f'{first}="{TICK}"',
                font_color=Colour.ACCENT,
                bold=True,
            )
            sheet.coloured(head, wrong, **bad)
            sheet.coloured(
                head,
                f"{state}={formulas.UNANSWERED}",
                font_color=Colour.WARN,
                bg_color=Colour.WARN_SOFT,
            )
            sheet.coloured(head, f"{state}={formulas.ANSWERED}", font_color=Colour.GOOD)

    def _cells(self) -> QuestionCells:
        name, blocks = self._sheet.name, self._plan.blocks
        done = sum(1 for q in self._pack.questions if q.id in self._answers.choices)
        states = formulas.area(HEADER_ROW + 1, Column.STATE, blocks[-1].last, Column.STATE, name)
        opened = self._open or text("")
        return QuestionCells(
            milli={
                b.question.id: cell(
                    b.heading, Column.MILLI, self._verdict.questions[b.question.id], name
                )
                for b in blocks
            },
            answered=Expr(f"COUNTIF({states},{formulas.ANSWERED})", done),
            open=cell(blocks[-1].heading, Column.OPEN, opened.value, name),
        )


def _tag(sheet: Sheet) -> Format:
    return sheet.book.line(align="center", font_color=Colour.MUTED, font_size=9)
