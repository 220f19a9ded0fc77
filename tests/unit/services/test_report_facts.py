"""What a report says, before anything is set."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report_parts import LEVEL_ONE, Profile, assessed, photo

import suzhou_assess
from suzhou_assess.domain.answers import GENERAL, Choice, sections
from suzhou_assess.domain.improvement_plan import planned
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import Wishes, make_plans
from suzhou_assess.domain.text import LANGS
from suzhou_assess.report.model import KINDS, ReportKind, ReportModel, to_data
from suzhou_assess.resources import files
from suzhou_assess.services import evidence, onsite, plans
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.report_facts import LABELS, build_report
from suzhou_assess.services.standings import Standings
from suzhou_assess.services.workspace import Workspace

MADE = datetime(2025, 7, 15, 9, 30, tzinfo=UTC)


def report(
    ws: Workspace, session: AssessmentSession, kind: ReportKind = "enterprise", **wanted: object
) -> ReportModel:
    return build_report(ws, session.id, kind, made_at=MADE, **wanted)  # type: ignore[arg-type]


def all_texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for entry in value.values() for text in all_texts(entry)]
    return [t for entry in value for t in all_texts(entry)] if isinstance(value, list) else []


# the verdict


def test_that_the_verdict_is_said_with_what_is_missing(ws: Workspace, profile: Profile) -> None:
    model = report(ws, assessed(ws, profile))
    verdict = model.verdict
    assert (verdict.level, verdict.score) == (1, "45.75")
    assert "1 级（初始级）" in verdict.headline
    assert "苏州试样1号机械有限公司" in verdict.headline
    said = "".join(verdict.summary)
    # That is enough for level 2: it is the scenarios that hold it back.
    assert "单看得分已够 2 级（规范级）" in said
    assert "再有 6 个场景达到 2 级" in said
    assert [(row.level, row.met) for row in verdict.conditions] == [
        (1, True), (1, True), (1, True), (2, True), (2, False), (2, False),
    ]  # fmt: skip
    assert [rung.current for rung in verdict.ladder] == [False, True, False, False, False]
    assert verdict.incomplete == ""


def test_that_where_the_score_is_short_that_is_said(ws: Workspace, profile: Profile) -> None:
    answers = {"Q01": ("B",), **{f"S{n:02d}": 3 for n in range(1, 17)}}
    verdict = report(ws, assessed(ws, profile, answers=answers)).verdict
    assert verdict.level == 0
    assert "应用场景已够 3 级（集成级）" in "".join(verdict.summary)
    assert "还有 14 项未答（共 31 项）" in verdict.incomplete


def test_that_the_top_has_no_way_up(ws: Workspace, profile: Profile, pack: Pack) -> None:
    model = report(ws, assessed(ws, profile, answers=best_answers(pack)))
    assert model.verdict.level == 4
    assert model.way_up.source == "none"
    assert model.way_up.steps == model.gaps == model.first == ()
    assert "最高等级" in model.way_up.lead


def best_answers(pack: Pack) -> dict[str, Choice]:
    chosen: dict[str, Choice] = {scenario.id: scenario.top for scenario in pack.scenarios}
    for question in pack.questions:
        if question.kind == "single":
            chosen[question.id] = max(question.options, key=lambda o: o.points).letter
        else:
            chosen[question.id] = tuple(o.letter for o in question.options if o.points)
    return chosen


def test_that_strengths_and_gaps_are_those_of_the_answers(ws: Workspace, profile: Profile) -> None:
    answers = {**LEVEL_ONE, "Q05": "E", "S09": 4}
    model = report(ws, assessed(ws, profile, answers=answers))
    assert [(one.id, one.mark) for one in model.strengths] == [
        ("systems", "100%"),
        ("quality", "100%"),
        ("market", "75%"),
        ("S09", "4 级"),
    ]
    gap = next(one for one in model.gaps if one.id == "Q04")
    assert gap.mark == "3.5/10 分"
    assert "等 9 项" in gap.text
    assert "。。" not in "".join(all_texts(to_data(model)))


def test_that_what_was_not_judged_is_not_told_as_found(ws: Workspace, profile: Profile) -> None:
    model = report(ws, assessed(ws, profile, answers={"Q01": ("B",)}, submit=False))
    scenario = next(one for one in model.gaps if one.id.startswith("S"))
    assert scenario.mark == "未评"
    assert "现状" not in scenario.text


def test_that_a_draft_is_marked(ws: Workspace, profile: Profile) -> None:
    cover = report(ws, assessed(ws, profile, submit=False)).cover
    assert cover.draft_mark == "草稿"
    assert cover.draft
    submitted = report(ws, assessed(ws, profile, 2)).cover
    assert submitted.draft == submitted.draft_mark == ""


def test_that_the_office_that_issues_it_is_named(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile)
    assert "出具单位" not in {line.label for line in report(ws, session).cover.lines}
    ws.set_setting("office", "昆山市示例咨询有限公司")
    lines = {line.label: line.text for line in report(ws, session).cover.lines}
    assert lines["出具单位"] == "昆山市示例咨询有限公司"


def test_that_not_applicable_is_told_from_level_0(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile, submit=False)
    session.choose("S02", None, not_applicable=True)
    session.choose("S04", 0)
    session.choose("S05", None)
    rows = {
        row.id: row for group in report(ws, session).scenarios.groups for row in group.scenarios
    }
    assert [rows[one].label for one in ("S02", "S04", "S05")] == ["不适用", "0 级", "未评"]
    assert rows["S02"].not_applicable
    assert rows["S05"].level is None


# the way up and support


def test_that_the_way_up_is_the_least_effort(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile)
    way = report(ws, session).way_up
    best = make_plans(session.pack, session.answers, session.pack.levels[2]).best
    assert best is not None
    assert way.source == "best"
    assert {row.id for row in way.steps} == {step.item for step in best.steps}
    assert [row.number for row in way.steps] == list(range(1, len(way.steps) + 1))
    assert "2 级（规范级）" in way.result
    assert len(way.others) == 2
    assert all(other.steps for other in way.others)
    scenario = next(row for row in way.steps if row.id.startswith("S"))
    assert scenario.change == "1 级 → 2 级"


def test_that_options_added_to_one_question_are_one_row(ws: Workspace, profile: Profile) -> None:
    way = report(ws, assessed(ws, profile, answers={**LEVEL_ONE, "Q01": ("A",)})).way_up
    ids = [row.id for row in way.steps]
    assert len(ids) == len(set(ids))


def test_that_the_plan_that_was_agreed_on_is_shown(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile)
    best = make_plans(session.pack, session.answers, session.pack.levels[2]).best
    assert best is not None
    plan = planned(2, Wishes(), best.steps)
    first = replace(
        plan.steps[0], owner="生产部", due=date(2025, 9, 1), cost=Decimal("12.50"), done=True
    )
    plans.save(ws, session.id, replace(plan, steps=(first, *plan.steps[1:])))
    way = report(ws, session).way_up
    assert way.source == "plan"
    assert way.planned
    row = way.steps[0]
    assert (row.owner, row.due, row.cost, row.done) == ("生产部", "2025-09-01", "12.5", True)
    assert way.total_cost == "12.5"
    # What is done is no longer what to do first.
    assert not any(row.text in one for one in report(ws, session).first)


def test_that_what_is_out_of_reach_is_said_with_why(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile, submit=False)
    for number in range(1, 12):
        session.choose(f"S{number:02d}", None, not_applicable=True)
    way = report(ws, session).way_up
    assert way.source == "nearest"
    assert way.steps
    assert any("不适用" in reason for reason in way.blocked)
    assert way.result == ""


def test_that_support_says_that_it_is_an_example(ws: Workspace, profile: Profile) -> None:
    model = report(ws, assessed(ws, profile))
    assert {row.state for row in model.support} <= {"符合", "接近符合"}
    assert model.support[0].fits
    assert all(row.example == "示例" for row in model.support)
    assert "现行通知" in model.support_note


# the record


def test_that_every_note_is_in_both_reports(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile, submit=False)
    places = (GENERAL, *sections(session.pack), *session.pack.item_ids)
    for number, key in enumerate(places):
        session.note(key, f"备注{number}号")
    for kind in KINDS:
        notes = report(ws, session, kind).notes
        assert sorted(one.text for one in notes) == sorted(
            f"备注{number}号" for number in range(len(places))
        )
        assert notes[0].name == "整份评估"


def test_that_every_warning_is_told_with_its_place(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile, submit=False)
    session.set_figures({"devices_total": 10, "devices_digital": 20})
    session.choose("Q01", ("E",))
    model = report(ws, session, "expert")
    assert len(model.warnings) == len(session.problems) >= 2
    assert model.warnings[0].severity == "error"
    assert "Q02 设备数字化" in model.warnings[0].where
    answers = {row.id: row for section in model.answers for row in section.answers}
    assert model.warnings[0].text in answers["Q02"].warnings


def test_that_the_expert_sees_every_answer(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile, submit=False)
    session.set_figures({"devices_total": 100, "devices_digital": 45})
    session.flag("Q05", on=True)
    model = report(ws, session, "expert")
    rows = {row.id: row for section in model.answers for row in section.answers}
    assert list(rows) == list(session.pack.item_ids)
    assert rows["Q01"].answer == "B、C"
    assert rows["Q01"].points == "4/8 分"
    assert [option.letter for option in rows["Q01"].options if option.chosen] == ["B", "C"]
    assert "45.0%" in rows["Q02"].explanation
    assert [line.text for line in rows["Q02"].figures] == ["100 台", "45 台"]
    assert rows["Q05"].flagged
    assert rows["S01"].points == "1 级"
    assert report(ws, session).answers == ()


def test_that_evidence_is_numbered_and_referred_to(
    ws: Workspace, profile: Profile, tmp_path: Path
) -> None:
    session = assessed(ws, profile, submit=False)
    add = evidence.attach_bytes
    add(ws, session.id, "", photo("red"), "plan.jpg", caption="厂区平面图")
    add(ws, session.id, "Q02", photo(), "IMG_1.jpg", caption="数控机床铭牌", claim="B,C")
    add(ws, session.id, "Q01", photo(), "IMG_2.jpg")
    add(ws, session.id, "Q08", b"%PDF-1.4\n", "三年规划.pdf", caption="规划")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    model = report(ws, session, "expert", pictures=pictures)
    assert [(row.number, row.item, row.caption) for row in model.evidence] == [
        (1, "Q01", "IMG_2.jpg"), (2, "Q02", "数控机床铭牌"), (3, "Q08", "规划"),
        (4, "", "厂区平面图"),
    ]  # fmt: skip
    assert model.evidence[1].claim == "选项 B、C"
    assert model.evidence[2].picture == ""
    # One photo on two questions is one file.
    assert model.evidence[0].picture == model.evidence[1].picture
    assert {one.name for one in pictures.iterdir()} == set(model.pictures)
    answers = {row.id: row for section in model.answers for row in section.answers}
    assert answers["Q02"].evidence == ("[2] 数控机床铭牌",)


def test_that_evidence_whose_file_is_gone_is_named(
    ws: Workspace, profile: Profile, tmp_path: Path
) -> None:
    session = assessed(ws, profile, submit=False)
    kept = evidence.attach_bytes(ws, session.id, "Q01", photo(), "IMG_1.jpg", caption="机柜")
    evidence.file_of(ws, kept).unlink()
    for folder in (tmp_path, None):
        (row,) = report(ws, session, pictures=folder).evidence
        assert row.picture == ""
        assert "不在原处" in row.missing


def test_that_claim_and_verdict_stand_side_by_side(ws: Workspace, profile: Profile) -> None:
    claimed = assessed(ws, profile)
    visit = AssessmentSession(ws, onsite.start_from(ws, claimed.id, date(2025, 7, 1), "李工"))
    visit.confirm_all(visit.pack.item_ids)
    visit.choose("S01", 0)
    visit.set_reason("S01", "系统没有启用")
    visit.choose("Q05", "D")
    model = report(ws, visit)
    assert model.review is not None
    assert [(row.id, row.state, row.gained) for row in model.review.rows] == [
        ("Q05", "低估", "+2.5 分"),
        ("S01", "高估", "−1 级"),
    ]
    assert model.review.rows[1].reason == "系统没有启用"
    assert model.review.rows[0].claimed == "C（5 分）"
    assert "1 处差异" in model.review.missing_reasons
    assert model.radar.other == "企业自评"
    expert = report(ws, visit, "expert").review
    assert expert is not None
    assert len(expert.rows) == len(visit.pack.item_ids)
    assert report(ws, claimed).review is None


def test_that_open_points_of_a_kind_are_one_row_for_the_owner(
    ws: Workspace, profile: Profile
) -> None:
    session = assessed(ws, profile, submit=False)
    for item in ("Q05", "S09"):
        session.flag(item, on=True)
    (row,) = report(ws, session).open_points
    assert row.state == "待核"
    assert row.text == "Q05 信息系统、S09 安全生产"
    assert [one.id for one in report(ws, session, "expert").open_points] == ["Q05", "S09"]


# around it


def test_that_peers_need_enough_enterprises(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile)
    assert report(ws, session, standings=Standings.load(ws)).peers is None
    for number in range(2, 8):
        assessed(ws, profile, number, answers={**LEVEL_ONE, "Q05": "B"})
    peers = report(ws, session, standings=Standings.load(ws)).peers
    assert peers is not None
    assert len(peers.rows) == 1 + len(session.pack.indicators)
    assert "6 家" in peers.group


def test_that_what_moved_since_the_last_time_is_told(ws: Workspace, profile: Profile) -> None:
    first = assessed(ws, profile)
    second = assessed(
        ws, profile, on=date(2026, 6, 1), answers={**LEVEL_ONE, "Q05": "E", "S03": 0, "S06": 3}
    )
    assert report(ws, first).over_time is None
    moved = report(ws, second).over_time
    assert moved is not None
    assert [row.current for row in moved.rows] == [False, True]
    assert moved.rises == ("信息系统（5 分）", "生产管控（2 级）")
    assert moved.falls == ("营销管理（1 级）",)


# the whole


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_that_a_report_is_plain_data(
    ws: Workspace, profile: Profile, kind: ReportKind, lang: str
) -> None:
    model = build_report(ws, assessed(ws, profile).id, kind, lang, made_at=MADE)  # type: ignore[arg-type]
    data = to_data(model)
    assert json.loads(json.dumps(data)) == data
    # Two labels are filled in by the template, which alone knows the pages.
    assert not any("{" in text for text in all_texts({**data, "labels": {}}))


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_that_any_answers_make_a_report(
    ws: Workspace, profile: Profile, pack: Pack, data: st.DataObject
) -> None:
    answers: dict[str, Choice] = {}
    for question in pack.questions:
        letters = [option.letter for option in question.options]
        if question.kind == "multiple":
            some = data.draw(st.sets(st.sampled_from(letters[1:])))
            answers |= {question.id: tuple(sorted(some))} if some else {}
        elif data.draw(st.booleans()):
            answers[question.id] = data.draw(st.sampled_from(letters))
    for scenario in pack.scenarios:
        level = data.draw(st.none() | st.integers(0, scenario.top))
        answers |= {} if level is None else {scenario.id: level}
    session = assessed(ws, profile, answers=answers, submit=False)
    for kind in KINDS:
        model = report(ws, session, kind)
        assert model.verdict.level == session.verdict.level
        assert len(model.verdict.conditions) <= 6
        assert len(model.first) <= 3


def test_that_every_word_of_the_report_is_used() -> None:
    said = set(json.loads(files.read_bytes("words/report.json")))
    package = Path(suzhou_assess.__file__).parent
    sources = [*package.glob("services/report*.py"), *package.glob("report/*.py")]
    whole: set[str] = {f"label_{name}" for name in LABELS}
    starts: set[str] = set()
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                starts.add(str(node.values[0].value).removeprefix("report."))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole |= {node.value.removeprefix("report.")} | {
                    f"{node.value}_{part}" for part in ("what", "remedy")
                }
    starts -= {"", "label_", "_"}
    assert {key for key in said - whole if not key.startswith(tuple(starts))} == set()
    templates = "".join(files.read_text(name) for name in files.names("templates", ".typ"))
    assert [name for name in LABELS if f".{name}" not in templates] == []
