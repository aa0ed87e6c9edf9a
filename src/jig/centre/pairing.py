"""Who the two are: each side's root record, exchanged by hand and read aloud."""

from __future__ import annotations

from dataclasses import dataclass

from jig.agreement.profile import Profile
from jig.record.keyset import Root


class NotPaired(Exception):
    """There is no counterpart yet: the root fingerprints were not exchanged."""


class WrongPair(Exception):
    """Two roots that cannot be paired; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Pairing:
    """The own root, the counterpart's (None until it is pinned), and the agreement's profile."""

    own: Root
    other: Root | None
    profile: Profile

    def __post_init__(self) -> None:
        """Refuse a pair that could not be told apart or must not be mixed; raises WrongPair."""
        if self.other is None:
            return
        if self.own.mode != self.other.mode:
            raise WrongPair("PAIR-MODE", found=self.other.mode, expected=self.own.mode)
        expected = self.profile.other(self.own.participant)
        if self.other.participant != expected:
            raise WrongPair("PAIR-PARTICIPANT", found=self.other.participant, expected=expected)

    @property
    def counterpart(self) -> Root:
        """The counterpart's root; raises NotPaired."""
        if self.other is None:
            raise NotPaired
        return self.other

    @property
    def other_origin(self) -> str:
        """The counterpart's log; a name that no root can have while there is none, so that nothing can be taken in
        for it."""
        if self.other is None:
            return f"{self.own.mode.lower()}/{self.profile.other(self.own.participant)}/{'-' * 16}"
        return self.other.origin

    @property
    def other_fingerprint(self) -> str:
        """The counterpart's pinned root fingerprint, which nothing matches while there is none."""
        return "" if self.other is None else self.other.fingerprint

    @property
    def side(self) -> int:
        """The own side: 0 or 1, in the profile's order of participants."""
        return [participant.code for participant in self.profile.participants].index(self.own.participant)

    @property
    def origins(self) -> tuple[str, str]:
        """The two logs' origins by side."""
        own, other = self.own.origin, self.other_origin
        return (own, other) if self.side == 0 else (other, own)
