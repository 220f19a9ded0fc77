"""``import``: workbooks, answers, folders and archives into the database."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import click
import orjson

from suzhou_assess.cli import console
from suzhou_assess.cli.findings import place, problem_lines
from suzhou_assess.cli.frame import Command, CommandError, Wishes, pass_wishes, paths
from suzhou_assess.cli.interrupts import Interrupts
from suzhou_assess.cli.progress import ProgressLine
from suzhou_assess.cli.values import whole_number
from suzhou_assess.services.events import IntakeEvent, IntakeResult, Progress, SubmissionTaken
from suzhou_assess.services.intake import take_in
from suzhou_assess.services.result_json import problem_object
from suzhou_assess.services.returns import ReturnItem, returnable, write_returns
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
        click.Option(
            ["--returns"],
            metavar=words.say("cli_intake.meta_folder"),
            help=words.say("cli_intake.option_returns"),
        ),
        click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json")),
    ]
    return Command("import", words, _import, [paths("path", many=True), *options])


@pass_wishes
def _import(
    wishes: Wishes,
    path: tuple[Path, ...],
    dry_run: bool,
    jobs: int | None,
    returns: str | None,
    as_json: bool,
) -> int:
    words = wishes.words
    folder = None if returns is None else _folder_for_returns(returns, path, words)
    with _workspace(wishes.database, dry_run=dry_run) as ws:
        sent_back: list[ReturnItem] = []
        try:
            with closing(take_in(ws, path, dry_run=dry_run, jobs=jobs, who=ws.user)) as events:
                result = _show(events, words, sent_back, as_json=as_json, dry_run=dry_run)
        except KeyboardInterrupt:
            console.error(words.say("cli.import_interrupted"))
            return console.INTERRUPTED
        if result.batch is not None:
            # What an interrupted run stored before goes back as well.
            sent_back = [] if folder is None else returnable(ws, result.batch)
    if as_json:
        console.say_json({"summary": _summary(result)})
    else:
        _say_summary(result, words, dry_run=dry_run)
    if folder is not None and sent_back:
        _write_returns(sent_back, folder, words, as_json=as_json)
    return console.SOME_REFUSED if result.refused else console.ALL_WELL


def _folder_for_returns(given: str, taken: Sequence[Path], words: Words) -> Path:
    folder = Path(given).resolve()
    if given == "" or folder.is_file():
        raise CommandError(words.say("cli_intake.returns_no_folder", folder=given))
    for path in taken:
        if folder.is_relative_to(path.resolve()):
            raise CommandError(words.say("cli_intake.returns_inside", folder=given, path=str(path)))
    return folder


def _write_returns(
    items: Sequence[ReturnItem], folder: Path, words: Words, *, as_json: bool
) -> None:
    from suzhou_assess.cli import returning

    if as_json:
        # Nothing but JSON goes to stdout.
        with ProgressLine(words) as line:
            for progress in write_returns(items, folder, words):
                line.tell(progress.done, progress.total)
    else:
        returning.write(items, folder, words)


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
    events: Generator[IntakeEvent, None, IntakeResult],
    words: Words,
    sent_back: list[ReturnItem],
    *,
    as_json: bool,
    dry_run: bool,
) -> IntakeResult:
    """Tells of each event; what would go back of a dry run is added to ``sent_back``."""
    with ProgressLine(words) as line, Interrupts() as interrupts:
        while True:
            interrupts.check()
            try:
                event = next(events)
            except StopIteration as end:
                result: IntakeResult = end.value
                return result
            if isinstance(event, Progress):
                line.tell(event.done, event.total, event.rate)
            elif isinstance(event, SubmissionTaken):
                if dry_run and (event.outcome == "refused" or event.suspicious):
                    sent_back.append(_return_item(event))
                if as_json:
                    console.say_json(_object(event, words))
                elif event.problems or (dry_run and event.differences):
                    line.clear()
                    _say_taken(event, words, dry_run=dry_run)


def _return_item(event: SubmissionTaken) -> ReturnItem:
    return ReturnItem(event.source, event.line, event.path, event.problems, event.subject)


def _object(event: SubmissionTaken, words: Words) -> dict[str, object]:
    packed: dict[str, object] = {"file": event.source}
    if event.line is not None:
        packed["line"] = event.line
    packed["status"] = event.outcome
    packed["problems"] = [problem_object(found, words) for found in event.problems]
    if event.suspicious:
        packed["suspicious"] = True
    if event.again:
        packed["again"] = True
    if event.differences:
        packed["differences"] = [
            {"item": item, "old": orjson.Fragment(old), "new": orjson.Fragment(new)}
            for item, old, new in event.differences
        ]
    return packed


def _say_taken(event: SubmissionTaken, words: Words, *, dry_run: bool) -> None:
    where = place(event.source, event.line, words)
    key = f"cli.import_{event.outcome}"
    if event.suspicious:
        key = f"cli_intake.suspicious_{event.outcome}"
    elif not event.problems:
        key = "cli_intake.changed"
    console.say(words.say(key, where=where))
    if dry_run:
        for item, old, new in event.differences:
            console.say(console.one_line(f"  {item}: {_shown(old)} → {_shown(new)}"))
    for line in problem_lines(event.problems, words, indent=2):
        console.say(line)


def _shown(value: str) -> str:
    """An old or new value, given as JSON."""
    parsed = orjson.loads(value)
    if isinstance(parsed, list):
        return "".join(map(str, parsed))
    return "–" if parsed is None else str(parsed)


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
        "suspicious": result.suspicious,
        "resumed": result.resumed,
    }


def _say_summary(result: IntakeResult, words: Words, *, dry_run: bool) -> None:
    if result.refused or result.suspicious:
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
    if result.resumed:
        console.say(words.say("cli_intake.resumed", count=f"{result.resumed:,}"))
    if result.suspicious:
        key = "cli_intake.would_be_suspicious" if dry_run else "cli_intake.suspicious"
        console.say(words.say(key, count=f"{result.suspicious:,}"))
    if result.batch is not None and result.imported + result.updated:
        console.say(words.say("cli_intake.undo_hint", batch=result.batch))
