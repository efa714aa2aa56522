"""Passkeys, the organisation's own log-in, and browsers that are known."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "2026_11_22_ways_in"
down_revision = "2026_11_22_note_help_chosen"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the columns; a session that is open was opened the own way."""
    op.create_table(
        "staff_passkeys",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_members.id"], name="fk_staff_passkeys_staff_id_staff_members"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_staff_passkeys"),
    )
    op.create_index("ix_staff_passkeys_staff_id", "staff_passkeys", ["staff_id"], unique=False)
    op.create_table(
        "staff_challenges",
        sa.Column("challenge_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("challenge_hash", name="pk_staff_challenges"),
    )
    op.create_table(
        "staff_known_browsers",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff_members.id"],
            name="fk_staff_known_browsers_staff_id_staff_members",
        ),
        sa.PrimaryKeyConstraint("token_hash", "staff_id", name="pk_staff_known_browsers"),
    )
    op.create_index(
        "ix_staff_known_browsers_staff_id", "staff_known_browsers", ["staff_id"], unique=False
    )
    op.add_column(
        "staff_members", sa.Column("provider_subject", sa.String(length=255), nullable=True)
    )
    op.add_column(
        "staff_sessions",
        sa.Column("way", sa.String(length=16), server_default="own", nullable=False),
    )
    op.add_column(
        "staff_log_in_attempts", sa.Column("address_hash", sa.String(length=64), nullable=True)
    )
    op.create_index(
        "ix_staff_log_in_attempts_address",
        "staff_log_in_attempts",
        ["address_hash"],
        unique=False,
    )
