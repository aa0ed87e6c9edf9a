"""What a node answers to its counterpart over a link."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Answer(NamedTuple):
    """The answer to a delivery: a bundle of our own log (with our cosignatures), and what became of the delivery.

    outcome: "ACCEPTED", "NOT-CONNECTED" (with `have`), "DAMAGED", "DAMAGED-UNKEPT", "CONVICTED", "STOPPED",
    "OWN-LOG-BEHIND". The bundle is None unless accepted.
    """

    outcome: str
    code: str
    have: int
    bundle: bytes | None


class Serving(Protocol):
    """The use cases that the link's server calls. `certificate` has been checked against the pinned one before."""

    def take(self, bundle: bytes) -> Answer:
        """Receive the counterpart's bundle: verify, mirror, receipt, cosign; answer with ours."""

    def head_of_mirror(self) -> bytes | None:
        """Give the highest head of the counterpart's log that we mirror."""

    def bundle_of_mirror(self, start: int) -> bytes | None:
        """Give the counterpart its own entries from `start` on, or the first of them (None when beyond what we
        have)."""

    def bundle_of_own(self, start: int, end: int | None = None) -> bytes | None:
        """Give our entries from `start` on and before `end`, or fewer (None when beyond what we have)."""

    def consent(self, statement: bytes) -> tuple[str, bytes | None]:
        """Judge a resume statement; give ("OK", signed envelope) or (code, None)."""

    def status(self) -> dict[str, object]:
        """Say who we are: origin, mode, own size, mirror size, stopped or not, version."""
