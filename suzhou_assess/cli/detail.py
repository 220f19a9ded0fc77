"""``export detail``: every enterprise in a row, as CSV or Parquet."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Command, CommandError, Said, Wishes, pass_wishes, paths
from suzhou_assess.cli.progress import ProgressLine
from suzhou_assess.services.detail_files import write_detail_csv, write_detail_parquet
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

_WRITERS = {".csv": write_detail_csv, ".parquet": write_detail_parquet}


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    out = paths("out", meaning="cli_peers.argument_detail")
    said = Said("cli_peers.brief_detail", "cli_peers.help_detail")
    return Command("detail", words, _write, [out], said=said)


@pass_wishes
def _write(wishes: Wishes, out: Path) -> int:
    words = wishes.words
    writer = _WRITERS.get(out.suffix.lower())
    if writer is None:
        raise CommandError(words.say("cli_peers.detail_suffix", out=str(out)))
    with Workspace.open(wishes.database, create=False) as ws, ProgressLine(words) as line:
        for progress in writer(ws, out, words.lang):
            line.tell(progress.done, progress.total)
    console.say(words.say("cli.written", out=str(out)))
    return console.ALL_WELL
