"""Assessments, written and read. All functions work within a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.points import Milli
from suzhou_assess.store import documents, doubts, enterprises
from suzhou_assess.store.changes import Difference, log
from suzhou_assess.store.documents import Document
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.records import Status
from suzhou_assess.store.tables import assessment


class Head(Protocol):
    """What every form of an assessment has."""

    @property
    def status(self) -> Status: ...
    @property
    def mode(self) -> Mode: ...
    @property
    def date(self) -> date: ...
    @property
    def assessor(self) -> str: ...


class WithAnswers(Head, Protocol):
    """One whose document is still JSON text."""

    @property
    def answers(self) -> str: ...


@dataclass(frozen=True, slots=True)
class StoredAssessment:
    """One assessment as it is kept."""

    id: str
    enterprise_id: int
    pack_id: str
    pack_edition: str
    mode: Mode
    date: date
    assessor: str
    status: Status
    position: str | None
    answers: Document
    updated_at: datetime
    based_on: str | None = None
    """Of an on-site one: the self-assessment that it started from."""
    claim: Mapping[str, Any] | None = None
    """That self-assessment as it stood then (``services.claim_snapshots``). It stays when the mode
    is changed, and isn't shown then."""


@dataclass(frozen=True, slots=True)
class EarlierScore:
    """When an assessment was made, and what came out."""

    date: date
    score: Milli


_OWN = tuple(field.name for field in fields(StoredAssessment))
_COLUMNS = tuple(assessment.c[name] for name in _OWN)


def add(connection: Connection, new: StoredAssessment, total: int, who: str) -> None:
    """A new draft of ``total`` items; raises ``StoreError`` when its enterprise isn't there."""
    enterprises.get(connection, new.enterprise_id)
    values = {name: getattr(new, name) for name in _OWN}
    connection.execute(insert(assessment).values(**values, total=total, created_at=new.updated_at))
    log(connection, new.updated_at, who, [("status", None, new.status)], assessment_id=new.id)
    enterprises.summarise(connection, [new.enterprise_id])


def read(connection: Connection, assessment_id: str) -> StoredAssessment:
    """Raises ``StoreError`` ``not_found``, for a discarded one too."""
    row = connection.execute(
        select(*_COLUMNS).where(
            assessment.c.id == assessment_id, assessment.c.discarded_at.is_(None)
        )
    ).first()
    if row is None:
        raise StoreError("not_found", id=assessment_id)
    return StoredAssessment(*row)


def change(
    connection: Connection,
    stored: StoredAssessment,
    values: dict[str, Any],
    at: datetime,
    who: str,
) -> None:
    """Sets columns of an assessment and logs what is of interest to a reader of its history."""
    connection.execute(
        update(assessment).where(assessment.c.id == stored.id).values(values | {"updated_at": at})
    )
    after = replace(stored, **{name: values[name] for name in _OWN if name in values})
    different = head_differences(stored, after)
    different += documents.differences(stored.answers, after.answers)
    if after.claim != stored.claim:
        different.append(("claim", stored.based_on, after.based_on))
    log(connection, at, who, different, assessment_id=stored.id)
    if not values.keys().isdisjoint({"status", "mode", "date"}):
        doubts.settle(connection, [stored.enterprise_id], at, who)
        enterprises.summarise(connection, [stored.enterprise_id])


def head_differences(before: Head, after: Head) -> list[Difference]:
    """Status, mode, date and assessor, where they differ, as the log has them."""
    return [
        (name, _raw(old), _raw(new))
        for name in ("status", "mode", "date", "assessor")
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]


def differences(before: WithAnswers, after: WithAnswers) -> Iterator[Difference]:
    """Everything that differs between two forms of one assessment, as the log has it."""
    yield from head_differences(before, after)
    if before.answers != after.answers:
        yield from documents.differences(
            documents.from_json(before.answers), documents.from_json(after.answers)
        )


def _raw(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def set_discarded(
    connection: Connection, assessment_id: str, discarded: bool, at: datetime, who: str
) -> None:
    """Puts a draft away or brings it back.

    Raises ``StoreError`` ``not_found``, and ``changed_elsewhere`` when it has been submitted.
    """
    row = connection.execute(
        select(assessment.c.enterprise_id, assessment.c.status, assessment.c.discarded_at).where(
            assessment.c.id == assessment_id
        )
    ).first()
    if row is None:
        raise StoreError("not_found", id=assessment_id)
    if row.status != "draft":
        raise StoreError("changed_elsewhere", id=assessment_id)
    if (row.discarded_at is not None) is discarded:
        return
    connection.execute(
        update(assessment)
        .where(assessment.c.id == assessment_id)
        .values(discarded_at=at if discarded else None, updated_at=at)
    )
    before, after = ("draft", "discarded") if discarded else ("discarded", "draft")
    log(connection, at, who, [("status", before, after)], assessment_id=assessment_id)
    doubts.settle(connection, [row.enterprise_id], at, who)
    enterprises.summarise(connection, [row.enterprise_id])


def self_assessments(
    connection: Connection, enterprise_id: int, pack_id: str, until: date = date.max
) -> list[str]:
    """Ids of the submitted self-assessments that count, made by ``until``, newest first."""
    a = assessment.c
    return list(
        connection.scalars(
            select(a.id)
            .where(
                a.enterprise_id == enterprise_id,
                a.pack_id == pack_id,
                a.mode == "self",
                a.status == "submitted",
                a.discarded_at.is_(None),
                a.held.is_(None),
                a.date <= until,
            )
            .order_by(a.date.desc(), a.submitted_at.desc())
        )
    )


def based_on(connection: Connection, enterprise_id: int, self_id: str) -> list[str]:
    """Ids of the enterprise's on-site assessments whose claim this one is, newest first."""
    a = assessment.c
    return list(
        connection.scalars(
            select(a.id)
            .where(
                a.enterprise_id == enterprise_id,
                a.based_on == self_id,
                a.mode == "onsite",
                a.discarded_at.is_(None),
            )
            .order_by(a.date.desc(), a.created_at.desc())
        )
    )


def earlier_score(connection: Connection, here: StoredAssessment) -> EarlierScore | None:
    """The latest other submitted assessment of its enterprise, pack, mode and calendar year."""
    a = assessment.c
    row = connection.execute(
        select(a.date, a.score)
        .where(
            a.enterprise_id == here.enterprise_id,
            a.pack_id == here.pack_id,
            a.mode == here.mode,
            a.status == "submitted",
            a.discarded_at.is_(None),
            a.held.is_(None),
            a.id != here.id,
            a.date.between(date(here.date.year, 1, 1), date(here.date.year, 12, 31)),
        )
        .order_by(a.date.desc(), a.submitted_at.desc())
        .limit(1)
    ).first()
    return None if row is None else EarlierScore(*row)
