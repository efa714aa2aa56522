"""Note when help was chosen: the hours to the first contact count from then."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "2026_11_22_note_help_chosen"
down_revision = "2026_11_22_rest_collection"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment of the choice; of earlier choices it is unknown."""
    op.add_column("referrals", sa.Column("chosen_at", UtcDateTime(), nullable=True))
