"""Who fills which post with which expertise, on each side: what the agreement asks for and the roster lacks (ToR 1.d).

A report for people: it blocks nothing, and nobody's expertise is judged, only stated or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jig.agreement.register import REGISTER
from jig.language.shifts import duties
from jig.participants.form import Post
from jig.record.registers import SIDES
from jig.record.rooms import kinds
from jig.record.view import View

#: The clause under which a post or a function stands empty.
NUMBERS = "C016"
#: What expertise the agreement names, by clause; experts on each adversary bear that adversary's code (C027).
EXPERTISE: Mapping[str, tuple[str, ...]] = {
    "C018": ("INTEL", "TARGETING", "AIR_OPS"),
    "C029": ("STRIKE_PLANNING", "TARGETING", "WEAPONEERING", "OP_LAW"),
}
ADVERSARIES = "C027"
#: Why a post counts as vacant.
UNFILLED, RELIEVED, UNACCREDITED = "UNFILLED", "RELIEVED", "UNACCREDITED"
COVERED, GAP, FILLED = "COVERED", "GAP", "FILLED"


class Place(NamedTuple):
    """One post of a side. state: FILLED, or why it is vacant."""

    post: str
    officer: str
    rank_code: str
    expertise: tuple[str, ...]
    paired_with: str
    state: str


class Line(NamedTuple):
    """One expertise that a clause names: who has it on this side, and who of them is on duty."""

    clause: str
    expertise: str
    officers: tuple[str, ...]
    on_duty: tuple[str, ...]

    @property
    def state(self) -> str:
        """COVERED when anybody of this side has it, else GAP."""
        return COVERED if self.officers else GAP


def roster(view: View, side: int, at: int) -> dict[str, Any]:
    """Give a side's posts, its expertise against what is asked, and the functions that nobody may exercise.

    at: the instant for which shifts are asked; the reader's, and no part of any state.
    """
    posts = list(places(view, side))
    lines = list(_lines(view, side, posts, at))
    unstaffed = [{"roles": list(roles), "kinds": names} | _cited(NUMBERS) for roles, names in _unstaffed(view, side)]
    return {
        "posts": [one._asdict() for one in posts],
        "vacancies": [{"post": one.post, "why": one.state} | _cited(NUMBERS) for one in posts if one.state != FILLED],
        "expertise": [one._asdict() | {"state": one.state} | _cited(one.clause) for one in lines],
        "functions": unstaffed,
    }


def places(view: View, side: int) -> Iterator[Place]:
    """List a side's posts, by name; those that the counterpart's posts are paired with and nobody fills among them."""
    theirs = (view.last("post", key, 1 - side) for key in view.keys("post"))
    wanted = {one.paired_with for one in theirs if one is not None and one.paired_with}
    own = {str(key): view.last("post", key, side) for key in view.keys("post")}
    for name in sorted(wanted | {key for key, post in own.items() if post is not None}):
        yield _place(view, side, name, own.get(name))


def _place(view: View, side: int, name: str, post: Post | None) -> Place:
    if post is None:
        return Place(name, "", "", (), "", UNFILLED)
    state = FILLED
    if view.officer(side, post.officer) is None:
        state = RELIEVED if view.has("relieved", post.officer, side) else UNACCREDITED
    return Place(name, post.officer, post.rank_code, post.expertise, post.paired_with, state)


def _lines(view: View, side: int, posts: list[Place], at: int) -> Iterator[Line]:
    on_duty = {name for duty in duties(view, side) if duty.starts <= at < duty.ends for name in duty.officers}
    asked = {**EXPERTISE, ADVERSARIES: tuple(one.code for one in view.profile.adversaries)}
    for clause in sorted(asked):
        for code in asked[clause]:
            found = sorted({one.officer for one in posts if one.state == FILLED and code in one.expertise})
            yield Line(clause, code, tuple(found), tuple(one for one in found if one in on_duty))


def _unstaffed(view: View, side: int) -> list[tuple[tuple[str, ...], list[str]]]:
    """List the sets of roles of which nobody of a side holds one, with the kinds of entry that need one of them."""
    held = _roles(view, side)
    found: dict[tuple[str, ...], list[str]] = {}
    for kind in sorted(kinds().values(), key=lambda one: one.name):
        if kind.roles and not kind.roles & held:
            found.setdefault(tuple(sorted(kind.roles)), []).append(kind.name)
    return sorted(found.items())


def _roles(view: View, side: int) -> set[str]:
    keyset = view.keyset(side)
    officers = keyset.officers if keyset is not None else ()
    return {role for one in officers if not view.relieved(side, one.name) for role in one.roles}


def _cited(clause: str) -> dict[str, str]:
    return {"clause": clause, "para": REGISTER.clause(clause).para}


def both(view: View, at: int) -> dict[str, dict[str, Any]]:
    """Give both sides' rosters, by participant's code."""
    return {view.code(side): roster(view, side, at) for side in SIDES}
