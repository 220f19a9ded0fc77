from __future__ import annotations

import pytest

from suzhou_assess.services.events import Difference
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.difference_words import difference_words


@pytest.mark.parametrize(
    ("item", "named"),
    [
        ("reason:Q05", "第 5 题 {Q05}：差异原因"),
        ("note:equipment", "{equipment}：备注"),
        ("note:decision", "{decision}：备注"),
        ("note:general", "整份评估：备注"),
        ("flag:S01", "场景 {S01}：待核"),
        ("note:gone-with-its-edition", "gone-with-its-edition：备注"),
    ],
)
def test_that_a_difference_names_what_it_stands_at(context: Context, item: str, named: str) -> None:
    pack = context.workspace.packs.default()
    names = {i: pack.item_name(i).zh for i in pack.item_ids}
    names |= {part.id: part.name.zh for part in (*pack.indicators, *pack.scenario_groups)}
    differences: list[Difference] = [(item, "", '"看过"')]
    (said,) = difference_words(context, differences)
    assert said.item == named.format(**names)
