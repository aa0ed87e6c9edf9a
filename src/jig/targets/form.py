"""What a participant states of a target: the released extract, its vetting, its validation, its location."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from jig.decisions.state import newest_proposals, phase, proposed, stands
from jig.places.form import placed
from jig.places.position import Position
from jig.places.state import Difference, Stating
from jig.record.facts import Facts, Stated
from jig.record.fields import EntryRef, Instant, Label, Lang, Name, Text
from jig.record.kind import Body, Effect, Kind, Verdict, Write
from jig.targets.state import (
    ACTIONABLE,
    Located,
    TargetVersion,
    Validated,
    Vetted,
    current_location,
    difference,
    validation,
    version,
    vetting,
)

Code = Annotated[str, Field(min_length=1, max_length=32)]
Reference = Annotated[str, Field(min_length=1, max_length=200)]
#: CE90 and LE90: millimetres, at most 100 km.
Error = Annotated[int, Field(ge=0, le=100_000_000)]


class Target(Body):
    """One version of a target as released to the counterpart: an extract, never a package; a person is a reference."""

    target_id: Label
    names: Annotated[tuple[Name, ...], Field(max_length=16, strict=False)] = ()
    adversary: Code
    category: Code
    category_text: Annotated[str, Field(max_length=500)] = ""
    target_type: Literal["FACILITY", "INDIVIDUAL", "VIRTUAL", "EQUIPMENT", "ORGANIZATION"]
    description: Text
    position: Position
    national_package_ref: Reference | None = None
    supersedes: EntryRef | None = None
    lang: Lang
    text: Text


class Vetting(Body):
    """One side's finding that its supporting intelligence on one version is accurate."""

    target: EntryRef
    body: Name
    last_observed: Instant
    sources_count: Annotated[int, Field(ge=0, le=10_000)]
    reliability: Literal["A", "B", "C", "D", "E", "F"]
    credibility: Annotated[int, Field(ge=1, le=6)]
    expires: Instant | None = None


class Validation(Body):
    """One side's finding that one version may be engaged under its guidance and the law. No rules of engagement."""

    target: EntryRef
    validator: Name
    guidance_ref: Reference
    legal_adviser: Name | None = None
    legal_ref: Reference | None = None
    legal_at: Instant | None = None
    at: Instant
    expires: Instant


class Location(Body):
    """A mensurated location of one version. Heights and errors in millimetres."""

    target: EntryRef
    position: Position
    elevation_mm: Annotated[int, Field(ge=-500_000, le=9_000_000)] | None = None
    vertical_datum: Literal["HAE", "MSL-EGM96", "BALTIC"] | None = None
    ce90_mm: Error | None = None
    le90_mm: Error | None = None
    tle_cat: Literal["I", "II", "III", "IV", "V", "VI"] | None = None
    method: Label
    mensurator: Name
    imagery_at: Instant | None = None


class TargetFacts(Facts):
    """Facts about a target's version."""

    body: Target

    @cached_property
    def phase(self) -> str:
        """The phase in which the group is at this cut."""
        return phase(self.view)

    @property
    def adversary(self) -> str:
        """The adversary's code."""
        return self.body.adversary

    @property
    def adversaries(self) -> tuple[str, ...]:
        """The adversaries against whom the agreement is directed."""
        return tuple(one.code for one in self.view.profile.adversaries)

    @property
    def category(self) -> str:
        """The category's code."""
        return self.body.category

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that the agreement lists."""
        return tuple(self.view.profile.codes.get("target_category", ()))

    @property
    def category_text(self) -> str:
        """What an unlisted category is, in the author's words."""
        return self.body.category_text

    @property
    def only_a_reference(self) -> bool:
        """Whether an individual is no more than a reference to the national package."""
        return not (self.body.description or self.body.names or self.body.text) and self.packaged

    @property
    def individual(self) -> bool:
        """Whether the target is a person."""
        return self.body.target_type == "INDIVIDUAL"

    @property
    def packaged(self) -> bool:
        """Whether the author names its national package."""
        return self.body.national_package_ref is not None

    @property
    def target_format(self) -> bool:
        """Whether a format for target information is agreed."""
        return self.view.terms.document("FORMAT", "FORMAT-TGT") is not None

    @cached_property
    def previous(self) -> list[bytes]:
        """The author's own versions that this one ends."""
        found = {self.view.last("targets", self.body.target_id, self.side)}
        named = self.meta(self.body.supersedes)
        if named is not None and named.side == self.side and named.kind == "target":
            found.add(named.id)
        return sorted(one for one in found if one is not None)


class AboutTarget(Facts):
    """Facts about a statement on one version of a target."""

    body: Vetting | Validation | Location

    @cached_property
    def version(self) -> TargetVersion | None:
        """The accepted version named, None when it is unknown or was refused at this cut."""
        return version(self.view, self.body.target) if self.known(self.body.target, "target") else None

    @property
    def target(self) -> bytes:
        """The id of the version named."""
        return bytes.fromhex(self.body.target)


class VettingFacts(AboutTarget):
    """Facts about a vetting."""

    body: Vetting


class ValidationFacts(AboutTarget):
    """Facts about a validation."""

    body: Validation

    @property
    def attested(self) -> bool:
        """Whether a named adviser attested the law, with reference and time."""
        return bool(self.body.legal_adviser and self.body.legal_ref and self.body.legal_at is not None)

    @property
    def lasts(self) -> bool:
        """Whether it expires after it was made."""
        return self.body.expires > self.body.at


class LocationFacts(AboutTarget):
    """Facts about a location."""

    body: Location

    @cached_property
    def agreed_actionable(self) -> bool:
        """Whether both agree at this cut that the version named is actionable."""
        if self.version is None:
            return False
        asked = newest_proposals(self.view, ACTIONABLE, self.version.label)
        return any(self._on_this_version(one) and stands(self.view, one) for one in asked)

    def _on_this_version(self, proposal: bytes) -> bool:
        made = proposed(self.view, proposal)
        return made is not None and bool(made.content.target == self.body.target)

    @property
    def unstated(self) -> tuple[str, ...]:
        """What a mensurated location needs and this one lacks."""
        return tuple(name for name in ("vertical_datum", "ce90_mm", "le90_mm") if getattr(self.body, name) is None)

    @cached_property
    def label(self) -> str | None:
        """The target's label, None when the version is unknown."""
        found = version(self.view, self.body.target)
        return found.label if found is not None else None

    @cached_property
    def located(self) -> Located:
        """The location as the registers keep it."""
        at = self.body.position
        return Located(self.stated.id, self.target, at.lat_e7, at.lon_e7, max(at.ce90_mm, self.body.ce90_mm or 0))

    @cached_property
    def differences(self) -> list[Difference]:
        """Where this location, or the one its author said before, is not the place that the counterpart stands by.

        The one before, because a side that states another place has not said why the two differed.
        """
        theirs: Located | None = self.view.last("locations.said", self.label, self.other)
        if theirs is None:
            return []
        before: Located | None = self.view.last("locations.said", self.label, self.side)
        own = [self.located] if before is None else [self.located, before]
        found = (difference(self.view, one, theirs) for one in own)
        return [one for one in found if one is not None]


def _targeted(facts: TargetFacts, verdict: Verdict) -> Iterable[Write]:
    body, made = facts.body, facts.stated.id
    value = TargetVersion(made, body.target_id, body.adversary, body.category)
    stating = Stating(body.target_id, (placed("position", body.position),))
    writes: list[Write] = [("target", made, value), ("targets", body.target_id, made), ("positions", made, stating)]
    # A refused new version still ends the old one: nobody goes on with a version its author has left.
    return writes + [("ended", old, made) for old in facts.previous]


def _superseded_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    old = raw.get("supersedes") if isinstance(raw, dict) else None
    try:
        return [("ended", bytes.fromhex(old), entry_id)] if isinstance(old, str) and len(old) == 64 else []
    except ValueError:
        return []


def _superseding(raw: Any, stated: Stated) -> Iterable[Write]:
    """A new version that cannot be read ends the old one as a refused one does."""
    label = raw.get("target_id") if isinstance(raw, dict) else None
    last = stated.view.last("targets", label, stated.side) if isinstance(label, str) else None
    return [("ended", last, stated.id)] if last is not None else []


def _vetted(facts: VettingFacts, verdict: Verdict) -> Iterable[Write]:
    old = vetting(facts.view, facts.target, facts.side)
    writes: list[Write] = [("ended", old.id, facts.stated.id)] if old is not None else []
    if verdict is Verdict.OK:
        value = Vetted(facts.stated.id, facts.body.last_observed, facts.body.expires)
        writes += [("vetting", facts.target, value), ("about", facts.stated.id, ("vetting", facts.target))]
    return writes


def _validated(facts: ValidationFacts, verdict: Verdict) -> Iterable[Write]:
    old = validation(facts.view, facts.target, facts.side)
    writes: list[Write] = [("ended", old.id, facts.stated.id)] if old is not None else []
    body = facts.body
    if verdict is Verdict.OK and body.legal_at is not None:
        writes.append(("validation", facts.target, Validated(facts.stated.id, body.at, body.expires, body.legal_at)))
        writes.append(("about", facts.stated.id, ("validation", facts.target)))
    return writes


def _located(facts: LocationFacts, verdict: Verdict) -> Iterable[Write]:
    if facts.label is None:
        return []
    old = current_location(facts.view, facts.label, facts.side)
    writes: list[Write] = [("ended", old.id, facts.stated.id)] if old is not None else []
    made, value = facts.stated.id, facts.located
    writes.append(("positions", made, Stating(facts.label, (placed("position", facts.body.position),))))
    # What casts doubt on an agreed place counts from anybody.
    writes.append(("locations.said", facts.label, value))
    writes += [("differences", facts.label, one) for one in facts.differences]
    if verdict is not Verdict.OK:
        return writes
    return [*writes, ("location", made, value), ("locations", facts.label, value)]


KINDS = (
    Kind(
        "target",
        Target,
        Effect.PERMISSIVE,
        TargetFacts,
        _targeted,
        roles=frozenset({"TARGETING", "INTEL", "SNR"}),
        clauses=("C026", "C033", "C034", "C037", "C039", "C040", "C047", "C059", "C060", "C061", "C062", "C124"),
        unreadable=_superseded_unread,
        superseding=_superseding,
        title="Target",
    ),
    Kind(
        "vetting",
        Vetting,
        Effect.PERMISSIVE,
        VettingFacts,
        _vetted,
        roles=frozenset({"TARGETING"}),
        clauses=("C020", "C052", "C053"),
        title="Vetting of a target",
    ),
    Kind(
        "validation",
        Validation,
        Effect.PERMISSIVE,
        ValidationFacts,
        _validated,
        roles=frozenset({"TARGETING"}),
        clauses=("C008", "C020", "C055", "C056", "C138"),
        title="Validation of a target",
    ),
    Kind(
        "location",
        Location,
        Effect.PERMISSIVE,
        LocationFacts,
        _located,
        roles=frozenset({"TARGETING", "INTEL"}),
        clauses=("C026", "C057", "C058"),
        title="Mensurated location",
    ),
)
