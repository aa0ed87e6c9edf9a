"""Who flew here: a question to each side, with what both had on record at that moment listed for good (failure F02).

Whoever states an incident asks: a question about one, and every alleged violation by itself (decision 0076).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from jig.agreement.clocks import DAY_S, UnknownZone
from jig.agreement.rule import STANDING, judge
from jig.air.by_label import all_said, labelled
from jig.air.notice import Window, drawers
from jig.decisions.state import ended_by
from jig.places.form import placed
from jig.places.position import Position
from jig.places.state import Stating
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Instant, Label, Lang, Name, Text
from jig.record.kind import Body, Verdict, Write
from jig.record.registers import SIDES
from jig.record.view import Meta, View

#: The widest window: what is listed of it must stay bounded. Most entries listed of one question or answer.
WIDEST_S, MOST_FROZEN = 7 * 86_400, 5_000
#: Within which an incident is asked about, and how far round it the record is frozen where it gives no window (F02).
INCIDENT_S = 3_600
#: Kinds of entry that put the question to each side: an allegation needs nobody to ask besides.
ASKING = ("who-flew", "alleged-violation")
NO_ANSWER, WITHDRAWN = "NO-ANSWER", "WITHDRAWN"
_STATUS = {True: "MET", False: "MISSED", None: "UNPROVEN"}


class WhoFlew(Body):
    """The question who flew at a place in a window, put to both sides alike, the asker's own included.

    incident_at: when something happened there, where that is why it is asked. about: the entry that it is about.
    """

    question_id: Label
    area: Label | None = None
    position: Position | None = None
    radius_m: Annotated[int, Field(ge=1, le=200_000)] | None = None
    window: Window
    incident_at: Instant | None = None
    about: EntryRef | None = None
    reason: Annotated[str, Field(min_length=1, max_length=4_000)]
    asked_by: Name
    lang: Lang


class WhoFlewAnswer(Body):
    """One side's answer: whether its aircraft, or ones it knows of, flew there then; with the entries it points to."""

    question: EntryRef
    flew: Literal["YES", "NO", "UNKNOWN"]
    entries: Annotated[tuple[EntryRef, ...], Field(max_length=64, strict=False)] = ()
    answered_by: Name
    post: Name
    lang: Lang
    text: Text


class Asked(NamedTuple):
    """A question as the registers keep it (table `who-flew`, by entry id). frozen: ids, as of its author's cut.

    more: whether more met the window than is listed. about: an entry id, "" for none.
    """

    id: bytes
    label: str
    area: str
    start: int
    end: int
    by: str
    frozen: tuple[bytes, ...]
    more: bool
    incident_at: int | None = None
    about: str = ""


class Answered(NamedTuple):
    """A side's answer (table `who-flew.answer`, by question). frozen: ids, as of that side's own cut."""

    id: bytes
    flew: str
    by: str
    post: str
    entries: tuple[str, ...]
    frozen: tuple[bytes, ...]


def on_record(view: View, start: int, end: int) -> tuple[bytes, ...]:
    """List what of both sides meets a window at a cut, whatever became of it: notices and observations, then days'
    changes of the order of battle and what measures covered; each by id.

    By time alone: what lacks a place, or has a wrong one, belongs to the question all the same. Flights come first: no
    thousand statements of coverage push one off the list.
    """
    return (*sorted(_flights(view, start, end)), *sorted(_around(view, start, end)))


def _flights(view: View, start: int, end: int) -> set[bytes]:
    found: set[bytes] = set()
    for drawer in drawers(start, end):
        for side in SIDES:
            for said, days in (("notice", "notice.day"), ("observation", "observation.day")):
                for _, made in view.written(days, drawer, side):
                    one = view.last(said, made, side)
                    if one is not None and one.start <= end and start <= one.end:
                        found.add(made)
    return found


def _around(view: View, start: int, end: int) -> set[bytes]:
    """Find which aircraft were there to fly, and who looked: what bears on who flew, and is no flight."""
    found = {
        told.id
        for drawer in drawers(start, end)
        for side in SIDES
        for _, told in view.written("coverage.day", drawer, side)
        if told.start <= end and start <= told.end
    }
    return found | {
        told.id for day in _days(view, start, end) for side in SIDES for _, told in view.written("order.day", day, side)
    }


def _days(view: View, start: int, end: int) -> range:
    """Give the days that a window meets, in the zone of the deadlines; without one, every day that it is anywhere."""
    try:
        zone = view.profile.zones.zone(str(view.setting("deadline.tz")))
    except UnknownZone:
        return range(start // DAY_S - 1, end // DAY_S + 2)
    return range(zone.local(start).day_number, zone.local(end).day_number + 1)


def frozen(view: View, asked: Asked) -> Asked:
    """Give a question with what meets its window at a cut."""
    listed = on_record(view, asked.start, asked.end)
    return asked._replace(frozen=listed[:MOST_FROZEN], more=len(listed) > MOST_FROZEN)


def asked_by_incident(view: View, made: bytes, label: str, area: str, at: int, by: str) -> Asked:
    """Give the question that a stated incident puts: who flew there an hour before and after it."""
    asked = Asked(made, label, area, at - INCIDENT_S, at + INCIDENT_S, by, (), False, at, made.hex())
    return frozen(view, asked)


class WhoFlewFacts(Facts):
    """Facts about a question."""

    body: WhoFlew

    @property
    def placed(self) -> bool:
        """Whether it names a place: an area, or a point with a radius."""
        whole = self.body.position is not None and self.body.radius_m is not None
        return whole or (self.body.area is not None and self.body.position is None and self.body.radius_m is None)

    @property
    def length_s(self) -> int:
        """How long the window is, seconds."""
        return self.body.window.end - self.body.window.start

    @property
    def incident(self) -> bool:
        """Whether it is asked because something happened."""
        return self.body.incident_at is not None

    @property
    def about_unknown(self) -> tuple[str, ...]:
        """What it says it is about, where this log has not seen that."""
        ref = self.body.about
        return (ref,) if ref is not None and self.meta(ref) is None else ()


class WhoFlewAnswerFacts(Facts):
    """Facts about an answer."""

    body: WhoFlewAnswer

    @cached_property
    def question(self) -> tuple[Meta, Asked] | None:
        """The question, None when it is unknown here or was not accepted."""
        meta = self.known(self.body.question, *ASKING)
        asked = self.view.last("who-flew", meta.id, meta.side) if meta is not None else None
        return None if meta is None or asked is None else (meta, asked)

    @property
    def unknown_entries(self) -> tuple[str, ...]:
        """Entries pointed to that this log has not seen."""
        return tuple(ref for ref in self.body.entries if self.meta(ref) is None)


def write_question(facts: WhoFlewFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted question, with what both had on record at its author's cut."""
    if verdict is not Verdict.OK:
        return []
    body, made = facts.body, facts.stated.id
    asked = Asked(made, body.question_id, body.area or "", body.window.start, body.window.end, body.asked_by, (), False)
    asked = asked._replace(incident_at=body.incident_at, about=body.about or "")
    writes: list[Write] = [("who-flew", made, frozen(facts.view, asked)), ("who-flews", body.question_id, made)]
    if body.position is not None:
        writes.append(("positions", made, Stating(body.question_id, (placed("position", body.position),))))
    return writes


def write_answer(facts: WhoFlewAnswerFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted answer, with what its side had on record then."""
    if verdict is not Verdict.OK or facts.question is None:
        return []
    body, (meta, asked) = facts.body, facts.question
    listed = on_record(facts.view, asked.start, asked.end)[:MOST_FROZEN]
    told = Answered(facts.stated.id, body.flew, body.answered_by, body.post, body.entries, listed)
    return [("who-flew.answer", meta.id, told)]


class QuestionStanding:
    """A question at a frontier. No time ever turns silence into an answer."""

    def __init__(self, view: View, meta: Meta, said: Asked) -> None:
        self.view, self.meta, self.said = view, meta, said

    @cached_property
    def answers(self) -> tuple[tuple[Answered, ...], tuple[Answered, ...]]:
        """Every answer of each side, in order: an answer changed later stands beside the first."""
        told = [
            tuple(
                one
                for _, one in self.view.written("who-flew.answer", self.said.id, side)
                if ended_by(self.view, one.id) is None
            )
            for side in SIDES
        ]
        return told[0], told[1]

    @property
    def silent(self) -> tuple[str, ...]:
        """The sides that have not answered; of a question taken back none is awaited."""
        return tuple(self.view.code(side) for side in SIDES if not self.answers[side] and not self.ended)

    @cached_property
    def ended(self) -> bool:
        """Whether it was taken back: nobody is asked any more, and what it froze stays listed."""
        return ended_by(self.view, self.meta.id) is not None

    @property
    def later(self) -> tuple[bytes, ...]:
        """What meets the window and came on record after the question: shown beside what it froze, never in it."""
        listed = set(self.said.frozen)
        return tuple(one for one in on_record(self.view, self.said.start, self.said.end) if one not in listed)

    @property
    def incident(self) -> bool:
        """Whether it is asked because something happened."""
        return self.said.incident_at is not None

    @property
    def ask_due(self) -> int | None:
        """Strictly before which an incident was to be asked about; None for what is asked without one."""
        return None if self.said.incident_at is None else self.said.incident_at + INCIDENT_S

    @cached_property
    def asked_in_time(self) -> bool | None:
        """Whether the question reached the counterpart within that time: True MET, False MISSED, None UNPROVEN."""
        return None if self.ask_due is None else self.view.proven_before(self.meta, self.ask_due)

    @cached_property
    def due(self) -> int | None:
        """Strictly before which each side is to answer; None where the reading sets no time."""
        return self._after(self.meta.claimed_at)

    def _after(self, asked: int) -> int | None:
        after = self.view.setting("violation.report_due_s")
        return asked + after if isinstance(after, int) else None

    def in_time(self, side: int) -> bool | None:
        """Whether a side answered in time: True MET, False MISSED, None UNPROVEN.

        The time runs from the asker's stamp and from the counterpart's on the question: MET by the earlier of the two,
        MISSED by the later, and by the answerer's own stamp alone. So neither moves the other's time by its own clock.
        """
        stamp = self.view.stamped(self.meta.side, self.meta.position)
        begun = [self.meta.claimed_at, *([] if stamp is None else [stamp])]
        first, last = self._after(min(begun)), self._after(max(begun))
        if first is None or last is None:
            return None
        told = self.view.entry(self.answers[side][0].id) if self.answers[side] else None
        if told is None:
            return False if self._own_stamp(side) >= last else None
        return True if self.view.proven_before(told, first) else False if told.claimed_at >= last else None

    def _own_stamp(self, side: int) -> int:
        """A silent side's own newest stamp once it has seen the question, before all time else."""
        size = self.view.cut[side]
        newest = self.view.world.entries.meta(side, size - 1) if size else None
        seen = newest is not None and (side == self.meta.side or newest.seen > self.meta.position)
        return newest.claimed_at if newest is not None and seen else -(2**53)

    @property
    def missed(self) -> tuple[str, ...]:
        """The sides that by their own stamps answered late, or went on past the time without an answer."""
        return () if self.ended else tuple(self.view.code(side) for side in SIDES if self.in_time(side) is False)

    @property
    def unproven(self) -> tuple[str, ...]:
        """The sides of which it is not proven that they answered in time, nor that they did not."""
        return () if self.ended else tuple(self.view.code(side) for side in SIDES if self.in_time(side) is None)

    @property
    def state(self) -> str:
        """ANSWERED once each side has; NO-ANSWER until then; WITHDRAWN where it was taken back."""
        return WITHDRAWN if self.ended else NO_ANSWER if self.silent else "ANSWERED"

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON-safe values."""
        said, cut = self.said, self.meta.cut
        return {
            "state": self.state,
            "entry": self.meta.id.hex(),
            "by": self.view.code(self.meta.side),
            "asked_by": said.by,
            "area": said.area or None,
            "window": [said.start, said.end],
            "about": said.about or None,
            "asked_at": self.meta.claimed_at,
            "incident": None if said.incident_at is None else self._incident(),
            "due": self.due,
            "frozen_at": {self.view.code(side): cut[side] for side in SIDES},
            "frozen": [self._row(one) for one in said.frozen],
            "frozen_is_part": said.more,
            "later": [self._row(one) for one in self.later],
            "answers": {self.view.code(side): self._answer(side) for side in SIDES},
        }

    def _incident(self) -> dict[str, Any]:
        return {"at": self.said.incident_at, "ask_due": self.ask_due, "asked": _STATUS[self.asked_in_time]}

    def _row(self, entry: bytes) -> dict[str, Any]:
        meta = self.view.entry(entry)
        assert meta is not None  # what is in a register came with its entry
        return {
            "entry": entry.hex(), "kind": meta.kind, "by": self.view.code(meta.side), "verdict": meta.verdict.value,
            "told_at": meta.claimed_at,
        }  # fmt: skip

    def _answer(self, side: int) -> dict[str, Any]:
        told = self.answers[side]
        rows = [
            {"entry": one.id.hex(), "flew": one.flew, "by": one.by, "post": one.post, "entries": list(one.entries),
             "frozen": [made.hex() for made in one.frozen]}
            for one in told
        ]  # fmt: skip
        state = "ANSWERED" if told else NO_ANSWER
        return {"state": state, "due": self.due, "deadline": _STATUS[self.in_time(side)], "given": rows}


def questions(view: View) -> list[QuestionStanding]:
    """List the questions, by id."""
    return [QuestionStanding(view, *one) for one in all_said(view, "who-flew")]


def question_names(view: View) -> list[str]:
    """Name the questions: the label and the entry."""
    return list(labelled(view, "who-flew"))


def question_standing(view: View, name: str) -> dict[str, Any]:
    """Show one question."""
    found = QuestionStanding(view, *labelled(view, "who-flew")[name])
    return found.as_json() | {"findings": [one.as_json() for one in judge("who-flew", STANDING, found)]}
