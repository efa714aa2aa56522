"""What was known of a person before a colleague corrected it."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "2026_11_22_correct_facts"
down_revision = "2026_11_22_settings_and_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; of what was corrected before it says nothing."""
    op.create_table(
        "fact_corrections",
        sa.Column("fact", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=254), nullable=True),
        sa.Column("before_source", sa.String(length=64), nullable=False),
        sa.Column("after", sa.String(length=254), nullable=False),
        sa.Column("reason_code", sa.String(length=64), nullable=False),
        sa.Column("colleague", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name="fk_fact_corrections_case_id_cases",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fact_corrections"),
    )
    op.create_index("ix_fact_corrections_case_id", "fact_corrections", ["case_id"], unique=False)
