"""Keys and signatures: published vectors, and an owner who wants a signature deniable (record format, section 2)."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.record import b64
from jig.record.errors import Malformed
from jig.record.suites import Ed25519Signer, P256Signer, PublicKey, signer_of

# RFC 8032, 7.1: tests 1 and 2 (secret key, public key, message, signature).
RFC8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
            "24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302a"
            "eeb00d291612bb0c00"
        ),
    ),
]
# RFC 6979, A.2.5: the key and its signature with SHA-256 over "sample"; that s lies in the upper half.
RFC6979_X = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"
RFC6979_PUBLIC = (
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177"
    "a3c294d4462299"
)
RFC6979_R = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
RFC6979_S = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"

ORDER_ED25519 = 2**252 + 27742317777372353535851937790883648493
ORDER_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PRIME = 2**255 - 19
SEED_A, SEED_B = bytes(range(32)), bytes(range(1, 33))


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC8032)
def test_signs_and_verifies_the_vectors_of_rfc_8032(secret, public, message, signature):
    signer = Ed25519Signer(bytes.fromhex(secret))

    signed = signer.sign(bytes.fromhex(message))

    assert signer.public == PublicKey("ed25519", bytes.fromhex(public))
    assert signed.hex() == signature
    assert signer.public.verify(signed, bytes.fromhex(message))


def test_takes_the_lower_half_of_the_vector_of_rfc_6979_and_refuses_the_upper():
    key = P256Signer(bytes.fromhex(RFC6979_X)).public
    r, s = bytes.fromhex(RFC6979_R), int(RFC6979_S, 16)

    upper = key.verify(r + s.to_bytes(32, "big"), b"sample")
    lower = key.verify(r + (ORDER_P256 - s).to_bytes(32, "big"), b"sample")

    assert key.public.hex() == RFC6979_PUBLIC
    assert (upper, lower) == (False, True)


@settings(max_examples=25)
@given(st.binary(max_size=40), st.sampled_from([Ed25519Signer, P256Signer]))
def test_a_signature_holds_for_its_key_and_message_only(message, suite):
    signer, other = suite(SEED_A), suite(SEED_B)

    signature = signer.sign(message)

    assert len(signature) == 64
    assert signer.public.verify(signature, message)
    assert not other.public.verify(signature, message)
    assert not signer.public.verify(signature, message + b"\x00")
    assert not signer.public.verify(signature + b"\x00", message)
    assert not signer.public.verify(signature[:-1], message)


@settings(max_examples=40)
@given(st.binary(max_size=80), st.sampled_from([Ed25519Signer(SEED_A), P256Signer(SEED_A)]))
def test_no_bytes_make_verification_raise(signature, signer):
    verdict = signer.public.verify(signature, b"message")

    assert verdict is False


def test_respells_a_signature_by_adding_the_group_order():
    signer = Ed25519Signer(SEED_A)
    signature = signer.sign(b"plan")
    s = int.from_bytes(signature[32:], "little") + ORDER_ED25519
    respelled = signature[:32] + s.to_bytes(32, "little")

    verdict = signer.public.verify(respelled, b"plan")

    assert s < 2**256
    assert verdict is False


def test_p256_signatures_always_lie_in_the_lower_half():
    signer = P256Signer(SEED_A)

    halves = [int.from_bytes(signer.sign(b"%d" % n)[32:], "big") for n in range(16)]

    assert max(halves) <= ORDER_P256 // 2


def test_claims_that_anybody_signed_by_a_key_of_small_order():
    weak = [point_bytes(point) for point in small_order_points()]
    identity = (1).to_bytes(32, "little")
    signature = identity + bytes(32)

    verdicts = [PublicKey("ed25519", key).verify(signature, b"anything") for key in weak]

    assert len(set(weak)) == 8
    assert not any(verdicts)
    # The library alone takes that signature over any message under the identity: the refusal is ours and needed.
    ed25519.Ed25519PublicKey.from_public_bytes(identity).verify(signature, b"anything")
    for key in weak:
        with pytest.raises(Malformed, match="KEY-POINT"):
            PublicKey.from_json({"public": b64.encode(key), "suite": "ed25519"})


@pytest.mark.parametrize("y", [PRIME, PRIME + 1, PRIME + 3, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 2**255])
def test_gives_a_key_a_second_fingerprint_by_an_unreduced_coordinate(y, sign):
    key = (y + sign).to_bytes(32, "little")

    with pytest.raises(Malformed) as caught:
        PublicKey.from_json({"public": b64.encode(key), "suite": "ed25519"})

    assert caught.value.code == "KEY-POINT"


def test_refuses_coordinates_that_are_no_point():
    y = next(y for y in range(2, 50) if root_of_x(y) is None)
    off_p256 = b"\x04" + bytes(31) + b"\x01" + bytes(31) + b"\x01"

    records = [("ed25519", y.to_bytes(32, "little")), ("p256", off_p256)]

    for suite, public in records:
        with pytest.raises(Malformed, match="KEY-POINT"):
            PublicKey.from_json({"public": b64.encode(public), "suite": suite})
        assert not PublicKey(suite, public).verify(bytes(64), b"")


def test_refuses_a_compressed_p256_point_as_a_second_fingerprint():
    public = P256Signer(SEED_A).public.public
    compressed = bytes([2 + (public[-1] & 1)]) + public[1:33]

    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), compressed)

    with pytest.raises(Malformed, match="KEY-POINT"):
        PublicKey.from_json({"public": b64.encode(compressed), "suite": "p256"})


@pytest.mark.parametrize("signer", [Ed25519Signer(SEED_A), P256Signer(SEED_B)])
def test_a_key_record_reads_back_and_its_fingerprint_binds_the_suite(signer):
    key = PublicKey.from_json(signer.public.as_json())

    expected = hashlib.sha256(key.suite.encode() + b"\x00" + key.public).hexdigest()

    assert key == signer.public and hash(key) == hash(signer.public)
    assert key.fingerprint == expected
    assert PublicKey("other", key.public).fingerprint != expected


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (None, "KEY-FORM"),
        ({"public": "AAAA"}, "KEY-FORM"),
        ({"public": "AAAA", "suite": "ed25519", "x": 1}, "KEY-FORM"),
        ({"public": 1, "suite": "ed25519"}, "KEY-FORM"),
        ({"public": "AAAA", "suite": "rsa"}, "KEY-SUITE"),
        ({"public": "AAA", "suite": "ed25519"}, "B64-SPELLING"),
        ({"public": "AAB=", "suite": "ed25519"}, "B64-SPELLING"),
        ({"public": "AAAA", "suite": "ed25519"}, "KEY-POINT"),
        ({"public": "AAAA", "suite": "p256"}, "KEY-POINT"),
    ],
)
def test_refuses_other_key_records(record, code):
    with pytest.raises(Malformed) as caught:
        PublicKey.from_json(record)

    assert caught.value.code == code


@pytest.mark.parametrize("suite", ["ed25519", "p256"])
def test_a_stored_private_key_is_the_same_key(suite):
    made = type(signer_of(suite, SEED_A)).generate()

    stored = signer_of(suite, made.private_bytes())

    assert stored.public == made.public
    assert made.public.verify(stored.sign(b"m"), b"m")
    assert made.private_bytes().hex() not in repr(made)


@pytest.mark.parametrize(
    ("suite", "private"), [("ed25519", bytes(31)), ("p256", bytes(32)), ("p256", b"\xff" * 32), ("p256", b"\x01")]
)
def test_refuses_bytes_that_are_no_private_key(suite, private):
    with pytest.raises(Malformed, match="KEY-PRIVATE"):
        signer_of(suite, private)
    with pytest.raises(Malformed, match="KEY-SUITE"):
        signer_of("none", private)


# Edwards arithmetic of RFC 8032, 5.1.4, in the plain affine form, as an oracle for the list of small-order points.

D = -121665 * pow(121666, -1, PRIME) % PRIME


def add(p: tuple[int, int], q: tuple[int, int]) -> tuple[int, int]:
    common = D * p[0] * q[0] * p[1] * q[1] % PRIME
    x = (p[0] * q[1] + q[0] * p[1]) * pow(1 + common, -1, PRIME) % PRIME
    y = (p[1] * q[1] + p[0] * q[0]) * pow(1 - common, -1, PRIME) % PRIME
    return x, y


def times(n: int, point: tuple[int, int]) -> tuple[int, int]:
    total = (0, 1)
    while n:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def root_of_x(y: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    return x if x * x % PRIME == square else None


def small_order_points() -> set[tuple[int, int]]:
    for y in range(2, 200):
        x = root_of_x(y)
        if x is None:
            continue
        torsion = times(ORDER_ED25519, (x, y))
        points = {times(n, torsion) for n in range(8)}
        if len(points) == 8:
            return points
    raise AssertionError("no generator of the torsion found")


def point_bytes(point: tuple[int, int]) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")
