"""What is to become of submissions that come in, decided before anything is written.

Pure: it knows what stands in the database (``Known``) and says what should (``Plan``). A dry run
takes the same decisions and leaves it at that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any
from uuid import uuid4

from suzhou_assess.domain.checks import check_jump
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.domain.text import Text
from suzhou_assess.store import assessments, documents, enterprises, intake_keeping
from suzhou_assess.store.intake_known import (
    IncomingRefusal,
    IncomingSubmission,
    Known,
    KnownAssessment,
    KnownEnterprise,
    StoredAs,
)
from suzhou_assess.store.intake_records import DoubtKind
from suzhou_assess.store.records import Held

OWN_WARNINGS = frozenset(
    {"equal_date_undecided", "district_claimed_twice", "name_under_other_code"}
)
"""What a plan itself says of a submission."""

_FIELDS = tuple(field.name for field in fields(Enterprise))


@dataclass(frozen=True, slots=True)
class PlannedDoubt:
    """A question for a person."""

    kind: DoubtKind
    enterprise_id: int
    """Below 0 while it isn't in the database, as is an enterprise that is the other side."""
    assessment_id: str | None
    other: str | int | None
    detail: dict[str, str]


@dataclass(slots=True)
class PlannedItem:
    """What becomes of one submission."""

    incoming: IncomingSubmission | IncomingRefusal
    stored: StoredAs
    enterprise_id: int | None = None
    adds_enterprise: bool = False
    profile: tuple[Enterprise, Enterprise] | None = None
    """Of a known enterprise, before and after."""
    before: KnownAssessment | None = None
    after: KnownAssessment | None = None
    """``None`` when no assessment is written; without a ``before`` it is a new one."""
    kept: tuple[str, ...] = ()
    """What it didn't bring and what stayed for that: ``assessor``, and parts of the document
    (``intake_keeping``)."""
    doubts: list[PlannedDoubt] = field(default_factory=list)
    answered: tuple[DoubtKind, ...] = ()
    """Doubts about the assessment that what came in has settled."""


class Plan:
    """Decides on submissions one after the other; each sees what became of those before it."""

    def __init__(self, known: Known, places: Places) -> None:
        self.known = known
        self.places = places
        self.items: list[PlannedItem] = []
        self.new_enterprises: dict[str, KnownEnterprise] = {}
        """By credit code; ids are below 0."""

    def decide(
        self, incoming: IncomingSubmission | IncomingRefusal, new_id: str | None = None
    ) -> StoredAs:
        """What becomes of it. ``new_id`` is for an assessment that comes without one.

        Raises ``ValueError`` for one without a date.
        """
        if isinstance(incoming, IncomingRefusal):
            planned = PlannedItem(incoming, StoredAs("refused"))
        else:
            planned = _Decision(self, incoming, new_id).take()
        self.items.append(planned)
        return planned.stored

    def enterprise_of(self, given: Enterprise) -> KnownEnterprise:
        """The known one with this credit code, or a new one."""
        known = self.known.enterprises.get(given.uscc)
        if known is None:
            known = KnownEnterprise(-1 - len(self.known.enterprises), given)
            self.new_enterprises[given.uscc] = known
            self.known.enterprises[given.uscc] = known
            self.known.add_namesake(enterprises.name_key(given.name), known)
        return known

    def set_profile(self, known: KnownEnterprise, after: Enterprise) -> None:
        """From now on the enterprise has this profile."""
        changed = KnownEnterprise(known.id, after)
        self.known.enterprises[after.uscc] = changed
        if after.uscc in self.new_enterprises:
            self.new_enterprises[after.uscc] = changed


class _Decision:
    """On one submission."""

    def __init__(self, plan: Plan, incoming: IncomingSubmission, new_id: str | None) -> None:
        submission = incoming.submission
        if submission.date is None:
            raise ValueError("a submission without a date can't be stored")
        self._plan = plan
        self._known = plan.known
        self._incoming = incoming
        self._submission = submission
        self._new_id = new_id
        self._date = submission.date
        self._occasion = (submission.pack.id, submission.mode, submission.date)
        self._digest = submission.content_digest()
        self._problems: list[Problem] = []
        self._doubts: list[PlannedDoubt] = []
        self._suspicious = False

    def take(self) -> PlannedItem:
        known = self._known.enterprises.get(self._submission.enterprise.uscc)
        by_id = self._known.assessments.get(self._submission.assessment_id or "")
        if by_id is not None and (known is None or by_id.enterprise_id != known.id):
            refused = StoredAs("refused", None, (_of_other(by_id, self._submission),))
            return PlannedItem(self._incoming, refused)
        before = by_id or (self._of_same_occasion(known.id) if known else None)
        if before is not None and before.is_submitted and before.digest == self._digest:
            return self._unchanged(before)
        return self._store(known, before)

    def _of_same_occasion(self, enterprise_id: int) -> KnownAssessment | None:
        """The one that comes from the same place, else one of the same content."""
        same = [
            known
            for known in self._known.assessments_of(enterprise_id)
            if known.occasion == self._occasion
        ]
        source, digest = self._incoming.source, self._digest
        found = [known for known in same if known.source == source]
        found = found or [known for known in same if known.digest == digest]
        # Of equal ones the first: no decision may hang on ids, which differ from run to run.
        return min(found, key=lambda k: (k.digest != digest, not k.counts), default=None)

    def _unchanged(self, before: KnownAssessment) -> PlannedItem:
        self._warn_of_jump(before)
        return PlannedItem(
            self._incoming,
            StoredAs("unchanged", before.id, tuple(self._problems)),
            before.enterprise_id,
            kept=_kept(self._submission, before),
        )

    def _store(self, known: KnownEnterprise | None, before: KnownAssessment | None) -> PlannedItem:
        submission = self._submission
        owner = self._plan.enterprise_of(submission.enterprise)
        if known is None:
            self._doubt_namesake(owner)
            profile = None
        else:
            profile = self._take_profile(known)
        key = before.id if before else submission.assessment_id or self._new_id or str(uuid4())
        after = KnownAssessment(
            id=key,
            enterprise_id=owner.id,
            pack_id=submission.pack.id,
            pack_edition=submission.pack.edition,
            mode=submission.mode,
            date=self._date,
            assessor=submission.assessor or (before.assessor if before else ""),
            status="submitted",
            answers=documents.to_json(
                intake_keeping.completed(submission, before.answers if before else None)
            ),
            score=self._incoming.verdict.score,
            digest=self._digest,
            discarded_at=None,
            held=self._held(key, owner, before),
            source=self._incoming.source,
        )
        self._warn_of_jump(after)
        planned = PlannedItem(
            self._incoming,
            StoredAs("unchanged", key),
            owner.id,
            adds_enterprise=known is None,
            profile=profile,
            doubts=self._doubts,
        )
        if before is not None:
            planned.kept = _kept(submission, before)
        if before is None or not _is_same(before, after):
            planned.before, planned.after = before, after
            planned.answered = tuple(self._answered(before, after))
            self._doubt_altered(after)
            self._known.add_assessment(after)
        changed = planned.after is not None or profile is not None
        planned.stored = StoredAs(
            "imported" if before is None else "updated" if changed else "unchanged",
            key,
            tuple(self._problems),
            self._suspicious,
            tuple(_differences(planned)) if before is not None else (),
        )
        return planned

    def _held(
        self, key: str, owner: KnownEnterprise, before: KnownAssessment | None
    ) -> Held | None:
        """Beside another of the same occasion it waits for a person's decision."""
        if before is not None and before.counts and before.occasion == self._occasion:
            return None
        rivals = [
            known
            for known in self._known.counting_of(owner.id)
            if known.occasion == self._occasion and known.id != key
        ]
        if not rivals:
            return None
        rival = rivals[0]
        self._suspicious = True
        self._problems.append(
            problem(
                "equal_date_undecided",
                "date",
                date=self._date.isoformat(),
                source=rival.source or rival.assessor or "-",
                score=as_text(rival.score or 0),
            )
        )
        self._ask("equal_date", owner.id, key, key, rival.id)
        return "waiting"

    def _take_profile(self, known: KnownEnterprise) -> tuple[Enterprise, Enterprise] | None:
        """Only what comes filled in replaces what is there, and a district never another."""
        given, before = self._submission.enterprise, known.profile
        filled: dict[str, Any] = {
            name: value
            for name in _FIELDS
            if (value := getattr(given, name)) is not None and value != ""
        }
        if before.district is not None and given.district not in (None, before.district):
            del filled["district"]
            self._doubt_district(known, str(given.district))
        after = replace(before, **filled)
        if after == before:
            return None
        self._plan.set_profile(known, after)
        return before, after

    def _doubt_district(self, known: KnownEnterprise, claimed: str) -> None:
        there = known.profile.district or ""
        self._problems.append(
            problem(
                "district_claimed_twice",
                "district",
                claimed=self._district_name(claimed),
                known=self._district_name(there),
            )
        )
        side = f"{known.id}:{claimed}"
        if ("turned_down", side) not in self._known.doubted:
            self._suspicious = True
            detail = {"known": there, "source": self._incoming.source}
            self._ask("two_districts", known.id, side, None, claimed, detail)

    def _district_name(self, code: str) -> Text | str:
        district = self._plan.places.district_by_code.get(code)
        return district.name if district else code

    def _doubt_namesake(self, owner: KnownEnterprise) -> None:
        others = self._known.namesakes.get(enterprises.name_key(owner.profile.name), {})
        mine = owner.profile.district
        for other in sorted(others.values(), key=lambda other: (other.id < 0, abs(other.id))):
            theirs = other.profile.district
            if other.id == owner.id or (mine and theirs and mine != theirs):
                continue
            self._suspicious = True
            self._problems.append(
                problem(
                    "name_under_other_code",
                    "uscc",
                    name=other.profile.name,
                    code=other.profile.uscc,
                )
            )
            detail = {"source": self._incoming.source}
            self._ask("same_name", owner.id, str(owner.id), None, other.id, detail)
            return

    def _doubt_altered(self, after: KnownAssessment) -> None:
        if self._incoming.is_altered:
            self._suspicious = True
            self._ask("altered", after.enterprise_id, after.id, after.id, None)

    def _answered(
        self, before: KnownAssessment | None, after: KnownAssessment
    ) -> Iterator[DoubtKind]:
        """It came once more, unaltered, or moved to another day."""
        asked = self._known.doubted
        if not self._incoming.is_altered and ("altered", after.id) in asked:
            asked.discard(("altered", after.id))
            yield "altered"
        if before is not None and before.held == "waiting" and after.held is None:
            asked.discard(("equal_date", after.id))
            yield "equal_date"

    def _ask(
        self,
        kind: DoubtKind,
        enterprise_id: int,
        side: str,
        assessment_id: str | None,
        other: str | int | None,
        detail: dict[str, str] | None = None,
    ) -> None:
        """Once while it waits."""
        if (kind, side) not in self._known.doubted:
            self._known.doubted.add((kind, side))
            doubt = PlannedDoubt(kind, enterprise_id, assessment_id, other, detail or {})
            self._doubts.append(doubt)

    def _warn_of_jump(self, here: KnownAssessment) -> None:
        others = [
            other
            for other in self._known.counting_of(here.enterprise_id)
            if other.id != here.id
            and (other.pack_id, other.mode) == (here.pack_id, here.mode)
            and other.date.year == here.date.year
        ]
        latest = max(others, key=lambda other: other.date, default=None)
        if latest is not None and latest.score is not None:
            score = self._incoming.verdict.score
            found = check_jump(self._submission.pack, latest.score, latest.date, score)
            self._problems += [found] if found else []


def _of_other(known: KnownAssessment, submission: Submission) -> Problem:
    return problem(
        "assessment_of_other_enterprise",
        "id",
        id=known.id,
        uscc=submission.enterprise.uscc,
        name=submission.enterprise.name,
    )


def _is_same(before: KnownAssessment, after: KnownAssessment) -> bool:
    """Whether nothing that was answered differs."""
    told = replace(before, digest=after.digest, score=after.score, source=after.source)
    return told == after


def _kept(submission: Submission, before: KnownAssessment) -> tuple[str, ...]:
    kept = ["assessor"] if before.assessor and not submission.assessor else []
    return (*kept, *intake_keeping.stays(submission, before.answers))


def _differences(planned: PlannedItem) -> Iterator[tuple[str, str, str]]:
    before, after = planned.before, planned.after
    if before is not None and after is not None:
        for item, old, new in assessments.differences(before, after):
            if item == "status":
                continue  # what came in counts: everybody knows
            yield item, documents.to_json(old), documents.to_json(new)
    if planned.profile is not None:
        for name, old, new in enterprises.differences(*planned.profile):
            yield f"profile:{name}", documents.to_json(old), documents.to_json(new)
