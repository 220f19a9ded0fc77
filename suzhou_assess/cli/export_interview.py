"""``export interview``: the script to take along on a visit."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli.frame import (
    Argument,
    Command,
    CommandError,
    Said,
    Wishes,
    pass_wishes,
    paths,
)
from suzhou_assess.cli.handouts import assessment_named, write
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services.handouts import check_out, write_blank_interview, write_interview
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    who = Argument("who", "cli_handouts.argument_perhaps", nargs=-1)
    out = paths("out", meaning="cli_handouts.argument_out")
    said = Said("cli_handouts.brief_interview", "cli_handouts.help_interview")
    return Command("interview", words, _interview, [who, out], said=said)


@pass_wishes
def _interview(wishes: Wishes, who: tuple[str, ...], out: Path) -> int:
    words = wishes.words
    if len(who) > 1:
        raise CommandError(words.say("cli.too_many_arguments", extra=" ".join(who[1:])))
    check_out(out)
    if not who:
        pack = PackShelf().default()
        return write(write_blank_interview(pack, out, words.lang), out, words)
    with Workspace.open(wishes.database, create=False) as ws:
        assessment_id = assessment_named(ws, who[0])
        return write(write_interview(ws, assessment_id, out, words.lang), out, words)
