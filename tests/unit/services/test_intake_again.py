"""Taking in twice: what is known is not read again, and a preview is stored without reading."""

from __future__ import annotations

import errno
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from suzhou_assess.domain.exchange import to_json
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services import assessments, batches, intake_spool, reading_pool
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.events import FileSkipped, IntakeResult, SubmissionTaken
from suzhou_assess.services.intake import Preview, preview, store_preview, take_in, unfinished
from suzhou_assess.services.progress import status
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.tables import roster_entry
from suzhou_assess.words.catalog import Words

Invented = Callable[..., dict[str, Any]]


@pytest.fixture
def invented(pack: Pack, places: Places) -> Invented:
    """Answers of enterprise ``n``, some of them changed."""

    def made(n: int, **answers: object) -> dict[str, Any]:
        raw: dict[str, Any] = json.loads(json.dumps(to_json(invent(4, n, pack, places))))
        raw["assessment"].pop("id", None)
        raw["answers"] |= answers
        return raw

    return made


@pytest.fixture
def inbox(tmp_path: Path, invented: Invented) -> Path:
    """Three files, an archive of two, a .jsonl of two, a broken file and a photo."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.json").write_text(json.dumps(invented(n)), encoding="utf-8")
    with zipfile.ZipFile(folder / "mail.zip", "w") as archive:
        for n in (3, 4):
            archive.writestr(f"{n}.json", json.dumps(invented(n)))
    lines = "\n".join(json.dumps(invented(n)) for n in (5, 6))
    (folder / "lines.jsonl").write_text(lines, encoding="utf-8")
    (folder / "broken.json").write_bytes(b"{")
    (folder / "photo.jpg").write_bytes(b"x")
    return folder


def drained(events: Any) -> tuple[list[SubmissionTaken], Any]:
    seen = []
    while True:
        try:
            event = next(events)
        except StopIteration as end:
            return seen, end.value
        seen += [event] if isinstance(event, SubmissionTaken) else []


def taken(ws: Workspace, *paths: Path) -> tuple[list[SubmissionTaken], IntakeResult]:
    return drained(take_in(ws, list(paths), jobs=1))


def looked_at(ws: Workspace, *paths: Path) -> Preview:
    return drained(preview(ws, list(paths), jobs=1))[1]


def counts(result: IntakeResult) -> tuple[int, int, int, int]:
    return result.imported, result.updated, result.unchanged, result.refused


# Known already


def test_that_the_same_folder_twice_changes_nothing_and_reads_nothing_anew(
    ws: Workspace, inbox: Path
) -> None:
    first, result = taken(ws, inbox)
    assert counts(result) == (7, 0, 0, 1)
    assert not any(event.again for event in first)
    before = status(ws)
    second, result = taken(ws, inbox)
    assert counts(result) == (0, 0, 7, 1)
    assert result.resumed == 7
    assert [event.again for event in second] == [event.outcome != "refused" for event in first]
    assert [event.subject for event in second] == [event.subject for event in first]
    assert [event.problems for event in second] == [event.problems for event in first]
    assert status(ws) == before


def test_that_a_changed_file_is_read_and_tells_what_is_different(
    ws: Workspace, inbox: Path, invented: Invented
) -> None:
    taken(ws, inbox)
    raw = invented(1, S01=0)
    raw["enterprise"]["town"] = "新镇"
    was = invented(1)["answers"]["S01"]
    (inbox / "1.json").write_text(json.dumps(raw), encoding="utf-8")
    seen, result = taken(ws, inbox)
    assert counts(result) == (0, 1, 6, 1)
    (changed,) = (event for event in seen if event.outcome == "updated")
    assert ("S01", str(was), "0") in changed.differences
    assert ("profile:town", json.dumps(invented(1)["enterprise"]["town"], ensure_ascii=False),
            '"新镇"') in changed.differences  # fmt: skip
    assert taken(ws, inbox)[1].resumed == 7


def test_that_it_is_known_from_wherever_it_is_named(
    ws: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(ws, inbox)
    monkeypatch.chdir(inbox)
    seen, result = taken(ws, Path())
    assert result.resumed == 7
    assert {event.source for event in seen} >= {"0.json", "mail.zip!/3.json", "lines.jsonl"}


def test_that_what_was_undone_or_thrown_away_comes_in_again(ws: Workspace, inbox: Path) -> None:
    _, first = taken(ws, inbox)
    for _ in batches.undo(ws, first.batch or ""):
        pass
    _, second = taken(ws, inbox)
    assert counts(second) == (7, 0, 0, 1)
    (item, *_) = batches.items(ws, second.batch or "")
    AssessmentSession(ws, item.assessment_id or "").reopen()
    assessments.discard(ws, item.assessment_id or "")
    _, third = taken(ws, inbox)
    assert counts(third) == (1, 0, 6, 1)


def test_that_undoing_the_first_of_two_equal_batches_leaves_what_the_second_brought(
    ws: Workspace, inbox: Path
) -> None:
    _, first = taken(ws, inbox)
    _, second = taken(ws, inbox)
    for _ in batches.undo(ws, first.batch or ""):
        pass
    assert status(ws)["assessed"] == 7
    for _ in batches.undo(ws, second.batch or ""):
        pass
    assert status(ws)["assessed"] == 0


def test_that_a_batch_notes_all_that_came_with_it(ws: Workspace, inbox: Path) -> None:
    for _ in range(2):
        seen, result = taken(ws, inbox)
        noted = list(batches.items(ws, result.batch or ""))
        outcomes = {(Path(item.file).name, item.line): item.outcome for item in noted}
        assert outcomes == {(Path(e.source).name, e.line): e.outcome for e in seen}
        assert all(Path(item.path or "").is_file() for item in noted)
        card = batches.get(ws, result.batch or "")
        assert card.paths == (str(inbox),)
        assert (card.counts["refused"], card.counts["skipped"]) == (1, 1)


def test_that_what_is_passed_over_is_told_with_the_reason(ws: Workspace, inbox: Path) -> None:
    (inbox / "~$1.xlsx").write_bytes(b"x")
    try:
        (inbox / "loop").symlink_to(inbox, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    skipped = [e for e in take_in(ws, [inbox], jobs=1) if isinstance(e, FileSkipped)]
    assert [(Path(e.source).name, e.reason) for e in skipped] == [
        ("loop", "link"), ("photo.jpg", "other_kind"), ("~$1.xlsx", "lock"),
    ]  # fmt: skip


# Preview, then store


def test_that_a_preview_writes_nothing_and_storing_it_reads_nothing(
    ws: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = looked_at(ws, inbox)
    assert counts(look.result) == (7, 0, 0, 1)
    assert look.result.batch is None
    assert (status(ws)["assessed"], batches.batches(ws)) == (0, [])

    def read(*_: object) -> None:
        raise AssertionError("a file was read again")

    monkeypatch.setattr(reading_pool.ReadingPool, "read", read)
    with look:
        seen, result = drained(store_preview(ws, look, who="王工"))
    assert counts(result) == (7, 0, 0, 1)
    assert result.skipped == 1
    assert status(ws)["assessed"] == 7
    assert {event.line for event in seen} == {None, 1, 2}
    assert batches.get(ws, result.batch or "").who == "王工"


def test_that_a_file_changed_after_the_preview_is_read_again(
    ws: Workspace, inbox: Path, invented: Invented
) -> None:
    with looked_at(ws, inbox) as look:
        (inbox / "0.json").write_text(json.dumps(invented(20)), encoding="utf-8")
        with zipfile.ZipFile(inbox / "mail.zip", "a") as archive:
            archive.writestr("new.json", json.dumps(invented(21)))
        (inbox / "2.json").unlink()
        seen, result = drained(store_preview(ws, look))
    assert counts(result) == (8, 0, 0, 1)
    names = {event.subject.name for event in seen if event.subject is not None}
    assert {invented(n)["enterprise"]["name"] for n in (2, 20, 21)} <= names
    assert invented(0)["enterprise"]["name"] not in names


def test_that_what_others_stored_after_the_preview_is_heeded(ws: Workspace, inbox: Path) -> None:
    with looked_at(ws, inbox) as look:
        taken(ws, inbox / "0.json", inbox / "mail.zip")
        _, result = drained(store_preview(ws, look))
    assert counts(result) == (4, 0, 3, 1)


def test_that_what_was_taken_back_after_the_preview_is_read_after_all(
    ws: Workspace, inbox: Path
) -> None:
    _, first = taken(ws, inbox)
    with looked_at(ws, inbox) as look:
        assert look.result.resumed == 7
        for _ in batches.undo(ws, first.batch or ""):
            pass
        _, result = drained(store_preview(ws, look))
    assert counts(result) == (7, 0, 0, 1)
    assert status(ws)["assessed"] == 7


def test_that_storing_a_preview_can_be_cancelled_and_gone_on_with(
    ws: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suzhou_assess.services.storing_desk._BLOCK", 2)
    with looked_at(ws, inbox) as look:
        storing = store_preview(ws, look)
        for event in storing:
            if isinstance(event, SubmissionTaken):
                break
        storing.close()
        card = unfinished(ws)
        assert card is not None
        assert card.counts["imported"] == 2
        _, result = drained(store_preview(ws, look))
    assert (result.batch, counts(result)) == (card.id, (5, 0, 2, 1))
    assert batches.get(ws, card.id).counts["imported"] == 7
    assert unfinished(ws) is None


def test_that_what_a_preview_read_is_private_and_gone_with_it(
    ws: Workspace, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    opened = []
    real = intake_spool.tempfile.TemporaryFile

    def watched(*args: Any, **kwargs: Any) -> Any:
        opened.append(real(*args, **kwargs))
        return opened[-1]

    monkeypatch.setattr(intake_spool.tempfile, "TemporaryFile", watched)
    look = looked_at(ws, inbox)
    if os.name == "posix":
        assert stat.S_IMODE(os.fstat(opened[0].fileno()).st_mode) == 0o600
        assert list(folder.iterdir()) == []
    look.close()
    look.close()
    assert opened[0].closed
    with pytest.raises(ValueError, match="closed"):
        drained(store_preview(ws, look))
    running = preview(ws, [inbox], jobs=1)
    next(running)
    running.close()
    assert opened[1].closed
    assert list(folder.iterdir()) == []


def test_that_a_full_disk_ends_a_preview_with_a_word(
    ws: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(intake_spool.tempfile, "TemporaryFile", lambda **_: Full())
    with pytest.raises(StoreError) as failed:
        looked_at(ws, inbox)
    assert failed.value.code == "spool_failed"
    assert "磁盘已满" in failed.value.say(Words("zh"))


# A slip in a credit code


def test_that_a_slip_in_the_code_of_a_known_enterprise_is_named(
    ws: Workspace, inbox: Path, tmp_path: Path, invented: Invented
) -> None:
    taken(ws, inbox)
    raw = invented(1)
    right = raw["enterprise"]["uscc"]
    wrong = "2" if right[10] != "2" else "3"
    raw["enterprise"]["uscc"] = right[:10] + wrong + right[11:]
    path = tmp_path / "slip.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    (event,), _ = taken(ws, path)
    assert event.outcome == "refused"
    (near,) = (found for found in event.problems if found.code == "uscc_near_known")
    assert near.params["code"] == right
    assert near.params["place"] == 11
    assert near.params["name"] == raw["enterprise"]["name"]


def test_that_a_slip_in_the_code_of_an_enterprise_on_the_roster_is_named(
    ws: Workspace, tmp_path: Path, invented: Invented
) -> None:
    raw = invented(1)
    right = raw["enterprise"]["uscc"]
    with ws.store.writing() as connection:
        connection.execute(
            insert(roster_entry).values(number=2, uscc=right, name="名单上的名称", name_key=b"")
        )
    raw["enterprise"]["uscc"] = right[:4] + right[5] + right[4] + right[6:]
    path = tmp_path / "slip.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    (event,), _ = taken(ws, path)
    (near,) = (found for found in event.problems if found.code == "uscc_near_known")
    assert (near.params["name"], near.params["code"]) == ("名单上的名称", right)
