"""``export plan``: the improvement plan as a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import (
    Argument,
    Command,
    Said,
    Wishes,
    pass_wishes,
    paths,
)
from suzhou_assess.services import whose
from suzhou_assess.services.deliver import check_target
from suzhou_assess.services.plans import write_plan
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    who = Argument("who", "cli_plan.argument_who", required=True)
    said = Said("cli_plan.brief_export", "cli_plan.help_export")
    return Command("plan", words, _export, [who, paths("out")], said=said)


@pass_wishes
def _export(wishes: Wishes, who: str, out: Path) -> int:
    words = wishes.words
    check_target(out)
    with Workspace.open(wishes.database, create=False) as ws:
        write_plan(ws, whose.counting(ws, who), out, words.lang)
    console.say(words.say("cli.written", out=str(out)))
    return console.ALL_WELL
