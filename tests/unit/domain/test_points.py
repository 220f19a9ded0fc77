from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.points import as_number, as_text, share_of, to_milli


@pytest.mark.parametrize(
    ("written", "milli"),
    [("1.875", 1875), (0.7, 700), ("10", 10_000), (0, 0), (Decimal("0.9"), 900)],
)
def test_that_points_become_whole_thousandths(written: str | float | Decimal, milli: int) -> None:
    assert to_milli(written) == milli


def test_that_thirteen_options_of_0_7_and_one_of_0_9_make_exactly_ten() -> None:
    assert 13 * to_milli("0.7") + to_milli("0.9") == to_milli("10")


@pytest.mark.parametrize("written", ["0.0005", "abc", "", "nan", "inf", Fraction(1, 3)])
def test_that_what_is_finer_than_a_thousandth_or_no_number_is_refused(
    written: str | Fraction,
) -> None:
    with pytest.raises(ValueError, match=r"finer|not a number"):
        to_milli(written)


@pytest.mark.parametrize(
    ("milli", "text", "number"),
    [
        (57_325, "57.325", 57.325),
        (8_500, "8.5", 8.5),
        (10_000, "10", 10),
        (0, "0", 0),
        (1, "0.001", 0.001),
        (-2_675, "-2.675", -2.675),
        (-1, "-0.001", -0.001),
    ],
)
def test_that_points_are_shown_without_needless_zeros(milli: int, text: str, number: float) -> None:
    assert as_text(milli) == text
    assert as_number(milli) == number


def test_that_whole_points_are_whole_numbers_in_json() -> None:
    assert type(as_number(10_000)) is int


@given(st.integers(-1_000_000, 1_000_000))
def test_that_points_read_back_as_they_were_written(milli: int) -> None:
    assert to_milli(as_text(milli)) == milli
    assert to_milli(as_number(milli)) == milli


def test_that_a_percentage_is_an_exact_share() -> None:
    assert share_of("12.5%") == Fraction(1, 8)
    assert share_of("30 %") == Fraction(3, 10)
