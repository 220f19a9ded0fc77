"""Which assessments reports are made of, read without SQLAlchemy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from suzhou_assess.store.errors import explained
from suzhou_assess.store.glance import opened

_COUNTING = (
    "SELECT key, name, uscc FROM (SELECT e.name, e.uscc, e.district, e.name_key,"
    " coalesce(e.latest_assessment, (SELECT a.id FROM assessment a WHERE a.enterprise_id = e.id"
    " AND a.status = 'draft' AND a.discarded_at IS NULL AND a.answered > 0"
    " ORDER BY a.date DESC, a.updated_at DESC, a.id LIMIT 1)) AS key FROM enterprise e)"
    " WHERE key IS NOT NULL AND (?1 IS NULL OR uscc = ?1) ORDER BY district, name_key, uscc"
)
_NAMED = (
    "SELECT a.id, e.name, e.uscc FROM json_each(?) wanted"
    " JOIN assessment a ON a.id = wanted.value AND a.discarded_at IS NULL"
    " JOIN enterprise e ON e.id = a.enterprise_id ORDER BY wanted.key"
)


class Reported(NamedTuple):
    """An assessment that a report is made of."""

    assessment_id: str
    name: str
    """Of the enterprise."""
    uscc: str


def counting(path: Path, uscc: str | None = None) -> list[Reported]:
    """Of every enterprise, or the one with this credit code, the assessment that counts; of one
    that has submitted none, its latest draft with an answer. By district and name.

    Raises ``StoreError``.
    """
    with explained(path), opened(path) as connection:
        return [Reported(*row) for row in connection.execute(_COUNTING, (uscc,))]


def named(path: Path, ids: Sequence[str]) -> list[Reported]:
    """These assessments in their order; those that aren't there are left out.

    Raises ``StoreError``.
    """
    with explained(path), opened(path) as connection:
        return [Reported(*row) for row in connection.execute(_NAMED, (json.dumps(list(ids)),))]
