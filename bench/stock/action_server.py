"""rasa-sdk's HTTP action server with our own actions: ``python -m bench.stock.action_server``.

As a person would write it for stock Rasa: every call opens a unit of work on the conversation's
case, runs the action and commits. Arguments: port, database address, organisation file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import rasa_sdk.endpoint
from rasa_sdk.executor import ActionExecutor

from actions import arranging, conversation, easing, helping, intake, rights
from actions.form_validation import form_validations
from casework.context import Turn, current_turn
from casework.intake import open_case
from casework.organisation import Organisation, load_organisation
from casework.store import Case
from storage.database import Database, open_database
from storage.migrate import upgrade
from storage.unit_of_work import UnitOfWork

CHANNEL = "web"


class CaseworkExecutor(ActionExecutor):
    """Runs each action in a unit of work of its own."""

    def __init__(self, database: Database, organisation: Organisation) -> None:
        super().__init__()
        self._database = database
        self._organisation = organisation
        self._cases: dict[str, str] = {}

    def register_package(self, package: object) -> None:
        """Register our actions; they need no package to be searched."""
        for module in (intake, arranging, easing, helping, rights, conversation):
            for action in module.ACTIONS:
                self.register_action(action)
        for validation in form_validations():
            self.register_action(validation)

    async def run(self, action_call: dict[str, Any]) -> dict[str, Any] | None:
        """Run one action and make what it did durable."""
        with self._database.unit() as unit:
            sender = action_call["sender_id"]
            case = self._case(unit, sender)
            turn = Turn(unit, case, case.id, CHANNEL, self._organisation)
            token = current_turn.set(turn)
            try:
                result: dict[str, Any] | None = await super().run(action_call)
            finally:
                current_turn.reset(token)
            unit.commit()
            self._cases[sender] = case.id
            return result

    def _case(self, unit: UnitOfWork, sender: str) -> Case:
        known = self._cases.get(sender)
        return unit.session.get_one(Case, known) if known else open_case(unit)


def main(port: int, database_url: str, organisation: Path) -> None:
    """Serve until ended."""
    database = open_database(database_url)
    upgrade(database)
    executor = CaseworkExecutor(database, load_organisation(organisation))
    rasa_sdk.endpoint.ActionExecutor = lambda: executor  # type: ignore[assignment,misc]
    os.environ["SANIC_HOST"] = "127.0.0.1"
    rasa_sdk.endpoint.run("actions", port=port)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
