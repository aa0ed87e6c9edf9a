"""What the link's server answers when it refuses: stable codes, and the next step in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from jig.agreement.wording import N_, languages, render

#: Information passes between both participants: what a refused exchange puts off.
EXCHANGE_CLAUSE = "C014"
_DEFAULT_LANGUAGE = "en"

_NEXT = {
    "PEER-NO-CERTIFICATE": N_("Connect with the TLS certificate that was given when the two nodes were paired."),
    "PEER-NOT-PINNED": N_(
        "This node accepts one certificate only, and not the one shown: compare fingerprints by voice and pair again."
    ),
    "REQUEST-INVALID": N_("Correct the value that is named and ask again."),
    "REQUEST-PATH": N_("There is nothing at this address: see the description of the interface at /openapi.json."),
    "REQUEST-METHOD": N_("Use a method that the description of the interface names for this address."),
    "REQUEST-TIMEOUT": N_("Nothing of it was recorded: send it again, or carry a bundle file."),
    "REQUEST-TOO-LARGE": N_("Nothing of it was recorded: send fewer entries at a time, at most {expected} bytes."),
    "REQUEST-TYPE": N_("Nothing of it was recorded: send it uncoded, as {expected}."),
    "BEYOND-END": N_("This node does not hold so many entries: ask from a lower number."),
    "NOT-CONNECTED": N_("Nothing of it was recorded: send the entries from number {have} on."),
    "OWN-LOG-BEHIND": N_(
        "This node holds less of its own log than was seen of it: it must recover its entries from your mirror first."
    ),
    "DAMAGED": N_("Nothing of it was recorded; the bytes are kept as received. Send it again undamaged."),
    "DAMAGED-UNKEPT": N_(
        "Nothing of it was recorded, and it is not kept: this node keeps no more of what it cannot read. Find out "
        "together what is sent damaged."
    ),
    "CONVICTED": N_(
        "The delivery is genuine and contradicts its author's own signature: the exchange has stopped; proof is kept."
    ),
    "STOPPED": N_("This node has stopped the exchange: speak with its watch officer."),
    "RESUME": N_("The statement was not signed: correct what is named, or agree the position by voice."),
    "NODE-FAULT": N_("Nothing of it is acknowledged: ask again later, and tell the other side's watch officer."),
}


class Fault(BaseModel):
    """One fault: a stable code, the clause, where it is, what was found against what was expected, what to do next."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$")
    clause: str | None = None
    path: str | None = None
    found: str | int | None = None
    expected: str | int | None = None
    next: str


class Refusal(BaseModel):
    """All faults together; `have` is how many of the counterpart's entries this node mirrors, where it matters."""

    model_config = ConfigDict(extra="forbid")

    errors: list[Fault] = Field(min_length=1)
    have: int | None = None


class Refused(Exception):
    """A request that is not granted, with its HTTP status; step: whose next step applies, when not the code's own."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        step: str | None = None,
        clause: str | None = None,
        path: str | None = None,
        found: str | int | None = None,
        expected: str | int | None = None,
        have: int | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.step, self.have = status, code, step or code, have
        self.clause, self.path, self.found, self.expected = clause, path, found, expected

    def said_in(self, lang: str) -> Refusal:
        """Say it in a language."""
        values = {"have": self.have, "expected": self.expected, "found": self.found}
        fault = Fault(
            code=self.code,
            clause=self.clause,
            path=self.path,
            found=self.found,
            expected=self.expected,
            next=next_step(self.step, lang, values),
        )
        return Refusal(errors=[fault], have=self.have)


def next_step(code: str, lang: str, values: Mapping[str, object]) -> str:
    """Say what to do about a code; a code without a step of its own gives that of NODE-FAULT."""
    return render(_NEXT.get(code, _NEXT["NODE-FAULT"]), lang, values)


def language_of(accepted: str | None) -> str:
    """Choose the catalogue that an Accept-Language header asks for (RFC 9110, 12.5.4); English when it names none."""
    best, chosen = 0.0, _DEFAULT_LANGUAGE
    for part in (accepted or "")[:200].split(","):
        tag, _, weight = part.partition(";")
        lang, value = tag.strip().lower().partition("-")[0], _weight(weight)
        if lang in languages() and value > best:
            best, chosen = value, lang
    return chosen


def _weight(text: str) -> float:
    name, _, number = text.strip().partition("=")
    if not text.strip():
        return 1.0
    try:
        return float(number) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
