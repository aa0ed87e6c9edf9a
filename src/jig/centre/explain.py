"""Why an entry is judged as it is: its findings with clause and reading, and the proof of when it was told."""

from __future__ import annotations

import json
from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import STANDING, judge
from jig.centre.node import Node
from jig.centre.picture import Judgement
from jig.centre.ports import Which
from jig.operations.standing import standing
from jig.record.entry import read_entry
from jig.record.view import Meta


class UnknownEntry(Exception):
    """Neither log holds such an entry, or more than one begins so."""

    def __init__(self, ref: str, matches: int) -> None:
        super().__init__(ref)
        self.ref, self.matches = ref, matches


def find(node: Node, ref: str) -> Meta:
    """Find an entry by id, by a beginning of it (8 digits or more), or by CODE/number; raises UnknownEntry."""
    entries = node.picture.world.entries
    code, slash, number = ref.partition("/")
    if slash and number.isascii() and number.isdecimal() and len(number) <= 15 and code in node.picture.world.codes:
        side = node.picture.world.codes.index(code)
        if int(number) < len(entries.ids[side]):
            return entries.meta(side, int(number))
        raise UnknownEntry(ref, 0)
    wanted = ref.lower()
    matches = [i for side in (0, 1) for i in entries.ids[side] if len(wanted) >= 8 and i.hex().startswith(wanted)]
    if len(matches) != 1:
        raise UnknownEntry(ref, len(matches))
    place = entries.places[matches[0]]
    return entries.meta(place & 1, place >> 1)


def finding_json(finding: Finding, entry: bytes | None = None) -> dict[str, Any]:
    """Give a finding with its clause's paragraph; `entry` names what it is about."""
    rule = finding.rule
    found = finding.as_json()
    if rule is not None:
        found |= {"breaks": rule.breaks, "title": rule.title}
    if entry is not None:
        found["entry"] = entry.hex()
    return found


def explain(node: Node, ref: str) -> tuple[dict[str, Any], Judgement]:
    """Explain one entry; its verdict is the one judged at its author's cut, whatever came later.

    Gives it as JSON-safe values, and the judgement itself. Raises UnknownEntry.
    """
    meta = find(node, ref)
    which: Which = "own" if meta.side == node.side else "mirror"
    sealed = next(iter(node.store.entries(which, meta.position, meta.position + 1)))
    entry, _ = read_entry(sealed.envelope)
    judgement = node.picture.judged(meta.side, meta.position, entry, meta.id, sealed.body)
    view = node.picture.view()
    stamp = view.stamped(meta.side, meta.position)
    found = {
        "entry": meta.id.hex(),
        "log": view.code(meta.side),
        "seq": meta.position,
        "kind": entry.kind,
        "verdict": meta.verdict.value,
        "claimed_at": entry.claimed_at,
        "role": entry.role,
        "transmitted_by": _transmitter(node, meta, entry.key),
        "cut": {view.code(0): meta.cut[0], view.code(1): meta.cut[1]},
        "terms": entry.agreement.hex(),
        "findings": [finding_json(finding) for finding in judgement.findings],
        "faults": [list(fault) for fault in judgement.faults],
        "received_by_counterpart_at": stamp,
        "standing": [finding_json(finding) for finding in standing_findings(node, meta)],
        "body": _body(sealed.body),
    }
    return found, judgement


def standing_findings(node: Node, meta: Meta) -> tuple[Finding, ...]:
    """Give what is found of a final plan as it stands now, its deadline with the stamps that prove it; else nothing."""
    plan = standing(node.picture.view(), meta.id) if meta.kind == "plan" else None
    return () if plan is None else judge("plan", STANDING, plan)


def _transmitter(node: Node, meta: Meta, key: str) -> str | None:
    log = node.own if meta.side == node.side else node.mirror
    for _, _, keyset in reversed(log.keysets):
        officer = keyset.officer_of(key)
        if officer is not None:
            return officer.name
    return None


def _body(data: bytes | None) -> Any:
    return None if data is None else json.loads(data)
