"""Alembic's entry point: the connection comes from :mod:`storage.migrate`."""

from typing import Any

from alembic import context

from storage.base import Base
from storage.types import UtcDateTime


def render_item(kind: str, item: Any, autogen: Any) -> Any:
    """Write our own column type by its name."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("from storage.types import UtcDateTime")
        return "UtcDateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=render_item,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
