"""The order of a visit."""

from __future__ import annotations

import pytest

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.text import Text
from suzhou_assess.domain.walk import Stop, Walk, legs, sections_of
from suzhou_assess.packs.problems import PackError
from suzhou_assess.packs.walks import read_walk, walk_of

STOP = "{section: %s, where: {zh: 一, en: a}, whom: {zh: 一, en: a}, look: {zh: 一, en: a}}"


def written(*sections: str) -> bytes:
    stops = "\n".join(f"  - {STOP % section}" for section in sections)
    return f"format: suzhou-assess/walk/1\npack: miit-2024\nstops:\n{stops}\n".encode()


def test_that_the_bundled_walk_stops_at_every_section_of_the_index_once(pack: Pack) -> None:
    walk = walk_of(pack)
    assert walk is not None
    named = [stop.section for stop in walk.stops]
    assert sorted(named) == sorted(section.id for section in sections_of(pack))


def test_that_every_item_is_asked_once(pack: Pack) -> None:
    for walk in (None, walk_of(pack)):
        asked = [item.id for leg in legs(pack, walk) for item in leg.items]
        assert sorted(asked) == sorted(pack.item_ids)


def test_that_sections_without_a_stop_follow_in_the_order_of_the_index(pack: Pack) -> None:
    walk = read_walk(written("decision", "security"), "walk.yaml", pack)
    found = legs(pack, walk)
    rest = [s.id for s in sections_of(pack) if s.id not in ("decision", "security")]
    assert [leg.section.id for leg in found] == ["decision", "security", *rest]
    assert [leg.stop is not None for leg in found[:3]] == [True, True, False]


def test_that_a_stop_at_no_section_of_the_index_is_passed_by(pack: Pack) -> None:
    text = Text("一", "a")
    assert len(legs(pack, Walk((Stop("roof", text, text, text),)))) == len(sections_of(pack))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (written("roof"), "not_one_of"),
        (written("data", "data"), "id_twice"),
        (written("data").replace(b"whom", b"who"), "missing_key"),
        (written("data").replace(b"walk/1", b"walk/2"), "format_newer"),
        (b"format: suzhou-assess/walk/1\npack: miit-2024\nstops: []\n", "too_few"),
    ],
    ids=["unknown", "twice", "missing", "newer", "empty"],
)
def test_that_a_faulty_walk_is_refused_with_its_line(pack: Pack, data: bytes, code: str) -> None:
    with pytest.raises(PackError) as caught:
        read_walk(data, "walk.yaml", pack)
    assert code in [problem.code for problem in caught.value.problems]
    assert caught.value.problems[0].line
