"""The Merkle tree of RFC 6962 section 2.1; proofs are checked as RFC 9162 section 2.1 describes.

Pure functions. ``subtree(start, stop)`` stands for the root of the leaves from ``start`` up to, not
including, ``stop``: whoever stores the tree decides how it is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from evidence_log.errors import VerificationError

EMPTY_ROOT = sha256(b"").digest()
Subtree = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of 0x00 and the data (RFC 6962, 2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees: SHA-256 of 0x01, left and right (RFC 6962, 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """Return the tree's root over leaf hashes; of no leaves, SHA-256 of nothing (RFC 6962, 2.1).

    >>> root_hash([]).hex()[:8]
    'e3b0c442'
    """
    growing = GrowingTree()
    for leaf in leaves:
        growing.add(leaf)
    return growing.root()


class GrowingTree:
    """A tree that is walked from left to right, in memory of its depth only.

    It takes leaves and, where leaves are left out, the roots of complete subtrees.
    """

    def __init__(self) -> None:
        self.size = 0
        self._complete: list[tuple[int, bytes]] = []

    def add(self, root: bytes, width: int = 1) -> None:
        """Add a complete subtree of ``width`` leaves (a power of two) at the right.

        Raises :class:`VerificationError` when no such subtree can stand there.
        """
        if width < 1 or width & (width - 1) or self.size % width:
            place = f"leaf {self.size}"
            raise VerificationError("wrong_tree", place, f"no subtree of {width} leaves is here")
        self.size += width
        while self._complete and self._complete[-1][0] == width:
            root = node_hash(self._complete.pop()[1], root)
            width *= 2
        self._complete.append((width, root))

    def root(self) -> bytes:
        """Return the root of all that was added."""
        if not self._complete:
            return EMPTY_ROOT
        root = self._complete[-1][1]
        for _, left in reversed(self._complete[:-1]):
            root = node_hash(left, root)
        return root


def complete_subtrees(start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the fewest complete subtrees (start, stop) that cover the leaves start…stop.

    >>> list(complete_subtrees(0, 7))
    [(0, 4), (4, 6), (6, 7)]
    """
    while start < stop:
        width = 1 << (stop - start).bit_length() - 1
        if start:
            width = min(width, start & -start)
        yield start, start + width
        start += width


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return PATH(index, D[size]) of RFC 6962, 2.1.1: from the leaf's neighbour up to the root."""
    if not 0 <= index < size:
        raise VerificationError("wrong_size", f"entry {index}", f"the tree has {size} leaves")
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(subtree(middle, stop))
            stop = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(old_size: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return PROOF(old_size, D[size]) of RFC 6962, 2.1.2; empty when nothing has to be proved."""
    if not 0 <= old_size <= size:
        raise VerificationError("wrong_size", f"size {old_size}", f"the tree has {size} leaves")
    proof: list[bytes] = []
    start, stop, is_whole = 0, size, True
    while start < old_size < stop:
        middle = start + _split(stop - start)
        if old_size <= middle:
            proof.append(subtree(middle, stop))
            stop = middle
        else:
            proof.append(subtree(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        proof.append(subtree(start, stop))
    return proof[::-1]


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check an inclusion proof (RFC 9162, 2.1.3.2), or raise :class:`VerificationError`."""
    place = f"entry {index}"
    if not 0 <= index < size:
        raise VerificationError("wrong_size", place, f"the tree has {size} leaves")
    first, last, found = index, size - 1, leaf
    for node in proof:
        if last == 0 or len(node) != len(root):
            raise VerificationError("wrong_proof", place, "the inclusion proof is too long")
        if first & 1 or first == last:
            found = node_hash(node, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = node_hash(found, node)
        first, last = first >> 1, last >> 1
    if last or found != root:
        raise VerificationError("wrong_proof", place, "the inclusion proof gives another root")


def verify_consistency(
    old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes
) -> None:
    """Check that the tree of ``size`` grew out of that of ``old_size`` (RFC 9162, 2.1.4.2)."""
    place = f"size {old_size} to {size}"
    if not 0 <= old_size <= size:
        raise VerificationError("wrong_size", place, "a log never gets shorter")
    if old_size in (0, size):
        expected = EMPTY_ROOT if old_size == 0 else root
        if proof or old_root != expected:
            raise VerificationError("wrong_proof", place, "one size has two roots")
        return
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        raise VerificationError("wrong_proof", place, "the consistency proof is empty")
    first, last = old_size - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old_found = found = path[0]
    for node in path[1:]:
        if last == 0 or len(node) != len(root):
            raise VerificationError("wrong_proof", place, "the consistency proof is too long")
        if first & 1 or first == last:
            old_found, found = node_hash(node, old_found), node_hash(node, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = node_hash(found, node)
        first, last = first >> 1, last >> 1
    if last or (old_found, found) != (old_root, root):
        raise VerificationError("wrong_proof", place, "the consistency proof gives other roots")


def _split(width: int) -> int:
    """Return the largest power of two below ``width`` (RFC 6962, 2.1)."""
    return 1 << (width - 1).bit_length() - 1
