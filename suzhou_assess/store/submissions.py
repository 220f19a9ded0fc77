"""Takes in assessments that others made: the one way in for imports, a batch a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Text, cast, insert, or_, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.places import Places
from suzhou_assess.store import assessments, changes, documents, enterprises
from suzhou_assess.store.engine import Store
from suzhou_assess.store.intake_plan import (
    IncomingSubmission,
    Known,
    KnownAssessment,
    KnownEnterprise,
    Plan,
    PlannedAssessment,
    StoredAs,
)
from suzhou_assess.store.tables import assessment, batch

__all__ = ["IncomingSubmission", "StoredAs", "SubmissionWriter"]

_KNOWN = tuple(field.name for field in fields(KnownAssessment))
_KNOWN_COLUMNS = tuple(
    cast(assessment.c.answers, Text) if name == "answers" else assessment.c[name] for name in _KNOWN
)


class SubmissionWriter:
    """Stores what is imported. What is imported counts as submitted.

    An assessment is known by its id, else by enterprise, pack, mode and date among those that
    were submitted. Of a known enterprise's profile only what comes filled in is replaced. The
    same content again writes nothing.

    A dry run takes the same decisions, remembers what it would have written, and writes nothing;
    a writer is used for one or the other.
    """

    def __init__(self, store: Store, places: Places, who: str = "") -> None:
        self._store = store
        self._places = places
        self._who = who
        self._batch: str | None = None
        self._imagined = Known()

    def begin(self, source: str) -> str:
        """Opens a batch (one run of an import) and gives its id."""
        self._batch = str(uuid4())
        with self._store.writing() as connection:
            connection.execute(
                insert(batch).values(id=self._batch, source=source, started_at=datetime.now(UTC))
            )
        return self._batch

    def finish(self, counts: Mapping[str, int]) -> None:
        """Closes the batch with what became of its files."""
        with self._store.writing() as connection:
            connection.execute(
                update(batch)
                .where(batch.c.id == self._batch)
                .values(counts=dict(counts), finished_at=datetime.now(UTC))
            )

    def store(
        self, items: Sequence[IncomingSubmission], *, dry_run: bool = False
    ) -> list[StoredAs]:
        """Stores all of ``items`` in one transaction.

        Raises ``StoreError``; none of them is stored then.
        """
        if dry_run:
            with self._store.reading() as connection:
                _learn(self._imagined, connection, items)
            plan = Plan(self._imagined)
            return [plan.decide(item) for item in items]
        with self._store.writing() as connection:
            plan = Plan(_learn(Known(), connection, items))
            results = [plan.decide(item) for item in items]
            self._write(connection, plan)
        return results

    def _write(self, connection: Connection, plan: Plan) -> None:
        now = datetime.now(UTC)
        ids = self._add_enterprises(connection, plan.new_enterprises, now)
        for enterprise_id, after in plan.profile_changes.items():
            enterprises.change(connection, enterprise_id, after, self._size(after), now, self._who)
        new: list[dict[str, Any]] = []
        log: list[changes.Entry] = []
        touched: set[int] = set()
        for key, planned in plan.assessments.items():
            owner = planned.after.enterprise_id
            touched.add(ids.get(owner, owner))
            row = self._row(planned, now) | {"enterprise_id": ids.get(owner, owner)}
            if planned.before is None:
                new.append(row | {"created_at": now})
            else:
                connection.execute(update(assessment).where(assessment.c.id == key).values(row))
            log += changes.entries(now, self._who, _differences(planned), assessment_id=key)
        if new:
            connection.execute(insert(assessment), new)
        changes.add(connection, log)
        enterprises.summarise(connection, touched)

    def _add_enterprises(
        self, connection: Connection, new: Mapping[str, KnownEnterprise], now: datetime
    ) -> dict[int, int]:
        """Adds them and gives the id that each got, by that which the plan gave it."""
        profiles = [(known.profile, self._size(known.profile)) for known in new.values()]
        got = enterprises.add_many(connection, profiles, now, self._who)
        return {known.id: got[code] for code, known in new.items()}

    def _size(self, profile: Enterprise) -> str | None:
        size = profile.size(self._places)
        return size.id if size else None

    def _row(self, planned: PlannedAssessment, now: datetime) -> dict[str, Any]:
        incoming, after = planned.incoming, planned.after
        return {
            **{name: getattr(after, name) for name in _KNOWN},
            "answers": documents.from_json(after.answers),
            "answered": len(incoming.submission.answers.choices),
            "total": len(incoming.submission.pack.item_ids),
            "level": incoming.verdict.level,
            "verdict": documents.verdict_json(incoming.verdict),
            "source": incoming.source,
            "batch_id": self._batch,
            "updated_at": now,
            "submitted_at": now,
        }


def _differences(planned: PlannedAssessment) -> Iterator[changes.Difference]:
    """What the log says: where it came from, and of a known one all that is different."""
    yield "imported", None, planned.incoming.source
    before, after = planned.before, planned.after
    if before is not None:
        yield from assessments.head_differences(before, after)
        yield from documents.differences(
            documents.from_json(before.answers), documents.from_json(after.answers)
        )


def _learn(known: Known, connection: Connection, items: Sequence[IncomingSubmission]) -> Known:
    """Adds what the database holds that these submissions touch; what is known already stays."""
    codes = {item.submission.enterprise.uscc for item in items} - known.enterprises.keys()
    found = enterprises.profiles(connection, codes)
    for key, profile in found:
        known.enterprises[profile.uscc] = KnownEnterprise(key, profile)
    ids = {item.submission.assessment_id for item in items} - known.assessments.keys() - {None}
    rows = connection.execute(
        select(*_KNOWN_COLUMNS).where(
            or_(
                assessment.c.enterprise_id.in_([key for key, _ in found]),
                assessment.c.id.in_(ids),
            )
        )
    )
    for row in rows:
        known.add_assessment(KnownAssessment(*row))
    return known
