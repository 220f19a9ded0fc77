"""``roster``: the list of enterprises that should be assessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from suzhou_assess.cli import console, layout
from suzhou_assess.cli.findings import problem_lines
from suzhou_assess.cli.frame import Command, CommandError, Group, Said, Wishes, pass_wishes, paths
from suzhou_assess.cli.progress import ProgressLine, carried_out
from suzhou_assess.cli.values import whole_number
from suzhou_assess.domain.list_table import ListTable
from suzhou_assess.domain.places import fold
from suzhou_assess.domain.problems import problem
from suzhou_assess.domain.roster import RosterCheck, RowProblem
from suzhou_assess.domain.roster_fields import FIELD_IDS
from suzhou_assess.services.roster import (
    Coverage,
    CoverageRow,
    ListError,
    check_list,
    coverage,
    reading_list,
    roster_card,
    save_roster,
    write_missing,
)
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

_SHOWN = 50
"""Problems that are listed; all of them with --json."""
_MOST_ROWS = 1_000_000


def command(words: Words) -> click.Command:
    """Builds the group in the language of ``words``."""
    commands = {"import": _import_command, "status": _status_command, "missing": _missing_command}
    said = Said("cli_roster.brief", "cli_roster.help")
    return Group("roster", words, commands, said=said)


def _import_command(words: Words) -> click.Command:
    say = words.say
    options = [
        click.Option(
            ["--map", "mapped"],
            multiple=True,
            metavar=say("cli_roster.meta_map"),
            help=say("cli_roster.option_map", fields=", ".join(FIELD_IDS)),
        ),
        click.Option(
            ["--sheet"], metavar=say("cli_roster.meta_sheet"), help=say("cli_roster.option_sheet")
        ),
        click.Option(
            ["--header-row"],
            callback=whole_number(words, 0, _MOST_ROWS),
            metavar=say("cli.meta_number"),
            help=say("cli_roster.option_header_row"),
        ),
        click.Option(["--add"], is_flag=True, help=say("cli_roster.option_add")),
        click.Option(["--dry-run"], is_flag=True, help=say("cli.option_dry_run")),
        click.Option(["--json", "as_json"], is_flag=True, help=say("cli.option_json")),
    ]
    said = Said("cli_roster.brief_import", "cli_roster.help_import")
    file = paths("file", meaning="cli_roster.argument_file")
    return Command("import", words, _import, [file, *options], said=said)


def _status_command(words: Words) -> click.Command:
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words.say("cli.option_json"))
    said = Said("cli_roster.brief_status", "cli_roster.help_status")
    return Command("status", words, _status, [as_json], said=said)


def _missing_command(words: Words) -> click.Command:
    options = [
        click.Option(
            [f"--{name}"],
            metavar=words.say("cli_roster.meta_part"),
            help=words.say(f"cli_roster.option_{name}"),
        )
        for name in ("district", "town", "industry")
    ]
    said = Said("cli_roster.brief_missing", "cli_roster.help_missing")
    return Command("missing", words, _missing, [paths("out"), *options], said=said)


@pass_wishes
def _import(
    wishes: Wishes,
    file: Path,
    mapped: Sequence[str],
    sheet: str | None,
    header_row: int | None,
    add: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=not dry_run) as ws:
        table = _understood(_read(file, words), mapped, sheet, header_row, words)
        check = check_list(ws, table)
        if not check.entries:
            said = [words.problem(one.problem) for one in check.problems[:1]]
            raise CommandError("".join(said) or words.say("cli_roster.nobody", file=file.name))
        entries = None
        if not dry_run:
            entries = save_roster(ws, check, replace=not add)
    if as_json:
        for line in _objects(check, entries, words):
            console.say_json(line)
    else:
        for text in (*_table_lines(table, words), "", *_check_lines(check, entries, words)):
            console.say(text)
    return console.SOME_REFUSED if check.left_out else console.ALL_WELL


def _read(file: Path, words: Words) -> ListTable:
    try:
        return carried_out(reading_list(file), words)
    except ListError as error:
        shown = words.say("cli_roster.unreadable", file=str(file))
        raise CommandError(f"{shown}{words.problem(error.problem)}") from error


def _understood(
    table: ListTable,
    mapped: Sequence[str],
    sheet: str | None,
    header_row: int | None,
    words: Words,
) -> ListTable:
    """The table with what was said about it on the command line."""
    if sheet is not None:
        names = [fold(one.name) for one in table.sheets]
        if fold(sheet) not in names:
            known = words.joined(tuple(one.name for one in table.sheets))
            raise CommandError(words.say("cli_roster.no_sheet", name=sheet, known=known))
        table = table.on_sheet(names.index(fold(sheet))).reading(together=False)
    if header_row is not None:
        at = header_row - 1 - table.chosen.top
        if header_row and not 0 <= at < len(table.chosen.rows):
            raise CommandError(words.say("cli_roster.no_row", row=header_row))
        table = table.with_header(at if header_row else None)
    mapping: dict[str, int | None] = {}
    for one in mapped:
        name, equals, column = one.partition("=")
        if not equals or name.strip() not in FIELD_IDS:
            known = words.joined(FIELD_IDS)
            raise CommandError(words.say("cli_roster.bad_map", value=one, known=known))
        mapping[name.strip()] = _column(table, column.strip(), words)
    return table.with_mapping(mapping) if mapping else table


def _column(table: ListTable, said: str, words: Words) -> int | None:
    """A column by its header or its letters; nothing stands for none."""
    if not said:
        return None
    for at, label in enumerate(table.columns):
        if label and fold(said) in (fold(label), fold(label.rpartition("\n")[2])):
            return at
    for at in range(max(len(table.columns), table.chosen.width)):
        if table.chosen.letter(at) == said.upper():
            return at
    labels = (" ".join(label.split()) for label in table.columns)
    known = tuple(filter(None, labels)) or (table.chosen.letter(0),)
    raise CommandError(words.problem(problem("list_column_unknown", column=said, known=known)))


def _table_lines(table: ListTable, words: Words) -> Iterator[str]:
    say = words.say
    if table.header is None:
        yield say("cli_roster.no_header", sheet=table.chosen.name)
    else:
        row = table.chosen.number(table.header[1])
        yield say("cli_roster.header", sheet=table.chosen.name, row=row)
    if table.together and table.alike:
        names = tuple(table.sheets[at].name for at in table.alike)
        yield say("cli_roster.together", count=len(names), names=names)
    rows = []
    for name in FIELD_IDS:
        column = table.mapping.get(name)
        if column is not None:
            label = table.columns[column] if column < len(table.columns) else ""
            shown = f"{table.chosen.letter(column)} {' '.join(label.split())}".strip()
            rows.append((say(f"cli_roster.field_{name}"), console.one_line(shown)))
    yield from layout.table(rows)


def _check_lines(check: RosterCheck, entries: int | None, words: Words) -> Iterator[str]:
    say = words.say
    yield say(
        "cli_roster.checked",
        entries=f"{len(check.entries):,}",
        left_out=f"{check.left_out:,}",
        without=f"{check.without_code:,}",
        skipped=f"{sum(check.skipped.values()):,}",
    )
    for found in check.problems[:_SHOWN]:
        yield from problem_lines([found.problem], words, indent=2)
    more = len(check.problems) - _SHOWN
    if more > 0:
        yield say("cli_roster.more", count=f"{more:,}")
    yield ""
    if entries is None:
        yield say("cli_roster.not_saved")
    else:
        yield say("cli_roster.saved", entries=f"{entries:,}")


def _objects(check: RosterCheck, entries: int | None, words: Words) -> Iterator[dict[str, object]]:
    for found in check.problems:
        yield _problem_object(found, words)
    yield {
        "summary": {
            "rows": len(check.entries) + check.left_out,
            "entries": len(check.entries),
            "left_out": check.left_out,
            "without_code": check.without_code,
            "skipped": sum(check.skipped.values()),
            "roster": entries,
        }
    }


def _problem_object(found: RowProblem, words: Words) -> dict[str, object]:
    return {
        "row": found.row,
        "sheet": found.problem.sheet,
        "cell": found.problem.cell,
        "code": found.problem.code,
        "left_out": found.left_out,
        "message": words.problem(found.problem),
    }


@pass_wishes
def _status(wishes: Wishes, as_json: bool) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws:
        card = roster_card(ws)
        found = coverage(ws)
    if as_json:
        console.say_json(
            {
                "source": None if card is None else card.source,
                "total": found.total,
                "assessed": found.assessed,
                "missing": found.missing,
                "districts": {row.key: _counts(row) for row in found.by_district},
                "industries": {row.key: _counts(row) for row in found.by_industry},
            }
        )
    elif card is None:
        console.say(words.say("cli_roster.none"))
    else:
        day = card.saved_at.date().isoformat()
        console.say(words.say("cli_roster.from", source=card.source, day=day))
        for line in _coverage_lines(found, words):
            console.say(line)
    return console.ALL_WELL


def _counts(row: CoverageRow) -> dict[str, int]:
    return {"total": row.total, "assessed": row.assessed, "missing": row.missing}


def _coverage_lines(found: Coverage, words: Words) -> Iterator[str]:
    say = words.say
    yield say(
        "cli_roster.covered",
        total=f"{found.total:,}",
        assessed=f"{found.assessed:,}",
        missing=f"{found.missing:,}",
        share=_share(found.assessed, found.total),
    )
    for title, rows in (
        (say("cli_roster.by_district"), found.by_district),
        (say("cli_roster.by_industry"), found.by_industry),
    ):
        yield ""
        yield title
        head = tuple(say(f"cli_roster.{key}") for key in ("part", "total", "assessed", "missing"))
        cells = [
            (
                say("cli_roster.unknown") if row.name is None else words.text(row.name),
                *(f"{n:,}" for n in (row.total, row.assessed, row.missing)),
                _share(row.assessed, row.total),
            )
            for row in rows
        ]
        yield from layout.table([(*head, say("cli_roster.share")), *cells])


def _share(assessed: int, total: int) -> str:
    return f"{assessed / total:.1%}" if total else "0.0%"


@pass_wishes
def _missing(
    wishes: Wishes, out: Path, district: str | None, town: str | None, industry: str | None
) -> int:
    words = wishes.words
    with Workspace.open(wishes.database, create=False) as ws, ProgressLine(words) as line:
        if district:
            found = ws.places.find_district(district)
            if found is None:
                known = tuple(d.name for d in ws.places.districts)
                raise CommandError(
                    words.problem(problem("district_unknown", value=district, known=known))
                )
            district = found.code
        if industry:
            known_industry = ws.places.find_industry(industry)
            if known_industry is None:
                raise CommandError(words.problem(problem("industry_unknown", value=industry)))
            industry = known_industry.code
        work = write_missing(ws, out, words, district=district, town=town, industry=industry)
        count = 0
        for progress in work:
            count = progress.done
            line.tell(progress.done, progress.total)
    console.say(words.say("cli_roster.written", out=str(out), count=f"{count:,}"))
    return console.ALL_WELL
