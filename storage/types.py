"""Column types and identifiers that every table shares."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Id = String(32)
Json = JSON


def new_id() -> str:
    """Return a random identifier: 32 lower-case hexadecimal characters, 122 random bits.

    >>> len(new_id())
    32
    """
    return uuid4().hex


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses a naive datetime, and gives aware ones back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC; raise ``ValueError`` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone, so its moment is unknown. Use UTC.")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the stored moment with its time zone: SQLite keeps none."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
