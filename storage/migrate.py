"""Brings the tables up to date with Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from storage.database import Database
from storage.errors import DatabaseRefused

MIGRATIONS = Path(__file__).parent / "migrations"
LONGEST_NAME = 32


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring ``database`` to ``revision``; on an error the database stays as it was.

    Raises :class:`storage.errors.DatabaseRefused` for tables of a version that is not known here.
    """
    config = _config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        config.attributes["wrapping_key"] = database.wrapping_key
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            found = MigrationContext.configure(connection).get_current_revision()
            if found is None or found in _known(config):
                raise
            raise DatabaseRefused(
                f"The tables are of version {found!r}, which this version of Warmwijzer does not "
                "know, so nothing was changed. Start the newer version that made them, or restore "
                "the copy from before."
            ) from error


def write_revision(database: Database, name: str) -> None:
    """Write a migration named ``name`` from the difference between the tables and the code.

    Read it before you commit it: Alembic sees no renames, triggers or data. Raises
    :class:`storage.errors.DatabaseRefused` for a name that PostgreSQL could not keep.
    """
    if len(name) > LONGEST_NAME:
        raise DatabaseRefused(
            f"{name!r} has {len(name)} characters and PostgreSQL keeps {LONGEST_NAME} of a "
            "migration's name, so nothing was written. Take a shorter one."
        )
    config = _config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message=name.replace("_", " "), rev_id=name, autogenerate=True)


def current_revision(database: Database) -> str | None:
    """Return the revision of the tables, or None for an empty database."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _known(config: Config) -> set[str]:
    return {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s")
    return config
