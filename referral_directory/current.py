"""The directory as the database has it now; read again only after a change."""

from __future__ import annotations

from dataclasses import replace

from referral_directory.building import build_services, build_taxonomy
from referral_directory.directory import Directory
from referral_directory.register import Register, short_hash
from referral_directory.store import latest_change, read_register
from storage.unit_of_work import UnitOfWork


class CurrentDirectory:
    """Gives the directory for a unit of work.

    `base` has the routes, postcodes and freshness rules, and its own register, which counts as long
    as the database holds none.
    """

    def __init__(self, base: Directory) -> None:
        self._base = base
        self._seen = base

    def at(self, unit: UnitOfWork) -> Directory:
        """Return the directory as committed when `unit` reads it: one small query if unchanged."""
        seen = self._seen
        if latest_change(unit) != seen.register.number:
            before = seen.register if seen is not self._base else None
            seen = with_register(seen, read_register(unit, before), self._base.version)
            self._seen = seen
        return seen


def with_register(before: Directory, register: Register, base_version: str = "") -> Directory:
    """Return `before` with the services and taxonomy of `register`.

    Services of which nothing changed are not built again.
    """
    same = all(
        before.register.of(kind) == register.of(kind) for kind in ("organization", "taxonomy_term")
    )
    services = build_services(register, known=before.services if same else {})
    sources = {
        source.key: source
        for service in services.values()
        for verification in (service.existence, *(fact.verification for fact in service.facts))
        for source in verification.sources
    }
    return replace(
        before,
        version=short_hash(f"{base_version or before.version}/{register.number}".encode()),
        services=services,
        sources=sources,
        taxonomy=build_taxonomy(register),
        register=register,
    )
