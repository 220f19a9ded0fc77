"""``evidence add``, ``evidence list``, ``evidence check``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from running import Run

from suzhou_assess.services import assessments, evidence
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.evidence_files import EvidenceFolder


@pytest.fixture
def uscc(run: Run, answers: Callable[..., dict[str, Any]], tmp_path: Path) -> str:
    """The credit code of the only enterprise, which has one assessment."""
    source = tmp_path / "one.json"
    source.write_text(json.dumps(answers(1)), encoding="utf-8")
    assert run("import", source).code == 0
    code: str = answers(1)["enterprise"]["uscc"]
    return code


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "机房.jpg"
    Image.new("RGB", (800, 600), "green").save(path)
    return path


def _stored(path: Path) -> list[Path]:
    return list(EvidenceFolder(evidence.evidence_dir(path)).stored())


def test_that_files_are_attached_and_listed(run: Run, uscc: str, photo: Path, tmp_path: Path):
    note = tmp_path / "说明.txt"
    note.write_text("说明", encoding="utf-8")
    ran = run(
        "evidence", "add", uscc, "q01", photo, note, "--caption", "总机房", "--proof", "q01.1"
    )
    assert (ran.code, ran.err) == (0, "")
    assert "苏州试样1号机械有限公司" in ran.out
    assert run("evidence", "add", uscc, "general", note).code == 0
    found = run("evidence", "list", uscc, "--json").objects
    assert [(one["item"], one["file_name"], one["caption"], one["proof"]) for one in found] == [
        ("", "说明.txt", "", ""),
        ("Q01", "机房.jpg", "总机房", "Q01.1"),
        ("Q01", "说明.txt", "总机房", "Q01.1"),
    ]
    said = run("evidence", "list", uscc).out
    assert "800 × 600" in said
    assert "整份评估" in said
    assert len(_stored(tmp_path / "assess.db")) == 2


def test_that_an_assessment_is_named_by_its_id_too(run: Run, uscc: str, photo: Path, tmp_path):
    with Workspace.open(str(tmp_path / "assess.db")) as ws:
        (card,) = assessments.cards(ws)
    assert run("evidence", "add", card.id, "S01", photo).code == 0
    assert len(run("evidence", "list", card.id, "--json").objects) == 1


def test_that_the_draft_worked_on_is_meant_by_a_credit_code(run: Run, uscc, photo, tmp_path):
    with Workspace.open(str(tmp_path / "assess.db")) as ws:
        (card,) = assessments.cards(ws)
        draft = assessments.start(ws, card.enterprise_id, "onsite", card.date)
    assert run("evidence", "add", uscc, "S01", photo).code == 0
    with Workspace.open(str(tmp_path / "assess.db")) as ws:
        assert len(evidence.of_assessment(ws, draft)) == 1


def test_that_large_pictures_are_made_smaller_on_request(run: Run, uscc: str, photo: Path):
    assert run("evidence", "add", uscc, "Q01", photo, "--longest", "400").code == 0
    (found,) = run("evidence", "list", uscc, "--json").objects
    assert (found["width"], found["height"]) == (400, 300)
    assert run("evidence", "add", uscc, "Q01", photo, "--longest", "7").code == 2


def test_that_what_cannot_be_attached_is_named_and_the_rest_is(run: Run, uscc, photo, tmp_path):
    empty = tmp_path / "空.txt"
    empty.touch()
    ran = run("evidence", "add", uscc, "Q01", tmp_path / "没有.jpg", empty, tmp_path, photo)
    assert ran.code == 1
    assert [line.partition("。")[0] for line in ran.err.splitlines()] == [
        "找不到“没有.jpg”，它可能刚被移走、改名，或手机、U 盘已断开",
        "“空.txt”是空文件，没有内容",
        f"“{tmp_path.name}”是文件夹",
    ]
    assert len(run("evidence", "list", uscc, "--json").objects) == 1


def test_that_wrong_names_are_told(run: Run, uscc: str, photo: Path, tmp_path: Path):
    for arguments, word in (
        (("add", uscc, "Q99", photo), "Q99"),
        (("add", uscc, "Q01", photo, "--proof", "Q02.1"), "Q02.1"),
        (("add", "91320583MA00000990", "Q01", photo), "91320583MA00000990"),
        (("list", "no-such-id"), "no-such-id"),
    ):
        ran = run("evidence", *arguments)
        assert ran.code in (1, 2)
        assert word in ran.err
        assert "Traceback" not in ran.err
    assert _stored(tmp_path / "assess.db") == []


def test_that_nothing_is_said_of_an_assessment_without_evidence(run: Run, uscc: str):
    assert "还没有佐证材料" in run("evidence", "list", uscc).out
    assert run("evidence", "list", uscc, "--json").out == ""


def test_that_the_check_names_what_is_wrong_and_cleans_when_asked(run: Run, uscc, photo, tmp_path):
    run("evidence", "add", uscc, "Q01", photo)
    assert run("evidence", "check").code == 0
    (stored,) = _stored(tmp_path / "assess.db")
    orphan = stored.with_name(stored.name[:2] + "0" * 62)
    orphan.write_bytes(b"nobody's")
    content = bytearray(stored.read_bytes())
    content[-10] ^= 1
    stored.write_bytes(content)
    assert run("evidence", "check", "--quick").code == 0
    for lang, words in (("zh", ("损坏：机房.jpg（Q01", "--clean")), ("en", ("damaged", "--clean"))):
        ran = run("--lang", lang, "evidence", "check")
        assert ran.code == 1
        for word in words:
            assert word in ran.out
    assert orphan.exists()
    assert run("evidence", "check", "--clean").code == 1
    assert not orphan.exists()
    assert run("evidence", "add", uscc, "Q02", photo).code == 0
    assert run("evidence", "check").code == 0
    stored.unlink()
    assert "丢失：机房.jpg" in run("evidence", "check").out
