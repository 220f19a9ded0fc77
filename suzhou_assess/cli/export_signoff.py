"""``export signoff``: the sheet that both parties of a visit sign."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli.frame import Argument, Command, Said, Wishes, pass_wishes, paths
from suzhou_assess.cli.handouts import assessment_named, write
from suzhou_assess.services.handouts import check_out, write_signoff
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    who = Argument("who", "cli_handouts.argument_who", required=True)
    out = paths("out", meaning="cli_handouts.argument_out")
    said = Said("cli_handouts.brief_signoff", "cli_handouts.help_signoff")
    return Command("signoff", words, _signoff, [who, out], said=said)


@pass_wishes
def _signoff(wishes: Wishes, who: str, out: Path) -> int:
    words = wishes.words
    check_out(out)
    with Workspace.open(wishes.database, create=False) as ws:
        assessment_id = assessment_named(ws, who)
        return write(write_signoff(ws, assessment_id, out, words.lang), out, words)
