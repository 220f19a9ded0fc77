from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Generator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import suzhou_assess
from suzhou_assess.domain.evidence import MAX_CAPTION, Evidence
from suzhou_assess.domain.text import LANGS
from suzhou_assess.resources import files
from suzhou_assess.services import assessments, enterprises, evidence
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.events import Progress
from suzhou_assess.services.evidence import EvidenceCheck, EvidenceError
from suzhou_assess.services.evidence_staging import Staging
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.words.catalog import Words


@pytest.fixture
def draft(ws: Workspace, profile) -> str:
    """An on-site draft of the only enterprise."""
    key, _ = enterprises.save(ws, profile(1))
    assert key is not None
    return assessments.start(ws, key, "onsite", date(2025, 6, 1), "王工")


def _photo(seed: int = 0, size: tuple[int, int] = (80, 60), kind: str = "JPEG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (seed * 25 % 256, 100, 50)).save(out, kind)
    return out.getvalue()


def _finished(work: Generator[Progress, None, Any]) -> Any:
    """Its result."""
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value


def _attach(ws: Workspace, *arguments: Any, **marks: Any) -> Evidence:
    attached: Evidence = _finished(evidence.attach(ws, *arguments, **marks))
    return attached


def _checked(ws: Workspace, *, deep: bool = True) -> EvidenceCheck:
    found: EvidenceCheck = _finished(evidence.check(ws, deep=deep))
    return found


def _files(ws: Workspace) -> list[Path]:
    """All that lies in the folder of the evidence but for thumbnails."""
    folder = evidence.evidence_dir(ws.path)
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path for path in found if path.suffix != ".jpg")


def _refused(attach: Callable[[], object]) -> EvidenceError:
    with pytest.raises(EvidenceError) as caught:
        attach()
    for lang in LANGS:
        said = caught.value.say(Words(lang))
        assert said
        assert "{" not in said
    return caught.value


def test_that_a_file_is_kept_as_it_is_with_all_that_is_known_of_it(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    source = tmp_path / "机房.JPG"
    source.write_bytes(_photo())
    kept = _attach(
        ws, draft, "Q01", source, caption=" 总机房\n西门 ", proof="Q01.1", claim="B,C", who="王工"
    )
    assert (kept.item, kept.proof, kept.claim, kept.caption) == (
        "Q01",
        "Q01.1",
        "B,C",
        "总机房 西门",
    )
    assert (kept.file_name, kept.media_type) == ("机房.jpg", "image/jpeg")
    assert (kept.width, kept.height, kept.size) == (80, 60, len(_photo()))
    assert kept.added_by == "王工"
    assert evidence.of_assessment(ws, draft) == [kept]
    assert evidence.file_of(ws, kept).read_bytes() == _photo() == source.read_bytes()
    assert kept.sha256 == hashlib.sha256(_photo()).hexdigest()


def test_that_progress_counts_bytes(ws: Workspace, draft: str, tmp_path: Path) -> None:
    source = tmp_path / "long.txt"
    source.write_bytes(b"x" * 2_500_000)
    told = list(evidence.attach(ws, draft, "", source))
    assert told[0] == Progress(0, 2_500_000)
    assert told[-1] == Progress(2_500_000, 2_500_000)
    assert len(told) == 4


def test_that_the_same_photo_on_ten_questions_is_stored_once(
    ws: Workspace, draft: str, pack, tmp_path: Path
) -> None:
    source = tmp_path / "车间.jpg"
    source.write_bytes(_photo())
    kept = [_attach(ws, draft, item, source) for item in pack.item_ids[:10]]
    assert len({one.id for one in kept}) == 10
    assert len({one.sha256 for one in kept}) == 1
    assert len(_files(ws)) == 1
    assert [one.item for one in evidence.of_assessment(ws, draft)] == list(pack.item_ids[:10])
    for one in kept[:9]:
        evidence.remove(ws, one.id)
    assert evidence.file_of(ws, kept[9]).read_bytes() == _photo()


def test_that_content_from_the_clipboard_is_attached_too(ws: Workspace, draft: str) -> None:
    kept = evidence.attach_bytes(ws, draft, "S03", _photo(kind="PNG"), "截图", who="李工")
    assert (kept.file_name, kept.media_type, kept.item) == ("截图.png", "image/png", "S03")
    assert evidence.of_assessment(ws, draft) == [kept]


def test_that_evidence_is_listed_by_item_as_it_was_added(ws: Workspace, draft: str) -> None:
    for n, item in enumerate(("S01", "Q01", "", "Q01", "Q02")):
        evidence.attach_bytes(ws, draft, item, _photo(n), f"{n}.jpg")
    found = evidence.of_assessment(ws, draft)
    assert [(one.item, one.file_name) for one in found] == [
        ("", "2.jpg"),
        ("Q01", "1.jpg"),
        ("Q01", "3.jpg"),
        ("Q02", "4.jpg"),
        ("S01", "0.jpg"),
    ]
    assert evidence.of_assessment(ws, "another") == []


def test_that_a_large_picture_is_kept_smaller_when_asked_for(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    source = tmp_path / "大图.png"
    Image.effect_noise((1200, 900), 60).convert("RGB").save(source, exif=exif)
    kept = _attach(ws, draft, "Q01", source, longest=600)
    assert (kept.file_name, kept.media_type) == ("大图.jpg", "image/jpeg")
    assert (kept.width, kept.height) == (450, 600)
    assert kept.size == evidence.file_of(ws, kept).stat().st_size < source.stat().st_size
    assert len(_files(ws)) == 1
    as_it_is = _attach(ws, draft, "Q01", source, longest=1200)
    assert evidence.file_of(ws, as_it_is).read_bytes() == source.read_bytes()


def test_that_the_pages_of_a_scan_are_not_lost_by_scaling(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    source = tmp_path / "合同.tif"
    page = Image.new("RGB", (900, 1200), "white")
    page.save(source, save_all=True, append_images=[Image.new("RGB", (900, 1200), "grey")])
    kept = _attach(ws, draft, "Q01", source, longest=300)
    assert evidence.file_of(ws, kept).read_bytes() == source.read_bytes()
    assert (kept.width, kept.height) == (900, 1200)


def test_that_a_document_is_no_picture(ws: Workspace, draft: str) -> None:
    kept = evidence.attach_bytes(ws, draft, "Q01", b"%PDF-1.4 ...", "合同.pdf", longest=100)
    assert (kept.media_type, kept.width, kept.is_picture) == ("application/pdf", None, False)
    assert evidence.thumbnail(ws, kept) is None
    with pytest.raises(ValueError, match="pdf"):
        evidence.scaled(ws, kept, 100)


def test_that_thumbnails_are_made_with_attaching_and_anew_when_they_are_gone(
    ws: Workspace, draft: str
) -> None:
    kept = evidence.attach_bytes(ws, draft, "Q01", _photo(size=(1000, 500)), "a.jpg")
    path = evidence.folder_of(ws).thumbnail(kept.sha256)
    assert path.is_file()
    assert evidence.thumbnail(ws, kept) == path
    made = path.read_bytes()
    assert Image.open(BytesIO(made)).size == (320, 160)
    path.write_bytes(b"")  # as a power cut leaves it
    assert evidence.thumbnail(ws, kept) == path
    assert path.read_bytes() == made
    path.unlink()
    evidence.file_of(ws, kept).unlink()
    assert _refused(lambda: evidence.thumbnail(ws, kept)).code == "evidence_missing"


def test_that_a_thumbnail_that_is_there_needs_no_original(ws: Workspace, draft: str) -> None:
    kept = evidence.attach_bytes(ws, draft, "Q01", _photo(), "a.jpg")
    evidence.file_of(ws, kept).unlink()
    assert evidence.thumbnail(ws, kept) is not None


def test_that_a_report_gets_small_upright_pictures(ws: Workspace, draft: str) -> None:
    kept = evidence.attach_bytes(ws, draft, "Q01", _photo(size=(1000, 500), kind="PNG"), "a.png")
    picture = Image.open(BytesIO(evidence.scaled(ws, kept, 400)))
    assert (picture.format, picture.size) == ("JPEG", (400, 200))


def test_that_what_is_known_of_a_file_can_be_changed(ws: Workspace, draft: str) -> None:
    kept = evidence.attach_bytes(
        ws, draft, "Q01", _photo(), "a.jpg", caption="旧", proof="Q01.1", claim="B"
    )
    changed = evidence.change(ws, kept.id, caption="新")
    assert (changed.caption, changed.proof, changed.claim) == ("新", "Q01.1", "B")
    assert evidence.of_assessment(ws, draft) == [changed]
    moved = evidence.change(ws, kept.id, item="S01")
    assert (moved.item, moved.proof, moved.claim, moved.caption) == ("S01", "", "", "新")
    again = evidence.change(ws, kept.id, proof="S01.1", claim="3")
    assert (again.proof, again.claim) == ("S01.1", "3")
    assert evidence.change(ws, kept.id, proof="").proof == ""
    with pytest.raises(StoreError):
        evidence.change(ws, "nothing", caption="x")


def test_that_what_the_index_does_not_have_is_refused(ws: Workspace, draft: str) -> None:
    kept = evidence.attach_bytes(ws, draft, "Q01", _photo(), "a.jpg")
    for code, refused in (
        ("evidence_item", lambda: evidence.attach_bytes(ws, draft, "Q99", _photo(), "a.jpg")),
        ("evidence_item", lambda: evidence.change(ws, kept.id, item="Q99")),
        ("evidence_proof", lambda: evidence.change(ws, kept.id, proof="Q02.1")),
        ("evidence_proof", lambda: evidence.change(ws, kept.id, item="", proof="Q01.1")),
        (
            "evidence_proof",
            lambda: evidence.attach_bytes(ws, draft, "Q01", _photo(), "a.jpg", proof="Q01.99"),
        ),
        ("evidence_caption", lambda: evidence.change(ws, kept.id, caption="长" * 501)),
    ):
        assert _refused(refused).code == code
    assert evidence.of_assessment(ws, draft) == [kept]
    assert evidence.change(ws, kept.id, caption="长" * MAX_CAPTION).caption


def test_that_what_was_removed_comes_back(ws: Workspace, draft: str) -> None:
    kept = evidence.attach_bytes(ws, draft, "Q01", _photo(), "a.jpg", caption="图")
    evidence.remove(ws, kept.id, "王工")
    evidence.remove(ws, kept.id, "王工")
    assert evidence.of_assessment(ws, draft) == []
    evidence.restore(ws, kept.id, "李工")
    assert evidence.of_assessment(ws, draft) == [kept]
    told = [(c.who, c.item, c.old, c.new) for c in assessments.history(ws, draft)][:3]
    name = '"a.jpg · 图"'
    assert told == [
        ("李工", "evidence:Q01", "", name),
        ("王工", "evidence:Q01", name, ""),
        ("", "evidence:Q01", "", name),
    ]


def test_that_the_log_tells_of_changes_and_of_both_places_of_a_move(
    ws: Workspace, draft: str
) -> None:
    kept = evidence.attach_bytes(ws, draft, "", _photo(), "a.jpg")
    evidence.change(ws, kept.id, caption="图", who="王工")
    evidence.change(ws, kept.id, item="Q02", who="王工")
    told = [(c.item, c.old, c.new) for c in assessments.history(ws, draft)]
    assert told[:-1][::-1] == [
        ("evidence:general", "", '"a.jpg"'),
        ("evidence:general", '"a.jpg"', '"a.jpg · 图"'),
        ("evidence:Q02", "", '"a.jpg · 图"'),
        ("evidence:general", '"a.jpg · 图"', ""),
    ]


def test_that_attaching_is_work_on_the_assessment_and_changes_no_answer(
    ws: Workspace, draft: str
) -> None:
    session = AssessmentSession(ws, draft)
    session.choose("Q05", "D")
    (before,) = assessments.cards(ws)
    evidence.attach_bytes(ws, draft, "Q05", _photo(), "a.jpg")
    (after,) = assessments.cards(ws)
    assert after.updated_at > before.updated_at
    session.choose("S01", 2)
    assert AssessmentSession(ws, draft).answers.choices == {"Q05": "D", "S01": 2}


def test_that_a_discarded_assessment_takes_nothing(ws: Workspace, draft: str) -> None:
    assessments.discard(ws, draft)
    with pytest.raises(StoreError) as caught:
        evidence.attach_bytes(ws, draft, "Q01", _photo(), "a.jpg")
    assert caught.value.code == "not_found"
    assert _files(ws) == []


def test_that_opening_an_assessment_reads_no_file(
    ws: Workspace, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        evidence.attach_bytes(ws, draft, "Q01", _photo(n), f"{n}.jpg")
    evidence.evidence_dir(ws.path).rename(ws.path.parent / "elsewhere")
    AssessmentSession(ws, draft)
    assert len(evidence.of_assessment(ws, draft)) == 5


def test_that_saving_a_copy_gives_what_was_attached_or_nothing(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    kept = evidence.attach_bytes(ws, draft, "Q01", _photo(), "a.jpg")
    out = tmp_path / "copy.jpg"
    evidence.save_as(ws, kept, out)
    assert out.read_bytes() == _photo()
    stored = evidence.file_of(ws, kept)
    stored.write_bytes(stored.read_bytes()[:-1] + b"?")
    out.write_bytes(b"as it was")
    assert _refused(lambda: evidence.save_as(ws, kept, out)).code == "evidence_damaged"
    assert out.read_bytes() == b"as it was"
    stored.unlink()
    assert _refused(lambda: evidence.save_as(ws, kept, out)).code == "evidence_missing"


def test_that_the_check_finds_what_is_missing_damaged_or_without_a_record(
    ws: Workspace, draft: str
) -> None:
    kept = [evidence.attach_bytes(ws, draft, "Q01", _photo(n), f"{n}.jpg") for n in range(4)]
    evidence.attach_bytes(ws, draft, "Q02", _photo(1), "1.jpg")
    sound = _checked(ws)
    assert (sound.checked, sound.missing, sound.damaged, sound.orphans) == (4, (), (), ())
    evidence.file_of(ws, kept[0]).unlink()
    flipped = evidence.file_of(ws, kept[1])
    content = bytearray(flipped.read_bytes())
    content[len(content) // 2] ^= 1
    flipped.write_bytes(content)
    evidence.file_of(ws, kept[2]).write_bytes(b"cut off")
    evidence.remove(ws, kept[0].id)
    orphan = evidence.folder_of(ws).file("ab" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"nobody's")
    found = _checked(ws)
    assert [one.id for one in found.missing] == [kept[0].id]
    assert {one.file_name for one in found.damaged} == {"1.jpg", "2.jpg"}
    assert len(found.damaged) == 3
    assert found.orphans == (orphan,)
    assert {one.file_name for one in _checked(ws, deep=False).damaged} == {"2.jpg"}
    assert evidence.clear_orphans(ws) == 1
    assert not orphan.exists()
    assert evidence.file_of(ws, kept[3]).is_file()


def test_that_attaching_the_original_again_mends_a_damaged_file(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(_photo())
    kept = _attach(ws, draft, "Q01", source)
    evidence.file_of(ws, kept).write_bytes(b"x" * kept.size)
    assert _checked(ws).damaged
    _attach(ws, draft, "Q02", source)
    assert not _checked(ws).damaged


def test_that_a_backup_takes_the_evidence_along(ws: Workspace, draft: str, tmp_path: Path) -> None:
    kept = [evidence.attach_bytes(ws, draft, "Q01", _photo(n), f"{n}.jpg") for n in range(3)]
    evidence.remove(ws, kept[2].id)
    copy = tmp_path / "usb" / "copy.db"
    told = list(ws.backing_up(copy))
    assert told == [Progress(n, 3) for n in range(4)]
    with Workspace.open(str(copy)) as other:
        assert evidence.of_assessment(other, draft) == kept[:2]
        assert evidence.file_of(other, kept[0]).read_bytes() == _photo(0)
        evidence.restore(other, kept[2].id)
        assert _checked(other) == EvidenceCheck(3, (), (), ())
        assert evidence.thumbnail(other, kept[1]) is not None


def test_that_the_next_backup_copies_only_what_is_new(
    ws: Workspace, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = evidence.attach_bytes(ws, draft, "Q01", _photo(1), "1.jpg")
    copy = tmp_path / "copy.db"
    ws.backup_to(copy)
    there = evidence.evidence_dir(copy) / first.sha256[:2] / first.sha256
    os.utime(there, (1, 1))
    second = evidence.attach_bytes(ws, draft, "Q01", _photo(2), "2.jpg")
    ws.backup_to(copy)
    assert there.stat().st_mtime == 1
    with Workspace.open(str(copy)) as other:
        assert evidence.of_assessment(other, draft) == [first, second]
        assert not _checked(other).missing


def test_that_a_backup_that_is_given_up_leaves_the_older_one(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    for n in range(3):
        evidence.attach_bytes(ws, draft, "Q01", _photo(n), f"{n}.jpg")
    copy = tmp_path / "new" / "copy.db"
    running = ws.backing_up(copy)
    for _ in range(3):
        next(running)
    running.close()
    assert list(copy.parent.rglob("*")) == []


def test_that_a_backup_says_how_many_files_it_could_not_take_whole(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    kept = [evidence.attach_bytes(ws, draft, "Q01", _photo(n), f"{n}.jpg") for n in range(3)]
    evidence.file_of(ws, kept[0]).unlink()
    evidence.file_of(ws, kept[1]).write_bytes(b"damaged")
    assert _finished(ws.backing_up(tmp_path / "copy.db")) == 2
    with Workspace.open(str(tmp_path / "copy.db")) as other:
        found = _checked(other)
    assert (len(found.missing), len(found.damaged)) == (1, 1)


def test_that_a_backup_without_evidence_makes_no_folder_for_it(
    ws: Workspace, tmp_path: Path
) -> None:
    ws.backup_to(tmp_path / "copy.db")
    assert not evidence.evidence_dir(tmp_path / "copy.db").exists()


def test_that_databases_side_by_side_keep_their_files_apart() -> None:
    names = {evidence.evidence_dir(Path("d") / name) for name in ("a", "a.db", "a.sqlite")}
    assert len(names) == 3
    assert all(path.parent == Path("d") for path in names)


def test_that_every_error_is_worded_and_no_words_are_left_over() -> None:
    words = json.loads(files.read_bytes("words/evidence.json"))
    documented = set(re.findall(r"``(evidence_\w+)``", EvidenceError.__doc__ or ""))
    raised = {
        code
        for path in (Path(suzhou_assess.__file__).parent / "services").glob("*.py")
        for code in re.findall(r'"(evidence_\w+)"', path.read_text(encoding="utf-8"))
        if path.name in ("evidence.py", "evidence_staging.py", "pictures.py")
    }
    assert set(words) == documented == raised - {"evidence_dir"}


def test_that_what_is_received_in_pieces_and_not_kept_is_forgotten(ws: Workspace) -> None:
    with Staging(evidence.folder_of(ws), "a.jpg") as staging:
        staging.take(_photo()[:100])
        staging.take(_photo()[100:])
        staged = staging.examined()
        assert staged.incoming.sha256 == hashlib.sha256(_photo()).hexdigest()
        assert len(_files(ws)) == 1
    assert _files(ws) == []
