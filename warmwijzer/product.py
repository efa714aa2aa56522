"""Puts the parts together: database, organisation, dialogue service, actions and gateway."""

from __future__ import annotations

from dataclasses import dataclass

from actions.executor import build_action_runner
from audit_pack import keep_in_force
from bot.agenda import new_agenda_link
from bot.continue_link import new_link
from bot.dialogue_client import DialoguePool
from bot.forget import erase_conversations
from bot.gateway import Gateway
from bot.texts.plainness import fixed_texts
from bot.turn import TurnTaker
from casework.current_organisation import CurrentOrganisation
from casework.forget import register_eraser
from casework.organisation import Organisation, load_organisation
from evidence_log import check_wrapping_key
from referral_directory.store import fill_when_empty
from staff_console.wording.approving import note_versions
from storage.database import Database, open_database
from storage.migrate import upgrade
from storage.unit_of_work import UnitOfWork
from warmwijzer.evidence_keys import wrapping_key
from warmwijzer.in_force import artifacts_in_force
from warmwijzer.settings import Settings


@dataclass(frozen=True)
class Product:
    """The running parts. Close it, or the dialogue workers stay."""

    settings: Settings
    database: Database
    organisation: Organisation
    current: CurrentOrganisation
    dialogue: DialoguePool
    turns: TurnTaker
    gateway: Gateway

    def close(self) -> None:
        """End the dialogue workers and close the database."""
        self.dialogue.close()
        self.database.close()


def open_prepared_database(settings: Settings) -> Database:
    """Open the database of the settings, bring its tables up to date, and know how to forget."""
    register_eraser(erase_conversations)
    database = open_database(settings.database_url, settings.database_key, wrapping_key(settings))
    upgrade(database)
    with database.unit() as unit:
        check_wrapping_key(unit)
    return database


def fill_directory(database: Database, organisation: Organisation) -> None:
    """Put the organisation's directory in the database's register when that is still empty."""
    with database.unit() as unit:
        if fill_when_empty(unit, organisation.directory.register):
            unit.commit()


def note_in_force(database: Database, settings: Settings) -> None:
    """Keep the versions of texts, rules and policies that are in force from now on."""
    with database.unit() as unit:
        if keep_in_force(unit, artifacts_in_force(settings)):
            unit.commit()


def note_texts(database: Database) -> None:
    """Keep the words of every fixed text that is new or was changed."""
    with database.unit() as unit:
        if note_versions(unit, fixed_texts()):
            unit.commit()


def build_product(settings: Settings, model: str) -> Product:
    """Return the product with its database up to date; the dialogue workers are starting."""
    organisation = load_organisation(settings.organisation)
    database = open_prepared_database(settings)
    fill_directory(database, organisation)
    note_in_force(database, settings)
    with database.unit() as unit:
        CurrentOrganisation(organisation).check(unit)
    pool = DialoguePool(model, settings.dialogue_workers)
    note_texts(database)  # takes two seconds, as long as the workers need to start
    return assemble(settings, organisation, database, pool)


def assemble(
    settings: Settings, organisation: Organisation, database: Database, dialogue: DialoguePool
) -> Product:
    """Return the product on parts that are open already."""

    def make_link(unit: UnitOfWork, conversation_id: str) -> str:
        return f"{settings.public_url}/verder/{new_link(unit, conversation_id)}"

    def make_agenda_link(unit: UnitOfWork, conversation_id: str) -> str:
        return f"{settings.public_url}/agenda/{new_agenda_link(unit, conversation_id)}"

    current = CurrentOrganisation(organisation)
    turns = TurnTaker(
        database,
        organisation,
        dialogue.turn,
        build_action_runner(),
        make_link,
        current,
        make_agenda_link,
    )
    gateway = Gateway(database, turns, settings.dialogue_workers + 1)
    return Product(settings, database, organisation, current, dialogue, turns, gateway)
