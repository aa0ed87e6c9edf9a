"""One of several processes that use both participants' files at once: python busy.py FOLDER SEED TURNS.

Each line of output is an entry that was acknowledged, or the fault that ended a turn.
"""

import random
import sys

from crash.child import open_both
from jig.centre.bundles import own_bundle
from jig.centre.ports import LinkDown, StoreFault
from jig.centre.receive import receive
from jig.centre.submit import heartbeat
from jig.record.admit import NotConnected
from two_nodes import meet


def turn(sides, chance):
    """Submit, call the counterpart, carry a file, or keep the log alive; give what was acknowledged."""
    one, other = chance.sample(sides, 2)
    what = chance.choice(("say", "say", "meet", "carry", "beat"))
    if what == "say":
        return one.say(f"said by {chance.random()}").id.hex()
    if what == "beat":
        return heartbeat(one.node).id.hex()
    if what == "meet":
        meet(one, other)
        return "met"
    one.node.refresh()
    receive(other.node, own_bundle(one.node).encode())
    return "carried"


def main(folder, seed, turns):
    sides, chance = open_both(folder), random.Random(seed)
    for _ in range(turns):
        try:
            print(turn(sides, chance), flush=True)
        except (NotConnected, LinkDown, StoreFault) as fault:
            print(f"{type(fault).__name__} {fault}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
