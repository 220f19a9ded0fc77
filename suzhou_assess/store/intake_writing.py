"""Writes what a plan decided: enterprises, assessments, doubts, items and the log, at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.standing import of_enterprise, pack_standing
from suzhou_assess.domain.subject import Subject
from suzhou_assess.store import assessments, bulk, changes, documents, enterprises, intake_images
from suzhou_assess.store.doubts import GONE
from suzhou_assess.store.intake_images import ROWS, Image, Row
from suzhou_assess.store.intake_known import IncomingRefusal, KnownAssessment, Origin
from suzhou_assess.store.intake_plan import Plan, PlannedItem
from suzhou_assess.store.tables import doubt, enterprise, intake_item


@dataclass(frozen=True, slots=True)
class Stamp:
    """Under what an item is written."""

    batch_id: str | None
    at: datetime
    """No two items have the same."""
    who: str


class Writing:
    """One plan, written within a transaction of the caller's.

    ``again`` are the ids of items that stand there already and are taken in once more; ``rows``
    the enterprises, by credit code, whose emptied rows are filled anew.
    """

    def __init__(
        self,
        connection: Connection,
        places: Places,
        plan: Plan,
        stamps: Sequence[Stamp],
        *,
        again: Sequence[int] = (),
        rows: Mapping[str, int] | None = None,
    ) -> None:
        self._connection = connection
        self._places = places
        self._plan = plan
        self._stamped = list(zip(plan.items, stamps, strict=True))
        self._again = again
        self._emptied = rows or {}
        self._ids: dict[int, int] = {}
        """Of new enterprises, by that which the plan gave them."""
        self._before: dict[str, Row] = {}
        """Rows of assessments as they stood before this plan."""
        self._rows: dict[str, Row] = {}
        """And as they are to be."""
        self._made: list[Row] = []
        """Those that an item of this plan replaced again among them."""
        self._images: list[Image | None] = []
        self._log: list[changes.Entry] = []

    def write(self) -> None:
        self._read_rows()
        self._make_rows()
        self._write_new_enterprises()
        self._write_profiles()
        self._write_assessments()
        self._write_doubts()
        self._write_items()
        changes.add(self._connection, self._log)
        new = set(self._ids.values()) - set(self._emptied.values())
        touched = {row["enterprise_id"] for row in self._rows.values()} - new
        enterprises.summarise(self._connection, touched)

    def _read_rows(self) -> None:
        ids = {item.before.id for item in self._plan.items if item.before is not None}
        if ids:
            found = self._connection.execute(select(ROWS).where(ROWS.c.id.in_(ids)))
            self._before = {row["id"]: dict(row) for row in found.mappings()}

    def _make_rows(self) -> None:
        for item, stamp in self._stamped:
            was: Row | None = None
            after = item.after
            if after is not None:
                was = self._rows.get(after.id) or self._before.get(after.id)
                row = self._rows[after.id] = _row(item, after, stamp, was)
                self._made.append(row)
            if isinstance(item.incoming, IncomingRefusal) or item.enterprise_id is None:
                self._images.append(None)
                continue
            submission = item.incoming.submission
            image = Image(
                at=stamp.at,
                given=submission.enterprise,
                named=submission.assessment_id,
                kept=item.kept,
                adds_enterprise=item.adds_enterprise,
                was=was,
                is_new=after is not None and was is None,
            )
            self._images.append(image)

    def _write_new_enterprises(self) -> None:
        plan = self._plan
        if not plan.new_enterprises:
            return
        adding = {
            item.enterprise_id: stamp for item, stamp in self._stamped if item.adds_enterprise
        }
        latest = self._latest()
        new: list[dict[str, Any]] = []
        for code, known in plan.new_enterprises.items():
            stamp = adding[known.id]
            row = enterprises.values(known.profile, self._size(known.profile))
            row |= {"created_at": stamp.at, "updated_at": stamp.at, **latest[known.id]}
            if code in self._emptied:
                self._ids[known.id] = self._emptied[code]
                emptied = enterprise.c.id == self._emptied[code]
                self._connection.execute(update(enterprise).where(emptied).values(row))
            else:
                new.append(row)
        if new:
            bulk.add(self._connection, enterprise, new)
            codes = [row["uscc"] for row in new]
            query = select(enterprise.c.uscc, enterprise.c.id).where(enterprise.c.uscc.in_(codes))
            for code, key in self._connection.execute(query):
                self._ids[plan.new_enterprises[code].id] = key
        for code, known in plan.new_enterprises.items():
            self._note(adding[known.id], [("uscc", None, code)], enterprise_id=known.id)

    def _latest(self) -> dict[int, dict[str, Any]]:
        """What the row of a new enterprise says of its assessments: all of them are at hand."""
        found: dict[int, dict[str, Any]] = {}
        ranks: dict[int, Any] = {}
        for known in self._plan.new_enterprises.values():
            found[known.id] = {"assessments": 0, "drafts": 0, **dict.fromkeys(_LATEST)}
        for key, row in self._rows.items():
            owner = row["enterprise_id"]
            if owner not in found or row["held"] is not None:
                continue
            latest = (row["level"], row["score"], row["date"], row["mode"], key)
            rank = enterprises.rank_of(*latest, submitted=row["submitted_at"])
            found[owner]["assessments"] += 1
            if owner not in ranks or rank > ranks[owner]:
                ranks[owner] = rank
                found[owner].update(zip(_LATEST, latest, strict=True))
        return found

    def _write_profiles(self) -> None:
        after: dict[int, tuple[Enterprise, datetime]] = {}
        for item, stamp in self._stamped:
            if item.profile is not None and item.enterprise_id is not None:
                if item.enterprise_id >= 0:
                    after[item.enterprise_id] = (item.profile[1], stamp.at)
                different = enterprises.differences(*item.profile)
                self._note(stamp, different, enterprise_id=item.enterprise_id)
        for key, (profile, at) in after.items():
            enterprises.put(self._connection, key, profile, self._size(profile), at)

    def _write_assessments(self) -> None:
        for row in self._made:
            if row["enterprise_id"] < 0:
                owner = self._ids[row["enterprise_id"]]
                row["enterprise_id"] = owner
                row["standing"] = of_enterprise(row["standing"], owner)
        new, changed = [], []
        for key, row in self._rows.items():
            if key in self._before:
                changed.append({"key": key, **row})
            else:
                new.append(row)
        bulk.add(self._connection, ROWS, new)
        if changed:
            self._connection.execute(_UPDATE, changed)
        for item, stamp in self._stamped:
            if item.after is not None:
                self._note(stamp, _logged(item), assessment_id=item.after.id)

    def _write_doubts(self) -> None:
        rows = [
            {
                "kind": asked.kind,
                "enterprise_id": self._id(asked.enterprise_id),
                "assessment_id": asked.assessment_id,
                "other": str(self._id(o)) if isinstance(o := asked.other, int) else o,
                "detail": asked.detail or None,
                "batch_id": stamp.batch_id,
                "created_at": stamp.at,
            }
            for item, stamp in self._stamped
            for asked in item.doubts
        ]
        if rows:
            self._connection.execute(insert(doubt), rows)
        for item, stamp in self._stamped:
            if item.answered and item.after is not None:
                # Asked before this item came; another may be asked for the same after it.
                self._connection.execute(
                    update(doubt)
                    .where(
                        doubt.c.assessment_id == item.after.id,
                        doubt.c.kind.in_(item.answered),
                        doubt.c.decided_at.is_(None),
                        doubt.c.created_at < stamp.at,
                    )
                    .values(decided_at=stamp.at, decision=GONE)
                )

    def _write_items(self) -> None:
        if self._again:
            rows = [
                {
                    "key": key,
                    "enterprise": self._id(item.enterprise_id),
                    "assessment": item.stored.assessment_id,
                    "image": _packed(image),
                }
                for key, item, image in zip(
                    self._again, self._plan.items, self._images, strict=True
                )
            ]
            self._connection.execute(_TAKE_AGAIN, rows)
        elif self._stamped and self._stamped[0][1].batch_id is not None:
            rows = [
                self._item(item, stamp, image)
                for (item, stamp), image in zip(self._stamped, self._images, strict=True)
            ]
            bulk.add(self._connection, intake_item, rows)

    def _item(self, item: PlannedItem, stamp: Stamp, image: Image | None) -> dict[str, Any]:
        incoming, stored = item.incoming, item.stored
        if isinstance(incoming, IncomingRefusal):
            origin = incoming.origin
            subject = origin.subject or _NOBODY
        else:
            origin = incoming.origin or Origin(incoming.source)
            subject = origin.subject or _subject(incoming.submission.enterprise)
        return {
            "batch_id": stamp.batch_id,
            "file": origin.file,
            "line": origin.line,
            "path": origin.path,
            "fingerprint": origin.fingerprint,
            "outcome": stored.status,
            "suspicious": stored.suspicious,
            "undone": False,
            "problems": (*(incoming.problems or ()), *stored.problems) or None,
            "uscc": subject.uscc,
            "name": subject.name,
            "district": subject.district,
            "contact": subject.contact,
            "phone": subject.phone,
            "enterprise_id": self._id(item.enterprise_id),
            "assessment_id": stored.assessment_id,
            "before": _packed(image),
        }

    def _note(
        self,
        stamp: Stamp,
        different: Iterable[changes.Difference],
        *,
        assessment_id: str | None = None,
        enterprise_id: int | None = None,
    ) -> None:
        self._log += changes.entries(
            stamp.at,
            stamp.who,
            different,
            assessment_id=assessment_id,
            enterprise_id=self._id(enterprise_id),
            batch_id=stamp.batch_id,
        )

    def _id(self, planned: int | None) -> int | None:
        return planned if planned is None or planned >= 0 else self._ids[planned]

    def _size(self, profile: Enterprise) -> str | None:
        size = profile.size(self._places)
        return size.id if size else None


_NOBODY = Subject("", "", "", "", "")
_LATEST = ("latest_level", "latest_score", "latest_date", "latest_mode", "latest_assessment")
_UPDATE = (
    update(ROWS)
    .where(ROWS.c.id == bindparam("key"))
    .values({column.name: bindparam(column.name, type_=column.type) for column in ROWS.c})
)
_TAKE_AGAIN = (
    update(intake_item)
    .where(intake_item.c.id == bindparam("key"))
    .values(
        enterprise_id=bindparam("enterprise"),
        assessment_id=bindparam("assessment"),
        before=bindparam("image"),
    )
)


def _packed(image: Image | None) -> dict[str, Any] | None:
    return None if image is None else intake_images.packed(image)


def _subject(given: Enterprise) -> Subject:
    return Subject(given.name, given.uscc, given.district or "", given.contact_name, given.phone)


def _row(item: PlannedItem, after: KnownAssessment, stamp: Stamp, was: Row | None) -> Row:
    incoming = item.incoming
    if isinstance(incoming, IncomingRefusal):
        raise TypeError("a refused one writes no assessment")
    submission, verdict = incoming.submission, incoming.verdict
    return {
        "id": after.id,
        "enterprise_id": after.enterprise_id,
        "pack_id": after.pack_id,
        "pack_edition": after.pack_edition,
        "mode": after.mode,
        "date": after.date,
        "assessor": after.assessor,
        "status": after.status,
        "discarded_at": None,
        "position": was["position"] if was else None,
        "answers": after.answers,
        "answered": len(submission.answers.choices),
        "total": len(submission.pack.item_ids),
        "score": after.score,
        "level": verdict.level,
        "verdict": documents.to_json(documents.verdict_json(verdict)),
        "digest": after.digest,
        "source": after.source,
        "batch_id": stamp.batch_id,
        "created_at": was["created_at"] if was else stamp.at,
        "updated_at": stamp.at,
        "submitted_at": stamp.at,
        "held": after.held,
        # What a consultant started from stays beside whatever comes back.
        "based_on": was["based_on"] if was else None,
        "claim": was["claim"] if was else None,
        "standing": pack_standing(
            submission.pack,
            verdict,
            submission.answers,
            after.mode,
            after.date,
            max(after.enterprise_id, 0),
            stamp.at,
            incoming.problems,
        ),
    }


def _logged(item: PlannedItem) -> Iterable[changes.Difference]:
    """Where it came from, and of a known one all that is different."""
    if not isinstance(item.incoming, IncomingRefusal):
        yield "imported", None, item.incoming.source
    if item.before is not None and item.after is not None:
        yield from assessments.differences(item.before, item.after)
