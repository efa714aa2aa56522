"""Sentences to learn from."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "2026_11_22_training_candidates"
down_revision = "2026_11_22_close_referrals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "staff_training_candidates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("score_percent", sa.Integer(), nullable=False),
        sa.Column("suggestion", sa.String(length=120), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reviewed_by", sa.String(length=32), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewed_by"],
            ["staff_members.id"],
            name="fk_staff_training_candidates_reviewed_by_staff_members",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_staff_training_candidates"),
    )
    op.create_index(
        "ix_staff_training_candidates_case_id",
        "staff_training_candidates",
        ["case_id"],
        unique=False,
    )
    op.create_index(
        "ix_staff_training_candidates_state", "staff_training_candidates", ["state"], unique=False
    )
