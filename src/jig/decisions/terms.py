"""The chain of terms: who is bound by what, and which version an entry stands under."""

from __future__ import annotations

from typing import Any

from jig.agreement.profile import Profile
from jig.agreement.terms import Named, Terms, first_terms
from jig.decisions.state import Proposed, fallen_by
from jig.record.registers import SIDES, Cut, Reading, Registers


class TermsChain:
    """Versions of the terms, each settled by both sides being bound to it; none is ever undone.

    A side is bound by its first entry that has seen the other's AGREE while its own stands. `links` holds, for each
    settled version, the position in each log from which it binds; both rise, so the version in force at a cut is a
    binary search.
    """

    def __init__(self, profile: Profile, registers: Registers) -> None:
        self.versions: list[Terms] = [first_terms(profile)]
        self.links: list[tuple[int, int]] = [(-1, -1)]
        self.proposals: list[bytes] = [b""]
        self._registers = registers
        self._live: tuple[set[bytes], set[bytes]] = (set(), set())

    def at(self, cut: Cut) -> Terms:
        """Give the version in force at a cut: the newest by which both were bound within it."""
        low, high = 0, len(self.links)
        while low < high:
            middle = (low + high) // 2
            if self.links[middle][0] < cut[0] and self.links[middle][1] < cut[1]:
                low = middle + 1
            else:
                high = middle
        return self.versions[low - 1]

    def before_entry(self, side: int, position: int, cut: Cut) -> None:
        """Bind a side whose next entry has seen the counterpart's AGREE to what it agreed to itself.

        The entry at `position` counts as the binding one, whatever it says: a withdrawal in it comes too late.
        """
        if not self._live[side]:
            return
        view = Reading(self._registers, cut)
        for proposal in sorted(self._live[side]):
            self._bind_or_drop(view, side, position, proposal)

    def after_agree(self, side: int, position: int, cut: Cut, proposal: bytes) -> None:
        """Note a side's valid AGREE; it binds at once when the author had seen the other's."""
        self._live[side].add(proposal)
        self._bind_or_drop(Reading(self._registers, Cut(*cut)), side, position, proposal)

    def binds(self, side: int, proposal: bytes) -> bool:
        """Tell whether a side is bound by a proposal of terms, its entry being folded included."""
        return proposal in self._registers.cells("terms.bound", side)

    def after_end(self, side: int, proposal: bytes) -> None:
        """Note that a side took back an AGREE by which it was not bound."""
        self._live[side].discard(proposal)

    def would_bind(self, side: int, cut: Cut) -> frozenset[bytes]:
        """List the proposals by which a side's next entry at this cut would bind it, changing nothing."""
        view = Reading(self._registers, cut)
        return frozenset(one for one in self._live[side] if self._fate(view, side, cut[side], one))

    def _bind_or_drop(self, view: Reading, side: int, position: int, proposal: bytes) -> None:
        binds = self._fate(view, side, position, proposal)
        if binds is None:
            return
        self._live[side].discard(proposal)
        if binds:
            self._registers.write("terms.bound", proposal, side, position, True)
            self._settle(proposal)

    def _fate(self, view: Reading, side: int, position: int, proposal: bytes) -> bool | None:
        """Say what an entry at this position makes of a live AGREE: it binds, it is void, or None: neither yet."""
        other = 1 - side
        if view.has("ended", proposal, other) or self._one_hand(view.cut, side, position, proposal):
            return False
        if fallen_by(view, proposal) is not None:
            # A return revives no AGREE, to terms neither: nobody is bound by it any more.
            return False
        return True if view.has("terms.agree", proposal, other) else None

    def _one_hand(self, cut: Cut, side: int, position: int, proposal: bytes) -> bool:
        """Tell whether an AGREE was signed with a key that both sides' key sets name, as far as this cut shows."""
        view = Reading(self._registers, Cut(position + 1, cut[1]) if side == 0 else Cut(cut[0], position + 1))
        given = [(one, view.last("terms.agree", proposal, one)) for one in SIDES]
        return any(cell is not None and view.has("claimed", cell[1], 1 - one) for one, cell in given)

    def _settle(self, proposal: bytes) -> None:
        whole = Reading(self._registers, Cut(1 << 62, 1 << 62))
        bound = [whole.first("terms.bound", proposal, side) for side in SIDES]
        if bound[0] is None or bound[1] is None:
            return
        found: Proposed | None = next(
            (p for p in (whole.last("proposal", proposal, side) for side in SIDES) if p is not None), None
        )
        if found is None:
            raise AssertionError("a settled proposal that was never made")
        settings: dict[str, Any] = {}
        documents: dict[tuple[str, str], Named] = {}
        for change in found.content.changes:
            if change.item == "READING":
                settings[change.id] = change.value
            else:
                documents[(change.item, change.id)] = Named(change.version, change.digest)
        self.versions.append(self.versions[-1].successor(proposal, settings, documents, _known(whole, proposal)))
        self.links.append((bound[0][0], bound[1][0]))
        self.proposals.append(proposal)


def _known(whole: Reading, proposal: bytes) -> tuple[int, int]:
    """Give how much of each log both sides knew of when they agreed."""
    given = [whole.first("terms.agree", proposal, side) for side in SIDES]
    first, second = ((cell[0], int(cell[1][2])) if cell is not None else (0, 0) for cell in given)
    return min(first[0], second[1]), min(second[0], first[1])
