"""What `air episodes` says of notices: which episodes matched each, and where no track tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jig.agreement.wording import N_
from jig.desk.output import DESK

if TYPE_CHECKING:
    from jig.air.notices_answered import Answer

#: What tracks show of a notice, for people; none of it says that a flight took place, or did not.
_SAID = {
    "MATCHED": N_("Notice {notice}: {episodes} episodes match it."),
    "UNMATCHED": N_(
        "Notice {notice}: its aircraft was in its areas, but not wholly within its window and corridor. That is a question, and no finding."
    ),
    "NOT-SEEN-INSIDE": N_(
        "Notice {notice}: {points} points of its aircraft within its window, none of them inside its areas. What lies between points is not known."
    ),
    "NO-DATA": N_(
        "Notice {notice}: NO DATA, no point of its aircraft within its window. That says nothing of whether it flew."
    ),
    "NO-PLACE": N_(
        "Notice {notice}: NO DATA, it names neither a route nor an area, so that nothing can be held against it."
    ),
}
_PARTLY = N_("  Of these of its aircraft there is no point within its window: {aircraft}.")


def as_answer(one: Answer) -> dict[str, Any]:
    """Write what became of a notice as scripts read it."""
    from jig.air.lattice import rfc3339

    return {
        "notice": one.notice.name,
        "mission": one.notice.mission or None,
        "from": rfc3339(one.notice.start),
        "to": rfc3339(one.notice.end),
        "determination": one.determination,
        "episodes": one.episodes,
        "points": one.points,
        "without_points": list(one.without_points),
    }


def say_answers(answers: Sequence[Answer], *, each: bool) -> None:
    """Say what became of the notices: of each when asked for, and of all."""
    for one in answers if each else ():
        code = "NO-PLACE" if one.determination == "NO-DATA" and one.points else one.determination
        DESK.say(_SAID[code], notice=one.notice.name, episodes=one.episodes, points=one.points)
        if one.without_points and one.points:
            DESK.say(_PARTLY, aircraft=", ".join(one.without_points))
    counts = Counter(one.determination for one in answers)
    DESK.say(
        N_(
            "{count} notices: {matched} matched by an episode, {unmatched} by none although their aircraft was inside, {outside} with points but none inside, {nodata} NO DATA."
        ),
        count=len(answers),
        matched=counts["MATCHED"],
        unmatched=counts["UNMATCHED"],
        outside=counts["NOT-SEEN-INSIDE"],
        nodata=counts["NO-DATA"],
    )
