"""Reading what may be hostile, in processes that may die, and storing the rest."""

from __future__ import annotations

import errno
import io
import json
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from suzhou_assess.domain.exchange import to_json
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services import archives, processes, reading_worker
from suzhou_assess.services.events import IntakeResult, Progress, SubmissionTaken
from suzhou_assess.services.file_kinds import Kind
from suzhou_assess.services.intake import take_in
from suzhou_assess.services.progress import status
from suzhou_assess.services.reading_pool import ReadingPool
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.sources import (
    Faulty,
    FoundFile,
    InMemory,
    LineBlock,
    OnDisk,
    Skipped,
    expected,
    find_files,
    read_sources,
)
from suzhou_assess.services.workspace import Workspace

Invented = Callable[[int], bytes]


@pytest.fixture
def invented(pack: Pack, places: Places) -> Invented:
    """Number ``n`` of a sample, as a line of JSON."""
    return lambda n: json.dumps(to_json(invent(3, n, pack, places))).encode()


@pytest.fixture
def lines(invented: Invented, tmp_path: Path) -> Callable[[int], Path]:
    def write(count: int) -> Path:
        path = tmp_path / "lines.jsonl"
        path.write_bytes(b"\n".join(invented(n) for n in range(count)))
        return path

    return write


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def archived(tmp_path: Path, data: bytes) -> list[object]:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    return list(read_sources([FoundFile(path)]))


def codes(sources: Iterable[object]) -> list[str]:
    return [s.problem.code if isinstance(s, Faulty) else type(s).__name__ for s in sources]


# Finding


def test_that_a_loop_of_links_ends_and_a_link_to_a_file_is_read(tmp_path: Path):
    (tmp_path / "a.json").write_bytes(b"{}")
    (tmp_path / "sub").mkdir()
    try:
        (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "sub" / "b.json").symlink_to(tmp_path / "a.json")
    except OSError:
        pytest.skip("no links here")
    assert [f.path.name for f in find_files([tmp_path])] == ["a.json", "b.json"]


def test_that_a_path_given_twice_counts_once(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_bytes(b"{}")
    assert len(list(find_files([path, path, tmp_path / "." / "a.json"]))) == 1
    assert len(list(find_files([tmp_path, tmp_path]))) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_that_a_named_pipe_is_never_opened(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.json")
    assert list(find_files([tmp_path])) == []
    found = next(find_files([tmp_path / "pipe.json"]))
    assert found.problem is not None
    assert found.problem.code == "file_unreadable"


def test_that_the_total_is_known_before_anything_is_read(lines, tmp_path: Path):
    assert expected(FoundFile(lines(7))) == 7
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x.json": b"{}", "y.xlsx": b"", "z.txt": b"", "~$y.xlsx": b""}))
    assert expected(FoundFile(path)) == 2


# Archives


def test_that_archives_are_opened_three_deep_and_no_deeper(tmp_path: Path):
    one = zipped({"a.json": b"{}"})
    three = zipped({"2.zip": zipped({"1.zip": one})})
    assert codes(archived(tmp_path, three)) == ["InMemory"]
    assert codes(archived(tmp_path, zipped({"3.zip": three}))) == ["archive_too_deep"]


@pytest.mark.parametrize("name", ["../up.json", "/root.json", "C:/root.json", "a/../../b.json"])
def test_that_a_path_out_of_the_archive_is_refused(tmp_path: Path, name: str):
    assert codes(archived(tmp_path, zipped({name: b"{}"}))) == ["archive_unsafe_path"]


def test_that_a_bomb_is_refused_before_it_is_blown_up(tmp_path: Path):
    bomb = zipped({"a.json": b"\0" * 20_000_000})
    assert codes(archived(tmp_path, bomb)) == ["archive_too_large"]


def test_that_a_member_that_lies_about_its_size_is_refused(tmp_path: Path):
    data = bytearray(zipped({"a.json": b" " * 5_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + offset
        data[at : at + 4] = (10).to_bytes(4, "little")
    assert codes(archived(tmp_path, bytes(data))) in (["archive_too_large"], ["archive_broken"])


def test_that_an_endless_list_of_entries_is_refused_without_reading_it(tmp_path: Path):
    data = bytearray(zipped({"a.json": b"{}"}))
    at = data.rindex(b"PK\x05\x06") + 12
    data[at : at + 4] = (200 * 1024 * 1024).to_bytes(4, "little")
    assert codes(archived(tmp_path, bytes(data))) == ["archive_too_large"]


def test_that_a_locked_archive_is_one_refusal_and_open_members_are_read(tmp_path: Path):
    data = bytearray(zipped({"a.json": b"{}", "b.json": b"{}", "c.json": b"{}"}))
    for at in (at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"):
        name = data[at + 46 : at + 52]
        if name != b"c.json":
            data[at + 8] |= 1
    assert codes(archived(tmp_path, bytes(data))) == ["archive_encrypted", "InMemory"]


@pytest.mark.parametrize("cut", [0, 10, 60])
def test_that_a_broken_archive_is_refused(tmp_path: Path, cut: int):
    assert codes(archived(tmp_path, zipped({"a.json": b"{}" * 50})[:cut])) == ["archive_broken"]


def test_that_a_damaged_member_leaves_the_others(tmp_path: Path):
    data = bytearray(zipped({"a.json": b"{}" * 500, "b.json": b"{}"}, zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    assert codes(archived(tmp_path, bytes(data))) == ["archive_broken", "InMemory"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "file_unreadable"),
        (OSError("Invalid data stream"), "archive_broken"),
    ],
)
def test_that_a_full_disk_is_not_blamed_on_the_archive(
    tmp_path: Path, monkeypatch, error: OSError, code: str
):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(archives, "_copy", fail)
    assert codes(archived(tmp_path, zipped({"1.zip": b"", "a.json": b"{}"}))) == [code, "InMemory"]


def test_that_names_written_by_chinese_windows_are_read(tmp_path: Path):
    raw = "昆山.json".encode("gbk")
    data = zipped({"x" * len(raw): b"{}"}).replace(b"x" * len(raw), raw)
    found = archived(tmp_path, data)[0]
    assert isinstance(found, InMemory)
    assert found.file.endswith("a.zip!/昆山.json")


def test_that_lines_inside_an_archive_are_streamed(tmp_path: Path, invented: Invented):
    data = zipped({"in/all.jsonl": b"\n".join(invented(n) for n in range(600))})
    found = archived(tmp_path, data)
    assert all(isinstance(s, LineBlock) for s in found)
    assert sum(len(s.lines) for s in found if isinstance(s, LineBlock)) == 600


def test_that_an_archive_with_too_many_entries_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(archives, "ENTRY_LIMIT", 3)
    members = {f"{n}.json": b"{}" for n in range(4)}
    assert codes(archived(tmp_path, zipped(members))) == ["archive_too_large"]


# Processes that die


def dies(sources):
    """Stands in for the worker's reading: some files kill their process or never end."""
    for source in sources:
        name = Path(source.file).name
        if name.startswith("dies"):
            os.abort()
        if name.startswith("killed"):
            os.kill(os.getpid(), 9)
        if name.startswith("leaves"):
            os._exit(3)
        if name.startswith("endless"):
            time.sleep(60)
    return reading_worker.read(sources)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals end processes otherwise there")
def test_that_a_dead_or_endless_process_costs_only_its_own_file(
    tmp_path: Path, invented: Invented, monkeypatch
):
    names = ["a", "dies", "b", "endless", "c", "killed", "d", "leaves", "e"]
    sources = []
    for n, name in enumerate(names):
        path = tmp_path / f"{name}.json"
        path.write_bytes(invented(n))
        sources.append(OnDisk(str(path), Kind.OBJECT, str(path)))
    monkeypatch.setattr("suzhou_assess.services.reading_pool.READ", dies)
    with ReadingPool(2, seconds_per_file=2) as pool:
        finished = [f for f in pool.read([*sources, Skipped("x.txt")]) if f is not None]
    assert [Path(f.source.file).stem for f in finished] == [*names, "x"]
    found = {
        Path(f.source.file).stem: f.readings[0].problems[0].code
        for f in finished
        if f.readings and f.readings[0].parcel is None
    }
    assert found == {
        "dies": "file_too_costly", "killed": "file_too_costly",
        "leaves": "file_crashed_reader", "endless": "file_took_too_long",
    }  # fmt: skip


def test_that_a_bug_of_ours_is_reported_once_and_the_other_lines_are_read(
    ws: Workspace, lines, monkeypatch
):
    reports: list[str] = []

    def save(trace: str) -> Path:
        reports.append(trace)
        return Path("crash.txt")

    monkeypatch.setattr("suzhou_assess.services.reading_pool.save_report", save)
    monkeypatch.setattr("suzhou_assess.services.reading_pool.READ", fails_on_some)
    seen, result = drained(take_in(ws, [lines(9)], jobs=2))
    hit = [e for e in seen if isinstance(e, SubmissionTaken) and e.outcome == "refused"]
    assert (result.imported, [e.line for e in hit]) == (6, [1, 4, 7])
    assert {p.code for e in hit for p in e.problems} == {"our_bug"}
    assert {p.params["report"] for e in hit for p in e.problems} == {"crash.txt"}
    assert len(reports) == 1
    assert "ZeroDivisionError" in reports[0]


def fails_on_some(sources):
    line = reading_worker._line
    reading_worker._line = lambda data, desk: 1 // 0 if _number(data) % 3 == 0 else line(data, desk)
    try:
        return reading_worker.read(sources)
    finally:
        reading_worker._line = line


def _number(line: bytes) -> int:
    return int(json.loads(line)["enterprise"]["email"].removeprefix("contact").partition("@")[0])


def hungry(sources):
    if any("hungry" in source.file for source in sources):
        bytearray(2 * 1024**3)
    return reading_worker.read(sources)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no limit on memory here")
def test_that_a_file_that_wants_gigabytes_does_not_get_them(tmp_path: Path, invented, monkeypatch):
    monkeypatch.setattr("suzhou_assess.services.reading_pool.READ", hungry)
    sources = [InMemory(f"{name}.json", Kind.OBJECT, invented(1)) for name in ("hungry", "modest")]
    with ReadingPool(1) as pool:
        finished = [f for f in pool.read(sources) if f is not None]
    readings = [reading for f in finished for reading in f.readings]
    assert [r.problems[0].code for r in readings if r.parcel is None] == ["file_too_costly"]
    assert readings[1].parcel is not None


# Taking in


def drained(events) -> tuple[list[object], IntakeResult]:
    seen = []
    while True:
        try:
            seen.append(next(events))
        except StopIteration as end:
            return seen, end.value


def test_that_events_come_in_order_and_progress_reaches_its_total(ws: Workspace, lines):
    seen, result = drained(take_in(ws, [lines(450)], jobs=2))
    taken = [e.line for e in seen if isinstance(e, SubmissionTaken)]
    progress = [e for e in seen if isinstance(e, Progress)]
    assert taken == list(range(1, 451))
    assert progress[0] == Progress(0, 450)
    assert progress[-1] == Progress(450, 450)
    assert (result.files, result.imported, result.refused) == (450, 450, 0)


def test_that_closing_the_generator_cancels_and_keeps_what_is_stored(ws: Workspace, lines):
    before = threading.active_count()
    events = take_in(ws, [lines(2_000)], jobs=2)
    taken = 0
    for event in events:
        taken += isinstance(event, SubmissionTaken)
        if taken == 300:
            break
    events.close()
    assert 300 <= int(str(status(ws)["assessed"])) < 2_000
    assert threading.active_count() == before
    _, result = drained(take_in(ws, [lines(2_000)], jobs=2))
    assert result.imported + result.unchanged == 2_000
    assert status(ws)["assessed"] == 2_000


def test_that_nothing_at_all_is_a_result_too(ws: Workspace, tmp_path: Path):
    _, result = drained(take_in(ws, [tmp_path / "gone"], jobs=2))
    assert (result.files, result.refused, result.batch) == (1, 1, None)
    (tmp_path / "none").mkdir()
    _, result = drained(take_in(ws, [tmp_path / "none"], jobs=2))
    assert result.files == 0


def test_that_a_date_ahead_is_a_warning(ws: Workspace, tmp_path: Path, invented: Invented):
    raw = json.loads(invented(1))
    raw["assessment"]["date"] = "2999-01-01"
    path = tmp_path / "a.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    seen, _ = drained(take_in(ws, [path]))
    taken = next(e for e in seen if isinstance(e, SubmissionTaken))
    assert taken.outcome == "imported"
    assert "date_in_future" in [p.code for p in taken.problems]


def problems_of(ws: Workspace, path: Path) -> dict[str, list[tuple[str, ...]]]:
    """What is said of the one submission in a file: code, and what it is about."""
    seen, _ = drained(take_in(ws, [path], dry_run=True))
    (taken,) = (e for e in seen if isinstance(e, SubmissionTaken))
    found: dict[str, list[tuple[str, ...]]] = {}
    for problem in taken.problems:
        found.setdefault(problem.code, []).append(problem.where)
    return found


def test_that_a_byte_order_mark_is_passed_over(ws: Workspace, tmp_path: Path, invented: Invented):
    for name in ("a.json", "a.jsonl"):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + invented(1))
        assert "json_broken" not in problems_of(ws, tmp_path / name)


@pytest.mark.parametrize("data", [b"", b"\r\n  \n"])
def test_that_lines_without_an_object_are_a_file_that_is_empty(
    ws: Workspace, tmp_path: Path, data: bytes
):
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    assert problems_of(ws, path) == {"file_empty": [()]}
    assert expected(FoundFile(path)) >= 1


def test_that_what_was_filled_in_wrong_is_not_called_blank(ws: Workspace, tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_text('{"pack": "miit-2024", "answers": {"Q01": ["b"]}}', encoding="utf-8")
    found = problems_of(ws, path)
    assert found["unknown_letter"] == [("Q01",)]
    assert "nothing_answered" not in found
    (blank,) = found["unanswered"]
    assert len(blank) == 30
    assert "Q01" not in blank


@pytest.mark.parametrize(
    ("edition", "code"),
    [("2024", None), (2024, None), (2099, "pack_edition_unknown"), ([], "field_wrong_type")],
)
def test_that_an_edition_is_heeded_however_it_is_written(
    ws: Workspace, tmp_path: Path, invented: Invented, edition: object, code: str | None
):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(json.loads(invented(1)) | {"edition": edition}), encoding="utf-8")
    found = problems_of(ws, path)
    assert found.keys() == {code} if code else "field_wrong_type" not in found


def test_that_a_machine_with_many_cores_does_not_fill_its_memory(monkeypatch):
    monkeypatch.setattr(processes, "usable_cores", lambda: 64)
    assert processes.reading_jobs() == 8
