"""``campaign``: the goal, its dates, and the districts' targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from suzhou_assess.cli import console, layout
from suzhou_assess.cli.findings import problem_lines
from suzhou_assess.cli.frame import Command, CommandError, Group, Said, Wishes, pass_wishes, paths
from suzhou_assess.cli.values import a_day, whole_number
from suzhou_assess.domain.problems import has_errors
from suzhou_assess.services.campaigns import (
    MOST,
    Campaign,
    ListError,
    campaign,
    check_campaign,
    read_targets,
    save_campaign,
)
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

_NO_START = "none"


def command(words: Words) -> click.Command:
    """Builds the group in the language of ``words``."""
    commands = {"show": _show_command, "set": _set_command, "targets": _targets_command}
    said = Said("cli_roster.brief_campaign", "cli_roster.help_campaign")
    return Group("campaign", words, commands, said=said)


def _show_command(words: Words) -> click.Command:
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json"))
    said = Said("cli_roster.brief_show", "cli_roster.help_show")
    return Command("show", words, _show, [as_json], said=said)


def _set_command(words: Words) -> click.Command:
    say = words.say
    day = say("cli_roster.meta_day")
    options = [
        click.Option(
            ["--name"], metavar=say("cli_roster.meta_name"), help=say("cli_roster.option_name")
        ),
        click.Option(
            ["--goal"],
            callback=whole_number(words, 1, MOST),
            metavar=say("cli.meta_number"),
            help=say("cli_roster.option_goal"),
        ),
        click.Option(
            ["--start"],
            callback=a_day(words, unless=_NO_START),
            metavar=day,
            help=say("cli_roster.option_start"),
        ),
        click.Option(
            ["--by"], callback=a_day(words), metavar=day, help=say("cli_roster.option_by")
        ),
    ]
    said = Said("cli_roster.brief_set", "cli_roster.help_set")
    return Command("set", words, _set, options, said=said)


def _targets_command(words: Words) -> click.Command:
    dry_run = click.Option(["--dry-run"], is_flag=True, help=words.say("cli.option_dry_run"))
    said = Said("cli_roster.brief_targets", "cli_roster.help_targets")
    file = paths("file", meaning="cli_roster.argument_targets")
    return Command("targets", words, _targets, [file, dry_run], said=said)


@pass_wishes
def _show(wishes: Wishes, as_json: bool) -> int:
    with Workspace.open(wishes.database, create=False) as ws:
        kept = campaign(ws)
        if as_json:
            console.say_json(_object(kept))
        else:
            for line in _lines(ws, kept, wishes.words):
                console.say(line)
    return console.ALL_WELL


@pass_wishes
def _set(
    wishes: Wishes, name: str | None, goal: int | None, start: date | str | None, by: date | None
) -> int:
    words = wishes.words
    if name is None and goal is None and start is None and by is None:
        raise CommandError(words.say("cli_roster.nothing_to_set"))
    with Workspace.open(wishes.database) as ws:
        kept = campaign(ws)
        if start is None:
            start = kept.start
        changed = replace(
            kept,
            name=kept.name if name is None else name.strip(),
            goal=kept.goal if goal is None else goal,
            start=start if isinstance(start, date) else None,
            by=kept.by if by is None else by,
        )
        _save(ws, changed, words)
        for line in _lines(ws, changed, words):
            console.say(line)
    return console.ALL_WELL


@pass_wishes
def _targets(wishes: Wishes, file: Path, dry_run: bool) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=not dry_run) as ws:
        try:
            targets, problems = read_targets(file, ws.places)
        except ListError as error:
            shown = words.say("cli_roster.unreadable", file=str(file))
            raise CommandError(f"{shown}{words.problem(error.problem)}") from error
        for line in problem_lines(problems, words, indent=2):
            console.say(line)
        if not targets:
            return console.SOME_REFUSED
        changed = replace(campaign(ws), targets=targets)
        if not dry_run:
            _save(ws, changed, words)
        for line in _lines(ws, changed, words):
            console.say(line)
        console.say(words.say("cli_roster.targets_read" if dry_run else "cli_roster.targets_saved"))
    return console.SOME_REFUSED if problems else console.ALL_WELL


def _save(ws: Workspace, changed: Campaign, words: Words) -> None:
    found = check_campaign(changed)
    if has_errors(found):
        raise CommandError("\n".join(words.problem(one) for one in found if one.is_error))
    save_campaign(ws, changed)


def _object(kept: Campaign) -> dict[str, object]:
    return {
        "name": kept.name,
        "goal": kept.goal,
        "start": None if kept.start is None else kept.start.isoformat(),
        "by": kept.by.isoformat(),
        "targets": dict(kept.targets),
        "targets_total": kept.targets_total,
    }


def _lines(ws: Workspace, kept: Campaign, words: Words) -> Iterator[str]:
    say = words.say
    start = say("cli_roster.no_start") if kept.start is None else kept.start.isoformat()
    rows = [
        (say("cli_roster.label_goal"), f"{kept.goal:,}"),
        (say("cli_roster.label_start"), start),
        (say("cli_roster.label_by"), kept.by.isoformat()),
    ]
    if kept.name:
        rows.insert(0, (say("cli_roster.label_name"), console.one_line(kept.name)))
    yield from layout.table(rows)
    yield ""
    if not kept.targets:
        yield say("cli_roster.no_targets")
        return
    yield say("cli_roster.label_targets")
    named = [
        (words.text(district.name), f"{kept.targets[district.code]:,}")
        for district in ws.places.districts
        if district.code in kept.targets
    ]
    yield from layout.table([*named, (say("cli_roster.total_targets"), f"{kept.targets_total:,}")])
    yield from problem_lines(check_campaign(kept), words, indent=2)
