"""What differs, in words: for the window and the terminal alike."""

from __future__ import annotations

from typing import Any

import pytest

from suzhou_assess.domain.merging import NOT_APPLICABLE
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services.package_words import PackageWords
from suzhou_assess.words.catalog import Words

FILE = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def said(pack: Pack, places: Places) -> PackageWords:
    return PackageWords(pack, {FILE: {"file_name": "现场.jpg"}}, places, Words("zh"))


def test_that_items_are_named_as_the_index_names_them(said: PackageWords, pack: Pack) -> None:
    name = pack.question_by_id["Q02"].name.zh
    assert said.name("answers", "Q02") == f"Q02 {name}"
    assert said.name("notes", "Q02") == f"Q02 {name}的备注"
    assert said.name("reasons", "S01").endswith("的差异原因")
    assert said.name("notes", "general") == "整份评估的备注"
    assert said.name("notes", pack.indicators[0].id) == f"{pack.indicators[0].name.zh}的备注"
    assert said.name("figures", "Q02") == f"Q02 {name}的数据"
    assert said.name("profile", "phone") != "phone"
    assert said.name("evidence", f"{FILE}:caption") == "佐证“现场.jpg”的说明"
    assert said.name("head", "status") == "状态"


@pytest.mark.parametrize(
    ("part", "item", "value", "words"),
    [
        ("answers", "Q02", "C", "C 20%"),
        ("answers", "Q01", ["B", "C"], "\nC "),
        ("answers", "Q04", ["B", "C", "D", "E", "F", "G", "H"], "B、C、D、E、F、G、H"),
        ("answers", "S01", 3, "3 级："),
        ("answers", "S01", 0, "0 级："),
        ("answers", "S01", NOT_APPLICABLE, "不适用"),
        ("answers", "Q02", None, "未答"),
        ("notes", "Q02", None, "（空）"),
        ("notes", "Q02", "看过\n了", "看过\n了"),
        ("flags", "Q02", True, "是"),
        ("head", "mode", "onsite", "现场评定"),
        ("head", "status", "submitted", "已提交"),
        ("head", "claim", {"claim": {"date": "2025-05-01", "assessor": "张三"}}, "张三"),
        ("head", "discarded", True, "继续放弃"),
        ("profile", "district", "320583", "昆山市"),
        ("profile", "industry", "C34", "C34 通用设备制造业"),
        ("profile", "above_scale", False, "否"),
        ("profile", "phone", "0512-1", "0512-1"),
        ("plan", "plan", {"target": 3, "steps": [{}, {}]}, "目标 3 级，2 步"),
        ("evidence", f"{FILE}:removed_at", "2025-06-01T12:00:00+00:00", "已移除"),
        ("evidence", f"{FILE}:item", "Q02", "Q02 "),
        ("evidence", f"{FILE}:caption", "产线", "产线"),
    ],
    ids=str,
)
def test_that_values_are_said_as_people_read_them(
    said: PackageWords, part: str, item: str, value: Any, words: str
) -> None:
    assert words in said.value(part, item, value)


def test_that_figures_are_said_in_the_order_in_which_they_are_asked(
    said: PackageWords, pack: Pack
) -> None:
    lines = said.value("figures", "Q02", {"devices_digital": 45, "devices_total": 100}).split("\n")
    names = {
        f.name.zh
        for f in (pack.figure_by_id["devices_total"], pack.figure_by_id["devices_digital"])
    }
    asked = [figure.name.zh for figure in pack.figure_by_id.values() if figure.name.zh in names]
    assert [line.split(" ")[0] for line in lines] == asked
