"""Reading what may be hostile, in processes that may die, and storing the rest."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from suzhou_assess.domain.exchange import to_json
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services import processes, reading_worker
from suzhou_assess.services.events import IntakeResult, Progress, SubmissionTaken
from suzhou_assess.services.file_kinds import Kind
from suzhou_assess.services.intake import take_in
from suzhou_assess.services.progress import status
from suzhou_assess.services.reading_pool import ReadingPool
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.sources import FoundFile, InMemory, OnDisk, Skipped, expected
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
    whole = reading_worker._object
    reading_worker._object = lambda data, desk: (
        1 // 0 if _number(data) % 3 == 0 else whole(data, desk)
    )
    try:
        return reading_worker.read(sources)
    finally:
        reading_worker._object = whole


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
    assert progress[:2] == [Progress(0, None), Progress(0, 450)]
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
    assert (result.files, result.refused) == (1, 1)
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
    assert expected(FoundFile(str(path))) >= 1


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
