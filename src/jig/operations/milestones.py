"""The tasks that are taken on in sequence, each by what the record shows of it (AP 3.a to 3.d). Functions of a view."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from jig.agreement.rule import STANDING, judge
from jig.areas.state import COMMON_MAP, DESIGNATED, signed
from jig.decisions.state import GROUP, newest_proposals, standing_proposal, start_date
from jig.record.view import View
from jig.targets.state import ACTION, AGREED_ACTIONABLE, AGREED_FOR_ACTION, REFUSED, TargetStanding, target_labels

WAIVER, START = "waiver", "start-date"
#: The agreed document by which the mechanisms of monitoring and enforcing are devised (AP 3.d(1)).
MECHANISMS = ("PROCEDURE", "PROC-AIR")
DONE, STARTED, OPEN = "DONE", "STARTED", "OPEN"


class Task(NamedTuple):
    """One task of the sequence: whether it has begun, and whether it is done, at a frontier."""

    begun: Callable[[View], bool]
    done: Callable[[View], bool]


def _targets(view: View) -> set[str]:
    return {TargetStanding(view, label).underlying for label in target_labels(view)}


def _mapped(view: View) -> bool:
    # As far as possible: what is unresolved is listed with the map and keeps nobody from going on.
    return signed(view, COMMON_MAP) is not None


def _plotted(view: View) -> bool:
    return any(isinstance(key, tuple) and key[0] == COMMON_MAP for key in view.keys("area-set"))


def _stated(view: View) -> bool:
    return bool(_targets(view) - {REFUSED})


def _developed(view: View) -> bool:
    return bool(_targets(view) & {AGREED_ACTIONABLE, AGREED_FOR_ACTION})


def _put_up(view: View) -> bool:
    return any(newest_proposals(view, ACTION, label) for label in target_labels(view))


def _designated(view: View) -> bool:
    return signed(view, DESIGNATED) is not None and AGREED_FOR_ACTION in _targets(view)


def _devised(view: View) -> bool:
    return view.terms.document(*MECHANISMS) is not None


def _date_put_up(view: View) -> bool:
    return bool(newest_proposals(view, START, GROUP))


def _dated(view: View) -> bool:
    return start_date(view) is not None


#: By the agreement's own letters, in its order. Plotting areas is foreseen before all of them and begins none but A.
TASKS = {
    "A": Task(_plotted, _mapped),
    "B": Task(_stated, _developed),
    "C": Task(_put_up, _designated),
    "D1": Task(_devised, _devised),
    "D2": Task(_date_put_up, _dated),
}


class Milestone:
    """One task at a frontier."""

    def __init__(self, view: View, task: str) -> None:
        self.view, self.task = view, task

    @cached_property
    def done(self) -> bool:
        """Whether it is done."""
        return TASKS[self.task].done(self.view)

    @cached_property
    def begun(self) -> bool:
        """Whether it has begun."""
        return self.done or TASKS[self.task].begun(self.view)

    @cached_property
    def open_before(self) -> tuple[str, ...]:
        """The earlier tasks that are neither done nor waived by both."""
        earlier = list(TASKS)[: list(TASKS).index(self.task)]
        return tuple(one for one in earlier if not TASKS[one].done(self.view) and not waived(self.view, one))


def waived(view: View, task: str) -> bool:
    """Tell whether both waive that a task comes first."""
    return standing_proposal(view, WAIVER, task) is not None


def milestones(view: View) -> list[str]:
    """List the tasks, once the record shows any of them."""
    return list(TASKS) if any(task.begun(view) for task in TASKS.values()) else []


def milestone(view: View, task: str) -> dict[str, Any]:
    """Show how far a task is."""
    one = Milestone(view, task)
    return {
        "state": DONE if one.done else STARTED if one.begun else OPEN,
        "waived": waived(view, task),
        "open_before": list(one.open_before),
        "findings": [finding.as_json() for finding in judge("milestone", STANDING, one)],
    }
