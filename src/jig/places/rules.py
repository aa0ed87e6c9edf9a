"""What the agreement says of places and presentations that both must mean alike (ToR 1.d.iv, 1.d.v, 2.a.iii)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.places.state import Difference, Placed


@rule(
    "C026",
    reading="A22",
    of="readback",
    at="cut",
    broken="The entry read back is unknown here, is not the counterpart's, or has no such position; it has: {found}.",
    consequence="Recorded; it reads nothing back.",
    next_step="Name an entry of the counterpart and, where it has several positions, the path of one.",
)
def a_read_back_is_of_the_counterparts_position(original: Placed | None, paths: tuple[str, ...]) -> Finding:
    """A read-back repeats one position that the counterpart stated."""
    return Finding(original is not None, found=paths or "NONE")


@rule(
    "C026",
    reading="A22",
    of="readback",
    at="cut",
    needs="original",
    breaks="WARN",
    broken="What was read lies {found} m from what was stated; above {expected} m a difference is shown.",
    consequence="Recorded and shown to both.",
    next_step="Compare notation, zone and digits.",
)
def what_was_read_is_what_was_stated(distance_m: int, warn_m: int | None) -> Finding:
    """A position read back in the reader's own notation is the position that was stated."""
    return Finding(warn_m is None or distance_m <= warn_m, found=distance_m, expected=warn_m)


@rule(
    "C058",
    reading="A50",
    of="readback",
    at="cut",
    needs="original",
    broken="What was read lies {found} m from what was stated; at most {expected} m is one place.",
    consequence="Recorded as a difference: nothing on this subject is permitted until officers of both sides close it.",
    next_step="Compare notation, zone and digits; read it back again, and close the difference with its reason.",
)
def both_read_one_place(distance_m: int, bound_m: int) -> Finding:
    """What the receiving side reads is the place that the giving side means."""
    return Finding(distance_m <= bound_m, found=distance_m, expected=bound_m)


@rule(
    "C030",
    of="discrepancy",
    at="cut",
    breaks="WARN",
    broken="Nothing that this log has seen bears the label {subject}.",
    consequence="Recorded; it holds whatever bears that label, now or later.",
    next_step="Compare the label letter by letter; open it again under the right one.",
)
def a_difference_names_its_subject(borne: bool, body: object) -> Finding:
    """A difference of presentation names the subject that it is on."""
    return Finding(borne, subject=str(getattr(body, "subject", "")))


@rule(
    "C030",
    of="discrepancy-close",
    at="cut",
    broken="No such difference on {subject} is known here.",
    consequence="Recorded; it closes nothing.",
    next_step="Name the subject and what the difference is between, as the picture shows them.",
)
def a_closing_names_a_known_difference(opened: Difference | None, body: object) -> Finding:
    """A closing names one difference that its author has seen."""
    return Finding(opened is not None, subject=str(getattr(body, "subject", "")))


@rule(
    "C030",
    of="discrepancy",
    at="standing",
    broken="{count} differences are open; the farthest positions lie {distance_m} m apart.",
    consequence="HOLD: nothing on this subject is permitted.",
    next_step="Let an officer of each side close each of them, by name and with the reason.",
)
def both_sides_officers_closed_every_difference(open_count: int, farthest_m: int | None) -> Finding:
    """Every difference is closed by named officers of both sides, each for the own side."""
    return Finding(open_count == 0, count=open_count, distance_m=farthest_m if farthest_m is not None else "-")
