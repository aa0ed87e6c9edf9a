"""What an EXERCISE leaves: both logs as files, verified offline twice, both pictures' digests, every finding."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

from jig.agreement.rule import STANDING, judge
from jig.centre.bundles import own_bundle
from jig.centre.exchange import exchange
from jig.centre.explain import finding_json
from jig.centre.node import Node
from jig.centre.show import head
from jig.centre.verify import recompute
from jig.desk.exercise.nodes import Nodes
from jig.operations.standing import standing
from jig.places.state import CLOSED, OPEN, DiscrepancyStanding, difference_subjects
from jig.record.entry import read_entry
from jig.record.rooms import subjects
from jig.targets.state import TargetStanding, target_labels

_ROUNDS = 4


class Ending(NamedTuple):
    """The last word: the result as JSON-safe values, and whether everything holds together."""

    result: dict[str, Any]
    verified: dict[str, bool]

    @property
    def good(self) -> bool:
        """Whether both digests are equal and both verifications passed."""
        return all(self.verified.values()) and len(set(self.result["digest"].values())) == 1


def settle(nodes: Nodes) -> None:
    """Exchange until both hold the same; receipts come to rest."""
    for _ in range(_ROUNDS):
        exchange(nodes.nodes[0], nodes.link())
        for node in nodes.nodes:
            node.refresh()
        if nodes.nodes[0].picture.frontier == nodes.nodes[1].picture.frontier:
            return


def ending(nodes: Nodes, steps: list[dict[str, Any]]) -> Ending:
    """Write both logs and verify them; gather the result."""
    logs = {team.code: nodes.out / f"{team.code}.log" for team in nodes.cast.teams}
    for node, path in zip(nodes.nodes, logs.values(), strict=True):
        path.write_bytes(own_bundle(node, 0).encode())
    roots = {folder.own.root.participant: folder.own.root.fingerprint for folder in nodes.folders}
    heads = {team.code: head(node.picture) for team, node in zip(nodes.cast.teams, nodes.nodes, strict=True)}
    frontier = heads[nodes.cast.teams[0].code]["frontier"]
    again = recomputed(nodes, logs, roots)
    verified = {
        "recomputed": all(again["digest"] == one["digest"] for one in heads.values()),
        "single_file": by_the_single_file(logs, roots),
    }
    result = {
        "frontier": frontier,
        "digest": {code: one["digest"] for code, one in heads.items()},
        "entries": sum(frontier.values()),
        "findings": list(findings(nodes.nodes[0])),
        "steps": steps,
        "logs": {code: str(path.resolve()) for code, path in logs.items()},
        "roots": roots,
        "verified": verified,
    }
    return Ending(result, verified)


def recomputed(nodes: Nodes, logs: dict[str, Path], roots: dict[str, str]) -> dict[str, Any]:
    """Verify both files as an outsider would and fold them anew."""
    one, other = (path.read_bytes() for path in logs.values())
    return head(recompute((one, other), roots, nodes.cast.profile).picture)


def by_the_single_file(logs: dict[str, Path], roots: dict[str, str]) -> bool:
    """Let the verifier that shares no code with this package look at both files, in a process of its own."""
    named = [part for code, root in roots.items() for part in ("--root", f"{code}={root}")]
    with as_file(files("jig.verifier") / "jig_verify.py") as verifier:
        command = [sys.executable, str(verifier), *map(str, logs.values()), *named]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def findings(node: Node) -> Iterator[dict[str, Any]]:
    """Give every finding of every entry, judged at its author's cut; then those of plans and targets as they stand."""
    for arrival in node.store.arrivals(0):
        entry, _ = read_entry(arrival.sealed.envelope)
        side = node.side_of(arrival.which)
        judgement = node.picture.judged(side, arrival.seq, entry, arrival.sealed.id, arrival.sealed.body)
        for finding in judgement.findings:
            yield finding_json(finding, arrival.sealed.id) | {"verdict": judgement.verdict.value, "at": "cut"}
    yield from _standing(node)
    yield from _standing_differences(node)


def _standing(node: Node) -> Iterator[dict[str, Any]]:
    view = node.picture.view()
    ids = [one for side in (0, 1) for one in node.picture.world.entries.ids[side]]
    plans = [found for found in (standing(view, one) for one in ids) if found is not None]
    for plan in plans:
        for finding in judge("plan", STANDING, plan):
            yield finding_json(finding, plan.meta.id) | {"at": STANDING, "state": plan.state}
    for label in target_labels(view):
        target = TargetStanding(view, label)
        for finding in judge("target", STANDING, target):
            newest = target.versions[-1].id if not target.live else target.live[-1].id
            yield finding_json(finding, newest) | {"at": STANDING, "state": target.state}
    for kind in subjects():
        for key in kind.keys(view) if kind.name not in ("plan", "target") else ():
            row = kind.standing(view, key)
            for found in row.get("findings", ()):
                yield found | {"at": STANDING, "state": row.get("state", ""), "entry": row.get("entry") or ""}


def _standing_differences(node: Node) -> Iterator[dict[str, Any]]:
    view = node.picture.view()
    for label in difference_subjects(view):
        found = DiscrepancyStanding(view, label)
        for finding in judge("discrepancy", STANDING, found):
            named = found.all[0].between[0]
            yield finding_json(finding, named) | {"at": STANDING, "state": OPEN if found.open else CLOSED}


def write(result: dict[str, Any], path: Path) -> None:
    """Write the result to a file."""
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
