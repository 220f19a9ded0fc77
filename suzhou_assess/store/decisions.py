"""A person's decisions on what waited for one, and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.engine import Connection

from suzhou_assess.domain.places import Places
from suzhou_assess.domain.standing import of_enterprise
from suzhou_assess.store import enterprises
from suzhou_assess.store.changes import log
from suzhou_assess.store.doubts import close_about, hold, settle
from suzhou_assess.store.intake_records import DECISIONS, DoubtKind
from suzhou_assess.store.tables import assessment, change, doubt, enterprise, intake_item

BLOCK = 500

ITEM = "decision:"
"""What the log calls a decision, with the kind of doubt behind it."""


def decide(
    connection: Connection, places: Places, ids: Sequence[int], decision: str, who: str
) -> None:
    """Decides on all of ``ids``. What was decided or closed meanwhile is left alone.

    Raises ``ValueError`` when there is no such decision on one of them.
    """
    deciding = _Deciding(connection, places, decision, who)
    for start in range(0, len(ids), BLOCK):
        query = select(doubt).where(
            doubt.c.id.in_(ids[start : start + BLOCK]), doubt.c.decided_at.is_(None)
        )
        for row in connection.execute(query.order_by(doubt.c.id)).all():
            deciding.take(row)
        deciding.follow()


class _Deciding:
    """One decision, taken for many."""

    def __init__(self, connection: Connection, places: Places, decision: str, who: str) -> None:
        self._connection = connection
        self._places = places
        self._decision = decision
        self._who = who
        self._at = datetime.now(UTC)
        self._touched: set[int] = set()
        """Enterprises whose counting assessments may be others now."""

    def take(self, row: Row[Any]) -> None:
        kind: DoubtKind = row.kind
        if self._decision not in DECISIONS[kind]:
            raise ValueError(f"no decision on {kind}: {self._decision}")
        decided = self._connection.execute(
            update(doubt)
            .where(doubt.c.id == row.id, doubt.c.decided_at.is_(None))
            .values(decided_at=self._at, decision=self._decision, decided_by=self._who)
        )
        if not decided.rowcount:
            return  # one before it has settled it
        match kind:
            case "equal_date":
                self._on_equal_date(row)
            case "two_districts":
                self._on_districts(row)
            case "same_name":
                self._on_same_name(row)
            case "altered":
                self._on_altered(row)

    def follow(self) -> None:
        """Brings along what hangs on the decisions taken so far."""
        touched = sorted(self._touched)
        self._touched.clear()
        if touched:
            settle(self._connection, touched, self._at, self._who)
            enterprises.summarise(self._connection, touched)

    def _on_equal_date(self, row: Row[Any]) -> None:
        self._note_assessment(row)
        if self._decision == "keep":
            self._hold(row.assessment_id, "rejected")
        else:
            self._hold(row.assessment_id, None)
            for rival in self._rivals(row.assessment_id):
                self._hold(rival, "rejected")
        self._touched.add(row.enterprise_id)

    def _on_altered(self, row: Row[Any]) -> None:
        self._note_assessment(row)
        if self._decision == "reject":
            self._hold(row.assessment_id, "rejected")
            self._touched.add(row.enterprise_id)

    def _on_districts(self, row: Row[Any]) -> None:
        connection, key = self._connection, row.enterprise_id
        noted = [(f"{ITEM}{row.kind}", row.other, self._decision)]
        log(connection, self._at, self._who, noted, enterprise_id=key)
        if self._decision == "take":
            profile = replace(enterprises.get(connection, key), district=row.other)
            size = profile.size(self._places)
            enterprises.change(
                connection, key, profile, size.id if size else None, self._at, self._who
            )

    def _on_same_name(self, row: Row[Any]) -> None:
        connection, mine, other = self._connection, row.enterprise_id, int(row.other)
        if self._decision == "different":
            noted = [(f"{ITEM}{row.kind}", enterprises.get(connection, other).uscc, "different")]
            log(connection, self._at, self._who, noted, enterprise_id=mine)
            return
        gone = enterprises.get(connection, mine)
        kept = enterprises.get(connection, other)
        noted = [(f"{ITEM}{row.kind}", gone.uscc, "same")]
        log(connection, self._at, self._who, noted, enterprise_id=other)
        self._move(mine, other, (gone.uscc, kept.uscc))
        d = doubt.c
        moved = d.kind.in_(("equal_date", "altered")) & (d.enterprise_id == mine)
        connection.execute(update(doubt).where(moved).values(enterprise_id=other))
        third = (d.kind == "same_name") & (d.other == str(mine)) & (d.enterprise_id != other)
        connection.execute(update(doubt).where(third).values(other=str(other)))
        close_about(connection, [mine], self._at)
        items = intake_item.c.enterprise_id == mine
        connection.execute(update(intake_item).where(items).values(enterprise_id=other))
        # What was decided on its district must not be about the next one that is given its id.
        claims = (d.kind == "two_districts") & (d.enterprise_id == mine)
        connection.execute(delete(doubt).where(claims))
        connection.execute(delete(change).where(change.c.enterprise_id == mine))
        connection.execute(delete(enterprise).where(enterprise.c.id == mine))
        self._touched.discard(mine)
        self._touched.add(other)

    def _move(self, mine: int, other: int, codes: tuple[str, str]) -> None:
        """Gives the assessments of one enterprise to another."""
        a = assessment.c
        moving = self._connection.execute(
            select(a.id, a.standing, a.status, a.held, a.discarded_at).where(
                a.enterprise_id == mine
            )
        ).all()
        for key, standing, status, held, discarded_at in moving:
            self._connection.execute(
                update(assessment)
                .where(a.id == key)
                .values(
                    enterprise_id=other,
                    standing=None if standing is None else of_enterprise(standing, other),
                )
            )
            moved = [("enterprise", *codes)]
            log(self._connection, self._at, self._who, moved, assessment_id=key)
            rivals = self._rivals(key)
            if rivals and status == "submitted" and held is None and discarded_at is None:
                self._hold(key, "waiting")
                self._connection.execute(
                    insert(doubt).values(
                        kind="equal_date",
                        enterprise_id=other,
                        assessment_id=key,
                        other=rivals[0],
                        created_at=self._at,
                    )
                )

    def _rivals(self, assessment_id: str) -> Sequence[str]:
        """Those of the same occasion that count."""
        one, a = assessment.alias(), assessment.c
        return self._connection.scalars(
            select(a.id)
            .join_from(
                assessment,
                one,
                (one.c.enterprise_id == a.enterprise_id)
                & (one.c.pack_id == a.pack_id)
                & (one.c.mode == a.mode)
                & (one.c.date == a.date),
            )
            .where(
                one.c.id == assessment_id,
                a.id != assessment_id,
                a.status == "submitted",
                a.discarded_at.is_(None),
                a.held.is_(None),
            )
            .order_by(a.submitted_at)
        ).all()

    def _hold(self, assessment_id: str, after: str | None) -> None:
        query = select(assessment.c.held).where(assessment.c.id == assessment_id)
        before = self._connection.execute(query).scalar_one_or_none()
        if before != after:
            hold(self._connection, assessment_id, before, after, self._at, self._who)

    def _note_assessment(self, row: Row[Any]) -> None:
        noted = [(f"{ITEM}{row.kind}", None, self._decision)]
        log(self._connection, self._at, self._who, noted, assessment_id=row.assessment_id)
