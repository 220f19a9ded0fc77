"""The versions of an assessment on its way between laptops, and what two lines of them share.

Each time an assessment goes out or comes in, its state then is kept as a version that knows which
versions it came from. Laptops exchange in any order, also crosswise, and their clocks differ; so
"the last state that both had" is found in these lines of descent, never by a time. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from suzhou_assess.services.package_states import State, as_ancestor, digest, merge_states

MOST_KEPT = 100
"""Versions of an assessment that are kept and travel. Two people who visit together exchange a
dozen times; whoever comes with something older still is asked about all that differs."""


@dataclass(frozen=True, slots=True)
class Version:
    """A state, and the versions that it was made from."""

    digest: str
    """Of state and parents: the same work merged in the same way has one name everywhere."""
    parents: tuple[str, ...]
    state: State

    def to_json(self) -> dict[str, object]:
        return {"digest": self.digest, "parents": list(self.parents), "state": self.state}


def version_of(state: State, parents: Iterable[str] = ()) -> Version:
    named = tuple(sorted(set(parents)))
    return Version(digest({"parents": named, "state": state}), named, state)


class Line:
    """The versions that one side knows, oldest first; the last one is where it stands."""

    def __init__(self, versions: Sequence[Version] = ()) -> None:
        self.versions = tuple(versions)
        self._known = {version.digest: version for version in versions}

    @property
    def tip(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def with_state(self, state: State) -> Line:
        """The line with ``state`` at its end; the same line when it stands there already."""
        tip = self.tip
        if tip is not None and tip.state == state:
            return self
        return self.plus(version_of(state, () if tip is None else (tip.digest,)))

    def plus(self, *versions: Version) -> Line:
        """With these at the end, those known already left where they stand."""
        new = [version for version in versions if version.digest not in self._known]
        return Line((*self.versions, *new))

    def ending_with(self, version: Version) -> Line:
        """The line with ``version`` at its end, wherever it stood before."""
        return Line((*(v for v in self.versions if v.digest != version.digest), version))

    @property
    def recent(self) -> Line:
        """Without what is too old to be of use. Parents stand before what was made of them, so
        that the rest still hangs together."""
        return self if len(self.versions) <= MOST_KEPT else Line(self.versions[-MOST_KEPT:])

    def before(self, name: str) -> frozenset[str]:
        """A version and all that it came from, as far as they are known."""
        return frozenset(_descent(self._known, name))


def join(mine: Line, theirs: Line, merged: State) -> Line:
    """My line after theirs was merged into it. Both have a tip.

    When the outcome is theirs and they had all of mine, or the other way round, no version is made:
    two laptops that pass an assessment to and fro then agree on where it stands.
    """
    own, other = mine.tip, theirs.tip
    if own is None or other is None:
        raise ValueError("a line without versions can't be joined")
    known = mine.plus(*theirs.versions)
    if merged == other.state and own.digest in known.before(other.digest):
        return known.ending_with(other)
    if merged == own.state and other.digest in known.before(own.digest):
        return known.ending_with(own)
    return known.plus(other).ending_with(version_of(merged, (own.digest, other.digest)))


def common_state(mine: Line, theirs: Line, question_of_figure: Mapping[str, str]) -> State | None:
    """What both sides had before they went apart; ``None`` when they never had anything.

    After crosswise exchanges there may be several last common versions. They are merged first;
    where that finds a conflict, people decided it on both sides since, and when they decided
    differently it has to be a conflict again.
    """
    own, other = mine.tip, theirs.tip
    if own is None or other is None:
        return None
    known = {v.digest: v for v in (*mine.versions, *theirs.versions)}
    return _ancestor(known, {own.digest}, {other.digest}, question_of_figure)


def _ancestor(
    known: Mapping[str, Version],
    mine: set[str],
    theirs: set[str],
    question_of_figure: Mapping[str, str],
) -> State | None:
    common = _descent(known, *mine) & _descent(known, *theirs)
    last = sorted(name for name in common if not any(name in known[c].parents for c in common))
    if not last:
        return None
    state = known[last[0]].state
    for number, name in enumerate(last[1:], start=1):
        base = _ancestor(known, set(last[:number]), {name}, question_of_figure)
        merged = merge_states(base, state, known[name].state, question_of_figure)
        state = as_ancestor(merged)
    return state


def _descent(known: Mapping[str, Version], *names: str) -> set[str]:
    found: set[str] = set()
    waiting = [name for name in names if name in known]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [parent for parent in known[name].parents if parent in known]
    return found
