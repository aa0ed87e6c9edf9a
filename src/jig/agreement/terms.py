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
    """One version of the terms. `changed` names, by setting, the version that last set it.

    documents: by family (FORMAT, PROCEDURE, AREA-SET, SUITE, LIST) and id.
    """

    digest: bytes
    settings: Mapping[str, JSON]
    documents: Mapping[tuple[str, str], Named]
    changed: Mapping[str, bytes]

    def document(self, family: str, name: str) -> Named | None:
        """Find an agreed document."""
        return self.documents.get((family, name))

    def successor(
        self, proposal: bytes, settings: Mapping[str, JSON], documents: Mapping[tuple[str, str], Named]
    ) -> Terms:
        """Give the version that a settled proposal makes of this one."""
        digest = hashlib.sha256(self.digest + proposal).digest()
        return Terms(
            digest,
            {**self.settings, **settings},
            {**self.documents, **documents},
            {**self.changed, **dict.fromkeys(settings, digest)},
        )


def first_terms(profile: Profile) -> Terms:
    """Give the terms both sides begin with: the profile's readings, no format or procedure agreed."""
    return Terms(bytes.fromhex(profile.digest), profile.settings, {}, {})
