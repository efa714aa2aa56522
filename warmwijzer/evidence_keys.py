"""Where the log's keys are and where its checkpoints go: beside the database, never in it."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from evidence_log import KeyWrong, Signer, open_signer, write_once
from evidence_log.checkpoints.copies import Destination, Folder, Mailbox, ObjectStore
from evidence_log.checkpoints.time_stamps import TimeStampService
from warmwijzer.settings import Settings

WRAPPING_KEY = "wrapping-key"


def evidence_folder(settings: Settings) -> Path:
    """Return the folder with the log's keys: the setting's, or one beside the SQLite file."""
    if settings.evidence_folder is not None:
        return settings.evidence_folder
    if settings.database_url.startswith("sqlite:///"):
        database = Path(settings.database_url.removeprefix("sqlite:///"))
        return database.with_name(f"{database.stem}-evidence")
    return Path("var/evidence")


def wrapping_key(settings: Settings) -> bytes:
    """Return the 32 bytes that wrap the persons' keys: the setting's, or a file made once."""
    if settings.evidence_wrapping_key is not None:
        return bytes.fromhex(settings.evidence_wrapping_key)
    folder = evidence_folder(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / WRAPPING_KEY
    if not path.exists():
        write_once(path, secrets.token_hex(32) + "\n")
    try:
        key = bytes.fromhex(path.read_text("ascii"))
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyWrong(
            f"{path} does not hold 64 hexadecimal characters, so no entry can be sealed or read. "
            "Put it back from the backup."
        )
    return key


def signer(settings: Settings) -> Signer:
    """Return who signs the log; its key is made the first time, named after the public address."""
    return open_signer(evidence_folder(settings), urlsplit(settings.public_url).netloc)


def destinations(settings: Settings) -> list[Destination]:
    """Return where checkpoints are copied, and the time stamp service when one is set."""
    found: list[Destination] = [_destination(place, settings) for place in settings.evidence_copies]
    if settings.evidence_time_stamps and settings.evidence_time_stamp_certificate:
        stamps = settings.evidence_time_stamps, settings.evidence_time_stamp_certificate
        found.append(TimeStampService(*stamps))
    return found


def _destination(place: str, settings: Settings) -> Destination:
    if place.startswith("mailto:"):
        sender, server = settings.evidence_mail_from or "", settings.evidence_mail_server or ""
        return Mailbox(place.removeprefix("mailto:"), sender, server)
    return Folder(Path(place)) if place.startswith("/") else ObjectStore(place)
