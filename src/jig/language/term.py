"""A term of the glossary as the two sides sign it (ToR 1.d.ii, 1.d.iv)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from jig.record.fields import Label
from jig.record.kind import Body

_Words = Annotated[str, Field(min_length=1, max_length=200)]
_Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class AgreedTerm(Body):
    """One term in every language of the agreement, as both are asked to use it.

    words: by language; alternatives are parted by "; " or " / ", an abbreviation stands in brackets.
    """

    words: Annotated[dict[_Code, _Words], Field(min_length=2, max_length=8)]
    note: Annotated[str, Field(max_length=1_000)] = ""
    version: Label


def name_of(words: str) -> str:
    """Give the subject under which a term is proposed: its words, folded, at most as long as a subject may be."""
    return f"TERM {' '.join(words.casefold().split())}"[:120]
