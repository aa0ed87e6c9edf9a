"""The joint act by which both waive the order of the tasks (AP 3)."""

from __future__ import annotations

from jig.decisions.acts import Act
from jig.operations.milestones import WAIVER
from jig.record.fields import Text
from jig.record.kind import Body


class Waiver(Body):
    """Both let later tasks begin before one is done: the subject is that one."""

    reason: Text


ACTS = (Act(WAIVER, Waiver, ("C006", "C121"), title="Waiver of the sequence"),)
