"""The purposeful part of a run: from two empty logs to a plan that may be carried out, one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from jig.operations.overlaps import others
from properties.sides import CODES, PROFILE, officer_name
from properties.story import Said, Story

DAY = 86_400
#: The start of the plan's window: noon UTC, long after every ordinary stamp of a run.
WINDOW = 1_474_000_000
START = 1_473_500_000
TARGET = "T-1"
CONFIRMER = str(PROFILE.settings["ad.third_party_confirmer"])
THIRD = PROFILE.third_party.code
ADVERSARY = PROFILE.adversaries[0].code
CATEGORY = next(iter(PROFILE.codes["target_category"]))


def position(side: int, north: int = 0) -> dict[str, Any]:
    """A point; the two sides never state the same digits of it. north: 1e-7 degrees."""
    lat, lon = 360_000_000 + side + north, 370_000_000
    mm = 8_000 + side
    return {
        "text": f"36.{side} N 37 E",
        "notation": "DD",
        "operation": "NONE",
        "lat_e7": lat,
        "lon_e7": lon,
        "ce90_mm": mm,
        "source_mm": mm,
        "operation_mm": 0,
        "notation_mm": 0,
    }


def target(story: Story, side: int, label: str = TARGET, **how: Any) -> Said:
    """State a target."""
    body = {
        "target_id": label,
        "adversary": ADVERSARY,
        "category": CATEGORY,
        "target_type": "FACILITY",
        "description": "store",
        "position": position(side),
        "lang": "en",
        "text": "",
    }
    return story.say(side, "target", body, "staff", role="TARGETING", **how)


def vetting(story: Story, side: int, ref: str, **how: Any) -> Said:
    """Vet a target's version."""
    body = {
        "target": ref,
        "body": f"board {side}",
        "last_observed": story.clock - 3600,
        "sources_count": 2 + side,
        "reliability": "B",
        "credibility": 2,
    }
    return story.say(side, "vetting", body, "staff", role="TARGETING", **how)


def validation(story: Story, side: int, ref: str, **how: Any) -> Said:
    """Validate a target's version."""
    body = {
        "target": ref,
        "validator": f"validator {side}",
        "guidance_ref": "G1",
        "legal_adviser": f"adviser {side}",
        "legal_ref": "L1",
        "legal_at": story.clock - 600,
        "at": story.clock,
        "expires": WINDOW + 7 * DAY,
    }
    return story.say(side, "validation", body, "staff", role="TARGETING", **how)


def location(story: Story, side: int, ref: str, north: int = 0, **how: Any) -> Said:
    """State a mensurated location."""
    body = {
        "target": ref,
        "position": position(side, north),
        "elevation_mm": 400_000,
        "vertical_datum": "HAE",
        "ce90_mm": 9_000 + side,
        "le90_mm": 9_000,
        "method": "stereo",
        "mensurator": f"mensurator {side}",
    }
    return story.say(side, "location", body, "staff", role="TARGETING", **how)


def screening(story: Story, side: int, ref: str, result: str = "NOTHING-FOUND", **how: Any) -> Said:
    """Screen a location against the protected list."""
    body = {
        "location": ref,
        "list_version": "3",
        "result": result,
        "reviewer": f"reviewer {side}",
        "precaution": "at night",
        "precaution_signed_by": f"signer {side}",
        "clears": False,
    }
    return story.say(side, "screening", body, "staff", role="LEGAL", **how)


def plan(story: Story, side: int, action: Said, label: str = "P-1", *, without: str = "", **how: Any) -> Said:
    """Give a final plan for an action, in the format and under the procedure in force."""
    content = action.body["content"]
    view = story.picture.view()
    form, procedure = view.terms.document("FORMAT", "FORMAT-STK"), view.terms.document("PROCEDURE", "SOP")
    point = {
        "point": position(side),
        "altitude_lower": 20_000,
        "altitude_upper": 22_000,
        "unit": "ft",
        "ref": "MSL",
        "time": WINDOW,
    }
    body = {
        "plan_id": label,
        "action": action.ref,
        "target": content["target"],
        "location": content["location"],
        "window": {"start": WINDOW, "end": WINDOW + 3600},
        "method": {"code": "AIR", "text": ""},
        "composition": [{"type_class": "fighter", "number": 2}],
        "routing": [point],
        "aim": position(side),
        "procedure": {"id": "SOP", "version": procedure.version if procedure else "1"},
        "format_version": form.version if form else "1",
        "late_reason": "weather",
        "lang": "en",
        "text": "",
    }
    body.pop(without, None)
    return story.say(side, "plan", body, "staff", role="OPS", **how)


def acknowledgement(story: Story, side: int, ref: str, *, late: bool = False, **how: Any) -> Said:
    """Acknowledge a plan."""
    body = {
        "plan": ref,
        "read_back": "as given",
        "accepts_late": late,
        "late_reason": "weather",
        "acknowledged_by": f"watch {side}",
    }
    return story.say(side, "acknowledgement", body, how.pop("officer", "watch"), **how)


def air_defence(story: Story, side: int, ref: str, line: str, status: str = "CONFIRMED", **how: Any) -> Said:
    """Say that a line of air defence is, or is not, confirmed."""
    body = {"plan": ref, "line": line, "status": status, "name": f"duty {side}", "lang": "en", "text": ""}
    return story.say(side, "air-defence", body, how.pop("officer", "watch"), **how)


def call(story: Story, side: int, ref: str, *, read_back: bool = True, other: str = "watch", **how: Any) -> Said:
    """Record the flight-safety call."""
    body = {
        "plan": ref,
        "called_at": story.clock,
        "own_caller": officer_name(side, "watch"),
        "other_caller": officer_name(1 - side, other),
        "read_back": read_back,
    }
    return story.say(side, "flight-safety-call", body, how.pop("officer", "watch"), **how)


def compare(story: Story, side: int, ref: str, conflicts: int = 0, **how: Any) -> Said:
    """State what a node found of a plan's overlaps, against all plans that this side has seen."""
    view = story.picture.view(story.picture.cut_of(side, story.known[side]))
    meta = view.entry(ref)
    body = {
        "plan": ref,
        "against": [one.hex() for one in others(view, meta)] if meta is not None else [],
        "parameters": {"lateral_m": None, "vertical_m": None, "time_s": None, "method": "m-1"},
        "conflicts": conflicts,
        "conflicts_digest": f"{conflicts:064x}",
        "stated_by": officer_name(side, "watch"),
        "lang": "en",
        "text": "",
    }
    return story.say(side, "deconfliction-verdict", body, how.pop("officer", "watch"), **how)


def terms(story: Story, side: int, changes: Sequence[Any], base: str = "", **how: Any) -> Said:
    """Propose terms on the version in force for the side, or on another base."""
    cut = story.picture.cut_of(side, story.known[side])
    base = base or story.picture.view(cut).terms.digest.hex()
    return story.propose(side, "terms", "TERMS", {"base": base, "changes": list(changes)}, **how)


def document(item: str, name: str, version: str = "1") -> dict[str, Any]:
    """A change of terms: an agreed document."""
    return {"item": item, "id": name, "version": version, "digest": "d" * 64}


def _terms_agreed(story: Story, first: int) -> None:
    made = terms(story, first, [document("FORMAT", "FORMAT-STK"), document("PROCEDURE", "SOP")])
    story.agree_both(made)
    _meet(story)
    # The first to agree is bound by its next entry that has seen the other's AGREE.
    story.say(first, "heartbeat", {})
    _meet(story)


def _meet(story: Story) -> None:
    story.learn(0)
    story.learn(1)


def _established(story: Story, first: int) -> None:
    content = {"instrument": "I", "site": "S", "terms": story.picture.view().terms.digest.hex()}
    made = story.propose(first, "establishment", "JIG", content)
    story.agree_both(made)
    formed = story.propose(1 - first, "formation", "JIG", {"formed_at": story.clock, "establishment": made.ref})
    story.agree_both(formed)
    _meet(story)


def _understood(story: Story, first: int) -> None:
    made = story.propose(first, "common-understanding", "JIG", {"map_version": "1", "map_digest": "a" * 64})
    story.agree_both(made)
    _meet(story)


def _started(story: Story, first: int) -> None:
    story.agree_both(story.propose(first, "start-date", "JIG", {"at": START, "set_of": []}))
    _meet(story)


def _actionable(story: Story, first: int) -> None:
    stated = target(story, first)
    _meet(story)
    for side in (0, 1):
        vetting(story, side, stated.ref)
    made = story.propose(first, "actionable", TARGET, {"target": stated.ref})
    story.agree_both(made)
    _meet(story)


def _for_action(story: Story, first: int) -> None:
    stated, asked = last(story, "target"), last(story, "proposal")
    place = location(story, first, stated.ref)
    _meet(story)
    for side in (0, 1):
        validation(story, side, stated.ref)
        screening(story, side, place.ref)
    content = {"target": stated.ref, "location": place.ref, "actionable": asked.ref}
    story.agree_both(story.propose(first, "action", TARGET, content))
    _meet(story)


def _planned(story: Story, first: int) -> None:
    plan(story, first, last(story, "proposal"))
    _meet(story)


def _told(story: Story, first: int) -> None:
    given = last(story, "plan")
    story.say(1 - first, "receipt", {})
    acknowledgement(story, 1 - first, given.ref)
    _meet(story)


def _deconflicted(story: Story, first: int) -> None:
    deconflicted(story, last(story, "plan"))


def deconflicted(story: Story, given: Said) -> None:
    """Let both record the call on a plan and confirm their lines of air defence."""
    for side in (0, 1):
        story.learn(side)
        call(story, side, given.ref)
        air_defence(story, side, given.ref, CODES[side])
        if CODES[side] == CONFIRMER:
            air_defence(story, side, given.ref, THIRD)
        compare(story, side, given.ref)
    _meet(story)


def last(story: Story, kind: str) -> Said:
    """The last entry of a kind, whoever made it."""
    return next(one for one in reversed(story.said) if one.kind == kind)


STEPS: tuple[Callable[[Story, int], None], ...] = (
    _established,
    _understood,
    _terms_agreed,
    _started,
    _actionable,
    _for_action,
    _planned,
    _told,
    _deconflicted,
)


def tell(steps: int, first: int) -> Story:
    """Tell the first steps of the way; `first` is the side that proposes."""
    story = Story()
    for side in (0, 1):
        story.keys(side)
    _meet(story)
    for step in STEPS[:steps]:
        step(story, first)
    return story
