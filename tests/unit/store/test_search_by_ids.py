"""Finding exactly the enterprises that stand behind a figure."""

from __future__ import annotations

from collections.abc import Callable

from suzhou_assess.services import enterprises
from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.services.workspace import Workspace

Profile = Callable[..., dict[str, object]]


def add(ws: Workspace, profile: Profile, number: int, **fields: object) -> int:
    made, _ = enterprises.save(ws, profile(number, **fields))
    assert made is not None
    return made


def found(ws: Workspace, **wanted: object) -> set[int]:
    return set(enterprises.search(ws, EnterpriseFilter(**wanted)).ids)  # type: ignore[arg-type]


def test_that_ids_alone_are_found(ws: Workspace, profile: Profile) -> None:
    one, two, three = (add(ws, profile, n) for n in (1, 2, 3))
    assert found(ws, ids=(one, three)) == {one, three}
    assert found(ws, ids=()) == set(), "a selection of none is no missing selection"
    assert found(ws) == {one, two, three}


def test_that_ids_and_other_filters_go_together(ws: Workspace, profile: Profile) -> None:
    one = add(ws, profile, 1)
    two = add(ws, profile, 2, district="太仓")
    assert found(ws, ids=(one, two), district="320585") == {two}


def test_that_more_ids_than_a_query_has_parameters_are_found(
    ws: Workspace, profile: Profile
) -> None:
    one = add(ws, profile, 1)
    assert found(ws, ids=tuple(range(1, 100_000))) == {one}
