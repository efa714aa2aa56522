"""The directory as the database has it now; read again only after a change."""

from __future__ import annotations

from dataclasses import replace

from referral_directory.building import build_services, build_taxonomy
from referral_directory.directory import Directory
from referral_directory.register import Register, short_hash
from referral_directory.store import latest_change, read_register
from storage.unit_of_work import UnitOfWork


class CurrentDirectory:
    """Gives the directory for a unit of work. `base` has the routes, postcodes and freshness rules,

    and its own register, which counts as long as the database holds none.
    """

    def __init__(self, base: Directory) -> None:
        self._base = base
        self._seen: tuple[int, Directory] = (0, base)

    def at(self, unit: UnitOfWork) -> Directory:
        """Return the directory as committed when `unit` reads it: one small query if unchanged."""
        number = latest_change(unit)
        seen, directory = self._seen
        if number != seen:
            directory = with_register(self._base, read_register(unit), number)
            self._seen = (number, directory)
        return directory


def with_register(base: Directory, register: Register, number: int) -> Directory:
    """Return `base` with the services and taxonomy of `register`, which is at change `number`."""
    services = build_services(register)
    sources = {
        source.key: source
        for service in services.values()
        for verification in (service.existence, *(fact.verification for fact in service.facts))
        for source in verification.sources
    }
    return replace(
        base,
        version=short_hash(f"{base.version}/{number}".encode()),
        services=services,
        sources=sources,
        taxonomy=build_taxonomy(register),
        register=register,
    )
