"""``gui``: the window, with options that the short way there doesn't know."""

from __future__ import annotations

import click

from suzhou_assess.cli.frame import Command, Wishes, pass_wishes
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    probe = click.Option(["--probe"], is_flag=True, help=words.say("cli.option_probe"))
    return Command("gui", words, _gui, [probe])


@pass_wishes
def _gui(wishes: Wishes, probe: bool) -> int:
    from suzhou_assess.cli.window import open_window

    return open_window(wishes.database, probe=probe)
