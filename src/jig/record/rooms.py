"""Finding the rooms: every package of `jig` that has a `form` adds its kinds; nothing is listed by hand.

A room's `form` may have KINDS; its `rules` register themselves on import; its `state` may have SUBJECTS, what the
picture shows of it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import jig
from jig.record.kind import Kind
from jig.record.view import View


@dataclass(frozen=True)
class Subject:
    """One kind of subject of the picture: how to list them and how one stands, both pure functions of a view.

    titles are for people: msgids. `standing` returns JSON-safe values.
    """

    name: str
    keys: Callable[[View], list[str]]
    standing: Callable[[View, str], dict[str, Any]]


@cache
def rooms() -> tuple[str, ...]:
    """Name the rooms that have a form, sorted."""
    names = sorted(item.name for item in pkgutil.iter_modules(jig.__path__) if item.ispkg)
    return tuple(name for name in names if find_spec(f"jig.{name}.form") is not None)


def _module(room: str, part: str) -> ModuleType | None:
    return import_module(f"jig.{room}.{part}") if find_spec(f"jig.{room}.{part}") is not None else None


@cache
def kinds() -> Mapping[str, Kind]:
    """Give every kind of entry by name, importing each room's rules on the way."""
    found: dict[str, Kind] = {}
    for room in rooms():
        _module(room, "rules")
        for kind in getattr(_module(room, "form"), "KINDS", ()):
            if kind.name in found:
                raise ValueError(f"kind {kind.name} is stated by two rooms")
            found[kind.name] = kind
    return found


@cache
def subjects() -> tuple[Subject, ...]:
    """Give every kind of subject that the picture shows, by room."""
    return tuple(subject for room in rooms() for subject in getattr(_module(room, "state"), "SUBJECTS", ()))
