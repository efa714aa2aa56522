"""Versions of the settings: who changed what, when, why, and from when it counts.

Rows are only added and decided. A version holds only what it changes; a later one wins.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Id, Json, UtcDateTime
from storage.unit_of_work import UnitOfWork

WAITING, IN_FORCE, REFUSED = "waiting", "in_force", "refused"


class SettingsVersion(Base):
    """One change. ``changes`` is name → value as in the file; ``before`` is what it replaced.

    ``state``: ``waiting`` for a second person, ``in_force`` from ``valid_from`` on, or ``refused``.
    """

    __tablename__ = "settings_versions"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    changes: Mapped[dict[str, Any]] = mapped_column(Json)
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    changed_by: Mapped[str] = mapped_column(Id)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def versions(unit: UnitOfWork) -> list[SettingsVersion]:
    """Return every version, the newest first."""
    query = select(SettingsVersion).order_by(SettingsVersion.number.desc())
    return list(unit.session.scalars(query))


def version_with(unit: UnitOfWork, number: int) -> SettingsVersion | None:
    """Return the version with this number, or None."""
    return unit.session.get(SettingsVersion, number)


def accepted(unit: UnitOfWork) -> list[SettingsVersion]:
    """Return the versions that count now or later, in the order in which they win."""
    query = select(SettingsVersion).where(SettingsVersion.state == IN_FORCE)
    order = (SettingsVersion.valid_from, SettingsVersion.number)
    return list(unit.session.scalars(query.order_by(*order)))


def next_number(unit: UnitOfWork) -> int:
    """Return the number of the next version."""
    return (unit.session.scalar(select(func.max(SettingsVersion.number))) or 0) + 1
