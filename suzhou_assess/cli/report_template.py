"""``report-template``: an office's own Word template for reports."""

from __future__ import annotations

from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.frame import Command, CommandError, Group, Said, Wishes, pass_wishes, paths
from suzhou_assess.report.errors import ReportError
from suzhou_assess.services import report_template
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def command(words: Words) -> click.Command:
    """Builds the group in the language of ``words``."""
    commands = {
        "export": _export_command,
        "check": _check_command,
        "load": _load_command,
        "forget": _forget_command,
        "status": _status_command,
    }
    said = Said("cli_report_template.brief", "cli_report_template.help")
    return Group("report-template", words, commands, said=said)


def _export_command(words: Words) -> click.Command:
    shipped = click.Option(
        ["--shipped"], is_flag=True, help=words.say("cli_report_template.option_shipped")
    )
    out = paths("out", meaning="cli_report_template.argument_out")
    said = Said("cli_report_template.brief_export", "cli_report_template.help_export")
    return Command("export", words, _export, [out, shipped], said=said)


def _check_command(words: Words) -> click.Command:
    said = Said("cli_report_template.brief_check", "cli_report_template.help_check")
    file = paths("file", meaning="cli_report_template.argument_file")
    return Command("check", words, _check, [file], said=said)


def _load_command(words: Words) -> click.Command:
    said = Said("cli_report_template.brief_load", "cli_report_template.help_load")
    file = paths("file", meaning="cli_report_template.argument_file")
    return Command("load", words, _load, [file], said=said)


def _forget_command(words: Words) -> click.Command:
    said = Said("cli_report_template.brief_forget", "cli_report_template.help_forget")
    return Command("forget", words, _forget, said=said)


def _status_command(words: Words) -> click.Command:
    said = Said("cli_report_template.brief_status", "cli_report_template.help_status")
    return Command("status", words, _status, said=said)


@pass_wishes
def _export(wishes: Wishes, out: Path, shipped: bool) -> int:
    words = wishes.words
    if shipped:
        report_template.export_shipped(out, words.lang)
    else:
        with Workspace.open(wishes.database, create=False) as ws:
            report_template.export(ws, out, words.lang)
    console.say(words.say("cli.written", out=str(out)))
    return console.ALL_WELL


@pass_wishes
def _check(wishes: Wishes, file: Path) -> int:
    words = wishes.words
    faults = report_template.check(file)
    for fault in faults:
        console.say(fault.say(words))
    if faults:
        console.say(words.say("cli_report_template.faults", count=len(faults)))
        return console.SOME_REFUSED
    console.say(words.say("cli_report_template.sound", file=file.name))
    return console.ALL_WELL


@pass_wishes
def _load(wishes: Wishes, file: Path) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        try:
            report_template.load(ws, file)
        except ReportError as error:
            raise CommandError(error.say(words), console.SOME_REFUSED) from None
    console.say(words.say("cli_report_template.loaded", file=file.name))
    return console.ALL_WELL


@pass_wishes
def _forget(wishes: Wishes) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        kept = report_template.current(ws) is not None
        report_template.forget(ws)
    console.say(
        words.say("cli_report_template.forgotten" if kept else "cli_report_template.shipped")
    )
    return console.ALL_WELL


@pass_wishes
def _status(wishes: Wishes) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        kept = report_template.current(ws)
    if kept is None:
        console.say(words.say("cli_report_template.shipped"))
    else:
        day = kept.kept_at.astimezone().date().isoformat()
        console.say(words.say("cli_report_template.own", file=kept.name, day=day))
    return console.ALL_WELL
