"""``decide``: a person's word on what waits for it."""

from __future__ import annotations

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Argument, Command, CommandError, Said, Wishes, pass_wishes
from suzhou_assess.services import doubts
from suzhou_assess.services.doubts import DECISIONS
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    arguments = [
        Argument("number", "cli_intake.argument_number", nargs=-1, required=True),
        Argument("decision", "cli_intake.argument_decision", required=True),
    ]
    said = Said("cli_intake.brief_decide", "cli_intake.help_decide")
    return Command("decide", words, _decide, arguments, said=said)


@pass_wishes
def _decide(wishes: Wishes, number: tuple[str, ...], decision: str) -> int:
    words = wishes.words
    say = words.say
    with Workspace.open(wishes.database, create=False) as ws:
        waiting = {str(doubt.id): doubt for doubt in doubts.waiting(ws)}
        for named in number:
            doubt = waiting.get(named)
            if doubt is None:
                raise CommandError(say("cli_intake.no_such_doubt", number=named))
            possible = DECISIONS[doubt.kind]
            if decision not in possible:
                raise CommandError(
                    say(
                        "cli_intake.other_decision",
                        number=named,
                        decision=decision,
                        possible=words.joined(possible),
                    )
                )
        ids = [waiting[named].id for named in dict.fromkeys(number)]
        doubts.decide(ws, ids, decision, ws.user)
        left = doubts.count_waiting(ws)
    console.say(say("cli_intake.decided", count=f"{len(ids):,}", left=f"{left:,}"))
    return console.ALL_WELL
