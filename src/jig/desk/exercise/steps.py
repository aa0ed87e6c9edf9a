"""The kinds of step a script is made of: plain data, played by `play`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from jig.desk.exercise.cast import Cast


class Stage(Protocol):
    """What a body is made from: the cast, and what the record holds when its turn comes."""

    @property
    def cast(self) -> Cast:
        """Who takes part."""

    @property
    def now(self) -> int:
        """The exercise's instant."""

    def entry(self, name: str) -> str:
        """Give the id of an entry stated before, by the name its step gave it."""

    def at(self, day: int, clock: str) -> int:
        """Give the instant at which the zone of deadlines shows a time ("HH:MM") on a day of the exercise."""

    def overlaps(self, side: int, name: str) -> dict[str, Any]:
        """Give what a side's node finds, now and alone, of the overlaps of a plan."""

    def terms(self, side: int) -> str:
        """Give the digest of the terms in force for a side."""


Body: TypeAlias = Callable[[Stage, int], dict[str, Any]]


@dataclass(frozen=True)
class State:
    """An officer states something. `what` names only what is tried; what comes of it is read off the record."""

    what: str
    side: int
    role: str
    kind: str
    body: Body
    name: str = ""


@dataclass(frozen=True)
class Preview:
    """The next State of that name is shown first, exactly as the counterpart will see it."""

    what: str
    side: int
    role: str
    kind: str
    body: Body
    name: str


@dataclass(frozen=True)
class Deliver:
    """Both nodes are brought to hold the same: over the link, or by files while it is cut. first: who gives first."""

    first: int


@dataclass(frozen=True)
class Again:
    """A bundle file that was imported is imported once more."""

    side: int


@dataclass(frozen=True)
class Cut:
    """The link goes down."""


@dataclass(frozen=True)
class Mend:
    """The link comes back."""


@dataclass(frozen=True)
class BackUp:
    """A node's store is copied aside."""

    side: int


@dataclass(frozen=True)
class PutBack:
    """A node's store is replaced by that copy."""

    side: int


Step: TypeAlias = State | Preview | Deliver | Again | Cut | Mend | BackUp | PutBack


@dataclass(frozen=True)
class Scene:
    """Steps that belong together, from a time of a day on. title: a msgid, filled with `values`."""

    title: str
    clause: str
    day: int
    clock: str
    steps: tuple[Step, ...]
    values: Mapping[str, str]
