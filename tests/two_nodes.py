"""Two real nodes with settable clocks and a link in this process; and a counterpart that writes any bytes it likes."""

from dataclasses import dataclass, field, replace
from typing import Any

from jig.adapters.clock import FixedClock
from jig.agreement.profile import load_profile
from jig.centre.bundles import own_bundle
from jig.centre.exchange import exchange
from jig.centre.keysets import found_log
from jig.centre.node import Node
from jig.centre.pairing import Pairing
from jig.centre.ports import KeyMissing, LinkDown
from jig.centre.receive import Counter, receive
from jig.centre.submit import submit
from jig.record.bundle import Bundle
from jig.record.canonical import canonical
from jig.record.dsse import seal
from jig.record.entry import LOG_KINDS, LOG_ROLE, PAYLOAD_TYPE, Entry, Sealed, Seen, body_hash, leaf_hash, read_entry
from jig.record.keyset import Officer, Root
from jig.record.merkle import EMPTY_ROOT, Tree
from jig.record.note import Checkpoint, cosign, sign_head
from jig.record.suites import Ed25519Signer
from memory_store import MemoryStore

PROFILE = load_profile("jig2016")
CODES = tuple(participant.code for participant in PROFILE.participants)
#: Each side's clock and languages differ, so that a swap of the sides never passes unnoticed.
STARTS = (1_473_000_000, 1_473_000_700)
LANGS = ("en", "ru")
DAY = 86_400


class MemoryKeys:
    """Keys: the private keys a node can use, by public key."""

    def __init__(self):
        self.signers = {}

    def add(self, signer):
        self.signers[signer.public] = signer
        return signer

    def log_signer(self, public):
        if public not in self.signers:
            raise KeyMissing("KEY-FILE-MISSING")
        return self.signers[public]

    def officer_signer(self, name, public):
        return self.log_signer(public)


class MemoryWitness:
    """Witness: how far the log had got; a restored store does not turn it back."""

    def __init__(self):
        self.size = None

    def highest(self):
        return self.size

    def raise_to(self, size):
        self.size = size if self.size is None else max(self.size, size)

    def lower_to(self, size):
        self.size = size


@dataclass
class Party:
    """One participant: its root, keys, store, clock and witness, and a node on them."""

    side: int
    root: Root
    roots: tuple
    log: Ed25519Signer
    officers: dict
    keys: MemoryKeys
    store: Any
    clock: FixedClock
    witness: MemoryWitness
    pairing: Pairing | None = None
    node: Node | None = None

    @property
    def code(self):
        return CODES[self.side]

    def open(self):
        """Open the node (anew) on the store, as after a restart."""
        self.node = Node(self.store, self.keys, self.clock, self.pairing, self.witness)
        return self.node

    def say(self, text="what was said", by="snr"):
        """Submit a note."""
        return self.submit("note", {"lang": LANGS[self.side], "text": text}, by)

    def submit(self, kind, given, by="snr"):
        return submit(self.node, kind, given, by)

    def propose(self, subject="JIG", act="establishment", content=None, relies_on=()):
        """Propose a joint act; by default the establishment."""
        content = content or {"instrument": "note verbale 1", "site": "the office", "terms": PROFILE.digest}
        given = {"act": act, "subject": subject, "content": content, "relies_on": list(relies_on)}
        return self.submit("proposal", given | {"lang": LANGS[self.side], "text": "proposed"})

    def answer(self, proposal, answer="AGREE", by="snr"):
        return self.submit("position", position(self.side, proposal, answer), by)


def position(side, proposal, answer="AGREE"):
    """Give the body of an answer."""
    decider = {"participant": CODES[side], "name": f"authority {side}", "post": "minister", "rank_code": "OF-9"}
    given = {"proposal": proposal.hex(), "answer": answer, "decided_by": decider, "authority_ref": "order 7"}
    return given | {"decided_at": STARTS[side], "lang": LANGS[side], "text": "decided"}


def party(side, store=None, *, found=True):
    """Found one participant, or find it in its store, with a representative and a linguist; the sides' keys differ."""
    signers = [Ed25519Signer(bytes([side * 16 + number]) * 32) for number in range(1, 7)]
    root = Root(CODES[side], "EXERCISE", tuple(signer.public for signer in signers[:3]))
    keys = MemoryKeys()
    log, snr, linguist = (keys.add(signer) for signer in signers[3:])
    people = {"snr": (snr, ("SNR", "WATCH")), "linguist": (linguist, ("LINGUIST",))}
    officers = [
        Officer(name, f"{name} {side}", name.upper(), "OF-5", roles, (LANGS[side],), signer.public)
        for name, (signer, roles) in people.items()
    ]
    made = Party(
        side,
        root,
        tuple(signers[:3]),
        log,
        {"snr": snr, "linguist": linguist},
        keys,
        MemoryStore() if store is None else store,
        FixedClock(STARTS[side]),
        MemoryWitness(),
    )
    if found:
        found_log(made.store, root, made.roots[:2], log, bytes.fromhex(PROFILE.digest), STARTS[side], officers)
    return made


def two(stores=(None, None)):
    """Give two paired participants, both nodes open."""
    a, b = (party(side, store) for side, store in enumerate(stores))
    for one, other in ((a, b), (b, a)):
        one.pairing = Pairing(one.root, other.root, PROFILE)
        one.open()
    return a, b


class Direct:
    """Link: the counterpart's serving side in this process, refusing as the server does; `carried`: what passed."""

    def __init__(self, node):
        self.counter = Counter(node)
        self.carried = []

    def exchange(self, bundle):
        self.carried.append(bundle)
        answer = self.counter.take(bundle)
        if answer.outcome == "ACCEPTED":
            return answer.bundle
        status = {"NOT-CONNECTED": 409, "OWN-LOG-BEHIND": 409}.get(answer.outcome, 403)
        raise LinkDown(f"LINK-HTTP-{status}", status=status, codes=answer.code, have=answer.have)

    def mirrored_head(self):
        return self.counter.head_of_mirror()

    def mirrored_bundle(self, start):
        return self._found(self.counter.bundle_of_mirror(start))

    def own_bundle(self, start, end):
        return self._found(self.counter.bundle_of_own(start, end))

    def consent_to_resume(self, statement):
        code, signed = self.counter.consent(statement)
        if signed is None:
            raise LinkDown("LINK-HTTP-409", status=409, codes=code)
        return signed

    @staticmethod
    def _found(bundle):
        if bundle is None:
            raise LinkDown("LINK-HTTP-404", status=404, codes="")
        return bundle


def meet(caller, other):
    """Exchange once, called by one side."""
    return exchange(caller.node, Direct(other.node))


def same(a, b):
    """Tell whether both hold the same logs and show the same picture."""
    a.node.refresh()
    b.node.refresh()
    crossed = (
        a.node.own.tree.root() == b.node.mirror.tree.root() and b.node.own.tree.root() == a.node.mirror.tree.root()
    )
    return crossed and a.node.picture.digest() == b.node.picture.digest()


def whole(node):
    """Give a node's whole log as a bundle's bytes, for the verifier."""
    node.refresh()
    return own_bundle(node, 0).encode()


def kept_state(one):
    """Give all of a participant's record that a refused delivery must leave alone."""
    node = one.node
    node.refresh()
    return node.own.tree.root(), node.own.size, node.mirror.tree.root(), node.mirror.size, node.picture.digest()


@dataclass
class Hostile:
    """A counterpart with its real keys that signs anything: entries, heads, bundles. `log` and `snr` may be swapped."""

    me: Party
    log: Ed25519Signer
    entries: list
    heads: dict
    seen: Seen
    shown: dict = field(default_factory=dict)
    cosigned: tuple = ()

    @classmethod
    def of(cls, me):
        """Take over a participant where its node stands."""
        node = me.node
        node.refresh()
        entries = list(node.store.entries("own", 0, node.own.size))
        shown = {size: node.store.head("mirror", size) for size in node.store.head_sizes("mirror", 1, node.mirror.size)}
        return cls(me, me.log, entries, {}, node.seen(), shown)

    @property
    def size(self):
        return len(self.entries)

    @property
    def tree(self):
        tree = Tree()
        tree.extend(leaf_hash(sealed.envelope) for sealed in self.entries)
        return tree

    def branch(self, size):
        """Go on from an earlier place beside what was said already."""
        return replace(self, entries=self.entries[:size], heads={}, shown=dict(self.shown))

    def draft(self, kind, **fields):
        """Begin an entry as an honest node would; any field may be given otherwise."""
        prev = self.entries[-1].id if self.entries else None
        role = LOG_ROLE if kind in LOG_KINDS else "SNR"
        terms = bytes.fromhex(PROFILE.digest)
        now = self.me.clock.now()
        draft = Entry(self.me.root.origin, self.size, prev, self.seen, now, "0" * 64, role, kind, terms, bytes(32))
        return draft._replace(**fields)

    def say(self, kind="note", body=None, signer=None, **fields):
        """Append an entry; a body given as bytes is taken as it is."""
        if body is None:
            body = {"lang": LANGS[self.me.side], "text": "said"} if kind == "note" else {}
        data = body if isinstance(body, bytes) else canonical(body)
        signer = signer or (self.log if kind in LOG_KINDS else self.me.officers["snr"])
        draft = self.draft(kind, **fields)._replace(body=body_hash(b"s" * 32, data), key=signer.public.fingerprint)
        return self.put(draft.payload(), data, signer)

    def put(self, payload, body=b"{}", signer=None, payload_type=PAYLOAD_TYPE):
        """Append any signed payload."""
        envelope = seal(payload_type, payload, signer or self.me.officers["snr"]).encode()
        self.entries.append(Sealed(envelope, b"s" * 32, body))
        return self.entries[-1]

    def head(self, size=None, signer=None, root=None):
        """Sign a head of what was said."""
        size = self.size if size is None else size
        found = self.tree.root(size) if root is None else root
        return sign_head(Checkpoint(self.me.root.origin, size, found), signer or self.log)

    def see(self, other, size=None):
        """Look at the honest side's log as far as it goes."""
        other.node.refresh()
        size = other.node.own.size if size is None else size
        self.seen = Seen(size, other.node.own.tree.root(size))
        self.shown[size] = other.node.signed_head(size)

    def receipt(self, other, time, size=None):
        """Acknowledge and cosign the honest side's head with any time."""
        self.see(other, size)
        self.say("receipt", {}, claimed_at=time)
        self.cosigned = (*self.cosigned, self.cosignature(other, time, size))

    def cosignature(self, other, time, size=None):
        """Cosign the honest side's head, with or without a receipt."""
        size = other.node.own.size if size is None else size
        return cosign(other.node.signed_head(size), self.log, name=self.me.root.origin, time=time)

    def bundle(self, start=0, end=None, **fields):
        """Bundle what was said, with heads signed now; any part may be given otherwise."""
        end = self.size if end is None else end
        seen = sorted({entry_of(sealed).seen.size for sealed in self.entries[start:end]} & set(self.shown) - {0})
        return replace(
            Bundle(
                self.me.root.origin,
                self.me.pairing.other.origin,
                start,
                end,
                self.head(start) if start else None,
                tuple(self.entries[start:end]),
                tuple(self.shown[size] for size in seen),
                self.head(end) if end else None,
                tuple(self.tree.consistency(start, end)) if 0 < start < end else (),
                (),
                self.cosigned,
            ),
            **fields,
        )

    def deliver(self, other, start=0, **fields):
        """Give the honest node a bundle; whatever `receive` raises comes through."""
        return receive(other.node, self.bundle(start, **fields).encode())


def entry_of(sealed):
    """Read an entry; what cannot be read saw nothing."""
    try:
        return read_entry(sealed.envelope)[0]
    except ValueError:
        return Entry("", 0, None, Seen(0, EMPTY_ROOT), 0, "", "", "", b"", b"")


def established():
    """Give two participants that agreed on the establishment, and the proposal's id; all is exchanged."""
    a, b = two()
    meet(a, b)
    made = a.propose().id
    a.answer(made)
    meet(a, b)
    b.answer(made)
    meet(b, a)
    meet(a, b)
    return a, b, made
