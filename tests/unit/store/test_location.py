from __future__ import annotations

from pathlib import Path

import pytest

from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.location import VARIABLE, default, locate


def test_that_the_named_database_comes_before_that_of_the_environment() -> None:
    assert locate("a.db", {VARIABLE: "b.db"}) == Path("a.db")
    assert locate(None, {VARIABLE: "b.db"}) == Path("b.db")
    assert locate("", {VARIABLE: ""}) == default()


def test_that_the_users_own_database_lies_in_a_folder_of_its_own() -> None:
    assert default().name == "assess.db"
    assert default().parent.name == "suzhou-assess"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///a.db", "a.db"),
        ("sqlite:////srv/a.db", "/srv/a.db"),
        ("SQLite:///a b.db", "a b.db"),
        ("sqlite+pysqlite:///a.db", "a.db"),
        ("sqlite:///C:/data/a.db", "C:/data/a.db"),
        ("C:\\data\\a.db", "C:\\data\\a.db"),
        ("/srv/区/a.db", "/srv/区/a.db"),
    ],
)
def test_that_a_path_and_a_sqlite_address_name_the_same(url: str, path: str) -> None:
    assert locate(url, {}) == Path(path)


@pytest.mark.parametrize(
    "url",
    ["postgresql://clerk:secret@host/db", "sqlite://", "sqlite:///:memory:", "http://x/y.db"],
)
def test_that_other_addresses_are_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        locate(url, {})
    assert caught.value.code == "url_not_supported"
    assert "secret" not in str(caught.value)
