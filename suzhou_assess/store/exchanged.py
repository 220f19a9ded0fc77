"""Assessments that go from laptop to laptop: their versions, and taking one in.

All functions work within a transaction of the caller's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.domain.exchange import Mode
from suzhou_assess.store import assessments, changes, doubts, enterprises
from suzhou_assess.store import evidence as evidence_records
from suzhou_assess.store.assessments import StoredAssessment
from suzhou_assess.store.records import Held
from suzhou_assess.store.tables import (
    assessment,
    doubt,
    evidence,
    exchanged_version,
)

_STORED = tuple(assessment.c[field.name] for field in fields(StoredAssessment))
_EVIDENCE = tuple(evidence.c[field.name] for field in fields(Evidence))


@dataclass(frozen=True, slots=True)
class Standing:
    """An assessment as it stands, whether or not it shows anywhere."""

    stored: StoredAssessment
    discarded: bool
    held: Held | None


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """A record of a file, and when it was taken away."""

    evidence: Evidence
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One enterprise is assessed once on one occasion."""

    enterprise_id: int
    pack_id: str
    mode: Mode
    date: date


@dataclass(frozen=True, slots=True)
class Rival:
    """A counting assessment of the same enterprise, pack, mode and day."""

    id: str
    source: str
    assessor: str
    score: int | None


def read(connection: Connection, assessment_id: str) -> Standing | None:
    """The assessment with this id, a discarded one too."""
    a = assessment.c
    row = connection.execute(
        select(*_STORED, a.discarded_at, a.held).where(a.id == assessment_id)
    ).first()
    if row is None:
        return None
    *values, discarded_at, held = row
    return Standing(StoredAssessment(*values), discarded_at is not None, held)


def on_same_occasion(connection: Connection, occasion: Occasion) -> list[str]:
    """Submitted assessments of an occasion, held ones too, the one submitted first in front."""
    a = assessment.c
    query = select(a.id).where(*_of(occasion)).order_by(a.submitted_at)
    return list(connection.scalars(query))


def with_version(
    connection: Connection, enterprise_id: int, digests: Collection[str]
) -> str | None:
    """An assessment of the enterprise that was once what one of these versions says."""
    v, a = exchanged_version.c, assessment.c
    query = (
        select(a.id)
        .join_from(assessment, exchanged_version, v.assessment_id == a.id)
        .where(a.enterprise_id == enterprise_id, v.digest.in_(digests))
        .order_by(v.id.desc())
    )
    return connection.scalars(query).first()


def versions(connection: Connection, assessment_id: str) -> list[tuple[str, dict[str, Any]]]:
    """Digest and document of the versions that went out or came in, oldest first."""
    v = exchanged_version.c
    query = select(v.digest, v.document).where(v.assessment_id == assessment_id).order_by(v.id)
    return [(digest, document) for digest, document in connection.execute(query)]


def set_versions(
    connection: Connection,
    assessment_id: str,
    line: Sequence[tuple[str, Mapping[str, Any]]],
    at: datetime,
) -> None:
    """Keeps these versions in this order. What is kept already is only added to where it can be."""
    v = exchanged_version
    own = v.c.assessment_id == assessment_id
    kept = list(connection.scalars(select(v.c.digest).where(own).order_by(v.c.id)))
    names = [digest for digest, _ in line]
    if names[: len(kept)] != kept:
        connection.execute(v.delete().where(own))
        kept = []
    new = [
        {"assessment_id": assessment_id, "digest": digest, "document": document, "at": at}
        for digest, document in line[len(kept) :]
    ]
    if new:
        connection.execute(insert(v), new)


def evidence_of(connection: Connection, assessment_id: str) -> list[KeptEvidence]:
    """All records of files, removed ones too, in the order in which they were added."""
    found = connection.execute(
        select(*_EVIDENCE, evidence.c.removed_at)
        .where(evidence.c.assessment_id == assessment_id)
        .order_by(evidence.c.added_at, evidence.c.id)
    )
    return [KeptEvidence(Evidence(*values), removed) for *values, removed in found]


def owner_of_evidence(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Of those of these records that are there, to which assessment they belong."""
    e = evidence.c
    found = connection.execute(select(e.id, e.assessment_id).where(e.id.in_(ids)))
    return {row.id: row.assessment_id for row in found}


def put_evidence(
    connection: Connection,
    before: KeptEvidence | None,
    after: KeptEvidence,
    at: datetime,
    who: str,
) -> None:
    """Adds a record, or changes one; logged."""
    if before == after:
        return
    if before is None:
        evidence_records.add(connection, after.evidence, who)
        before = KeptEvidence(after.evidence, None)
    elif before.evidence != after.evidence:
        evidence_records.change(connection, before.evidence, after.evidence, at, who)
    if before.removed_at != after.removed_at:
        removed = after.removed_at is not None
        evidence_records.set_removed(connection, after.evidence.id, at, removed, who)
        # As it was over there, and not when it came here: the later of two moments decides.
        exact = update(evidence).where(evidence.c.id == after.evidence.id)
        connection.execute(exact.values(removed_at=after.removed_at))


def add(
    connection: Connection,
    new: StoredAssessment,
    derived: Mapping[str, Any],
    total: int,
    source: str,
    who: str,
) -> None:
    """An assessment that wasn't here; ``derived`` are the columns that follow from its answers."""
    assessments.add(connection, new, total, who)
    own = assessment.c.id == new.id
    connection.execute(update(assessment).where(own).values({"source": source, **derived}))
    _settle(connection, new, new.updated_at, who)


def change(
    connection: Connection,
    before: Standing,
    values: Mapping[str, Any],
    at: datetime,
    who: str,
) -> None:
    """Changes one that is here. A discarded one is brought back."""
    stored = before.stored
    if before.discarded:
        assessments.set_discarded(connection, stored.id, False, at, who)
    assessments.change(connection, stored, dict(values), at, who)
    after = read(connection, stored.id)
    if after is not None:
        _settle(connection, after.stored, at, who)


def note_source(
    connection: Connection, assessment_id: str, source: str, at: datetime, who: str
) -> None:
    """Logs that a package came in, and from which file."""
    changes.log(connection, at, who, [("package", None, source)], assessment_id=assessment_id)


def rivals(connection: Connection, occasion: Occasion, assessment_id: str) -> list[Rival]:
    """Others of an occasion that count, the one submitted first in front."""
    a = assessment.c
    found = connection.execute(
        select(a.id, a.source, a.assessor, a.score)
        .where(*_of(occasion), a.id != assessment_id, a.held.is_(None))
        .order_by(a.submitted_at)
    )
    return [Rival(*row) for row in found]


def _of(occasion: Occasion) -> tuple[ColumnElement[bool], ...]:
    a = assessment.c
    return (
        a.enterprise_id == occasion.enterprise_id,
        a.pack_id == occasion.pack_id,
        a.mode == occasion.mode,
        a.date == occasion.date,
        a.status == "submitted",
        a.discarded_at.is_(None),
    )


def _settle(connection: Connection, here: StoredAssessment, at: datetime, who: str) -> None:
    """Beside another of the same occasion it waits for a person's decision, as at any intake."""
    a = assessment.c
    held = connection.execute(select(a.held).where(a.id == here.id)).scalar_one_or_none()
    beside: list[Rival] = []
    if here.status == "submitted" and held is None:
        occasion = Occasion(here.enterprise_id, here.pack_id, here.mode, here.date)
        beside = rivals(connection, occasion, here.id)
    if beside:
        doubts.hold(connection, here.id, None, "waiting", at, who)
        connection.execute(
            insert(doubt).values(
                kind="equal_date",
                enterprise_id=here.enterprise_id,
                assessment_id=here.id,
                other=beside[0].id,
                created_at=at,
            )
        )
    doubts.settle(connection, [here.enterprise_id], at, who)
    enterprises.summarise(connection, [here.enterprise_id])


def namesake(connection: Connection, given: Enterprise) -> Enterprise | None:
    """Another enterprise of this name, in the same district as far as both have one."""
    for _, _, other in enterprises.namesakes(connection, [enterprises.name_key(given.name)]):
        apart = given.district and other.district and given.district != other.district
        if other.uscc != given.uscc and not apart:
            return other
    return None


def ask_about_namesake(
    connection: Connection, enterprise_id: int, other: Enterprise, source: str, at: datetime
) -> None:
    """Two credit codes, one name: a person decides, as after any intake."""
    connection.execute(
        insert(doubt).values(
            kind="same_name",
            enterprise_id=enterprise_id,
            assessment_id=None,
            other=str(enterprises.find(connection, other.uscc)),
            detail={"source": source},
            created_at=at,
        )
    )
