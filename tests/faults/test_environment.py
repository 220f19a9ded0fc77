"""What disks, folders, other programs and other versions do to a database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

import suzhou_assess
from suzhou_assess.domain.text import LANGS
from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import migrate
from suzhou_assess.store.engine import Store
from suzhou_assess.store.errors import StoreError
from suzhou_assess.words.catalog import Words

CHILD = """
import sys
from pathlib import Path
from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import engine, migrate
from suzhou_assess.store import assessments as _, enterprises as _, submissions as _
from suzhou_assess.store.errors import StoreError
path, subject = sys.argv[1:3]
try:
{body}
except StoreError as error:
    print(error.code)
"""


def _child(body: str, path: Path, subject: str = "") -> str:
    """What a process of its own printed; for limits that a process can't take back."""
    indented = "\n".join("    " + line for line in body.strip().splitlines())
    return subprocess.run(
        [sys.executable, "-c", CHILD.format(body=indented), str(path), subject],
        env={**os.environ, "PYTHONPATH": str(Path(suzhou_assess.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def _refused(database: Path | str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        Workspace.open(str(database))
    _worded(caught.value)
    return caught.value


def _worded(error: StoreError) -> None:
    for lang in LANGS:
        message = error.say(Words(lang))
        assert "{" not in message
        where = [str(error.params[key]) for key in ("path", "id", "url") if key in error.params]
        assert where
        assert where[0] in message


@pytest.fixture
def session(ws: Workspace, profile) -> AssessmentSession:
    enterprises.save(ws, profile(1))
    opened = AssessmentSession(ws, assessments.start(ws, 1, "self", date(2025, 6, 1)))
    opened.choose("Q05", "D")
    return opened


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may enter, with a database of theirs to be."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_that_a_full_disk_loses_only_the_edit_that_did_not_fit(
    ws: Workspace, session: AssessmentSession
) -> None:
    with ws.store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    before = session.answers, session.saved_at
    with pytest.raises(StoreError) as caught:
        session.note("Q05", "长" * 20_000)
    assert caught.value.code == "disk_full"
    _worded(caught.value)
    assert (session.answers, session.saved_at) == before
    assert AssessmentSession(ws, session.id).answers == before[0]
    with ws.store.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    session.note("Q05", "长" * 20_000)
    assert AssessmentSession(ws, session.id).answers.notes == {"Q05": "长" * 20_000}


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_that_a_write_that_the_system_refuses_is_a_disk_error(
    ws: Workspace, session: AssessmentSession
) -> None:
    ws.close()
    code = _child(
        """
import resource
with Workspace.open(path) as ws:
    session = assessments.AssessmentSession(ws, subject)
    session.note("Q01", "ok")
    limit = Path(path).stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    for n in range(1000):
        session.note("Q02", f"{n} " + "x" * 5000)
""",
        ws.path,
        session.id,
    )
    assert code == "disk_error"
    session.reload()
    assert session.answers.choices == {"Q05": "D"}
    assert session.answers.notes["Q01"] == "ok"
    _worded(StoreError("disk_error", path=str(ws.path)))


@pytest.mark.parametrize("place", ["file/sub/a.db", "file/a.db"])
def test_that_a_folder_that_cannot_be_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert _refused(tmp_path / place).code == "folder_not_writable"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_that_a_folder_that_takes_no_files_is_named() -> None:
    assert _refused("/proc/assess.db").code == "folder_not_writable"
    assert _refused("/proc/new/assess.db").code == "folder_not_writable"


AS_ANOTHER_USER = """
import os
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX users")
def test_that_a_readonly_database_is_refused_at_once(open_folder: Path) -> None:
    path = open_folder / "assess.db"
    Workspace.open(str(path)).close()
    path.chmod(0o444)
    open_folder.chmod(0o555)
    assert _child(AS_ANOTHER_USER + "Workspace.open(path)", path) == "database_readonly"
    open_folder.chmod(0o755)
    _worded(StoreError("database_readonly", path=str(path)))


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX users")
def test_that_a_folder_of_someone_else_is_refused(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    body = AS_ANOTHER_USER + "migrate.create(Path(path), {})"
    assert _child(body, open_folder / "assess.db") == "folder_not_writable"
    open_folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX users")
def test_that_a_folder_that_may_not_be_entered_is_named(open_folder: Path) -> None:
    (open_folder / "closed").mkdir(mode=0o700)
    body = AS_ANOTHER_USER + "Workspace.open(path)"
    assert _child(body, open_folder / "closed" / "assess.db") == "folder_not_writable"


def test_that_a_name_too_long_for_the_disk_is_named(tmp_path: Path) -> None:
    assert _refused(tmp_path / ("长" * 200)).code == "folder_not_writable"


def test_that_a_write_waits_for_another_program_and_then_says_so(
    ws: Workspace, session: AssessmentSession
) -> None:
    ws.close()
    ws.store = Store(ws.path, busy_seconds=0.1)
    with closing(sqlite3.connect(ws.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            session.choose("Q08", "C")
        assert caught.value.code == "database_locked"
        _worded(caught.value)
        assert ws.overview().drafts == 1, "reading goes on"
        assert session.answers.choices == {"Q05": "D"}
    session.choose("Q08", "C")
    assert AssessmentSession(ws, session.id).answers.choices == {"Q05": "D", "Q08": "C"}


def test_that_a_database_of_a_newer_version_is_left_alone(ws: Workspace) -> None:
    ws.close()
    with closing(sqlite3.connect(ws.path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '7777'")
        connection.commit()
    content = ws.path.read_bytes()
    error = _refused(ws.path)
    assert (error.code, error.params["revision"]) == ("newer_database", "7777")
    assert ws.path.read_bytes() == content
    assert not (ws.path.parent / "backups").exists()


def test_that_files_of_other_kinds_are_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("这不是数据库" * 1000, encoding="utf-8")
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.commit()
    for path in (text, foreign):
        content = path.read_bytes()
        assert _refused(path).code == "not_a_database"
        assert path.read_bytes() == content
    assert _refused(tmp_path).code == "not_a_database"


@pytest.mark.parametrize("begin", [Path.touch, migrate._use_wal])
def test_that_a_creation_cut_short_begins_again(
    tmp_path: Path, begin: Callable[[Path], None]
) -> None:
    path = tmp_path / "empty.db"
    begin(path)
    with pytest.raises(StoreError):
        Workspace.open(str(path), create=False)
    with Workspace.open(str(path)) as ws:
        assert ws.overview().enterprises == 0


def _read_everything(path: Path, assessment_id: str) -> None:
    with Workspace.open(str(path)) as ws:
        ws.overview()
        list(enterprises.search(ws, EnterpriseFilter()))
        AssessmentSession(ws, assessment_id)


def test_that_a_file_cut_short_is_damaged(ws: Workspace, session: AssessmentSession) -> None:
    ws.close()
    with ws.path.open("r+b") as file:
        file.truncate(ws.path.stat().st_size // 4096 // 2 * 4096)
    with pytest.raises(StoreError) as caught:
        _read_everything(ws.path, session.id)
    assert caught.value.code == "database_damaged"
    _worded(caught.value)


def test_that_pages_overwritten_with_rubbish_are_damage(ws: Workspace, session) -> None:
    ws.close()
    size = ws.path.stat().st_size
    with ws.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    assert _refused(ws.path).code == "database_damaged"


def test_that_a_backup_to_a_place_that_takes_none_says_so(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        ws.backup_to(tmp_path / "file" / "copy.db")
    assert caught.value.code == "backup_failed"
    _worded(caught.value)


EDITOR = """
import time
with Workspace.open(path) as ws:
    session = assessments.AssessmentSession(ws, subject.split()[0])
    for item in subject.split()[1:]:
        session.choose(item, 3)
        session.note(item, item)
"""


def test_that_two_processes_on_one_assessment_lose_nothing(
    ws: Workspace, session: AssessmentSession
) -> None:
    items = [scenario.id for scenario in session.pack.scenarios]
    command = [sys.executable, "-c", CHILD.format(body=EDITOR.replace("\n", "\n    "))]
    running = [
        subprocess.Popen(
            [*command, str(ws.path), " ".join([session.id, *items[turn::2]])],
            env={**os.environ, "PYTHONPATH": str(Path(suzhou_assess.__file__).parents[1])},
        )
        for turn in (0, 1)
    ]
    session.set_figures({"devices_total": 10})
    assert [process.wait() for process in running] == [0, 0]
    session.reload()
    assert session.answers.choices == {"Q05": "D"} | dict.fromkeys(items, 3)
    assert session.answers.notes == {item: item for item in items}
    assert session.answers.figures == {"devices_total": 10}
