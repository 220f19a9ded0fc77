"""Exact points.

A score is an ``int`` of thousandths of a point ("milli"), never a binary float: thirteen
options of 0.7 and one of 0.9 make 10 points, not 9.999. Every weight of an index pack must
multiply out to whole thousandths; the pack loader sees to that.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

Milli = int
"""Thousandths of a point."""

ONE_POINT: Milli = 1000
FULL_SCORE: Milli = 100 * ONE_POINT
"""The weights of every index make up 100 points."""


def to_milli(points: str | int | float | Decimal | Fraction) -> Milli:
    """Points as written (``"1.875"``) in thousandths.

    A float is read as it prints, so that ``0.7`` from a YAML file is seven tenths.

    Raises ``ValueError`` when the number is no number or finer than a thousandth.
    """
    try:
        exact = points if isinstance(points, Fraction) else Fraction(Decimal(str(points)))
    except (InvalidOperation, OverflowError, ValueError) as error:
        raise ValueError(f"not a number: {points!r}") from error
    milli = exact * ONE_POINT
    if milli.denominator != 1:
        raise ValueError(f"finer than a thousandth of a point: {points!r}")
    return milli.numerator


def share_of(percent: str) -> Fraction:
    """A percentage as written (``"12.5%"``) as an exact share."""
    return Fraction(percent.rstrip(" %")) / 100


def as_number(milli: Milli) -> int | float:
    """For JSON and cells: an ``int`` where whole, else the float that prints exactly so."""
    whole, rest = divmod(milli, ONE_POINT)
    return whole if rest == 0 else milli / ONE_POINT


def as_text(milli: Milli) -> str:
    """For people: at most three decimals, no trailing zeros (``57.325``, ``8.5``, ``10``)."""
    sign = "-" if milli < 0 else ""
    whole, rest = divmod(abs(milli), ONE_POINT)
    return f"{sign}{whole}" if rest == 0 else f"{sign}{whole}.{rest:03d}".rstrip("0")
