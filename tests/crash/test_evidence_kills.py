"""Kills the log's keeper at every step; afterwards the log verifies and nothing was signed twice.

``WARMWIJZER_TEST_KILLS_PER_POINT=100`` kills a hundred times at each step.
"""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest
from sizes import KILLS_PER_POINT

from evidence_log import (
    VerificationError,
    erase_person,
    open_signer,
    record,
    rotate,
    sign_checkpoint,
    verify_database,
)
from evidence_log.checkpoints.copies import Folder, copy_checkpoints
from evidence_log.checkpoints.note import Checkpoint, read_checkpoint, split_note
from evidence_log.checkpoints.store import CheckpointRow
from storage.crash_points import ENVIRONMENT
from storage.database import Database, open_database

pytestmark = [pytest.mark.crash, pytest.mark.timeout(120 + 10 * KILLS_PER_POINT)]

STEPS = (
    "evidence_before_append",
    "evidence_appended",
    "evidence_signed",
    "evidence_file_written",
    "evidence_remembered",
    "evidence_checkpoint_kept",
    "evidence_copied",
    "evidence_key_announced",
    "evidence_key_handed_over",
    "evidence_key_replaced",
)


def keep(url: str, folder: Path, number: int) -> None:
    """Append, sign, copy, replace the key and erase, as the product does."""
    database = open_database(url)
    signer = open_signer(folder / "keys", "hulp.example.org")
    for turn in range(4):
        with database.unit() as unit:
            for index in range(turn + 1):
                person = f"{number % 7:032d}"
                record(unit, "pii_masked", person, {"kind": "bsn", "count": index})
            unit.commit()
        sign_checkpoint(database, signer)
        copy_checkpoints(database, [Folder(folder / "outside")])
        if turn == 2:
            rotate(database, signer)
            with database.unit() as unit:
                erase_person(unit, f"{(number + 3) % 7:032d}")
                unit.commit()
    database.close()


def run_until_killed(url: str, folder: Path, number: int, step: str) -> bool:
    """Run :func:`keep` in a process of its own; return whether it was killed at ``step``."""
    child = os.fork()
    if child == 0:
        os.environ[ENVIRONMENT] = f"{step}:{random.Random(number).randint(1, 3)}"
        try:
            keep(url, folder, number)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def signed_by_now(database: Database, folder: Path) -> list[Checkpoint]:
    """Return every checkpoint that anybody could have seen."""
    notes = [path.read_text("utf-8") for path in (folder / "outside").glob("*.note")]
    last = folder / "keys" / "last-checkpoint"
    notes += [last.read_text("utf-8")] if last.exists() else []
    with database.unit() as unit:
        notes += [row.note for row in unit.session.query(CheckpointRow)]
    return [read_checkpoint(split_note(note, "note")[0], "note") for note in notes]


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_this_step_leaves_one_history(database: Database, tmp_path, step: str):
    url = database.engine.url.render_as_string(hide_password=False)
    roots: dict[int, bytes] = {}
    killed = 0
    for number in range(KILLS_PER_POINT * 3):
        if killed == KILLS_PER_POINT:
            break
        database.engine.dispose()
        killed += run_until_killed(url, tmp_path, number, step)
        for checkpoint in signed_by_now(database, tmp_path):
            assert roots.setdefault(checkpoint.size, checkpoint.root) == checkpoint.root
    assert killed == KILLS_PER_POINT
    database.engine.dispose()
    keep(url, tmp_path, 0)
    kept = sorted((tmp_path / "outside").glob("*.note"))
    with database.unit() as unit:
        assert verify_database(unit, kept).entries > 0


def test_this_harness_sees_a_second_history(database: Database, tmp_path):
    """The test of the test: a log that was rolled back behind the signer's back is refused."""
    url = database.engine.url.render_as_string(hide_password=False)
    database.engine.dispose()
    keep(url, tmp_path, 0)
    kept = sorted((tmp_path / "outside").glob("*.note"))
    kept[0].write_text(kept[0].read_text("utf-8").replace("\n1\n", "\n2\n"), "utf-8")
    with database.unit() as unit, pytest.raises(VerificationError):
        verify_database(unit, kept)
