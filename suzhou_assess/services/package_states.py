"""An assessment with all that travels with it, as one state; and two states made one again.

A state is JSON: ``{"content": …, "head": …, "profile": …, "plan": …, "evidence": …}``. ``content``
is the document of the store and is merged by ``domain.merging``. Of the rest each entry is a unit
of its own, merged in the same way: what only one side changed is taken, what both changed
differently is a conflict. Pure: no database, no files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from suzhou_assess.domain import merging
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import json_number
from suzhou_assess.domain.merging import Conflict, Side, Unit

State = dict[str, Any]
Taken = tuple[str, str, Any, Any]

OWN_PARTS = ("head", "profile", "plan", "evidence")
"""Parts beside those of ``domain.merging``; the item is a field, of evidence ``id:field``."""
STATUS: Unit = ("head", "status")
EVIDENCE_FIELDS = ("item", "proof", "claim", "caption")
"""What a person may change of a file that is attached."""
_FIXED = ("file_name", "sha256", "size", "media_type", "width", "height", "added_at", "added_by")
EVIDENCE_KEYS = (*EVIDENCE_FIELDS, *_FIXED, "removed_at")

_UNDECIDED = "\x00"
"""Stands in a common ancestor where there is none: where those who had it decided differently."""
_ABSENT: Mapping[str, Any] = {}
_PROFILE = tuple(field.name for field in fields(Enterprise) if field.name != "uscc")


@dataclass(frozen=True, slots=True)
class StateMerge:
    """What becomes of two states."""

    state: State
    """Both sides' changes. What they don't agree on stands in it as mine."""
    taken: tuple[Taken, ...]
    """What came from theirs: part, item, the value before and now."""
    conflicts: tuple[Conflict, ...]
    evidence_new: tuple[str, ...] = ()
    """Ids of files that were attached over there."""

    @property
    def changes_nothing(self) -> bool:
        return not (self.taken or self.conflicts or self.evidence_new)


def profile_json(enterprise: Enterprise) -> dict[str, Any]:
    """What is known of an enterprise, by field, without the credit code that names it."""
    known = {name: getattr(enterprise, name) for name in _PROFILE}
    if enterprise.revenue is not None:
        known["revenue"] = json_number(enterprise.revenue)
    return {name: value for name, value in known.items() if value not in (None, "")}


def normal(state: State) -> State:
    """The same state as it reads back from JSON: equal states are equal then."""
    return _from_json(canonical(state))


def _from_json(text: str) -> State:
    # Exact, as the store reads it: 12.10 and 12.1 are one number, and no float is another.
    return dict(json.loads(text, parse_float=Decimal))


def canonical(value: object) -> str:
    """JSON that is the same for the same content, on every machine."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=json_number
    )


def digest(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def merge_states(
    base: State | None,
    mine: State,
    theirs: State,
    question_of_figure: Mapping[str, str],
) -> StateMerge:
    """Merges ``theirs`` into ``mine``; ``base`` is what both started from, if they did."""
    inner = merging.merge(
        None if base is None else base["content"],
        mine["content"],
        theirs["content"],
        question_of_figure,
    )
    taken: list[Taken] = list(inner.taken)
    conflicts = [replace(c, base=_shown(c.base)) for c in inner.conflicts]
    merged: State = {**mine, "content": inner.document}
    for part in ("head", "profile", "plan"):
        before = _ABSENT if base is None else base[part]
        merged[part] = dict(mine[part])
        for name in sorted((mine[part].keys() | theirs[part].keys()) - {STATUS[1]}):
            _merge_unit(merged[part], (part, name), before, theirs[part], taken, conflicts)
    evidence = _Evidence(_ABSENT if base is None else base["evidence"], mine, theirs)
    merged["evidence"] = evidence.merge(taken, conflicts)
    _merge_status(base, mine, theirs, merged, taken, conflicts, clean=not conflicts)
    return StateMerge(normal(merged), tuple(taken), tuple(conflicts), evidence.new)


def decide(merged: StateMerge, decisions: Mapping[Unit, Side]) -> State:
    """The state after every conflict was decided.

    ``both`` keeps two notes or reasons. Decisions on what is no conflict are passed over. Raises
    ``ValueError`` for a conflict without a decision.
    """
    inner = merging.Merge(
        merged.state["content"],
        (),
        tuple(c for c in merged.conflicts if c.part not in OWN_PARTS),
    )
    wanted: dict[Any, Any] = {
        c.unit: decisions[c.unit] for c in inner.conflicts if c.unit in decisions
    }
    state: State = {**merged.state}
    state["content"] = merging.decide(inner, wanted)
    for conflict in merged.conflicts:
        if conflict.part in OWN_PARTS:
            side = decisions.get(conflict.unit)
            if side not in ("mine", "theirs"):
                raise ValueError(f"not decided: {conflict.unit}")
            if side == "theirs":
                _put(state, conflict)
    return normal(state)


def undecided(merged: StateMerge, decisions: Mapping[Unit, Side]) -> tuple[Conflict, ...]:
    """Conflicts that nobody has decided."""
    return tuple(c for c in merged.conflicts if c.unit not in decisions)


def can_keep_both(conflict: Conflict) -> bool:
    """Whether both sides can stand there: notes and reasons."""
    return conflict.part in merging.TEXTS


def as_ancestor(merged: StateMerge) -> State:
    """The merge as a common ancestor of later states: what wasn't agreed on equals nothing."""
    state = normal(merged.state)
    for conflict in merged.conflicts:
        if conflict.part == "figures":
            names = (conflict.mine or {}).keys() | (conflict.theirs or {}).keys()
            state["content"]["figures"] |= dict.fromkeys(names, _UNDECIDED)
        elif conflict.part in OWN_PARTS:
            _put(state, Conflict(conflict.part, conflict.item, None, None, _UNDECIDED))
        else:
            content = state["content"]
            content.setdefault(conflict.part, {})[conflict.item] = _UNDECIDED
            content["not_applicable"] = [i for i in content["not_applicable"] if i != conflict.item]
    return state


def _shown(base: Any) -> Any:
    """An ancestor's value, for people."""
    if base == _UNDECIDED or (isinstance(base, dict) and _UNDECIDED in base.values()):
        return None
    return base


def _merge_unit(
    merged: dict[str, Any],
    unit: Unit,
    before: Mapping[str, Any],
    theirs: Mapping[str, Any],
    taken: list[Taken],
    conflicts: list[Conflict],
) -> None:
    """One entry of a part; ``merged`` holds mine."""
    name = unit[1]
    old, own, other = before.get(name), merged.get(name), theirs.get(name)
    if own == other or other == old:
        return
    if own != old:
        conflicts.append(Conflict(*unit, base=_shown(old), mine=own, theirs=other))
        return
    taken.append((*unit, own, other))
    _set(merged, name, other)


def _merge_status(
    base: State | None,
    mine: State,
    theirs: State,
    merged: State,
    taken: list[Taken],
    conflicts: list[Conflict],
    *,
    clean: bool,
) -> None:
    """Submitted here and a draft there, or the other way round.

    Submitting is taken over only when what counts then is what was submitted, nothing more and
    nothing less. Whatever else, above all that one side has reopened it, a person decides.
    """
    own, other = mine["head"]["status"], theirs["head"]["status"]
    if own == other:
        return
    reopened = base is not None and base["head"]["status"] == "submitted"
    submitted = mine if own == "submitted" else theirs
    unchanged = clean and _without_status(normal(merged)) == _without_status(submitted)
    if reopened or not unchanged:
        old = None if base is None else _shown(base["head"]["status"])
        conflicts.append(Conflict(*STATUS, base=old, mine=own, theirs=other))
    elif other == "submitted":
        merged["head"]["status"] = other
        taken.append((*STATUS, own, other))


def _without_status(state: State) -> State:
    return {**state, "head": {k: v for k, v in state["head"].items() if k != "status"}}


class _Evidence:
    """Attached files: united by their id."""

    def __init__(self, before: Mapping[str, Any], mine: State, theirs: State) -> None:
        self._before = before
        self._mine: Mapping[str, Any] = mine["evidence"]
        self._theirs: Mapping[str, Any] = theirs["evidence"]
        self.new = tuple(
            key
            for key in sorted(self._theirs.keys() - self._mine.keys())
            if self._theirs[key]["removed_at"] is None
        )

    def merge(self, taken: list[Taken], conflicts: list[Conflict]) -> dict[str, Any]:
        merged = {key: dict(record) for key, record in self._mine.items()}
        for key in sorted(self._theirs):
            theirs = self._theirs[key]
            if key not in merged:
                merged[key] = dict(theirs)
                continue
            record, before = merged[key], self._before.get(key, _ABSENT)
            for name in EVIDENCE_FIELDS:
                old, own, other = before.get(name), record[name], theirs[name]
                if own == other or other == old:
                    continue
                if own == old:
                    taken.append(("evidence", f"{key}:{name}", own, other))
                    record[name] = other
                else:
                    unit = ("evidence", f"{key}:{name}")
                    conflicts.append(Conflict(*unit, base=_shown(old), mine=own, theirs=other))
            own = record["removed_at"]
            removed = _removed(before.get("removed_at"), own, theirs["removed_at"])
            if removed != own:
                taken.append(("evidence", f"{key}:removed_at", own, removed))
                record["removed_at"] = removed
        return merged


def _removed(old: str | None, own: str | None, other: str | None) -> str | None:
    """When a file was taken away; ``None`` when it is there. No question is worth asking: what is
    taken away can be brought back."""
    if own == other or other == old:
        return own
    if own == old:
        return other
    # Both did something: taken away twice, or brought back by one of the two.
    return None if old is not None and None in (own, other) else max(filter(None, (own, other)))


def _put(state: State, conflict: Conflict) -> None:
    """Puts theirs in place of mine."""
    part: dict[str, Any] = dict(state[conflict.part])
    state[conflict.part] = part
    if conflict.part == "evidence":
        key, _, name = conflict.item.partition(":")
        part[key] = {**part[key], name: conflict.theirs}
    else:
        _set(part, conflict.item, conflict.theirs)


def _set(part: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        part.pop(name, None)
    else:
        part[name] = value
