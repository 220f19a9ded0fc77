"""The row in 评测问卷 that says which option the figures above it lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from suzhou_assess.domain.answers import Answers, letters_of
from suzhou_assess.domain.figures import Computed, compute, percent_text, value_text
from suzhou_assess.domain.pack import BandRule, Pack, Question, Ratio, TrendRule
from suzhou_assess.workbook import formulas
from suzhou_assess.workbook.book import Colour, Sheet
from suzhou_assess.workbook.formulas import Expr, cell, sentence, text, when
from suzhou_assess.workbook.layout import TICK, QuestionBlock, is_percent, plan_questions
from suzhou_assess.workbook.layout import QuestionColumn as Column


@dataclass(frozen=True, slots=True)
class ComputedRow:
    """Writes that row for any question with a rule."""

    sheet: Sheet
    pack: Pack
    answers: Answers

    def write(
        self, block: QuestionBlock, row: int, rule: BandRule | TrendRule, state: Expr
    ) -> None:
        """``state`` is the cell that says whether the question is answered."""
        book, sheet, question = self.sheet.book, self.sheet, block.question
        found = compute(question, self.answers.figures)
        figures = {name: self._figure(name) for name in rule.figures}
        ready = Expr(self._ready(rule), found is not None)
        letter = (found.letter if found else None) or ""
        suggested = when(ready, Expr(_letter(question, rule, figures), letter), text(""))
        here = cell(row, Column.FILL, letter)
        name = book.words.text(rule.name)
        parts = {"rule": text(name), "value": self._shown(rule, figures, found)}
        fits = Expr(f'{here.code}<>""', bool(letter))
        said = when(
            fits,
            sentence(book.say("computed"), **parts),
            sentence(book.say("computed_over"), **parts),
        )
        said = when(ready, said, text(book.say("computed_waiting", rule=rule.name)))
        muted = book.line(font_color=Colour.MUTED, italic=True, indent=1)
        sheet.text(row, Column.CODE, "", muted)
        sheet.formula(row, Column.TEXT, said, muted)
        accent = book.line(align="center", bold=True, font_color=Colour.ACCENT)
        sheet.formula(row, Column.FILL, suggested, accent)
        sheet.text(row, Column.POINTS, "", muted)
        sheet.text(row, Column.SCORE, "", muted)
        agreement = self._agreement(block, here, state)
        sheet.formula(row, Column.STATUS, agreement, book.line(align="center"))
        sheet.height(row, (name + "　" * 16, sheet.widths[Column.TEXT]))
        differs = text(book.say("computed_differs")).code
        sheet.coloured(
            (row, Column.STATUS, row, Column.STATUS),
            f"{cell(row, Column.STATUS, '').code}={differs}",
            font_color=Colour.BAD,
            bg_color=Colour.BAD_SOFT,
            bold=True,
        )

    def _agreement(self, block: QuestionBlock, computed: Expr, state: Expr) -> Expr:
        """Whether the option that the figures lead to is the one chosen."""
        book, question = self.sheet.book, block.question
        codes = ",".join(
            f'AND({computed.code}="{option.letter}",{cell(row, Column.FILL, "").code}="{TICK}")'
            for option, row in zip(question.options, block.options, strict=True)
        )
        chosen = letters_of(self.answers.choices.get(question.id))
        agrees = Expr(f"OR({codes})", computed.value in chosen)
        comparable = Expr(
            f'AND({computed.code}<>"",{state.code}={formulas.ANSWERED})',
            bool(computed.value) and state.value == formulas.ANSWERED,
        )
        said = when(agrees, text(book.say("computed_agrees")), text(book.say("computed_differs")))
        return when(comparable, said, text(""))

    def _place(self, figure_id: str) -> str:
        return cell(plan_questions(self.pack).figure_row(figure_id), Column.FILL, 0).code

    def _figure(self, figure_id: str) -> str:
        percent = is_percent(self.pack.figure_by_id[figure_id])
        return formulas.percent_aware(self._place(figure_id), percent=percent)

    def _ready(self, rule: BandRule | TrendRule) -> str:
        """True when every figure is a number and nothing is divided by 0."""
        ratios = [rule.value] if isinstance(rule, BandRule) else [rule.before, rule.after]
        wholes = (self._place(ratio.denominator) for ratio in ratios if ratio.denominator)
        conditions = [formulas.all_numbers(self._place(name) for name in rule.figures)]
        conditions += [f"N({whole})>0" for whole in dict.fromkeys(wholes)]
        return f"AND({','.join(conditions)})"

    def _shown(
        self, rule: BandRule | TrendRule, figures: Mapping[str, str], found: Computed | None
    ) -> Expr:
        """The share, or the values of both periods."""
        if isinstance(rule, BandRule):
            share = found.share if found else None
            value = "" if share is None else percent_text(share)
            return Expr(f'TEXT({_quotient(rule.value, figures)},"0.0##%")', value)
        unit = self.sheet.book.words.text(rule.unit)
        before, after = (
            formulas.readable(f"{_quotient(ratio, figures)}*{rule.scale}")
            for ratio in (rule.before, rule.after)
        )
        value = ""
        if found and found.before is not None and found.after is not None:
            value = f"{value_text(found.before)} → {value_text(found.after)} {unit}"
        return Expr(f'{before}&" → "&{after}&{text(" " + unit).code}', value)


def _quotient(ratio: Ratio, figures: Mapping[str, str]) -> str:
    code = figures[ratio.numerator]
    return f"{code}/{figures[ratio.denominator]}" if ratio.denominator else code


def _letter(question: Question, rule: BandRule | TrendRule, figures: Mapping[str, str]) -> str:
    def codes(ratio: Ratio) -> tuple[str, str | None]:
        return figures[ratio.numerator], figures[ratio.denominator] if ratio.denominator else None

    if isinstance(rule, BandRule):
        uppers = {o.letter: o.upper for o in question.options if o.upper is not None}
        return formulas.band_letter(*codes(rule.value), uppers)
    letters: dict[str, str] = {o.trend: o.letter for o in question.options if o.trend is not None}
    return formulas.trend_letter(codes(rule.before), codes(rule.after), letters)
