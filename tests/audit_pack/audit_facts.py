"""Builds facts of a made-up log for the figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from audit_pack import Artifact, Period
from audit_pack.facts import LOCAL_TIME, Fact
from audit_pack.findings import Findings, gathered

ARTIFACTS = [Artifact("texts", "notices.yml", b"welcome: Dag\n")]
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


class Log:
    """Facts in the order in which they are told."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def add(self, day: str, entry_type: str, case_ref: str | None, **codes: Any) -> Log:
        at = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=LOCAL_TIME)
        self.facts.append(Fact(len(self.facts), at, entry_type, case_ref, codes))
        return self

    def many(self, number: int, day: str, entry_type: str, **codes: Any) -> Log:
        for place in range(number):
            numbered = {key: f"{value}{place}" for key, value in codes.items()}
            self.add(day, entry_type, f"case{place}", **numbered)
        return self

    def findings(self, period: Period = YEAR, seed: str = "seed", size: int = 3) -> Findings:
        ordered = sorted(self.facts, key=lambda fact: fact.at)
        return gathered(ordered, period, seed, size)

    def month(self, code: str, month: str) -> tuple[int, int, int]:
        """Return yes, no and unknown of one figure in one month."""
        cell = self.findings().kpis[code][month]
        return cell.yes, cell.no, cell.unknown
