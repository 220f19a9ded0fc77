"""``export benchmark``: the anonymous benchmark file."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Command, Said, Wishes, pass_wishes, paths
from suzhou_assess.cli.progress import ProgressLine
from suzhou_assess.domain.benchmark import LEAST
from suzhou_assess.services.peers import read_benchmark, write_benchmark
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    out = paths("out", meaning="cli_peers.argument_benchmark")
    said = Said("cli_peers.brief_benchmark", "cli_peers.help_benchmark")
    return Command("benchmark", words, _write, [out], said=said)


@pass_wishes
def _write(wishes: Wishes, out: Path) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws, ProgressLine(words) as line:
        for progress in write_benchmark(ws, out):
            line.tell(progress.done, progress.total)
    written = words.say(
        "cli_peers.benchmark_written",
        out=str(out),
        groups=len(read_benchmark(out).groups),
        least=LEAST,
    )
    console.say(written)
    return console.ALL_WELL
