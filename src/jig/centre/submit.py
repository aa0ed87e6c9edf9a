"""An officer states something: read, judged, shown, sealed, appended. Refused is the state change, never the
message."""

from __future__ import annotations

from typing import Any

from jig.centre.node import Node, Recorded
from jig.centre.picture import Judgement
from jig.centre.ports import Positions
from jig.record.canonical import canonical
from jig.record.facts import MOST_FAULTS, Unreadable, read_body
from jig.record.keyset import Officer
from jig.record.kind import Kind
from jig.record.rooms import kinds


class UnknownKind(Exception):
    """No room knows this kind of entry."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class UnknownOfficer(Exception):
    """No key set of this log ever named this officer."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


def kind_of(name: str) -> Kind:
    """Find a kind; raises UnknownKind."""
    found = kinds().get(name)
    if found is None:
        raise UnknownKind(name)
    return found


def complete(kind: Kind, given: dict[str, Any], tools: Positions | None = None) -> dict[str, Any]:
    """Complete what an officer gave (derived numbers of positions) and read it with its form; raises Unreadable with
    all faults of both."""
    try:
        completed: dict[str, Any] = given if tools is None else tools.complete(given)
    except Unreadable as positions:
        raise _with_the_forms(positions, kind, given) from positions
    read_body(kind.form, canonical(completed))
    return completed


def _with_the_forms(positions: Unreadable, kind: Kind, given: dict[str, Any]) -> Unreadable:
    """Add the form's faults elsewhere: at a position that cannot be read it would only miss the derived numbers."""
    try:
        read_body(kind.form, canonical(given))
    except Unreadable as form:
        unread = {path for _, path, _, _ in positions.faults}
        incomplete = _places_of_positions(given)
        more = [
            (fault, params)
            for fault, params in zip(form.faults, form.params, strict=True)
            if not any(f"{fault[1]}.".startswith(f"{path}.") for path in unread | incomplete)
        ]
        faults = [*positions.faults, *(fault for fault, _ in more)]
        return Unreadable(faults[:MOST_FAULTS], [*positions.params, *(p for _, p in more)][:MOST_FAULTS])
    return positions


def _places_of_positions(value: Any, path: str = "") -> set[str]:
    """List where a body holds positions still to be completed."""
    if isinstance(value, list):
        return {p for i, one in enumerate(value) for p in _places_of_positions(one, f"{path}.{i}".lstrip("."))}
    if not isinstance(value, dict):
        return set()
    if "notation" in value and "text" in value:
        return {path}
    return {p for name, one in value.items() for p in _places_of_positions(one, f"{path}.{name}".lstrip("."))}


def officer_of(node: Node, name: str) -> Officer:
    """Find an officer in the newest key set that ever named one so; raises UnknownOfficer.

    A relieved officer is found as well: that the act permits nothing is for the rules to say, and to record.
    """
    for _, _, keyset in reversed(node.own.keysets):
        found = keyset.officer(name)
        if found is not None:
            return found
    raise UnknownOfficer(name, tuple(sorted(o.name for o in node.own.keysets[-1][2].officers)))


def role_for(kind: Kind, officer: Officer) -> str:
    """Choose the role in which an officer transmits a kind: the first held that the kind asks for, or the first
    held."""
    return next((role for role in officer.roles if role in kind.roles), officer.roles[0] if officer.roles else "NONE")


def preview(
    node: Node, kind_name: str, given: dict[str, Any], officer_name: str, tools: Positions | None = None
) -> tuple[dict[str, Any], Judgement]:
    """Show what would be sealed and how it would be judged now; nothing is recorded."""
    kind = kind_of(kind_name)
    body = complete(kind, given, tools)
    officer = officer_of(node, officer_name)
    draft = node.draft(kind.name, role_for(kind, officer))._replace(key=officer.key.fingerprint)
    return body, node.picture.preview(node.side, draft, canonical(body))


def submit(
    node: Node, kind_name: str, given: dict[str, Any], officer_name: str, tools: Positions | None = None
) -> Recorded:
    """Seal and append an officer's entry. Raises UnknownKind, UnknownOfficer, Unreadable, OwnLogOlder or KeyMissing;
    then nothing was recorded.

    An entry that breaks a rule is recorded with its findings.
    """
    kind = kind_of(kind_name)
    body = complete(kind, given, tools)
    with node.writing():
        node.may_append()
        officer = officer_of(node, officer_name)
        signer = node.keys.officer_signer(officer.name, officer.key)
        recorded = node.append(node.draft(kind.name, role_for(kind, officer)), body, signer)
        node.put_head()
    node.witness.raise_to(node.own.size)
    return recorded


def heartbeat(node: Node) -> Recorded:
    """Say that this node is alive, even if nothing happened; raises OwnLogOlder."""
    with node.writing():
        node.may_append()
        recorded = node.append_of_the_record("heartbeat", {})
        node.put_head()
    node.witness.raise_to(node.own.size)
    return recorded


__all__ = ["Unreadable", "complete", "heartbeat", "officer_of", "preview", "submit"]
