"""Both sides' records of flights seen, held against each other by time, place and type: no total is merged (F12)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from jig.air.determination import ObservationStanding
from jig.air.fitting import same_type
from jig.air.observation import UNKNOWN
from jig.places.corridor import Corridor, Gate
from jig.record.registers import SIDES
from jig.record.view import View

#: How a flight seen stands between the two records; one side's alone is ONLY-CODE.
BOTH, CONFLICT, ONLY = "BOTH", "CONFLICT", "ONLY"
#: Why two observations are not of one flight, or are of one and contradict each other.
APART, ELSEWHERE, NOTHING = "PLACE-APART", "MATCHED-ELSEWHERE", "NOT-SEEN-BY-THE-OTHER"
#: Candidates that a row names: a liar's thousand observations of one minute must not make every row endless.
MOST_NAMED = 20


class Pair(NamedTuple):
    """Two sides' observations that overlap in time: why they may differ. near: whether their tracks meet, not only the
    area or nothing that is known."""

    one: ObservationStanding
    other: ObservationStanding
    reasons: tuple[str, ...]
    near: bool

    @property
    def fits(self) -> bool:
        """Whether they can be of one flight, whatever they say of it."""
        return APART not in self.reasons

    @property
    def rank(self) -> tuple[int, bool, int, bytes, bytes]:
        """What is taken as one flight first: what contradicts least, is nearest and began nearest in time."""
        apart = abs(self.one.said.start - self.other.said.start)
        return len(self.reasons), not self.near, apart, self.one.meta.id, self.other.meta.id


class Row(NamedTuple):
    """One flight as either record has it: both observations, or one and why the other record's do not fit it."""

    found: str
    seen: tuple[ObservationStanding | None, ObservationStanding | None]
    reasons: tuple[str, ...]
    candidates: int


class Ledgers:
    """Two records beside each other. Each observation stands in one row, and how many others might fit it beside it."""

    def __init__(self, view: View, mine: Sequence[ObservationStanding], theirs: Sequence[ObservationStanding]) -> None:
        self.view, self.seen = view, (mine, theirs)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every two observations that overlap in time, one of each record, in the order in which they are taken."""
        found: list[Pair] = []
        following = sorted(self.seen[1], key=lambda one: one.said.start)
        for one in self.seen[0]:
            for other in following:
                if other.said.start > one.said.end:
                    break
                if one.said.start <= other.said.end:
                    found.append(compared(one, other))
        return sorted(found, key=lambda pair: pair.rank)

    @cached_property
    def taken(self) -> dict[bytes, Pair]:
        """The pairs taken as one flight, by either entry: each observation in one pair at most."""
        found: dict[bytes, Pair] = {}
        for pair in self.pairs:
            ends = (pair.one.meta.id, pair.other.meta.id)
            if pair.fits and not any(end in found for end in ends):
                found |= dict.fromkeys(ends, pair)
        return found

    @cached_property
    def rows(self) -> list[Row]:
        """One row a flight, by when it was first seen."""
        paired = [self._paired(pair) for pair in {id(pair): pair for pair in self.taken.values()}.values()]
        alone = [self._alone(side, one) for side in SIDES for one in self.seen[side] if one.meta.id not in self.taken]
        return sorted([*paired, *alone], key=lambda row: min((s.said.start, s.meta.id) for s in row.seen if s))

    @cached_property
    def _of(self) -> dict[bytes, list[Pair]]:
        found: dict[bytes, list[Pair]] = {}
        for pair in self.pairs:
            for end in (pair.one, pair.other):
                found.setdefault(end.meta.id, []).append(pair)
        return found

    def _paired(self, pair: Pair) -> Row:
        around = [*self._of[pair.one.meta.id], *self._of[pair.other.meta.id]]
        others = sum(one.fits for one in around) - 2
        return Row(CONFLICT if pair.reasons else BOTH, (pair.one, pair.other), pair.reasons, others)

    def _alone(self, side: int, one: ObservationStanding) -> Row:
        beside = self._of.get(one.meta.id, [])
        told = [
            f"{ELSEWHERE if pair.fits else APART} {(pair.one, pair.other)[1 - side].said.label}"
            for pair in beside[:MOST_NAMED]
        ]
        seen = (one, None) if side == 0 else (None, one)
        return Row(f"{ONLY}-{self.view.code(side)}", seen, tuple(told) or (NOTHING,), sum(pair.fits for pair in beside))

    def as_json(self, within: frozenset[bytes] | None = None) -> dict[str, Any]:
        """Give them as JSON-safe values; the totals stand apart. within: only rows that have one of these entries."""
        kept = [row for row in self.rows if within is None or any(one and one.meta.id in within for one in row.seen)]
        codes = tuple(self.view.code(side) for side in SIDES)
        told, kinds = [row.found for row in kept], [BOTH, CONFLICT, *(f"{ONLY}-{code}" for code in codes)]
        return {
            "totals": {code: sum(row.seen[side] is not None for row in kept) for side, code in enumerate(codes)},
            "counts": {kind: told.count(kind) for kind in kinds},
            "rows": [_row_json(row, codes) for row in kept],
        }


def _row_json(row: Row, codes: tuple[str, ...]) -> dict[str, Any]:
    named = {
        code: None if one is None else {"obs_id": one.said.label, "entry": one.meta.id.hex()}
        for code, one in zip(codes, row.seen, strict=True)
    }
    return {"found": row.found, "seen": named, "reasons": list(row.reasons), "others_that_fit": row.candidates}


def compared(one: ObservationStanding, other: ObservationStanding) -> Pair:
    """Hold two observations that overlap in time against each other: what nobody states contradicts nothing."""
    first, second, near = one.said, other.said, _near(one, other)
    kinds = {first.aircraft_class, second.aircraft_class} - {"UNK"}
    types = bool(first.aircraft_type and second.aircraft_type)
    numbers = {first.number, second.number} - {None}
    shared = bool(set(one.area_names) & set(other.area_names))
    asked = {
        APART: not near and not shared,
        "POSITIONS-DIFFER": not near and shared and bool(first.track and second.track),
        "CLASS-DIFFERS": len(kinds) > 1,
        "TYPE-DIFFERS": types and not same_type(first.aircraft_type, second.aircraft_type),
        "NUMBER-DIFFERS": len(numbers) > 1,
        "OPERATOR-DIFFERS": len({first.operator, second.operator} - {UNKNOWN}) > 1,
    }
    return Pair(one, other, tuple(name for name, differs in asked.items() if differs), near)


def _near(one: ObservationStanding, other: ObservationStanding) -> bool:
    """Whether a point of either lies on the other's way, within what both may be off."""
    return _on(one, other) or _on(other, one)


def _on(one: ObservationStanding, other: ObservationStanding) -> bool:
    gates = tuple(Gate(p.lon_e7, p.lat_e7, p.error_m, 0, 0, "") for p in other.said.track)
    way = Corridor(gates)
    return any(way.legs_at((p.lon_e7, p.lat_e7), p.error_m) for p in one.said.track)
