"""What the faults of translations, glossaries and memories say to a person (ToR 1.d.ii), and what to do next."""

from __future__ import annotations

from jig.agreement.wording import N_

FILE = N_("Nothing of it was taken in. Correct the file, or export it again from where it comes.")
ENGINE = N_(
    "Nothing was recorded, and the original stands. Correct the engine's settings, or let a linguist translate it."
)

LANGUAGE: dict[str, tuple[str, str]] = {
    "NOTHING-TO-TRANSLATE": (
        N_("Entry {found} holds no words that this side received in another language than its own."),
        N_("Nothing was recorded. `jig language tasks DIR` lists what is to be translated."),
    ),
    "NOT-A-CONVERSATION": (
        N_("Entry {found} opens no conversation; it is of the kind {kind}."),
        N_("Nothing was shown. Name the entry that opened the conversation; `jig picture DIR` lists them."),
    ),
    "ENGINE-OFF": (
        N_("No translation engine is switched on for this node."),
        N_(
            "Nothing was recorded. Give the node a JSON file {path} with name, argv (the command, a list of words) "
            "and timeout_s; the text comes to its standard input."
        ),
    ),
    "ENGINE-SETTINGS": (
        N_("{path} names no engine: it has name, argv (a list of words) and timeout_s (1 to 600)."),
        ENGINE,
    ),
    "ENGINE-MISSING": (N_("The engine's command {found} cannot be started."), ENGINE),
    "ENGINE-SLOW": (N_("The engine {engine} did not answer within {expected} s."), ENGINE),
    "ENGINE-FAILED": (N_("The engine {engine} ended with the code {found}."), ENGINE),
    "ENGINE-ANSWER": (N_("The engine {engine} gave no text of 1 to {expected} characters."), ENGINE),
    "XML-UNREADABLE": (N_("{path} is no well-formed XML; the first fault is in line {line}, column {column}."), FILE),
    "XML-ENTITIES": (N_("{path} declares entities or refers to outside files, which can hide an attack."), FILE),
    "XML-ENTRY-TOO-LARGE": (N_("One entry of the file is larger than {expected} bytes."), FILE),
    "XML-OTHER-ROOT": (N_("The file is of another kind: it begins with {found}; expected is one of {expected}."), FILE),
    "TABLE-COLUMNS": (
        N_("{path} does not begin with the names of its columns; found {found}, expected for example {expected}."),
        FILE,
    ),
    "FILE-KIND": (
        N_("{path} is of no kind that is known here; known are {expected}."),
        N_("Nothing was read or written. Give the file a name that ends so."),
    ),
    "MEMORY-UNREADABLE": (
        N_("The translation memory of this node cannot be read ({found})."),
        N_("Nothing was changed. Put the file language/memory.sqlite aside; imports can be made again."),
    ),
    "TEXT-MISSING": (
        N_("Nothing is given to look in."),
        N_("Nothing was done. Give a text, or a file with --file (- for standard input)."),
    ),
    "LANGUAGE-UNKNOWN": (
        N_("There is no language {found} here; there are {expected}."),
        N_("Nothing was done. Name one of them, or leave it out."),
    ),
    "SCORE-RANGE": (
        N_("The least score is {found}; it is from 0.3 to 1."),
        N_("Nothing was done. Give a score in that range."),
    ),
    "INSTANT": (
        N_("{found} is no instant of the form 2016-09-17T12:55:00Z."),
        N_("Nothing was done. Give the instant in Zulu time, with its Z."),
    ),
    "HOURS-RANGE": (
        N_("{found} hours cannot be looked at; it is from 1 to {expected}."),
        N_("Nothing was done. Give a number of hours in that range."),
    ),
}
