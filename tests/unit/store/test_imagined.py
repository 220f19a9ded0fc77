"""What a dry run imagines is kept outside of memory, and must be found there unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.store.imagined import Imagined
from suzhou_assess.store.intake_known import Known, KnownEnterprise

CODE = "91320583MA0000001B"


@pytest.fixture
def known() -> Iterator[Known]:
    imagined = Imagined()
    yield imagined.known
    imagined.close()


def _enterprise(key: int, name: str = "苏州试样机械有限公司") -> KnownEnterprise:
    return KnownEnterprise(key, Enterprise(CODE, name, "320583", revenue=Decimal("12.50")))


def test_that_what_is_imagined_is_found_as_it_was_put(known: Known):
    known.enterprises[CODE] = _enterprise(-1)
    assert known.enterprises.get(CODE) == _enterprise(-1)
    assert {CODE, "another"} - known.enterprises.keys() == {"another"}
    assert len(known.enterprises) == 1


def test_that_another_takes_the_place_of_the_first(known: Known):
    known.enterprises[CODE] = _enterprise(-1)
    known.enterprises[CODE] = _enterprise(-1, "苏州改名机械有限公司")
    assert known.enterprises[CODE].profile.name == "苏州改名机械有限公司"
    assert len(known.enterprises) == 1


def test_that_namesakes_stand_beside_each_other_until_one_is_forgotten(known: Known):
    known.add_namesake(b"name", _enterprise(-1))
    known.add_namesake(b"name", _enterprise(7))
    assert list(known.namesakes[b"name"]) == [-1, 7]
    known.enterprises[CODE] = _enterprise(-1)
    known.forget(CODE)
    assert list(known.namesakes[b"name"]) == [7]
    assert CODE not in known.enterprises
    with pytest.raises(KeyError):
        del known.enterprises[CODE]
