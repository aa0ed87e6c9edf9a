"""A real, signed record of two logs in the demo's mix of kinds, made from a seed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import rooms_fake
from centre_fake import CODES, ROSTER, Said, key_of
from jig.record.bundle import Bundle
from jig.record.canonical import canonical
from jig.record.entry import Entry, Sealed, Seen, seal_entry
from jig.record.merkle import EMPTY_ROOT, Tree
from jig.record.note import Checkpoint, sign_head
from rooms_fake import Way


class Kept(NamedTuple):
    """An entry as folded and as sealed."""

    side: int
    entry: Entry
    id: bytes
    body: bytes
    sealed: Sealed | None


class Discard(list):  # type: ignore[type-arg]
    """A log of entries that keeps none: for runs that are about the fold's memory."""

    def append(self, item: Any) -> None:
        """Forget it."""


class MadeWay(Way):
    """The way of one target after another; sealed with real keys when asked."""

    def __init__(self, *, signed: bool, keep: bool = True) -> None:
        self.signed = signed
        self.trees = (Tree(), Tree())
        self.seen_sizes: tuple[set[int], set[int]] = (set(), set())
        self.signers = tuple(
            {key_of(side, name).public.fingerprint: key_of(side, name) for name in [*ROSTER[side].values(), "log"]}
            for side in (0, 1)
        )
        super().__init__()
        if not keep:
            self.logs = Discard()

    def _append(
        self, side: int, kind: str, body: dict[str, Any], key: str, role: str, at: int | None, agreement: bytes | None
    ) -> Said:
        if not self.signed:
            return super()._append(side, kind, body, key, role, at, agreement)
        terms = agreement or self.terms_of(side).digest
        tree, other = self.trees[side], self.trees[1 - side]
        size = self.seen[side]
        seen = Seen(size, other.root(size) if size else EMPTY_ROOT)
        self.seen_sizes[side].add(size)
        prev = tree.leaf(tree.size - 1) if tree.size else None
        claimed = self.clock[side] if at is None else at
        draft = Entry(self.origins[side], tree.size, prev, seen, claimed, key, role, kind, terms, b"\x00" * 32)
        sealed = seal_entry(draft, body, self.signers[side][key])
        entry_id = sealed.id
        tree.append(entry_id)
        judgement = self.picture.add(side, draft, entry_id, sealed.body)
        self.logs.append(Kept(side, draft, entry_id, canonical(body), sealed))  # type: ignore[arg-type]
        self.sizes[side] += 1
        return Said(side, self.sizes[side] - 1, entry_id.hex(), judgement)

    def live(self, number: int) -> None:
        """Walk one target from its proposal to its assessment: 26 entries."""
        rooms_fake.LABEL, rooms_fake.PLAN_LABEL = f"T-{number:06d}", f"P-{number:06d}"
        agreed = self.to_action()
        if number == 0:
            self.decide_start()
        plan = self.plan(agreed)
        self.receipt(0)
        self.acknowledge(plan.id)
        self.see_both()
        self.deconflict(plan.id)
        done = self.execute(plan.id)
        self.see(0)
        self.assess(1, done.id)
        self.receipt(0)
        self.receipt(1)

    def live_in_step(self, numbers: range) -> None:
        """Walk many targets at once, stage by stage: both sides see each other between stages, as with batches.

        26 entries a target, in the same mix as `live`.
        """
        self.see_both()
        targets = {n: self._on(n).target().id for n in numbers}
        self.see_both()
        for side in (0, 1):
            for target in targets.values():
                self.vet(side, target)
        self.see_both()
        actionable = self._agreed(1, "actionable", {n: {"target": targets[n]} for n in numbers})
        locations = {n: self.locate(0, targets[n]).id for n in numbers}
        self.see_both()
        for side in (0, 1):
            for n in numbers:
                self.validate(side, targets[n])
                self.screen(side, locations[n])
        contents = {n: {"target": targets[n], "location": locations[n], "actionable": actionable[n]} for n in numbers}
        actions = self._agreed(0, "action", contents)
        plans = {
            n: self._on(n).plan(rooms_fake.Agreed(targets[n], locations[n], actionable[n], actions[n])).id
            for n in numbers
        }
        self.see_both()
        for _ in numbers:
            self._log_entry(0, "receipt", {})
        for plan in plans.values():
            self.acknowledge(plan)
        self.see_both()
        for plan in plans.values():
            for side in (0, 1):
                self.call(side, plan)
                self.line(side, plan, CODES[side])
            self.line(rooms_fake.CONFIRMER, plan, rooms_fake.THIRD)
        self.see_both()
        done = [self.execute(plan).id for plan in plans.values()]
        for one in done:
            self.assess(1, one)
        self.see_both()
        for side in (0, 1):
            for _ in numbers:
                self._log_entry(side, "receipt", {})

    def _on(self, number: int) -> MadeWay:
        rooms_fake.LABEL, rooms_fake.PLAN_LABEL = f"T-{number:06d}", f"P-{number:06d}"
        return self

    def _agreed(self, by: int, act: str, contents: dict[int, dict[str, Any]]) -> dict[int, str]:
        """Propose and agree, each stage for all targets."""
        proposals = {n: self.propose(by, act, f"T-{n:06d}", content).id for n, content in contents.items()}
        self.see_both()
        for side in (0, 1):
            for proposal in proposals.values():
                self.answer(side, proposal)
        self.see_both()
        return proposals

    def bundle(self, side: int, start: int, end: int) -> Bundle:
        """Bundle a range of a side's log, signing the heads it needs."""
        entries = [kept for kept in self.logs if kept.side == side][start:end]
        before = max((k.entry.seen.size for k in self.logs if k.side == side and k.entry.seq < start), default=0)
        sizes = sorted({kept.entry.seen.size for kept in entries if kept.entry.seen.size > before})  # type: ignore[union-attr]
        tree = self.trees[side]
        proof = tuple(tree.consistency(start, end)) if 0 < start < end else ()
        return Bundle(
            self.origins[side],
            self.origins[1 - side],
            start,
            end,
            self.head(side, start) if start else None,
            tuple(kept.sealed for kept in entries),  # type: ignore[union-attr]
            tuple(self.head(1 - side, size) for size in sizes),
            self.head(side, end),
            proof,
        )

    def head(self, side: int, size: int) -> bytes:
        """Sign a head."""
        return sign_head(Checkpoint(self.origins[side], size, self.trees[side].root(size)), key_of(side, "log"))


def made(targets: int, *, in_step: int = 1) -> MadeWay:
    """Make a signed record of so many targets, `in_step` of them at a time."""
    way = MadeWay(signed=True)
    way.ready()
    way.live(0)
    for number in range(1, targets, in_step):
        if in_step == 1:
            way.live(number)
        else:
            way.live_in_step(range(number, min(number + in_step, targets)))
    return way
