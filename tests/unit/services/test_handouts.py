"""The sign-off sheet and the interview script: what stands on them, and that they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from visits import CLAIMED, HOSTILE, Visit, make_visit

from suzhou_assess.report.signoff_model import SIGNOFF_LABELS, SignoffModel
from suzhou_assess.services import handouts
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.deliver import TargetError
from suzhou_assess.services.interview_facts import build_blank, build_interview
from suzhou_assess.services.signoff_facts import build_signoff
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.words.catalog import Words


@pytest.fixture
def visit(ws: Workspace, profile: Callable[..., dict[str, object]]) -> Visit:
    return make_visit(ws, profile)


@pytest.fixture
def sheet(ws: Workspace, visit: Visit) -> SignoffModel:
    return build_signoff(ws, visit.found)


def test_that_both_verdicts_stand_side_by_side(ws: Workspace, visit: Visit, sheet) -> None:
    found, claimed = (AssessmentSession(ws, key).verdict for key in (visit.found, visit.claimed))
    rows = {row.name: row for row in sheet.scores}
    assert sheet.has_claim
    assert "2025-05-20" in sheet.claim_line
    assert "王经理" in sheet.claim_line
    score = rows["综合得分"]
    assert (float(score.claimed), float(score.found)) == (
        claimed.score / 1000,
        found.score / 1000,
    )
    assert score.difference == f"−{(claimed.score - found.score) / 1000:g} 分"
    assert rows["数字化成效"].difference == "—"
    assert rows["2 级及以上场景（其中约束性）"].difference == "+1 个"


def test_that_the_office_is_named_on_the_sheet(ws: Workspace, visit: Visit) -> None:
    ws.set_setting("office", "昆山市示例咨询有限公司")
    assert ("评估单位", "昆山市示例咨询有限公司") in build_signoff(ws, visit.found).head


def test_that_every_difference_is_named_with_its_reason(sheet: SignoffModel) -> None:
    rows = {row.item.split()[0]: row for row in sheet.differences}
    assert set(rows) == {"Q02", "Q04", "S01", "S16"}
    assert [rows[item].kind for item in ("Q02", "Q04", "S01", "S16")] == [
        "高估", "高估", "低估", "待核实",
    ]  # fmt: skip
    assert rows["Q04"].reason == "计划排程只有白板。\n质量靠纸质记录。"
    assert rows["Q04"].difference == "−0.7 分"
    assert rows["S01"].difference == "+1 级"
    assert rows["Q02"].reason == "（未写差异原因）"
    assert rows["S16"].reason == ""
    assert "27" in sheet.agreed


def test_that_options_and_figures_that_were_not_found_are_named(sheet: SignoffModel) -> None:
    rows = {row.item.split()[0]: row for row in sheet.differences}
    assert rows["Q04"].claimed.startswith("B、F、G、H（")
    assert "未认可：F 计划排程" in rows["Q04"].found
    assert "补充认可：L 采购管理" in rows["Q04"].found
    assert "45 → 38 台" in rows["Q02"].found


def test_that_over_and_under_claims_are_listed(sheet: SignoffModel) -> None:
    assert sheet.over == "自评高估 2 项：Q02 设备数字化、Q04 数据采集。"
    assert sheet.under == "自评低估 1 项：S01 产品设计。"


def test_that_what_is_open_is_told_by_kind_or_by_item(sheet: SignoffModel) -> None:
    points = {point.item: point.text for point in sheet.open_points}
    assert points["未答（1 项）"] == "S16 决策支持"
    assert "Q02 设备数字化" in points["缺差异原因（2 项）"]
    assert points["Q13 产品质量"] == "待核：质量报表只拿到下半年的，等补"
    assert any(name.startswith("缺佐证") for name in points)
    assert sheet.open_line.startswith("还有")
    assert "3 份" in sheet.evidence
    assert "2 个题目" in sheet.evidence


def test_that_a_draft_says_that_it_is_one_until_it_is_submitted(
    ws: Workspace, visit: Visit, sheet: SignoffModel
) -> None:
    assert sheet.state.startswith("草稿")
    AssessmentSession(ws, visit.found).submit()
    assert build_signoff(ws, visit.found).state == ""


def test_that_without_a_claim_every_answer_found_is_listed(
    ws: Workspace, profile: Callable[..., dict[str, object]]
) -> None:
    from datetime import date

    from suzhou_assess.services import assessments, enterprises

    enterprise_id, _ = enterprises.save(ws, profile(2))
    assert enterprise_id is not None
    found = assessments.start(ws, enterprise_id, "onsite", date(2025, 6, 3), "李工")
    session = AssessmentSession(ws, found)
    session.choose("Q05", "C")
    session.choose("S02", 0, not_applicable=True)
    sheet = build_signoff(ws, found)
    assert not sheet.has_claim
    assert "没有提交自评" in sheet.claim_line
    assert len(sheet.differences) == len(session.pack.item_ids)
    rows = {row.item.split()[0]: row.found for row in sheet.differences}
    assert rows["Q05"].endswith("（5 分）")
    assert rows["S02"] == "不适用"
    assert rows["Q01"] == "未答"
    assert (sheet.over, sheet.under, sheet.agreed) == ("", "", "")
    assert all(row.claimed == row.difference == "" for row in sheet.scores)


def test_that_a_self_assessment_is_not_passed_off_as_a_visit(ws: Workspace, visit: Visit) -> None:
    assert build_signoff(ws, visit.claimed).state == "这是企业自评，不是现场评定。"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_every_label_is_there(ws: Workspace, visit: Visit, lang) -> None:
    assert set(build_signoff(ws, visit.found, lang).labels) == set(SIGNOFF_LABELS)


def test_that_the_script_asks_everything_once(ws: Workspace, visit: Visit) -> None:
    pack = ws.packs.default()
    script = build_interview(ws, visit.found)
    items = [item for section in script.sections for item in section.items]
    assert sorted(item.id for item in items) == sorted(pack.item_ids)
    for item in items:
        if item.id in pack.question_by_id:
            question = pack.question_by_id[item.id]
            assert len(item.options) == len(question.options)
            assert len(item.figures) == len(question.figures)
            assert len(item.proofs) == len(question.help.evidence)
        else:
            assert len(item.options) == pack.scenario_by_id[item.id].top + 2


def test_that_the_script_marks_what_was_claimed_and_what_is_to_be_verified(
    ws: Workspace, visit: Visit
) -> None:
    script = build_interview(ws, visit.found)
    items = {item.id: item for section in script.sections for item in section.items}
    marked = {
        key: tuple(option.mark for option in item.options if option.claimed)
        for key, item in items.items()
    }
    assert marked["Q04"] == ("B", "F", "G", "H")
    assert marked["S01"] == ("1",)
    assert marked["S04"] == ("",), "不适用"
    assert marked["Q02"] == (CLAIMED["Q02"],)
    assert [figure.claimed for figure in items["Q02"].figures] == ["100", "45"]
    assert items["Q13"].badges == ("待核",)
    assert items["Q13"].notes == ("已有记录：质量报表只拿到下半年的，等补",)
    assert items["Q02"].notes[0].startswith("企业备注：铭牌没贴")
    assert "2025-05-20" in script.claim_line


def test_that_a_blank_script_marks_nothing(ws: Workspace) -> None:
    script = build_blank(ws.packs.default())
    for section in script.sections:
        for item in section.items:
            assert not any(option.claimed for option in item.options)
            assert item.notes == ()
            assert not any(figure.claimed for figure in item.figures)


def test_that_a_long_note_is_cut_on_the_script(ws: Workspace, visit: Visit) -> None:
    AssessmentSession(ws, visit.found).note("Q05", "长" * 500)
    script = build_interview(ws, visit.found)
    (item,) = (i for section in script.sections for i in section.items if i.id == "Q05")
    assert item.notes[0].endswith("长…")
    assert len(item.notes[0]) < 80


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".PDF"])
def test_that_both_papers_are_written_by_suffix(
    ws: Workspace, visit: Visit, tmp_path: Path, suffix: str
) -> None:
    for name, work in (
        ("signoff", handouts.write_signoff),
        ("interview", handouts.write_interview),
    ):
        out = tmp_path / f"{name}{suffix}"
        list(work(ws, visit.found, out))
        magic = b"PK" if suffix == ".docx" else b"%PDF"
        assert out.read_bytes().startswith(magic)


def test_that_a_wrong_suffix_or_assessment_writes_nothing(
    ws: Workspace, visit: Visit, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.txt"
    with pytest.raises(TargetError) as caught:
        list(handouts.write_signoff(ws, visit.found, out))
    assert ".docx" in caught.value.say(Words("zh"))
    out = tmp_path / "sheet.docx"
    with pytest.raises(StoreError):
        list(handouts.write_signoff(ws, "nobody", out))
    assert not out.exists()


def test_that_a_closed_generator_leaves_what_was_there(
    ws: Workspace, visit: Visit, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.docx"
    out.write_bytes(b"before")
    work = handouts.write_signoff(ws, visit.found, out)
    next(work)
    work.close()
    assert out.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".tmp"] == []


def test_that_hostile_notes_print_as_they_were_typed(
    ws: Workspace, visit: Visit, tmp_path: Path
) -> None:
    import docx

    out = tmp_path / "script.docx"
    list(handouts.write_interview(ws, visit.found, out))
    said = "".join(piece.text or "" for piece in docx.Document(str(out)).element.body.iter("{*}t"))
    assert HOSTILE.removesuffix("\x07") in said
