"""``support``: the measures that are known, an office's own file, and what fits an enterprise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from suzhou_assess.cli import console, layout
from suzhou_assess.cli.frame import (
    Argument,
    Command,
    CommandError,
    Group,
    Said,
    Wishes,
    pass_wishes,
    paths,
)
from suzhou_assess.cli.heading import heading
from suzhou_assess.cli.values import a_day
from suzhou_assess.domain.support import Fit, Measure, SupportPack
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.problems import PackNotFoundError
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services import support, whose
from suzhou_assess.services.assessment_reading import Desk
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.support_words import SupportWords

_MARKS = {"fits": "✓", "almost": "~", "not": "✗"}


def command(words: Words) -> click.Command:
    """Builds the group in the language of ``words``."""
    commands = {
        "list": _list_command,
        "check": _check_command,
        "load": _load_command,
        "forget": _forget_command,
        "match": _match_command,
    }
    said = Said("cli_support.brief", "cli_support.help")
    return Group("support", words, commands, said=said)


def _list_command(words: Words) -> click.Command:
    said = Said("cli_support.brief_list", "cli_support.help_list")
    return Command("list", words, _list, [_as_json(words)], said=said)


def _check_command(words: Words) -> click.Command:
    file = paths("file", meaning="cli_support.argument_file")
    said = Said("cli_support.brief_check", "cli_support.help_check")
    return Command("check", words, _check, [file], said=said)


def _load_command(words: Words) -> click.Command:
    file = paths("file", meaning="cli_support.argument_file")
    said = Said("cli_support.brief_load", "cli_support.help_load")
    return Command("load", words, _load, [file], said=said)


def _forget_command(words: Words) -> click.Command:
    pack = Argument("pack", "cli_support.argument_pack", required=False)
    said = Said("cli_support.brief_forget", "cli_support.help_forget")
    return Command("forget", words, _forget, [pack], said=said)


def _match_command(words: Words) -> click.Command:
    who = Argument("who", "cli_support.argument_who", required=True)
    day = click.Option(
        ["--on"],
        callback=a_day(words),
        metavar=words.say("cli_support.meta_day"),
        help=words.say("cli_support.option_on"),
    )
    said = Said("cli_support.brief_match", "cli_support.help_match")
    return Command("match", words, _match, [who, day, _as_json(words)], said=said)


def _as_json(words: Words) -> click.Option:
    return click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json"))


@pass_wishes
def _list(wishes: Wishes, as_json: bool) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        files = support.files_in_use(ws)
        for entry in files:
            if entry.error is not None:
                console.error(entry.error.say(words))
            elif entry.pack is not None and as_json:
                for measure in entry.pack.measures:
                    console.say_json(_measure_json(ws, entry.pack, measure, words))
            elif entry.pack is not None:
                for line in _pack_lines(ws, entry, entry.pack, words):
                    console.say(line)
    return console.SOME_REFUSED if any(entry.error for entry in files) else console.ALL_WELL


@pass_wishes
def _check(wishes: Wishes, file: Path) -> int:
    pack = support.check_file(Desk(PackShelf(), load_places()), file)
    console.say(_about("cli_support.sound", file, pack, wishes.words))
    return console.ALL_WELL


@pass_wishes
def _load(wishes: Wishes, file: Path) -> int:
    with Workspace.open(wishes.database) as ws:
        pack = support.load_file(ws, file)
    console.say(_about("cli_support.loaded", file, pack, wishes.words))
    return console.ALL_WELL


@pass_wishes
def _forget(wishes: Wishes, pack: str | None) -> int:
    say = wishes.words.say
    with Workspace.open(wishes.database, create=False) as ws:
        gone = support.forget(ws, pack)
    if not gone and pack is not None:
        raise CommandError(say("cli_support.not_loaded", pack=pack))
    console.say(say("cli_support.forgotten" if gone else "cli_support.none_loaded"))
    return console.ALL_WELL


@pass_wishes
def _match(wishes: Wishes, who: str, on: date | None, as_json: bool) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        session = AssessmentSession(ws, whose.counting(ws, who))
        day = on or date.today()  # noqa: DTZ011 - the office's day
        fits = support.fits_of(ws, session, day)
        said = SupportWords(words, ws.places, session.pack)
        if as_json:
            for fit in fits:
                console.say_json(_fit_json(fit, session, said, words))
        else:
            for line in _fit_lines(fits, session, day, said, words):
                console.say(line)
    return console.ALL_WELL


def _about(key: str, file: Path, pack: SupportPack, words: Words) -> str:
    return words.say(
        key, file=str(file), name=pack.name, edition=pack.edition, count=len(pack.measures)
    )


def _said(ws: Workspace, pack: SupportPack, words: Words) -> SupportWords:
    """Names items by the index that the measures speak of."""
    index = None
    if pack.index is not None:
        try:
            index = ws.packs.get(pack.index)
        except PackNotFoundError:  # checked when it was loaded, but the index may have gone since
            index = None
    return SupportWords(words, ws.places, index)


def _pack_lines(
    ws: Workspace, entry: support.MeasuresFile, pack: SupportPack, words: Words
) -> Iterator[str]:
    key = "cli_support.own" if entry.own else "cli_support.shipped"
    yield words.say(
        key, name=pack.name, id=pack.id, edition=pack.edition, file=console.one_line(entry.file)
    )
    said = _said(ws, pack, words)
    for measure in pack.measures:
        yield f"  {_heading(measure, words)}"
        asks = [said.condition(condition) for condition in measure.conditions]
        for line in asks or [words.say("support.for_everyone")]:
            yield from _indented(f"- {line}", 4)


def _fit_lines(
    fits: tuple[Fit, ...], session: AssessmentSession, on: date, said: SupportWords, words: Words
) -> Iterator[str]:
    yield heading(session, words)
    yield words.say("cli_support.matched", date=on.isoformat())
    if not fits:
        yield "  " + words.say("cli_support.no_measures")
    for fit in fits:
        state = words.say(f"support.state_{fit.state}")
        yield f"{_MARKS[fit.state]} {_heading(fit.measure, words)}  {state}"
        yield from _indented(words.text(fit.measure.summary), 4)
        for mark, reasons in (("+", fit.met), ("-", fit.missing)):
            for reason in reasons:
                yield from _indented(f"{mark} {said.reason(reason, session.verdict)}", 4)
        yield from _indented(words.say("cli_support.source", source=fit.measure.source), 4)


def _heading(measure: Measure, words: Words) -> str:
    name = words.text(measure.name)
    if measure.example:
        name = words.say("cli_support.example", name=name)
    return f"{name}  [{words.say(f'support.kind_{measure.kind}')}]"


def _indented(text: str, indent: int) -> Iterator[str]:
    for line in layout.wrapped(console.one_line(text), layout.terminal_width() - indent):
        yield " " * indent + line


def _measure_json(
    ws: Workspace, pack: SupportPack, measure: Measure, words: Words
) -> dict[str, object]:
    said = _said(ws, pack, words)
    return {
        "pack": pack.id,
        "edition": pack.edition,
        **_facts_json(measure, words),
        "conditions": [said.condition(condition) for condition in measure.conditions],
    }


def _fit_json(
    fit: Fit, session: AssessmentSession, said: SupportWords, words: Words
) -> dict[str, object]:
    return {
        **_facts_json(fit.measure, words),
        "state": fit.state,
        "met": [said.reason(reason, session.verdict) for reason in fit.met],
        "missing": [
            {
                "state": reason.state,
                "field": reason.field,
                "text": said.reason(reason, session.verdict),
            }
            for reason in fit.missing
        ],
    }


def _facts_json(measure: Measure, words: Words) -> dict[str, object]:
    return {
        "id": measure.id,
        "kind": measure.kind,
        "name": words.text(measure.name),
        "summary": words.text(measure.summary),
        "source": words.text(measure.source),
        "apply": words.text(measure.apply) if measure.apply else "",
        "link": measure.link,
        "example": measure.example,
    }
