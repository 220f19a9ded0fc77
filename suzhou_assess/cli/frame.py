"""Commands that speak the user's language: help, usage errors, the options all share.

Click's own words are English and come through ``gettext`` catalogues of the process; here
everything it says to a user is said again from ``resources/words``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from suzhou_assess.cli import console, layout
from suzhou_assess.cli.values import one_of
from suzhou_assess.domain.text import LANGS
from suzhou_assess.words.catalog import Words


@dataclass(slots=True)
class Wishes:
    """What the options that all commands share have said."""

    words: Words
    database: str | None = None


pass_wishes = click.make_pass_decorator(Wishes)


class CommandError(Exception):
    """A command can't do what it was asked, for a reason that the user can mend."""

    def __init__(self, message: str, code: int = console.WRONG_USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


Builder = Callable[[Words], click.Command]


@dataclass(frozen=True, slots=True)
class Said:
    """Keys of the words about a command: a few words for the list of commands, and a whole help."""

    brief: str
    help: str


def _said(name: str) -> Said:
    """The words of a command that has them among those of the command line as a whole."""
    return Said(f"cli.brief_{name}", f"cli.help_{name}")


class Command(click.Command):
    """A command whose help comes from ``said``, by default the words ``cli.<name>…``."""

    def __init__(
        self,
        name: str,
        words: Words,
        callback: Callable[..., Any],
        params: Sequence[click.Parameter] = (),
        *,
        said: Said | None = None,
    ) -> None:
        super().__init__(
            name,
            callback=callback,
            params=[*params, *shared_options(words)],
            add_help_option=False,
        )
        self.words = words
        self.said = said or _said(name)

    def get_help(self, ctx: click.Context) -> str:
        return help_page(self, ctx, self.words, self.said.help)

    def get_usage(self, ctx: click.Context) -> str:
        return usage_line(self, ctx, self.words)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        return self.words.say(self.said.brief)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        with _placed(ctx):
            extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(self.words.say("cli.too_many_arguments", extra=" ".join(extra)))
        return extra


class Group(click.Group):
    """Commands by name, each built when it is wanted: from a module of its own, or a function."""

    def __init__(
        self,
        name: str,
        words: Words,
        builders: Mapping[str, str | Builder],
        callback: Callable[..., Any] | None = None,
        params: Sequence[click.Parameter] = (),
        *,
        said: Said | None = None,
    ) -> None:
        super().__init__(
            name,
            callback=callback or click.pass_context(self._want_command),
            params=[*params, *shared_options(words)],
            add_help_option=False,
            invoke_without_command=True,
            no_args_is_help=False,
        )
        self.words = words
        self.said = said or _said(name)
        self._builders = builders

    def _want_command(self, ctx: click.Context) -> None:
        if ctx.invoked_subcommand is None:
            known = self.words.joined(tuple(self._builders))
            ctx.fail(self.words.say("cli.missing_command", known=known))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self._builders)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        builder = self._builders.get(cmd_name)
        if builder is None:
            return None
        if isinstance(builder, str):
            builder = import_module(builder).command
        return builder(self.words)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _placed(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self._builders:
            known = self.words.joined(tuple(self._builders))
            ctx.fail(self.words.say("cli.no_such_command", name=args[0], known=known))
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        return help_page(self, ctx, self.words, self.said.help)

    def get_usage(self, ctx: click.Context) -> str:
        return usage_line(self, ctx, self.words)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        return self.words.say(self.said.brief)


def shared_options(words: Words) -> list[click.Option]:
    """The options that stand before or after any command's name."""

    def keep_database(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            ctx.ensure_object(Wishes).database = value

    def show_help(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return [
        click.Option(
            ["--db"],
            expose_value=False,
            callback=keep_database,
            metavar=words.say("cli.meta_db"),
            help=words.say("cli.option_db"),
        ),
        click.Option(
            ["--lang"],
            expose_value=False,
            callback=one_of(words, LANGS),
            metavar="|".join(LANGS),
            help=words.say("cli.option_lang"),
        ),
        click.Option(
            ["-h", "--help"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=show_help,
            help=words.say("cli.option_help"),
        ),
    ]


class Argument(click.Argument):
    """An argument with the key of the words that say what it means."""

    def __init__(self, name: str, meaning: str = "", **settings: Any) -> None:
        super().__init__([name], **settings)
        self.meaning = meaning or f"cli.argument_{name}"


def paths(name: str, *, many: bool = False, meaning: str = "") -> Argument:
    """An argument that takes a path, or any number of them but at least one."""
    return Argument(
        name,
        meaning,
        nargs=-1 if many else 1,
        required=True,
        type=_NamedPath(readable=False, path_type=Path),
    )


class _NamedPath(click.Path):
    """A path that isn't empty: ``import "$FOLDER"`` without a folder would take the current one.

    Whether it can be read is said by who reads it, and does not stop the others.
    """

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if value == "":
            raise click.MissingParameter(ctx=ctx, param=param)
        return super().convert(value, param, ctx)


def usage_line(command: click.Command, ctx: click.Context, words: Words) -> str:
    pieces = [ctx.command_path, words.say("cli.meta_options")]
    for param in command.params:
        if isinstance(param, click.Argument) and param.name:
            shown = param.name.upper()
            if not param.required:
                shown = f"[{shown}]"
            elif param.nargs == -1:
                shown = f"{shown}…"
            pieces.append(shown)
    if isinstance(command, click.Group):
        pieces.append(words.say("cli.meta_command"))
    return words.say("cli.usage", line=" ".join(pieces))


def help_page(command: click.Command, ctx: click.Context, words: Words, key: str) -> str:
    """What ``--help`` prints."""
    width = layout.terminal_width()
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.params:
        if isinstance(param, Argument) and param.name:
            arguments.append((param.name.upper(), words.say(param.meaning)))
        elif isinstance(param, click.Option):
            value = "" if param.is_flag else f" {param.metavar}"
            options.append((", ".join(param.opts) + value, param.help or ""))
    lines = [usage_line(command, ctx, words), ""]
    lines.extend(f"  {line}".rstrip() for line in layout.wrapped(words.say(key), width - 2))
    sections = [("cli.section_arguments", arguments), ("cli.section_options", options)]
    if isinstance(command, click.Group):
        found = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
        briefs = [(name, sub.get_short_help_str()) for name, sub in found if sub is not None]
        sections.append(("cli.section_commands", briefs))
    for title, rows in sections:
        if rows:
            lines.extend(["", words.say(title), *layout.terms(rows, width)])
    return "\n".join(lines)


def usage_error(error: click.UsageError, words: Words) -> str:
    """A usage error in the user's words, with where to find help."""
    said = _usage_fault(error, words)
    if error.ctx is None:
        return said
    hint = words.say("cli.see_help", command=f"{error.ctx.command_path} --help")
    return f"{error.ctx.get_usage()}\n{said}\n{hint}"


def _usage_fault(error: click.UsageError, words: Words) -> str:
    if isinstance(error, click.NoSuchOption):
        return words.say("cli.no_such_option", name=error.option_name)
    if isinstance(error, click.MissingParameter):
        name = error.param.name if error.param is not None else None
        return words.say("cli.argument_missing", name=(name or "").upper())
    if isinstance(error, click.BadOptionUsage):
        option = _option(error)
        flag = option is not None and option.is_flag
        key = "cli.option_takes_no_value" if flag else "cli.option_needs_value"
        return words.say(key, name=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[-1] if isinstance(error.param, click.Option) else error.param.name
        return words.say("cli.bad_value", name=name or "", message=error.message)
    return error.message


@contextmanager
def _placed(ctx: click.Context) -> Iterator[None]:
    """Lets every usage error know whose it is: Click's parser leaves that out of some."""
    try:
        yield
    except click.UsageError as error:
        if error.ctx is None:
            error.ctx = ctx
        raise


def _option(error: click.BadOptionUsage) -> click.Option | None:
    if error.ctx is None:
        return None
    for param in error.ctx.command.params:
        if isinstance(param, click.Option) and error.option_name in param.opts:
            return param
    return None
