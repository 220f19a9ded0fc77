"""Takes in assessments that others made: the one way in for imports, a batch a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Text, cast, insert, or_, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.store import enterprises
from suzhou_assess.store.decisions import ITEM as DECISION
from suzhou_assess.store.engine import Store
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.imagined import Imagined
from suzhou_assess.store.intake_known import (
    IncomingRefusal,
    IncomingSubmission,
    Known,
    KnownAssessment,
    KnownEnterprise,
    Origin,
    StoredAs,
)
from suzhou_assess.store.intake_plan import Plan
from suzhou_assess.store.intake_writing import Stamp, Writing
from suzhou_assess.store.tables import (
    assessment,
    batch,
    change,
    doubt,
    enterprise,
    roster_entry,
)

__all__ = ["IncomingRefusal", "IncomingSubmission", "Origin", "StoredAs", "SubmissionWriter"]

Incoming = IncomingSubmission | IncomingRefusal

_KNOWN = tuple(field.name for field in fields(KnownAssessment))
_KNOWN_COLUMNS = tuple(
    cast(assessment.c.answers, Text) if name == "answers" else assessment.c[name] for name in _KNOWN
)
_MICROSECOND = timedelta(microseconds=1)


class SubmissionWriter:
    """Stores what is imported. What is imported counts as submitted.

    An assessment is known by its id, else by enterprise, pack, mode and date among those that
    were submitted, when it comes from the same place or has the same content. Another one of the
    same occasion is stored beside it and waits for a person's decision. Of a known enterprise's
    profile only what comes filled in is replaced. The same content again writes nothing.

    A dry run takes the same decisions, remembers what it would have written, and writes nothing;
    a writer is used for one or the other.
    """

    def __init__(self, store: Store, places: Places, who: str = "") -> None:
        self._store = store
        self._places = places
        self._who = who
        self._batch: str | None = None
        self._imagined: Imagined | None = None
        self._last = datetime.min.replace(tzinfo=UTC)

    def begin(self, source: str, paths: Sequence[str] = ()) -> str:
        """Opens a batch (one run of an import) and gives its id. ``paths`` are absolute."""
        self._batch = str(uuid4())
        with self._store.writing() as connection:
            connection.execute(
                insert(batch).values(
                    id=self._batch,
                    source=source,
                    paths=list(paths) or None,
                    who=self._who,
                    started_at=datetime.now(UTC),
                )
            )
        return self._batch

    def resume(self, batch_id: str) -> None:
        """Goes on with a batch that was interrupted.

        Raises ``StoreError``: ``not_found``, ``batch_undone``.
        """
        with self._store.writing() as connection:
            query = select(batch.c.undone_at).where(batch.c.id == batch_id)
            row = connection.execute(query).first()
            if row is None:
                raise StoreError("not_found", id=batch_id)
            if row.undone_at is not None:
                raise StoreError("batch_undone", id=batch_id)
            connection.execute(update(batch).where(batch.c.id == batch_id).values(finished_at=None))
        self._batch = batch_id

    def finish(self, counts: Mapping[str, int]) -> None:
        """Closes the batch with what became of its files."""
        with self._store.writing() as connection:
            connection.execute(
                update(batch)
                .where(batch.c.id == self._batch)
                .values(counts=dict(counts), finished_at=datetime.now(UTC))
            )

    def store(self, items: Sequence[Incoming], *, dry_run: bool = False) -> list[StoredAs]:
        """Stores all of ``items`` in one transaction, in their order; refused ones are noted.

        Raises ``StoreError``; none of them is stored then.
        """
        if dry_run:
            with self._store.reading() as connection:
                if self._imagined is None:
                    self._imagined = Imagined()
                plan = Plan(learn(self._imagined.known, connection, items), self._places)
                return self._decide(connection, plan, items)
        with self._store.writing() as connection:
            plan = Plan(learn(Known(), connection, items), self._places)
            results = self._decide(connection, plan, items)
            Writing(connection, self._places, plan, self._stamps(len(items))).write()
        return results

    def close(self) -> None:
        """Forgets what a dry run has imagined."""
        if self._imagined is not None:
            self._imagined.close()
            self._imagined = None

    def _decide(
        self, connection: Connection, plan: Plan, items: Sequence[Incoming]
    ) -> list[StoredAs]:
        results = [plan.decide(item) for item in items]
        for at, found in _near_known(connection, items):
            results[at] = replace(results[at], problems=(found,))
            plan.items[at].stored = results[at]
        for at, found in _edited_here(connection, plan):
            problems = (*results[at].problems, found)
            results[at] = replace(results[at], problems=problems, suspicious=True)
            plan.items[at].stored = results[at]
        return results

    def _stamps(self, count: int) -> list[Stamp]:
        """Each later than those before: of several on one day the one submitted last counts."""
        first = max(datetime.now(UTC), self._last + _MICROSECOND)
        self._last = first + count * _MICROSECOND
        return [Stamp(self._batch, first + n * _MICROSECOND, self._who) for n in range(count)]


def learn(known: Known, connection: Connection, items: Iterable[Incoming]) -> Known:
    """Adds what the database holds that these submissions touch; what is known already stays."""
    given = [item.submission for item in items if isinstance(item, IncomingSubmission)]
    codes = {submission.enterprise.uscc for submission in given} - known.enterprises.keys()
    found = [
        KnownEnterprise(key, profile) for key, profile in enterprises.profiles(connection, codes)
    ]
    for one in found:
        known.enterprises[one.profile.uscc] = one
    keys = {enterprises.name_key(s.enterprise.name) for s in given} - known.namesakes.keys()
    for name, key, profile in enterprises.namesakes(connection, keys):
        known.add_namesake(name, known.enterprises.get(profile.uscc, KnownEnterprise(key, profile)))
    ids = {submission.assessment_id for submission in given} - known.assessments.keys() - {None}
    _learn_assessments(known, connection, [one.id for one in found], ids)
    return known


def _learn_assessments(
    known: Known, connection: Connection, owners: Sequence[int], ids: Iterable[str | None]
) -> None:
    a, d = assessment.c, doubt.c
    wanted = or_(a.enterprise_id.in_(owners), a.id.in_(ids))
    query = select(*_KNOWN_COLUMNS).where(wanted).order_by(a.submitted_at, a.created_at)
    for row in connection.execute(query):
        known.add_assessment(KnownAssessment(*row))
    if not owners:
        return
    asked = select(d.kind, d.enterprise_id, d.assessment_id, d.other, d.decided_at).where(
        d.enterprise_id.in_(owners), or_(d.decided_at.is_(None), d.decision == "keep")
    )
    for kind, owner, key, other, decided_at in connection.execute(asked):
        side = f"{owner}:{other}" if kind == "two_districts" else key or str(owner)
        if decided_at is None:
            known.doubted.add((kind, side))
        elif kind == "two_districts":
            known.doubted.add(("turned_down", side))


def _near_known(connection: Connection, items: Sequence[Incoming]) -> Iterable[tuple[int, Problem]]:
    """Of those refused for a wrong credit code, whom it may have meant."""
    meant: list[tuple[int, Problem, credit_code.Near]] = []
    for at, item in enumerate(items):
        if isinstance(item, IncomingRefusal) and item.origin.subject is not None:
            fault = next((p for p in item.problems if p.code in _WRONG_CODES), None)
            if fault is not None:
                meant += [(at, fault, slip) for slip in credit_code.near(item.origin.subject.uscc)]
    if not meant:
        return
    names = _names(connection, {slip.code for _, _, slip in meant})
    told: set[int] = set()
    for at, fault, slip in meant:
        if slip.code in names and at not in told:
            told.add(at)
            name = names[slip.code]
            found = problem("uscc_near_known", "uscc", code=slip.code, name=name, place=slip.place)
            yield at, found.at(fault.sheet, fault.cell)


def _edited_here(connection: Connection, plan: Plan) -> Iterable[tuple[int, Problem]]:
    """Of those that replace what an earlier intake brought: whose work they replace with it."""
    replaced = {
        planned.before.id: at
        for at, planned in enumerate(plan.items)
        if planned.after is not None and planned.before is not None and planned.before.source
    }
    if not replaced:
        return
    c = change.c
    query = select(c.assessment_id, c.batch_id, c.item, c.at, c.who).where(
        c.assessment_id.in_(replaced)
    )
    edits: dict[str, tuple[datetime, str] | None] = {}
    for key, batch_id, item, moment, who in connection.execute(query.order_by(c.id)):
        if batch_id is not None:
            edits[key] = None
        elif item not in _NOT_REPLACED and not item.startswith((DECISION, "evidence:")):
            edits[key] = (moment, who)
    for key, edit in edits.items():
        if edit is not None:
            day = edit[0].astimezone().date().isoformat()
            yield replaced[key], problem("edited_here", date=day, who=edit[1] or "-")


_NOT_REPLACED = frozenset({"held", "enterprise", "claim", "plan"})
"""What an intake leaves as it is, as it does evidence and decisions."""

_WRONG_CODES = frozenset({"uscc_length", "uscc_character", "uscc_check"})


def _names(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Names by credit code: of the enterprises, and of those on the roster."""
    names: dict[str, str] = {}
    for table in (roster_entry, enterprise):
        query = select(table.c.uscc, table.c.name).where(table.c.uscc.in_(codes))
        names.update((code, name) for code, name in connection.execute(query))
    return names
