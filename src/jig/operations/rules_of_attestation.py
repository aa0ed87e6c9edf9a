"""What the agreement says of the law behind a final plan: attested by each side, in date (ToR Pre.4, 2.a.ii)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.decisions.state import Proposed
from jig.operations.plan import Window
from jig.record.facts import Stated
from jig.record.registers import SIDES
from jig.record.view import View
from jig.targets.state import Validated, validation


@rule(
    "C055",
    reading="A25",
    of="plan",
    at="cut",
    needs="consented",
    broken="At the start of the window no validation with its legal attestation is in date of: {sides}.",
    consequence="Recorded; not notified.",
    next_step="Let each side named validate the target version anew, agree anew, and give the plan again.",
)
def both_validations_are_in_date_when_the_window_opens(
    view: View, action: Proposed, window: Window | None, stated: Stated
) -> Finding:
    """A final plan rests on each side's own validation, with its legal attestation, in date when the window opens."""
    target = bytes.fromhex(action.content.target)
    at = window.start if window is not None else stated.entry.claimed_at
    most = view.setting("validation.max_age_s")
    found = {side: validation(view, target, side) for side in SIDES}
    out = tuple(view.code(side) for side, one in found.items() if not _in_date(one, at, most))
    return Finding(not out, sides=out)


def _in_date(one: Validated | None, at: int, most: object) -> bool:
    return one is not None and one.expires > at and (not isinstance(most, int) or at - one.at <= most)
