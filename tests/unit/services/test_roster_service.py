"""The roster kept and compared with what is assessed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.roster import RosterCheck, RosterEntry
from suzhou_assess.services import assessments, enterprises, list_reading
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.roster import (
    ListError,
    check_list,
    coverage,
    drop_roster,
    missing,
    read_list,
    reading_list,
    roster_card,
    save_roster,
    write_missing,
)
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

DAY = date(2025, 6, 1)
HEADER = ("企业名称", "统一社会信用代码", "区县", "镇", "行业")


def code(number: int) -> str:
    return credit_code.complete(f"91320583MA{number:07d}")


def entry(number: int, **fields: object) -> RosterEntry:
    values: dict[str, object] = {
        "number": number,
        "uscc": code(number),
        "name": f"{number}号公司",
        "district": "320583",
        "town": "玉山镇",
        "industry": "C34",
    }
    return RosterEntry(**(values | fields))  # type: ignore[arg-type]


def keep(ws: Workspace, *entries: RosterEntry, replace: bool = True) -> int:
    return save_roster(ws, RosterCheck("名单.xlsx", entries, ()), replace=replace, who="王工")


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: Sequence[object], name: str = "名单.xlsx") -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def add(ws: Workspace, profile: dict[str, object]) -> int:
    key, problems = enterprises.save(ws, profile)
    assert key is not None, problems
    return key


def assess(ws: Workspace, profile: dict[str, object]) -> None:
    """An enterprise with a submitted assessment."""
    session = AssessmentSession(ws, assessments.start(ws, add(ws, profile), "self", DAY))
    session.choose("Q01", ("B",))
    session.submit()


def test_that_a_list_is_read_checked_and_saved(ws: Workspace, listed: Callable[..., Path]) -> None:
    path = listed(("应评名单",), HEADER, ("甲公司", code(1), "昆山", "玉山镇", "34"), ("乙公司",))

    check = check_list(ws, read_list(path))

    assert save_roster(ws, check, who="王工") == 2
    card = roster_card(ws)
    assert card is not None
    assert (card.source, card.entries, card.who) == ("名单.xlsx", 2, "王工")
    assert [one.name for one in missing(ws)] == ["甲公司", "乙公司"]
    assert missing(ws)[0] == check.entries[0]


def test_that_the_mapping_can_be_corrected(ws: Workspace, listed: Callable[..., Path]) -> None:
    table = read_list(listed(("代号", "企业名称"), ("真名公司", "1"), ("又名公司", "2")))

    check = check_list(ws, table, {"name": 0, "note": 1})

    assert [(one.name, one.note) for one in check.entries] == [("真名公司", "1"), ("又名公司", "2")]


def test_that_a_wrong_code_is_held_against_those_that_are_known(
    ws: Workspace, listed: Callable[..., Path], profile: Callable[..., dict[str, object]]
) -> None:
    add(ws, profile(1, uscc=code(1), name="甲公司"))
    swapped = code(1)[:12] + code(1)[13] + code(1)[12] + code(1)[14:]
    wrong = swapped if swapped != code(1) else code(1)[:-1] + "A"
    letters = code(10).replace("0", "O")
    path = listed(HEADER, ("甲", wrong, "昆山"), ("乙", letters, "昆山"))

    found = check_list(ws, read_list(path)).problems

    assert [one.problem.code for one in found] == ["roster_code_near", "roster_code_lookalike"]
    assert found[0].problem.params == {"code": wrong, "suggested": code(1), "name": "甲公司"}
    assert found[1].problem.params["suggested"] == code(10)


def test_that_a_roster_replaces_the_one_before(ws: Workspace) -> None:
    keep(ws, entry(1), entry(2))

    assert keep(ws, entry(3)) == 1
    assert [one.uscc for one in missing(ws)] == [code(3)]


def test_that_adding_replaces_what_is_there_by_code_or_name(ws: Workspace) -> None:
    keep(ws, entry(1), entry(2, uscc=None), entry(3))

    added = keep(
        ws,
        entry(1, town="千灯镇"),
        entry(2, town="周市镇"),
        entry(3, uscc=None, town="巴城镇"),
        entry(4),
        entry(5, name="3号公司"),
        replace=False,
    )

    assert added == 5
    kept = {one.number: one for one in missing(ws)}
    assert [kept[n].town for n in range(1, 6)] == ["千灯镇", "周市镇", "巴城镇", "玉山镇", "玉山镇"]
    assert [kept[n].uscc for n in range(1, 6)] == [code(n) for n in range(1, 6)]


def test_that_the_assessed_are_found_by_code_or_name(
    ws: Workspace, profile: Callable[..., dict[str, object]]
) -> None:
    assess(ws, profile(1, uscc=code(1), name="改了名的公司"))
    assess(ws, profile(2, uscc=code(2), name="只有名字（苏州）公司"))
    add(ws, profile(3, uscc=code(3)))
    keep(
        ws,
        entry(1),
        entry(9, uscc=None, name="只有名字(苏州) 公司"),
        entry(3),
        entry(4, district="320585", town="", industry=None),
    )

    found = coverage(ws)

    assert (found.total, found.assessed, found.missing) == (4, 2, 2)
    assert [(row.key, row.total, row.assessed) for row in found.by_district] == [
        ("320583", 3, 2),
        ("320585", 1, 0),
    ]
    assert [(row.district, row.key, row.total) for row in found.by_town] == [
        ("320583", "玉山镇", 3),
        ("320585", "", 1),
    ]
    assert [(row.key, row.missing) for row in found.by_industry] == [("C34", 1), ("", 1)]
    assert [one.number for one in missing(ws)] == [3, 4]


def test_that_what_the_list_does_not_say_is_taken_from_the_enterprise(
    ws: Workspace, profile: Callable[..., dict[str, object]]
) -> None:
    add(ws, profile(1, uscc=code(1), contact_name="李工", phone="138"))
    keep(ws, entry(1, district=None, town="", industry=None))

    assert [row.key for row in coverage(ws).by_district] == ["320583"]
    one = missing(ws)[0]
    assert (one.town, one.industry, one.contact_name, one.phone) == ("玉山镇", "C34", "李工", "138")


def test_that_of_two_enterprises_of_one_name_the_assessed_one_counts_once(
    ws: Workspace, profile: Callable[..., dict[str, object]]
) -> None:
    add(ws, profile(1, uscc=code(1), name="同名公司"))
    assess(ws, profile(2, uscc=code(2), name="同名公司"))
    keep(ws, entry(7, uscc=None, name="同名公司"))

    assert (coverage(ws).total, coverage(ws).assessed) == (1, 1)


def test_that_a_draft_is_not_an_assessment(
    ws: Workspace, profile: Callable[..., dict[str, object]]
) -> None:
    assessments.start(ws, add(ws, profile(1, uscc=code(1))), "self", DAY)
    keep(ws, entry(1))

    assert coverage(ws).assessed == 0


def test_that_the_missing_can_be_narrowed(ws: Workspace) -> None:
    keep(
        ws,
        entry(1),
        entry(2, town="千灯镇"),
        entry(3, district="320585", industry="C17"),
        entry(4, district=None, town="", industry=None),
    )

    def numbers(**part: str) -> list[int]:
        return [one.number for one in missing(ws, **part)]

    assert numbers() == [2, 1, 3, 4]
    assert numbers(district="320583") == [2, 1]
    assert numbers(district="320583", town="千灯镇") == [2]
    assert numbers(industry="C17") == [3]
    assert numbers(district="") == numbers(industry="") == [4]


def test_that_without_a_roster_nothing_is_covered(ws: Workspace) -> None:
    found = coverage(ws)

    assert roster_card(ws) is None
    assert (found.total, found.assessed, found.by_district) == (0, 0, ())


def test_that_a_dropped_roster_leaves_the_assessments(
    ws: Workspace, profile: Callable[..., dict[str, object]]
) -> None:
    assess(ws, profile(1, uscc=code(1)))
    keep(ws, entry(1))

    drop_roster(ws)

    assert roster_card(ws) is None
    assert coverage(ws).total == 0
    assert ws.overview().assessed == 1


def test_that_the_missing_list_is_written(ws: Workspace, tmp_path: Path) -> None:
    keep(ws, entry(1), entry(2, town="千灯镇"))
    out = tmp_path / "未评.xlsx"

    events = list(write_missing(ws, out, Words("zh"), district="320583", town="千灯镇"))

    assert events[-1].done == events[-1].total == 1
    sheet = openpyxl.load_workbook(out)["未评名单"]
    assert sheet["A2"].value.startswith("昆山市、千灯镇：共 1 家")
    assert sheet["B5"].value == "2号公司"


def test_that_a_missing_list_can_be_read_as_a_roster(ws: Workspace, tmp_path: Path) -> None:
    entries = [entry(1, size="small", above_scale=False, phone="138", note="x"), entry(2)]
    keep(ws, *entries)
    list(write_missing(ws, tmp_path / "a.xlsx", Words("zh")))

    check = check_list(ws, read_list(tmp_path / "a.xlsx"))

    assert not check.problems
    for before, after in zip(entries, check.entries, strict=True):
        assert (after.uscc, after.name, after.town) == (before.uscc, before.name, before.town)
        assert (after.size, after.above_scale) == (before.size, before.above_scale)


@pytest.mark.parametrize("name", ["没有.xlsx", "."])
def test_that_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(ListError) as error:
        read_list(tmp_path / name)
    assert error.value.problem.code in ("file_missing", "file_is_folder")


def _takes_too_long(path: str) -> None:
    time.sleep(60)


def test_that_a_file_that_takes_too_long_is_given_up(
    listed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_reading, "SECONDS", 0.2)
    monkeypatch.setattr(list_reading, "read_file", _takes_too_long)

    with pytest.raises(ListError) as error:
        read_list(listed(HEADER, ("甲公司",)))
    assert error.value.problem.code == "list_too_large"


def test_that_a_file_that_wants_all_memory_is_given_up(
    listed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_reading, "MEMORY", 8 * 1024 * 1024)

    with pytest.raises(ListError) as error:
        read_list(listed(*(("x" * 900, n) for n in range(30_000))))
    assert error.value.problem.code == "list_too_large"


def test_that_reading_can_be_given_up(
    listed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_reading, "read_file", _takes_too_long)
    before = threading.active_count()
    work = reading_list(listed(HEADER, ("甲公司",)))
    next(work)

    work.close()

    deadline = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert threading.active_count() <= before


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that can't be caught")
def test_that_a_killed_reader_is_told_of_the_file(
    listed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_reading, "read_file", _end)

    with pytest.raises(ListError) as error:
        read_list(listed(HEADER, ("甲公司",)))
    assert error.value.problem.code == "file_crashed_reader"


def _end(path: str) -> None:
    os._exit(3)
