"""A proposal may take the place of a running arrangement.

Revision ID: 2026_11_22_add_replaces_id
Revises: 2026_11_22_add_console
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_add_replaces_id"
down_revision = "2026_11_22_add_console"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was proposed before replaces nothing."""
    op.add_column("proposals", sa.Column("replaces_id", sa.String(length=32), nullable=True))
