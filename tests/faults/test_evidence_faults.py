"""What disks, kills and odd files do to evidence: clear words, and nothing lost."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import suzhou_assess
from suzhou_assess.domain.evidence import MAX_FILE_BYTES, Evidence
from suzhou_assess.domain.text import LANGS
from suzhou_assess.services import assessments, enterprises, evidence
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.events import Progress
from suzhou_assess.services.evidence import EvidenceCheck, EvidenceError
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.evidence_files import Incoming
from suzhou_assess.words.catalog import Words

ROUNDS = 25
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(suzhou_assess.__file__).parents[1])}
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


@pytest.fixture
def draft(ws: Workspace, profile) -> str:
    key, _ = enterprises.save(ws, profile(1))
    assert key is not None
    return assessments.start(ws, key, "onsite", date(2025, 6, 1), "王工")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "车间.jpg"
    path.write_bytes(_photo())
    return path


def _photo(seed: int = 0) -> bytes:
    out = BytesIO()
    Image.new("RGB", (400, 300), (seed * 20 % 256, 90, 60)).save(out, "JPEG")
    return out.getvalue()


def _finished(work: Generator[Progress, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value


def _attach(ws: Workspace, assessment_id: str, source: Path, **how: Any) -> Evidence:
    attached: Evidence = _finished(evidence.attach(ws, assessment_id, "Q01", source, **how))
    return attached


def _checked(ws: Workspace) -> EvidenceCheck:
    found: EvidenceCheck = _finished(evidence.check(ws))
    return found


def _refused(attach: Callable[[], object], named: str = "") -> EvidenceError:
    """The error, which says in both languages what it is about and what to do."""
    with pytest.raises(EvidenceError) as caught:
        attach()
    for lang in LANGS:
        said = caught.value.say(Words(lang))
        assert "{" not in said
        assert named in said
        assert "Errno" not in said
    return caught.value


def _holds_nothing(ws: Workspace, assessment_id: str) -> bool:
    folder = evidence.evidence_dir(ws.path)
    left = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    return not left and evidence.of_assessment(ws, assessment_id) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_that_no_attached_file_is_missing_or_half_after_kills(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for n in range(6):
        (folder / f"{n}.jpg").write_bytes(_photo(n))
    for n in range(4):
        (folder / f"{n}.txt").write_bytes(bytes([65 + n]) * 4_000_000)
    ws.close()
    done = subprocess.run(
        [
            sys.executable,
            Path(__file__).with_name("attaching.py"),
            *(ws.path, draft, folder, str(ROUNDS), "11"),
        ],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said, left = map(int, done.stdout.split())
    assert said > ROUNDS, "too few files to have tried anything"
    assert left > 2, "hardly any kill came while a file was coming in"
    with closing(sqlite3.connect(ws.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_that_a_cancelled_attach_leaves_nothing(ws: Workspace, draft: str, tmp_path: Path) -> None:
    source = tmp_path / "long.txt"
    source.write_bytes(b"x" * 5_000_000)
    attaching = evidence.attach(ws, draft, "Q01", source)
    for _ in range(3):
        next(attaching)
    attaching.close()
    assert _holds_nothing(ws, draft)


FULL = """
import resource, sys
from pathlib import Path
from suzhou_assess.services import evidence
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
with Workspace.open(sys.argv[1]) as ws:
    evidence.of_assessment(ws, sys.argv[2])
    limit = Path(sys.argv[1]).stat().st_size + 300_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    for name in sys.argv[3:]:
        try:
            for _ in evidence.attach(ws, sys.argv[2], "Q01", Path(name)):
                pass
            print("attached")
        except evidence.EvidenceError as error:
            print(error.code, error.say(Words("zh")))
"""


@needs_posix
def test_that_a_file_that_the_disk_has_no_room_for_is_refused_and_the_next_is_taken(
    ws: Workspace, draft: str, photo: Path, tmp_path: Path
) -> None:
    large = tmp_path / "大.txt"
    large.write_bytes(b"x" * 3_000_000)
    done = subprocess.run(
        [sys.executable, "-c", FULL, ws.path, draft, large, photo],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = done.stdout.splitlines()
    assert first.startswith("evidence_not_written “大.txt”没有存下来")
    assert second == "attached"
    (kept,) = evidence.of_assessment(ws, draft)
    assert kept.file_name == "车间.jpg"
    assert _checked(ws) == EvidenceCheck(1, (), (), ())
    assert not list((evidence.evidence_dir(ws.path) / "incoming").iterdir())


@pytest.mark.parametrize("step", ["write", "seal"])
def test_that_a_full_disk_is_told_at_every_step(
    ws: Workspace, draft: str, photo: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Incoming, step, full)
        error = _refused(lambda: _attach(ws, draft, photo), "车间.jpg")
    assert error.code == "evidence_not_written"
    assert "磁盘已满" in error.say(Words("zh"))
    assert _holds_nothing(ws, draft)
    assert _attach(ws, draft, photo).size == photo.stat().st_size


def test_that_a_record_that_is_refused_takes_its_file_along(
    ws: Workspace, draft: str, photo: Path
) -> None:
    with ws.store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError) as caught:
        _attach(ws, draft, photo, caption="长" * 500, who="王" * 5_000)
    assert caught.value.code == "disk_full"
    with ws.store.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert evidence.of_assessment(ws, draft) == []
    assert list(evidence.folder_of(ws).stored()) == []


def test_that_a_refused_record_leaves_the_file_of_others(
    ws: Workspace, draft: str, photo: Path
) -> None:
    kept = _attach(ws, draft, photo)
    with ws.store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError):
        _attach(ws, draft, photo, caption="长" * 500, who="王" * 5_000)
    assert evidence.file_of(ws, kept).read_bytes() == photo.read_bytes()


def test_that_two_gigabytes_are_refused_at_once(ws: Workspace, draft: str, tmp_path: Path) -> None:
    source = tmp_path / "录像.pdf"
    with source.open("wb") as stream:
        stream.write(b"%PDF-1.4")
        stream.truncate(2 * 1024**3)
    began = time.perf_counter()
    for longest in (None, 2000):
        error = _refused(lambda: _attach(ws, draft, source, longest=longest), "录像.pdf")  # noqa: B023
        assert error.code == "evidence_too_large"
    assert "2.0 GB" in error.say(Words("zh"))
    assert time.perf_counter() - began < 1
    assert not evidence.evidence_dir(ws.path).exists()


def test_that_the_limit_is_what_is_kept_and_not_a_byte_more(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    source = tmp_path / "a.pdf"
    with source.open("wb") as stream:
        stream.write(b"%PDF-1.4")
        stream.truncate(MAX_FILE_BYTES + 1)
    assert _refused(lambda: _attach(ws, draft, source)).code == "evidence_too_large"
    # Only a picture could become smaller.
    assert _refused(lambda: _attach(ws, draft, source, longest=500)).code == "evidence_too_large"
    os.truncate(source, MAX_FILE_BYTES)
    assert _attach(ws, draft, source).size == MAX_FILE_BYTES


def test_that_an_uncompressed_picture_may_be_larger_when_it_is_made_smaller(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    source = tmp_path / "扫描.bmp"
    Image.new("RGB", (5000, 4000), "white").save(source)
    assert source.stat().st_size > MAX_FILE_BYTES
    assert _refused(lambda: _attach(ws, draft, source)).code == "evidence_too_large"
    assert _attach(ws, draft, source, longest=1000).size < 100_000


def test_that_an_assessment_holds_a_gigabyte_each_file_counted_once(
    ws: Workspace, draft: str, photo: Path, tmp_path: Path
) -> None:
    first = _attach(ws, draft, photo)
    with closing(sqlite3.connect(ws.path)) as connection, connection:
        connection.execute("UPDATE evidence SET size = ?", (1024**3 - 10,))
    assert _attach(ws, draft, photo).sha256 == first.sha256
    other = tmp_path / "b.jpg"
    other.write_bytes(_photo(3))
    assert _refused(lambda: _attach(ws, draft, other), "b.jpg").code == "evidence_full"
    assert len(list(evidence.folder_of(ws).stored())) == 1


def test_that_a_file_that_vanished_after_it_was_chosen_is_named(
    ws: Workspace, draft: str, photo: Path
) -> None:
    attaching = evidence.attach(ws, draft, "Q01", photo)
    photo.unlink()
    assert _refused(lambda: next(attaching), "车间.jpg").code == "evidence_vanished"
    assert _holds_nothing(ws, draft)


@pytest.mark.parametrize("change", ["grows", "shrinks"])
def test_that_a_file_that_is_still_being_written_is_not_taken(
    ws: Workspace, draft: str, tmp_path: Path, change: str
) -> None:
    source = tmp_path / "同步中.txt"
    source.write_bytes(b"x" * 3_000_000)
    attaching = evidence.attach(ws, draft, "Q01", source)
    next(attaching)
    os.truncate(source, 4_000_000 if change == "grows" else 1_500_000)
    assert _refused(lambda: list(attaching), "同步中.txt").code == "evidence_changing"
    assert _holds_nothing(ws, draft)


def test_that_a_stick_that_is_pulled_out_while_reading_is_told(
    ws: Workspace, draft: str, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pulled(BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        def fileno(self) -> int:
            return handles[0]

    handles: list[int] = []

    def opened(handle: int, _mode: str) -> Pulled:
        handles.append(handle)
        return Pulled()

    monkeypatch.setattr("suzhou_assess.services.evidence_staging.os.fdopen", opened)
    assert _refused(lambda: _attach(ws, draft, photo), "车间.jpg").code == "evidence_unreadable"
    os.close(handles[0])
    monkeypatch.undo()
    assert _holds_nothing(ws, draft)


def test_that_a_folder_and_an_empty_file_are_refused(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    folder = tmp_path / "照片.jpg"
    folder.mkdir()
    assert _refused(lambda: _attach(ws, draft, folder), "照片.jpg").code == "evidence_folder"
    empty = tmp_path / "空.jpg"
    empty.touch()
    assert _refused(lambda: _attach(ws, draft, empty), "空.jpg").code == "evidence_empty"
    blank = _refused(lambda: evidence.attach_bytes(ws, draft, "Q01", b"", "空.png"))
    assert blank.code == "evidence_empty"
    assert _holds_nothing(ws, draft)


@needs_posix
@pytest.mark.timeout(20)
def test_that_a_pipe_or_a_device_keeps_nobody_waiting(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    pipe = tmp_path / "管道.jpg"
    os.mkfifo(pipe)
    device = tmp_path / "零.jpg"
    device.symlink_to("/dev/zero")
    for path in (pipe, device):
        assert _refused(lambda: _attach(ws, draft, path), path.name).code == "evidence_special"  # noqa: B023


@needs_posix
def test_that_a_link_is_followed_and_one_that_leads_nowhere_is_told(
    ws: Workspace, draft: str, photo: Path, tmp_path: Path
) -> None:
    link = tmp_path / "链接.jpg"
    link.symlink_to(photo)
    kept = _attach(ws, draft, link)
    assert kept.file_name == "链接.jpg"
    assert evidence.file_of(ws, kept).is_symlink() is False
    photo.unlink()
    assert _refused(lambda: _attach(ws, draft, link), "链接.jpg").code == "evidence_vanished"
    circle = tmp_path / "圈.jpg"
    circle.symlink_to(circle)
    assert _refused(lambda: _attach(ws, draft, circle), "圈.jpg").code == "evidence_unreadable"


@needs_posix
def test_that_a_file_that_may_not_be_read_is_told(ws: Workspace, draft: str, photo: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    photo.chmod(0)
    error = _refused(lambda: _attach(ws, draft, photo), "车间.jpg")
    assert error.code == "evidence_unreadable"
    assert "权限" in error.say(Words("zh"))


def test_that_a_refusal_of_the_system_is_told_with_its_reason(
    ws: Workspace, draft: str, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(photo))

    monkeypatch.setattr("suzhou_assess.services.evidence_staging.os.open", denied)
    error = _refused(lambda: _attach(ws, draft, photo), "车间.jpg")
    assert error.code == "evidence_unreadable"
    assert "Permission denied" not in error.say(Words("zh"))


def test_that_broken_pictures_and_bombs_are_refused(ws: Workspace, draft: str) -> None:
    half = _photo()[: len(_photo()) // 2]
    broken = _refused(lambda: evidence.attach_bytes(ws, draft, "Q01", half, "半张.jpg"), "半张.jpg")
    assert broken.code == "evidence_broken_picture"
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert len(out.getvalue()) < 1_000_000
    for longest in (None, 500):
        bomb = _refused(
            lambda: evidence.attach_bytes(
                ws,
                draft,
                "Q01",
                out.getvalue(),
                "大图.png",
                longest=longest,  # noqa: B023
            ),
            "大图.png",
        )
        assert bomb.code == "evidence_too_many_pixels"
    assert "80 百万像素" in bomb.say(Words("zh"))
    assert _holds_nothing(ws, draft)


def test_that_the_content_counts_and_not_the_suffix(ws: Workspace, draft: str) -> None:
    kept = evidence.attach_bytes(ws, draft, "Q01", _photo(), "其实是照片.png")
    assert (kept.file_name, kept.media_type) == ("其实是照片.jpg", "image/jpeg")
    program = b"MZ\x90\0" + bytes(200)
    for name, code in (
        ("发票.pdf", "evidence_content"),
        ("发票.docx", "evidence_content"),
        ("照片.jpg", "evidence_content"),
        ("照片.jpg.exe", "evidence_type"),
        ("无后缀", "evidence_type"),
    ):
        error = _refused(lambda: evidence.attach_bytes(ws, draft, "Q01", program, name), name)  # noqa: B023
        assert error.code == code
    assert len(evidence.of_assessment(ws, draft)) == 1


def test_that_strange_names_are_made_safe(ws: Workspace, draft: str, tmp_path: Path) -> None:
    names = ["长" * 300 + ".jpg", "a\x00b\n\x1b[2Jc.jpg", "../../../../etc/x.jpg", "\udcff.jpg", ""]
    for name in names:
        kept = evidence.attach_bytes(ws, draft, "Q01", _photo(), name)
        assert kept.file_name.isprintable()
        assert len(kept.file_name.encode()) <= 200
        assert "/" not in kept.file_name
        evidence.save_as(ws, kept, tmp_path / kept.file_name)
    if sys.platform != "win32":
        source = tmp_path / "换\n行\t\x07.jpg"
        source.write_bytes(_photo())
        assert _attach(ws, draft, source).file_name == "换行.jpg"
        undecodable = Path(os.fsdecode(bytes(tmp_path) + b"/\xff\xfe.jpg"))
        undecodable.write_bytes(_photo())
        assert _attach(ws, draft, undecodable).file_name == "file.jpg"
    too_long = _refused(lambda: _attach(ws, draft, tmp_path / ("x" * 300 + ".jpg")))
    assert too_long.code == "evidence_unreadable"
    zero = _refused(lambda: _attach(ws, draft, tmp_path / "a\0b.jpg"))
    assert zero.code == "evidence_unreadable"


def test_that_files_that_were_deleted_behind_our_back_cost_nothing_else(
    ws: Workspace, draft: str, photo: Path
) -> None:
    kept = _attach(ws, draft, photo)
    session = AssessmentSession(ws, draft)
    folder = evidence.evidence_dir(ws.path)
    folder.rename(folder.with_name("gone"))
    session.choose("Q05", "D")
    assert evidence.of_assessment(ws, draft) == [kept]
    for wanted in (
        lambda: evidence.file_of(ws, kept),
        lambda: evidence.thumbnail(ws, kept),
        lambda: evidence.scaled(ws, kept, 100),
    ):
        assert _refused(wanted, "车间.jpg").code == "evidence_missing"
    assert _checked(ws).missing == (kept,)
    assert evidence.change(ws, kept.id, caption="还在").caption == "还在"
    again = _attach(ws, draft, photo)
    assert evidence.file_of(ws, kept) == evidence.file_of(ws, again)
    assert _checked(ws).missing == ()


def test_that_a_damaged_picture_is_told_and_not_shown(
    ws: Workspace, draft: str, photo: Path
) -> None:
    kept = _attach(ws, draft, photo)
    evidence.file_of(ws, kept).write_bytes(photo.read_bytes()[:200])
    evidence.folder_of(ws).thumbnail(kept.sha256).unlink()
    for wanted in (
        lambda: evidence.thumbnail(ws, kept),
        lambda: evidence.scaled(ws, kept, 100),
    ):
        assert _refused(wanted, "车间.jpg").code == "evidence_damaged"


def test_that_a_folder_that_cannot_be_made_is_named(ws: Workspace, draft: str, photo: Path) -> None:
    evidence.evidence_dir(ws.path).write_text("no folder", encoding="utf-8")
    error = _refused(lambda: _attach(ws, draft, photo), "assess.db.evidence")
    assert error.code == "evidence_not_written"
    assert evidence.of_assessment(ws, draft) == []


def test_that_a_backup_for_which_there_is_no_room_leaves_nothing(
    ws: Workspace, draft: str, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _attach(ws, draft, photo)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Incoming, "write", full)
    out = tmp_path / "usb" / "copy.db"
    with pytest.raises(StoreError) as caught:
        ws.backup_to(out)
    assert caught.value.code == "backup_failed"
    assert list(out.parent.iterdir()) == []


def test_that_several_may_attach_the_same_while_another_cleans(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    sources = []
    for n in range(5):
        sources.append(tmp_path / f"{n}.jpg")
        sources[n].write_bytes(_photo(n))
    done = threading.Event()

    def clean() -> int:
        cleaned = 0
        with Workspace.open(str(ws.path)) as own:
            while not done.is_set():
                cleaned += evidence.clear_orphans(own)
                _checked(own)
        return cleaned

    def attach_all(_: int) -> None:
        with Workspace.open(str(ws.path)) as own:
            for source in sources:
                _attach(own, draft, source)

    with ThreadPoolExecutor(5) as pool:
        cleaning = pool.submit(clean)
        list(pool.map(attach_all, range(4)))
        done.set()
        assert cleaning.result() == 0
    assert len(evidence.of_assessment(ws, draft)) == 20
    assert _checked(ws) == EvidenceCheck(5, (), (), ())
