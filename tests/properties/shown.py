"""What the tests read off a picture, and the same read off the bare logs, without the fold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jig.centre.picture import Picture
from jig.decisions.state import ended_by, holds_on, left, proposed, stands, start_date
from jig.operations.standing import standing
from jig.operations.state import notified, permitted
from jig.record.kind import Verdict
from jig.record.registers import Cut
from jig.record.rooms import subjects
from jig.record.view import View
from properties.story import Logs, Said, closed, new_picture

Pair = tuple[str, str]


def go(view: View) -> set[Pair]:
    """What may be carried out."""
    return set(permitted(view))


def told(view: View) -> set[Pair]:
    """What counts as notified."""
    return set(notified(view))


def all_of(view: View) -> dict[str, Any]:
    """Everything the picture shows of its subjects, at a cut."""
    found = {f"{kind.name}:{key}": kind.standing(view, key) for kind in subjects() for key in kind.keys(view)}
    return found | {
        "go": sorted(go(view)),
        "told": sorted(told(view)),
        "held": holds_on(view, "*"),
        "left": left(view),
        "terms": view.terms.digest,
        "start": start_date(view),
    }


def consents(view: View) -> set[bytes]:
    """The proposals whose consent stands."""
    return {ref for ref in asked(view) if stands(view, ref)}


def ended(view: View) -> set[bytes]:
    """The proposals that somebody ended."""
    return {ref for ref in asked(view) if ended_by(view, ref) is not None}


def asked(view: View) -> set[bytes]:
    """Every accepted proposal."""
    return {key for key in view.keys("proposal") if isinstance(key, bytes)}


def act_of(view: View, ref: bytes) -> str:
    """The act that a proposal is for."""
    made = proposed(view, ref)
    return made.act if made is not None else ""


def deadlines(view: View, logs: Logs) -> dict[bytes, bool | None]:
    """For every plan whether it was told in time: True MET, False MISSED, None UNPROVEN."""
    plans = {one.id: standing(view, one.id) for log in logs for one in log if one.kind == "plan"}
    return {ref: plan.in_time for ref, plan in plans.items() if plan is not None}


def chain(picture: Picture, cut: Cut) -> list[bytes]:
    """The settled versions of the terms at a cut, by their proposals."""
    whole = [*zip(picture.terms.links, picture.terms.proposals, strict=True)]
    return [proposal for link, proposal in whole if link[0] < cut[0] and link[1] < cut[1]]


def verdicts(picture: Picture, cut: Cut) -> dict[bytes, Verdict]:
    """The verdict of every entry within a cut."""
    metas = (picture.world.entries.meta(side, position) for side in (0, 1) for position in range(cut[side]))
    return {meta.id: meta.verdict for meta in metas}


def frontiers(logs: Logs, order: list[Said]) -> Iterator[Cut]:
    """The closed frontiers that one delivery passes through."""
    sizes = [0, 0]
    for said in order:
        sizes[said.side] += 1
        yield Cut(sizes[0], sizes[1])


def rests_on(view: View, pair: Pair) -> set[str]:
    """What a permitted plan rests on, by the contents of the proposals: its action, and what that names."""
    named = {*pair}
    waiting = [pair[0]]
    while waiting:
        made = proposed(view, bytes.fromhex(waiting.pop()))
        content = made.content.model_dump() if made is not None else {}
        fresh = {ref for name, ref in content.items() if name in ("target", "location", "actionable")} - named
        named |= fresh
        waiting += fresh
    return named


def some_cut(logs: Logs, share: tuple[int, int]) -> Cut:
    """A closed frontier of a run, chosen by two numbers below 256."""
    return closed(logs, (len(logs[0]) * share[0] // 255, len(logs[1]) * share[1] // 255))


def empty() -> View:
    """A view of nothing."""
    return new_picture().view()


def within(logs: Logs, cut: Cut) -> list[Said]:
    """Every entry within a cut."""
    return [*logs[0][: cut[0]], *logs[1][: cut[1]]]


def says_agree(logs: Logs, cut: Cut, judged: dict[bytes, Verdict], proposal: str, side: int) -> bool:
    """Whether a side's log holds an accepted AGREE to a proposal and nothing in either log that ends it."""
    said = [one for one in logs[side][: cut[side]] if _answers(one, proposal)]
    # A refused AGREE says nothing; any other answer counts whatever became of it.
    answers = [one for one in said if one.body["answer"] != "AGREE" or judged[one.id] is Verdict.OK]
    return bool(answers) and answers[-1].body["answer"] == "AGREE" and not says_end(logs, cut, proposal)


def says_end(logs: Logs, cut: Cut, proposal: str) -> bool:
    """Whether anybody said DISAGREE or HOLD to a proposal, or withdrew it."""
    entries = within(logs, cut)
    against = [one for one in entries if _answers(one, proposal) and one.body["answer"] in ("DISAGREE", "HOLD")]
    return bool(against) or any(one.kind == "withdrawal" and one.body["entry"] == proposal for one in entries)


def _answers(said: Said, proposal: str) -> bool:
    return said.kind == "position" and said.body["proposal"] == proposal


def says_acknowledged(logs: Logs, cut: Cut, judged: dict[bytes, Verdict], plan: str, side: int) -> bool:
    """Whether a side's log holds an accepted acknowledgement of one exact plan that nobody took back."""
    entries = within(logs, cut)
    gone = {one.body["entry"] for one in entries if one.kind == "withdrawal"}
    return any(
        one.kind == "acknowledgement"
        and one.side == side
        and one.body["plan"] == plan
        and judged[one.id] is Verdict.OK
        and one.ref not in gone
        for one in entries
    )
