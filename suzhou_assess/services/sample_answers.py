"""Invents answers to any index that an enterprise of a certain maturity would give."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from suzhou_assess.domain.answers import Answers, Choice, Number, letters_of, level_of
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.figures import compute
from suzhou_assess.domain.pack import BandRule, Figure, Pack, Question, Ratio, TrendRule
from suzhou_assess.domain.pack_checks import (
    FigureOver,
    NamedScenarioAtMost,
    OptionAgainstScenarios,
    OptionRequires,
    UnnamedScenarioAtLeast,
)

_GIVES_FIGURES = 0.85
_IS_COHERENT = 0.9
_LEAVES_OUT = 0.04
_NOT_APPLICABLE = 0.03
_WRITES_NOTE = 0.08
_NOTES = (
    "证明材料已上传",
    "以现场核查为准",
    "今年四季度上线",
    "数据取自财务报表",
    "部分车间尚未覆盖",
)


def invent_answers(
    rng: random.Random, pack: Pack, enterprise: Enterprise, maturity: float
) -> Answers:
    """Answers of an enterprise whose ``maturity`` is between 0 and 1."""
    levels = {
        scenario.id: min(scenario.top, max(0, round(maturity * 4.6 - 0.5 + rng.gauss(0, 0.75))))
        for scenario in pack.scenarios
    }
    figures: dict[str, Number] = {}
    if rng.random() < _GIVES_FIGURES:
        figures = _figures(rng, pack, enterprise, maturity)
    choices: dict[str, Choice] = {
        question.id: _choice(rng, question, figures, maturity) for question in pack.questions
    }
    choices.update(levels)
    if rng.random() < _IS_COHERENT:
        _make_coherent(pack, choices)
    not_applicable = {
        s.id
        for s in pack.scenarios
        if not s.binding and choices[s.id] == 0 and rng.random() < _NOT_APPLICABLE * 5
    }
    if rng.random() < _LEAVES_OUT:
        for item in rng.sample(pack.item_ids, rng.randint(1, 3)):
            del choices[item]
            not_applicable.discard(item)
    notes: Mapping[str, str] = {}
    if rng.random() < _WRITES_NOTE:
        notes = {rng.choice(pack.item_ids): rng.choice(_NOTES)}
    return Answers(choices, figures, frozenset(not_applicable), notes)


def _choice(
    rng: random.Random, question: Question, figures: Mapping[str, Number], maturity: float
) -> Choice:
    computed = compute(question, figures)
    if computed is not None and computed.letter is not None:
        return computed.letter
    here = min(1.0, max(0.0, maturity + rng.gauss(0, 0.13)))
    if question.kind == "single":
        return question.options[round(here * (len(question.options) - 1))].letter
    useful = [o for o in question.options if not o.excludes_others]
    # What takes more effort fewer have done.
    mean = sum(o.effort for o in useful) / len(useful)
    chosen = tuple(
        o.letter for o in useful if rng.random() < here * 1.15 - (o.effort - mean) * 0.03
    )
    alone = tuple(o.letter for o in question.options if o.excludes_others)
    return chosen or alone or (useful[0].letter,)


def _figures(
    rng: random.Random, pack: Pack, enterprise: Enterprise, maturity: float
) -> dict[str, Number]:
    drawer = _FigureDrawer(rng, pack.figure_by_id, enterprise, maturity)
    for question in pack.questions:
        if isinstance(question.rule, BandRule):
            drawer.share(question.rule.value)
        elif isinstance(question.rule, TrendRule):
            drawer.trend(question, question.rule)
    figures = drawer.figures
    for check in pack.checks:
        if isinstance(check, FigureOver) and check.figure in figures and check.limit in figures:
            figures[check.figure] = min(figures[check.figure], figures[check.limit])
    return figures


class _FigureDrawer:
    """Draws figures that fit the enterprise's size; one that was drawn stays as it is."""

    def __init__(
        self,
        rng: random.Random,
        known: Mapping[str, Figure],
        enterprise: Enterprise,
        maturity: float,
    ) -> None:
        self.figures: dict[str, Number] = {}
        self._rng = rng
        self._known = known
        self._employees = enterprise.employees or 50
        self._revenue = float(enterprise.revenue or 3000)
        self._maturity = maturity

    def share(self, ratio: Ratio) -> None:
        """Both figures of a share between 0 and 1."""
        if ratio.denominator is None:
            return
        whole = float(self._base(ratio.denominator, 1.0))
        share = min(1.0, max(0.0, self._maturity + self._rng.gauss(-0.08, 0.15)))
        if _is_money(self._known[ratio.numerator]):
            share *= 0.35 * share  # few spend much of what they earn on anything
        self._put(ratio.numerator, whole * share)

    def trend(self, question: Question, rule: TrendRule) -> None:
        """Before and after: the more mature, the likelier for the better."""
        self._base(rule.before.numerator, 0.8)
        for ratio in (rule.before, rule.after):
            if ratio.denominator is not None:
                self._base(ratio.denominator, 1.0)
        if rule.after.numerator not in self.figures:
            better = question.options[-1].trend == "up"
            luck = self._rng.random() - (0.3 + 0.4 * self._maturity)
            change = self._rng.uniform(0.01, 0.08) if abs(luck) > 0.08 else 0.0
            rises = better == (luck < 0)
            factor = 1 + change if rises else 1 - change
            value = float(self._value(rule.before) * Fraction(self._below(rule.after)))
            self._put(rule.after.numerator, value * factor)

    def _value(self, ratio: Ratio) -> Fraction:
        return Fraction(self.figures[ratio.numerator]) / Fraction(self._below(ratio))

    def _below(self, ratio: Ratio) -> Number:
        return 1 if ratio.denominator is None else self.figures[ratio.denominator] or 1

    def _base(self, name: str, part: float) -> Number:
        if name not in self.figures:
            figure, draw = self._known[name], self._rng.uniform
            if figure.from_profile == "employees":
                value = float(self._employees)
            elif figure.from_profile == "revenue":
                value = self._revenue
            elif figure.maximum is not None:
                value = draw(0.88, 0.985) * figure.maximum
            elif figure.integer:
                people = figure.unit.zh == "人"
                value = self._employees * (draw(0.9, 1.12) if people else draw(0.25, 0.9))
            elif _is_money(figure):
                value = self._revenue * part * draw(0.86, 1.06)
            else:
                value = self._revenue * draw(0.02, 0.12)
            self._put(name, max(value, 1.0))
        return self.figures[name]

    def _put(self, name: str, value: float) -> None:
        figure = self._known[name]
        if figure.maximum is not None:
            value = min(value, float(figure.maximum))
        if figure.integer:
            self.figures[name] = round(value)
        else:
            self.figures[name] = Decimal(f"{value:.2f}")


def _is_money(figure: Figure) -> bool:
    return figure.unit.zh.startswith("万元")


def _make_coherent(pack: Pack, choices: dict[str, Choice]) -> None:
    """Answers as a careful person gives them: no data check of the index has anything to say."""
    for check in pack.checks:
        if isinstance(check, NamedScenarioAtMost | UnnamedScenarioAtLeast):
            _name_scenarios(pack, check, choices)
        elif isinstance(check, OptionRequires):
            question = pack.question_by_id[check.question]
            letters = set(letters_of(choices[check.question]))
            if check.option in letters:
                choices[check.question] = _multiple(question, letters | set(check.requires))
        elif isinstance(check, OptionAgainstScenarios):
            _step_away(pack, check, choices)


def _name_scenarios(
    pack: Pack,
    check: NamedScenarioAtMost | UnnamedScenarioAtLeast,
    choices: dict[str, Choice],
) -> None:
    letters = set(letters_of(choices[check.question]))
    for letter, scenario in check.names.items():
        level = level_of(choices[scenario]) or 0
        if isinstance(check, NamedScenarioAtMost) and level <= check.at_most:
            letters.discard(letter)
        elif isinstance(check, UnnamedScenarioAtLeast) and level >= check.at_least:
            letters.add(letter)
    choices[check.question] = _multiple(pack.question_by_id[check.question], letters)


def _multiple(question: Question, letters: set[str]) -> Choice:
    chosen = tuple(
        o.letter for o in question.options if o.letter in letters and not o.excludes_others
    )
    return chosen or tuple(o.letter for o in question.options if o.excludes_others)


def _step_away(pack: Pack, check: OptionAgainstScenarios, choices: dict[str, Choice]) -> None:
    """One option up from the first, one down from any other, while the scenarios contradict."""
    levels = [level_of(choices[s]) or 0 for s in check.scenarios]
    too_low = check.at_most is not None and min(levels) <= check.at_most
    too_high = check.at_least is not None and max(levels) >= check.at_least
    if choices[check.question] != check.option or not (too_low or too_high):
        return
    order = [o.letter for o in pack.question_by_id[check.question].options]
    at = order.index(check.option)
    choices[check.question] = order[at + 1 if at == 0 else at - 1]
