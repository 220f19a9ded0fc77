from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.credit_code import complete
from suzhou_assess.domain.enterprise import NAME_LIMIT, PROFILE_FIELDS, Enterprise, read_enterprise
from suzhou_assess.domain.places import Places
from suzhou_assess.words.catalog import Words

CODE = complete("91320583MA1N0ABCD")
LEAST: dict[str, object] = {"uscc": CODE, "name": "昆山明泰精密机械有限公司", "district": "昆山"}


def read(places: Places, **fields: object) -> tuple[Enterprise, list[str]]:
    enterprise, problems = read_enterprise(LEAST | fields, places)
    return enterprise, [p.code for p in problems]


def test_that_a_whole_profile_is_understood(places: Places) -> None:
    enterprise, problems = read(
        places,
        town="花桥镇",
        industry="C39 计算机、通信和其他电子设备制造业",
        cluster="电子信息",
        founded="2008",
        employees="120",
        revenue="3000.5",
        size="小型",
        above_scale="是",
        qualification="专精特新",
        contact_name=" 王  小明 ",
        phone=13800000000,
    )
    assert problems == []
    assert enterprise == Enterprise(
        uscc=CODE,
        name="昆山明泰精密机械有限公司",
        district="320583",
        town="花桥镇",
        industry="C39",
        cluster="electronics",
        founded=2008,
        employees=120,
        revenue=Decimal("3000.5"),
        above_scale=True,
        qualification="srdi",
        contact_name="王 小明",
        phone="13800000000",
    )


@pytest.mark.parametrize(
    ("fields", "code", "where"),
    [
        ({"uscc": None}, "uscc_missing", "uscc"),
        ({"uscc": "1234"}, "uscc_length", "uscc"),
        ({"name": "  "}, "name_missing", "name"),
        ({"name": "长" * (NAME_LIMIT + 1)}, "name_too_long", "name"),
        ({"name": ["a"]}, "field_wrong_type", "name"),
        ({"district": ""}, "district_missing", "district"),
        ({"district": "无锡"}, "district_unknown", "district"),
        ({"industry": "炼金"}, "industry_unknown", "industry"),
        ({"cluster": "炼金"}, "cluster_unknown", "cluster"),
        ({"qualification": "炼金"}, "qualification_unknown", "qualification"),
        ({"founded": "很久以前"}, "profile_not_a_number", "founded"),
        ({"founded": 1066}, "founded_out_of_range", "founded"),
        ({"founded": 2008.5}, "founded_out_of_range", "founded"),
        ({"employees": "一百"}, "profile_not_a_number", "employees"),
        ({"employees": -3}, "profile_negative", "employees"),
        ({"employees": 12.5}, "profile_not_whole", "employees"),
        ({"revenue": -1}, "profile_negative", "revenue"),
        ({"revenue": True}, "profile_not_a_number", "revenue"),
        ({"above_scale": "也许"}, "not_yes_or_no", "above_scale"),
        ({"size": "特大"}, "size_unknown", "size"),
        ({"size": "大型", "employees": 10, "revenue": 10}, "size_differs", "size"),
    ],
)
def test_that_a_wrong_field_is_named(
    places: Places, fields: dict[str, object], code: str, where: str
) -> None:
    _, problems = read_enterprise(LEAST | fields, places)
    assert (code, (where,)) in [(p.code, p.where) for p in problems]
    for problem in problems:
        assert "{" not in Words("zh").problem(problem)


def test_that_a_message_names_the_field_as_the_form_does(places: Places) -> None:
    _, (problem,) = read_enterprise(LEAST | {"employees": "一百"}, places)
    assert "从业人员" in Words("zh").what(problem)


def test_that_a_size_can_not_be_compared_without_both_figures(places: Places) -> None:
    assert read(places, size="大型", employees=10)[1] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("是", True),
        ("√", True),
        (1, True),
        (True, True),
        ("Yes", True),
        ("否", False),
        ("无", False),
        (0, False),
        (False, False),
        ("", None),
        (None, None),
    ],
)
def test_that_yes_and_no_are_understood_in_many_forms(
    places: Places, typed: object, meant: bool | None
) -> None:
    enterprise, problems = read(places, above_scale=typed)
    assert (enterprise.above_scale, problems) == (meant, [])


def test_that_unknown_fields_of_other_offices_are_passed_over(places: Places) -> None:
    assert read(places, colour="red")[1] == []


@given(
    raw=st.dictionaries(
        st.sampled_from(PROFILE_FIELDS),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=20)
        | st.lists(st.integers(), max_size=2),
    )
)
def test_that_nothing_in_json_breaks_the_profile(places: Places, raw: dict[str, object]) -> None:
    enterprise, problems = read_enterprise(raw, places)
    assert enterprise.district is None or enterprise.district in places.district_by_code
    for problem in problems:
        assert Words("en").problem(problem)


def test_that_characters_without_width_are_dropped(places: Places) -> None:
    enterprise, problems = read(places, name="\u200b昆山\u2060厂\ufeff", district="\u200e昆山")
    assert problems == []
    assert (enterprise.name, enterprise.district) == ("昆山厂", "320583")
