"""What no text of a body holds (threat: sends hostile content; decision 0022)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre_fake import LANG, Pair
from jig.decisions.state import holds_on
from jig.record.canonical import canonical
from jig.record.texts import faults_of_texts, harmless

CONTROLS = [chr(n) for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) not in "\n\t"]


@pytest.mark.parametrize("char", CONTROLS, ids=lambda char: f"U+{ord(char):04X}")
@pytest.mark.parametrize("as_ascii", [True, False])
def test_a_control_character_is_refused_however_it_is_spelt(char, as_ascii):
    body = {"text": f"a{char}b", "list": ["fine"]}
    data = json.dumps(body, ensure_ascii=True).encode() if as_ascii else canonical(body)

    assert faults_of_texts(data) == [("TEXT-CONTROL", "text", f"U+{ord(char):04X}", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\u202egnp.exe", "U+202E"),
        ("\u202dabc\u202c", "U+202D"),
        ("left \u202aopen", "U+202A"),
        ("\u2067open\nclosed elsewhere\u2069", "U+2067"),
        ("closes nothing\u2069", "U+2069"),
        ("\u2066crossed\u202c", "U+202C"),
        ("\u202bquoted\u202c", None),
        ("\u2068\u2067nested\u2069\u2069 and more", None),
        ("نص عربي \u200f(1)", None),
        ("tab\tand\nline", None),
        ("a literal \\u202e in letters", None),
    ],
)
def test_a_text_is_shown_in_the_order_in_which_it_is_signed(text, found):
    faults = faults_of_texts(canonical({"deep": [{"text": text}]}))

    assert faults == ([("TEXT-DIRECTION", "deep.0.text", found, "")] if found else [])


@given(
    st.recursive(
        st.text() | st.integers(-9, 9), lambda inner: st.lists(inner) | st.dictionaries(st.text("ab\x01"), inner)
    )
)
def test_a_body_is_faultless_exactly_when_no_text_of_it_holds_one(body):
    """The search over the bytes overlooks nothing: an oracle walks every text instead."""
    data = json.dumps({"body": body}, ensure_ascii=False).encode("utf-8", "surrogatepass")

    def texts(value):
        if isinstance(value, str):
            yield value
        for one in value.items() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
            yield from texts(one)

    controls = [text for text in texts(body) if set(text) & set(CONTROLS)]
    if controls:
        assert "TEXT-CONTROL" in {code for code, *_ in faults_of_texts(data)}
    elif not any("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" for text in texts(body) for char in text):
        assert faults_of_texts(data) == []


def test_a_note_with_an_override_is_recorded_as_unreadable_and_a_hold_with_one_holds():
    """Invariant 1 and 2: refused is the state change, never the message; doubt means HOLD."""
    pair = Pair()

    note = pair.say(1, "note", {"lang": LANG[1], "text": "do \u202eton\u202c strike"})
    hold = pair.say(
        0, "hold", {"scope": "ALL", "subjects": [], "watch_officer": "W\x00", "lang": LANG[0], "text": "stop"}
    )

    assert (note.verdict, hold.verdict) == ("UNREADABLE", "UNREADABLE")
    assert [fault[0] for fault in note.judgement.faults] == ["TEXT-DIRECTION"]
    assert holds_on(pair.view(), "*") == [bytes.fromhex(hold.id)]


def test_what_a_terminal_would_obey_is_spelled_out_and_the_rest_left_as_it_is():
    """An officer's name of the counterpart's reaches the screen as it was received: it moves no cursor."""
    found = harmless("Ivan\x1b[2J \u202eRNS\x07\tдва\n\u2067محطة\u2069")

    assert found == "Ivan<U+001B>[2J <U+202E>RNS<U+0007>\tдва\n\u2067محطة\u2069"
