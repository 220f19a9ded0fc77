"""An invented visit on site: the claim, the verdict, photos, a plan, and a colleague's package."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from picture_photos import draw_photo

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.improvement_plan import planned
from suzhou_assess.domain.planner import Wishes, make_plans
from suzhou_assess.services import assessments, enterprises, evidence, onsite, packages, plans
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace

CONSULTANT, COLLEAGUE = "王工", "李工"
_PROFILE = {
    "name": "太仓示例汽车部件有限公司",
    "uscc": credit_code.complete("91320585MA0000021"),
    "district": "320585",
    "town": "浏河镇",
    "industry": "C36",
    "cluster": "equipment",
    "founded": "2011",
    "employees": "168",
    "revenue": "9200",
    "above_scale": "是",
    "contact_name": "陈先生",
    "contact_title": "生产副总",
    "phone": "13900000000",
}
_LAST_YEAR, _CLAIMED = date(2024, 6, 20), date(2025, 9, 12)
_CLAIM: Mapping[str, Any] = {
    "Q01": ("B", "C"), "Q02": "D", "Q03": "D",
    "Q04": ("B", "D", "F", "G", "H", "L", "M", "N", "O"),
    "Q05": "D", "Q06": ("B", "C", "E"), "Q07": ("B", "C"), "Q08": "D", "Q09": ("B", "C"),
    "Q10": ("B", "D"), "Q11": "B", "Q12": "C", "Q13": "C", "Q14": "C", "Q15": "C",
    "S01": 2, "S02": 2, "S03": 2, "S04": 1, "S05": 2, "S06": 3, "S07": 3, "S08": 1, "S09": 2,
    "S10": 0, "S11": 2, "S12": 3, "S13": 3, "S14": 2, "S15": 2, "S16": 1,
}  # fmt: skip
_YEAR_BEFORE: Mapping[str, Any] = {
    "Q01": ("B",), "Q02": "C", "Q03": "B", "Q04": ("D", "H", "N", "O"), "Q05": "C",
    "Q06": ("C", "E"), "Q08": "C", "Q09": ("B",), "Q10": ("B", "D", "E"), "Q12": "B",
    "S05": 1, "S06": 1, "S07": 2, "S12": 2, "S15": 1,
}  # fmt: skip
"""What was otherwise a year before."""
_FIGURES = {
    "devices_total": 86,
    "devices_digital": 41,
    "devices_connected": 38,
    "revenue_last": 9200,
    "employees_last": 168,
}
_FOUND: Mapping[str, tuple[Any, str]] = {
    "Q03": ("C", "现场逐台核对，11 台加工中心插着网线，平台上没有数据，不算联网"),
    "Q05": ("C", "安全、能耗、售后三个环节仍用纸质记录"),
    "Q07": (("B", "C", "E"), "自评漏选：已建数据台账，每季度核对一次，看了三季度的记录"),
    "S06": (2, "看板只显示工单进度，异常仍靠班组长口头上报，没有闭环"),
    "S12": (2, "扫码出入库已用，库存与财务每月手工对账"),
    "S15": (3, ""),
}
"""What the consultant found otherwise, and why."""
_NOTES = {
    "Q02": "总数已扣除 2 台停用的冲床；数字化设备按铭牌和接口逐台核对",
    "S07": "检验记录看了 9 月的，二车间齐全，三车间缺两天",
    "equipment": "二车间去年改造，三车间仍是老设备，差距大",
    "general": "管理层重视，信息部两人；企业希望明年先补设备联网",
}
_PHOTOS = (
    ("Q01", "网络机柜", "二车间网络机柜，四台交换机，均在线", "Q01.2", "B,C"),
    ("Q02", "铭牌", "3 号加工中心铭牌，带网口", "Q02.2", ""),
    ("Q02", "控制面板", "3 号加工中心控制面板，可读主轴数据", "Q02.2", ""),
    ("S06", "生产看板", "二车间生产看板，显示工单进度", "S06.2", "2"),
    ("S12", "仓库货位", "成品库货位码，扫码出入库", "", "2"),
)
_DEVICES = "编号,名称,型号,数字化\n" + "".join(
    f"{number},加工中心,SL-VMC850,是\n" for number in range(1, 42)
)
_OWNERS = (("陈先生", 12, 31, "8"), ("周工", 3, 31, "15"), ("信息部", 6, 30, "32.5"))


@dataclass(frozen=True, slots=True)
class Visit:
    """What the pictures of a visit show."""

    onsite: str
    year_before: str
    """A self-assessment to compare with."""
    package: Path
    """What the colleague brings back."""


def seed_visit(workspace: Workspace, on: date, shared: str) -> Visit:
    """``shared`` is a draft that the colleague goes on with alone."""
    owner, problems = enterprises.save(workspace, dict(_PROFILE), who=CONSULTANT)
    if owner is None:
        raise SystemExit(f"{_PROFILE['name']}: {problems}")
    before = _assessed(workspace, owner, _LAST_YEAR, {**_CLAIM, **_YEAR_BEFORE}, {})
    claim = _assessed(workspace, owner, _CLAIMED, _CLAIM, _FIGURES)
    key = onsite.start_from(workspace, claim, on, CONSULTANT, CONSULTANT)
    package = workspace.path.with_name("李工的电脑.szpkg")
    _hand_over(workspace, (key, shared), package)
    session = AssessmentSession(workspace, key, CONSULTANT)
    for item in session.pack.item_ids:
        if item in _FOUND:
            choice, reason = _FOUND[item]
            session.choose(item, choice)
            session.set_reason(item, reason)
        else:
            session.confirm(item)
    for at, text in _NOTES.items():
        session.note(at, text)
    session.flag("S10", True)
    for item, photo, caption, proof, supports in _PHOTOS:
        marks = {"caption": caption, "proof": proof, "claim": supports, "who": CONSULTANT}
        evidence.attach_bytes(
            workspace, key, item, draw_photo(photo), f"{photo}.jpg", longest=1600, **marks
        )
    listed = ("\ufeff" + _DEVICES).encode()
    caption = "设备清单，数字化设备已标出"
    evidence.attach_bytes(
        workspace,
        key,
        "Q02",
        listed,
        "设备清单.csv",
        caption=caption,
        proof="Q02.1",
        who=CONSULTANT,
    )
    session.move_to("S06")
    _plan(workspace, key, on)
    return Visit(key, before, package)


def _assessed(
    workspace: Workspace,
    owner: int,
    on: date,
    answers: Mapping[str, Any],
    figures: Mapping[str, Any],
) -> str:
    key = assessments.start(workspace, owner, "self", on, "陈先生")
    session = AssessmentSession(workspace, key, "陈先生")
    for item, choice in answers.items():
        session.choose(item, choice)
    session.set_figures(figures)
    session.submit()
    return key


def _hand_over(workspace: Workspace, keys: tuple[str, str], package: Path) -> None:
    """A colleague takes both drafts along, goes on with them, and brings them back."""
    _run(packages.write_package(workspace, keys, package, who=CONSULTANT))
    other = Workspace.open(str(workspace.path.with_name("colleague.db")))
    try:
        with _run(packages.open_package(package, None, other)) as opened:
            _run(packages.take(other, opened, {}, COLLEAGUE))
        visit, shared = (AssessmentSession(other, key, COLLEAGUE) for key in keys)
        visit.choose("S06", 3)
        visit.set_reason("S06", "班组长用平板处理异常，能闭环")
        visit.confirm_all(("S11", "S13", "S14", "S16"))
        visit.note("S07", "三车间缺的两天补在纸上，已拍照")
        visit.note("S13", "财务软件与进销存已打通，看了当月凭证")
        photo = draw_photo("生产看板")
        marks = {"caption": "异常处理界面", "claim": "3", "who": COLLEAGUE}
        evidence.attach_bytes(other, keys[0], "S06", photo + b"\0", "异常处理.jpg", **marks)
        for item, level in (("S07", 2), ("S08", 1), ("S09", 1), ("S10", 0), ("S11", 2)):
            shared.choose(item, level)
        package.unlink()
        _run(packages.write_package(other, keys, package, who=COLLEAGUE))
    finally:
        other.close()


def _plan(workspace: Workspace, key: str, on: date) -> None:
    """The best plan to the next level, the first steps with owner, day and cost."""
    session = AssessmentSession(workspace, key)
    target = session.pack.levels[session.verdict.level + 1]
    best = make_plans(session.pack, session.answers, target, Wishes()).best
    if best is None:
        raise SystemExit("no plan for the visit")
    made = planned(target.level, Wishes(), best.steps)
    steps = list(made.steps)
    for at, (owner, month, day, cost) in enumerate(_OWNERS):
        due = date(on.year + (month < on.month), month, day)
        steps[at] = replace(steps[at], owner=owner, due=due, cost=Decimal(cost))
    plans.save(workspace, key, replace(made, steps=tuple(steps)), CONSULTANT)


def _run(work: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value
