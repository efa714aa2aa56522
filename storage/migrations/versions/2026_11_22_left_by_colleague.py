"""Who had a conversation and was not there any more."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "2026_11_22_left_by_colleague"
down_revision = "2026_11_22_correct_facts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a question of before was left by nobody."""
    op.add_column("handovers", sa.Column("left_by", sa.String(length=64), nullable=True))
    op.add_column("handovers", sa.Column("left_at", UtcDateTime(), nullable=True))
