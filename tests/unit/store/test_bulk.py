"""Rows that are added at once stand there as if SQLAlchemy had added them one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import insert, select

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import bulk, enterprises
from suzhou_assess.store.tables import enterprise

AT = datetime(2025, 6, 1, 8, 30, tzinfo=UTC)


def _row(code: str) -> dict[str, object]:
    profile = Enterprise(code, f"=苏州{code}", "320583", revenue=Decimal("0.10"), above_scale=True)
    own = enterprises.values(profile, None) | {"created_at": AT, "updated_at": AT}
    latest = ("latest_level", "latest_score", "latest_date", "latest_mode", "latest_assessment")
    return own | {"assessments": 0, "drafts": 0, **dict.fromkeys(latest)}


def test_that_values_are_kept_as_by_any_other_insert(tmp_path):
    with Workspace.open(str(tmp_path / "a.db")) as ws, ws.store.writing() as connection:
        connection.execute(insert(enterprise), [_row("A")])
        bulk.add(connection, enterprise, [_row("B"), _row("C")])
        bulk.add(connection, enterprise, [])
        one, *others = connection.execute(select(enterprise).order_by(enterprise.c.id)).mappings()
        given = {"id", "uscc", "name", "search", "name_key"}
        for other in others:
            assert {k: v for k, v in other.items() if k not in given} == {
                k: v for k, v in one.items() if k not in given
            }
        assert [other["uscc"] for other in others] == ["B", "C"]


def test_that_a_default_of_python_is_not_left_out_in_silence(tmp_path):
    row = _row("A")
    del row["drafts"]
    with (
        Workspace.open(str(tmp_path / "a.db")) as ws,
        ws.store.writing() as connection,
        pytest.raises(ValueError, match="enterprise"),
    ):
        bulk.add(connection, enterprise, [row])
