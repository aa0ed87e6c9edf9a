"""The tree against the certificate-transparency vectors and a naive reading of RFC 6962, 2.1."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.record.errors import Malformed
from jig.record.merkle import (
    EMPTY_ROOT,
    Tree,
    leaf_hash,
    node_hash,
    root_from_inclusion,
    roots_from_consistency,
    verify_consistency,
    verify_inclusion,
)

# Inputs, roots and proofs of the reference tree: google/certificate-transparency and transparency-dev/merkle,
# testonly/constants.go (numbers only).
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
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
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSIONS = [(0, 8, [A, B, C]), (5, 8, [D, E, ROOTS[4]]), (2, 3, [ROOTS[2]])]
CONSISTENCIES = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])]

REFERENCE = [leaf_hash(bytes.fromhex(text)) for text in INPUTS]

sizes = st.integers(1, 70)


def leaves(count: int) -> list[bytes]:
    return [hashlib.sha256(b"leaf %d" % n).digest() for n in range(count)]


def largest_power_below(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def naive_root(hashes: list[bytes]) -> bytes:
    """RFC 6962, 2.1, MTH, written down as it stands there."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    k = largest_power_below(len(hashes))
    return hashlib.sha256(b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:])).digest()


def naive_path(m: int, hashes: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1, PATH."""
    if len(hashes) == 1:
        return []
    k = largest_power_below(len(hashes))
    if m < k:
        return [*naive_path(m, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(m - k, hashes[k:]), naive_root(hashes[:k])]


def naive_subproof(m: int, hashes: list[bytes], whole: bool) -> list[bytes]:
    """RFC 6962, 2.1.2, SUBPROOF."""
    if m == len(hashes):
        return [] if whole else [naive_root(hashes)]
    k = largest_power_below(len(hashes))
    if m <= k:
        return [*naive_subproof(m, hashes[:k], whole), naive_root(hashes[k:])]
    return [*naive_subproof(m - k, hashes[k:], False), naive_root(hashes[:k])]


def test_gives_the_published_root_at_every_size():
    tree = Tree(REFERENCE)

    roots = [tree.root(size).hex() for size in range(9)]

    assert roots == ROOTS
    assert tree.root().hex() == ROOTS[8] and EMPTY_ROOT.hex() == ROOTS[0]


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSIONS)
def test_gives_and_accepts_the_published_audit_paths(index, size, proof):
    path = Tree(REFERENCE).inclusion(index, size)

    assert [step.hex() for step in path] == proof
    assert verify_inclusion(REFERENCE[index], index, size, path, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCIES)
def test_gives_and_accepts_the_published_consistency_proofs(old, new, proof):
    steps = Tree(REFERENCE).consistency(old, new)

    assert [step.hex() for step in steps] == proof
    assert verify_consistency(old, bytes.fromhex(ROOTS[old]), new, bytes.fromhex(ROOTS[new]), steps)


@given(sizes, st.data())
def test_agrees_with_the_recursive_definition_at_any_size(count, data):
    hashes, tree = leaves(count), Tree(leaves(count))
    size = data.draw(st.integers(1, count))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))

    path, proof = tree.inclusion(index, size), tree.consistency(old, size)

    assert tree.root(size) == naive_root(hashes[:size])
    assert path == naive_path(index, hashes[:size])
    assert proof == naive_subproof(old, hashes[:size], True)


@given(sizes, st.data())
def test_accepts_its_own_proofs_and_no_altered_one(count, data):
    tree, hashes = Tree(leaves(count)), leaves(count)
    index, old = data.draw(st.integers(0, count - 1)), data.draw(st.integers(1, count))
    path, proof = tree.inclusion(index, count), tree.consistency(old, count)

    accepted = verify_inclusion(hashes[index], index, count, path, tree.root())
    continued = verify_consistency(old, tree.root(old), count, tree.root(), proof)

    assert accepted and continued
    for wrong in altered(path):
        assert not verify_inclusion(hashes[index], index, count, wrong, tree.root())
    for wrong in altered(proof):
        assert not verify_consistency(old, tree.root(old), count, tree.root(), wrong)


@given(sizes, st.data())
def test_a_path_proves_no_other_position_or_leaf(count, data):
    tree, hashes = Tree(leaves(count)), leaves(count)
    index, other = data.draw(st.integers(0, count - 1)), data.draw(st.integers(-1, count + 1))
    path = tree.inclusion(index, count)

    moved = verify_inclusion(hashes[index], other, count, path, tree.root())
    swapped = verify_inclusion(leaf_hash(b"other"), index, count, path, tree.root())

    assert moved == (other == index)
    assert not swapped


@given(st.integers(2, 70), st.data())
def test_a_history_rewritten_before_the_old_size_is_no_continuation(count, data):
    old, at = data.draw(st.integers(1, count - 1)), data.draw(st.integers(0, count - 2))
    hashes = leaves(count)
    honest = Tree(hashes)
    hashes[min(at, old - 1)] = leaf_hash(b"rewritten")
    forked = Tree(hashes)

    proof = forked.consistency(old, count)

    assert not verify_consistency(old, honest.root(old), count, forked.root(), proof)
    assert verify_consistency(old, forked.root(old), count, forked.root(), proof)


@given(sizes, st.data())
def test_a_consistency_proof_implies_both_roots(count, data):
    tree = Tree(leaves(count))
    old = data.draw(st.integers(1, count))
    power = old & (old - 1) == 0

    without = roots_from_consistency(old, count, tree.consistency(old, count), old_root=None)
    given_one = roots_from_consistency(old, count, tree.consistency(old, count), old_root=tree.root(old))

    assert without == (None if power or old == count else (tree.root(old), tree.root()))
    assert given_one == (tree.root(old), tree.root())


@given(sizes, st.data())
def test_a_truncated_tree_equals_one_that_never_grew_and_copies_live_apart(count, data):
    cut = data.draw(st.integers(0, count))
    tree = Tree(leaves(count))
    twin = tree.copy()

    twin.truncate(cut)
    shrunk = twin.root()
    twin.extend([leaf_hash(b"other")] * 3)

    assert shrunk == naive_root(leaves(count)[:cut])
    assert twin.root() == naive_root(leaves(count)[:cut] + [leaf_hash(b"other")] * 3)
    assert tree.root() == naive_root(leaves(count)) and tree.size == count


def test_the_empty_tree_is_continued_by_any_but_proves_nothing():
    tree = Tree(leaves(3))

    assert tree.consistency(0, 3) == []
    assert verify_consistency(0, EMPTY_ROOT, 3, tree.root(), [])
    assert not verify_consistency(0, tree.root(), 3, tree.root(), [])
    assert not verify_consistency(0, EMPTY_ROOT, 0, tree.root(), [])
    assert roots_from_consistency(0, 3, [], old_root=EMPTY_ROOT) is None


def test_refuses_hashes_of_other_lengths_in_leaves_and_proofs():
    tree = Tree(leaves(2))
    short = tree.inclusion(0, 2)[0][:31]

    with pytest.raises(Malformed, match="TREE-HASH-LENGTH"):
        tree.append(short)

    assert tree.size == 2
    assert root_from_inclusion(leaves(2)[0], 0, 2, [short]) is None
    assert roots_from_consistency(1, 2, [short], old_root=tree.root(1)) is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda tree: tree.root(4),
        lambda tree: tree.root(-1),
        lambda tree: tree.leaf(3),
        lambda tree: tree.leaf(-1),
        lambda tree: tree.inclusion(3, 3),
        lambda tree: tree.inclusion(0, 4),
        lambda tree: tree.consistency(3, 2),
        lambda tree: tree.consistency(0, 4),
        lambda tree: tree.truncate(4),
    ],
)
def test_answers_for_no_size_it_never_had(ask):
    tree = Tree(leaves(3))

    with pytest.raises(Malformed, match="TREE-RANGE"):
        ask(tree)

    assert tree.root() == naive_root(leaves(3)) and tree.leaf(2) == leaves(3)[2]


def test_a_node_never_passes_for_a_leaf():
    left, right = leaves(2)

    node = node_hash(left, right)

    assert leaf_hash(left + right) != node


def altered(proof: list[bytes]) -> list[list[bytes]]:
    """Every proof that is one step shorter, longer, swapped or flipped."""
    wrong = [[*proof, bytes(32)], [bytes(32), *proof]]
    for at, step in enumerate(proof):
        wrong.append(proof[:at] + proof[at + 1 :])
        wrong.append([*proof[:at], bytes([step[0] ^ 1]) + step[1:], *proof[at + 1 :]])
    return wrong
