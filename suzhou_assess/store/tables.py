"""The tables, in portable types: SQLite today, PostgreSQL when a district shares one.

Every change here needs a migration in ``migrations/versions``; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

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
    sa.Column("finished_at", UtcTime),
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
    # The document of ``documents``: answers, figures, not_applicable, notes, flags.
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
    sa.Column("enterprise_id", sa.ForeignKey("enterprise.id"), index=True),
    sa.Column("assessment_id", sa.ForeignKey("assessment.id"), index=True),
    sa.Column("item", sa.String(120), nullable=False),
    sa.Column("old", sa.Text, nullable=False, default=""),
    sa.Column("new", sa.Text, nullable=False, default=""),
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("key", sa.String(80), primary_key=True),
    # JSON text. Not the type JSON: SQLite would turn "40000" in such a column into a number.
    sa.Column("value", sa.Text, nullable=False),
)

# Holds all that a search by text needs, in the order in which it is shown.
sa.Index("ix_enterprise_listing", enterprise.c.name_key, enterprise.c.search)
sa.Index("ix_enterprise_progress", enterprise.c.latest_level, enterprise.c.district)
sa.Index("ix_assessment_enterprise", assessment.c.enterprise_id, assessment.c.date)
sa.Index("ix_assessment_updated", assessment.c.updated_at)
sa.Index("ix_assessment_status", assessment.c.status, assessment.c.discarded_at)
