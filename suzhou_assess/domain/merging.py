"""Two people worked on copies of one assessment: their documents become one again.

A three-way merge. Where only one of the two changed something since they had it in common, the
change is taken; where both changed it, and not to the same, a person decides. Nothing is weighed
by who came last.

What belongs together is one unit and never mixed from both sides: a scenario's level and its
不适用; the figures beside one question.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Document = Mapping[str, Any]
"""As the store keeps it: answers, figures, not_applicable, notes, flags and, if any, reasons."""

Part = Literal["answers", "figures", "notes", "flags", "reasons"]
Side = Literal["mine", "theirs", "both"]
Unit = tuple[str, str]
"""What is taken or decided as one: the part, and the item or whatever else it stands at. Of
figures the item is their question."""

PARTS: tuple[Part, ...] = ("answers", "figures", "notes", "flags", "reasons")
TEXTS: frozenset[Part] = frozenset({"notes", "reasons"})
"""Of which both sides can be kept."""

NOT_APPLICABLE = "not_applicable"
"""The value of a scenario that was judged 不适用."""

_NOWHERE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One unit that both changed, and differently. ``None`` stands for nothing there.

    Values are as in the document: a letter, letters, a level or ``NOT_APPLICABLE`` for an answer;
    numbers by figure; a text.
    """

    part: str
    """A ``Part``; or, for who merges more than a document, a part of theirs."""
    item: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def unit(self) -> Unit:
        """What is decided as one."""
        return self.part, self.item


@dataclass(frozen=True, slots=True)
class Merge:
    """What became of two documents."""

    document: dict[str, Any]
    """Both sides' changes. What they don't agree on stands in it as mine."""
    taken: tuple[tuple[str, str, Any, Any], ...]
    """What came from theirs: part, item, the value before and now."""
    conflicts: tuple[Conflict, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether mine has everything already."""
        return not self.taken and not self.conflicts


def merge(
    base: Document | None,
    mine: Document,
    theirs: Document,
    question_of_figure: Mapping[str, str] = _NOWHERE,
) -> Merge:
    """Merges ``theirs`` into ``mine``.

    ``base`` is what both started from. Without it, what only one side has is taken, and what both
    have and differs is a conflict. ``question_of_figure`` is that of the pack; a figure that isn't
    in it is a unit of its own.
    """
    before = {} if base is None else _units(base, question_of_figure)
    here, there = _units(mine, question_of_figure), _units(theirs, question_of_figure)
    taken: list[tuple[str, str, Any, Any]] = []
    conflicts: list[Conflict] = []
    for unit in _in_order(here, there):
        old, own, other = before.get(unit), here.get(unit), there.get(unit)
        if own == other or other == old:
            continue
        if own == old:
            taken.append((*unit, own, other))
        else:
            conflicts.append(Conflict(*unit, base=old, mine=own, theirs=other))
    merged = here | {(part, item): new for part, item, _, new in taken}
    return Merge(_document(merged), tuple(taken), tuple(conflicts))


def undecided(merged: Merge, decisions: Mapping[Unit, Side]) -> tuple[Conflict, ...]:
    """Conflicts that nobody has decided."""
    return tuple(conflict for conflict in merged.conflicts if conflict.unit not in decisions)


def decide(merged: Merge, decisions: Mapping[Unit, Side]) -> dict[str, Any]:
    """The document after every conflict was decided.

    ``both`` keeps two texts, one beneath the other, in an order that is the same whoever merges.
    Raises ``ValueError`` for a conflict without a decision, a decision without a conflict, and
    ``both`` of what is no text.
    """
    left = undecided(merged, decisions)
    if left:
        raise ValueError(f"not decided: {[conflict.unit for conflict in left]}")
    unasked = decisions.keys() - {conflict.unit for conflict in merged.conflicts}
    if unasked:
        raise ValueError(f"nothing to decide: {sorted(unasked)}")
    beside = {
        figure: conflict.item
        for conflict in merged.conflicts
        if conflict.part == "figures"
        for figure in conflict.mine or ()
    }
    units = _units(merged.document, beside)
    for conflict in merged.conflicts:
        units[conflict.unit] = _decided(conflict, decisions[conflict.unit])
    return _document(units)


def _decided(conflict: Conflict, side: Side) -> Any:
    if side == "mine":
        return conflict.mine
    if side == "theirs":
        return conflict.theirs
    if conflict.part not in TEXTS:
        raise ValueError(f"only one can stand at {conflict.unit}")
    return joined(conflict.mine, conflict.theirs)


def joined(one: str | None, other: str | None) -> str:
    """Two texts as one, the same whichever is named first. One whose lines all stand in the other
    adds nothing: it may be an earlier state of it."""
    if not one or not other:
        return one or other or ""
    lines, others = set(one.splitlines()), set(other.splitlines())
    if lines <= others:
        return other if lines < others else min(one, other)
    return one if others < lines else "\n".join(sorted((one, other)))


def _units(document: Document, question_of_figure: Mapping[str, str]) -> dict[Unit, Any]:
    units: dict[Unit, Any] = {}
    for item, answer in document["answers"].items():
        units["answers", item] = answer
    for item in document["not_applicable"]:
        units["answers", item] = NOT_APPLICABLE
    for name, number in document["figures"].items():
        beside = question_of_figure.get(name, name)
        units.setdefault(("figures", beside), {})[name] = number
    for item, text in document["notes"].items():
        units["notes", item] = text
    for item in document["flags"]:
        units["flags", item] = True
    for item, text in document.get("reasons", {}).items():
        units["reasons", item] = text
    return units


def _in_order(here: Mapping[Unit, Any], there: Mapping[Unit, Any]) -> Iterator[Unit]:
    """The units of both, by part and item: a list of conflicts reads the same every time."""
    return iter(sorted(here.keys() | there.keys(), key=lambda u: (PARTS.index(u[0]), u[1])))


def _document(units: Mapping[Unit, Any]) -> dict[str, Any]:
    """The document of these units; a unit of ``None`` isn't there."""
    document: dict[str, Any] = {"answers": {}, "figures": {}, "not_applicable": [], "notes": {}}
    flags: list[str] = []
    reasons: dict[str, str] = {}
    for (part, item), value in units.items():
        if value is None:
            continue
        if part == "answers" and value == NOT_APPLICABLE:
            document["not_applicable"].append(item)
            document["answers"][item] = 0
        elif part == "figures":
            document["figures"] |= value
        elif part == "flags":
            flags.append(item)
        elif part == "reasons":
            reasons[item] = value
        else:
            document[part][item] = copy.copy(value)
    document["not_applicable"].sort()
    document["flags"] = sorted(flags)
    if reasons:
        document["reasons"] = reasons
    return document
