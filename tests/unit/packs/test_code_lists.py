import copy
import re
from typing import Any

import pytest
import yaml

from suzhou_assess.packs.code_lists import load_places, read_places
from suzhou_assess.packs.problems import PackError
from suzhou_assess.resources import files

BUNDLED = files.read_bytes("places/suzhou.yaml")
PLAIN: dict[str, Any] = yaml.load(BUNDLED, Loader=yaml.CBaseLoader)


def test_that_the_bundled_lists_are_complete_and_read_once() -> None:
    places = load_places()
    assert places is load_places()
    assert places.goal.enterprises == 40_000
    assert {d.code for d in places.districts} == {
        "320505", "320506", "320507", "320508", "320509",
        "320571", "320581", "320582", "320583", "320585",
    }  # fmt: skip
    assert [q.name.zh for q in places.qualifications] == ["无", "创新型", "专精特新", "小巨人"]
    assert [c.name.zh for c in places.clusters] == [
        "电子信息",
        "装备制造",
        "生物医药",
        "先进材料",
        "其他",
    ]


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("goal.by", "2025-02-30", "not_a_date", "goal.by"),
        ("goal.enterprises", "many", "not_whole", "goal.enterprises"),
        ("city", "苏州", "not_a_text", "city"),
        ("districts.0.code", "3205", "districts_code", "districts[0].code"),
        ("districts.1.code", "320505", "id_twice", "districts[1].code"),
        ("districts.0.aliases.0", "昆山人", "alias_of_two", "districts[8].aliases[0]"),
        ("districts.0.short.zh", "昆山", "alias_of_two", "districts[8].short.zh"),
        ("industries.0.code", "13", "industries_code", "industries[0].code"),
        ("sizes.0.min_employees", "1", "sizes_not_descending", "sizes[1].min_employees"),
        ("sizes.3.min_revenue", "1", "last_size_not_open", "sizes[3]"),
        ("profile.1", {"id": "other", "name": {"zh": "别的", "en": "Other"}},
         "profile_field_missing", "profile"),
        ("colour", "red", "unknown_key", "colour"),
    ],
)  # fmt: skip
def test_that_a_fault_is_named_with_its_line_and_place(
    path: str, value: object, code: str, where: str
) -> None:
    plain = copy.deepcopy(PLAIN)
    plain["districts"][8]["aliases"].insert(0, "昆山人")
    holder: Any = plain
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        holder = holder[step]
    holder[last] = value
    text = yaml.dump(plain, Dumper=yaml.CDumper, allow_unicode=True, sort_keys=False)
    with pytest.raises(PackError) as caught:
        read_places(text.encode(), "city.yaml")
    problem = next(p for p in caught.value.problems if p.code == code)
    assert (problem.file, problem.path) == ("city.yaml", where)
    assert problem.line is not None


def test_that_a_code_given_twice_in_one_line_is_found() -> None:
    name = "name: {zh: 某业, en: Some}"
    line = f"industries: [{{code: C13, {name}}}, {{code: C13, {name}}}]"
    text = re.sub(r"^industries:\n(?:[ -].*\n)+", line + "\n", BUNDLED.decode(), flags=re.MULTILINE)
    with pytest.raises(PackError) as caught:
        read_places(text.encode(), "city.yaml")
    assert [(p.code, p.path) for p in caught.value.problems] == [("id_twice", "industries[1].code")]


def test_that_a_pack_is_no_code_list() -> None:
    with pytest.raises(PackError) as caught:
        read_places(files.read_bytes("packs/miit-2024.yaml"), "x.yaml")
    assert [p.code for p in caught.value.problems] == ["format_unknown"]
