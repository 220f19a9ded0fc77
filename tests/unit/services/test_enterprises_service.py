from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from suzhou_assess.domain.problems import has_errors
from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.views import EnterpriseFilter, EnterpriseRow
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError


def _names(ws: Workspace, text: str = "", **fields: object) -> list[str]:
    return [row.name for row in enterprises.search(ws, EnterpriseFilter(text, **fields))]


def test_that_a_profile_comes_back_as_it_was_saved(ws: Workspace, profile) -> None:
    key, problems = enterprises.save(ws, profile(1, revenue="3000.50", above_scale="是"))
    assert problems == []
    assert key is not None
    saved = enterprises.get(ws, key)
    assert saved.uscc == profile(1)["uscc"]
    assert (saved.district, saved.industry, saved.employees) == ("320583", "C34", 120)
    assert (saved.revenue, saved.above_scale) == (Decimal("3000.5"), True)
    assert enterprises.search(ws, EnterpriseFilter())[0].size == "small"


def test_that_nothing_is_written_when_the_profile_has_errors(ws: Workspace, profile) -> None:
    key, problems = enterprises.save(ws, profile(1, uscc="91320583MA00000010", name=""))
    assert key is None
    assert {p.code for p in problems} == {"uscc_check", "name_missing"}
    assert not enterprises.search(ws, EnterpriseFilter())


def test_that_warnings_do_not_keep_a_profile_from_being_saved(ws: Workspace, profile) -> None:
    key, problems = enterprises.save(ws, profile(1, size="大型"))
    assert key == 1
    assert [p.code for p in problems] == ["size_differs"]


def test_that_a_credit_code_belongs_to_one_enterprise(ws: Workspace, profile) -> None:
    first, _ = enterprises.save(ws, profile(1))
    second, _ = enterprises.save(ws, profile(2))
    taken = profile(1)["uscc"]
    for key in (None, second):
        result, problems = enterprises.save(ws, profile(2, uscc=taken), key)
        assert result == key
        assert [p.code for p in problems] == ["uscc_taken"]
        assert has_errors(problems)
    assert enterprises.save(ws, profile(1, town="周市镇"), first) == (first, [])
    assert len(enterprises.search(ws, EnterpriseFilter())) == 2


def test_that_a_credit_code_is_found_however_it_is_typed(ws: Workspace, profile) -> None:
    key, _ = enterprises.save(ws, profile(1))
    code = str(profile(1)["uscc"])
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in code)
    for typed in (code, code.lower(), f" {code[:8]} {code[8:]} ", full_width):
        assert enterprises.find(ws, typed) == key
    assert enterprises.find(ws, "91320583MA99999999") is None


def test_that_an_unknown_enterprise_is_not_found(ws: Workspace, profile) -> None:
    with pytest.raises(StoreError) as caught:
        enterprises.get(ws, 5)
    assert caught.value.code == "not_found"
    with pytest.raises(StoreError):
        enterprises.save(ws, profile(1), 5)


def test_that_the_profiles_history_names_each_field(ws: Workspace, profile) -> None:
    key, _ = enterprises.save(ws, profile(1), who="王工")
    assert key is not None
    enterprises.save(ws, profile(1, town="", revenue=None, above_scale="否"), key, "李工")
    enterprises.save(ws, profile(1, town="", revenue=None, above_scale="否"), key, "李工")
    log = {(c.who, c.item, c.old, c.new) for c in enterprises.changes(ws, key)}
    assert log == {
        ("王工", "uscc", "", f'"{profile(1)["uscc"]}"'),
        ("李工", "town", '"玉山镇"', ""),
        ("李工", "revenue", "3000.5", ""),
        ("李工", "above_scale", "", "false"),
    }


def test_that_the_size_follows_the_figures(ws: Workspace, profile) -> None:
    key, _ = enterprises.save(ws, profile(1))
    enterprises.save(ws, profile(1, employees=2000, revenue=50000), key)
    assert enterprises.search(ws, EnterpriseFilter(size="large"))[0].id == key
    enterprises.save(ws, profile(1, employees=None), key)
    assert enterprises.search(ws, EnterpriseFilter())[0].size is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "苏州华明ABC电子（集团）有限公司 昆山100%纯_棉厂"),
        ("华", "苏州华明ABC电子（集团）有限公司"),
        ("明a", "苏州华明ABC电子（集团）有限公司"),
        ("ａｂｃ电子(集团)有限", "苏州华明ABC电子（集团）有限公司"),
        ("有限 苏州", "苏州华明ABC电子（集团）有限公司"),
        ("花桥", "昆山100%纯_棉厂"),
        ("100%", "昆山100%纯_棉厂"),
        ("%", "昆山100%纯_棉厂"),
        ("/", "苏州华明ABC电子（集团）有限公司 昆山100%纯_棉厂"),
        ("ma0000002", "昆山100%纯_棉厂"),
        ("９１３２０５８３ ０００１", "苏州华明ABC电子（集团）有限公司"),
        ("没有", ""),
        ("公司9132", ""),
    ],
)
def test_that_words_are_found_whatever_their_case_and_width(
    ws: Workspace, profile, text: str, found: str
) -> None:
    enterprises.save(ws, profile(1, name="苏州华明ABC电子（集团）有限公司", town="玉山镇"))
    enterprises.save(ws, profile(2, name="昆山100%纯_棉厂", town="花桥镇"))
    assert sorted(_names(ws, text)) == sorted(found.split())


def test_that_filters_narrow_the_list(ws: Workspace, profile) -> None:
    enterprises.save(ws, profile(1, name="甲", district="昆山", industry="C34"))
    enterprises.save(ws, profile(2, name="乙", district="太仓", industry="C39"))
    AssessmentSession(ws, assessments.start(ws, 2, "self", date(2025, 6, 1))).submit()
    assert _names(ws, district="320585") == ["乙"]
    assert _names(ws, industry="C34") == ["甲"]
    assert _names(ws, level=0) == ["乙"]
    assert _names(ws, assessed=True) == ["乙"]
    assert _names(ws, assessed=False) == ["甲"]
    assert _names(ws, "甲", district="320585") == []


def test_that_names_sort_by_pinyin(ws: Workspace, profile) -> None:
    for number, name in enumerate(("张家港甲厂", "常熟乙厂", "ABC厂", "昆山丙厂", "太仓丁厂")):
        enterprises.save(ws, profile(number, name=name))
    assert _names(ws) == ["ABC厂", "常熟乙厂", "昆山丙厂", "太仓丁厂", "张家港甲厂"]
    descending = enterprises.search(ws, EnterpriseFilter(), descending=True)
    assert [row.name for row in descending] == list(reversed(_names(ws)))


def test_that_what_has_no_value_sorts_last_either_way(ws: Workspace, profile) -> None:
    for number, industry in enumerate(("C39", "", "C13")):
        enterprises.save(ws, profile(number, industry=industry))
    for descending, wanted in ((False, ["C13", "C39", None]), (True, ["C39", "C13", None])):
        found = enterprises.search(ws, EnterpriseFilter(), sort="industry", descending=descending)
        assert [row.industry for row in found] == wanted


def test_that_every_column_of_the_table_sorts(ws: Workspace, profile) -> None:
    enterprises.save(ws, profile(1))
    for sort in EnterpriseRow._fields:
        assert len(enterprises.search(ws, EnterpriseFilter(), sort=sort, descending=True)) == 1


def test_that_a_long_list_reads_like_any_sequence(ws: Workspace, profile) -> None:
    from datetime import UTC, datetime

    from suzhou_assess.domain.enterprise import Enterprise
    from suzhou_assess.store import enterprises as table

    made = [Enterprise(str(profile(n)["uscc"]), f"厂{n:04}") for n in range(450)]
    with ws.store.writing() as connection:
        for one in made:
            table.add(connection, one, None, datetime.now(UTC), "")
    found = enterprises.search(ws, EnterpriseFilter())
    wanted = [f"厂{n:04}" for n in range(450)]
    assert len(found) == len(found.ids) == 450
    assert [row.name for row in found] == wanted
    assert [row.name for row in found[195:205]] == wanted[195:205]
    assert (found[-1].name, found[449].id) == (wanted[-1], found.ids[449])
    with pytest.raises(IndexError):
        found[450]


def test_that_the_history_lists_an_enterprises_assessments(ws: Workspace, profile) -> None:
    enterprises.save(ws, profile(1))
    enterprises.save(ws, profile(2))
    mine = [assessments.start(ws, 1, "self", date(2025, month, 1)) for month in (1, 2)]
    assessments.start(ws, 2, "self", date(2025, 3, 1))
    assert [card.id for card in enterprises.history(ws, 1)] == list(reversed(mine))


def test_that_the_latest_assessment_is_that_of_the_latest_date(ws: Workspace, profile) -> None:
    enterprises.save(ws, profile(1))
    for day, mode in ((date(2025, 6, 1), "onsite"), (date(2025, 1, 1), "self")):
        AssessmentSession(ws, assessments.start(ws, 1, mode, day)).submit()
    row = enterprises.search(ws, EnterpriseFilter())[0]
    assert (row.assessments, row.latest_date, row.latest_mode) == (2, date(2025, 6, 1), "onsite")
