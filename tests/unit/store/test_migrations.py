from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from suzhou_assess.services import assessments, batches, enterprises, evidence
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import glance, migrate
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.revisions import KNOWN
from suzhou_assess.store.tables import metadata

NEXT = (*KNOWN, "9999")
SECOND = """
    import time
    import sqlalchemy as sa
    from alembic import op
    revision = "9999"
    down_revision = {head!r}

    def upgrade() -> None:
        op.add_column("enterprise", sa.Column("website", sa.Text))
        with op.batch_alter_table("enterprise") as batch:
            batch.alter_column("town", new_column_name="township")
        {body}
"""
UPGRADE = (
    "import sys; from pathlib import Path; from suzhou_assess.store import migrate;"
    "print(migrate.upgrade(Path(sys.argv[1]), Path(sys.argv[2])))"
)


@pytest.fixture
def next_version(tmp_path: Path) -> object:
    """Makes the migration scripts of a version that has one more."""

    def scripts(body: str = "pass") -> Path:
        folder = tmp_path / "scripts"
        shutil.copytree(migrate.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        text = textwrap.dedent(SECOND).format(head=KNOWN[-1], body=body)
        (folder / "versions" / "9999_next.py").write_text(text, encoding="utf-8")
        return folder

    return scripts


def _names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM enterprise ORDER BY id")]


def test_that_a_new_database_has_exactly_the_tables_of_the_code(ws: Workspace) -> None:
    with ws.store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


FIRST_VERSION = """
INSERT INTO enterprise (id, uscc, name, district, town, contact_name, contact_title, phone, email,
    search, name_key, assessments, latest_level, latest_score, latest_date, latest_mode,
    latest_assessment, drafts, created_at, updated_at)
VALUES (7, '{uscc}', '苏州老厂', '320583', '', '', '', '', '', '苏州老厂', x'C0CF', 1, 0, 2500,
    '2025-03-01', 'self', 'a1', 1, '2025-03-01 08:00:00.000000', '2025-03-01 08:00:00.000000');
INSERT INTO batch (id, source, counts, started_at, finished_at)
VALUES ('b1', '旧文件夹', '{{"imported":1}}', '2025-03-01 08:00:00.000000',
    '2025-03-01 08:01:00.000000');
INSERT INTO assessment (id, enterprise_id, pack_id, pack_edition, mode, date, assessor, status,
    answers, answered, total, score, level, source, batch_id, created_at, updated_at, submitted_at)
VALUES ('a1', 7, 'miit-2024', '2024', 'self', '2025-03-01', '', 'submitted',
    '{{"answers":{{"Q05":"B"}},"figures":{{}},"flags":[],"not_applicable":[],"notes":{{}}}}', 1,
    31, 2500, 0, '旧.xlsx', 'b1', '2025-03-01 08:00:00.000000', '2025-03-01 08:00:00.000000',
    '2025-03-01 08:00:00.000000'),
    ('a2', 7, 'miit-2024', '2024', 'self', '2025-04-01', '', 'draft',
    '{{"answers":{{}},"figures":{{}},"flags":[],"not_applicable":[],"notes":{{}}}}', 0,
    31, NULL, NULL, '', NULL, '2025-04-01 08:00:00.000000', '2025-04-01 08:00:00.000000', NULL);
INSERT INTO change (at, who, enterprise_id, assessment_id, item, old, new)
VALUES ('2025-03-01 08:00:00.000000', '王工', 7, NULL, 'uscc', '', '"x"'),
    ('2025-03-01 08:00:00.000000', '王工', NULL, 'a1', 'imported', '', '"旧.xlsx"');
"""


def _create_as_of(revision: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database as a version of the program made it that knew no more than ``revision``."""
    scripts = path.with_suffix(".scripts")
    newer = [f"{later}_*" for later in KNOWN[KNOWN.index(revision) + 1 :]]
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns(*newer, "__pycache__"))
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "SCRIPTS", scripts)
        migrate.create(path, {"goal": 40000})


@pytest.mark.parametrize("revision", KNOWN[:-1])
def test_that_the_database_of_every_earlier_version_comes_along_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile, revision: str
) -> None:
    path = tmp_path / "old.db"
    _create_as_of(revision, path, monkeypatch)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_VERSION.format(uscc=profile(1)["uscc"]))
    assert glance.look_at(path) is glance.State.OLDER
    with Workspace.open(str(path)) as ws:
        assert glance.look_at(path) is glance.State.CURRENT
        assert (ws.overview().assessed, ws.overview().drafts, ws.overview().waiting) == (1, 1, 0)
        assert [(card.id, card.held) for card in assessments.cards(ws)] == [
            ("a2", None),
            ("a1", None),
        ]
        assert [c.item for c in assessments.history(ws, "a1")] == ["imported"]
        (batch,) = batches.batches(ws)
        assert (batch.counts, batch.paths, batch.undone_at) == ({"imported": 1}, (), None)
        with pytest.raises(StoreError) as caught:
            batches.plan_undo(ws, "b1")
        assert caught.value.code == "batch_too_old"
        session = assessments.AssessmentSession(ws, "a1")
        session.reopen()
        session.submit()
        assert ws.overview().assessed == 1
        attached = evidence.attach_bytes(ws, "a1", "Q05", b"%PDF-1.4 made up", "合同.pdf")
        assert evidence.of_assessment(ws, "a1") == [attached]
        with ws.store.reading() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []


def test_that_the_known_revisions_are_those_of_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    revisions = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(reversed([script.revision for script in revisions])) == KNOWN


def test_that_a_new_database_knows_the_goal(ws: Workspace) -> None:
    assert ws.setting("goal") == ws.places.goal.enterprises
    assert ws.setting("goal_by") == ws.places.goal.by.isoformat()


def test_that_an_older_database_is_copied_and_then_migrated(
    ws: Workspace, profile, next_version
) -> None:
    enterprises.save(ws, profile(1))
    ws.close()
    saved = migrate.upgrade(ws.path, next_version())
    assert glance.look_at(ws.path, NEXT) is glance.State.CURRENT
    assert _names(ws.path) == [profile(1)["name"]]
    assert saved.parent == ws.path.parent / "backups"
    assert glance.look_at(saved) is glance.State.CURRENT, "the copy holds the older revision"
    assert _names(saved) == [profile(1)["name"]]


def test_that_of_several_processes_one_migrates_and_the_others_wait(
    ws: Workspace, next_version
) -> None:
    ws.close()
    command = [sys.executable, "-c", UPGRADE, str(ws.path), str(next_version("time.sleep(1)"))]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = sorted(process.communicate()[0].strip() for process in running)
    (saved,) = (ws.path.parent / "backups").iterdir()
    assert said == sorted(["None", "None", str(saved)])
    assert glance.look_at(saved) is glance.State.CURRENT, "the copy holds the older revision"


def test_that_references_survive_a_table_that_is_rebuilt(
    ws: Workspace, profile, next_version
) -> None:
    enterprises.save(ws, profile(1), who="李工")
    migrate.upgrade(ws.path, next_version())
    with closing(sqlite3.connect(ws.path)) as connection:
        assert connection.execute("SELECT enterprise_id, who FROM change").fetchall() == [
            (1, "李工")
        ]


def test_that_a_migration_that_fails_leaves_everything_as_it_was(
    ws: Workspace, profile, next_version
) -> None:
    enterprises.save(ws, profile(1))
    with pytest.raises(StoreError) as caught:
        migrate.upgrade(ws.path, next_version('op.execute("SELECT nonsense FROM nowhere")'))
    assert caught.value.code == "migration_failed"
    assert str(caught.value.params["backup"]) in str(caught.value)
    assert glance.look_at(ws.path) is glance.State.CURRENT
    assert enterprises.get(ws, 1).town == "玉山镇"


def test_that_a_migration_that_breaks_references_is_taken_back(
    ws: Workspace, profile, next_version
) -> None:
    enterprises.save(ws, profile(1))
    with pytest.raises(StoreError, match="migration"):
        migrate.upgrade(ws.path, next_version('op.execute("DELETE FROM enterprise")'))
    assert enterprises.find(ws, str(profile(1)["uscc"])) == 1


def test_that_a_migration_killed_halfway_leaves_a_usable_database_and_its_copy(
    ws: Workspace, profile, next_version
) -> None:
    enterprises.save(ws, profile(1))
    ws.close()
    scripts = next_version("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    command = [sys.executable, "-c", UPGRADE, str(ws.path), str(scripts)]
    killed = subprocess.run(command, check=False)
    assert killed.returncode == -9
    assert glance.look_at(ws.path, NEXT) is glance.State.OLDER
    assert _names(ws.path) == [profile(1)["name"]]
    (saved,) = (ws.path.parent / "backups").iterdir()
    assert _names(saved) == [profile(1)["name"]]
    (scripts / "versions" / "9999_next.py").unlink()
    with Workspace.open(str(ws.path)) as again:
        assert enterprises.save(again, profile(2))[0] == 2


def test_that_nothing_is_migrated_when_the_copy_cannot_be_made(ws: Workspace, next_version) -> None:
    (ws.path.parent / "backups").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        migrate.upgrade(ws.path, next_version())
    assert caught.value.code == "backup_failed"
    assert glance.look_at(ws.path, NEXT) is glance.State.OLDER


def test_that_two_processes_may_create_one_database_at_once(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    code = (
        "import sys; from suzhou_assess.services.workspace import Workspace;"
        "Workspace.open(sys.argv[1]).set_setting(sys.argv[2], 1)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, path, f"k{n}"]) for n in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    with Workspace.open(str(path)) as ws:
        assert [ws.setting(f"k{n}") for n in range(4)] == [1] * 4


def test_that_every_commit_is_synced_and_references_are_held(ws: Workspace) -> None:
    with ws.store.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_that_a_transaction_is_whole_or_not_at_all(ws: Workspace) -> None:
    def half() -> None:
        with ws.store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO setting VALUES ('half', '1')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert ws.setting("half") is None
