"""``export``: files out of the database."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Command, Group, Wishes, pass_wishes, paths
from suzhou_assess.cli.progress import ProgressLine
from suzhou_assess.services.deliver import check_target, write_summary
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the group in the language of ``words``."""
    return Group("export", words, {"summary": _summary})


def _summary(words: Words) -> click.Command:
    return Command("summary", words, _write_summary, [paths("out")])


@pass_wishes
def _write_summary(wishes: Wishes, out: Path) -> int:
    words = wishes.words
    check_target(out)
    with Workspace.open(wishes.database, create=False) as ws, ProgressLine(words) as line:
        for progress in write_summary(ws, out, words.lang):
            line.tell(progress.done, progress.total)
    console.say(words.say("cli.written", out=str(out)))
    return console.ALL_WELL
