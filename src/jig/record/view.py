"""What was known at a cut: the registers, the entries, the stamps and the terms, for rules and standing alike."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

from jig.agreement.profile import Profile
from jig.agreement.register import REGISTER
from jig.agreement.terms import Terms
from jig.record.keyset import KeySet, Officer
from jig.record.kind import Verdict
from jig.record.registers import Cut, Reading, Registers
from jig.record.stamps import Stamps

VERDICTS = tuple(Verdict)


class Meta(NamedTuple):
    """An entry as others refer to it. `seen` is how much of the counterpart's log its author had seen.

    kind: "" where no room knows it.
    """

    id: bytes
    side: int
    position: int
    kind: str
    verdict: Verdict
    claimed_at: int
    seen: int

    @property
    def cut(self) -> Cut:
        """The cut at which it was judged."""
        return Cut(self.position, self.seen) if self.side == 0 else Cut(self.seen, self.position)


class Index:
    """Every entry of both logs, in a few bytes each.

    kinds: every kind that is known. All others share the name "": were they numbered as they come, an author of many
    could fill the table, and which kinds still fit would depend on the order in which a node received the entries.
    """

    def __init__(self, kinds: Iterable[str]) -> None:
        self.places: dict[bytes, int] = {}
        self.ids: tuple[list[bytes], list[bytes]] = ([], [])
        self.kind_names: list[str] = ["", *sorted(kinds)]
        self._kind_numbers: dict[str, int] = {name: number for number, name in enumerate(self.kind_names)}
        self.kinds = (array("H"), array("H"))
        self.verdicts = (bytearray(), bytearray())
        self.claimed = (array("q"), array("q"))
        self.seen = (array("q"), array("q"))

    def add(self, side: int, entry_id: bytes, kind: str, verdict: Verdict, claimed_at: int, seen: int) -> None:
        """Append an entry of one side."""
        number = self._kind_numbers.get(kind, 0)
        self.places[entry_id] = len(self.ids[side]) * 2 + side
        self.ids[side].append(entry_id)
        self.kinds[side].append(number)
        self.verdicts[side].append(VERDICTS.index(verdict))
        # A claimed time beyond 64 bits would stop the fold: it is kept in the entry, here it is bounded.
        self.claimed[side].append(max(-(2**53), min(2**53, claimed_at)))
        self.seen[side].append(seen)

    def shared(self, item: Any) -> Any:
        """Give what an entry id, or a tuple of such, is spelled by once: registers repeat ids a million times."""
        if type(item) is bytes:
            place = self.places.get(item)
            return item if place is None else self.ids[place & 1][place >> 1]
        return tuple(map(self.shared, item)) if type(item) is tuple else item

    def meta(self, side: int, position: int) -> Meta:
        """Give the entry at a position of a side's log."""
        return Meta(
            self.ids[side][position],
            side,
            position,
            self.kind_names[self.kinds[side][position]],
            VERDICTS[self.verdicts[side][position]],
            self.claimed[side][position],
            self.seen[side][position],
        )


class World(NamedTuple):
    """What a fold has built so far, shared by all views of it."""

    profile: Profile
    codes: tuple[str, str]
    registers: Registers
    entries: Index
    receipts: tuple[Stamps, Stamps]
    exhibits: tuple[Stamps, Stamps]


class View(Reading):
    """The world as of a cut, under the terms in force there."""

    __slots__ = ("binding", "memo", "terms", "world")

    def __init__(self, world: World, cut: Cut, terms: Terms) -> None:
        super().__init__(world.registers, cut)
        self.world = world
        self.terms = terms
        # Terms by which the entry being judged would bind its author: only a preview has not written them yet.
        self.binding: frozenset[bytes] = frozenset()
        # What was found at this cut once is true of it for ever: registers are only ever written after it.
        self.memo: dict[Any, bool] = {}

    @property
    def profile(self) -> Profile:
        """The agreement's data."""
        return self.world.profile

    def code(self, side: int) -> str:
        """The participant's code of a side."""
        return self.world.codes[side]

    def entry(self, ref: str | bytes) -> Meta | None:
        """Find an entry by id within the cut."""
        if isinstance(ref, str):
            try:
                ref = bytes.fromhex(ref)
            except ValueError:
                return None
        place = self.world.entries.places.get(ref)
        if place is None or place >> 1 >= self.cut[place & 1]:
            return None
        return self.world.entries.meta(place & 1, place >> 1)

    def names(self, table: str) -> list[str]:
        """List a table's labels by who wrote them, as CODE:label, sorted."""
        labels = self.keys(table)
        return sorted(f"{self.code(side)}:{one}" for one in labels for side in (0, 1) if self.has(table, one, side))

    def newest(self, table: str, name: str) -> Any:
        """Give what the side of a CODE:label last wrote under that label, None when nothing."""
        code, _, label = name.partition(":")
        return self.last(table, label, next(side for side in (0, 1) if self.code(side) == code))

    def keyset(self, side: int) -> KeySet | None:
        """Give a side's newest key set."""
        found: KeySet | None = self.last("keyset", "", side)
        return found

    def officer(self, side: int, name: str) -> Officer | None:
        """Find an officer of a side who is accredited and not relieved."""
        keyset = self.keyset(side)
        found = None if keyset is None else keyset.officer(name)
        return found if found is not None and not self.relieved(side, name) else None

    def relieved(self, side: int, name: str) -> bool:
        """Tell whether an officer was relieved since the newest key set that names it."""
        reliefs = self.written("relieved", name, side)
        return bool(reliefs) and reliefs[-1][0] > self.written("keyset", "", side)[-1][0]

    def setting(self, name: str) -> Any:
        """Give a reading's setting: the terms', or what either side alone made tighter since."""
        base = self.terms.settings.get(name)
        setting = REGISTER.setting(name)
        if setting.tighten not in ("LOWER", "HIGHER"):
            return base
        known = self.terms.known.get(name, (0, 0))
        for side in (0, 1):
            for position, value in self.written("tightened", name, side):
                if position < known[side]:
                    continue
                if base is None or (value < base if setting.tighten == "LOWER" else value > base):
                    base = value
        return base

    def stamped(self, side: int, position: int) -> int | None:
        """Give the earliest time the counterpart stamped on a head that holds this entry; None when no stamp is
        held."""
        other = 1 - side
        received = self.world.receipts[other].earliest(position, self.cut[other])
        exhibited = self.world.exhibits[side].earliest(position, self.cut[side], sorted_sizes=False)
        times = [time for time in (received, exhibited) if time is not None]
        return min(times) if times else None

    def proven_before(self, meta: Meta, due: int) -> bool | None:
        """Say whether an entry reached the counterpart strictly before `due`: True MET, False MISSED, None UNPROVEN.

        MET needs the counterpart's stamp; MISSED the author's own. Neither can be made by the side it favours.
        """
        stamp = self.stamped(meta.side, meta.position)
        if stamp is not None and stamp < due:
            return True
        return False if meta.claimed_at >= due else None
