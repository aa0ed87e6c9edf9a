"""Threat: a participant sends bytes meant to break the reader (record.md, Bytes; architecture, invariant 1)."""

import hashlib
import struct
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.centre import keeping
from jig.centre.keeping import Unkept
from jig.centre.receive import receive
from jig.decisions.state import holds_on, stands
from jig.record.admit import Convicted
from jig.record.errors import Malformed
from two_nodes import Direct, Hostile, established, kept_state, two

NOTE = b'{"lang":"en","text":"%s"}'
#: What no body may be, each with the code that names it.
BODIES = {
    b"": "JSON-SYNTAX",
    b"[": "JSON-SYNTAX",
    b"[]": "JSON-NOT-OBJECT",
    b'{"a":NaN}': "JSON-FLOAT",
    b'{"a":Infinity}': "JSON-FLOAT",
    b'{"a":1E400}': "JSON-FLOAT",
    b'{"a":1.0}': "JSON-FLOAT",
    b'{"a":9007199254740992}': "JSON-INTEGER-RANGE",
    b'{"a":' + b"9" * 5000 + b"}": "JSON-INTEGER-RANGE",
    b'{"a":1,"a":2}': "JSON-DUPLICATE-KEY",
    b'{"a":"\\ud800"}': "JSON-SURROGATE",
    b'{"a":"\xed\xa0\x80"}': "JSON-UTF8",
    b'{"a":"\xff"}': "JSON-UTF8",
    b'\xef\xbb\xbf{"a":1}': "JSON-BOM",
    b'{"a": 1}': "JSON-NOT-CANONICAL",
    b'{"b":1,"a":1}': "JSON-NOT-CANONICAL",
    '{"ж":1}'.encode(): "JSON-NAME-NOT-ASCII",
    b'{"a":' * 40 + b"1" + b"}" * 40: "JSON-DEPTH",
    b'{"a":' + b"[" * 200_000 + b"]" * 10: "JSON-DEPTH",
    NOTE % (b"x" * 262_144): "JSON-TOO-LARGE",
}


@pytest.fixture
def pair():
    a, b, made = established()
    return b, Hostile.of(a), made


@pytest.mark.parametrize("body", BODIES, ids=lambda body: f"{BODIES[body]}-{body[:12]!r}")
def test_a_body_that_is_no_canonical_object_is_refused_and_kept_as_received(pair, body):
    b, liar, made = pair
    before = kept_state(b)
    liar.say(body=body)
    data = liar.bundle(0).encode()

    with pytest.raises((Malformed, Convicted)) as caught:
        receive(b.node, data)

    assert caught.value.code in (BODIES[body], "BUNDLE-ENTRY")
    assert kept_state(b) == before
    assert data in [kept.data for kept in b.store.kept()]
    assert stands(b.node.picture.view(), made)


@pytest.mark.parametrize(
    "payload",
    [b"", b"[", b"{}", b"[]", b'{"v":1}', b"null", b"[" * 4000, b'{"a":NaN}', b'{"v":1E400}', b"\xff\xfe", b"x" * 5000],
)
def test_a_payload_that_is_no_entry_is_refused_and_the_log_unharmed(pair, payload):
    b, liar, _ = pair
    before = kept_state(b)
    liar.put(payload)

    with pytest.raises((Malformed, Convicted)):
        liar.deliver(b)

    assert kept_state(b) == before
    assert len(b.store.kept()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"seq": 0},
        {"seq": 2**53 - 1},
        {"prev": None},
        {"prev": bytes(32)},
        {"kind": "Note"},
        {"kind": "a" * 65},
        {"kind": ""},
        {"role": "snr"},
        {"log": ""},
        {"log": "exercise/AAA/0123456789abcdef"},
        {"kind": "keyset", "role": "LOG"},
        {"kind": "resume", "role": "LOG"},
    ],
    ids=str,
)
def test_an_entry_with_a_field_it_cannot_have_is_refused(pair, fields):
    b, liar, _ = pair
    before = kept_state(b)
    liar.say(**fields)

    with pytest.raises((Malformed, Convicted)):
        liar.deliver(b)

    assert kept_state(b) == before


def test_a_megabyte_of_brackets_costs_bounded_memory():
    b = two()[1]
    hostile = [b"[" * (1 << 20), b"JIGBUNDLE1\n" + b"[" * (1 << 20), b"JIGBUNDLE1\nH" + struct.pack(">I", 0xFFFFFFFF)]
    tracemalloc.start()

    outcomes = [Direct(b.node).counter.take(data).outcome for data in hostile]

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outcomes == ["DAMAGED"] * 3
    assert peak < 16 << 20
    assert [kept.data for kept in b.store.kept("unreadable")] == hostile


def test_what_nobody_can_read_is_kept_up_to_a_bound_and_counted_beyond_it(monkeypatch):
    """Invariant 1: the refused bytes are kept up to a stated bound, then refused with an error that says so."""
    monkeypatch.setattr(keeping, "MOST_KEPT", 3)
    b = two()[1]
    hostile = [b"junk %d" % n for n in range(6)]

    outcomes = [Direct(b.node).counter.take(data).outcome for data in (*hostile, hostile[0])]
    with pytest.raises(Unkept):
        receive(b.node, b"a large one" * 100)

    assert outcomes == ["DAMAGED"] * 3 + ["DAMAGED-UNKEPT"] * 3 + ["DAMAGED"]
    assert [kept.data for kept in b.store.kept("unreadable")] == hostile[:3]
    beyond = keeping.not_kept(b.store, "unreadable")
    assert (beyond.deliveries, beyond.bytes) == (4, 3 * 6 + 1_100)
    chain = bytes(32)
    for data in (*hostile[3:], b"a large one" * 100):
        chain = hashlib.sha256(chain + hashlib.sha256(data).digest()).digest()
    assert beyond.digest == chain.hex()


@pytest.mark.parametrize(("size", "kept"), [(10, True), (11, False)])
def test_the_bound_counts_bytes_as_well(monkeypatch, size, kept):
    monkeypatch.setattr(keeping, "MOST_KEPT_BYTES", 30)
    store = two()[1].store

    with store.transaction():
        found = [keeping.keep(store, "unreadable", "X", 1, data) for data in (b"a" * 20, b"b" * size)]
        always = keeping.keep(store, "convicting", "X", 1, b"c" * 1_000)

    assert found == [True, kept]
    assert always


def test_a_hold_that_cannot_be_read_holds_all_the_same(pair):
    """Doubt means HOLD: what restricts counts even where its form is broken."""
    b, liar, _ = pair
    liar.say("hold", {"scope": "EVERYTHING", "unknown": [[[]]]})
    liar.say("hold", {})

    received = liar.deliver(b)

    assert [judgement.verdict.value for _, judgement in received.new] == ["UNREADABLE", "UNREADABLE"]
    assert all(judgement.faults for _, judgement in received.new)
    assert len(holds_on(b.node.picture.view(), "any subject")) == 2


def test_kinds_that_nobody_knows_are_recorded_and_change_nothing(pair):
    b, liar, made = pair
    for number in range(50):
        liar.say(f"no-such.kind-{number}", {"a": number})

    received = liar.deliver(b)

    assert {judgement.verdict.value for _, judgement in received.new} == {"UNKNOWN-KIND"}
    assert stands(b.node.picture.view(), made)


def test_a_chain_of_proposals_without_end_is_judged():
    """Each relies on the one before; recursion would end the reader's process."""
    a, b, _ = established()
    liar = Hostile.of(a)
    last = None
    for number in range(1500):
        last = liar.say("proposal", proposal(number, [last.id] if last else []))
    liar.say("position", answer(last.id))

    received = liar.deliver(b)

    assert received.new[-1][1].verdict.value == "REFUSED"
    assert not stands(b.node.picture.view(), last.id)
    b.node.picture.digest()


def test_proposals_that_branch_and_meet_again_cost_no_more_than_their_number():
    a, b, _ = established()
    liar = Hostile.of(a)
    layer = [liar.say("proposal", proposal("a", [])).id, liar.say("proposal", proposal("b", [])).id]
    for number in range(60):
        layer = [liar.say("proposal", proposal(f"{number}-{which}", layer * 4)).id for which in "ab"]
    liar.say("position", answer(layer[0]))

    received = liar.deliver(b)

    assert len(received.new) == 123
    assert not stands(b.node.picture.view(), layer[0])


def proposal(subject, relies_on):
    content = {"instrument": "x", "site": "y", "terms": "0" * 64}
    made = {"act": "establishment", "subject": str(subject), "content": content, "lang": "en", "text": ""}
    return made | {"relies_on": [ref.hex() for ref in relies_on]}


def answer(ref):
    from two_nodes import position

    return position(0, ref)


@settings(max_examples=150)
@given(st.data())
def test_any_byte_changed_anywhere_is_refused_and_convicts_nobody(data):
    b, bundle = DAMAGED
    at = data.draw(st.integers(0, len(bundle) - 1))
    changed = bytearray(bundle)
    changed[at] ^= data.draw(st.integers(1, 255))
    before = kept_state(b)

    with pytest.raises(Malformed):
        receive(b.node, bytes(changed))

    assert kept_state(b) == before
    assert b.store.fact("stopped") is None


def _to_damage():
    a, b, _ = established()
    liar = Hostile.of(a)
    liar.say()
    return b, liar.bundle(0).encode()


DAMAGED = _to_damage()


@settings(max_examples=100)
@given(
    which=st.sampled_from(["base", "head", "seen_heads", "countersigned", "cosigned"]),
    noise=st.one_of(st.binary(max_size=200), st.text(max_size=80).map(str.encode), st.just(b"x" * 16_384)),
)
def test_any_noise_in_place_of_a_signed_note_is_refused_or_ignored(which, noise):
    a, b, _ = established()
    b.say()
    liar = Hostile.of(a)
    liar.see(b)
    liar.say()
    notes = noise if which in ("base", "head") else (noise,)
    before = kept_state(b)
    bundle = replace(liar.bundle(2), **{which: notes})

    if which == "countersigned":
        # The author's own copy of the reader's cosignatures: nothing of it is relied on.
        assert len(receive(b.node, bundle.encode()).new) == 1
        return
    with pytest.raises(Malformed):
        receive(b.node, bundle.encode())
    assert kept_state(b) == before


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_noise_as_a_resume_statement_is_refused_with_a_code(noise):
    b = NOISE
    before = kept_state(b)

    code, signed = Direct(b.node).counter.consent(noise)

    assert (bool(code), signed) == (True, None)
    assert kept_state(b) == before


NOISE = two()[1]
