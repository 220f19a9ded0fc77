"""``evidence``: attach files to an assessment, list them, see that they are whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import (
    Argument,
    Command,
    Group,
    Said,
    Wishes,
    pass_wishes,
    paths,
)
from suzhou_assess.cli.heading import heading
from suzhou_assess.cli.progress import carried_out
from suzhou_assess.cli.values import whole_number
from suzhou_assess.domain.evidence import Evidence, as_size
from suzhou_assess.services import evidence, whose
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.evidence import EvidenceCheck, EvidenceError
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

WHOLE = "general"
"""In place of an item: the assessment as a whole."""

_LEAST_PIXELS, _MOST_PIXELS = 200, 20_000


def command(words: Words) -> click.Command:
    """Builds the group in the language of ``words``."""
    commands = {"add": _add_command, "list": _list_command, "check": _check_command}
    said = Said("cli_evidence.brief", "cli_evidence.help")
    return Group("evidence", words, commands, said=said)


def _add_command(words: Words) -> click.Command:
    say = words.say
    item = Argument("item", "cli_evidence.argument_item", required=True)
    files = paths("file", many=True, meaning="cli_evidence.argument_file")
    options = [
        click.Option(
            ["--caption"],
            default="",
            metavar=say("cli_evidence.meta_text"),
            help=say("cli_evidence.option_caption"),
        ),
        click.Option(
            ["--proof"],
            default="",
            metavar=say("cli_evidence.meta_proof"),
            help=say("cli_evidence.option_proof"),
        ),
        click.Option(
            ["--longest"],
            callback=whole_number(words, _LEAST_PIXELS, _MOST_PIXELS),
            metavar=say("cli_evidence.meta_pixels"),
            help=say("cli_evidence.option_longest"),
        ),
    ]
    said = Said("cli_evidence.brief_add", "cli_evidence.help_add")
    return Command("add", words, _add, [_who(), item, files, *options], said=said)


def _list_command(words: Words) -> click.Command:
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json"))
    said = Said("cli_evidence.brief_list", "cli_evidence.help_list")
    return Command("list", words, _list, [_who(), as_json], said=said)


def _check_command(words: Words) -> click.Command:
    flags = [
        click.Option([f"--{name}"], is_flag=True, help=words.say(f"cli_evidence.option_{name}"))
        for name in ("quick", "clean")
    ]
    said = Said("cli_evidence.brief_check", "cli_evidence.help_check")
    return Command("check", words, _check, flags, said=said)


def _who() -> Argument:
    return Argument("who", "cli_evidence.argument_who", required=True)


@pass_wishes
def _add(
    wishes: Wishes,
    who: str,
    item: str,
    file: tuple[Path, ...],
    caption: str,
    proof: str,
    longest: int | None,
) -> int:
    words = wishes.words
    refused = 0
    with Workspace.open(wishes.database, create=False) as ws:
        session = _named(ws, who)
        console.say(heading(session, words))
        known = "" if item.lower() == WHOLE else item.upper()
        for path in file:
            attaching = evidence.attach(
                ws,
                session.id,
                known,
                path,
                caption=caption,
                proof=proof.upper(),
                longest=longest,
                who=ws.user,
            )
            try:
                attached = carried_out(attaching, words)
            except EvidenceError as error:
                refused += 1
                console.error(error.say(words))
            else:
                console.say("  " + _line(session, attached, words))
    return console.SOME_REFUSED if refused else console.ALL_WELL


@pass_wishes
def _list(wishes: Wishes, who: str, as_json: bool) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        session = _named(ws, who)
        found = evidence.of_assessment(ws, session.id)
    if as_json:
        for one in found:
            console.say_json(_object(one))
        return console.ALL_WELL
    console.say(heading(session, words))
    if not found:
        console.say("  " + words.say("cli_evidence.none"))
    for one in found:
        console.say("  " + _line(session, one, words))
    return console.ALL_WELL


@pass_wishes
def _check(wishes: Wishes, quick: bool, clean: bool) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        found = carried_out(evidence.check(ws, deep=not quick), words)
        cleared = evidence.clear_orphans(ws) if clean and found.orphans else 0
    for text in _findings(found, cleared, words):
        console.say(text)
    return console.SOME_REFUSED if found.missing or found.damaged else console.ALL_WELL


def _named(ws: Workspace, who: str) -> AssessmentSession:
    """The assessment with this id; of a credit code the draft worked on last, else the last."""
    found = whose.worked_on_last(ws, who, lambda card: card.status == "draft")
    return AssessmentSession(ws, found)


def _line(session: AssessmentSession, one: Evidence, words: Words) -> str:
    """Item, file, size, what it is for, caption."""
    if one.item in session.pack.item_ids:
        item = f"{one.item} {words.text(session.pack.item_name(one.item))}"
    else:
        item = one.item or words.say("cli_evidence.whole")
    parts = [item, one.file_name, as_size(one.size)]
    if one.width is not None:
        parts.append(f"{one.width} × {one.height}")
    return "  ".join(filter(None, (*parts, one.proof, one.claim, one.caption)))


def _object(one: Evidence) -> dict[str, object]:
    return {**asdict(one), "added_at": one.added_at.isoformat()}


def _findings(found: EvidenceCheck, cleared: int, words: Words) -> Iterator[str]:
    say = words.say
    yield say("cli_evidence.checked", count=f"{found.checked:,}")
    for key, records in (
        ("cli_evidence.missing", found.missing),
        ("cli_evidence.damaged", found.damaged),
    ):
        for one in records:
            yield "  " + say(
                key,
                file=one.file_name,
                item=one.item or say("cli_evidence.whole"),
                id=one.assessment_id,
            )
    if cleared:
        yield say("cli_evidence.cleared", count=f"{cleared:,}")
    elif found.orphans:
        yield say("cli_evidence.orphans", count=f"{len(found.orphans):,}")
    if not (found.missing or found.damaged):
        yield say("cli_evidence.sound")
