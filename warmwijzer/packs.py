"""Makes an audit pack of the running product's log: for the command line and for the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit_pack import (
    Norm,
    Period,
    SelfAssessment,
    Wanted,
    gather,
    in_force_during,
    load_norms,
    write_pack,
)
from casework.organisation import load_organisation
from evidence_log import sign_checkpoint
from storage.database import Database
from warmwijzer.evidence_keys import signer
from warmwijzer.settings import Settings


@dataclass(frozen=True)
class PackOrder:
    """What a pack is about; ``norms`` None are those of the product."""

    period: Period
    seed: str
    sample: int
    norms: tuple[Norm, ...] | None = None
    assessment: SelfAssessment | None = None
    earlier: Mapping[str, Any] | None = None


def make_pack(
    settings: Settings,
    database: Database,
    folder: Path,
    order: PackOrder,
    on_entry: Callable[[], object],
    on_file: Callable[[], object] = lambda: None,
) -> int:
    """Write a pack in the new ``folder``; return how many files there are to draw from.

    The log is signed first, so the pack names a root that can be proved. Raises what
    :func:`audit_pack.write_pack` raises.
    """
    checkpoint = sign_checkpoint(database, signer(settings))
    with database.unit() as unit:
        findings = gather(unit, order.period, order.seed, order.sample, on_entry)
        wanted = Wanted(
            organisation=load_organisation(settings.organisation).name,
            norms=order.norms or load_norms(),
            artifacts=in_force_during(unit, order.period),
            assessment=order.assessment,
            earlier=order.earlier,
            root=bytes(checkpoint.root).hex() if checkpoint else None,
        )
        write_pack(folder, findings, wanted, unit.now, on_file)
    return findings.sample.population
