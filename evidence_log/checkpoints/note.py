"""Signed notes and the checkpoints in them, as C2SP signed-note and tlog-checkpoint describe."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from evidence_log.errors import KeyWrong, VerificationError

_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_MOST_SIGNATURES = 100
_NEXT_KEY = "next-key "
KeyId = tuple[str, bytes]


@dataclass(frozen=True)
class PublicKey:
    """A key that signs notes under ``name``; as text: ``name+key id+base64`` (C2SP signed-note)."""

    name: str
    raw: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 of the name, a newline, the type and the key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key in hexadecimals, to compare by eye or telephone."""
        return sha256(self.raw).hexdigest()

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_encode(_ED25519 + self.raw)}"


@dataclass(frozen=True)
class SigningKey:
    """A private key with the name it signs under."""

    name: str
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this one signs."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return PublicKey(self.name, private.public_key().public_bytes_raw())

    def as_text(self) -> str:
        """Return the key as text, to keep in a file that only its owner reads."""
        return f"{_PRIVATE}{self.name}+{self.public.key_id.hex()}+{_encode(_ED25519 + self.seed)}"


def read_public_key(text: str, place: str = "public key") -> PublicKey:
    """Return the key in ``text``; raise :class:`VerificationError` at ``place`` if it is none."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = _decode(encoded, place)
    key = PublicKey(name, raw[1:])
    is_whole = re.fullmatch(r"\S+", name) and len(raw) == 33 and raw[:1] == _ED25519
    if not is_whole or key.key_id.hex() != key_id:
        raise VerificationError("wrong_key", place, "this is not an Ed25519 key with its own id")
    return key


def read_signing_key(text: str) -> SigningKey:
    """Return the private key in ``text``; raise :class:`KeyWrong` if it is none."""
    try:
        name, key_id, encoded = text.strip().removeprefix(_PRIVATE).split("+", 2)
        seed = _decode(encoded, "signing-key")
        key = SigningKey(name, seed[1:])
        if seed[:1] == _ED25519 and len(seed) == 33 and key.public.key_id.hex() == key_id:
            return key
    except (ValueError, VerificationError):
        pass
    raise KeyWrong(
        "The file signing-key holds no signing key, so nothing can be signed. Put back the file "
        "from the backup, or start a new one: warmwijzer evidence key new"
    )


def sign_note(text: str, *keys: SigningKey) -> str:
    """Return the note: ``text`` (it ends with a newline), a blank line, a line a signature."""
    lines = [f"{text}\n"]
    for key in keys:
        signature = Ed25519PrivateKey.from_private_bytes(key.seed).sign(text.encode())
        lines.append(f"— {key.name} {_encode(key.public.key_id + signature)}\n")
    return "".join(lines)


def verify_signature(
    key: PublicKey, text: str, signatures: Mapping[KeyId, bytes], place: str
) -> None:
    """Check that ``key`` signed ``text``; raise :class:`VerificationError` when it did not."""
    try:
        public = Ed25519PublicKey.from_public_bytes(key.raw)
        public.verify(signatures.get((key.name, key.key_id), b""), text.encode())
    except (InvalidSignature, ValueError) as error:
        raise VerificationError("wrong_signature", place, "its signature differs") from error


def split_note(note: str, place: str) -> tuple[str, dict[KeyId, bytes]]:
    """Return the text of a note and its signatures by key name and key id, unverified."""
    head, blank, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    is_note = blank and lines.pop() == "" and 0 < len(lines) <= _MOST_SIGNATURES
    if not is_note or any(character < " " and character != "\n" for character in note):
        raise VerificationError("malformed_note", place, "it is not a C2SP signed note")
    found: dict[KeyId, bytes] = {}
    for line in lines:
        match = _SIGNATURE.fullmatch(line)
        if match is None:
            raise VerificationError("malformed_note", place, "a line is no signature")
        raw = _decode(match[2], place)
        if len(raw) < 5:
            raise VerificationError("malformed_note", place, "a signature is too short")
        found.setdefault((match[1], raw[:4]), raw[4:])
    return head + "\n", found


@dataclass(frozen=True)
class Checkpoint:
    """The tree of ``size`` leaves of the log ``origin`` has this root.

    With ``next_key`` it is the last one of its key, and signed by the next one too.
    """

    origin: str
    size: int
    root: bytes
    next_key: PublicKey | None = None

    def text(self) -> str:
        """Return the text that is signed (C2SP tlog-checkpoint)."""
        handing_over = f"{_NEXT_KEY}{self.next_key}\n" if self.next_key else ""
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n{handing_over}"


def read_checkpoint(text: str, place: str) -> Checkpoint:
    """Return the checkpoint of which ``text`` is the text; raise :class:`VerificationError`."""
    origin, *rest = text.removesuffix("\n").split("\n")
    next_keys = [line.removeprefix(_NEXT_KEY) for line in rest[2:] if line.startswith(_NEXT_KEY)]
    is_checkpoint = origin and len(rest) in (2, 3) and len(next_keys) == len(rest) - 2
    if not is_checkpoint or not _SIZE.fullmatch(rest[0]):
        raise VerificationError("malformed_note", place, "it is not a C2SP checkpoint")
    root = _decode(rest[1], place)
    next_key = read_public_key(next_keys[0], place) if next_keys else None
    return Checkpoint(origin, int(rest[0]), root, next_key)


def open_checkpoint(note: str, keys: Sequence[PublicKey], place: str) -> Checkpoint:
    """Return the checkpoint in ``note``, which at least one of ``keys`` signed.

    Signatures of unknown keys are ignored. Raises :class:`VerificationError` for a malformed note,
    another log, a note that none of ``keys`` signed, and a known signature that does not fit.
    """
    text, signatures = split_note(note, place)
    checkpoint = read_checkpoint(text, place)
    if checkpoint.origin != keys[0].name:
        raise VerificationError("another_log", place, f"it is of {checkpoint.origin}")
    known = [key for key in keys if (key.name, key.key_id) in signatures]
    if not known:
        raise VerificationError("another_key", place, "no key of this log signed it")
    for key in [*known, *([checkpoint.next_key] if checkpoint.next_key else [])]:
        verify_signature(key, text, signatures, place)
    return checkpoint


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str, place: str) -> bytes:
    """Decode base64 (RFC 4648, 4) that has one way to be written."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise VerificationError("malformed_note", place, "it holds no base64") from error
    if _encode(data) != text:
        raise VerificationError("malformed_note", place, "its base64 is not canonical")
    return data
