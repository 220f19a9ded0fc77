"""Lists of every shape: titles, headers of several rows, subtotals, no header at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.list_table import ListSheet, ListTable, understand
from suzhou_assess.domain.roster_fields import FIELDS

CODE = credit_code.complete("91320583MA0000001")
OTHER = credit_code.complete("91320583MA0000002")
HEADER = ("序号", "企业名称", "统一社会信用代码", "区县")
BODY = (("1", "昆山甲机械有限公司", CODE, "昆山"), ("2", "常熟乙纺织有限公司", OTHER, "常熟"))


def table(*rows: tuple[str, ...], **settings: int) -> ListTable:
    return understand("名单.xlsx", [ListSheet("名单", rows, **settings)], FIELDS)


def mapped(found: ListTable) -> dict[str, int]:
    return {name: column for name, column in found.mapping.items() if column is not None}


def names(found: ListTable) -> list[str]:
    return [row.text(found.mapping["name"]) for row in found.rows()]


def test_that_titles_above_the_header_are_passed_over() -> None:
    found = table(("2025 年应评企业名单",), (), ("填表单位：某某局",), HEADER, *BODY)

    assert found.header == (3, 3)
    assert mapped(found) == {"name": 1, "uscc": 2, "district": 3}
    assert names(found) == ["昆山甲机械有限公司", "常熟乙纺织有限公司"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("*企业名称（全称）", "name"),
        ("单位名称", "name"),
        ("公司名称(盖章)", "name"),
        ("Company Name", "name"),
        ("统一社会\n信用代码", "uscc"),
        ("信用代码（18位）", "uscc"),
        ("纳税人识别号", "uscc"),
        ("组织机构代码", "uscc"),
        ("税　号", "uscc"),
        ("县级市（区）", "district"),
        ("所属板块", "district"),
        ("属地", "district"),
        ("镇（街道）", "town"),
        ("乡镇/街道", "town"),
        ("所在园区", "town"),
        ("行业大类", "industry"),
        ("国民经济行业代码", "industry"),
        ("是否规上企业", "above_scale"),
        ("企业规模", "size"),
        ("联系人", "contact_name"),
        ("联系电话", "phone"),
        ("手机号码", "phone"),
        ("备注", "note"),
        ("Phone", "phone"),
    ],
)
def test_that_a_header_is_known_by_its_other_names(said: str, field: str) -> None:
    header = (said, "企业名称") if field != "name" else (said, "税号")

    assert table(header, ("甲", "乙")).mapping[field] == 0


def test_that_the_surest_of_several_headers_is_taken() -> None:
    header = ("企业名称", "行业名称", "行业代码", "联系人", "联系人电话", "单位电话")

    found = mapped(table(header, ("甲公司", "纺织业", "1711", "张", "1", "2")))

    assert found == {"name": 0, "industry": 2, "contact_name": 3, "phone": 4}


def test_that_a_header_of_two_rows_is_read_from_top_to_bottom() -> None:
    found = table(
        ("序号", "企业名称", "税号", "联系人", "联系人", "备注"),
        ("序号", "企业名称", "税号", "姓名", "电话", "备注"),
        ("1", "甲公司", CODE, "张三", "13812345678", ""),
    )

    assert mapped(found) == {"name": 1, "uscc": 2, "contact_name": 3, "phone": 4, "note": 5}
    assert names(found) == ["甲公司"]


def test_that_a_header_whose_merged_cells_were_lost_is_read_all_the_same() -> None:
    found = table(
        ("序号", "企业名称", "税号", "联系方式", ""),
        ("", "", "", "姓名", "手机"),
        ("1", "甲公司", CODE, "张三", "13812345678"),
    )

    assert found.header == (0, 1)
    assert mapped(found) == {"name": 1, "uscc": 2, "contact_name": 3, "phone": 4}


def test_that_rows_that_are_no_enterprises_are_counted_and_passed_over() -> None:
    found = table(
        HEADER,
        ("1", "2", "3", "4"),
        BODY[0],
        (),
        ("", "昆山市小计", "", "1"),
        HEADER,
        BODY[1],
        ("", "合计：2家"),
        ("注：以上数据截至 6 月",),
        ("填表人：张三", "", "审核人：李四"),
    )

    assert names(found) == ["昆山甲机械有限公司", "常熟乙纺织有限公司"]
    assert found.skipped == {"blank": 1, "header": 2, "total": 2, "note": 2}


def test_that_a_row_merged_over_its_whole_width_is_a_heading() -> None:
    found = table(HEADER, ("一、昆山市",) * 4, BODY[0], ("二、常熟市",), BODY[1])

    assert len(names(found)) == 2


def test_that_a_name_with_a_word_for_sums_is_an_enterprise() -> None:
    found = table(HEADER, ("1", "苏州合计仪表有限公司", CODE, "昆山"))

    assert names(found) == ["苏州合计仪表有限公司"]


def test_that_columns_are_told_by_what_they_hold_where_there_is_no_header() -> None:
    found = table(("甲一机械有限公司", CODE, "13812345678"), ("乙二纺织厂", OTHER, "0512-57301234"))

    assert found.header is None
    assert mapped(found) == {"name": 0, "uscc": 1, "phone": 2}
    assert len(names(found)) == 2


def test_that_the_sheet_with_the_list_is_chosen() -> None:
    sheets = [
        ListSheet("说明", (("本表由各区填报",),)),
        ListSheet("名单", (HEADER, *BODY)),
        ListSheet("字典", (("行业", "代码"), ("纺织业", "17"))),
    ]

    found = understand("a.xlsx", sheets, FIELDS)

    assert found.chosen.name == "名单"
    assert found.alike == ()


def test_that_sheets_with_the_same_header_are_read_together() -> None:
    sheets = [
        ListSheet("昆山", (HEADER, BODY[0])),
        ListSheet("常熟", (("常熟市名单",), HEADER, BODY[1])),
        ListSheet("其他", (("企业名称",), ("丙公司",))),
    ]

    found = understand("a.xlsx", sheets, FIELDS)

    assert found.alike == (1,)
    assert [(row.sheet.name, row.number) for row in found.rows()] == [("昆山", 2), ("常熟", 3)]
    assert len(list(found.reading(together=False).rows())) == 1


def test_that_another_sheet_and_another_header_can_be_chosen() -> None:
    sheets = [ListSheet("甲", (HEADER, *BODY)), ListSheet("乙", (("单位",), ("丙厂",)))]
    found = understand("a.xlsx", sheets, FIELDS)

    assert names(found.on_sheet(1)) == ["丙厂"]
    assert len(list(found.with_header(1).rows())) == 1
    assert found.with_header(None).header is None


def test_that_a_column_means_one_thing_only() -> None:
    found = table(HEADER, *BODY).with_mapping({"note": 1})

    assert found.mapping["note"] == 1
    assert found.mapping["name"] is None


def test_that_rows_and_columns_are_named_as_the_spreadsheet_does() -> None:
    found = table(HEADER, *BODY, top=4, left=25)

    row = next(iter(found.rows()))
    assert row.number == 6
    assert [row.sheet.letter(column) for column in range(3)] == ["Z", "AA", "AB"]


def test_that_text_is_half_width_and_with_single_spaces() -> None:
    found = table(HEADER, ("１", "　甲　　公司　", "９１３２", "昆山"))

    row = next(iter(found.rows()))
    assert [row.text(column) for column in range(3)] == ["1", "甲 公司", "9132"]
    assert row.text(None) == row.text(99) == ""


@given(
    st.lists(st.lists(st.sampled_from(["", "1", "合计", "企业名称", "税号", "甲公司"]), max_size=5))
)
def test_that_any_table_can_be_understood(cells: list[list[str]]) -> None:
    found = table(*(tuple(row) for row in cells))

    rows = list(found.rows())
    start = 0 if found.header is None else found.header[1] + 1
    assert len(rows) + sum(found.skipped.values()) == len(cells) - start
    assert len(found.preview(3)) <= 3
