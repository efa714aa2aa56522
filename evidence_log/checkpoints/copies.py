"""Bring checkpoints outside the database, where whoever changes the database cannot reach them."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import httpx

from evidence_log.checkpoints.note import read_checkpoint, split_note
from evidence_log.checkpoints.signer import write_once
from evidence_log.checkpoints.store import (
    CheckpointRow,
    CopyRow,
    add_copy,
    newest_checkpoint,
    newest_copy,
)
from evidence_log.errors import EvidenceError, InconsistentLog, NotCopied
from storage import crash_points
from storage.database import Database

AT_ONCE, DAILY = timedelta(hours=1), timedelta(days=1)
_SECONDS = 20


class Destination(Protocol):
    """A place outside. A checkpoint covers all earlier ones, so only the newest is brought."""

    @property
    def name(self) -> str:
        """What it is called in the database and to people."""

    @property
    def every(self) -> timedelta:
        """How often a copy is expected. It is late after twice as long."""

    def deliver(self, checkpoint: CheckpointRow) -> bytes | None:
        """Bring the checkpoint there and return the receipt, if any; or raise an EvidenceError."""


@dataclass(frozen=True)
class Folder:
    """A directory elsewhere: another disk, a share, a mounted object store."""

    path: Path
    every: timedelta = AT_ONCE

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    def deliver(self, checkpoint: CheckpointRow) -> None:
        """Write the note as a file that is never written again."""
        path = self.path / file_name(checkpoint)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            write_once(path, checkpoint.note)
            there = path.read_text("utf-8")
        except OSError as error:
            raise NotCopied(
                f"The checkpoint could not be written in {self.path} ({error.strerror}), so it has "
                "no copy there. It is tried again; make the folder reachable."
            ) from error
        text, _ = split_note(there, str(path))
        if read_checkpoint(text, str(path)).root != bytes(checkpoint.root):
            raise InconsistentLog(
                f"{path} is another checkpoint of the same size, so one of the two logs was "
                "changed. Keep the file, and look with: warmwijzer evidence verify --kept"
            )


@dataclass(frozen=True)
class ObjectStore:
    """An address under which a file can be put (HTTP PUT), such as a bucket that keeps versions."""

    url: str
    every: timedelta = AT_ONCE

    @property
    def name(self) -> str:
        """The address."""
        return self.url

    def deliver(self, checkpoint: CheckpointRow) -> None:
        """Put the note there."""
        address = f"{self.url.rstrip('/')}/{quote(file_name(checkpoint))}"
        try:
            sent = httpx.put(address, content=checkpoint.note.encode(), timeout=_SECONDS)
            sent.raise_for_status()
        except httpx.HTTPError as error:
            raise _not_reached(self.url, error) from error


@dataclass(frozen=True)
class Mailbox:
    """Somebody who keeps a message a day: the auditor, the data protection officer."""

    to: str
    sender: str
    server: str
    every: timedelta = DAILY

    @property
    def name(self) -> str:
        """The address."""
        return f"mailto:{self.to}"

    def deliver(self, checkpoint: CheckpointRow) -> None:
        """Send the note; its subject is the log's name and size."""
        message = EmailMessage()
        message["From"], message["To"] = self.sender, self.to
        message["Subject"] = f"{checkpoint.origin} {checkpoint.size}"
        message.set_content(checkpoint.note)
        host, _, port = self.server.partition(":")
        try:
            with smtplib.SMTP(host, int(port or 25), timeout=_SECONDS) as mail:
                mail.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise _not_reached(self.name, error) from error


def copy_checkpoints(
    database: Database, destinations: list[Destination], now: datetime | None = None
) -> list[EvidenceError]:
    """Bring the newest checkpoint wherever it is due; return what failed, to be tried again.

    After an outage one copy is enough to have caught up: the newest covers all before it.
    """
    failed: list[EvidenceError] = []
    for destination in destinations:
        with database.unit(now) as unit:
            newest = newest_checkpoint(unit)
            last = newest_copy(unit, destination.name)
            moment = unit.now
        if newest is None or not _is_due(newest, last, destination, moment):
            continue
        try:
            receipt = destination.deliver(newest)
        except EvidenceError as error:
            failed.append(error)
            continue
        crash_points.reached("evidence_copied")
        with database.unit(now) as unit:
            add_copy(unit, destination.name, newest.size, receipt)
            unit.commit()
    return failed


def file_name(checkpoint: CheckpointRow) -> str:
    """Return the name of a note's file: the log's name and its size, in order of size."""
    return f"{quote(checkpoint.origin, safe='')}-{checkpoint.size:012d}.note"


def _is_due(
    newest: CheckpointRow, last: CopyRow | None, destination: Destination, now: datetime
) -> bool:
    if last is None:
        return True
    waits = timedelta() if destination.every == AT_ONCE else destination.every
    return newest.size > last.size and now - last.copied_at >= waits


def _not_reached(name: str, error: Exception) -> NotCopied:
    return NotCopied(
        f"The checkpoint could not be brought to {name} ({type(error).__name__}), so it has no "
        "copy there. It is tried again; see whether the address is right and answers."
    )
