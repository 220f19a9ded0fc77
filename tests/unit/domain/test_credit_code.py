import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from suzhou_assess.domain.credit_code import (
    ALPHABET,
    check,
    check_character,
    complete,
    near,
    normalise,
)

GOOD = complete("91320583MA1N0ABCD")


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        GOOD.lower(),
        f"  {GOOD[:8]} {GOOD[8:]} ",
        f"{GOOD[:8]}-{GOOD[8:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in GOOD),
        "'" + GOOD,
        GOOD[:4] + "\u00a0" + GOOD[4:] + "\u200b",
    ],
)
def test_that_a_code_is_understood_however_it_was_typed(typed: str) -> None:
    assert normalise(typed) == GOOD
    assert check(normalise(typed)) is None


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "uscc_missing"),
        (GOOD[:-1], "uscc_length"),
        (GOOD + "0", "uscc_length"),
        (GOOD[:9] + "O" + GOOD[10:], "uscc_character"),
        (GOOD[:9] + "中" + GOOD[10:], "uscc_character"),
        (GOOD[:5] + "A" + GOOD[6:], "uscc_character"),
        (GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), "uscc_check"),
    ],
)
def test_that_a_wrong_code_says_what_is_wrong(code: str, problem: str) -> None:
    found = check(code)
    assert found is not None
    assert (found.code, found.where) == (problem, ("uscc",))


def test_that_a_strange_character_is_named_once() -> None:
    found = check("9132O5O8" + GOOD[8:17] + "I")
    assert found is not None
    assert found.params["characters"] == ("O", "I")


@given(st.text(alphabet=ALPHABET, min_size=9, max_size=9), st.integers(0, 16))
def test_that_a_changed_character_is_noticed(organisation: str, position: int) -> None:
    good = complete("91320508" + organisation)
    assert check(good) is None
    other = "1" if good[position] != "1" else "2"
    assert check(good[:position] + other + good[position + 1 :]) is not None


@given(st.text(alphabet=ALPHABET, min_size=17, max_size=17))
def test_that_the_check_character_is_the_one_of_the_stdnum_library(first_17: str) -> None:
    assert check_character(first_17) == uscc.calc_check_digit(first_17)


@given(st.text(max_size=30))
def test_that_no_text_breaks_the_check(typed: str) -> None:
    found = check(normalise(typed))
    assert found is None or found.is_error


CODES = st.builds(
    lambda region, organisation: complete(f"91{region:06d}{organisation}"),
    st.integers(0, 999_999),
    st.text(alphabet=ALPHABET, min_size=9, max_size=9),
)
TYPED = ALPHABET + "IOSVZ中"


@given(CODES, st.integers(0, 17), st.sampled_from(TYPED))
def test_that_a_code_is_near_when_one_character_is_another(good: str, at: int, typed: str) -> None:
    wrong = good[:at] + typed + good[at + 1 :]
    found = {one.code: one.place for one in near(wrong)}
    assert found.get(good) == (None if wrong == good else at + 1)


@given(CODES, st.integers(0, 17))
def test_that_a_code_is_near_when_a_character_is_left_out(good: str, at: int) -> None:
    found = {one.code: one.place for one in near(good[:at] + good[at + 1 :])}
    # Of a run of equal characters nobody can say which is missing: the first is named.
    assert good[found[good] - 1 : at + 1] == good[at] * (at + 2 - found[good])


@given(CODES, st.integers(0, 18), st.sampled_from(TYPED))
def test_that_a_code_is_near_when_there_is_a_character_too_many(
    good: str, at: int, typed: str
) -> None:
    wrong = good[:at] + typed + good[at:]
    assert good in {one.code for one in near(wrong)}


@given(CODES, st.integers(0, 16))
def test_that_a_code_is_near_when_neighbours_are_swapped(good: str, at: int) -> None:
    swapped = good[:at] + good[at + 1] + good[at] + good[at + 2 :]
    found = {one.code: one.place for one in near(swapped)}
    assert found.get(good) == (None if check(swapped) is None else at + 1)


@given(st.text(alphabet=TYPED, max_size=22))
def test_that_only_right_codes_are_near_and_each_once(typed: str) -> None:
    found = [one.code for one in near(typed)]
    assert len(found) == len(set(found))
    assert all(check(code) is None for code in found)
    assert not found or check(typed) is not None
