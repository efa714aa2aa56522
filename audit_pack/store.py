"""Every version of every text, rule and policy that was in force, since when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from audit_pack.artifacts import Artifact
from audit_pack.months import Period
from evidence_log import record
from storage.base import Base
from storage.types import Id, UtcDateTime, new_id
from storage.unit_of_work import UnitOfWork

_GONE = ""
_NOT_IN_CODES = re.compile(r"[^A-Za-z0-9_.:@/+-]")


class ArtifactVersion(Base):
    """One version of one artifact from ``in_force_at`` on. No content: it was taken away."""

    __tablename__ = "artifact_versions"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    in_force_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def keep_in_force(unit: UnitOfWork, artifacts: Sequence[Artifact]) -> int:
    """Keep what is in force now where it differs from what was; return how many versions are new.

    Each new version is an entry in the evidence log, so its date can be proved. Doing it again
    changes nothing.
    """
    before = {(row.kind, row.name): row.sha256 for row in _versions(unit)}
    now = {(each.kind, each.name): each for each in artifacts}
    changed = [each for key, each in now.items() if before.get(key, _GONE) != each.sha256]
    gone = [key for key, sha256 in before.items() if sha256 != _GONE and key not in now]
    for each in changed:
        _keep(unit, each.kind, each.name, each.sha256, each.content)
    for kind, name in gone:
        _keep(unit, kind, name, _GONE, b"")
    return len(changed) + len(gone)


def in_force_during(unit: UnitOfWork, period: Period) -> list[Artifact]:
    """Return the versions that were in force at any moment of ``period``, by kind, name, moment."""
    latest: dict[tuple[str, str], list[ArtifactVersion]] = {}
    for row in _versions(unit):
        if row.in_force_at < period.until:
            versions = latest.setdefault((row.kind, row.name), [])
            if row.in_force_at <= period.since:
                versions.clear()
            versions.append(row)
    return [
        replace(Artifact(kind, name, bytes(row.content)), in_force_at=row.in_force_at)
        for (kind, name), versions in sorted(latest.items())
        for row in versions
        if row.sha256 != _GONE
    ]


def _versions(unit: UnitOfWork) -> Sequence[ArtifactVersion]:
    query = select(ArtifactVersion).order_by(ArtifactVersion.in_force_at, ArtifactVersion.id)
    return unit.session.scalars(query).all()


def _keep(unit: UnitOfWork, kind: str, name: str, sha256: str, content: bytes) -> None:
    row = ArtifactVersion(
        id=new_id(), kind=kind, name=name, sha256=sha256, content=content, in_force_at=unit.now
    )
    unit.add(row)
    # A path may be longer than a code: its own hash stands for it, and the table tells the name.
    shown = _NOT_IN_CODES.sub("_", name)[-64:]
    codes = {"kind": kind, "artifact": shown, "sha256": sha256}
    record(unit, "artifact_in_force", None, codes)
