"""Who signs: the private key, and the last checkpoint it signed, in a folder beside the database.

The folder is the signer's memory: a database that was put back to an older state is found out by
it before anything is signed twice. It holds ``signing-key`` and ``last-checkpoint``, and
``next-signing-key`` while a key is being replaced.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from evidence_log.checkpoints.note import (
    Checkpoint,
    SigningKey,
    read_checkpoint,
    read_signing_key,
    split_note,
)
from evidence_log.errors import KeyWrong
from storage import crash_points


@dataclass(frozen=True)
class Signer:
    """A folder with a signing key. Only its owner may read it."""

    folder: Path

    def key(self) -> SigningKey:
        """Return the key that signs now; raise :class:`KeyWrong` when there is none."""
        path = self.folder / "signing-key"
        try:
            return read_signing_key(path.read_text("ascii"))
        except FileNotFoundError as error:
            raise KeyWrong(
                f"There is no signing key in {self.folder}, so nothing can be signed. "
                "Put back the folder, or make one: warmwijzer evidence key new"
            ) from error

    def last(self) -> Checkpoint | None:
        """Return the last checkpoint that this folder's key signed, or None."""
        path = self.folder / "last-checkpoint"
        if not path.exists():
            return None
        text, _ = split_note(path.read_text("utf-8"), str(path))
        return read_checkpoint(text, str(path))

    def remember(self, note: str) -> None:
        """Keep ``note`` as the last that was signed, durably, before anybody else sees it."""
        replace_file(self.folder / "last-checkpoint", note)

    def new_key(self, name: str) -> SigningKey:
        """Make a key under ``name`` and keep it aside as ``next-signing-key``."""
        key = SigningKey(name, secrets.token_bytes(32))
        replace_file(self.folder / "next-signing-key", key.as_text() + "\n")
        return key

    def take_new_key(self, public: str) -> bool:
        """Sign with the key kept aside from now on, if its public key is ``public``."""
        path = self.folder / "next-signing-key"
        if not path.exists() or str(read_signing_key(path.read_text("ascii")).public) != public:
            return False
        crash_points.reached("evidence_key_replaced")
        path.replace(self.folder / "signing-key")
        return True


def open_signer(folder: Path, host: str) -> Signer:
    """Return the signer in ``folder``; the first time a key is made, named ``host``/log-…"""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / "signing-key").exists():
        key = SigningKey(f"{host}/log-{secrets.token_hex(4)}", secrets.token_bytes(32))
        write_once(folder / "signing-key", key.as_text() + "\n")
    return Signer(folder)


def write_once(path: Path, text: str) -> None:
    """Write a file that only its owner reads, unless it is there; another process may be first."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(aside, text)
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    finally:
        aside.unlink()


def replace_file(path: Path, text: str) -> None:
    """Put ``text`` in ``path`` durably: at any moment it holds all of the old or all of the new."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write(aside, text)
        crash_points.reached("evidence_file_written")
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
