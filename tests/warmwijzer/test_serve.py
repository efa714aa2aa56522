"""Whoever is on call sees at once that nothing is answered any more."""

from __future__ import annotations

import asyncio

import pytest
from rich.console import Console
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from casework.organisation import load_organisation
from warmwijzer.product import assemble, open_prepared_database
from warmwijzer.serve import serve
from warmwijzer.settings import read_settings


class _NoDialogue:
    """A dialogue service of which no worker ever starts."""

    def turn(self, _request, _run_action):
        raise AssertionError

    def parse(self, _text):
        raise AssertionError

    def is_ready(self):
        return False

    def wait_until_ready(self):
        """Ready to be told the address."""


async def test_the_process_ends_with_the_reason_when_no_turn_can_be_taken(tmp_path):
    settings = read_settings(
        {"WARMWIJZER_DATABASE_URL": f"sqlite:///{tmp_path}/a.db", "WARMWIJZER_PORT": "0"}
        | {"WARMWIJZER_CONSOLE_PORT": "0"}
    )
    database = open_prepared_database(settings)
    organisation = load_organisation(settings.organisation)
    product = assemble(settings, organisation, database, _NoDialogue())
    with database.engine.begin() as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.execute(text("ALTER TABLE conversations RENAME TO gone"))
    with pytest.raises(OperationalError, match="conversations"):
        await asyncio.wait_for(serve(product, Console(quiet=True)), 20)
    database.close()
