"""What users read is in both languages, and the catalogues say neither more nor less than the code."""

import pytest
from tools.catalogues import LANGUAGES, NotASentence, committed, extracted, sentences

from jig.agreement.wording import placeholders


def keys(catalogue):
    return {(message.context, message.id) for message in catalogue if message.id}


def has_letters(text):
    return any(letter.isalpha() for letter in text)


def is_cyrillic(text):
    return any("а" <= letter <= "я" or letter == "ё" for letter in text.lower())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_catalogue_holds_exactly_the_sentences_of_the_code(lang):
    """ToR 1.d.ii. `make catalogues` mends it."""
    assert keys(committed(lang)) == keys(extracted())


def test_every_sentence_has_russian_words_and_the_same_values():
    """ToR 1.d.ii: neither side reads the other's language by accident."""
    catalogue = [message for message in committed("ru") if message.id]

    untranslated = [m.id for m in catalogue if not m.string or m.fuzzy]
    other_values = [m.id for m in catalogue if placeholders(m.id) != placeholders(m.string)]
    not_russian = [m.id for m in catalogue if has_letters(m.id) and not is_cyrillic(m.string)]

    assert (untranslated, other_values, not_russian) == ([], [], [])


def test_a_rule_gives_its_title_and_its_sentences_and_nothing_else():
    source = '''
@rule("C069", reading="A05", broken="Told on {actual}, " "due {due}.", consequence="Not notified.", next_step=AGAIN)
def told_the_day_before(plan):
    """Final plans arrive the day before.

    Source: elsewhere.
    """

@other("C069", broken="not a rule")
def helper():
    """Not shown to anybody."""

@agreement.rule("C070")
def second():
    """A second title."""
'''

    found = {sentence for _, sentence in sentences(source, "rules.py")}

    assert found == {
        "Final plans arrive the day before.",
        "Told on {actual}, due {due}.",
        "Not notified.",
        "A second title.",
    }


def test_a_marked_sentence_is_found_wherever_it_stands_with_its_line():
    source = 'A = N_("One.")\n\ndef f():\n    return wording.N_("Two " "halves.")\n'

    found = list(sentences(source, "any.py"))

    assert sorted(found) == [(1, "One."), (4, "Two halves.")]


@pytest.mark.parametrize(
    "source",
    [
        'N_(f"Point {n}")',
        "N_(sentence)",
        'N_("")',
        '@rule("C069", broken=f"due {due}")\ndef r():\n    """T."""',
        '@rule("C069")\ndef r():\n    pass',
    ],
)
def test_a_computed_sentence_is_refused_because_it_would_be_shown_untranslated(source):
    with pytest.raises(NotASentence, match=r"^rules\.py:\d+: "):
        list(sentences(source, "rules.py"))


def test_the_title_of_a_kind_and_of_a_joint_act_is_a_sentence_too():
    source = (
        'KINDS = (Kind("x", Form, title="A kind"), Other(title="no"))\nACTS = (Act("y", Content, title="An act"),)\n'
    )

    assert sorted(sentences(source, "form.py")) == [(1, "A kind"), (2, "An act")]
