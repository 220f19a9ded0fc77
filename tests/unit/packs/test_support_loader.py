from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suzhou_assess.domain.support import (
    AboveScale,
    LevelWithin,
    OneOf,
    Period,
    Planned,
    PointsBelow,
    ScenarioBelow,
    ScoreWithin,
    SupportPack,
)
from suzhou_assess.packs.checked import CheckedFiles
from suzhou_assess.packs.code_lists import read_places
from suzhou_assess.packs.problems import PackError, PackProblem
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.packs.support_loader import bundled_support, load_support
from suzhou_assess.resources import files

PLACES = read_places(files.read_bytes("places/suzhou.yaml"), "suzhou.yaml")
SHELF = PackShelf(checked=CheckedFiles(None))
GUIDE = Path(__file__).parents[3] / "docs" / "support-schema.md"
WHOLE = """\
format: suzhou-assess/support/1
id: kunshan
edition: "2026"
name: {zh: 昆山支持措施, en: Kunshan measures}
index: miit-2024
measures:
  - id: network
    kind: technology
    name: {zh: 车间联网服务, en: Shop-floor network service}
    summary: {zh: 上门勘察。, en: A survey.}
    source: {zh: 示例文件, en: An example}
    apply: {zh: 联系服务中心。, en: Ask the centre.}
    link: https://example.com/network
    example: true
    conditions:
      districts: [昆山, "320585"]
      industries: [C34, 通用设备制造业, "35"]
      clusters: [电子信息]
      sizes: [小型, micro]
      qualifications: [专精特新]
      above_scale: false
      level: {min: 1, max: 2}
      score: {min: 20.5, max: 60}
      gaps:
        - {rule: scenario_below, scenarios: [S05, S06], level: 3}
        - {rule: points_below, items: [Q03, equipment], share: 60%}
        - {rule: planned, items: [S05, Q03]}
      period: {from: 2026-03-01, until: 2026-10-31}
"""


def load(text: str | bytes) -> SupportPack:
    data = text.encode() if isinstance(text, str) else text
    return load_support(data, "office.yaml", PLACES, SHELF)


def refused(text: str | bytes) -> list[PackProblem]:
    with pytest.raises(PackError) as caught:
        load(text)
    return caught.value.problems


def test_that_every_condition_is_read() -> None:
    pack = load(WHOLE)
    assert (pack.id, pack.edition, pack.index) == ("kunshan", "2026", "miit-2024")
    measure = pack.measures[0]
    assert (measure.kind, measure.link, measure.example) == (
        "technology",
        "https://example.com/network",
        True,
    )
    assert measure.apply is not None
    assert measure.conditions == (
        OneOf("district", ("320583", "320585")),
        OneOf("industry", ("C34", "C35")),
        OneOf("cluster", (PLACES.clusters[0].id,)),
        OneOf("size", ("small", "micro")),
        OneOf("qualification", ("srdi",)),
        AboveScale(False),
        LevelWithin(1, 2),
        ScoreWithin(20_500, 60_000),
        ScenarioBelow(3, ("S05", "S06")),
        PointsBelow(Fraction(3, 5), ("Q03", "equipment")),
        Planned(("S05", "Q03")),
        Period(date(2026, 3, 1), date(2026, 10, 31)),
    )


def test_that_the_shipped_measures_are_the_founding_document_s_and_promise_nothing() -> None:
    pack = bundled_support(PLACES, SHELF)
    assert [m.name.zh for m in pack.measures] == ["免费诊断", "技术输出", "贴息奖补"]
    for measure in pack.measures:
        assert measure.example
        assert not measure.link
        assert not any(isinstance(c, Period) for c in measure.conditions)
        for text in (measure.summary, measure.source, measure.apply):
            assert text is not None
            said = text.zh + text.en
            assert not any(sign in said for sign in ("万元", "元", "〔", "号", "%", "20"))


def test_that_the_guide_s_example_is_the_one_handed_out_and_loads() -> None:
    whole = GUIDE.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    assert whole.encode() == files.read_bytes("support/example.yaml")
    pack = load(whole)
    assert all(measure.example for measure in pack.measures)
    kinds = {type(condition) for m in pack.measures for condition in m.conditions}
    assert {LevelWithin, ScenarioBelow, PointsBelow, Planned, OneOf, Period} <= kinds


def test_that_the_guide_names_every_key_and_word() -> None:
    from suzhou_assess.domain.support import KINDS
    from suzhou_assess.packs.shape import ByRule, Fields, List, Shape
    from suzhou_assess.packs.support_shape import support_shape

    def keys(shape: Shape) -> set[str]:
        match shape:
            case Fields(required, optional):
                return set().union(
                    {*required, *optional}, *map(keys, (*required.values(), *optional.values()))
                )
            case List(of):
                return keys(of)
            case ByRule(_, rules):
                return {*rules}.union(*map(keys, rules.values()))
        return set()

    guide = GUIDE.read_text(encoding="utf-8")
    for word in (*keys(support_shape(PLACES)), *KINDS):
        assert f"`{word}`" in guide or f"{word}:" in guide, word


REFUSALS = [
    # old, new, code, path
    ("id: kunshan", "id: 昆山", "not_an_id", "id"),
    ("index: miit-2024\n", "index: miit-2031\n", "index_unknown", "index"),
    ("index: miit-2024\n", "", "index_not_named", "measures[0].conditions.level"),
    ("kind: technology", "kind: money", "not_one_of", "measures[0].kind"),
    ("    source: {zh: 示例文件, en: An example}\n", "", "missing_key", "measures[0].source"),
    ("en: A survey.", "de: x", "text_missing", "measures[0].summary.en"),
    ("https://example.com/network", "example.com", "not_a_link", "measures[0].link"),
    ("https://example.com/network", "https://example.com/a b", "not_a_link", "measures[0].link"),
    ("https://example.com/network", "javascript:x", "not_a_link", "measures[0].link"),
    ("example: true", "example: perhaps", "not_true_or_false", "measures[0].example"),
    ("[昆山,", "[上海,", "not_a_district", "measures[0].conditions.districts[0]"),
    ("[C34,", "[C99,", "not_a_industry", "measures[0].conditions.industries[0]"),
    ("[电子信息]", "[煤炭]", "not_a_cluster", "measures[0].conditions.clusters[0]"),
    ("[小型,", "[巨型,", "not_a_size", "measures[0].conditions.sizes[0]"),
    ("[专精特新]", "[三好]", "not_a_qualification", "measures[0].conditions.qualifications[0]"),
    ("[专精特新]", "[]", "too_few", "measures[0].conditions.qualifications"),
    ("[专精特新]", "专精特新", "not_a_list", "measures[0].conditions.qualifications"),
    ("{min: 1, max: 2}", "{min: 3, max: 2}", "bounds_reversed", "measures[0].conditions.level"),
    ("{min: 1, max: 2}", "{}", "bounds_missing", "measures[0].conditions.level"),
    ("{min: 1, max: 2}", "{min: 5}", "level_not_there", "measures[0].conditions.level.min"),
    ("{min: 1, max: 2}", "{least: 2}", "unknown_key", "measures[0].conditions.level.least"),
    ("max: 60}", "max: 101}", "score_above_full", "measures[0].conditions.score.max"),
    ("max: 60}", "max: 10}", "bounds_reversed", "measures[0].conditions.score"),
    ("min: 20.5", "min: 20.0001", "option_too_fine", "measures[0].conditions.score.min"),
    ("min: 20.5", "min: many", "not_points", "measures[0].conditions.score.min"),
    ("[S05, S06]", "[S05, S66]", "item_not_there", "gaps[0].scenarios[1]"),
    ("[S05, S06]", "[Q01]", "item_not_there", "gaps[0].scenarios[0]"),
    ("level: 3}", "level: 0}", "below_level_zero", "gaps[0].level"),
    ("level: 3}", "level: 9}", "level_not_there", "gaps[0].level"),
    ("[Q03, equipment]", "[S01]", "item_not_there", "gaps[1].items[0]"),
    ("share: 60%", "share: 0%", "share_out_of_range", "gaps[1].share"),
    ("share: 60%", "share: 160%", "share_out_of_range", "gaps[1].share"),
    ("share: 60%", "share: 0.6", "not_a_percentage", "gaps[1].share"),
    ("rule: planned", "rule: wanted", "not_one_of", "gaps[2].rule"),
    ("items: [S05, Q03]", "items: [equipment]", "item_not_there", "gaps[2].items[0]"),
    ("from: 2026-03-01", "from: 2026-02-30", "not_a_date", "conditions.period.from"),
    ("until: 2026-10-31", "until: 2025-10-31", "bounds_reversed", "conditions.period"),
    ("support/1", "support/2", "format_newer", "format"),
    ("support/1", "pack/1", "format_unknown", "format"),
]


@pytest.mark.parametrize(("old", "new", "code", "where"), REFUSALS)
def test_that_a_fault_is_named_with_its_line_and_place(
    old: str, new: str, code: str, where: str
) -> None:
    assert old in WHOLE
    problem = next(p for p in refused(WHOLE.replace(old, new, 1)) if p.code == code)
    assert problem.path.endswith(where)
    assert (problem.file, problem.line is not None) == ("office.yaml", True)
    for text in (problem.what, problem.remedy):
        assert text.zh
        assert text.en
        assert "{" not in text.zh.replace("{…}", "")


def test_that_the_line_is_the_one_that_the_office_wrote_and_all_problems_come_at_once() -> None:
    text = WHOLE.replace("[昆山,", "[上海,").replace("share: 60%", "share: 600%")
    lines = text.splitlines()
    found = [(p.code, p.line) for p in refused(text)]
    assert found == [
        ("not_a_district", next(i for i, x in enumerate(lines, 1) if "上海" in x)),
        ("share_out_of_range", next(i for i, x in enumerate(lines, 1) if "600%" in x)),
    ]


def test_that_two_measures_of_one_id_are_refused() -> None:
    first = WHOLE.index("  - id: network")
    problems = refused(WHOLE + WHOLE[first:])
    assert [p.code for p in problems] == ["id_twice"]
    assert problems[0].path == "measures[1].id"


def test_that_a_measure_without_conditions_needs_no_index() -> None:
    text = WHOLE[: WHOLE.index("    conditions:")].replace("index: miit-2024\n", "")
    assert load(text).measures[0].conditions == ()
    assert load(text).index is None


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"- a", b"a: *b", b"{" * 60], ids=range(5))
def test_that_a_broken_file_is_refused_with_words(data: bytes) -> None:
    assert refused(data)[0].what.zh


@settings(max_examples=60)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 30))
def test_that_a_file_with_a_piece_missing_loads_or_is_refused_with_a_line(
    start: int, length: int
) -> None:
    text = WHOLE[:start] + WHOLE[start + length :]
    problems: list[PackProblem] = []
    try:
        load(text)
    except PackError as error:
        problems = error.problems
    assert all(problem.what.zh and problem.remedy.zh for problem in problems)
