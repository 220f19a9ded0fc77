"""Two assessments compared, in words."""

from __future__ import annotations

import pytest

from suzhou_assess.domain.answers import Answers, Choice
from suzhou_assess.domain.comparison import Comparison, ConditionChange, Side, compare
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.text import LANGS
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.comparison_words import ComparisonWords


def side(pack: Pack, choices: dict[str, Choice], *na: str) -> Side:
    return Side(pack, Answers(choices=choices, not_applicable=frozenset(na)), score(pack, choices))


@pytest.fixture
def found(pack: Pack) -> Comparison:
    return compare(
        pack,
        side(pack, {"Q01": ("B", "C"), "Q02": "C", "Q04": ("B",), "S01": 1, "S02": 0}, "S02"),
        side(pack, {"Q01": ("B", "D"), "Q02": "D", "S01": 3, "S02": 1, "S03": 2}),
    )


def test_that_every_change_is_told_from_old_to_new(
    pack: Pack, words: Words, found: Comparison
) -> None:
    said = ComparisonWords(pack, words)
    told = {change.item: (said.gained(change), said.change(change)) for change in found.items}
    assert told == {
        "Q01": (
            "",
            "新增：D 5G 工业网络，自建或租用\n不再选：C 应用系统网络，设备、人员、系统互联",
        ),
        "Q02": ("+1.5 分", "C 20% 以上，不超过 40% → D 40% 以上，不超过 60%"),
        "Q04": ("−0.7 分", "B 产品设计：图纸、BOM、设计变更 → 未答"),
        "S01": ("+2 级", f"1 级 → 3 级：{pack.scenario_by_id['S01'].levels[3].zh}"),
        "S02": ("+1 级", f"不适用 → 1 级：{pack.scenario_by_id['S02'].levels[1].zh}"),
        "S03": ("+2 级", f"未评 → 2 级：{pack.scenario_by_id['S03'].levels[2].zh}"),
    }


@pytest.mark.parametrize(
    ("before", "after", "ending"),
    [
        (3, 6, "3 → 6，现已达到"),
        (6, 3, "6 → 3，不再满足"),
        (6, 7, "6 → 7，都满足"),
        (1, 2, "1 → 2，都还没达到"),
    ],
)
def test_that_a_condition_says_whether_it_turned(
    pack: Pack, words: Words, before: int, after: int, ending: str
) -> None:
    condition = ConditionChange(2, "scenarios", 6, before, after)
    said = ComparisonWords(pack, words).condition(condition)
    assert said == f"2 级要求至少 6 个场景达到 2 级：{ending}"


@pytest.mark.parametrize("lang", LANGS)
def test_that_everything_can_be_said_in_both_languages(
    pack: Pack, found: Comparison, lang: str
) -> None:
    said = ComparisonWords(pack, Words(lang))  # type: ignore[arg-type]
    back = compare(
        pack,
        side(pack, {"Q02": "D", "S01": 3}),
        side(pack, {"Q02": "C", "S01": 0}, "S01"),
    )
    for comparison in (found, back, compare(pack, side(pack, {}), side(pack, {}))):
        assert said.headline(comparison)
        assert all(map(said.condition, comparison.conditions))
        assert all(map(said.change, comparison.items))


def test_that_nothing_chosen_before_is_no_loss(pack: Pack, words: Words) -> None:
    found = compare(pack, side(pack, {"Q01": ("A",)}), side(pack, {"Q01": ("B",)}))
    said = ComparisonWords(pack, words)
    assert said.change(found.items[0]) == "新增：B 车间工控网络，设备与控制器之间能通信"
    back = compare(pack, side(pack, {"Q01": ("B",)}), side(pack, {"Q01": ("A",)}))
    assert said.change(back.items[0]).startswith("新增：A 都还没有\n不再选：B")
