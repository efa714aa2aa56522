"""A log with a signer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_log import Signer, export, open_signer, record, sign_checkpoint
from storage.database import Database


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return open_signer(tmp_path / "keys", "hulp.example.org")


@pytest.fixture
def fill(database: Database) -> Callable[..., None]:
    """Append entries for three persons, ten a commit."""

    def append(number: int, start: int = 0) -> None:
        for first in range(start, start + number, 10):
            with database.unit() as unit:
                for index in range(first, min(first + 10, start + number)):
                    record(unit, "pii_masked", f"{index % 3:032d}", {"kind": "bsn", "count": index})
                unit.commit()

    return append


@pytest.fixture
def exported(database: Database, signer: Signer, fill, tmp_path: Path) -> Path:
    """An export of 25 entries, signed at 10 and 25."""
    fill(10)
    sign_checkpoint(database, signer)
    fill(15, 10)
    sign_checkpoint(database, signer)
    with database.unit() as unit:
        return export(unit, tmp_path / "export").folder
