"""Plays a script on two nodes, one step after the other, and keeps what happened."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Any

from jig.adapters.positions import PositionReader
from jig.agreement.wording import N_
from jig.centre.bundles import own_bundle
from jig.centre.comparing import compared, plan_named
from jig.centre.exchange import exchange
from jig.centre.explain import finding_json
from jig.centre.node import Node
from jig.centre.receive import receive
from jig.centre.submit import preview, submit
from jig.decisions.acts import acts
from jig.desk.exercise.cast import Cast
from jig.desk.exercise.nodes import Nodes
from jig.desk.exercise.sight import Change, Sight, changes, look
from jig.desk.exercise.steps import Again, BackUp, Cut, Deliver, Mend, Preview, PutBack, Scene, State, Step
from jig.desk.exercise.tell import Teller
from jig.desk.faults import from_exception
from jig.desk.output import DESK
from jig.places.position import Position
from jig.places.sealing import readback
from jig.record.canonical import canonical
from jig.record.rooms import kinds

#: Clauses of steps that are no entry: exchange of information, and its means.
_EXCHANGE = "C014"


@dataclass(frozen=True)
class _Said:
    """What a step came to: further fields of its row in the result."""

    clause: str
    what: str
    more: dict[str, Any]


class Play:
    """A play in progress (the `Stage` of the bodies)."""

    def __init__(self, cast: Cast, nodes: Nodes, teller: Teller, seed: int, start: int) -> None:
        self._cast, self.nodes, self.teller = cast, nodes, teller
        self._now = start
        self._dice = random.Random(f"play {seed}")
        self._names: dict[str, str] = {}
        self._shown: dict[str, bytes] = {}
        self._sights: list[Sight] = [look(node.picture) for node in nodes.nodes]
        self._files: list[tuple[int, bytes]] = []
        self._number = 0
        self.rows: list[dict[str, Any]] = []

    # --- what bodies ask ------------------------------------------------------------------------------------------

    @property
    def cast(self) -> Cast:
        """Who takes part."""
        return self._cast

    @property
    def now(self) -> int:
        """The exercise's instant."""
        return self._now

    def entry(self, name: str) -> str:
        """Give the id of an entry stated before."""
        return self._names[name]

    def at(self, day: int, clock: str) -> int:
        """Give an instant by the zone of deadlines."""
        return instant(self._cast, day, clock)

    def overlaps(self, side: int, name: str) -> dict[str, Any]:
        """Compare a plan by a side's own node, by the detector that `jig overlap compare` uses."""
        node = self._node(side)
        node.refresh()
        return compared(node, plan_named(node, self._names[name]))

    def terms(self, side: int) -> str:
        """Give the terms in force for a side."""
        node = self._node(side)
        node.refresh()
        return node.picture.view().terms.digest.hex()

    # --- playing --------------------------------------------------------------------------------------------------

    def run(self, scenes: Sequence[Scene]) -> None:
        """Play all scenes."""
        for number, scene in enumerate(scenes, 1):
            self._now = max(self._now + 60, self.at(scene.day, scene.clock))
            zone = str(self._cast.profile.settings["deadline.tz"])
            local = self._cast.profile.zones.local(self._now, zone)
            self.teller.scene(scene, number, f"{local.date_text} {local.hour:02d}:{local.minute:02d} {zone}")
            for step in scene.steps:
                self._step(step)

    def _step(self, step: Step) -> None:
        self._number += 1
        self._now += self._dice.randrange(60, 150)
        self.nodes.set_clocks(self._now)
        said = self._do(step)
        moved = self._look()
        self.rows.append(
            {"at": self._now, "clause": said.clause, "changes": moved, "step": self._number, "what": said.what}
            | said.more
        )

    def _look(self) -> list[dict[str, Any]]:
        """Say what changed in either node's picture; what both see alike is said once."""
        seen: dict[str, tuple[Change, list[str]]] = {}
        for side in (0, 1):
            node = self._node(side)
            node.refresh()
            sight = look(node.picture)
            for change in changes(self._sights[side], sight):
                seen.setdefault(repr(change), (change, []))[1].append(self._code(side))
            self._sights[side] = sight
        for change, codes in seen.values():
            self.teller.moved(change, tuple(codes))
        return [
            {"subject": c.subject, "before": c.before, "after": c.after, "seen_by": codes,
             "overtaken": [one._asdict() for one in c.overtaken]}
            for c, codes in seen.values()
        ]  # fmt: skip

    def _node(self, side: int) -> Node:
        return self.nodes.nodes[side]

    def _code(self, side: int) -> str:
        return self._cast.teams[side].code

    def _officer(self, side: int, role: str) -> str:
        return self._cast.teams[side].officers[role].name

    def _tools(self) -> PositionReader:
        return PositionReader(self._cast.profile.name)

    @singledispatchmethod
    def _do(self, step: Step) -> _Said:
        raise NotImplementedError(step)

    @_do.register
    def _state(self, step: State) -> _Said:
        what = self.teller.trying(step, self._number)
        given = step.body(self, step.side)
        clauses = acts()[given["act"]].clauses if step.kind == "proposal" else kinds()[step.kind].clauses
        more: dict[str, Any] = {"by": self._code(step.side), "kind": step.kind}
        try:
            recorded = submit(
                self._node(step.side), step.kind, given, self._officer(step.side, step.role), self._tools()
            )
        except Exception as error:  # noqa: BLE001 - what is a fault is told; anything else is raised again
            return _Said(clauses[0], what, more | self._fault(error))
        if step.name:
            self._names[step.name] = recorded.id.hex()
        self.teller.worded(given)
        self.teller.judged(recorded.judgement, f"{self._code(step.side)}/{recorded.seq}")
        findings = [finding_json(one, recorded.id) for one in recorded.findings if not one.kept]
        more |= {"entry": recorded.id.hex(), "verdict": recorded.judgement.verdict.value, "findings": findings}
        return _Said(findings[0]["clause"] if findings else clauses[0], what, more | self._as_shown(step, recorded.id))

    def _as_shown(self, step: State, entry: bytes) -> dict[str, Any]:
        """Compare what was sealed with what was shown before signing."""
        before = self._shown.pop(step.name, None)
        if before is None:
            return {}
        node = self._node(step.side)
        sealed = next(iter(node.store.entries("own", node.own.size - 1, node.own.size)))
        same = sealed.id == entry and sealed.body == before
        self.teller.compared(same)
        return {"as_shown": same}

    @_do.register
    def _preview(self, step: Preview) -> _Said:
        what = self.teller.trying(step, self._number)
        node = self._node(step.side)
        node.refresh()
        given = step.body(self, step.side)
        body, judgement = preview(node, step.kind, given, self._officer(step.side, step.role), self._tools())
        data = canonical(body)
        aim = Position.model_validate(body["aim"])
        self.teller.shown(data.decode(), ((n, r.text) for n, r in readback(aim, ("WGS84", "MGRS", "SK42-GK")).items()))
        self.teller.judged(judgement, self._code(step.side))
        self._shown[step.name] = data
        return _Said(
            kinds()[step.kind].clauses[0], what, {"by": self._code(step.side), "verdict": judgement.verdict.value}
        )

    def _fault(self, error: Exception) -> dict[str, Any]:
        failed = from_exception(error)
        if failed is None:
            raise error
        self.teller.failed(failed)
        return {"errors": [fault.as_json(DESK.lang) for fault in failed.faults]}

    @_do.register
    def _deliver(self, step: Deliver) -> _Said:
        return self._over_the_link() if self.nodes.is_up else self._by_file(step.first)

    def _over_the_link(self) -> _Said:
        done = exchange(self._node(0), self.nodes.link())
        what = self.teller.doing(
            N_("Exchanged: {sent} entries sent, {received} received, {recovered} recovered."),
            self._number, sent=done.sent, received=done.received, recovered=done.recovered,
        )  # fmt: skip
        return _Said(_EXCHANGE, what, {"means": "LINK", "recovered": done.recovered})

    def _by_file(self, first: int) -> _Said:
        counts = [self._carry(side) for side in (first, 1 - first)]
        what = self.teller.doing(
            N_("Carried by bundle file: {one} new entries from {first}, {other} from {second}."), self._number,
            one=counts[0], first=self._code(first), other=counts[1], second=self._code(1 - first),
        )  # fmt: skip
        return _Said(_EXCHANGE, what, {"means": "BUNDLE"})

    def _carry(self, side: int) -> int:
        """Write a side's bundle to a file and let the other side import it."""
        data = own_bundle(self._fresh(side)).encode()
        file = self.nodes.out / "bundles" / f"{self._number:03d}-{self._code(side)}.jig"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
        self._files.append((side, data))
        return len(receive(self._node(1 - side), file.read_bytes()).new)

    def _fresh(self, side: int) -> Node:
        self._node(side).refresh()
        return self._node(side)

    @_do.register
    def _again(self, step: Again) -> _Said:
        data = next(data for side, data in reversed(self._files) if side == 1 - step.side)
        new = len(receive(self._node(step.side), data).new)
        what = self.teller.doing(
            N_("{code} imports the same bundle file again: {new} new entries."),
            self._number, code=self._code(step.side), new=new,
        )  # fmt: skip
        return _Said(_EXCHANGE, what, {"means": "BUNDLE", "new": new})

    @_do.register
    def _cut(self, step: Cut) -> _Said:
        self.nodes.cut()
        what = self.teller.doing(N_("The link is cut."), self._number)
        try:
            exchange(self._node(0), self.nodes.link())
        except Exception as error:  # noqa: BLE001 - what is a fault is told; anything else is raised again
            return _Said(_EXCHANGE, what, self._fault(error))
        return _Said(_EXCHANGE, what, {})

    @_do.register
    def _mend(self, step: Mend) -> _Said:
        self.nodes.mend()
        return _Said(_EXCHANGE, self.teller.doing(N_("The link is up again."), self._number), {})

    @_do.register
    def _back_up(self, step: BackUp) -> _Said:
        self.nodes.back_up(step.side)
        sentence = N_("The store of {code} is copied aside, at {size} entries of its own.")
        size = self._node(step.side).own.size
        return _Said(_EXCHANGE, self.teller.doing(sentence, self._number, code=self._code(step.side), size=size), {})

    @_do.register
    def _put_back(self, step: PutBack) -> _Said:
        self.nodes.put_back(step.side)
        sentence = N_("The store of {code} is replaced by that copy, at {size} entries of its own.")
        size = self._node(step.side).own.size
        what = self.teller.doing(sentence, self._number, code=self._code(step.side), size=size)
        # What the old store no longer knows is no change in the record.
        self._sights[step.side] = look(self._node(step.side).picture)
        return _Said(_EXCHANGE, what, {})


def instant(cast: Cast, day: int, clock: str) -> int:
    """Give the instant at which the zone of deadlines shows a time on a day of the exercise."""
    zone = cast.profile.zones.zone(str(cast.profile.settings["deadline.tz"]))
    hours, minutes = map(int, clock.split(":"))
    return zone.first_instant_at((cast.day_0 + day) * 86_400 + hours * 3_600 + minutes * 60)
