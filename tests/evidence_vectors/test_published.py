"""What others published: trees, proofs, notes and canonical JSON come out the same here.

Sources: transparency-dev/merkle, proof/verify_test.go (trees and proofs of RFC 6962, which RFC 9162
keeps); c2sp.org/signed-note, c2sp.org/tlog-checkpoint and golang.org/x/mod/sumdb/note (notes);
RFC 8785 section 3.2 (canonical JSON).
"""

from __future__ import annotations

import random
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree
from pymerkle import verify_consistency as verify_oracle

from evidence_log import VerificationError, verify
from evidence_log.canonical import canonical_bytes, parse_canonical
from evidence_log.checkpoints.note import (
    PublicKey,
    open_checkpoint,
    read_checkpoint,
    read_public_key,
    read_signing_key,
    sign_note,
    split_note,
    verify_signature,
)
from evidence_log.merkle import (
    complete_subtrees,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_hash,
    verify_consistency,
    verify_inclusion,
)

ASCII = st.characters(max_codepoint=127)
LEAVES = [
    leaf_hash(bytes.fromhex(data))
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUSION = {  # (index, size): proof
    (0, 8): """
96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4""",
    (5, 8): """
bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 3): "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    (1, 5): """
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
}
CONSISTENCY = {  # (old size, size): proof
    (1, 1): "",
    (1, 8): INCLUSION[0, 8],
    (6, 8): """
0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 5): """
5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
    (6, 7): """
0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
}


def hashes(text: str) -> list[bytes]:
    return [bytes.fromhex(line) for line in text.split()]


def subtree_of(leaves: list[bytes]):
    return lambda start, stop: root_hash(leaves[start:stop])


def test_the_roots_of_one_to_eight_leaves():
    assert [root_hash(LEAVES[:size]).hex() for size in range(1, 9)] == list(ROOTS)
    assert root_hash([]) == sha256(b"").digest()


@pytest.mark.parametrize(("place", "proof"), INCLUSION.items(), ids=str)
def test_inclusion_proofs(place, proof):
    index, size = place
    assert inclusion_proof(index, size, subtree_of(LEAVES)) == hashes(proof)
    root = bytes.fromhex(ROOTS[size - 1])
    verify_inclusion(index, size, LEAVES[index], hashes(proof), root)


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items(), ids=str)
def test_consistency_proofs(sizes, proof):
    old_size, size = sizes
    assert consistency_proof(old_size, size, subtree_of(LEAVES)) == hashes(proof)
    old_root, root = (bytes.fromhex(ROOTS[each - 1]) for each in sizes)
    verify_consistency(old_size, size, hashes(proof), old_root, root)


def _wrong(proof: list[bytes], *extra: bytes) -> list[list[bytes]]:
    """The ways in which transparency-dev/merkle spoils a proof."""
    flipped = [
        [*proof[:i], bytes([node[0] ^ 8]) + node[1:], *proof[i + 1 :]]
        for i, node in enumerate(proof)
    ]
    added = [made for node in (b"", *extra) for made in ([*proof, node], [node, *proof])]
    return [*flipped, *added, proof[:-1], []]


@pytest.mark.parametrize("place", INCLUSION, ids=str)
def test_a_spoiled_inclusion_proof_is_refused(place):
    index, size = place
    proof, root = hashes(INCLUSION[place]), bytes.fromhex(ROOTS[size - 1])
    spoiled = [(index, size, LEAVES[index], wrong, root) for wrong in _wrong(proof, root)]
    spoiled += [(i, size, LEAVES[index], proof, root) for i in (index - 1, index + 1, index ^ 2)]
    spoiled += [(index, s, LEAVES[index], proof, root) for s in (size * 2, size // 2, 0)]
    spoiled += [(index, size, LEAVES[index], proof, sha256(b"").digest())]
    spoiled += [(index, size, sha256(b"x").digest(), proof, root)]
    for case in spoiled:
        with pytest.raises(VerificationError):
            verify_inclusion(*case)


@pytest.mark.parametrize("sizes", [s for s in CONSISTENCY if s != (1, 1)], ids=str)
def test_a_spoiled_consistency_proof_is_refused(sizes):
    old, new = sizes
    proof = hashes(CONSISTENCY[sizes])
    old_root, root = (bytes.fromhex(ROOTS[each - 1]) for each in sizes)
    spoiled = [(old, new, wrong, old_root, root) for wrong in _wrong(proof, root, old_root)]
    spoiled += [(size, new, proof, old_root, root) for size in (old - 1, old + 1, old ^ 2)]
    spoiled += [(old, size, proof, old_root, root) for size in (new * 2, new // 2)]
    spoiled += [(old, new, proof, root, old_root), (old, new, proof, b"x", root)]
    for case in spoiled:
        with pytest.raises(VerificationError):
            verify_consistency(*case)


def test_a_thousand_random_trees_agree_with_pymerkle():
    """pymerkle (GPL) is an oracle: only tests import it. Its consistency proofs have another shape
    than RFC 6962's, so each is checked with its own rules against the same two roots.
    """
    chosen = random.Random(6962)
    for _ in range(1000):
        size = chosen.randrange(1, 120) if chosen.random() < 0.95 else chosen.randrange(1, 600)
        entries = [chosen.randbytes(8) for _ in range(size)]
        oracle = InmemoryTree(algorithm="sha256")
        for each in entries:
            oracle.append_entry(each)
        leaves = [leaf_hash(each) for each in entries]
        subtree, root = subtree_of(leaves), root_hash(leaves)
        assert root == oracle.get_root()
        index, old_size = chosen.randrange(size), chosen.randrange(1, size + 1)
        expected = oracle.prove_inclusion(index + 1).serialize()["path"]
        proof = inclusion_proof(index, size, subtree)
        assert [leaves[index].hex(), *(node.hex() for node in proof)] == expected
        verify_inclusion(index, size, leaves[index], proof, root)
        growth = consistency_proof(old_size, size, subtree)
        verify_consistency(old_size, size, growth, root_hash(leaves[:old_size]), root)
        theirs = oracle.prove_consistency(old_size, size)
        verify_oracle(root_hash(leaves[:old_size]), root, theirs)


def test_folded_subtrees_cover_every_leaf_once_and_are_aligned():
    for start in range(70):
        for stop in range(start, 70):
            pieces = list(complete_subtrees(start, stop))
            assert [start, *(last for _, last in pieces)] == [*(f for f, _ in pieces), stop]
            assert all(first % (last - first) == 0 for first, last in pieces)
            assert all(one[1] == other[0] for one, other in pairwise(pieces))


GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SIGNING = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
GO_NOTE = f"{GO_TEXT}\n{GO_SIGNATURE}"


def opened(note: str, *keys: PublicKey) -> str:
    text, signatures = split_note(note, "note")
    for key in keys:
        verify_signature(key, text, signatures, "note")
    return text


def test_the_note_of_go_is_signed_the_same_and_opens():
    assert sign_note(GO_TEXT, read_signing_key(GO_SIGNING)) == GO_NOTE
    assert opened(GO_NOTE, read_public_key(GO_KEY)) == GO_TEXT
    assert str(read_public_key(GO_KEY)) == GO_KEY


@pytest.mark.parametrize(
    "note",
    [
        GO_TEXT,
        f"{GO_TEXT}\n",
        GO_NOTE[:-1],
        f"\x01{GO_NOTE}",
        GO_NOTE.replace("— PeterNeumann", "— Bad Name"),
        f"{GO_NOTE}Unexpected line.\n",
        GO_NOTE.replace("cryptography", "cryptographY"),
        f"{GO_TEXT}\n{GO_SIGNATURE * 101}",
    ],
)
def test_notes_that_go_refuses_are_refused(note):
    with pytest.raises(VerificationError):
        opened(note, read_public_key(GO_KEY))


@pytest.mark.parametrize(
    "key",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        *(GO_KEY[:end] for end in range(len(GO_KEY))),
        *(GO_KEY[start:] for start in range(1, len(GO_KEY))),
    ],
)
def test_keys_that_go_refuses_are_refused(key):
    with pytest.raises(VerificationError):
        read_public_key(key)


def test_an_unknown_signature_is_ignored_and_a_second_one_of_a_key_too():
    unknown = "— PeterNeumann AAAAAPZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFY\n"
    for extra in (unknown, GO_SIGNATURE):
        assert opened(f"{GO_NOTE}{extra}", read_public_key(GO_KEY)) == GO_TEXT


def test_the_example_of_tlog_checkpoint_is_read():
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    read = read_checkpoint(text, "example")
    assert (read.origin, read.size) == ("example.com/behind-the-sofa", 20852163)
    assert read.text() == text


def test_a_checkpoint_is_refused_without_a_known_key():
    note = sign_note(
        "PeterNeumann\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        read_signing_key(GO_SIGNING),
    )
    key = read_public_key(GO_KEY)
    assert open_checkpoint(note, [key], "note").size == 1
    with pytest.raises(VerificationError, match="another_key"):
        open_checkpoint(note, [PublicKey("PeterNeumann", bytes(32))], "note")


def test_canonical_json_orders_and_escapes_as_rfc_8785_does():
    """RFC 8785, 3.2.3 orders by UTF-16 units; 3.2.2.2 escapes as little as possible."""
    assert canonical_bytes({"b": [True, None, '\u000f\n"'], "A": 1}) == (
        b'{"A":1,"b":[true,null,"\\u000f\\n\\""]}'
    )
    keys = ("€", "\r", "\ufb33", "1", "😀", "ö")
    ordered = canonical_bytes(dict.fromkeys(keys, 0))
    places = [ordered.decode().index(f'"{key}"') for key in ("\\r", "1", "ö", "€", "😀", "\ufb33")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}',
        "NaN",
        "9007199254740993",
        "1.5",
        "1e2",
        "-0",
        '{"b":1,"a":2}',
        "[1, 2]",
        '"é"',
    ],
)
def test_what_is_not_canonical_is_refused(text):
    with pytest.raises(VerificationError, match="not_canonical"):
        parse_canonical(text.encode(), "here")


CODES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**13), 10**14) | st.text(ASCII, max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(ASCII, max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(CODES)
@settings(max_examples=500)
def test_what_was_written_is_read_back_and_written_the_same_by_both(value):
    written = canonical_bytes(value)
    assert parse_canonical(written, "here") == value
    assert verify.ENCODE(value).encode() == written
