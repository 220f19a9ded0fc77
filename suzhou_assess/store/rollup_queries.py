"""Every enterprise with its latest submitted assessment, for the summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.points import Milli
from suzhou_assess.store.engine import Store
from suzhou_assess.store.enterprises import PROFILE
from suzhou_assess.store.tables import assessment, enterprise

BLOCK = 500


@dataclass(frozen=True, slots=True)
class LatestAssessment:
    """The latest submitted assessment, with its verdict as it was when submitted."""

    id: str
    pack_id: str
    pack_edition: str
    mode: Mode
    date: date
    assessor: str
    source: str
    score: Milli
    level: int
    questions: Mapping[str, Milli]
    dimensions: Mapping[str, Milli]
    indicators: Mapping[str, Milli]
    scenarios_at: tuple[int, ...]
    binding_at: tuple[int, ...]
    unanswered: tuple[str, ...]
    choices: Mapping[str, object]
    """Raw answers: a letter, a list of letters, or a scenario's level."""
    not_applicable: frozenset[str]


@dataclass(frozen=True, slots=True)
class RollupEntry:
    """One enterprise."""

    id: int
    profile: Enterprise
    size: str | None
    """Id of the computed size class."""
    assessments: int
    """Submitted ones."""
    latest: LatestAssessment | None


_PROFILE_COLUMNS = tuple(enterprise.c[name] for name in PROFILE)
_ASSESSMENT_COLUMNS = tuple(
    assessment.c[name]
    for name in (
        *("id", "pack_id", "pack_edition", "mode", "date", "assessor", "source", "score", "level"),
        *("verdict", "answers"),
    )
)
_END = len(PROFILE)


def entries(store: Store) -> Iterator[RollupEntry]:
    """All enterprises by district and name, as they stand at one moment.

    Reads a block at a time: memory doesn't grow with the city. Raises ``StoreError``.
    """
    with store.reading() as connection:
        order = (enterprise.c.district.is_(None), enterprise.c.district, enterprise.c.name_key)
        ids = connection.scalars(select(enterprise.c.id).order_by(*order)).all()
        for start in range(0, len(ids), BLOCK):
            block = ids[start : start + BLOCK]
            found = {entry.id: entry for entry in _read(connection, block)}
            yield from (found[key] for key in block)


def _read(connection: Connection, ids: Sequence[int]) -> list[RollupEntry]:
    rows = connection.execute(
        select(
            *_PROFILE_COLUMNS,
            enterprise.c.id,
            enterprise.c.size,
            enterprise.c.assessments,
            *_ASSESSMENT_COLUMNS,
        )
        .join_from(
            enterprise,
            assessment,
            assessment.c.id == enterprise.c.latest_assessment,
            isouter=True,
        )
        .where(enterprise.c.id.in_(ids))
    )
    return [_entry(*row) for row in rows]


def _entry(*row: Any) -> RollupEntry:
    key, size, count, *values, verdict, answers = row[_END:]
    latest = None
    if verdict is not None:
        values += [verdict[name] for name in ("questions", "dimensions", "indicators")]
        values += [tuple(verdict[name]) for name in ("scenarios_at", "binding_at", "unanswered")]
        values += [answers["answers"], frozenset(answers["not_applicable"])]
        latest = LatestAssessment(*values)
    return RollupEntry(key, Enterprise(*row[:_END]), size, count, latest)
