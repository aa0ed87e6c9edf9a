"""What the agreement says of languages (ToR 1.d.ii)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.language.shifts import LONGEST
from jig.language.state import Rendering
from jig.record.view import Meta


@rule(
    "C022",
    reading="A19",
    of="translation",
    at="cut",
    broken="The entry translated is not known here.",
    consequence="Recorded; it stands beside no original.",
    next_step="Name an entry that this log has seen.",
)
def a_translation_stands_beside_its_original(original: Meta | None) -> Finding:
    """A translation names the original that it stands beside."""
    return Finding(original is not None)


@rule(
    "C022",
    reading="A19",
    of="translation",
    at="cut",
    breaks="WARN",
    broken="The original is the translator's own side's; the receiver is the one to translate.",
    consequence="Shown as the originator's courtesy translation.",
    next_step="Nothing is required.",
)
def the_receiver_translates(received: bool) -> Finding:
    """Whoever receives material translates it."""
    return Finding(received)


@rule(
    "C022",
    reading="A19",
    of="translation",
    at="cut",
    broken="It is said to be CHECKED; translated by {translator}, checked by {checked_by}.",
    consequence="Recorded; it counts as no translation.",
    next_step="Let a second linguist check it and be named, or give it as HUMAN.",
)
def a_check_names_a_second_linguist(status: str, translator: str, checked_by: str) -> Finding:
    """Whoever checks a translation is not the one who made it, and is named."""
    second = bool(checked_by.strip()) and _name(checked_by) != _name(translator)
    return Finding(second if status == "CHECKED" else True, translator=translator, checked_by=checked_by or "-")


@rule(
    "C022",
    reading="A19",
    of="translation",
    at="cut",
    broken="It replaces {found}, which is no translation of that original by this side, or it gives no reason.",
    consequence="Recorded; the older translation stands.",
    next_step="Name this side's own translation of that original, and say why it is replaced.",
)
def a_corrected_translation_says_what_and_why(corrects: str, corrected: Rendering | None, reason: str) -> Finding:
    """A corrected translation names the one that it replaces, and the reason."""
    return Finding(not corrects or (corrected is not None and bool(reason.strip())), found=corrects[:12])


# --- conversations ---------------------------------------------------------------------------------------------------


@rule(
    "C048",
    of="utterance",
    at="cut",
    broken="The conversation is not known here.",
    consequence="Recorded; it is shown in no conversation.",
    next_step="Open the conversation first, or name one that this log has seen.",
)
def what_is_said_belongs_to_a_conversation(conversation: Meta | None) -> Finding:
    """An utterance names the conversation in which it was said."""
    return Finding(conversation is not None)


@rule(
    "C021",
    reading="A19",
    of="utterance",
    at="cut",
    breaks="WARN",
    broken="It was said for {found} and is recorded by {expected}.",
    consequence="Shown as what the other side heard, not as the speaker's own words.",
    next_step="Let each side record its own words.",
)
def each_side_records_its_own_words(speaks_for: str, own_code: str) -> Finding:
    """Each side records what it said itself, in its own language."""
    return Finding(speaks_for == own_code, found=speaks_for, expected=own_code)


@rule(
    "C048",
    of="utterance",
    at="cut",
    breaks="WARN",
    broken="It has number {found}; the next of this side is {expected}.",
    consequence="Shown in the order of the log; something may be missing.",
    next_step="Record what is missing, or give the next number.",
)
def utterances_are_numbered_without_gaps(number: int, last_number: int) -> Finding:
    """A side's utterances of a conversation are numbered in their order, none left out."""
    return Finding(number == last_number + 1, found=number, expected=last_number + 1)


@rule(
    "C023",
    of="utterance",
    at="cut",
    breaks="WARN",
    broken="What it reads back is not known here.",
    consequence="Shown as no read-back of anything.",
    next_step="Name the utterance that is repeated.",
)
def a_read_back_names_what_it_repeats(repeats_what_is_known: bool) -> Finding:
    """A read-back names the utterance that it repeats."""
    return Finding(repeats_what_is_known)


# --- shifts ----------------------------------------------------------------------------------------------------------


@rule(
    "C023",
    of="shift",
    at="cut",
    broken="It lasts {found} s; a shift lasts more than none and at most {expected}.",
    consequence="Recorded; it covers nothing, and ends an older shift of that label.",
    next_step="Correct its start and its end.",
)
def a_shift_has_a_length(length_s: int) -> Finding:
    """A shift ends after it begins, and within a week."""
    return Finding(0 < length_s <= LONGEST, found=length_s, expected=LONGEST)


@rule(
    "C023",
    of="shift",
    at="cut",
    breaks="WARN",
    broken="No key set in force names {unknown}.",
    consequence="Whoever is not accredited covers no language.",
    next_step="Accredit the officer with the languages, or put another one on the shift.",
)
def officers_on_shift_are_accredited(unaccredited: tuple[str, ...]) -> Finding:
    """Whoever covers a shift is an accredited officer, whose languages are known."""
    return Finding(not unaccredited, unknown=unaccredited)


@rule(
    "C023",
    of="intake-opening",
    at="cut",
    broken="{operator} is not on shift then, or is not qualified in {expected}.",
    consequence="Recorded; the intake stays shut.",
    next_step="Put an officer qualified in {expected} on the shift, and name that officer.",
)
def an_intake_opens_with_a_qualified_operator(operator: str, intake_language: str, may_open: bool) -> Finding:
    """An intake of reports opens only with somebody on shift who understands those who report."""
    return Finding(may_open, operator=operator, expected=intake_language)


def _name(text: str) -> str:
    return " ".join(text.casefold().split())
