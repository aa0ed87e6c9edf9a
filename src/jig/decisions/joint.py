"""The joint acts of the group itself: its establishment, its gates, its terms, the date of start."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jig.agreement.bounds import fits
from jig.agreement.register import REGISTER
from jig.decisions.acts import Act, Mode
from jig.language.term import AgreedTerm
from jig.record.fields import Digest, EntryRef, Instant, Label, Text
from jig.record.kind import Body


class Establishment(Body):
    """The group is established: where, under which instrument, with which terms to begin with."""

    instrument: Label
    site: Label
    terms: Digest


class Formation(Body):
    """The group is formed: the moment from which the five days of the common map count."""

    formed_at: Instant
    establishment: EntryRef


class CommonUnderstanding(Body):
    """Both senior representatives find the information commonly understood; what is not is listed."""

    map_version: Label
    map_digest: Digest
    unresolved: Annotated[tuple[Label, ...], Field(max_length=256, strict=False)] = ()


class Change(Body):
    """One change of the terms: a reading's setting, or an agreed document by its digest."""

    item: Literal["READING", "FORMAT", "PROCEDURE", "AREA-SET", "SUITE", "LIST"]
    id: Label
    value: Any = None
    version: Annotated[str, Field(max_length=40)] = ""
    digest: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""

    @model_validator(mode="after")
    def _a_setting_of_its_type(self) -> Change:
        """Terms once settled are settled for ever: a value that no rule can compute with must never get that far."""
        setting = REGISTER.settings.get(self.id) if self.item == "READING" else None
        # Only a reading has a value. Anywhere else it would be of any shape, and stand in the registers for ever.
        fitting = self.value is None if self.item != "READING" else setting is not None and fits(setting, self.value)
        if not fitting:
            raise PydanticCustomError("setting_type", "setting", {"setting": self.id[:120]})
        return self


class TermsProposal(Body):
    """A new version of the terms, naming the version that it replaces."""

    base: Digest
    changes: Annotated[tuple[Change, ...], Field(min_length=1, max_length=64, strict=False)]


class StartDate(Body):
    """The instant at which agreed strikes may begin and the third party's aircraft are grounded."""

    at: Instant
    set_of: Annotated[tuple[EntryRef, ...], Field(max_length=256, strict=False)] = ()


class Integrated(Body):
    """Both national authorities authorise coordination of integrated operations."""

    authority_text: Text


def _formation(content: Any) -> tuple[str, ...]:
    return (content.establishment,)


def _start(content: Any) -> tuple[str, ...]:
    return tuple(content.set_of)


ACTS = (
    Act("establishment", Establishment, ("C001", "C010", "C012", "C110", "C118", "C120"), title="Establishment"),
    Act("formation", Formation, ("C013",), relies=_formation, title="Formation"),
    Act("common-understanding", CommonUnderstanding, ("C035", "C038"), title="Commonly understood information"),
    Act("terms", TermsProposal, ("C028", "C031", "C050", "C051", "C073", "C129", "C140"), Mode.TERMS, title="Terms"),
    Act("start-date", StartDate, ("C130", "C131"), relies=_start, title="Date of start"),
    Act("glossary", AgreedTerm, ("C021", "C030"), title="Term of the glossary"),
    Act("integrated", Integrated, ("C036", "C087", "C089"), title="Integrated operations"),
)
