"""Reading the positions that an officer typed, before an entry is sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from jig.adapters.place_lists import places_of
from jig.places.faults import Fault
from jig.places.faults import Unreadable as PlaceUnreadable
from jig.places.gazetteer import Gazetteer, area
from jig.places.position import Position
from jig.places.sealing import check, complete, readback, renamed
from jig.record.facts import Unreadable

OPERATIONS_SETTING = "datum.operations"


def signed_operations(settings: Mapping[str, Any]) -> dict[str, str | None]:
    """Give the datum operations that terms set, by datum; None for a datum left open by both."""
    listed = settings.get(OPERATIONS_SETTING)
    if not isinstance(listed, Mapping):
        return {}
    return {str(datum): code if isinstance(code, str) and code != "UNSET" else None for datum, code in listed.items()}


class PositionReader:
    """Completes every position in a body: the digits as given, the operation, WGS 84 and the error.

    A position is an object with "text" and "notation" and without "lat_e7"; one that has it was completed already and
    is left alone. folder: the node's own; the lists of places in it are read beside the profile's.
    """

    def __init__(
        self, profile: str, signed: Mapping[str, str | None] | None = None, folder: Path | None = None
    ) -> None:
        """Read by a profile. signed: the datum operations in force, as signed_operations gives them."""
        self._profile, self._signed, self._folder = profile, signed, folder
        self._gazetteer: Gazetteer | None = None

    def complete(self, given: Any) -> Any:
        """Give the body with its positions completed; raises Unreadable with the faults of all of them."""
        faults: list[tuple[str, Fault, str]] = []
        done = self._walk(given, "", faults)
        if faults:
            raise Unreadable([_row(*each) for each in faults], [fault.params for _, fault, _ in faults])
        return done

    def _walk(self, value: Any, path: str, faults: list[tuple[str, Fault, str]]) -> Any:
        if isinstance(value, list):
            return [self._walk(item, f"{path}.{i}".lstrip("."), faults) for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if "notation" in value and "text" in value and "lat_e7" not in value:
            return self._position(value, path, faults)
        if "notation" in value and "lat_e7" in value:
            faults += [(path, fault, str(value.get("text", ""))) for fault in self.misstated(value)]
            return value
        return {name: self._walk(item, f"{path}.{name}".lstrip("."), faults) for name, item in value.items()}

    def misstated(self, value: dict[str, Any]) -> list[Fault]:
        """Find what a reader finds untrue in a completed position; one that is none says so when its form is read."""
        try:
            position = Position.model_validate(value)
        except ValidationError:
            return []
        return check(position, gazetteer=self._places(), operations=self._signed)

    def found_in(self, body: Any, path: str = "") -> list[dict[str, Any]]:
        """List what this reader finds untrue in a received body's positions: path, code, params."""
        if isinstance(body, list):
            return [row for i, item in enumerate(body) for row in self.found_in(item, f"{path}.{i}".lstrip("."))]
        if not isinstance(body, dict):
            return []
        if "notation" in body and "lat_e7" in body:
            found = self.misstated(body) + self._renamed(body)
            return [{"path": path, "code": f.code, "params": dict(f.params)} for f in found]
        return [row for name, item in body.items() for row in self.found_in(item, f"{path}.{name}".lstrip("."))]

    def read_back(self, body: Any, notations: Sequence[str], path: str = "") -> list[dict[str, Any]]:
        """Give every position of a body in a reader's own notations: path, as given, and for each notation its text
        and the error of writing and reading it again, metres; or the code of why it has none there."""
        if isinstance(body, list):
            items = [(f"{path}.{i}".lstrip("."), item) for i, item in enumerate(body)]
        elif isinstance(body, dict) and not ("notation" in body and "lat_e7" in body):
            items = [(f"{path}.{name}".lstrip("."), item) for name, item in body.items()]
        else:
            return [{"path": path, **_in_notations(body, notations)}] if isinstance(body, dict) else []
        return [row for where, item in items for row in self.read_back(item, notations, where)]

    def _renamed(self, value: dict[str, Any]) -> list[Fault]:
        try:
            return renamed(Position.model_validate(value), self._places())
        except ValidationError:
            return []

    def _places(self) -> Gazetteer:
        if self._gazetteer is None:
            self._gazetteer = places_of(self._profile, self._folder)
        return self._gazetteer

    def _position(self, value: dict[str, Any], path: str, faults: list[tuple[str, Fault, str]]) -> Any:
        try:
            return complete(value, area=area(self._profile), operations=self._signed, gazetteer=self._places())
        except PlaceUnreadable as unreadable:
            faults += [(path, fault, str(value.get("text", ""))) for fault in unreadable.faults]
            return value


def _in_notations(value: dict[str, Any], notations: Sequence[str]) -> dict[str, Any]:
    given = {"given": str(value.get("text", "")), "notation": str(value.get("notation", ""))}
    try:
        position = Position.model_validate(value)
    except ValidationError:
        return given | {"readback": {}}
    return given | {"readback": {one: _in_notation(position, one) for one in notations}}


def _in_notation(position: Position, notation: str) -> dict[str, Any]:
    try:
        found = readback(position, (notation,))[notation]
    except PlaceUnreadable as unreadable:
        return {"text": None, "error_m": None, "code": unreadable.faults[0].code}
    return {"text": found.text, "error_m": found.error_mm / 1000}


def _row(path: str, fault: Fault, text: str) -> tuple[str, str, str, str]:
    found = str(fault.params.get("found", fault.params.get("text", text)))
    return fault.code, path, found, str(fault.params.get("expected", ""))
