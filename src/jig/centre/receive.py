"""Taking in what the counterpart sends: verified whole, mirrored, receipted, cosigned, folded; or kept as received."""

from __future__ import annotations

from dataclasses import dataclass

from jig.centre.bundles import NoSuchRange, mirror_piece, own_piece
from jig.centre.keeping import Unkept, keep
from jig.centre.node import Node, OwnLogOlder, Recorded
from jig.centre.picture import Judgement
from jig.centre.resume import ResumeRefused, consent_to_resume
from jig.centre.serving import Answer
from jig.record import b64
from jig.record.admit import Admission, BranchUnshown, Convicted, NotConnected, OwnLogBehind, admit
from jig.record.bundle import Bundle, decode
from jig.record.entry import Examined
from jig.record.errors import Malformed
from jig.record.note import cosign, open_note
from jig.record.resume import read_statement

#: These call for no receipt, or two nodes would answer each other for ever.
_CALL_FOR_NO_RECEIPT = frozenset({"receipt", "heartbeat", "exhibit"})
#: How an envelope begins, and what ends its payload; how a payload says that it is one of those kinds.
_PAYLOAD = (b'{"payload":"', b'","payloadType"')
_RECEIPT_MARKS = tuple(b'"kind":"%s"' % kind.encode() for kind in sorted(_CALL_FOR_NO_RECEIPT))
#: Deliveries up to this many entries are looked at for their kinds before they are verified.
_FEW = 8


class Stopped(Exception):
    """The exchange is stopped since the counterpart was convicted; `code` says of what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Received:
    """What a delivery brought: new entries with their judgements, our receipt, entries of an abandoned branch."""

    new: tuple[tuple[Examined, Judgement], ...]
    receipt: Recorded | None
    cosigned: int
    abandoned: int


def receive(node: Node, data: bytes) -> Received:
    """Take in a bundle of the counterpart's log.

    Raises Malformed (kept as received), Unkept (as that, beyond what may be kept), NotConnected, OwnLogBehind,
    Convicted (kept with its proof; the exchange stops) or Stopped. In every such case nothing of it enters the picture.
    """
    node.pairing.counterpart  # noqa: B018 - raises NotPaired: nobody's log is taken in before its root is pinned
    try:
        return _receive(node, decode(data))
    except Convicted as conviction:
        keep_conviction(node, conviction, data)
        raise
    except Malformed as fault:
        with node.store.transaction():
            kept = keep(node.store, "unreadable", fault.code, node.clock.now(), data)
        if not kept:
            raise Unkept(fault.code, **fault.params) from fault
        raise


def _receive(node: Node, bundle: Bundle) -> Received:
    with node.writing(durable=_calls_for_more(node, bundle)):
        stopped = node.store.fact("stopped")
        if stopped is not None:
            raise Stopped(stopped)
        newest = node.store.newest_head("mirror")
        admission = admit(node.mirror, bundle, node.as_reader(), newest, examiner=node.examiner)
        judged = _store(node, admission)
        receipt = _receipt(node, admission)
    if receipt is not None:
        node.witness.raise_to(node.own.size)
    return Received(judged, receipt, len(admission.cosigned), len(admission.abandoned))


def _calls_for_more(node: Node, bundle: Bundle) -> bool:
    """Tell whether a delivery will make us append, and must be on the disk before anybody hears of that.

    Receipts alone will not. They are on the disk with our next entry, which is the first of ours to have seen them;
    lost before that, the counterpart gives them again.
    """
    fresh = bundle.entries[max(0, node.mirror.size - bundle.start) :]
    return len(fresh) > _FEW or not all(_is_receipt(sealed.envelope) for sealed in fresh)


def _is_receipt(envelope: bytes) -> bool:
    """Tell whether an envelope, if it is admitted, holds a receipt or its like.

    Not read whole: what is admitted is canonical, where no text can hold these bytes, and no other member this name.
    """
    start, end = _PAYLOAD
    encoded = envelope[len(start) : envelope.find(end)] if envelope.startswith(start) else b""
    try:
        payload = b64.decode(encoded)
    except Malformed:
        return False
    return any(mark in payload for mark in _RECEIPT_MARKS)


def _store(node: Node, admission: Admission) -> tuple[tuple[Examined, Judgement], ...]:
    judged = tuple((examined, node.record("mirror", examined)) for examined in admission.new)
    if admission.head is not None:
        node.keep_head("mirror", open_note(admission.head).checkpoint.size, admission.head)
    for note, time in admission.cosigned:
        node.store.put_cosignature("own", open_note(note).checkpoint.size, time, note)
    for sealed in admission.abandoned:
        keep(node.store, "abandoned", "RESUME", node.clock.now(), sealed.envelope)
    return judged


def _receipt(node: Node, admission: Admission) -> Recorded | None:
    """Append a receipt, then cosign the head it saw: in this order, so that no cosignature is without its receipt."""
    due = any(examined.entry.kind not in _CALL_FOR_NO_RECEIPT for examined in admission.new)
    if not due or admission.head is None or open_note(admission.head).checkpoint.size != node.mirror.size:
        return None
    try:
        node.may_append()
    except OwnLogOlder:
        # A restored store takes in what it is given and says nothing of its own until it has recovered.
        return None
    now = node.clock.now()
    recorded = node.append_of_the_record("receipt", {}, at=now)
    node.put_head()
    name = node.own.origin
    keyset = node.own.keyset_at(node.own.size)
    assert keyset is not None
    note = cosign(admission.head, node.keys.log_signer(keyset.log_key), name=name, time=now)
    node.store.put_cosignature("mirror", node.mirror.size, now, note)
    return recorded


def keep_conviction(node: Node, conviction: Convicted, data: bytes) -> None:
    """Keep what convicts the counterpart, with its proof, and stop the exchange."""
    with node.store.transaction():
        node.store.keep("convicting", conviction.code, node.clock.now(), data)
        for side in conviction.proof or ():
            node.store.keep("fork-proof", conviction.code, node.clock.now(), side.encode())
        node.store.set_fact("stopped", conviction.code)


class Counter:
    """What this node answers to its counterpart's requests (implements Serving)."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def take(self, bundle: bytes) -> Answer:
        """Receive a bundle and answer with ours."""
        try:
            receive(self.node, bundle)
        except BranchUnshown as unshown:
            return Answer("NOT-CONNECTED", "BUNDLE-ABANDONED", unshown.have, None)
        except NotConnected as gap:
            return Answer("NOT-CONNECTED", "BUNDLE-GAP", gap.have, None)
        except OwnLogBehind as behind:
            return Answer("OWN-LOG-BEHIND", "SEEN-BEYOND", behind.size, None)
        except OwnLogOlder as older:
            # A restored node that was called before it asked: it takes nothing until it has recovered.
            return Answer("OWN-LOG-BEHIND", "OWN-LOG-OLDER", older.known, None)
        except Convicted as conviction:
            return Answer("CONVICTED", conviction.code, self.node.mirror.size, None)
        except Stopped as stopped:
            return Answer("STOPPED", stopped.code, self.node.mirror.size, None)
        except Unkept as fault:
            return Answer("DAMAGED-UNKEPT", fault.code, self.node.mirror.size, None)
        except Malformed as fault:
            return Answer("DAMAGED", fault.code, self.node.mirror.size, None)
        return Answer("ACCEPTED", "", self.node.mirror.size, own_piece(self.node).encode())

    def head_of_mirror(self) -> bytes | None:
        """Give the highest head of the counterpart's log that we mirror."""
        return self.node.store.newest_head("mirror")

    def bundle_of_mirror(self, start: int) -> bytes | None:
        """Give the counterpart its own entries from `start` on, as many as one delivery holds; None beyond what we
        hold."""
        self.node.refresh()
        try:
            return mirror_piece(self.node, start).encode()
        except NoSuchRange:
            return None

    def bundle_of_own(self, start: int, end: int | None = None) -> bytes | None:
        """Give our entries from `start` on and before `end`, as many as one delivery holds; None beyond our log."""
        self.node.refresh()
        try:
            return own_piece(self.node, start, end).encode()
        except NoSuchRange:
            return None

    def consent(self, statement: bytes) -> tuple[str, bytes | None]:
        """Judge a resume statement of the counterpart; sign it when it takes nothing back that we acted on."""
        try:
            signed = consent_to_resume(self.node, read_statement(statement))
        except (ResumeRefused, Malformed) as refusal:
            return refusal.code, None
        except OwnLogOlder:
            return "OWN-LOG-OLDER", None
        return "OK", signed.envelope.encode()

    def status(self) -> dict[str, object]:
        """Say who we are and how far both logs are."""
        self.node.refresh()
        return {
            "log": self.node.own.origin,
            "mode": self.node.pairing.own.mode,
            "size": self.node.own.size,
            "mirror": self.node.mirror.size,
            "stopped": self.node.store.fact("stopped"),
        }
