"""``peers``: where an enterprise stands among its peers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from suzhou_assess.cli import console, layout
from suzhou_assess.cli.findings import problem_lines
from suzhou_assess.cli.frame import Argument, Command, CommandError, Said, Wishes, pass_wishes
from suzhou_assess.domain import credit_code
from suzhou_assess.domain.benchmark import TOTAL, Benchmark, BenchmarkError
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import as_number, as_text
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services.assessment_reading import Desk
from suzhou_assess.services.peer_subject import (
    PeerSubject,
    UnreadableError,
    subject_in_database,
    subject_in_file,
)
from suzhou_assess.services.peers import (
    Peers,
    group_name,
    peers_in_database,
    peers_in_file,
    read_benchmark,
    why_not,
)
from suzhou_assess.services.rollup import up_to_date
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

_BAR = 20


def command(words: Words) -> click.Command:
    """Builds the command in the language of ``words``."""
    say = words.say
    options = [
        click.Option(
            ["--benchmark"],
            metavar=say("cli_peers.meta_file"),
            help=say("cli_peers.option_benchmark"),
        ),
        click.Option(["--json", "as_json"], is_flag=True, help=say("cli.option_json")),
    ]
    who = Argument("who", "cli_peers.argument_who", required=True)
    said = Said("cli_peers.brief_peers", "cli_peers.help_peers")
    return Command("peers", words, _peers, [who, *options], said=said)


@pass_wishes
def _peers(wishes: Wishes, who: str, benchmark: str | None, as_json: bool) -> int:
    words = wishes.words
    from_file = Path(who).suffix != "" or Path(who).is_file()
    if benchmark is not None and from_file:
        desk = Desk(PackShelf(), load_places())
        subject = _in_file(Path(who), desk, words)
        peers = _among_file(benchmark, subject, words)
    else:
        with Workspace.open(wishes.database, create=False) as ws:
            desk = Desk(ws.packs, ws.places)
            subject = (
                _in_file(Path(who), desk, words) if from_file else _in_database(ws, who, words)
            )
            peers = (
                _among_own(ws, subject)
                if benchmark is None
                else _among_file(benchmark, subject, words)
            )
    if peers is None:
        raise CommandError(words.say("peers.too_few"))
    if as_json:
        console.say_json(_json(subject, peers))
    else:
        for line in _lines(subject, peers, desk.places, words):
            console.say(line)
    return console.ALL_WELL


def _in_file(path: Path, desk: Desk, words: Words) -> PeerSubject:
    try:
        return subject_in_file(path, desk)
    except UnreadableError as error:
        said = [words.say("cli_peers.unreadable", file=str(path))]
        said += problem_lines(error.problems, words)
        raise CommandError("\n".join(said)) from None


def _in_database(ws: Workspace, code: str, words: Words) -> PeerSubject:
    subject = subject_in_database(ws, code)
    if subject is None:
        code = credit_code.normalise(code)
        raise CommandError(words.say("cli_peers.not_assessed", code=code))
    return subject


def _benchmark(path: Path, words: Words) -> Benchmark:
    try:
        return read_benchmark(path)
    except BenchmarkError as error:
        raise CommandError(why_not(error, str(path), words)) from None


def _among_file(file: str, subject: PeerSubject, words: Words) -> Peers | None:
    benchmark = _benchmark(Path(file), words)
    try:
        return peers_in_file(
            benchmark, subject.pack, subject.verdict, subject.industry, subject.size
        )
    except BenchmarkError as error:
        raise CommandError(why_not(error, file, words)) from None


def _among_own(ws: Workspace, subject: PeerSubject) -> Peers | None:
    making = up_to_date(ws)
    try:
        while True:
            next(making)
    except StopIteration as stop:
        standings = stop.value
    return peers_in_database(
        standings, subject.verdict, subject.industry, subject.size, subject.enterprise_id
    )


def _json(subject: PeerSubject, peers: Peers) -> dict[str, object]:
    whole = asdict(peers)
    whole["made"] = peers.made.isoformat() if peers.made else None
    whole["scores"] = [
        {
            "id": score.id,
            "value": as_number(score.value),
            "full": as_number(score.full),
            "rank": score.rank,
            "median": as_number(score.median),
        }
        for score in peers.scores
    ]
    return {"name": subject.name, **whole}


def _lines(subject: PeerSubject, peers: Peers, places: Places, words: Words) -> Iterator[str]:
    say, pack = words.say, subject.pack
    yield console.one_line(subject.name) or say("cli.score_unnamed")
    group = group_name(peers, places, words)
    yield "  " + say(f"peers.group_{peers.source}", group=group, count=f"{peers.count:,}")
    yield ""
    rows = [
        (
            _name(pack, score.id, words),
            f"{as_text(score.value)} / {as_text(score.full)}",
            say("cli_peers.median", points=as_text(score.median)),
            say("peers.ahead", rank=score.rank),
            "#" * round(_BAR * score.rank / 100),
        )
        for score in peers.scores
        if score.id == TOTAL or score.id not in pack.question_by_id
    ]
    yield from layout.table(rows)
    yield ""
    yield say("cli_peers.levels")
    yield from layout.table(
        (
            ("* " if level.level == peers.level else "  ") + words.text(level.name),
            say("peers.few") if share is None else f"{share}%",
        )
        for level, share in zip(pack.levels, peers.levels, strict=False)
    )


def _name(pack: Pack, key: str, words: Words) -> str:
    if key == TOTAL:
        return words.say("peers.total")
    names = {dimension.id: dimension.name for dimension in pack.dimensions}
    names.update((indicator.id, indicator.name) for indicator in pack.indicators)
    return words.text(names[key])
