from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError

START_UP = """
import json, sys
from suzhou_assess.services.workspace import Workspace
with Workspace.open(sys.argv[1]) as ws:
    overview = ws.overview()
heavy = sorted({"sqlalchemy", "alembic", "yaml", "stdnum"} & sys.modules.keys())
print(json.dumps([overview.enterprises, heavy]))
"""


def test_that_the_first_page_needs_no_heavy_import(ws: Workspace, profile) -> None:
    enterprises.save(ws, profile(1))
    ws.close()
    done = subprocess.run(
        [sys.executable, "-c", START_UP, str(ws.path)], capture_output=True, check=True, text=True
    )
    assert json.loads(done.stdout) == [1, []]


def test_that_a_database_is_made_where_it_is_named_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "区 办" / "100%" / "a?b#c.db"
    with Workspace.open(str(path)) as ws:
        assert ws.path == path
        assert ws.overview().enterprises == 0
    assert path.exists()


def test_that_the_environment_names_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUZHOU_ASSESS_DB", f"sqlite:///{tmp_path}/env.db")
    with Workspace.open() as ws:
        assert ws.path == tmp_path / "env.db"


def test_that_a_missing_database_is_not_made_unless_wanted(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Workspace.open(str(tmp_path / "typo.db"), create=False)
    assert caught.value.code == "database_missing"
    assert list(tmp_path.iterdir()) == []


def test_that_settings_are_kept_and_forgotten(ws: Workspace) -> None:
    assert ws.setting("assessor", "?") == "?"
    for value in (40000, "王工", ["320583", None], {"a": 1.5}, False):
        ws.set_setting("own", value)
        assert ws.setting("own") == value
    ws.set_setting("own", None)
    assert ws.setting("own") is None


def test_that_the_overview_follows_the_goal_that_the_office_sets(ws: Workspace) -> None:
    assert ws.overview().goal == ws.places.goal.enterprises
    ws.set_setting("goal", 1200)
    ws.set_setting("goal_by", "2026-12-31")
    assert (ws.overview().goal, ws.overview().goal_by) == (1200, date(2026, 12, 31))
    ws.set_setting("goal", None)
    assert ws.overview().goal == ws.places.goal.enterprises


def test_that_the_overview_counts_enterprises_by_their_latest_assessment(
    ws: Workspace, profile
) -> None:
    for number, district in ((1, "昆山"), (2, "昆山"), (3, ""), (4, "园区")):
        enterprises.save(ws, profile(number, district=district))
    drafted = [
        assessments.start(ws, key, "self", day)
        for key, day in (
            (1, date(2025, 1, 1)),
            (1, date(2025, 2, 1)),
            (2, date(2025, 3, 1)),
            (3, date(2025, 4, 1)),
            (4, date(2025, 5, 1)),
        )
    ]
    for assessment_id in drafted[:4]:
        assessments.AssessmentSession(ws, assessment_id).submit()
    overview = ws.overview(recent=3)
    assert (overview.enterprises, overview.assessed, overview.drafts) == (4, 3, 1)
    assert overview.by_district == {"320583": 2, "": 1}
    assert overview.by_level == {0: 3}
    assert [card.id for card in overview.recent] == [drafted[3], drafted[2], drafted[1]]


def test_that_a_backup_is_complete_while_the_database_is_in_use(
    ws: Workspace, profile, tmp_path: Path
) -> None:
    enterprises.save(ws, profile(1))
    copy = tmp_path / "usb" / "copy.db"
    with ws.store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('uncommitted', '1')")
        ws.backup_to(copy)
    with Workspace.open(str(copy)) as other:
        assert enterprises.get(other, 1) == enterprises.get(ws, 1)
        assert other.setting("uncommitted") is None
    assert not list(copy.parent.glob("*.part"))


def test_that_a_backup_never_replaces_the_database_itself(ws: Workspace) -> None:
    with pytest.raises(StoreError) as caught:
        ws.backup_to(ws.path)
    assert caught.value.code == "backup_onto_itself"
    assert ws.overview().enterprises == 0


WORK_AND_DIE = """
import os, signal, sys
from suzhou_assess.services.workspace import Workspace
Workspace.open(sys.argv[1]).set_setting("own", "of the copy")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_that_a_backup_shows_nothing_of_an_older_copy_that_was_killed_at_work(
    ws: Workspace, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    ws.backup_to(copy)
    subprocess.run([sys.executable, "-c", WORK_AND_DIE, str(copy)], check=False)
    assert (tmp_path / "copy.db-wal").exists()
    ws.set_setting("own", "of the database")
    ws.backup_to(copy)
    with Workspace.open(str(copy)) as other:
        assert other.setting("own") == "of the database"


def test_that_a_failed_backup_leaves_the_older_one(ws: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    ws.backup_to(copy)
    (tmp_path / "copy.db.part").mkdir()
    with pytest.raises(StoreError) as caught:
        ws.backup_to(copy)
    assert caught.value.code == "backup_failed"
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
