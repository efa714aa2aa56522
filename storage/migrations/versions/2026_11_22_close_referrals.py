"""A referral has an end, a question and a link for the receiver.

Revision ID: 2026_11_22_close_referrals
Revises: 2026_11_22_correct_and_agree
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "2026_11_22_close_referrals"
down_revision = "2026_11_22_correct_and_agree"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table of links; what was referred before has no end yet."""
    moment = storage.types.UtcDateTime()
    for column in (
        sa.Column("conversation_id", sa.String(length=64), nullable=True),
        sa.Column("started_at", moment, nullable=True),
        sa.Column("asked_at", moment, nullable=True),
        sa.Column("times_asked", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("wants_no_question", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("reached_at", moment, nullable=True),
        sa.Column("outcome_code", sa.String(length=64), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("closed_at", moment, nullable=True),
    ):
        op.add_column("referrals", column)
    op.create_table(
        "referral_links",
        sa.Column("referral_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("valid_until", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_referral_links_case_id_cases"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
            name=op.f("fk_referral_links_referral_id_referrals"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_referral_links_token_hash")),
    )
    op.create_index(op.f("ix_referral_links_case_id"), "referral_links", ["case_id"], unique=False)
