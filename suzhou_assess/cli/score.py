"""``score``: answers in, verdicts out, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from suzhou_assess.cli import console, layout
from suzhou_assess.cli.findings import place, problem_lines
from suzhou_assess.cli.frame import Command, Wishes, pass_wishes, paths
from suzhou_assess.domain.gap import next_gap
from suzhou_assess.domain.points import as_text
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services.assessment_reading import Desk
from suzhou_assess.services.parallel_scoring import is_worth_it, score_lines
from suzhou_assess.services.processes import usable_cores
from suzhou_assess.services.result_json import result_line
from suzhou_assess.services.scoring_run import NotScored, Scored, score_files
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json"))
    return Command("score", words, _score, [paths("file", many=True), as_json])


@pass_wishes
def _score(wishes: Wishes, file: tuple[Path, ...], as_json: bool) -> int:
    refused = _print_json(file, wishes.words) if as_json else _print_text(file, wishes.words)
    return console.SOME_REFUSED if refused else console.ALL_WELL


def _print_json(paths: Sequence[Path], words: Words) -> int:
    """Prints a line for every object; gives how many were refused."""
    jobs = usable_cores()
    desk = Desk(PackShelf(), load_places())
    refused = 0
    for alone, group in groupby(paths, lambda path: is_worth_it(path, jobs)):
        if alone:
            for path in group:
                for block, count in score_lines(path, words.lang, jobs):
                    console.say_bytes(block)
                    refused += count
        else:
            for result in score_files(list(group), desk):
                console.say_bytes(result_line(result, words))
                refused += isinstance(result, NotScored)
    return refused


def _print_text(paths: Sequence[Path], words: Words) -> int:
    refused = 0
    for result in score_files(paths, Desk(PackShelf(), load_places())):
        refused += isinstance(result, NotScored)
        _write_text(result, words)
    return refused


def _write_text(result: Scored | NotScored, words: Words) -> None:
    lines = _verdict(result, words) if isinstance(result, Scored) else _refusal(result, words)
    for line in lines:
        console.say(line)
    console.say()


def _refusal(result: NotScored, words: Words) -> Iterator[str]:
    yield words.say("cli.score_refused", where=place(result.file, result.line, words))
    yield from problem_lines(result.problems, words)


def _verdict(result: Scored, words: Words) -> Iterator[str]:
    # Only people read explanations: the many objects of --json do without.
    from suzhou_assess.words.explanation import Explanation

    submission, verdict = result.submission, result.verdict
    pack = submission.pack
    explanation = Explanation(pack, words)
    name = console.one_line(submission.enterprise.name) or words.say("cli.score_unnamed")
    yield f"{name}　{submission.enterprise.uscc}".rstrip("　")
    yield "  " + words.say("cli.score_from", where=place(result.file, result.line, words))
    level = words.text(pack.levels[verdict.level].name)
    yield "  " + words.say(
        "cli.score_verdict",
        score=as_text(verdict.score),
        full=as_text(pack.full_score),
        level=verdict.level,
        level_name=level,
    )
    rows = [
        (words.text(d.name), f"{as_text(verdict.dimensions[d.id])} / {as_text(d.points)}")
        for d in pack.dimensions
    ]
    yield from layout.table(rows, indent=4)
    if verdict.unanswered:
        names = tuple(pack.item_name(item) for item in verdict.unanswered)
        yield "  " + words.say("cli.score_incomplete", count=len(names), items=names)
    gap = next_gap(pack, submission.answers, verdict)
    if gap is None:
        yield "  " + words.say("cli.score_at_top")
    else:
        yield "  " + words.say("cli.score_blocked", level_name=gap.target.name)
        yield from (f"    {line}" for line in explanation.gap(gap))
    if result.warnings:
        yield "  " + words.say("cli.score_warnings", count=len(result.warnings))
        yield from problem_lines(result.warnings, words)
