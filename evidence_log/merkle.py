"""The Merkle tree of RFC 6962 section 2.1, over the entries' canonical bytes."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of 0x00 and the data (RFC 6962, 2.1)."""
    return sha256(b"\x00" + data).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """Return the tree's root over leaf hashes; of no leaves, SHA-256 of nothing (RFC 6962, 2.1).

    >>> root_hash([]).hex()[:8]
    'e3b0c442'
    """
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root_hash(leaves[:split]) + root_hash(leaves[split:])).digest()
