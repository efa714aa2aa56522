"""A log in a real database, signed, with a small made-up year in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.made_up_year import fill, made_up
from evidence_log import open_signer, sign_checkpoint
from storage.database import Database

FIRST_AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def filled(database: Database, tmp_path: Path) -> Database:
    fill(database, made_up(40, FIRST_AT, 300), lambda _: None)
    sign_checkpoint(database, open_signer(tmp_path / "keys", "example.org/log"))
    return database
