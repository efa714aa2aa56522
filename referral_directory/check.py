"""Check the directory: faults in its files, and what a colleague should look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from referral_directory.directory import Directory, load_directory
from referral_directory.errors import DirectoryFileError
from referral_directory.findings import Finding
from referral_directory.freshness import contacts_to_show, fallback_line, is_stale, state_of_fact
from referral_directory.model import Service

# The danger texts (bot/texts) give these numbers; an entry that differs would contradict them.
SAFETY_NUMBERS = {"nl-112": {"112"}, "nl-113": {"113", "0800-0113"}}


def check_files(path: Path | None, as_of: datetime) -> list[Finding]:
    """Return all findings on the directory in `path` (None: our own), faulty or not."""
    try:
        return check_directory(load_directory(path), as_of)
    except DirectoryFileError as error:
        return list(error.findings)


def check_directory(directory: Directory, as_of: datetime) -> list[Finding]:
    """Return what is wrong or old in a loaded directory, sorted by file and line.

    Errors: a safety number that differs from the danger texts, a route that looks for an unknown
    need, no fallback line. Warnings: what is stale, withheld, or never seen in a source.
    """
    findings = [*_safety_findings(directory), *_route_findings(directory)]
    if fallback_line(directory, as_of) is None:
        expected = "an active service with a verified phone number"
        service_id = directory.freshness.fallback_service
        findings.append(
            Finding("error", "freshness.yml", 1, "fallback_service", service_id, expected)
        )
    for service in directory.services.values():
        findings += _service_findings(service, directory, as_of)
    return sorted(findings, key=lambda f: (f.file, f.line, f.severity, f.field, f.value))


def _safety_findings(directory: Directory) -> Iterator[Finding]:
    for service_id, numbers in SAFETY_NUMBERS.items():
        service = directory.services.get(service_id)
        found = (
            {f.value for f in service.facts if f.kind == "phone" and f.verification.verified}
            if service
            else set()
        )
        if found != numbers:
            yield Finding(
                "error",
                service.file if service else "national.yml",
                service.line if service else 1,
                f"{service_id}.phones",
                ", ".join(sorted(found)) or "nothing",
                f"exactly {', '.join(sorted(numbers))}, as in the danger texts",
            )


def _route_findings(directory: Directory) -> Iterator[Finding]:
    groups = {"fill": directory.fill}
    for route in directory.routes.values():
        groups[f"routes.{route.code}"] = (*route.first, *route.second)
    for field, codes in groups.items():
        for code in codes:
            if code not in directory.taxonomy:
                yield Finding("error", "routes.yml", 1, field, code, "a code from taxonomy.yml")


def _service_findings(service: Service, directory: Directory, as_of: datetime) -> Iterator[Finding]:
    def warning(field: str, value: str, expected: str) -> Finding:
        place = f"{service.id}.{field}"
        return Finding("warning", service.file, service.line, place, value, expected)

    if not service.may_be_offered:
        yield warning("existence", "seen in no source", "a source, or assured_date after a call")
        return
    if is_stale(service.existence, directory.freshness, as_of):
        days = directory.freshness.limits["existence"].stale_after_days
        found = str(service.existence.confirmed_on or "no date")
        yield warning("existence", found, f"confirmed in the last {days} days")
    if not contacts_to_show(service, directory.freshness, as_of):
        yield warning(
            "contacts", "nothing that may be shown", "at least one verified, dated contact"
        )
    for fact in service.facts:
        state = state_of_fact(fact, directory.freshness, as_of)
        if state != "current":
            days = directory.freshness.limits[fact.kind].stale_after_days
            why = "verified" if not fact.verification.verified else f"confirmed in {days} days"
            yield warning(fact.kind, f"{fact.value} ({state})", why)
