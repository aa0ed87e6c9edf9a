"""A run as data: what two sides said, in a causal order; told to the real fold in any other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from jig.centre.picture import Picture
from jig.record.canonical import canonical
from jig.record.entry import LOG_KINDS, LOG_ROLE, Entry, Seen
from jig.record.kind import Verdict
from jig.record.registers import Cut
from properties.sides import CODES, ORIGINS, PROFILE, ROLES, cosigned, fingerprint, keyset, officer_name

Log = tuple["Said", ...]
Logs = tuple[Log, Log]
STAFF = ("snr", "deputy", "staff", "watch", "linguist")
ROOT = b"\x22" * 32


@dataclass(frozen=True)
class Said:
    """One entry before it has a place: its id follows from `uid`, so that others may be put in front of it."""

    side: int
    uid: int
    seen: int
    kind: str
    body: Mapping[str, Any]
    officer: str
    role: str
    at: int
    terms: bytes

    @cached_property
    def id(self) -> bytes:
        """The entry id."""
        return hashlib.sha256(b"entry %d" % self.uid).digest()

    @property
    def ref(self) -> str:
        """The entry id in hex."""
        return self.id.hex()

    @cached_property
    def data(self) -> bytes:
        """The body's bytes; an exhibit's cosignature is made here, once its size is known."""
        body = self.body
        if self.kind == "exhibit":
            body = {"note": cosigned(self.side, body["size"], body["time"], body.get("by", 1 - self.side))}
        return canonical(dict(body))

    @property
    def changeless(self) -> Said:
        """The same entry saying nothing."""
        return replace(self, kind="heartbeat", body={}, officer="log", role=LOG_ROLE)


def entry_of(said: Said, seq: int) -> Entry:
    """Make the entry that a fold reads."""
    key = fingerprint(said.side, said.officer)
    seen = Seen(said.seen, ROOT)
    return Entry(ORIGINS[said.side], seq, None, seen, said.at, key, said.role, said.kind, said.terms, b"\x00" * 32)


def add(picture: Picture, said: Said) -> Verdict:
    """Fold one entry."""
    entry = entry_of(said, picture.frontier[said.side])
    return picture.add(said.side, entry, said.id, said.data).verdict


def new_picture() -> Picture:
    """An empty picture of the invented sides."""
    return Picture(PROFILE, ORIGINS)


def replay(logs: Logs, pick: Callable[[], int] = lambda: 0) -> Picture:
    """Fold two logs in a causal order; pick chooses where both sides could come next."""
    picture, seen = new_picture(), [0, 0]
    while any(picture.frontier[side] < len(logs[side]) for side in (0, 1)):
        ready = [side for side in (0, 1) if _ready(logs, picture.frontier, side)]
        assert ready, "a run that is not causally closed"
        side = ready[pick() % len(ready)]
        said = logs[side][picture.frontier[side]]
        seen[side] = max(seen[side], said.seen)
        add(picture, said)
    return picture


def _ready(logs: Logs, at: Cut, side: int) -> bool:
    return at[side] < len(logs[side]) and logs[side][at[side]].seen <= at[1 - side]


def closed(logs: Logs, wanted: tuple[int, int]) -> Cut:
    """The greatest closed frontier at or below `wanted`, found by looking at every entry."""
    a, b = wanted
    while True:
        lower = next((i for i in range(a) if logs[0][i].seen > b), a)
        upper = next((i for i in range(b) if logs[1][i].seen > lower), b)
        if (lower, upper) == (a, b):
            return Cut(a, b)
        a, b = lower, upper


def upto(logs: Logs, cut: Sequence[int]) -> Logs:
    """The logs up to a cut."""
    return logs[0][: cut[0]], logs[1][: cut[1]]


def insert(logs: Logs, at: int, said: Said) -> Logs:
    """Put an entry in front of position `at` of its side's log; what others saw and cosigned moves with it."""
    own, other = logs[said.side], logs[1 - said.side]
    seen = max((one.seen for one in own[:at]), default=0)
    moved = tuple(_longer(one, at) for one in own[at:])
    theirs = tuple(replace(one, seen=one.seen + (one.seen > at)) for one in other)
    return _pair(said.side, (*own[:at], replace(said, seen=seen), *moved), theirs)


def _longer(said: Said, at: int) -> Said:
    if said.kind != "exhibit" or said.body["size"] <= at:
        return said
    return replace(said, body={**said.body, "size": said.body["size"] + 1})


def _pair(side: int, own: Log, other: Log) -> Logs:
    return (own, other) if side == 0 else (other, own)


def swapped(logs: Logs, side: int, change: Callable[[Said], Said]) -> Logs:
    """The same logs with every entry of one side changed."""
    return _pair(side, tuple(change(one) for one in logs[side]), logs[1 - side])


class Story:
    """Tells a run: both sides, what each has seen of the other, and the picture so far."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.logs: tuple[list[Said], list[Said]] = ([], [])
        self.known = [0, 0]
        self.picture = new_picture()
        self.verdicts: dict[bytes, Verdict] = {}
        self._keysets: list[tuple[int, str | None]] = [(0, None), (0, None)]
        self._next = 0
        #: Speaks instead of whoever else would, when set.
        self.speaker = ""
        self.clock = 1_473_000_000

    @property
    def finished(self) -> Logs:
        """Both logs."""
        return tuple(self.logs[0]), tuple(self.logs[1])

    def learn(self, side: int, upto: int | None = None) -> None:
        """Let a side verify the counterpart's log as far as it goes, or up to a size."""
        whole = len(self.logs[1 - side])
        self.known[side] = max(self.known[side], min(whole, whole if upto is None else upto))

    def say(
        self,
        side: int,
        kind: str,
        body: Mapping[str, Any],
        officer: str = "snr",
        *,
        role: str | None = None,
        at: int | None = None,
        seen: int | None = None,
        terms: bytes | None = None,
    ) -> Said:
        """Append an entry and fold it."""
        self.clock += 60
        officer = "log" if kind in LOG_KINDS else self.speaker or officer
        size = self.known[side] if seen is None else seen
        if terms is None:
            terms = self.picture.view(self.picture.cut_of(side, size)).terms.digest
        said = Said(
            side,
            self._next,
            size,
            kind,
            body,
            officer,
            role or (LOG_ROLE if officer == "log" else ROLES.get(officer, ("SNR",))[0]),
            self.clock if at is None else at,
            terms,
        )
        return self._take(said)

    def retell(self, said: Said) -> bool:
        """Fold an entry of another story; False when it saw more than is told yet."""
        if said.seen > len(self.logs[1 - said.side]):
            return False
        self._take(said)
        self.known[said.side] = max(self.known[said.side], said.seen)
        return True

    def _take(self, said: Said) -> Said:
        self.verdicts[said.id] = add(self.picture, said)
        self.said.append(said)
        self.logs[said.side].append(said)
        self._next = max(self._next, said.uid + 1)
        return said

    def keys(self, side: int, officers: tuple[str, ...] = STAFF, **how: Any) -> Said:
        """Append the next key set."""
        version, prev = self._keysets[side]
        text, digest = keyset(side, version, prev, officers)
        self._keysets[side] = (version + 1, digest)
        return self.say(side, "keyset", {"keyset": text}, **how)

    # --- what both sides say often ---------------------------------------------------------------------------------

    def propose(self, side: int, act: str, subject: str, content: Any, relies: Sequence[str] = (), **how: Any) -> Said:
        """Append a proposal."""
        body = {"act": act, "subject": subject, "content": content, "relies_on": list(relies), "lang": "en", "text": ""}
        return self.say(side, "proposal", body, **how)

    def answer(self, side: int, proposal: str, answer: str = "AGREE", *, decider: str = "", **how: Any) -> Said:
        """Append an answer to a proposal."""
        decided = {
            "participant": CODES[side],
            "name": decider or f"Minister of {CODES[side]}",
            "post": "Minister",
            "rank_code": "OF-9",
        }
        body = {
            "proposal": proposal,
            "answer": answer,
            "decided_by": decided,
            "authority_ref": f"decree {side}",
            "decided_at": self.clock,
            "lang": "en",
            "text": "",
        }
        return self.say(side, "position", body, **how)

    def agree_both(self, proposal: Said) -> None:
        """Let both sides agree, each having seen all."""
        for side in (proposal.side, 1 - proposal.side):
            self.learn(side)
            self.answer(side, proposal.ref)

    def relief(self, side: int, relieved: str, **how: Any) -> Said:
        """Append a relief."""
        body = {"officer": officer_name(side, relieved), "reason": "rotation", "lang": "en"}
        return self.say(side, "relief", body, **how)
