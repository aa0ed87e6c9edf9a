"""What a room tells the fold about a kind of entry: its form, who may state it, what its rules ask, what it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict

from jig.record.registers import Key

#: (table, key, value) that an entry writes to its author's registers.
Write = tuple[str, Key, Any]


_UNTRACKED: frozenset[str] = frozenset()


class Body(BaseModel):
    """What a participant states: a body as its form reads it. Strict, closed, frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    def model_post_init(self, context: Any, /) -> None:
        """Let go of which fields were given: a set for each of a million bodies costs more than the bodies."""
        object.__setattr__(self, "__pydantic_fields_set__", _UNTRACKED)


class Effect(Enum):
    """What an entry can do to what is permitted: authority is asked only of what moves toward action."""

    PERMISSIVE = "PERMISSIVE"
    RESTRICTIVE = "RESTRICTIVE"
    NEUTRAL = "NEUTRAL"


class Verdict(Enum):
    """How an entry was judged, once, at its author's cut. The values enter the digest."""

    OK = "OK"
    REFUSED = "REFUSED"
    INCOMPLETE = "INCOMPLETE"
    VOID = "VOID"
    UNREADABLE = "UNREADABLE"
    UNKNOWN_KIND = "UNKNOWN-KIND"
    WITHHELD = "WITHHELD"


@dataclass(frozen=True)
class Kind:
    """A kind of entry.

    form: reads the body. roles: who may transmit it, empty when any accredited officer may; asked only of PERMISSIVE
    and NEUTRAL kinds. facts: makes what the rules ask from (stated, body). writes: what follows from it, given facts
    and verdict; it is called whatever the verdict, because a refused new version still ends the old one. unreadable:
    what follows when its form cannot be read, given the JSON and the entry id (a HOLD that cannot be read still holds).
    superseding: what an unreadable new version ends of its author's own, given the JSON and what was stated. clauses:
    the clauses that this kind records.
    """

    name: str
    form: type[Body]
    effect: Effect
    facts: Callable[[Any, Any], Any]
    writes: Callable[[Any, Verdict], Iterable[Write]]
    roles: frozenset[str] = frozenset()
    clauses: tuple[str, ...] = ()
    unreadable: Callable[[Any, bytes], Iterable[Write]] | None = None
    superseding: Callable[[Any, Any], Iterable[Write]] | None = None
    title: str = ""

    def __hash__(self) -> int:
        return hash(self.name)
