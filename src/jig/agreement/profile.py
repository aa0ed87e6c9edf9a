"""Read a profile folder: all its faults together, or a checked `Profile`."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, NamedTuple

from jig.agreement.bounds import JSON
from jig.agreement.clocks import Zone, ZoneTable
from jig.agreement.profile_check import Fault, faults_of
from jig.agreement.profile_data import (
    Adversary,
    Alias,
    ClockTerm,
    Gate,
    Participant,
    Party,
    Profile,
    ReadingWording,
    Term,
    Words,
)
from jig.agreement.register import table_rows

__all__ = [
    "JSON",
    "FaultyProfile",
    "Profile",
    "UnknownProfile",
    "load_profile",
    "profile_names",
    "read_profile",
]

UNSET = "UNSET"  # TOML has no null; in memory an unset value is None


class UnknownProfile(KeyError):
    """A profile name that this package does not carry."""


class FaultyProfile(ValueError):
    """A profile folder that cannot be used: `faults` holds every reason, none is hidden behind another."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(name, *faults)
        self.name = name
        self.faults = faults


class Source(NamedTuple):
    """A folder's files as read, before anything is believed of them."""

    head: dict[str, Any]
    readings: dict[str, Any]
    gates: dict[str, Any]
    clauses: dict[str, list[dict[str, str]]]
    zones: str
    glossary: list[dict[str, str]]


def profile_names() -> tuple[str, ...]:
    """Answer the names of the profiles that this package carries, sorted."""
    return tuple(sorted(f.name for f in files("jig.profiles").iterdir() if (f / "profile.toml").is_file()))


@cache
def load_profile(name: str) -> Profile:
    """Read and check a profile of this package.

    Raises UnknownProfile (only names that `profile_names` gives are opened: a name is never a path) or FaultyProfile.
    """
    if name not in profile_names():
        raise UnknownProfile(name)
    return read_profile(files("jig.profiles") / name)


def read_profile(folder: Traversable) -> Profile:
    """Read and check a profile from a folder; raises FaultyProfile with all faults found."""
    source = _read(folder)
    faults = faults_of(source.head, source.readings, source.gates, source.clauses)
    if faults:
        raise FaultyProfile(folder.name, faults)
    return _built(folder.name, source)


def _read(folder: Traversable) -> Source:
    def text(file_name: str) -> str:
        return (folder / file_name).read_text(encoding="utf-8")

    head = tomllib.loads(text("profile.toml"))
    return Source(
        head,
        tomllib.loads(text("readings.toml")),
        tomllib.loads(text("gates.toml")),
        {lang: table_rows(text(f"clauses.{lang}.tsv")) for lang in head["languages"]},
        text("zone-offsets.tsv"),
        table_rows(text("glossary.tsv")),
    )


def _built(name: str, source: Source) -> Profile:
    head, langs = source.head, tuple(source.head["languages"])
    first, second = (_participant(one, langs) for one in head["participant"])
    named = source.readings["A10"]["settings"]["actors.aliases"]
    return Profile(
        name=name,
        instrument=MappingProxyType(head["instrument"]),
        languages=langs,
        participants=(first, second),
        third_party=Party(head["third_party"]["code"], _words(head["third_party"], "name", langs)),
        adversaries=tuple(_adversary(one, named, langs) for one in head["adversary"]),
        codes={family: _codes(rows, langs) for family, rows in head["codes"].items()},
        places=MappingProxyType(head["zones"]),
        handling=MappingProxyType(head["handling"]),
        settings=MappingProxyType(settings_of(source.readings)),
        zones=zone_table(source.zones),
        gates=tuple(_gate(one, langs) for one in source.gates["gate"]),
        clocks=tuple(_clock(one, langs) for one in source.gates["clock"]),
        glossary=tuple(Term(row["en"], row["ru"], row["status"]) for row in source.glossary),
        clause_words={lang: {row["id"]: row["wording"] for row in rows} for lang, rows in source.clauses.items()},
        reading_words={lang: _reading_words(source.readings, lang) for lang in langs},
    )


def _words(row: Mapping[str, Any], stem: str, langs: Iterable[str]) -> Words:
    return {lang: row[f"{stem}_{lang}"] for lang in langs}


def _participant(row: Mapping[str, Any], langs: Iterable[str]) -> Participant:
    names, notations = _words(row, "name", langs), tuple(row.get("notations", ()))
    return Participant(row["code"], names, row["language"], tuple(row["roles"]), row["forces"], notations)


def _adversary(row: Mapping[str, Any], named: Mapping[str, Any], langs: Iterable[str]) -> Adversary:
    aliases = tuple(Alias(name, a["from"], a["to"]) for name, a in named.items() if a["code"] == row["code"])
    return Adversary(row["code"], _words(row, "name", langs), aliases)


def _codes(rows: Iterable[Mapping[str, Any]], langs: tuple[str, ...]) -> Mapping[str, Words]:
    return {row["code"]: {lang: row[lang] for lang in langs} for row in rows}


def _gate(row: Mapping[str, Any], langs: Iterable[str]) -> Gate:
    return Gate(row["id"], tuple(row["clauses"]), tuple(row.get("readings", ())), {x: row[x] for x in langs})


def _clock(row: Mapping[str, Any], langs: tuple[str, ...]) -> ClockTerm:
    start, end = _words(row, "start", langs), _words(row, "end", langs)
    return ClockTerm(row["id"], tuple(row["clauses"]), tuple(row["settings"]), start, end)


def _reading_words(readings: Mapping[str, Any], lang: str) -> Mapping[str, ReadingWording]:
    return {id_: ReadingWording(row[f"issue_{lang}"], row[f"default_{lang}"]) for id_, row in readings.items()}


def settings_of(readings: Mapping[str, Any]) -> dict[str, JSON]:
    """Gather the settings of all readings by name; "UNSET" becomes None."""
    return {
        name: None if value == UNSET else value
        for row in readings.values()
        for name, value in row.get("settings", {}).items()
    }


def zone_table(text: str) -> ZoneTable:
    """Read a zone-offsets table: a first line "# tzdata VERSION; covers A <= instant < B", then one row an offset."""
    remark = text.splitlines()[0].removeprefix("# tzdata ")
    version, _, covers = remark.partition("; covers ")
    ends_before = int(covers.rpartition("< ")[2])
    starts: dict[str, list[int]] = {}
    offsets: dict[str, list[int]] = {}
    for row in table_rows(text):
        starts.setdefault(row["zone"], []).append(int(row["from_s"]))
        offsets.setdefault(row["zone"], []).append(int(row["offset_s"]))
    zones = {name: Zone(name, tuple(starts[name]), tuple(offsets[name]), ends_before) for name in starts}
    return ZoneTable(version, MappingProxyType(zones))
