"""Finding what is to be read, and going into archives that may be anything."""

from __future__ import annotations

import errno
import io
import os
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from suzhou_assess.services import archives, sources
from suzhou_assess.services.sources import (
    Faulty,
    FoundFile,
    InMemory,
    LineBlock,
    Source,
    expected,
    find_files,
    read_sources,
)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def archived(tmp_path: Path, data: bytes) -> list[Source]:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    return list(read_sources([FoundFile(str(path))]))


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
    found = [(Path(f.path).name, f.skipped) for f in find_files([tmp_path])]
    assert found == [("a.json", None), ("b.json", None), ("loop", "link")]


def test_that_a_path_given_twice_counts_once(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_bytes(b"{}")
    assert len(list(find_files([path, path, tmp_path / "." / "a.json"]))) == 1
    assert len(list(find_files([tmp_path, tmp_path]))) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_that_a_named_pipe_is_never_opened(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.json")
    assert [f.skipped for f in find_files([tmp_path])] == ["special"]
    found = next(find_files([tmp_path / "pipe.json"]))
    assert found.problem is not None
    assert found.problem.code == "file_unreadable"


def test_that_the_total_is_known_before_anything_is_read(tmp_path: Path):
    lines = tmp_path / "lines.jsonl"
    lines.write_bytes(b"{}\n" * 6 + b"{}")
    assert expected(FoundFile(str(lines))) == 7
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x.json": b"{}", "y.xlsx": b"", "z.txt": b"", "~$y.xlsx": b""}))
    assert expected(FoundFile(str(path))) == 2


def test_that_folders_may_lie_deeper_than_python_calls(tmp_path: Path, monkeypatch):
    # Deeper than the system lets us make them: what lies in each is made up.
    depth = 3 * sys.getrecursionlimit()

    def listed(folder: str):
        level = folder.count("/x")
        return iter(
            [(f"{folder}/x", "folder")] if level < depth else [(f"{folder}/a.json", "file")]
        )

    monkeypatch.setattr(sources, "_entries", listed)
    monkeypatch.setattr("os.path.realpath", str)
    found = list(find_files([tmp_path]))
    assert [f.path.removeprefix(str(tmp_path)) for f in found] == ["/x" * depth + "/a.json"]


def test_that_a_folder_that_may_not_be_listed_is_told(tmp_path: Path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("os.scandir", refuse)
    (found,) = find_files([tmp_path])
    assert found.problem is not None
    assert found.problem.code == "file_unreadable"
    assert expected(found) == 1


def test_that_the_current_folder_is_not_part_of_the_names(tmp_path: Path, monkeypatch):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.json").write_bytes(b"{}")
    monkeypatch.chdir(tmp_path)
    assert [f.path for f in find_files([Path()])] == [os.path.join("sub", "a.json")]  # noqa: PTH118


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


def test_that_lines_inside_an_archive_are_streamed(tmp_path: Path):
    data = zipped({"in/all.jsonl": b"\n".join([b"{}"] * 600)})
    found = archived(tmp_path, data)
    assert all(isinstance(s, LineBlock) for s in found)
    assert sum(len(s.lines) for s in found if isinstance(s, LineBlock)) == 600


def test_that_an_archive_with_too_many_entries_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(archives, "ENTRY_LIMIT", 3)
    members = {f"{n}.json": b"{}" for n in range(4)}
    assert codes(archived(tmp_path, zipped(members))) == ["archive_too_large"]


def test_that_archives_in_each_other_may_not_give_more_than_fits_their_size(
    tmp_path: Path, monkeypatch
):
    monkeypatch.setattr(archives, "TOTAL_ALWAYS", 1_000_000)
    inner = {f"{n}.json": bytes(300_000) for n in range(4)}
    data = zipped({"1.zip": zipped(inner), "2.zip": zipped(inner)})
    assert len(data) * archives.TOTAL_RATIO_LIMIT < 1_000_000
    assert codes(archived(tmp_path, data)) == ["InMemory"] * 3 + ["archive_too_large"]


def test_that_each_source_knows_the_file_on_disk_that_it_comes_from(tmp_path: Path):
    data = zipped({
        "a.json": b"{}", "b.jsonl": b"{}", "c.xls": b"x", "d.txt": b"x", "../e.json": b"{}",
        "f.zip": zipped({"g.json": b"{}"}),
    })  # fmt: skip
    assert {s.path for s in archived(tmp_path, data)} == {str(tmp_path / "a.zip")}
