"""Several processes append and sign at once: no gap, no fork. Speed is measured in bench/."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from evidence_log import (
    erase_before,
    erase_person,
    open_signer,
    read_entries,
    record,
    sign_checkpoint,
    verify_database,
)

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(180)
def test_processes_that_append_and_sign_at_once_make_one_log(database, tmp_path):
    processes, each = (4, 25) if database.is_sqlite else (8, 25)
    url = database.engine.url.render_as_string(hide_password=False)
    url = url.replace("+psycopg", "").replace("+pysqlcipher", "")
    open_signer(tmp_path / "keys", "hulp.example.org")
    command = [sys.executable, "-m", "bench.appender", url, str(each), str(tmp_path / "keys")]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(processes)
    ]
    for process in started:
        process.stdout.readline()
    for process in started:
        process.stdin.write(b"go\n")
        process.stdin.flush()
    assert [process.wait(120) for process in started] == [0] * processes
    sign_checkpoint(database, open_signer(tmp_path / "keys", "hulp.example.org"))
    with database.unit() as unit:
        rows = list(read_entries(unit))
        assert [row.sequence for row in rows] == list(range(processes * each))
        counts = sorted(row.codes["count"] for row in rows)
        assert counts == sorted(list(range(each)) * processes)
        assert verify_database(unit).entries == processes * each
        erase_person(unit, f"{3:032d}")
        unit.commit()
    with database.unit() as unit:
        assert sum(row.is_erased for row in read_entries(unit)) == processes * 3


def test_whoever_is_erased_while_others_append_leaves_no_body_that_nobody_explains(
    database, signer
):
    """An entry is either readable or counted as erased, whichever came first."""

    def append(number: int) -> None:
        for index in range(12):
            with database.unit() as unit:
                record(unit, "pii_masked", f"{index % 3:032d}", {"kind": "bsn", "count": number})
                unit.commit()

    def erase(number: int) -> None:
        for index in range(6):
            with database.unit() as unit:
                if number:
                    erase_person(unit, f"{index % 3:032d}")
                else:
                    erase_before(unit, unit.now)
                unit.commit()

    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(append, number) for number in range(4)]
        jobs += [pool.submit(erase, number) for number in range(2)]
        assert [job.exception() for job in jobs] == [None] * 6
    sign_checkpoint(database, signer)
    with database.unit() as unit:
        rows = list(read_entries(unit))
        explained = sum(row.codes["entries"] for row in rows if row.entry_type == "bodies_erased")
        assert sum(row.is_erased for row in rows) == explained
        assert [row.entry_type for row in rows].count("pii_masked") == 48
        verify_database(unit)


def test_an_erasure_waits_for_who_is_sealing_with_the_key(database):
    person = f"{1:032d}"
    with database.unit() as unit:
        record(unit, "pii_masked", person, {"kind": "bsn", "count": 1})
        unit.commit()

    def erase() -> int:
        with database.unit() as unit:
            number = erase_person(unit, person)
            unit.commit()
        return number

    with ThreadPoolExecutor(1) as pool, database.unit() as sealing:
        record(sealing, "pii_masked", person, {"kind": "bsn", "count": 2})
        erase_person(sealing, "nobody")  # what was recorded is sealed now, and not yet committed
        erasing = pool.submit(erase)
        wait([erasing], timeout=0.5)
        assert not erasing.done()
        sealing.commit()
        assert erasing.result(10) == 2
