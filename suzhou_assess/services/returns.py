"""退回件: what goes back to those who sent it in, so that a clerk forwards it without explaining.

For each refused or doubtful workbook a copy with its cells marked, in a folder by district; for a
file that can't be opened a notice in its stead; and one list of all problems for the office.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from suzhou_assess.domain.problems import Problem
from suzhou_assess.services.events import Progress, Subject
from suzhou_assess.services.file_kinds import Kind, kind_of, shown_name
from suzhou_assess.services.processes import usable_cores
from suzhou_assess.words.catalog import Words

if TYPE_CHECKING:
    from suzhou_assess.domain.places import Places
    from suzhou_assess.services.return_worker import Order, Returned
    from suzhou_assess.services.workspace import Workspace

FILE_LIMIT = 64 * 1024 * 1024
"""Bytes; what is larger was refused for it and gets a notice."""
SECONDS_PER_FILE = 60.0
_MEMORY = 768 * 1024 * 1024
_MOST_JOBS = 4
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST_NAME = 180
"""Bytes: a file system takes 255, of which the end of the name and a number need some."""
_MEMBER = "!/"


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """One file, JSON object or line that was refused or is doubtful."""

    file: str
    """As it was found; inside an archive ``archive.zip!/inner/name.xlsx``."""
    line: int | None
    path: str | None
    """Where it lies on disk (for a member, its archive); ``None`` when that isn't known."""
    problems: tuple[Problem, ...]
    subject: Subject | None


@dataclass(frozen=True, slots=True)
class ReturnsResult:
    """What was written."""

    copies: int
    """Workbooks with their cells marked."""
    notices: int
    """Written for files that can't be marked."""
    list_path: Path
    missing: tuple[str, ...]
    """Files that are no longer where they were; a notice stands for each."""


def returnable(ws: Workspace, batch_id: str) -> list[ReturnItem]:
    """What of a batch should go back: refused or doubtful. Raises ``StoreError``."""
    from suzhou_assess.services.batches import items

    return [
        ReturnItem(item.file, item.line, item.path, item.problems, item.subject)
        for item in items(ws, batch_id, with_problems_only=True)
        if item.outcome == "refused" or item.suspicious
    ]


def write_returns(
    items: Sequence[ReturnItem],
    folder: Path,
    words: Words,
    *,
    office: str = "",
    jobs: int | None = None,
) -> Generator[Progress, None, ReturnsResult]:
    """Copies, notices and the list, into ``folder``, which is made if it isn't there.

    Files that stand there already stay; new ones get a number. Only workbooks are copied: JSON
    stands in the list. Closing the generator leaves what is written. Raises ``OSError``.
    """
    from suzhou_assess.packs.code_lists import load_places
    from suzhou_assess.services.confined_pool import ConfinedPool
    from suzhou_assess.services.return_worker import carry_out, write_notice

    folder.mkdir(parents=True, exist_ok=True)
    places = load_places()
    workbooks = [item for item in items if item.line is None and _goes_back(item.file)]
    yield Progress(0, len(workbooks))
    counts: Counter[Returned] = Counter()
    missing: list[str] = []
    if workbooks:
        orders = _orders(workbooks, folder, places, words, office)
        processes = min(jobs or usable_cores(), _MOST_JOBS, len(workbooks))
        with ConfinedPool(carry_out, processes, seconds=SECONDS_PER_FILE, memory=_MEMORY) as pool:
            for finished in pool.run(orders):
                if finished is not None:
                    order, returned = finished
                    if returned is None:
                        write_notice(order)
                    elif returned == "missing":
                        missing.append(order.file)
                    counts[returned or "notice"] += 1
                yield Progress(counts.total(), len(workbooks))
    list_path = _unused(folder / words.say("returned.list_name"), set())
    write_problem_list(items, list_path, words)
    return ReturnsResult(
        copies=counts["copy"],
        notices=counts["notice"] + counts["missing"],
        list_path=list_path,
        missing=tuple(missing),
    )


def write_problem_list(items: Sequence[ReturnItem], out: Path, words: Words) -> None:
    """All problems in one workbook, by district and sender. Raises ``OSError``."""
    from suzhou_assess.packs.code_lists import load_places
    from suzhou_assess.workbook.problem_workbook import ListedProblem, problem_workbook
    from suzhou_assess.workbook.replacing import replace

    places = load_places()
    listed = [
        ListedProblem(
            district=_district(item.subject, places, words),
            sender=sender_of(item.file),
            name=item.subject.name if item.subject else "",
            uscc=item.subject.uscc if item.subject else "",
            contact=item.subject.contact if item.subject else "",
            phone=item.subject.phone if item.subject else "",
            file=item.file,
            line=item.line,
            problem=found,
        )
        for item in items
        for found in item.problems
    ]
    replace(out, problem_workbook(listed, datetime.now().astimezone(), words))


def sender_of(file: str) -> str:
    """The archive that a file came in, else its folder: offices keep a sender's files together."""
    outer, inside, _ = file.rpartition(_MEMBER)
    if inside:
        return outer
    folder = str(PurePosixPath(file.replace("\\", "/")).parent)
    return "" if folder == "." else folder


def _goes_back(file: str) -> bool:
    return kind_of(file) in (Kind.WORKBOOK, Kind.OTHER_SPREADSHEET)


def _orders(
    items: Sequence[ReturnItem], folder: Path, places: Places, words: Words, office: str
) -> Iterator[Order]:
    """What is to be done, archives gone through once each."""
    from suzhou_assess.services.return_worker import Order
    from suzhou_assess.workbook.returned_copy import Cover

    today = datetime.now().astimezone().date().isoformat()
    taken: set[Path] = set()
    for item, source in _sources(items):
        # Where nothing could be read of a district, its sender is the next best.
        sender = PurePosixPath(sender_of(item.file)).name
        owner = _district(item.subject, places, words) or sender
        place = folder / _file_name(owner or words.say("returned.no_district"))
        place.mkdir(exist_ok=True)
        file = PurePosixPath(item.file.replace("\\", "/"))
        name = _file_name(file.stem)
        cover = Cover(file.name, item.subject.name if item.subject else "", office, today)
        yield Order(
            file=item.file,
            source=source,
            problems=item.problems,
            cover=cover,
            lang=words.lang,
            copy_to=_unused(place / words.say("returned.copy_name", name=name), taken),
            notice_to=_unused(place / words.say("returned.notice_name", name=name), taken),
            limit=FILE_LIMIT,
        )


def _sources(items: Sequence[ReturnItem]) -> Iterator[tuple[ReturnItem, str | bytes | None]]:
    from suzhou_assess.services.archives import read_archive
    from suzhou_assess.services.sources import Faulty, InMemory

    members: defaultdict[str, dict[str, ReturnItem]] = defaultdict(dict)
    for item in items:
        if _MEMBER not in item.file:
            yield item, item.path
        elif item.path is None:
            yield item, None
        else:
            members[item.path][item.file] = item
    for path, wanted in members.items():
        shown = next(iter(wanted)).partition(_MEMBER)[0]
        for source in read_archive(path, shown):
            if isinstance(source, InMemory | Faulty) and source.file in wanted:
                # What can't be taken out is there all the same.
                data = source.data if isinstance(source, InMemory) else b""
                yield wanted.pop(source.file), data
        for item in wanted.values():
            # A spreadsheet of another kind is there, but never taken out.
            yield item, None if kind_of(item.file) is Kind.WORKBOOK else b""


def _district(subject: Subject | None, places: Places, words: Words) -> str:
    if subject is None or not subject.district:
        return ""
    named = next((d for d in places.districts if d.code == subject.district), None)
    return words.text(named.name) if named else subject.district


def _file_name(text: str) -> str:
    """What every system takes as a name."""
    name = _NOT_IN_NAMES.sub("_", shown_name(text)).strip(" .")
    cut = name.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .")
    return cut or "_"


def _unused(path: Path, taken: set[Path]) -> Path:
    """``path``, or with a number when something has that name already."""
    found, number = path, 1
    while found in taken or found.exists():
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    taken.add(found)
    return found
