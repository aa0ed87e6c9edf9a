"""What follows from what both said: consents, HOLDs, leaving, disputes, the phase. Pure functions of a view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jig.decisions.acts import Mode, acts
from jig.decisions.spelling import sounds_like
from jig.record.registers import SIDES, Cut, Reading, plain
from jig.record.rooms import Subject
from jig.record.view import Meta, View

#: A date of start that names 256 agreed actions rests on 1,024 entries; every answer to a proposal walks them all.
MOST_FOUNDATIONS = 2_048
PRE_JIG, EXCHANGE, COORDINATION = "PRE-JIG", "EXCHANGE", "COORDINATION"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal puts up for agreement: an exact version, and by id all that it relies on."""

    act: str
    subject: str
    content: Any
    relies_on: tuple[bytes, ...]

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON-safe values."""
        return {
            "act": self.act,
            "subject": self.subject,
            "content": self.content.model_dump(mode="json"),
            "relies_on": [ref.hex() for ref in self.relies_on],
        }


def ended_by(view: View, entry_id: bytes) -> Meta | None:
    """Find the first entry of either side that ended this one: by DISAGREE, withdrawal, or a newer version."""
    cells = [view.first("ended", entry_id, side) for side in SIDES]
    found = [view.world.entries.meta(side, cell[0]) for side, cell in zip(SIDES, cells, strict=True) if cell]
    # By id where both did: which log is called the first must not show.
    return min(found, key=lambda meta: meta.id, default=None)


def consents_ended_by(view: View, proposal: bytes) -> Meta | None:
    """Find what ended a proposal, or anything that it relies on."""
    return next((found for one in _foundations(view, proposal) if (found := ended_by(view, one)) is not None), None)


def _foundations(view: View, *proposals: bytes) -> Iterator[bytes]:
    """List proposals and all that they rely on, each once and the nearest first.

    Not by recursion: a counterpart can make a chain of any length, or of branches that meet again, on purpose.
    """
    met = set(proposals)
    waiting = sorted(met)
    for one in waiting:
        yield one
        fresh = [relied for relied in dict.fromkeys(_relied(view, one)) if relied not in met]
        waiting += fresh
        met.update(fresh)


def rests_on_too_much(view: View, refs: Iterable[bytes]) -> bool:
    """Tell whether what these entries rest on in turn is more than a proposal may rest on."""
    return next(islice(_foundations(view, *refs), MOST_FOUNDATIONS, None), None) is not None


def proposed(view: View, proposal: bytes) -> Proposed | None:
    """Find what a proposal puts up for agreement."""
    for side in SIDES:
        found: Proposed | None = view.last("proposal", proposal, side)
        if found is not None:
            return found
    return None


def _relied(view: View, proposal: bytes) -> tuple[bytes, ...]:
    found = proposed(view, proposal)
    return found.relies_on if found else ()


def agreed(view: View, proposal: bytes, side: int) -> bool:
    """Tell whether a side's AGREE on a proposal counts: its last word, by a key its own alone, after any leaving."""
    given = view.written("agree", proposal, side)
    # DEFER and CONDITIONAL after an AGREE end nothing, but they are not AGREE.
    if not given or view.last("answer", proposal, side) != "AGREE":
        return False
    if not all(one_sides_hand(view, key, side) for _, (_, key, _) in given):
        return False
    # The first AGREE decides: one from before a leaving is not revived by repeating it.
    position, (_, _, seen) = given[0]
    mine, theirs = view.written("left", "", side), view.written("left", "", 1 - side)
    return (not mine or position > mine[-1][0]) and (not theirs or seen > theirs[-1][0])


def fallen_by(view: Reading, proposal: bytes) -> tuple[int, int] | None:
    """Find the leaving, as (side, position), by which an AGREE to terms fell; None when every AGREE to them counts.

    A leaving ends what was agreed without knowledge of it, on both sides and for good, as a withdrawal by the leaver
    would: unless it was bound before it left.
    """
    for side in SIDES:
        lefts = [position for position, _ in view.written("left", "", side)]
        bound = view.first("terms.bound", proposal, side) if lefts else None
        for position in lefts:
            if (bound is None or bound[0] > position) and _agreed_before_leaving(view, proposal, side, position):
                return side, position
    return None


def _agreed_before_leaving(view: Reading, proposal: bytes, leaver: int, position: int) -> bool:
    own, others = view.first("terms.agree", proposal, leaver), view.first("terms.agree", proposal, 1 - leaver)
    return (own is not None and own[0] < position) or (others is not None and others[1][2] <= position)


def terms_ended_by(view: View, proposal: bytes) -> Meta | None:
    """Find what ended a proposal of terms: a DISAGREE or withdrawal, or the leaving by which an AGREE to it fell."""
    fallen = fallen_by(view, proposal)
    return ended_by(view, proposal) or (view.world.entries.meta(*fallen) if fallen is not None else None)


def consent_ended_by(view: View, proposal: bytes) -> Meta | None:
    """Find what ended a consent: as for terms, or the leaving by which an AGREE to it counts no more."""
    ending = terms_ended_by(view, proposal)
    if ending is not None or all(view.has("terms.bound", proposal, side) for side in SIDES):
        return ending
    return next((left for side in SIDES if (left := _left_behind(view, proposal, side)) is not None), None)


def _left_behind(view: View, proposal: bytes, side: int) -> Meta | None:
    """Find the latest leaving that a side's AGREE did not come after; a leaving of the other counts once it is seen."""
    given = view.written("agree", proposal, side) if view.last("answer", proposal, side) == "AGREE" else []
    if not given:
        return None
    position, (_, _, seen) = given[0]
    for leaver, reached in ((side, position), (1 - side, seen - 1)):
        left = view.written("left", "", leaver)
        if left and left[-1][0] > reached:
            return view.world.entries.meta(leaver, left[-1][0])
    return None


def one_sides_hand(view: View, key: str, side: int) -> bool:
    """Tell whether a key is one side's alone: a fingerprint that both sides' key sets name is one hand, not two."""
    return not view.has("claimed", key, 1 - side)


def stands(view: View, proposal: bytes) -> bool:
    """Tell whether a consent stands: both agreed, neither ended it, and all that it relies on stands as well."""
    found = view.memo.get(proposal)
    if found is None:
        found = view.memo[proposal] = _agreed_by_both(view, proposal) and _all_still(view, proposal)
    return found


def _agreed_by_both(view: View, proposal: bytes) -> bool:
    """Tell whether both agree to it. An entry that is no proposal stands unless ended, and is nobody's consent."""
    return agreed(view, proposal, 0) and agreed(view, proposal, 1)


def _all_still(view: View, proposal: bytes) -> bool:
    return all(_still(view, one) for one in _foundations(view, proposal))


def _still(view: View, entry_id: bytes) -> bool:
    """Tell whether one entry, what it relies on apart, still stands."""
    meta = view.entry(entry_id)
    if meta is None or ended_by(view, entry_id) is not None:
        return False
    return meta.kind != "proposal" or _agreed_by_both(view, entry_id)


def proposals(view: View, act: str, subject: str) -> list[bytes]:
    """List the proposals of an act on a subject, both sides', by id."""
    key = (act, subject)
    return sorted(value for side in SIDES for _, value in view.written("proposals", key, side))


def newest_proposals(view: View, act: str, subject: str) -> list[bytes]:
    """List each side's newest proposal of an act on a subject, by id: its newer one ended every older one of a consent.

    One side can make any number of versions; what is asked at every entry must not cost what they all do.
    """
    found = (view.last("proposals", (act, subject), side) for side in SIDES)
    return sorted(one for one in found if one is not None)


def standing_proposal(view: View, act: str, subject: str) -> bytes | None:
    """Find the proposal of an act on a subject whose consent stands; the first by id if rivals both do."""
    return next((one for one in newest_proposals(view, act, subject) if stands(view, one)), None)


def open_rivals(view: View, act: str, subject: str) -> list[bytes]:
    """List proposals of one act on one subject that are open at once: more than one makes the subject DISPUTED."""
    known = acts().get(act)
    listed = newest_proposals if known is not None and known.mode is Mode.CONSENT else proposals
    found = [one for one in listed(view, act, subject) if _open(view, one)]
    return found if len(found) > 1 else []


def _open(view: View, proposal: bytes) -> bool:
    """Tell whether a proposal can still come to stand: not ended, and not on a base that the terms have left."""
    made = proposed(view, proposal)
    base = getattr(made.content, "base", None) if made is not None else None
    return terms_ended_by(view, proposal) is None and base in (None, view.terms.digest.hex())


def phase(view: View) -> str:
    """Say in which phase the group is."""
    if standing_proposal(view, "formation", GROUP) is None:
        return PRE_JIG
    return COORDINATION if standing_proposal(view, "common-understanding", GROUP) is not None else EXCHANGE


#: The subject of the acts that concern the group itself.
GROUP = "JIG"


def start_date(view: View) -> int | None:
    """Give the decided instant of start, None while there is none.

    It is the date to which each side last said AGREE, that AGREE accepted or not: taking back a later date must not
    bring an earlier one into force again.
    """
    first, second = (view.last("agree.said", ("start-date", GROUP), side) for side in SIDES)
    if first is None or first != second or not stands(view, first):
        return None
    made = proposed(view, first)
    return int(made.content.at) if made is not None else None


def bound_by(view: View, proposal: bytes, side: int) -> bool:
    """Tell whether a side is bound by terms, the entry being judged included: it binds before it says anything else."""
    cut = (view.cut[0] + (side == 0), view.cut[1] + (side == 1))
    return proposal in view.binding or Reading(view.registers, Cut(*cut)).has("terms.bound", proposal, side)


def ended_with(view: View, named: bytes, side: int) -> tuple[bytes, ...]:
    """List what a side ends by taking back an entry: that entry, and the proposals that it agreed to by or upon it.

    Upon it: a vetting, for example, without which its AGREE would not have been accepted (register `about`: by id, the
    register and key that a statement was written to).
    """
    agreed_to = [one for _, one in view.written("agree.to", named, side)]
    about = view.last("about", named, side)
    resting = {one for _, one in view.written("rests.on", about, side)} if about is not None else set()
    live = sorted(one for one in resting if ended_by(view, one) is None)
    return (named, *agreed_to, *live)


def lifted(view: View, hold: bytes, side: int) -> bool:
    """Tell whether one HOLD ended: lifted by its caller's side, that lift confirmed by the counterpart, neither taken
    back."""
    lifts = view.written("lift", hold, side)
    return any(_hand_stands(view, lift, key, side) and _confirmed(view, lift, 1 - side) for _, (lift, key) in lifts)


def _confirmed(view: View, lift: bytes, side: int) -> bool:
    given = view.written("lift.confirmed", lift, side)
    return any(_hand_stands(view, one, key, side) for _, (one, key) in given)


def _hand_stands(view: View, entry_id: bytes, key: str, side: int) -> bool:
    return one_sides_hand(view, key, side) and ended_by(view, entry_id) is None


#: Registers whose keys are what a HOLD can name. Rooms beside this one write theirs; none is read here.
_NAMED = ("subjects", "targets", "plans")


def nothing_called(view: View, subjects: Iterable[str]) -> tuple[str, ...]:
    """List the names that nothing bears as far as this cut shows."""
    return tuple(
        sorted(one for one in subjects if not any(view.has(table, one, side) for table in _NAMED for side in SIDES))
    )


def holds_on(view: View, subject: str) -> list[bytes]:
    """List the HOLDs in force on a subject, those on everything included."""
    found = []
    for side in SIDES:
        for key in (sounds_like(subject), "*") if subject != "*" else ("*",):
            found += [hold for _, hold in view.written("hold", key, side) if not lifted(view, hold, side)]
    return sorted(set(found))


def left(view: View) -> list[str]:
    """List the participants that left and whose leaving no later establishment follows."""
    if standing_proposal(view, "establishment", GROUP) is not None:
        return []
    return sorted(view.code(side) for side in SIDES if view.has("left", "", side))


def overtaken(view: View, entry: Meta, relied: bytes) -> list[Meta]:
    """List what ended a consent that an act relied on while the two were on their way to each other."""
    endings = [
        view.world.entries.meta(side, position)
        for side in SIDES
        for position, _ in [*view.written("ended", relied, side), *view.written("left", "", side)]
    ]
    return [ending for ending in endings if crossed(entry, ending)]


def crossed(one: Meta, other: Meta) -> bool:
    """Tell whether two entries are of two sides, and neither's author had seen the other.

    What its ender had seen was not overtaken: it was done before.
    """
    unseen = one.position >= other.cut[one.side] and other.position >= one.cut[other.side]
    return one.side != other.side and unseen


def _subjects(view: View) -> list[str]:
    return sorted({":".join(key) for key in view.keys("proposals") if isinstance(key, tuple)})


def _standing(view: View, name: str) -> dict[str, Any]:
    act, _, subject = name.partition(":")
    rivals = open_rivals(view, act, subject)
    versions = []
    for one in proposals(view, act, subject):
        meta = view.entry(one)
        ending = consent_ended_by(view, one)
        answers = {view.code(side): view.last("answer", one, side) for side in SIDES}
        bound = all(view.has("terms.bound", one, side) for side in SIDES)
        versions.append(
            {
                "id": one.hex(),
                "by": view.code(meta.side) if meta else "",
                "answers": answers,
                "stands": bound or stands(view, one),
                "ended_by": ending.id.hex() if ending else None,
            }
        )
    state = "DISPUTED" if len(rivals) > 1 and not any(v["stands"] for v in versions) else "OPEN"
    if any(version["stands"] for version in versions):
        state = "STANDS"
    elif all(version["ended_by"] for version in versions):
        state = "ENDED"
    return {"state": state, "versions": versions, "held_by": [hold.hex() for hold in holds_on(view, subject)]}


def _bounds(view: View) -> list[str]:
    return [str(key) for key in view.keys("tightened")]


def _bound(view: View, name: str) -> dict[str, Any]:
    return {"value": plain(view.setting(name))}


SUBJECTS = (Subject("act", _subjects, _standing), Subject("bound", _bounds, _bound))
