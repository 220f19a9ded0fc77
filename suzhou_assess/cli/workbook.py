"""``workbook``: answers as a filled answer workbook."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.findings import place, problem_lines
from suzhou_assess.cli.frame import Command, Wishes, pass_wishes, paths
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services.assessment_reading import Desk
from suzhou_assess.services.deliver import check_target, write_workbook
from suzhou_assess.services.scoring_run import NotScored, Scored, score_files
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    return Command("workbook", words, _workbook, [paths("answers"), paths("out")])


@pass_wishes
def _workbook(wishes: Wishes, answers: Path, out: Path) -> int:
    words = wishes.words
    desk = Desk(PackShelf(), load_places())
    check_target(out)
    scored: list[Scored] = []
    for result in score_files([answers], desk):
        if isinstance(result, NotScored):
            where = place(result.file, result.line, words)
            console.error(words.say("cli.workbook_refused", where=where))
            for line in problem_lines(result.problems, words):
                console.error(line)
            return console.SOME_REFUSED
        scored.append(result)
        if len(scored) > 1:
            break
    if len(scored) != 1:
        console.error(words.say("cli.workbook_one", file=str(answers)))
        return console.SOME_REFUSED
    found = scored[0]
    write_workbook(desk, found.submission, out, words.lang)
    console.say(words.say("cli.written", out=str(out)))
    if found.warnings:
        console.say(words.say("cli.score_warnings", count=len(found.warnings)))
        for line in problem_lines(found.warnings, words):
            console.say(line)
    return console.ALL_WELL
