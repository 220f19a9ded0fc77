"""``export summary``: the workbook that is handed up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Command, CommandError, Said, Wishes, pass_wishes, paths
from suzhou_assess.cli.progress import ProgressLine
from suzhou_assess.cli.values import a_day, one_of
from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.problems import problem
from suzhou_assess.services.deliver import check_target, write_summary
from suzhou_assess.services.rollup_views import RollupFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

_MODES: tuple[Mode, ...] = ("self", "onsite")


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    say = words.say
    parts = [
        click.Option(
            [f"--{key}", name],
            multiple=True,
            metavar=say(f"cli_summary.meta_{key}"),
            help=say(f"cli_summary.option_{key}"),
        )
        for key, name in (("district", "districts"), ("industry", "industries"), ("size", "sizes"))
    ]
    mode = click.Option(
        ["--mode"],
        metavar="|".join(_MODES),
        callback=one_of(words, _MODES),
        help=say("cli_summary.option_mode"),
    )
    days = [
        click.Option(
            [option],
            callback=a_day(words),
            metavar=say("cli_summary.meta_day"),
            help=say(f"cli_summary.option_{key}"),
        )
        for option, key in (("--since", "since"), ("--until", "until"), ("--as-of", "as_of"))
    ]
    said = Said("cli_summary.brief", "cli_summary.help")
    return Command("summary", words, _summary, [paths("out"), *parts, mode, *days], said=said)


@pass_wishes
def _summary(
    wishes: Wishes,
    out: Path,
    districts: tuple[str, ...],
    industries: tuple[str, ...],
    sizes: tuple[str, ...],
    mode: Mode | None,
    since: date | None,
    until: date | None,
    as_of: date | None,
) -> int:
    words = wishes.words
    check_target(out)
    if since and until and since > until:
        raise CommandError(words.say("cli_summary.days_reversed"))
    with Workspace.open(wishes.database, create=False) as ws, ProgressLine(words) as line:
        wanted = RollupFilter(
            districts=_each(districts, lambda named: _district(ws.places, named, words)),
            industries=_each(industries, lambda named: _industry(ws.places, named, words)),
            sizes=_each(sizes, lambda named: _size(ws.places, named, words)),
            mode=mode,
            since=since,
            until=until,
        )
        for progress in write_summary(ws, out, words.lang, wanted=wanted, as_of=as_of):
            line.tell(progress.done, progress.total)
    console.say(words.say("cli.written", out=str(out)))
    return console.ALL_WELL


def _each(named: tuple[str, ...], code_of: Callable[[str], str]) -> tuple[str, ...]:
    """The codes that were meant, each once."""
    return tuple(dict.fromkeys(map(code_of, named)))


def _district(places: Places, named: str, words: Words) -> str:
    """The code of the district that was meant."""
    found = places.find_district(named)
    if found is None:
        known = tuple(district.name for district in places.districts)
        fault = problem("district_unknown", value=named, known=known)
        raise CommandError(words.problem(fault))
    return found.code


def _industry(places: Places, named: str, words: Words) -> str:
    found = places.find_industry(named)
    if found is None:
        raise CommandError(words.say("cli_summary.industry_unknown", value=named))
    return found.code


def _size(places: Places, named: str, words: Words) -> str:
    found = places.find_size(named)
    if found is None:
        known = tuple(size.name for size in places.sizes)
        raise CommandError(words.say("cli_summary.size_unknown", value=named, known=known))
    return found.id
