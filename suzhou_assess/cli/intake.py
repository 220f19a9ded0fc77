"""``import``: workbooks, answers, folders and archives into the database."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from suzhou_assess.cli import console
from suzhou_assess.cli.findings import place, problem_lines
from suzhou_assess.cli.frame import Command, Wishes, pass_wishes, paths, whole_number
from suzhou_assess.cli.progress import ProgressLine
from suzhou_assess.services.events import IntakeEvent, IntakeResult, Progress, SubmissionTaken
from suzhou_assess.services.intake import take_in
from suzhou_assess.services.result_json import problem_object
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.words.catalog import Words

_MOST_JOBS = 256


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    options = [
        click.Option(["--dry-run"], is_flag=True, help=words.say("cli.option_dry_run")),
        click.Option(
            ["--jobs"],
            metavar=words.say("cli.meta_number"),
            callback=whole_number(words, 1, _MOST_JOBS),
            help=words.say("cli.option_jobs"),
        ),
        click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json")),
    ]
    return Command("import", words, _import, [paths("path", many=True), *options])


@pass_wishes
def _import(
    wishes: Wishes, path: tuple[Path, ...], dry_run: bool, jobs: int | None, as_json: bool
) -> int:
    words = wishes.words
    with _workspace(wishes.database, dry_run=dry_run) as ws:
        events = take_in(ws, path, dry_run=dry_run, jobs=jobs)
        try:
            result = _show(events, words, as_json=as_json)
        except KeyboardInterrupt:
            events.close()
            console.error(words.say("cli.import_interrupted"))
            return console.INTERRUPTED
        finally:
            events.close()
    if as_json:
        console.say_json({"summary": _summary(result)})
    else:
        _say_summary(result, words, dry_run=dry_run)
    return console.SOME_REFUSED if result.refused else console.ALL_WELL


@contextmanager
def _workspace(database: str | None, *, dry_run: bool) -> Iterator[Workspace]:
    """The database; a dry run without one looks at an empty one and leaves none behind."""
    try:
        ws = Workspace.open(database, create=not dry_run)
    except StoreError as error:
        if error.code != "database_missing":
            raise
        with (
            tempfile.TemporaryDirectory() as folder,
            Workspace.open(str(Path(folder) / "empty.db")) as ws,
        ):
            yield ws
        return
    with ws:
        yield ws


def _show(
    events: Generator[IntakeEvent, None, IntakeResult], words: Words, *, as_json: bool
) -> IntakeResult:
    with ProgressLine(words) as line:
        while True:
            try:
                event = next(events)
            except StopIteration as end:
                result: IntakeResult = end.value
                return result
            if isinstance(event, Progress):
                line.tell(event.done, event.total)
            elif isinstance(event, SubmissionTaken):
                if as_json:
                    console.say_json(_object(event, words))
                elif event.problems:
                    line.clear()
                    _say_taken(event, words)


def _object(event: SubmissionTaken, words: Words) -> dict[str, object]:
    packed: dict[str, object] = {"file": event.source}
    if event.line is not None:
        packed["line"] = event.line
    packed["status"] = event.outcome
    packed["problems"] = [problem_object(found, words) for found in event.problems]
    return packed


def _say_taken(event: SubmissionTaken, words: Words) -> None:
    where = place(event.source, event.line, words)
    console.say(words.say(f"cli.import_{event.outcome}", where=where))
    for line in problem_lines(event.problems, words, indent=2):
        console.say(line)


def _summary(result: IntakeResult) -> dict[str, object]:
    return {
        "files": result.files,
        "imported": result.imported,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "refused": result.refused,
        "skipped": result.skipped,
        "batch": result.batch,
        "seconds": round(result.seconds, 3),
    }


def _say_summary(result: IntakeResult, words: Words, *, dry_run: bool) -> None:
    if result.refused:
        console.say()
    key = "cli.import_would" if dry_run else "cli.import_done"
    console.say(
        words.say(
            key,
            files=f"{result.files:,}",
            seconds=f"{result.seconds:.1f}",
            imported=f"{result.imported:,}",
            updated=f"{result.updated:,}",
            unchanged=f"{result.unchanged:,}",
            refused=f"{result.refused:,}",
        )
    )
    if result.skipped:
        console.say(words.say("cli.import_skipped", count=f"{result.skipped:,}"))
