"""Nothing is signed that contradicts an earlier signature, and keys change hands in the open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from evidence_log import (
    InconsistentLog,
    KeyWrong,
    VerificationError,
    open_signer,
    read_entries,
    record,
    rotate,
    sign_checkpoint,
    start_signing,
    verify_database,
)
from evidence_log.checkpoints.sign import is_due
from evidence_log.checkpoints.store import CheckpointRow, checkpoints, newest_checkpoint
from evidence_log.checkpoints.tree import BLOCK, StoredTree
from evidence_log.merkle import (
    consistency_proof,
    inclusion_proof,
    root_hash,
    verify_consistency,
    verify_inclusion,
)
from evidence_log.store import leaf_hashes

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def unprotect(database) -> None:
    """Do what an attacker with the database does first."""
    with database.engine.begin() as connection:
        if database.is_sqlite:
            for table in ("evidence", "evidence_checkpoint"):
                for verb in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
            connection.execute(text("DROP TRIGGER evidence_body_no_update"))
        else:
            for table in ("evidence", "evidence_checkpoint", "evidence_body"):
                connection.execute(text(f"DROP TRIGGER {table}_no_change ON {table}"))


def tamper(database, *statements: str) -> None:
    unprotect(database)
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_a_checkpoint_is_due_after_a_hundred_entries_or_an_hour(database, signer):
    def due(after: timedelta = timedelta()) -> bool:
        with database.unit(NOW + after) as unit:
            return is_due(unit)

    def append(number: int) -> None:
        with database.unit(NOW) as unit:
            for _ in range(number):
                record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
            unit.commit()

    assert not due()
    append(99)
    assert not due()
    assert not due(timedelta(minutes=59))
    assert due(timedelta(hours=1))
    append(1)
    assert due()
    sign_checkpoint(database, signer, NOW)
    assert not due(timedelta(days=9))


def test_signing_again_without_a_new_entry_gives_the_same_checkpoint(database, signer, fill):
    assert sign_checkpoint(database, signer) is None
    fill(10)
    first, second = sign_checkpoint(database, signer), sign_checkpoint(database, signer)
    assert first.note == second.note
    with database.unit() as unit:
        assert len(checkpoints(unit, first.origin)) == 1


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE evidence SET leaf_hash = commitment WHERE sequence = 3",
        "DELETE FROM evidence_body; DELETE FROM evidence WHERE sequence > 7",
    ],
    ids=["changed", "rolled back"],
)
def test_nothing_more_is_signed_after_the_log_was_changed(database, signer, fill, damage):
    fill(10)
    sign_checkpoint(database, signer)
    tamper(database, *damage.split("; "))
    with pytest.raises(InconsistentLog):
        sign_checkpoint(database, signer)


def test_a_backup_from_before_the_last_signature_is_found_out_by_the_signer(database, signer, fill):
    """The checkpoints in the database are as old as the backup; the signer's folder is not."""
    fill(10)
    sign_checkpoint(database, signer)
    fill(10, 10)
    sign_checkpoint(database, signer)
    tamper(
        database,
        "DELETE FROM evidence_checkpoint WHERE size = 20",
        "DELETE FROM evidence_body WHERE sequence >= 10",
        "DELETE FROM evidence WHERE sequence >= 10",
    )
    with pytest.raises(InconsistentLog, match="backup"):
        sign_checkpoint(database, signer)
    fill(12, 10)
    with pytest.raises(InconsistentLog):
        sign_checkpoint(database, signer)


def test_a_foreign_key_signs_nothing_of_this_log(database, signer, fill, tmp_path):
    fill(10)
    origin = sign_checkpoint(database, signer).origin
    foreign = open_signer(tmp_path / "foreign", "hulp.example.org")
    key = foreign.new_key(origin)
    (foreign.folder / "signing-key").write_text(key.as_text())
    (foreign.folder / "next-signing-key").unlink()
    fill(10, 10)
    with pytest.raises(KeyWrong, match="another key"):
        sign_checkpoint(database, foreign)


def test_a_lost_key_is_said_to_be_lost(database, signer, fill):
    fill(10)
    (signer.folder / "signing-key").unlink()
    with pytest.raises(KeyWrong, match="no signing key"):
        sign_checkpoint(database, signer)
    (signer.folder / "signing-key").write_text("rubbish")
    with pytest.raises(KeyWrong, match="holds no signing key"):
        sign_checkpoint(database, signer)


def test_a_lost_key_is_followed_by_a_log_of_another_name_over_the_same_entries(
    database, signer, fill, tmp_path
):
    fill(10)
    old = sign_checkpoint(database, signer)
    other = open_signer(tmp_path / "new", "hulp.example.org")
    with pytest.raises(KeyWrong, match="evidence key new"):
        sign_checkpoint(database, other)
    assert start_signing(database, other) == start_signing(database, other)
    new = sign_checkpoint(database, other)
    assert (new.origin != old.origin, new.size) == (True, 11)
    with pytest.raises(KeyWrong):
        sign_checkpoint(database, signer)
    with database.unit() as unit:
        assert list(read_entries(unit))[-1].entry_type == "log_renamed"
        assert verify_database(unit).entries == 11


def test_a_rotation_is_on_the_log_and_signed_by_both_keys(database, signer, fill):
    fill(10)
    old = signer.key().public
    new = rotate(database, signer).public
    assert signer.key().public == new != old
    with database.unit() as unit:
        note = newest_checkpoint(unit).note
        assert note.count("\n— ") == 2
        assert f"next-key {new}\n" in note
        assert verify_database(unit).entries == 11
    fill(10, 11)
    assert sign_checkpoint(database, signer).note.count("\n— ") == 1


def test_a_rotation_that_was_cut_short_is_finished_by_the_next_signature(database, signer, fill):
    """The process died after the database knew the new key, and before the file was replaced."""
    fill(10)
    before = (signer.folder / "signing-key").read_text()
    new = rotate(database, signer)
    (signer.folder / "signing-key").write_text(before)
    (signer.folder / "next-signing-key").write_text(new.as_text())
    fill(10, 11)
    assert sign_checkpoint(database, signer).size == 21
    assert signer.key() == new


def test_nobody_but_the_owner_may_read_the_keys(signer):
    assert (signer.folder / "signing-key").stat().st_mode & 0o777 == 0o600


def test_two_processes_that_start_at_once_make_one_key(tmp_path):
    assert len({open_signer(tmp_path / "k", "a.example").key() for _ in range(5)}) == 1


def test_one_size_has_one_checkpoint(database, signer, fill):
    fill(10)
    row = sign_checkpoint(database, signer)
    with database.unit() as unit, pytest.raises(DBAPIError):
        unit.add(
            CheckpointRow(
                size=row.size, origin=row.origin, root=bytes(32), note="", signed_at=unit.now
            )
        )
        unit.commit()


def test_proofs_over_whole_blocks_are_those_of_the_leaves(database, signer):
    size = 2 * BLOCK + 77
    with database.unit() as unit:
        for index in range(size):
            record(unit, "pii_masked", None, {"kind": "bsn", "count": index})
        unit.commit()
    sign_checkpoint(database, signer)
    with database.unit() as unit:
        tree = StoredTree(unit)
        leaves = [bytes(leaf) for leaf in leaf_hashes(unit, 0, size)]
        root = tree.root(size)
        assert root == root_hash(leaves)
        for index in (0, 1, BLOCK - 1, BLOCK, size - 1):
            proof = inclusion_proof(index, size, tree.subtree)
            verify_inclusion(index, size, leaves[index], proof, root)
        for old in (1, 5, BLOCK, BLOCK + 1, 2 * BLOCK, size):
            proof = consistency_proof(old, size, tree.subtree)
            verify_consistency(old, size, proof, root_hash(leaves[:old]), root)


@pytest.mark.parametrize(
    ("damage", "code", "place"),
    [
        (
            "UPDATE evidence_body SET sealed = (SELECT sealed FROM evidence_body b"
            " WHERE b.sequence = 4) WHERE sequence = 5",
            "unreadable",
            "entry 5",
        ),
        ("UPDATE evidence SET entry_type = 'x' WHERE sequence = 5", "wrong_root", "entries 0 to 9"),
        ("DELETE FROM evidence_body WHERE sequence = 5", "body_removed", "the database"),
        ("DELETE FROM evidence_key WHERE case_ref <> ''", "body_removed", "the database"),
    ],
)
def test_damage_in_the_database_is_named_with_its_place(
    database, signer, fill, damage, code, place
):
    fill(10)
    sign_checkpoint(database, signer)
    tamper(database, damage)
    with database.unit() as unit, pytest.raises(VerificationError) as found:
        verify_database(unit)
    assert found.value.code == code
    assert place in found.value.place


def test_a_clock_that_is_set_back_is_on_the_log_and_loses_nothing(database, signer):
    for moment in (NOW, NOW - timedelta(days=1), NOW + timedelta(hours=1)):
        with database.unit(moment) as unit:
            record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
            unit.commit()
        sign_checkpoint(database, signer, moment)
    with database.unit() as unit:
        rows = list(read_entries(unit))
        assert [row.entry_type for row in rows].count("pii_masked") == 3
        assert [row.codes["seconds"] for row in rows if row.entry_type == "clock_set_back"] == [
            86_400
        ]
        assert verify_database(unit).entries == 4
