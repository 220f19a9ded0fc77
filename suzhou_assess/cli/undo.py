"""``undo``: takes back what a batch brought."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.batches import batch_argument, batch_line, find_batch
from suzhou_assess.cli.frame import Command, CommandError, Said, Wishes, pass_wishes
from suzhou_assess.cli.progress import carried_out
from suzhou_assess.services import batches
from suzhou_assess.services.batches import UndoPlan
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

_LISTED = 20
"""What stands in the way is listed up to here; more than that is a matter for the window."""


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    options = [
        click.Option(["--dry-run"], is_flag=True, help=words.say("cli_intake.option_undo_dry_run")),
        click.Option(["--yes"], is_flag=True, help=words.say("cli_intake.option_yes")),
    ]
    said = Said("cli_intake.brief_undo", "cli_intake.help_undo")
    return Command("undo", words, _undo, [batch_argument(), *options], said=said)


@pass_wishes
def _undo(wishes: Wishes, batch: str, dry_run: bool, yes: bool) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        card = find_batch(ws, batch, words)
        plan = batches.plan_undo(ws, card.id)
        console.say(batch_line(card, words))
        for line in _told(plan, words, "cli_intake.undo_would"):
            console.say(line)
        if dry_run:
            return console.ALL_WELL
        if not yes and not _agreed(words):
            console.say(words.say("cli_intake.undo_not_done"))
            return console.ALL_WELL
        done = _carry_out(ws, card.id, words)
    console.say(
        words.say(
            "cli_intake.undo_done",
            removed=f"{done.removed:,}",
            restored=f"{done.restored:,}",
            enterprises=f"{done.enterprises_removed:,}",
        )
    )
    return console.ALL_WELL


def _agreed(words: Words) -> bool:
    if not sys.stdin.isatty():
        raise CommandError(words.say("cli_intake.undo_needs_yes"))
    sys.stderr.write(words.say("cli_intake.undo_question"))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _carry_out(ws: Workspace, batch_id: str, words: Words) -> UndoPlan:
    return carried_out(batches.undo(ws, batch_id, who=ws.user), words)


def _told(plan: UndoPlan, words: Words, key: str) -> Iterator[str]:
    yield words.say(
        key,
        removed=f"{plan.removed:,}",
        restored=f"{plan.restored:,}",
        enterprises=f"{plan.enterprises_removed:,}",
    )
    if not (plan.removed or plan.restored or plan.kept):
        yield words.say("cli_intake.undo_nothing")
    if plan.kept:
        yield words.say("cli_intake.undo_kept", count=f"{len(plan.kept):,}")
    for one in plan.kept[:_LISTED]:
        when = one.when.astimezone().strftime("%Y-%m-%d %H:%M")
        said = words.say(
            f"cli_intake.kept_{one.reason}",
            enterprise=console.one_line(one.enterprise),
            uscc=one.uscc,
            when=when,
            by=console.one_line(one.by) or "–",
        )
        yield f"  {said}"
    if len(plan.kept) > _LISTED:
        yield words.say("cli_intake.undo_kept_more", count=f"{len(plan.kept) - _LISTED:,}")
