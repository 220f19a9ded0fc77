"""What a reading process does with one source, run here in the test's own process."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import orjson
import pytest

from suzhou_assess.domain.exchange import to_json
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services import reading_worker
from suzhou_assess.services.assessment_reading import Desk
from suzhou_assess.services.file_kinds import Kind
from suzhou_assess.services.reading_worker import Reading
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.sources import InMemory, LineBlock, OnDisk, Readable
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_writer import answer_workbook


@pytest.fixture(autouse=True)
def desk(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_worker, "_desk", Desk(PackShelf(), places))


@pytest.fixture
def workbook(pack: Pack, places: Places) -> bytes:
    return answer_workbook(pack, places, invent(1, 1, pack, places), Words("zh"))


@pytest.fixture
def line(pack: Pack, places: Places) -> bytes:
    return orjson.dumps(to_json(invent(1, 2, pack, places)))


def read(source: Readable) -> Reading:
    [[reading]] = reading_worker.read([source])
    return reading


def mark(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def on_disk(folder: Path, data: bytes, known: bytes | None = None) -> OnDisk:
    path = folder / "a.xlsx"
    path.write_bytes(data)
    return OnDisk("a.xlsx", Kind.WORKBOOK, str(path), known)


def test_that_every_object_has_the_fingerprint_of_its_bytes(
    tmp_path: Path, workbook: bytes, line: bytes
) -> None:
    for source, data in (
        (on_disk(tmp_path, workbook), workbook),
        (InMemory("a.xlsx", Kind.WORKBOOK, workbook), workbook),
        (InMemory("a.json", Kind.OBJECT, line), line),
        (LineBlock("a.jsonl", ((7, line),)), line),
    ):
        reading = read(source)
        assert reading.parcel is not None
        assert (reading.fingerprint, reading.again) == (mark(data), False)


def test_that_what_is_stored_already_is_not_read_again(
    tmp_path: Path, workbook: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_worker, "_workbook", None)
    for source in (
        on_disk(tmp_path, workbook, mark(workbook)),
        InMemory("a.xlsx", Kind.WORKBOOK, workbook, mark(workbook)),
    ):
        expected = Reading("a.xlsx", None, None, (), fingerprint=mark(workbook), again=True)
        assert read(source) == expected


def test_that_what_changed_since_is_read(tmp_path: Path, workbook: bytes) -> None:
    reading = read(on_disk(tmp_path, workbook, mark(b"before")))
    assert reading.parcel is not None
    assert not reading.again


def test_that_what_is_refused_has_a_fingerprint_too(tmp_path: Path) -> None:
    reading = read(on_disk(tmp_path, b"no workbook", mark(b"before")))
    assert [p.code for p in reading.problems] == ["file_not_xlsx"]
    assert reading.fingerprint == mark(b"no workbook")


def test_that_what_cannot_be_had_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_worker, "FILE_LIMIT", 100)
    for data, code in (
        (b"x" * 101, "file_too_large"),
        (b"", "file_empty"),
        (None, "file_unreadable"),
    ):
        source = on_disk(tmp_path, data or b"")
        if data is None:
            Path(source.path).unlink()
        reading = read(source)
        assert [p.code for p in reading.problems] == [code]
        assert reading.fingerprint is None
