"""The roster in the summary workbook, against a count from the Answers JSON that was imported."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import naive_rollup as naive
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from summary_parts import card, check_package, rows_below
from test_rollup_numbers import make_lines

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.roster import RosterCheck, RosterEntry
from suzhou_assess.services.campaigns import Campaign, save_campaign
from suzhou_assess.services.deliver import write_summary
from suzhou_assess.services.intake import take_in
from suzhou_assess.services.rollup_views import RollupFilter
from suzhou_assess.services.roster import save_roster
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.summary_notes import NOTES

AS_OF = date(2025, 5, 20)
COLUMNS = ("应评", "应评中已评", "覆盖率", "未评")
WANTED = {
    "all": RollupFilter(),
    "onsite": RollupFilter(mode="onsite", since=date(2024, 6, 1)),
    "some": RollupFilter(districts=("320583", "320508"), industries=("C34", "C39")),
}
Where = tuple[str, str, str]


class City:
    """A database with assessments and a roster, and what the two should come to."""

    def __init__(self, ws: Workspace, pack: Pack, lines: list[str]) -> None:
        self.ws = ws
        self.profiles, self.judged = naive.read(pack, lines)
        rng = random.Random(3)
        entries: list[RosterEntry] = []
        self.listed: list[tuple[str, Where]] = []
        for number, (uscc, profile) in enumerate(self.profiles.items()):
            if rng.random() < 0.6:
                # Some are known by their name alone; some list another place than the profile.
                district = rng.choice(("320583", "320508", None))
                entries.append(
                    RosterEntry(
                        number,
                        uscc if number % 5 else None,
                        profile["name"],
                        district,
                        rng.choice(("玉山镇", "")),
                    )
                )
                where = district or profile.get("district", "")
                self.listed.append((uscc, (where, entries[-1].town, profile.get("industry", ""))))
        for number in range(40):
            uscc = credit_code.complete(f"91320500MB{number:07d}")
            where = (rng.choice(("320583", "320571", "")), f"{number % 30}镇", "C34")
            district, town, industry = where
            name = f"未评{number}号公司"
            entries.append(RosterEntry(900 + number, uscc, name, district or None, town, industry))
            self.listed.append((uscc, where))
        save_roster(ws, RosterCheck("应评名单.xlsx", tuple(entries), ()))

    def count(self, wanted: RollupFilter) -> Counter[tuple[Where, bool]]:
        """Entries by place, and whether they are assessed."""
        assessed = {
            one.uscc
            for one in self.judged
            if (wanted.since or date.min) <= one.day <= AS_OF and wanted.mode in (None, one.mode)
        }
        return Counter(
            (where, uscc in assessed)
            for uscc, where in self.listed
            if (not wanted.districts or where[0] in wanted.districts)
            and (not wanted.industries or where[2] in wanted.industries)
        )


def expected(counts: Counter[tuple[Where, bool]], field: int, code: str | None) -> tuple[Any, ...]:
    """What ``COLUMNS`` should say of one district, town or industry; ``None``: of all."""
    done, missing = (
        sum(n for (w, so), n in counts.items() if so is did and code in (None, w[field]))
        for did in (True, False)
    )
    if not done + missing:
        return (None,) * 4
    return done + missing, done, pytest.approx(done / (done + missing)), missing


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, pack: Pack, places: Places) -> Iterator[City]:
    folder: Path = tmp_path_factory.mktemp("roster")
    lines = make_lines(pack, places)
    source = folder / "answers.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    with Workspace.open(str(folder / "city.db")) as ws:
        for _ in take_in(ws, [source]):
            pass
        save_campaign(ws, Campaign("", 150, None, date(2025, 12, 31), {"320583": 40}))
        yield City(ws, pack, lines)


def write(ws: Workspace, out: Path, wanted: RollupFilter | None = None) -> Workbook:
    for _ in write_summary(ws, out, wanted=wanted, as_of=AS_OF):
        pass
    check_package(out)
    return load_workbook(out)


@pytest.mark.parametrize("named", list(WANTED))
def test_that_the_coverage_is_that_of_the_filter_and_the_day(
    city: City, places: Places, tmp_path: Path, named: str
) -> None:
    counts = city.count(WANTED[named])
    book = write(city.ws, tmp_path / "s.xlsx", WANTED[named])
    cards = ("应评（家）", "应评中已评（家）", "覆盖率", "未评（家）")
    assert tuple(card(book["总览"], label)[0] for label in cards) == expected(counts, 0, None)
    names = {d.name.zh: d.code for d in places.districts} | {"（未填）": ""}
    rows = {row["县级市（区）"]: row for row in rows_below(book["区县进度"], "名次")}
    listed = {where[0] for where, _ in counts}
    assert listed <= {names[name] for name in rows if name != "合计"}
    for name, row in rows.items():
        code = None if name == "合计" else names[name]
        assert tuple(row[column] for column in COLUMNS) == expected(counts, 0, code), name


@pytest.mark.parametrize("named", list(WANTED))
def test_that_industries_and_the_towns_with_most_missing_are_told(
    city: City, places: Places, tmp_path: Path, named: str
) -> None:
    counts = city.count(WANTED[named])
    sheet = write(city.ws, tmp_path / "s.xlsx", WANTED[named])["应评覆盖"]
    towns, industries = (rows_below(sheet, "序号", nth) for nth in range(2))
    short = {d.code: f"{d.short.zh} " for d in places.districts} | {"": ""}
    by_town: Counter[tuple[str, bool]] = Counter()
    for ((district, town, _), done), count in counts.items():
        by_town[short[district] + (town or "（未填）"), done] += count
    most = sorted((n for (_, done), n in by_town.items() if not done), reverse=True)
    assert [row["未评"] for row in towns] == most[:20]
    for row in towns:
        done, missing = (by_town[row["镇（街道）"], did] for did in (True, False))
        assert (row["应评"], row["应评中已评"], row["未评"]) == (done + missing, done, missing)
    names = {f"{i.code} {i.name.zh}": i.code for i in places.industries} | {"（未填）": ""}
    assert {names[row["行业"]] for row in industries[:-1]} == {where[2] for where, _ in counts}
    for row in industries:
        code = None if row["行业"] == "合计" else names[row["行业"]]
        assert tuple(row[column] for column in COLUMNS) == expected(counts, 2, code)


def test_that_the_roster_is_defined(city: City, tmp_path: Path) -> None:
    rows = rows_below(write(city.ws, tmp_path / "s.xlsx")["口径说明"], "项目")
    said = {row["项目"]: row["说明"] for row in rows}
    assert len(said) == len(NOTES)
    meaning = said[Words("zh").say("summary.term_roster")]
    assert "覆盖率 = 应评中已评 ÷ 应评" in meaning
    assert "应评名单.xlsx" in meaning


@pytest.mark.parametrize("why", ["no roster", "by size"])
def test_that_nothing_of_a_roster_shows_where_there_is_none_to_measure_against(
    city: City, ws: Workspace, tmp_path: Path, why: str
) -> None:
    of, wanted = (ws, None) if why == "no roster" else (city.ws, RollupFilter(sizes=("small",)))
    book = write(of, tmp_path / "s.xlsx", wanted)
    assert "应评覆盖" not in book.sheetnames
    told = [
        str(value)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    ]
    assert not [value for value in told if "应评" in value or "覆盖率" in value]
