"""Two log files and two root fingerprints: the record verified, the picture computed anew, and what is proven, by
whom, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jig.agreement.profile import Profile
from jig.centre.picture import Judgement, Picture
from jig.centre.show import head
from jig.record.admit import Examiner, examine_serially
from jig.record.bundle import Bundle, decode
from jig.record.entry import Examined
from jig.record.errors import Malformed
from jig.record.registers import SIDES
from jig.record.verify import VerifiedPair, verify_pair


@dataclass(frozen=True)
class Recomputed:
    """The verified logs, the picture they give, and the judgements that are not kept in every finding."""

    pair: VerifiedPair
    picture: Picture
    judgements: tuple[tuple[int, Examined, Judgement], ...]


def code_of(bundle: Bundle) -> str:
    """Give the participant's code in a log's name."""
    parts = bundle.log.split("/")
    return parts[1] if len(parts) == 3 else ""


def recompute(
    files: tuple[bytes, bytes], roots: dict[str, str], profile: Profile, *, examiner: Examiner = examine_serially
) -> Recomputed:
    """Verify two whole logs and fold them; the files in any order; roots: fingerprint by participant code.

    Raises Malformed, Convicted or OwnLogBehind: then nothing is proven.
    """
    order = [participant.code for participant in profile.participants]
    found = {code_of(bundle): bundle for bundle in map(decode, files)}
    if sorted(found) != sorted(order):
        raise Malformed("LOG-PARTICIPANTS", found=",".join(sorted(found)), expected=",".join(order))
    if sorted(roots) != sorted(order):
        raise Malformed("ROOT-PARTICIPANTS", found=",".join(sorted(roots)), expected=",".join(order))
    pair = verify_pair((found[order[0]], found[order[1]]), (roots[order[0]], roots[order[1]]), examiner=examiner)
    picture, judgements = fold_pair(pair, profile)
    return Recomputed(pair, picture, judgements)


def fold_pair(pair: VerifiedPair, profile: Profile) -> tuple[Picture, tuple[tuple[int, Examined, Judgement], ...]]:
    """Fold two verified logs in one of the orders in which each entry comes after what it saw."""
    picture = Picture(profile, (pair.logs[0].origin, pair.logs[1].origin))
    noted: list[tuple[int, Examined, Judgement]] = []
    while any(picture.frontier[side] < len(pair.entries[side]) for side in SIDES):
        before = picture.frontier
        for side in SIDES:
            for examined in pair.entries[side][picture.frontier[side] :]:
                if examined.entry.seen.size > picture.frontier[1 - side]:
                    break
                judgement = picture.add(side, examined.entry, examined.id, examined.sealed.body)
                if not judgement.kept:
                    noted.append((side, examined, judgement))
        if picture.frontier == before:
            raise Malformed("LOGS-CIRCULAR")
    return picture, tuple(noted)


def report(done: Recomputed) -> dict[str, Any]:
    """Give what is proven as JSON-safe values."""
    view = done.picture.view()
    logs = {}
    for side in SIDES:
        log = done.pair.logs[side]
        logs[view.code(side)] = {
            "origin": log.origin,
            "entries": log.size,
            "root": log.tree.root().hex(),
            "key_sets": len(log.keysets),
            "seen_of_counterpart": log.seen.size,
            "proven": _proven(done, side),
        }
    remarks = [{"code": remark.code, "log": remark.log, "at": remark.at} for remark in done.pair.remarks]
    return head(done.picture) | {"logs": logs, "ok": True, "remarks": remarks}


def _proven(done: Recomputed, side: int) -> dict[str, Any]:
    """Say up to which entry the counterpart's own stamp stands, and its time."""
    other = done.pair.logs[1 - side]
    sizes = done.picture.world.receipts[1 - side].sizes
    upto = sizes[-1] if len(sizes) else 0
    view = done.picture.view()
    stamp = view.stamped(side, upto - 1) if upto else None
    return {"by": other.origin, "entries": upto, "newest_stamp": stamp}
