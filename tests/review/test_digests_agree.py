"""Two nodes that hold the same entries show the same digest, whatever one side puts into them (record.md, Cut)."""

import hashlib

import pytest

from centre_fake import Pair, key_of
from jig.record.canonical import canonical


def nested(depth):
    """A value of that many lists, one in another."""
    value = "x"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("item", ["FORMAT", "PROCEDURE", "LIST", "READING"])
@pytest.mark.parametrize("depth", [1, 23, 27])
def test_no_depth_that_a_body_may_have_stops_the_digest(item, depth):
    """record.md, Bytes: depth at most 32; what a register holds is hashed some levels further in."""
    pair = Pair()
    change = {"item": item, "id": "X", "value": nested(depth), "version": "1", "digest": "d" * 64}
    content = {"base": pair.terms_of(0).digest.hex(), "changes": [change]}
    assert canonical(content)

    said = pair.propose(0, "terms", "JIG", content)

    assert said.verdict == "UNREADABLE"
    assert len(pair.picture.digest()) == 64


def test_an_author_of_a_hundred_thousand_kinds_hides_no_kind_from_anybody():
    """record.md, Cut: a verdict reads nothing but the entries, never the order in which a node received them."""
    pair = Pair()
    picture = pair.picture
    entry = pair.logs[0].entry._replace(key=key_of(0, "Alder").public.fingerprint, role="SNR")
    many = 70_000
    for n in range(many):
        made = entry._replace(kind=f"k{n}", seq=n + 1)
        picture.add(0, made, hashlib.sha256(b"%d" % n).digest(), b"{}")
    pair.sizes[0] += many

    made = pair.propose(1, "integrated", "I", {"authority_text": "x"})
    said = pair.answer(1, made.id)

    assert said.verdict == "OK"
    assert picture.view().entry(made.id).kind == "proposal"
    assert len(picture.world.entries.kind_names) < 100
