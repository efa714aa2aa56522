"""The tree over the stored leaves, with the roots of whole blocks kept so that proofs are quick."""

from __future__ import annotations

from evidence_log import store
from evidence_log.checkpoints.store import BlockRow, block_roots
from evidence_log.merkle import GrowingTree, root_hash
from storage.unit_of_work import UnitOfWork

BLOCK = 1024


class StoredTree:
    """The tree of the stored entries. A proof reads one block's leaves, and all blocks' roots."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit
        self.size = store.log_size(unit)
        self._roots = dict(enumerate(bytes(root) for root in block_roots(unit)))
        self._kept = len(self._roots)
        self._leaves: dict[int, list[bytes]] = {}

    def root(self, size: int) -> bytes:
        """Return the root of the first ``size`` leaves."""
        return self.subtree(0, size)

    def subtree(self, start: int, stop: int) -> bytes:
        """Return the root of the leaves ``start`` up to, not including, ``stop`` (RFC 6962, 2.1).

        ``start`` is a multiple of a power of two that is not smaller than half the width, as it is
        in every proof.
        """
        tree = GrowingTree()
        while start % BLOCK == 0 and stop - start >= BLOCK:
            tree.add(self._block(start // BLOCK), BLOCK)
            start += BLOCK
        while start < stop:
            block, first = divmod(start, BLOCK)
            for leaf in self._block_leaves(block)[first : stop - block * BLOCK]:
                tree.add(leaf)
            start = (block + 1) * BLOCK
        return tree.root()

    def keep_blocks(self) -> None:
        """Keep the roots of whole blocks that are not kept yet, when the unit is committed."""
        for number in range(self._kept, self.size // BLOCK):
            self._unit.add(BlockRow(number=number, root=self._block(number)))
        self._kept = max(self._kept, self.size // BLOCK)

    def _block(self, number: int) -> bytes:
        if number not in self._roots:
            self._roots[number] = root_hash(self._read(number))
        return self._roots[number]

    def _block_leaves(self, number: int) -> list[bytes]:
        if number not in self._leaves:
            self._leaves = {number: self._read(number)}
        return self._leaves[number]

    def _read(self, number: int) -> list[bytes]:
        leaves = store.leaf_hashes(self._unit, number * BLOCK, (number + 1) * BLOCK)
        return [bytes(leaf) for leaf in leaves]
