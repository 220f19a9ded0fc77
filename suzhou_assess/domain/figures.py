"""What the figures beside a question say: the share or the trend, and the option it leads to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from operator import mul

from suzhou_assess.domain.answers import Number
from suzhou_assess.domain.pack import BandRule, Pack, Question, Ratio, TrendRule
from suzhou_assess.domain.text import Text

NOWHERE = ""
"""Instead of a letter: the figures lead to no option, for their share is above 100%."""

_product = Context(prec=100).multiply
"""Exact: a figure has 45 digits at most (``exact_number``). Fractions would first look for their
smallest terms, which takes many times as long."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What a rule made of the figures."""

    letter: str | None
    """The option that follows; ``None`` when the share is above 100%."""
    share: Fraction | None = None
    """Of a band rule."""
    before: Fraction | None = None
    """Of a trend rule, in the rule's unit (``scale`` applied)."""
    after: Fraction | None = None


def compute(question: Question, figures: Mapping[str, Number]) -> Computed | None:
    """The option that the figures lead to.

    ``None`` when the question has no rule, a figure is missing, or a denominator is 0.
    """
    gauge = _gauge(question)
    letter = None if gauge is None else gauge.lead(figures)
    return None if gauge is None or letter is None else gauge.compute(figures, letter)


@lru_cache(maxsize=16)
def gauges(pack: Pack) -> tuple[Gauge, ...]:
    """Of all questions with a rule, in the index's order."""
    return tuple(gauge for question in pack.questions if (gauge := _gauge(question)) is not None)


class BandGauge:
    """A question whose option follows from a share, made ready for many sets of figures."""

    def __init__(self, question: Question, rule: BandRule) -> None:
        self.question = question
        self.name = rule.name
        self._value = rule.value
        uppers = {o.letter: o.upper for o in question.options if o.upper is not None}
        self._parts = math.lcm(*(upper.denominator for upper in uppers.values()))
        self._uppers = tuple((letter, int(u * self._parts)) for letter, u in uppers.items())

    def lead(self, figures: Mapping[str, Number]) -> str | None:
        """The letter of the option, or ``NOWHERE``; ``None`` when the figures say nothing."""
        share = _terms(self._value, figures)
        if share is None:
            return None
        above, below = share
        times = _product if Decimal in (type(above), type(below)) else mul
        above = times(above, self._parts)
        for letter, upper in self._uppers:
            if above <= times(upper, below):
                return letter
        return NOWHERE

    def compute(self, figures: Mapping[str, Number], letter: str) -> Computed:
        """In full what led to ``letter``."""
        return Computed(letter or None, share=Fraction(*_quotient(self._value, figures)))

    def shown(self, figures: Mapping[str, Number]) -> str:
        """For people: what led there."""
        return _percent_text(*_quotient(self._value, figures))


class TrendGauge:
    """A question whose option follows from the trend of a value."""

    def __init__(self, question: Question, rule: TrendRule) -> None:
        self.question = question
        self.name = rule.name
        self._rule = rule
        letters = {option.trend: option.letter for option in question.options}
        self._up, self._flat, self._down = (letters.get(t) for t in ("up", "flat", "down"))

    def lead(self, figures: Mapping[str, Number]) -> str | None:
        """The letter of the option; ``None`` when the figures say nothing."""
        before, after = _terms(self._rule.before, figures), _terms(self._rule.after, figures)
        if before is None or after is None:
            return None
        was, is_now = _product(before[0], after[1]), _product(after[0], before[1])
        return self._up if is_now > was else self._down if is_now < was else self._flat

    def compute(self, figures: Mapping[str, Number], letter: str) -> Computed:
        """In full what led to ``letter``."""
        before, after = self._values(figures)
        return Computed(letter, before=Fraction(*before), after=Fraction(*after))

    def shown(self, figures: Mapping[str, Number]) -> Text:
        """For people: what led there."""
        before, after = self._values(figures)
        was, is_now = trend_texts(before[0] / before[1], after[0] / after[1])
        unit = self._rule.unit
        return Text(f"{was} → {is_now} {unit.zh}", f"{was} → {is_now} {unit.en}")

    def _values(self, figures: Mapping[str, Number]) -> tuple[Quotient, Quotient]:
        rule = self._rule
        before, after = _quotient(rule.before, figures), _quotient(rule.after, figures)
        return (before[0] * rule.scale, before[1]), (after[0] * rule.scale, after[1])


Quotient = tuple[int, int]
Gauge = BandGauge | TrendGauge


def _gauge(question: Question) -> Gauge | None:
    rule = question.rule
    if isinstance(rule, BandRule):
        return BandGauge(question, rule)
    return TrendGauge(question, rule) if isinstance(rule, TrendRule) else None


def _terms(ratio: Ratio, figures: Mapping[str, Number]) -> tuple[Number, Number] | None:
    numerator = figures.get(ratio.numerator)
    denominator = 1 if ratio.denominator is None else figures.get(ratio.denominator)
    return (numerator, denominator) if numerator is not None and denominator else None


def _quotient(ratio: Ratio, figures: Mapping[str, Number]) -> Quotient:
    """Numerator and denominator, whole. Raises ``ValueError`` when figures are missing."""
    terms = _terms(ratio, figures)
    if terms is None:
        raise ValueError(f"nothing to compute from {ratio}")
    above, below = terms[0].as_integer_ratio(), terms[1].as_integer_ratio()
    return above[0] * below[1], above[1] * below[0]


def percent_text(share: Fraction) -> str:
    """A share for people: one decimal (``45.0%``), more where one would show an edge of a band.

    A share just above 10% prints as ``10.001%``, not as the ``10.0%`` that would belong to the
    band below.
    """
    return _percent_text(share.numerator, share.denominator)


def _percent_text(part: int, below: int) -> str:
    above = part * 100
    for digits in range(1, 13):
        unit = 10**digits
        shown = (2 * above * unit + below) // (2 * below)
        if shown % unit or shown * below == above * unit:
            break
    whole, rest = divmod(shown, unit)
    return f"{whole}.{rest:0{digits}d}%"


def value_text(value: Fraction | float, digits: int = 4) -> str:
    """A value for people: so many significant digits, all before the point, no exponent."""
    number = float(value)
    if number == 0:
        return "0"
    text = f"{number:.{digits}g}"
    if "e" not in text:
        return text  # as nearly all are
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(number))))
    text = f"{number:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def trend_texts(before: Fraction | float, after: Fraction | float) -> tuple[str, str]:
    """Two values for people, with digits enough to see that they differ if they do."""
    for digits in range(4, 16):
        texts = value_text(before, digits), value_text(after, digits)
        if texts[0] != texts[1] or before == after:
            break
    return texts
