"""What a store's writing connection knows without asking, until another connection commits."""

from __future__ import annotations

from dataclasses import dataclass, field

from jig.centre.ports import Which


@dataclass
class Recent:
    """Sizes, facts, newest heads and the newest arrival as last read or written inside a transaction.

    Good only inside one: SQLite's `data_version` says whether anybody else committed since the last. Whatever is rolled
    back takes all of it along.
    """

    version: int | None = None
    arrival: int | None = None
    sizes: dict[Which, int] = field(default_factory=dict)
    facts: dict[str, str | None] = field(default_factory=dict)
    heads: dict[Which, tuple[int, bytes] | None] = field(default_factory=dict)

    def begin(self, version: int) -> None:
        """Begin a transaction at a data version: forget everything when it is another than the last one's."""
        if version != self.version:
            self.forget()
            self.version = version

    def forget(self) -> None:
        """Forget everything."""
        self.version = self.arrival = None
        self.sizes, self.facts, self.heads = {}, {}, {}

    def head(self, which: Which, size: int, note: bytes) -> None:
        """Note a head that was kept; of one size the first stays."""
        newest = self.heads.get(which)
        if which in self.heads and (newest is None or newest[0] < size):
            self.heads[which] = (size, note)
