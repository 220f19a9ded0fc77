from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.workbook import cell_values
from suzhou_assess.workbook.cell_values import (
    Mark,
    NotApplicable,
    day,
    letters,
    level,
    mark,
    number,
)

ANYTHING = st.one_of(
    st.text(max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.timedeltas(),
    st.sampled_from(
        ["十年", "二〇二五年十三月一日", "2025年", "级", "１２，３", "%", "+", "1e999", "١٢٣"]
    ),
)


@given(ANYTHING)
def test_that_no_cell_value_is_too_strange(value: object) -> None:
    cell = value  # type: ignore[assignment]
    assert mark(cell) in Mark  # type: ignore[arg-type]
    assert isinstance(level(cell), int | str | NotApplicable)  # type: ignore[arg-type]
    assert isinstance(number(cell, ("台",), percent=True), int | Decimal | str)  # type: ignore[arg-type]
    assert isinstance(day(cell), date | str)  # type: ignore[arg-type]
    assert isinstance(cell_values.year(cell), int | Decimal | str)  # type: ignore[arg-type]
    letters(cell, ("A", "B"), {})  # type: ignore[arg-type]


@given(st.dates(min_value=date(1960, 1, 1), max_value=date(2100, 1, 1)), st.sampled_from("-/.年 "))
def test_that_every_date_is_read_back_from_its_parts(when: date, mark_between: str) -> None:
    if mark_between == "年":
        typed = f"{when.year}年{when.month}月{when.day}日"
    else:
        typed = mark_between.join(str(part) for part in (when.year, when.month, when.day))
    assert day(typed) == when
    assert day((when - date(1899, 12, 30)).days) == when


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_that_a_number_is_exact_with_and_without_thousands_marks(value: Decimal) -> None:
    assert number(f"{value:,}") == value
    assert number(str(value)) == value


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("十五日", "十五日"),
        ("二〇二五年十二月三十一日", date(2025, 12, 31)),
        ("二〇二五年十月十日", date(2025, 10, 10)),
        ("2024年2月30日", "2024年2月30日"),
        (12, "12"),
    ],
)
def test_that_dates_in_words_are_read_or_left_as_they_are(typed: object, found: object) -> None:
    assert day(typed) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("BCD", ("B", "C", "D")), ("c、b", ("C", "B")), ("b2", None), ("", None), ("完全没有", None)],
)
def test_that_letters_are_taken_apart(typed: str, found: object) -> None:
    assert letters(typed, tuple("ABCDE"), {}) == found


def test_that_a_unit_of_another_kind_makes_it_no_number() -> None:
    assert number("300元", ("万元",)) == "300元"
    assert number("300万元", ("万元",)) == 300
    assert number("45%") == "45%"


@pytest.mark.parametrize("typed", ["\u200b√\ufeff", "✔\ufe0f", "\u202a是\u202c", " \u2060√"])
def test_that_what_has_no_width_does_not_hide_a_mark(typed: str) -> None:
    assert mark(typed) is Mark.YES


def test_that_what_has_no_width_does_not_hide_a_number_a_date_or_a_level() -> None:
    assert number("\u200b1,200\ufeff", ("人",)) == 1200
    assert day("\u200e2025-06-01") == date(2025, 6, 1)
    assert level("\u200b2级") == 2
    assert letters("\u200bb\ufeff", ("A", "B"), {}) == ("B",)
