"""A node that is killed: does one step on a node's file and dies at a given statement, or after it.

python child.py FOLDER SIDE STEP [KILL_AT]: SIGKILL before statement KILL_AT. A line answered is an acknowledgement.
"""

import os
import signal
import sys
from pathlib import Path

from jig.adapters.sqlite_store import SqliteStore
from jig.centre.exchange import exchange
from jig.centre.pairing import Pairing
from two_nodes import PROFILE, Direct, party


class Deadly:
    """Counts the statements of one store, and ends this process at one of them."""

    def __init__(self, at):
        self.at, self.count, self.armed = at, 0, False

    def __call__(self, sql):
        if not self.armed:
            return
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def open_both(folder, trace=None, traced=None):
    """Open both participants on their files, founding them when missing; the profile and keys are always the same."""
    sides = []
    for side in (0, 1):
        path = Path(folder) / f"{side}.sqlite"
        fresh = not path.exists()
        store = SqliteStore(path, trace=trace if side == traced else None)
        one = party(side, store, found=fresh)
        sides.append(one)
    for one, other in (sides, sides[::-1]):
        one.pairing = Pairing(one.root, other.root, PROFILE)
        one.open()
    return sides


def step(sides, who, what):
    """Do one step and give what was acknowledged, as text."""
    one, other = sides[who], sides[1 - who]
    if what == "submit":
        return one.say("said before the end").id.hex()
    # The killed side calls, or is called: both write own and mirrored entries, receipts, cosignatures and heads.
    caller, called = (one, other) if what == "call" else (other, one)
    exchange(caller.node, Direct(called.node))
    return "done"


def main(folder, who, what, at):
    trace = Deadly(at)
    sides = open_both(folder, trace, who)
    trace.armed = True
    print(step(sides, who, what), flush=True)
    print(f"statements {trace.count}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
