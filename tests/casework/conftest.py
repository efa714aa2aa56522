"""Real tables, rules and directory; each step is one committed turn, then comes the assertion.

``with talk.turn() as turn:`` commits at its end. The people are made up.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from casework_talk import EXAMPLE, Talk

from casework.organisation import Organisation, load_organisation
from storage.database import Database


@pytest.fixture(scope="session")
def organisation() -> Organisation:
    return load_organisation(EXAMPLE)


@pytest.fixture
def start_talk(database: Database, organisation: Organisation) -> Callable[[], Talk]:
    return lambda: Talk(database, organisation)


@pytest.fixture
def talk(start_talk: Callable[[], Talk]) -> Talk:
    return start_talk()
