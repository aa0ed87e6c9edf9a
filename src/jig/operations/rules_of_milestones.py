"""What the agreement says of the order of its tasks (AP 3)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.operations.milestones import TASKS


@rule(
    "C121",
    reading="A40",
    of="milestone",
    at="standing",
    needs="begun",
    breaks="WARN",
    broken="Task {task} has begun while these are neither done nor waived by both: {open}.",
    consequence="Shown; nothing is blocked.",
    next_step="Finish them first, or agree the act waiver on each of them.",
)
def tasks_are_taken_on_in_sequence(task: str, open_before: tuple[str, ...]) -> Finding:
    """The listed tasks are taken on in sequence."""
    return Finding(not open_before, task=task, open=open_before)


@rule(
    "C121",
    reading="A40",
    of="propose:waiver",
    at="cut",
    broken="There is no task {found}; a waiver is on one of {expected}.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Name the earlier task as the subject.",
)
def a_waiver_is_on_one_task(subject: str) -> Finding:
    """What both waive is the order of one listed task."""
    return Finding(subject in TASKS, found=subject, expected=tuple(TASKS))
