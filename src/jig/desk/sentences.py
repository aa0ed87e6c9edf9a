"""What each code says to a person, and what to do next; both as msgids."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.desk.sentences_of_air import AIR
from jig.desk.sentences_of_air_record import AIR as AIR_RECORD
from jig.desk.sentences_of_areas import AREAS
from jig.desk.sentences_of_bytes import BYTES
from jig.desk.sentences_of_deliveries import DELIVERIES, STOPPED
from jig.desk.sentences_of_forms import FORMS
from jig.desk.sentences_of_harm import HARM
from jig.desk.sentences_of_language import LANGUAGE
from jig.desk.sentences_of_nodes import NODES
from jig.desk.sentences_of_places import PLACES
from jig.desk.sentences_of_positions import POSITIONS
from jig.desk.sentences_of_stops import STOPS
from jig.desk.sentences_of_volumes import VOLUMES

__all__ = ["SENTENCES", "STOPPED", "clause_of", "sentence_of"]

#: By code: what it means, with its values by name; and the consequence with the next step.
#: "LINK-HTTP-*" stands for every status that a server may answer with; "*" is for codes of another version's node.
SENTENCES: dict[str, tuple[str, str]] = {
    **AIR,
    **AIR_RECORD,
    **AREAS,
    **BYTES,
    **DELIVERIES,
    **FORMS,
    **HARM,
    **LANGUAGE,
    **NODES,
    **PLACES,
    **POSITIONS,
    **STOPS,
    **VOLUMES,
    "*": (
        N_("{code}: found {found}, expected {expected}."),
        N_("Nothing was recorded. Correct it and try again."),
    ),
}

_AUTHORITY, _POSITIONS, _FORMATS = "ToR 1.d.iii", "ToR 1.d.iv", "ToR 1.d.v"
_AREAS, _STOPS = "AP 3.c", "ToR 2.a"
_AIR = "ToR 3.a"
_EXCHANGE, _AGREEMENT, _PARTICIPANTS = "ToR 1.b", "ToR Pre.1", "ToR Pre.1"

#: The paragraph that a code touches, by the beginning of the code; the longest counts.
#: Whatever else keeps a node from giving or taking touches the exchange itself.
_CLAUSES = {
    **dict.fromkeys(PLACES, _POSITIONS),
    **dict.fromkeys(POSITIONS, _POSITIONS),
    "AIR": "ToR 3.b",
    "AIR-AREA": "AP 3.a",
    "AIR-AREAS": "AP 3.a",
    "FEED": "ToR 3.b",
    "TRACKS": "ToR 3.b",
    **dict.fromkeys(VOLUMES, "ToR 2.c.ii"),
    **dict.fromkeys(AREAS, _AREAS),
    **dict.fromkeys(STOPS, _STOPS),
    **dict.fromkeys(HARM, "ToR Pre.3"),
    **dict.fromkeys(AIR_RECORD, _AIR),
    "FORM": _FORMATS,
    "FORM-CE90-NOT-COMBINED": _POSITIONS,
    "FORM-LE90-NOT-COMBINED": _POSITIONS,
    "FORM-HEIGHT-SETTING": _POSITIONS,
    "KIND-UNKNOWN": _FORMATS,
    "USAGE-LANGUAGE": "ToR 1.d.ii",
    **dict.fromkeys(LANGUAGE, "ToR 1.d.ii"),
    "OFFICER": _AUTHORITY,
    "ROLE": _AUTHORITY,
    "KEY": _AUTHORITY,
    "KEYSET": _AUTHORITY,
    "LOG-ROLE": _AUTHORITY,
    "LOG-KEY": _AUTHORITY,
    "SIGNATURE": _AUTHORITY,
    "PARTICIPANT": _PARTICIPANTS,
    "PARTICIPANTS": _PARTICIPANTS,
    "PAIR-PARTICIPANT": _PARTICIPANTS,
    "LOG-PARTICIPANTS": _PARTICIPANTS,
    "ROOT-PARTICIPANTS": _PARTICIPANTS,
    "ROLE-CONTRADICTS-SETTING": _AGREEMENT,
    "PROFILE": _AGREEMENT,
    "PAIR-PROFILE": _AGREEMENT,
    "CLAUSE": _AGREEMENT,
    "WORDING": _AGREEMENT,
    "READING": _AGREEMENT,
    "SETTING": _AGREEMENT,
}


def sentence_of(code: str) -> tuple[str, str]:
    """Give a code's own sentence and next step, or its family's, or the one for unknown codes."""
    if code in SENTENCES:
        return SENTENCES[code]
    for beginning in _beginnings(code):
        if f"{beginning}-*" in SENTENCES:
            return SENTENCES[f"{beginning}-*"]
    return SENTENCES["*"]


def clause_of(code: str) -> str:
    """Give the paragraph that a code touches."""
    return next((_CLAUSES[one] for one in _beginnings(code) if one in _CLAUSES), _EXCHANGE)


def _beginnings(code: str) -> list[str]:
    """List a code and its beginnings at a dash, the longest first."""
    words = code.split("-")
    return ["-".join(words[:count]) for count in range(len(words), 0, -1)]
