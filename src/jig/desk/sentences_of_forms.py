"""What the faults of a form say to a person. Codes are FORM- and the form engine's own name of the fault."""

from __future__ import annotations

from jig.agreement.wording import N_

FIELD = N_("Nothing was recorded. Correct the field and submit again; `jig kinds KIND` shows the form.")

#: What a form could not read in an entry that stands in a log already.
RECORDED = N_("Recorded as unreadable; it permits nothing. Correct the field and state it again.")

FORMS: dict[str, tuple[str, str]] = {
    "FORM-MISSING": (N_("{path} is missing."), FIELD),
    "FORM-EXTRA-FORBIDDEN": (
        N_("{path} is not a field of this form."),
        N_("Nothing was recorded. Leave the field out and submit again; `jig kinds KIND` shows the form."),
    ),
    "FORM-STRING-TYPE": (N_("{path} is not a text; found {found}."), FIELD),
    "FORM-STRING-TOO-SHORT": (N_("{path} is too short; it has at least {min_length} characters."), FIELD),
    "FORM-STRING-TOO-LONG": (N_("{path} is too long; it has at most {max_length} characters."), FIELD),
    "FORM-STRING-PATTERN-MISMATCH": (N_("{path} is not of the form {pattern}; found {found}."), FIELD),
    "TEXT-CONTROL": (
        N_("{path} holds the control character {found}; only tabs and line ends are allowed in a text."),
        FIELD,
    ),
    "TEXT-DIRECTION": (
        N_(
            "{path} holds {found}, which shows text in another order than it is signed in; it is not closed in its line "
            "or not allowed at all."
        ),
        N_(
            "Nothing was recorded. Correct the text: leave the character out, or close it in its line, and submit again."
        ),
    ),
    "FORM-STRING-UNICODE": (N_("{path} holds characters that are no text."), FIELD),
    "FORM-INT-TYPE": (N_("{path} is not a whole number; found {found}."), FIELD),
    "FORM-INT-FROM-FLOAT": (N_("{path} is not a whole number; found {found}."), FIELD),
    "FORM-INT-PARSING-SIZE": (N_("{path} is a number with too many digits."), FIELD),
    "FORM-INT-PARSING": (N_("{path} is not a whole number; found {found}."), FIELD),
    "FORM-GREATER-THAN-EQUAL": (N_("{path} is {found}; it is at least {ge}."), FIELD),
    "FORM-LESS-THAN-EQUAL": (N_("{path} is {found}; it is at most {le}."), FIELD),
    "FORM-GREATER-THAN": (N_("{path} is {found}; it is more than {gt}."), FIELD),
    "FORM-LESS-THAN": (N_("{path} is {found}; it is less than {lt}."), FIELD),
    "FORM-LITERAL-ERROR": (N_("{path} is {found}; it is one of: {expected}."), FIELD),
    "FORM-ENUM": (N_("{path} is {found}; it is one of: {expected}."), FIELD),
    "FORM-BOOL-TYPE": (N_("{path} is neither true nor false; found {found}."), FIELD),
    "FORM-TUPLE-TYPE": (N_("{path} is not a list; found {found}."), FIELD),
    "FORM-LIST-TYPE": (N_("{path} is not a list; found {found}."), FIELD),
    "FORM-TOO-LONG": (N_("{path} has {actual_length} items; it has at most {max_length}."), FIELD),
    "FORM-TOO-SHORT": (N_("{path} has {actual_length} items; it has at least {min_length}."), FIELD),
    "FORM-DICT-TYPE": (N_("{path} is not an object of named members; found {found}."), FIELD),
    "FORM-MODEL-TYPE": (N_("{path} is not an object of named members; found {found}."), FIELD),
    "FORM-MODEL-ATTRIBUTES-TYPE": (N_("{path} is not an object of named members; found {found}."), FIELD),
    "FORM-CE90-NOT-COMBINED": (
        N_("{path}: the error of the whole does not follow from its parts; {expected} mm follow."),
        N_("Nothing was recorded. Give the position as text and notation alone: the node combines the errors."),
    ),
    "FORM-LE90-NOT-COMBINED": (
        N_("{path}: the linear error does not follow from the height's parts; {expected} mm follow."),
        N_("Nothing was recorded. Give the height as text alone: the node combines the errors."),
    ),
    "FORM-HEIGHT-SETTING": (
        N_("{path}: unit, datum {found} and pressure setting do not go together."),
        N_("Nothing was recorded. Give the height as text alone, such as \u201c600 m QFE 990\u201d."),
    ),
}
