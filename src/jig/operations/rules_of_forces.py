"""What the agreement says of asking whose forces are somewhere, and of the answer (ToR 1.d.iii, 2.c)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.operations.forces import Answered
from jig.record.view import Meta


@rule(
    "C068",
    of="whose-forces",
    at="cut",
    broken="The question ends at {found}, not after its start at {expected}.",
    consequence="Recorded; it asks nothing.",
    next_step="State from when until when.",
)
def a_question_is_of_a_time(start: int, end: int) -> Finding:
    """Whose forces are somewhere is asked of a place and a time."""
    return Finding(end > start, found=end, expected=start)


@rule(
    "C068",
    of="whose-forces-answer",
    at="cut",
    broken="What is answered is no question of the counterpart's that is known here.",
    consequence="Recorded; it answers nothing.",
    next_step="Name the counterpart's question by its exact entry.",
)
def the_counterparts_question_is_answered(counterparts_question: bool) -> Finding:
    """An answer is given by the side that was asked."""
    return Finding(counterparts_question)


@rule(
    "C025",
    reading="A20",
    of="whose-forces-answer",
    at="cut",
    broken="{name} is no accredited officer of this side here.",
    consequence="Recorded; the question stays open.",
    next_step="Name the officer of this side who answers.",
)
def an_officer_answers_by_name(answerer_accredited: bool, answered_by: str) -> Finding:
    """Whose forces are somewhere is answered by a named officer."""
    return Finding(answerer_accredited, name=answered_by)


@rule(
    "C068",
    of="whose-forces-answer",
    at="cut",
    broken="It is meant until {found}, not after it was given at {expected}.",
    consequence="Recorded; the question stays open.",
    next_step="State until when the answer is meant.",
)
def an_answer_is_for_a_time(valid_until: int, answered_at: int) -> Finding:
    """An answer holds for a stated time and no longer."""
    return Finding(valid_until > answered_at, found=valid_until, expected=answered_at)


@rule(
    "C068",
    of="whose-forces-answer",
    at="cut",
    breaks="WARN",
    broken="UNKNOWN is not NO: forces may be there.",
    consequence="Shown as UNKNOWN; nobody may take it for NO.",
    next_step="Find out and answer again, or treat the place as if forces were there.",
)
def unknown_is_not_no(answer: str) -> Finding:
    """An answer says YES or NO; one that does not is no NO."""
    return Finding(answer != "UNKNOWN")


@rule(
    "C068",
    of="whose-forces-answer",
    at="cut",
    breaks="WARN",
    broken="This side answered {answer} before ({entry}).",
    consequence="Both are shown; the first answer stays as it was given.",
    next_step="Say in words what changed.",
)
def an_answer_once_given_is_not_replaced(earlier: Answered | None) -> Finding:
    """An answer is not edited: what is said later stands beside it."""
    if earlier is None:
        return Finding(True)
    return Finding(False, answer=earlier.answer, entry=earlier.id.hex()[:12])


@rule(
    "C068",
    of="forces-evidence",
    at="cut",
    broken="The question is unknown here, or was not accepted.",
    consequence="Recorded; it stands beside nothing.",
    next_step="Name the question by its exact entry.",
)
def evidence_is_about_a_question(query: Meta | None) -> Finding:
    """Evidence of whose forces were somewhere stands beside the question it is about."""
    return Finding(query is not None)


@rule(
    "C068",
    of="whose-forces-standing",
    at="standing",
    needs="answered",
    breaks="WARN",
    broken="{name} answered {answer}; {entries} say otherwise.",
    consequence="Both are shown. Nothing is settled by it.",
    next_step="Let officers of both sides look into it.",
)
def what_came_later_agrees_with_the_answer(contradicting: tuple[str, ...], answered: str, answered_by: str) -> Finding:
    """What is known later agrees with what was answered."""
    return Finding(not contradicting, answer=answered, name=answered_by, entries=contradicting)
