"""Any altered byte is refused with a reason, resealed or not, and hostile bytes cost no more than their length."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jig.verifier import jig_verify as verifier
from verifier.conftest import Verify
from verifier.logs_by_hand import Side, bundle, consistency, frames_of, inclusion, seal, sha, tree

Good = tuple[Side, Side]
SAMPLED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def altered(data: bytes, offset: int, flip: int) -> bytes:
    return data[:offset] + bytes([data[offset] ^ flip]) + data[offset + 1 :]


@SAMPLED
@given(drawn=st.data(), which=st.integers(0, 1), flip=st.integers(1, 255))
def test_no_byte_of_either_file_can_be_altered(verify: Verify, good: Good, drawn: Any, which: int, flip: int) -> None:
    """Section 7, checksum."""
    files = [bundle(side) for side in good]
    offset = drawn.draw(st.integers(0, len(files[which]) - 1))

    files[which] = altered(files[which], offset, flip)

    code, answer = verify(*files, sides=good)
    assert code == 1
    assert answer["errors"][0]["path"]


def test_no_byte_at_a_frame_boundary_can_be_altered(verify: Verify, good: Good) -> None:
    """Section 7: type, length, first and last byte of every frame."""
    data, at, offsets = bundle(good[0]), len(b"JIGBUNDLE1\n"), {0, 10}
    while at < len(data):
        (length,) = struct.unpack(">I", data[at + 1 : at + 5])
        offsets |= {*range(at, min(at + 6, len(data))), at + 4 + length}
        at += 5 + length

    codes = {verify(altered(data, offset, 1), bundle(good[1]), sides=good)[0] for offset in sorted(offsets)}

    assert codes == {1}


@SAMPLED
@given(drawn=st.data(), which=st.integers(0, 1), flip=st.integers(1, 255))
def test_no_byte_of_a_frame_can_be_altered_even_by_whoever_makes_the_checksum_anew(
    verify: Verify, good: Good, drawn: Any, which: int, flip: int
) -> None:
    """Sections 1-8: nothing in a frame is covered by the checksum alone."""
    frames = frames_of(good[which])
    number = drawn.draw(st.sampled_from([i for i, (_, content) in enumerate(frames) if content]))
    offset = drawn.draw(st.integers(0, len(frames[number][1]) - 1))
    frames[number] = (frames[number][0], altered(frames[number][1], offset, flip))

    files = [bundle(side) for side in good]
    files[which] = seal(frames)

    code, answer = verify(*files, sides=good)
    assert code == 1
    assert answer["errors"]


@SAMPLED
@given(drawn=st.data())
def test_no_file_cut_short_or_grown_is_accepted(verify: Verify, good: Good, drawn: Any) -> None:
    data = bundle(good[0])
    cut = data[: drawn.draw(st.integers(0, len(data) - 1))]

    answers = [verify(file, bundle(good[1]), sides=good)[0] for file in (cut, data + b"\n")]

    assert answers == [1, 1]


@SAMPLED
@given(drawn=st.data())
def test_a_dropped_repeated_or_moved_frame_is_refused_unless_it_is_a_mere_extra(
    verify: Verify, good: Good, drawn: Any
) -> None:
    """Section 7: only X and C frames may be absent."""
    frames = frames_of(good[0])
    i, j = (drawn.draw(st.integers(0, len(frames) - 1)) for _ in "ij")
    act = drawn.draw(st.sampled_from(["drop", "repeat", "move"]))
    frame = frames[i]
    if act != "repeat":
        frames.remove(frame)
    if act != "drop":
        frames.insert(j, frame)

    code, _ = verify(seal(frames), bundle(good[1]), sides=good)

    unharmed = frames == frames_of(good[0]) or (act == "drop" and frame[0] in b"XC")
    assert code == (0 if unharmed else 1)


HOSTILE = {
    "too deep": b'{"a":' * 40 + b"1" + b"}" * 40,
    "deep beyond any stack": b"[" * 500_000,
    "unclosed string of escapes": b"[" * 40 + b'"' + b'\\"' * 400_000,
    "duplicate name": b'{"a":1,"a":2}',
    "float": b'{"a":1.5}',
    "exponent": b'{"a":1E400}',
    "not a number": b'{"a":NaN}',
    "minus zero": b'{"a":-0}',
    "beyond 2^53-1": b'{"a":9007199254740992}',
    "a million digits": b'{"a":' + b"9" * 500_000 + b"}",
    "lone surrogate": b'{"a":"\\ud800"}',
    "noncharacter": '{"a":"\uffff"}'.encode(),
    "name not ASCII": '{"\u0430":1}'.encode(),
    "byte order mark": b'\xef\xbb\xbf{"a":1}',
    "not UTF-8": b'{"a":"\xff"}',
    "space": b'{"a": 1}',
    "wrong order": b'{"b":1,"a":1}',
    "needless escape": b'{"a":"\\u0041"}',
    "trailing line feed": b'{"a":1}\n',
    "empty": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_json_that_is_not_the_strict_canonical_form_is_refused(name: str) -> None:
    """Section 1."""
    with pytest.raises(verifier.Fault) as refused:
        verifier.read_json(HOSTILE[name], verifier.FRAME_CAP, "here")

    assert refused.value.code in {"NOT_CANONICAL", "TOO_DEEP"}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs", "Cn"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
)


@given(value=JSON)
def test_what_an_independent_library_calls_canonical_is_read_back(value: Any) -> None:
    """Section 1; oracle: the package rfc8785."""
    data = rfc8785.dumps(value)

    assert verifier.read_json(data, verifier.FRAME_CAP, "here") == value


def test_a_p256_signature_has_its_s_in_the_lower_half_and_its_two_numbers_side_by_side() -> None:
    """Section 2; oracle: the same signature with s and with order - s, both valid ECDSA."""
    private = ec.derive_private_key(12345, ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    der = private.sign(b"said", ec.ECDSA(SHA256()))
    r, s = decode_dss_signature(der)
    low, high = (part(s, verifier.P256_ORDER - s) for part in (min, max))

    key = verifier.read_key({"public": base64.b64encode(point).decode(), "suite": "p256"}, "here")

    judged = [verifier.verifies(key, b"said", r.to_bytes(32, "big") + half.to_bytes(32, "big")) for half in (low, high)]
    assert judged == [True, False]
    assert not verifier.verifies(key, b"said", der)
    assert not verifier.verifies(key, b"not said", r.to_bytes(32, "big") + low.to_bytes(32, "big"))


@pytest.mark.parametrize(
    ("suite", "public"), [("ed25519", b"\1" * 31), ("p256", b"\4" + b"\1" * 64), ("p256", b"\2" + b"\1" * 32)]
)
def test_a_key_that_is_none_of_its_suite_is_refused(suite: str, public: bytes) -> None:
    """Section 2: 32 bytes; 65 bytes uncompressed, on the curve."""
    with pytest.raises(verifier.Fault, match="KEY"):
        verifier.read_key({"public": base64.b64encode(public).decode(), "suite": suite}, "here")


def test_depth_32_is_read_and_33_is_not() -> None:
    deepest = b"[" * 32 + b"]" * 32

    assert verifier.read_json(deepest, 100, "here")
    with pytest.raises(verifier.Fault, match="TOO_DEEP"):
        verifier.read_json(b"[" + deepest + b"]", 100, "here")


@given(leaves=st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), drawn=st.data())
def test_trees_and_proofs_are_those_of_the_recursive_definitions(leaves: list[bytes], drawn: Any) -> None:
    """Section 5; oracle: RFC 6962, 2.1, 2.1.1, 2.1.2 written out recursively."""
    n = len(leaves)
    m, index = drawn.draw(st.integers(1, n)), drawn.draw(st.integers(0, n - 1))

    roots = verifier.roots_at(b"".join(leaves), {m, n})

    assert roots == {size: tree(leaves[:size]).hex() for size in (m, n)}
    assert verifier.root_of_inclusion(index, n, leaves[index], inclusion(index, leaves), "here") == tree(leaves)
    if m < n:
        proof = [tree(leaves[:m])] * (m & (m - 1) == 0) + consistency(m, leaves)
        assert verifier.roots_of_consistency(m, n, proof, "here") == (tree(leaves[:m]), tree(leaves))


@given(found=st.lists(st.tuples(st.integers(1, 30), st.integers(0, 50)), max_size=20))
def test_ranges_give_each_entry_its_earliest_stamp(found: list[tuple[int, int]]) -> None:
    """Design, proof of time; oracle: the minimum, entry by entry."""
    stamps = [verifier.Stamp(size, time, "receipt", i) for i, (size, time) in enumerate(found)]

    told = {seq: stamp.time for first, last, stamp in verifier.proven(stamps) for seq in range(first, last + 1)}

    assert told == {
        seq: min(t for size, t in found if size > seq) for seq in range(max((s for s, _ in found), default=0))
    }


def test_a_frame_that_announces_more_than_it_may_hold_is_refused_unread(verify: Verify, good: Good) -> None:
    """Section 1, caps: the length is refused before anything of that length is held."""
    data = b"JIGBUNDLE1\nH" + b"\xff\xff\xff\xff" + sha(b"")

    code, answer = verify(data, bundle(good[1]), sides=good)

    assert (code, answer["errors"][0]["code"]) == (1, "TOO_LONG")
