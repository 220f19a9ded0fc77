from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_fonts import Run, cmap, collection, font, groups, segments

from suzhou_assess.report.font_coverage import read_coverage

_BASIC, _WHOLE = 0xFFFE, 0x2FFFF


def runs_up_to(most: int) -> st.SearchStrategy[list[Run]]:
    """Runs that don't touch."""

    def paired(points: set[int]) -> list[Run]:
        ordered = sorted(points)
        return list(zip(ordered[::2], (last - 1 for last in ordered[1::2]), strict=False))

    return (
        st.sets(st.integers(0x20, most), max_size=24)
        .map(paired)
        .map(lambda runs: [(first, last) for first, last in runs if first <= last])
    )


def kept(folder: Path, content: bytes) -> Path:
    path = folder / "made.ttf"
    path.write_bytes(content)
    return path


def edges(runs: list[Run]) -> set[int]:
    return {code for run in runs for end in run for code in (end - 1, end, end + 1) if code > 0}


@given(runs=runs_up_to(_WHOLE))
def test_that_a_font_has_exactly_the_runs_of_its_table(
    runs: list[Run], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = kept(tmp_path_factory.getbasetemp(), font(cmap(3, 10, groups(runs))))
    found = read_coverage(path)
    for code in edges(runs):
        assert (chr(code) in found) == any(first <= code <= last for first, last in runs)


@given(runs=runs_up_to(_BASIC), data=st.data())
def test_that_the_short_table_is_read_with_its_holes(
    runs: list[Run], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    runs = [(first, min(last, first + 300)) for first, last in runs]
    inside = [code for first, last in runs for code in (first, (first + last) // 2)]
    holes = data.draw(st.sets(st.sampled_from(inside)) if inside else st.just(set()))
    path = kept(tmp_path_factory.getbasetemp(), font(cmap(3, 1, segments(runs, frozenset(holes)))))
    found = read_coverage(path)
    for code in edges(runs) | holes:
        there = any(first <= code <= last for first, last in runs) and code not in holes
        assert (chr(code) in found) == there


def test_that_each_font_of_a_collection_has_its_own(tmp_path: Path) -> None:
    path = kept(
        tmp_path,
        collection(
            font(cmap(3, 10, groups([(0x41, 0x5A)]))), font(cmap(3, 10, groups([(0x4E00, 0x9FFF)])))
        ),
    )
    assert "A" in read_coverage(path, 0)
    assert "数" not in read_coverage(path, 0)
    assert "数" in read_coverage(path, 1)


@pytest.mark.parametrize("cut", [0, 3, 12, 20, 30, 45])
def test_that_a_broken_font_has_nothing(tmp_path: Path, cut: int) -> None:
    whole = font(cmap(3, 10, groups([(0x4E00, 0x9FFF)])))
    assert "数" not in read_coverage(kept(tmp_path, whole[:cut]))


def test_that_a_font_that_went_away_has_nothing(tmp_path: Path) -> None:
    assert "A" not in read_coverage(tmp_path / "gone.ttf")


def test_that_a_table_of_another_kind_is_passed_over(tmp_path: Path) -> None:
    assert "A" not in read_coverage(kept(tmp_path, font(cmap(1, 0, groups([(0x41, 0x5A)])))))
