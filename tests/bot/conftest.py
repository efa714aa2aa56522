"""A turn without Rasa: the test scripts the dialogue; all else is real, on both databases."""

from __future__ import annotations

import pytest
from fakes.scripted_desk import Desk, scripted_desk

from storage.database import Database


@pytest.fixture
def desk(database: Database) -> Desk:
    """The turn with a scripted dialogue."""
    return scripted_desk(database)
