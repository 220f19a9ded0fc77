"""A folder as nobody should send it: everything is refused with a reason, and nothing eats the
machine."""

from __future__ import annotations

import io
import json
import os
import random
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from suzhou_assess.domain.exchange import to_json
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services.events import FileSkipped, SubmissionTaken
from suzhou_assess.services.intake import take_in
from suzhou_assess.services.progress import status
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_writer import write_answer_workbook

FUZZED = 60
MEGABYTE = 1024 * 1024
MEMORY = 500 * MEGABYTE
SECONDS = 120
"""On a machine that others use too; alone it takes a fifth."""

Form = Callable[[int], bytes]
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghi"))  # noqa: B905
    + ']><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1">'
    "<si><t>&i;</t></si></sst>"
)


@pytest.fixture(scope="module")
def form(pack: Pack, places: Places, tmp_path_factory: pytest.TempPathFactory) -> Form:
    """A good workbook of enterprise ``n``."""
    out = tmp_path_factory.mktemp("forms") / "form.xlsx"

    def written(n: int) -> bytes:
        write_answer_workbook(out, pack, places, invent(5, n, pack, places), Words("zh"))
        return out.read_bytes()

    return written


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_part(workbook: bytes, part: str, pieces: Iterator[bytes]) -> bytes:
    """The workbook with one of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
    return out.getvalue()


def vast_sheet(size: int) -> Iterator[bytes]:
    """A sheet of rows that don't look alike, so that it doesn't shrink like a bomb."""
    yield b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
    yield b'spreadsheetml/2006/main"><sheetData>'
    rng = random.Random(1)
    written = row = 0
    while written < size:
        rows = b"".join(
            b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, rng.getrandbits(60))
            for n in range(row + 1, row + 10_001)
        )
        row += 10_000
        written += len(rows)
        yield rows
    yield b"</sheetData></worksheet>"


def fuzzed(data: bytes, rng: random.Random) -> bytes:
    """Bytes flipped, cut out or doubled, as on a bad disk."""
    raw = bytearray(data)
    for _ in range(rng.randrange(1, 30)):
        at = rng.randrange(len(raw))
        match rng.randrange(3):
            case 0:
                raw[at] ^= 1 << rng.randrange(8)
            case 1:
                del raw[at : at + rng.randrange(1, 2000)]
            case _:
                raw[at:at] = raw[at : at + rng.randrange(1, 2000)]
    return bytes(raw) or b"x"


@contextmanager
def most_memory() -> Iterator[list[int]]:
    """What this process gains and its children use together, at the most, in bytes."""
    me = psutil.Process()
    before = me.memory_info().rss
    most, stop = [0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.05):
            used = me.memory_info().rss - before
            for child in me.children(recursive=True):
                try:
                    used += child.memory_full_info().pss
                except psutil.Error:
                    continue
            most[0] = max(most[0], used)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        stop.set()
        watcher.join()


@pytest.fixture
def hostile(tmp_path: Path, form: Form, pack: Pack, places: Places) -> dict[str, str]:
    """The folder ``inbox``; by name in it, the code that it must be refused with. What is not
    named there is good."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    good, rng = form(1), random.Random(3)
    answers = json.dumps(to_json(invent(5, 2, pack, places))).encode()
    expected: dict[str, str] = {}

    def put(name: str, data: bytes, code: str = "", member: str = "") -> None:
        (inbox / name).write_bytes(data)
        if code:
            expected[f"{name}!/{member}" if member else name] = code

    put("good.xlsx", good)
    for n in range(FUZZED):
        put(f"fuzz-{n:02d}.xlsx", fuzzed(good, rng))
    sheet = "xl/worksheets/sheet3.xml"
    vast = with_part(good, sheet, vast_sheet(200 * MEGABYTE))
    put("vast.xlsx", vast, "file_too_costly")
    zeros = (bytes(MEGABYTE) for _ in range(300))
    put("bomb.xlsx", with_part(good, sheet, zeros), "file_too_costly")
    laughs = with_part(good, "xl/sharedStrings.xml", iter([_LAUGHS.encode()]))
    put("laughs.xlsx", laughs, "file_too_costly")
    put("not.xlsx", b"MZ" + bytes(5000), "file_not_xlsx")
    put("empty.xlsx", b"", "file_empty")
    put("nested.json", b"[" * 100_000, "json_broken")
    put("objects.json", b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "json_broken")
    put("long.jsonl", b'{"a":"' + b"x" * (9 * MEGABYTE) + b'"}\n' + answers)
    expected["long.jsonl:1"] = "file_too_large"
    put("bomb.zip", zipped({"a.json": bytes(60 * MEGABYTE)}), "archive_too_large", "a.json")
    put("up.zip", zipped({"../../up.json": answers}), "archive_unsafe_path", "../../up.json")
    one = zipped({"in.json": json.dumps(to_json(invent(5, 3, pack, places))).encode()})
    three = zipped({"2.zip": zipped({"1.zip": one})})
    put("three.zip", three)
    put("four.zip", zipped({"3.zip": three}), "archive_too_deep", "3.zip!/2.zip!/1.zip")
    # No single member looks like a bomb; together they would be ten gigabytes.
    put("many.zip", crowd(20_000, 512 * 1024))
    if os.name == "posix":
        name = "a\x1b[2J\n\x07.json"
        put(name, b"{", "json_broken")
        put("昆山".encode("gbk").decode("utf-8", "surrogateescape") + ".json", b"{")
        os.mkfifo(inbox / "pipe.xlsx")
        (inbox / "loop").symlink_to(inbox, target_is_directory=True)
        (inbox / "nowhere.xlsx").symlink_to(tmp_path / "gone.xlsx")
    deep = inbox
    for _ in range(200):
        deep /= "d"
        deep.mkdir()
    (deep / "folder.xlsx").mkdir()
    return expected


def crowd(count: int, size: int) -> bytes:
    """An archive with one compressed member listed again and again."""
    data = bytearray(zipped({"00000.json": bytes(size)}))
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry, body = data[start:end], data[:start]
    listed = entry * count
    tail = bytearray(data[end:])
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = len(listed).to_bytes(4, "little")
    return bytes(body + listed + tail)


def test_that_a_hostile_folder_is_refused_within_bounds(
    ws: Workspace, hostile: dict[str, str], tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    started = time.monotonic()
    with most_memory() as memory:
        events = list(take_in(ws, [inbox], jobs=2))
    seconds = time.monotonic() - started
    taken = [event for event in events if isinstance(event, SubmissionTaken)]
    told = {
        event.source.removeprefix(f"{inbox}{os.sep}")
        + (f":{event.line}" if event.line else ""): event
        for event in taken
    }
    for event in taken:
        errors = [found for found in event.problems if found.is_error]
        assert (event.outcome == "refused") == bool(errors), event.source
    skipped = {Path(e.source).name: e.reason for e in events if isinstance(e, FileSkipped)}
    for name, code in hostile.items():
        found = told[name]
        assert found.outcome == "refused", name
        assert code in [problem.code for problem in found.problems], name
    assert sum(event.source.startswith(str(inbox / "many.zip")) for event in taken) < 1_000
    if os.name == "posix":
        assert skipped == {"loop": "link", "nowhere.xlsx": "link", "pipe.xlsx": "special"}
    assert told["good.xlsx"].outcome == "imported"
    assert told["long.jsonl:2"].outcome == "imported"
    assert told["three.zip!/2.zip!/1.zip!/in.json"].outcome == "imported"
    assert int(str(status(ws)["assessed"])) >= 3
    assert memory[0] < MEMORY
    assert seconds < SECONDS
