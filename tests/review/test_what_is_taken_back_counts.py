"""What a side takes back counts, by whatever name it calls it and however badly it says so (record.md, Restrictive
acts; invariant 2)."""

import pytest

from centre_fake import ROSTER, Pair
from jig.decisions.state import holds_on, stands
from jig.operations.standing import standing
from rooms_fake import Way


def agreed(pair):
    """A consent of both: the proposal and the two AGREEs."""
    made = pair.propose(0, "integrated", "I", {"authority_text": "x"})
    pair.see(1)
    answers = [pair.answer(side, made.id) for side in (0, 1)]
    pair.see_both()
    assert stands(pair.view(), bytes.fromhex(made.id))
    return made, answers


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("readable", [True, False])
def test_an_agree_taken_back_by_its_own_number_ends_the_consent(side, readable):
    """C049: the officer names the entry that it made, not the one that it answered."""
    pair = Pair()
    made, answers = agreed(pair)

    if readable:
        said = pair.withdraw(side, answers[side].id)
    else:
        said = pair.say(side, "withdrawal", {"entry": answers[side].id})

    assert said.verdict == ("OK" if readable else "UNREADABLE")
    assert not stands(pair.view(), bytes.fromhex(made.id))


def test_nobody_ends_a_consent_by_naming_the_others_agree_without_taking_back_its_own():
    pair = Pair()
    made, answers = agreed(pair)

    pair.withdraw(0, answers[1].id)

    assert stands(pair.view(), bytes.fromhex(made.id))


@pytest.mark.parametrize("how", ["by number", "unreadable", "DEFER", "unreadable DEFER", "no answer at all"])
def test_an_agree_to_terms_taken_back_before_it_binds_binds_nobody(how):
    """C028, record.md Terms: a withdrawal wins unless the withdrawer was bound."""
    pair = Pair()
    base = pair.terms_of(0).digest.hex()
    changes = [{"item": "FORMAT", "id": "F", "version": "1", "digest": "d" * 64}]
    made = pair.propose(0, "terms", "JIG", {"base": base, "changes": changes})
    given = pair.answer(0, made.id)

    if how == "by number":
        pair.withdraw(0, given.id)
    elif how == "unreadable":
        pair.say(0, "withdrawal", {"entry": given.id})
    elif how == "DEFER":
        pair.answer(0, made.id, "DEFER")
    else:
        body = {"proposal": made.id} | ({"answer": "DEFER"} if "DEFER" in how else {})
        assert pair.say(0, "position", body).verdict == "UNREADABLE"
    pair.see(1)
    pair.answer(1, made.id)
    pair.see(0)
    pair.heartbeat(0)
    pair.see(1)
    pair.heartbeat(1)
    pair.see_both()

    assert pair.terms_of(0).digest.hex() == pair.terms_of(1).digest.hex() == base


def test_terms_that_bind_are_not_taken_back_by_the_number_of_the_agree_either():
    pair = Pair()
    pair.agree_terms({"item": "FORMAT", "id": "F", "version": "1", "digest": "d" * 64})
    given = next(one for one in pair.logs if one.entry.kind == "position" and one.side == 0)
    before = pair.terms_of(0).digest

    said = pair.withdraw(0, given.id.hex())

    assert said.verdict == "VOID"
    assert pair.terms_of(0).digest == before


@pytest.mark.parametrize("answer", ["REFUSE", "agree", 7, None, ["AGREE"]])
def test_a_last_word_that_nobody_can_read_is_no_longer_an_agree(answer):
    """Invariant 2: doubt never permits; a new AGREE is needed, and enough."""
    pair = Pair()
    made, _ = agreed(pair)

    said = pair.say(1, "position", {"proposal": made.id, "answer": answer})

    assert said.verdict == "UNREADABLE"
    assert not stands(pair.view(), bytes.fromhex(made.id))
    assert pair.answer(1, made.id).verdict == "OK"
    assert stands(pair.view(), bytes.fromhex(made.id))


@pytest.mark.parametrize("taken", ["lift", "confirmation"])
@pytest.mark.parametrize("late", [True, False])
def test_a_lift_or_its_confirmation_taken_back_ends_no_hold(taken, late):
    """C079: a lift needs a hand of each, and each hand must still stand."""
    pair = Pair()
    hold = pair.hold(0)
    words = {"hold": hold.id, "watch_officer": ROSTER[0]["WATCH"], "lang": "en", "text": ""}
    lift = pair.say(0, "lift", words)
    pair.see(1)
    if taken == "lift" and not late:
        pair.withdraw(0, lift.id)
    given = pair.say(1, "lift-confirmation", {"lift": lift.id, "watch_officer": ROSTER[1]["WATCH"]})
    if late or taken == "confirmation":
        pair.see_both()
        pair.withdraw(1 if taken == "confirmation" else 0, {"lift": lift.id, "confirmation": given.id}[taken])

    assert holds_on(pair.view(), "*") == [bytes.fromhex(hold.id)]


def test_a_relief_that_cannot_be_read_relieves_all_the_same():
    """C025: who restricts is not asked for a good form."""
    pair = Pair()

    said = pair.say(0, "relief", {"officer": ROSTER[0]["SNR"]})

    assert said.verdict == "UNREADABLE"
    assert pair.propose(0, "integrated", "I", {"authority_text": "x"}, officer=ROSTER[0]["SNR"]).verdict == "REFUSED"


@pytest.mark.parametrize("known", [True, False])
def test_a_relief_of_an_officer_nobody_knows_says_so(known):
    """C025, reading A20: a name misspelt relieves nobody, and its author must hear of it before it is signed."""
    pair = Pair()
    name = ROSTER[0]["OPS"] if known else ROSTER[1]["OPS"]

    said = pair.say(0, "relief", {"officer": name, "reason": "rotation", "lang": "en"})

    assert said.verdict == "OK"
    assert said.broken == (set() if known else {"C025/a_relief_names_an_officer_of_this_side"})


@pytest.mark.parametrize("readable", ["plan_id", "action", "supersedes"])
def test_a_new_plan_that_cannot_be_read_ends_the_old_one_by_whatever_of_it_can_be(readable):
    """C069, reading A16; record.md, Consent: a new version, even a refused one, ends the old."""
    way = Way().ready()
    agreed_, plan = way.to_permitted()
    assert standing(way.view(), plan).permitted
    said = {"plan_id": "P-7", "action": agreed_.action, "supersedes": plan}

    new = way.say(1, "plan", {readable: said[readable], "window": "tomorrow"})

    assert new.verdict == "UNREADABLE"
    assert not standing(way.view(), plan).permitted


def statement(way, kind, side):
    """The last entry of a kind in a side's log."""
    return next(one for one in reversed(way.logs) if one.side == side and one.entry.kind == kind).id.hex()


@pytest.mark.parametrize("kind", ["vetting", "validation", "screening"])
@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("how", ["readable", "unreadable", "replaced before"])
def test_a_statement_taken_back_without_which_its_author_had_not_agreed_takes_its_agree_back(kind, side, how):
    """C052, C055, C007; record.md, Consent: it names everything that it relies on."""
    way = Way().ready()
    agreed_, plan = way.to_permitted()
    assert standing(way.view(), plan).permitted
    again = {"vetting": way.vet, "validation": way.validate, "screening": way.screen}[kind]
    if how == "replaced before":
        again(side, agreed_.location if kind == "screening" else agreed_.target)
        assert standing(way.view(), plan).permitted

    taken = statement(way, kind, side)
    way.withdraw(side, taken) if how != "unreadable" else way.say(side, "withdrawal", {"entry": taken})

    assert not standing(way.view(), plan).permitted
    again(side, agreed_.location if kind == "screening" else agreed_.target)
    assert not standing(way.view(), plan).permitted


@pytest.mark.parametrize("kind", ["note", "vetting", "target"])
def test_a_statement_that_nobody_was_asked_to_agree_to_is_no_consent(kind):
    """Invariant 3: only a proposal that both agreed to is one."""
    way = Way().ready()
    target, _ = way.to_actionable()
    way.say(0, "note", {"lang": "en", "text": "x"})

    named = target if kind == "target" else statement(way, kind, 0)

    assert not stands(way.view(), bytes.fromhex(named))


@pytest.mark.parametrize("seen", [True, False])
def test_a_withdrawal_is_previewed_as_it_will_be_judged(seen):
    """C028, reading A23: its own entry binds its author before it says anything; that shows before it is signed."""
    pair = Pair()
    base = pair.terms_of(0).digest.hex()
    changes = [{"item": "FORMAT", "id": "F", "version": "1", "digest": "d" * 64}]
    made = pair.propose(0, "terms", "JIG", {"base": base, "changes": changes})
    pair.answer(0, made.id)
    pair.see(1)
    pair.answer(1, made.id)
    if seen:
        pair.see(0)
    before = pair.picture.digest()

    previewed = pair.preview(0, "withdrawal", {"entry": made.id, "reason": "no", "lang": "en"})

    assert pair.picture.digest() == before, "a preview changes nothing"
    assert previewed == pair.withdraw(0, made.id).verdict == ("VOID" if seen else "OK")
