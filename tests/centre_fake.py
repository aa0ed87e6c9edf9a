"""Two participants in memory, folded by a real picture: entries are built directly, only key sets are signed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, NamedTuple

from jig.agreement.profile import load_profile
from jig.agreement.terms import Terms
from jig.centre.picture import Judgement, Picture
from jig.record.canonical import canonical
from jig.record.entry import LOG_ROLE, Entry, Seen
from jig.record.keyset import KeySet, Officer, Root, sign_keyset
from jig.record.registers import Cut
from jig.record.rooms import kinds
from jig.record.suites import Ed25519Signer
from jig.record.view import View

#: 1 September 2016, 06:00:00Z: 09:00 in the zone of the profile's deadlines (UTC+3 in summer).
MORNING = 1_472_709_600
DAY = 86_400
PROFILE = load_profile("jig2016")
CODES = tuple(one.code for one in PROFILE.participants)
THIRD = PROFILE.third_party.code

#: name by role and side; no name and no post stands on both sides, so that a swap always fails.
ROSTER: tuple[dict[str, str], dict[str, str]] = (
    {
        "SNR": "Alder", "DEPUTY": "Aspen", "INTEL": "Ambrose", "TARGETING": "Abbott", "OPS": "Archer", "AIR": "Avery",
        "LEGAL": "Ash", "LINGUIST": "Amos", "WATCH": "Atwood",
    },
    {
        "SNR": "Belov", "DEPUTY": "Bykov", "INTEL": "Borin", "TARGETING": "Baranov", "OPS": "Bogdanov", "AIR": "Bulat",
        "LEGAL": "Babkin", "LINGUIST": "Bazhov", "WATCH": "Bunin",
    },
)  # fmt: skip
LANG = ("en", "ru")


class Said(NamedTuple):
    """An entry that was folded: where, its id in hex, its place, what became of it."""

    side: int
    position: int
    id: str
    judgement: Judgement

    @property
    def verdict(self) -> str:
        return self.judgement.verdict.value

    def kept(self, code: str) -> bool | None:
        """Whether the finding of that code ("C069/...") was kept; fails when the rule was not asked."""
        return next(finding for finding in self.judgement.findings if finding.code == code).kept

    def facts(self, code: str) -> dict[str, Any]:
        return dict(next(finding for finding in self.judgement.findings if finding.code == code).facts)

    @property
    def broken(self) -> set[str]:
        return {finding.code for finding in self.judgement.findings if not finding.kept}


class Logged(NamedTuple):
    """An entry as it can be folded again, in another order."""

    side: int
    entry: Entry
    id: bytes
    body: bytes


def key_of(side: int, what: str) -> Ed25519Signer:
    """A key that is the same in every run and nobody else's."""
    return Ed25519Signer(hashlib.sha256(f"{side}/{what}".encode()).digest())


def keyset_of(
    side: int, *, version: int = 0, prev: str | None = None, without: tuple[str, ...] = (), claims: str = ""
) -> bytes:
    """The signed key set of a side, all its roster in it but `without`.

    claims: an officer of the counterpart whose key this set names as its own log key.
    """
    roots = [key_of(side, f"root-{n}") for n in range(3)]
    root = Root(CODES[side], "EXERCISE", tuple(one.public for one in roots))
    officers = tuple(
        Officer(name, name, f"{role} of {CODES[side]}", "OF-5", (role,), (LANG[side],), key_of(side, name).public)
        for role, name in ROSTER[side].items()
        if name not in without
    )
    log_key = key_of(1 - side, claims) if claims else key_of(side, "log")
    keyset = KeySet(root, version, prev, log_key.public, officers, MORNING)
    return sign_keyset(keyset, roots[0], roots[1 + side])


class Pair:
    """Two logs and the picture of both. `say` appends; `see` lets a side have seen all of the other's log so far.

    A side's claimed time is `clock[side]` unless an entry's `at` says otherwise; B's clock is 7 s ahead of A's.
    """

    def __init__(self) -> None:
        self.logs: list[Logged] = []
        self.sizes, self.seen = [0, 0], [0, 0]
        self.clock = [MORNING, MORNING + 7]
        self.origins = tuple(
            Root(CODES[s], "EXERCISE", tuple(key_of(s, f"root-{n}").public for n in range(3))).origin for s in (0, 1)
        )
        self.picture = Picture(PROFILE, (self.origins[0], self.origins[1]))
        for side in (0, 1):
            self.keyset(side, keyset_of(side))

    def keyset(self, side: int, envelope: bytes) -> Said:
        """A key set of a side, in its own log."""
        return self._log_entry(side, "keyset", {"keyset": base64.b64encode(envelope).decode()})

    def receipt(self, side: int, at: int | None = None) -> Said:
        """A side's receipt: it has seen all of the other's log, and stamps that."""
        self.see(side)
        return self._log_entry(side, "receipt", {}, at)

    def heartbeat(self, side: int, at: int | None = None) -> Said:
        return self._log_entry(side, "heartbeat", {}, at)

    def see(self, side: int, size: int | None = None) -> None:
        """From its next entry on this side has seen the other's log, up to `size` when given."""
        self.seen[side] = max(self.seen[side], self.sizes[1 - side] if size is None else size)

    def see_both(self) -> None:
        self.see(0)
        self.see(1)

    def say(
        self,
        side: int,
        kind: str,
        body: dict[str, Any],
        *,
        officer: str | None = None,
        role: str | None = None,
        at: int | None = None,
        key: str | None = None,
        agreement: bytes | None = None,
    ) -> Said:
        """An officer states something.

        officer, role: by default one who may. key: of another fingerprint. agreement: terms other than those in force.
        """
        role, officer = self._speaker(side, kind, officer, role)
        fingerprint = key or key_of(side, officer).public.fingerprint
        return self._append(side, kind, body, fingerprint, role, at, agreement)

    def _speaker(self, side: int, kind: str, officer: str | None, role: str | None) -> tuple[str, str]:
        if role is None and officer is not None:
            role = next(r for r, name in ROSTER[side].items() if name == officer)
        if role is None:
            allowed = kinds()[kind].roles if kind in kinds() else frozenset()
            role = next((r for r in ROSTER[side] if r in allowed), "SNR")
        return role, officer or ROSTER[side][role]

    def _log_entry(self, side: int, kind: str, body: dict[str, Any], at: int | None = None) -> Said:
        return self._append(side, kind, body, key_of(side, "log").public.fingerprint, LOG_ROLE, at, None)

    def _append(
        self, side: int, kind: str, body: dict[str, Any], key: str, role: str, at: int | None, agreement: bytes | None
    ) -> Said:
        data = canonical(body)
        entry = self._entry(side, kind, data, key, role, at, agreement)
        entry_id = hashlib.sha256(entry.payload()).digest()
        judgement = self.picture.add(side, entry, entry_id, data)
        self.logs.append(Logged(side, entry, entry_id, data))
        self.sizes[side] += 1
        return Said(side, self.sizes[side] - 1, entry_id.hex(), judgement)

    def _entry(
        self, side: int, kind: str, data: bytes, key: str, role: str, at: int | None, agreement: bytes | None
    ) -> Entry:
        terms = agreement or self.terms_of(side).digest
        claimed = self.clock[side] if at is None else at
        seen = Seen(self.seen[side], hashlib.sha256(b"%d" % self.seen[side]).digest())
        digest = hashlib.sha256(data).digest()
        return Entry(self.origins[side], self.sizes[side], None, seen, claimed, key, role, kind, terms, digest)

    def preview(self, side: int, kind: str, body: dict[str, Any]) -> str:
        """The verdict that such an entry would have now."""
        data = canonical(body)
        role, officer = self._speaker(side, kind, None, None)
        entry = self._entry(side, kind, data, key_of(side, officer).public.fingerprint, role, None, None)
        return self.picture.preview(side, entry, data).verdict.value

    def terms_of(self, side: int) -> Terms:
        """The terms in force for a side's next entry."""
        return self.picture.terms.at(self.picture.cut_of(side, self.seen[side]))

    def view(self, cut: Cut | None = None) -> View:
        return self.picture.view(cut)

    def tick(self, seconds: int) -> None:
        """Time passes for both."""
        self.clock = [self.clock[0] + seconds, self.clock[1] + seconds]

    # --- deciding together -------------------------------------------------------------------------------------------

    def propose(self, side: int, act: str, subject: str, content: dict[str, Any], **more: Any) -> Said:
        relies = more.pop("relies_on", [])
        body = {"act": act, "subject": subject, "content": content, "relies_on": relies, "lang": LANG[side], "text": ""}
        return self.say(side, "proposal", body, **more)

    def answer(self, side: int, proposal: str, answer: str = "AGREE", **more: Any) -> Said:
        decided = more.pop("decided_at", self.clock[side])
        decider = {
            "participant": CODES[side], "name": f"Minister {side}", "post": f"Ministry {side}", "rank_code": "OF-9",
        }  # fmt: skip
        body = {
            "proposal": proposal, "answer": answer, "decided_by": more.pop("decided_by", decider),
            "authority_ref": f"ref-{side}", "decided_at": decided, "lang": LANG[side], "text": "",
        }  # fmt: skip
        return self.say(side, "position", body, **more)

    def agree(self, act: str, subject: str, content: dict[str, Any], *, by: int = 0) -> str:
        """One side proposes, both agree, both have seen it all; the proposal's id. Fails when any of it is refused."""
        self.see(by)
        asked = self.propose(by, act, subject, content)
        self.see(1 - by)
        answers = [self.answer(by, asked.id), self.answer(1 - by, asked.id)]
        self.see_both()
        assert [one.verdict for one in (asked, *answers)] == ["OK"] * 3, [one.broken for one in (asked, *answers)]
        return asked.id

    def agree_terms(self, *changes: dict[str, Any], by: int = 0) -> str:
        """Both agree to new terms and are bound by them."""
        base = self.terms_of(by).digest.hex()
        proposal = self.agree("terms", "JIG", {"base": base, "changes": list(changes)}, by=by)
        self.heartbeat(0)
        self.heartbeat(1)
        self.see_both()
        return proposal

    def withdraw(self, side: int, entry: str, **more: Any) -> Said:
        return self.say(side, "withdrawal", {"entry": entry, "reason": "", "lang": LANG[side]}, **more)

    def hold(self, side: int, *subjects: str, **more: Any) -> Said:
        body = {
            "scope": "SUBJECTS" if subjects else "ALL", "subjects": list(subjects),
            "watch_officer": ROSTER[side]["WATCH"], "lang": LANG[side], "text": "",
        }  # fmt: skip
        return self.say(side, "hold", body, **more)
