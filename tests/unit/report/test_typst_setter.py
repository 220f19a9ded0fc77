"""Setting documents: what people typed stays text, and nothing shows as a box."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suzhou_assess.report.errors import ReportError
from suzhou_assess.report.fonts import FontShelf
from suzhou_assess.report.typst_setter import Typesetter

MADE = datetime(2025, 7, 15, 9, 30, tzinfo=UTC)
MARKUP = '#panic() *粗* _斜_ $x^2$ `码` @ref <标> // 注 \\ [b] {c} #{1+1} "引" ~ -- ---'


@pytest.fixture(scope="module")
def shelf() -> FontShelf:
    return FontShelf.of_machine()


@pytest.fixture(scope="module")
def typesetter(shelf: FontShelf) -> Typesetter:
    if not shelf.chinese:
        pytest.skip("no font for Chinese on this machine")
    return Typesetter(shelf)


def packed(typesetter: Typesetter, data: Mapping[str, Any]) -> Any:
    return orjson.loads(typesetter.sources("chart", data)["data.json"])


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "set.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True
    )
    return said.stdout


def chart(note: str) -> dict[str, Any]:
    """The smallest data that the drawing of scenarios takes, with a text in it."""
    one = {
        "id": "S01", "name": note, "binding": True, "level": 2, "not_applicable": False,
        "label": "2 级", "text": "", "next": "", "claimed": None, "claimed_label": "",
    }  # fmt: skip
    return {
        "lang": "zh",
        "chart": "scenarios",
        "labels": {"binding_note": "★ 约束性场景", "claimed": "自评"},
        "scenarios": {
            "name": "数字化经营",
            "groups": [{"name": "组", "scenarios": [one]}],
            "counts": [],
            "legend": [{"label": "0 级", "text": "未达一级"}],
        },
    }


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
def test_that_markup_that_someone_typed_is_shown_as_it_is(
    typesetter: Typesetter, tmp_path: Path
) -> None:
    said = text_of(typesetter.pdf("chart", chart(MARKUP), made_at=MADE), tmp_path)
    assert re.sub(r"\s", "", MARKUP) in re.sub(r"[\s\u200b]", "", said)


def test_that_the_same_input_gives_the_same_bytes(typesetter: Typesetter, shelf: FontShelf) -> None:
    first = typesetter.pdf("chart", chart("产品设计"), made_at=MADE)
    assert typesetter.pdf("chart", chart("产品设计"), made_at=MADE) == first
    assert Typesetter(shelf).pdf("chart", chart("产品设计"), made_at=MADE) == first
    later = MADE + timedelta(hours=1)
    assert typesetter.pdf("chart", chart("产品设计"), made_at=later) != first


def test_that_a_character_without_a_font_is_named(typesetter: Typesetter) -> None:
    found = packed(typesetter, {"note": "设备\ue123运行"})
    assert found["data"]["note"] == "设备[U+E123]运行"
    assert found["lacking"] == ["U+E123"]


def test_that_what_every_font_has_is_left_alone(typesetter: Typesetter) -> None:
    note = "二车间 ERP“上线”：90%，→ 详见《台账》★"
    found = packed(typesetter, {"note": note})
    assert found["data"]["note"] == note
    assert found["lacking"] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("甲\x00乙\x1b丙", "甲乙丙"),
        ("一\r\n二\t三", "一\n二 三"),
        ("正\u202e反", "正反"),
        ("无\u200b缝\ufeff", "无缝"),
        ("软\u00ad连", "软连"),
    ],
    ids=["control", "breaks", "direction", "no-width", "hyphen"],
)
def test_that_invisible_characters_are_left_out(
    typesetter: Typesetter, typed: str, shown: str
) -> None:
    assert packed(typesetter, {"note": typed})["data"]["note"] == shown


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200))
@settings(max_examples=50)
def test_that_a_long_run_may_break_and_loses_nothing(typesetter: Typesetter, run: str) -> None:
    shown = packed(typesetter, {"note": run})["data"]["note"]
    assert shown.replace("\u200b", "") == run
    if len(run) >= 25:
        assert max(map(len, shown.split("\u200b"))) <= max(
            12 + len(marks) for marks in (re.findall(r"[/\\_.,;:?&=+@-]+", run) or [""])
        )


def test_that_numbers_and_structure_stay_as_they_are(typesetter: Typesetter) -> None:
    data = {"a": [1, 0.5, None, True, {"b": "文"}], "lang": "en"}
    found = packed(typesetter, data)
    assert found["data"] == data
    assert found["lang"] == "en"
    assert found["fonts"][0] in FontShelf.of_machine().chinese


def test_that_a_document_that_cannot_be_set_says_so(typesetter: Typesetter) -> None:
    with pytest.raises(ReportError) as caught:
        typesetter.pdf("chart", {"lang": "zh", "chart": "scenarios"}, made_at=MADE)
    assert caught.value.code == "not_set"


def test_that_without_a_chinese_font_nothing_is_set() -> None:
    import typst

    bare = typst.Fonts(include_system_fonts=False)
    with pytest.raises(ReportError) as caught:
        Typesetter(FontShelf([], bare)).check()
    assert caught.value.code == "font_missing"


def test_that_a_chart_is_a_picture(typesetter: Typesetter) -> None:
    assert typesetter.png("chart", chart("产品设计"), ppi=72).startswith(b"\x89PNG")
