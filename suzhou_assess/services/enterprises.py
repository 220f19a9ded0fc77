"""Enterprises: find, look at, save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.enterprise import Enterprise, read_enterprise
from suzhou_assess.domain.problems import Problem, has_errors, problem
from suzhou_assess.services.views import AssessmentCard, Change, EnterpriseFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import glance

if TYPE_CHECKING:
    from suzhou_assess.store.search import EnterpriseRows


def search(
    ws: Workspace,
    wanted: EnterpriseFilter,
    *,
    sort: str = "name",
    descending: bool = False,
) -> EnterpriseRows:
    """All enterprises that match, sorted by a field of ``EnterpriseRow``.

    Names sort by pinyin, sizes from micro up; what has no value comes last either way. Fast enough
    for each keystroke, because it finds ids alone: rows are read as they are looked at. Ask for
    the rows that show (``found[i]``, ``len(found)``, ``found.ids``), not for ``list(found)``.
    Raises ``StoreError``, also when a row is read.
    """
    from suzhou_assess.store import search as finder

    ranks = [size.id for size in reversed(ws.places.sizes)] if sort == "size" else []
    return finder.search(ws.store, wanted, sort, descending, ranks)


def get(ws: Workspace, enterprise_id: int) -> Enterprise:
    """The profile; raises ``StoreError`` ``not_found``."""
    from suzhou_assess.store import enterprises

    with ws.store.reading() as connection:
        return enterprises.get(connection, enterprise_id)


def find(ws: Workspace, uscc: str) -> int | None:
    """The id of the enterprise with this credit code, however it is typed."""
    from suzhou_assess.store import enterprises

    with ws.store.reading() as connection:
        return enterprises.find(connection, credit_code.normalise(uscc))


def save(
    ws: Workspace, raw: Mapping[str, object], enterprise_id: int | None = None, who: str = ""
) -> tuple[int | None, list[Problem]]:
    """Checks and stores a profile as typed (see ``read_enterprise``); a new one without an id.

    Gives its id and all problems. With an error among them nothing is written and the id is that
    passed in. A credit code that belongs to another enterprise is the error ``uscc_taken``.
    Raises ``StoreError``.
    """
    from suzhou_assess.store import enterprises

    profile, problems = read_enterprise(raw, ws.places)
    if has_errors(problems):
        return enterprise_id, problems
    size = profile.size(ws.places)
    size_id = size.id if size else None
    now = datetime.now(UTC)
    with ws.store.writing() as connection:
        owner = enterprises.find(connection, profile.uscc)
        if owner is not None and owner != enterprise_id:
            name = enterprises.get(connection, owner).name
            problems.append(problem("uscc_taken", "uscc", code=profile.uscc, name=name))
            return enterprise_id, problems
        if enterprise_id is None:
            enterprise_id = enterprises.add(connection, profile, size_id, now, who)
        else:
            enterprises.change(connection, enterprise_id, profile, size_id, now, who)
    return enterprise_id, problems


def history(ws: Workspace, enterprise_id: int) -> list[AssessmentCard]:
    """All its assessments, those worked on last first. Discarded ones are left out."""
    return glance.cards(ws.path, enterprise_id=enterprise_id)


def changes(ws: Workspace, enterprise_id: int) -> list[Change]:
    """Who changed what in the profile, newest first."""
    from suzhou_assess.store import changes as log

    with ws.store.reading() as connection:
        return log.of_enterprise(connection, enterprise_id)
