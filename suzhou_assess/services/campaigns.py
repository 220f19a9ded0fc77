"""The campaign: what is to be reached by when, and each district's part in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from suzhou_assess.domain.places import Places
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.domain.targets import MOST as MOST  # what a goal may be at most
from suzhou_assess.services.list_reading import ListError as ListError  # raised from here
from suzhou_assess.services.workspace import Workspace

KEY = "campaign"
"""The setting that holds what is not the goal: name, start and targets."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign. The targets are the office's own: none is ever invented."""

    name: str
    goal: int
    """Enterprises to be assessed."""
    start: date | None
    """Its first day; ``None`` when it began with the first assessment."""
    by: date
    """Its last day."""
    targets: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """By code of the district; a district without a target isn't in it."""

    @property
    def targets_total(self) -> int:
        return sum(self.targets.values())

    @property
    def targets_gap(self) -> int:
        """What the targets lack to the goal; negative when they come to more."""
        return self.goal - self.targets_total


def campaign(ws: Workspace) -> Campaign:
    """As it stands in the database; without one of its own, that of the code lists.

    Read without SQLAlchemy, for the first page. Raises ``StoreError``.
    """
    kept = ws.setting(KEY) or {}
    goal, goal_by = ws.setting("goal"), ws.setting("goal_by")
    start = kept.get("start")
    return Campaign(
        name=kept.get("name", ""),
        goal=ws.places.goal.enterprises if goal is None else goal,
        start=None if start is None else date.fromisoformat(start),
        by=ws.places.goal.by if goal_by is None else date.fromisoformat(goal_by),
        targets=MappingProxyType(dict(kept.get("targets", {}))),
    )


def check_campaign(campaign: Campaign) -> list[Problem]:
    """What is wrong with it. Targets that don't come to the goal are a warning: an office may
    want a reserve, or not have all districts' numbers yet."""
    found = []
    if campaign.goal < 1:
        found.append(problem("campaign_goal_missing", "goal"))
    if campaign.start is not None and campaign.start > campaign.by:
        days = {"start": campaign.start.isoformat(), "by": campaign.by.isoformat()}
        found.append(problem("campaign_ends_before_start", "by", **days))
    if campaign.targets and campaign.targets_gap:
        counts = {"total": campaign.targets_total, "goal": campaign.goal}
        code = "campaign_targets_short" if campaign.targets_gap > 0 else "campaign_targets_over"
        found.append(problem(code, "targets", **counts, gap=abs(campaign.targets_gap)))
    return found


def save_campaign(ws: Workspace, campaign: Campaign) -> None:
    """Keeps all of it in one transaction; ``status`` and the first page show the same goal.

    Raises ``StoreError``, and ``ValueError`` for one that ``check_campaign`` finds an error in.
    """
    if any(found.is_error for found in check_campaign(campaign)):
        raise ValueError("a campaign with errors")
    from suzhou_assess.store import settings

    kept = {
        "name": campaign.name,
        "start": None if campaign.start is None else campaign.start.isoformat(),
        "targets": dict(sorted(campaign.targets.items())),
    }
    with ws.store.writing() as connection:
        settings.put(connection, "goal", campaign.goal)
        settings.put(connection, "goal_by", campaign.by.isoformat())
        settings.put(connection, KEY, kept)


def read_targets(path: Path, places: Places) -> tuple[Mapping[str, int], list[Problem]]:
    """District targets from a list, by code of the district, and what is wrong in it.

    Writes nothing. Raises ``ListError``.
    """
    from suzhou_assess.domain import targets
    from suzhou_assess.services.list_reading import reading, run_through

    read = targets.read_rows(run_through(reading(path, targets.FIELDS)), places)
    return read.by_district, list(read.problems)
