"""What the summary says of the roster (应评名单): how much of it is assessed, and where not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suzhou_assess.workbook.summary_data import Listed, Roster
from suzhou_assess.workbook.summary_look import Value
from suzhou_assess.workbook.summary_page import (
    Briefcase,
    Column,
    Page,
    name_width,
    share,
)

_MOST_TOWNS = 20
"""Of all towns of a city only those where most are missing."""
_SHARE = 4
"""Column of the share in a table of its own, where rank and name stand first."""


def listed_columns(case: Briefcase) -> list[Column]:
    """The columns that ``listed_values`` fills."""
    looks = (("listed", "count"), ("listed_done", "count"), ("coverage", "share"))
    columns = [Column(case.say(f"column_{key}"), look) for key, look in looks]
    return [*columns, Column(case.say("column_missing"), "count")]


def listed_values(one: Listed | None) -> list[Value]:
    """Blank for what has no entry in the roster."""
    if one is None:
        return [None] * 4
    return [one.total, one.assessed, share(one.assessed, one.total), one.missing]


def roster_cards(case: Briefcase, roster: Roster) -> Iterator[tuple[str, Value, str, str]]:
    """Key, figure, look and remark of each card."""
    whole = roster.all
    saved = roster.saved_on
    note = "" if saved is None else case.say("roster_saved", day=saved.isoformat())
    yield "listed", whole.total, "card_count", note
    yield "listed_done", whole.assessed, "card_count", ""
    yield "coverage", share(whole.assessed, whole.total), "card_share", ""
    yield "missing", whole.missing, "card_count", case.say("missing_apart")


def write_roster(page: Page, roster: Roster) -> None:
    """Where most are missing, by town and by industry."""
    case = page.case
    industries = [(case.name(one.name), one) for one in roster.industries]
    shown = [town for town in roster.towns if town.missing][:_MOST_TOWNS]
    towns = [(_town(case, town), town) for town in shown]
    page.head([6, name_width((name for name, _ in (*industries, *towns)), 34), 13, 13, 12, 13])
    page.note(case.say("remark_roster"))
    page.row += 1
    if any(town.name is not None for town in shown):
        key = "roster_towns" if len(shown) < len(roster.towns) else "roster_all_towns"
        page.heading(case.say(key, count=len(shown)))
        _table(page, "town", towns)
    page.heading(case.say("roster_industries"))
    _table(page, "industry", industries, roster.all)
    page.print_as(landscape=False, pages_high=1)


def _town(case: Briefcase, town: Listed) -> str:
    district = "" if town.district is None else f"{case.words.text(town.district)} "
    return district + case.name(town.name)


def _table(
    page: Page, key: str, named: Sequence[tuple[str, Listed]], total: Listed | None = None
) -> None:
    case = page.case
    columns = [Column(case.say("column_number"), "centred"), Column(case.say(f"column_{key}"))]
    area = page.table(
        [*columns, *listed_columns(case)],
        [[at, name, *listed_values(one)] for at, (name, one) in enumerate(named, start=1)],
        None if total is None else [None, case.say("total"), *listed_values(total)],
    )
    page.bars(area, _SHARE, "#9DD3B8", 1.0)
