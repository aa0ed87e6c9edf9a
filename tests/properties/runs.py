"""Random causal runs of two logs: a purposeful beginning, cut anywhere, then anything at all, whatever is known."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

from properties import prologue as way
from properties.sides import CODES, officer_name
from properties.story import STAFF, Logs, Said, Story

T = TypeVar("T")
Moves = tuple[Callable[[Story, int, "Dice"], None], ...]
DUE_AROUND = (-90_000, -3_600, -1, 0, 1, 3_600, 90_000)
ANSWERS = ("AGREE", "AGREE", "AGREE", "DISAGREE", "DEFER", "CONDITIONAL", "HOLD")
OFFICERS = ("snr", "snr", "snr", "deputy", "staff", "watch", "stranger", "twin")
SETTINGS = ("vetting.max_age_s", "validation.max_age_s", "protected.buffer_m", "protected.max_age_s")
KEYSETS = (STAFF, (*STAFF, "twin"), ("snr", "deputy", "watch"))


class Dice:
    """Choices read from bytes, so that the same bytes tell the same run and fewer of them a shorter one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> bool:
        """Whether there are choices left."""
        return self._at < len(self._data)

    def below(self, limit: int) -> int:
        """Choose a number below `limit`, at most 256; 0 when nothing is left."""
        if not self.left:
            return 0
        self._at += 1
        return self._data[self._at - 1] % limit

    def of(self, options: Sequence[T]) -> T:
        """Choose one."""
        return options[self.below(len(options))]


def tell_run(data: bytes, shortest: int = 0) -> Story:
    """Tell the run that these bytes choose, with at least so many steps of the purposeful way."""
    dice = Dice(data)
    # The last and longest ways come up most often: what is worth breaking lies there.
    steps = max(shortest, min(dice.below(18), len(way.STEPS)))
    story = way.tell(steps, dice.below(2))
    while dice.left:
        _step(story, dice)
    return story


def _step(story: Story, dice: Dice, moves: Moves | None = None) -> None:
    side = dice.below(2)
    move = dice.below(4)
    if move == 0:
        size = len(story.logs[1 - side])
        known = story.known[side]
        story.learn(side, known + dice.below(min(size - known, 255) + 1))
        return
    if move == 1:
        story.learn(side)
    dice.of(moves or MOVES)(story, side, dice)


def _visible(story: Story, side: int, *kinds: str) -> list[Said]:
    """What a side may refer to: its own log and what it has seen of the other; now and then what it has not."""
    known = [*story.logs[side], *story.logs[1 - side][: story.known[side]]]
    return sorted((one for one in known if one.kind in kinds), key=lambda one: -one.uid)[:5]


def _how(story: Story, side: int, dice: Dice) -> dict[str, Any]:
    """Who says it, when, having seen how much, under which terms: now and then not as it should be."""
    luck = dice.below(16)
    how: dict[str, Any] = {}
    if luck == 1:
        how["officer"] = dice.of(OFFICERS)
    elif luck == 2:
        how["seen"] = dice.below(min(story.known[side], 255) + 1)
    elif luck == 3:
        how["terms"] = bytes(story.picture.terms.versions[dice.below(len(story.picture.terms.versions))].digest)
    elif luck >= 12:
        how["at"] = DUE_BASE + dice.of(DUE_AROUND)
    return how


#: Midnight before the plan's window in the zone of the first terms.
DUE_BASE = way.WINDOW - way.WINDOW % way.DAY - 3 * 3600


def _answer(story: Story, side: int, dice: Dice) -> None:
    asked = _visible(story, side, "proposal")
    if asked:
        how = _how(story, side, dice)
        decider = officer_name(side, "snr") if dice.below(12) == 1 else ""
        story.answer(side, dice.of(asked).ref, dice.of(ANSWERS), decider=decider, **how)


def _agree(story: Story, side: int, dice: Dice) -> None:
    asked = _visible(story, side, "proposal")
    if asked:
        story.answer(side, dice.of(asked).ref, **_how(story, side, dice))


def _against(story: Story, side: int, dice: Dice) -> None:
    asked = _visible(story, side, "proposal")
    if asked:
        answer = dice.of(("DISAGREE", "DEFER", "CONDITIONAL", "HOLD"))
        story.answer(side, dice.of(asked).ref, answer, **_how(story, side, dice))


def _withdraw(story: Story, side: int, dice: Dice) -> None:
    named = _visible(
        story, side, "proposal", "proposal", "plan", "acknowledgement", "location", "air-defence", "target"
    )
    if named:
        body = {"entry": dice.of(named).ref, "reason": "new order", "lang": "en"}
        story.say(side, "withdrawal", body, **_how(story, side, dice))


def _hold(story: Story, side: int, dice: Dice) -> None:
    scope = dice.of(("ALL", "SUBJECTS"))
    body = {
        "scope": scope,
        "subjects": [dice.of((way.TARGET, "P-1", "JIG"))] if scope == "SUBJECTS" else [],
        "watch_officer": "W",
        "lang": "en",
        "text": "",
    }
    story.say(side, "hold", body, **{"officer": dice.of(OFFICERS), **_how(story, side, dice)})


def _lift(story: Story, side: int, dice: Dice) -> None:
    holds = _visible(story, side, "hold", "stop")
    if holds:
        body = {"hold": dice.of(holds).ref, "watch_officer": "W", "lang": "en", "text": ""}
        story.say(side, "lift", body, **_how(story, side, dice))


def _confirm(story: Story, side: int, dice: Dice) -> None:
    lifts = _visible(story, side, "lift")
    if lifts:
        body = {"lift": dice.of(lifts).ref, "watch_officer": "W"}
        story.say(side, "lift-confirmation", body, **_how(story, side, dice))


def _leave(story: Story, side: int, dice: Dice) -> None:
    if dice.below(6) == 1:
        story.say(side, "leave", {"reason": "R", "lang": "en"}, **_how(story, side, dice))


def _return(story: Story, side: int, dice: Dice) -> None:
    content = {"instrument": "I", "site": "S", "terms": "b" * 64}
    made = story.propose(side, "establishment", "JIG", content, **_how(story, side, dice))
    if dice.below(2):
        story.agree_both(made)


def _relieve(story: Story, side: int, dice: Dice) -> None:
    story.relief(side, dice.of(("snr", "watch", "staff", "deputy")), **_how(story, side, dice))


def _keys(story: Story, side: int, dice: Dice) -> None:
    story.keys(side, dice.of(KEYSETS))


def _bases(story: Story, side: int) -> list[str]:
    """Versions that are or were in force, and those that open proposals would make."""
    asked = [one for one in _visible(story, side, "proposal") if one.body["act"] == "terms"]
    open_ones = [(one.id, one.body["content"].get("base", "")) for one in asked]
    coming = [hashlib.sha256(bytes.fromhex(base) + made).hexdigest() for made, base in open_ones]
    return coming + [version.digest.hex() for version in story.picture.terms.versions]


def _terms(story: Story, side: int, dice: Dice) -> None:
    change = dice.of(
        (
            way.document("PROCEDURE", "SOP", "2"),
            way.document("FORMAT", "FORMAT-STK", "2"),
            {"item": "READING", "id": "deadline.day_prior_cutoff", "value": "D-1 18:00"},
            {"item": "READING", "id": "vetting.max_age_s", "value": 3_000},
        )
    )
    base = dice.of(_bases(story, side)) if dice.below(3) == 1 else ""
    made = way.terms(story, side, [change], base, **_how(story, side, dice))
    if dice.below(3) == 0:
        return
    story.answer(side, made.ref)
    if dice.below(2):
        story.learn(1 - side)
        story.answer(1 - side, made.ref)


def _propose(story: Story, side: int, dice: Dice) -> None:
    """A rival or a new version of something proposed before, word for word or under another act."""
    old = _visible(story, side, "proposal")
    if not old:
        return
    body = dict(dice.of(old).body)
    if dice.below(8) == 1:
        body["content"] = {"nonsense": True}
    story.say(side, "proposal", body, **_how(story, side, dice))


def _start(story: Story, side: int, dice: Dice) -> None:
    at = way.START + dice.of((-way.DAY, 0, way.DAY, 10_000_000))
    made = story.propose(side, "start-date", "JIG", {"at": at, "set_of": []}, **_how(story, side, dice))
    if dice.below(2):
        story.agree_both(made)


def _tighten(story: Story, side: int, dice: Dice) -> None:
    body = {"setting": dice.of(SETTINGS), "value": dice.of((0, 100, 500, 10**9)), "lang": "en", "text": ""}
    story.say(side, "tightening", body, **_how(story, side, dice))


def _receipt(story: Story, side: int, dice: Dice) -> None:
    story.say(side, dice.of(("receipt", "receipt", "heartbeat")), {}, at=DUE_BASE + dice.of(DUE_AROUND))


def _exhibit(story: Story, side: int, dice: Dice) -> None:
    size = max(0, len(story.logs[side]) - dice.below(4))
    body = {"size": size + 2 * (dice.below(8) == 1), "time": DUE_BASE + dice.of(DUE_AROUND)}
    if dice.below(8) == 1:
        body["by"] = side
    story.say(side, "exhibit", body)


def _target(story: Story, side: int, dice: Dice) -> None:
    way.target(story, side, dice.of((way.TARGET, way.TARGET, "T-2")), **_staffed(story, side, dice))


def _location(story: Story, side: int, dice: Dice) -> None:
    targets = _visible(story, side, "target")
    if targets:
        way.location(story, side, dice.of(targets).ref, dice.of((0, 0, 1_000_000)), **_staffed(story, side, dice))


def _screen(story: Story, side: int, dice: Dice) -> None:
    places = _visible(story, side, "location", "target")
    if places:
        result = dice.of(("NOTHING-FOUND", "WARN", "STOP"))
        way.screening(story, side, dice.of(places).ref, result, **_staffed(story, side, dice))


def _screen_any(story: Story, side: int, dice: Dice) -> None:
    """A STOP that names what is no place at all, and one that cannot be read."""
    asked = _visible(story, side, "proposal")
    if asked:
        body = {"location": dice.of(asked).ref, "result": "STOP"}
        if dice.below(2):
            body = {"entry": dice.of(asked).ref, "reason": 5, "lang": "en"}
        story.say(side, "withdrawal" if "entry" in body else "screening", body)


def _staffed(story: Story, side: int, dice: Dice) -> dict[str, Any]:
    how = _how(story, side, dice)
    how.pop("officer", None)
    return how


def _actions(among: Sequence[Said]) -> list[Said]:
    found = [one for one in among if one.kind == "proposal" and one.body["act"] == "action"]
    return [one for one in found if "target" in one.body["content"]]


def _plan(story: Story, side: int, dice: Dice) -> None:
    actions = _actions(_visible(story, side, "proposal")) or _actions(story.said)[-1:]
    if actions:
        without = dice.of(("", "", "", "aim", "routing"))
        label = dice.of(("P-1", f"P-{side + 2}"))
        way.plan(story, side, dice.of(actions), label, without=without, **_staffed(story, side, dice))


def _acknowledge(story: Story, side: int, dice: Dice) -> None:
    plans = _visible(story, side, "plan")
    if plans:
        late = dice.below(3) == 1
        way.acknowledgement(story, side, dice.of(plans).ref, late=late, **_how(story, side, dice))


def _line(story: Story, side: int, dice: Dice) -> None:
    plans = _visible(story, side, "plan")
    if plans:
        line = dice.of((CODES[side], way.THIRD))
        status = dice.of(("CONFIRMED", "CONFIRMED", "NOT-OBTAINED"))
        way.air_defence(story, side, dice.of(plans).ref, line, status, **_how(story, side, dice))


def _call(story: Story, side: int, dice: Dice) -> None:
    plans = _visible(story, side, "plan")
    if plans:
        read_back, other = dice.below(4) != 1, dice.of(("watch", "watch", "nobody"))
        way.call(story, side, dice.of(plans).ref, read_back=read_back, other=other, **_how(story, side, dice))


def _compare(story: Story, side: int, dice: Dice) -> None:
    plans = _visible(story, side, "plan")
    if plans:
        way.compare(story, side, dice.of(plans).ref, dice.of((0, 0, 0, 1)), **_how(story, side, dice))


def _stop(story: Story, side: int, dice: Dice) -> None:
    body = {"called_at": story.clock, "watch_officer": "W", "lang": "en", "text": ""}
    body |= {"plan": dice.of(("P-1", "P-2", way.TARGET))} if dice.below(3) else {}
    story.say(side, "stop", body, **{"officer": dice.of(OFFICERS), **_how(story, side, dice)})


def _execute(story: Story, side: int, dice: Dice) -> None:
    plans = _visible(story, side, "plan")
    if plans and dice.below(4) == 1:
        body = {"plan": dice.of(plans).ref, "executed_at": way.WINDOW + 60, "lang": "en", "text": ""}
        story.say(side, "execution", body, **_how(story, side, dice))


def _translate(story: Story, side: int, dice: Dice) -> None:
    asked = _visible(story, side, "proposal", "target")
    if asked:
        body = {
            "of": dice.of(asked).ref,
            "lang": "en",
            "text": "words",
            "translator": "L",
            "status": dice.of(("MACHINE-DRAFT", "HUMAN")),
        }
        story.say(side, "translation", body, "linguist", **_staffed(story, side, dice))


def _whole_way(story: Story, side: int, dice: Dice) -> None:
    """Plan, acknowledge and deconflict what was agreed, so that late states are reached from early ones."""
    actions = _actions(story.said)
    if actions:
        for one in (0, 1):
            story.learn(one)
        given = way.plan(story, side, actions[-1], f"P-{side + 2}")
        story.learn(1 - side)
        way.acknowledgement(story, 1 - side, given.ref, late=True)
        way.deconflicted(story, given)


def _lifted(story: Story, side: int, dice: Dice) -> None:
    """A HOLD on everything, its lift, and the confirmation of the lift, by three hands."""
    hands = [dice.of(("", "twin")) for _ in range(3)]
    words = {"watch_officer": "W", "lang": "en", "text": ""}
    story.speaker = hands[0]
    hold = story.say(side, "hold", {"scope": "ALL", "subjects": [], **words})
    story.speaker = hands[1]
    lift = story.say(side, "lift", {"hold": hold.ref, **words})
    story.learn(1 - side)
    story.speaker = hands[2]
    story.say(1 - side, "lift-confirmation", {"lift": lift.ref, "watch_officer": "V"})


def _nothing(story: Story, side: int, dice: Dice) -> None:
    """What shrinking comes down to."""


MOVES: Moves = (
    _nothing, _answer, _agree, _agree, _withdraw, _hold, _lift, _lift, _confirm, _confirm, _leave, _return, _relieve,
    _keys, _terms, _terms, _propose, _start, _tighten, _receipt, _receipt, _exhibit, _target, _location, _screen, _plan,
    _acknowledge, _acknowledge, _line, _line, _call, _compare, _stop, _execute, _translate,
    _whole_way,
)  # fmt: skip


TERMS_MOVES: Moves = (
    _nothing,
    _terms,
    _agree,
    _agree,
    _agree,
    _agree,
    _agree,
    _withdraw,
    _answer,
    _receipt,
    _screen_any,
)
TWIN_MOVES: Moves = (
    _nothing,
    _agree,
    _hold,
    _lift,
    _lift,
    _confirm,
    _confirm,
    _acknowledge,
    _call,
    _line,
    _start,
    _lifted,
)
#: What one side can add alone without giving any consent.
LATE_MOVES: Moves = (
    _withdraw, _hold, _lift, _lift, _leave, _relieve, _keys, _propose, _tighten, _target, _location, _screen, _plan,
    _execute, _translate, _against, _stop,
)  # fmt: skip


def stories(longest: int = 160) -> st.SearchStrategy[Story]:
    """Random runs with all that is known of them."""
    return st.binary(min_size=30, max_size=longest).map(tell_run)


def agreed_stories() -> st.SearchStrategy[Story]:
    """Random runs that begin with a whole way to a plan that may be carried out, most of them short after it."""
    return st.binary(min_size=10, max_size=90).map(lambda data: tell_run(data, len(way.STEPS)))


def terms_stories() -> st.SearchStrategy[Story]:
    """Random runs about terms alone: shared and stale bases, agreements crossing, withdrawals in flight."""
    return st.binary(min_size=60, max_size=240).map(lambda data: _tell(data, 0, TERMS_MOVES))


def twin_stories() -> st.SearchStrategy[Story]:
    """Runs in which both sides' key sets name one key, and it speaks for both."""
    return st.binary(min_size=40, max_size=120).map(_tell_twins)


def _tell(data: bytes, steps: int, moves: Moves) -> Story:
    dice = Dice(data)
    story = way.tell(steps, dice.below(2))
    while dice.left:
        _step(story, dice, moves)
    return story


def _tell_twins(data: bytes) -> Story:
    """Let the twin sign, its claims come early or late, and what one side signs alone stay honest."""
    dice = Dice(data)
    late = dice.below(2)
    story = way.tell(5, dice.below(2))
    story.keys(0, (*STAFF, "twin"))
    if not late:
        story.keys(1, (*STAFF, "twin"))
    story.speaker = "twin" if dice.below(2) else ""
    for step in way.STEPS[5:]:
        step(story, dice.below(2))
    story.speaker = ""
    while dice.left:
        story.speaker = dice.of(("", "", "twin"))
        _step(story, dice, TWIN_MOVES)
    story.speaker = ""
    for side in (0, 1):
        story.keys(side, (*STAFF, "twin"))
    return story


def runs(longest: int = 160) -> st.SearchStrategy[Logs]:
    """Random runs."""
    return stories(longest).map(lambda story: story.finished)
