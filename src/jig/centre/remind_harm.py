"""What is still to be done of what is protected: taking it by name, delivering it, exchanging the list (ToR Pre.3)."""

from __future__ import annotations

from collections.abc import Iterator

from jig.decisions.state import PRE_JIG, phase
from jig.harm.screening import GHOST
from jig.harm.state import SiteStanding as Standing
from jig.harm.state import Stated as Protected
from jig.harm.state import begun, exchanged_at, listed_sites, movements, oldest_s, state_of
from jig.record.registers import SIDES
from jig.record.view import View

PROTECTED_TAKE, MOVEMENT_DELIVER, LIST_EXCHANGE = "PROTECTED-TAKE", "MOVEMENT-DELIVER", "LIST-EXCHANGE"
#: As in `remind.REMINDED`: the clause, and the reading that gives or leaves blank its instant.
HARM_REMINDED = {
    PROTECTED_TAKE: ("C007", "A21"),
    MOVEMENT_DELIVER: ("C007", "A21"),
    LIST_EXCHANGE: ("C007", "A48"),
}
#: How long before it sets out a movement is known to the executing unit, seconds (failure F09).
BEFORE_S = 7_200


def harm_due(view: View) -> Iterator[tuple[str, str, int | None]]:
    """Give what is still to be done: code, subject, and the instant, None where none is known.

    A subject names an entry and the side that has to act, no place and no name.
    """
    yield from _list(view)
    for one in (*listed_sites(view), *movements(view)):
        if state_of(view, one) not in ("CLOSED", GHOST):
            yield from _of(view, one)


def _list(view: View) -> Iterator[tuple[str, str, int | None]]:
    if begun(view) or phase(view) != PRE_JIG:
        at = exchanged_at(view)
        yield LIST_EXCHANGE, "LIST", at + oldest_s(view) if at is not None else _begun_at(view)


def _begun_at(view: View) -> int | None:
    """When anything protected was first stated: a list never exchanged is due from then. None where nothing was."""
    first = [(found[0], side) for side in SIDES if (found := view.first("protected.begun", "", side)) is not None]
    return min((view.world.entries.meta(side, position).claimed_at for position, side in first), default=None)


def _of(view: View, one: Protected) -> Iterator[tuple[str, str, int | None]]:
    """Nobody waits to take note of what is protected: it is overdue from the moment at which it was stated."""
    standing, meta = Standing(view, one), view.entry(one.id)
    for side in SIDES:
        levels, subject = standing.levels(side), f"{one.id.hex()[:12]} {view.code(side)}"
        if not levels:
            yield PROTECTED_TAKE, subject, meta.claimed_at if meta is not None else None
        if one.span is not None and "UNIT" not in levels:
            yield MOVEMENT_DELIVER, subject, one.span.start - BEFORE_S
