"""The Merkle tree of RFC 6962: roots, proofs, and whether a proof holds. SHA-256 throughout.

A tree is known by its perfect subtrees: ``read(level, index)`` returns the hash over the 2**level leaves from
``index << level`` on. Such a hash never changes once its leaves are there, so a store may keep those that ``completed``
gives it, and has every root and every proof from a few dozen of them; one that keeps none has the ``Frontier``, which
grows by one leaf without hashing the old ones again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Read = Callable[[int, int], bytes]
EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""
_LEAF, _NODE = b"\x00", b"\x01"


def leaf(content: bytes) -> bytes:
    """Return the hash of a leaf, whose content in our log is the hash of a record (RFC 6962, 2.1)."""
    return hashlib.sha256(_LEAF + content).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The perfect subtrees that a tree of ``size`` leaves is made of, the largest first: one per 1 in its binary form."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    @property
    def peak(self) -> bytes:
        """The root of the largest perfect subtree that the last leaf completes. There must be one."""
        return self.hashes[-1]

    def append(self, leaf_hash: bytes) -> Frontier:
        """Return the frontier with one leaf more."""
        kept, top, size = self.hashes, leaf_hash, self.size
        while size & 1:
            top, kept, size = _node(kept[-1], top), kept[:-1], size >> 1
        return Frontier(self.size + 1, (*kept, top))

    def root(self) -> bytes:
        """Return the root of the tree."""
        return _joined(self.hashes)


def last_leaves(size: int) -> tuple[int, ...]:
    """Return the number of the last leaf in each of the perfect subtrees of which a tree of ``size`` leaves is made."""
    found = []
    while size:
        found.append(size - 1)
        size &= size - 1
    return tuple(reversed(found))


class Tree:
    """A whole tree in memory."""

    def __init__(self) -> None:
        self._levels: list[list[bytes]] = [[]]

    def __len__(self) -> int:
        """Return how many leaves there are."""
        return len(self._levels[0])

    def append(self, leaf_hash: bytes) -> bytes:
        """Put one leaf at the end; return its peak."""
        found = leaf_hash
        for level, _, found in completed(len(self), leaf_hash, self.read):
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(found)
        return found

    def read(self, level: int, index: int) -> bytes:
        """Return the hash of a perfect subtree."""
        return self._levels[level][index]


def completed(size: int, leaf_hash: bytes, read: Read) -> Iterator[tuple[int, int, bytes]]:
    """Yield (level, index, hash) of each perfect subtree that is complete once leaf number ``size`` is there, itself first.

    ``read`` is asked for subtrees of the tree of ``size`` leaves alone.
    """
    top = leaf_hash
    yield 0, size, top
    for level in range(_trailing_ones(size)):
        top = _node(read(level, (size >> level) - 1), top)
        yield level + 1, size >> (level + 1), top


def root(size: int, read: Read) -> bytes:
    """Return the root of the tree of the first ``size`` leaves."""
    return _span(0, size, read)


def inclusion(index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves (RFC 6962, 2.1.1).

    Raises:
        ValueError: there is no such leaf.

    """
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    start, end, path = 0, size, list[bytes]()
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_span(middle, end, read))
            end = middle
        else:
            path.append(_span(start, middle, read))
            start = middle
    return tuple(reversed(path))


def consistency(old: int, size: int, read: Read) -> tuple[bytes, ...]:
    """Return the proof that the tree of ``size`` leaves begins with that of ``old`` leaves (RFC 6962, 2.1.2).

    Nothing needs to be proved, and nothing is in the proof, where ``old`` is 0 or ``size``.

    Raises:
        ValueError: the old tree is larger.

    """
    if not 0 <= old <= size:
        raise ValueError("the old tree is larger")
    if old in {0, size}:
        return ()
    start, end, path = 0, size, list[bytes]()
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_span(middle, end, read))
            end = middle
        else:
            path.append(_span(start, middle, read))
            start = middle
    if start:
        path.append(_span(start, end, read))
    return tuple(reversed(path))


def is_included(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], root_hash: bytes) -> bool:
    """Return whether an audit path leads from a leaf to a root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = _node(sibling, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root_hash


def is_consistent(old: int, old_root: bytes, size: int, root_hash: bytes, path: Sequence[bytes]) -> bool:
    """Return whether a proof shows that a tree begins with an older one (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= size:
        return False
    if old == size:
        return not path and old_root == root_hash and (size > 0 or root_hash == EMPTY)
    if old == 0:
        return not path and old_root == EMPTY
    ones = _trailing_ones(old - 1)
    at, last = (old - 1) >> ones, (size - 1) >> ones
    proof = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not proof:
        return False
    older = newer = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            older, newer = _node(sibling, older), _node(sibling, newer)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            newer = _node(newer, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and older == old_root and newer == root_hash


def _span(start: int, end: int, read: Read) -> bytes:
    """Return the root over the leaves from ``start`` to ``end``, where ``start`` is a place at which the tree splits."""
    hashes = list[bytes]()
    while start < end:
        level = (end - start).bit_length() - 1
        hashes.append(read(level, start >> level))
        start += 1 << level
    return _joined(hashes)


def _joined(hashes: Sequence[bytes]) -> bytes:
    if not hashes:
        return EMPTY
    found = hashes[-1]
    for one in reversed(hashes[:-1]):
        found = _node(one, found)
    return found


def _split(size: int) -> int:
    """Return the largest power of two below ``size``, which is 2 or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _trailing_ones(number: int) -> int:
    return ((number ^ (number + 1)).bit_length()) - 1
