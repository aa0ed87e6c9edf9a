"""What is proven of one entry's arrival, as either node computes it."""

from two_nodes import DAY, STARTS

#: A deadline an hour after both nodes begin.
DUE = STARTS[0] + 3600
LATE, EARLY = DUE + DAY, DUE - DAY


def met(one, recorded, due=DUE):
    """Say whether an entry was there before `due`: True MET, False MISSED, None UNPROVEN."""
    one.node.refresh()
    view = one.node.picture.view()
    return view.proven_before(view.entry(recorded.id), due)
