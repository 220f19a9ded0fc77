"""The files beside the database, and what undoing a batch makes of evidence."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_history import Sheet, contents, incoming, take_in
from sqlalchemy import insert

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.services import assessments, batches, evidence
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import evidence_files
from suzhou_assess.store.evidence_files import EvidenceFolder
from suzhou_assess.store.tables import exchanged_version, improvement_plan

PDF = b"%PDF-1.4 made up"


@pytest.fixture
def store(ws: Workspace, pack, profile):
    """Takes in a batch of sheets and gives its id."""

    def take(*sheets: Sheet) -> str:
        return take_in(ws, [incoming(sheet, pack, profile) for sheet in sheets], "in")

    return take


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, to be copied: making one takes longer than all that is done with it."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Workspace.open(str(path)).close()
    return path


@contextmanager
def _copy_of(empty: Path, folder: str) -> Iterator[Workspace]:
    with Workspace.open(shutil.copy(empty, folder)) as ws:
        yield ws


def _undo(ws: Workspace, batch: str) -> batches.UndoPlan:
    running = batches.undo(ws, batch, who="李工")
    while True:
        try:
            next(running)
        except StopIteration as stop:
            return stop.value


def _the_assessment(ws: Workspace) -> str:
    (card,) = assessments.cards(ws)
    return card.id


def test_that_an_assessment_with_evidence_is_kept_and_named(ws: Workspace, store) -> None:
    batch = store(Sheet(1), Sheet(2))
    kept, _ = (card.id for card in assessments.cards(ws))
    attached = evidence.attach_bytes(ws, kept, "Q01", PDF, "合同.pdf", who="王工")
    plan = batches.plan_undo(ws, batch)
    done = _undo(ws, batch)
    assert plan.kept == done.kept
    (obstacle,) = done.kept
    assert (obstacle.assessment_id, obstacle.reason, obstacle.by) == (kept, "edited_since", "王工")
    assert done.removed == 1
    assert [card.id for card in assessments.cards(ws)] == [kept]
    assert evidence.of_assessment(ws, kept) == [attached]


def test_that_evidence_that_was_removed_holds_its_assessment_as_well(ws: Workspace, store) -> None:
    batch = store(Sheet())
    key = _the_assessment(ws)
    attached = evidence.attach_bytes(ws, key, "", PDF, "合同.pdf")
    evidence.remove(ws, attached.id)
    assert len(_undo(ws, batch).kept) == 1
    evidence.restore(ws, attached.id)
    assert evidence.of_assessment(ws, key) == [attached]


def test_that_a_plan_holds_its_assessment(ws: Workspace, store) -> None:
    batch = store(Sheet())
    values = {"assessment_id": _the_assessment(ws), "document": {}}
    with ws.store.writing() as connection:
        row = values | {"updated_at": datetime.now(UTC)}
        connection.execute(insert(improvement_plan).values(row))
    (obstacle,) = _undo(ws, batch).kept
    assert obstacle.reason == "edited_since"


def test_that_a_clock_that_was_set_back_loses_no_evidence(ws: Workspace, store) -> None:
    batch = store(Sheet())
    key = _the_assessment(ws)
    evidence.attach_bytes(ws, key, "Q01", PDF, "合同.pdf")
    long_ago = (datetime.now(UTC) - timedelta(days=400)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(ws.path)) as connection, connection:
        connection.execute("UPDATE evidence SET added_at = ?", (long_ago,))
        connection.execute("UPDATE change SET at = ? WHERE item LIKE 'evidence:%'", (long_ago,))
    assert len(_undo(ws, batch).kept) == 1
    assert len(evidence.of_assessment(ws, key)) == 1


def test_that_what_went_out_with_a_package_holds_nothing(ws: Workspace, store) -> None:
    batch = store(Sheet())
    values = {"assessment_id": _the_assessment(ws), "digest": "0" * 64, "document": {}}
    with ws.store.writing() as connection:
        row = values | {"at": datetime.now(UTC)}
        connection.execute(insert(exchanged_version).values(row))
    done = _undo(ws, batch)
    assert (done.removed, done.kept) == (1, ())
    assert assessments.cards(ws) == []


def test_that_evidence_from_before_stays_when_a_later_batch_is_undone(ws: Workspace, store) -> None:
    store(Sheet(q05="B"))
    key = _the_assessment(ws)
    attached = evidence.attach_bytes(ws, key, "Q05", PDF, "合同.pdf")
    second = store(Sheet(q05="C"))
    assert AssessmentSession(ws, key).answers.choices["Q05"] == "C"
    done = _undo(ws, second)
    assert (done.restored, done.kept) == (1, ())
    assert AssessmentSession(ws, key).answers.choices["Q05"] == "B"
    assert evidence.of_assessment(ws, key) == [attached]


def test_that_a_claim_stays_beside_what_comes_in_for_its_assessment(ws: Workspace, store) -> None:
    store(Sheet(mode="onsite", q05="B"))
    key = _the_assessment(ws)
    claim = {"id": "c", "document": {"answers": {"Q05": "D"}}}
    with closing(sqlite3.connect(ws.path)) as connection, connection:
        changed = "UPDATE assessment SET based_on = 'c', claim = ?"
        connection.execute(changed, (json.dumps(claim),))
    second = store(Sheet(mode="onsite", q05="C"))

    def found() -> tuple[str, object]:
        with closing(sqlite3.connect(ws.path)) as connection:
            based_on, kept = connection.execute(
                "SELECT based_on, claim FROM assessment WHERE id = ?", (key,)
            ).fetchone()
        return based_on, json.loads(kept)

    assert found() == ("c", claim)
    _undo(ws, second)
    assert found() == ("c", claim)


def test_that_a_batch_of_an_older_program_can_still_be_undone(ws: Workspace, store) -> None:
    store(Sheet(q05="B"))
    before = contents(ws)["assessments"]
    second = store(Sheet(q05="C"))
    with closing(sqlite3.connect(ws.path)) as connection, connection:
        for key, image in connection.execute(
            "SELECT id, before FROM intake_item WHERE before IS NOT NULL"
        ).fetchall():
            kept = json.loads(image)
            for column in ("based_on", "claim"):
                kept.get("was", {}).pop(column, None)
            connection.execute(
                "UPDATE intake_item SET before = ? WHERE id = ?", (json.dumps(kept), key)
            )
    assert _undo(ws, second).restored == 1
    assert contents(ws)["assessments"] == before


SHEETS = st.builds(
    Sheet,
    enterprise=st.integers(1, 2),
    day=st.integers(1, 2),
    mode=st.sampled_from(["self", "onsite"]),
    q05=st.sampled_from("BC"),
    note=st.sampled_from(["", "核实"]),
    named=st.sampled_from([None, None, 1]),
)
STEPS = st.lists(
    st.one_of(
        st.lists(SHEETS, min_size=1, max_size=3),  # a batch comes in
        st.integers(0, 5),  # to one of the assessments a file is attached
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=40)
@given(steps=STEPS, block=st.sampled_from([1, 200]), data=st.data())
def test_that_undoing_in_any_order_loses_no_evidence(
    steps: list[list[Sheet] | int], block: int, data: st.DataObject, empty: Path, pack, profile
) -> None:
    with tempfile.TemporaryDirectory() as folder, _copy_of(empty, folder) as ws:
        attached: list[Evidence] = []
        made: list[str] = []
        for number, step in enumerate(steps):
            cards = sorted(assessments.cards(ws), key=lambda card: card.updated_at)
            if isinstance(step, list):
                sheets = [incoming(sheet, pack, profile) for sheet in step]
                made.append(take_in(ws, sheets, str(number), block))
            elif cards:
                key = cards[step % len(cards)].id
                content = b"%PDF-1.4 " + str(number).encode()
                attached.append(evidence.attach_bytes(ws, key, "Q01", content, "合同.pdf"))
        for batch in data.draw(st.permutations(made)):
            _undo(ws, batch)
        there = {card.id for card in assessments.cards(ws)}
        for one in attached:
            assert one.assessment_id in there
            assert one in evidence.of_assessment(ws, one.assessment_id)
        if not attached:
            assert there == set()
        with closing(sqlite3.connect(ws.path)) as connection:
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_that_content_is_placed_once_and_only_when_it_is_whole(tmp_path: Path) -> None:
    folder = EvidenceFolder(tmp_path / "e")
    with folder.receiving() as incoming:
        incoming.write(b"half")
    assert list(folder.stored()) == []
    for _ in range(2):
        with folder.receiving() as incoming:
            incoming.write(b"who")
            incoming.write(b"le")
            sha256 = incoming.seal()
            is_there = folder.has(incoming)
            assert folder.place(incoming, is_there) is not is_there
    assert [path.name for path in folder.stored()] == [sha256]
    assert folder.file(sha256).read_bytes() == b"whole"
    assert list((folder.path / "incoming").iterdir()) == []


def test_that_a_file_that_vanishes_before_it_is_placed_is_placed_anew(tmp_path: Path) -> None:
    folder = EvidenceFolder(tmp_path / "e")
    with folder.receiving() as incoming:
        incoming.write(b"whole")
        sha256 = incoming.seal()
        assert folder.place(incoming, False)
    with folder.receiving() as incoming:
        incoming.write(b"whole")
        incoming.seal()
        is_there = folder.has(incoming)
        folder.file(sha256).unlink()
        assert folder.place(incoming, is_there)
    assert folder.file(sha256).read_bytes() == b"whole"


def test_that_only_what_nobody_works_on_is_swept_away(tmp_path: Path) -> None:
    folder = EvidenceFolder(tmp_path / "e")
    with folder.receiving() as incoming:
        incoming.write(b"coming in")
        left = incoming.path.with_name("0" * 32 + ".part")
        left.write_bytes(b"left by one that was killed")
        assert folder.sweep() == 1
        assert not left.exists()
        incoming.seal()
        folder.place(incoming, False)
    assert len(list(folder.stored())) == 1
    assert EvidenceFolder(tmp_path / "none").sweep() == 0


def test_that_other_content_takes_the_place_of_what_was_received(tmp_path: Path) -> None:
    folder = EvidenceFolder(tmp_path / "e")
    with folder.receiving() as incoming:
        incoming.write(b"a large picture")
        incoming.flush()
        incoming.start_again(b"small")
        sha256 = incoming.seal()
        folder.place(incoming, False)
    assert folder.file(sha256).read_bytes() == b"small"


def test_that_a_part_that_was_swept_away_before_it_was_locked_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = EvidenceFolder(tmp_path / "e")
    lock = evidence_files._lock
    swept = []

    def lock_late(stream: IO[bytes]) -> None:
        if not swept:
            swept.append(folder.sweep())
        lock(stream)

    monkeypatch.setattr(evidence_files, "_lock", lock_late)
    with folder.receiving() as incoming:
        assert swept == [1]
        incoming.write(b"whole")
        sha256 = incoming.seal()
        folder.place(incoming, False)
    assert folder.file(sha256).read_bytes() == b"whole"


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_that_a_link_to_a_database_leads_to_its_evidence_too(tmp_path: Path) -> None:
    database, link = tmp_path / "there" / "a.db", tmp_path / "link.db"
    link.symlink_to(database)
    assert evidence_files.evidence_dir(link) == evidence_files.evidence_dir(database)
