"""A long absence is caught up in pieces, whoever calls (issue 2, point 4: no honest use ends the exchange)."""

import pytest

from jig.centre import bundles
from jig.centre.exchange import exchange
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
