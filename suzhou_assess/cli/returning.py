"""``return``: what goes back to those who sent it in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.batches import find_batch
from suzhou_assess.cli.frame import Command, CommandError, Said, Wishes, pass_wishes, paths
from suzhou_assess.cli.progress import carried_out
from suzhou_assess.services import batches
from suzhou_assess.services.returns import ReturnItem, returnable, write_returns
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    options = [
        click.Option(
            [f"--{name}"],
            metavar=words.say(f"cli_return.meta_{name}"),
            default="",
            help=words.say(f"cli_return.option_{name}"),
        )
        for name in ("batch", "office")
    ]
    folder = paths("folder", meaning="cli_return.argument_folder")
    said = Said("cli_return.brief", "cli_return.help")
    return Command("return", words, _return, [folder, *options], said=said)


@pass_wishes
def _return(wishes: Wishes, folder: Path, batch: str, office: str) -> int:
    words = wishes.words
    if folder.is_file():
        raise CommandError(words.say("cli_intake.returns_no_folder", folder=str(folder)))
    with Workspace.open(wishes.database, create=False) as ws:
        items = returnable(ws, find_batch(ws, batch, words).id if batch else _latest(ws, words))
        office = office or ws.office
    if not items:
        console.say(words.say("cli_return.nothing"))
        return console.ALL_WELL
    write(items, folder, words, office)
    return console.ALL_WELL


def write(items: Sequence[ReturnItem], folder: Path, words: Words, office: str = "") -> None:
    """Writes them with progress, and says what was written. Raises ``OSError``."""
    writing = write_returns(items, folder, words, office=office)
    result = carried_out(writing, words)
    console.say(
        words.say(
            "cli_return.written",
            copies=f"{result.copies:,}",
            notices=f"{result.notices:,}",
            folder=str(folder),
            list=result.list_path.name,
        )
    )
    for file in result.missing:
        console.say(words.say("cli_return.missing", file=console.one_line(file)))


def _latest(ws: Workspace, words: Words) -> str:
    for card in batches.batches(ws, limit=None):
        if card.undone_at is None:
            return card.id
    raise CommandError(words.say("cli_return.no_batch"))
