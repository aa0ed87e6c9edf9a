"""What the agreement says of the words that a decision rests on, and of terms that both sign (ToR 1.d.ii, 1.d.v)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule


@rule(
    "C022",
    reading="A19",
    of="agree",
    at="cut",
    broken="All this side has of the proposal in its own language is a machine's draft.",
    consequence="Recorded; it permits nothing.",
    next_step="Let a linguist enter a HUMAN or CHECKED translation, or name who read the original.",
)
def no_decision_rests_on_a_machine_draft(machine_draft: bool) -> Finding:
    """No decision rests on a machine translation that nobody checked."""
    return Finding(not machine_draft)


@rule(
    "C022",
    reading="A19",
    of="agree",
    at="cut",
    needs="original_read_by",
    overrides="C022/no_decision_rests_on_a_machine_draft",
    broken="{reader} is not accredited, or not qualified in the language of the original.",
    consequence="The decision rests on whatever translation there is.",
    next_step="Name an officer qualified in that language who read the original.",
)
def the_original_was_read_by_somebody_who_can(original_read_by: str, reader_qualified: bool) -> Finding:
    """A decision may rest on the original itself, read by an officer qualified in its language."""
    return Finding(reader_qualified, reader=original_read_by)


@rule(
    "C030",
    of="propose:glossary",
    at="cut",
    broken="The subject is {found}; the term proposed is {expected}.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Propose the term under its own name, in the first language of the agreement.",
)
def a_term_is_proposed_under_its_own_name(subject: str, term_name: str) -> Finding:
    """A pair of the glossary is proposed under the term itself, so that rival pairs meet."""
    return Finding(subject == term_name, found=subject, expected=term_name)
