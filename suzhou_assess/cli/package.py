"""``package``: write assessments into a package, look at one, take one in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import click

from suzhou_assess.cli import console
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
from suzhou_assess.cli.progress import carried_out
from suzhou_assess.cli.values import one_of
from suzhou_assess.domain.evidence import as_size
from suzhou_assess.services import packages, whose
from suzhou_assess.services.package_words import PackageWords
from suzhou_assess.services.packages import (
    Decisions,
    Package,
    PackageEntry,
    PackageError,
    Side,
)
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

_TRIES = 3
_SIDES = ("stop", "mine", "theirs")


def command(words: Words) -> click.Command:
    """Builds the group in the language of ``words``."""
    commands = {"write": _write_command, "check": _check_command, "import": _import_command}
    return Group("package", words, commands, said=Said("cli_package.brief", "cli_package.help"))


def _write_command(words: Words) -> click.Command:
    who = Argument("who", "cli_package.argument_who", nargs=-1, required=True)
    options = [
        click.Option(["--password"], is_flag=True, help=words.say("cli_package.option_password")),
        _from_stdin(words),
    ]
    said = Said("cli_package.brief_write", "cli_package.help_write")
    out = paths("out", meaning="cli_package.argument_out")
    return Command("write", words, _write, [who, out, *options], said=said)


def _check_command(words: Words) -> click.Command:
    said = Said("cli_package.brief_check", "cli_package.help_check")
    file = paths("file", meaning="cli_package.argument_file")
    return Command("check", words, _check, [file, _from_stdin(words)], said=said)


def _import_command(words: Words) -> click.Command:
    options = [
        click.Option(
            ["--conflicts"],
            default="stop",
            callback=one_of(words, _SIDES),
            metavar="|".join(_SIDES),
            help=words.say("cli_package.option_conflicts"),
        ),
        click.Option(["--dry-run"], is_flag=True, help=words.say("cli_package.option_dry_run")),
        _from_stdin(words),
    ]
    said = Said("cli_package.brief_import", "cli_package.help_import")
    file = paths("file", many=True, meaning="cli_package.argument_file")
    return Command("import", words, _import, [file, *options], said=said)


def _from_stdin(words: Words) -> click.Option:
    return click.Option(
        ["--password-stdin"], is_flag=True, help=words.say("cli_package.option_password_stdin")
    )


@pass_wishes
def _write(
    wishes: Wishes, who: tuple[str, ...], out: Path, password: bool, password_stdin: bool
) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        ids = [whose.worked_on_last(ws, one) for one in who]
        secret = _read_password(words) if password_stdin else None
        if password and secret is None:
            secret = _new_password(words)
        card = carried_out(packages.write_package(ws, ids, out, secret, ws.user), words)
    key = "cli_package.written_encrypted" if card.encrypted else "cli_package.written"
    console.say(
        words.say(
            key, out=str(out), count=card.assessments, files=card.files, size=as_size(card.size)
        )
    )
    return console.ALL_WELL


@pass_wishes
def _check(wishes: Wishes, file: Path, password_stdin: bool) -> int:
    words = wishes.words
    secret = _read_password(words) if password_stdin else None
    try:
        with _opened(file, secret, words) as package:
            for line in _about(package, words):
                console.say(line)
    except PackageError as error:
        _say_trouble(error, words)
        return console.SOME_REFUSED
    return console.ALL_WELL


@pass_wishes
def _import(
    wishes: Wishes, file: tuple[Path, ...], conflicts: str, dry_run: bool, password_stdin: bool
) -> int:
    words = wishes.words
    secret = _read_password(words) if password_stdin else None
    troubled = False
    with Workspace.open(wishes.database, create=not dry_run) as ws:
        for path in file:
            try:
                with _opened(path, secret, words, ws) as package:
                    importing = _Importing(ws, package, conflicts, words)
                    troubled |= importing.preview() if dry_run else importing.take()
            except PackageError as error:
                troubled = True
                _say_trouble(error, words)
    return console.SOME_REFUSED if troubled else console.ALL_WELL


class _Importing:
    """One package on its way in."""

    def __init__(self, ws: Workspace, package: Package, conflicts: str, words: Words) -> None:
        self._ws = ws
        self._package = package
        self._side = conflicts
        self._words = words
        self._entries = packages.preview(ws, package)

    def preview(self) -> bool:
        """Says what would happen. Gives whether something would be left."""
        console.say(self._words.say("cli_package.dry_run", file=self._package.path.name))
        for entry in self._entries:
            self._say(entry, f"would_{entry.kind}")
        return any(entry.kind == "refused" or self._is_left(entry) for entry in self._entries)

    def take(self) -> bool:
        """Takes the package. Gives whether something was left."""
        side = self._side
        decisions: Decisions = {}
        if side != "stop":
            decisions = {
                entry.assessment_id: {c.unit: cast("Side", side) for c in entry.conflicts}
                for entry in self._entries
            }
        taking = packages.take(self._ws, self._package, decisions, self._ws.user)
        result = carried_out(taking, self._words)
        console.say(self._words.say("cli_package.imported", file=self._package.path.name))
        entries = {entry.assessment_id: entry for entry in self._entries}
        for one in result.taken:
            self._say(entries[one.assessment_id], f"did_{one.outcome}")
        return bool(result.count("refused") or result.count("undecided"))

    def _is_left(self, entry: PackageEntry) -> bool:
        return self._side == "stop" and bool(entry.conflicts)

    def _say(self, entry: PackageEntry, key: str) -> None:
        words = self._words
        console.say("  " + _heading(entry.enterprise, entry.mode, entry.date.isoformat(), words))
        console.say("    " + words.say(f"cli_package.{key}"))
        if entry.evidence_new:
            console.say("    " + words.say("cli_package.files_new", count=entry.evidence_new))
        for problem in entry.problems:
            console.say("    " + words.problem(problem))
        packed = next(p for p in self._package.assessments if p.id == entry.assessment_id)
        said = PackageWords.of(packed, self._ws.places, words)
        for conflict in entry.conflicts:
            mine, theirs = (
                said.value(conflict.part, conflict.item, side).replace("\n", " / ")
                for side in (conflict.mine, conflict.theirs)
            )
            console.say(
                "    "
                + words.say(
                    "cli_package.conflict", name=said.title(conflict), mine=mine, theirs=theirs
                )
            )


def _opened(path: Path, password: str | None, words: Words, ws: Workspace | None = None) -> Package:
    """The open package. On a terminal its password is asked for, and asked again when wrong."""
    asked = 0
    while True:
        try:
            opened = carried_out(packages.open_package(path, password, ws), words)
        except PackageError as error:
            wanted = error.code == "password_wanted" or (asked and error.code == "password_wrong")
            if not wanted or asked == _TRIES or not sys.stdin.isatty():
                raise
            if asked:
                console.error(error.say(words))
            asked += 1
            password = _ask(words.say("cli_package.ask_password", file=path.name))
        else:
            return opened


def _say_trouble(error: PackageError, words: Words) -> None:
    """Without a terminal it also says how a password can come in."""
    console.error(error.say(words))
    if error.code == "password_wanted" and not sys.stdin.isatty():
        console.error(words.say("cli_package.no_terminal"))


def _new_password(words: Words) -> str:
    if not sys.stdin.isatty():
        raise CommandError(words.say("cli_package.no_terminal"))
    while True:
        password = _ask(words.say("cli_package.ask_new_password", least=packages.MIN_PASSWORD))
        if len(password) < packages.MIN_PASSWORD:
            continue
        if _ask(words.say("cli_package.ask_again")) == password:
            return password
        console.error(words.say("cli_package.not_the_same"))


def _ask(text: str) -> str:
    """Typed blindly, the question on stderr."""
    return str(click.prompt(text, hide_input=True, err=True, prompt_suffix=" "))


def _read_password(words: Words) -> str:
    """The first line of stdin, without its end."""
    try:
        return sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError:
        raise CommandError(words.say("cli_package.password_no_text")) from None


def _about(package: Package, words: Words) -> Iterator[str]:
    """What a package holds."""
    say: Callable[..., str] = words.say
    key = "cli_package.sound_encrypted" if package.encrypted else "cli_package.sound"
    yield say(key, file=package.path.name)
    made = package.made.replace("T", " ")[:16] or "-"
    origin = console.one_line(package.origin)
    key = "cli_package.made" if origin else "cli_package.made_unnamed"
    yield "  " + say(key, made=made, origin=origin, program=package.program)
    yield "  " + say("cli_package.holds", count=len(package.assessments), files=package.files)
    for one in package.assessments:
        submission, head = one.submission, one.state["head"]
        yield "  " + _heading(submission.enterprise.name, submission.mode, head["date"], words)
        answered = len(submission.answers.choices)
        yield "    " + say(
            "cli_package.holds_one",
            status=say(f"package.status_{head['status']}"),
            answered=answered,
            total=len(submission.pack.item_ids),
            files=len(one.files),
            id=one.id,
        )


def _heading(enterprise: str, mode: str, on: str, words: Words) -> str:
    name = console.one_line(enterprise)
    return f"{name}  {words.say(f'package.mode_{mode}')}  {on}"
