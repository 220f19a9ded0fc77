"""Every enterprise with the assessment that counts, row by row, for 明细.

Through plain sqlite3, as the other half of the roll-up (``standings``): what is read goes straight
into files of millions of cells.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode
from suzhou_assess.store.errors import explained
from suzhou_assess.store.glance import opened

BLOCK = 500
"""Enterprises read at a time."""

PROFILE = tuple(field.name for field in fields(Enterprise))
LATEST = ("id", "pack_id", "pack_edition", "mode", "date", "assessor", "source", "score", "level")

ROW = (*PROFILE, "enterprise_id", "size", "assessments", *LATEST, "unanswered", "standing")
"""Names of what stands in a row, all as SQLite has it: days as ISO text, revenue as exact decimal
text, truth as 0 or 1, ``unanswered`` as a JSON list or ``None``. Where nothing was assessed, that
of the assessment is ``None``."""

_SORTED = "ORDER BY district IS NULL, district, name_key, id"
_ORDER = f"SELECT id FROM enterprise {_SORTED}"  # noqa: S608 - nothing in it came from outside
_ORDER_OF = f"SELECT id FROM enterprise WHERE id IN (SELECT value FROM json_each(:ids)) {_SORTED}"  # noqa: S608
_ROWS = (
    f"SELECT {', '.join(f'e.{name}' for name in PROFILE)}, e.id, e.size, e.assessments,"  # noqa: S608 - names of ours
    f" {', '.join(f'a.{name}' for name in LATEST)},"
    " CASE WHEN a.answered < a.total THEN json_extract(a.verdict, '$.unanswered') END, a.standing"
    " FROM json_each(:ids) wanted CROSS JOIN enterprise e ON e.id = wanted.value"
    " LEFT JOIN assessment a ON {join} ORDER BY wanted.key"
)
_LATEST = "a.id = e.latest_assessment"
# The greatest standing of an enterprise is that of the assessment that counts.
_CHOSEN = (
    "a.rowid = (SELECT c.rowid FROM assessment c INDEXED BY ix_assessment_standing"
    " WHERE c.status = 'submitted' AND c.discarded_at IS NULL AND c.held IS NULL"
    " AND c.pack_id = :pack AND c.enterprise_id = e.id AND length(c.standing) = :size"
    " AND substr(c.standing, :mark_at + 1, 2) = :mark"
    " AND (:mode IS NULL OR c.mode = :mode) AND (:since IS NULL OR c.date >= :since)"
    " AND (:until IS NULL OR c.date <= :until) ORDER BY c.standing DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which assessments may count: those of one layout of standings, one mode, some days."""

    pack: str
    size: int
    """Of a standing, in bytes."""
    mark_at: int
    mark: bytes
    """What stands at that offset of a standing of this layout."""
    mode: Mode | None = None
    since: date | None = None
    until: date | None = None

    def params(self) -> dict[str, object]:
        """As SQLite takes them."""
        days = {"since": self.since, "until": self.until}
        return {
            **{name: getattr(self, name) for name in ("pack", "size", "mark_at", "mark", "mode")},
            **{name: None if day is None else day.isoformat() for name, day in days.items()},
        }


def rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """All enterprises of the database at ``path`` by district and name, at one moment.

    Reads a block at a time: memory doesn't grow with the city. Raises ``StoreError``.
    """
    with explained(path), opened(path) as connection:
        connection.execute("BEGIN")
        ids = [row[0] for row in connection.execute(_ORDER)]
        for start in range(0, len(ids), BLOCK):
            block = json.dumps(ids[start : start + BLOCK])
            yield from connection.execute(_ROWS.format(join=_LATEST), {"ids": block}).fetchall()


def rows_of(
    connection: sqlite3.Connection, wanted: Sequence[int], choice: Choice
) -> Iterator[tuple[Any, ...]]:
    """These enterprises by district and name, each with the assessment that counts of ``choice``.

    Reads a block at a time.
    """
    found = connection.execute(_ORDER_OF, {"ids": json.dumps(list(wanted))})
    ids = [row[0] for row in found]
    query, params = _ROWS.format(join=_CHOSEN), choice.params()
    for start in range(0, len(ids), BLOCK):
        block = json.dumps(ids[start : start + BLOCK])
        yield from connection.execute(query, {"ids": block, **params}).fetchall()


def latest_assessment(path: Path, enterprise_id: int) -> str | None:
    """The id of the assessment that counts. Raises ``StoreError``."""
    with explained(path), opened(path) as connection:
        row = connection.execute(
            "SELECT latest_assessment FROM enterprise WHERE id = ?", (enterprise_id,)
        ).fetchone()
    return None if row is None else row[0]
