"""What may grow and what may not: properties 3 to 8, 14 and 18 of the record's design."""

from __future__ import annotations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from jig.decisions.state import holds_on, left, stands
from jig.record.kind import Verdict
from jig.record.registers import Cut
from jig.record.view import View
from properties import prologue as way
from properties.runs import LATE_MOVES, Dice, agreed_stories, stories, tell_run
from properties.shown import (
    act_of,
    asked,
    chain,
    consents,
    ended,
    go,
    rests_on,
    says_acknowledged,
    says_agree,
    some_cut,
    told,
    verdicts,
)
from properties.story import STAFF, Logs, Said, Story, insert, replay, swapped, upto

SHARE = st.tuples(st.integers(0, 255), st.integers(0, 255))
CONSENTS = ("position", "acknowledgement", "lift-confirmation", "receipt", "air-defence", "flight-safety-call")


@settings(max_examples=120)
@given(agreed_stories(), st.integers(0, 1), st.sampled_from(("all", *CONSENTS)))
def test_3_without_the_consents_of_one_side_nothing_is_go(story: Story, side: int, blanked: str) -> None:
    """Property 3: silence is never consent; each side blanked in turn, of everything or of one kind of consent."""
    logs, before = story.finished, go(story.picture.view())
    own = {one.ref for one in logs[side] if one.kind == "plan"}

    silent = replay(swapped(logs, side, lambda said: _silent(said, blanked))).view()

    if blanked in ("all", "position", "air-defence", "flight-safety-call"):
        assert go(silent) == set()
    if blanked in ("all", "position"):
        assert told(silent) == set()
    if blanked == "acknowledgement":
        assert {plan for _, plan in (*go(silent), *told(silent))} <= own
    event(f"{blanked} of go: {bool(before)}")


def _silent(said: Said, blanked: str) -> Said:
    consents = CONSENTS if blanked == "all" else (blanked,)
    against = said.kind == "position" and said.body["answer"] != "AGREE"
    return said.changeless if said.kind in consents and not against else said


@settings(max_examples=120)
@given(stories(), SHARE)
def test_4_go_grows_only_where_both_agreed_and_the_other_acknowledged_that_exact_plan(
    story: Story, share: tuple[int, int]
) -> None:
    """Property 4, held against the bare logs: both AGREEs and the acknowledgement stand at the larger frontier."""
    logs, whole = story.finished, story.picture
    cut = some_cut(logs, share)
    end = whole.frontier
    judged = verdicts(whole, end)

    grown = (go(whole.view()) - go(whole.view(cut))) | (told(whole.view()) - told(whole.view(cut)))

    for action, plan in grown:
        author = next(one.side for one in story.said if one.ref == plan)
        assert all(says_agree(logs, end, judged, action, side) for side in (0, 1))
        assert says_acknowledged(logs, end, judged, plan, 1 - author)
    event(f"grown: {bool(grown)}")


RESTRICTIVE = ("hold", "withdraw", "disagree", "leave", "relieve", "stop", "defer")


@settings(max_examples=300)
@given(agreed_stories(), st.sampled_from(RESTRICTIVE), st.integers(0, 1), st.tuples(*[st.integers(0, 255)] * 3))
def test_5_a_restrictive_act_put_anywhere_into_history_never_lets_go_grow(
    story: Story, act: str, side: int, where: tuple[int, int, int]
) -> None:
    """Property 5: HOLD, withdrawal, DISAGREE, STOP, leaving and relief, by anybody's hand."""
    logs, before = story.finished, story.picture
    # Half of them late, when there is something to take away.
    at = len(logs[side]) * (where[0] if where[0] % 2 else 255 - where[0] // 8) // 255
    said = _restrictive(story, act, side, where[1], where[2])

    after = replay(insert(logs, at, said))

    if chain(after, after.frontier) == chain(before, before.frontier):
        # Where the act undid an agreement on terms, later entries speak under other terms: another history.
        assert go(after.view()) <= go(before.view())
        assert told(after.view()) <= told(before.view())
        assert not _untouched(after.view(), said)
        event(f"{act} into go: {bool(go(before.view()))}")
    else:
        event("terms changed")


def _untouched(view: View, said: Said) -> set[tuple[str, str]]:
    """What is still go and should not be: it rests on what the act names, or the act was a HOLD on everything."""
    if said.kind == "hold" and said.body["scope"] == "ALL":
        return go(view)
    named = said.body.get("proposal") or said.body.get("entry") or said.body.get("location")
    if said.kind == "position" and said.body["answer"] in ("DEFER", "CONDITIONAL"):
        # The same side may have said AGREE anew after it.
        return set()
    return {pair for pair in go(view) if named in rests_on(view, pair)}


def _restrictive(story: Story, act: str, side: int, pick: int, hand: int) -> Said:
    """Make the entry, signed by an officer or by a key that was never one."""
    refs = [one.ref for one in story.said if one.kind not in ("heartbeat", "receipt")]
    founded = sorted({ref for pair in go(story.picture.view()) for ref in rests_on(story.picture.view(), pair)})
    refs = founded if founded and hand % 2 else refs
    proposals = [one.ref for one in story.said if one.kind == "proposal"] or refs
    ref, asked_ref = refs[pick % len(refs)], proposals[pick % len(proposals)]
    words = {"lang": "en", "text": ""}
    subject = (way.TARGET, "P-1", "P-2")[pick % 3]
    scope = {"scope": "SUBJECTS", "subjects": [subject]} if pick % 2 else {"scope": "ALL", "subjects": []}
    answer = {"disagree": ("DISAGREE", "HOLD")[pick % 2], "defer": ("DEFER", "CONDITIONAL")[pick % 2]}.get(act, "")
    decided = {"participant": "A", "name": "N", "post": "P", "rank_code": "OF-9"}
    position = {"proposal": asked_ref, "answer": answer, "decided_by": decided, "authority_ref": "r", "decided_at": 0}
    officer = ("snr", "watch", "staff", "deputy")[pick % 4]
    kind, body = {
        "hold": ("hold", {**scope, "watch_officer": "W", **words}),
        "withdraw": ("withdrawal", {"entry": ref, "reason": "r", "lang": "en"}),
        "disagree": ("position", {**position, **words}),
        "defer": ("position", {**position, **words}),
        "leave": ("leave", {"reason": "r", "lang": "en"}),
        "relieve": ("relief", {"officer": way.officer_name(side, officer), "reason": "r", "lang": "en"}),
        "stop": ("screening", {**_STOP, "location": ref}),
    }[act]
    signed_by = ("snr", "watch", "stranger")[hand % 3]
    return Said(side, 10**6, 0, kind, body, signed_by, "WATCH", 1_473_000_000, b"\x33" * 32)


_STOP = {
    "list_version": "1",
    "result": "STOP",
    "reviewer": "r",
    "precaution": "p",
    "precaution_signed_by": "s",
    "clears": False,
}


@settings(max_examples=150)
@given(agreed_stories(), st.integers(0, 1), st.binary(min_size=4, max_size=60))
def test_6_a_late_tail_without_consents_never_lets_go_grow(story: Story, side: int, tail: bytes) -> None:
    """Property 6: whatever one side adds alone, lifts and withdrawals of its own restrictions included."""
    before = story.picture.frontier
    dice = Dice(tail)

    while dice.left:
        dice.of(LATE_MOVES)(story, side, dice)

    assert go(story.picture.view()) <= go(story.picture.view(before))
    assert told(story.picture.view()) <= told(story.picture.view(before))
    assert story.picture.frontier[1 - side] == before[1 - side]
    event(f"go: {bool(go(story.picture.view(before)))}")


@settings(max_examples=60)
@given(stories(80), st.integers(0, 1), st.booleans())
def test_7_a_lone_lift_changes_nothing_and_one_lift_ends_one_hold(story: Story, side: int, confirmed: bool) -> None:
    """Property 7: a HOLD ends by its caller's lift and the counterpart's entry that names this lift."""
    for one in (0, 1):
        story.keys(one, STAFF)
    free = go(story.picture.view())
    first, second = (story.say(side, "hold", _ALL, "watch") for _ in range(2))
    held = holds_on(story.picture.view(), "*")
    assert {first.id, second.id} <= set(held)

    lift = story.say(side, "lift", {"hold": first.ref, "watch_officer": "W", "lang": "en", "text": ""}, "watch")
    story.say(side, "lift-confirmation", {"lift": lift.ref, "watch_officer": "W"}, "watch")
    if confirmed:
        story.learn(1 - side)
        story.say(1 - side, "lift-confirmation", {"lift": lift.ref, "watch_officer": "V"}, "watch")

    after = holds_on(story.picture.view(), "*")
    assert sorted(after) == sorted(set(held) - ({first.id} if confirmed else set()))
    assert go(story.picture.view()) == set()
    event(f"free before: {bool(free)}")


_ALL = {"scope": "ALL", "subjects": [], "watch_officer": "W", "lang": "en", "text": ""}


@settings(max_examples=80)
@given(agreed_stories(), SHARE, st.integers(0, 255), st.sampled_from(("refused", "terms", "unreadable", "good")))
def test_8_an_ended_version_never_returns_and_a_new_one_ends_the_old_even_if_refused(
    story: Story, share: tuple[int, int], pick: int, fault: str
) -> None:
    """Property 8: nobody goes on with a version that its author has left."""
    logs, view = story.finished, story.picture.view()
    over = ended(story.picture.view(some_cut(logs, share)))
    assert over & consents(view) == set()
    assert over <= ended(view)
    mine = [ref for ref in sorted(asked(view)) if act_of(view, ref) not in ("", "terms")]
    plans = [one for one in story.said if one.kind == "plan"]
    olds = [one for one in story.said if one.id in mine] + plans
    old = olds[pick % len(olds)]

    new = _new_version(story, old, fault)

    after = story.picture.view()
    assert (story.verdicts[new.id] is Verdict.OK) <= (fault == "good")
    assert not stands(after, old.id)
    assert old.ref not in {one for pair in (*go(after), *told(after)) for one in pair}
    story.learn(1 - old.side)
    story.answer(1 - old.side, old.ref) if old.kind == "proposal" else None
    assert not stands(story.picture.view(), old.id)
    event(f"{old.kind} {fault}")


def _new_version(story: Story, old: Said, fault: str) -> Said:
    how = {"refused": {"officer": "stranger"}, "terms": {"terms": b"\x44" * 32}}.get(fault, {})
    body = dict(old.body)
    if fault == "unreadable":
        body |= {"content": {"nonsense": 1}} if old.kind == "proposal" else {"window": "soon"}
    return story.say(old.side, old.kind, body, **{"officer": old.officer, "role": old.role, **how})


@settings(max_examples=80)
@given(agreed_stories(), st.integers(0, 1), st.tuples(*[st.integers(0, 255)] * 2), st.sampled_from((0, 50, 400, 10**9)))
def test_14_one_side_moving_a_bound_alone_lets_nothing_grow(
    story: Story, side: int, where: tuple[int, int], value: int
) -> None:
    """Property 14: a bound moves alone only where it gets stricter, and whoever states it."""
    logs, before = story.finished, story.picture
    setting, direction = (("vetting.max_age_s", -1), ("protected.buffer_m", 1), ("validation.max_age_s", -1))[
        where[1] % 3
    ]
    body = {"setting": setting, "value": value, "lang": "en", "text": ""}
    hand = ("snr", "deputy", "stranger")[where[1] % 3]
    terms = before.view().terms.digest
    said = Said(side, 10**6, 0, "tightening", body, hand, "SNR", 1_473_000_000, terms)

    after = replay(insert(logs, len(logs[side]) * where[0] // 255, said))

    assert go(after.view()) <= go(before.view())
    assert told(after.view()) <= told(before.view())
    old, new = before.view().setting(setting), after.view().setting(setting)
    assert old is None or (new - old) * direction >= 0
    if setting not in after.view().terms.known and (old is None or (value - old) * direction > 0):
        assert new == value


@settings(max_examples=80)
@given(agreed_stories(), st.integers(0, 1), SHARE)
def test_18_leaving_ends_every_consent_concurrent_with_anything_and_a_return_revives_none(
    story: Story, side: int, share: tuple[int, int]
) -> None:
    """Property 18: each is bound until its own cut holds it; after a return only new consents count."""
    logs = story.finished
    own = some_cut(logs, share)[side]
    others = max(size for size in range(len(logs[1 - side]) + 1) if _closed_with(logs, side, own, size))
    cut = Cut(own, others) if side == 0 else Cut(others, own)
    told_again = _retold(upto(logs, cut))
    stood = consents(told_again.picture.view())
    for one in (0, 1):
        told_again.keys(one)
        told_again.learn(one)
    halves = [told_again.propose(side, "integrated", f"H{n}", {"authority_text": "x"}) for n in (0, 1)]
    told_again.learn(1 - side)
    for one, half in zip((side, 1 - side), halves, strict=True):
        told_again.answer(one, half.ref)

    told_again.say(side, "leave", {"reason": "r", "lang": "en"}, "stranger")

    assert consents(told_again.picture.view()) == set()
    assert go(told_again.picture.view()) == told(told_again.picture.view()) == set()
    for one in (0, 1):
        told_again.learn(one)
        told_again.keys(one)
    for one, half in zip((1 - side, side), halves, strict=True):
        # The other half, given after the leaving was seen, does not complete what was given before it.
        told_again.answer(one, half.ref)
    content = {"instrument": "I", "site": "S", "terms": "b" * 64}
    again = told_again.propose(1 - side, "establishment", "JIG", content)
    told_again.agree_both(again)
    assert consents(told_again.picture.view()) == {again.id}
    assert left(told_again.picture.view()) == []
    assert go(told_again.picture.view()) == set()
    event(f"stood: {bool(stood)}")


def _closed_with(logs: Logs, side: int, own: int, size: int) -> bool:
    return all(one.seen <= own for one in logs[1 - side][:size]) and all(one.seen <= size for one in logs[side][:own])


def _retold(logs: Logs) -> Story:
    """Tell logs again as a story that can go on; ids stay as they are."""
    story = Story()
    while any(len(story.logs[side]) < len(logs[side]) for side in (0, 1)):
        for side in (0, 1):
            while len(story.logs[side]) < len(logs[side]):
                if not story.retell(logs[side][len(story.logs[side])]):
                    break
    return story


def test_the_same_bytes_tell_the_same_run() -> None:
    """Runs are data: what failed once can be told again."""
    data = bytes(range(40, 140))

    assert tell_run(data).picture.digest() == tell_run(data).picture.digest()
