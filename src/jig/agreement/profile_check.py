"""What must be true of a profile folder before anybody relies on it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jig.agreement.bounds import fits
from jig.agreement.register import REGISTER


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. code: stable, as in "SETTING-MISSING". where: the file's section. found: what stood there.

    Codes: CLAUSE-MISSING, CLAUSE-UNKNOWN, CLAUSE-TWICE, WORDING-EMPTY, READING-MISSING, READING-UNKNOWN,
    SETTING-MISSING, SETTING-UNKNOWN, SETTING-TYPE, PARTICIPANTS-NOT-TWO, PARTICIPANT-TWICE, ROLE-CONTRADICTS-SETTING.
    """

    code: str
    where: str
    found: str


def faults_of(
    head: Mapping[str, Any],
    readings: Mapping[str, Any],
    gates: Mapping[str, Any],
    clauses: Mapping[str, list[dict[str, str]]],
) -> tuple[Fault, ...]:
    """Answer every fault of a folder's files, none hidden behind another."""
    return (
        *(fault for lang, rows in clauses.items() for fault in _clause_faults(lang, rows)),
        *_reading_faults(readings, tuple(clauses)),
        *(fault for family in ("gate", "clock") for row in gates[family] for fault in _row_faults(family, row)),
        *_participant_faults(head),
        *_role_faults(head, readings),
    )


def _difference(known: Iterable[str], held: Iterable[str], stem: str, where: str) -> Iterator[Fault]:
    known, held = set(known), set(held)
    yield from (Fault(f"{stem}-MISSING", where, one) for one in sorted(known - held))
    yield from (Fault(f"{stem}-UNKNOWN", where, one) for one in sorted(held - known))


def _clause_faults(lang: str, rows: list[dict[str, str]]) -> Iterator[Fault]:
    ids = [row["id"] for row in rows]
    yield from _difference(REGISTER.clauses, ids, "CLAUSE", lang)
    yield from (Fault("CLAUSE-TWICE", lang, one) for one in sorted({x for x in ids if ids.count(x) > 1}))
    yield from (Fault("WORDING-EMPTY", lang, row["id"]) for row in rows if not row["wording"].strip())


def _reading_faults(readings: Mapping[str, Any], langs: tuple[str, ...]) -> Iterator[Fault]:
    yield from _difference(REGISTER.readings, readings, "READING", "readings")
    for reading_id in sorted(readings.keys() & REGISTER.readings.keys()):
        row = readings[reading_id]
        yield from _difference(REGISTER.reading(reading_id).settings, row.get("settings", {}), "SETTING", reading_id)
        for name, value in row.get("settings", {}).items():
            if name in REGISTER.settings and not fits(REGISTER.setting(name), None if value == "UNSET" else value):
                yield Fault("SETTING-TYPE", reading_id, name)
        texts = (f"{stem}_{lang}" for stem in ("issue", "default") for lang in langs)
        yield from (Fault("WORDING-EMPTY", reading_id, text) for text in texts if not row.get(text, "").strip())


def _row_faults(family: str, row: Mapping[str, Any]) -> Iterator[Fault]:
    where = f"{family} {row['id']}"
    pairs = (("clauses", "CLAUSE", REGISTER.clauses), ("readings", "READING", REGISTER.readings))
    for key, stem, known in (*pairs, ("settings", "SETTING", REGISTER.settings)):
        yield from (Fault(f"{stem}-UNKNOWN", where, one) for one in row.get(key, ()) if one not in known)


def _participant_faults(head: Mapping[str, Any]) -> Iterator[Fault]:
    codes = [row["code"] for row in head["participant"]]
    if len(codes) != 2:
        yield Fault("PARTICIPANTS-NOT-TWO", "participant", str(len(codes)))
    yield from (
        Fault("PARTICIPANT-TWICE", "participant", one) for one in sorted({x for x in codes if codes.count(x) > 1})
    )


# A setting that names a participant by code says who holds a role: it may not say another than the role itself.
ROLE_SETTINGS = {"notice.provider": "PROVIDER", "ad.third_party_confirmer": "THIRD-PARTY-CONFIRMER"}


def _role_faults(head: Mapping[str, Any], readings: Mapping[str, Any]) -> Iterator[Fault]:
    values = {name: value for row in readings.values() for name, value in row.get("settings", {}).items()}
    for name, role in ROLE_SETTINGS.items():
        holders = [row["code"] for row in head["participant"] if role in row["roles"]]
        if name in values and holders != [values[name]]:
            yield Fault("ROLE-CONTRADICTS-SETTING", name, str(values[name]))
