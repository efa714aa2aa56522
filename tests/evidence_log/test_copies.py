"""Checkpoints leave the database: to a folder, an address, a mailbox and a time stamp service."""

from __future__ import annotations

import socketserver
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from evidence_log import (
    InconsistentLog,
    NotCopied,
    VerificationError,
    export,
    record,
    sign_checkpoint,
    verify_export,
)
from evidence_log.checkpoints.copies import Folder, Mailbox, ObjectStore, copy_checkpoints
from evidence_log.checkpoints.status import log_status
from evidence_log.checkpoints.time_stamps import TimeStampService, verify_time_stamp

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.fixture
def sign(database, signer):
    """Append one entry and sign it at a moment."""

    def append(after: timedelta = timedelta()):
        with database.unit(NOW + after) as unit:
            record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
            unit.commit()
        return sign_checkpoint(database, signer, NOW + after)

    return append


@contextmanager
def listening(server: socketserver.BaseServer) -> Iterator[str]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def late(database, destination, after: timedelta) -> tuple[str, ...]:
    with database.unit(NOW + after) as unit:
        return log_status(unit, [destination]).late


def test_a_folder_gets_each_newest_note_once(database, sign, tmp_path):
    folder = Folder(tmp_path / "outside")
    for number in range(3):
        row = sign(timedelta(minutes=number))
        for _ in range(2):
            assert copy_checkpoints(database, [folder], NOW + timedelta(minutes=number)) == []
    kept = sorted(folder.path.iterdir())
    assert len(kept) == 3
    assert kept[-1].read_text("utf-8") == row.note


def test_a_copy_outside_gives_away_a_log_that_was_cut(database, sign, tmp_path):
    folder = Folder(tmp_path / "outside")
    sign()
    with database.unit() as unit:
        export(unit, tmp_path / "older")
    sign()
    copy_checkpoints(database, [folder], NOW)
    (kept,) = folder.path.iterdir()
    with pytest.raises(VerificationError, match="rolled_back"):
        verify_export(tmp_path / "older", [kept])


def test_another_log_of_the_same_name_is_never_written_over(database, sign, tmp_path):
    folder = Folder(tmp_path / "outside")
    row = sign()
    copy_checkpoints(database, [folder], NOW)
    (kept,) = folder.path.iterdir()
    row.root = bytes(32)
    with pytest.raises(InconsistentLog):
        folder.deliver(row)
    assert f"\n{row.size}\n" in kept.read_text("utf-8")


def test_an_outage_is_caught_up_with_one_copy_and_late_ones_raise_the_alarm(
    database, sign, tmp_path
):
    blocked = tmp_path / "outside"
    blocked.write_text("a file where the folder should be")
    folder = Folder(blocked)
    for hours in range(3):
        sign(timedelta(hours=hours))
        (failure,) = copy_checkpoints(database, [folder], NOW + timedelta(hours=hours))
        assert isinstance(failure, NotCopied)
    assert late(database, folder, timedelta(hours=1, minutes=59)) == ()
    assert late(database, folder, timedelta(hours=2)) == (str(blocked),)
    blocked.unlink()
    assert copy_checkpoints(database, [folder], NOW + timedelta(hours=3)) == []
    assert late(database, folder, timedelta(days=9)) == ()


def test_a_signature_that_does_not_come_is_late_too(database, sign):
    sign()
    with database.unit(NOW) as unit:
        record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
        unit.commit()
    with database.unit(NOW + timedelta(hours=1, minutes=59)) as unit:
        assert log_status(unit, []).late == ()
    with database.unit(NOW + timedelta(hours=2)) as unit:
        assert log_status(unit, []).late == ("signature",)


def test_an_address_gets_the_note(database, sign):
    put: dict[str, bytes] = {}
    answers = iter([503, 200])

    class Store(BaseHTTPRequestHandler):
        def do_PUT(self):
            put[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(next(answers))
            self.end_headers()

        def log_message(self, *_):
            pass

    row = sign()
    with listening(ThreadingHTTPServer(("127.0.0.1", 0), Store)) as address:
        store = ObjectStore(f"http://{address}/bucket")
        assert [type(error) for error in copy_checkpoints(database, [store], NOW)] == [NotCopied]
        assert copy_checkpoints(database, [store], NOW) == []
    assert list(put.values()) == [row.note.encode()]


def test_a_mailbox_gets_one_message_a_day(database, sign):
    messages: list[str] = []

    class Mail(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 ready\r\n")
            for line in self.rfile:
                word = line.strip().upper()[:4]
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    body = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        body += part
                    messages.append(body.decode())
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")

    with listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)) as address:
        mailbox = Mailbox("auditor@example.org", "logboek@example.org", address)
        for hours in (0, 1, 23, 24):
            row = sign(timedelta(hours=hours))
            assert copy_checkpoints(database, [mailbox], NOW + timedelta(hours=hours)) == []
    assert len(messages) == 2
    assert f"Subject: {row.origin} {row.size}" in messages[-1]
    assert mailbox.name == "mailto:auditor@example.org"


def _openssl(*arguments: str | Path, folder: Path) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A time stamp authority of our own, with a root and a certificate for stamping."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\ndigests = sha256, sha512\n"
        "default_policy = 1.2.3.4.1\nsigner_digest = sha256\nordering = yes\n"
        "accuracy = secs:1\ntsa_name = no\ness_cert_id_alg = sha256\n"
    )
    (folder / "stamping.cnf").write_text(
        "keyUsage = critical, digitalSignature\nextendedKeyUsage = critical, timeStamping\n"
    )
    (folder / "serial").write_text("01\n")
    new = ("req", "-newkey", "rsa:2048", "-nodes")
    root = ("-x509", "-days", "30", "-subj", "/CN=Root", "-keyout", "root.key", "-out", "root.pem")
    _openssl(*new, *root, folder=folder)
    _openssl(*new, "-subj", "/CN=Stamps", "-keyout", "tsa.key", "-out", "tsa.csr", folder=folder)
    signing = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "30")
    _openssl(
        *("x509", "-req", "-in", "tsa.csr", *signing, "-extfile", "stamping.cnf"),
        *("-out", "tsa.pem"),
        folder=folder,
    )
    return folder


@pytest.fixture
def stamps(authority: Path) -> Iterator[TimeStampService]:
    class Authority(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            (authority / "asked.tsq").write_bytes(asked)
            key = ("-signer", "tsa.pem", "-inkey", "tsa.key")
            reply = ("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked.tsq", *key)
            _openssl(*reply, "-out", "answer.tsr", folder=authority)
            self.send_response(200)
            self.end_headers()
            self.wfile.write((authority / "answer.tsr").read_bytes())

        def log_message(self, *_):
            pass

    with listening(ThreadingHTTPServer(("127.0.0.1", 0), Authority)) as address:
        yield TimeStampService(f"http://{address}/", authority / "root.pem")


def test_a_time_stamp_is_in_the_export_and_openssl_accepts_it(
    database, sign, stamps, authority, tmp_path
):
    row = sign()
    assert copy_checkpoints(database, [stamps], NOW) == []
    with database.unit() as unit:
        folder = export(unit, tmp_path / "x").folder / "timestamps"
    answer, note = folder / f"{row.size}.tsr", folder / f"{row.size}.note"
    certificates = ("-CAfile", authority / "root.pem")
    _openssl("ts", "-verify", "-data", note, "-in", answer, *certificates, folder=tmp_path)
    verify_time_stamp(answer.read_bytes(), note.read_bytes(), authority / "root.pem")
    with pytest.raises(VerificationError, match="wrong_time_stamp"):
        verify_time_stamp(answer.read_bytes(), note.read_bytes() + b"x", authority / "root.pem")
    _openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Other"),
        *("-keyout", "o.key", "-out", "o.pem"),
        folder=tmp_path,
    )
    with pytest.raises(VerificationError, match="wrong_time_stamp"):
        verify_time_stamp(answer.read_bytes(), note.read_bytes(), tmp_path / "o.pem")
    with pytest.raises(VerificationError, match="wrong_time_stamp"):
        verify_time_stamp(b"no answer at all", note.read_bytes(), authority / "root.pem")


def test_a_service_that_is_off_for_two_days_is_late_and_then_caught_up(
    database, sign, stamps, authority
):
    off = TimeStampService("http://127.0.0.1:9/", authority / "root.pem")
    for hours in (0, 24, 48):
        sign(timedelta(hours=hours))
        assert len(copy_checkpoints(database, [off], NOW + timedelta(hours=hours))) == 1
    assert late(database, off, timedelta(hours=47)) == ()
    assert late(database, off, timedelta(hours=48)) == (off.name,)
    assert copy_checkpoints(database, [stamps], NOW + timedelta(hours=49)) == []
    assert late(database, stamps, timedelta(hours=49)) == ()
