"""All commands, and what becomes of the ways in which one can end."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence

import click

from suzhou_assess import __version__
from suzhou_assess.cli import console
from suzhou_assess.cli.frame import CommandError, Group, Said, Wishes, usage_error
from suzhou_assess.cli.language import chosen
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.system_reasons import reason_of
from suzhou_assess.words.trouble import Trouble

NAME = "suzhou-assess"

_COMMANDS = {
    "template": "suzhou_assess.cli.template",
    "workbook": "suzhou_assess.cli.workbook",
    "score": "suzhou_assess.cli.score",
    "import": "suzhou_assess.cli.intake",
    "export": "suzhou_assess.cli.export",
    "batches": "suzhou_assess.cli.batches",
    "undo": "suzhou_assess.cli.undo",
    "doubts": "suzhou_assess.cli.doubts",
    "decide": "suzhou_assess.cli.decide",
    "return": "suzhou_assess.cli.returning",
    "sample": "suzhou_assess.cli.sample",
    "status": "suzhou_assess.cli.status",
    "peers": "suzhou_assess.cli.peers",
    "plan": "suzhou_assess.cli.plan",
    "gui": "suzhou_assess.cli.gui",
    "roster": "suzhou_assess.cli.roster",
    "campaign": "suzhou_assess.cli.campaign",
    "support": "suzhou_assess.cli.support",
    "evidence": "suzhou_assess.cli.evidence",
    "package": "suzhou_assess.cli.package",
    "report-template": "suzhou_assess.cli.report_template",
}

_OUTPUT_FAILS = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", -1)})
"""What writing to stdout fails with; an error about a file has the file's name."""


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and gives its exit code; never raises for what a user can mend."""
    console.prepare()
    words = Words(chosen(arguments))
    try:
        code = _invoke(list(arguments), words)
        console.flush()
    except BrokenPipeError:
        console.close_quietly()
        code = console.PIPE_CLOSED
    except KeyboardInterrupt:
        console.error(words.say("cli.interrupted"))
        code = console.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last door: our bug becomes a report
        code = _explain(error, words)
    return code


def _invoke(arguments: list[str], words: Words) -> int:
    group = build(words)
    try:
        code = group.main(arguments, prog_name=NAME, standalone_mode=False, obj=Wishes(words))
    except click.UsageError as error:
        console.error(usage_error(error, words))
        return console.WRONG_USAGE
    except SystemExit as gone:  # with standalone_mode off, click's answer to a closed pipe only
        raise BrokenPipeError from gone
    except click.Abort:
        console.error(words.say("cli.interrupted"))
        return console.INTERRUPTED
    except CommandError as error:
        console.error(error.message)
        return error.code
    return code if isinstance(code, int) else console.ALL_WELL


def build(words: Words) -> Group:
    """The whole command line, in the language of ``words``."""

    def show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            console.say(f"{NAME} {__version__}")
            ctx.exit()

    def open_window(ctx: click.Context) -> int | None:
        if ctx.invoked_subcommand is not None:
            return None
        from suzhou_assess.cli.window import open_window

        return open_window(ctx.ensure_object(Wishes).database, probe=False)

    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show_version,
        help=words.say("cli.option_version"),
    )
    callback = click.pass_context(open_window)
    said = Said("cli.brief_program", "cli.help_program")
    return Group(NAME, words, _COMMANDS, callback, [version], said=said)


def _explain(error: Exception, words: Words) -> int:
    """A message for what the environment did; a report for what we did."""
    if isinstance(error, Trouble):
        console.error(error.say(words))
        return console.WRONG_USAGE
    if isinstance(error, OSError) and error.filename is not None:
        console.error(
            words.say("cli.system_error", file=str(error.filename), reason=reason_of(error))
        )
        return console.WRONG_USAGE
    if isinstance(error, OSError) and error.errno in _OUTPUT_FAILS:
        console.close_quietly()
        console.error(words.say("cli.output_failed", reason=reason_of(error)))
        return console.WRONG_USAGE
    from suzhou_assess.services.crash_report import save_report

    path = save_report(error, sys.argv)
    console.error(words.say("cli.our_bug", report=str(path)))
    return console.OUR_BUG
