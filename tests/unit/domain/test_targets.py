"""District targets out of lists."""

from __future__ import annotations

from suzhou_assess.domain.list_table import ListSheet, understand
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.targets import FIELDS, Targets, read_rows


def read(places: Places, *rows: tuple[str, ...]) -> Targets:
    return read_rows(understand("目标.xlsx", [ListSheet("目标", rows)], FIELDS), places)


def codes(found: Targets) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in found.problems]


def test_that_a_table_with_a_header_is_read(places: Places) -> None:
    found = read(
        places,
        ("2025 年任务分解表",),
        ("序号", "县级市（区）", "规上企业数", "目标家数"),
        ("1", "昆山市", "2000", "6,000"),
        ("2", "园区", "900", "3500.0"),
        ("", "合计", "2900", "9500"),
    )

    assert found.by_district == {"320583": 6000, "320571": 3500}
    assert not found.problems


def test_that_a_table_without_a_header_is_read(places: Places) -> None:
    found = read(places, ("1", "昆山", "6000家"), ("2", "太仓", "2000"))

    assert found.by_district == {"320583": 6000, "320585": 2000}


def test_that_every_faulty_row_is_named(places: Places) -> None:
    found = read(
        places,
        ("区县", "任务数"),
        ("昆山", "许多"),
        ("南京", "100"),
        ("", "200"),
        ("太仓", "300"),
        ("太仓市", "400"),
        ("常熟", "1.5"),
        ("吴江", "-3"),
        ("相城", ""),
    )

    assert found.by_district == {"320585": 300}
    assert codes(found) == [
        ("target_not_a_number", "B2"),
        ("district_unknown", "A3"),
        ("target_district_missing", "A4"),
        ("target_twice", "A6"),
        ("target_not_a_number", "B7"),
        ("target_not_a_number", "B8"),
        ("target_not_a_number", "B9"),
    ]


def test_that_a_row_with_several_numbers_is_not_guessed_at(places: Places) -> None:
    found = read(places, ("昆山", "6000", "7000"))

    assert not found.by_district
    assert [one.code for one in found.problems] == ["target_not_a_number"]


def test_that_a_list_without_targets_says_so(places: Places) -> None:
    assert codes(read(places, ("会议纪要",))) == [("targets_not_found", None)]
