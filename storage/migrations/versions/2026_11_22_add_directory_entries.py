"""2026 11 22 add directory entries."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "2026_11_22_add_directory_entries"
down_revision = "2026_11_22_first_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """2026 11 22 add directory entries."""
    op.create_table(
        "directory_entries",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("change", sa.String(length=8), nullable=False),
        sa.Column("entry_version", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_directory_entries")),
        sa.UniqueConstraint(
            "kind", "entity_id", "version", name=op.f("uq_directory_entries_kind_entity_id_version")
        ),
    )
    op.create_index(
        "ix_directory_entries_entry_version", "directory_entries", ["entry_version"], unique=False
    )
