"""What the agreement says of what was carried out, and of its assessment (ToR 2.a, 2.c, 2.c.iii; AP 5)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.record.view import Meta


@rule(
    "C043",
    reading="A08",
    of="execution",
    at="cut",
    breaks="WARN",
    broken="Non-agreed action: the plan was {found}, both agreements standing: {consented}; {expected} was required.",
    consequence="Recorded as a non-agreed action and shown to both representatives.",
    next_step="Explain the action to the counterpart; the representatives take it up.",
)
def only_an_agreed_and_deconflicted_plan_is_carried_out(
    ready: bool, own_plan: bool, consented: bool, state_before: str
) -> Finding:
    """Only a plan that was agreed, notified and deconflicted is carried out, once, by its own side."""
    found = state_before or "UNKNOWN"
    return Finding(ready and own_plan, found=found, consented=consented, expected="DECONFLICTED")


@rule(
    "C136",
    reading="A08",
    of="execution",
    at="cut",
    breaks="WARN",
    broken="Carried out at {found}, outside the window of the plan.",
    consequence="Recorded and shown; what was agreed in advance was another time.",
    next_step="Explain the difference to the counterpart.",
)
def carried_out_within_its_window(within_window: bool, executed_at: int) -> Finding:
    """A plan is carried out in the window that it announced."""
    return Finding(within_window, found=executed_at)


@rule(
    "C079",
    of="execution",
    at="cut",
    breaks="WARN",
    broken="Carried out although held, as its author knew: {holds}.",
    consequence="Recorded and shown to both representatives.",
    next_step="Explain the action to the counterpart; the representatives take it up.",
)
def nothing_is_carried_out_during_a_hold(unheld: bool, known_holds: tuple[str, ...]) -> Finding:
    """Nothing is carried out while a HOLD that its author knew of is in force."""
    return Finding(unheld, holds=known_holds)


@rule(
    "C082",
    reading="A27",
    of="assessment",
    at="cut",
    broken="What is assessed is not known here as carried out.",
    consequence="Recorded; it is an assessment of nothing.",
    next_step="Name the report of the execution.",
)
def an_assessment_is_of_something_carried_out(execution: Meta | None) -> Finding:
    """An assessment names the execution that it assesses."""
    return Finding(execution is not None)


@rule(
    "C083",
    of="assessment",
    at="cut",
    breaks="WARN",
    broken="It says {exposed} and gives {details}.",
    consequence="What stands in a log is exposed, whatever it says.",
    next_step="Leave the details out next time, or choose SUMMARY or FULL.",
)
def details_are_exposed_by_choice(exposed: str, details: tuple[str, ...]) -> Finding:
    """How much of an assessment is exposed is its author's choice, made before it is sent."""
    return Finding(exposed != "STATUS_ONLY" or not details, exposed=exposed, details=details)


@rule(
    "C084",
    of="plan",
    at="standing",
    breaks="WARN",
    broken="The two sides assess differently: phase {phases}.",
    consequence="Both assessments are shown; neither overwrites the other.",
    next_step="Let both sides' officers compare what they saw.",
)
def assessments_of_both_sides_agree(divergent: tuple[int, ...]) -> Finding:
    """Where both assess one strike, what they find agrees."""
    return Finding(not divergent, phases=divergent)
