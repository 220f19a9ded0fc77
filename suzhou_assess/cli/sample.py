"""``sample``: invented enterprises for trying out, training and testing."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Command, CommandError, Wishes, pass_wishes, paths
from suzhou_assess.cli.progress import ProgressLine
from suzhou_assess.cli.values import one_of, share, whole_number
from suzhou_assess.services.events import Progress
from suzhou_assess.services.samples import (
    LINES_FILE,
    MOST,
    SampleResult,
    plan_samples,
    write_sample_lines,
    write_samples,
)
from suzhou_assess.words.catalog import Words

_FORMATS = ("xlsx", "jsonl")
_LARGEST_SEED = 2**31 - 1


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    number = words.say("cli.meta_number")
    options = [
        click.Option(
            ["--count"],
            default="100",
            metavar=number,
            callback=whole_number(words, 1, MOST),
            help=words.say("cli.option_count"),
        ),
        click.Option(
            ["--seed"],
            default="1",
            metavar=number,
            callback=whole_number(words, 0, _LARGEST_SEED),
            help=words.say("cli.option_seed"),
        ),
        click.Option(
            ["--faulty"],
            default="0",
            metavar=words.say("cli.meta_share"),
            callback=share(words),
            help=words.say("cli.option_faulty"),
        ),
        click.Option(
            ["--format", "form"],
            default="xlsx",
            metavar="|".join(_FORMATS),
            callback=one_of(words, _FORMATS),
            help=words.say("cli.option_format"),
        ),
    ]
    return Command("sample", words, _sample, [paths("dir"), *options])


@pass_wishes
def _sample(wishes: Wishes, dir: Path, count: int, seed: int, faulty: float, form: str) -> int:  # noqa: A002 - click names it after the argument
    words = wishes.words
    if dir.exists() and not dir.is_dir():
        raise CommandError(words.say("cli.sample_not_folder", folder=str(dir)))
    if dir.is_dir() and any(dir.iterdir()):
        raise CommandError(words.say("cli.sample_not_empty", folder=str(dir)))
    if form == "jsonl" and faulty:
        raise CommandError(words.say("cli.sample_faulty_lines"))
    plan = plan_samples(dir, count, seed, faulty, words.lang)
    events = write_samples(plan) if form == "xlsx" else write_sample_lines(plan)
    with ProgressLine(words) as line:
        while True:
            try:
                event = next(events)
            except StopIteration as end:
                _say_result(end.value, dir, words)
                return console.ALL_WELL
            if isinstance(event, Progress):
                line.tell(event.done, event.total)


def _say_result(result: SampleResult, folder: Path, words: Words) -> None:
    count = f"{result.count:,}"
    if result.truth is None:
        file = str(folder / LINES_FILE)
        console.say(words.say("cli.sample_done_lines", count=count, file=file))
        return
    console.say(
        words.say(
            "cli.sample_done", count=count, faulty=f"{result.faulty:,}", truth=str(result.truth)
        )
    )
