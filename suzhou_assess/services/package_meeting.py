"""What becomes of an assessment of a package beside what stands here. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from suzhou_assess.domain.exchange import Mode
from suzhou_assess.domain.merging import Conflict, Unit
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.problems import Problem, has_errors, problem
from suzhou_assess.services.package_content import PackedAssessment
from suzhou_assess.services.package_local import Local, read_local
from suzhou_assess.services.package_states import (
    StateMerge,
    merge_states,
    profile_json,
)
from suzhou_assess.services.package_versions import Line, common_state
from suzhou_assess.services.workspace import Workspace

if TYPE_CHECKING:
    from suzhou_assess.domain.enterprise import Enterprise
    from suzhou_assess.store.engine import Connection
    from suzhou_assess.store.exchanged import Occasion

Kind = Literal["new", "unchanged", "update", "merge", "conflict", "refused"]

DISCARDED: Unit = ("head", "discarded")
"""The conflict over a draft that was put away here, and was worked on over there."""


@dataclass(frozen=True, slots=True)
class PackageEntry:
    """What taking one assessment of a package would do."""

    assessment_id: str
    """As the package has it."""
    target_id: str
    """Under which it stands here, or will."""
    enterprise: str
    uscc: str
    mode: Mode
    date: date
    kind: Kind
    """``update``: only over there something was changed; ``merge``: on both sides, and it fits
    together; ``conflict``: a person has to decide; ``refused``: the problems say why."""
    is_new: bool
    merge: StateMerge | None
    """``None`` for a refused one."""
    evidence_new: int
    problems: tuple[Problem, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return () if self.merge is None else self.merge.conflicts


@dataclass(frozen=True, slots=True)
class Meeting:
    """One assessment of a package, and what stands here of it."""

    packed: PackedAssessment
    local: Local | None
    """``None`` when it isn't here."""
    enterprise_id: int | None
    profile: Enterprise | None
    """Of the enterprise here."""
    line: Line
    """Its versions here; the last one is how it stands."""
    merge: StateMerge | None
    problems: tuple[Problem, ...]

    @property
    def target_id(self) -> str:
        return self.packed.id if self.local is None else self.local.standing.stored.id

    @property
    def refused(self) -> bool:
        return has_errors(self.problems)

    @property
    def discarded(self) -> bool:
        return self.local is not None and self.local.standing.discarded

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """With that over a draft that was put away here."""
        found = () if self.merge is None else self.merge.conflicts
        if self.discarded and not self.knows_all:
            found = (Conflict(*DISCARDED, base=False, mine=True, theirs=False), *found)
        return found

    @property
    def knows_all(self) -> bool:
        """Whether what the package brings was here before."""
        tip = self.packed.line.tip
        own = self.line.tip
        return tip is not None and own is not None and tip.digest in self.line.before(own.digest)

    @property
    def kind(self) -> Kind:
        merge = self.merge
        if merge is None:
            return "refused"
        if self.knows_all or (
            self.local is not None and merge.changes_nothing and not self.discarded
        ):
            return "unchanged"
        if self.conflicts:
            return "conflict"
        if self.local is None:
            return "new"
        return "update" if merge.state == self.packed.state else "merge"


def meet(ws: Workspace, connection: Connection, packed: PackedAssessment) -> Meeting:
    """Raises ``PackNotFoundError`` for an assessment here whose pack is gone."""
    from suzhou_assess.store import enterprises

    submission = packed.submission
    enterprise_id = enterprises.find(connection, submission.enterprise.uscc)
    profile = None if enterprise_id is None else enterprises.get(connection, enterprise_id)
    local = read_local(ws, connection, packed.id)
    if local is None and enterprise_id is not None:
        local = _known_otherwise(ws, connection, packed, enterprise_id)
    wrong = _wrong_owner(connection, packed, local)
    if wrong is not None:
        return Meeting(packed, local, enterprise_id, profile, Line(), None, (wrong,))
    beside = submission.pack.question_of_figure
    if local is None:
        mine = dict(packed.state)
        if profile is not None:
            mine["profile"] = profile_json(profile)
        merge = merge_states(None, mine, packed.state, beside)
        line = Line()
    else:
        line = local.line.with_state(local.state)
        base = common_state(line, packed.line, beside)
        merge = merge_states(base, local.state, packed.state, beside)
    meeting = Meeting(packed, local, enterprise_id, profile, line, merge, ())
    return replace(meeting, problems=tuple(_warnings(connection, meeting)))


def entry_of(meeting: Meeting) -> PackageEntry:
    """The meeting, to be shown."""
    packed, merge = meeting.packed, meeting.merge
    kind = meeting.kind
    shown = merge
    if merge is not None and kind == "unchanged":
        shown = replace(merge, taken=(), conflicts=(), evidence_new=())
    elif merge is not None:
        shown = replace(merge, conflicts=meeting.conflicts)
    head = packed.state["head"]
    new = tuple(packed.files) if meeting.local is None else merge.evidence_new if merge else ()
    return PackageEntry(
        assessment_id=packed.id,
        target_id=meeting.target_id,
        enterprise=packed.submission.enterprise.name,
        uscc=packed.submission.enterprise.uscc,
        mode=packed.submission.mode,
        date=date.fromisoformat(head["date"]),
        kind=kind,
        is_new=meeting.local is None,
        merge=shown,
        evidence_new=0 if kind in ("unchanged", "refused") else len(new),
        problems=meeting.problems,
    )


def _known_otherwise(
    ws: Workspace, connection: Connection, packed: PackedAssessment, enterprise_id: int
) -> Local | None:
    """One that was imported from the same workbook on both laptops has two ids. As at any intake
    it is known by its occasion and its content; later on by a version that both have."""
    from suzhou_assess.store import exchanged

    digests = [version.digest for version in packed.line.versions]
    key = exchanged.with_version(connection, enterprise_id, digests)
    if key is not None:
        return read_local(ws, connection, key)
    head = packed.state["head"]
    if head["status"] != "submitted":
        return None
    for key in exchanged.on_same_occasion(connection, _occasion(packed, enterprise_id)):
        local = read_local(ws, connection, key)
        if local is not None and local.state["content"] == packed.state["content"]:
            return local
    return None


def _occasion(packed: PackedAssessment, enterprise_id: int) -> Occasion:
    from suzhou_assess.store.exchanged import Occasion

    on = date.fromisoformat(packed.state["head"]["date"])
    submission = packed.submission
    return Occasion(enterprise_id, submission.pack.id, submission.mode, on)


def _wrong_owner(
    connection: Connection, packed: PackedAssessment, local: Local | None
) -> Problem | None:
    """Why it can't be what it says to be."""
    from suzhou_assess.store import exchanged

    submission = packed.submission
    target = packed.id if local is None else local.standing.stored.id
    owners = exchanged.owner_of_evidence(connection, list(packed.state["evidence"]))
    of_other = any(owner != target for owner in owners.values())
    if of_other or (local is not None and local.enterprise.uscc != submission.enterprise.uscc):
        return problem(
            "assessment_of_other_enterprise",
            "id",
            id=packed.id,
            uscc=submission.enterprise.uscc,
            name=submission.enterprise.name,
        )
    if local is not None and _edition(local.pack) != _edition(submission.pack):
        return problem(
            "assessment_of_other_edition",
            "edition",
            id=packed.id,
            here=_edition(local.pack),
            there=_edition(submission.pack),
        )
    return None


def _edition(pack: Pack) -> str:
    return f"{pack.id} {pack.edition}"


def _warnings(connection: Connection, meeting: Meeting) -> list[Problem]:
    """What will wait for a person's decision once it is taken."""
    from suzhou_assess.store import exchanged

    packed = meeting.packed
    found: list[Problem] = []
    if meeting.enterprise_id is None:
        other = exchanged.namesake(connection, packed.submission.enterprise)
        if other is not None:
            warned = problem("name_under_other_code", "uscc", name=other.name, code=other.uscc)
            found.append(warned)
    elif meeting.local is None and packed.state["head"]["status"] == "submitted":
        occasion = _occasion(packed, meeting.enterprise_id)
        rivals = exchanged.rivals(connection, occasion, packed.id)
        if rivals:
            rival = rivals[0]
            found.append(
                problem(
                    "equal_date_undecided",
                    "date",
                    date=occasion.date.isoformat(),
                    source=rival.source or rival.assessor or "-",
                    score=as_text(rival.score or 0),
                )
            )
    return found


def told_once(entries: list[PackageEntry]) -> list[PackageEntry]:
    """Without what was asked before: assessments of one enterprise share its profile."""
    asked: set[tuple[str, str]] = set()
    told = []
    for entry in entries:
        if entry.merge is None or entry.kind != "conflict":
            told.append(entry)
            continue
        left = tuple(
            c for c in entry.conflicts if c.part != "profile" or (entry.uscc, c.item) not in asked
        )
        asked |= {(entry.uscc, c.item) for c in entry.conflicts if c.part == "profile"}
        kind: Kind = "conflict" if left else "new" if entry.is_new else "merge"
        told.append(replace(entry, kind=kind, merge=replace(entry.merge, conflicts=left)))
    return told


Decisions = Mapping[str, Mapping[Unit, Literal["mine", "theirs", "both"]]]
"""By the assessment's id in the package."""
