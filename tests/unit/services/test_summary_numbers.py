"""Every number of the summary workbook against a count from the Answers JSON that was imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import naive_rollup as naive
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from summary_parts import card, check_package, rows_below
from test_rollup_numbers import make_lines

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services.campaigns import Campaign, save_campaign
from suzhou_assess.services.deliver import write_summary
from suzhou_assess.services.intake import take_in
from suzhou_assess.services.rollup_views import RollupFilter
from suzhou_assess.services.workspace import Workspace

AS_OF = date(2025, 5, 20)
CAMPAIGN = Campaign(
    name="",
    goal=150,
    start=date(2024, 2, 10),
    by=date(2025, 12, 31),
    targets={"320583": 40, "320571": 18, "320505": 5},
)
WANTED = {
    "all": RollupFilter(),
    "some": RollupFilter(districts=("320583", "320571"), since=date(2024, 6, 1)),
}


class Told:
    """A workbook, and what it should say."""

    def __init__(self, book: Workbook, mine: naive.Naive, places: Places) -> None:
        self.book = book
        self.mine = mine
        self.chosen = list(mine.chosen.values())
        self.name_of = {d.code: d.name.zh for d in places.districts} | {"": "（未填）"}
        self.short_of = {d.code: d.short.zh for d in places.districts} | {"": "（未填）"}

    def district(self, uscc: str) -> str:
        return self.mine.profiles[uscc].get("district", "")

    def done(self, code: str | None, first: date, last: date) -> int:
        """First assessments in these days, of one district or of all."""
        return sum(
            first <= day <= last and code in (None, self.district(uscc))
            for uscc, day in self.mine.firsts.items()
        )


@pytest.fixture(scope="module", params=list(WANTED))
def told(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    pack: Pack,
    places: Places,
) -> Told:
    folder: Path = tmp_path_factory.mktemp("summary")
    lines = make_lines(pack, places)
    source = folder / "answers.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    wanted = WANTED[request.param]
    out = folder / "summary.xlsx"
    with Workspace.open(str(folder / "city.db")) as ws:
        for _ in take_in(ws, [source]):
            pass
        save_campaign(ws, CAMPAIGN)
        for _ in write_summary(ws, out, wanted=wanted, as_of=AS_OF):
            pass
    check_package(out)
    until = RollupFilter(wanted.districts, since=wanted.since, until=AS_OF)
    mine = naive.pick(*naive.read(pack, lines), until, CAMPAIGN.start)
    return Told(load_workbook(out), mine, places)


def plan(goal: int, day: date) -> int:
    """The straight line, counted day by day."""
    assert CAMPAIGN.start is not None
    days = (CAMPAIGN.by - CAMPAIGN.start).days + 1
    gone = min(max((day - CAMPAIGN.start).days + 1, 0), days)
    return goal * gone // days


def goal_of(told: Told) -> int:
    codes = {told.district(uscc) for uscc in told.mine.enterprises}
    return CAMPAIGN.goal if len(codes) > 2 else 58


def shares(part: int, whole: int) -> Any:
    return pytest.approx(part / whole)


def test_that_the_cards_of_the_overview_are_right(told: Told) -> None:
    sheet, goal = told.book["总览"], goal_of(told)
    done = told.done(None, CAMPAIGN.start or date.min, AS_OF)
    assert card(sheet, "目标（家）") == (goal, "2025-12-31 前完成")
    assert card(sheet, "累计完成（家）") == (done, f"库内企业 {len(told.mine.enterprises)} 家")
    rate, remaining = card(sheet, "完成率")
    assert rate == shares(done, goal)
    assert remaining == f"还差 {goal - done} 家"
    late = plan(goal, AS_OF) - done
    label = "落后计划（家）" if late >= 0 else "超前计划（家）"
    assert card(sheet, label) == (abs(late), f"按时序应完成 {plan(goal, AS_OF)} 家")
    lately = told.done(None, AS_OF - timedelta(days=89), AS_OF)
    needed = (goal - done) / (CAMPAIGN.by - AS_OF).days
    assert card(sheet, "近期每天新增（家）") == (
        f"{lately / 90:.1f}",
        f"按期需每天 {needed:.1f} 家",
    )
    forecast = AS_OF + timedelta(days=-(-(goal - done) * 90 // lately))
    assert card(sheet, "预计完成日期")[0].date() == forecast
    mean = naive.mean([one.score for one in told.chosen])
    assert card(sheet, "平均得分")[0] == pytest.approx((mean or 0) / 1000)
    for label, level in (("二级及以上占比", 2), ("三级及以上占比", 3)):
        count = sum(one.level >= level for one in told.chosen)
        assert card(sheet, label)[0] == shares(count, len(told.chosen))
    modes = Counter(one.mode for one in told.chosen)
    assert card(sheet, "自评（家）")[0] == modes["self"]
    assert card(sheet, "现场评定（家）")[0] == modes["onsite"]
    gaps = sum(not one.complete for one in told.chosen)
    assert card(sheet, "有漏填（家）")[0] == gaps


def test_that_districts_are_counted_and_ranked(told: Told) -> None:
    rows = {row["县级市（区）"]: row for row in rows_below(told.book["区县进度"], "名次")}
    for code, target in [*CAMPAIGN.targets.items(), ("320506", None), ("", None)]:
        row = rows.get(told.name_of[code])
        if row is None:
            assert all(told.district(uscc) != code for uscc in told.mine.enterprises)
            continue
        done = told.done(code, CAMPAIGN.start or date.min, AS_OF)
        assessed = [one for one in told.chosen if told.district(one.uscc) == code]
        assert (row["累计完成"], row["已评估"], row["目标"]) == (done, len(assessed), target)
        if target is None:
            assert row["名次"] is None
            assert row["状态"] == (None if code == "" else "未设目标")
        else:
            assert row["完成率"] == shares(done, target)
            assert row["计划累计"] == plan(target, AS_OF)
            assert row["与计划相差"] == done - plan(target, AS_OF)
    ranked = [row for row in rows.values() if row["名次"] is not None]
    assert [row["名次"] for row in ranked] == list(range(1, len(ranked) + 1))
    rates = [row["完成率"] for row in ranked]
    assert rates == sorted(rates, reverse=True)
    assert rows["合计"]["累计完成"] == sum(
        row["累计完成"] for name, row in rows.items() if name != "合计"
    )


def test_that_months_are_counted_by_district(told: Told) -> None:
    sheet, goal = told.book["月跟踪"], goal_of(told)
    everything, new, total = (rows_below(sheet, "月份", nth) for nth in range(3))
    began = CAMPAIGN.start or date.min
    past = [row for row in everything if row["新增"] is not None]
    assert len(past) == len(new) == len(total) == 16
    for row, own, sums in zip(past, new, total, strict=True):
        last = row["月份"].date()
        first = last.replace(day=1)
        assert row["新增"] == own["合计"] == told.done(None, first, last)
        assert row["累计"] == sums["合计"] == told.done(None, began, last)
        assert row["计划累计"] == plan(goal, last)
        for code in {told.district(uscc) for uscc in told.mine.enterprises}:
            assert own[told.short_of[code]] == told.done(code, first, last)
            assert sums[told.short_of[code]] == told.done(code, began, last)
    assert past[-1]["月份"].date() == AS_OF
    ahead = [row for row in everything if row["新增"] is None]
    lately = Fraction(told.done(None, AS_OF - timedelta(days=89), AS_OF), 90)
    done = told.done(None, began, AS_OF)
    for row in ahead:
        last = row["月份"].date()
        assert row["预测累计"] == min(goal, done + int(lately * (last - AS_OF).days))
        assert row["计划累计"] == plan(goal, last)


@pytest.mark.parametrize(
    ("sheet", "period", "target", "first_of", "last_of"),
    [
        (
            "季调度",
            "季度",
            "季末计划",
            lambda said: date(int(said[:4]), int(said[8]) * 3 - 2, 1),
            lambda said: date(int(said[:4]) + (said[8] == "4"), int(said[8]) * 3 % 12 + 1, 1),
        ),
        (
            "年考核",
            "年份",
            "年末目标",
            lambda said: date(int(said[:4]), 1, 1),
            lambda said: date(int(said[:4]) + 1, 1, 1),
        ),
    ],
    ids=["quarters", "years"],
)
def test_that_periods_hold_plan_against_done(
    told: Told,
    sheet: str,
    period: str,
    target: str,
    first_of: Callable[[str], date],
    last_of: Callable[[str], date],
) -> None:
    rows = rows_below(told.book[sheet], period)
    code_of = {name: code for code, name in told.name_of.items()}
    began = CAMPAIGN.start or date.min
    assert rows
    for row in rows:
        first, last = first_of(row[period]), min(last_of(row[period]) - timedelta(days=1), AS_OF)
        name = row["县级市（区）"]
        code = None if name == "合计" else code_of[name]
        goal = goal_of(told) if code is None else CAMPAIGN.targets.get(code)
        new = row.get("本季新增", row.get("当年新增"))
        done = row.get("季末累计", row.get("年末累计"))
        assert new == told.done(code, max(first, began), last)
        assert done == told.done(code, began, last)
        assert row[target] == (None if goal is None else plan(goal, last))
        if goal is None:
            assert row.get("考核结果", row.get("状态")) in ("未设目标", None)
            assert row["名次"] is None
            continue
        behind = plan(goal, last) - done
        assert row["与计划相差"] == -behind
        if sheet == "季调度":
            states = ("已完成", done >= goal), ("落后", behind > 0), ("达到时序", True)
            assert row["状态"] == next(said for said, so in states if so)
            left = (CAMPAIGN.by - last).days
            assert row["按期日均需新增"] == shares(max(0, goal - done), left)
        elif done >= goal:
            assert row["考核结果"] == "完成"
        elif last.year == AS_OF.year:
            assert row["考核结果"] == ("进行中，落后" if behind > 0 else "进行中，达到时序")
        else:
            assert row["考核结果"] == ("未完成" if behind > 0 else "完成")
    for said in {row[period] for row in rows}:
        ranked = [row for row in rows if row[period] == said and row["名次"] is not None]
        part = "计划完成率" if sheet == "季调度" else "完成率"
        for row in ranked:
            assert row["名次"] == 1 + sum(other[part] > row[part] for other in ranked)


@pytest.mark.parametrize(
    ("sheet", "first", "value"),
    [
        ("等级分布", "县级市（区）", lambda profile: profile.get("district", "")),
        ("行业分布", "行业", lambda profile: profile.get("industry", "")),
        ("规模分布", "规模", naive.size_of),
    ],
)
def test_that_groups_are_counted_by_level(
    told: Told, places: Places, sheet: str, first: str, value: Callable[[Any], str]
) -> None:
    names = told.name_of | {i.code: f"{i.code} {i.name.zh}" for i in places.industries}
    names |= {size.id: size.name.zh for size in places.sizes}
    rows = {row[first]: row for row in rows_below(told.book[sheet], first)}
    tallied = naive.tally(told.mine, value)
    assert {names[code] for code, counts in tallied.items() if counts[1]} <= set(rows)
    for code, (_, assessed, levels, mean) in tallied.items():
        row = rows[names[code]]
        assert row["已评估"] == assessed
        shown = [count for name, count in row.items() if name == "未达一级" or " 级 " in name]
        assert tuple(shown) == levels
        if mean is not None:
            assert row["平均得分"] == pytest.approx(mean / 1000)
            assert row["二级及以上占比"] == shares(sum(levels[2:]), assessed)
    assert rows["合计"]["已评估"] == len(told.chosen)


def test_that_levels_are_counted(told: Told) -> None:
    rows = rows_below(told.book["等级分布"], "等级")
    for level, row in enumerate(rows[:-1]):
        assert row["已评估"] == sum(one.level == level for one in told.chosen)
        above = sum(one.level >= level for one in told.chosen)
        assert row["该级及以上占比"] == shares(above, len(told.chosen))


def test_that_scores_have_means_quartiles_and_full_scores(told: Told, pack: Pack) -> None:
    for first, items, values in (
        ("一级指标", pack.indicators, "indicators"),
        ("题目", pack.questions, "questions"),
    ):
        # The heading above the second table says the same as its first header.
        rows = rows_below(told.book["指标得分"], first, 1)
        for item, row in zip(items, rows, strict=True):
            points = [getattr(one, values)[item.id] for one in told.chosen]
            assert row["满分"] == pytest.approx(item.points / 1000)
            assert row["平均得分"] == pytest.approx((naive.mean(points) or 0) / 1000)
            shown = [row[name] for name in ("下四分位", "中位数", "上四分位")]
            assert shown == pytest.approx([q / 1000 for q in naive.quartiles(points) or ()])
            assert row["满分（家）"] == points.count(item.points)
            assert row["满分率"] == shares(points.count(item.points), len(points))


def test_that_scenarios_have_counts_and_shares(told: Told, pack: Pack) -> None:
    rows = rows_below(told.book["场景等级"], "应用场景")
    for scenario, row in zip(pack.scenarios, rows, strict=True):
        levels = [one.scenarios[scenario.id] for one in told.chosen]
        assert row["类型"] == ("约束性" if scenario.binding else "指导性")
        for level in range(5):
            assert row[f"{level} 级（家）"] == levels.count(level)
            assert row[f"{level} 级占比"] == shares(levels.count(level), len(levels))
        assert row["不适用（家）"] == levels.count(-2)
        assert row["未填（家）"] == levels.count(None)


def test_that_quality_counts_what_is_to_be_looked_at(told: Told) -> None:
    findings, checks = (rows_below(told.book["数据质量"], "项目", nth) for nth in range(2))
    counts = {row["项目"]: row["数量"] for row in findings}
    assert counts["评估有漏填"] == sum(not one.complete for one in told.chosen)
    assert counts["评估内容自相矛盾（至少一项核对不符）"] == sum(
        bool(one.fired) for one in told.chosen
    )
    profiles = [told.mine.profiles[one.uscc] for one in told.chosen]
    assert counts["未填县级市（区）"] == sum("district" not in one for one in profiles)
    fired = Counter(check for one in told.chosen for check in one.fired)
    assert sorted(row["数量"] for row in checks if row["数量"]) == sorted(fired.values())


def test_that_the_detail_has_every_enterprise_with_the_assessment_that_counts(
    told: Told, pack: Pack
) -> None:
    rows = {row["统一社会信用代码"]: row for row in rows_below(told.book["明细"], "企业名称")}
    assert set(rows) == set(told.mine.enterprises)
    for uscc, row in rows.items():
        one = told.mine.chosen.get(uscc)
        if one is None:
            assert (row["得分"], row["等级"], row["评估日期"]) == (None, None, None)
            continue
        assert row["得分"] == pytest.approx(one.score / 1000, abs=1e-9)
        assert row["等级"] == one.level
        assert row["评估日期"].date() == one.day
        assert row["评估方式"] == {"self": "自评", "onsite": "现场评定"}[one.mode]
        for question in pack.questions:
            shown = row[f"{question.id} {question.name.zh}"]
            assert shown == pytest.approx(one.questions[question.id] / 1000, abs=1e-9)
        for scenario in pack.scenarios:
            shown = row[f"{scenario.id} {scenario.name.zh}" + (" ★" if scenario.binding else "")]
            assert shown == {-2: "不适用"}.get(
                one.scenarios[scenario.id], one.scenarios[scenario.id]
            )
        at_two = sum((level or 0) >= 2 for level in one.scenarios.values())
        assert row["2 级及以上场景数"] == at_two
        assert (row["未填项"] is None) == one.complete
