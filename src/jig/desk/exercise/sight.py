"""What a node sees: how every subject of its picture stands, and what changed since it was last looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jig.centre.picture import Picture
from jig.centre.show import whole


class Overtaken(NamedTuple):
    """An act that relied on what another entry had ended, unseen by its author."""

    kind: str
    entry: str
    by_kind: str
    by: str


class Sight(NamedTuple):
    """States by subject, standing findings by subject and rule, and what was overtaken."""

    states: Mapping[str, str]
    findings: Mapping[tuple[str, str], Mapping[str, Any]]
    overtaken: frozenset[Overtaken]


class Change(NamedTuple):
    """One subject's new state; the standing findings that are new or answer otherwise; what is newly overtaken."""

    subject: str
    before: str
    after: str
    findings: tuple[Mapping[str, Any], ...]
    overtaken: tuple[Overtaken, ...]


def look(picture: Picture) -> Sight:
    """Look at a picture."""
    found = whole(picture)
    subjects: dict[str, dict[str, Any]] = found["subjects"]
    states = {name: str(s["state"]) for name, s in subjects.items() if "state" in s}
    states |= {f"document:{name}": version for name, version in found["documents"].items()}
    states |= {f"bound:{n[6:]}": str(s["value"]) for n, s in subjects.items() if n.startswith("bound:")}
    states["phase"] = found["phase"]
    findings = {(name, f["code"]): f for name, s in subjects.items() for f in s.get("findings", ())}
    overtaken = {
        Overtaken(one["kind"], one["entry"], one["by_kind"], one["by"])
        for s in subjects.values()
        for one in s.get("overtaken", ())
    }
    return Sight(states, findings, frozenset(overtaken))


def changes(before: Sight, after: Sight) -> tuple[Change, ...]:
    """List what changed, by subject; what was overtaken comes last."""
    return tuple(_changes(before, after))


def _changes(before: Sight, after: Sight) -> Iterator[Change]:
    for subject in sorted(after.states.keys() | before.states.keys()):
        old, new = before.states.get(subject, "-"), after.states.get(subject, "-")
        findings = tuple(
            finding
            for (name, code), finding in sorted(after.findings.items())
            if name == subject and before.findings.get((name, code), {}).get("kept", "-") != finding["kept"]
        )
        if old != new or findings:
            yield Change(subject, old, new, findings, ())
    new_ones = tuple(sorted(after.overtaken - before.overtaken))
    if new_ones:
        yield Change("", "", "", (), new_ones)
