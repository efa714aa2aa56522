"""A full disk in the middle of something: a named error, nothing lost, nothing half."""

from __future__ import annotations

import os
import resource
import signal

import pytest
from sqlalchemy import event

from evidence_log import (
    NotExported,
    export,
    read_entries,
    record,
    sign_checkpoint,
    verify_database,
)
from storage.errors import DiskFull


def test_an_append_on_a_full_disk_keeps_all_before_it_and_goes_on_when_there_is_room(
    database, signer, fill
):
    if not database.is_sqlite:
        pytest.skip("a full disk is SQLite's page limit here; PostgreSQL is told by its code 53100")
    fill(10)
    sign_checkpoint(database, signer)

    @event.listens_for(database.engine, "checkout")
    def _no_room(connection, _record, _proxy):
        connection.execute("PRAGMA max_page_count = 1")

    kept = 10
    with pytest.raises(DiskFull, match="Make room"):
        while True:
            with database.unit() as unit:
                record(unit, "pii_masked", f"{kept:032d}", {"kind": "bsn", "count": kept})
                unit.commit()
            kept += 1
    event.remove(database.engine, "checkout", _no_room)
    with database.unit() as unit:
        unit.session.connection().connection.driver_connection.execute(
            "PRAGMA max_page_count = 1073741823"
        )
        assert [row.sequence for row in read_entries(unit)] == list(range(kept))
    database.engine.dispose()
    fill(10, kept)
    assert sign_checkpoint(database, signer).size == kept + 10
    with database.unit() as unit:
        assert verify_database(unit).entries == kept + 10


def test_an_export_on_a_full_disk_leaves_no_folder(database, signer, fill, tmp_path):
    """The process may write files of 4 kB at most, as on a disk with no more room."""
    fill(50)
    sign_checkpoint(database, signer)
    database.engine.dispose()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        code = 1
        try:
            with database.unit() as unit:
                list(read_entries(unit, stop=1))
                resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
                export(unit, tmp_path / "x")
        except NotExported:
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not list(tmp_path.glob("*x*"))
    with database.unit() as unit:
        assert export(unit, tmp_path / "x").entries == 50


def test_a_signature_on_a_full_disk_is_made_again_when_there_is_room(
    database, signer, fill, monkeypatch
):
    fill(10)
    with monkeypatch.context() as full:
        full.setattr("os.fsync", _no_space)
        with pytest.raises(OSError, match="No space"):
            sign_checkpoint(database, signer)
    assert {path.name for path in signer.folder.iterdir()} == {"signing-key"}
    assert sign_checkpoint(database, signer).size == 10


def _no_space(_file: int) -> None:
    raise OSError(28, "No space left on device")
