"""Files that an earlier intake has stored, so that the same bytes need not be read again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.subject import Subject
from suzhou_assess.store import intake_images
from suzhou_assess.store.problem_json import unpacked
from suzhou_assess.store.tables import assessment, batch, intake_item


class KnownFile(NamedTuple):
    """The latest that is stored of one object: a file, a member of an archive, a line."""

    item_id: int
    batch_id: str
    fingerprint: bytes
    assessment_id: str


Key = tuple[str, str, int | None]
"""Where an object lies on disk, how it is shown, and its line."""


def find(connection: Connection, paths: Sequence[str]) -> dict[Key, KnownFile]:
    """What is stored of the files and archives at these paths.

    Only what still stands: not what was refused, undone, or discarded by a person since.
    """
    item = intake_item.c
    query = (
        select(
            item.path, item.file, item.line, item.id, item.batch_id, item.fingerprint,
            item.assessment_id,
        )
        .join(batch, batch.c.id == item.batch_id)
        .join(assessment, assessment.c.id == item.assessment_id)
        .where(
            item.path.in_(paths),
            item.outcome != "refused",
            item.fingerprint.is_not(None),
            item.undone.is_(False),
            batch.c.undone_at.is_(None),
            assessment.c.discarded_at.is_(None),
        )
        .order_by(item.id)  # of several the latest stays
    )  # fmt: skip
    return {
        (path, file, line): KnownFile(*known)
        for path, file, line, *known in connection.execute(query)
    }


def notes(
    connection: Connection, item_ids: Collection[int]
) -> dict[int, tuple[tuple[Problem, ...], Subject]]:
    """What was said of these items, and whose they are."""
    item = intake_item.c
    query = select(
        item.id, item.problems, item.name, item.uscc, item.district, item.contact, item.phone
    ).where(item.id.in_(item_ids))
    return {
        key: (unpacked(problems), Subject(*whose))
        for key, problems, *whose in connection.execute(query)
    }


def note_again(connection: Connection, batch_id: str, item_ids: Collection[int]) -> None:
    """Notes these items of other batches in this one, as unchanged.

    Undoing the other batch then finds that this one brought the same.
    """
    item = intake_item.c
    found = connection.execute(
        select(intake_item).where(item.id.in_(item_ids)).order_by(item.id)
    ).mappings()
    now = datetime.now(UTC)
    rows: list[dict[str, Any]] = []
    for at, known in enumerate(found):
        image = known["before"]
        if image is not None:
            # Microseconds apart, as all items are.
            moment = now + at * timedelta(microseconds=1)
            image = intake_images.packed(
                replace(
                    intake_images.unpacked(image),
                    at=moment,
                    adds_enterprise=False,
                    was=None,
                    is_new=False,
                )
            )
        rows.append(
            {name: value for name, value in known.items() if name != "id"}
            | {"batch_id": batch_id, "outcome": "unchanged", "suspicious": False, "before": image}
        )
    connection.execute(insert(intake_item), rows)


def forget_refused(connection: Connection, batch_id: str) -> None:
    """Takes the refused items out of a batch that is gone on with: they are read again."""
    item = intake_item.c
    connection.execute(
        delete(intake_item).where(item.batch_id == batch_id, item.outcome == "refused")
    )
