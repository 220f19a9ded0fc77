from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.places import Places


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("320583", "320583"),
        ("昆山", "320583"),
        ("昆山市", "320583"),
        (" 昆 山 市 ", "320583"),
        ("320583 昆山市", "320583"),
        ("３２０５８３", "320583"),
        ("320583昆山市", "320583"),
        ("江苏省苏州市昆山市", "320583"),
        ("苏州市昆山市", "320583"),
        ("Kunshan", "320583"),
        ("KUNSHAN CITY", "320583"),
        ("高新区", "320505"),
        ("虎丘区(高新区)", "320505"),
        ("虎丘区（高新区）", "320505"),
        ("园区", "320571"),
        ("工业园区", "320571"),
        ("苏州工业园区", "320571"),
        ("张家港", "320582"),
        ("吴江", "320509"),
    ],
)
def test_that_a_district_is_found_as_people_type_it(places: Places, typed: str, code: str) -> None:
    found = places.find_district(typed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("typed", ["", "苏州", "苏州市", "江苏省", "无锡市", "320599", "区", "县"])
def test_that_what_names_no_district_is_not_guessed(places: Places, typed: str) -> None:
    assert places.find_district(typed) is None


def test_that_every_district_is_found_by_its_code_names_and_aliases(places: Places) -> None:
    assert len(places.districts) == 10
    for d in places.districts:
        for word in (d.code, d.name.zh, d.name.en, d.short.zh, d.short.en, *d.aliases):
            assert places.find_district(word) is d
            assert places.find_district(f"{d.code} {d.name.zh}") is d


@pytest.mark.parametrize(
    "typed",
    [
        "C39",
        "c39",
        "39",
        "Ｃ３９",
        "C3911",
        "C 39",
        "3911",
        "C39 计算机、通信和其他电子设备制造业",
        "计算机、通信和其他电子设备制造业",
        "计算机通信和其他电子设备制造",
    ],
)
def test_that_an_industry_is_found_as_people_type_it(places: Places, typed: str) -> None:
    found = places.find_industry(typed)
    assert found is not None
    assert found.code == "C39"


@pytest.mark.parametrize("typed", ["C12", "C99", "C391122", "390000", "制造业", "电子", "", "A01"])
def test_that_what_names_no_division_is_not_guessed(places: Places, typed: str) -> None:
    assert places.find_industry(typed) is None


def test_that_all_manufacturing_divisions_are_there(places: Places) -> None:
    assert [i.code for i in places.industries] == [f"C{n}" for n in range(13, 44)]
    for industry in places.industries:
        assert places.find_industry(industry.name.zh) is industry


@pytest.mark.parametrize(
    ("employees", "revenue", "size"),
    [
        (1000, 40_000, "大型"),
        (999, 40_000, "中型"),
        (1000, 39_999, "中型"),
        (300, 2000, "中型"),
        (299, 2000, "小型"),
        (300, 1999, "小型"),
        (20, 300, "小型"),
        (19, 300, "微型"),
        (20, Decimal("299.99"), "微型"),
        (0, 0, "微型"),
        (5000, 100, "微型"),
    ],
)
def test_that_the_lower_of_the_two_figures_decides_the_size(
    places: Places, employees: int, revenue: int | Decimal, size: str
) -> None:
    found = places.size_of(employees, revenue)
    assert found is not None
    assert found.name.zh == size


@pytest.mark.parametrize(("employees", "revenue"), [(None, 100), (100, None), (None, None)])
def test_that_a_size_needs_both_figures(
    places: Places, employees: int | None, revenue: int | None
) -> None:
    assert places.size_of(employees, revenue) is None


@pytest.mark.parametrize("typed", ["中型", "中", "中型企业", "medium", " 中 型 "])
def test_that_a_size_is_found_as_people_type_it(places: Places, typed: str) -> None:
    found = places.find_size(typed)
    assert found is not None
    assert found.id == "medium"


@pytest.mark.parametrize("typed", ["", "企业", "特大"])
def test_that_what_names_no_size_is_not_guessed(places: Places, typed: str) -> None:
    assert places.find_size(typed) is None


@given(st.text(max_size=12))
def test_that_no_text_breaks_the_search(places: Places, typed: str) -> None:
    places.find_district(typed)
    places.find_industry(typed)
    places.find_size(typed)
    places.find_cluster(typed)
    places.find_qualification(typed)
