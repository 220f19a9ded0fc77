"""The anonymous benchmark: what it hides, what it tells, and files that aren't one."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.benchmark import (
    ALL,
    LEAST,
    TOTAL,
    Benchmark,
    BenchmarkError,
    GroupKey,
    GroupSpread,
    decode,
    encode,
    median_of,
    rank_of,
    shown_groups,
)


def group(
    industry: str | None = None, size: str | None = None, points: tuple[int, ...] = (1000, 2000)
) -> GroupSpread:
    return GroupSpread(industry, size, 10, (50, 50, None, None, None), {TOTAL: points})


def made(*groups: GroupSpread) -> Benchmark:
    return Benchmark("miit-2024", "2024", date(2025, 10, 1), groups or (group(),))


def test_that_a_file_reads_back_as_it_was() -> None:
    benchmark = made(group(), group("C34"), group("C34", "small", (0, 0, 100_000)))
    assert decode(encode(benchmark)) == benchmark


def test_that_the_same_benchmark_makes_the_same_file() -> None:
    assert encode(made()) == encode(made())


def test_that_damage_anywhere_is_noticed() -> None:
    content = encode(made(group(), group("C34")))
    for place in range(2, len(content)):
        damaged = bytearray(content)
        damaged[place] ^= 0x41
        with suppress(BenchmarkError):
            # Where it is read all the same it was a byte in the head of gzip, such as the time.
            assert decode(bytes(damaged)) == made(group(), group("C34"))


def test_that_half_a_file_is_damaged() -> None:
    content = encode(made())
    with pytest.raises(BenchmarkError, match="damaged"):
        decode(content[: len(content) // 2])


def test_that_a_changed_number_is_noticed_though_gzip_is_sound() -> None:
    text = gzip.decompress(encode(made()))
    with pytest.raises(BenchmarkError, match="damaged"):
        decode(gzip.compress(text.replace(b'"count":10', b'"count":15')))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"{}", gzip.compress(b"[]"), gzip.compress(b'{"format":"x"}')],
    ids=["empty", "a zip", "plain JSON", "a list", "another format"],  # gzip notes the time
)
def test_that_other_files_are_not_taken_for_one(content: bytes) -> None:
    with pytest.raises(BenchmarkError, match="not_one"):
        decode(content)


def test_that_one_of_a_newer_version_is_told_apart() -> None:
    whole = json.loads(gzip.decompress(encode(made())))
    whole["format"] = "suzhou-assess/benchmark/2"
    with pytest.raises(BenchmarkError, match="newer"):
        decode(gzip.compress(json.dumps(whole).encode()))


def test_that_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(BenchmarkError, match="damaged"):
        decode(gzip.compress(bytes(200_000_000)))


@given(
    st.recursive(
        st.none() | st.integers() | st.text(st.characters(), max_size=5), st.lists, max_leaves=8
    )
)
def test_that_whatever_stands_in_it_only_a_benchmark_comes_out(groups: object) -> None:
    body = {"pack": "p", "edition": "1", "made": "2025-10-01", "groups": groups}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    whole = body | {
        "format": "suzhou-assess/benchmark/1",
        "checksum": hashlib.sha256(text.encode(errors="replace")).hexdigest(),
    }
    content = gzip.compress(json.dumps(whole).encode())
    with pytest.raises(BenchmarkError, match="damaged"):
        decode(content)


def counted(cells: Mapping[tuple[str, str], int]) -> dict[GroupKey, int]:
    """Groups of every kind from counts by industry and size."""
    counts: dict[GroupKey, int] = {ALL: sum(cells.values())}
    for (industry, size), count in cells.items():
        counts[industry, size] = count
        counts[industry, None] = counts.get((industry, None), 0) + count
        counts[None, size] = counts.get((None, size), 0) + count
    return counts


def test_that_groups_under_five_and_the_unknown_are_not_shown() -> None:
    shown = shown_groups(counted({("C34", "small"): 30, ("C39", "small"): 9, ("", "small"): 8}))
    assert shown == {ALL, ("C34", None), ("C39", None), (None, "small"), ("C34", "small")} | {
        ("C39", "small")
    }
    assert shown_groups(counted({("C34", "small"): 4})) == set()


def test_that_a_hidden_group_is_not_found_by_subtraction() -> None:
    # Without the second rule the two of C39 would be all less C34.
    shown = shown_groups(counted({("C34", "small"): 30, ("C35", "small"): 6, ("C39", "small"): 2}))
    assert ("C34", None) in shown
    assert ("C35", None) not in shown
    assert ("C35", "small") not in shown


cell_counts = st.dictionaries(
    st.tuples(st.sampled_from(("", "C34", "C35", "C39")), st.sampled_from(("", "small", "micro"))),
    st.integers(min_value=1, max_value=20),
    min_size=1,
)


@given(cell_counts)
def test_that_what_is_hidden_of_a_shown_group_is_never_a_few(
    cells: dict[tuple[str, str], int],
) -> None:
    counts = counted(cells)
    shown = shown_groups(counts)
    assert all(counts[key] >= LEAST and "" not in key for key in shown)
    for whole in shown:
        for place in (0, 1):
            if whole[place] is None:
                parts = [
                    key
                    for key in counts
                    if key[place] is not None and key[1 - place] == whole[1 - place]
                ]
                known = [key for key in parts if key in shown]
                hidden = counts[whole] - sum(counts[key] for key in known)
                assert not known or hidden == 0 or hidden >= LEAST


def test_that_ranks_are_those_of_the_definition() -> None:
    spread = (10, 20, 20, 40)
    assert rank_of(spread, 5) == 1
    assert rank_of(spread, 10) == 12
    assert rank_of(spread, 15) == 25
    assert rank_of(spread, 20) == 50
    assert rank_of(spread, 30) == 75
    assert rank_of(spread, 40) == 88
    assert rank_of(spread, 50) == 99
    assert rank_of((7,), 7) is None


@given(
    st.lists(st.integers(0, 100_000), min_size=2, max_size=40).map(sorted),
    st.lists(st.integers(0, 100_000), min_size=2, max_size=10).map(sorted),
)
def test_that_more_points_never_rank_lower(spread: list[int], values: list[int]) -> None:
    ranks = [rank_of(spread, value) for value in values]
    assert all(rank is not None and 1 <= rank <= 99 for rank in ranks)
    assert ranks == sorted(ranks, key=lambda rank: rank or 0)


def test_that_the_median_is_the_middle() -> None:
    assert median_of((1, 2, 9)) == 2
    assert median_of((1, 2, 4, 9)) == 3
    assert median_of((1, 2)) == 2


def test_that_the_narrowest_group_that_can_tell_a_rank_is_taken() -> None:
    benchmark = made(
        group(),
        group("C34"),
        group(None, "small"),
        group("C34", "small", (1000,)),
        group("C39", "small"),
    )
    for wanted, found in {
        ("C39", "small"): ("C39", "small"),
        ("C34", "small"): ("C34", None),
        ("C17", "small"): (None, "small"),
        ("C17", "large"): ALL,
        (None, None): ALL,
    }.items():
        narrowest = benchmark.narrowest(*wanted)
        assert narrowest is not None
        assert narrowest.key == found
