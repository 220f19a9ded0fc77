"""The log: who changed what, when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.engine import Connection

from suzhou_assess.store import bulk
from suzhou_assess.store.documents import to_json
from suzhou_assess.store.records import Change
from suzhou_assess.store.tables import change

Difference = tuple[str, object, object]
"""Item, old value, new value; ``None`` where there is none."""

Entry = dict[str, object]
"""A row of the log."""


def log(
    connection: Connection,
    at: datetime,
    who: str,
    differences: Iterable[Difference],
    *,
    assessment_id: str | None = None,
    enterprise_id: int | None = None,
) -> None:
    """Notes what was changed in an assessment or in an enterprise's profile."""
    add(
        connection,
        entries(at, who, differences, assessment_id=assessment_id, enterprise_id=enterprise_id),
    )


def entries(
    at: datetime,
    who: str,
    differences: Iterable[Difference],
    *,
    assessment_id: str | None = None,
    enterprise_id: int | None = None,
    batch_id: str | None = None,
) -> list[Entry]:
    """The same, to be added with others at once. ``batch_id`` names the intake that did it."""
    return [
        {
            "at": at,
            "who": who,
            "assessment_id": assessment_id,
            "enterprise_id": enterprise_id,
            "item": item,
            "old": _text(old),
            "new": _text(new),
            "batch_id": batch_id,
        }
        for item, old, new in differences
    ]


def add(connection: Connection, new: Sequence[Entry]) -> None:
    bulk.add(connection, change, new)


def of_assessment(connection: Connection, assessment_id: str) -> list[Change]:
    """Newest first."""
    return _read(connection, change.c.assessment_id == assessment_id)


def of_enterprise(connection: Connection, enterprise_id: int) -> list[Change]:
    """Newest first."""
    return _read(connection, change.c.enterprise_id == enterprise_id)


def _read(connection: Connection, whose: ColumnElement[bool]) -> list[Change]:
    columns = (change.c.at, change.c.who, change.c.item, change.c.old, change.c.new)
    # By the moment first: undoing a batch writes what others did anew.
    found = connection.execute(
        select(*columns).where(whose).order_by(change.c.at.desc(), change.c.id.desc())
    )
    return [Change(*row) for row in found]


def _text(value: object) -> str:
    return "" if value is None else to_json(value)
