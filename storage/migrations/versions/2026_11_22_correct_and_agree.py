"""Corrected claims; who laid a plan down."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "2026_11_22_correct_and_agree"
down_revision = "2026_11_22_holds_and_versions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the column; of what was there before they say nothing."""
    op.create_table(
        "claim_corrections",
        sa.Column("claim_id", sa.String(length=32), nullable=False),
        sa.Column("before_cents", sa.Integer(), nullable=False),
        sa.Column("before_source", sa.String(length=64), nullable=False),
        sa.Column("before_as_of", sa.Date(), nullable=False),
        sa.Column("after_cents", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(length=64), nullable=False),
        sa.Column("colleague", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name="fk_claim_corrections_case_id_cases",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claims.id"],
            name="fk_claim_corrections_claim_id_claims",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_claim_corrections"),
    )
    op.create_index("ix_claim_corrections_case_id", "claim_corrections", ["case_id"], unique=False)
    op.add_column("arrangements", sa.Column("prepared_by", sa.String(length=64), nullable=True))
