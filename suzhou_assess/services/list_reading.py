"""Reads the lists of offices, in a process of its own: they come from anywhere."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from suzhou_assess.domain.list_table import Fields, ListSheet, ListTable, understand
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.services.confined import ConfinedError, run_confined
from suzhou_assess.services.events import Progress
from suzhou_assess.services.file_kinds import shown_name
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.system_reasons import reason_of
from suzhou_assess.words.trouble import Trouble

SECONDS = 90.0
MEMORY = 1024 * 1024 * 1024
"""Beyond what the process needs to start: a city's list takes a third of it."""
_FILE_LIMIT = 64 * 1024 * 1024

_CODES = {"file_too_costly": "list_too_large", "file_took_too_long": "list_too_large"}


class ListError(Trouble):
    """The file can't be read as a list. ``problem`` says why."""

    area = "problems"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem

    def say(self, words: Words) -> str:
        """What is wrong with the file, and what to do now."""
        return words.problem(self.problem)


def reading(path: Path, fields: Fields) -> Generator[Progress, None, ListTable]:
    """The table of a file, as far as it is understood. Yields while it waits.

    Closing the generator ends the process that reads. Raises ``ListError``.
    """
    name = shown_name(path.name)
    try:
        sheets = yield from run_confined(MEMORY, SECONDS, read_file, str(path))
    except ConfinedError as error:
        raise ListError(problem(_CODES.get(error.code, error.code), file=name)) from error
    if isinstance(sheets, Problem):
        raise ListError(sheets)
    return understand(name, sheets, fields)


def read_file(path: str) -> tuple[ListSheet, ...] | Problem:
    """What the confined process does."""
    from suzhou_assess.workbook.list_reader import read_sheets

    file = Path(path)
    if file.is_dir():
        return problem("file_is_folder")
    try:
        with file.open("rb") as stream:
            data = stream.read(_FILE_LIMIT + 1)
    except FileNotFoundError:
        return problem("file_missing")
    except OSError as error:
        return problem("file_unreadable", file=file.name, reason=reason_of(error))
    return read_sheets(data, file.name)


def run_through(work: Generator[Progress, None, ListTable]) -> ListTable:
    """The table, for who has nothing to show meanwhile."""
    while True:
        try:
            next(work)
        except StopIteration as stop:
            table: ListTable = stop.value
            return table
