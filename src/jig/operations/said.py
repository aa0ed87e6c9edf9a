"""What was said about a plan, as the registers keep it: small enough for a million of them."""

from __future__ import annotations

from typing import NamedTuple

CONFIRMED = "CONFIRMED"


class Planned(NamedTuple):
    """A final plan as the registers keep it (table `plan.said`, by entry id). Times are instants.

    due: strictly before which it was to reach the counterpart, by the terms at its author's cut; None without a window.
    """

    id: bytes
    label: str
    action: bytes
    target: bytes
    location: bytes
    start: int | None
    end: int | None
    due: int | None
    late_reason: str
    integrated: bool = False


class Acknowledged(NamedTuple):
    """The counterpart's acknowledgement of one exact plan (table `ack`, by plan id)."""

    id: bytes
    key: str
    accepts_late: bool
    by: str


class Line(NamedTuple):
    """One side's last word on one air-defence line of a plan (table `air-defence`, by plan id and line)."""

    id: bytes
    key: str
    status: str
    name: str


class Call(NamedTuple):
    """One side's record of the flight-safety call about a plan (table `flight-safety`, by plan id)."""

    id: bytes
    key: str
    called_at: int
    own_caller: str
    other_caller: str
    read_back: bool


class Execution(NamedTuple):
    """One side's report that it carried out a plan (table `execution`, by plan id).

    permitted: whether it was at the author's cut. executed_at: None in a report that cannot be read and names no time.
    """

    id: bytes
    executed_at: int | None
    permitted: bool


class Assessed(NamedTuple):
    """One side's assessment of an execution (table `assessment`, by execution id and phase)."""

    id: bytes
    physical: str | None
    functional: str | None
    confidence: str
    collateral_observed: str
    exposed: str
