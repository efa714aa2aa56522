"""Commits to a body without showing it, and encrypts it with a key that can be destroyed."""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from evidence_log.errors import KeyWrong, VerificationError

_NONCE = 12
_SALT = 32


def commit(salt: bytes, body: bytes) -> bytes:
    """Return the commitment to ``body``: HMAC-SHA256 (RFC 2104) with the salt as its key.

    The salt is 32 random bytes, so no body can be guessed from its commitment, however few bodies
    are possible (a BSN has only 90.9 million values).
    """
    return hmac.digest(salt, body, "sha256")


def new_salt() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(_SALT)


def seal(key: bytes, salt: bytes, body: bytes, commitment: bytes) -> bytes:
    """Return nonce and AES-256-GCM ciphertext of salt and body, bound to the commitment."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, salt + body, commitment)


def unseal(key: bytes, sealed: bytes, commitment: bytes, place: str) -> tuple[bytes, bytes]:
    """Return salt and body; raise :class:`VerificationError` at ``place`` when they do not fit."""
    try:
        opened = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], commitment)
    except InvalidTag as error:
        why = "it does not open with its key: the row was changed"
        raise VerificationError("unreadable", place, why) from error
    return opened[:_SALT], opened[_SALT:]


def new_wrapped_key(wrapping_key: bytes) -> bytes:
    """Return a new random 32-byte key, wrapped."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, secrets.token_bytes(32), None)


@lru_cache(maxsize=4096)
def unwrap_key(wrapping_key: bytes, wrapped: bytes) -> bytes:
    """Return the key in ``wrapped``; raise :class:`KeyWrong` for another wrapping key."""
    try:
        return AESGCM(wrapping_key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], None)
    except InvalidTag as error:
        raise KeyWrong(
            "The bodies of the evidence log were sealed under another wrapping key, so they cannot "
            "be read or added to. Put back the key: WARMWIJZER_EVIDENCE_WRAPPING_KEY, or the file "
            "wrapping-key in WARMWIJZER_EVIDENCE_FOLDER."
        ) from error
