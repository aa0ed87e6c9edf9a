"""What the faults of `jig stop` say to a person (ToR 2.a), and what to do next."""

from __future__ import annotations

from jig.agreement.wording import N_

STOPS: dict[str, tuple[str, str]] = {
    "STOP-RADIUS": (
        N_("{path} {found} has no place to be measured from."),
        N_("Nothing was recorded. Give --place, or leave the radius out: a STOP that names nothing holds everything."),
    ),
    "STOP-WHICH": (N_("Several STOPs wait for it: {found}."), N_("Nothing was recorded. Name one of them.")),
    "STOP-NONE": (
        N_("No STOP waits for it here."),
        N_(
            "Nothing was recorded. Take in what the counterpart sent (`jig exchange`, `jig bundle import`) and try again."
        ),
    ),
    "OVERLAP-UNCOMPARED": (
        N_("This side has not stated what its node found of {found}."),
        N_("Nothing was recorded. Compare it first (`jig overlap compare`)."),
    ),
    "STOP-NO-LIFT": (
        N_("Its caller's side has not lifted {found}; the STOP holds."),
        N_("Nothing was recorded. Ask the caller's side to lift it first."),
    ),
}
