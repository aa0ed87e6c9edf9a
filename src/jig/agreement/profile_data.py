"""A profile: one agreement's participants, third party, zones, readings as set, gates and wording.

Everything here comes from a folder of `jig.profiles`; no other code names a participant, a group or a town.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from jig.agreement.bounds import JSON, fits
from jig.agreement.clocks import ZoneTable
from jig.agreement.register import REGISTER

Words: TypeAlias = Mapping[str, str]


class UnknownParticipant(KeyError):
    """A code that is not one of the two participants'."""


class UnknownRole(KeyError):
    """A role that no participant holds, or that both hold where one was asked for."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One of the two who decide. names: by language. language: the native one. roles: role words of the register.

    notations: in which its officers read positions, the usual first; for showing only, the fold never reads them.
    """

    code: str
    names: Words
    language: str
    roles: tuple[str, ...]
    forces: str
    notations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Someone the agreement speaks of and who decides nothing here."""

    code: str
    names: Words


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of an adversary and the local dates on which it was in use; "" leaves an end open."""

    name: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class Adversary:
    """Someone against whom the efforts are directed."""

    code: str
    names: Words
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """A change of state that is refused until its conditions are true."""

    id: str
    clauses: tuple[str, ...]
    readings: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class ClockTerm:
    """A period of the agreement: what starts it, what ends it, the settings that fix it."""

    id: str
    clauses: tuple[str, ...]
    settings: tuple[str, ...]
    start: Words
    end: Words


@dataclass(frozen=True, slots=True)
class ReadingWording:
    """What is doubtful and how it is read by default, in one language."""

    issue: str
    default: str


@dataclass(frozen=True, slots=True)
class Term:
    """A pair of the glossary. status: "seen" in a public text, "usual", or "proposed" (a native check is needed)."""

    en: str
    ru: str
    status: str


@dataclass(frozen=True)
class Profile:
    """One agreement as data, checked whole when it was loaded.

    settings: by name of the register's settings, JSON-safe, None for UNSET. codes: coded families with their wording
    (area_class, exemption, target_category, target_state). places: zones by use (site, deadline, orders, display).
    handling: the default marking and the addressees that exist.
    """

    name: str
    instrument: Mapping[str, str]
    languages: tuple[str, ...]
    participants: tuple[Participant, Participant]
    third_party: Party
    adversaries: tuple[Adversary, ...]
    codes: Mapping[str, Mapping[str, Words]]
    places: Mapping[str, JSON]
    handling: Mapping[str, JSON]
    settings: Mapping[str, JSON]
    zones: ZoneTable
    gates: tuple[Gate, ...]
    clocks: tuple[ClockTerm, ...]
    glossary: tuple[Term, ...]
    clause_words: Mapping[str, Words]
    reading_words: Mapping[str, Mapping[str, ReadingWording]]

    def participant(self, code: str) -> Participant:
        """Answer the participant of that code; raises UnknownParticipant."""
        for one in self.participants:
            if one.code == code:
                return one
        raise UnknownParticipant(code)

    def other(self, code: str) -> str:
        """Answer the code of the counterpart; raises UnknownParticipant."""
        first, second = self.participants
        return second.code if self.participant(code) is first else first.code

    def role_holders(self, role: str) -> tuple[str, ...]:
        """Answer the codes of the participants that hold a role, in the profile's order."""
        return tuple(one.code for one in self.participants if role in one.roles)

    def role_holder(self, role: str) -> str:
        """Answer the code of the one participant that holds a role; raises UnknownRole when not exactly one does."""
        holders = self.role_holders(role)
        if len(holders) != 1:
            raise UnknownRole(role)
        return holders[0]

    def wording(self, clause_id: str, lang: str) -> str:
        """Answer our short wording of a clause; raises KeyError for an unknown clause or language."""
        return self.clause_words[lang][clause_id]

    def reading_wording(self, reading_id: str, lang: str) -> ReadingWording:
        """Answer what a reading settles and how; raises KeyError for an unknown reading or language."""
        return self.reading_words[lang][reading_id]

    def code_wording(self, family: str, code: str, lang: str) -> str:
        """Answer the wording of a code, such as ("exemption", ...); raises KeyError."""
        return self.codes[family][code][lang]

    def known_names(self, date: str) -> Mapping[str, str]:
        """Answer the adversaries' aliases in use on a date (YYYY-MM-DD), case folded, with the adversary's code.

        A name is a hint for a human: nobody's identity follows from it alone (reading A10).
        """
        return {
            alias.name.casefold(): adversary.code
            for adversary in self.adversaries
            for alias in adversary.aliases
            if (not alias.valid_from or alias.valid_from <= date) and (not alias.valid_to or date <= alias.valid_to)
        }

    def fault_in(self, name: str, value: JSON) -> str | None:
        """Answer why a setting cannot be given a value, or None when it can: before anybody signs it.

        Codes: SETTING-UNKNOWN, SETTING-TYPE, ZONE-UNKNOWN, TZDATA-UNKNOWN (the fold holds one table of offsets).
        """
        if name not in REGISTER.settings:
            return "SETTING-UNKNOWN"
        setting = REGISTER.setting(name)
        if not fits(setting, value):
            return "SETTING-TYPE"
        if setting.unit == "zone" and value not in self.zones.zones:
            return "ZONE-UNKNOWN"
        if setting.unit == "tzdata" and value != self.zones.tzdata:
            return "TZDATA-UNKNOWN"
        return None

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hex, of the canonical form of everything that the fold may read; wording is not in it."""
        return hashlib.sha256(canonical_form(self.folded()).encode()).hexdigest()

    def folded(self) -> dict[str, JSON]:
        """Answer everything of the profile that the fold may read, JSON-safe."""
        return {
            "name": self.name,
            "instrument": dict(self.instrument),
            "participants": [
                {"code": p.code, "language": p.language, "roles": list(p.roles)} for p in self.participants
            ],
            "third_party": self.third_party.code,
            "adversaries": [
                {"code": a.code, "aliases": [[x.name, x.valid_from, x.valid_to] for x in a.aliases]}
                for a in self.adversaries
            ],
            "codes": {family: list(codes) for family, codes in self.codes.items()},
            "places": dict(self.places),
            "handling": dict(self.handling),
            "settings": dict(self.settings),
            "tzdata": self.zones.tzdata,
            "zones": {
                name: {"starts": list(z.starts), "offsets_s": list(z.offsets_s), "ends_before": z.ends_before}
                for name, z in self.zones.zones.items()
            },
            "gates": [{"id": g.id, "clauses": list(g.clauses), "readings": list(g.readings)} for g in self.gates],
            "clocks": [{"id": c.id, "clauses": list(c.clauses), "settings": list(c.settings)} for c in self.clocks],
        }


def canonical_form(value: JSON) -> str:
    """Write a JSON value in the one spelling that digests are taken of."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
