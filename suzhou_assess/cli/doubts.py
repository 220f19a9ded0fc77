"""``doubts``: what waits for a person's decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Command, Said, Wishes, pass_wishes
from suzhou_assess.cli.values import one_of
from suzhou_assess.domain.points import as_number, as_text
from suzhou_assess.services import doubts
from suzhou_assess.services.doubts import DECISIONS, Doubt, Side
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    options = [
        click.Option(
            ["--kind"],
            metavar="|".join(DECISIONS),
            callback=one_of(words, tuple(DECISIONS)),
            help=words.say("cli_intake.option_kind"),
        ),
        click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json")),
    ]
    said = Said("cli_intake.brief_doubts", "cli_intake.help_doubts")
    return Command("doubts", words, _doubts, options, said=said)


@pass_wishes
def _doubts(wishes: Wishes, kind: doubts.DoubtKind | None, as_json: bool) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        waiting = doubts.waiting(ws, kind)
        if as_json:
            for doubt in waiting:
                console.say_json(_object(doubt))
            return console.ALL_WELL
        if not waiting:
            console.say(words.say("cli_intake.no_doubts"))
            return console.ALL_WELL
        console.say(words.say("cli_intake.doubts_waiting", count=f"{len(waiting):,}"))
        for doubt in waiting:
            for line in _lines(doubt, ws, words):
                console.say(line)
    console.say(words.say("cli_intake.doubts_how"))
    return console.ALL_WELL


def _lines(doubt: Doubt, ws: Workspace, words: Words) -> Iterator[str]:
    say = words.say
    yield ""
    yield say(
        f"cli_intake.doubt_{doubt.kind}",
        number=doubt.id,
        enterprise=console.one_line(doubt.enterprise),
        uscc=doubt.uscc,
    )
    yield "  " + say("cli_intake.side_mine", side=_side(doubt.mine, doubt, ws, words))
    if doubt.kind != "altered":
        yield "  " + say("cli_intake.side_other", side=_side(doubt.other, doubt, ws, words))
    for decision in DECISIONS[doubt.kind]:
        yield "  " + say(f"cli_intake.decision_{doubt.kind}_{decision}")


def _side(side: Side, doubt: Doubt, ws: Workspace, words: Words) -> str:
    """One of the two; name and code only where they are other than the doubt's."""
    district = ws.places.district_by_code.get(side.district or "")
    parts = [
        side.label if side.label != doubt.enterprise else "",
        side.uscc if side.uscc != doubt.uscc else "",
        words.text(district.name) if district is not None else "",
        side.date.isoformat() if side.date is not None else "",
        words.say(f"cli_intake.mode_{side.mode}") if side.mode is not None else "",
        words.say("cli_intake.points", score=as_text(side.score)) if side.score is not None else "",
        side.source,
    ]
    return words.joined(tuple(console.one_line(part) for part in parts if part))


def _object(doubt: Doubt) -> dict[str, object]:
    packed = asdict(doubt)
    for side in (packed["mine"], packed["other"]):
        side["score"] = None if side["score"] is None else as_number(side["score"])
    return packed | {"decisions": DECISIONS[doubt.kind]}
