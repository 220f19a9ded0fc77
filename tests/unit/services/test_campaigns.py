"""The campaign kept with the database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from suzhou_assess.services.campaigns import (
    Campaign,
    campaign,
    check_campaign,
    read_targets,
    save_campaign,
)
from suzhou_assess.services.progress import status
from suzhou_assess.services.workspace import Workspace

OURS = Campaign(
    "2026 年评估", 5000, date(2026, 1, 1), date(2026, 12, 31), {"320583": 3000, "320585": 2000}
)


def codes(found: Campaign) -> list[str]:
    return [one.code for one in check_campaign(found)]


def test_that_a_new_database_has_the_founding_goal_and_no_targets(ws: Workspace) -> None:
    assert campaign(ws) == Campaign("", 40000, None, date(2025, 12, 31), {})


def test_that_what_is_saved_is_read_again(ws: Workspace) -> None:
    save_campaign(ws, OURS)

    assert campaign(ws) == OURS


def test_that_the_first_page_and_status_show_the_same_goal(ws: Workspace) -> None:
    save_campaign(ws, OURS)

    assert (ws.overview().goal, ws.overview().goal_by) == (5000, date(2026, 12, 31))
    assert status(ws)["goal"] == 5000


def test_that_a_goal_set_elsewhere_counts(ws: Workspace) -> None:
    save_campaign(ws, OURS)
    ws.set_setting("goal", 7)
    ws.set_setting("goal_by", "2027-01-02")

    found = campaign(ws)

    assert (found.goal, found.by) == (7, date(2027, 1, 2))
    assert found.targets == OURS.targets


def test_that_targets_are_compared_with_the_goal() -> None:
    short = Campaign("", 6000, None, date(2026, 1, 1), OURS.targets)
    over = Campaign("", 4000, None, date(2026, 1, 1), OURS.targets)

    assert codes(OURS) == []
    assert codes(short) == ["campaign_targets_short"]
    assert codes(over) == ["campaign_targets_over"]
    assert (short.targets_gap, over.targets_gap) == (1000, -1000)
    assert not any(one.is_error for one in (*check_campaign(short), *check_campaign(over)))


def test_that_a_campaign_without_targets_is_all_right() -> None:
    assert codes(Campaign("", 40000, None, date(2025, 12, 31))) == []


@pytest.mark.parametrize(
    ("goal", "start", "code"),
    [(0, None, "campaign_goal_missing"), (5, date(2026, 1, 2), "campaign_ends_before_start")],
)
def test_that_one_that_makes_no_sense_is_not_saved(
    ws: Workspace, goal: int, start: date | None, code: str
) -> None:
    wrong = Campaign("", goal, start, date(2026, 1, 1))

    assert codes(wrong) == [code]
    with pytest.raises(ValueError, match="errors"):
        save_campaign(ws, wrong)
    assert campaign(ws).goal == 40000


def test_that_targets_are_read_from_a_file(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "任务.csv"
    path.write_text("区县,任务数\n昆山,6000\n南京,5\n合计,6005\n", encoding="gb18030")

    targets, problems = read_targets(path, ws.places)

    assert targets == {"320583": 6000}
    assert [one.code for one in problems] == ["district_unknown"]
