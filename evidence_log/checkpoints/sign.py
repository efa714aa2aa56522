"""Sign the log as it is now, and never what contradicts an earlier signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from evidence_log.checkpoints.note import Checkpoint, PublicKey, SigningKey, sign_note
from evidence_log.checkpoints.signer import Signer
from evidence_log.checkpoints.store import (
    CheckpointRow,
    SignerRow,
    current_signer,
    newest_checkpoint,
)
from evidence_log.checkpoints.tree import StoredTree
from evidence_log.errors import InconsistentLog, KeyWrong
from evidence_log.log import record
from evidence_log.store import log_size, moment_of
from storage import crash_points
from storage.database import Database
from storage.unit_of_work import UnitOfWork

MOST_ENTRIES = 100
LONGEST = timedelta(hours=1)
_SIGNING = 9162


def is_due(unit: UnitOfWork) -> bool:
    """Return whether a checkpoint is due: 100 entries, or one that is an hour old."""
    newest = newest_checkpoint(unit)
    signed = newest.size if newest else 0
    unsigned = log_size(unit) - signed
    if unsigned == 0:
        return False
    oldest = moment_of(unit, signed)
    return unsigned >= MOST_ENTRIES or oldest is None or unit.now - oldest >= LONGEST


def start_signing(database: Database, signer: Signer, now: datetime | None = None) -> PublicKey:
    """Let ``signer`` sign this log from now on; return its public key.

    For the first key, and after a key was lost. Then the log goes on under another name, which an
    entry says: nobody handed over to this key, so an auditor must be told of it.
    """
    with database.unit(now) as unit:
        unit.lock(_SIGNING)
        key, current = signer.key(), current_signer(unit)
        if current is None or current.origin != key.name:
            unit.add(_signer_row(unit, key, 0))
            if current is not None:
                record(unit, "log_renamed", None, {"key": key.public.fingerprint})
            unit.commit()
        return key.public


def sign_checkpoint(
    database: Database, signer: Signer, now: datetime | None = None
) -> CheckpointRow | None:
    """Sign the log as it is committed now; return its newest checkpoint, or None of an empty log.

    The note is in the signer's folder before it is in the database, so a crash in between is seen
    the next time. Raises :class:`InconsistentLog` when an earlier checkpoint does not fit.
    """
    with database.unit(now) as unit:
        unit.lock(_SIGNING)
        key = _registered(unit, signer)
        row = _sign(unit, signer, key)
        unit.commit()
        crash_points.reached("evidence_checkpoint_kept")
        return row or newest_checkpoint(unit, key.name)


def rotate(database: Database, signer: Signer, now: datetime | None = None) -> SigningKey:
    """Replace the signing key; return the new one. The change is signed by both keys.

    The new key is announced on the log. The old key's last checkpoint has that entry in it, names
    the new key, and is signed by both. From there on only the new key counts, so a stolen old key
    can sign nothing that is longer than the log was.
    """
    sign_checkpoint(database, signer, now)
    while True:
        old = signer.key()
        new = signer.new_key(old.name)
        with database.unit(now) as unit:
            codes = {"old": old.public.fingerprint, "new": new.public.fingerprint}
            record(unit, "signing_key_announced", None, codes)
            unit.commit()
        crash_points.reached("evidence_key_announced")
        with database.unit(now) as unit:
            unit.lock(_SIGNING)
            row = _sign(unit, signer, _registered(unit, signer), new)
            if row is None:
                continue  # another process signed the announcement itself
            unit.add(_signer_row(unit, new, row.size))
            unit.commit()
        crash_points.reached("evidence_key_handed_over")
        signer.take_new_key(str(new.public))
        return new


def _sign(
    unit: UnitOfWork, signer: Signer, key: SigningKey, next_key: SigningKey | None = None
) -> CheckpointRow | None:
    """Return the checkpoint of the log as it is, or None when it was signed at this size."""
    tree = StoredTree(unit)
    newest = newest_checkpoint(unit, key.name)
    if newest is not None:
        _check(tree, Checkpoint(newest.origin, newest.size, bytes(newest.root)))
    _check(tree, signer.last())
    if tree.size == (newest.size if newest else 0):
        return None
    checkpoint = Checkpoint(key.name, tree.size, tree.root(tree.size))
    if next_key is not None:
        checkpoint = replace(checkpoint, next_key=next_key.public)
    unit.make_durable()
    note = sign_note(checkpoint.text(), key, *([next_key] if next_key else []))
    crash_points.reached("evidence_signed")
    signer.remember(note)
    crash_points.reached("evidence_remembered")
    tree.keep_blocks()
    row = CheckpointRow(
        size=tree.size, origin=key.name, root=checkpoint.root, note=note, signed_at=unit.now
    )
    unit.add(row)
    return row


def _registered(unit: UnitOfWork, signer: Signer) -> SigningKey:
    """Return the signer's key, which is the one in force; an empty log takes any."""
    key, current = signer.key(), current_signer(unit)
    if current is None:
        unit.add(_signer_row(unit, key, 0))
    elif current.key != str(key.public):
        if not signer.take_new_key(current.key):
            raise KeyWrong(
                f"This log is signed as {current.origin} with another key than the one in "
                f"{signer.folder}, so nothing was signed. Put back the right folder, or, when the "
                "key is lost, go on under another name: warmwijzer evidence key new"
            )
        key = signer.key()
    return key


def _signer_row(unit: UnitOfWork, key: SigningKey, since_size: int) -> SignerRow:
    current = current_signer(unit)
    return SignerRow(
        number=current.number + 1 if current else 0,
        origin=key.name,
        key=str(key.public),
        since_size=since_size,
    )


def _check(tree: StoredTree, earlier: Checkpoint | None) -> None:
    if earlier is None:
        return
    if earlier.size > tree.size:
        raise InconsistentLog(
            f"{earlier.size} entries were signed and the log holds {tree.size}, so nothing more is "
            "signed: entries are lost. Was an older backup put back? See docs/evidence.md."
        )
    if tree.root(earlier.size) != earlier.root:
        raise InconsistentLog(
            f"The first {earlier.size} entries are not the ones that were signed, so nothing more "
            "is signed. Find the damage with: warmwijzer evidence verify"
        )
