"""What the agreement says of voice calls on the existing channel (ToR 2.a, 2.b)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule


@rule(
    "C045",
    reading="A09",
    of="call",
    at="cut",
    breaks="WARN",
    broken="The call, {call_type}, was not read back.",
    consequence="Recorded and shown. A STOP holds all the same.",
    next_step="Call again and have it read back.",
)
def what_is_said_on_the_line_is_read_back(read_back: bool, call_type: str) -> Finding:
    """What is said on the line is read back."""
    return Finding(read_back, call_type=call_type)


@rule(
    "C045",
    reading="A47",
    of="call",
    at="cut",
    needs="stops",
    breaks="WARN",
    broken="Answered after {found} s; {expected} s is the bound. Raised to: {raised}.",
    consequence="Everything within its reach is held all the same.",
    next_step="Call both representatives and record whom it was raised to.",
)
def a_stop_on_the_line_is_answered_or_raised(
    answered_within_s: int | None, answer_s: int | None, escalated_to: tuple[str, ...]
) -> Finding:
    """A STOP on the line is answered in time, or raised to the representatives."""
    in_time = answered_within_s is not None and (answer_s is None or answered_within_s <= answer_s)
    return Finding(
        in_time or bool(escalated_to), found="NONE" if answered_within_s is None else answered_within_s,
        expected="UNSET" if answer_s is None else answer_s, raised=escalated_to or "NONE",
    )  # fmt: skip


@rule(
    "C065",
    of="call",
    at="cut",
    needs="ended_at",
    breaks="WARN",
    broken="The call ends at {found}, before it begins at {expected}.",
    consequence="Recorded and shown as given.",
    next_step="State the call again with its times.",
)
def a_call_ends_after_it_begins(ended_at: int, called_at: int) -> Finding:
    """A call ends after it begins."""
    return Finding(ended_at >= called_at, found=ended_at, expected=called_at)
