"""Joint acts: what both can be asked to agree. A room adds its own; the mechanism is one for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from jig.record.kind import Body
from jig.record.rooms import rooms


class Mode(Enum):
    """A consent permits action and ends when either says so; terms bind once both have seen both."""

    CONSENT = "CONSENT"
    TERMS = "TERMS"


def _nothing(content: Any) -> tuple[str, ...]:
    return ()


def _on_nothing(content: Any) -> tuple[tuple[str, bytes], ...]:
    return ()


@dataclass(frozen=True)
class Act:
    """One joint act. content: reads what is proposed. relies: the entry ids that its content itself relies on.

    rests: what an AGREE rests on of its author's own, as its rules read it: (register, key) of each statement. Taking
    such a statement back takes the AGREE back.
    """

    name: str
    content: type[Body]
    clauses: tuple[str, ...]
    mode: Mode = Mode.CONSENT
    relies: Callable[[Any], tuple[str, ...]] = _nothing
    rests: Callable[[Any], tuple[tuple[str, bytes], ...]] = _on_nothing
    title: str = ""

    def __hash__(self) -> int:
        return hash(self.name)


@cache
def acts() -> Mapping[str, Act]:
    """Give every act by name: each room may have ACTS in a module `acts_of_room`, here `joint`."""
    found: dict[str, Act] = {}
    for room in rooms():
        if find_spec(f"jig.{room}.joint") is None:
            continue
        for act in import_module(f"jig.{room}.joint").ACTS:
            if act.name in found:
                raise ValueError(f"act {act.name} is stated by two rooms")
            found[act.name] = act
    return found
