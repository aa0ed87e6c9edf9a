"""The fold: both logs in any causal order become one picture, each entry judged once at its author's cut."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

from jig.agreement.finding import Finding
from jig.agreement.profile import Profile
from jig.agreement.rule import CUT, Rule, excused, rules_of
from jig.decisions.terms import TermsChain
from jig.language.texts import foreign_text
from jig.record.canonical import Encodable, canonical
from jig.record.entry import LOG_KINDS, Entry
from jig.record.errors import Malformed
from jig.record.facts import Facts, Stated, Unreadable, read_body
from jig.record.keyset import KeySet
from jig.record.kind import Effect, Verdict, Write
from jig.record.log import inner_keyset
from jig.record.note import cosignature_time, open_note
from jig.record.registers import Cut, Registers
from jig.record.rooms import kinds
from jig.record.stamps import Stamps
from jig.record.view import Index, View, World


class Judgement(NamedTuple):
    """What became of an entry: its verdict, the findings behind it, the faults of a form that could not read it."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    faults: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def kept(self) -> bool:
        """Whether it was accepted with every finding kept."""
        return self.verdict is Verdict.OK and all(finding.kept for finding in self.findings)


class NotClosed(Exception):
    """An entry saw more of the counterpart's log than is folded: its cut is not there yet."""

    def __init__(self, side: int, position: int, seen: int, have: int) -> None:
        super().__init__(f"NOT-CLOSED side={side} position={position} seen={seen} have={have}")
        self.side, self.position, self.seen, self.have = side, position, seen, have


#: Asked of what needs authority, and of what moves toward action, whatever its kind.
_AUTHORITY, _TERMS = "authority", "terms"
_WORST = (Verdict.UNREADABLE, Verdict.REFUSED, Verdict.VOID, Verdict.INCOMPLETE)


class Picture:
    """What both logs say, folded so far. Reads entries only: no clock, no disk, no network, nothing a node has
    alone."""

    def __init__(self, profile: Profile, origins: tuple[str, str]) -> None:
        """Begin an empty picture; origins: of log 0 and log 1, in the order of the profile's participants."""
        self.profile = profile
        self.origins = origins
        codes = (origins[0].split("/")[1], origins[1].split("/")[1])
        self.registers = Registers()
        stamps = ((Stamps(), Stamps()), (Stamps(), Stamps()))
        index = Index((*kinds(), *LOG_KINDS))
        self.world = World(profile, codes, self.registers, index, stamps[0], stamps[1])
        self.terms = TermsChain(profile, self.registers)
        self._sizes = [0, 0]
        self._seen = [0, 0]
        self._chains = [b"\x00" * 32, b"\x00" * 32]
        self._kinds = kinds()
        self._rules: dict[str, tuple[Rule, ...]] = {}

    @property
    def frontier(self) -> Cut:
        """How much of each log is folded."""
        return Cut(self._sizes[0], self._sizes[1])

    def view(self, cut: Cut | None = None) -> View:
        """Look at the picture at a cut, the frontier by default."""
        at = self.frontier if cut is None else cut
        return View(self.world, at, self.terms.at(at))

    def cut_of(self, side: int, seen: int) -> Cut:
        """Give the cut of a side's next entry that has seen `seen` entries of the counterpart."""
        seen = max(seen, self._seen[side])
        return Cut(self._sizes[0], seen) if side == 0 else Cut(seen, self._sizes[1])

    def add(self, side: int, entry: Entry, entry_id: bytes, body: bytes | None) -> Judgement:
        """Fold a side's next entry; raises NotClosed when its cut is not folded yet, changing nothing."""
        position, other = self._sizes[side], 1 - side
        seen = max(entry.seen.size, self._seen[side])
        if seen > self._sizes[other]:
            raise NotClosed(side, position, seen, self._sizes[other])
        cut = Cut(position, seen) if side == 0 else Cut(seen, position)
        self.terms.before_entry(side, position, cut)
        judgement, writes = self._judge(side, position, cut, entry, entry_id, body)
        self._write(side, position, cut, writes)
        self.world.entries.add(side, entry_id, entry.kind, judgement.verdict, entry.claimed_at, seen)
        self._sizes[side], self._seen[side] = position + 1, seen
        self._chains[side] = hashlib.sha256(self._chains[side] + entry_id + _said(judgement)).digest()
        return judgement

    def preview(self, side: int, entry: Entry, body: bytes) -> Judgement:
        """Judge an entry as if it were added now, changing nothing."""
        cut = self.cut_of(side, entry.seen.size)
        binding = self.terms.would_bind(side, cut)
        return self._judge(side, cut[side], cut, entry, b"\x00" * 32, body, binding)[0]

    def judged(self, side: int, position: int, entry: Entry, entry_id: bytes, body: bytes | None) -> Judgement:
        """Give a folded entry's judgement again, findings that were kept included: the same at every later frontier."""
        if entry.kind in _OF_THE_RECORD:
            return Judgement(self.world.entries.meta(side, position).verdict, ())
        return self._judge(side, position, self.world.entries.meta(side, position).cut, entry, entry_id, body)[0]

    def _judge(
        self,
        side: int,
        position: int,
        cut: Cut,
        entry: Entry,
        entry_id: bytes,
        body: bytes | None,
        binding: frozenset[bytes] = frozenset(),
    ) -> tuple[Judgement, Iterable[Write]]:
        system = _OF_THE_RECORD.get(entry.kind)
        if system is not None:
            return system(self, side, position, cut, entry, body)
        if body is None:
            return Judgement(Verdict.WITHHELD, ()), ()
        kind = self._kinds.get(entry.kind)
        if kind is None:
            return Judgement(Verdict.UNKNOWN_KIND, ()), ()
        view = View(self.world, cut, self.terms.at(cut))
        keyset: KeySet | None = view.keyset(side)
        officer = keyset.officer_of(entry.key) if keyset is not None else None
        view.binding = binding
        if officer is not None:
            # The key set's own spelling: registers repeat a fingerprint a million times.
            entry = entry._replace(key=officer.key.fingerprint)
        stated = Stated(kind, side, position, entry_id, entry, officer, view)
        try:
            facts = kind.facts(stated, read_body(kind.form, body))
        except Unreadable as fault:
            return self._unread(stated, body, fault)
        findings = self._findings(facts)
        verdict = _verdict(findings)
        return Judgement(verdict, findings), _with_its_words(kind.writes(facts, verdict), facts)

    def _unread(self, stated: Stated, body: bytes, fault: Unreadable) -> tuple[Judgement, Iterable[Write]]:
        kind, raw = stated.kind, json.loads(body)
        writes: list[Write] = []
        if kind.unreadable is not None:
            writes += kind.unreadable(raw, stated.id)
        if kind.superseding is not None:
            writes += kind.superseding(raw, stated)
        return Judgement(Verdict.UNREADABLE, (), tuple(fault.faults)), writes

    def _findings(self, facts: Facts) -> tuple[Finding, ...]:
        effect, found = facts.effect, []
        names = facts.rule_sets
        if effect is not Effect.RESTRICTIVE:
            names = (_AUTHORITY, *names)
        if effect is Effect.PERMISSIVE:
            names = (_TERMS, *names)
        for name in names:
            rules = self._rules.get(name)
            if rules is None:
                rules = self._rules[name] = rules_of(name, CUT)
            found += [rule.apply(facts) for rule in rules if not rule.needs or getattr(facts, rule.needs, None)]
        return tuple(found)

    def _write(self, side: int, position: int, cut: Cut, writes: Iterable[Write]) -> None:
        shared = self.world.entries.shared
        for table, key, value in writes:
            if table == "ended" and isinstance(key, bytes) and self.terms.binds(side, key):
                # Whichever room says so, and readable or not: what binds a side is not ended by it.
                continue
            self.registers.write(table, shared(key), side, position, shared(value))
            if table == "ended" and isinstance(key, bytes):
                self.terms.after_end(side, key)
            elif table == "terms.agree" and isinstance(key, bytes):
                self.terms.after_agree(side, position, cut, key)

    def digest(self) -> str:
        """Hash the picture at the frontier: both verdict chains, the terms, every register; hex."""
        frontier: list[Encodable] = [
            [self.origins[side], self._sizes[side], self._chains[side].hex()] for side in (0, 1)
        ]
        terms = self.view().terms.digest.hex()
        return hashlib.sha256(canonical(["jig-picture-1", frontier, terms, self.registers.digest().hex()])).hexdigest()

    # --- the record's own kinds --------------------------------------------------------------------------------------

    def _keyset(
        self, side: int, position: int, cut: Cut, entry: Entry, body: bytes | None
    ) -> tuple[Judgement, Iterable[Write]]:
        keyset = inner_keyset(body)
        if keyset is None:
            return _OK, ()
        claims: list[Write] = [("claimed", fingerprint, True) for fingerprint in sorted(keyset.keys())]
        return _OK, [("keyset", "", keyset), *claims]

    def _receipt(
        self, side: int, position: int, cut: Cut, entry: Entry, body: bytes | None
    ) -> tuple[Judgement, Iterable[Write]]:
        self.world.receipts[side].add(position, cut[1 - side], entry.claimed_at)
        return _OK, ()

    def _exhibit(
        self, side: int, position: int, cut: Cut, entry: Entry, body: bytes | None
    ) -> tuple[Judgement, Iterable[Write]]:
        """Take in the counterpart's cosignature on an own head, if it is one by a log key known at this cut."""
        try:
            note = open_note(str(json.loads(body or b"{}").get("note", "")).encode())
        except (Malformed, UnicodeEncodeError):
            return Judgement(Verdict.REFUSED, ()), ()
        size = note.checkpoint.size
        own = note.checkpoint.origin == self.origins[side] and size <= position
        name = self.origins[1 - side]
        keysets = self._cosigning(side, size, cut) if own else []
        times = [cosignature_time(note, keyset.log_key, name=name) for keyset in keysets]
        time = next((value for value in times if value is not None), None)
        if time is None:
            return Judgement(Verdict.REFUSED, ()), ()
        self.world.exhibits[side].add(position, size, time)
        return _OK, ()

    def _cosigning(self, side: int, size: int, cut: Cut) -> list[KeySet]:
        """List the counterpart's key sets under which it can have cosigned an own head of `size` entries.

        A key that was replaced before the last of those entries was made stamps them no more: whoever stole it could
        date them as it likes.
        """
        written = View(self.world, cut, self.terms.at(cut)).written("keyset", "", 1 - side)
        seen = self.world.entries.seen[side][size - 1] if size else 0
        before = [keyset for position, keyset in written if position < seen]
        return [*before[-1:], *(keyset for position, keyset in written if position >= seen)]

    def _plain(
        self, side: int, position: int, cut: Cut, entry: Entry, body: bytes | None
    ) -> tuple[Judgement, Iterable[Write]]:
        return _OK, ()


_OK = Judgement(Verdict.OK, ())
_OF_THE_RECORD = {
    "keyset": Picture._keyset,  # noqa: SLF001 - a table of the class's own methods
    "resume": Picture._keyset,  # noqa: SLF001
    "receipt": Picture._receipt,  # noqa: SLF001
    "exhibit": Picture._exhibit,  # noqa: SLF001
    "heartbeat": Picture._plain,  # noqa: SLF001
    "resume-consent": Picture._plain,  # noqa: SLF001
}


def _with_its_words(writes: Iterable[Write], facts: Facts) -> Iterable[Write]:
    """Add that an entry's words are still to be translated, whatever its verdict: what is refused is read as well.

    A translation is itself never translated.
    """
    lang = "" if facts.stated.kind.name == "translation" else foreign_text(facts.view, facts.side, facts.body)
    return [*writes, ("text", facts.stated.id, lang)] if lang else writes


def _verdict(findings: tuple[Finding, ...]) -> Verdict:
    """Give the worst of what broken rules make of an entry; an exception made good excuses the rule it overrides."""
    broken = [finding for finding in findings if not finding.kept]
    if not broken:
        return Verdict.OK
    excuses = excused(findings)
    found = {
        finding.rule.breaks
        for finding in broken
        if finding.rule is not None and finding.code not in excuses and not finding.rule.overrides
    }
    return next((verdict for verdict in _WORST if verdict.value in found), Verdict.OK)


def _said(judgement: Judgement) -> bytes:
    """Give what enters the digest of a judgement: the verdict and which rules were kept, not kept, or unproven."""
    words = [f"{finding.code}={finding.kept}" for finding in judgement.findings if not finding.kept]
    return " ".join([judgement.verdict.value, *words]).encode()
