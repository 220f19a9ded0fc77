"""The tables, in portable types: SQLite today, PostgreSQL when a district shares one.

Every change here needs a migration in ``migrations/versions``; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment. Aware in Python, always UTC; SQLite keeps it as text without an offset."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        if value.tzinfo is not UTC:  # as nearly all are
            value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class ExactNumber(TypeDecorator[Decimal]):
    """A decimal exactly as given, kept as text: SQLite has binary floats only."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(
        self,
        value: Decimal | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> Decimal | None:
        return None if value is None else Decimal(value)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

enterprise = sa.Table(
    "enterprise",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uscc", sa.String(18), nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("district", sa.String(6)),
    sa.Column("town", sa.Text, nullable=False, default=""),
    sa.Column("industry", sa.String(8)),
    sa.Column("cluster", sa.String(40)),
    sa.Column("founded", sa.Integer),
    sa.Column("employees", sa.Integer),
    sa.Column("revenue", ExactNumber),
    sa.Column("above_scale", sa.Boolean),
    sa.Column("qualification", sa.String(40)),
    sa.Column("contact_name", sa.Text, nullable=False, default=""),
    sa.Column("contact_title", sa.Text, nullable=False, default=""),
    sa.Column("phone", sa.Text, nullable=False, default=""),
    sa.Column("email", sa.Text, nullable=False, default=""),
    # Computed when the profile is saved, so that reading needs no code lists.
    sa.Column("size", sa.String(20)),
    sa.Column("search", sa.Text, nullable=False),
    sa.Column("name_key", sa.LargeBinary, nullable=False),
    # Of its submitted assessments; kept true in the transaction that changes one of them, so
    # that a list of forty thousand needs no join.
    sa.Column("assessments", sa.Integer, nullable=False, default=0),
    sa.Column("latest_level", sa.Integer),
    sa.Column("latest_score", sa.Integer),
    sa.Column("latest_date", sa.Date),
    sa.Column("latest_mode", sa.String(10)),
    sa.Column("latest_assessment", sa.String(36)),
    sa.Column("drafts", sa.Integer, nullable=False, default=0),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
)

batch = sa.Table(
    "batch",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("counts", sa.JSON(none_as_null=True)),
    sa.Column("started_at", UtcTime, nullable=False),
    # Without it the run was interrupted.
    sa.Column("finished_at", UtcTime),
    sa.Column("who", sa.Text, nullable=False, default="", server_default=""),
    # As given, absolute, so that an interrupted run can be gone on with.
    sa.Column("paths", sa.JSON(none_as_null=True)),
    sa.Column("undone_at", UtcTime),
    sa.Column("undone_by", sa.Text, nullable=False, default="", server_default=""),
)

assessment = sa.Table(
    "assessment",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("enterprise_id", sa.ForeignKey("enterprise.id"), nullable=False),
    sa.Column("pack_id", sa.String(80), nullable=False),
    sa.Column("pack_edition", sa.String(40), nullable=False),
    sa.Column("mode", sa.String(10), nullable=False),
    sa.Column("date", sa.Date, nullable=False),
    sa.Column("assessor", sa.Text, nullable=False, default=""),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("discarded_at", UtcTime),
    sa.Column("position", sa.String(80)),
    # The document of ``documents``: answers, figures, not_applicable, notes, flags, reasons.
    sa.Column("answers", sa.JSON, nullable=False),
    sa.Column("answered", sa.Integer, nullable=False, default=0),
    sa.Column("total", sa.Integer, nullable=False),
    # Thousandths; level and score follow each edit, the whole verdict is kept with a submitted one.
    sa.Column("score", sa.Integer),
    sa.Column("level", sa.Integer),
    sa.Column("verdict", sa.JSON(none_as_null=True)),
    sa.Column("digest", sa.String(64)),
    sa.Column("source", sa.Text, nullable=False, default=""),
    sa.Column("batch_id", sa.ForeignKey("batch.id")),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
    sa.Column("submitted_at", UtcTime),
    # ``waiting`` for a person's decision or ``rejected`` by one: in the history, but not counted.
    sa.Column("held", sa.String(12)),
    # What the roll-up needs of it (``domain.standing``); ``NULL`` until it was computed.
    sa.Column("standing", sa.LargeBinary),
    # Of an on-site one: the self-assessment that it started from. No reference: what counts is the
    # claim beside it, a snapshot, so that the two stay comparable whatever becomes of the other.
    sa.Column("based_on", sa.String(36)),
    # ``{"id", "date", "assessor", "pack_id", "pack_edition", "document"}``.
    sa.Column("claim", sa.JSON(none_as_null=True)),
    sa.CheckConstraint("status IN ('draft', 'submitted')", name="status"),
    sa.CheckConstraint("mode IN ('self', 'onsite')", name="mode"),
)

change = sa.Table(
    "change",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False, default=""),
    # One of the two, whichever was changed.
    sa.Column("enterprise_id", sa.ForeignKey("enterprise.id")),
    sa.Column("assessment_id", sa.ForeignKey("assessment.id")),
    sa.Column("item", sa.String(120), nullable=False),
    sa.Column("old", sa.Text, nullable=False, default=""),
    sa.Column("new", sa.Text, nullable=False, default=""),
    # Of what an intake changed; a person's own changes have none. Undoing tells them apart by it.
    sa.Column("batch_id", sa.String(36)),
)

# One object that came in: a workbook, a JSON file, a line. Refused ones stand here too.
intake_item = sa.Table(
    "intake_item",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("batch_id", sa.ForeignKey("batch.id"), nullable=False, index=True),
    # As it is shown: ``archive.zip!/inner/name.xlsx``.
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("line", sa.Integer),
    # On disk, absolute: of the file, or of the archive that holds it.
    sa.Column("path", sa.Text, index=True),
    # 16 bytes of blake2b over the object's bytes.
    sa.Column("fingerprint", sa.LargeBinary(16)),
    sa.Column("outcome", sa.String(12), nullable=False),
    sa.Column("suspicious", sa.Boolean, nullable=False, default=False),
    # Taken back by undoing its batch.
    sa.Column("undone", sa.Boolean, nullable=False, default=False),
    sa.Column("problems", sa.JSON(none_as_null=True)),
    # Whose it is and whom to ask, as read: may be wrong, may be empty.
    sa.Column("uscc", sa.Text, nullable=False, default=""),
    sa.Column("name", sa.Text, nullable=False, default=""),
    sa.Column("district", sa.Text, nullable=False, default=""),
    sa.Column("contact", sa.Text, nullable=False, default=""),
    sa.Column("phone", sa.Text, nullable=False, default=""),
    # No references: what they name may be taken back while the item stays.
    sa.Column("enterprise_id", sa.Integer),
    sa.Column("assessment_id", sa.String(36)),
    # What undoing needs (``store.intake_images``): what was there before, and what came in.
    sa.Column("before", sa.JSON(none_as_null=True)),
)

# What a person has to decide.
doubt = sa.Table(
    "doubt",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    # ``equal_date``, ``two_districts``, ``same_name`` or ``altered``.
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("enterprise_id", sa.Integer, nullable=False, index=True),
    sa.Column("assessment_id", sa.String(36)),
    # The other side: an assessment's id, a district's code, an enterprise's id.
    sa.Column("other", sa.String(40)),
    sa.Column("detail", sa.JSON(none_as_null=True)),
    sa.Column("batch_id", sa.String(36)),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("decided_at", UtcTime),
    sa.Column("decision", sa.String(12)),
    sa.Column("decided_by", sa.Text, nullable=False, default=""),
)

# The list of the enterprises that should be assessed (应评名单).
roster_entry = sa.Table(
    "roster_entry",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    # The row in the list that it came from.
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("uscc", sa.String(18), index=True),
    sa.Column("name", sa.Text, nullable=False),
    # Folded and encoded as that of the enterprise, so that the two can be joined.
    sa.Column("name_key", sa.LargeBinary, nullable=False, index=True),
    sa.Column("district", sa.String(6)),
    sa.Column("town", sa.Text, nullable=False, default=""),
    sa.Column("industry", sa.String(8)),
    sa.Column("size", sa.String(20)),
    sa.Column("above_scale", sa.Boolean),
    sa.Column("contact_name", sa.Text, nullable=False, default=""),
    sa.Column("phone", sa.Text, nullable=False, default=""),
    sa.Column("note", sa.Text, nullable=False, default=""),
    sa.Column("source", sa.Text, nullable=False, default=""),
)

# A file that was attached (佐证材料). Its content lies beside the database under its sha256
# (``store.evidence_files``), so that one photo on ten questions is ten rows and one file.
evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("assessment_id", sa.ForeignKey("assessment.id"), nullable=False, index=True),
    # A question or scenario; empty for the assessment as a whole.
    sa.Column("item", sa.String(80), nullable=False, default=""),
    # The entry of the pack's list that it answers to; empty for none in particular.
    sa.Column("proof", sa.String(80), nullable=False, default=""),
    # What it supports: letters (``B,C``) or a level (``3``); empty for the answer as a whole.
    sa.Column("claim", sa.String(40), nullable=False, default=""),
    sa.Column("caption", sa.Text, nullable=False, default=""),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False, index=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("media_type", sa.String(80), nullable=False),
    # Pixels, upright; of pictures only.
    sa.Column("width", sa.Integer),
    sa.Column("height", sa.Integer),
    sa.Column("added_at", UtcTime, nullable=False),
    sa.Column("added_by", sa.Text, nullable=False, default=""),
    # Taken away by a person; can be brought back.
    sa.Column("removed_at", UtcTime),
)

# Steps to a target level, with owner, date and cost (提升计划): one to an assessment.
improvement_plan = sa.Table(
    "improvement_plan",
    metadata,
    sa.Column("assessment_id", sa.ForeignKey("assessment.id"), primary_key=True),
    sa.Column("document", sa.JSON, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
)

# What an assessment was when it went out or came in with a package: what two copies of it have in
# common when they are merged.
exchanged_version = sa.Table(
    "exchanged_version",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("assessment_id", sa.ForeignKey("assessment.id"), nullable=False, index=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("document", sa.JSON, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("key", sa.String(80), primary_key=True),
    # JSON text. Not the type JSON: SQLite would turn "40000" in such a column into a number.
    sa.Column("value", sa.Text, nullable=False),
)


def _only(condition: sa.ColumnElement[bool]) -> dict[str, Any]:
    """An index of these rows alone."""
    return {"sqlite_where": condition, "postgresql_where": condition}


# Holds all that a search by text needs, in the order in which it is shown.
sa.Index("ix_enterprise_listing", enterprise.c.name_key, enterprise.c.search)
sa.Index("ix_enterprise_progress", enterprise.c.latest_level, enterprise.c.district)
sa.Index("ix_assessment_enterprise", assessment.c.enterprise_id, assessment.c.date)
sa.Index("ix_assessment_updated", assessment.c.updated_at)
sa.Index("ix_assessment_status", assessment.c.status, assessment.c.discarded_at)
sa.Index("ix_enterprise_groups", enterprise.c.district, enterprise.c.industry, enterprise.c.size)
# The roll-up reads forty thousand standings from here without touching their rows.
sa.Index(
    "ix_assessment_standing",
    assessment.c.pack_id,
    assessment.c.enterprise_id,
    assessment.c.standing,
    **_only(
        (assessment.c.status == "submitted")
        & assessment.c.discarded_at.is_(None)
        & assessment.c.held.is_(None)
    ),
)
# Half of the log is about the one, half about the other: no need to index what isn't there.
sa.Index(
    "ix_change_enterprise_id", change.c.enterprise_id, **_only(change.c.enterprise_id.is_not(None))
)
sa.Index(
    "ix_change_assessment_id", change.c.assessment_id, **_only(change.c.assessment_id.is_not(None))
)
sa.Index(
    "ix_intake_item_enterprise_id",
    intake_item.c.enterprise_id,
    **_only(intake_item.c.enterprise_id.is_not(None)),
)
sa.Index("ix_doubt_waiting", doubt.c.kind, **_only(doubt.c.decided_at.is_(None)))
