"""A whole visit in the real window, by mouse and keyboard, up to the words of the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from assess_parts import new_enterprise
from hands_parts import CTRL
from home_parts import LONG_NAME, Open, in_dialog
from onsite_parts import new_claim, new_onsite, wait_until_read
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from visit_parts import Laptop
from visit_words import (
    CAPTIONS,
    COLLEAGUE_NOTE,
    CONTACT,
    FLAGGED,
    GENERAL_NOTE,
    LATE_REASON,
    MINE,
    NOTES,
    OWNER,
    REASONS,
    SECTION_NOTE,
    THEIRS,
    claim_workbook,
    text_of,
)

from suzhou_assess.cli.app import run
from suzhou_assess.domain.points import as_text
from suzhou_assess.services import evidence, onsite, plans
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.package_import import PackageImportDialog
from suzhou_assess.ui.dialogs.submit_assessment import SubmitDialog
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages.rollup import RollupPage
from suzhou_assess.ui.tasks import Tasks
from suzhou_assess.ui.widgets.sidebar import ENTRIES

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(64)


@pytest.fixture
def laptop(
    open_window: Open, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Laptop:
    return Laptop(open_window("home"), context, qtbot, monkeypatch)


@pytest.fixture
def second(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Laptop]:
    """A colleague's, with a database of its own."""
    with Workspace.open(str(tmp_path / "second.db")) as workspace:
        theirs = Context(workspace, context.theme, context.preferences, Tasks())
        window = MainWindow(theirs)
        window.showNormal()
        window.resize(1366, 768)
        yield Laptop(window, theirs, qtbot, monkeypatch)
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def test_that_a_visit_goes_from_the_claim_to_the_report(
    laptop: Laptop,
    second: Laptop,
    workspace: Workspace,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # The claim comes as a workbook, and the visit starts from it.
    laptop.import_workbook(claim_workbook(workspace, tmp_path / "自评.xlsx"))
    laptop.open_enterprise("昆山示例")
    laptop.open_claim()
    visit = laptop.start_onsite()
    laptop.judge_all()
    assert len(laptop.session(visit).answers.choices) == 31
    assert dict(laptop.session(visit).answers.reasons) == REASONS

    # Proof is collected; what is no proof is refused in words, and the rest taken.
    laptop.come_back()
    laptop.attach_photos(tmp_path)
    laptop.go_to("S13")
    (tmp_path / "手机.heic").write_bytes(HEIC)
    (tmp_path / "照片").mkdir()
    with (tmp_path / "录像.jpg").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    names = "手机.heic", "照片", "录像.jpg"
    refused = laptop.attach_refused(*(tmp_path / name for name in names))
    assert "有 2 个文件没有添加" in refused
    assert "“照片”是文件夹" in refused
    assert "录像.jpg" in refused
    assert len(evidence.of_assessment(workspace, visit)) == 6
    laptop.go_to("Q04")
    laptop.write_notes()
    laptop.edit_contact(CONTACT)

    # A colleague goes on with it elsewhere; both write at one place.
    laptop.see_result()
    laptop.write_package(tmp_path / "带走.szpkg")
    second.import_package(tmp_path / "带走.szpkg")
    second.note("S13", THEIRS)
    second.note("S15", COLLEAGUE_NOTE)
    second.see_result()
    second.write_package(tmp_path / "带回.szpkg")
    laptop.come_back()
    laptop.note("S13", MINE)

    def keep_both(dialog: PackageImportDialog) -> None:
        assert not dialog.take_button.isEnabled()
        (choice,) = dialog.preview.view.choices
        laptop.click(choice.cards["both"])

    laptop.import_package(tmp_path / "带回.szpkg", keep_both)
    notes = laptop.session(visit).answers.notes
    assert notes["S15"] == COLLEAGUE_NOTE
    assert MINE in notes["S13"]
    assert THEIRS in notes["S13"]

    # What is still open is walked through, and the rest is submitted as it stands.
    assert laptop.walk_to_open_point("reason_missing") == 1
    assert laptop.page.answering.item == "S10"
    laptop.press("R", held=CTRL)
    laptop.type(LATE_REASON)
    assert laptop.walk_to_open_point("flag") == 1
    assert laptop.page.answering.item == FLAGGED
    laptop.see_result()
    laptop.submit(laptop.result.submit)
    assert laptop.session(visit).status == "submitted"

    # The result's tabs, and a plan with an owner, a day and a cost.
    review = laptop.review()
    assert {kind: tile.figure.text() for kind, tile in review.tiles.items()} == {
        "agreed": "24",
        "over": "5",
        "under": "1",
        "other": "1",
        "open": "0",
        "unclaimed": "0",
    }
    laptop.plan()
    kept = plans.load(workspace, visit)
    assert kept is not None
    first = kept.steps[0]
    assert (first.owner, str(first.due), str(first.cost)) == (OWNER, "2027-06-30", "12.5")
    for tab in ("support", "over_time"):
        laptop.turn_to(tab)
        assert laptop.result.tabs.tab == tab

    # What is left behind says all that was entered, and the same numbers everywhere.
    for ending in ("pdf", "docx"):
        laptop.export("signoff", tmp_path / f"确认书.{ending}")
        laptop.report("enterprise", tmp_path / f"企业版.{ending}")
        laptop.report("expert", tmp_path / f"专家版.{ending}")
    laptop.export("workbook", tmp_path / "答卷.xlsx")
    session = laptop.session(visit)
    score = as_text(session.verdict.score)
    level = session.verdict.level
    expert = text_of(tmp_path / "专家版.pdf")
    written = [
        *REASONS.values(),
        LATE_REASON,
        *NOTES.values(),
        SECTION_NOTE,
        GENERAL_NOTE,
        MINE,
        THEIRS,
        COLLEAGUE_NOTE,
        *CAPTIONS.values(),
        "手机.heic",
        CONTACT,
        OWNER,
        "2027-06-30",
    ]
    assert [words for words in written if words not in expert] == []
    warnings = [context_words(laptop, problem) for problem in session.problems]
    assert warnings
    assert [words for words in warnings if words not in expert] == []
    assert "待核" in expert
    signed = text_of(tmp_path / "确认书.pdf")
    assert [words for words in (*REASONS.values(), LATE_REASON) if words not in signed] == []
    owner = text_of(tmp_path / "企业版.pdf")
    for said in (expert, signed, owner):
        assert f"{score}分" in said
        assert f"{level}级（" in said
    capsys.readouterr()
    assert run(["score", "--json", str(tmp_path / "答卷.xlsx")]) == 0
    scored = json.loads(capsys.readouterr().out)
    assert (str(scored["score"]), scored["level"]) == (score, level)
    assert laptop.stray.seen == []


def context_words(laptop: Laptop, problem: object) -> str:
    return "".join(laptop.context.words.problem(problem).split())  # type: ignore[arg-type]


def test_that_whoever_writes_goes_on_writing_when_the_screen_turns_dark(
    laptop: Laptop, workspace: Workspace
) -> None:
    visit = new_onsite(workspace)
    laptop.window.open(Place("assess", visit, "S01"))
    laptop.press("2", Qt.Key.Key_Escape)
    laptop.press("R", held=CTRL)
    laptop.type("1st")
    laptop.context.theme.choose("dark")
    laptop.type(" 3 lines")
    laptop.go_to("Q02")
    field = laptop.page.answering.question.figures.fields[0].edit
    laptop.click(field)
    laptop.type("4")
    laptop.context.theme.choose("light")
    laptop.type("5")
    laptop.press(Qt.Key.Key_Escape)
    answers = laptop.session(visit).answers
    assert answers.reasons == {"S01": "1st 3 lines"}
    assert answers.choices == {"S01": 2}, "letters and digits of a text chose nothing"
    assert answers.figures == {"devices_total": 45}


def test_that_a_note_and_a_reason_are_gone_on_with_at_their_end(
    laptop: Laptop, workspace: Workspace
) -> None:
    visit = new_onsite(workspace)
    laptop.window.open(Place("assess", visit, "S01"))
    laptop.press("2")
    for text in ("看了台账，", "缺九月"):
        laptop.press("R", held=CTRL)
        laptop.type(text)
        laptop.press(Qt.Key.Key_Escape, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    assert laptop.session(visit).answers.reasons == {"S01": "看了台账，缺九月"}


def test_that_what_is_open_when_it_is_submitted_is_never_cut_off(
    laptop: Laptop, workspace: Workspace, qtbot: QtBot
) -> None:
    owner = new_enterprise(workspace, name=LONG_NAME)
    claim = new_claim(workspace, enterprise=owner)
    visit = onsite.start_from(workspace, claim, date(2025, 10, 10), "王工")
    session = laptop.session(visit)
    session.confirm_all(session.pack.item_ids)
    session.choose("Q03", "B")
    session.flag("Q02", True)
    for lang in ("zh", "en"):
        laptop.context.speak(lang)
        laptop.window.open(Place("assess", visit, "Q01"))
        wait_until_read(qtbot, laptop.page)

        def look(dialog: SubmitDialog) -> None:
            qtbot.waitExposed(dialog)
            for words in dialog.findChildren(QLabel):
                wrapped = words.heightForWidth(words.width())
                needed = wrapped if wrapped > 0 else words.sizeHint().height()
                assert words.height() >= needed, words.text()

        submit = laptop.page.header.submit
        in_dialog(qtbot, SubmitDialog, lambda submit=submit: laptop.click(submit), look)


@pytest.mark.parametrize("page", [page for page, _ in ENTRIES])
def test_that_no_page_opens_windows_of_its_own(
    laptop: Laptop, workspace: Workspace, qtbot: QtBot, page: str
) -> None:
    new_onsite(workspace)
    laptop.window.open(Place(page))
    qtbot.waitUntil(lambda: not laptop.context.tasks.busy)
    if isinstance(rollup := laptop.window.current_page, RollupPage):
        qtbot.waitUntil(lambda: rollup.board.tiles[0].isVisible())
    assert laptop.stray.seen == []
