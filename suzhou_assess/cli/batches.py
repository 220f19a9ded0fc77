"""``batches``: what each run of an import brought."""

from __future__ import annotations

from collections.abc import Iterator

import click

from suzhou_assess.cli import console, layout
from suzhou_assess.cli.findings import place, problem_lines
from suzhou_assess.cli.frame import (
    Argument,
    Command,
    CommandError,
    Group,
    Said,
    Wishes,
    pass_wishes,
)
from suzhou_assess.cli.values import whole_number
from suzhou_assess.services import batches
from suzhou_assess.services.batches import BatchCard, IntakeItem
from suzhou_assess.services.result_json import problem_object
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

_COUNTED = ("imported", "updated", "unchanged", "refused")
_SHORT = 8
"""Characters of an id that are shown; as few are enough to name a batch."""
_LISTED = 20
_MOST = 100_000


def command(words: Words) -> click.Command:
    """Builds the group in the language of ``words``; without a command it lists the batches."""
    options = [
        click.Option(
            ["--limit"],
            metavar=words.say("cli.meta_number"),
            callback=whole_number(words, 1, _MOST),
            help=words.say("cli_intake.option_limit", count=_LISTED),
        ),
        click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json")),
    ]
    said = Said("cli_intake.brief_batches", "cli_intake.help_batches")
    return Group("batches", words, {"show": _show_command}, _list, options, said=said)


def batch_argument() -> Argument:
    """A batch's id, or its first characters."""
    return Argument("batch", "cli_intake.argument_batch", required=True)


def find_batch(ws: Workspace, named: str, words: Words) -> BatchCard:
    """The one whose id starts so. Raises ``CommandError`` when there is none, or several."""
    wanted = named.strip().lower()
    found = [card for card in batches.batches(ws, limit=None) if card.id.startswith(wanted)]
    if not wanted or not found:
        raise CommandError(words.say("cli_intake.no_such_batch", batch=named))
    if len(found) > 1:
        shown = words.joined(tuple(card.id for card in found[:3]))
        raise CommandError(words.say("cli_intake.several_batches", batch=named, found=shown))
    return found[0]


def batch_line(card: BatchCard, words: Words) -> str:
    """What a batch is, in one line."""
    return words.say(
        "cli_intake.batch_line",
        batch=card.id[:_SHORT],
        when=_moment(card),
        source=console.one_line(card.source),
    )


def _show_command(words: Words) -> click.Command:
    options = [
        click.Option(
            ["--all", "everything"], is_flag=True, help=words.say("cli_intake.option_all")
        ),
        click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json")),
    ]
    said = Said("cli_intake.brief_show", "cli_intake.help_show")
    return Command("show", words, _show, [batch_argument(), *options], said=said)


@click.pass_context
def _list(ctx: click.Context, limit: int | None, as_json: bool) -> int | None:
    if ctx.invoked_subcommand is not None:
        return None
    wishes = ctx.ensure_object(Wishes)
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        cards = batches.batches(ws, limit or _LISTED)
    if as_json:
        for card in cards:
            console.say_json(_object(card))
    elif not cards:
        console.say(words.say("cli_intake.no_batches"))
    else:
        say = words.say
        head = ("", "cli_intake.column_when", *(f"cli_intake.count_{name}" for name in _COUNTED))
        rows = [
            (say("cli_intake.column_batch"), *map(say, head[1:]), say("cli_intake.column_source"))
        ]
        rows += [_row(card, words) for card in cards]
        for line in layout.table(rows, indent=0):
            console.say(line)
    return console.ALL_WELL


@pass_wishes
def _show(wishes: Wishes, batch: str, everything: bool, as_json: bool) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        card = find_batch(ws, batch, words)
        items = batches.items(ws, card.id, with_problems_only=not everything and not as_json)
        if as_json:
            console.say_json({"batch": _object(card)})
            for item in items:
                console.say_json(_item_object(item, words))
        else:
            for line in _head(card, words):
                console.say(line)
            for item in items:
                _say_item(item, words)
    return console.ALL_WELL


def _row(card: BatchCard, words: Words) -> tuple[str, ...]:
    counts = (f"{card.counts.get(name, 0):,}" for name in _COUNTED)
    source = console.one_line(card.source)
    state = _state(card, words)
    return card.id[:_SHORT], _moment(card), *counts, f"{source} {state}".rstrip()


def _state(card: BatchCard, words: Words) -> str:
    if card.undone_at is not None:
        return words.say("cli_intake.state_undone")
    return words.say("cli_intake.state_unfinished") if card.finished_at is None else ""


def _moment(card: BatchCard) -> str:
    return card.started_at.astimezone().strftime("%Y-%m-%d %H:%M")


def _head(card: BatchCard, words: Words) -> Iterator[str]:
    say = words.say
    yield say(
        "cli_intake.batch_line",
        batch=card.id,
        when=_moment(card),
        source=console.one_line(card.source),
    )
    for path in card.paths:
        yield f"  {console.one_line(path)}"
    counts = {name: f"{card.counts.get(name, 0):,}" for name in (*_COUNTED, "suspicious")}
    yield say("cli_intake.batch_counts", **counts)
    if card.who:
        yield say("cli_intake.batch_who", who=console.one_line(card.who))
    if card.undone_at is not None:
        when = card.undone_at.astimezone().strftime("%Y-%m-%d %H:%M")
        yield say("cli_intake.batch_undone", when=when)
    elif card.finished_at is None:
        yield say("cli_intake.batch_unfinished")


def _say_item(item: IntakeItem, words: Words) -> None:
    key = f"cli_intake.item_{item.outcome}"
    console.say(words.say(key, where=place(item.file, item.line, words)))
    for line in problem_lines(item.problems, words, indent=2):
        console.say(line)


def _object(card: BatchCard) -> dict[str, object]:
    return {
        "id": card.id,
        "source": card.source,
        "paths": card.paths,
        "who": card.who,
        "started": card.started_at,
        "finished": card.finished_at,
        "undone": card.undone_at,
        "counts": dict(card.counts),
    }


def _item_object(item: IntakeItem, words: Words) -> dict[str, object]:
    packed: dict[str, object] = {"file": item.file}
    if item.line is not None:
        packed["line"] = item.line
    packed["status"] = item.outcome
    packed["problems"] = [problem_object(found, words) for found in item.problems]
    packed["suspicious"] = item.suspicious
    packed["name"], packed["uscc"] = item.subject.name, item.subject.uscc
    packed["assessment"] = item.assessment_id
    return packed
