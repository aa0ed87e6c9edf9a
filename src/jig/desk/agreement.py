"""The agreement as data: `agreement clauses|readings|gates|profiles|coverage`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jig.agreement.profile import Profile, load_profile, profile_names
from jig.agreement.register import REGISTER
from jig.agreement.wording import N_
from jig.centre.coverage import coverage, gaps
from jig.desk.faults import DONE, NOT_ACCEPTABLE
from jig.desk.options import Json, Lang
from jig.desk.output import DESK

agreement_app = typer.Typer(
    no_args_is_help=True, help="The agreement: its clauses, readings, gates; what the code covers."
)
ProfileName = Annotated[str | None, typer.Option("--profile", help="A profile; the first by name by default.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(agreement_app, name="agreement")


def _profile(name: str | None) -> Profile:
    return load_profile(name if name is not None else profile_names()[0])


@agreement_app.command("clauses")
def clauses(profile: ProfileName = None, as_json: Json = False, lang: Lang = None) -> None:
    """List the clauses with their paragraph, what software does about each, and our short wording."""
    DESK.set(as_json=as_json, lang=lang)
    loaded = _profile(profile)
    rows: list[dict[str, Any]] = [
        {
            "id": clause.id,
            "para": clause.para,
            "binds": clause.binds,
            "modality": clause.modality,
            "action": clause.action,
            "readings": list(clause.readings),
            "wording": {language: loaded.wording(clause.id, language) for language in loaded.languages},
        }
        for clause in REGISTER.clauses.values()
    ]
    for row in rows:
        DESK.console.print(f"{row['id']}  {row['para']:10} {row['action']:8} {row['wording'][DESK.lang]}", markup=False)
    if as_json:
        DESK.give({"clauses": rows})


@agreement_app.command("readings")
def readings(profile: ProfileName = None, as_json: Json = False, lang: Lang = None) -> None:
    """List the readings of what is doubtful, with their settings as the profile sets them."""
    DESK.set(as_json=as_json, lang=lang)
    loaded = _profile(profile)
    rows: list[dict[str, Any]] = []
    for reading in REGISTER.readings.values():
        settings = [setting for setting in REGISTER.settings.values() if setting.reading == reading.id]
        rows.append(
            {
                "id": reading.id,
                "clauses": list(reading.clauses),
                "issue": {
                    language: loaded.reading_wording(reading.id, language).issue for language in loaded.languages
                },
                "default": {
                    language: loaded.reading_wording(reading.id, language).default for language in loaded.languages
                },
                "settings": {
                    s.name: {"value": loaded.settings[s.name], "unit": s.unit, "tighten": s.tighten, "scope": s.scope}
                    for s in settings
                },
            }
        )
    for row in rows:
        DESK.console.print(f"{row['id']:5} {row['issue'][DESK.lang]}\n      {row['default'][DESK.lang]}", markup=False)
    if as_json:
        DESK.give({"readings": rows})


@agreement_app.command("gates")
def gates(profile: ProfileName = None, as_json: Json = False, lang: Lang = None) -> None:
    """List the gates: state changes that are refused until their conditions are true; and the clocks."""
    DESK.set(as_json=as_json, lang=lang)
    loaded = _profile(profile)
    rows = [{"id": gate.id, "clauses": list(gate.clauses), "wording": dict(gate.words)} for gate in loaded.gates]
    clocks = [
        {
            "id": clock.id,
            "clauses": list(clock.clauses),
            "settings": list(clock.settings),
            "start": dict(clock.start),
            "end": dict(clock.end),
        }
        for clock in loaded.clocks
    ]
    for row in rows:
        DESK.console.print(f"{row['id']}  {row['wording'][DESK.lang]}", markup=False)  # type: ignore[index]
    if as_json:
        DESK.give({"clocks": clocks, "gates": rows})


@agreement_app.command("profiles")
def profiles(as_json: Json = False, lang: Lang = None) -> None:
    """List the agreements that this installation knows."""
    DESK.set(as_json=as_json, lang=lang)
    rows = []
    for name in profile_names():
        loaded = load_profile(name)
        codes = [participant.code for participant in loaded.participants]
        rows.append({"digest": loaded.digest, "name": name, "participants": codes})
        DESK.console.print(f"{name}  {', '.join(codes)}  {loaded.digest}", markup=False)
    if as_json:
        DESK.give({"profiles": rows})


@agreement_app.command("coverage")
def show_coverage(
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 when a clause has neither rule, kind, nor stated reason.")
    ] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Say for every clause which rules, kinds and tests stand for it, or why none does; NOT-YET is a gap."""
    DESK.set(as_json=as_json, lang=lang)
    found = coverage()
    missing = gaps(found)
    unstated = [clause for clause, row in found.items() if not row["rules"] and not row["kinds"] and not row["reason"]]
    for clause, row in found.items():
        state = (
            row["reason"]["code"]
            if row["reason"]
            else f"{len(row['rules'])} / {len(row['kinds'])} / {len(row['tests'])}"
        )
        DESK.console.print(f"{clause}  {row['action']:8} {state}", markup=False)
    DESK.say(
        N_("{covered} of {all} clauses covered; {gaps} to come."),
        covered=len(found) - len(missing),
        all=len(found),
        gaps=len(missing),
    )
    if as_json:
        # One string: the code comes first, then its sentence.
        DESK.give({clause: row | {"reason": _reason(row["reason"])} for clause, row in found.items()})
    return NOT_ACCEPTABLE if strict and unstated else DONE


def _reason(reason: dict[str, str] | None) -> str | None:
    return None if reason is None else f"{reason['code']}: {reason['why']}"
