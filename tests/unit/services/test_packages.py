"""Packages between laptops with real databases: what goes out comes in, whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from laptops import DAY, Laptop, finished, picture

from suzhou_assess.services import (
    assessments,
    doubts,
    enterprises,
    events,
    evidence,
    intake,
    packages,
)
from suzhou_assess.services.packages import PackageError
from suzhou_assess.services.rollup_views import Part, RollupFilter
from suzhou_assess.services.standings import Standings
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.evidence_files import EvidenceFolder, evidence_dir


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    made: list[Laptop] = []

    def make(name: str) -> Laptop:
        made.append(Laptop(tmp_path / name, name))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def a(laptop: Callable[[str], Laptop]) -> Laptop:
    return laptop("a")


@pytest.fixture
def b(laptop: Callable[[str], Laptop]) -> Laptop:
    return laptop("b")


@pytest.fixture
def visit(a: Laptop, profile: Any) -> str:
    return a.visit(profile(1))


# what goes out comes in


@pytest.mark.parametrize("password", [None, "correct horse"], ids=["plain", "encrypted"])
def test_that_everything_of_an_assessment_arrives(
    a: Laptop, b: Laptop, visit: str, password: str | None
) -> None:
    out = a.write(visit, password=password)
    (entry,) = b.preview(out, password)
    assert (entry.kind, entry.is_new, entry.evidence_new) == ("new", True, 1)
    result = b.take(out, password=password)
    assert [one.outcome for one in result.taken] == ["new"]
    assert b.seen(visit) == a.seen(visit)


def test_that_a_preview_writes_nothing(a: Laptop, b: Laptop, visit: str) -> None:
    b.preview(a.write(visit))
    assert assessments.cards(b.ws) == []
    assert not evidence_dir(b.ws.path).exists()


def test_that_taking_a_package_again_changes_nothing(a: Laptop, b: Laptop, visit: str) -> None:
    out = a.write(visit)
    b.take(out)
    before = b.ws.path.read_bytes(), b.seen(visit)
    assert b.kinds(out) == ["unchanged"]
    assert b.take(out).count("unchanged") == 1
    assert b.seen(visit) == before[1]


def test_that_a_file_on_ten_questions_is_carried_once(a: Laptop, b: Laptop, visit: str) -> None:
    for item in ("Q02", "Q03", "S01"):
        a.attach(visit, item)
    with b.open(a.write(visit)) as package:
        assert package.files == 1
    b.take(a.write(visit))
    assert len(evidence.of_assessment(b.ws, visit)) == 4


def test_that_a_claim_travels_with_the_on_site_assessment(
    a: Laptop, b: Laptop, profile: Any
) -> None:
    from suzhou_assess.services import onsite

    owner, _ = enterprises.save(a.ws, profile(1))
    assert owner is not None
    own = assessments.start(a.ws, owner, "self", DAY)
    a.session(own).choose("Q01", ("B",))
    a.session(own).submit()
    visit = onsite.start_from(a.ws, own, DAY, "王工", who="王工")
    a.session(visit).confirm("Q01")
    b.take(a.write(visit))
    sent, came = a.session(visit).claim, b.session(visit).claim
    assert sent is not None
    assert came is not None
    assert (came.assessment_id, came.date, came.answers) == (own, DAY, sent.answers)
    assert b.session(visit).based_on == own


def test_that_removed_evidence_is_not_carried_but_its_removal_is(
    a: Laptop, b: Laptop, visit: str
) -> None:
    second = a.attach(visit, "Q02", "blue")
    b.take(a.write(visit))
    evidence.remove(a.ws, second, "王工")
    out = a.write(visit)
    with b.open(out) as package:
        assert package.files == 1
    b.take(out)
    assert [one.item for one in evidence.of_assessment(b.ws, visit)] == ["Q01"]
    evidence.restore(a.ws, second, "王工")
    b.take(a.write(visit))
    assert b.seen(visit) == a.seen(visit)


# two people


def test_that_parts_done_on_two_laptops_come_together(a: Laptop, b: Laptop, visit: str) -> None:
    b.take(a.write(visit))
    a.session(visit).choose("Q02", "C")
    b.session(visit).choose("S01", 2)
    b.attach(visit, "S01", "blue")
    out = a.write(visit)
    assert b.kinds(out) == ["merge"]
    b.take(out)
    a.take(b.write(visit))
    assert a.seen(visit) == b.seen(visit)
    assert a.session(visit).answers.choices == {"Q01": ("B", "C"), "Q02": "C", "S01": 2}


def test_that_what_both_changed_is_left_until_somebody_decides(
    a: Laptop, b: Laptop, visit: str
) -> None:
    b.take(a.write(visit))
    a.session(visit).choose("Q01", ("D",))
    a.session(visit).choose("Q02", "C")
    b.session(visit).choose("Q01", ("E",))
    out, before = a.write(visit), b.seen(visit)
    (entry,) = b.preview(out)
    assert entry.kind == "conflict"
    assert [(c.unit, c.mine, c.theirs) for c in entry.conflicts] == [
        (("answers", "Q01"), ["E"], ["D"])
    ]
    assert b.take(out).count("undecided") == 1
    assert b.seen(visit) == before
    assert b.take(out, "theirs").count("updated") == 1
    assert b.session(visit).answers.choices["Q01"] == ("D",)


def test_that_decided_conflicts_do_not_come_again_by_whatever_way(
    a: Laptop, b: Laptop, laptop: Callable[[str], Laptop], visit: str
) -> None:
    c = laptop("c")
    b.take(a.write(visit))
    c.take(a.write(visit))
    a.session(visit).choose("Q01", ("D",))
    b.session(visit).choose("Q01", ("E",))
    c.session(visit).choose("Q02", "C")
    b.take(a.write(visit), "mine")
    assert c.kinds(b.write(visit)) == ["merge"]
    c.take(b.write(visit))
    assert a.kinds(c.write(visit)) == ["update"]
    a.take(c.write(visit))
    assert b.kinds(a.write(visit)) == ["update"]
    b.take(a.write(visit))
    assert a.seen(visit) == b.seen(visit) == c.seen(visit)
    for sender in (a, b, c):
        for taker in (a, b, c):
            assert taker.kinds(sender.write(visit)) == ["unchanged"]


def test_that_a_profile_is_filled_in_and_what_differs_is_asked(
    a: Laptop, b: Laptop, visit: str, profile: Any
) -> None:
    theirs = profile(1, town="", phone="0512-55550000", employees=80)
    owner, _ = enterprises.save(b.ws, theirs)
    assert owner is not None
    out = a.write(visit)
    (entry,) = b.preview(out)
    assert (entry.kind, entry.is_new) == ("conflict", True)
    assert [(c.unit, c.mine, c.theirs) for c in entry.conflicts] == [
        (("profile", "employees"), 80, 120)
    ]
    assert b.take(out).count("undecided") == 1
    assert assessments.cards(b.ws) == []
    b.take(out, "mine")
    kept = enterprises.get(b.ws, owner)
    assert (kept.town, kept.phone, kept.employees) == ("玉山镇", "0512-55550000", 80)
    a.take(b.write(visit))
    assert a.seen(visit) == b.seen(visit)


def test_that_a_profile_is_asked_about_once_for_all_assessments_of_an_enterprise(
    a: Laptop, b: Laptop, visit: str, profile: Any
) -> None:
    owner = enterprises.find(a.ws, str(profile(1)["uscc"]))
    assert owner is not None
    second = assessments.start(a.ws, owner, "self", DAY)
    enterprises.save(b.ws, profile(1, employees=80))
    out = a.write(visit, second)
    assert [len(entry.conflicts) for entry in b.preview(out)] == [1, 0]
    assert b.take(out, "mine").count("new") == 2
    found = enterprises.find(b.ws, str(profile(1)["uscc"]))
    assert found is not None
    assert enterprises.get(b.ws, found).employees == 80


def test_that_a_draft_put_away_here_comes_back_only_when_decided(
    a: Laptop, b: Laptop, visit: str
) -> None:
    b.take(a.write(visit))
    assessments.discard(b.ws, visit)
    a.session(visit).choose("Q02", "C")
    out = a.write(visit)
    assert [c.unit for c in b.preview(out)[0].conflicts] == [packages.DISCARDED]
    assert b.take(out, "mine").count("left") == 1
    assert assessments.cards(b.ws) == []
    assert b.take(out, "theirs").count("updated") == 1
    assert b.seen(visit) == a.seen(visit)


def test_that_work_of_the_session_is_not_lost_between_preview_and_taking(
    a: Laptop, b: Laptop, visit: str
) -> None:
    b.take(a.write(visit))
    a.session(visit).choose("Q02", "C")
    with b.open(a.write(visit)) as package:
        packages.preview(b.ws, package)
        b.session(visit).choose("Q03", "D")
        finished(packages.take(b.ws, package, {}, "b"))
    choices = b.session(visit).answers.choices
    assert (choices["Q02"], choices["Q03"]) == ("C", "D")


# submitted ones


def test_that_a_submitted_one_counts_here_as_if_it_were_submitted_here(
    a: Laptop, b: Laptop, profile: Any
) -> None:
    visit = a.visit(profile(1), status="submitted")
    b.take(a.write(visit))
    (card,) = assessments.cards(b.ws)
    (sent,) = assessments.cards(a.ws)
    assert (card.status, card.score, card.level, card.answered, card.total) == (
        sent.status, sent.score, sent.level, sent.answered, sent.total,
    )  # fmt: skip
    assert b.ws.overview().assessed == 1
    standings = Standings.load(b.ws)
    assert standings.missing == 0
    assert len(standings.enterprise_ids(RollupFilter(), Part("all"))) == 1


def test_that_submitting_over_there_counts_here(a: Laptop, b: Laptop, visit: str) -> None:
    b.take(a.write(visit))
    assert b.ws.overview().assessed == 0
    a.session(visit).submit()
    b.take(a.write(visit))
    assert b.session(visit).status == "submitted"
    assert b.ws.overview().assessed == 1
    a.session(visit).reopen()
    out = a.write(visit)
    assert [c.unit for c in b.preview(out)[0].conflicts] == [("head", "status")]
    assert b.take(out, "theirs").count("updated") == 1
    assert b.ws.overview().assessed == 0


def test_that_one_beside_another_of_the_same_day_waits_for_a_decision(
    a: Laptop, b: Laptop, profile: Any
) -> None:
    b.visit(profile(1), status="submitted")
    sent = a.visit(profile(1), status="submitted")
    a.session(sent).reopen()
    a.session(sent).choose("Q02", "C")
    a.session(sent).submit()
    out = a.write(sent)
    (entry,) = b.preview(out)
    assert [problem.code for problem in entry.problems] == ["equal_date_undecided"]
    b.take(out)
    (doubt,) = doubts.waiting(b.ws)
    assert (doubt.kind, doubt.mine.assessment_id) == ("equal_date", sent)
    assert b.ws.overview().assessed == 1
    held = {card.id: card.held for card in assessments.cards(b.ws)}
    assert held[sent] == "waiting"


def test_that_a_namesake_under_another_code_is_asked_about(
    a: Laptop, b: Laptop, visit: str, profile: Any
) -> None:
    enterprises.save(b.ws, profile(2, name=profile(1)["name"]))
    out = a.write(visit)
    assert [p.code for p in b.preview(out)[0].problems] == ["name_under_other_code"]
    b.take(out)
    assert [doubt.kind for doubt in doubts.waiting(b.ws)] == ["same_name"]


def test_that_a_workbook_imported_on_both_laptops_is_one_assessment(
    a: Laptop, b: Laptop, profile: Any, tmp_path: Path
) -> None:
    import json

    sent = tmp_path / "answers.json"
    sent.write_text(
        json.dumps(
            {
                "pack": "miit-2024",
                "enterprise": profile(1),
                "assessment": {"mode": "self", "date": "2025-06-01"},
                "answers": {"Q01": ["B"]},
            }
        ),
        "utf-8",
    )
    for one in (a, b):
        finished(intake.take_in(one.ws, [sent]))
    (mine,) = assessments.cards(a.ws)
    (theirs,) = assessments.cards(b.ws)
    assert mine.id != theirs.id
    a.attach(mine.id, "Q01")
    out = a.write(mine.id)
    (entry,) = b.preview(out)
    assert (entry.target_id, entry.kind) == (theirs.id, "update")
    b.take(out)
    assert [card.id for card in assessments.cards(b.ws)] == [theirs.id]
    assert len(evidence.of_assessment(b.ws, theirs.id)) == 1
    assert doubts.waiting(b.ws) == []
    assert a.kinds(b.write(theirs.id)) == ["unchanged"]
    a.session(mine.id).reopen()
    a.session(mine.id).choose("Q02", "C")
    out = a.write(mine.id)
    assert [entry.target_id for entry in b.preview(out)] == [theirs.id]
    b.take(out, "theirs")
    assert b.session(theirs.id).answers == a.session(mine.id).answers


def test_that_an_id_of_another_enterprise_is_refused(
    a: Laptop, b: Laptop, visit: str, profile: Any
) -> None:
    b.take(a.write(visit))
    owner = enterprises.find(b.ws, str(profile(1)["uscc"]))
    enterprises.save(b.ws, profile(2), owner)
    out = a.write(visit)
    (entry,) = b.preview(out)
    assert (entry.kind, entry.merge) == ("refused", None)
    assert [p.code for p in entry.problems] == ["assessment_of_other_enterprise"]
    assert b.take(out, "theirs").count("refused") == 1


# what can go wrong


def test_that_nothing_of_an_assessment_is_here_when_taking_is_stopped(
    a: Laptop, b: Laptop, visit: str
) -> None:
    for number in range(5):
        a.attach(visit, "Q02", f"#00{number}0ff")
    with b.open(a.write(visit)) as package:
        taking = packages.take(b.ws, package, {}, "b")
        for _ in range(4):
            next(taking)
        taking.close()
    assert assessments.cards(b.ws) == []
    folder = EvidenceFolder(evidence_dir(b.ws.path))
    assert list((folder.path / "incoming").iterdir()) == []
    b.take(a.write(visit))
    assert b.seen(visit) == a.seen(visit)


def test_that_a_package_goes_on_after_the_assessment_at_which_it_was_stopped(
    a: Laptop, b: Laptop, visit: str, profile: Any
) -> None:
    second = a.visit(profile(2))
    out = a.write(visit, second)
    with b.open(out) as package:
        taking = packages.take(b.ws, package, {}, "b")
        while not assessments.cards(b.ws):
            next(taking)
        taking.close()
    assert len(assessments.cards(b.ws)) == 1
    result = b.take(out)
    assert (result.count("unchanged"), result.count("new")) == (1, 1)


def test_that_a_full_disk_is_told_and_nothing_of_the_assessment_is_written(
    a: Laptop, b: Laptop, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = a.write(visit)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("suzhou_assess.store.evidence_files.Incoming.write", full)
    with pytest.raises(PackageError) as caught:
        b.take(out)
    assert caught.value.code == "package_file_not_written"
    assert assessments.cards(b.ws) == []


def test_that_a_failed_transaction_leaves_nothing(
    a: Laptop, b: Laptop, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = a.write(visit)

    def broken(*_: object) -> None:
        raise StoreError("disk_full", path="assess.db")

    with monkeypatch.context() as patch:
        patch.setattr("suzhou_assess.store.exchanged.set_versions", broken)
        with pytest.raises(StoreError):
            b.take(out)
    assert assessments.cards(b.ws) == []
    assert b.ws.overview().enterprises == 0
    assert b.take(out).count("new") == 1


def test_that_evidence_that_is_gone_is_named_and_no_package_written(
    a: Laptop, visit: str, tmp_path: Path
) -> None:
    (one,) = evidence.of_assessment(a.ws, visit)
    evidence.file_of(a.ws, one).unlink()
    out = tmp_path / "a" / "out.szpkg"
    with pytest.raises(PackageError) as caught:
        finished(packages.write_package(a.ws, [visit], out))
    assert caught.value.code == "package_evidence_gone"
    assert caught.value.params["name"] == "red.png"
    assert not out.exists()


def test_that_damaged_evidence_is_noticed_before_the_package_appears(
    a: Laptop, visit: str, tmp_path: Path
) -> None:
    (one,) = evidence.of_assessment(a.ws, visit)
    path = evidence.file_of(a.ws, one)
    path.write_bytes(bytes(len(path.read_bytes())))
    out = tmp_path / "a" / "out.szpkg"
    with pytest.raises(PackageError) as caught:
        finished(packages.write_package(a.ws, [visit], out))
    assert caught.value.code == "package_evidence_damaged"
    assert [p.name for p in out.parent.iterdir() if p.suffix in (".szpkg", ".tmp")] == []


def test_that_stopping_leaves_no_package(a: Laptop, visit: str, tmp_path: Path) -> None:
    out = tmp_path / "a" / "out.szpkg"
    writing = packages.write_package(a.ws, [visit], out)
    next(writing)
    next(writing)
    writing.close()
    assert [p.name for p in out.parent.iterdir() if p.suffix in (".szpkg", ".tmp")] == []


@pytest.mark.parametrize(
    ("ids", "password", "code"),
    [([], None, "package_nothing"), (None, "short", "password_short")],
    ids=["nothing", "short password"],
)
def test_that_a_package_that_makes_no_sense_is_refused(
    a: Laptop, visit: str, tmp_path: Path, ids: list[str] | None, password: str | None, code: str
) -> None:
    wanted = [visit] if ids is None else ids
    with pytest.raises(PackageError) as caught:
        finished(packages.write_package(a.ws, wanted, tmp_path / "x.szpkg", password))
    assert caught.value.code == code


def test_that_a_discarded_draft_is_not_packed(a: Laptop, visit: str, tmp_path: Path) -> None:
    assessments.discard(a.ws, visit)
    with pytest.raises(StoreError) as caught:
        finished(packages.write_package(a.ws, [visit], tmp_path / "x.szpkg"))
    assert caught.value.code == "not_found"


def test_that_taking_is_logged_with_the_name_of_the_package(
    a: Laptop, b: Laptop, visit: str
) -> None:
    out = a.write(visit)
    b.take(out)
    changes = assessments.history(b.ws, visit)
    assert [(c.who, c.new) for c in changes if c.item == "package"] == [("b", f'"{out.name}"')]


def test_that_a_file_of_the_same_content_is_kept_once(
    a: Laptop, b: Laptop, visit: str, profile: Any
) -> None:
    own = b.visit(profile(2))
    content = picture()
    assert [one.size for one in evidence.of_assessment(b.ws, own)] == [len(content)]
    b.take(a.write(visit))
    assert len(list(EvidenceFolder(evidence_dir(b.ws.path)).stored())) == 1


def test_that_a_package_in_a_folder_of_workbooks_is_refused_with_the_way_to_take_it(
    a: Laptop, b: Laptop, visit: str, tmp_path: Path
) -> None:
    folder = tmp_path / "收到的"
    folder.mkdir()
    a.write(visit).rename(folder / "visit.szpkg")
    taken = [
        event
        for event in intake.take_in(b.ws, [folder])
        if isinstance(event, events.SubmissionTaken)
    ]
    assert [(one.outcome, one.problems[0].code) for one in taken] == [
        ("refused", "file_is_package")
    ]
    assert assessments.cards(b.ws) == []


def test_that_a_long_history_leaves_its_beginning_behind_where_there_is_no_room(
    a: Laptop, b: Laptop, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    b.take(a.write(visit))
    monkeypatch.setattr("suzhou_assess.services.package_writing.MAX_JSON_BYTES", 5_000)
    for letter in "ABCDE":
        a.session(visit).choose("Q02", letter)
        b.take(a.write(visit))
    with b.open(a.write(visit)) as package:
        assert 1 <= len(package.assessments[0].line.versions) < 6
    assert a.seen(visit) == b.seen(visit)
