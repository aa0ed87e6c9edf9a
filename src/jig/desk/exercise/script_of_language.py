"""The script's scenes of words: shifts and intake, a conversation in two languages, a term that both sign."""

from __future__ import annotations

from typing import Any

from jig.agreement.wording import N_
from jig.desk.exercise import bodies as say
from jig.desk.exercise.steps import Body, Scene, Stage, State, Step
from jig.desk.exercise.writer import Writer
from jig.language.term import name_of

_HOUR = 3_600


def language(w: Writer) -> list[Scene]:
    """Write the scenes."""
    return [
        w.scene(N_("Linguists on duty"), "C023", 1, "13:00", _duty(w)),
        w.scene(N_("A conversation in two languages"), "C023", 1, "14:00", _talk(w)),
        w.scene(N_("A term that both sides sign"), "C022", 1, "16:00", _term(w)),
    ]


def _duty(w: Writer) -> tuple[Step, ...]:
    opening = N_("{code} opens its intake with its linguist.")
    return (
        *w.both(N_("{code} states its shift and who is on it."), "WATCH", "shift", shift),
        *(State(opening, side, "WATCH", "intake-opening", intake) for side in (w.other, w.planner)),
        w.deliver(),
    )


def _talk(w: Writer) -> tuple[Step, ...]:
    caller, called = w.sides()
    translated = N_("The receiver's linguist puts it into the receiver's language.")
    return (
        State(N_("{code} opens the line."), caller, "WATCH", "conversation", conversation, "talk"),
        State(N_("{code} speaks."), caller, "WATCH", "utterance", utterance("call", 1), "said 1"),
        w.deliver(),
        State(translated, called, "LINGUIST", "translation", say.translation("said 1", "call"), "put 1"),
        State(N_("{code} answers."), called, "WATCH", "utterance", utterance("call_answer", 1), "said 2"),
        w.deliver(),
        State(translated, caller, "LINGUIST", "translation", say.translation("said 2", "call_answer")),
        State(
            N_("{code} reads back what it heard."), caller, "WATCH", "utterance",
            utterance("call_read_back", 2, "said 2"), "said 3",
        ),
        State(
            N_("A second linguist checks the translation."), called, "LINGUIST", "translation",
            checked("said 1", "put 1", "call"),
        ),
        w.deliver(),
    )  # fmt: skip


def _term(w: Writer) -> tuple[Step, ...]:
    one, two = w.sides()
    return (
        *w.proposed(N_("A term is put up for agreement in both languages."), one, "term", term),
        State(N_("An engine's draft of it is recorded."), two, "LINGUIST", "translation", drafted("term", "term")),
        State(N_("{code} tries to agree on the draft alone."), two, w.heads[two], "position", say.answer("term")),
        State(
            N_("{code} agrees, its linguist having read the original."), two, w.heads[two], "position", read("term")
        ),
        w.answer(one, "term"),
        w.deliver(),
    )  # fmt: skip


def shift(stage: Stage, side: int) -> dict[str, Any]:
    """State a shift of twelve hours with the watch officer and the linguist."""
    officers = stage.cast.teams[side].officers
    named = [{"officer": officers[role].name, "post": role} for role in ("WATCH", "LINGUIST")]
    return {
        "label": stage.cast.words(side, "shift"), "starts": stage.now - _HOUR, "ends": stage.now + 11 * _HOUR,
        "officers": named,
    }  # fmt: skip


def intake(stage: Stage, side: int) -> dict[str, Any]:
    """Open the intake with the linguist on shift."""
    team = stage.cast.teams[side]
    return {"at": stage.now, "officer": team.officers["LINGUIST"].name, "lang": team.language}


def conversation(stage: Stage, side: int) -> dict[str, Any]:
    """Open a conversation between both watch posts."""
    cast = stage.cast
    parties = [{"participant": cast.teams[one].code, "post": cast.words(one, "post")} for one in (side, 1 - side)]
    return {
        "line": cast.words(side, "line"), "subject": cast.words(side, "call_subject"), "parties": parties,
        "opened_at": stage.now, "lang": cast.teams[side].language,
    }  # fmt: skip


def utterance(key: str, number: int, repeats: str = "") -> Body:
    """Say something on the line; repeats: the utterance read back."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        speaker = {"participant": stage.cast.teams[side].code, "post": stage.cast.words(side, "post")}
        given = {"conversation": stage.entry("talk"), "number": number, "said_at": stage.now, "speaker": speaker}
        given |= {"reads_back": stage.entry(repeats)} if repeats else {}
        return given | say.said(stage, side, key)

    return body


def checked(of: str, older: str, key: str) -> Body:
    """Replace a translation by the same one, checked by a second person."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        officers = stage.cast.teams[side].officers
        given = say.translation(of, key)(stage, side)
        return given | {
            "status": "CHECKED", "checked_by": officers["WATCH"].name, "corrects": stage.entry(older),
            "reason": stage.cast.words(side, "call_subject"),
        }  # fmt: skip

    return body


def drafted(of: str, key: str) -> Body:
    """Give an engine's draft."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        given = say.translation(of, key)(stage, side)
        return given | {"status": "MACHINE-DRAFT", "translator": stage.cast.words(side, "engine")}

    return body


def term(stage: Stage, side: int) -> dict[str, Any]:
    """Put a pair of the profile's own glossary up for agreement."""
    pair = next(one for one in stage.cast.profile.glossary if one.en == stage.cast.material["term"])
    words = {"en": pair.en, "ru": pair.ru}
    content = {"words": words, "note": stage.cast.words(side, "term_note"), "version": "1"}
    name = name_of(words[stage.cast.profile.languages[0]])
    return {"act": "glossary", "subject": name, "content": content, **say.said(stage, side, "term")}


def read(of: str) -> Body:
    """Agree, the original read by the linguist."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        linguist = stage.cast.teams[side].officers["LINGUIST"].name
        return say.answer(of)(stage, side) | {"original_read_by": linguist}

    return body
