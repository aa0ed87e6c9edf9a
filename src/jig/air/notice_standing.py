"""How a notice stands: told in time, late, incomplete, replaced. Pure functions of a view."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from jig.agreement.rule import STANDING, judge
from jig.air.by_label import said_of
from jig.air.notice import Noticed, listed
from jig.air.notice_ground import designated_between
from jig.decisions.state import ended_by
from jig.places.corridor import Corridor
from jig.record.kind import Verdict
from jig.record.registers import SIDES
from jig.record.view import Meta, View

_STATUS = {True: "MET", False: "MISSED", None: "UNPROVEN"}
EXEMPT, SHORT_NOTICE, NOTIFIED, LATE = "EXEMPT", "SHORT-NOTICE", "NOTIFIED", "LATE"
UNPROVEN, INCOMPLETE, REPLACED, WITHDRAWN = "UNPROVEN", "INCOMPLETE", "SUPERSEDED", "WITHDRAWN"


class NoticeStanding:
    """A notice at a cut or frontier."""

    def __init__(self, view: View, meta: Meta, said: Noticed) -> None:
        self.view, self.meta, self.said = view, meta, said

    @property
    def whole(self) -> bool:
        """Whether it was accepted with all that its mission needs."""
        return self.meta.verdict is Verdict.OK

    @cached_property
    def ended(self) -> Meta | None:
        """What ended it, None when nothing did."""
        return ended_by(self.view, self.meta.id)

    @property
    def exempt(self) -> bool:
        """Whether the day before is asked for because it is exempt."""
        return self.said.exempt

    @property
    def routed(self) -> bool:
        """Whether the day before is asked for because of where it flies."""
        return self.said.due is not None and not self.said.exempt

    @property
    def due(self) -> int | None:
        """Strictly before which it is to be told the day before."""
        return self.said.due

    @property
    def before(self) -> int | None:
        """Strictly before which it is to be told at all."""
        return self.said.before

    @cached_property
    def stamp(self) -> int | None:
        """The counterpart's earliest stamp on it."""
        return self.view.stamped(self.meta.side, self.meta.position)

    @cached_property
    def day_before(self) -> bool | None:
        """Whether it was told the day before: True MET, False MISSED, None UNPROVEN."""
        return None if self.said.due is None else self.view.proven_before(self.meta, self.said.due)

    @cached_property
    def in_advance(self) -> bool | None:
        """Whether it was told before the take-off: True MET, False MISSED, None UNPROVEN."""
        return None if self.said.before is None else self.view.proven_before(self.meta, self.said.before)

    @property
    def short(self) -> bool:
        """Whether it is a mission that may be told at short notice, and is not proven to have been told the day
        before."""
        missions = listed(self.view, "notice.short_notice_missions")
        return self.exempt and self.day_before is not True and self.said.mission in missions

    @property
    def reason(self) -> str:
        """Why it is told at short notice."""
        return self.said.reason

    @property
    def lead_s(self) -> int | None:
        """How long before it was due at all the counterpart stamped it, seconds; None while it has not."""
        return None if self.stamp is None or self.said.before is None else self.said.before - self.stamp

    @property
    def state(self) -> str:
        """EXEMPT, SHORT-NOTICE, NOTIFIED, LATE, UNPROVEN; SUPERSEDED, WITHDRAWN; else its verdict."""
        if not self.whole:
            return self.meta.verdict.value
        if self.ended is not None:
            return REPLACED if self.ended.kind == "flight-notice" else WITHDRAWN
        if self.said.due is None:
            return {True: NOTIFIED, False: LATE, None: UNPROVEN}[self.in_advance]
        if self.day_before is True:
            return EXEMPT if self.exempt else NOTIFIED
        if self.short and self.reason and self.in_advance is not False:
            return SHORT_NOTICE if self.in_advance else UNPROVEN
        return LATE if self.day_before is False else UNPROVEN

    @property
    def counts(self) -> bool:
        """Whether it is a notice that a flight can be held against: whole, and neither replaced nor taken back."""
        return self.whole and self.ended is None

    @property
    def wanting(self) -> tuple[str, ...]:
        """Which of the items of an exempt or routed flight it lacks: WINDOW, COMPOSITION, ROUTE."""
        said = self.said
        asked = {"COMPOSITION": said.exempt and not said.forces, "ROUTE": len(said.corridor) < 2,
                 "WINDOW": said.start is None or said.end is None or said.start > said.end}  # fmt: skip
        wanted = said.exempt or said.mission in self.view.profile.codes.get("mission", {})
        return tuple(name for name, lacking in sorted(asked.items()) if lacking and wanted)

    @property
    def excuses(self) -> bool:
        """Whether a flight under it is exempt: told in time or at short notice, and of an unmixed load."""
        return self.counts and not self.said.mixed and self.exempt and self.state in (EXEMPT, SHORT_NOTICE)

    @cached_property
    def corridor(self) -> Corridor:
        """The route with its half-widths."""
        return Corridor(self.said.corridor)

    @cached_property
    def crossed(self) -> tuple[str, ...]:
        """The designated areas in force by now that its corridor touches: more may have been signed since."""
        if self.said.start is None or self.said.end is None:
            return ()
        areas = designated_between(self.view, self.said.start, self.said.end)
        return tuple(sorted({one.area for one in areas if self.corridor.touches(one.region)}))

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON-safe values."""
        said = self.said
        return {
            "state": self.state,
            "entry": self.meta.id.hex(),
            "by": self.view.code(self.meta.side),
            "notice_id": said.label,
            "mission": said.mission,
            "exempt": said.exempt,
            "mixed_load": said.mixed,
            "window": None if said.start is None else [said.start, said.end],
            "deadline": {"due": said.due, "status": _STATUS[self.day_before], "stamp": self.stamp}
            if said.due is not None
            else None,
            "advance": {"before": said.before, "status": _STATUS[self.in_advance], "lead_s": self.lead_s},
            "wanting": list(self.wanting),
            "short_notice_reason": said.reason or None,
            "composition": [one._asdict() for one in said.forces],
            "areas_crossed": list(self.crossed),
            "areas_crossed_as_told": list(said.crossed),
            "control": [one._asdict() for one in said.held],
        }


def noticed(view: View, entry: bytes) -> NoticeStanding | None:
    """Look at a notice by entry id, None when it is unknown."""
    found = said_of(view, "notice", entry)
    return None if found is None else NoticeStanding(view, *found)


def notices_in(view: View, drawer: int) -> list[NoticeStanding]:
    """List the notices of a drawer, by id."""
    ids = sorted({made for side in SIDES for _, made in view.written("notice.day", drawer, side)})
    return [found for found in (noticed(view, one) for one in ids) if found is not None]


def notice_names(view: View) -> list[str]:
    """Name the notices: the label and who gave it."""
    return view.names("notices")


def notice_standing(view: View, name: str) -> dict[str, Any]:
    """Show the newest version of a notice."""
    found = noticed(view, view.newest("notices", name))
    if found is None:
        return {"state": "UNKNOWN", "entry": None}
    return found.as_json() | {"findings": [one.as_json() for one in judge("flight-notice", STANDING, found)]}
