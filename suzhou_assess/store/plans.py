"""Improvement plans (提升计划), one to an assessment, as the JSON that ``services.plans`` makes.

All functions work within a transaction of the caller's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.store import assessments, changes
from suzhou_assess.store.tables import improvement_plan

_own = improvement_plan.c


def read(connection: Connection, assessment_id: str) -> dict[str, Any] | None:
    """The plan of an assessment; ``None`` when none was made."""
    found = connection.execute(
        select(_own.document).where(_own.assessment_id == assessment_id)
    ).scalar_one_or_none()
    return found if isinstance(found, dict) else None


def write(
    connection: Connection,
    assessment_id: str,
    document: Mapping[str, Any] | None,
    at: datetime,
    who: str,
) -> None:
    """Puts a plan in place of what was there; ``None`` takes it away.

    Logged as a person's edit, with what was planned and done before and after. Raises
    ``StoreError`` ``not_found`` when the assessment isn't there or was discarded.
    """
    assessments.read(connection, assessment_id)
    before = read(connection, assessment_id)
    if document == before:
        return
    if document is None:
        connection.execute(delete(improvement_plan).where(_own.assessment_id == assessment_id))
    else:
        values = {"document": dict(document), "updated_at": at}
        here = update(improvement_plan).where(_own.assessment_id == assessment_id)
        if not connection.execute(here.values(values)).rowcount:
            connection.execute(
                insert(improvement_plan).values(assessment_id=assessment_id, **values)
            )
    difference = ("plan", _brief(before), _brief(document))
    changes.log(connection, at, who, [difference], assessment_id=assessment_id)


def _brief(document: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What a reader of the log wants to know of a plan."""
    if document is None:
        return None
    steps = [step for step in document.get("steps", ()) if isinstance(step, dict)]
    return {
        "target": document.get("target"),
        "steps": len(steps),
        "done": sum(1 for step in steps if step.get("done")),
    }
