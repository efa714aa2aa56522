"""Let a third party say when a checkpoint existed: RFC 3161 time stamps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
from cryptography.x509 import load_pem_x509_certificates
from rfc3161_client import (
    TimestampRequestBuilder,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client import VerificationError as StampRefused

from evidence_log.checkpoints.copies import DAILY
from evidence_log.checkpoints.store import TIME_STAMPS, CheckpointRow
from evidence_log.errors import KeyWrong, NotCopied, VerificationError

_SECONDS = 20


@dataclass(frozen=True)
class TimeStampService:
    """A service that signs hashes with the time. It sees a hash, and nothing of the log."""

    url: str
    certificate: Path
    every: timedelta = DAILY
    name: str = TIME_STAMPS

    def deliver(self, checkpoint: CheckpointRow) -> bytes:
        """Return the service's answer for the note, checked; raise ``NotCopied`` without one."""
        asked = TimestampRequestBuilder().data(checkpoint.note.encode()).build()
        kind = {"Content-Type": "application/timestamp-query"}
        try:
            answer = httpx.post(
                self.url, content=asked.as_bytes(), headers=kind, timeout=_SECONDS
            ).raise_for_status()
            verify_time_stamp(answer.content, checkpoint.note.encode(), self.certificate)
        except (httpx.HTTPError, VerificationError) as error:
            raise NotCopied(
                f"No good time stamp came from {self.url} ({error}). It is tried again; see "
                "whether the address and WARMWIJZER_EVIDENCE_TIME_STAMP_CERTIFICATE are right."
            ) from error
        return answer.content


def verify_time_stamp(answer: bytes, note: bytes, certificate: Path) -> None:
    """Check that ``answer`` is a time stamp over ``note`` under the root in ``certificate`` (PEM).

    The first certificate of the file is the service's root; others are those in between and the
    service's own. Raises :class:`VerificationError`, or :class:`KeyWrong` for a file without one.
    """
    try:
        root, *others = load_pem_x509_certificates(certificate.read_bytes())
    except (OSError, ValueError) as error:
        raise KeyWrong(
            f"{certificate} holds no certificate, so no time stamp can be checked. "
            "Put the root certificate of the time stamp service there, as PEM."
        ) from error
    builder = VerifierBuilder().add_root_certificate(root)
    for between in others:
        builder = builder.add_intermediate_certificate(between)
    try:
        builder.build().verify_message(decode_timestamp_response(answer), note)
    except (StampRefused, ValueError) as error:
        raise VerificationError("wrong_time_stamp", "time stamp", str(error)) from error
