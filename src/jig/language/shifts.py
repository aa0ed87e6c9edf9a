"""Who is on duty and in which languages: coverage by shift, gaps, and the opening of an intake (ToR 1.d.ii)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from jig.record.facts import Facts
from jig.record.fields import Instant, Label, Lang, Name
from jig.record.keyset import Officer
from jig.record.kind import Body, Effect, Kind, Verdict, Write
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import View

HOUR = 3_600
LONGEST = 7 * 24 * HOUR


class OnShift(Body):
    """An officer on a shift, and the post held there."""

    officer: Name
    post: Name


class Shift(Body):
    """A shift of one side: who is on duty from when to when. A later one of the same label replaces it."""

    label: Label
    starts: Instant
    ends: Instant
    officers: Annotated[tuple[OnShift, ...], Field(max_length=64, strict=False)]


class IntakeOpening(Body):
    """A side opens its intake of reports and allegations, with the officer who takes them."""

    at: Instant
    officer: Name
    lang: Lang


class Duty(NamedTuple):
    """A shift as the registers keep it."""

    id: bytes
    starts: int
    ends: int
    officers: tuple[str, ...]


class Gap(NamedTuple):
    """A span without anybody qualified. need: LINGUIST or INTAKE; alarm_at: when it is to be told."""

    need: str
    starts: int
    ends: int
    alarm_at: int


class ShiftFacts(Facts):
    """Facts about a shift."""

    body: Shift

    @property
    def length_s(self) -> int:
        """How long it lasts."""
        return self.body.ends - self.body.starts

    @cached_property
    def unaccredited(self) -> tuple[str, ...]:
        """Officers on it whom no key set in force names, or who are relieved."""
        return tuple(o.officer for o in self.body.officers if self.view.officer(self.side, o.officer) is None)


class IntakeFacts(Facts):
    """Facts about the opening of an intake."""

    body: IntakeOpening

    @property
    def operator(self) -> str:
        """The officer who takes the reports."""
        return self.body.officer

    @property
    def intake_language(self) -> str:
        """The language in which those who report speak."""
        return str(self.view.setting("language.intake"))

    @cached_property
    def may_open(self) -> bool:
        """Whether that officer is on shift at that moment and qualified in that language."""
        return self.operator in intake_operators(self.view, self.side, self.body.at)


def duties(view: View, side: int) -> list[Duty]:
    """List a side's shifts that stand, by start: the newest of each label that was not taken back."""
    found: list[Duty] = []
    for key in view.keys("shift"):
        duty: Duty | None = view.last("shift", key, side)
        if duty is not None and not any(view.has("ended", duty.id, one) for one in SIDES):
            found.append(duty)
    return sorted(found, key=lambda duty: (duty.starts, duty.ends, duty.id))


def intake_operators(view: View, side: int, at: int) -> tuple[str, ...]:
    """Name the officers on shift at an instant who may take reports: qualified in the intake's language.

    Empty: an intake cannot open (failure F10: a hotline without anybody who understood its callers).
    """
    fit = _intake(view)
    return tuple(dict.fromkeys(
        name for duty in duties(view, side) if duty.starts <= at < duty.ends for name in duty.officers
        if (officer := view.officer(side, name)) is not None and fit(officer)
    ))  # fmt: skip


def _intake(view: View) -> Callable[[Officer], bool]:
    wanted = view.setting("language.intake")
    return lambda officer: wanted in officer.languages


def _linguist(view: View) -> Callable[[Officer], bool]:
    wanted = set(view.profile.languages)
    return lambda officer: "LINGUIST" in officer.roles and wanted <= set(officer.languages)


#: What somebody on duty is needed for, and who can do it.
NEEDS: dict[str, Callable[[View], Callable[[Officer], bool]]] = {"LINGUIST": _linguist, "INTAKE": _intake}


def gaps(view: View, side: int, start: int, end: int) -> list[Gap]:
    """List the spans of [start, end) in which a side has nobody qualified on duty, by start."""
    lead = int(view.setting("language.alarm_lead_s"))
    standing = duties(view, side)
    found = []
    for need, of in NEEDS.items():
        fit = of(view)
        covered = [(d.starts, d.ends) for d in standing if any(_is(view, side, name, fit) for name in d.officers)]
        found += [Gap(need, a, b, a - lead) for a, b in _uncovered(covered, start, end)]
    return sorted(found, key=lambda gap: (gap.starts, gap.need))


def _is(view: View, side: int, name: str, fit: Callable[[Officer], bool]) -> bool:
    officer = view.officer(side, name)
    return officer is not None and fit(officer)


def _uncovered(spans: Iterable[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    found, at = [], start
    for begins, ends in sorted(spans):
        if begins > at:
            found.append((at, min(begins, end)))
        at = max(at, ends)
        if at >= end:
            return [one for one in found if one[0] < one[1]]
    return [one for one in [*found, (at, end)] if one[0] < one[1]]


def hours(found: Iterable[Gap], start: int, end: int) -> list[dict[str, Any]]:
    """Say of each hour of [start, end) which needs are covered throughout."""
    listed = list(found)
    return [
        {"starts": at}
        | {need.lower(): not any(_meets(gap, need, at, min(at + HOUR, end)) for gap in listed) for need in NEEDS}
        for at in range(start, end, HOUR)
    ]


def _meets(gap: Gap, need: str, start: int, end: int) -> bool:
    return gap.need == need and gap.starts < end and start < gap.ends


def _shifted(facts: ShiftFacts, verdict: Verdict) -> Iterable[Write]:
    body = facts.body
    # A refused new version ends the old one: nobody counts on a shift that its side has left.
    if verdict is not Verdict.OK:
        return [("shift", body.label, Duty(facts.stated.id, body.starts, body.starts, ()))]
    names = tuple(one.officer for one in body.officers)
    return [("shift", body.label, Duty(facts.stated.id, body.starts, body.ends, names))]


def _intake_opened(facts: IntakeFacts, verdict: Verdict) -> Iterable[Write]:
    return [("intake", "", (facts.body.at, facts.body.officer))] if verdict is Verdict.OK else []


def _keys(view: View) -> list[str]:
    return [f"{view.code(side)}:{key}" for side in SIDES for key in view.keys("shift") if view.has("shift", key, side)]


def _standing(view: View, name: str) -> dict[str, Any]:
    code, _, label = name.partition(":")
    side = next(one for one in SIDES if view.code(one) == code)
    duty: Duty = view.last("shift", label, side)
    if duty not in duties(view, side) or duty.starts == duty.ends:
        return {"state": "ENDED", "starts": duty.starts, "ends": duty.ends, "officers": []}
    missing = sorted({gap.need for gap in gaps(view, side, duty.starts, duty.ends)})
    state = "GAP" if missing else "COVERED"
    return {
        "state": state, "starts": duty.starts, "ends": duty.ends, "officers": list(duty.officers), "missing": missing,
    }  # fmt: skip


SHIFT_KINDS = (
    Kind(
        "shift",
        Shift,
        Effect.NEUTRAL,
        ShiftFacts,
        _shifted,
        roles=frozenset({"SNR", "DEPUTY", "WATCH"}),
        clauses=("C023",),
        title="Shift",
    ),
    Kind(
        "intake-opening",
        IntakeOpening,
        Effect.NEUTRAL,
        IntakeFacts,
        _intake_opened,
        clauses=("C023",),
        title="Opening of an intake",
    ),
)
SHIFT_SUBJECTS = (Subject("shift", _keys, _standing),)
