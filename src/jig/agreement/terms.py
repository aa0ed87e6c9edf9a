"""The terms in force: readings as set, and the formats, procedures, areas and lists that both sides agreed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from jig.agreement.profile import JSON, Profile


@dataclass(frozen=True)
class Named:
    """An agreed document: its version, and the digest of its bytes in hex."""

    version: str
    digest: str


@dataclass(frozen=True)
class Terms:
    """One version of the terms.

    known: by setting that was ever changed, how much of each log both sides knew of when they last agreed to change it:
    what one side alone had made stricter before that is replaced, what was still on its way is not.
    documents: by family (FORMAT, PROCEDURE, AREA-SET, SUITE, LIST) and id.
    """

    digest: bytes
    settings: Mapping[str, JSON]
    documents: Mapping[tuple[str, str], Named]
    known: Mapping[str, tuple[int, int]]

    def document(self, family: str, name: str) -> Named | None:
        """Find an agreed document."""
        return self.documents.get((family, name))

    def successor(
        self,
        proposal: bytes,
        settings: Mapping[str, JSON],
        documents: Mapping[tuple[str, str], Named],
        known: tuple[int, int] = (0, 0),
    ) -> Terms:
        """Give the version that a settled proposal makes of this one; known: of each log, by both who agreed to it."""
        digest = hashlib.sha256(self.digest + proposal).digest()
        return Terms(
            digest,
            {**self.settings, **settings},
            {**self.documents, **documents},
            {**self.known, **{name: self._known_more(name, known) for name in settings}},
        )

    def _known_more(self, setting: str, known: tuple[int, int]) -> tuple[int, int]:
        before = self.known.get(setting, (0, 0))
        return max(before[0], known[0]), max(before[1], known[1])


def first_terms(profile: Profile) -> Terms:
    """Give the terms both sides begin with: the profile's readings, no format or procedure agreed."""
    return Terms(bytes.fromhex(profile.digest), profile.settings, {}, {})
