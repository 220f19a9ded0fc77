"""The standing of an enterprise (评估快照): one counting assessment in a hundred bytes.

The roll-up of a city reads hundreds of thousands of assessments at a glance. So each of them keeps
what the roll-up needs packed beside it, in an index of its own. All fields are big-endian and the
first ones are those of ``precedence``: standings in the order of their bytes are in the order of
enterprises, and of one enterprise the last is the one that counts.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any
from zlib import crc32

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.checks import check_answers
from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.scoring import Verdict

UNANSWERED, NOT_APPLICABLE = -1, -2
"""Of a scenario, in place of its level."""

FIGURES_DIFFER = 63
"""The bit of ``checks`` that says that figures lead to another option than the one chosen."""

_COMPLETE = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIGURE_CODES = frozenset({"figures_lead_elsewhere", "share_above_whole"})


@dataclass(frozen=True, slots=True)
class Field:
    """Where something stands in a standing: ``count`` numbers of numpy's ``kind`` at ``offset``."""

    kind: str
    offset: int
    count: int = 1


class Layout:
    """How the standings of one pack are packed.

    ``mark`` tells them from those of another edition, whose items stand elsewhere.
    """

    def __init__(self, pack: Pack) -> None:
        checks = [check.id for check in pack.checks[:FIGURES_DIFFER]]
        self.bit_of_check = {check: 1 << bit for bit, check in enumerate(checks)}
        self.bit_of_check.update(dict.fromkeys(_FIGURE_CODES, 1 << FIGURES_DIFFER))
        self.indicators = tuple(indicator.id for indicator in pack.indicators)
        self.questions = tuple(question.id for question in pack.questions)
        self.scenarios = tuple(scenario.id for scenario in pack.scenarios)
        parts = (pack.id, pack.edition, *checks, *self.indicators, *self.questions, *self.scenarios)
        self.mark = crc32("\n".join(parts).encode()) & 0xFFFF
        points = "H" if all(i.points <= 0xFFFF for i in pack.indicators) else "I"
        shape = (
            ("enterprise", "I", 1),
            ("year", "H", 1),
            ("onsite", "B", 1),
            ("day", "I", 1),
            ("submitted", "Q", 1),
            ("level", "B", 1),
            ("flags", "B", 1),
            ("score", "I", 1),
            ("checks", "Q", 1),
            ("mark", "H", 1),
            ("indicators", points, len(self.indicators)),
            ("questions", points, len(self.questions)),
            ("scenarios", "b", len(self.scenarios)),
        )
        self.fields: dict[str, Field] = {}
        offset = 0
        for name, code, count in shape:
            size = struct.calcsize(f">{code}")
            kind = f"{'i' if code == 'b' else 'u'}{size}"
            self.fields[name] = Field(f">{kind}" if size > 1 else kind, offset, count)
            offset += size * count
        self.struct = struct.Struct(">" + "".join(f"{count}{code}" for _, code, count in shape))

    @property
    def size(self) -> int:
        """Bytes of a standing."""
        return self.struct.size


@lru_cache(maxsize=16)
def layout_of(pack: Pack) -> Layout:
    """The layout of a pack's standings, made once."""
    return Layout(pack)


def pack_standing(
    pack: Pack,
    verdict: Verdict,
    answers: Answers,
    mode: Mode,
    on: date,
    enterprise_id: int,
    submitted: datetime,
    problems: Iterable[Problem] | None = None,
) -> bytes:
    """The standing of an assessment that was made ``on`` a day and submitted at a moment.

    ``problems`` are those that ``check_answers`` found, if they are at hand; what else stands
    among them does no harm. An enterprise whose id isn't known yet is packed as 0, see
    ``of_enterprise``.
    """
    layout, questions, indicators, scenarios = _packer(pack)
    found = check_answers(pack, answers) if problems is None else problems
    checks = 0
    for problem in found:
        checks |= layout.bit_of_check.get(problem.code, 0)
    levels = scenarios(answers.choices)
    if answers.not_applicable:
        for position, scenario in enumerate(layout.scenarios):
            if scenario in answers.not_applicable:
                levels[position] = NOT_APPLICABLE
    return layout.struct.pack(
        enterprise_id,
        on.year,
        mode == "onsite",
        on.toordinal(),
        (submitted - _EPOCH) // _MICROSECOND,
        verdict.level,
        0 if verdict.unanswered else _COMPLETE,
        verdict.score,
        checks,
        layout.mark,
        *indicators(verdict.indicators),
        *questions(verdict.questions),
        *levels,
    )


def of_enterprise(standing: bytes, enterprise_id: int) -> bytes:
    """The same standing, of another enterprise."""
    return enterprise_id.to_bytes(4, "big") + standing[4:]


_Values = Callable[[Any], Sequence[int]]


@lru_cache(maxsize=16)
def _packer(pack: Pack) -> tuple[Layout, _Values, _Values, Callable[[Any], list[int]]]:
    layout = layout_of(pack)

    def levels(choices: Any) -> list[int]:
        get = choices.get
        return [get(scenario, UNANSWERED) for scenario in layout.scenarios]

    return layout, _values(layout.questions), _values(layout.indicators), levels


def _values(names: tuple[str, ...]) -> _Values:
    """The values of these names, from a mapping."""
    if len(names) == 1:
        return lambda mapping: (mapping[names[0]],)
    return itemgetter(*names)
