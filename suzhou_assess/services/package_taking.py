"""Takes a package in: an assessment a transaction, all of it or nothing.

Files come first, under the digest of their content, each whole or not at all; then everything that
tells of them. Whoever is killed between the two leaves files that nothing tells of, and takes the
package once more.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal

from suzhou_assess.domain.enterprise import Enterprise, read_enterprise
from suzhou_assess.domain.merging import Side, Unit
from suzhou_assess.domain.problems import Problem
from suzhou_assess.services.assessment_state import state_of
from suzhou_assess.services.events import Progress
from suzhou_assess.services.package_content import PackedAssessment
from suzhou_assess.services.package_format import PackageError, evidence_name
from suzhou_assess.services.package_local import evidence_from, read_local, write_line
from suzhou_assess.services.package_meeting import (
    DISCARDED,
    Decisions,
    Meeting,
    PackageEntry,
    entry_of,
    meet,
    told_once,
)
from suzhou_assess.services.package_reading import PackageZip
from suzhou_assess.services.package_states import (
    State,
    StateMerge,
    decide,
)
from suzhou_assess.services.package_versions import Line, join, version_of
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import documents
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.evidence_files import EvidenceFolder, evidence_dir
from suzhou_assess.words.system_reasons import reason_of

if TYPE_CHECKING:
    from suzhou_assess.store.assessments import StoredAssessment
    from suzhou_assess.store.engine import Connection

Outcome = Literal["new", "updated", "unchanged", "undecided", "left", "refused"]
_WEIGHT = 64 * 1024
"""What an assessment without files counts in the progress, in bytes."""


@dataclass(frozen=True, slots=True)
class TakenAssessment:
    """What became of one assessment of a package."""

    assessment_id: str
    """As the package has it."""
    target_id: str
    """As it stands here."""
    enterprise: str
    outcome: Outcome
    """``undecided``: there is a conflict that nobody has decided, and nothing was written;
    ``left``: it stays put away, as decided; ``refused``: the problems say why."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageResult:
    """What taking a package came to."""

    taken: tuple[TakenAssessment, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome == outcome for one in self.taken)


def preview(ws: Workspace, assessments: tuple[PackedAssessment, ...]) -> tuple[PackageEntry, ...]:
    """What taking these would do. Raises ``StoreError``, ``PackNotFoundError``."""
    with ws.store.reading() as connection:
        return tuple(told_once([entry_of(meet(ws, connection, one)) for one in assessments]))


def take(
    ws: Workspace,
    zipped: PackageZip,
    assessments: tuple[PackedAssessment, ...],
    decisions: Decisions,
    who: str,
) -> Generator[Progress, None, PackageResult]:
    """Takes all of a package. ``Progress`` counts bytes.

    Closing the generator leaves what was taken so far, and nothing of the assessment at hand.
    Raises ``PackageError``, ``StoreError``.
    """
    total = sum(
        _WEIGHT + sum(zipped.size_of(evidence_name(f)) for f in p.files) for p in assessments
    )
    done = 0
    taken = []
    yield Progress(0, total)
    for packed in assessments:
        wanted = _Taking(ws, zipped, packed, _decisions_on(packed, assessments, decisions), who)
        for count in wanted.receive():
            yield Progress(done + count, total)
        taken.append(wanted.take())
        done += _WEIGHT + sum(zipped.size_of(evidence_name(f)) for f in packed.files)
        yield Progress(done, total)
    return PackageResult(tuple(taken))


def _decisions_on(
    packed: PackedAssessment, every: tuple[PackedAssessment, ...], decisions: Decisions
) -> dict[Unit, Side]:
    """Those on this assessment, and those on its enterprise that were made beside another."""
    uscc = packed.submission.enterprise.uscc
    shared = {
        unit: side
        for other in every
        if other.submission.enterprise.uscc == uscc
        for unit, side in decisions.get(other.id, {}).items()
        if unit[0] == "profile"
    }
    return {**shared, **decisions.get(packed.id, {})}


class _Taking:
    """One assessment on its way in."""

    def __init__(
        self,
        ws: Workspace,
        zipped: PackageZip,
        packed: PackedAssessment,
        decisions: Mapping[Unit, Side],
        who: str,
    ) -> None:
        self._ws = ws
        self._zip = zipped
        self._packed = packed
        self._decisions = decisions
        self._who = who
        self._folder = EvidenceFolder(evidence_dir(ws.path))

    def receive(self) -> Generator[int, None, None]:
        """Puts the files where they belong, those that aren't there. Gives the bytes so far."""
        with self._ws.store.reading() as connection:
            meeting = meet(self._ws, connection, self._packed)
        if not self._is_taken(meeting):
            return
        done = 0
        for sha256 in sorted(self._packed.files):
            if not self._is_here(sha256):
                for count in self._receive(sha256):
                    done += count
                    yield done

    def take(self) -> TakenAssessment:
        """Writes everything but the files, in one transaction."""
        at = datetime.now(UTC)
        with self._ws.store.writing() as connection:
            # Once more: somebody may have worked on it since it was shown.
            meeting = meet(self._ws, connection, self._packed)
            outcome = self._outcome(meeting)
            if meeting.merge is not None and outcome not in ("undecided", "left"):
                self._check_files()
                self._write(connection, meeting, meeting.merge, outcome, at)
        packed = self._packed
        name = packed.submission.enterprise.name
        return TakenAssessment(packed.id, meeting.target_id, name, outcome, meeting.problems)

    def _is_taken(self, meeting: Meeting) -> bool:
        return self._outcome(meeting) in ("new", "updated", "unchanged")

    def _outcome(self, meeting: Meeting) -> Outcome:
        if meeting.refused:
            return "refused"
        if meeting.kind == "unchanged":
            return "unchanged"
        if self._decisions.get(DISCARDED) == "mine" and meeting.discarded:
            return "left"
        if any(conflict.unit not in self._decisions for conflict in meeting.conflicts):
            return "undecided"
        return "new" if meeting.local is None else "updated"

    def _receive(self, sha256: str) -> Generator[int, None, None]:
        try:
            with self._folder.receiving() as incoming:
                for piece in self._zip.pieces(evidence_name(sha256)):
                    incoming.write(piece)
                    yield len(piece)
                incoming.seal()
                # Nobody takes away what isn't told of while somebody else writes.
                with self._ws.store.writing():
                    self._folder.place(incoming, self._folder.has(incoming))
        except OSError as error:
            name = self._packed.files[sha256]
            reason = reason_of(error)
            raise PackageError("package_file_not_written", name=name, reason=reason) from error

    def _is_here(self, sha256: str) -> bool:
        try:
            size = self._folder.file(sha256).stat().st_size
        except OSError:
            return False
        return size == self._zip.size_of(evidence_name(sha256))

    def _check_files(self) -> None:
        """Somebody may have tidied up between the files and what tells of them."""
        if not all(map(self._is_here, self._packed.files)):
            raise StoreError("changed_elsewhere", id=self._packed.id)

    def _write(
        self,
        connection: Connection,
        meeting: Meeting,
        merge: StateMerge,
        outcome: Outcome,
        at: datetime,
    ) -> None:
        from suzhou_assess.store import exchanged

        key = meeting.target_id
        if outcome != "unchanged":
            state = self._decided(meeting, merge)
            enterprise_id = self._write_enterprise(connection, meeting, state, at)
            self._write_assessment(connection, meeting, state, enterprise_id, at)
            self._write_rest(connection, meeting, state, at)
            exchanged.note_source(connection, key, self._zip.file, at, self._who)
        after = read_local(self._ws, connection, key)
        if after is not None:
            write_line(connection, key, _joined(meeting.line, self._packed.line, after.state), at)

    def _decided(self, meeting: Meeting, merge: StateMerge) -> State:
        state = decide(merge, self._decisions)
        if meeting.profile is not None:
            # Decided beside another assessment of the enterprise, where it was a conflict.
            here = meeting.local.state["profile"] if meeting.local else {}
            for (part, item), side in self._decisions.items():
                if part == "profile" and side == "mine" and here.get(item) is not None:
                    state["profile"][item] = here[item]
        return state

    def _write_enterprise(
        self, connection: Connection, meeting: Meeting, state: State, at: datetime
    ) -> int:
        from suzhou_assess.store import enterprises, exchanged

        profile = self._profile(state)
        size = profile.size(self._ws.places)
        size_id = size.id if size else None
        if meeting.enterprise_id is not None:
            key = meeting.enterprise_id
            enterprises.change(connection, key, profile, size_id, at, self._who)
            return key
        key = enterprises.add(connection, profile, size_id, at, self._who)
        other = exchanged.namesake(connection, profile)
        if other is not None:
            exchanged.ask_about_namesake(connection, key, other, self._zip.file, at)
        return key

    def _profile(self, state: State) -> Enterprise:
        uscc = self._packed.submission.enterprise.uscc
        profile, _ = read_enterprise({**state["profile"], "uscc": uscc}, self._ws.places)
        return profile

    def _write_assessment(
        self,
        connection: Connection,
        meeting: Meeting,
        state: State,
        enterprise_id: int,
        at: datetime,
    ) -> None:
        from suzhou_assess.store import exchanged

        after = self._stored(meeting, state, enterprise_id, at)
        follows = state_of(self._ws, connection, after)
        derived = follows.derived({"answers": after.answers, "status": after.status})
        if meeting.local is None:
            total = len(follows.pack.item_ids)
            exchanged.add(connection, after, derived, total, self._zip.file, self._who)
            return
        before = meeting.local.standing
        names = ("mode", "date", "assessor", "status", "answers", "based_on", "claim")
        different = {
            name: value
            for name in names
            if (value := getattr(after, name)) != getattr(before.stored, name)
        }
        if different or before.discarded:
            exchanged.change(connection, before, different | derived, at, self._who)

    def _stored(
        self, meeting: Meeting, state: State, enterprise_id: int, at: datetime
    ) -> StoredAssessment:
        from suzhou_assess.store.assessments import StoredAssessment

        pack = self._packed.submission.pack
        head: Mapping[str, Any] = state["head"]
        claim = head.get("claim") or {"based_on": None, "claim": None}
        local = meeting.local
        return StoredAssessment(
            id=meeting.target_id,
            enterprise_id=enterprise_id,
            pack_id=pack.id,
            pack_edition=pack.edition,
            mode=head["mode"],
            date=date.fromisoformat(head["date"]),
            assessor=head["assessor"],
            status=head["status"],
            position=self._packed.position if local is None else local.standing.stored.position,
            answers=documents.from_answers(documents.to_answers(pack, state["content"])),
            updated_at=at,
            based_on=claim["based_on"],
            claim=claim["claim"],
        )

    def _write_rest(
        self, connection: Connection, meeting: Meeting, state: State, at: datetime
    ) -> None:
        from suzhou_assess.store import exchanged, plans

        known = {} if meeting.local is None else meeting.local.evidence
        for key, record in state["evidence"].items():
            after = evidence_from(key, meeting.target_id, record)
            exchanged.put_evidence(connection, known.get(key), after, at, self._who)
        plans.write(connection, meeting.target_id, state["plan"].get("plan"), at, self._who)


def _joined(mine: Line, theirs: Line, after: State) -> Line:
    """The versions from now on; ``mine`` is empty for what wasn't here."""
    if mine.tip is not None:
        return join(mine, theirs, after)
    tip = theirs.tip
    if tip is None or tip.state == after:
        return theirs
    return theirs.ending_with(version_of(after, [tip.digest]))
