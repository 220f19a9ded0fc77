from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.figures import compute, percent_text, trend_texts, value_text
from suzhou_assess.domain.pack import Pack


def letter(pack: Pack, question: str, **figures: int | Decimal) -> str | None:
    computed = compute(pack.question_by_id[question], figures)
    return None if computed is None else computed.letter


BANDS = [("A", 0, 10), ("B", 10, 20), ("C", 20, 40), ("D", 40, 60), ("E", 60, 100)]


@pytest.mark.parametrize(("band", "lower", "upper"), BANDS)
@pytest.mark.parametrize("question", ["Q02", "Q03", "Q11"])
def test_that_a_band_is_open_below_and_closed_above(
    pack: Pack, question: str, band: str, lower: int, upper: int
) -> None:
    rule = pack.question_by_id[question].rule
    assert rule is not None
    numerator, denominator = rule.figures
    whole = 100_000
    at_upper, above_lower = upper * 1000, lower * 1000 + 1
    assert letter(pack, question, **{numerator: at_upper, denominator: whole}) == band
    assert letter(pack, question, **{numerator: above_lower, denominator: whole}) == band
    if band != "A":
        at_lower = lower * 1000
        assert letter(pack, question, **{numerator: at_lower, denominator: whole}) != band


def test_that_nothing_digital_is_in_the_first_band(pack: Pack) -> None:
    assert letter(pack, "Q02", devices_digital=0, devices_total=7) == "A"


def test_that_a_share_above_the_whole_leads_nowhere(pack: Pack) -> None:
    computed = compute(pack.question_by_id["Q02"], {"devices_digital": 101, "devices_total": 100})
    assert computed is not None
    assert (computed.letter, computed.share) == (None, Fraction(101, 100))


@pytest.mark.parametrize(
    "figures",
    [
        {},
        {"devices_digital": 5},
        {"devices_total": 5},
        {"devices_digital": 0, "devices_total": 0},
    ],
)
def test_that_missing_figures_or_a_zero_below_the_line_say_nothing(
    pack: Pack, figures: dict[str, int]
) -> None:
    assert letter(pack, "Q02", **figures) is None


def test_that_a_question_without_a_rule_computes_nothing(pack: Pack) -> None:
    assert letter(pack, "Q05", devices_digital=1, devices_total=2) is None


def test_that_one_part_in_ten_billion_above_the_edge_is_above(pack: Pack) -> None:
    whole = 10**11
    assert letter(pack, "Q02", devices_digital=10**10, devices_total=whole) == "A"
    assert letter(pack, "Q02", devices_digital=10**10 + 1, devices_total=whole) == "B"


@pytest.mark.parametrize(
    ("question", "before", "after", "expected"),
    [
        ("Q12", 100, 101, "A"),
        ("Q12", 100, 100, "B"),
        ("Q12", 100, 99, "C"),
        ("Q13", 98, 97, "A"),
        ("Q13", 98, 98, "B"),
        ("Q13", 98, 99, "C"),
        ("Q14", 100, 99, "A"),
        ("Q14", 100, 100, "B"),
        ("Q14", 100, 101, "C"),
        ("Q15", 100, 101, "A"),
        ("Q15", 100, 100, "B"),
        ("Q15", 100, 99, "C"),
    ],
)
def test_that_a_trend_leads_to_its_option(
    pack: Pack, question: str, before: int, after: int, expected: str
) -> None:
    rule = pack.question_by_id[question].rule
    figures = dict.fromkeys(rule.figures, 7)  # type: ignore[union-attr]
    figures[rule.before.numerator] = before  # type: ignore[union-attr]
    figures[rule.after.numerator] = after  # type: ignore[union-attr]
    assert letter(pack, question, **figures) == expected


def test_that_equal_ratios_of_other_sizes_are_flat(pack: Pack) -> None:
    figures = {"employees_prev": 3, "revenue_prev": 100, "employees_last": 9, "revenue_last": 300}
    assert letter(pack, "Q14", **figures) == "B"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(45, 100), "45.0%"),
        (Fraction(1, 3), "33.3%"),
        (Fraction(10_001, 100_000), "10.001%"),
        (Fraction(9_999, 100_000), "9.999%"),
        (Fraction(1, 10), "10.0%"),
        (Fraction(0), "0.0%"),
        (Fraction(1), "100.0%"),
    ],
)
def test_that_a_share_beside_an_edge_does_not_look_like_the_edge(
    share: Fraction, text: str
) -> None:
    assert percent_text(share) == text


@given(st.integers(1, 10**6), st.integers(1, 10**4))
def test_that_a_share_as_shown_falls_into_the_band_of_the_share(part: int, rest: int) -> None:
    share = Fraction(part, part + rest)
    shown = Fraction(percent_text(share).rstrip("%")) / 100
    for edge in (Fraction(n, 10) for n in (1, 2, 4, 6)):
        assert (shown <= edge) == (share <= edge)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(80), "80"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(1234567), "1234567"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 10**6), "0.000001"),
    ],
)
def test_that_a_value_is_shown_without_exponents(value: Fraction, text: str) -> None:
    assert value_text(value) == text


def test_that_two_values_that_differ_are_shown_to_differ() -> None:
    assert trend_texts(Fraction(10_001, 10), Fraction(10_002, 10)) == ("1000.1", "1000.2")
    assert trend_texts(Fraction(80), Fraction(90)) == ("80", "90")
    assert trend_texts(Fraction(1, 3), Fraction(1, 3)) == ("0.3333", "0.3333")
