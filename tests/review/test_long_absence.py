"""A long absence is caught up in pieces, whoever calls (issue 2, point 4: no honest use ends the exchange)."""

import pytest

from jig.centre import bundles
from jig.centre.exchange import confirm, exchange
from jig.centre.node import OwnLogOlder
from jig.centre.ports import LinkDown
from jig.record.bundle import decode
from two_nodes import Direct, established, meet, same


class Narrow(Direct):
    """A link that takes no delivery and no answer above a size, as the real one does."""

    def __init__(self, node, cap):
        super().__init__(node)
        self.cap = cap

    def exchange(self, bundle):
        answer = super().exchange(bundle)
        assert max(len(bundle), len(answer)) <= self.cap
        return answer

    def mirrored_bundle(self, start):
        return self._narrow(super().mirrored_bundle(start))

    def own_bundle(self, start, end):
        return self._narrow(super().own_bundle(start, end))

    def _narrow(self, answer):
        assert len(answer) <= self.cap
        self.carried.append(answer)
        return answer


class Breaking(Narrow):
    """A narrow link that breaks after so many pieces of a recovery."""

    def __init__(self, node, cap, pieces):
        super().__init__(node, cap)
        self.pieces = pieces

    def mirrored_bundle(self, start):
        if not self.pieces:
            raise LinkDown("LINK-BROKEN")
        self.pieces -= 1
        return super().mirrored_bundle(start)


@pytest.mark.parametrize("caller", [0, 1])
@pytest.mark.parametrize("many", [10, 60])
def test_either_side_catches_up_with_what_no_single_delivery_holds(monkeypatch, caller, many):
    monkeypatch.setattr(bundles, "FEW", 2)
    monkeypatch.setattr(bundles, "PIECE_BYTES", 40_000)
    sides = established()[:2]
    for n in range(many):
        sides[1].say("x" * 5_000 + str(n))
    link = Narrow(sides[1 - caller].node, 120_000)

    for _ in range(10):
        exchange(sides[caller].node, link)

    assert same(*sides)
    assert max(decode(one).end - decode(one).start for one in link.carried) < many


def test_an_entry_larger_than_a_piece_is_a_piece_of_its_own(monkeypatch):
    monkeypatch.setattr(bundles, "FEW", 0)
    monkeypatch.setattr(bundles, "PIECE_BYTES", 10)
    a, b, _ = established()
    for n in range(3):
        a.say(str(n))

    meet(a, b)
    meet(b, a)

    assert same(a, b)


def lost(monkeypatch, talkers):
    """Two sides that said much, met often, and one of which then lost all of it."""
    monkeypatch.setattr(bundles, "FEW", 2)
    monkeypatch.setattr(bundles, "PIECE_BYTES", 40_000)
    a, b, _ = established()
    backup = a.store.snapshot()
    for n in range(30):
        for side in (a, b):
            for m in range(talkers[side.side]):
                side.say("x" * 5_000 + f"{n} {m}")
        meet(a, b)
    digest = b.node.picture.digest()
    a.store.restore(backup)
    a.open()
    return a, b, digest


@pytest.mark.parametrize("talkers", [(1, 1), (2, 0), (0, 2), (1, 3)])
def test_a_lost_log_larger_than_any_delivery_comes_back_in_pieces(monkeypatch, talkers):
    """record.md, Resume: a node whose store is older recovers its own entries from the mirror, however many."""
    a, b, digest = lost(monkeypatch, talkers)
    link = Narrow(b.node, 120_000)

    done = exchange(a.node, link)

    assert done.recovered > 20
    assert len(link.carried) > 4
    assert same(a, b)
    assert b.node.picture.digest() == digest


def test_a_recovery_that_breaks_off_goes_on_from_there_and_nothing_is_said_in_between(monkeypatch):
    """record.md, Resume: nothing is appended before all of it is back, or the log would fork."""
    a, b, _ = lost(monkeypatch, (1, 1))
    with pytest.raises(LinkDown):
        confirm(a.node, Breaking(b.node, 120_000, 2))
    back = a.node.own.size

    with pytest.raises(OwnLogOlder):
        a.say("too early")
    a.open()
    done = exchange(a.node, Narrow(b.node, 120_000))

    assert 0 < done.recovered < b.node.mirror.size - back + 1
    assert same(a, b)
    a.say("now")
    meet(a, b)
    assert same(a, b)
