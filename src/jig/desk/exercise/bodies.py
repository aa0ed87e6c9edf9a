"""What the officers of the EXERCISE state: bodies by kind, every text in its author's own language."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from jig.desk.exercise.area_bodies import common_map_digest
from jig.desk.exercise.steps import Body, Stage
from jig.operations.plan import FORMAT
from jig.places.notations import write

#: The documents agreed in the EXERCISE, in their first edition.
TARGET_FORMAT, PROCEDURE, EDITION = "FORMAT-TGT", "PROC-STK", "1"
_HOUR, _DAY = 3_600, 86_400


def said(stage: Stage, side: int, key: str, **values: object) -> dict[str, Any]:
    """Give language and text of a statement."""
    return {"lang": stage.cast.teams[side].language, "text": stage.cast.words(side, key, **values)}


def clock_text(instant: int) -> str:
    """Write an instant as date and time, UTC."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d %H:%MZ")


def position(stage: Stage, side: int, spot: str, north_m: int = 0) -> dict[str, Any]:
    """Write a spot as a side writes positions; north_m: metres by which the writer is off."""
    plan = stage.cast.material["plan"]
    notation = plan["notation" if side == stage.cast.planner else "other_notation"]
    at = stage.cast.spots[spot]
    return {"notation": notation, "text": write((at.lat_e7 / 1e7 + north_m / 111_000, at.lon_e7 / 1e7), notation)}


def proposal(act: str, subject: str, key: str, content: Body, **words: str) -> Body:
    """Put an act up for agreement. words: values of the text, given by the name of a spot's place or a date."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        values = {name: _value(stage, side, name, value) for name, value in words.items()}
        return {"act": act, "subject": subject, "content": content(stage, side), **said(stage, side, key, **values)}

    return body


def _value(stage: Stage, side: int, name: str, value: str) -> str:
    return stage.cast.place_name(side, value) if name == "place" else value


def answer(of: str) -> Body:
    """Agree to a proposal, decided by the national authority."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        team = stage.cast.teams[side]
        post = stage.cast.words(side, "authority")
        return {
            "proposal": stage.entry(of),
            "answer": "AGREE",
            "decided_by": {"participant": team.code, "name": team.authority.name, "post": post, "rank_code": "OF-7"},
            "authority_ref": stage.cast.words(side, "authority_ref", number=of),
            "decided_at": stage.now - 30,
            **said(stage, side, "agree"),
        }

    return body


def establishment(stage: Stage, side: int) -> dict[str, Any]:
    """Establish the group under the terms both hold."""
    profile = stage.cast.profile
    site = stage.cast.words(side, "site")
    return {"instrument": profile.instrument["code"], "site": site, "terms": profile.digest}


def formation(stage: Stage, side: int) -> dict[str, Any]:
    """Record the group as formed."""
    return {"formed_at": stage.now, "establishment": stage.entry("establishment")}


def understanding(stage: Stage, side: int) -> dict[str, Any]:
    """Find the information exchanged commonly understood."""
    return {"map_version": EDITION, "map_digest": common_map_digest(stage)}


def terms(stage: Stage, side: int) -> dict[str, Any]:
    """Agree the formats and the procedure in their first edition."""
    documents = (("FORMAT", TARGET_FORMAT), ("FORMAT", FORMAT), ("PROCEDURE", PROCEDURE))
    changes = [{"item": item, "id": name, "version": EDITION, "digest": digest(name)} for item, name in documents]
    return {"base": stage.terms(side), "changes": changes}


def digest(name: str) -> str:
    """Stand in for the digest of a document that the EXERCISE only names."""
    return hashlib.sha256(f"EXERCISE {name}".encode()).hexdigest()


def start_date(day: int) -> Body:
    """Begin with a day of the exercise; the initial set are the targets found actionable."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {"at": stage.at(day, "00:00"), "set_of": [stage.entry("actionable A"), stage.entry("actionable B")]}

    return body


def post(stage: Stage, side: int) -> dict[str, Any]:
    """Fill the post of senior representative."""
    head = stage.cast.teams[side].officers["SNR"].name
    return {"post": "SNR", "officer": head, "rank_code": "OF-5", "expertise": ["ToR 1.d"], "paired_with": "SNR"}


def note(key: str) -> Body:
    """Tell something freely."""
    return lambda stage, side: said(stage, side, key, place=stage.cast.place_name(side, "F"))


def translation(of: str, key: str, **spots: str) -> Body:
    """Put an entry of the counterpart into the own language."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        values = {name: _value(stage, side, name, spot) for name, spot in spots.items()}
        translator = stage.cast.teams[side].officers["LINGUIST"].name
        return {"of": stage.entry(of), "translator": translator, "status": "HUMAN", **said(stage, side, key, **values)}

    return body


def tightening(stage: Stage, side: int) -> dict[str, Any]:
    """Make the bound on the age of intelligence stricter."""
    return {"setting": "vetting.max_age_s", "value": 10 * _DAY, **said(stage, side, "tightening")}


def target(key: str) -> Body:
    """State a target in open country."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        cast, place = stage.cast, stage.cast.place_name(side, key)
        return {
            "target_id": cast.labels[key],
            "names": [cast.words(side, "target_name", place=place)],
            "adversary": cast.adversary,
            "category": cast.category,
            "target_type": "FACILITY",
            "description": cast.words(side, "target", km=cast.spots[key].km, place=place),
            "position": position(stage, side, key) | {"place_id": cast.spots[key].place.geonames_id},
            **said(stage, side, "target", km=cast.spots[key].km, place=place),
        }

    return body


def person(stage: Stage, side: int) -> dict[str, Any]:
    """State a person with more than a reference, which the agreement does not allow."""
    given = target("A")(stage, side) | {"target_id": stage.cast.labels["PERSON"], "target_type": "INDIVIDUAL"}
    reference = stage.cast.words(side, "guidance", number=1)
    return given | {"names": [], "description": "", "national_package_ref": reference, **said(stage, side, "person")}


def vetting(key: str) -> Body:
    """Vet a target's version."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        given = {"target": stage.entry(f"target {key}"), "body": stage.cast.words(side, "authority")}
        return given | {
            "last_observed": stage.now - 5 * _HOUR, "sources_count": 2, "reliability": "B", "credibility": 2,
        }  # fmt: skip

    return body


def validation(key: str) -> Body:
    """Validate a target's version, with the attestation of a legal adviser."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        cast = stage.cast
        return {
            "target": stage.entry(f"target {key}"),
            "validator": cast.teams[side].officers["TARGETING"].name,
            "guidance_ref": cast.words(side, "guidance", number=cast.labels[key]),
            "legal_adviser": cast.teams[side].officers["LEGAL"].name,
            "legal_ref": cast.words(side, "legal_ref", number=cast.labels[key]),
            "legal_at": stage.now - _HOUR,
            "at": stage.now,
            "expires": stage.now + 12 * _DAY,
        }

    return body


def location(key: str) -> Body:
    """Give a target's mensurated location in the own notation."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {
            "target": stage.entry(f"target {key}"),
            "position": position(stage, side, key),
            "elevation_mm": 412_000,
            "vertical_datum": "BALTIC" if side == stage.cast.planner else "MSL-EGM96",
            "ce90_mm": 6_000,
            "le90_mm": 9_000,
            "tle_cat": "II",
            "method": stage.cast.words(side, "mensurated"),
            "mensurator": stage.cast.teams[side].officers["INTEL"].name,
            "imagery_at": stage.now - 20 * _HOUR,
        }

    return body


def screening(key: str, owner: int) -> Body:
    """Hold the location that is to be agreed against the protected list; sign what is done to spare civilians."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        officers = stage.cast.teams[side].officers
        words = said(stage, side, "precaution")
        return {
            "location": stage.entry(f"location {key} {owner}"),
            "list_version": "EXERCISE 1",
            "result": "NOTHING-FOUND",
            "reviewer": officers["LEGAL"].name,
            "precaution": words["text"],
            "precaution_signed_by": officers["OPS"].name,
            "clears": False,
            "lang": words["lang"],
        }

    return body


def actionable(key: str) -> Body:
    """Name the target's version."""
    return lambda stage, side: {"target": stage.entry(f"target {key}")}


def action(key: str, owner: int) -> Body:
    """Name the target's version, its location and the agreement that it is actionable."""
    named = {"target": f"target {key}", "location": f"location {key} {owner}", "actionable": f"actionable {key}"}
    return lambda stage, side: {field: stage.entry(name) for field, name in named.items()}
