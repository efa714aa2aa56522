"""The organisation as it is now: its file, with the settings and directory of the database."""

from __future__ import annotations

from dataclasses import replace

from casework.organisation import Organisation
from casework.settings.change import settled
from casework.settings.store import accepted
from referral_directory import CurrentDirectory
from storage.unit_of_work import UnitOfWork


class CurrentOrganisation:
    """Gives the organisation for a unit of work. ``from_file`` is what its file says."""

    def __init__(self, from_file: Organisation) -> None:
        self.from_file = from_file
        self.directory = CurrentDirectory(from_file.directory)
        self._seen: tuple[tuple[int, ...], Organisation] = ((), from_file)

    @property
    def latest(self) -> Organisation:
        """The organisation as this process saw it last, for what needs no directory."""
        return self._seen[1]

    def at(self, unit: UnitOfWork) -> Organisation:
        """Return the organisation as committed when ``unit`` reads it."""
        return replace(self.with_settings(unit), directory=self.directory.at(unit))

    def with_settings(self, unit: UnitOfWork) -> Organisation:
        """Return the same with the directory of the file: one small query if nothing changed."""
        rows = [row for row in accepted(unit) if row.valid_from <= unit.now]
        numbers = tuple(row.number for row in rows)
        if numbers != self._seen[0]:
            self._seen = (numbers, settled(self.from_file, rows))
        return self._seen[1]

    def check(self, unit: UnitOfWork) -> None:
        """Refuse what the database holds when it cannot stand on this file, now or later.

        Raises :class:`casework.settings.values.SettingsRefused`.
        """
        rows = accepted(unit)
        for place in range(len(rows)):
            settled(self.from_file, rows[: place + 1])
