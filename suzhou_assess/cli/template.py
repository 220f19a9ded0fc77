"""``template``: a blank answer workbook."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Command, Wishes, pass_wishes, paths
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services.assessment_reading import Desk
from suzhou_assess.services.deliver import write_template
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    return Command("template", words, _template, [paths("out")])


@pass_wishes
def _template(wishes: Wishes, out: Path) -> int:
    write_template(Desk(PackShelf(), load_places()), out, wishes.words.lang)
    console.say(wishes.words.say("cli.written", out=str(out)))
    return console.ALL_WELL
