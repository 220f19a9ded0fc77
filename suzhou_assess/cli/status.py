"""``status``: the progress to the goal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import click

from suzhou_assess.cli import console, layout
from suzhou_assess.cli.frame import Command, Wishes, pass_wishes
from suzhou_assess.services.progress import status
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

_BAR = 30


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json"))
    return Command("status", words, _status, [as_json])


@pass_wishes
def _status(wishes: Wishes, as_json: bool) -> int:
    with Workspace.open(wishes.database, create=False) as ws:
        counted = status(ws)
        if as_json:
            console.say_json(counted)
        else:
            for line in _lines(ws, counted, wishes.words):
                console.say(line)
    return console.ALL_WELL


def _lines(ws: Workspace, counted: Mapping[str, object], words: Words) -> Iterator[str]:
    goal, assessed = cast("int", counted["goal"]), cast("int", counted["assessed"])
    share = assessed / goal if goal else 1.0
    yield words.say(
        "cli.status_progress",
        assessed=f"{assessed:,}",
        goal=f"{goal:,}",
        share=f"{share:.1%}",
        remaining=f"{max(0, goal - assessed):,}",
    )
    districts = cast("Mapping[str, int]", counted["districts"])
    if not assessed:
        yield words.say("cli.status_empty")
        return
    yield ""
    yield words.say("cli.status_districts")
    most = max(districts.values(), default=0)
    rows = [
        (words.text(d.name), f"{districts[d.code]:,}", "#" * round(_BAR * districts[d.code] / most))
        for d in ws.places.districts
        if districts.get(d.code)
    ]
    nowhere = assessed - sum(districts.values())
    if nowhere:
        rows.append((words.say("cli.status_no_district"), f"{nowhere:,}", ""))
    yield from layout.table(rows)
    yield ""
    yield words.say("cli.status_levels")
    levels = cast("Mapping[str, int]", counted["levels"])
    names = {str(level.level): words.text(level.name) for level in ws.packs.default().levels}
    yield from layout.table(
        (f"{level} {names.get(level, '')}", f"{n:,}", f"{n / assessed:.1%}")
        for level, n in sorted(levels.items())
    )
