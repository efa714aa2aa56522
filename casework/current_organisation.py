"""The organisation as it is now: its file, with the directory as the database has it."""

from __future__ import annotations

from dataclasses import replace

from casework.organisation import Organisation
from referral_directory import CurrentDirectory
from storage.unit_of_work import UnitOfWork


class CurrentOrganisation:
    """Gives the organisation for a unit of work. ``from_file`` is what its file says."""

    def __init__(self, from_file: Organisation) -> None:
        self.from_file = from_file
        self.directory = CurrentDirectory(from_file.directory)

    def at(self, unit: UnitOfWork) -> Organisation:
        """Return the organisation as committed when ``unit`` reads it."""
        return replace(self.from_file, directory=self.directory.at(unit))
