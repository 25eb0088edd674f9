"""The tree against the published examples of Certificate Transparency, and against the text of RFC 6962 written down naively."""

import hashlib
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.ledger.merkle import (
    EMPTY,
    Frontier,
    Tree,
    consistency,
    inclusion,
    is_consistent,
    is_included,
    leaf,
    root,
)

# The eight leaves, the roots and the proofs with which the implementations of Certificate Transparency are tested.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# (leaf, size): the audit path. Leaves are counted from 0.
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
# (old size, new size): the proof.
PROOFS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
LARGEST = 70


def tree_of(contents: list[bytes]) -> Tree:
    tree = Tree()
    for content in contents:
        tree.append(leaf(content))
    return tree


# ---------------------------------------------------------------- the text of RFC 6962, 2.1, word by word


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def half(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    if not d:
        return sha(b"")
    if len(d) == 1:
        return sha(b"\x00" + d[0])
    k = half(len(d))
    return sha(b"\x01" + mth(d[:k]) + mth(d[k:]))


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = half(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    if m == len(d):
        return [] if b else [mth(d)]
    k = half(len(d))
    return [*subproof(m, d[:k], b), mth(d[k:])] if m <= k else [*subproof(m - k, d[k:], False), mth(d[:k])]


MANY = [bytes([number]) for number in range(LARGEST)]
TREE = tree_of(MANY)
sizes = st.integers(1, LARGEST)


# ---------------------------------------------------------------- what must not count


@settings(deadline=None)
@given(st.data(), sizes)
def test_a_path_proves_nothing_else(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    good = inclusion(index, size, TREE.read)
    claim = partial(is_included, leaf(MANY[index]), index, size, good, mth(MANY[:size]))
    assert claim()
    assert not is_included(leaf(b"other"), index, size, good, mth(MANY[:size]))
    assert not is_included(leaf(MANY[index]), index, size, good, sha(b"other"))
    assert not is_included(leaf(MANY[index]), index, size, (*good, EMPTY), mth(MANY[:size]))
    assert not is_included(leaf(MANY[index]), size, size, good, mth(MANY[:size]))
    assert not is_included(leaf(MANY[index]), -1, size, good, mth(MANY[:size]))
    for place in range(len(good)):
        assert not is_included(leaf(MANY[index]), index, size, good[:place] + good[place + 1 :], mth(MANY[:size]))
        other = (*good[:place], sha(b"other"), *good[place + 1 :])
        assert not is_included(leaf(MANY[index]), index, size, other, mth(MANY[:size]))
    for another in set(range(size)) - {index}:
        assert not is_included(leaf(MANY[index]), another, size, good, mth(MANY[:size]))


@settings(deadline=None)
@given(st.data(), sizes)
def test_a_proof_proves_nothing_else(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(1, size))
    before, after = mth(MANY[:old]), mth(MANY[:size])
    good = consistency(old, size, TREE.read)
    assert is_consistent(old, before, size, after, good)
    assert not is_consistent(old, sha(b"other"), size, after, good)
    assert not is_consistent(old, before, size, sha(b"other"), good)
    assert not is_consistent(old, before, size, after, (*good, EMPTY))
    assert not is_consistent(size + 1, before, size, after, good)
    for place in range(len(good)):
        assert not is_consistent(old, before, size, after, good[:place] + good[place + 1 :])
        assert not is_consistent(old, before, size, after, (*good[:place], sha(b"other"), *good[place + 1 :]))
    forged = [*MANY[: old - 1], b"other", *MANY[old:size]]
    assert not is_consistent(old, before, size, mth(forged), consistency(old, size, tree_of(forged).read))


def test_nothing_follows_from_a_tree_without_leaves_but_itself() -> None:
    assert is_consistent(0, EMPTY, 5, mth(MANY[:5]), ())
    assert is_consistent(0, EMPTY, 0, EMPTY, ())
    assert not is_consistent(0, mth(MANY[:1]), 5, mth(MANY[:5]), ())
    assert not is_consistent(0, sha(b"other"), 0, sha(b"other"), ())
    assert not is_consistent(0, EMPTY, 5, mth(MANY[:5]), (EMPTY,))
    assert not is_consistent(3, mth(MANY[:3]), 5, mth(MANY[:5]), ())


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_a_leaf_that_is_not_there_has_no_path(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion(index, size, TREE.read)


@pytest.mark.parametrize(("old", "size"), [(6, 5), (-1, 5)])
def test_a_tree_does_not_begin_with_a_larger_one(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="larger"):
        consistency(old, size, TREE.read)


def test_a_leaf_is_never_taken_for_a_node() -> None:
    assert leaf(mth(MANY[:1]) + mth(MANY[1:2])) != mth(MANY[:2])


# ---------------------------------------------------------------- what holds


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert root(size, tree_of(LEAVES).read).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_published_paths(index: int, size: int) -> None:
    found = inclusion(index, size, tree_of(LEAVES).read)
    assert [one.hex() for one in found] == PATHS[index, size]
    assert is_included(leaf(LEAVES[index]), index, size, found, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "size"), PROOFS)
def test_published_proofs(old: int, size: int) -> None:
    found = consistency(old, size, tree_of(LEAVES).read)
    assert [one.hex() for one in found] == PROOFS[old, size]
    assert is_consistent(old, bytes.fromhex(ROOTS[old]), size, bytes.fromhex(ROOTS[size]), found)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=4), max_size=LARGEST))
def test_every_root_and_proof_is_that_of_the_rfc(contents: list[bytes]) -> None:
    tree, frontier = tree_of(contents), Frontier()
    for size in range(1, len(contents) + 1):
        frontier = frontier.append(leaf(contents[size - 1]))
        assert frontier.size == size
        assert len(frontier.hashes) == size.bit_count()
        assert frontier.root() == root(size, tree.read) == mth(contents[:size])
        index = (size * 7) % size
        assert list(inclusion(index, size, tree.read)) == path(index, contents[:size])
        old = 1 + (size * 5) % size
        assert list(consistency(old, size, tree.read)) == subproof(old, contents[:size], True)
    assert root(0, tree.read) == Frontier().root() == EMPTY


def test_proofs_of_a_tree_too_large_to_hold() -> None:
    # Every leaf the same: each perfect subtree of a level has one hash, so 2**40 leaves need no memory.
    level = [leaf(b"")]
    for _ in range(41):
        level.append(sha(b"\x01" + level[-1] + level[-1]))
    size, old, index = 2**40 + 12345, 2**39 + 77, 2**40 + 5
    whole = root(size, lambda at, _: level[at])
    assert is_included(leaf(b""), index, size, inclusion(index, size, lambda at, _: level[at]), whole)
    assert is_consistent(
        old, root(old, lambda at, _: level[at]), size, whole, consistency(old, size, lambda at, _: level[at])
    )
