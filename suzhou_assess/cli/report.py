"""``export report``: reports as PDF or Word, of one enterprise or of all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Command, CommandError, Said, Wishes, pass_wishes, paths
from suzhou_assess.cli.progress import carried_out
from suzhou_assess.cli.values import one_of, whole_number
from suzhou_assess.report.model import KINDS, ReportKind
from suzhou_assess.services.reports import (
    FORMATS,
    MOST_JOBS,
    Format,
    ReportsResult,
    counting,
    write_report,
    write_reports,
)
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

if TYPE_CHECKING:
    from suzhou_assess.store.report_queries import Reported

_Result = TypeVar("_Result")


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    say = words.say
    options = [
        click.Option(
            ["--uscc", "codes"],
            multiple=True,
            metavar=say("cli_report.meta_code"),
            help=say("cli_report.option_uscc"),
        ),
        click.Option(["--all", "everyone"], is_flag=True, help=say("cli_report.option_all")),
        click.Option(
            ["--kind"],
            metavar="|".join(KINDS),
            default="enterprise",
            callback=one_of(words, KINDS),
            help=say("cli_report.option_kind"),
        ),
        click.Option(
            ["--format", "fmt"],
            metavar="|".join(FORMATS),
            callback=one_of(words, FORMATS),
            help=say("cli_report.option_format"),
        ),
        click.Option(
            ["--jobs"],
            metavar=say("cli.meta_number"),
            callback=whole_number(words, 1, MOST_JOBS),
            help=say("cli_report.option_jobs"),
        ),
        click.Option(
            ["--template"],
            metavar=say("cli_report.meta_file"),
            help=say("cli_report.option_template"),
        ),
    ]
    out = paths("out", meaning="cli_report.argument_out")
    said = Said("cli_report.brief", "cli_report.help")
    return Command("report", words, _report, [out, *options], said=said)


@pass_wishes
def _report(
    wishes: Wishes,
    out: Path,
    codes: tuple[str, ...],
    everyone: bool,
    kind: ReportKind,
    fmt: Format | None,
    jobs: int | None,
    template: str | None,
) -> int:
    words = wishes.words
    if everyone == bool(codes):
        raise CommandError(words.say("cli_report.whose"))
    own = None if template is None else Path(template)
    suffix = out.suffix.lower().removeprefix(".")
    one_file = len(codes) == 1 and suffix in FORMATS and not out.is_dir()
    if fmt is None and one_file:
        fmt = cast("Format", suffix)
    if fmt is None:
        raise CommandError(words.say("cli_report.which_format"))
    if one_file and suffix != fmt:
        raise CommandError(words.say("cli_report.other_format", out=str(out), format=fmt))
    if not one_file and out.exists() and not out.is_dir():
        raise CommandError(words.say("cli_report.no_folder", out=str(out)))
    if own is not None and fmt != "docx":
        raise CommandError(words.say("cli_report.template_for_word"))
    with Workspace.open(wishes.database, create=False) as ws:
        found, unknown = _found(ws, codes)
        for code in unknown:
            console.error(words.say("cli_report.not_assessed", code=code))
        if not found:
            if everyone:
                raise CommandError(words.say("cli_report.nobody"))
            return console.SOME_REFUSED
        ids = [one.assessment_id for one in found]
        if one_file:
            writing = write_report(ws, ids[0], out, kind=kind, lang=words.lang, template=own)
            carried_out(writing, words)
            console.say(words.say("cli.written", out=str(out)))
            return console.ALL_WELL
        writing_all = write_reports(
            ws, ids, out, fmt, kind=kind, lang=words.lang, jobs=jobs, template=own
        )
        result = carried_out(writing_all, words)
    return _summed_up(result, out, words, well=not unknown)


def _found(ws: Workspace, codes: Sequence[str]) -> tuple[list[Reported], list[str]]:
    """Whose reports are made, and the codes of which nothing is known."""
    if not codes:
        return counting(ws), []
    found: list[Reported] = []
    unknown: list[str] = []
    for code in dict.fromkeys(codes):
        known = counting(ws, code)
        found += known
        unknown += [] if known else [code]
    return found, unknown


def _summed_up(result: ReportsResult, out: Path, words: Words, *, well: bool) -> int:
    for name, reason in result.failed:
        console.error(words.say("cli_report.failed", name=console.one_line(name), reason=reason))
    console.say(words.say("cli_report.written", count=f"{len(result.written):,}", folder=str(out)))
    return console.ALL_WELL if well and not result.failed else console.SOME_REFUSED
