"""What came in with an intake, forty thousand rows of it, without weighing on the window.

Of each row only what tables and filters ask for stands open; the rest is packed on the task's
thread and unpacked when somebody looks at it. Packed bytes are nothing that Python has to walk
through when it looks for garbage, which would hold up the window.
"""

from __future__ import annotations

import pickle
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from suzhou_assess.domain.problems import Problem
from suzhou_assess.services.batches import IntakeItem
from suzhou_assess.services.events import Difference, Outcome, Progress, Subject, SubmissionTaken

Kind = Literal["imported", "updated", "unchanged", "refused", "suspicious"]
"""An outcome, or that a person should look at it, which comes beside any outcome."""
KINDS: tuple[Kind, ...] = ("imported", "updated", "unchanged", "refused", "suspicious")

_OUTCOMES: tuple[Outcome, ...] = ("imported", "updated", "unchanged", "refused")
_GRAVITY = (3, 2, 4, 0)
"""Where each of them stands in a list that shows first what needs a person; suspicious ones
stand at 1."""
_SUSPICIOUS = 8
_AGAIN = 16
_PROBLEMS = 32
_OUTCOME = 7


@dataclass(frozen=True, slots=True)
class Taken:
    """One workbook, JSON file or line, and what became of it."""

    file: str
    """As it is shown; inside an archive ``archive.zip!/inner/name.xlsx``."""
    line: int | None
    path: str | None
    outcome: Outcome
    suspicious: bool
    again: bool
    """Known byte for byte from an earlier run, so that it was not read again."""
    problems: tuple[Problem, ...]
    subject: Subject | None
    differences: tuple[Difference, ...]
    assessment_id: str | None


class Row(NamedTuple):
    """One row on its way from the task's thread."""

    file: str
    line: int | None
    name: str
    flags: int
    packed: bytes


def row_of_event(event: SubmissionTaken) -> Row:
    rest = (event.path, event.problems, event.subject, event.differences, None)
    flags = _OUTCOMES.index(event.outcome)
    flags |= _SUSPICIOUS * event.suspicious | _AGAIN * event.again
    flags |= _PROBLEMS * bool(event.problems)
    name = event.subject.name if event.subject is not None else ""
    return Row(event.source, event.line, name, flags, _packed(rest))


def row_of_item(item: IntakeItem) -> Row:
    rest = (item.path, item.problems, item.subject, (), None if item.undone else item.assessment_id)
    flags = _OUTCOMES.index(item.outcome) | _SUSPICIOUS * item.suspicious
    flags |= _PROBLEMS * bool(item.problems)
    return Row(item.file, item.line, item.subject.name, flags, _packed(rest))


def rows_of_events(
    events: Generator[Any, None, Any],
) -> Generator[Row | Progress, None, Any]:
    """The events of an intake as rows, for a task: packing is done on its thread."""
    try:
        while True:
            try:
                event = next(events)
            except StopIteration as stop:
                return stop.value
            if isinstance(event, SubmissionTaken):
                yield row_of_event(event)
            elif isinstance(event, Progress):
                yield event
    finally:
        events.close()


class TakenRows:
    """All rows of one intake, counted, searched and looked at."""

    def __init__(self) -> None:
        self.counts: dict[Kind, int] = dict.fromkeys(KINDS, 0)
        self.again = 0
        """How many were not read again."""
        self.problematic = 0
        """About how many there is anything to say."""
        self.returnable = 0
        """How many should go back: refused, or to be looked at."""
        self._files: list[str] = []
        self._lines: list[int | None] = []
        self._names: list[str] = []
        self._flags = bytearray()
        self._packed: list[bytes] = []

    def __len__(self) -> int:
        return len(self._flags)

    @property
    def writable(self) -> int:
        """How many change the database."""
        return self.counts["imported"] + self.counts["updated"]

    def extend(self, rows: Iterable[Row]) -> None:
        for file, line, name, flags, packed in rows:
            self._files.append(file)
            self._lines.append(line)
            self._names.append(name)
            self._flags.append(flags)
            self._packed.append(packed)
            self.counts[_OUTCOMES[flags & _OUTCOME]] += 1
            self.counts["suspicious"] += bool(flags & _SUSPICIOUS)
            self.again += bool(flags & _AGAIN)
            self.problematic += bool(flags & _PROBLEMS)
            self.returnable += _goes_back(flags)

    def taken(self, at: int) -> Taken:
        """One of them, unpacked."""
        path, problems, subject, differences, assessment_id = pickle.loads(self._packed[at])  # noqa: S301 - packed here
        flags = self._flags[at]
        return Taken(
            file=self._files[at],
            line=self._lines[at],
            path=path,
            outcome=_OUTCOMES[flags & _OUTCOME],
            suspicious=bool(flags & _SUSPICIOUS),
            again=bool(flags & _AGAIN),
            problems=problems,
            subject=subject,
            differences=differences,
            assessment_id=assessment_id,
        )

    def found(self, kind: Kind | None, text: str = "", since: int = 0) -> Sequence[int]:
        """Where the rows of a kind stand, from ``since`` on, whose file or enterprise has ``text``.

        In their order of arrival.
        """
        where: Iterable[int] = range(since, len(self))
        if kind is not None:
            where = (at for at in where if self._is(self._flags[at], kind))
        if text:
            wanted = text.casefold()
            where = (
                at
                for at in where
                if wanted in self._files[at].casefold() or wanted in self._names[at].casefold()
            )
        return where if isinstance(where, range) else list(where)

    def gravest_first(self, where: Iterable[int]) -> list[int]:
        """What needs a person before what doesn't, each in its order of arrival."""
        return sorted(where, key=self._flags.translate(_GRAVITIES).__getitem__)

    def to_return(self) -> Iterator[Taken]:
        """What should go back to those who sent it."""
        return (self.taken(at) for at, flags in enumerate(self._flags) if _goes_back(flags))

    def with_problems(self) -> Iterator[Taken]:
        """All that there is anything to say about."""
        return (self.taken(at) for at, flags in enumerate(self._flags) if flags & _PROBLEMS)

    @staticmethod
    def _is(flags: int, kind: Kind) -> bool:
        if kind == "suspicious":
            return bool(flags & _SUSPICIOUS)
        return flags & _OUTCOME == _OUTCOMES.index(kind)


def _packed(rest: tuple[object, ...]) -> bytes:
    return pickle.dumps(rest, pickle.HIGHEST_PROTOCOL)


def _goes_back(flags: int) -> bool:
    return flags & _OUTCOME == _OUTCOMES.index("refused") or bool(flags & _SUSPICIOUS)


def _gravity(flags: int) -> int:
    outcome = flags & _OUTCOME
    if outcome >= len(_GRAVITY):
        return 5
    gravity = _GRAVITY[outcome]
    return min(gravity, 1) if flags & _SUSPICIOUS else gravity


_GRAVITIES = bytes(_gravity(flags) for flags in range(256))
