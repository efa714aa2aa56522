"""Sign the log as it is now, and never what contradicts an earlier signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from evidence_log.checkpoints.note import Checkpoint, SigningKey, sign_note
from evidence_log.checkpoints.signer import Signer
from evidence_log.checkpoints.store import (
    CheckpointRow,
    SignerRow,
    newest_checkpoint,
    next_signer_number,
    signers,
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


def sign_checkpoint(
    database: Database, signer: Signer, now: datetime | None = None
) -> CheckpointRow | None:
    """Sign the log as it is committed now; return its newest checkpoint, or None of an empty log.

    The note is in the signer's folder before it is in the database, so a crash in between is seen
    the next time. Raises :class:`InconsistentLog` when an earlier checkpoint does not fit.
    """
    _announce_new_name(database, signer, now)
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


def _announce_new_name(database: Database, signer: Signer, now: datetime | None) -> None:
    """Say on the log that it goes on under another name, with a key that nobody handed over to."""
    key = signer.key()
    with database.unit(now) as unit:
        if next_signer_number(unit) and not signers(unit, key.name):
            record(unit, "log_renamed", None, {"key": key.public.fingerprint})
            unit.commit()


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
    """Return the signer's key; the log knows it from now on if it is the first of its origin."""
    key = signer.key()
    known = signers(unit, key.name)
    if not known:
        unit.add(_signer_row(unit, key, 0))
    elif known[-1].key != str(key.public):
        if not signer.take_new_key(known[-1].key):
            raise KeyWrong(
                f"The log of {key.name} is signed with another key than the one in "
                f"{signer.folder}, so nothing was signed. Put back the right folder."
            )
        key = signer.key()
    return key


def _signer_row(unit: UnitOfWork, key: SigningKey, since_size: int) -> SignerRow:
    return SignerRow(
        number=next_signer_number(unit),
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
