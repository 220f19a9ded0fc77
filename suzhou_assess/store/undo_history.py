"""What happened to some enterprises since a batch came in: what undoing it has to reckon with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import func, literal, select
from sqlalchemy.engine import Connection

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.pack_checks import ScoreJump
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.subject import Subject
from suzhou_assess.store import documents, intake_images, intake_keeping, problem_json
from suzhou_assess.store.decisions import ITEM
from suzhou_assess.store.enterprises import PROFILE
from suzhou_assess.store.intake_images import ROWS, Image, Row
from suzhou_assess.store.intake_known import IncomingSubmission, Origin
from suzhou_assess.store.intake_plan import OWN_WARNINGS
from suzhou_assess.store.intake_records import Obstacle, ObstacleReason
from suzhou_assess.store.intake_writing import Stamp
from suzhou_assess.store.tables import (
    batch,
    change,
    doubt,
    enterprise,
    evidence,
    improvement_plan,
    intake_item,
)

PackFinder = Callable[[str, str], Pack]


@dataclass(frozen=True, slots=True)
class PastItem:
    """An item that came in with the batch or after it."""

    id: int
    batch_id: str
    enterprise_id: int
    assessment_id: str
    image: Image
    found: Found[Any]
    """Its row."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """An item of a later batch, to be taken in once more."""

    item_id: int
    incoming: IncomingSubmission
    new_id: str | None
    """The assessment's id, should it be new this time; ``None`` for any."""
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Pin:
    """A person has worked on an assessment since."""

    reason: ObstacleReason
    when: datetime
    by: str


class History:
    """Of the enterprises of a block, since the first item that the batch brought for each."""

    def __init__(self, connection: Connection, batch_id: str, block: Sequence[int]) -> None:
        self._connection = connection
        self.batch_id = batch_id
        self.block = block
        self.items = list(self._read_items())
        self.since: dict[int, datetime] = {}
        """When the first of them came in, by enterprise."""
        self.chains: dict[str, list[PastItem]] = defaultdict(list)
        """The items about each assessment, in their order."""
        for item in self.items:
            self.since.setdefault(item.enterprise_id, item.image.at)
            self.chains[item.assessment_id].append(item)
        self._named = {item.image.named for item in self.items}
        self._stored = self._read_assessments()
        self.pinned = self._pins()
        self.edited_fields = self._edited_fields()
        """Fields of the profile that a person has changed since, by enterprise."""
        pinned = {self.chains[key][0].enterprise_id for key in self.pinned}
        self.fixed = frozenset(pinned)
        """Enterprises whose profile stays: there is an assessment that a person has worked on."""
        self.unmade = self._unmade()
        """Enterprises that wouldn't be there without the batch, but for later ones."""
        later = {item.enterprise_id for item in self.items if item.batch_id != batch_id}
        self.emptied = [key for key in block if key in self.unmade and key not in later]
        """Enterprises that nothing holds on to any more."""

    def of_batch(self, item: PastItem) -> bool:
        return item.batch_id == self.batch_id

    @property
    def open_chains(self) -> Iterator[tuple[str, list[PastItem]]]:
        """Those of assessments that no person has worked on."""
        return ((key, chain) for key, chain in self.chains.items() if key not in self.pinned)

    @property
    def removed(self) -> list[str]:
        """Assessments that will be gone for good."""
        return [
            key
            for key, chain in self.open_chains
            if all(map(self.of_batch, chain)) and any(item.image.is_new for item in chain)
        ]

    @property
    def restored(self) -> list[str]:
        """Assessments that will be as they were."""
        return [
            key
            for key, chain in self.open_chains
            if (written := [item for item in chain if item.image.writes])
            and self.of_batch(chain[-1])
            and any(map(self.of_batch, written))
            and not (all(map(self.of_batch, chain)) and written[0].image.is_new)
        ]

    @property
    def obstacles(self) -> Iterator[Obstacle]:
        """What the batch wrote and has to stay."""
        names = self._names({self.chains[key][0].enterprise_id for key in self.pinned})
        for key, pin in self.pinned.items():
            chain = self.chains[key]
            if any(self.of_batch(item) and item.image.writes for item in chain):
                name, uscc = names[chain[0].enterprise_id]
                yield Obstacle(name, uscc, key, pin.reason, pin.when, pin.by)

    @property
    def taken_back(self) -> list[int]:
        """Ids of the batch's items that nothing is left of."""
        return [
            item.id
            for item in self.items
            if self.of_batch(item) and not (item.image.writes and item.assessment_id in self.pinned)
        ]

    def later(self, packs: PackFinder) -> list[Replayed]:
        """The items of other batches, in their order, as they came in."""
        again = [
            item
            for item in self.items
            if not self.of_batch(item) and item.assessment_id not in self.pinned
        ]
        who = self._batch_users({item.batch_id for item in again})
        return [self._replayed(item, packs, who[item.batch_id]) for item in again]

    def _read_items(self) -> Iterator[PastItem]:
        i = intake_item.c
        first = (
            select(i.enterprise_id, func.min(i.id).label("id"))
            .where(
                i.enterprise_id.in_(self.block), i.batch_id == self.batch_id, i.undone.is_(False)
            )
            .group_by(i.enterprise_id)
            .subquery()
        )
        since = i.enterprise_id == first.c.enterprise_id
        query = (
            select(intake_item)
            .join(first, since)
            .where(i.id >= first.c.id, i.undone.is_(False), i.before.is_not(None))
            .order_by(i.id)
        )
        for row in self._connection.execute(query):
            image = intake_images.unpacked(row.before)
            yield PastItem(row.id, row.batch_id, row.enterprise_id, row.assessment_id, image, row)

    def _read_assessments(self) -> dict[str, Row]:
        """Every assessment of these enterprises."""
        query = select(ROWS).where(ROWS.c.enterprise_id.in_(self.block))
        return {row["id"]: dict(row) for row in self._connection.execute(query).mappings()}

    def _pins(self) -> dict[str, Pin]:
        pins: dict[str, Pin] = {}
        c = change.c
        edits = select(c.assessment_id, c.item, c.at, c.who).where(
            c.assessment_id.in_(self.chains), c.batch_id.is_(None), c.item != "held"
        )
        for key, item, at, who in self._connection.execute(edits.order_by(c.id)):
            if at > self.chains[key][0].image.at and not item.startswith(ITEM):
                pins[key] = Pin(
                    "decided_since" if item == "enterprise" else "edited_since", at, who
                )
        d = doubt.c
        decided = select(d.assessment_id, d.other, d.decision, d.decided_at, d.decided_by).where(
            d.enterprise_id.in_(self.block), d.decision.in_(("keep", "take", "accept", "reject"))
        )
        for mine, other, decision, at, who in self._connection.execute(decided.order_by(d.id)):
            chosen, turned_down = (mine, other) if decision in ("take", "accept") else (other, mine)
            for key in (chosen, turned_down):
                chain = self.chains.get(key)
                if not chain or at < chain[0].image.at:
                    continue
                # A person has turned it down: nothing is lost with it.
                if key == chosen or not any(map(self.of_batch, chain)):
                    pins.setdefault(key, Pin("decided_since", at, who))
        return self._worked_on() | pins

    def _worked_on(self) -> dict[str, Pin]:
        """New assessments to which a person has added evidence or a plan, whatever the log says.

        A clock that was set back would date such work before the batch; it must not be lost for it.
        """
        new = [key for key, chain in self.chains.items() if any(i.image.is_new for i in chain)]
        e, p = evidence.c, improvement_plan.c
        added = select(e.assessment_id, e.added_at, e.added_by).where(e.assessment_id.in_(new))
        planned = select(p.assessment_id, p.updated_at, literal("")).where(p.assessment_id.in_(new))
        return {
            key: Pin("edited_since", at, who)
            for query in (planned, added.order_by(e.added_at))
            for key, at, who in self._connection.execute(query)
        }

    def _edited_fields(self) -> Mapping[int, set[str]]:
        edited: dict[int, set[str]] = defaultdict(set)
        c = change.c
        query = select(c.enterprise_id, c.item, c.at).where(
            c.enterprise_id.in_(self.block), c.batch_id.is_(None), c.item.in_(PROFILE)
        )
        for key, item, at in self._connection.execute(query):
            if key in self.since and at > self.since[key]:
                edited[key].add(item)
        return edited

    def _unmade(self) -> frozenset[int]:
        added = {
            item.enterprise_id
            for item in self.items
            if self.of_batch(item) and item.image.adds_enterprise
        }
        held = set(self.edited_fields) | self.fixed
        for key, row in self._stored.items():
            chain = self.chains.get(key)
            if chain is None or not any(item.image.is_new for item in chain):
                held.add(row["enterprise_id"])
        return frozenset(added - held)

    def _replayed(self, item: PastItem, packs: PackFinder, who: str) -> Replayed:
        row = self._after(item)
        pack = packs(row["pack_id"], row["pack_edition"])
        document = documents.from_json(row["answers"])
        intake_keeping.without(document, item.image.kept, pack)
        answers = documents.to_answers(pack, document)
        found = item.found
        line = "" if found.line is None else f":{found.line}"
        submission = Submission(
            pack=pack,
            enterprise=self._given(item),
            answers=answers,
            mode=row["mode"],
            date=row["date"],
            assessor="" if "assessor" in item.image.kept else row["assessor"],
            assessment_id=item.image.named,
        )
        subject = Subject(found.name, found.uscc, found.district, found.contact, found.phone)
        incoming = IncomingSubmission(
            submission,
            score(pack, answers.choices),
            f"{found.file}{line}",
            Origin(found.file, found.line, found.path, found.fingerprint, subject),
            _as_read(problem_json.unpacked(found.problems), pack),
        )
        stamp = Stamp(item.batch_id, item.image.at, who)
        # An id that a file gave belongs to what that file brings.
        new_id = None if item.assessment_id in self._named else item.assessment_id
        return Replayed(item.id, incoming, new_id, stamp)

    def _after(self, item: PastItem) -> Row:
        """The assessment's row as it stood when the item had been taken in."""
        chain = self.chains[item.assessment_id]
        for later in chain[chain.index(item) + 1 :]:
            if later.image.was is not None:
                return later.image.was
        return self._stored[item.assessment_id]

    def _given(self, item: PastItem) -> Enterprise:
        """The profile that came in, but for what a person has changed since."""
        if item.image.given is None:
            raise RuntimeError(f"item {item.id} has an assessment and no profile")
        fixed = item.enterprise_id in self.fixed
        edited = set(PROFILE) if fixed else self.edited_fields.get(item.enterprise_id, set())
        blank = Enterprise("", "")
        return replace(
            item.image.given,
            **{name: getattr(blank, name) for name in edited if name != "uscc"},
        )

    def _names(self, keys: set[int]) -> dict[int, tuple[str, str]]:
        e = enterprise.c
        found = self._connection.execute(select(e.id, e.name, e.uscc).where(e.id.in_(keys)))
        return {key: (name, uscc) for key, name, uscc in found}

    def _batch_users(self, ids: set[str]) -> dict[str, str]:
        found = self._connection.execute(select(batch.c.id, batch.c.who).where(batch.c.id.in_(ids)))
        return {row.id: row.who for row in found}


def _as_read(problems: tuple[Problem, ...], pack: Pack) -> tuple[Problem, ...]:
    """Those that reading gave, without those that came from what was known."""
    jumps = {check.id for check in pack.checks if isinstance(check, ScoreJump)}
    return tuple(p for p in problems if p.code not in OWN_WARNINGS and p.code not in jumps)
