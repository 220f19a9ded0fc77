"""Intake at scale: items of a batch, doubts, the roster, what is held, packed standings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("batch", sa.Column("who", sa.Text(), nullable=False, server_default=""))
    op.add_column("batch", sa.Column("paths", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("batch", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("batch", sa.Column("undone_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("assessment", sa.Column("held", sa.String(length=12), nullable=True))
    op.add_column("assessment", sa.Column("standing", sa.LargeBinary(), nullable=True))
    counts = sa.text("status = 'submitted' AND discarded_at IS NULL AND held IS NULL")
    _index("ix_assessment_standing", "assessment", ["pack_id", "enterprise_id", "standing"], counts)
    _index("ix_enterprise_groups", "enterprise", ["district", "industry", "size"])
    op.add_column("change", sa.Column("batch_id", sa.String(length=36), nullable=True))
    for column in ("enterprise_id", "assessment_id"):
        name = f"ix_change_{column}"
        op.drop_index(name, table_name="change")
        _index(name, "change", [column], sa.text(f"{column} IS NOT NULL"))
    _create_intake_item()
    _create_doubt()
    _create_roster_entry()


def _create_intake_item() -> None:
    op.create_table(
        "intake_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(length=16), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("suspicious", sa.Boolean(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("problems", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("assessment_id", sa.String(length=36), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_intake_item_batch_id_batch"),
        sa.PrimaryKeyConstraint("id", name="pk_intake_item"),
    )
    _index("ix_intake_item_batch_id", "intake_item", ["batch_id"])
    _index("ix_intake_item_path", "intake_item", ["path"])
    there = sa.text("enterprise_id IS NOT NULL")
    _index("ix_intake_item_enterprise_id", "intake_item", ["enterprise_id"], there)


def _create_doubt() -> None:
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.String(length=36), nullable=True),
        sa.Column("other", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_doubt"),
    )
    _index("ix_doubt_enterprise_id", "doubt", ["enterprise_id"])
    _index("ix_doubt_waiting", "doubt", ["kind"], sa.text("decided_at IS NULL"))


def _create_roster_entry() -> None:
    op.create_table(
        "roster_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.LargeBinary(), nullable=False),
        sa.Column("district", sa.String(length=6), nullable=True),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("industry", sa.String(length=8), nullable=True),
        sa.Column("size", sa.String(length=20), nullable=True),
        sa.Column("above_scale", sa.Boolean(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roster_entry"),
    )
    _index("ix_roster_entry_uscc", "roster_entry", ["uscc"])
    _index("ix_roster_entry_name_key", "roster_entry", ["name_key"])


def _index(name: str, table: str, columns: list[str], where: sa.TextClause | None = None) -> None:
    """An index, of those rows alone that ``where`` names."""
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
