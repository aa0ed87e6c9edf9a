"""The two invented sides of the properties: real keys and key sets, made once; no signature over any entry."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from jig.agreement.profile import load_profile
from jig.record.keyset import KeySet, Officer, Root, sign_keyset
from jig.record.note import Checkpoint, cosign, sign_head
from jig.record.suites import Ed25519Signer

PROFILE = load_profile("jig2016")
CODES = tuple(one.code for one in PROFILE.participants)
NAMES = (
    {"snr": "Aldo Stern", "deputy": "Ann Bright", "staff": "Abel Moor", "watch": "Ada Quick", "linguist": "Axel Word"},
    {
        "snr": "Boris Vale",
        "deputy": "Berta Kron",
        "staff": "Bruno Falk",
        "watch": "Bella Ost",
        "linguist": "Benno Slov",
    },
)
ROLES = {
    "snr": ("SNR",),
    "deputy": ("DEPUTY",),
    "staff": ("OPS", "TARGETING", "INTEL", "AIR", "LEGAL"),
    "watch": ("WATCH",),
    "linguist": ("LINGUIST",),
    "twin": ("SNR", "OPS", "WATCH", "TARGETING", "LEGAL"),
}


def signer(name: str) -> Ed25519Signer:
    """Make the same key of the same name every time."""
    return Ed25519Signer(hashlib.sha256(name.encode()).digest())


ROOT_SIGNERS = tuple(tuple(signer(f"root {side} {n}") for n in range(3)) for side in (0, 1))
LOG_SIGNERS = (signer("log 0"), signer("log 1"))
ROOTS = tuple(Root(CODES[side], "EXERCISE", tuple(s.public for s in ROOT_SIGNERS[side])) for side in (0, 1))
ORIGINS = (ROOTS[0].origin, ROOTS[1].origin)


@lru_cache
def fingerprint(side: int, officer: str) -> str:
    """The key of an officer; the twin's is the same on both sides, the stranger's in no key set."""
    return _key(side, officer).public.fingerprint


@lru_cache
def _key(side: int, officer: str) -> Ed25519Signer:
    return LOG_SIGNERS[side] if officer == "log" else signer(officer if officer == "twin" else f"{officer} {side}")


def officer_name(side: int, officer: str) -> str:
    """An officer's name, as the key sets give it."""
    return NAMES[side].get(officer, f"{officer.title()} of {CODES[side]}")


@lru_cache
def keyset(side: int, version: int, prev: str | None, officers: tuple[str, ...]) -> tuple[str, str]:
    """The body text and the digest of a key set that names these officers."""
    named = tuple(
        Officer(
            officer_name(side, one),
            officer_name(side, one),
            one,
            "OF-5",
            ROLES[one],
            ("en",),
            _key(side, one).public,
        )
        for one in officers
    )
    made = KeySet(ROOTS[side], version, prev, LOG_SIGNERS[side].public, named, 1_470_000_000)
    return base64.b64encode(sign_keyset(made, *ROOT_SIGNERS[side][:2])).decode(), made.digest


@lru_cache(maxsize=20_000)
def cosigned(side: int, size: int, time: int, cosigner: int) -> str:
    """A head of a side's log, cosigned. The fold holds no tree, so the root is that of no log at all."""
    head = sign_head(Checkpoint(ORIGINS[side], size, b"\x11" * 32), LOG_SIGNERS[side])
    return cosign(head, LOG_SIGNERS[cosigner], name=ORIGINS[cosigner], time=time).decode()
