"""Originals, translations, conversations, shifts and signed terms between two participants (ToR 1.d.ii)."""

import pytest

from centre_fake import CODES, LANG, MORNING, ROSTER, Pair, key_of
from jig.decisions.glossary import terms_of, together
from jig.language.glossary import Term
from jig.language.shifts import gaps, hours, intake_operators
from jig.language.state import by_a_human, draft_translations, tasks
from jig.language.talks import utterances
from jig.language.texts import prose_of
from jig.operations.plan import Plan
from jig.record.keyset import KeySet, Officer, Root, sign_keyset
from jig.record.rooms import kinds
from rooms_fake import Way

HOUR = 3_600
WORDS = {"en": "window of silence", "ru": "режим тишины"}


def note(pair: Pair, side: int, text: str = "words", lang: str = "") -> str:
    return pair.say(side, "note", {"lang": lang or LANG[side], "text": text}).id


def put(pair: Pair, side: int, of: str, status: str = "HUMAN", **more):
    body = {"of": of, "lang": LANG[side], "text": f"put by {side}", "translator": ROSTER[side]["LINGUIST"]}
    return pair.say(side, "translation", body | {"status": status} | more)


def linguists(pair: Pair, side: int, *languages: str) -> None:
    """A new key set in which a side's linguist has these languages."""
    roots = [key_of(side, f"root-{n}") for n in range(3)]
    root = Root(CODES[side], "EXERCISE", tuple(one.public for one in roots))
    officers = tuple(
        Officer(
            name,
            name,
            role,
            "OF-5",
            (role,),
            languages if role == "LINGUIST" else (LANG[side],),
            key_of(side, name).public,
        )
        for role, name in ROSTER[side].items()
    )
    before = pair.view().keyset(side)
    keyset = KeySet(root, before.version + 1, before.digest, key_of(side, "log").public, officers, MORNING)
    pair.keyset(side, sign_keyset(keyset, roots[0], roots[1 + side]))


# --- tasks -----------------------------------------------------------------------------------------------------------


def test_what_is_received_in_another_language_opens_a_task_for_the_receiver():
    """C022."""
    pair = Pair()

    one, other = note(pair, 0), note(pair, 1)
    found = {(task.entry.id.hex(), task.side, task.lang, task.into) for task in tasks(pair.view())}

    assert found == {(one, 1, "en", "ru"), (other, 0, "ru", "en")}


def test_what_is_given_in_the_receivers_own_language_opens_none():
    """C021, C022."""
    pair = Pair()

    note(pair, 0, lang="ru")

    assert tasks(pair.view()) == []


@pytest.mark.parametrize(("status", "open_ones"), [("MACHINE-DRAFT", 1), ("HUMAN", 0)])
def test_a_humans_translation_by_the_receiver_closes_the_task_and_a_draft_does_not(status, open_ones):
    """C022, A19."""
    pair = Pair()
    of = note(pair, 0)
    pair.see(1)

    put(pair, 1, of, status)
    found = tasks(pair.view(), 1)

    assert len(found) == open_ones
    assert [task.drafted for task in found] == [True] * open_ones


def test_the_authors_own_courtesy_translation_closes_nothing():
    """C022: whoever receives, translates."""
    pair = Pair()
    of = note(pair, 0)

    said = put(pair, 0, of, lang="ru")

    assert said.kept("C022/the_receiver_translates") is False
    assert len(tasks(pair.view(), 1)) == 1


def test_a_translation_into_a_third_language_closes_nothing():
    """C022."""
    pair = Pair()
    of = note(pair, 0)
    pair.see(1)

    put(pair, 1, of, lang="ar")

    assert len(tasks(pair.view(), 1)) == 1


def test_a_translation_that_is_taken_back_opens_the_task_again():
    """C022."""
    pair = Pair()
    of = note(pair, 0)
    pair.see(1)
    made = put(pair, 1, of)

    pair.withdraw(1, made.id)

    assert [task.entry.id.hex() for task in tasks(pair.view(), 1)] == [of]


def test_what_is_refused_is_to_be_read_as_well():
    """Architecture, invariant 1: refuse the state change, never the message."""
    way = Way()

    said = way.target()

    assert said.verdict == "REFUSED"
    assert said.id in {task.entry.id.hex() for task in tasks(way.view(), 1)}


def test_the_age_counts_from_the_receivers_own_stamp():
    """C022; record.md, Receipts and time."""
    pair = Pair()
    note(pair, 0)
    before = tasks(pair.view(), 1)[0].received_at

    pair.tick(600)
    pair.receipt(1)

    assert before is None
    assert tasks(pair.view(), 1)[0].received_at == MORNING + 7 + 600


def test_which_fields_hold_prose_is_told_by_their_room_and_not_by_their_names():
    """C021."""
    found = {name: prose_of(kind.form) for name, kind in kinds().items()}

    assert "text" in prose_of(Plan)
    assert found["note"] == ("text",)
    assert {"conditions", "dissent", "text"} <= set(found["position"])
    assert found["shift"] == ()


# --- checks and corrections ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("checked_by", "verdict"),
    [("", "REFUSED"), ("  ", "REFUSED"), (" bazhov ", "REFUSED"), ("Bunin", "OK")],
)
def test_a_check_names_a_second_linguist(checked_by, verdict):
    """C022, A19."""
    pair = Pair()
    of = note(pair, 0)
    pair.see(1)

    said = put(pair, 1, of, "CHECKED", checked_by=checked_by)

    assert said.verdict == verdict
    assert (by_a_human(pair.view(), bytes.fromhex(of), 1) is not None) is (verdict == "OK")


def test_a_correction_names_what_it_replaces_and_why():
    """C022: the older version stays in the log and counts no longer."""
    pair = Pair()
    of, another = note(pair, 0), note(pair, 0, "more")
    pair.see(1)
    older, elsewhere = put(pair, 1, of), put(pair, 1, another)

    without = put(pair, 1, of, corrects=older.id)
    foreign = put(pair, 1, of, corrects=elsewhere.id, reason="a wrong word")
    right = put(pair, 1, of, corrects=older.id, reason="a wrong word")

    assert [one.verdict for one in (without, foreign, right)] == ["REFUSED", "REFUSED", "OK"]
    assert by_a_human(pair.view(), bytes.fromhex(of), 1).id.hex() == right.id


# --- no decision rests on a draft ------------------------------------------------------------------------------------


def agreed_on_a_draft(pair: Pair, **more):
    proposal = pair.propose(0, "glossary", "TERM window of silence", {"words": WORDS, "version": "1"}, lang="en").id
    pair.see(1)
    put(pair, 1, proposal, "MACHINE-DRAFT")
    return proposal, pair.answer(1, proposal, **more)


class Asked(Pair):
    """A pair whose proposals and answers hold words, and whose answers can name who read the original."""

    def propose(self, side, act, subject, content, **more):
        lang = more.pop("lang", LANG[side])
        body = {"act": act, "subject": subject, "content": content, "relies_on": [], "lang": lang, "text": "words"}
        return self.say(side, "proposal", body)

    def answer(self, side, proposal, **more):
        decider = {"participant": CODES[side], "name": f"Minister {side}", "post": "M", "rank_code": "OF-9"}
        body = {
            "proposal": proposal, "answer": "AGREE", "decided_by": decider, "authority_ref": f"ref-{side}",
            "decided_at": self.clock[side], "lang": LANG[side], "text": "",
        }  # fmt: skip
        return self.say(side, "position", body | more)


@pytest.mark.parametrize(
    ("languages", "reader", "verdict"),
    [
        (("en", "ru"), "", "REFUSED"),
        (("en", "ru"), "Bazhov", "OK"),
        (("ru",), "Bazhov", "REFUSED"),
        (("en", "ru"), "Nobody", "REFUSED"),
        (("en", "ru"), "Amos", "REFUSED"),
    ],
)
def test_on_a_draft_alone_only_a_qualified_reader_of_the_original_lets_a_side_agree(languages, reader, verdict):
    """C022, A19: the reader is an accredited officer of that side, qualified in the original's language."""
    pair = Asked()
    linguists(pair, 1, *languages)
    linguists(pair, 0, "en", "ru")

    _, said = agreed_on_a_draft(pair, **({"original_read_by": reader} if reader else {}))

    assert said.verdict == verdict


def test_a_relieved_officer_reads_nothing_for_anybody():
    """C022, C025."""
    pair = Asked()
    linguists(pair, 1, "en", "ru")
    pair.say(1, "relief", {"officer": "Bazhov", "reason": "", "lang": "ru"})

    _, said = agreed_on_a_draft(pair, original_read_by="Bazhov")

    assert said.verdict == "REFUSED"


def test_a_later_draft_does_not_undo_a_humans_translation():
    """C022."""
    pair = Pair()
    of = note(pair, 0)
    pair.see(1)

    put(pair, 1, of)
    put(pair, 1, of, "MACHINE-DRAFT")

    assert not draft_translations(pair.view(), bytes.fromhex(of), 1)


@pytest.mark.parametrize(("status", "verdict"), [("MACHINE-DRAFT", "REFUSED"), ("HUMAN", "OK")])
def test_no_plan_is_acknowledged_from_a_draft(status, verdict):
    """C022, C069."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    plan = way.plan(agreed).id
    way.receipt(0)
    put(way, 0, plan, status)

    said = way.acknowledge(plan)

    assert said.verdict == verdict


# --- conversations ---------------------------------------------------------------------------------------------------


def opened(pair: Pair, side: int = 0) -> str:
    parties = [{"participant": code, "post": f"watch {n}"} for n, code in enumerate(CODES)]
    body = {"line": "line 1", "subject": "check", "parties": parties, "opened_at": pair.clock[side], "lang": LANG[side]}
    said = pair.say(side, "conversation", body, officer=ROSTER[side]["WATCH"])
    pair.see_both()
    return said.id


def utter(pair: Pair, side: int, talk: str, number: int, **more):
    speaker = {"participant": CODES[side], "post": f"watch {side}"}
    body = {"conversation": talk, "number": number, "said_at": pair.clock[side], "speaker": speaker}
    body |= {"lang": LANG[side], "text": f"said by {side}"}
    pair.tick(10)
    said = pair.say(side, "utterance", body | more, officer=ROSTER[side]["WATCH"])
    pair.see_both()
    return said


def test_utterances_stand_in_time_order_with_what_reads_them_back():
    """C023, C048."""
    pair = Pair()
    talk = opened(pair)

    one = utter(pair, 0, talk, 1)
    two = utter(pair, 1, talk, 1, reads_back=one.id)
    three = utter(pair, 0, talk, 2)
    found = utterances(pair.view(), bytes.fromhex(talk))

    assert [meta.id.hex() for meta, _ in found] == [one.id, two.id, three.id]
    assert [read.hex() for _, read in found] == ["", one.id, ""]
    assert {task.entry.id.hex() for task in tasks(pair.view())} == {one.id, two.id, three.id}


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"conversation": "ab" * 32}, "C048/what_is_said_belongs_to_a_conversation"),
        ({"number": 2}, "C048/utterances_are_numbered_without_gaps"),
        ({"speaker": {"participant": CODES[1], "post": "watch"}}, "C021/each_side_records_its_own_words"),
        ({"reads_back": "ab" * 32}, "C023/a_read_back_names_what_it_repeats"),
    ],
)
def test_an_utterance_out_of_place_is_shown_as_such(changed, broken):
    """C021, C023, C048."""
    pair = Pair()
    talk = opened(pair)

    said = utter(pair, 0, talk, **({"number": 1} | changed))

    assert said.broken == {broken}


def test_a_speaker_has_a_post_and_no_name():
    """Architecture, invariant 8: who reports is never named in a log."""
    pair = Pair()
    talk = opened(pair)

    said = utter(pair, 0, talk, 1, speaker={"participant": CODES[0], "post": "watch", "name": "somebody"})

    assert said.verdict == "UNREADABLE"


# --- shifts ----------------------------------------------------------------------------------------------------------


def shift(pair: Pair, side: int, start: int, end: int, *names: str, label: str = "shift 1"):
    officers = [{"officer": name, "post": f"post {name}"} for name in names or (ROSTER[side]["LINGUIST"],)]
    body = {"label": label, "starts": start, "ends": end, "officers": officers}
    return pair.say(side, "shift", body, officer=ROSTER[side]["WATCH"])


def test_a_gap_is_known_with_its_alarm_before_it_begins():
    """C023."""
    pair = Pair()
    linguists(pair, 0, "en", "ru", "ar")
    lead = pair.view().setting("language.alarm_lead_s")

    shift(pair, 0, MORNING, MORNING + 8 * HOUR)
    shift(pair, 0, MORNING + 10 * HOUR, MORNING + 24 * HOUR, label="shift 2")
    found = gaps(pair.view(), 0, MORNING, MORNING + 24 * HOUR)

    assert {(gap.need, gap.starts, gap.ends) for gap in found} == {
        (need, MORNING + 8 * HOUR, MORNING + 10 * HOUR) for need in ("INTAKE", "LINGUIST")
    }
    assert {gap.alarm_at for gap in found} == {MORNING + 8 * HOUR - lead}
    listed = hours(found, MORNING, MORNING + 24 * HOUR)
    assert [row["linguist"] for row in listed] == [not 8 <= n < 10 for n in range(24)]


@pytest.mark.parametrize(
    ("languages", "needs"),
    [
        (("en", "ru", "ar"), set()),
        (("en", "ru"), {"INTAKE"}),
        (("ar",), {"LINGUIST"}),
        (("en",), {"INTAKE", "LINGUIST"}),
    ],
)
def test_a_shift_is_covered_by_what_its_officers_are_qualified_in(languages, needs):
    """C023; failure F10."""
    pair = Pair()
    linguists(pair, 0, *languages)

    shift(pair, 0, MORNING, MORNING + HOUR)

    assert {gap.need for gap in gaps(pair.view(), 0, MORNING, MORNING + HOUR)} == needs


def test_a_shift_of_nobody_accredited_covers_nothing():
    """C023."""
    pair = Pair()
    linguists(pair, 0, "en", "ru", "ar")

    said = shift(pair, 0, MORNING, MORNING + HOUR, "Somebody")

    assert said.broken == {"C023/officers_on_shift_are_accredited"}
    assert len(gaps(pair.view(), 0, MORNING, MORNING + HOUR)) == 2


@pytest.mark.parametrize(
    ("length_s", "verdict"), [(0, "REFUSED"), (1, "OK"), (7 * 86_400, "OK"), (7 * 86_400 + 1, "REFUSED")]
)
def test_a_shift_has_a_length(length_s, verdict):
    """C023."""
    assert shift(Pair(), 0, MORNING, MORNING + length_s).verdict == verdict


def test_a_later_shift_of_the_same_label_replaces_the_older_even_a_refused_one():
    """C023: nobody counts on a shift that its side has left."""
    pair = Pair()
    linguists(pair, 0, "en", "ru", "ar")
    shift(pair, 0, MORNING, MORNING + HOUR)

    shift(pair, 0, MORNING, MORNING)

    assert len(gaps(pair.view(), 0, MORNING, MORNING + HOUR)) == 2


@pytest.mark.parametrize(
    ("languages", "after_s", "verdict"),
    [
        (("en", "ru", "ar"), 0, "OK"),
        (("en", "ru", "ar"), HOUR - 1, "OK"),
        (("en", "ru", "ar"), HOUR, "REFUSED"),
        (("en", "ru"), 0, "REFUSED"),
    ],
)
def test_an_intake_opens_only_with_a_qualified_operator_on_shift(languages, after_s, verdict):
    """C023; failure F10."""
    pair = Pair()
    linguists(pair, 0, *languages)
    shift(pair, 0, MORNING, MORNING + HOUR)

    said = pair.say(0, "intake-opening", {"at": MORNING + after_s, "officer": "Amos", "lang": "en"}, officer="Atwood")

    assert said.verdict == verdict
    assert bool(intake_operators(pair.view(), 0, MORNING + after_s)) is (verdict == "OK")
    assert intake_operators(pair.view(), 1, MORNING + after_s) == ()


# --- terms that both sign --------------------------------------------------------------------------------------------


def offered(pair: Pair, side: int, russian: str = WORDS["ru"], subject: str = "TERM window of silence"):
    content = {"words": WORDS | {"ru": russian}, "note": f"by {side}", "version": f"1.{side}"}
    return pair.propose(side, "glossary", subject, content)


def test_a_term_is_agreed_when_both_say_so():
    """C021, C022."""
    pair = Pair()
    asked = offered(pair, 0)
    pair.see(1)

    pair.answer(0, asked.id)
    before = [term.status for term in terms_of(pair.view())]
    pair.answer(1, asked.id)

    assert before == ["proposed"]
    assert [(term.status, dict(term.words)) for term in terms_of(pair.view())] == [("AGREED", WORDS)]


def test_rival_pairs_of_one_term_are_disputed():
    """C030."""
    pair = Pair()

    offered(pair, 0)
    offered(pair, 1, "окно тишины")

    assert {(term.status, term.words["ru"]) for term in terms_of(pair.view())} == {
        ("DISPUTED", "режим тишины"), ("DISPUTED", "окно тишины"),
    }  # fmt: skip


def test_a_term_under_another_name_is_refused():
    """C030: rivals could miss each other."""
    said = offered(Pair(), 0, subject="TERM another")

    assert said.broken == {"C030/a_term_is_proposed_under_its_own_name"}


def test_what_both_signed_stands_for_its_name_in_every_other_list():
    """C022."""
    pair = Pair()
    pair.agree("glossary", "TERM window of silence", {"words": WORDS, "version": "1"})
    others = [
        Term({"en": "Window of  silence", "ru": "тихое окно"}, "usual"),
        Term({"en": "hold", "ru": "стоп"}, "usual"),
    ]

    found = together(terms_of(pair.view()), others)

    assert [(term.words["ru"], term.status) for term in found] == [("режим тишины", "AGREED"), ("стоп", "usual")]
