"""The standings of all counting assessments, read in one go for the roll-up.

Through plain sqlite3, as the first page does: importing SQLAlchemy takes longer than the whole
roll-up of a city. SQLite joins the standings into one string of bytes, from an index that holds
them all in their order, without touching a row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from suzhou_assess.store.errors import explained
from suzhou_assess.store.glance import opened
from suzhou_assess.store.rollup_queries import Choice, rows_of


@dataclass(frozen=True, slots=True)
class EnterpriseGroup:
    """All enterprises of one district, industry and size; ``None`` for what isn't known."""

    district: str | None
    industry: str | None
    size: str | None
    ids: str
    """Separated by commas."""


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """A doubt that waits, or one about an altered workbook that was accepted as it is."""

    kind: str
    enterprise_id: int
    waiting: bool


class ListedEnterprise(NamedTuple):
    """An entry of the roster; ``""`` for what neither it nor its enterprise says."""

    district: str
    town: str
    industry: str
    enterprise_id: int | None
    """Of the enterprise that it means, if that is known."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the roll-up is made of, at one moment."""

    counting: int
    """Submitted assessments of the pack that are neither discarded nor held."""
    standings: bytes
    """Theirs one after the other, in the order of their bytes, those of ``size`` bytes alone."""
    groups: tuple[EnterpriseGroup, ...]
    doubts: tuple[OpenDoubt, ...]


def snapshot(path: Path, pack_id: str, size: int) -> Snapshot:
    """Reads the database at ``path``; a standing of the pack has ``size`` bytes.

    Raises ``StoreError``.
    """
    with moment(path) as now:
        return now.snapshot(pack_id, size)


@contextmanager
def moment(path: Path) -> Iterator[Moment]:
    """The database at ``path`` as it stands now, for as long as the block lasts.

    Raises ``StoreError``.
    """
    with explained(path), opened(path) as connection:
        connection.execute("BEGIN")
        yield Moment(connection)


class Moment:
    """One state of the database: all that is read of it fits together."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def snapshot(self, pack_id: str, size: int) -> Snapshot:
        """What the roll-up is made of."""
        connection = self._connection
        connection.text_factory = bytes
        counting, standings = _standings(connection, pack_id, size)
        connection.text_factory = str
        return Snapshot(
            counting,
            standings,
            tuple(EnterpriseGroup(*row) for row in connection.execute(_GROUPS)),
            tuple(
                OpenDoubt(kind, enterprise, bool(waiting))
                for kind, enterprise, waiting in connection.execute(_DOUBTS)
            ),
        )

    def rows(self, ids: Sequence[int], choice: Choice) -> Iterator[tuple[Any, ...]]:
        """These enterprises, row by row (see ``rollup_queries.ROW``)."""
        return rows_of(self._connection, ids, choice)

    def has_roster(self) -> bool:
        """Whether there is a roster to measure against."""
        found = self._connection.execute("SELECT EXISTS (SELECT * FROM roster_entry)").fetchone()
        return bool(found[0])

    def roster(self) -> Iterator[ListedEnterprise]:
        """Its entries, in any order."""
        from suzhou_assess.store.roster import meant

        return map(ListedEnterprise._make, self._connection.execute(meant()))


_STANDINGS = (
    "SELECT count(*), group_concat(CASE WHEN length(standing) = :size THEN standing END, '')"
    " FROM (SELECT standing FROM assessment INDEXED BY ix_assessment_standing"
    " WHERE status = 'submitted' AND discarded_at IS NULL AND held IS NULL AND pack_id = :pack"
    " ORDER BY enterprise_id, standing)"
)
_GROUPS = (
    "SELECT district, industry, size, group_concat(id) FROM enterprise"
    " INDEXED BY ix_enterprise_groups GROUP BY district, industry, size"
)
_DOUBTS = (
    "SELECT kind, enterprise_id, decided_at IS NULL FROM doubt"
    " WHERE decided_at IS NULL OR (kind = 'altered' AND decision = 'accept')"
)


def _standings(connection: sqlite3.Connection, pack_id: str, size: int) -> tuple[int, bytes]:
    row = connection.execute(_STANDINGS, {"pack": pack_id, "size": size}).fetchone()
    counting: int = row[0]
    joined: bytes | None = row[1]
    return counting, joined or b""
